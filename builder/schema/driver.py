"""One driver: what one theme did to the buyer's decision, and whose words say so."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from builder.diagnostics.field_codes import EMPTY_VALUE
from builder.schema.base import Model, fault
from builder.schema.field_marks import Shorthand
from builder.schema.questions import Question
from builder.schema.readers import EVERYONE
from builder.schema.types import (
    MAX_TEXT,
    Flag,
    Text,
    ThemeId,
)


class Voice(StrEnum):
    """Who is speaking in a driver."""

    BUYER = "buyer"
    REP = "rep"
    COLLEAGUE = "colleague"
    OTHER = "other"


class Evidence(StrEnum):
    """How we know, most direct first."""

    INTERVIEW = "interview"
    RECORDING = "recording"
    EMAIL = "email"
    DOCUMENT = "document"
    NOTES = "notes"
    RECOLLECTION = "recollection"


class Driver(Model, readers=EVERYONE):
    """What one theme did to the buyer's decision."""

    quote: Annotated[Text | None, Question("Their own words?")] = Field(
        None, description="The speaker's own words, word for word."
    )
    note: Annotated[Text | None, Question("What did they say?", "a sentence")] = Field(
        None, description="What you understood, in your words."
    )
    voice: Voice | None = Field(None, description="Who is speaking: by default the buyer in a quote, else the rep.")
    evidence: Annotated[Evidence | None, Question("How do you know?")] = Field(
        None, description="How we know; by default what the debrief says for all."
    )
    mentioned: Flag = Field(False, description="True if it came up but did not weigh.")
    detail: Annotated[Text | None, Question("Which kind?")] = Field(
        None, description="Which kind; on pricing one of budget, value, terms."
    )


def as_driver(value: Any) -> Any:
    """A plain string is a note."""
    return {"note": value} if isinstance(value, str) and value.strip() else value


SENTENCE = Shorthand((("type", "string"), ("minLength", 1), ("maxLength", MAX_TEXT)))


def as_side(value: Any) -> Any:
    """`none` says that the buyer was asked and named nothing."""
    if isinstance(value, str) and not value.strip():
        raise fault(EMPTY_VALUE, "empty", allowed="themes and what was said; none if asked and nothing was named")
    return {} if value == "none" else value


NONE = Shorthand((("const", "none"),))
Side = Annotated[
    dict[ThemeId, Annotated[Driver, BeforeValidator(as_driver), SENTENCE]],
    BeforeValidator(as_side),
    NONE,
]
