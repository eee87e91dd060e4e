"""Where the two versions of a comparison lie: a Git revision and the working tree, or two folders."""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from builder import site_file
from builder.changes.effect import Effect, Ends, effect_of
from builder.changes.git_revisions import Revision, revision_at
from builder.config import Settings, Site, settings_from
from builder.reading.content_files import Overlay
from builder.schema import KINDS
from builder.site_file import NAMES, settings_in, settings_of
from builder.support.errors import BulletinError


@dataclass(frozen=True, slots=True)
class ComparisonRequest:
    """What the command line says besides where to look: `today`, and options of the plugin."""

    today: dt.date
    overrides: Mapping[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparedSources:
    """What to compare: a Git revision (`base`) with the working tree, or two folders."""

    config_file: Path | None
    base: str | None
    before: Path | None
    after: Path | None

    def ends(self, asked: ComparisonRequest, folder: Path) -> Ends:
        """The ends that are meant; the folder has to last as long as they do.

        Raises BulletinError with what to do where neither or both kinds are given, or one cannot be had.
        """
        if self.base is not None and self.before is None and self.after is None:
            return since(self.base, self.config_file or site_file.find(Path.cwd()), asked, folder)
        if self.base is None and self.before is not None and self.after is not None:
            return between(self.before, self.after, self.config_file, asked)
        raise BulletinError("give what to compare with: --base REV, such as origin/main, or --from DIR and --to DIR")


def compare_sources(sources: ComparedSources, asked: ComparisonRequest) -> Effect:
    """The effect of a change; raises BulletinError with what to do where it cannot be had."""
    with tempfile.TemporaryDirectory() as folder:
        return effect_of(sources.ends(asked, Path(folder)))


def since(base: str, path: Path, asked: ComparisonRequest, folder: Path) -> Ends:
    """From where the branch left a Git revision to the working tree of a mkdocs.yml.

    What differs in the revision is written into the folder, which has to last as long as the ends.
    Raises BulletinError with what to do where the revision cannot be had or has no bulletin.
    """
    after = settings_of(path, asked.today, asked.overrides)
    _checked(after.content_dir)
    revision = revision_at(after.content_dir, base)
    before = _settings_at(revision, path, asked) or after
    content = _below(revision, before.content_dir)
    if content is None:
        raise BulletinError(f"the content folder of {base} lies outside the repository: use --from and --to")
    if before.content_dir != after.content_dir:
        files = revision.files_below(content)
        overlay = None
        before = replace(before, content_dir=folder / content)
    else:
        files = revision.differing(content)
        hidden = frozenset(PurePosixPath(file).relative_to(content).as_posix() for file in files)
        overlay = Overlay(folder / content, hidden)
    (folder / content).mkdir(parents=True, exist_ok=True)
    read = {file: object for file, object in files.items() if _is_content(PurePosixPath(file).relative_to(content))}
    revision.write(read, folder)
    if not revision.has_any(content):
        raise BulletinError(f"{base} has no bulletin in {content}: give a later revision, or use `bulletin check`")
    return Ends(before, after, overlay)


def _is_content(path: PurePosixPath) -> bool:
    """Whether the loader would look at a file: pages and drafts can be large, and are not read."""
    return len(path.parts) == 1 or path.parts[0] in {kind.place for kind in KINDS.values()} or _is_near(path.parts[0])


def _is_near(name: str) -> bool:
    return not name.startswith(".") and name not in ("pages", "drafts")


def _settings_at(revision: Revision, path: Path, asked: ComparisonRequest) -> Settings | None:
    """The settings of the revision's own mkdocs.yml; None where it has none there."""
    place = _below(revision, path.resolve().parent)
    if place is None:
        return None
    for name in dict.fromkeys((path.name, *NAMES)):
        raw = revision.read(place / name)
        if raw is not None:
            return settings_in(raw, path.resolve().parent / name, asked.today, asked.overrides)
    return None


def _below(revision: Revision, folder: Path) -> PurePosixPath | None:
    resolved = folder.resolve()
    if not resolved.is_relative_to(revision.root):
        return None
    return PurePosixPath(resolved.relative_to(revision.root).as_posix())


def between(one: Path, other: Path, config_file: Path | None, asked: ComparisonRequest) -> Ends:
    """From one folder to another: each a repository with a mkdocs.yml, or a content folder.

    Raises BulletinError for a folder that is none or holds no bulletin.
    """
    return Ends(_settings_in_folder(one, config_file, asked), _settings_in_folder(other, config_file, asked))


def _settings_in_folder(folder: Path, config_file: Path | None, asked: ComparisonRequest) -> Settings:
    if not folder.is_dir():
        raise BulletinError(f"{folder} is not a folder: give one with a mkdocs.yml, or with content")
    for name in NAMES:
        if (folder / name).is_file():
            settings = settings_of(folder / name, asked.today, asked.overrides)
            _checked(settings.content_dir)
            return settings
    _checked(folder)
    if config_file is not None:
        return replace(settings_of(config_file, asked.today, asked.overrides), content_dir=folder.resolve())
    given = {name: value for name, value in asked.overrides.items() if value is not None}
    site = Site(config_dir=folder.resolve(), docs_dir=folder.resolve() / "pages")
    return replace(settings_from(given, site, asked.today), cache_dir=None)


def _checked(folder: Path) -> None:
    """Raise where a folder cannot be content: none of its lists and folders is there."""
    if not folder.is_dir() or not any((folder / kind.place).exists() for kind in KINDS.values()):
        raise BulletinError(f"{folder} holds no bulletin: neither themes.yml nor debriefs/ is there")
