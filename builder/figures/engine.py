"""Runs the queries of the catalogue over one publication, in DuckDB, in this process."""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
from collections import defaultdict
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache, cached_property
from importlib import resources
from itertools import chain, groupby
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic_core import to_json

from builder.config import Settings
from builder.figures.catalogue import Figure
from builder.figures.debrief_ids import Ids
from builder.figures.figure_row import ALL, DIMENSIONS, FigureRow
from builder.figures.privacy_floor import Atom, above_floor
from builder.figures.sql_tables import Packed, fill, in_order, tables_of
from builder.publication.public_debrief import PublicDebrief
from builder.publication.publication import Publication
from builder.support.cache import keep, program_version, recall

if TYPE_CHECKING:
    import duckdb

PLAIN = frozenset({"edition", "k", "n", "people", "debriefs", "others", *DIMENSIONS})
CREATED = re.compile(r"create (?:table|view|macro) (\w+)")
BATCH = 500
ABREAST = 2
MEMORY = "700MB"
# Python reads a long text from DuckDB far faster than a long list, and few of the lists are ever read.
LISTS_AS_TEXT = """
select
    columns(lambda name: name not in ('debriefs', 'others')),
    array_to_string(columns(lambda name: name in ('debriefs', 'others')), ' ')
from ({})
"""
WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Counted:
    """The rows of one figure by edition, and for each edition a digest of them."""

    rows: Mapping[str, tuple[FigureRow, ...]]
    stamps: Mapping[str, str]


class Engine:
    """The tables of one publication, and the rows of every figure over them.

    What an earlier build counted from the same tables by the same query is not counted again; where
    nothing is, DuckDB is not even started.
    """

    def __init__(self, publication: Publication, settings: Settings) -> None:
        self._floor = settings.floor
        debriefs = in_order(publication)
        self._ids = tuple(debrief.id for debrief in debriefs)
        self._known = _known(debriefs)
        self._tables = dict(tables_of(publication, self._ids, settings))
        self._digests = {name: _digest_of(parts) for name, parts in self._tables.items()}
        self._is_connected = False
        self._folder, self._spare = (
            folder and folder / "figures" / settings.audience
            for folder in (settings.cache_dir, settings.spare_cache_dir)
        )

    @cached_property
    def _connection(self) -> duckdb.DuckDBPyConnection:
        import duckdb  # here, since a build in which no figure changed does without it

        spill = f"{tempfile.gettempdir()}/bulletin-{os.getpid()}"
        connection = duckdb.connect(":memory:", config={"memory_limit": MEMORY, "temp_directory": spill})
        connection.execute(_sql("tables.sql"))
        with ThreadPoolExecutor(ABREAST) as pool:
            parts = [(table, part) for table, parts in self._tables.items() for part in parts]
            list(pool.map(lambda part: fill(connection.cursor(), *part), parts))
        connection.execute(_sql("views.sql"))
        self._is_connected = True
        return connection

    @property
    def numbers(self) -> Mapping[str, int]:
        """The number of each debrief in the tables."""
        return {id: number for number, id in enumerate(self._ids)}

    def add(self, tables: Mapping[str, Packed]) -> None:
        """Fill tables that could only be made once other figures were counted.

        `tables` are packed rows by the name of the table.
        """
        for table, parts in tables.items():
            self._tables[table] = parts
            self._digests[table] = _digest_of(parts)
            if self._is_connected:
                for part in parts:
                    fill(self._connection, table, part)

    def all_rows(self, figures: Mapping[str, Figure]) -> dict[str, Counted]:
        """The rows of every figure; while DuckDB counts one, those of another are finished.

        By the name of the figure.
        """
        found = {name: self._recalled(figure) for name, figure in figures.items()}
        missing = [name for name, counted in found.items() if counted is None]
        if missing:
            _ = self._connection  # made here, before threads share it
            with ThreadPoolExecutor(ABREAST) as pool:
                found.update(zip(missing, pool.map(lambda name: self._made(figures[name]), missing), strict=True))
        return {name: counted for name, counted in found.items() if counted is not None}

    def rows(self, figure: Figure) -> Counted:
        """Every row of a figure, for every edition and for the whole record, above the floor."""
        return self._recalled(figure) or self._made(figure)

    def _recalled(self, figure: Figure) -> Counted | None:
        version = self.version(figure)
        kept = recall(_path(self._folder, figure), version) or recall(_path(self._spare, figure), version)
        return _restored(kept, self._ids)

    def _made(self, figure: Figure) -> Counted:
        editions: dict[str, list[FigureRow]] = defaultdict(list)
        for row in self._counted(figure):
            editions[row.edition].append(row)
        packed_rows = {edition: to_json([row.as_list() for row in rows]) for edition, rows in editions.items()}
        stamps = {edition: _digest(self._known_by(edition) + raw) for edition, raw in packed_rows.items()}
        # Put together by hand, so that the rows are turned into JSON once.
        matter = b",".join(to_json(edition) + b":" + raw for edition, raw in packed_rows.items())
        keep(_path(self._folder, figure), self.version(figure), b"[" + to_json(stamps) + b",{" + matter + b"}]")
        return Counted({edition: tuple(rows) for edition, rows in editions.items()}, stamps)

    def version(self, figure: Figure) -> str:
        """The digest of all that a figure depends on: its query, the tables that it reads, the code."""
        read = sorted(_tables_in(figure.query) & self._digests.keys())
        return _digest(
            repr(
                (
                    program_version(),
                    self._floor,
                    self._known_by(ALL),
                    figure.query,
                    [self._digests[name] for name in read],
                )
            )
        )

    def _known_by(self, edition: str) -> bytes:
        """A digest of the ids that an edition's numbers stand for: its own and those of the editions before."""
        return next((digest for one, digest in self._known if one <= edition or edition == ALL), b"")

    def _counted(self, figure: Figure) -> tuple[FigureRow, ...]:
        cursor = self._connection.cursor().execute(LISTS_AS_TEXT.format(figure.query))
        columns = [column[0] for column in cursor.description]
        shape = _QueryColumns(columns)
        rows, atoms = [], []
        for values in chain.from_iterable(iter(lambda: cursor.fetchmany(BATCH), [])):
            people = values[shape.people] if shape.people is not None else None
            if people is None:
                rows.append(self._row(shape, values))
            else:
                atoms.append(Atom(self._row(shape, values), frozenset(people)))
        return tuple(sorted(figure.finish((*rows, *above_floor(atoms, self._floor)), self._floor), key=FigureRow.order))

    def _row(self, shape: _QueryColumns, values: Sequence[Any]) -> FigureRow:
        return FigureRow(
            edition=values[shape.edition],
            keys=tuple([(name, values[place]) for name, place in shape.keys if values[place] is not None]),
            k=values[shape.k],
            n=values[shape.n],
            measures=tuple([(name, values[place]) for name, place in shape.measures if values[place] is not None]),
            debriefs=self._named(values[shape.debriefs]),
            others=self._named(values[shape.others]) if shape.others is not None else (),
        )

    def _named(self, numbers: str | None) -> Ids:
        """The ids of debriefs; no query lists one twice."""
        return Ids(self._ids, numbers or "")


