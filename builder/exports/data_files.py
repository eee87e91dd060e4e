"""The data files: every table of what this audience may read, as NDJSON, CSV and Parquet."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, partial
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

from builder import addresses
from builder.build import Bulletin, Content
from builder.exports.debrief_columns import debrief_columns
from builder.figures.catalogue import CATALOGUE
from builder.figures.figure_row import ALL
from builder.figures.sql_tables import fill, packed
from builder.publication.public_debrief import PublicDebrief
from builder.reading.codebook import Codebook
from builder.rendering.static_file import StaticFile, digest
from builder.support.escaping import FORMULA, NUMBER

if TYPE_CHECKING:
    import duckdb

FORMATS = {
    "ndjson": "(format json)",
    "csv": "(format csv, header true)",
    "parquet": "(format parquet, compression zstd)",
}
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


@dataclass(frozen=True, slots=True)
class DataTable:
    """A table to publish: its columns as SQL, its rows when they are wanted, the digest of what they are made of."""

    name: str
    columns: str
    rows: Callable[[], Iterable[tuple[Any, ...]]]
    key: str


def content_data(content: Content) -> Iterator[StaticFile]:
    """The files of the tables that depend on no figure."""
    publication = content.publication
    shown = [debrief for debrief in publication.debriefs if debrief.has_page]
    versions = repr((shown, publication.catalog, publication.codebook))
    columns = debrief_columns()
    names = ", ".join(f"{column.name} {column.type}" for column in columns)

    def debriefs() -> Iterator[tuple[Any, ...]]:
        return (tuple(column.value(debrief) for column in columns) for debrief in shown)

    yield from files_of(DataTable("debriefs", names, debriefs, versions))
    yield from files_of(DataTable("drivers", DRIVERS, lambda: chain.from_iterable(map(_drivers, shown)), versions))
    yield from files_of(DataTable("themes", THEMES, lambda: _themes(publication.codebook), repr(publication.codebook)))


def figures_data(bulletin: Bulletin) -> Iterator[StaticFile]:
    """The files of the table of figures."""
    editions = bulletin.publication.schedule.editions
    seals = [edition.manifest.seal if edition.manifest else edition.id for edition in editions]
    key = " ".join((*bulletin.stamps.values(), *seals))
    yield from files_of(DataTable("figures", FIGURES, lambda: _figures(bulletin), key))


def files_of(table: DataTable) -> Iterator[StaticFile]:
    """One file for each format: one process writes them, since they share what it loads."""
    sheet = _Sheet(table)
    for ending in FORMATS:
        path = f"{addresses.DATA}{table.name}.{ending}"
        key = digest(f"{table.columns}{table.key}{path}")
        yield StaticFile(path, key, partial(sheet.written, ending), batch=table.name)


class _Sheet:
    """A table in DuckDB, loaded when the first of its files is wanted."""

    def __init__(self, table: DataTable) -> None:
        self._table = table

    @cached_property
    def _connection(self) -> duckdb.DuckDBPyConnection:
        import duckdb  # here, since a build in which nothing changed does without it

        connection = duckdb.connect(":memory:")
        connection.execute(f"create table sheet ({self._table.columns})")
        for part in packed(self._table.rows()):
            fill(connection, "sheet", part)
        return connection

    @property
    def _without_formulas(self) -> str:
        """A query for the table in which no text is a formula: `for_spreadsheet`, in SQL."""
        columns = self._connection.execute("select column_name, column_type from (describe sheet)").fetchall()
        return f"select {', '.join(_safe(name) if type == 'VARCHAR' else name for name, type in columns)} from sheet"

    def written(self, ending: str) -> bytes:
        """The table in a format, rows in the order given."""
        import duckdb  # the same

        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "sheet"
            target = str(path).replace("'", "''")
            source = f"({self._without_formulas})" if ending == "csv" else "sheet"
            try:
                self._connection.execute(f"copy {source} to '{target}' {FORMATS[ending]}")
            except duckdb.Error as error:
                reason = str(error).splitlines()[0]
                raise OSError(f"cannot write {self._table.name}.{ending}: {reason}") from error
            return path.read_bytes()


def _safe(column: str) -> str:
    is_formula = f"regexp_matches({column}, '{FORMULA.pattern}')"
    is_number = f"regexp_full_match({column}, '{NUMBER.pattern}')"
    return f"case when {is_formula} and not {is_number} then chr(39) || {column} else {column} end as {column}"


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


def _themes(codebook: Codebook) -> Iterable[tuple[Any, ...]]:
    for theme in sorted(codebook.themes.values(), key=lambda theme: theme.id):
        retired = theme.retired.isoformat() if theme.retired else None
        yield theme.id, theme.title, theme.parent, theme.means, theme.owner, " ".join(theme.aliases) or None, retired
