"""What more than one page states of promises."""

from __future__ import annotations

from builder.figures.figure_row import FigureRow
from builder.views.shared.names import Names
from builder.views.shared.phrases import Link, Phrase, number


def overdue_of(row: FigureRow) -> str:
    """`3 overdue, the oldest for 107 days`, `1 overdue, for 12 days`."""
    overdue = row.measure("overdue")
    if not overdue:
        return "none overdue"
    return f"{overdue:,} overdue, {'the oldest ' if overdue > 1 else ''}for {number(row.measure('oldest'), 'day')}"


def money(row: FigureRow | None, names: Names) -> Phrase:
    """`11 deals worth about €1.92M`, leading to them; empty where no deal cites it."""
    deals = row.measure("deals") if row else 0
    if not row or not deals:
        return ()
    link = Link(f"{number(deals, 'deal')}", names.behind("promises", row), is_count=True)
    value = row.measure("value")
    return (link, f" worth about {names.about(value)}") if value else (link, ", of no known value")
