"""A sales claim that is tested deal by deal."""

from __future__ import annotations

from pydantic import Field

from builder.schema.base import Model
from builder.schema.readers import EVERYONE
from builder.schema.types import Day, Many, Slug, Text


class Claim(Model, readers=EVERYONE):
    """Something that sellers say, and buyers believe or do not."""

    id: Slug = Field(description="Its key in debriefs.")
    says: Text = Field(description="The claim as it is made.")
    owner: Slug | None = Field(None, description="The department that stands behind it.")
    since: Day | None = Field(None, description="From when it is made.")
    retired: Day | None = Field(None, description="From when it is not made any more.")
    rests_on: Many[Slug] = Field((), description="Promises that must be kept for it to be true.")
