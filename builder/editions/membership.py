"""Membership: which edition each debrief belongs to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from builder.config import Settings
from builder.editions.calendar import Calendar, Period
from builder.editions.schedule import Edition, Schedule
from builder.reading.corpus import Corpus
from builder.reading.file_state import FileState
from builder.reading.manifest import NAME as MANIFEST_NAME
from builder.reading.manifest import Manifest


def schedule_of(corpus: Corpus, manifests: Mapping[str, Manifest], settings: Settings) -> Schedule:
    """The editions of a corpus with their debriefs; `manifests` are those of closed ones, by edition.

    A debrief stays where it was counted, else it falls into the edition of the day on which it was recorded, or
    the first that can still be closed. An edition is there for every debrief, manifest and letter.
    """
    calendar = Calendar(settings.rhythm, settings.fiscal_start)
    closed = {period.ordinal: manifests[period.id] for id in manifests if (period := calendar.parse(id))}
    broken = _broken(corpus, settings, calendar)
    counted = {id: manifest.edition for manifest in closed.values() for id in manifest.counted}
    members: dict[int, list[str]] = defaultdict(list)
    edition_of: dict[str, str] = {}
    late: set[str] = set()
    for item in sorted(corpus.debriefs, key=lambda item: (item.recorded, item.id)):
        own = calendar.period_of(item.recorded)
        period = calendar.parse(counted[item.id]) if item.id in counted else None
        period = period or _earliest_open(own, closed, broken, calendar)
        if period.ordinal != own.ordinal:
            late.add(item.id)
        if item.value.withdrawn and item.id not in counted:
            continue
        members[period.ordinal].append(item.id)
        edition_of[item.id] = period.id
    lettered = (calendar.parse(letter.id) for letter in corpus.editions)
    for ordinal in (*closed, *(p.ordinal for p in lettered if p and p.first <= settings.as_of)):
        members.setdefault(ordinal, [])
    editions = tuple(
        Edition(calendar.period(ordinal), tuple(members[ordinal]), closed.get(ordinal)) for ordinal in sorted(members)
    )
    return Schedule(calendar, editions, edition_of, frozenset(late & edition_of.keys()))


def _broken(corpus: Corpus, settings: Settings, calendar: Calendar) -> frozenset[int]:
    """The periods whose manifest was found and set aside: they are closed, once it is restored."""
    aside = (found.path for found, state in corpus.states.items() if state is FileState.SET_ASIDE)
    names = (MANIFEST_NAME.fullmatch(path.rsplit("/", 1)[-1]) for path in aside)
    periods = (calendar.parse(name["edition"]) for name in names if name and name["audience"] == settings.audience)
    return frozenset(period.ordinal for period in periods if period)


def _earliest_open(own: Period, closed: Mapping[int, Manifest], broken: frozenset[int], calendar: Calendar) -> Period:
    """The debrief's own period, or the first that can still be closed.

    A period without a manifest before the newest closed one had nothing to print when the order
    of closing passed it, and can never be closed again.
    """
    newest = max(closed, default=-1)
    return own if own.ordinal > newest or own.ordinal in broken else calendar.period(newest + 1)
