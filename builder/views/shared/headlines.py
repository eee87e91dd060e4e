"""Sentences written from figures by rule: the count is in them, and nothing that a test does not support."""

from __future__ import annotations

import datetime as dt

from builder.build import Bulletin
from builder.editions import Edition
from builder.figures.derivation import DOWN, NOTHING_TO_COMPARE, UP
from builder.figures.figure_row import FigureRow
from builder.figures.results import Results
from builder.figures.sql_tables import WINDOW
from builder.figures.theme_ranking import RankedTheme
from builder.views.shared.names import Names
from builder.views.shared.page_context import PageContext
from builder.views.shared.phrases import Link, Phrase, plausible, upper_first
from builder.views.shared.quotes import Quote, comment_of
from builder.views.shared.sides import SIDES, Side

DIRECTIONS = {UP: "up from", DOWN: "down from"}


def change_of(record: Results, standing: RankedTheme) -> FigureRow | None:
    """The change that a headline tells: None where there is nothing to compare with."""
    row = record.find("change", standing.total.edition, theme=standing.theme, side=standing.side)
    return row if row is not None and row.n and row.measure("verdict") != NOTHING_TO_COMPARE else None


def headline(record: Results, standing: RankedTheme, names: Names) -> Phrase:
    """`Contract terms put off 15 of 24 losses, up from 4 of 22`, each count leading to its debriefs.

    Untested: `… 9 of 24 losses; before, 4 of 22, within chance`. With nothing before it, the count of
    its own edition.
    """
    title, side = names.theme(standing.theme).title, SIDES[standing.side]
    change = change_of(record, standing)
    if change is not None:
        return _changed(title, side, change, names)
    if standing.outcomes is not None:
        counted = of_all(standing.outcomes.k, standing.outcomes.n, names.behind("prevalence", standing.outcomes))
        return f"{title} {side.past} ", counted, f" {_deals(side, standing.outcomes.n)}"
    counted = of_all(standing.total.k, standing.total.n, names.behind("prevalence", standing.total))
    deals = "deals names" if standing.total.k == 1 else "deals name"
    return f"{title}: ", counted, f" {deals} it as {side.where}"


def _changed(title: str, side: Side, change: FigureRow, names: Names) -> Phrase:
    href = names.behind("change", change)
    before = of_all(change.measure("before_k"), change.measure("before_n"), href)
    opening = (f"{title} {side.past} ", of_all(change.k, change.n, href), f" {_deals(side, change.n)}")
    if direction := DIRECTIONS.get(change.measure("verdict")):
        return (*opening, f", {direction} ", before)
    return (*opening, "; before, ", before, ", within chance")


def of_all(k: int, n: int, href: str) -> Link:
    """`9 of 24`, `all 9`, `both`, `none of 24`, leading to the debriefs."""
    if k == n:
        words = {1: "the only 1", 2: "both"}.get(n, f"all {n:,}")
    else:
        words = f"{k:,} of {n:,}" if k else f"none of {n:,}"
    return Link(words, href, is_count=True)


def _deals(side: Side, n: int) -> str:
    return side.deal if n == 1 else side.deals


def deck(context: PageContext, edition: Edition | None, standing: RankedTheme) -> str:
    """Which deals the headline counts, and what is plausible of them."""
    side = SIDES[standing.side]
    change = change_of(context.record, standing)
    if change is not None and edition is not None:
        now, before = windows(context, edition)
        return f"{upper_first(side.deals)} debriefed in {now}, against {before}. {upper_first(_plausibly(change))}."
    row = standing.outcomes or standing.total
    return f"{upper_first(_plausibly(row))}."


def _plausibly(row: FigureRow) -> str:
    if row.low is None:
        return f"so few deals are {plausible(row)}, not a finding"
    return plausible(row)


def windows(context: PageContext, edition: Edition) -> tuple[str, str]:
    """The spans that a change of this edition compares: `August to October 2026`, `May to July 2026`."""
    calendar, last = context.publication.schedule.calendar, edition.period.ordinal
    spans = ((last - WINDOW + 1, last), (last - 2 * WINDOW + 1, last - WINDOW))
    now, before = (context.names.span(calendar.period(first), calendar.period(end)) for first, end in spans)
    return now, before


def dissent(bulletin: Bulletin, theme: str, until: dt.date) -> Quote | None:
    """The newest comment by a day that disagrees with what is said of a theme: it stands beside the headline."""
    current = bulletin.publication.codebook.current
    found = [
        comment
        for comment in bulletin.publication.comments
        if comment.about[0] == "theme"
        and current(comment.about[1]) == theme
        and comment.stance == "disagrees"
        and comment.on <= until
    ]
    return comment_of(found[-1], theme) if found else None
