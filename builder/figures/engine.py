"""Runs the queries of the catalogue over one publication, in DuckDB, in this process."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from importlib import resources
from typing import Any

import duckdb

from builder.config import Settings
from builder.figures.catalogue import Figure
from builder.figures.floor import above_floor
from builder.figures.row import ALL, DIMENSIONS, Row
from builder.publication import Publication
from builder.schema.debrief import Evidence, Voice

LOOK_BACK = 6
PLAIN = frozenset({"edition", "k", "n", "debriefs", *DIMENSIONS})


class Engine:
    """The tables of one publication, and the rows of every figure over them."""

    def __init__(self, publication: Publication, settings: Settings) -> None:
        self._floor = settings.floor
        self._connection = duckdb.connect(":memory:")
        self._run(_sql("tables.sql"))
        self.load("scope", scopes(publication))
        self.load("debrief", _debriefs(publication))
        self.load("driver", _drivers(publication))
        self.load("closed_deal", _closed_deals(publication))
        self._run(_sql("views.sql"))

    def rows(self, figure: Figure) -> tuple[Row, ...]:
        """Every row of a figure, for every edition and for the whole record, above the floor."""
        cursor = self._connection.execute(figure.query)
        columns = [column[0] for column in cursor.description]
        rows = (_row(columns, values) for values in cursor.fetchall())
        return tuple(figure.finish(row) for row in above_floor(rows, self._floor))

    def export(self, query: str) -> None:
        """Run a statement that writes files."""
        self._run(query)

    def _run(self, script: str) -> None:
        self._connection.execute(script)

    def load(self, table: str, rows: Iterable[Sequence[Any]]) -> None:
        """Fill a table, column by column: far faster than row by row."""
        columns = [list(column) for column in zip(*rows, strict=True)]
        if not columns:
            return
        types = [row[1] for row in self._connection.execute(f"describe {table}").fetchall()]
        lists = ", ".join(f"unnest(${number}::{kind}[])" for number, kind in enumerate(types, start=1))
        self._connection.execute(f"insert into {table} select {lists}", columns)


def _sql(name: str) -> str:
    return resources.files("builder.figures").joinpath(name).read_text(encoding="utf-8")


def _row(columns: Sequence[str], values: Sequence[Any]) -> Row:
    cell = dict(zip(columns, values, strict=True))
    return Row(
        edition=cell["edition"],
        keys=tuple((name, cell[name]) for name in DIMENSIONS if cell.get(name) is not None),
        k=cell["k"],
        n=cell["n"],
        measures=tuple((name, cell[name]) for name in columns if name not in PLAIN),
        debriefs=tuple(dict.fromkeys(cell["debriefs"] or ())),
    )


def scopes(publication: Publication) -> list[tuple[str, str, str]]:
    """Which editions each edition's figures look at: itself, and the last six."""
    schedule = publication.schedule
    periods = {edition.period.ordinal: edition.id for edition in schedule.editions}
    for deal in publication.closed_deals:
        period = schedule.calendar.period_of(deal.closed)
        periods.setdefault(period.ordinal, period.id)
    shown = {edition.id for edition in schedule.editions}
    rows = []
    for ordinal, id in sorted(periods.items()):
        rows.append((ALL, id, "own"))
        if id not in shown:
            continue
        rows.append((id, id, "own"))
        members = (periods.get(earlier) for earlier in range(ordinal - LOOK_BACK + 1, ordinal + 1))
        rows += [(id, member, "six") for member in members if member]
    newest = max(periods, default=0)
    latest = (periods.get(ordinal) for ordinal in range(newest - LOOK_BACK + 1, newest + 1))
    return rows + [(ALL, member, "six") for member in latest if member]


def _debriefs(publication: Publication) -> Iterable[tuple[Any, ...]]:
    attributions = {attribution.debrief: attribution for attribution in publication.attributions}
    for rank, debrief in enumerate(reversed(publication.debriefs)):
        behind = attributions[debrief.id]
        yield (
            debrief.id,
            debrief.edition,
            rank,
            debrief.deal,
            behind.account,
            behind.reporter,
            debrief.source,
            debrief.outcome.value,
            debrief.lost_to,
            None if behind.value is None else float(behind.value),
            debrief.segment,
            debrief.region,
            debrief.product,
            debrief.is_prospects_voice,
            "compelling" in debrief.asked,
            "repelling" in debrief.asked,
            debrief.minutes,
            behind.team,
            behind.territory,
        )


def _drivers(publication: Publication) -> Iterable[tuple[Any, ...]]:
    for debrief in publication.debriefs:
        is_interview = debrief.source == "interview"
        for driver in debrief.drivers:
            own_words = driver.voice is Voice.BUYER and (
                is_interview or driver.evidence is Evidence.INTERVIEW or driver.is_verbatim
            )
            yield (
                debrief.id,
                driver.theme,
                driver.side,
                driver.weight,
                driver.voice.value,
                driver.evidence.value,
                bool(driver.quote),
                own_words,
            )


def _closed_deals(publication: Publication) -> Iterable[tuple[Any, ...]]:
    calendar = publication.schedule.calendar
    for deal in publication.closed_deals:
        yield (
            deal.deal,
            calendar.period_of(deal.closed).id,
            deal.outcome.value,
            None if deal.value is None else float(deal.value),
            deal.segment,
            deal.reporter,
            deal.team,
            deal.territory,
        )
