"""How each promise stands on a day: overdue is computed, and on time means by the first due date."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from builder.ledger.spans import DAY, Span
from builder.publication.public_debrief import PublicDebrief
from builder.publication.publication import Publication
from builder.schema.promise import OwnerStatus, Promise


class PromiseState(StrEnum):
    """How a promise stands, whatever its owner says of it."""

    KEPT = "kept on time"
    KEPT_LATE = "kept late"
    KEPT_DISPUTED = "kept, disputed"
    RELEASED = "released"
    OVERDUE = "overdue"
    DUE = "due"


@dataclass(frozen=True, slots=True, kw_only=True)
class PromiseStatus:
    """A promise on a day.

    `due` is the date as it stood then, `moved` how often it had moved; `days` counts those since a
    due date that passed. `cited` are the ids of the debriefs in which it plays a part, `against` those
    recorded after it was kept that call it broken.
    """

    id: str
    promise: Promise
    standing: PromiseState
    first_due: dt.date
    due: dt.date
    moved: int
    days: int = 0
    cited: tuple[str, ...] = ()
    against: tuple[str, ...] = ()

    @property
    def is_overdue(self) -> bool:
        """Whether its due date has passed and it is not kept."""
        return self.standing is PromiseState.OVERDUE


@dataclass(frozen=True, slots=True)
class UnloggedPromise:
    """What a debrief calls a broken promise and no promise on the ledger answers for."""

    debrief: str
    text: str
    owner: str


def promise_statuses(publication: Publication, day: dt.date) -> tuple[PromiseStatus, ...]:
    """Every promise made by a day, as it stood then; in the order of the publication."""
    naming = _naming(publication.debriefs)
    made = ((id, promise) for id, promise in publication.promises if promise.made_on <= day)
    return tuple(promise_status(id, promise, day, naming.get(id, ())) for id, promise in made)


def promise_status(id: str, promise: Promise, day: dt.date, naming: Iterable[PublicDebrief] = ()) -> PromiseStatus:
    """A promise as it stood on a day; `naming` are the debriefs that call it broken, of which later ones say nothing.

    An anonymous debrief is dated to its month, and so never counts as later than a day of that month.
    """
    naming = [debrief for debrief in naming if debrief.recorded <= day.isoformat()]
    due, kept = promise.due_as_of(day), promise.kept_as_of(day)
    against = tuple(d.id for d in naming if kept and d.recorded > kept.isoformat())
    standing = _standing(promise, due, kept, day, is_disputed=bool(against))
    return PromiseStatus(
        id=id,
        promise=promise,
        standing=standing,
        first_due=promise.first_due,
        due=due,
        moved=sum(slip.on <= day for slip in promise.slips),
        days=(day - due).days if standing is PromiseState.OVERDUE else 0,
        cited=tuple(dict.fromkeys((*promise.cited_by, *(debrief.id for debrief in naming)))),
        against=against,
    )


def _standing(promise: Promise, due: dt.date, kept: dt.date | None, day: dt.date, *, is_disputed: bool) -> PromiseState:
    if promise.is_released:
        return PromiseState.RELEASED
    if kept is None:
        return PromiseState.OVERDUE if due < day else PromiseState.DUE
    if is_disputed or promise.status is OwnerStatus.DISPUTED:
        return PromiseState.KEPT_DISPUTED
    return PromiseState.KEPT if kept <= promise.first_due else PromiseState.KEPT_LATE


def overdue_spans(promise: Promise, day: dt.date) -> Iterator[Span]:
    """The spans up to a day in which a promise was overdue.

    A due date that moves ends a span, unless the new date has passed too; and so does the promise when it is kept.
    """
    if promise.is_released:
        return
    kept = promise.kept_as_of(day)
    for start, end in _spans(promise, kept):
        last = end - DAY if end is not None and end <= day else day
        if start <= last and (kept is None or start <= kept):
            yield start, last


def _spans(promise: Promise, kept: dt.date | None) -> Iterator[tuple[dt.date, dt.date | None]]:
    """For each due date the day after it, and the day on which it moved; of the last, on which it was kept."""
    start = promise.first_due + dt.timedelta(days=1)
    for slip in promise.slips:
        following = slip.to + dt.timedelta(days=1)
        if slip.on < following:
            yield start, slip.on
            start = following
        elif start >= slip.on:
            start = max(following, slip.on)
    yield start, kept


def unlogged_promises(publication: Publication) -> tuple[UnloggedPromise, ...]:
    """Broken promises told in words that no promise has claimed by citing their debrief; newest first."""
    claimed = {id for _, promise in publication.promises for id in promise.cited_by}
    return tuple(
        UnloggedPromise(debrief.id, text, owner)
        for debrief in publication.debriefs
        if debrief.id not in claimed and debrief.has_page
        for id, text, owner in debrief.broken_promises
        if not id and text
    )


def _naming(debriefs: Iterable[PublicDebrief]) -> Mapping[str, list[PublicDebrief]]:
    """The debriefs that call a promise broken, by its id, oldest first."""
    found: dict[str, list[PublicDebrief]] = defaultdict(list)
    for debrief in sorted(debriefs, key=lambda debrief: debrief.order):
        for id in dict.fromkeys(id for id, _, _ in debrief.broken_promises if id):
            if debrief.has_page:
                found[id].append(debrief)
    return found
