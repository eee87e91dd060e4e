"""From a row of the export to what it is: a record, an incomplete one, left out by name, or refused with its line."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pydantic import ValidationError

from builder.authoring.file_writing import written
from builder.diagnostics import Diagnostic
from builder.diagnostics.field_codes import AMBIGUOUS_DATE
from builder.diagnostics.file_codes import NOT_TEXT
from builder.diagnostics.table_codes import WRONG_LENGTH
from builder.importing.cell_values import FieldSource, Noted, Refusal
from builder.importing.columns import ExportColumn
from builder.importing.drivers import DriverColumns, sides_of
from builder.importing.export_reader import ExportRow, ExportTable, repeats_header
from builder.importing.import_map import Cells, ImportMap, Target
from builder.reading.document_reader import read_document
from builder.reading.faults import Fault, faults_of
from builder.reading.rules.identity import DECIDED_AFTER_RECORDED
from builder.schema import DRAFT, KINDS
from builder.schema.debrief import ANONYMOUS

DEBRIEF = KINDS["debrief"]
HEADER_AGAIN = "the header again"
# What makes a debrief incomplete and not wrong: no field, no driver, no contributor, a decider without its driver.
LACKS = frozenset({"SB102", "SB201", "SB202", "SB203"})


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A row that is none of the target's, by a reason that has a name."""

    line: int
    reason: str


@dataclass(frozen=True, slots=True)
class Refused:
    """A row that cannot be read, and everything that is wrong with it."""

    line: int
    diagnostics: tuple[Diagnostic, ...]


@dataclass(frozen=True, slots=True)
class ImportedRecord:
    """A row that was read: plain values as content files have them.

    `key` tells it from others; `recorded` is None where the day of the import counts; what `lacks`
    is a draft.
    """

    line: int
    values: Mapping[str, Any]
    key: tuple[str, ...]
    body: str = ""
    recorded: dt.date | None = None
    lacks: tuple[str, ...] = ()


Result = LeftOut | Refused | ImportedRecord


