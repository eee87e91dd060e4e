"""A debrief: what one rep or interviewer learnt from one deal that has been decided."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any

from pydantic import BeforeValidator, ConfigDict, Field

from builder.diagnostics.field_codes import EMPTY_VALUE
from builder.schema.base import Model, fault
from builder.schema.field_marks import STRING, Shorthand
from builder.schema.readers import EVERYONE, NEVER
from builder.schema.types import (
    MAX_TEXT,
    Amount,
    ClaimId,
    CompetitorId,
    Count,
    Day,
    DepartmentId,
    Flag,
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


class Driver(Model, readers=EVERYONE):
    """What one theme did to the buyer's decision."""

    quote: Text | None = Field(None, description="The speaker's own words, word for word.")
    note: Text | None = Field(None, description="What you understood, in your words.")
    voice: Voice | None = Field(None, description="Who is speaking: by default the buyer in a quote, else the rep.")
    evidence: Evidence | None = Field(None, description="How we know; by default what the debrief says for all.")
    mentioned: Flag = Field(False, description="True if it came up but did not weigh.")
    detail: Text | None = Field(None, description="Which kind; on pricing one of budget, value, terms.")


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

    decided: Annotated[Day | None, EVERYONE] = Field(None, description="When the prospect decided.")
    rep: Annotated[Slug | None, NEVER] = Field(None, description="Your handle in roster.yml, or anonymous.")
    interviewer: Annotated[Slug | None, EVERYONE] = Field(
        None, description="Instead of rep: who held the interview or survey."
    )
    account: Annotated[Text | None, EVERYONE] = Field(None, description="The prospect's name.")
    outcome: Annotated[Outcome | None, EVERYONE] = Field(None, description="How it ended.")
    lost_to: Annotated[CompetitorId | None, EVERYONE] = Field(
        None, description="The competitor who won; built-in-house is one."
    )
    value: Annotated[Amount | None, EVERYONE.but_anonymous] = Field(
        None, description="What the deal was worth, such as 120000 EUR."
    )
    segment: Annotated[SegmentId | None, EVERYONE] = Field(
        None, description="The prospect's segment, a key of catalog.yml."
    )
    region: Annotated[RegionId | None, EVERYONE] = Field(
        None, description="The prospect's region, a key of catalog.yml."
    )
    product: Annotated[ProductId | None, EVERYONE] = Field(None, description="What was on offer, a key of catalog.yml.")
    compelling: Annotated[Side | None, EVERYONE] = Field(
        None, description="What drew them: theme and what was said; none if nothing."
    )
    repelling: Annotated[Side | None, EVERYONE] = Field(
        None, description="What put them off: theme and what was said; none if nothing."
    )
    decided_by: Annotated[ThemeId | None, EVERYONE] = Field(
        None, description="The theme, named above, that decided it."
    )
    opportunity: Annotated[Text | None, NEVER] = Field(None, description="The deal's key in the CRM.")
    evidence: Annotated[Evidence | None, EVERYONE] = Field(None, description="How we know, once for all drivers.")
    relationship: Annotated[Relationship, EVERYONE] = Field(
        Relationship.PROSPECT, description="What the account is to us; new-customer: bought within 90 days."
    )
    buyer_role: Annotated[BuyerRole | None, EVERYONE] = Field(
        None, description="What part the speaker played in the decision."
    )
    at_equal_price: Annotated[AtEqualPrice | None, EVERYONE] = Field(
        None, description="Whom they would have chosen at equal price."
    )
    competitors: Annotated[Many[CompetitorId], EVERYONE] = Field(
        (), description="Everyone they considered, not only the winner."
    )
    stage_lost: Annotated[Stage | None, EVERYONE] = Field(None, description="Where the deal was lost.")
    claims: Annotated[dict[ClaimId, Reception], EVERYONE] = Field(
        {}, description="What became of our claims in this deal."
    )
    broken_promises: Annotated[Many[Annotated[BrokenPromise, BeforeValidator(as_broken), STRING]], EVERYONE] = Field(
        (), description="Promises that the buyer says we broke: ids, or text and owner."
    )
    ask: Annotated[Text | None, EVERYONE.but_counted] = Field(
        None, description="The one thing that leadership should do."
    )
    minutes: Annotated[Count | None, NEVER] = Field(None, description="How many minutes this debrief took.")
    visibility: Annotated[Visibility, NEVER] = Field(
        Visibility.EVERYONE, description="counted: in the figures, but its words and page are not published."
    )
    contributor_note: Annotated[Text | None, NEVER] = Field(
        None, description="Conflict of interest or motive; never published."
    )
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
