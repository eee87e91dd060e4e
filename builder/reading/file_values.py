"""From the plain values of a reading to trusted ones: an item, or the entries of a list."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from builder.diagnostics import Diagnostic, errors_in
from builder.reading.content_files import File
from builder.reading.corpus import ContentItem, FoundFile
from builder.reading.document_reader import DocumentReading, stem_of
from builder.reading.file_names import parse_name, shown
from builder.schema import KINDS


def found_as(file: File, private: bool) -> FoundFile:
    """A file as the corpus lists it, with what its name says."""
    name, _ = parse_name(file.kind, stem_of(file.path))
    return FoundFile(shown(file.path), file.kind, private, name.id if name else "", name.recorded if name else None)


def item_in(
    file: File, private: bool, reading: DocumentReading
) -> tuple[ContentItem[Any] | None, tuple[Diagnostic, ...]]:
    """The item that a file holds, and what is wrong with the file; None where it has errors."""
    name, faults = parse_name(file.kind, stem_of(file.path))
    path = shown(file.path)
    diagnostics = (*(fault.at(path) for fault in faults), *reading.diagnostics)
    if name is None or errors_in(diagnostics):
        return None, diagnostics
    found = FoundFile(path, file.kind, private, name.id, name.recorded)
    value = KINDS[file.kind].model.model_validate(reading.records[0])
    return ContentItem(found, value, reading.body, reading.seal), diagnostics


def entries_in(kind: str, reading: DocumentReading) -> Iterator[tuple[int, Any]]:
    """The entries of a list that are sound, each with its position from 0, or in a table with its line from 1."""
    for position, record in enumerate(reading.records):
        if record is None:
            continue
        values = dict(record)
        place = values.pop("line") if KINDS[kind].shape == "table" else position
        yield place, KINDS[kind].model.model_validate(values)


def each_once(kind: str, entries: Iterable[Any]) -> Iterator[Any]:
    """The entries of a list without those whose key stands before them: the first one counts."""
    seen: set[tuple[Any, ...]] = set()
    for entry in entries:
        key = tuple(getattr(entry, name) for name in KINDS[kind].key)
        if not key or key not in seen:
            yield entry
        seen.add(key)
