"""Themes by editions, and themes by segments."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from builder import addresses
from builder.build import Bulletin
from builder.editions import Edition
from builder.figures.row import Row
from builder.views.names import Names
from builder.views.sides import BOTH, Side
from builder.views.text import Link, Piece, count
from builder.views.themes import base_of, ending_row, listed_themes

SQUARE = 30.0
MOST_COLUMNS = 24
DECK = (
    "The filled part of a square is the share of deals that name the theme. "
    "Computed anew from today’s themes; closed editions keep what they printed."
)


@dataclass(frozen=True, slots=True)
class MatrixCell:
    """A square with the share filled, and the count; `offset` and `size` in the drawing's units."""

    offset: float
    size: float
    count: Piece
    is_nothing: bool
    is_open: bool


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """A theme over all columns."""

    theme: Link
    cells: tuple[MatrixCell, ...]


@dataclass(frozen=True, slots=True)
class MatrixTable:
    """One side: rows are themes, columns editions."""

    id: str
    css: str
    sign: str
    title: str
    caption: str
    heads: tuple[tuple[Link, bool], ...]
    rows: tuple[MatrixRow, ...]


@dataclass(frozen=True, slots=True)
class Matrix:
    """Both sides of the matrix."""

    title: str
    deck: str
    tables: tuple[MatrixTable, ...]


def matrix(bulletin: Bulletin, names: Names) -> Matrix:
    """Themes by editions, computed anew from today's themes and content."""
    editions = [edition for edition in bulletin.publication.schedule.editions if edition.debriefs][-MOST_COLUMNS:]
    tables = tuple(_table(bulletin, names, side, editions) for side in BOTH)
    return Matrix("Themes by edition", DECK, tables)


def _table(bulletin: Bulletin, names: Names, side: Side, editions: Sequence[Edition]) -> MatrixTable:
    return MatrixTable(
        id=side.css,
        css=side.css,
        sign=side.sign,
        title=side.title,
        caption=f"{side.deals.capitalize()} that name the theme, of {side.deals} debriefed in each edition",
        heads=tuple(
            (Link(names.edition_short(edition.period), addresses.edition(edition.id)), not edition.is_closed)
            for edition in editions
        ),
        rows=_rows(bulletin, names, side, editions),
    )


def _rows(bulletin: Bulletin, names: Names, side: Side, editions: Sequence[Edition]) -> tuple[MatrixRow, ...]:
    """A row for every theme that any of the editions names."""
    bases = [base_of(bulletin, edition.id, side) for edition in editions]
    rows = []
    for theme in listed_themes(bulletin):
        found = [ending_row(bulletin, edition.id, theme.id, side) for edition in editions]
        if not any(found):
            continue
        columns = zip(found, bases, editions, strict=True)
        cells = tuple(_cell(row, base, edition, theme.id, side) for row, base, edition in columns)
        rows.append((sum(row.k for row in found if row), MatrixRow(names.theme_link(theme.id), cells)))
    return tuple(row for _, row in sorted(rows, key=lambda entry: (-entry[0], entry[1].theme.text)))


def _cell(row: Row | None, base: int, edition: Edition, theme: str, side: Side) -> MatrixCell:
    k, n = (row.k, row.n) if row else (0, base)
    size = round(SQUARE * math.sqrt(k / n), 1) if n else 0.0
    href = addresses.history(theme, edition.id, side.id)
    told: Piece = count(k, n, href) if n else "–"
    return MatrixCell(round(16 - size / 2, 1), size, told, k == 0, not edition.is_closed)
