"""What the values of closed sets are called on pages."""

from __future__ import annotations

from typing import NamedTuple

from builder.schema.debrief import BuyerRole, Outcome

OUTCOMES = {
    Outcome.WON: "Won",
    Outcome.LOST: "Lost",
    Outcome.NO_DECISION: "No decision",
    Outcome.DISQUALIFIED: "Disqualified",
}
OUTCOME_TITLES = {outcome.value: title for outcome, title in OUTCOMES.items()}
VOICES = {"buyer": "the buyer", "rep": "the rep, as understood", "colleague": "a colleague", "other": "someone else"}
EVIDENCE = {
    "interview": "interview",
    "recording": "recording",
    "email": "e-mail",
    "document": "document",
    "notes": "notes",
    "recollection": "recollection",
}


class RoleName(NamedTuple):
    """What one with a part in a decision is called, and what many are."""

    one: str
    many: str


BUYER_ROLES = {
    BuyerRole.ECONOMIC_BUYER: RoleName("economic buyer", "economic buyers"),
    BuyerRole.CHAMPION: RoleName("champion", "champions"),
    BuyerRole.TECHNICAL: RoleName("technical evaluator", "technical evaluators"),
    BuyerRole.USER: RoleName("user", "users"),
    BuyerRole.PROCUREMENT: RoleName("procurement", "procurement"),
    BuyerRole.UNKNOWN: RoleName("not known", "role unknown"),
}
