"""A check of a content tree, or of some files of it: what is wrong, and where it lies in the repository."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from builder.changes.git_revisions import names_at, revision_at, root_of
from builder.config import Settings
from builder.diagnostics import Diagnostic
from builder.diagnostics.edition_codes import BROKEN_MANIFEST_CHAIN
from builder.editions import arrange
from builder.reading.corpus_assembly import read_corpus
from builder.reading.corpus_reader import text_lines
from builder.support.errors import BulletinError

MARKER = "themes.yml"


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckRequest:
    """What to check: files and folders, or, without any, the whole tree; `base` is a Git revision to compare with.

    `in_repository` wants paths from the root of the repository, as services expect them, else they are
    as seen from the working directory; `with_changed` wants to know which differ from the base.
    """

    paths: tuple[Path, ...] = ()
    base: str | None = None
    in_repository: bool = False
    with_changed: bool = False


@dataclass(frozen=True, slots=True)
class ContentCheck:
    """What a check found in how many files; `changed` are paths from the root of the repository.

    `absolute` has by path of a diagnostic where its file lies.
    """

    diagnostics: Sequence[Diagnostic]
    files: int
    changed: frozenset[str]
    absolute: Mapping[str, Path]

    def lines_of(self, path: str) -> list[str]:
        """The lines of the file that a diagnostic names."""
        return text_lines(self.absolute[path])


def check_content(settings_at: Callable[[Path], Settings], asked: CheckRequest) -> ContentCheck:
    """What is wrong, sorted by path, line and code; `settings_at` finds the settings for a folder.

    Raises BulletinError for a path that is not there or lies outside the content, and for a base that
    cannot be had.
    """
    found: list[Diagnostic] = []
    files = 0
    absolute: dict[str, Path] = {}
    changed: frozenset[str] = frozenset()
    for settings, chosen in _by_root(settings_at, asked.paths):
        diagnostics, count = _checked(settings, chosen)
        if asked.base is not None:
            diagnostics += _missing_manifests(settings, asked.base)
            changed |= _changed(settings, asked.base) if asked.with_changed else frozenset()
        here = [replace(one, path=_shown(settings, one)) for one in diagnostics]
        absolute.update({new.path: _root(settings, old) / old.path for new, old in zip(here, diagnostics, strict=True)})
        found += here
        files += count
    found.sort()
    if asked.in_repository:
        return _in_repository(ContentCheck(found, files, changed, absolute))
    return ContentCheck(found, files, changed, absolute)


def _in_repository(check: ContentCheck) -> ContentCheck:
    """The check with paths from the root of the repository.

    Without a repository, that is the working directory; a file elsewhere keeps the path that it has.
    """
    top = root_of(Path.cwd()) or Path.cwd().resolve()
    placed = {path: _relative(full, top, path) for path, full in check.absolute.items()}
    return replace(
        check,
        diagnostics=[replace(one, path=placed[one.path]) for one in check.diagnostics],
        absolute={placed[path]: full for path, full in check.absolute.items()},
    )


def _relative(full: Path, top: Path, otherwise: str) -> str:
    # The folder alone is resolved: a link is told where it lies, not where it leads.
    placed = full.parent.resolve() / full.name
    return placed.relative_to(top).as_posix() if placed.is_relative_to(top) else otherwise


def _changed(settings: Settings, base: str) -> frozenset[str]:
    """The paths, from the root of the repository, at which content differs from a revision."""
    revision = revision_at(settings.content_dir, base)
    content = PurePosixPath(settings.content_dir.resolve().relative_to(revision.root).as_posix())
    return frozenset(revision.differing(content))


def _by_root(settings_at: Callable[[Path], Settings], paths: tuple[Path, ...]) -> list[tuple[Settings, list[Path]]]:
    """The settings for each content tree that the paths lie in, with the paths; no path means the whole tree."""
    if not paths:
        return [(settings_at(Path.cwd()), [])]
    groups: dict[Path, tuple[Settings, list[Path]]] = {}
    for path in paths:
        if not path.exists() and not path.is_symlink():
            raise BulletinError(f"{path} is not there")
        absolute = path.absolute()
        root = next((folder for folder in (absolute, *absolute.parents) if (folder / MARKER).is_file()), None)
        settings = settings_at(absolute if absolute.is_dir() else absolute.parent)
        if root is not None and root != settings.private_dir:
            settings = replace(settings, content_dir=root)
        groups.setdefault(settings.content_dir, (settings, []))[1].append(absolute)
    return list(groups.values())


def _checked(settings: Settings, chosen: list[Path]) -> tuple[list[Diagnostic], int]:
    """The diagnostics of a tree, or of the chosen files in it, and how many files were looked at."""
    whole = not chosen or settings.content_dir in chosen
    only = (
        None
        if whole
        else [path.relative_to(settings.content_dir).as_posix() for path in chosen if _below(path, settings)]
    )
    if only is not None and not only:
        raise BulletinError(f"{chosen[0]} does not lie in the content folder {settings.content_dir}")
    corpus, _ = arrange(
        read_corpus(replace(settings, cache_dir=settings.cache_dir if whole else None), only=only), settings
    )
    if only is None:
        return list(corpus.diagnostics), len(corpus.states)
    picked = [found for found in corpus.diagnostics if _chosen(found.path, only)]
    return picked, sum(_chosen(found.path, only) for found in corpus.states)


def _below(path: Path, settings: Settings) -> bool:
    return path.is_relative_to(settings.content_dir)


def _chosen(path: str, only: Iterable[str]) -> bool:
    return any(path == one or path.startswith(f"{one}/") for one in only)


def _root(settings: Settings, diagnostic: Diagnostic) -> Path:
    return settings.private_dir if diagnostic.private and settings.private_dir else settings.content_dir


def _shown(settings: Settings, diagnostic: Diagnostic) -> str:
    """The path as seen from the working directory, so that an editor can open it."""
    full = _root(settings, diagnostic) / diagnostic.path
    here = Path.cwd()
    return str(full.relative_to(here)) if full.is_relative_to(here) else str(full)


def _missing_manifests(settings: Settings, base: str) -> list[Diagnostic]:
    """Manifests that a Git revision had and that are gone."""
    return list(_gone(settings, names_at(settings.content_dir, base, "editions")))


def _gone(settings: Settings, listed: Iterable[str]) -> Iterator[Diagnostic]:
    for path in listed:
        if path.endswith(".lock.json") and not (settings.content_dir / path).exists():
            yield Diagnostic(
                path,
                1,
                1,
                BROKEN_MANIFEST_CHAIN,
                "this manifest is gone",
                "the manifest, as it was when the edition closed",
            )
