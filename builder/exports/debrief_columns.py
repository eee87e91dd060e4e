"""The columns of the table of debriefs: those of the publication, and every field that may be read and fits a cell."""

from __future__ import annotations

import datetime as dt
import types
import typing
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from typing import Any

from builder.publication.public_debrief import MADE_INTO_OTHERS, PublicDebrief
from builder.schema.debrief import Debrief
from builder.schema.readers import Readers
from builder.schema.types import Money

TYPES: Mapping[type, str] = {bool: "boolean", int: "bigint", float: "double", Money: "decimal(18,2)"}
TEXT = "varchar"


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name, its type in SQL, and what it holds of a debrief."""

    name: str
    type: str
    value: Callable[[PublicDebrief], Any]


def _own(name: str, attribute: str, type: str = TEXT) -> Column:
    return Column(name, type, lambda debrief: _cell(getattr(debrief, attribute)))


FIRST = (_own("id", "id"), _own("edition", "edition"), _own("recorded", "recorded"))
# What the publication adds to a field stands behind it.
BEHIND = {
    "decided": (_own("late", "is_late", "boolean"), _own("source", "source")),
    "value": (_own("value_band", "value_band"),),
}


def debrief_columns() -> tuple[Column, ...]:
    """All columns, in the order of the model's fields."""
    return (*FIRST, *_columns_of_fields())


def _columns_of_fields() -> Iterator[Column]:
    for name, field in Debrief.model_fields.items():
        type = _type_of(field.annotation)
        may_be_read = Debrief.readers_by_field[name].readers is not Readers.NEVER
        if type and may_be_read and name not in MADE_INTO_OTHERS:
            yield Column(name, type, lambda debrief, name=name: _cell(debrief.published(name)))  # type: ignore[misc]
            yield from BEHIND.get(name, ())


def _type_of(annotation: Any) -> str:
    """The type of a column for a field; empty where what it holds fits no cell."""
    if typing.get_origin(annotation) in (typing.Union, types.UnionType):
        (annotation,) = [one for one in typing.get_args(annotation) if one is not type(None)]
    while typing.get_origin(annotation) is typing.Annotated:
        annotation = typing.get_args(annotation)[0]
    if typing.get_origin(annotation) is tuple:
        return TEXT if _type_of(typing.get_args(annotation)[0]) == TEXT else ""
    if not isinstance(annotation, type):
        return ""
    if issubclass(annotation, str | dt.date | Enum):
        return TEXT
    return TYPES.get(annotation, "")


def _cell(value: Any) -> Any:
    """A value as the table holds it; nothing for what is empty, and several ids in one text."""
    if isinstance(value, bool):
        return value
    if isinstance(value, tuple):
        return " ".join(value) or None
    if isinstance(value, Enum):
        return value.value
    return str(value) if isinstance(value, Decimal | dt.date) else value if value != "" else None
