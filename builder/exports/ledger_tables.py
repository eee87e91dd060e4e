"""The tables of the ledger as data files: promises, questions, answers and bets, as of the date of the data."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Any

from builder.build import Bulletin
from builder.exports.data_files import DataTable, files_of
from builder.ledger.ledger import Ledger
from builder.rendering.static_file import StaticFile

PROMISES = """
    id varchar, what varchar, owner varchar, made_on date, first_due date, due date, moved integer,
    status varchar, standing varchar, kept_on date, days_overdue integer, cited_by varchar
"""
QUESTIONS = """
    kind varchar, subject varchar, owner varchar, edition varchar, asked date, due date, answered date,
    answer varchar, ended date
"""
ANSWERS = """
    id varchar, theme varchar, promises varchar, debriefs varchar, department varchar, answered date, decision varchar,
    first_due date, due date, moved integer, fate varchar, days_overdue integer, initiative varchar
"""
BETS = """
    initiative varchar, title varchar, owner varchar, status varchar, figure varchar, cell varchar,
    direction varchar, threshold double, probability double, edition varchar, result varchar,
    before_k integer, before_n integer, after_k integer, after_n integer
"""


def ledger_data(bulletin: Bulletin) -> Iterator[StaticFile]:
    """The files of the tables that the ledger makes."""
    ledger = bulletin.ledger
    for name, columns, rows in (
        ("promises", PROMISES, _promises),
        ("questions", QUESTIONS, _questions),
        ("answers", ANSWERS, _responses),
        ("bets", BETS, _bets),
    ):
        made = list(rows(ledger))
        yield from files_of(DataTable(name, columns, made.__iter__, repr(made)))


def _promises(ledger: Ledger) -> Iterable[tuple[Any, ...]]:
    for one in ledger.promises:
        promise = one.promise
        yield (
            one.id,
            promise.what,
            promise.owner,
            _day(promise.made_on),
            _day(one.first_due),
            _day(one.due),
            one.moved,
            promise.status.value,
            one.standing.value,
            _day(promise.kept_on),
            one.days or None,
            " ".join(one.cited) or None,
        )


def _questions(ledger: Ledger) -> Iterable[tuple[Any, ...]]:
    for one in ledger.questions:
        dates = (_day(one.asked), _day(one.due), _day(one.answered), one.response or None, _day(one.ended))
        yield one.kind, one.subject, one.owner or None, one.edition or None, *dates


def _responses(ledger: Ledger) -> Iterable[tuple[Any, ...]]:
    for one in ledger.responses:
        value = one.response.value
        yield (
            one.response.id,
            next((id for kind, id in one.subjects if kind == "theme"), None),
            " ".join(value.promises) or None,
            " ".join(value.debriefs) or None,
            value.by,
            _day(value.on),
            value.decision.value,
            _day(value.first_due),
            _day(one.due),
            one.moved,
            one.fate.value,
            one.days or None,
            value.initiative,
        )


def _bets(ledger: Ledger) -> Iterable[tuple[Any, ...]]:
    for one in ledger.bets:
        initiative, bet = one.initiative, one.bet
        cell = " ".join(f"{name}={value}" for name, value in bet.cell.items())
        counts = (number for row in (one.before, one.after) for number in ((row.k, row.n) if row else (None, None)))
        yield (
            one.id,
            initiative.title,
            initiative.owner,
            initiative.status.value,
            bet.figure.value,
            cell,
            bet.direction.value,
            bet.threshold,
            bet.probability,
            bet.by,
            one.result.value,
            *counts,
        )


def _day(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None
