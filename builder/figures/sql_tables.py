"""The tables that every figure reads: rows made of one publication, and how DuckDB is filled with them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any

from pydantic_core import to_json

from builder.config import Settings
from builder.editions import Period
from builder.figures.figure_row import ALL
from builder.publication.public_debrief import PublicDebrief, PublicDriver
from builder.publication.publication import Publication
from builder.publication.value_bands import BANDS
from builder.schema.driver import Evidence, Voice

if TYPE_CHECKING:
    import duckdb

LOOK_BACK = 6
STALE_AFTER = 2
WINDOW = 3
QUARTER = 3
PART = 20_000
Packed = Sequence[Sequence[str]]


def tables_of(publication: Publication, ids: Sequence[str], settings: Settings) -> Mapping[str, Packed]:
    """The rows of each table of `tables.sql`, in the order of its columns; debriefs by their places in `ids`."""
    numbers = {id: number for number, id in enumerate(ids)}
    return {
        "moment": packed(_moments(publication, settings.as_of)),
        "scope": packed(scopes(publication)),
        "debrief": packed(_debriefs(publication, numbers)),
        "met": packed(_met(publication, numbers)),
        "driver": packed(_drivers(publication, numbers)),
        "closed_deal": packed(_closed_deals(publication)),
        "attained": packed(_attained(publication)),
        "horizon": packed(_horizons(publication, settings.attainment_periods)),
        "claim_reception": packed(_claim_receptions(publication, numbers)),
        "promise": packed(_promises(publication)),
        "slip": packed(_slips(publication)),
        "citing": packed(_citing(publication, numbers)),
        "value_bands": packed((bound,) for bound in BANDS),
    }


def in_order(publication: Publication) -> list[PublicDebrief]:
    """The debriefs, each at the position that is its number in the tables: by edition, then by id.

    A number is shorter to sort and to hand over than an id, and a new debrief leaves those of earlier
    editions as they are.
    """
    return sorted(publication.debriefs, key=lambda debrief: (debrief.edition, debrief.id))


def packed(rows: Iterable[Sequence[Any]]) -> Packed:
    """Rows as JSON, column by column, in parts: what DuckDB takes over faster than Python's lists.

    A part is a text for each column, of at most PART rows.
    """
    parts = iter(rows)
    return [
        [to_json(column).decode() for column in zip(*part, strict=True)]
        for part in iter(lambda: list(islice(parts, PART)), [])
    ]


def fill(connection: duckdb.DuckDBPyConnection, table: str, columns: Sequence[str]) -> None:
    """Add one packed part to a table."""
    types = [row[1] for row in connection.execute(f"describe {table}").fetchall()]
    lists = ", ".join(f"unnest(from_json(${place}, '[\"{kind}\"]'))" for place, kind in enumerate(types, start=1))
    connection.execute(f"insert into {table} select {lists}", columns)


def scopes(publication: Publication) -> list[tuple[str, str, str, int]]:
    """Which editions each edition's figures look at, by span, and how many months those are.

    Rows of the table `scope`: an edition or `all`, an edition that it looks at, the span, the months of the latter.
    """
    schedule = publication.schedule
    periods = {edition.period.ordinal: edition.id for edition in schedule.editions}
    for period in _closed_in(publication).values():
        periods.setdefault(period.ordinal, period.id)
    shown = {edition.id for edition in schedule.editions}
    months = schedule.calendar.length
    rows = [(ALL, id, "own", months) for _, id in sorted(periods.items())]
    for ordinal, id in sorted(periods.items()):
        if id in shown:
            rows += _looks_back(id, ordinal, periods, months)
    if periods:
        rows += [row for row in _looks_back(ALL, max(periods), periods, months) if row[2] in ("six", "two")]
    return rows


def _looks_back(id: str, ordinal: int, periods: Mapping[int, str], months: int) -> Iterable[tuple[str, str, str, int]]:
    """What one edition looks at; a quarter belongs to the edition that ends it."""
    spans = {
        "own": range(1),
        "two": range(STALE_AFTER),
        "six": range(LOOK_BACK),
        "now": range(WINDOW),
        "before": range(WINDOW, 2 * WINDOW),
    }
    if _ends_quarter(ordinal, months):
        spans["quarter"] = range(QUARTER // months)
    for span, distances in spans.items():
        members = (periods.get(ordinal - distance) for distance in distances)
        yield from ((id, member, span, months) for member in members if member)


def _moments(publication: Publication, as_of: dt.date) -> Iterable[tuple[str, str]]:
    """The day as of which each edition tells of promises and answers."""
    yield ALL, as_of.isoformat()
    for edition in publication.schedule.editions:
        if edition.period.first <= as_of:
            yield edition.id, edition.shown_on(as_of).isoformat()


def _attained(publication: Publication) -> Iterable[tuple[Any, ...]]:
    for attained in publication.attainments:
        yield attained.reporter, attained.ends.isoformat(), attained.peers, attained.ratio


def _horizons(publication: Publication, most: int) -> Iterable[tuple[Any, ...]]:
    """The last periods of attainment before the end of each edition that ends a quarter."""
    ends = sorted({attained.ends for attained in publication.attainments})
    months = publication.schedule.calendar.length
    for edition in publication.schedule.editions:
        if _ends_quarter(edition.period.ordinal, months):
            for end in [end for end in ends if end <= edition.period.last][-most:]:
                yield edition.id, end.isoformat(), max(most - 1, 1)


def _ends_quarter(ordinal: int, months: int) -> bool:
    """Whether a period of so many months is the last of its quarter."""
    in_quarter = QUARTER // months
    return ordinal % in_quarter == in_quarter - 1


def _debriefs(publication: Publication, numbers: Mapping[str, int]) -> Iterable[tuple[Any, ...]]:
    attributions = {attribution.debrief: attribution for attribution in publication.attributions}
    for rank, debrief in enumerate(reversed(publication.debriefs)):
        behind = attributions[debrief.id]
        yield (
            numbers[debrief.id],
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
            debrief.buyer_role.value if debrief.buyer_role else "",
            debrief.is_prospects_voice,
            behind.is_shared,
            "compelling" in debrief.asked,
            "repelling" in debrief.asked,
            behind.minutes,
            behind.team,
            behind.territory,
        )


def _met(publication: Publication, numbers: Mapping[str, int]) -> Iterable[tuple[int, str]]:
    for debrief in publication.debriefs:
        for competitor in debrief.met:
            yield numbers[debrief.id], competitor


WEIGHTS = ("decisive", "contributing", "mentioned")


def _drivers(publication: Publication, numbers: Mapping[str, int]) -> Iterable[tuple[Any, ...]]:
    """Each theme once on a side: where old and new id of one theme stand there, the heavier driver speaks."""
    for debrief in publication.debriefs:
        is_interview = debrief.source == "interview"
        named: dict[tuple[str, str], list[PublicDriver]] = {}
        for driver in debrief.drivers:
            named.setdefault((driver.theme, driver.side), []).append(driver)
        for (theme, side), drivers in named.items():
            first = drivers[0] if len(drivers) == 1 else min(drivers, key=lambda one: WEIGHTS.index(one.weight))
            is_own = _is_own_words(first, is_interview)
            if len(drivers) > 1:
                is_own = any(_is_own_words(driver, is_interview) for driver in drivers)
            yield (
                numbers[debrief.id],
                theme,
                side,
                first.weight,
                first.voice.value,
                first.evidence.value,
                bool(first.quote),
                is_own,
            )


def _is_own_words(driver: PublicDriver, is_interview: bool) -> bool:
    """Whether these are the buyer's own words: on record, or held by a third party."""
    is_held = is_interview or driver.evidence is Evidence.INTERVIEW or driver.is_verbatim
    return driver.voice is Voice.BUYER and is_held


