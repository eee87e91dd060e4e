"""A map against the files it is for: its columns found and its notations known, or every fault in it at once."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from pydantic import ValidationError

from builder.config import Settings
from builder.diagnostics import Code
from builder.diagnostics.field_codes import (
    AMBIGUOUS_AMOUNT,
    AMBIGUOUS_DATE,
    MISSING_FIELD,
    NOT_ALLOWED,
    UNKNOWN_KEY,
    WRONG_SHAPE,
)
from builder.importing import amounts, dates
from builder.importing.cell_values import FieldSource, cells_of
from builder.importing.columns import Companion, ExportColumn, ExportColumns, Unresolved, only
from builder.importing.drivers import DriverColumns
from builder.importing.export_reader import ExportRow, ExportTable
from builder.importing.import_map import FieldSpec, ImportMap, Target, Unknown, ValueForm, mappable
from builder.importing.known_lists import Choices, choices_for, themes_of
from builder.importing.row_reader import RowReader
from builder.reading.corpus import Corpus
from builder.reading.faults import Fault, Path, faults_of
from builder.reading.rules.references import UNKNOWN_REFERENCE, UNKNOWN_THEME
from builder.support.nearest import listed, nearest

CURRENCY = re.compile(r"[A-Z]{3}")
RECORDED = "recorded"


@dataclass(slots=True)
class Checked:
    """The reader of rows that a map makes, what was assumed of columns, and what is wrong with the map."""

    reader: RowReader
    faults: list[Fault] = field(default_factory=list)
    assumed: list[str] = field(default_factory=list)
    companions: Mapping[str, Companion] = field(default_factory=dict)


def check_map(
    map_: ImportMap, table: ExportTable, companions: Mapping[str, ExportTable], corpus: Corpus, settings: Settings
) -> Checked:
    """Find every column that a map names, and how its dates and amounts are written."""
    return _Check(map_, table, companions, corpus, settings).checked()


class _Check:
    """One check; what its steps share lives here and nowhere else."""

    def __init__(
        self,
        map_: ImportMap,
        table: ExportTable,
        companions: Mapping[str, ExportTable],
        corpus: Corpus,
        settings: Settings,
    ) -> None:
        self._map, self._table, self._tables = map_, table, companions
        self._corpus, self._settings = corpus, settings
        self._faults: list[Fault] = []
        self._assumed: list[str] = []
        self._columns = ExportColumns(table)
        self._rows: Sequence[ExportRow] = [row for row in table.rows if not row.broken]

    def checked(self) -> Checked:
        self._join()
        missing = dict(self._unresolved())
        self._faults += missing.values()
        self._faults += self._wrong_names()
        if missing or any(fault.code != MISSING_FIELD for fault in self._faults):
            return Checked(self._reader((), (), None), self._sorted())
        cells = tuple(self._cell(name, spec) for name, spec in self._map.fields.items())
        recorded = None
        if self._map.recorded:
            recorded = replace(self._cell(RECORDED, self._map.recorded), form=ValueForm.DAY)
            recorded = self._notation(recorded, (RECORDED,))
        known = tuple(self._notation(cell, ("fields", cell.name)) for cell in cells)
        for companion in self._columns.companions.values():
            companion.missing.clear()
            companion.respelt.clear()
        return Checked(
            self._reader(known, self._drivers(), recorded), self._sorted(), self._assumed, self._columns.companions
        )

    def _sorted(self) -> list[Fault]:
        return sorted(self._faults, key=lambda fault: [str(part) for part in fault.path])

    def _reader(
        self, cells: Sequence[FieldSource], drivers: Sequence[DriverColumns], recorded: FieldSource | None
    ) -> RowReader:
        map_ = self._map
        people = {name: getattr(map_.roster, name) for name in ("name", "team", "territory")}
        is_sound = not self._faults
        return RowReader(
            self._table,
            map_,
            cells,
            {
                reason: [(self._columns.get(column), meant) for column, meant in conditions.items()]
                for reason, conditions in (map_.leave_out.items() if is_sound else ())
            },
            drivers,
            recorded,
            [self._columns.get(name) for name in map_.body] if is_sound else (),
            [self._columns.get(name) for name in map_.key] if is_sound else (),
            {name: self._columns.get(column) for name, column in people.items() if column} if is_sound else {},
            self._settings.as_of,
        )

    def _join(self) -> None:
        found: dict[str, Companion] = {}
        for name, join in self._map.joins.items():
            if (table := self._tables.get(name)) is None:
                continue
            try:
                on = only(self._table, join.on)
            except Unresolved:
                # Told with all other columns of the export.
                on = 0
            try:
                found[name] = Companion(table, on, only(table, join.key or join.on))
            except Unresolved as fault:
                part = "key" if join.key else "on"
                self._fault(("joins", name, part), fault)
        self._columns = ExportColumns(self._table, found)

    def _fault(self, path: Path, fault: Unresolved) -> None:
        self._faults.append(Fault(UNKNOWN_REFERENCE, path, fault.message, fault.allowed, fault.suggestion))

    def _unresolved(self) -> Iterator[tuple[Path, Fault]]:
        """A fault for every column that the map names and that cannot be found."""
        lost = set(self._map.joins) - set(self._columns.companions)
        for path, column in self._map.columns():
            if column.partition(".")[0] in lost:
                continue
            try:
                self._columns.get(column)
            except Unresolved as fault:
                yield path, Fault(UNKNOWN_REFERENCE, path, fault.message, fault.allowed, fault.suggestion)

    def _wrong_names(self) -> Iterator[Fault]:
        """Fields that are none, fields that are missing, and values that no field can have."""
        kind, forms = self._map.kind, mappable(self._map.kind)
        named = [(part, name) for part in ("fields", "defaults") for name in getattr(self._map, part)]
        for part, name in named:
            if name not in forms:
                message = f"{name!r} is no field of a {kind.name} that a column can give"
                yield Fault(UNKNOWN_KEY, (part, name), message, listed(forms, 30), nearest(name, forms), at_key=True)
        given = {*self._map.fields, *self._map.defaults}
        for name, model in kind.model.model_fields.items():
            if model.is_required() and name not in given:
                yield Fault(
                    MISSING_FIELD, ("fields",), f"{name} has no column", f"{name}: the column with it", at_key=True
                )
        yield from self._wrong_defaults(forms)
        for name, spec in self._map.fields.items():
            if name in forms:
                yield from self._wrong_values(name, spec, forms[name])
        yield from self._wrong_parts()
        yield from self._wrong_drivers()

    def _wrong_parts(self) -> Iterator[Fault]:
        """Parts of a map that closed deals have no use for."""
        parts = ("drivers", "body", "key", RECORDED) if self._map.target is Target.CLOSED_DEAL else ()
        for part in parts:
            if getattr(self._map, part):
                yield Fault(UNKNOWN_KEY, (part,), f"{part} belongs to debriefs", "target: debrief", at_key=True)

    def _wrong_defaults(self, forms: Mapping[str, ValueForm]) -> Iterator[Fault]:
        known = {name: value for name, value in self._map.defaults.items() if name in forms}
        faults: list[Fault] = []
        try:
            self._map.kind.model.model_validate(known)
        except ValidationError as error:
            faults = faults_of(error, self._map.kind.model)
        for fault in faults:
            if fault.path[0] in known:
                yield Fault(fault.code, ("defaults", fault.path[0]), fault.message, fault.allowed, fault.suggestion)

    def _wrong_values(self, name: str, spec: FieldSpec, form: ValueForm) -> Iterator[Fault]:
        """Translations into what a closed list does not have, and settings that a field of this form ignores."""
        choices = choices_for(self._map.kind, name, self._corpus)
        for cell, meant in spec.values.items():
            if form is ValueForm.CHOICE and choices and meant and not choices.find(meant):
                message = f"{meant!r} is not one of the values of {name}"
                near = choices.nearest(meant)
                yield Fault(NOT_ALLOWED, ("fields", name, "values", cell), message, listed(choices.ids), near)
        if spec.currency and not CURRENCY.fullmatch(spec.currency):
            message = f"{spec.currency!r} is no code of a currency"
            yield Fault(NOT_ALLOWED, ("fields", name, "currency"), message, "three capitals such as EUR")
        if spec.unknown in (Unknown.KEEP, Unknown.ADD) and self._usual_policy(name) is Unknown.REFUSE:
            allowed = [Unknown.REFUSE, Unknown.EMPTY] + [Unknown.ADD] * (name == "rep")
            if spec.unknown not in allowed:
                message = f"the check would set aside every debrief whose {name} is on no list"
                yield Fault(NOT_ALLOWED, ("fields", name, "unknown"), message, ", ".join(allowed))
        for part, belongs in (
            ("date_order", ValueForm.DAY),
            ("decimal", ValueForm.AMOUNT),
            ("currency", ValueForm.AMOUNT),
        ):
            if getattr(spec, part) and form is not belongs:
                message = f"{part} has no meaning for {name}, which is a {form}"
                yield Fault(UNKNOWN_KEY, ("fields", name, part), message, f"a field that is a {belongs}", at_key=True)

    def _wrong_drivers(self) -> Iterator[Fault]:
        themes = themes_of(self._corpus)
        for at, spec in enumerate(self._map.drivers):
            if (spec.theme is None) == (spec.theme_column is None):
                message = "a driver has either a theme, or a column that names themes"
                yield Fault(WRONG_SHAPE, ("drivers", at), message, "theme, or theme_column")
            elif spec.theme is not None and spec.words is None:
                message = f"no column says anything about {spec.theme}"
                yield Fault(MISSING_FIELD, ("drivers", at), message, "words: the column with what was said")
            named = [(("drivers", at, "theme"), spec.theme or "")]
            named += [(("drivers", at, "values", cell), meant) for cell, meant in spec.values.items()]  # type: ignore[misc]  # paths differ in length
            for path, theme in named:
                if theme and self._corpus.themes is not None and not themes.find(theme):
                    message = f"{theme!r} is no theme of themes.yml"
                    yield Fault(UNKNOWN_THEME, path, message, listed(themes.ids), themes.nearest(theme))

    def _drivers(self) -> tuple[DriverColumns, ...]:
        def column(name: str | None) -> ExportColumn | None:
            return self._columns.get(name) if name else None

        themes = themes_of(self._corpus)
        return tuple(
            DriverColumns(spec, themes, column(spec.theme_column), column(spec.words), column(spec.detail))
            for spec in self._map.drivers
        )

    def _cell(self, name: str, spec: FieldSpec) -> FieldSource:
        kind = self._map.kind
        form = mappable(kind).get(name, ValueForm.TEXT)
        return FieldSource(
            name,
            form,
            spec,
            self._columns.get(spec.column),
            self._columns.get(spec.otherwise) if spec.otherwise else None,
            self._columns.get(spec.currency_column) if spec.currency_column else None,
            self._choices(name),
            spec.unknown or self._usual_policy(name),
            default=self._map.defaults.get(name, ""),
        )

    def _choices(self, name: str) -> Choices | None:
        return choices_for(self._map.kind, name, self._corpus) if name != RECORDED else None

    def _usual_policy(self, name: str) -> Unknown:
        """A debrief with an unknown rep or theme would be set aside; no other list stops anybody."""
        is_debrief = self._map.target is Target.DEBRIEF
        return Unknown.REFUSE if name == "decided_by" or (name == "rep" and is_debrief) else Unknown.KEEP

    def _notation(self, cell: FieldSource, path: Path) -> FieldSource:
        """The cell with the notation of its column, which the map says or its lines show."""
        if cell.form is ValueForm.DAY:
            given = cell.spec.date_order or self._map.date_order
            if given:
                self._assumed.append(f"{cell.column.name}: {dates.NAMES[given]}, as the map says")
                return replace(cell, order=given)
            found = self._sniffed(cell, path, dates.sniff, AMBIGUOUS_DATE, "date_order: dmy, mdy or ymd, in the map")
            return replace(cell, order=found.order)
        if cell.form is ValueForm.AMOUNT:
            decimals = cell.spec.decimal or self._map.decimal
            if decimals is None:
                decimals = self._sniffed(
                    cell, path, amounts.sniff, AMBIGUOUS_AMOUNT, "decimal: point or comma, in the map"
                ).decimals
            elif decimals:
                self._assumed.append(f"{cell.column.name}: a {decimals} before the cents, as the map says")
            self._assumed.append(f"{cell.column.name}: {self._money(cell)}")
            return replace(cell, decimals=decimals)
        return cell

    def _money(self, cell: FieldSource) -> str:
        if cell.currency:
            return f"in the currency that {cell.currency.name} names"
        code = cell.spec.currency
        return f"in {code} where no currency stands" if code else f"in {self._settings.currency} where none stands"

    def _sniffed(self, cell: FieldSource, path: Path, sniff: Callable[[Any], Any], code: Code, allowed: str) -> Any:
        cells = cells_of(cell.column, self._rows, cell.spec.values)
        if cell.otherwise:
            cells += cells_of(cell.otherwise, self._rows, cell.spec.values)
        found = sniff(cells)
        if found.riddle:
            self._faults.append(Fault(code, path, f"{cell.column.name}: {found.riddle}", allowed))
        elif found.why:
            self._assumed.append(f"{cell.column.name}: {found.why}")
        return found
