"""A debrief: what one rep or interviewer learnt from one deal that has been decided."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any

from pydantic import BeforeValidator, ConfigDict, Field

from builder.schema.base import Model
from builder.schema.driver import Driver, Evidence, Side
from builder.schema.field_marks import STRING
from builder.schema.questions import Default, Question, unless, where, without
from builder.schema.readers import EVERYONE, NEVER
from builder.schema.types import (
    Amount,
    ClaimId,
    CompetitorId,
    Count,
    Day,
    DepartmentId,
    Many,
    ProductId,
    PromiseId,
    RegionId,
    SegmentId,
    Slug,
    Text,
    ThemeId,
)

ANONYMOUS = "anonymous"


class Outcome(StrEnum):
    """How the deal ended."""

    WON = "won"
    LOST = "lost"
    NO_DECISION = "no-decision"
    DISQUALIFIED = "disqualified"


class Relationship(StrEnum):
    """What the account was to us when it decided."""

    PROSPECT = "prospect"
    NEW_CUSTOMER = "new-customer"
    CUSTOMER = "customer"
    NON_PROSPECT = "non-prospect"


class BuyerRole(StrEnum):
    """What part the speaker played in the decision."""

    ECONOMIC_BUYER = "economic-buyer"
    CHAMPION = "champion"
    TECHNICAL = "technical"
    USER = "user"
    PROCUREMENT = "procurement"
    UNKNOWN = "unknown"


class AtEqualPrice(StrEnum):
    """Whom the buyer would have chosen had the prices been equal."""

    US = "us"
    THEM = "them"
    UNKNOWN = "unknown"


class Stage(StrEnum):
    """Where the deal was lost."""

    DISCOVERY = "discovery"
    EVALUATION = "evaluation"
    PROPOSAL = "proposal"
    NEGOTIATION = "negotiation"


class Reception(StrEnum):
    """What became of a sales claim in this deal."""

    LANDED = "landed"
    IGNORED = "ignored"
    DISBELIEVED = "disbelieved"
    CONTRADICTED = "contradicted"


class Visibility(StrEnum):
    """Whether a debrief has a page, or only enters the figures."""

    EVERYONE = "everyone"
    COUNTED = "counted"


class BrokenPromise(Model, readers=EVERYONE):
    """A promise that the buyer says we broke: one on the ledger, or described."""

    model_config = ConfigDict(json_schema_extra={"x-needs": ["promise", "text"]})

    promise: PromiseId | None = Field(None, description="The promise's id on the ledger.")
    text: Text | None = Field(None, description="What was promised, where the ledger does not have it yet.")
    owner: DepartmentId | None = Field(None, description="The department that should have kept it.")


def as_broken(value: Any) -> Any:
    """A plain string is the id of a promise."""
    return {"promise": value} if isinstance(value, str) and value.strip() else value


class Correction(Model, readers=EVERYONE):
    """An erratum, printed with the debrief."""

    on: Day = Field(description="When it was corrected.")
    note: Text = Field(description="What was wrong and what is right.")


class Withdrawal(Model, readers=EVERYONE):
    """What stays of a debrief that was taken back."""

    on: Day = Field(description="When it was withdrawn.")
    reason: Text = Field(description="Why, as far as it may be said.")


class Debrief(Model):
    """What one rep or interviewer learnt from one deal that has been decided."""

    decided: Annotated[Day | None, EVERYONE, Question("When did they decide?", group="deal", default=Default.TODAY)] = (
        Field(None, description="When the prospect decided.")
    )
    rep: Annotated[
        Slug | None, NEVER, Question("Who are you?", "your handle, or anonymous", group="deal", default=Default.AUTHOR)
    ] = Field(None, description="Your handle in roster.yml, or anonymous.")
    interviewer: Annotated[
        Slug | None, EVERYONE, Question("Who held the interview?", "an id", group="source", when=without("rep"))
    ] = Field(None, description="Instead of rep: who held the interview or survey.")
    account: Annotated[Text | None, EVERYONE, Question("Which account?", group="deal")] = Field(
        None, description="The prospect's name."
    )
    outcome: Annotated[Outcome | None, EVERYONE, Question("How did it end?", number=1)] = Field(
        None, description="How it ended."
    )
    lost_to: Annotated[
        CompetitorId | None,
        EVERYONE,
        Question("To whom?", "Enter if you do not know", group="outcome", when=where("outcome", "lost")),
    ] = Field(None, description="The competitor who won; built-in-house is one.")
    value: Annotated[
        Amount | None, EVERYONE.but_anonymous, Question("What was the deal worth?", "such as 120000 EUR", group="facts")
    ] = Field(None, description="What the deal was worth, such as 120000 EUR.")
    segment: Annotated[SegmentId | None, EVERYONE, Question("Which segment?", group="facts")] = Field(
        None, description="The prospect's segment, a key of catalog.yml."
    )
    region: Annotated[RegionId | None, EVERYONE, Question("Which region?", group="facts")] = Field(
        None, description="The prospect's region, a key of catalog.yml."
    )
    product: Annotated[ProductId | None, EVERYONE, Question("Which product?", group="facts")] = Field(
        None, description="What was on offer, a key of catalog.yml."
    )
    compelling: Annotated[Side | None, EVERYONE, Question("What drew them?", number=2)] = Field(
        None, description="What drew them: theme and what was said; none if nothing."
    )
    repelling: Annotated[Side | None, EVERYONE, Question("What put them off?", number=3)] = Field(
        None, description="What put them off: theme and what was said; none if nothing."
    )
    decided_by: Annotated[ThemeId | None, EVERYONE, Question("What decided it?", number=4, default=Default.DECIDER)] = (
        Field(None, description="The theme, named above, that decided it.")
    )
    opportunity: Annotated[Text | None, NEVER, Question("Its key in the CRM?", group="facts")] = Field(
        None, description="The deal's key in the CRM."
    )
    evidence: Annotated[Evidence | None, EVERYONE, Question("How do you know all this?", group="source")] = Field(
        None, description="How we know, once for all drivers."
    )
    relationship: Annotated[Relationship, EVERYONE, Question("What is the account to us?", group="source")] = Field(
        Relationship.PROSPECT, description="What the account is to us; new-customer: bought within 90 days."
    )
    buyer_role: Annotated[
        BuyerRole | None, EVERYONE, Question("What part did the speaker play in the decision?", group="source")
    ] = Field(None, description="What part the speaker played in the decision.")
    at_equal_price: Annotated[
        AtEqualPrice | None, EVERYONE, Question("Whom would they have chosen at equal price?", group="rivals")
    ] = Field(None, description="Whom they would have chosen at equal price.")
    competitors: Annotated[
        Many[CompetitorId], EVERYONE, Question("Whom did they consider?", "several with commas", group="rivals")
    ] = Field((), description="Everyone they considered, not only the winner.")
    stage_lost: Annotated[
        Stage | None, EVERYONE, Question("At which stage was it lost?", group="rivals", when=unless("outcome", "won"))
    ] = Field(None, description="Where the deal was lost.")
    claims: Annotated[
        dict[ClaimId, Reception],
        EVERYONE,
        Question("What became of our claims?", "claim=verdict, several with commas", group="follow-up"),
    ] = Field({}, description="What became of our claims in this deal.")
    broken_promises: Annotated[
        Many[Annotated[BrokenPromise, BeforeValidator(as_broken), STRING]],
        EVERYONE,
        Question("Which promises did we break?", "ids on the ledger, or text=…", group="follow-up"),
    ] = Field((), description="Promises that the buyer says we broke: ids, or text and owner.")
    ask: Annotated[
        Text | None,
        EVERYONE.but_counted,
        Question("What is the one thing that leadership should do?", group="follow-up"),
    ] = Field(None, description="The one thing that leadership should do.")
    minutes: Annotated[Count | None, NEVER, Question("How many minutes did this take?", group="else")] = Field(
        None, description="How many minutes this debrief took."
    )
    visibility: Annotated[Visibility, NEVER, Question("Shown to everyone, or only counted?", group="else")] = Field(
        Visibility.EVERYONE, description="counted: in the figures, but its words and page are not published."
    )
    contributor_note: Annotated[
        Text | None, NEVER, Question("Anything a fair reader should know about you?", group="else")
    ] = Field(None, description="Conflict of interest or motive; never published.")
    corrections: Annotated[Many[Correction], EVERYONE.but_counted] = Field(
        (), description="Errata, printed with the debrief."
    )
    withdrawn: Annotated[Withdrawal | None, EVERYONE] = Field(
        None, description="Set to take the debrief back; a tombstone stays."
    )

    @property
    def is_anonymous(self) -> bool:
        """Whether the contributor asked not to be named."""
        return self.rep == ANONYMOUS

    @property
    def is_only_counted(self) -> bool:
        """Whether it enters the figures alone."""
        return self.visibility is Visibility.COUNTED

    @property
    def has_interview(self) -> bool:
        """Whether a third party held the interview."""
        return self.interviewer is not None

    @property
    def source(self) -> str:
        """Who contributed: a rep's handle, `anonymous`, or the interviewer."""
        return self.rep or self.interviewer or ANONYMOUS

    @property
    def sides(self) -> tuple[tuple[str, dict[str, Driver]], ...]:
        """Both sides with their drivers by theme, drawing first."""
        return (("compelling", self.compelling or {}), ("repelling", self.repelling or {}))

    @property
    def deciding_side(self) -> str:
        """The side on which `decided_by` makes a driver decisive."""
        return "compelling" if self.outcome is Outcome.WON else "repelling"


PRICING_DETAILS = ("budget", "value", "terms")
UNSPECIFIED_THEMES = ("pricing", "other")
