"""Themes by editions, and themes by segments."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from builder import addresses
from builder.editions import Edition
from builder.figures.figure_row import ALL, FigureRow
from builder.views.shared.listed_themes import listed_themes
from builder.views.shared.names import Names
from builder.views.shared.page_context import PageContext
from builder.views.shared.phrases import Link, Piece, count
from builder.views.shared.sides import BOTH, Side
from builder.views.theme.theme_history import deals_asked, deals_naming

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


def matrix(context: PageContext) -> Matrix:
    """Themes by editions and by segments, computed anew from today's themes and content."""
    editions = context.filled_editions[-MOST_COLUMNS:]
    by_edition = [_side_table(context, side, editions) for side in BOTH]
    by_segment = [_segment_table(context, side) for side in BOTH]
    return Matrix("Themes by edition and by segment", DECK, tuple(t for t in (*by_edition, *by_segment) if t.heads))


def _side_table(context: PageContext, side: Side, editions: Sequence[Edition]) -> MatrixTable:
    return MatrixTable(
        id=side.css,
        css=side.css,
        sign=side.sign,
        title=side.title,
        caption=f"{side.deals.capitalize()} that name the theme, of {side.deals} debriefed in each edition",
        heads=tuple(
            (Link(context.names.edition_short(edition.period), addresses.edition(edition.id)), not edition.is_closed)
            for edition in editions
        ),
        rows=_theme_rows(context, side, editions),
    )


def _segment_table(context: PageContext, side: Side) -> MatrixTable:
    """Themes by segment over the whole record, in deals of any outcome that were asked about the side."""
    names = context.names
    found = [row for row in context.record.rows("prevalence", ALL) if row.key("segment") and row.key("side") == side.id]
    cells = {(row.key("theme"), row.key("segment")): row for row in found}
    bases = {row.key("segment"): row.n for row in found}
    order = sorted(bases, key=lambda segment: (-bases[segment], segment))
    totals = {theme: sum(row.k for row in found if row.key("theme") == theme) for theme, _ in cells}
    themes = sorted(totals, key=lambda theme: (-totals[theme], names.theme(theme).title))
    return MatrixTable(
        id=f"{side.css}-by-segment",
        css=side.css,
        sign=side.sign,
        title=f"{side.title}, by segment",
        caption=f"Deals in which the theme {side.verb}, of deals asked about it in each segment, over the whole record",
        heads=tuple((Link(names.title("segments", id), addresses.segment(id)), False) for id in order),
        rows=tuple(
            MatrixRow(
                names.theme_link(theme),
                tuple(_segment_cell(cells.get((theme, id)), bases[id], theme, names) for id in order),
            )
            for theme in themes
        ),
    )


def _segment_cell(row: FigureRow | None, base: int, theme: str, names: Names) -> MatrixCell:
    href = names.behind("prevalence", row) if row else addresses.evidence(theme, ALL)
    return _square(row.k if row else 0, base, href, is_open=False)


def _theme_rows(context: PageContext, side: Side, editions: Sequence[Edition]) -> tuple[MatrixRow, ...]:
    """A row for every theme that any of the editions names."""
    bases = [deals_asked(context.bulletin, edition.id, side) for edition in editions]
    rows = []
    for theme in listed_themes(context.bulletin):
        found = [deals_naming(context.bulletin, edition.id, theme.id, side) for edition in editions]
        if not any(found):
            continue
        columns = zip(found, bases, editions, strict=True)
        cells = tuple(_edition_cell(row, base, edition, theme.id, side) for row, base, edition in columns)
        rows.append((sum(row.k for row in found if row), MatrixRow(context.names.theme_link(theme.id), cells)))
    return tuple(row for _, row in sorted(rows, key=lambda entry: (-entry[0], entry[1].theme.text)))


def _edition_cell(row: FigureRow | None, base: int, edition: Edition, theme: str, side: Side) -> MatrixCell:
    k, n = (row.k, row.n) if row else (0, base)
    return _square(k, n, addresses.history(theme, edition.id, side.id), is_open=not edition.is_closed)


def _square(k: int, n: int, href: str, *, is_open: bool) -> MatrixCell:
    size = round(SQUARE * math.sqrt(k / n), 1) if n else 0.0
    counted: Piece = count(k, n, href) if n else "–"
    return MatrixCell(round(16 - size / 2, 1), size, counted, k == 0, is_open)
