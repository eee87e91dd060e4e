"""Bars: the themes of one side by how many deals name them."""

from __future__ import annotations

from dataclasses import dataclass

from builder.views.shared.charts import bar
from builder.views.shared.phrases import Link, Piece, count
from builder.views.shared.sides import Side


@dataclass(frozen=True, slots=True)
class BarRow:
    """A theme with its bar."""

    theme: Link
    label: str
    width: float
    count: Piece


@dataclass(frozen=True, slots=True)
class Bars:
    """What draws, or what puts off: the first themes by the stated order."""

    id: str
    css: str
    title: str
    caption: str
    sign: str
    rows: tuple[BarRow, ...]
    more: Link | None


def bar_row(theme: Link, label: str, k: int, n: int, href: str) -> BarRow:
    """`k` of `n`, drawn and leading to its debriefs."""
    return BarRow(theme, label, bar(k, n), count(k, n, href))


def bars(side: Side, caption: str, rows: tuple[BarRow, ...], more: Link | None = None) -> Bars:
    """The bars of one side."""
    return Bars(side.css, side.css, side.title, caption, side.signed, rows, more)
