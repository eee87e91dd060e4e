"""The map: which column of an export is which field of the bulletin, as a YAML file that a coordinator writes."""

from __future__ import annotations

import typing
from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, PlainValidator

from builder.importing.amounts import Decimals
from builder.importing.dates import DateOrder
from builder.importing.export_reader import Delimiter, Encoding
from builder.schema import KINDS, Kind
from builder.schema.base import Model
from builder.schema.driver import Evidence, Voice
from builder.schema.readers import NEVER
from builder.schema.types import Count, Flag, Many, Slug, Text, parse_count, parse_day, parse_money, parse_slug


class Target(StrEnum):
    """What the rows become."""

    CLOSED_DEAL = "closed-deal"
    DEBRIEF = "debrief"


class Unknown(StrEnum):
    """What to do with a value that is on no list."""

    ADD = "add"
    KEEP = "keep"
    REFUSE = "refuse"
    EMPTY = "empty"


class UnknownTheme(StrEnum):
    """What to do with words that name no theme."""

    REFUSE = "refuse"
    OTHER = "other"
    EMPTY = "empty"


class DriverSide(StrEnum):
    """The two sides of a debrief."""

    COMPELLING = "compelling"
    REPELLING = "repelling"


class WordsKind(StrEnum):
    """Whose words a column holds: the speaker's own, or what the rep understood."""

    NOTE = "note"
    QUOTE = "quote"


def as_field(value: Any) -> Any:
    """A plain string is the name of a column."""
    return {"column": value} if isinstance(value, str) else value


class FieldSpec(Model, readers=NEVER):
    """Where one field comes from."""

    column: Text = Field(description="The column; of a companion: its name, a dot, the column.")
    otherwise: Text | None = Field(None, alias="or", description="The column that serves where the first is empty.")
    values: dict[str, str] = Field({}, description="What a cell says, and what it means; empty for nothing.")
    nearest: Flag = Field(False, description="True to take the nearest name on the list for a misspelt one.")
    unknown: Unknown | None = Field(None, description="What to do with a value on no list.")
    date_order: DateOrder | None = Field(None, description="The order of dates in this column.")
    decimal: Decimals | None = Field(None, description="The sign before the cents in this column.")
    currency: Text | None = Field(None, description="The ISO 4217 code of amounts that name none.")
    currency_column: Text | None = Field(None, description="The column that holds the code.")
    split: Text | None = Field(None, description="What stands between several values in one cell.")


class DriverSpec(Model, readers=NEVER):
    """Where drivers come from: a column a theme, or a column that names themes with a column of words."""

    side: DriverSide = Field(description="compelling or repelling.")
    theme: Slug | None = Field(None, description="The theme that the words are about.")
    theme_column: Text | None = Field(None, description="Instead: the column that names the theme.")
    words: Text | None = Field(None, description="The column with what was said.")
    are: WordsKind = Field(WordsKind.NOTE, description="note: what the rep understood; quote: the speaker's own words.")
    detail: Text | None = Field(None, description="The column with the detail.")
    evidence: Evidence | None = Field(None, description="How we know.")
    voice: Voice | None = Field(None, description="Who is speaking.")
    split: Text | None = Field(None, description="What stands between several themes in one cell.")
    values: dict[str, str] = Field({}, description="What a cell says, and the theme it means; empty for none.")
    nearest: Flag = Field(False, description="True to take the nearest theme for a misspelt one.")
    unknown: UnknownTheme = Field(UnknownTheme.REFUSE, description="What to do with words that name no theme.")
    nothing: Many[Text] = Field((), description="Cells that mean: asked, and nothing was named.")


class Joined(Model, readers=NEVER):
    """A companion file beside the export, and the column that leads to its rows."""

    file: Text = Field(description="The name of the companion, which lies beside the export.")
    on: Text = Field(description="The column of the export.")
    key: Text | None = Field(None, description="The column of the companion, where it has another name.")


def as_values(value: Any) -> Any:
    """A list, or one value, of cells that are meant."""
    return {"these": [value] if isinstance(value, str) else value} if isinstance(value, str | list) else value


class Cells(Model, readers=NEVER):
    """Which cells of a column are meant: these, or all but these."""

    these: tuple[str, ...] | None = Field(None, description="These values.")
    besides: tuple[str, ...] | None = Field(None, alias="not", description="All values but these.")

    def hold(self, cell: str) -> bool:
        """Whether a cell is among those that are meant."""
        if self.besides is not None and cell in self.besides:
            return False
        return self.these is None or cell in self.these


class People(Model, readers=NEVER):
    """What the export says of reps who are not on the roster yet."""

    name: Text | None = Field(None, description="The column with the full name; by default that of rep.")
    team: Text | None = Field(None, description="The column with the team.")
    territory: Text | None = Field(None, description="The column with the territory.")


