"""Moves of a due date: what was due before them, and the rule that they form a chain."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TypeVar

from pydantic import Field

from builder.schema.base import Model
from builder.schema.constraints import BROKEN_CHAIN, Constraint
from builder.schema.readers import EVERYONE
from builder.schema.types import Day, Text

Due = TypeVar("Due", dt.date, dt.date | None)


class Slip(Model, readers=EVERYONE):
    """One move of a due date, with its reason."""

    from_: Day = Field(alias="from", description="The due date before.")
    to: Day = Field(description="The due date after.")
    why: Text = Field(description="Why it moved.")
    on: Day = Field(description="When it was moved.")


def first_due(due: Due, slips: Sequence[Slip]) -> Due:
    """The due date before every move; `due` is the one after them, `slips` are in their order."""
    return slips[0].from_ if slips else due


def due_on(day: dt.date, due: Due, slips: Sequence[Slip]) -> Due:
    """The due date as it stood on a day: moves that came later are undone."""
    return first_due(due, [slip for slip in slips if slip.on > day])


CHAIN = Constraint(
    code=BROKEN_CHAIN,
    test="chain",
    fields=("slips", "due"),
    message="the slips do not chain from one due date to the next",
    allowed="each slip starts where the one before ended, and the last ends at due",
)
