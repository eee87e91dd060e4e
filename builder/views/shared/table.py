"""A table as pages show it."""

from __future__ import annotations

from dataclasses import dataclass

from builder.views.shared.charts import Interval
from builder.views.shared.phrases import Link, Phrase


@dataclass(frozen=True, slots=True)
class TableRow:
    """`6 of 9`, drawn and in words."""

    title: Link | str
    count: Phrase
    drawn: Interval | None
    plausible: str


@dataclass(frozen=True, slots=True)
class Table:
    """A titled table of counts; `more` leads to the debriefs behind them."""

    id: str
    title: str
    caption: str
    rows: tuple[TableRow, ...]
    note: str
    more: Link | None = None