def _closed_deals(publication: Publication) -> Iterable[tuple[Any, ...]]:
    periods = _closed_in(publication)
    for deal in publication.closed_deals:
        yield (
            deal.deal,
            periods[deal.closed].id,
            deal.outcome.value,
            None if deal.value is None else float(deal.value),
            deal.segment,
            deal.reporter,
            deal.team,
            deal.territory,
        )


def _closed_in(publication: Publication) -> Mapping[dt.date, Period]:
    """The period of each day on which deals closed."""
    calendar = publication.schedule.calendar
    return {day: calendar.period_of(day) for day in {deal.closed for deal in publication.closed_deals}}


def _claim_receptions(publication: Publication, numbers: Mapping[str, int]) -> Iterable[tuple[int, str, str, bool]]:
    """What became of each claim in each debrief, and whether the buyer's own words stand there against us."""
    for debrief in publication.debriefs:
        against = [driver for driver in debrief.drivers if driver.side == "repelling"]
        is_own = any(_is_own_words(driver, debrief.source == "interview") for driver in against)
        for claim, reception in debrief.claims:
            yield numbers[debrief.id], claim, reception.value, is_own


def _promises(publication: Publication) -> Iterable[tuple[Any, ...]]:
    for id, promise in publication.promises:
        kept = promise.kept_as_of(dt.date.max)
        days = (promise.made_on, promise.first_due, promise.due)
        yield id, promise.owner, *(day.isoformat() for day in days), kept and kept.isoformat(), promise.is_released


def _slips(publication: Publication) -> Iterable[tuple[str, int, str, str]]:
    for id, promise in publication.promises:
        for place, slip in enumerate(promise.slips):
            yield id, place, slip.from_.isoformat(), slip.on.isoformat()


def _citing(publication: Publication, numbers: Mapping[str, int]) -> Iterable[tuple[str, int]]:
    """The debriefs that a promise cites, and those that call it broken; each once."""
    pairs = [(id, debrief) for id, promise in publication.promises for debrief in promise.cited_by]
    pairs += [(id, one.id) for one in publication.debriefs for id, _, _ in one.broken_promises if id and one.has_page]
    for id, debrief in sorted(set(pairs)):
        if debrief in numbers:
            yield id, numbers[debrief]
