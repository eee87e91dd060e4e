"""What one version of a bulletin owes, in words that can be compared: open questions, promises, answers, bets."""

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
    """An open question: what it is called, whose it is to answer, and for how many days it has waited."""

    title: str
    owner: str
    days: int


@dataclass(frozen=True, slots=True)
class LedgerState:
    """What waits for a decision, by kind and id; and by id how each promise, answer and bet stands, in words."""

    waiting: Mapping[Key, OpenQuestionState]
    promises: Mapping[str, str]
    responses: Mapping[str, str]
    bets: Mapping[str, str]


def ledger_state_of(bulletin: Bulletin, names: Names) -> LedgerState:
    """What a bulletin owes as of its date."""
    ledger = bulletin.ledger
    return LedgerState(
        waiting=dict(_waiting(bulletin, names)),
        promises={status.id: _promise_words(status, names) for status in ledger.promises},
        responses={one.response.id: words for one in ledger.responses if (words := _response_words(one, names))},
        bets={bet.id: _bet_words(bet, names) for bet in ledger.bets},
    )


def _waiting(bulletin: Bulletin, names: Names) -> Iterator[tuple[Key, OpenQuestionState]]:
    as_of = bulletin.settings.as_of
    for one in bulletin.ledger.unanswered:
        yield (
            (one.kind, one.subject),
            OpenQuestionState(what_of(one, names).text, names.department(one.owner), one.age(as_of)),
        )


def _promise_words(status: PromiseStatus, names: Names) -> str:
    words = _due_words(status.standing.value, status.due, names)
    if status.standing not in (PromiseState.DUE, PromiseState.OVERDUE):
        words = status.standing.value
    return f"{words}{_moved_words(status.moved)}"


def _response_words(one: FollowedResponse, names: Names) -> str:
    if one.due is None:
        return ""
    words = (
        _due_words(one.fate.value, one.due, names)
        if one.fate in (ResponseFate.DUE, ResponseFate.OVERDUE)
        else one.fate.value
    )
    return f"{words}{_moved_words(one.moved)}"


def _due_words(standing: str, due: dt.date, names: Names) -> str:
    day = names.day(due.isoformat())
    return f"overdue since {day}" if standing == PromiseState.OVERDUE else f"due {day}"


def _moved_words(times: int) -> str:
    return f", {moved(times)}" if times else ""


def _bet_words(settled: SettledBet, names: Names) -> str:
    """`won by October 2026, 1 of 34`; an open one by what the newest edition would make of it."""
    row = settled.after if settled.result is not BetResult.OPEN else settled.latest
    counts = f"{row.k:,} of {row.n:,}" if row else "nothing counted"
    edition = names.scope_title(settled.edition)
    if settled.result is not BetResult.OPEN:
        return f"{settled.result.value} by {edition}, {counts}"
    would = "would" if row and settled.bet.is_met(row.k, row.n) else "would not"
    return f"{counts} now, which {would} win it by {edition}"
