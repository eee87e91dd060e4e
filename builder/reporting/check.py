"""The check: what is wrong with a content tree, or with some files of it."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path, PurePosixPath

from builder.changes.git_revisions import revision_at, root_of
from builder.config import Settings
from builder.diagnostics import Diagnostic, errors_in
from builder.diagnostics.edition_codes import BROKEN_MANIFEST_CHAIN
from builder.editions import arrange
from builder.reading.corpus_assembly import read_corpus
from builder.reading.corpus_reader import text_lines
from builder.reporting import github, machine, text
from builder.support.errors import BulletinError

MARKER = "themes.yml"
STEP_SUMMARY = "GITHUB_STEP_SUMMARY"


def report(
    settings_at: Callable[[Path], Settings], paths: tuple[Path, ...], form: str, base: str | None
) -> tuple[str, bool]:
    """What the check has to say, in the given form, and whether there are errors.

    For GitHub, the whole list also goes into the file that STEP_SUMMARY names.
    """
    found: list[Diagnostic] = []
    files = 0
    roots: dict[str, Path] = {}
    changed: frozenset[str] = frozenset()
    for settings, chosen in _by_root(settings_at, paths):
        diagnostics, count = _checked(settings, chosen)
        if base is not None:
            diagnostics += _missing_manifests(settings, base)
            changed |= _changed(settings, base) if form == "github" else frozenset()
        here = [replace(told, path=_shown(settings, told)) for told in diagnostics]
        roots.update({new.path: _root(settings, old) / old.path for new, old in zip(here, diagnostics, strict=True)})
        found += here
        files += count
    found.sort()
    return _rendered(found, form, files, roots, changed), bool(errors_in(found))


def _rendered(
    found: list[Diagnostic], form: str, files: int, roots: Mapping[str, Path], changed: frozenset[str]
) -> str:
    if form == "json":
        return machine.as_json(found)
    errors = len(errors_in(found))
    tally = text.summary(errors, len(found) - errors, files)
    if form == "text":
        lines = text.render(found, lambda path: text_lines(roots[path]))
        return "\n".join([*lines, tally])
    placed = _in_repository(found, roots)
    if form == "github":
        _summarise(github.step_summary(placed, changed, tally))
        return "\n".join(github.commands(placed, changed))
    return machine.as_gitlab(placed) if form == "gitlab" else machine.as_sarif(placed)


def _in_repository(found: Iterable[Diagnostic], roots: Mapping[str, Path]) -> list[Diagnostic]:
    """The diagnostics with paths from the root of the repository, as services expect them.

    Without a repository, that is the working directory; a file elsewhere keeps the path that it has.
    """
    top = root_of(Path.cwd()) or Path.cwd().resolve()
    return [replace(told, path=_relative(roots[told.path], top, told.path)) for told in found]


def _relative(full: Path, top: Path, otherwise: str) -> str:
    # The folder alone is resolved: a link is told where it lies, not where it leads.
    placed = full.parent.resolve() / full.name
    return placed.relative_to(top).as_posix() if placed.is_relative_to(top) else otherwise


def _changed(settings: Settings, base: str) -> frozenset[str]:
    """The paths, from the root of the repository, at which content differs from a revision."""
    revision = revision_at(settings.content_dir, base)
    content = PurePosixPath(settings.content_dir.resolve().relative_to(revision.root).as_posix())
    return frozenset(revision.differing(content))


def _summarise(markdown: str) -> None:
    """Add to the summary of the step, where there is one."""
    if target := os.environ.get(STEP_SUMMARY):
        try:
            with open(target, "a", encoding="utf-8", errors="replace") as handle:
                handle.write(markdown)
        except OSError as error:
            raise BulletinError(f"{STEP_SUMMARY}: cannot write {target}: {error.strerror}") from error


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
    picked = [told for told in corpus.diagnostics if _chosen(told.path, only)]
    return picked, sum(_chosen(found.path, only) for found in corpus.states)


def _below(path: Path, settings: Settings) -> bool:
    return path.is_relative_to(settings.content_dir)


def _chosen(path: str, only: Iterable[str]) -> bool:
    return any(path == one or path.startswith(f"{one}/") for one in only)


def _root(settings: Settings, told: Diagnostic) -> Path:
    return settings.private_dir if told.private and settings.private_dir else settings.content_dir


def _shown(settings: Settings, told: Diagnostic) -> str:
    """The path as seen from the working directory, so that an editor can open it."""
    full = _root(settings, told) / told.path
    here = Path.cwd()
    return str(full.relative_to(here)) if full.is_relative_to(here) else str(full)


def _missing_manifests(settings: Settings, base: str) -> list[Diagnostic]:
    """Manifests that a Git revision had and that are gone."""
    command = ["git", "-C", str(settings.content_dir), "ls-tree", "-r", "--name-only", base, "--", "editions"]
    try:
        listed = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603 - no shell
    except FileNotFoundError as error:
        raise BulletinError("--base needs Git, which is not installed") from error
    except subprocess.CalledProcessError as error:
        raise BulletinError(f"--base {base}: {error.stderr.strip()}") from error
    return list(_gone(settings, listed.stdout.split("\n")))


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
