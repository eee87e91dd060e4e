"""The deals that one rep has closed and nobody has debriefed: for that rep alone, never in a list."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from builder import addresses
from builder.authoring.crm_deals import deals_of, deals_without_debrief, facts_of
from builder.config import Settings
from builder.reading.corpus import Corpus
from builder.reminders.waiting import NOBODY, Waiting, days
from builder.schema.closed_deal import ClosedDeal
from builder.support.errors import BulletinError
from builder.support.nearest import nearest
from builder.views.shared.phrases import Link, day
from builder.views.shared.value_names import OUTCOMES

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
    closed = sum(start <= deal.closed <= settings.as_of for deal in deals_of(corpus, handle))
    missing = [deal for deal in deals_without_debrief(corpus, handle) if start <= deal.closed <= settings.as_of]
    missing.sort(key=lambda deal: (deal.closed, deal.opportunity))
    segments = _segments(corpus)
    return Undebriefed(start, closed, tuple(_waiting_deal(deal, handle, settings, segments) for deal in missing))


def _segments(corpus: Corpus) -> dict[str, str]:
    """The ids of segments under every spelling."""
    return {spelling: entry.id for entry in corpus.catalog.segments for spelling in (*entry.aliases, entry.id)}


def _waiting_deal(deal: ClosedDeal, handle: str, settings: Settings, segments: dict[str, str]) -> Waiting:
    known = {"rep": handle, "decided": deal.closed.isoformat(), **facts_of(deal, settings.currency)}
    # What no list knows, the form would not take.
    known["segment"] = segments.get(deal.segment or "", "")
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
