"""The columns that a map names, in the export or in a companion that is joined to it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from builder.importing.export_reader import ExportRow, ExportTable, folded
from builder.support.nearest import nearest


class Unresolved(Exception):  # noqa: N818 - a fault in a map, shown with its place
    """A column that is not there, or there more than once: a message, what is allowed, the nearest."""

    def __init__(self, message: str, allowed: str = "", suggestion: str = "") -> None:
        super().__init__(message)
        self.message, self.allowed, self.suggestion = message, allowed, suggestion


@dataclass(slots=True)
class Companion:
    """A joined file: its rows under their key, as it stands and folded, and what could not be found in it."""

    table: ExportTable
    on: int
    key: int
    rows: dict[str, ExportRow] = field(default_factory=dict)
    alike: dict[str, ExportRow] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    respelt: Counter[tuple[str, str]] = field(default_factory=Counter)
    missing: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        for row in self.table.rows:
            if row.broken:
                self.notes.append(f"line {row.line} of {self.table.name} cannot be read: {row.broken}")
                continue
            key = row.cells[self.key]
            if self.rows.setdefault(key, row) is not row:
                self.notes.append(f"{key!r} stands twice in {self.table.name}, line {row.line}: the first counts")
            # Of numbers the punctuation is the meaning: 1-0 is not 10.
            if any(map(str.isalpha, key)):
                self.alike.setdefault(folded(key), row)

    def row_for(self, row: ExportRow) -> ExportRow | None:
        """The companion's row for a row of the export; spellings that differ in more than their letters are two."""
        cell = row.cells[self.on]
        found = self.rows.get(cell) or self.alike.get(folded(cell))
        if found is None:
            self.missing[cell] += bool(cell)
        elif found.cells[self.key] != cell:
            self.respelt[cell, found.cells[self.key]] += 1
        return found

    def nearest(self, cell: str) -> str:
        """The key most like a cell that was not found."""
        return nearest(cell, self.rows)


@dataclass(frozen=True, slots=True)
class ExportColumn:
    """A column by its position, in the export or in a companion."""

    name: str
    position: int
    companion: Companion | None = None

    def of(self, row: ExportRow) -> str:
        """The cell of this column in a row; empty where the companion has no such row."""
        if self.companion is None:
            return row.cells[self.position]
        other = self.companion.row_for(row)
        return other.cells[self.position] if other else ""


@dataclass(frozen=True, slots=True)
class ExportColumns:
    """All columns that can be named: those of the export, and `companion.column`."""

    table: ExportTable
    companions: Mapping[str, Companion] = field(default_factory=dict)

    def get(self, name: str) -> ExportColumn:
        """The column of this name; raises Unresolved."""
        prefix, dot, rest = name.partition(".")
        if dot and prefix in self.companions and not self.table.positions(name):
            companion = self.companions[prefix]
            return ExportColumn(name, only(companion.table, rest), companion)
        return ExportColumn(name, only(self.table, name))


def only(table: ExportTable, name: str) -> int:
    """The one position of a column; raises Unresolved where there is none, or more than one."""
    positions = table.positions(name)
    if len(positions) == 1:
        return positions[0]
    if not positions:
        allowed = ", ".join(name for name in table.header if name)
        raise Unresolved(f"{table.name} has no column {name!r}", allowed, table.nearest(name))
    places = " and ".join(f"#{position + 1}" for position in positions)
    raise Unresolved(f"{table.name} has {len(positions)} columns {name!r}", places, f'"#{positions[0] + 1}"')
