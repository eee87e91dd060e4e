"""What a contributor is asked to fill in a field, declared beside the field in its model."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from pydantic import BaseModel

from builder.schema.constraints import When


class Default(StrEnum):
    """Where an answer comes from that nobody typed."""

    AUTHOR = "author"  # the handle of who writes
    TODAY = "today"
    DECIDER = "decider"  # the only theme on the side that decides
    PENDING = "pending"  # a value that stands for itself


@dataclass(frozen=True, slots=True)
class Question:
    """The question that a field of a model is filled in by: `Annotated[Text, Question("Which account?")]`.

    It stands in a `group` of its form (by default in one of the field's own name) and is asked where
    every `when` holds. The four questions of a debrief have a `number` from 1; what belongs to one of
    them, or comes before them all, has 0. The name of the `field` is filled in from the model.
    """

    words: str
    hint: str = ""
    group: str = ""
    number: int = 0
    when: tuple[When, ...] = ()
    default: Default | None = None
    field: str = ""


def where(field: str, *values: str) -> tuple[When, ...]:
    """The condition that a field has one of these values."""
    return (When(field=field, values=values),)


def unless(field: str, *values: str) -> tuple[When, ...]:
    """The condition that a field has none of these values."""
    return (When(field=field, values=values, negate=True),)


def without(*fields: str) -> tuple[When, ...]:
    """The condition that none of these fields is filled in."""
    return tuple(When(field=field, negate=True) for field in fields)


def questions_of(model: type[BaseModel]) -> Iterator[Question]:
    """The questions that fill in a model, in the order of its fields."""
    for name, info in model.model_fields.items():
        for mark in info.metadata:
            if isinstance(mark, Question):
                yield replace(mark, field=info.alias or name)
