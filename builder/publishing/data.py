"""The data files: every table of what this audience may read, as NDJSON, CSV and Parquet."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import duckdb

from builder.build import Bulletin
from builder.errors import BulletinError
from builder.figures.catalogue import CATALOGUE
from builder.figures.engine import Engine
from builder.figures.row import ALL
from builder.publication import PublicDebrief

FORMATS = {
    "ndjson": "(format json)",
    "csv": "(format csv, header true)",
    "parquet": "(format parquet, compression zstd)",
}
DEBRIEFS = """
    id varchar, edition varchar, recorded varchar, decided varchar, late boolean, source varchar,
    account varchar, outcome varchar, lost_to varchar, value decimal(18,2), value_band varchar,
    segment varchar, region varchar, product varchar, relationship varchar, buyer_role varchar,
    at_equal_price varchar, competitors varchar, stage_lost varchar, ask varchar
"""
DRIVERS = """
    debrief varchar, theme varchar, written varchar, side varchar, weight varchar, voice varchar,
    evidence varchar, verbatim boolean, detail varchar, quote varchar, note varchar
"""
FIGURES = """
    figure varchar, edition varchar, cell varchar, k bigint, n bigint, low double, high double,
    measures varchar, printed boolean
"""
THEMES = """
    id varchar, title varchar, parent varchar, means varchar, owner varchar, aliases varchar,
    retired varchar
"""


def write_data(bulletin: Bulletin, folder: Path) -> None:
    """Write every table in every format into a folder; rows in a stated order."""
    folder.mkdir(parents=True, exist_ok=True)
    shown = [debrief for debrief in bulletin.publication.debriefs if debrief.has_page]
    for name, columns, rows in (
        ("debriefs", DEBRIEFS, map(_debrief, shown)),
        ("drivers", DRIVERS, (row for debrief in shown for row in _drivers(debrief))),
        ("figures", FIGURES, _figures(bulletin)),
        ("themes", THEMES, _themes(bulletin)),
    ):
        _write(bulletin.engine, folder, name, columns, rows)


def _write(engine: Engine, folder: Path, name: str, columns: str, rows: Iterable[tuple[Any, ...]]) -> None:
    table = f"published_{name}"
    engine.export(f"create or replace table {table} ({columns})")
    engine.load(table, rows)
    for ending, options in FORMATS.items():
        path = folder / f"{name}.{ending}"
        target = str(path).replace("'", "''")
        try:
            engine.export(f"copy {table} to '{target}' {options}")
        except duckdb.Error as error:
            raise BulletinError(f"cannot write {path.name} of the site: {str(error).splitlines()[0]}") from error


def _debrief(debrief: PublicDebrief) -> tuple[Any, ...]:
    return (
        debrief.id,
        debrief.edition,
        debrief.recorded,
        debrief.decided,
        debrief.is_late,
        debrief.source,
        debrief.account,
        debrief.outcome.value,
        debrief.lost_to or None,
        None if debrief.value is None else str(debrief.value),
        debrief.value_band or None,
        debrief.segment or None,
        debrief.region or None,
        debrief.product or None,
        debrief.relationship.value,
        debrief.buyer_role and debrief.buyer_role.value,
        debrief.at_equal_price and debrief.at_equal_price.value,
        " ".join(debrief.competitors) or None,
        debrief.stage_lost and debrief.stage_lost.value,
        debrief.ask or None,
    )


def _drivers(debrief: PublicDebrief) -> Iterable[tuple[Any, ...]]:
    for driver in debrief.drivers:
        yield (
            debrief.id,
            driver.theme,
            driver.written,
            driver.side,
            driver.weight,
            driver.voice.value,
            driver.evidence.value,
            driver.is_verbatim,
            driver.detail or None,
            driver.quote or None,
            driver.note or None,
        )


def _figures(bulletin: Bulletin) -> Iterable[tuple[Any, ...]]:
    editions = [edition.id for edition in bulletin.publication.schedule.editions]
    for name in CATALOGUE:
        for edition in (*editions, ALL):
            printed = bulletin.record.is_printed(name, edition)
            for row in bulletin.record.rows(name, edition):
                cell = " ".join(f"{dimension}={value}" for dimension, value in row.keys)
                measures = " ".join(f"{measure}={value}" for measure, value in row.measures)
                yield name, edition, cell, row.k, row.n, row.low, row.high, measures, printed


def _themes(bulletin: Bulletin) -> Iterable[tuple[Any, ...]]:
    for theme in sorted(bulletin.publication.codebook.themes.values(), key=lambda theme: theme.id):
        retired = theme.retired.isoformat() if theme.retired else None
        yield theme.id, theme.title, theme.parent, theme.means, theme.owner, " ".join(theme.aliases) or None, retired
