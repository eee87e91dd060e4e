"""One debrief as an audience may read it: what pages, data and figures are made from."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from builder.schema.debrief import (
    AtEqualPrice,
    BuyerRole,
    Correction,
    Outcome,
    Reception,
    Relationship,
    Stage,
    Withdrawal,
)
from builder.schema.driver import Evidence, Voice

# Fields of the model that are published as a part of something else, and not under their own name.
MADE_INTO_OTHERS = frozenset({"interviewer", "decided_by", "evidence", "withdrawn"})


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicDriver:
    """What one theme did to a decision; `written` is the theme's id as the file has it."""

    theme: str
    written: str
    side: str
    weight: str
    voice: Voice
    evidence: Evidence
    quote: str = ""
    note: str = ""
    detail: str = ""

    @property
    def is_verbatim(self) -> bool:
        """Whether the quote is on record, not recalled."""
        return bool(self.quote) and self.evidence is not Evidence.RECOLLECTION


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicDebrief:
    """One debrief as this audience may read it.

    `recorded` and `decided` are ISO dates, or months for an anonymous debrief; `order` sorts
    debriefs without telling more than these. `value` is in the site's currency; an anonymous
    debrief has a `value_band` instead. Without `has_page` its words are not published. `more` are the
    fields of the model that are only shown, which nothing here reads by name.
    """

    id: str
    edition: str
    is_late: bool
    order: tuple[str, str]
    recorded: str
    decided: str
    source: str
    by: str
    account: str
    outcome: Outcome
    lost_to: str = ""
    value: Decimal | None = None
    value_band: str = ""
    segment: str = ""
    region: str = ""
    product: str = ""
    relationship: Relationship = Relationship.PROSPECT
    buyer_role: BuyerRole | None = None
    at_equal_price: AtEqualPrice | None = None
    competitors: tuple[str, ...] = ()
    stage_lost: Stage | None = None
    drivers: tuple[PublicDriver, ...] = ()
    asked: tuple[str, ...] = ()
    claims: tuple[tuple[str, Reception], ...] = ()
    broken_promises: tuple[tuple[str, str, str], ...] = ()
    ask: str = ""
    narrative: str = ""
    corrections: tuple[Correction, ...] = ()
    has_page: bool = True
    deal: int = 0
    more: tuple[tuple[str, Any], ...] = ()

    def published(self, field: str) -> Any:
        """What is published of a field of the model, by its name there; None where it may not be read."""
        return getattr(self, field) if field in self.__dataclass_fields__ else dict(self.more).get(field)

    @property
    def is_prospects_voice(self) -> bool:
        """Whether the account was still deciding, or had just decided."""
        return self.relationship in (Relationship.PROSPECT, Relationship.NEW_CUSTOMER)

    @property
    def themes(self) -> tuple[str, ...]:
        """The themes named, each once, in the order of the drivers."""
        return tuple(dict.fromkeys(driver.theme for driver in self.drivers))

    @property
    def met(self) -> tuple[str, ...]:
        """The competitors named, each once, the one it was lost to first."""
        return tuple(dict.fromkeys(filter(None, (self.lost_to, *self.competitors))))


@dataclass(frozen=True, slots=True)
class Tombstone:
    """What stays of a debrief that was withdrawn."""

    id: str
    recorded: str
    edition: str
    withdrawal: Withdrawal
