"""The content files below a root: found, named, and laid over each other; none is opened."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from builder.diagnostics import Diagnostic
from builder.diagnostics.file_codes import CASE_TWINS, LINK_OUTSIDE, UNREAD_NAME, UNREADABLE_FILE, WRONG_ENDING
from builder.reading.file_names import shown
from builder.reading.manifest import NAME as MANIFEST_NAME
from builder.schema import DRAFT, KINDS, Kind
from builder.support.nearest import nearest

FOLDERS = {kind.place: kind for kind in KINDS.values() if kind.is_folder}
FILES = {kind.place: kind for kind in KINDS.values() if not kind.is_folder}
# Pages are MkDocs' own; drafts are no content until someone finishes them.
PASSED_OVER = ("pages", DRAFT.place)


@dataclass(frozen=True, slots=True)
class File:
    """A content file on disk; `stamp` is its size and time of change, in bytes and nanoseconds."""

    path: str
    absolute: str
    kind: str
    stamp: tuple[int, int] = (0, 0)
    fault: Diagnostic | None = None


@dataclass(frozen=True, slots=True)
class Overlay:
    """Files to read in place of those of a content tree.

    `root` is a folder laid out like the tree; `hidden` are further paths that the tree is to lack.
    """

    root: Path
    hidden: frozenset[str] = frozenset()


def walk(root: Path) -> list[File]:
    """Every content file below a content root, sorted by path, with what is wrong with its name."""
    return sorted(_without_case_twins(_files_below(root)), key=lambda file: file.path)


def laid_over(files: Iterable[File], overlay: Overlay) -> list[File]:
    """The files of a tree with those of the overlay in their place."""
    upper = _files_below(overlay.root)
    covered = overlay.hidden.union(file.path for file in upper)
    kept = [file for file in files if file.path not in covered]
    return sorted(_without_case_twins([*kept, *upper]), key=lambda file: file.path)


def _files_below(root: Path) -> list[File]:
    files: list[File] = []
    real_root = os.path.realpath(root)
    for entry in _folder_entries(str(root)):
        if entry.name in FOLDERS:
            files += _files_in(entry, entry.name, FOLDERS[entry.name], real_root)
        elif entry.name in FILES:
            files.append(_file_at(entry, entry.name, FILES[entry.name].name, real_root))
        elif near := _near_miss(entry):
            kind = FILES[near].name if near in FILES else "unknown"
            fault = Diagnostic(shown(entry.name), 1, 1, UNREAD_NAME, f"{entry.name!r} is not read", near, near)
            files.append(File(entry.name, entry.path, kind, fault=fault))
    return files


def _folder_entries(folder: str) -> list[os.DirEntry[str]]:
    with os.scandir(folder) as entries:
        return sorted(entries, key=lambda entry: entry.name)


def _near_miss(entry: os.DirEntry[str]) -> str:
    """The list or folder that a name at the root was probably meant to be; empty if none."""
    name = entry.name
    if name.startswith(".") or name in PASSED_OVER:
        return ""
    if _is_folder(entry):
        return nearest(name, FOLDERS)
    return nearest(name, FILES) if name.lower().endswith((".yml", ".yaml", ".csv", ".txt")) else ""


def _files_in(folder: os.DirEntry[str], prefix: str, kind: Kind, real_root: str) -> Iterator[File]:
    if folder.is_symlink():
        message = "a link to a folder"
        yield File(
            prefix, folder.path, kind.name, fault=Diagnostic(shown(prefix), 1, 1, LINK_OUTSIDE, message, "a folder")
        )
        return
    if not folder.is_dir():
        fault = Diagnostic(shown(prefix), 1, 1, UNREADABLE_FILE, "not a folder", "a folder")
        yield File(prefix, folder.path, kind.name, fault=fault)
        return
    try:
        entries = _folder_entries(folder.path)
    except OSError as error:
        yield File(prefix, folder.path, kind.name, fault=unreadable_file(prefix, error))
        return
    for entry in entries:
        path = f"{prefix}/{entry.name}"
        if entry.name.startswith(".") or entry.name.endswith("~"):
            continue
        if _is_folder(entry) and not entry.name.lower().endswith(kind.suffixes):
            yield from _files_in(entry, path, kind, real_root)
        elif kind.name == "edition" and MANIFEST_NAME.fullmatch(entry.name):
            yield _file_at(entry, path, "manifest", real_root)
        elif entry.name.endswith(kind.suffixes):
            yield _file_at(entry, path, kind.name, real_root)
        else:
            yield File(path, entry.path, kind.name, fault=_wrong_ending(path, kind))


def _is_folder(entry: os.DirEntry[str]) -> bool:
    """Whether it is a folder, or a link to one; a link that leads in a circle is none."""
    try:
        return entry.is_dir()
    except OSError:
        return False


def _file_at(entry: os.DirEntry[str], path: str, kind: str, real_root: str) -> File:
    try:
        if entry.is_symlink():
            target = os.path.realpath(entry.path)
            if os.path.commonpath([target, real_root]) != real_root:
                fault = Diagnostic(
                    shown(path), 1, 1, LINK_OUTSIDE, "a link to a file outside the content", "a plain file"
                )
                return File(path, entry.path, kind, fault=fault)
        if not entry.is_file():
            message = "a broken link" if entry.is_symlink() and not os.path.exists(entry.path) else "not a plain file"
            fault = Diagnostic(shown(path), 1, 1, UNREADABLE_FILE, message, "a plain file")
            return File(path, entry.path, kind, fault=fault)
        stat = entry.stat()
    except OSError as error:
        return File(path, entry.path, kind, fault=unreadable_file(path, error))
    return File(path, entry.path, kind, (stat.st_size, stat.st_mtime_ns))


def unreadable_file(path: str, error: OSError) -> Diagnostic:
    """The diagnostic of a file that the operating system refuses."""
    return Diagnostic(
        shown(path), 1, 1, UNREADABLE_FILE, f"cannot be read: {error.strerror or error}", "a readable file"
    )


def _wrong_ending(path: str, kind: Kind) -> Diagnostic:
    name = PurePosixPath(path).name
    allowed = " or ".join(kind.suffixes)
    return Diagnostic(
        shown(path), 1, 1, WRONG_ENDING, f"the ending of {name!r}", allowed, shown(_name_with_ending(name, kind))
    )


def _name_with_ending(name: str, kind: Kind) -> str:
    """The name with an ending that is read: one that it has already, below others or in capitals, else the first."""
    stem, dot, ending = name.rpartition(".")
    for shorter in (name, stem):
        inner, _, last = shorter.rpartition(".")
        if inner and f".{last.lower()}" in kind.suffixes:
            return f"{inner}.{last.lower()}"
    is_ending = dot and stem and ending.isalnum() and len(ending) <= 8
    return f"{stem if is_ending else name}{kind.suffixes[0]}"


def _without_case_twins(files: Iterable[File]) -> Iterator[File]:
    seen: dict[str, str] = {}
    for file in sorted(files, key=lambda file: (file.fault is not None, file.path)):
        twin = seen.setdefault(file.path.casefold(), file.path)
        if twin == file.path or file.fault:
            yield file
        else:
            fault = Diagnostic(
                shown(file.path), 1, 1, CASE_TWINS, f"differs only in case from {shown(twin)}", "another name"
            )
            yield File(file.path, file.absolute, file.kind, fault=fault)
