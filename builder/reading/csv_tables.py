"""From the bytes of a CSV export to its rows, or to every fault in it, each with its line."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import ValidationError

from builder.diagnostics import Diagnostic, Place
from builder.diagnostics.file_codes import BYTE_ORDER_MARK, EMPTY_FILE, FILE_TOO_LARGE
from builder.diagnostics.table_codes import WRONG_HEADER, WRONG_LENGTH
from builder.reading import front_matter
from builder.reading.document_reader import DocumentReading
from builder.reading.faults import faults_of
from builder.schema import Kind
from builder.support.csv_cells import cells_up_to
from builder.support.nearest import listed, nearest

MAX_TABLE = 50_000_000


@cells_up_to(front_matter.MAX_FILE)
def read_table(kind: Kind, path: str, raw: bytes) -> DocumentReading:
    """Read a CSV file with a header line; a row with a fault is set aside, the others stay.

    The records are by column; never raises for what is in the file.
    """
    if flaw := _size_flaw(path, raw):
        return DocumentReading(diagnostics=(flaw,))
    try:
        content = front_matter.decode_unbounded(raw)
    except front_matter.TextFault as fault:
        place = fault.line, fault.column
        return DocumentReading(diagnostics=(Diagnostic(path, *place, fault.code, fault.message, fault.allowed),))
    has_mark = raw.startswith(front_matter.BOM)
    diagnostics = [Diagnostic(path, 1, 1, BYTE_ORDER_MARK, "a byte-order mark")] if has_mark else []
    rows = csv.reader(io.StringIO(content, newline=""), strict=True)
    records: list[Mapping[str, Any]] = []
    try:
        written = next(rows, [])
        header = [name.strip() for name in written]
        faults = list(_header_faults(kind, path, written))
        if faults:
            return DocumentReading(diagnostics=tuple(sorted((*diagnostics, *faults))))
        for record in _sound_rows(kind, path, header, rows, diagnostics):
            records.append(record)  # noqa: PERF402 - what stands before a broken row stays
    except csv.Error as error:
        diagnostics.append(Diagnostic(path, rows.line_num, 1, WRONG_LENGTH, f"not CSV: {error}", "quotes in pairs"))
    return DocumentReading(tuple(records), "", "", tuple(sorted(diagnostics)))


def _size_flaw(path: str, raw: bytes) -> Diagnostic | None:
    """What is wrong with the size of a file: too large, or nothing in it."""
    if len(raw) > MAX_TABLE:
        return Diagnostic(path, 1, 1, FILE_TOO_LARGE, f"{len(raw):,} bytes", f"at most {MAX_TABLE:,}")
    if not raw.removeprefix(front_matter.BOM).strip():
        return Diagnostic(path, 1, 1, EMPTY_FILE, "the file is empty", "a header line, at least")
    return None


def _header_faults(kind: Kind, path: str, written: list[str]) -> Iterator[Diagnostic]:
    """What is wrong with the names in line 1; a column that is misspelt is told once, where it stands."""
    fields = kind.model.model_fields
    needed = [name for name, field in fields.items() if field.is_required()]
    header = [name.strip() for name in written]
    missing = [name for name in needed if name not in header]
    if len(header) == 1 and missing and (sign := next((sign for sign in ";\t|" if sign in header[0]), "")):
        column = written[0].index(sign) + 1
        yield Diagnostic(path, 1, column, WRONG_HEADER, f"{sign!r} separates the columns", "commas", ",".join(needed))
        return
    column = 1
    for position, name in enumerate(header):
        if name not in fields:
            near = nearest(name, missing) or nearest(name, [field for field in fields if field not in header])
            missing = [field for field in missing if field != near]
            yield Diagnostic(path, 1, column, WRONG_HEADER, f"unknown column {name!r}", listed(fields), near)
        elif name in header[:position]:
            yield Diagnostic(path, 1, column, WRONG_HEADER, f"the column {name!r} stands twice", "each column once")
        column += len(written[position]) + 1
    for name in missing:
        yield Diagnostic(path, 1, 1, WRONG_HEADER, f"no column {name!r}", ", ".join(fields), ",".join(needed))


def _sound_rows(
    kind: Kind, path: str, header: list[str], rows: Any, diagnostics: list[Diagnostic]
) -> Iterator[Mapping[str, Any]]:
    for cells in rows:
        line = rows.line_num
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) != len(header):
            allowed = f"{len(header)} cells: {', '.join(header)}"
            diagnostics.append(Diagnostic(path, line, 1, WRONG_LENGTH, f"{len(cells)} cells", allowed))
            continue
        record = {name: cell.strip() for name, cell in zip(header, cells, strict=True) if cell.strip()}
        try:
            model = kind.model.model_validate(record)
        except ValidationError as error:
            diagnostics += [fault.at(path, Place(line)) for fault in faults_of(error, kind.model)]
            continue
        yield {**model.model_dump(mode="json", exclude_defaults=True), "line": line}
