"""Who names a theme: stars, those below goal, or both."""

from __future__ import annotations

from builder.build import Bulletin
from builder.figures.derivation import ALIKE, COMPARED
from builder.figures.figure_row import FigureRow
from builder.views.shared.names import Names
from builder.views.shared.phrases import Link, Phrase, upper_first


def wide_net(bulletin: Bulletin, theme: str, side: str, edition: str) -> FigureRow | None:
    """Who names a theme, stars or those below goal, as last printed."""
    current = bulletin.publication.codebook.current
    for row in bulletin.record.personal("wide-net", edition):
        if (current(row.key("theme")), row.key("side"), row.key("band")) == (current(theme), side, COMPARED):
            return row
    return None


def net_of(row: FigureRow, names: Names) -> Phrase:
    """`Stars and those below goal alike, in the quarter to September 2026`."""
    label = str(row.measure("label"))
    strongest = ": no difference beyond chance" if label == ALIKE else ""
    quarter = f", in {names.quarter_ending(row.edition)}"
    return Link(upper_first(label), names.behind("wide-net", row), is_count=True), f"{strongest}{quarter}"
