"""A theme of the codebook."""

from __future__ import annotations

from pydantic import Field

from builder.schema.base import Model
from builder.schema.readers import EVERYONE
from builder.schema.types import Day, Many, Slug, Text

OTHER = "other"


class Theme(Model, readers=EVERYONE):
    """A reason that draws buyers or puts them off."""

    id: Slug = Field(description="Its key in debriefs.")
    title: Text = Field(description="How it is printed.")
    parent: Slug | None = Field(None, description="The theme it belongs to.")
    means: Text | None = Field(None, description="When to use it, and when not.")
    owner: Slug | None = Field(None, description="The department that answers for it.")
    aliases: Many[Slug] = Field((), description="Old ids that stay valid.")
    retired: Day | None = Field(None, description="From when it should not be used any more.")
