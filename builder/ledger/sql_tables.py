"""The tables of the ledger that figures read: questions and bets, which follow from other figures."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from builder.figures.sql_tables import Packed, packed
from builder.ledger.ledger import Ledger


def ledger_tables(ledger: Ledger, numbers: Mapping[str, int]) -> Mapping[str, Packed]:
    """The rows of each table of the ledger, in the order of its columns; `numbers` are those of debriefs.

    By the name of the table: `question`, `asking`, `bet`.
    """
    return {
        "question": packed(_questions(ledger)),
        "asking": packed(_asking(ledger, numbers)),
        "bet": packed(_bets(ledger)),
    }


def _questions(ledger: Ledger) -> Iterable[tuple[Any, ...]]:
    for number, one in enumerate(ledger.questions):
        days = (day.isoformat() if day else None for day in (one.asked, one.due, one.answered, one.ended))
        yield number, one.kind, one.owner, one.edition, *days


def _asking(ledger: Ledger, numbers: Mapping[str, int]) -> Iterable[tuple[int, int]]:
    for number, one in enumerate(ledger.questions):
        for debrief in one.debriefs:
            if debrief in numbers:
                yield number, numbers[debrief]


def _bets(ledger: Ledger) -> Iterable[tuple[str, str, str]]:
    for bet in ledger.bets:
        if bet.is_settled:
            yield bet.initiative.owner, bet.edition, bet.result.value
