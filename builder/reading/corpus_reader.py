"""The only opener of content files: it finds them, reads them, and remembers what it read."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path, PurePosixPath
from typing import Any, cast

from builder.diagnostics import Diagnostic
from builder.diagnostics.file_codes import CASE_TWINS, LINK_OUTSIDE, UNREAD_NAME, UNREADABLE_FILE, WRONG_ENDING
from builder.reading.codes import CODES
from builder.reading.csv_tables import read_table
from builder.reading.document_reader import Reading, read_document
from builder.reading.file_names import shown
from builder.reading.manifest import NAME as MANIFEST_NAME
from builder.schema import DRAFT, KINDS, Kind
from builder.support.cache import keep, program_version, recall
from builder.support.nearest import nearest
from builder.support.processes import processors, shared_out

FEW = 400
SETTLED = 2_000_000_000
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
    return sorted(_without_case_twins(_found(root)), key=lambda file: file.path)


def laid_over(files: Iterable[File], overlay: Overlay) -> list[File]:
    """The files of a tree with those of the overlay in their place."""
    upper = _found(overlay.root)
    covered = overlay.hidden.union(file.path for file in upper)
    kept = [file for file in files if file.path not in covered]
    return sorted(_without_case_twins([*kept, *upper]), key=lambda file: file.path)


def _found(root: Path) -> list[File]:
    files: list[File] = []
    real_root = os.path.realpath(root)
    for entry in _entries(str(root)):
        if entry.name in FOLDERS:
            files += _folder(entry, entry.name, FOLDERS[entry.name], real_root)
        elif entry.name in FILES:
            files.append(_file(entry, entry.name, FILES[entry.name].name, real_root))
        elif near := _near_miss(entry):
            kind = FILES[near].name if near in FILES else "unknown"
            fault = Diagnostic(shown(entry.name), 1, 1, UNREAD_NAME, f"{entry.name!r} is not read", near, near)
            files.append(File(entry.name, entry.path, kind, fault=fault))
    return files


def _entries(folder: str) -> list[os.DirEntry[str]]:
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


def _folder(folder: os.DirEntry[str], prefix: str, kind: Kind, real_root: str) -> Iterator[File]:
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
        entries = _entries(folder.path)
    except OSError as error:
        yield File(prefix, folder.path, kind.name, fault=_unreadable(prefix, error))
        return
    for entry in entries:
        path = f"{prefix}/{entry.name}"
        if entry.name.startswith(".") or entry.name.endswith("~"):
            continue
        if _is_folder(entry) and not entry.name.lower().endswith(kind.suffixes):
            yield from _folder(entry, path, kind, real_root)
        elif kind.name == "edition" and MANIFEST_NAME.fullmatch(entry.name):
            yield _file(entry, path, "manifest", real_root)
        elif entry.name.endswith(kind.suffixes):
            yield _file(entry, path, kind.name, real_root)
        else:
            yield File(path, entry.path, kind.name, fault=_wrong_ending(path, kind))


def _is_folder(entry: os.DirEntry[str]) -> bool:
    """Whether it is a folder, or a link to one; a link that leads in a circle is none."""
    try:
        return entry.is_dir()
    except OSError:
        return False


def _file(entry: os.DirEntry[str], path: str, kind: str, real_root: str) -> File:
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
        return File(path, entry.path, kind, fault=_unreadable(path, error))
    return File(path, entry.path, kind, (stat.st_size, stat.st_mtime_ns))


def _unreadable(path: str, error: OSError) -> Diagnostic:
    return Diagnostic(
        shown(path), 1, 1, UNREADABLE_FILE, f"cannot be read: {error.strerror or error}", "a readable file"
    )


def _wrong_ending(path: str, kind: Kind) -> Diagnostic:
    name = PurePosixPath(path).name
    allowed = " or ".join(kind.suffixes)
    return Diagnostic(shown(path), 1, 1, WRONG_ENDING, f"the ending of {name!r}", allowed, shown(_mended(name, kind)))


def _mended(name: str, kind: Kind) -> str:
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


def read_bytes(file: File) -> bytes | Diagnostic:
    """The content of a file, or why it cannot be had."""
    try:
        with open(file.absolute, "rb") as handle:
            return handle.read()
    except OSError as error:
        return _unreadable(file.path, error)


def text_lines(path: Path) -> list[str]:
    """The lines of a content file, to show one of them; none where it cannot be read."""
    try:
        return path.read_text(encoding="utf-8", errors="replace").removeprefix("\ufeff").splitlines()
    except OSError:
        return []


def read_file(file: File) -> Reading:
    """What one file holds."""
    raw = read_bytes(file)
    if isinstance(raw, Diagnostic):
        return Reading(diagnostics=(raw,))
    kind = KINDS[file.kind]
    reader = read_table if kind.shape == "table" else read_document
    return replace(reader(kind, shown(file.path), raw), digest=_digest(raw))


def digest_of_file(file: File) -> str:
    """The digest of a file's bytes; empty where it cannot be read."""
    raw = read_bytes(file)
    return "" if isinstance(raw, Diagnostic) else _digest(raw)


