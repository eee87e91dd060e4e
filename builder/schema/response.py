"""An answer by leadership: a decision on a theme, a promise or a debrief's ask."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from builder.diagnostics import ERROR, Code
from builder.schema.base import Model
from builder.schema.constraints import DATES_OUT_OF_ORDER, Constraint, When
from builder.schema.questions import Default, Question, where
from builder.schema.readers import EVERYONE
from builder.schema.slips import CHAIN, Slip, due_on, first_due
from builder.schema.types import Day, DebriefId, DepartmentId, InitiativeId, Many, PromiseId, Text, ThemeId

MIN_WORDS = 15
MAX_LINKS = 1


class Decision(StrEnum):
    """What leadership decided."""

    INVEST = "invest"
    FIX = "fix"
    INVESTIGATE = "investigate"
    DECLINE = "decline"
    DONE = "done"
    NOT_OURS = "not-ours"
    DISPUTED = "disputed"


# What holds until its own due date, what holds for a while, and what ends no silence.
TO_DO = (Decision.INVEST, Decision.FIX, Decision.INVESTIGATE)
SETTLED = (Decision.DECLINE, Decision.DONE)


class Response(Model, readers=EVERYONE):
    """An answer by leadership to what the field reported; its text is the answer."""

    theme: Annotated[ThemeId | None, Question("Which theme do you answer?", "Enter if none", group="subject")] = Field(
        None, description="The theme that is answered."
    )
    promises: Annotated[
        Many[PromiseId], Question("Which promises?", "Enter if none, several with commas", group="subject")
    ] = Field((), description="The promises that are answered.")
    debriefs: Annotated[
        Many[DebriefId], Question("Which debriefs' asks?", "their eight digits; Enter if none", group="subject")
    ] = Field((), description="The debriefs whose asks are answered.")
    by: Annotated[DepartmentId, Question("Which department answers?", group="signature")] = Field(
        description="The department that answers."
    )
    on: Annotated[Day, Question("When?", group="signature", default=Default.TODAY)] = Field(
        description="When it answered."
    )
    decision: Annotated[Decision, Question("What did you decide?")] = Field(description="What was decided.")
    due: Annotated[
        Day | None, Question("By when will it be done?", group="decision", when=where("decision", *TO_DO))
    ] = Field(None, description="When it will be done: for invest, fix and investigate.")
    reason: Annotated[
        Text | None, Question("Why not, in one sentence?", group="decision", when=where("decision", Decision.DECLINE))
    ] = Field(None, description="Why not, in one sentence: for decline.")
    evidence: Annotated[
        Text | None, Question("What shows that it is done?", group="decision", when=where("decision", Decision.DONE))
    ] = Field(None, description="What shows that it is done: for done.")
    department: Annotated[
        DepartmentId | None,
        Question("Whose is it instead?", group="decision", when=where("decision", Decision.NOT_OURS)),
    ] = Field(None, description="Whose it is instead: for not-ours.")
    initiative: Annotated[InitiativeId | None, Question("Which initiative carries it out?")] = Field(
        None, description="The initiative that carries it out."
    )
    slips: Many[Slip] = Field((), description="Every move of the due date.")

    def subjects(self, current: Callable[[str], str]) -> tuple[tuple[str, str], ...]:
        """Everything that it answers: `theme`, `promise` or `ask` (of a debrief), each with its present id."""
        theme = (("theme", current(self.theme)),) if self.theme else ()
        return (*theme, *(("promise", id) for id in self.promises), *(("ask", id) for id in self.debriefs))

    @property
    def is_decision(self) -> bool:
        """Whether it decides anything: an answer that passes the question on, or disputes it, does not."""
        return self.decision in (*TO_DO, *SETTLED)

    @property
    def first_due(self) -> dt.date | None:
        """The due date that it was given with."""
        return first_due(self.due, self.slips)

    def due_as_of(self, day: dt.date) -> dt.date | None:
        """The due date as it stood on a day: moves that came later are undone."""
        return due_on(day, self.due, self.slips)


ONE_LINK = Constraint(
    code=Code(
        "SB212",
        ERROR,
        "Too many links",
        "A pile of links is not an answer.",
        "Keep one; say the rest in words.",
    ),
    test="max-links",
    fields=("body",),
    limit=MAX_LINKS,
    message="the text has more than one link",
    allowed="at most one link; say the rest in words",
)


def value_rules(*, exempt: tuple[When, ...] = ()) -> tuple[Constraint, ...]:
    """The rules that keep empty praise and link-dropping out of a text."""
    long_enough = Constraint(
        code=Code(
            "SB211",
            ERROR,
            "Too short to add value",
            "“Great work, team!” is not an answer.",
            "Say in at least fifteen words what was decided or what you saw, and why.",
        ),
        test="min-words",
        fields=("body",),
        limit=MIN_WORDS,
        message=f"the text has fewer than {MIN_WORDS} words",
        allowed=f"at least {MIN_WORDS} words that say what and why",
        when=exempt,
    )
    return long_enough, ONE_LINK


def _needs(field: str, allowed: str, *decisions: Decision) -> Constraint:
    return Constraint(
        code=Code(
            "SB213",
            ERROR,
            "The decision lacks what it needs",
            "A decision can be held to something.",
            "Add the field.",
        ),
        test="present",
        fields=(field,),
        message=f"this decision needs {field}",
        allowed=allowed,
        when=(When(field="decision", values=decisions),),
    )


CONSTRAINTS = (
    Constraint(
        code=Code(
            "SB214",
            ERROR,
            "The response answers nothing",
            "It has to name its question.",
            "Name a theme, promises or debriefs.",
        ),
        test="at-least-one",
        fields=("theme", "promises", "debriefs"),
        message="the response answers nothing",
        allowed="theme, promises or debriefs",
    ),
    _needs("due", "due: the day it will be done", Decision.INVEST, Decision.FIX, Decision.INVESTIGATE),
    _needs("reason", "reason: one sentence", Decision.DECLINE),
    _needs("evidence", "evidence: what shows that it is done", Decision.DONE),
    _needs("department", "department: whose it is", Decision.NOT_OURS),
    Constraint(
        code=DATES_OUT_OF_ORDER,
        test="not-before",
        fields=("due", "on"),
        message="due lies before the answer itself",
        allowed="a due date on or after `on`",
    ),
    CHAIN,
    *value_rules(exempt=(When(field="decision", values=(Decision.DONE,), negate=True),)),
)
