"""From the bytes of a CSV export to its rows, or to every fault in it, each with its line."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import ValidationError

from builder.diagnostics import Diagnostic
from builder.nearest import listed, nearest
from builder.reading import text
from builder.reading.document import Reading
from builder.reading.faults import faults_of
from builder.schema import Kind

csv.field_size_limit(text.MAX_FILE)
MAX_TABLE = 50_000_000


def read_table(kind: Kind, path: str, raw: bytes) -> Reading:
    """Read a CSV file with a header line; a row with a fault is set aside, the others stay."""
    if len(raw) > MAX_TABLE:
        return Reading(diagnostics=(Diagnostic(path, 1, 1, "SB002", f"{len(raw):,} bytes", f"at most {MAX_TABLE:,}"),))
    if not raw.strip():
        return Reading(diagnostics=(Diagnostic(path, 1, 1, "SB006", "the file is empty", "a header line, at least"),))
    try:
        content = text.decode_unbounded(raw)
    except text.TextFault as fault:
        return Reading(diagnostics=(Diagnostic(path, fault.line, fault.column, fault.code, fault.message, fault.allowed),))
    rows = csv.reader(io.StringIO(content, newline=""), strict=True)
    try:
        header = [name.strip() for name in next(rows, [])]
        told = list(_header_faults(kind, path, header))
        if told:
            return Reading(diagnostics=tuple(told))
        records = list(_records(kind, path, header, rows, told))
    except csv.Error as error:
        return Reading(diagnostics=(Diagnostic(path, rows.line_num, 1, "SB502", f"not CSV: {error}", "quotes in pairs"),))
    return Reading(tuple(records), "", "", tuple(sorted(told)))


def _header_faults(kind: Kind, path: str, header: list[str]) -> Iterator[Diagnostic]:
    fields = kind.model.model_fields
    needed = [name for name, field in fields.items() if field.is_required()]
    for name in needed:
        if name not in header:
            near = nearest(name, [found for found in header if found not in fields])
            message = f"no column {name!r}" + (f"; {near!r} is near" if near else "")
            yield Diagnostic(path, 1, 1, "SB501", message, ", ".join(fields), ",".join(needed))
    for position, name in enumerate(header):
        if name not in fields:
            yield Diagnostic(path, 1, position + 1, "SB501", f"unknown column {name!r}", listed(fields), nearest(name, fields))


def _records(
    kind: Kind, path: str, header: list[str], rows: Any, told: list[Diagnostic]
) -> Iterator[Mapping[str, Any]]:
    for cells in rows:
        line = rows.line_num
        if not cells:
            continue
        if len(cells) != len(header):
            told.append(Diagnostic(path, line, 1, "SB502", f"{len(cells)} cells", f"{len(header)} cells: {', '.join(header)}"))
            continue
        record = {name: cell.strip() for name, cell in zip(header, cells, strict=True) if cell.strip()}
        try:
            model = kind.model.model_validate(record)
        except ValidationError as error:
            for fault in faults_of(error, kind.model):
                told.append(Diagnostic(path, line, 1, fault.code, fault.message, fault.allowed, fault.suggestion))
            continue
        yield {**model.model_dump(mode="json", exclude_defaults=True), "line": line}
