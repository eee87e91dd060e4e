"""How many deals name a theme, edition by edition, by today's themes."""

from __future__ import annotations

from collections.abc import Sequence

from builder.build import Bulletin
from builder.editions import Edition
from builder.figures.figure_row import FigureRow
from builder.schema.theme import Theme
from builder.views.shared.charts import ColumnChart, columns
from builder.views.shared.page_context import PageContext
from builder.views.shared.phrases import lowered
from builder.views.shared.sides import Side


def theme_history(context: PageContext, theme: Theme, side: Side, editions: Sequence[Edition]) -> ColumnChart:
    """How many lost (or won) deals named the theme in each of some editions, by today's themes."""
    points = []
    for edition in editions:
        row = deals_naming(context.bulletin, edition.id, theme.id, side)
        n = row.n if row else deals_asked(context.bulletin, edition.id, side)
        points.append((context.names.edition_short(edition.period), row.k if row else 0, n))
    title = f"{side.deals.capitalize()} that name {lowered(theme.title)} as {side.reason}"
    return columns(title, points)


def deals_naming(bulletin: Bulletin, edition: str, theme: str, side: Side) -> FigureRow | None:
    """Of the deals of an edition that a side decides, those that name the theme; by today's themes."""
    keys = {"theme": theme, "side": side.id, "outcome": side.outcome}
    return bulletin.record.computed_anew("prevalence", edition, **keys)


def deals_asked(bulletin: Bulletin, edition: str, side: Side) -> int:
    """How many deals that a side decides were asked about it in an edition."""
    rows = bulletin.record.computed.get(("prevalence", edition), {}).values()
    return next((row.n for row in rows if row.key("side") == side.id and row.key("outcome") == side.outcome), 0)
