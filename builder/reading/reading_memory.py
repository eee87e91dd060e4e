"""Readings of an earlier run, known again by what the files hold."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any, cast

from builder.diagnostics import Diagnostic
from builder.reading.codes import CODES
from builder.reading.content_files import File
from builder.reading.document_reader import DocumentReading
from builder.support.cache import keep, program_version, recall

SETTLED = 2_000_000_000


class ReadingMemory:
    """Readings of an earlier run, kept in one file; a damaged or foreign one is ignored.

    A file is known again by its size and time of change, where that time had settled when it was
    read; otherwise by the digest of its content, which `digest_of` reads, empty where it cannot.
    """

    def __init__(self, folder: Path | None, digest_of: Callable[[File], str]) -> None:
        self._digest_of = digest_of
        self._path = folder / "readings.json" if folder else None
        self._entries = _entries_in(recall(self._path, program_version()))
        self._now = self._filesystem_time()
        self.size = len(self._entries)

    def recall(self, file: File) -> DocumentReading | None:
        """The reading of this very content, if an earlier run kept it."""
        entry = self._entries.get(file.absolute)
        if entry is None:
            return None
        stamp, digest, settled, reading = entry
        if not (settled and stamp == list(file.stamp)) and self._digest_of(file) != (digest or None):
            return None
        return _reading_from(reading, str(digest))

    def store(self, files: Sequence[File], readings: Sequence[DocumentReading]) -> None:
        """Keep the readings for the next run; a disk that refuses costs only time."""
        entries = {file.absolute: self._entry(file, reading) for file, reading in zip(files, readings, strict=True)}
        keep(self._path, program_version(), entries)

    def _entry(self, file: File, reading: DocumentReading) -> list[object]:
        settled = self._now - file.stamp[1] > SETTLED
        diagnostics = [{**asdict(diagnostic), "code": diagnostic.code.id} for diagnostic in reading.diagnostics]
        content = [list(reading.records), reading.body, reading.seal, diagnostics]
        return [list(file.stamp), reading.digest, settled, content]

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


def _entries_in(matter: object) -> dict[str, list[object]]:
    """The entries of a file that was kept; none where it holds anything else."""
    if isinstance(matter, dict) and all(isinstance(entry, list) and len(entry) == 4 for entry in matter.values()):
        return matter
    return {}


def _reading_from(kept: object, digest: str) -> DocumentReading | None:
    try:
        records, body, seal, diagnostics = cast("list[Any]", kept)
        restored = tuple(Diagnostic(**{**fields, "code": CODES[fields["code"]]}) for fields in diagnostics)
        return DocumentReading(tuple(records), body, seal, restored, digest)
    except (TypeError, ValueError, KeyError):
        return None
