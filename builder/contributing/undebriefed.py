"""The deals that one rep has closed and nobody has debriefed: for that rep alone, never in a list."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from builder import addresses
from builder.config import Settings
from builder.contributing.waiting import NOBODY, Waiting, days
from builder.errors import BulletinError
from builder.nearest import nearest
from builder.reading.accounts import AccountBook
from builder.reading.corpus import Corpus
from builder.schema.closed_deal import ClosedDeal
from builder.views.names import OUTCOMES
from builder.views.text import Link, day

LOOKS_BACK = 60


@dataclass(frozen=True, slots=True)
class Undebriefed:
    """How many deals a rep closed from a day on, and those of them that wait for a debrief, the oldest first."""

    since: dt.date
    closed: int
    entries: tuple[Waiting, ...]


def undebriefed(corpus: Corpus, settings: Settings, handle: str, since: dt.date | None) -> Undebriefed:
    """The deals of a rep without a debrief; raises for a handle that nobody has."""
    handles = {member.handle for member in corpus.roster or ()} | {deal.rep for deal in corpus.closed_deals if deal.rep}
    if handle not in handles:
        near = nearest(handle, handles)
        raise BulletinError(f"{handle!r} is nobody's handle: {near or 'see roster.yml'}")
    start = since or settings.as_of - dt.timedelta(days=LOOKS_BACK)
    every = {deal.opportunity: deal for deal in reversed(corpus.closed_deals)}.values()
    own = [deal for deal in every if deal.rep == handle and start <= deal.closed <= settings.as_of]
    missing = sorted(_missing(own, corpus), key=lambda deal: (deal.closed, deal.opportunity))
    segments = _segments(corpus)
    return Undebriefed(start, len(own), tuple(_entry(deal, settings, segments) for deal in missing))


def _missing(deals: Iterable[ClosedDeal], corpus: Corpus) -> Iterable[ClosedDeal]:
    """Those of which no debrief tells: neither by the key of the CRM, nor by account and day."""
    book = AccountBook(corpus.catalog.accounts)
    values = [item.value for item in corpus.debriefs]
    opportunities = {value.opportunity for value in values}
    decisions = {(book.key(value.account), value.decided) for value in values if value.account}
    for deal in deals:
        is_told = deal.account is not None and (book.key(deal.account), deal.closed) in decisions
        if deal.opportunity not in opportunities and not is_told:
            yield deal


def _segments(corpus: Corpus) -> dict[str, str]:
    """The ids of segments under every spelling."""
    return {spelling: entry.id for entry in corpus.catalog.segments for spelling in (*entry.aliases, entry.id)}


def _entry(deal: ClosedDeal, settings: Settings, segments: dict[str, str]) -> Waiting:
    known = {
        "rep": deal.rep,
        "account": deal.account,
        "decided": deal.closed.isoformat(),
        "outcome": deal.outcome.value,
        "value": str(deal.value) if deal.value else None,
        "segment": segments.get(deal.segment or ""),
        "opportunity": deal.opportunity,
    }
    form = addresses.form("debrief", **{name: value for name, value in known.items() if value})
    return Waiting(
        desk=NOBODY,
        since=deal.closed,
        state=f"Closed {days((settings.as_of - deal.closed).days)} ago",
        noun="deal with" if deal.account else "deal",
        about=(deal.account or deal.opportunity,),
        facts=(f"{OUTCOMES[deal.outcome].lower()} on {day(deal.closed.isoformat(), settings.locale)}",),
        ways=(Link("Debrief it", form),),
    )