class _QueryColumns:
    """Where in the rows of a query the parts of a row are."""

    def __init__(self, columns: Sequence[str]) -> None:
        self.edition, self.k, self.n = map(columns.index, ("edition", "k", "n"))
        self.debriefs = columns.index("debriefs")
        self.others = columns.index("others") if "others" in columns else None
        self.people = columns.index("people") if "people" in columns else None
        self.keys = [(name, columns.index(name)) for name in DIMENSIONS if name in columns]
        self.measures = [(name, place) for place, name in enumerate(columns) if name not in PLAIN]


def _path(folder: Path | None, figure: Figure) -> Path | None:
    return folder / f"{figure.name}.json" if folder else None


def _sql(name: str) -> str:
    return resources.files("builder.figures").joinpath(name).read_text(encoding="utf-8")


def _tables_in(query: str) -> set[str]:
    """The names in a query, and those in whatever `views.sql` makes under one of them."""
    named = set(WORD.findall(query))
    for view, names in _views().items():
        if view in named:
            named |= names
    return named


@cache
def _views() -> Mapping[str, set[str]]:
    found = ((CREATED.search(statement), statement) for statement in _sql("views.sql").split(";"))
    return {match[1]: set(WORD.findall(statement)) for match, statement in found if match}


def _restored(matter: Any, everybody: Sequence[str]) -> Counted | None:
    """The rows that were kept; None where there are none, or something else."""
    try:
        if matter is None:
            return None
        stamps, editions = matter
        found = {
            edition: tuple(FigureRow.from_list(row, everybody) for row in rows) for edition, rows in editions.items()
        }
        return Counted(found, stamps)
    except (TypeError, ValueError, AttributeError):
        return None


def _known(debriefs: Sequence[PublicDebrief]) -> list[tuple[str, bytes]]:
    """For each edition, newest first, a digest of the ids of the debriefs up to it."""
    digest, found = hashlib.blake2b(digest_size=16), []
    for edition, ids in groupby(debriefs, key=attrgetter("edition")):
        digest.update("\n".join((edition, *(debrief.id for debrief in ids))).encode("utf-8", "surrogatepass"))
        found.append((edition, digest.digest()))
    return found[::-1]


def _digest_of(parts: Packed) -> str:
    return _digest("\n".join(chain.from_iterable(parts)))


def _digest(matter: str | bytes) -> str:
    raw = matter.encode("utf-8", "surrogatepass") if isinstance(matter, str) else matter
    return hashlib.blake2b(raw, digest_size=16).hexdigest()