@dataclass(frozen=True, slots=True)
class RowReader:
    """Everything that is needed to read rows: the map with its columns found."""

    table: ExportTable
    map: ImportMap
    cells: Sequence[FieldSource]
    leave_out: Mapping[str, Sequence[tuple[ExportColumn, Cells]]]
    drivers: Sequence[DriverColumns]
    recorded: FieldSource | None
    body: Sequence[ExportColumn]
    key: Sequence[ExportColumn]
    people: Mapping[str, ExportColumn]
    today: dt.date
    noted: Noted = field(default_factory=Noted)

    def read(self, row: ExportRow) -> Result:
        """What one row is."""
        if row.broken:
            return self._refused(row, [Fault(WRONG_LENGTH, (), row.broken, "quotes in pairs, a cell a column")])
        if repeats_header(self.table, row):
            return LeftOut(row.line, HEADER_AGAIN)
        for reason, conditions in self.leave_out.items():
            if all(cells.hold(column.of(row)) for column, cells in conditions):
                return LeftOut(row.line, reason)
        if any("\0" in cell for cell in row.cells):
            return self._refused(row, [Fault(NOT_TEXT, (), "a NUL byte", "text")])
        values, faults = self._values(row)
        if faults:
            return self._refused(row, faults)
        return self._deal(row, values) if self.map.target is Target.CLOSED_DEAL else self._debrief(row, values)

    def person(self, row: ExportRow) -> dict[str, str]:
        """What a row says of its rep, as fields of a roster entry."""
        return {name: cell for name, column in self.people.items() if (cell := column.of(row))}

    def _refused(self, row: ExportRow, faults: Sequence[Fault]) -> Refused:
        found = (Diagnostic(self.table.name, row.line, 1, f.code, f.message, f.allowed, f.suggestion) for f in faults)
        return Refused(row.line, tuple(sorted(found)))

    def _values(self, row: ExportRow) -> tuple[dict[str, Any], list[Fault]]:
        """The values of all fields, in the order of the schema, and every fault in them."""
        found: dict[str, Any] = {}
        faults: list[Fault] = []
        for cell in self.cells:
            try:
                found[cell.name] = cell.value(row, self.noted)
            except Refusal as refusal:
                faults.append(refusal.fault)
        try:
            found.update(sides_of(self.drivers, row, self.noted))
        except Refusal as refusal:
            faults.append(refusal.fault)
        found = {**self.map.defaults, **{name: value for name, value in found.items() if value is not None}}
        return {name: found[name] for name in self.map.kind.model.model_fields if name in found}, faults

    def _deal(self, row: ExportRow, values: dict[str, Any]) -> Result:
        try:
            self.map.kind.model.model_validate(values)
        except ValidationError as error:
            return self._refused(row, faults_of(error, self.map.kind.model))
        return ImportedRecord(row.line, values, (values["opportunity"],))

    def _debrief(self, row: ExportRow, values: dict[str, Any]) -> Result:
        body = "\n\n".join(filter(None, (column.of(row) for column in self.body)))
        text = written(DEBRIEF, values, body).encode("utf-8", "replace")
        wrong = [
            Fault(fault.code, (), fault.message, fault.allowed, fault.suggestion) for fault in _faults(DRAFT, text)
        ]
        recorded, late = self._recorded(row, values)
        if wrong or late:
            return self._refused(row, [*wrong, *late])
        missing = _faults(DEBRIEF, text)
        lacks = [fault for fault in missing if fault.code.id in LACKS]
        contradicts = [fault for fault in missing if fault.code.id not in LACKS or _has_two_sources(fault, values)]
        if contradicts:
            faults = [Fault(fault.code, (), fault.message, fault.allowed, fault.suggestion) for fault in contradicts]
            return self._refused(row, faults)
        messages = tuple(dict.fromkeys(one.message for one in lacks))
        return ImportedRecord(row.line, values, self._key(row, values, body), body, recorded, messages)

    def _recorded(self, row: ExportRow, values: Mapping[str, Any]) -> tuple[dt.date | None, list[Fault]]:
        """The day on which it was recorded, and what is wrong with it."""
        try:
            text = self.recorded.value(row, self.noted) if self.recorded else None
        except Refusal as refusal:
            return None, [refusal.fault]
        day = dt.date.fromisoformat(text) if isinstance(text, str) else None
        last = day or self.today
        if values.get("decided", "") > last.isoformat():
            message = f"decided on {values['decided']}, but recorded on {last}"
            return day, [Fault(DECIDED_AFTER_RECORDED, (), message, f"{last} or before")]
        if last > self.today:
            return day, [Fault(AMBIGUOUS_DATE, (), f"recorded on {last}, after the import", f"{self.today} or before")]
        return day, []

    def _key(self, row: ExportRow, values: Mapping[str, Any], body: str) -> tuple[str, ...]:
        """What tells this row from others: the map's key, else the deal and its source, else all that it says.

        The column that names the rep is no part of an anonymous answer's key.
        """
        hidden = values.get("rep") == ANONYMOUS
        if self.key:
            naming = {cell.column for cell in self.cells if cell.name == "rep"} if hidden else set()
            if cells := [column.of(row) for column in self.key if column not in naming]:
                return ("key", *cells)
        if values.get("opportunity") and not hidden:
            source = values.get("rep") or values.get("interviewer") or ""
            return ("deal", values["opportunity"], source)
        return ("all", written(DEBRIEF, values, body))


def _faults(kind: Any, text: bytes) -> list[Diagnostic]:
    return [fault for fault in read_document(kind, "row.md", text).diagnostics if fault.is_error]


def _has_two_sources(fault: Diagnostic, values: Mapping[str, Any]) -> bool:
    return fault.code.id == "SB201" and bool(values.get("rep") and values.get("interviewer"))
