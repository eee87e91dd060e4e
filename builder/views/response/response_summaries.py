"""You said, we did: what was asked, what was decided about it, and what became of that."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from builder.ledger.responses import FollowedResponse, ResponseFate
from builder.views.shared.conversation import response_entry
from builder.views.shared.names import Names
from builder.views.shared.phrases import Link, Phrase, number

MOST_EARLIER = 3
SAID = {"theme": "", "promise": "A promise: ", "ask": "An ask: "}


@dataclass(frozen=True, slots=True)
class ResponseSummary:
    """You said, we did: a theme and what was decided about it."""

    said: Phrase
    verdict: str
    who: str
    date: str
    detail: str
    href: str
    is_overdue: bool


def given_in(
    responses: Sequence[FollowedResponse], names: Names, first: dt.date, until: dt.date
) -> Iterable[ResponseSummary]:
    """What was decided from one day to another, newest first; `responses` are the answers by then."""
    for one in reversed(responses):
        if first <= one.response.value.on <= until:
            yield response_summary(names, one)


def became_of_earlier(responses: Sequence[FollowedResponse], names: Names, first: dt.date) -> Iterable[ResponseSummary]:
    """What had become of answers before a day: the overdue ones, the longest first, then those done since."""
    before = [one for one in responses if one.response.value.on < first]
    overdue = sorted((one for one in before if one.fate is ResponseFate.OVERDUE), key=lambda one: -one.days)
    given = {one.response.id: one.response.value.on for one in responses}
    done = [one for one in before if one.fate is ResponseFate.DONE and given.get(one.later, first) >= first]
    for one in (*overdue, *done)[:MOST_EARLIER]:
        yield response_summary(names, one)


def response_summary(names: Names, one: FollowedResponse) -> ResponseSummary:
    """What was asked and decided, with what had become of it."""
    entry = response_entry(names, one.response, one)
    (kind, id), *others = one.subjects
    subject = names.subject(kind, id)
    more = f", and {number(len(others), 'other')}" if kind != "theme" and others else ""
    href = f"{subject.href}#{entry.id}" if isinstance(subject, Link) else ""
    said = tuple(piece for piece in (SAID[kind], subject, more) if piece)
    return ResponseSummary(said, entry.verdict, entry.who, entry.date, entry.detail, href, entry.is_overdue)
