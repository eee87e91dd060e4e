"""The tables that every figure reads: rows made of one publication, and how DuckDB is filled with them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from builder.figures.row import ALL
from builder.publication import Publication
from builder.schema.debrief import Evidence, Voice

if TYPE_CHECKING:
    import duckdb

LOOK_BACK = 6
Rows = Sequence[tuple[Any, ...]]


def tables_of(publication: Publication) -> Mapping[str, Rows]:
    """The rows of each table of `tables.sql`, in the order of its columns."""
    return {
        "scope": scopes(publication),
        "debrief": list(_debriefs(publication)),
        "driver": list(_drivers(publication)),
        "closed_deal": list(_closed_deals(publication)),
    }


def fill(connection: duckdb.DuckDBPyConnection, table: str, rows: Iterable[Sequence[Any]]) -> None:
    """Fill a table, column by column: far faster than row by row."""
    columns = [list(column) for column in zip(*rows, strict=True)]
    if not columns:
        return
    types = [row[1] for row in connection.execute(f"describe {table}").fetchall()]
    lists = ", ".join(f"unnest(${number}::{kind}[])" for number, kind in enumerate(types, start=1))
    connection.execute(f"insert into {table} select {lists}", columns)


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
