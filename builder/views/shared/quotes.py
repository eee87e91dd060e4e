"""Quotes and notes with their source, and the choice of the strongest."""

from __future__ import annotations

import heapq
from collections.abc import Iterable
from dataclasses import dataclass

from builder import addresses
from builder.publication.public_debrief import PublicDebrief, PublicDriver
from builder.publication.publication import PublicComment
from builder.schema.debrief import BuyerRole
from builder.schema.driver import Evidence, Voice
from builder.views.shared.names import Names
from builder.views.shared.phrases import Link, upper_first
from builder.views.shared.sides import PUTS_OFF, Side
from builder.views.shared.value_names import BUYER_ROLES, EVIDENCE, OUTCOMES

DIRECTNESS = {evidence: rank for rank, evidence in enumerate(Evidence)}


@dataclass(frozen=True, slots=True)
class Quote:
    """Words and who said them. `is_recalled`: not on record, printed without quotation marks."""

    words: str
    speaker: str
    circumstances: str
    debrief: Link
    is_recalled: bool
    role: str = ""
    is_contrary: bool = False


def strength(debrief: PublicDebrief, driver: PublicDriver) -> tuple[int, int, int, float, str]:
    """The order of evidence: the buyer's own words on record first, then the larger deal."""
    own = 0 if driver.voice is Voice.BUYER and driver.is_verbatim else 1
    weight = {"decisive": 0, "contributing": 1, "mentioned": 2}[driver.weight]
    return own, DIRECTNESS[driver.evidence], weight, -float(debrief.value or 0), debrief.id


def quotes_about(
    debriefs: Iterable[PublicDebrief], theme: str, side: Side, names: Names, *, most: int = 1
) -> list[Quote]:
    """The strongest that was said about a theme on a side; debriefs without a page say nothing."""
    said = (
        (strength(debrief, driver), debrief, driver)
        for debrief in debriefs
        if debrief.has_page and debrief.is_prospects_voice
        for driver in debrief.drivers
        if driver.theme == theme and driver.side == side.id and (driver.quote or driver.note)
    )
    strongest = heapq.nsmallest(most, said, key=lambda entry: entry[0])
    return [quote_of(debrief, driver, names) for _, debrief, driver in strongest]


def strongest_against(debriefs: Iterable[PublicDebrief], names: Names, role: str) -> Quote | None:
    """The most direct of the buyers' own words on record that stand against us in these debriefs."""
    said = (
        (strength(debrief, driver), debrief, driver)
        for debrief in debriefs
        if debrief.has_page
        for driver in debrief.drivers
        if driver.side == PUTS_OFF.id and driver.voice is Voice.BUYER and driver.is_verbatim
    )
    _, debrief, driver = min(said, key=lambda entry: entry[0], default=(None, None, None))
    return quote_of(debrief, driver, names, role=role) if debrief and driver else None


def quote_of(debrief: PublicDebrief, driver: PublicDriver, names: Names, *, role: str = "") -> Quote:
    """One driver's words, with their source."""
    return Quote(
        words=driver.quote or driver.note,
        speaker=speaker_of(debrief, driver),
        circumstances=circumstances_of(debrief, driver, names),
        debrief=Link(debrief.id, addresses.debrief(debrief.id)),
        is_recalled=not driver.is_verbatim,
        role=role,
    )


def speaker_of(debrief: PublicDebrief, driver: PublicDriver) -> str:
    """Who is speaking, and whether it is their own words."""
    if driver.voice is Voice.REP:
        return "Rep, as understood"
    if driver.voice is not Voice.BUYER:
        return upper_first(driver.voice.value)
    role = debrief.buyer_role or BuyerRole.UNKNOWN
    who = "Buyer" if role is BuyerRole.UNKNOWN else upper_first(BUYER_ROLES[role].one)
    return who if driver.is_verbatim else f"{who}, as the rep recalls"


def circumstances_of(debrief: PublicDebrief, driver: PublicDriver, names: Names) -> str:
    """The deal and the evidence: `a mid-market company, DACH, lost. E-mail`."""
    deal = f"{debrief.account}, {OUTCOMES[debrief.outcome].lower()}"
    how = upper_first(EVIDENCE[driver.evidence.value]) if driver.is_verbatim else ""
    return f"{deal}. {how}" if how else deal


def comment_of(comment: PublicComment, theme: str) -> Quote:
    """A comment on a theme that disagrees, as a contrary word."""
    return Quote(
        words=comment.body.strip().split("\n\n")[0],
        speaker=upper_first(comment.by),
        circumstances="in a comment",
        debrief=Link("The comment", f"{addresses.theme(theme)}#comment-{comment.id}"),
        is_recalled=True,
        role="A comment disagrees",
        is_contrary=True,
    )
