"""The calendar of editions: which debrief belongs to which, what is closed, what came late."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from builder.config import EDITION_FORMS, EDITION_IDS, Rhythm, Settings
from builder.diagnostics import Diagnostic
from builder.diagnostics.edition_codes import (
    CLOSED_DEBRIEF_EDITED,
    CLOSED_DEBRIEF_MISSING,
    LATE_ARRIVAL,
    NO_SUCH_EDITION,
)
from builder.reading.corpus import ContentItem, Corpus, FoundFile
from builder.reading.file_state import FileState
from builder.reading.manifest import NAME as MANIFEST_NAME
from builder.reading.manifest import Manifest
from builder.schema.debrief import Debrief, Visibility
from builder.support.nearest import nearest

MONTHS = 12
QUARTER = 3
FIRST_COUNTED = 8


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """The span of one edition, both days included; `ordinal` counts periods without gaps."""

    ordinal: int
    id: str
    first: dt.date
    last: dt.date


@dataclass(frozen=True, slots=True)
class Calendar:
    """Turns dates and ids into periods. A fiscal year is named after the year in which it ends."""

    rhythm: Rhythm
    fiscal_start: int = 1

    def period_of(self, day: dt.date) -> Period:
        """The period that a day falls into."""
        return _period(self, self._month(day) // self.length)

    def parse(self, id: str) -> Period | None:
        """The period with this id, or None where it is not an id of this rhythm."""
        match = EDITION_IDS[self.rhythm].fullmatch(id)
        if match is None:
            return None
        parts = MONTHS // self.length
        year = int(match["year"]) - (1 if self.shift else 0)
        return self.period(year * parts + int(match["part"]) - 1) if year > 0 else None

    def after(self, period: Period) -> Period:
        """The next period."""
        return self.period(period.ordinal + 1)

    @property
    def length(self) -> int:
        """How many months a period has."""
        return 1 if self.rhythm is Rhythm.MONTH else QUARTER

    @property
    def shift(self) -> int:
        """By how many months the fiscal year starts after the calendar year."""
        return self.fiscal_start - 1 if self.rhythm is Rhythm.FISCAL_QUARTER else 0

    def _month(self, day: dt.date) -> int:
        return day.year * MONTHS + day.month - 1 - self.shift

    def period(self, ordinal: int) -> Period:
        """The period with this ordinal."""
        return _period(self, ordinal)


@lru_cache(maxsize=4096)
def _period(calendar: Calendar, ordinal: int) -> Period:
    """The period with an ordinal, worked out once."""
    length, shift = calendar.length, calendar.shift
    start = ordinal * length + shift
    first, last = _first_of(start), _last_before(start + length)
    year, part = divmod(ordinal, MONTHS // length)
    year += 1 if shift else 0
    name = f"{year:04d}-{part + 1:02d}" if calendar.rhythm is Rhythm.MONTH else f"{year:04d}-Q{part + 1}"
    prefix = "FY" if calendar.rhythm is Rhythm.FISCAL_QUARTER else ""
    return Period(ordinal, prefix + name, first, last)


def _first_of(month: int) -> dt.date:
    """The first day of a month; the earliest there is where a period reaches below it."""
    return dt.date(month // MONTHS, month % MONTHS + 1, 1) if month >= MONTHS else dt.date.min


def _last_before(month: int) -> dt.date:
    """The day before a month; the latest there is where a period reaches to the end of time."""
    return _first_of(month) - dt.timedelta(days=1) if month // MONTHS <= dt.MAXYEAR else dt.date.max


@dataclass(frozen=True, slots=True)
class Edition:
    """One edition: its period, its debriefs by id, and its manifest once it is closed; `closes_on` while it is."""

    period: Period
    debriefs: tuple[str, ...]
    manifest: Manifest | None = None
    closes_on: dt.date | None = None

    @property
    def id(self) -> str:
        """Its id, that of its period."""
        return self.period.id

    @property
    def is_closed(self) -> bool:
        """Whether what it printed is fixed."""
        return self.manifest is not None

    def shown_on(self, as_of: dt.date) -> dt.date:
        """The day on which it could be read: that of its closing, else its last day or the date of the data."""
        if self.manifest is not None:
            return dt.date.fromisoformat(self.manifest.as_of)
        return self.closes_on or min(self.period.last, as_of)


@dataclass(frozen=True, slots=True)
class Schedule:
    """All editions, oldest first, and for every debrief its edition; `late` ones missed their own."""

    calendar: Calendar
    editions: tuple[Edition, ...]
    edition_of: Mapping[str, str]
    late: frozenset[str]

    def get(self, id: str) -> Edition | None:
        """The edition with this id."""
        return next((edition for edition in self.editions if edition.id == id), None)

    def closing(self, id: str, day: dt.date) -> Schedule:
        """The same while an edition is being closed on a day."""
        editions = (replace(one, closes_on=day) if one.id == id else one for one in self.editions)
        return replace(self, editions=tuple(editions))

    @property
    def front(self) -> Edition | None:
        """The newest that is closed, or being closed; where none is, the newest with a debrief."""
        closed = [edition for edition in self.editions if edition.is_closed or edition.closes_on]
        filled = [edition for edition in self.editions if edition.debriefs]
        return closed[-1] if closed else filled[-1] if filled else None

    @property
    def open_after_front(self) -> Edition | None:
        """The edition in the making: the first open one that follows the front page's."""
        front = self.front
        later = [e for e in self.editions if front and not e.is_closed and e.period > front.period]
        return later[0] if later else None


