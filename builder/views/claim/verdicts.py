"""Which claims an edition tests, how each fared, and which comes first."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from builder import addresses
from builder.build import Bulletin
from builder.editions import Edition
from builder.figures.derivation import FAILS, PASSES, STALE, TOO_FEW
from builder.figures.figure_row import ALL, FigureRow
from builder.figures.sql_tables import LOOK_BACK
from builder.schema.claim import Claim
from builder.schema.debrief import Reception
from builder.views.shared.headlines import of_all
from builder.views.shared.names import Names
from builder.views.shared.page_context import PageContext
from builder.views.shared.phrases import Link, Phrase, spelled, upper_first

UNTRIED, RETIRED = "never tried", "retired"
ORDER = (FAILS, TOO_FEW, PASSES, STALE, UNTRIED, RETIRED)
MOST_ON_FRONT = 3
CSS = {FAILS: "broken", PASSES: "landed"}


@dataclass(frozen=True, slots=True)
class JudgedClaim:
    """A claim with its row, and the row of its contradictions; `is_listed` says whether claims.yml has it."""

    claim: Claim
    label: str
    row: FigureRow | None
    against: FigureRow | None
    is_listed: bool = True

    @property
    def own_words(self) -> int:
        """In how many deals buyers' own words contradict it; none where nobody says it any more."""
        is_over = self.label == RETIRED or (self.label == STALE and self.row is not None and self.row.edition == ALL)
        return (self.against.measure("own_words") or 0) if self.against and not is_over else 0

    @property
    def css(self) -> str:
        """How the label looks."""
        return CSS.get(self.label, "")

    @property
    def order(self) -> tuple[int, int, int, str, str]:
        """What is contradicted in buyers' own words first, then by label, then what was tried more often."""
        tried = self.row.n if self.row else 0
        return -self.own_words, ORDER.index(self.label), -tried, self.claim.says.casefold(), self.claim.id


@dataclass(frozen=True, slots=True)
class ClaimOnEdition:
    """A claim on the page of an edition."""

    link: Link
    label: str
    css: str
    result: Phrase


def judged_claims(bulletin: Bulletin, edition: str, day: dt.date, *, otherwise: str = "") -> list[JudgedClaim]:
    """Every claim on the list, and every other that a debrief or a figure names, as it stood on a day.

    Counted in an edition; one that this edition does not count is counted `otherwise`.
    """
    publication, record = bulletin.publication, bulletin.record
    listed = {claim.id: claim for claim in publication.claims}
    named = {id for debrief in publication.debriefs for id, _ in debrief.claims}
    named |= {row.key("claim") for one in (*record.editions, ALL) for row in record.rows("claims", one)}
    found = []
    for id in {*listed, *named}:
        claim = listed.get(id, Claim(id=id, says=id))
        row = record.find("claims", edition, claim=id) or record.find("claims", otherwise, claim=id)
        found.append(JudgedClaim(claim, _label(claim, row, day), row, _against(bulletin, row), id in listed))
    return sorted(found, key=lambda judged: judged.order)


def _label(claim: Claim, row: FigureRow | None, day: dt.date) -> str:
    if claim.retired is not None and claim.retired <= day:
        return RETIRED
    return str(row.measure("label")) if row else UNTRIED


def _against(bulletin: Bulletin, row: FigureRow | None) -> FigureRow | None:
    if row is None:
        return None
    keys = {"claim": row.key("claim"), "reception": Reception.CONTRADICTED.value}
    return bulletin.record.find("claims", row.edition, **keys)


def claims_on_edition(context: PageContext, edition: Edition) -> Iterator[ClaimOnEdition]:
    """What an edition tells of claims: those that fail or that buyers' own words contradict, else those that pass."""
    found = [
        judged for judged in judged_claims(context.bulletin, edition.id, edition.period.last) if judged.label != RETIRED
    ]
    failing = [judged for judged in found if judged.own_words or judged.label == FAILS]
    shown = failing or [judged for judged in found if judged.label == PASSES]
    for judged in shown[:MOST_ON_FRONT]:
        if judged.row is not None:
            link = Link(judged.claim.says, addresses.claim(judged.claim.id))
            against = contradicted(judged.against, context.names)
            result = (*landed(judged.row, context.names), *(("; ", *against) if against else ()))
            yield ClaimOnEdition(link, judged.label, judged.css, started(result))


def landed(row: FigureRow, names: Names) -> Phrase:
    """`landed in none of 16 deals in six editions`."""
    over = "over the whole record" if row.edition == ALL else f"in {spelled(LOOK_BACK)} editions"
    counted = of_all(row.k, row.n, names.behind("claims", row))
    return "landed in ", counted, f" {'deal' if row.n == 1 else 'deals'} {over}"


def contradicted(against: FigureRow | None, names: Names) -> Phrase:
    """`contradicted in 12, in buyers’ own words in 11`; nothing where no deal contradicts it."""
    if against is None:
        return ()
    href = names.behind("claims", against)
    deals = Link(f"{against.k:,}", href, is_count=True)
    if own := against.measure("own_words"):
        return "contradicted in ", deals, ", in buyers’ own words in ", Link(f"{own:,}", href, is_count=True)
    return "contradicted in ", deals, ", never in buyers’ own words"


def started(phrase: Phrase) -> Phrase:
    """The phrase as the start of a sentence; it begins with words."""
    first, *rest = phrase
    return (upper_first(first), *rest) if isinstance(first, str) else phrase