class ImportMap(Model, readers=NEVER):
    """Which column of an export is which field, and what else has to be known to read it."""

    target: Target = Field(description="closed-deal or debrief.")
    encoding: Encoding | None = Field(None, description="Where it is not recognised rightly.")
    delimiter: Delimiter | None = Field(None, description="Where it is not recognised rightly.")
    header: Count | None = Field(None, description="The line of the header, where it is not recognised rightly.")
    date_order: DateOrder | None = Field(None, description="The order of dates, where no line shows it.")
    decimal: Decimals | None = Field(None, description="The sign before the cents, where no line shows it.")
    private: Flag = Field(False, description="True to write below private_dir.")
    joins: dict[Slug, Joined] = Field({}, description="Companion files.")
    leave_out: dict[str, dict[str, Annotated[Cells, BeforeValidator(as_values)]]] = Field(
        {}, description="Rows that are no target: a reason, and the cells by which they are known."
    )
    key: Many[Text] = Field((), description="The columns that tell one answer from another.")
    recorded: Annotated[FieldSpec, BeforeValidator(as_field)] | None = Field(
        None, description="The column with the day of the debrief; by default the day of the import."
    )
    fields: dict[str, Annotated[FieldSpec, BeforeValidator(as_field)]] = Field(
        {}, description="The fields, and their columns."
    )
    drivers: tuple[DriverSpec, ...] = Field((), description="Where drivers come from.")
    body: Many[Text] = Field((), description="Columns with free text.")
    defaults: dict[str, str] = Field({}, description="Fields that are the same in every row that has none.")
    roster: People = Field(People(), description="What the export says of reps who are not on the roster yet.")

    @property
    def kind(self) -> Kind:
        """The kind of content that rows become."""
        return KINDS[self.target]

    def columns(self) -> Iterator[tuple[tuple[str | int, ...], str]]:
        """Every column that the map names, and where it names it."""
        for name, spec in self.fields.items():
            yield from _named(("fields", name), spec, FIELD_COLUMNS)
        if self.recorded:
            yield from _named(("recorded",), self.recorded, FIELD_COLUMNS)
        for at, driver in enumerate(self.drivers):
            yield from _named(("drivers", at), driver, {part: part for part in ("theme_column", "words", "detail")})
        yield from _named(("roster",), self.roster, {part: part for part in ("name", "team", "territory")})
        for part in ("key", "body"):
            yield from (((part, at), column) for at, column in enumerate(getattr(self, part)))
        for reason, conditions in self.leave_out.items():
            yield from ((("leave_out", reason, column), column) for column in conditions)
        for name, join in self.joins.items():
            yield ("joins", name, "on"), join.on


FIELD_COLUMNS = {"column": "column", "otherwise": "or", "currency_column": "currency_column"}


def _named(
    path: tuple[str | int, ...], spec: Model, parts: Mapping[str, str]
) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """The columns that these attributes of a part of the map name, under the keys that they have in the file."""
    for attribute, key in parts.items():
        if column := getattr(spec, attribute):
            yield (*path, key), column


MAP = Kind("import-map", ImportMap, "a map", "mapping", (".yml", ".yaml"))


class ValueForm(StrEnum):
    """What a field's text has to be turned into."""

    TEXT = "text"
    DAY = "day"
    AMOUNT = "amount"
    COUNT = "count"
    NAME = "name"
    NAMES = "names"
    CHOICE = "choice"


FORMS = {
    parse_day: ValueForm.DAY,
    parse_money: ValueForm.AMOUNT,
    parse_count: ValueForm.COUNT,
    parse_slug: ValueForm.NAME,
}


def form_of(kind: Kind, field: str) -> ValueForm | None:
    """The form of a field of this kind, from the schema; None where no single cell can hold it."""
    annotation = kind.model.model_fields[field].annotation
    parts = [*_parts(annotation), *kind.model.model_fields[field].metadata]
    is_many = any(typing.get_origin(part) is tuple for part in parts)
    if any(typing.get_origin(part) is dict or _is_model(part) for part in parts):
        return None
    found = next(
        (FORMS[part.func] for part in parts if isinstance(part, PlainValidator) and part.func in FORMS), ValueForm.TEXT
    )
    if is_many:
        return ValueForm.NAMES if found is ValueForm.NAME else None
    return ValueForm.CHOICE if choices_of(kind, field) else found


def _parts(annotation: Any) -> Iterator[Any]:
    """A type with all types and marks inside it."""
    yield annotation
    for part in typing.get_args(annotation):
        yield from _parts(part)


def _is_model(part: Any) -> bool:
    return isinstance(part, type) and issubclass(part, Model)


def choices_of(kind: Kind, field: str) -> tuple[str, ...]:
    """The closed list that a field chooses from; empty where it has none."""
    parts = _parts(kind.model.model_fields[field].annotation)
    return next((tuple(part) for part in parts if isinstance(part, type) and issubclass(part, StrEnum)), ())


def mappable(kind: Kind) -> Mapping[str, ValueForm]:
    """The fields of a kind that a cell can give, with their forms."""
    forms = {name: form_of(kind, name) for name in kind.model.model_fields}
    return {name: form for name, form in forms.items() if form is not None}
