"""A member of the sales force."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from builder.schema.base import Model
from builder.schema.field_marks import STRING
from builder.schema.readers import NEVER
from builder.schema.types import Day, Flag, Slug, Text


class Posting(Model, readers=NEVER):
    """A territory, from a day on."""

    territory: Text = Field(description="The peer group that attainment is compared with.")
    since: Day | None = Field(None, description="From when.")


def as_postings(value: Any) -> Any:
    """A plain string is one territory, always."""
    return [{"territory": value}] if isinstance(value, str) else value


class Member(Model, readers=NEVER):
    """A member of the sales force; names are published only where `signs` says so."""

    handle: Slug = Field(description="The key that debriefs name in rep.")
    name: Text = Field(description="The full name.")
    team: Text | None = Field(None, description="The team.")
    territory: Annotated[tuple[Posting, ...], BeforeValidator(as_postings), STRING] = Field(
        (), description="The territory, or a list of territory and since."
    )
    joined: Day | None = Field(None, description="First day.")
    left: Day | None = Field(None, description="Last day.")
    login: Text | None = Field(
        None, description="The account on the forge; merging by itself compares it with who proposes."
    )
    signs: Flag = Field(False, description="True to be named beside one's debriefs.")