def read_files(files: Sequence[File], cache_dir: Path | None = None, *, few: int = 0) -> list[Reading]:
    """What each file holds, in their order; what did not change since the last time is not read again.

    What was read anew is kept for the next time where it is more than `few` files.
    """
    memory = _Memory(cache_dir)
    known = [memory.recall(file) for file in files]
    missing = [file for file, reading in zip(files, known, strict=True) if reading is None]
    fresh = iter(in_processes(_read_batch, missing))
    readings = [reading if reading is not None else next(fresh) for reading in known]
    if len(missing) > few or (not few and memory.size != len(files)):
        memory.store(files, readings)
    return readings


def _read_batch(files: Sequence[File]) -> list[Reading]:
    return [read_file(file) for file in files]


def in_processes(work: Callable[[Sequence[File]], list[Reading]], files: Sequence[File]) -> list[Reading]:
    """The results of `work` over batches of files, in order; by several processes where it pays."""
    processes = processors()
    if len(files) < FEW or processes == 1:
        return work(files)
    size = -(-len(files) // (processes * 4))
    batches = [files[start : start + size] for start in range(0, len(files), size)]
    return [reading for batch in shared_out(work, batches) for reading in batch]


class _Memory:
    """Readings of an earlier run, kept in one file; a damaged or foreign one is ignored.

    A file is known again by its size and time of change, where that time had settled when it was
    read; otherwise by the digest of its content.
    """

    def __init__(self, folder: Path | None) -> None:
        self._path = folder / "readings.json" if folder else None
        self._entries = _entries_of(recall(self._path, program_version()))
        self._now = self._filesystem_time()
        self.size = len(self._entries)

    def recall(self, file: File) -> Reading | None:
        """The reading of this very content, if an earlier run kept it."""
        entry = self._entries.get(file.absolute)
        if entry is None:
            return None
        stamp, digest, settled, reading = entry
        if not (settled and stamp == list(file.stamp)):
            raw = read_bytes(file)
            if isinstance(raw, Diagnostic) or digest != _digest(raw):
                return None
        return _restored(reading, str(digest))

    def store(self, files: Sequence[File], readings: Sequence[Reading]) -> None:
        """Keep the readings for the next run; a disk that refuses costs only time."""
        entries = {file.absolute: self._entry(file, reading) for file, reading in zip(files, readings, strict=True)}
        keep(self._path, program_version(), entries)

    def _entry(self, file: File, reading: Reading) -> list[object]:
        settled = self._now - file.stamp[1] > SETTLED
        told = [{**asdict(diagnostic), "code": diagnostic.code.id} for diagnostic in reading.diagnostics]
        return [list(file.stamp), reading.digest, settled, [list(reading.records), reading.body, reading.seal, told]]

    def _filesystem_time(self) -> int:
        """Now, in nanoseconds, by the clock that stamps the files; 0 where nothing can be written."""
        if self._path is None:
            return 0
        marker = self._path.with_name("now")
        try:
            marker.parent.mkdir(parents=True, exist_ok=True)
            marker.write_bytes(b"")
            return marker.stat().st_mtime_ns
        except OSError:
            return 0


def _entries_of(matter: object) -> dict[str, list[object]]:
    """The entries of a file that was kept; none where it holds anything else."""
    if isinstance(matter, dict) and all(isinstance(entry, list) and len(entry) == 4 for entry in matter.values()):
        return matter
    return {}


def _restored(kept: object, digest: str) -> Reading | None:
    try:
        records, body, seal, told = cast("list[Any]", kept)
        return Reading(
            tuple(records),
            body,
            seal,
            tuple(Diagnostic(**{**fields, "code": CODES[fields["code"]]}) for fields in told),
            digest,
        )
    except (TypeError, ValueError, KeyError):
        return None


def _digest(raw: bytes) -> str:
    return hashlib.blake2b(raw, digest_size=16).hexdigest()
