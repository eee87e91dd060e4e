"""What waits for a decision, and for how long: on its own page, in the masthead and on the front page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from builder import addresses
from builder.build import Bulletin
from builder.figures.figure_row import ALL, FigureRow
from builder.ledger.open_questions import THEME, OpenQuestion
from builder.ledger.responses import HOLDS_FOR
from builder.views.shared.cell_titles import value_title
from builder.views.shared.charts import Interval, interval
from builder.views.shared.figure_wording import ages
from builder.views.shared.names import Names
from builder.views.shared.open_questions import WaitingQuestion, waiting_question, what_of
from builder.views.shared.page_context import PageContext
from builder.views.shared.phrases import Link, Phrase, Piece, count, counted_noun, number, plausible, spelled


@dataclass(frozen=True, slots=True)
class AnsweredTally:
    """One row of the record: of the questions of one owner or edition, those answered in time."""

    title: str
    count: Phrase
    drawn: Interval | None
    plausible: str
    ages: str


@dataclass(frozen=True, slots=True)
class AnsweredQuestion:
    """A question that is over: what, whose it was, when it was asked, and what ended it after how long."""

    what: Link
    owner: str
    asked: str
    ending: Phrase
    days: str


@dataclass(frozen=True, slots=True)
class UnansweredPage:
    """Everything on the page of what is unanswered."""

    title: str
    deck: str
    rule: str
    rows: tuple[WaitingQuestion, ...]
    owners: tuple[AnsweredTally, ...]
    editions: tuple[AnsweredTally, ...]
    past: tuple[AnsweredQuestion, ...]
    rows_behind: str


def unanswered_page(context: PageContext) -> UnansweredPage:
    """What waits as of the date of the data, who is slow to answer, and what was answered."""
    names = context.names
    as_of, ledger = context.settings.as_of, context.ledger
    waiting = ledger.unanswered
    total = context.record.computed_anew("answers", ALL)
    over = sorted((one for one in ledger.questions if not one.is_open), key=_ended, reverse=True)
    return UnansweredPage(
        title="The silence",
        deck=f"{_waiting_sentence(waiting, as_of, names)} {_in_time(total)}".strip(),
        rule=_rule(context.bulletin),
        rows=tuple(waiting_question(context, one, as_of, names.front_id) for one in waiting),
        owners=tuple(_tallies(context, "owner")),
        editions=tuple(_tallies(context, "month")),
        past=tuple(_answered_question(one, names) for one in over),
        rows_behind=addresses.rows("answers", ALL),
    )


def _waiting_sentence(waiting: Sequence[OpenQuestion], day: dt.date, names: Names) -> str:
    if not waiting:
        return "Nothing waits for a decision."
    things = "thing waits" if len(waiting) == 1 else "things wait"
    oldest = waiting[0]
    return (
        f"{len(waiting)} {things} for a decision, the oldest for {number(oldest.age(day), 'day')} "
        f"({names.department(oldest.owner)})."
    )


def _in_time(total: FigureRow | None) -> str:
    if total is None or not total.n:
        return ""
    return f"{total.k} of {total.n} that were due for one were answered in time."


def _rule(bulletin: Bulletin) -> str:
    return (
        "A theme that puts buyers off and is corroborated, and a promise that is overdue, are silent until a decision "
        "answers them. To invest, fix or investigate ends the silence until the date that was named; to decline, or "
        f"to say that it is done, for {spelled(HOLDS_FOR)} editions. "
        "Handing it on, disputing it or thanking for it ends nothing. "
        f"In time means within {bulletin.settings.respond_within} days of the edition that first showed it."
    )


def _tallies(context: PageContext, dimension: str) -> Iterable[AnsweredTally]:
    names = context.names
    rows = [row for row in context.record.rows("answers", ALL) if {name for name, _ in row.keys} == {dimension}]
    if dimension == "owner":
        rows.sort(key=lambda row: (-row.measure("waiting"), names.department(row.key("owner"))))
    for row in rows:
        counted: Piece = count(row.k, row.n, names.behind("answers", row)) if row.n else "none due yet"
        words = plausible(row) if row.n else ""
        yield AnsweredTally(
            value_title(dimension, row.key(dimension), names), (counted,), interval(row), words, ages(row)
        )


def _ended(question: OpenQuestion) -> dt.date:
    return question.answered or question.ended or question.asked


def _answered_question(question: OpenQuestion, names: Names) -> AnsweredQuestion:
    days = counted_noun((_ended(question) - question.asked).days, "day")
    late = "" if question.answered is None else ", in time" if question.is_in_time else ", late"
    return AnsweredQuestion(
        what=what_of(question, names),
        owner=names.department(question.owner),
        asked=names.day(question.asked.isoformat()),
        ending=_ending(question, names),
        days=f"{days}{late}",
    )


def _ending(question: OpenQuestion, names: Names) -> Phrase:
    """What ended the wait: a decision, or that nothing was left to answer."""
    if question.answered is not None:
        page = what_of(question, names).href
        return ("Answered on ", Link(names.day(question.answered.isoformat()), f"{page}#answer-{question.response}"))
    day = names.day(_ended(question).isoformat())
    if question.kind == THEME:
        return (f"No longer corroborated on {day}, and never answered",)
    return (f"Kept, or its date moved, on {day}, and never answered",)
