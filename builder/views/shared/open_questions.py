"""What waits for a decision, in the masthead, on the front page and wherever its subject stands."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from builder import addresses
from builder.build import Bulletin
from builder.editions import Edition
from builder.figures.figure_row import ALL
from builder.ledger.open_questions import THEME, OpenQuestion
from builder.views.shared.names import Names
from builder.views.shared.page_context import PageContext
from builder.views.shared.phrases import Link, Phrase, Piece, counted_noun, number

SHOWN = 3


@dataclass(frozen=True, slots=True)
class WaitingQuestion:
    """One thing that waits: what, whose it is, for how long, since which edition, and where to answer."""

    id: str
    kind: str
    what: Link
    owner: str
    age: str
    is_late: bool
    facts: Phrase
    answer: Link


@dataclass(frozen=True, slots=True)
class UnansweredSection:
    """What is unanswered on the page of an edition: the first rows by money, and how many more there are."""

    rows: tuple[WaitingQuestion, ...]
    more: Link | None
    none: str


def unanswered_section(context: PageContext, day: dt.date, edition: str) -> UnansweredSection:
    """What waited on a day, those with the most money in an edition first."""
    waiting = context.ledger.unanswered_on(day)
    order = sorted(waiting, key=lambda one: (-_worth(context.bulletin, one, edition), one.asked, one.subject))
    rows = tuple(waiting_question(context, one, day, edition) for one in order[:SHOWN])
    more = Link(f"and {len(order) - SHOWN} more", addresses.SILENCE) if len(order) > SHOWN else None
    answered = sum(one.answered is not None and one.answered <= day for one in context.ledger.questions)
    none = "Nobody is waiting: every corroborated theme and every overdue promise has a decision."
    return UnansweredSection(rows, more, none if answered else "Nothing waits for a decision yet.")


def day_of_page(edition: Edition, bulletin: Bulletin, *, is_live: bool) -> dt.date:
    """The day that a page of an edition tells of: the front page of today, any other of when it could be read."""
    as_of = bulletin.settings.as_of
    return as_of if is_live or not edition.is_closed else edition.shown_on(as_of)


def masthead(context: PageContext, day: dt.date) -> Phrase:
    """`3 unanswered, the oldest 74 days (Product).`, leading to what waits; nothing where nothing does."""
    names = context.names
    waiting = context.ledger.unanswered_on(day)
    if not waiting:
        return ()
    oldest = waiting[0]
    summary = (
        f"{len(waiting)} unanswered, the oldest {number(oldest.age(day), 'day')} ({names.department(oldest.owner)})."
    )
    return (Link(summary, addresses.SILENCE),)


def waiting_question(context: PageContext, question: OpenQuestion, day: dt.date, edition: str) -> WaitingQuestion:
    """One thing that waits, as of a day, with the money that an edition associates with it."""
    names = context.names
    is_theme = question.kind == THEME
    facts: list[Piece] = [f"Silent since {names.day(question.asked.isoformat())}"]
    if question.edition:
        facts += [", first shown in ", names.edition_of(question.edition)]
    if amount := _worth(context.bulletin, question, edition):
        facts.append(f", {names.about(amount)} {'associated with it' if is_theme else 'in deals that cite it'}")
    return WaitingQuestion(
        id=f"{question.kind}-{question.subject}",
        kind="Corroborated theme" if is_theme else "Overdue promise",
        what=what_of(question, names),
        owner=names.department(question.owner),
        age=counted_noun(question.age(day), "day"),
        is_late=question.due < day,
        facts=tuple(facts),
        answer=respond_link(question),
    )


def what_of(question: OpenQuestion, names: Names) -> Link:
    """What a question is about, as a link to its page."""
    subject = names.subject(question.kind, question.subject)
    assert isinstance(subject, Link), "what waits has a page"
    return subject


def respond_link(question: OpenQuestion) -> Link:
    """Where to answer: the form, filled in as far as known."""
    field = "theme" if question.kind == THEME else "promises"
    return Link("Answer", addresses.form("response", **{field: question.subject}))


def _worth(bulletin: Bulletin, question: OpenQuestion, edition: str) -> float:
    """The money that stands behind a question, in the site's currency; 0 where none is known."""
    record = bulletin.record
    if question.kind == THEME:
        found = (
            record.computed_anew("money-at-stake", id, theme=question.subject) for id in (edition, question.edition)
        )
        row = next((row for row in found if row), None)
        return float(row.measure("amount") or 0) if row else 0.0
    row = record.computed_anew("promises", ALL, promise=question.subject)
    return float(row.measure("value") or 0) if row else 0.0
