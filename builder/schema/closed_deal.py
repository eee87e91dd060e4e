"""A line of closed_deals.csv: a deal that could have been debriefed."""

from __future__ import annotations

from pydantic import Field

from builder.schema.base import Model
from builder.schema.debrief import Outcome
from builder.schema.readers import NEVER
from builder.schema.types import Amount, Day, Slug, Text


class ClosedDeal(Model, readers=NEVER):
    """A deal that closed, as the CRM has it."""

    opportunity: Text = Field(description="The deal's key in the CRM.")
    account: Text | None = Field(None, description="The prospect's name.")
    closed: Day = Field(description="When it closed.")
    outcome: Outcome = Field(description="How it ended.")
    value: Amount | None = Field(None, description="What it was worth.")
    rep: Slug | None = Field(None, description="The handle of the seller.")
    segment: Slug | None = Field(None, description="The prospect's segment.")
