"""How often a theme is named by outcome, voice, segment and whatever else splits deals."""

from __future__ import annotations

from collections.abc import Iterable

from builder.figures.figure_row import ALL, FigureRow
from builder.views.shared.cell_titles import WORDS, value_title
from builder.views.shared.charts import interval
from builder.views.shared.names import Names
from builder.views.shared.page_context import PageContext
from builder.views.shared.phrases import count, plausible, upper_first
from builder.views.shared.sides import Side
from builder.views.shared.table import Table, TableRow

BREAKDOWNS = (
    ("outcome", "By outcome"),
    ("voice", "Who is speaking"),
    ("evidence", "How we know"),
    ("decisive", "Where it decided"),
    ("segment", "By segment"),
    ("product", "By product"),
    ("competitor", "By competitor met"),
    ("role", "By the buyer’s role"),
)


def breakdowns(context: PageContext, theme: str, side: Side) -> Iterable[Table]:
    """A table for every dimension that splits the deals of the whole record."""
    rows = [row for row in context.record.part("prevalence", ALL, "theme", theme) if row.key("side") == side.id]
    for dimension, title in BREAKDOWNS:
        found = [row for row in rows if row.key(dimension)]
        found.sort(key=lambda row: (*_listed_order(dimension, row.key(dimension)), -row.n))
        if found:
            caption = "Over the whole record, in deals that were asked about this side"
            rows_shown = tuple(_breakdown_row(dimension, row, side, context.names) for row in found)
            yield Table(f"{side.id}-{dimension}", title, caption, rows_shown, "")


def _listed_order(dimension: str, value: str) -> tuple[int, str]:
    """Closed sets in their own order; whatever a catalogue lists by its id."""
    order = list(WORDS.get(dimension, ()))
    return (order.index(value), "") if value in order else (len(order), value)


def _breakdown_row(dimension: str, row: FigureRow, side: Side, names: Names) -> TableRow:
    counted = count(row.k, row.n, names.behind("prevalence", row))
    title = upper_first(value_title(dimension, row.key(dimension), names))
    return TableRow(title, (counted,), interval(row, side.css), plausible(row))
