"""Themes by editions, and themes by segments."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from builder import addresses
from builder.build import Bulletin
from builder.figures.row import Row
from builder.schema.theme import Theme
from builder.views.names import Names
from builder.views.text import Link, Piece, count
from builder.views.themes import ENDS, base_of, listed_themes

SQUARE = 30.0
MOST_COLUMNS = 24


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
    tables = []
    for side in ("repelling", "compelling"):
        outcome, plural = ENDS[side]
        heads = tuple(
            (Link(names.edition_short(edition.period), addresses.edition(edition.id)), not edition.is_closed)
            for edition in editions
        )
        bases = [base_of(bulletin, edition.id, side, outcome) for edition in editions]
        find = _finder(bulletin, side, outcome)
        rows = _rows(listed_themes(bulletin), [edition.id for edition in editions], bases, heads, find, names)
        is_off = side == "repelling"
        tables.append(
            MatrixTable(
                id="puts-off" if is_off else "draws",
                css="puts-off" if is_off else "draws",
                sign="−" if is_off else "+",
                title="What puts them off" if is_off else "What draws them",
                caption=f"{plural.capitalize()} that name the theme, of {plural} debriefed in each edition",
                heads=heads,
                rows=rows,
            )
        )
    deck = "The filled part of a square is the share of deals that name the theme. Computed anew from today’s themes; closed editions keep what they printed."
    return Matrix("Themes by edition", deck, tuple(tables))


def _finder(bulletin: Bulletin, side: str, outcome: str) -> Callable[[str, str], Row | None]:
    def find(theme: str, edition: str) -> Row | None:
        return bulletin.record.computed_anew("prevalence", edition, theme=theme, side=side, outcome=outcome)

    return find


def _rows(
    themes: Sequence[Theme],
    editions: Sequence[str],
    bases: Sequence[int],
    heads: Sequence[tuple[Link, bool]],
    find: Callable[[str, str], Row | None],
    names: Names,
) -> tuple[MatrixRow, ...]:
    """A row for every theme that any of the editions names."""
    rows = []
    for theme in themes:
        found = [find(theme.id, edition) for edition in editions]
        if not any(found):
            continue
        cells = (
            _cell(row, base, is_open, theme.id) for row, base, (_, is_open) in zip(found, bases, heads, strict=True)
        )
        rows.append((sum(row.k for row in found if row), MatrixRow(names.theme_link(theme.id), tuple(cells))))
    return tuple(row for _, row in sorted(rows, key=lambda entry: (-entry[0], entry[1].theme.text)))


def _cell(row: Row | None, base: int, is_open: bool, theme: str) -> MatrixCell:
    k, n = (row.k, row.n) if row else (0, base)
    size = round(SQUARE * math.sqrt(k / n), 1) if n else 0.0
    href = addresses.evidence(theme, row.edition) if row else ""
    told: Piece = count(k, n, href) if n else "–"
    return MatrixCell(round(16 - size / 2, 1), size, told, k == 0, is_open)
