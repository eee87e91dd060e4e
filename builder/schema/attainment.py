"""A line of attainment.csv: what one rep attained of the goal in one period."""

from __future__ import annotations

from pydantic import Field

from builder.schema.base import Model
from builder.schema.readers import NEVER
from builder.schema.types import Ratio, Slug, Text

MOST = 10.0


class Attainment(Model, readers=NEVER):
    """Attainment of one rep in one period; it makes bands and nothing else."""

    period: Text = Field(description="The month or quarter, such as 2026-10 or 2026-Q4.")
    rep: Slug = Field(description="The handle.")
    attainment: Ratio = Field(description="Attained ÷ goal, such as 0.85.")
    expectation: Ratio = Field(1.0, description="What this territory was expected to attain, 1 by default.")

    @property
    def is_plausible(self) -> bool:
        """Whether it can be a ratio: a percentage or a negative value is told, and makes no band."""
        return 0 <= self.attainment <= MOST and self.expectation > 0
