"""The only opener of content files: what they hold, each read once and remembered."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from builder.diagnostics import Diagnostic
from builder.reading.content_files import File, unreadable_file
from builder.reading.csv_tables import read_table
from builder.reading.document_reader import DocumentReading, read_document
from builder.reading.file_names import shown
from builder.reading.reading_memory import ReadingMemory
from builder.schema import KINDS
from builder.support.processes import processors, shared_out

FEW = 400


def read_bytes(file: File) -> bytes | Diagnostic:
    """The content of a file, or why it cannot be had."""
    try:
        with open(file.absolute, "rb") as handle:
            return handle.read()
    except OSError as error:
        return unreadable_file(file.path, error)


def text_lines(path: Path) -> list[str]:
    """The lines of a content file, to show one of them; none where it cannot be read."""
    try:
        return path.read_text(encoding="utf-8", errors="replace").removeprefix("\ufeff").splitlines()
    except OSError:
        return []


def read_file(file: File) -> DocumentReading:
    """What one file holds.

    Never raises: what cannot be read is a diagnostic.
    """
    raw = read_bytes(file)
    if isinstance(raw, Diagnostic):
        return DocumentReading(diagnostics=(raw,))
    kind = KINDS[file.kind]
    reader = read_table if kind.shape == "table" else read_document
    return replace(reader(kind, shown(file.path), raw), digest=_digest(raw))


def digest_of_file(file: File) -> str:
    """The digest of a file's bytes; empty where it cannot be read."""
    raw = read_bytes(file)
    return "" if isinstance(raw, Diagnostic) else _digest(raw)


def read_files(files: Sequence[File], cache_dir: Path | None = None, *, few: int = 0) -> list[DocumentReading]:
    """What each file holds, in their order; what did not change since the last time is not read again.

    What was read anew is kept for the next time where it is more than `few` files.
    """
    memory = ReadingMemory(cache_dir, digest_of_file)
    known = [memory.recall(file) for file in files]
    missing = [file for file, reading in zip(files, known, strict=True) if reading is None]
    fresh = iter(in_processes(_read_batch, missing))
    readings = [reading if reading is not None else next(fresh) for reading in known]
    if len(missing) > few or (not few and memory.size != len(files)):
        memory.store(files, readings)
    return readings


def _read_batch(files: Sequence[File]) -> list[DocumentReading]:
    return [read_file(file) for file in files]


def in_processes(
    work: Callable[[Sequence[File]], list[DocumentReading]], files: Sequence[File]
) -> list[DocumentReading]:
    """The results of `work` over batches of files, in order; by several processes where it pays."""
    processes = processors()
    if len(files) < FEW or processes == 1:
        return work(files)
    size = -(-len(files) // (processes * 4))
    batches = [files[start : start + size] for start in range(0, len(files), size)]
    return [reading for batch in shared_out(work, batches) for reading in batch]


def _digest(raw: bytes) -> str:
    return hashlib.blake2b(raw, digest_size=16).hexdigest()
