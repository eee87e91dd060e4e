"""Coverage: of the deals that closed, those debriefed."""

from __future__ import annotations

from dataclasses import dataclass

from builder import addresses
from builder.figures.catalogue import CATALOGUE
from builder.figures.figure_row import ALL, PERSONAL, FigureRow
from builder.views.shared.cell_titles import cell_title
from builder.views.shared.charts import interval
from builder.views.shared.names import Names
from builder.views.shared.page_context import PageContext
from builder.views.shared.phrases import Link, count, plausible
from builder.views.shared.table import Table, TableRow


@dataclass(frozen=True, slots=True)
class CoveragePage:
    """How much of what closed has been heard, newest edition first."""

    deck: str
    tables: tuple[Table, ...]
    query: str


def coverage_page(context: PageContext) -> CoveragePage:
    """Coverage by edition, and over the whole record."""
    editions = [edition.id for edition in reversed(context.publication.schedule.editions)]
    tables = [_coverage(context, id) for id in (*editions, ALL)]
    total = context.record.find("coverage", ALL)
    deck = (
        f"{total.k:,} of {total.n:,} closed deals have been debriefed, over the whole record."
        if total
        else "There is no export of closed deals (closed_deals.csv), so nobody knows what was not heard."
    )
    return CoveragePage(deck, tuple(table for table in tables if table), CATALOGUE["coverage"].query)


ORDER = ("outcome", "segment", "size", *PERSONAL)


def _coverage(context: PageContext, edition: str) -> Table | None:
    rows = context.record.rows("coverage", edition)
    if not rows:
        return None
    printed = "as printed" if context.record.is_printed("coverage", edition) else ""
    quarter = any(row.is_personal for row in rows)
    return Table(
        id=edition,
        title=context.names.scope_title(edition),
        caption="Deals debriefed, of deals that closed in the period",
        rows=tuple(_table_row("coverage", row, context.names) for row in sorted(rows, key=_coverage_order)),
        note="; ".join(filter(None, (printed, "territories and teams over the quarter" if quarter else ""))),
        more=Link("The debriefs behind it", addresses.rows("coverage", edition)),
    )


def _coverage_order(row: FigureRow) -> tuple[int, int, str]:
    if not row.keys:
        return -1, 0, ""
    name, value = row.keys[0]
    return ORDER.index(name), int(value) if name == "size" else 0, value


def _table_row(figure: str, row: FigureRow, names: Names) -> TableRow:
    counted = count(row.k, row.n, names.behind(figure, row))
    return TableRow(cell_title(row, names), (counted,), interval(row), plausible(row))
