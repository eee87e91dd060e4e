"""You said, we did: what was asked, what was decided about it, and what became of that."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from builder import addresses
from builder.build import Bulletin
from builder.editions import Edition
from builder.ledger.answers import Fate, Followed, followed
from builder.publication import Answer
from builder.views.conversation import answer_entry
from builder.views.names import Names
from builder.views.text import Link, Phrase, number

MOST_EARLIER = 3


@dataclass(frozen=True, slots=True)
class Exchange:
    """You said, we did: a theme and what was decided about it."""

    said: Phrase
    verdict: str
    who: str
    date: str
    detail: str
    href: str
    is_overdue: bool


def given_in(bulletin: Bulletin, names: Names, edition: Edition, day: dt.date, *, is_live: bool) -> Iterable[Exchange]:
    """What was decided within the edition's period, and on the front page since, newest first."""
    until = day if is_live else edition.period.last
    for one in reversed(followed(bulletin.publication, day)):
        if edition.period.first <= one.answer.value.on <= until:
            yield exchange(bulletin, names, one)


def became_of_earlier(bulletin: Bulletin, names: Names, edition: Edition, day: dt.date) -> Iterable[Exchange]:
    """What had become of earlier answers: the overdue ones, the longest first, then those done in the period."""
    before = [one for one in followed(bulletin.publication, day) if one.answer.value.on < edition.period.first]
    overdue = sorted((one for one in before if one.fate is Fate.OVERDUE), key=lambda one: -one.days)
    later = {answer.id: answer.value.on for answer in bulletin.publication.answers}
    done = [one for one in before if one.fate is Fate.DONE and later.get(one.later, day) >= edition.period.first]
    for one in (*overdue, *done)[:MOST_EARLIER]:
        yield exchange(bulletin, names, one)


def exchange(bulletin: Bulletin, names: Names, one: Followed) -> Exchange:
    """What was asked and decided, with what had become of it."""
    entry = answer_entry(bulletin, names, one.answer, one)
    page = _answered_at(one.answer, bulletin)
    said = _asked(one.answer, names)
    href = f"{page}#{entry.id}"
    return Exchange(said, entry.verdict, entry.who, entry.date, entry.detail, href, entry.is_overdue)


def _asked(answer: Answer, names: Names) -> Phrase:
    """What the answer answers, in a phrase."""
    value = answer.value
    if value.theme:
        return (names.theme_link(value.theme),)
    if value.debriefs:
        debrief = names.publication.debrief(value.debriefs[0])
        title = names.headline(debrief) if debrief else value.debriefs[0]
        return ("An ask: ", Link(title, addresses.debrief(value.debriefs[0])))
    id = value.promises[0]
    others = len(value.promises) - 1
    return (
        "A promise: ",
        Link(names.promise_title(id), addresses.promise(id)),
        f", and {number(others, 'other')}" if others else "",
    )


def _answered_at(answer: Answer, bulletin: Bulletin) -> str:
    value = answer.value
    if value.theme:
        return addresses.theme(bulletin.publication.codebook.current(value.theme))
    return addresses.debrief(value.debriefs[0]) if value.debriefs else addresses.promise(value.promises[0])
