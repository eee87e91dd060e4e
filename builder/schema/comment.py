"""Anyone's comment on a theme, a debrief, an answer or a promise: shown, never counted."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from builder.diagnostics import ERROR, Code
from builder.schema.base import Model
from builder.schema.constraints import Constraint
from builder.schema.questions import Default, Question, without
from builder.schema.readers import EVERYONE
from builder.schema.response import value_rules
from builder.schema.types import Day, DebriefId, PromiseId, ResponseId, SignerId, ThemeId


class Stance(StrEnum):
    """How a comment stands to what it is about."""

    AGREES = "agrees"
    DISAGREES = "disagrees"
    ADDS = "adds"


class Comment(Model, readers=EVERYONE):
    """A comment, shown beside what it is about; its text is the comment."""

    theme: Annotated[
        ThemeId | None, Question("Which theme is it about?", "Enter if it is about something else", group="subject")
    ] = Field(None, description="The theme it is about.")
    debrief: Annotated[
        DebriefId | None,
        Question(
            "Which debrief?",
            "its eight digits; Enter if it is about something else",
            group="subject",
            when=without("theme"),
        ),
    ] = Field(None, description="The debrief it is about.")
    response: Annotated[
        ResponseId | None,
        Question("Which answer?", "Enter if it is about a promise", group="subject", when=without("theme", "debrief")),
    ] = Field(None, description="The answer it is about: its file name without the ending.")
    promise: Annotated[
        PromiseId | None, Question("Which promise?", group="subject", when=without("theme", "debrief", "response"))
    ] = Field(None, description="The promise it is about.")
    by: Annotated[
        SignerId, Question("Who are you?", "a handle, a department, or anonymous", default=Default.AUTHOR)
    ] = Field(description="A handle, a department, or anonymous.")
    on: Annotated[Day | None, Question("When was it written?", "by default today")] = Field(
        None, description="When it was written; by default the date that opens the file name."
    )
    stance: Annotated[Stance, Question("Do you agree, disagree, or add something?")] = Field(
        description="Whether it agrees, disagrees or adds."
    )


CONSTRAINTS = (
    Constraint(
        code=Code(
            "SB215",
            ERROR,
            "A comment is about one thing",
            "Otherwise it cannot be shown beside it.",
            "Keep one of the four.",
        ),
        test="exactly-one",
        fields=("theme", "debrief", "response", "promise"),
        message="a comment is about one thing",
        allowed="exactly one of theme, debrief, response, promise",
    ),
    *value_rules(),
)