def arrange(corpus: Corpus, settings: Settings) -> tuple[Corpus, Schedule]:
    """Place every debrief in its edition as of the date of the settings.

    The corpus comes back without files that are recorded later (`not yet`) and without forbidden
    edits (set aside); withdrawn debriefs stay, marked as such.
    """
    corpus = _without_later(corpus, settings.as_of)
    corpus = _with_withdrawn(corpus)
    manifests = {
        m.edition: m
        for m in corpus.manifests
        if m.audience == settings.audience and m.as_of <= settings.as_of.isoformat()
    }
    faults = list(_faults(corpus, manifests, Calendar(settings.rhythm, settings.fiscal_start)))
    edited = {found for found, _ in faults if found is not None and found.kind != "manifest"}
    corpus = replace(corpus, diagnostics=tuple(sorted((*corpus.diagnostics, *(d for _, d in faults)))))
    corpus = corpus.with_states(FileState.SET_ASIDE, edited)
    schedule = _schedule(corpus, manifests, settings)
    late = [_late(item, schedule) for item in corpus.debriefs if item.id in schedule.late]
    return replace(corpus, diagnostics=tuple(sorted((*corpus.diagnostics, *late)))), schedule


def _without_later(corpus: Corpus, as_of: dt.date) -> Corpus:
    later = {item.found for kind in ("debriefs", "comments") for item in getattr(corpus, kind) if item.recorded > as_of}
    later |= {item.found for item in corpus.responses if max(item.value.on, item.recorded) > as_of}
    later |= {item.found for item in corpus.promises if item.value.made_on > as_of}
    later |= {item.found for item in corpus.initiatives if item.value.first_seen and item.value.first_seen > as_of}
    return corpus.with_states(FileState.NOT_YET, later)


def _with_withdrawn(corpus: Corpus) -> Corpus:
    withdrawn = {item.found: FileState.WITHDRAWN for item in corpus.debriefs if item.value.withdrawn}
    return replace(corpus, states={**corpus.states, **withdrawn})


def _faults(
    corpus: Corpus, manifests: Mapping[str, Manifest], calendar: Calendar
) -> Iterator[tuple[FoundFile | None, Diagnostic]]:
    """Forbidden edits and removals of closed debriefs, and letters for no edition."""
    for manifest in manifests.values():
        yield from _faults_of_counted(corpus, manifest)
    yield from _faults_of_letters(corpus, calendar)


def _faults_of_counted(corpus: Corpus, manifest: Manifest) -> Iterator[tuple[FoundFile | None, Diagnostic]]:
    """What was done to the debriefs that a closed edition counts, and may not be."""
    items = {item.id: item for item in corpus.debriefs}
    ids_found = {found.id for found in corpus.states if found.kind == "debrief"}
    for position, (id, seal) in enumerate(sorted(manifest.counted.items())):
        item = items.get(id)
        what = _forbidden(item, seal, id in manifest.states.get("counted_only", ())) if item else ""
        if item is not None and what:
            message = f"{id} was counted in {manifest.edition}, see {manifest.path}, and {what}"
            allowed, private = "corrections, withdrawn, a tighter visibility", item.found.private
            yield item.found, Diagnostic(item.path, 1, 1, CLOSED_DEBRIEF_EDITED, message, allowed, private=private)
        elif item is None and id not in ids_found:
            message = f"{id} was counted in {manifest.edition}, and its file is gone"
            place = FIRST_COUNTED + position
            allowed = "the file, withdrawn if need be"
            yield None, Diagnostic(manifest.path, place, 1, CLOSED_DEBRIEF_MISSING, message, allowed)


def _faults_of_letters(corpus: Corpus, calendar: Calendar) -> Iterator[tuple[FoundFile | None, Diagnostic]]:
    """Letters whose name is no edition here."""
    for letter in corpus.editions:
        if calendar.parse(letter.id) is None:
            is_foreign = any(form.fullmatch(letter.id) for form in EDITION_IDS.values())
            known = {calendar.period_of(item.recorded).id for item in corpus.debriefs}
            near = "" if is_foreign else nearest(letter.id, known)
            message, allowed = f"{letter.id!r} is not an edition", f"an id such as {EDITION_FORMS[calendar.rhythm]}"
            private = letter.found.private
            yield letter.found, Diagnostic(letter.path, 1, 1, NO_SUCH_EDITION, message, allowed, near, private=private)


def _forbidden(item: ContentItem[Debrief], seal: str, was_counted_only: bool) -> str:
    """What was done to a closed debrief that may not be; empty where nothing was."""
    if item.value.withdrawn:
        return ""
    if item.seal != seal:
        return "has been edited since"
    is_looser = was_counted_only and item.value.visibility is Visibility.EVERYONE
    return "its visibility has been loosened since" if is_looser else ""


def _schedule(corpus: Corpus, manifests: Mapping[str, Manifest], settings: Settings) -> Schedule:
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


def _late(item: ContentItem[Debrief], schedule: Schedule) -> Diagnostic:
    message = f"recorded on {item.recorded}, counted in {schedule.edition_of[item.id]}"
    return Diagnostic(item.path, 1, 1, LATE_ARRIVAL, message, private=item.found.private)
