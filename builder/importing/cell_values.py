"""From the cells of a row to the value of one field, or to why there is none."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from builder.authoring.file_writing import slug
from builder.diagnostics.field_codes import AMBIGUOUS_AMOUNT, AMBIGUOUS_DATE, NOT_ALLOWED, NOT_AN_ID
from builder.importing import amounts, dates
from builder.importing.amounts import Decimals
from builder.importing.columns import ExportColumn
from builder.importing.dates import DateOrder
from builder.importing.export_reader import ExportRow, folded
from builder.importing.import_map import FieldSpec, Unknown, ValueForm
from builder.importing.known_lists import ROSTER, THEMES, Choices
from builder.reading.faults import Fault
from builder.reading.rules.references import UNKNOWN_REFERENCE, UNKNOWN_REP, UNKNOWN_THEME
from builder.support.nearest import listed

SHOWN = 60
REFUSED_AS = {ROSTER: UNKNOWN_REP, THEMES: UNKNOWN_THEME, "": NOT_AN_ID}


class Refusal(Exception):  # noqa: N818 - a fault of one row, shown with its line
    """A cell that makes no value."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.message)
        self.fault = fault


@dataclass(slots=True)
class Noted:
    """What was done to values on the way, counted, to be reported: no value is changed in silence.

    `read_as` counts (field, found, meant), `unlisted` (list, id, title, nearest, policy).
    """

    read_as: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    unlisted: Counter[tuple[str, str, str, str, Unknown]] = field(default_factory=Counter)


@dataclass(frozen=True, slots=True)
class FieldSource:
    """How one field is read: its columns, its form, its list, and what the column's notation was found to be."""

    name: str
    form: ValueForm
    spec: FieldSpec
    column: ExportColumn
    otherwise: ExportColumn | None = None
    currency: ExportColumn | None = None
    choices: Choices | None = None
    unknown: Unknown = Unknown.REFUSE
    order: DateOrder | None = None
    decimals: Decimals | None = None
    default: str = ""

    def text(self, row: ExportRow) -> str:
        """What the row says, translated by the map: from the column, else the other one, else the default."""
        text = translated(self.column.of(row), self.spec.values)
        if not text and self.otherwise:
            text = translated(self.otherwise.of(row), self.spec.values)
        return text or self.default

    def value(self, row: ExportRow, noted: Noted) -> str | list[str] | None:
        """The value as content files have it; None where there is none. Raises Refusal."""
        text = self.text(row)
        if not text:
            return None
        if self.form is ValueForm.NAMES:
            parts = text.split(self.spec.split) if self.spec.split else [text]
            names = [self._name(translated(part.strip(), self.spec.values), noted) for part in parts if part.strip()]
            return [name for name in dict.fromkeys(names) if name] or None
        if self.form in (ValueForm.NAME, ValueForm.CHOICE):
            return self._name(text, noted)
        return self._plain(text, row)

    def _plain(self, text: str, row: ExportRow) -> str:
        if self.form is ValueForm.DAY:
            day = dates.parse(text, self.order)
            if day is None:
                raise Refusal(Fault(AMBIGUOUS_DATE, (), f"{self.name}: {shown(text)} is no date here", self._dates()))
            return day.isoformat()
        if self.form is ValueForm.AMOUNT:
            return self._amount(text, row)
        if self.form is ValueForm.COUNT and (whole := re.fullmatch(r"(\d{1,6})(?:[.,]0+)?", text)):
            return whole[1]
        return text

    def _dates(self) -> str:
        return dates.NAMES[self.order] if self.order else "a date such as 2026-11-03, or date_order in the map"

    def _amount(self, text: str, row: ExportRow) -> str:
        found = amounts.parse(text, self.decimals)
        if found is None or found[0] != round(found[0], 2):
            allowed = f"an amount with a {self.decimals} before the cents, not negative" if self.decimals else "digits"
            raise Refusal(Fault(AMBIGUOUS_AMOUNT, (), f"{self.name}: {shown(text)} is no amount here", allowed))
        amount, currency = found
        code = self.currency.of(row) if self.currency else ""
        return amounts.written(amount, currency or code or self.spec.currency)

    def _name(self, text: str, noted: Noted) -> str | None:
        """The id that a text means, by the list of this field."""
        if not text:
            return None
        if self.choices is None:
            return slug(text) or self._refused(text, "")
        if found := self.choices.find(text):
            if found != text:
                noted.read_as[self.name, text, found] += 1
            return found
        near = self.choices.nearest(text)
        if self.spec.nearest and near:
            noted.read_as[self.name, text, near] += 1
            return near
        # Owners are often known by their address, and a handle needs no domain.
        id = slug(text.partition("@")[0] if self.name == "rep" else text)
        if self.unknown is Unknown.REFUSE or self.form is ValueForm.CHOICE or not id:
            if self.name == "rep" and id and not near:
                noted.unlisted[self.choices.name, id, text, near, Unknown.REFUSE] += 1
            return self._refused(text, near)
        noted.unlisted[self.choices.name, id, text, near, self.unknown] += 1
        return None if self.unknown is Unknown.EMPTY else id

    def _refused(self, text: str, near: str) -> str:
        code = (
            NOT_ALLOWED
            if self.form is ValueForm.CHOICE
            else REFUSED_AS.get(self.choices.name if self.choices else "", UNKNOWN_REFERENCE)
        )
        allowed = listed(self.choices.ids) if self.choices else "letters or digits"
        where = "is not one of its values" if self.form is ValueForm.CHOICE else "is on no list"
        instead = f"in the map, values: {{{shown(text)}: {near}}}" if near else ""
        raise Refusal(Fault(code, (), f"{self.name}: {shown(text)} {where}", allowed, instead))


def translated(text: str, values: Mapping[str, str]) -> str:
    """What the map says that a cell means; the cell itself where it says nothing."""
    if text in values:
        return values[text]
    # Of numbers and dates the punctuation is the meaning.
    if not values or not any(map(str.isalpha, text)):
        return text
    plain = folded(text)
    return next((meant for found, meant in values.items() if folded(found) == plain), text)


def shown(text: str) -> str:
    """A cell as messages show it: cut, and with nothing in it that a terminal would obey."""
    return repr(text if len(text) <= SHOWN else f"{text[:SHOWN]}…")


def cells_of(column: ExportColumn, rows: Iterable[ExportRow], values: Mapping[str, str]) -> list[tuple[int, str]]:
    """The lines and cells of a column, to find out how it writes dates or amounts."""
    found = ((row.line, translated(column.of(row), values)) for row in rows)
    return [(line, text) for line, text in found if text]
