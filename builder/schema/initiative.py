"""An initiative: what we do about themes, recorded as a bet that is scored later."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum

from pydantic import Field

from builder.schema.base import Model
from builder.schema.constraints import DATES_OUT_OF_ORDER, Constraint
from builder.schema.readers import EVERYONE
from builder.schema.types import Day, DepartmentId, Many, Ratio, SegmentId, Text, ThemeId


class InitiativeStatus(StrEnum):
    """Where an initiative stands."""

    PROPOSED = "proposed"
    ACTIVE = "active"
    SHIPPED = "shipped"
    STOPPED = "stopped"


class Direction(StrEnum):
    """Which way a bet says that a figure will go."""

    UP = "up"
    DOWN = "down"


class BetFigure(StrEnum):
    """The figures that a bet can be about: rates, printed with every edition."""

    PREVALENCE = "prevalence"
    WIN_RATE = "win-rate"
    COVERAGE = "coverage"


class BetSide(StrEnum):
    """What a theme does to a deal that a bet is about."""

    COMPELLING = "compelling"
    REPELLING = "repelling"


class Bet(Model, readers=EVERYONE):
    """What will have changed by when, said before it is known."""

    figure: BetFigure = Field(description="The figure's name, such as prevalence.")
    theme: ThemeId | None = Field(None, description="The theme it is about: for prevalence.")
    segment: SegmentId | None = Field(None, description="The segment it is about; all of them without it.")
    side: BetSide | None = Field(
        None, description="Whether the theme draws or puts off; by default down puts off, up draws."
    )
    direction: Direction = Field(description="Whether the figure goes up or down.")
    threshold: Ratio = Field(description="The value it reaches, a fraction for rates.")
    by: Text = Field(description="The edition that settles it.")
    probability: Ratio | None = Field(None, description="How sure the owner is, from 0 to 1.")

    @property
    def cell(self) -> dict[str, str]:
        """The cell of its figure that it is about, as dimensions and values."""
        keys = {"theme": self.theme, "side": self._side, "segment": self.segment}
        return {name: value for name, value in keys.items() if value}

    @property
    def _side(self) -> str | None:
        if self.figure is not BetFigure.PREVALENCE:
            return None
        return self.side or (BetSide.REPELLING if self.direction is Direction.DOWN else BetSide.COMPELLING)

    def is_met(self, k: int, n: int) -> bool:
        """Whether k of n reaches the threshold."""
        wanted = round(self.threshold * n, 9)
        return k >= wanted if self.direction is Direction.UP else k <= wanted


class Amendment(Model, readers=EVERYONE):
    """A visible change of a bet after an edition has printed it."""

    on: Day = Field(description="When it was changed.")
    note: Text = Field(description="What changed and why.")


class Initiative(Model, readers=EVERYONE):
    """A recorded attempt to change what buyers say."""

    title: Text = Field(description="Its name.")
    themes: Many[ThemeId] = Field((), description="The themes it is about.")
    owner: DepartmentId = Field(description="The department that runs it.")
    status: InitiativeStatus = Field(description="Where it stands.")
    summary: Text | None = Field(None, description="What is done, in a sentence or two.")
    proposed_on: Day | None = Field(None, description="When it was proposed.")
    started_on: Day | None = Field(None, description="When work began.")
    shipped_on: Day | None = Field(None, description="When it reached buyers.")
    stopped_on: Day | None = Field(None, description="When it was given up.")
    bet: Bet | None = Field(None, description="What will have changed, and by when.")
    amendments: Many[Amendment] = Field((), description="Visible changes of the bet.")

    @property
    def first_seen(self) -> dt.date | None:
        """The earliest date it carries; None where it carries none."""
        dates = [day for day in (self.proposed_on, self.started_on, self.shipped_on, self.stopped_on) if day]
        return min(dates, default=None)


CONSTRAINTS = tuple(
    Constraint(
        code=DATES_OUT_OF_ORDER,
        test="not-before",
        fields=(later, earlier),
        message=f"{later} lies before {earlier}",
        allowed="dates in their order",
    )
    for later, earlier in (("shipped_on", "started_on"), ("stopped_on", "started_on"), ("started_on", "proposed_on"))
)
