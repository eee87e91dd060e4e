"""The facts of invented deals: who sold what to whom, how it ended, and what drove it."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator
from dataclasses import dataclass, replace

SEED = "bulletin"
FIRST_DAY = dt.date(2024, 7, 1)
LAST_DAY = dt.date(2026, 6, 30)
THEMES = {
    "pricing": "Pricing",
    "contract-terms": "Contract terms",
    "onboarding": "Onboarding",
    "integration": "Integration",
    "security-review": "Security review",
    "reporting": "Reporting",
    "support": "Support",
    "usability": "Usability",
    "roadmap": "Roadmap",
    "references": "References",
    "performance": "Performance",
    "localisation": "Localisation",
    "sales-process": "Sales process",
    "other": "Other",
}
COMPETITORS = {
    "rivalsoft": "Rivalsoft",
    "northgate": "Northgate",
    "openstack-hr": "Open Stack",
    "tally": "Tally",
    "merrow": "Merrow",
    "built-in-house": "Built in house",
}
SEGMENTS = {
    "small-business": "Small business",
    "mid-market": "Mid-market",
    "enterprise": "Enterprise",
    "public-sector": "Public sector",
    "non-profit": "Non-profit",
}
REGIONS = {"germany": "Germany", "alpine": "Alpine", "nordics": "Nordics", "uk-ireland": "UK and Ireland"}
PRODUCTS = {"gate": "Gate", "yard": "Yard", "dock": "Dock", "fleet": "Fleet"}
DEPARTMENTS = {"engineering": "Engineering", "finance": "Finance", "sales": "Sales", "support": "Support"}
FIRST_NAMES = ("Ana", "Bo", "Cem", "Dora", "Emil", "Fay", "Gus")
LAST_NAMES = ("Adler", "Brook", "Carr", "Dahl", "Ekman")
REPS = tuple(f"{first} {last}" for last in LAST_NAMES for first in FIRST_NAMES)
FRONTS = ("Alder", "Birk", "Corvin", "Delmar", "Ester", "Falken", "Garmond", "Hollin", "Istra", "Jorvik", "Kestrel",
          "Lunden", "Marlow", "Norden", "Ostrava", "Pellworm", "Quentin", "Rovaniemi")  # fmt: skip
TRADES = ("Logistics GmbH", "Foods Ltd", "Paper AG", "Chemicals SE", "Retail AB")
ACCOUNTS = tuple(f"{front} {trade}" for front in FRONTS for trade in TRADES)
EVIDENCE = ("interview", "recording", "email", "document", "notes", "recollection")
ROLES = ("economic-buyer", "champion", "technical", "user", "procurement", "unknown")
STAGES = ("discovery", "evaluation", "proposal", "negotiation")


def slug(text: str) -> str:
    """A text as an id."""
    return "-".join(text.lower().replace("&", " ").split())


@dataclass(frozen=True, slots=True, kw_only=True)
class Deal:
    """One debriefed deal as it goes into the front matter; `value` is in whole EUR."""

    number: int
    id: str
    decided: dt.date
    recorded: dt.date
    rep: str
    interviewer: str
    account: str
    opportunity: str
    outcome: str
    lost_to: str
    value: int
    segment: str
    region: str
    product: str
    relationship: str = ""

    @property
    def stem(self) -> str:
        """The file's name without its ending; that of an anonymous debrief holds no words."""
        if self.rep == "anonymous":
            return f"{self.recorded}-{self.id}"
        return f"{self.recorded}-{self.rep or self.interviewer}-{slug(self.account)}-{self.id}"


def rng_of(*parts: object) -> random.Random:
    """A generator that depends on these parts and nothing else."""
    return random.Random(":".join(str(part) for part in (SEED, *parts)))


def public_id(number: int) -> str:
    """Eight hexadecimal digits; an odd multiplier makes them differ for every number below 2 ** 32."""
    return f"{(number * 2_654_435_761 + 0x5B1D) % 2**32:08x}"


def deals(count: int) -> list[Deal]:
    """This many deals; accounts that were won before are customers, as the rules ask."""
    drafts: list[Deal] = []
    for number in range(count):
        previous = drafts[-1] if drafts else None
        drafts.append(_interview_of(previous, number) if previous and number % 33 == 32 else _deal(number))
    return list(_with_relationships(drafts))


def _deal(number: int) -> Deal:
    rng = rng_of("deal", number)
    decided = FIRST_DAY + dt.timedelta(days=rng.randrange((LAST_DAY - FIRST_DAY).days + 1))
    place = rng.randrange(len(ACCOUNTS))
    outcome = rng.choices(("won", "lost", "no-decision", "disqualified"), (42, 40, 14, 4))[0]
    return Deal(
        number=number,
        id=public_id(number),
        decided=decided,
        recorded=min(decided + dt.timedelta(days=rng.randrange(10)), LAST_DAY),
        rep="anonymous" if rng.random() < 0.02 else slug(rng.choice(REPS)),
        interviewer="",
        account=ACCOUNTS[place],
        opportunity=f"OP-{number:06d}",
        outcome=outcome,
        lost_to=rng.choice(tuple(COMPETITORS)) if outcome == "lost" and rng.random() < 0.8 else "",
        value=rng.randrange(8, 400) * 1_000,
        segment=tuple(SEGMENTS)[place % len(SEGMENTS)],
        region=tuple(REGIONS)[place % len(REGIONS)],
        product=rng.choice(tuple(PRODUCTS)),
    )


def _interview_of(deal: Deal, number: int) -> Deal:
    """A second debrief of the same deal, by a third party."""
    return replace(deal, number=number, id=public_id(number), rep="", interviewer="truvoice")


def _with_relationships(drafts: list[Deal]) -> Iterator[Deal]:
    first_win: dict[str, dt.date] = {}
    for deal in drafts:
        if deal.outcome == "won":
            first_win[deal.account] = min(deal.decided, first_win.get(deal.account, deal.decided))
    for deal in drafts:
        if first_win.get(deal.account, deal.decided) >= deal.decided:
            yield deal
            continue
        kinds = ("new-customer", "customer", "")
        yield replace(deal, relationship=rng_of("relationship", deal.number).choices(kinds, (75, 22, 3))[0])
