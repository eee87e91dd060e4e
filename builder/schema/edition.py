"""An edition's letter and the editor's picks."""

from __future__ import annotations

from pydantic import Field

from builder.schema.base import Model
from builder.schema.readers import EVERYONE
from builder.schema.types import DebriefId, Many, Slug, Text


class Pick(Model, readers=EVERYONE):
    """A debrief that the editor recommends."""

    debrief: DebriefId = Field(description="The debrief's id.")
    why: Text = Field(description="Why it is worth reading.")


class Letter(Model, readers=EVERYONE):
    """What the editor adds to an edition; its text is the letter."""

    title: Text | None = Field(None, description="A title of its own.")
    order: Many[Slug] = Field((), description="Themes to put first, before the stated order; no number changes.")
    picks: Many[Pick] = Field((), description="Debriefs worth reading, each with a reason.")
