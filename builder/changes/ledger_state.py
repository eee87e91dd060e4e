"""What one version of a bulletin owes, told so that two versions can be compared: silences, promises, answers, bets."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from builder.build import Bulletin
from builder.changes.item_forms import Key
from builder.ledger.bets import BetResult, SettledBet
from builder.ledger.promises import PromiseState, PromiseStatus
from builder.ledger.responses import FollowedResponse, ResponseFate
from builder.views.shared.names import Names
from builder.views.shared.open_questions import what_of
from builder.views.shared.phrases import moved


@dataclass(frozen=True, slots=True)
class OpenQuestionState:
    """Something silent: what it is called, whose it is to answer, and for how many days it has waited."""

    title: str
    owner: str
    days: int


@dataclass(frozen=True, slots=True)
class Owed:
    """What waits for a decision, by kind and id; and by id how each promise, answer and bet stands, in words."""

    waiting: Mapping[Key, OpenQuestionState]
    promises: Mapping[str, str]
    answers: Mapping[str, str]
    bets: Mapping[str, str]


def owed_of(bulletin: Bulletin, names: Names) -> Owed:
    """What a bulletin owes as of its date."""
    ledger = bulletin.ledger
    return Owed(
        waiting=dict(_waiting(bulletin, names)),
        promises={pledge.id: _promise(pledge, names) for pledge in ledger.promises},
        answers={one.answer.id: told for one in ledger.responses if (told := _answer(one, names))},
        bets={wager.id: _bet(wager, names) for wager in ledger.bets},
    )


def _waiting(bulletin: Bulletin, names: Names) -> Iterator[tuple[Key, OpenQuestionState]]:
    as_of = bulletin.settings.as_of
    for one in bulletin.ledger.unanswered:
        yield (
            (one.kind, one.subject),
            OpenQuestionState(what_of(one, names).text, names.department(one.owner), one.age(as_of)),
        )


def _promise(pledge: PromiseStatus, names: Names) -> str:
    told = _dated(pledge.standing.value, pledge.due, names)
    if pledge.standing not in (PromiseState.DUE, PromiseState.OVERDUE):
        told = pledge.standing.value
    return f"{told}{_moved(pledge.moved)}"


def _answer(one: FollowedResponse, names: Names) -> str:
    if one.due is None:
        return ""
    told = (
        _dated(one.fate.value, one.due, names)
        if one.fate in (ResponseFate.DUE, ResponseFate.OVERDUE)
        else one.fate.value
    )
    return f"{told}{_moved(one.moved)}"


def _dated(standing: str, due: dt.date, names: Names) -> str:
    day = names.day(due.isoformat())
    return f"overdue since {day}" if standing == PromiseState.OVERDUE else f"due {day}"


def _moved(times: int) -> str:
    return f", {moved(times)}" if times else ""


def _bet(wager: SettledBet, names: Names) -> str:
    """`won by October 2026, 1 of 34`; an open one by what the newest edition would make of it."""
    row = wager.after if wager.result is not BetResult.OPEN else wager.latest
    counts = f"{row.k:,} of {row.n:,}" if row else "nothing counted"
    edition = names.scope_title(wager.edition)
    if wager.result is not BetResult.OPEN:
        return f"{wager.result.value} by {edition}, {counts}"
    would = "would" if row and wager.bet.is_met(row.k, row.n) else "would not"
    return f"{counts} now, which {would} win it by {edition}"
