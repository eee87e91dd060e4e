"""How sure an edition can be: what was heard and what was not, false alarms, luck, and what it cost."""

from __future__ import annotations

from collections.abc import Iterable

from builder import addresses
from builder.build import Bulletin
from builder.editions import Edition
from builder.figures.derivation import DOWN, FALSE_DISCOVERY_RATE, NOTHING_TO_COMPARE, SMALL, UP
from builder.figures.figure_row import FigureRow
from builder.reading.file_state import FileState
from builder.views.shared import deal_facts
from builder.views.shared.cell_titles import value_title
from builder.views.shared.figure_wording import qualifier
from builder.views.shared.names import Names
from builder.views.shared.page_context import PageContext
from builder.views.shared.phrases import Fact, Phrase, count, number, upper_first

SHOWN_UNHEARD = 3


def doubts(context: PageContext, edition: Edition) -> Iterable[Fact]:
    """What an edition may be wrong about, in the order of importance."""
    names = context.names
    record = context.record
    won, lost = (record.find("coverage", edition.id, outcome=outcome) for outcome in ("won", "lost"))
    if won and lost:
        bases = f" debriefed, {won.n:,} to {lost.n:,} closed{_leaning(won, lost)}"
        pair: Phrase = (number(won.k, "win", names.behind("coverage", won)), " to ")
        yield Fact("Wins to losses", (*pair, number(lost.k, "loss", names.behind("coverage", lost), "losses"), bases))
    if rate := record.find("win-rate", edition.id):
        yield deal_facts.win_rate(rate, names)
    yield from _false_alarms(context.bulletin, edition)
    for stars in record.personal("stars", edition.id):
        yield Fact("Stars, and luck", _stars(stars, names))
    if agreement := record.find("agreement", edition.id):
        yield Fact("Rep and buyer agree", _agreement(agreement, names))
    if cost := record.find("cost", edition.id):
        yield Fact("Cost", _cost(cost, names, context.settings.minutes_budget))
    aside = context.publication.states[FileState.SET_ASIDE]
    yield Fact("Set aside", (number(aside, "file", addresses.SET_ASIDE) if aside else "no file",))


def _leaning(won: FigureRow, lost: FigureRow) -> str:
    """Whether wins or losses are heard more, where the counts differ at all."""
    if not won.n or not lost.n or won.k * lost.n == lost.k * won.n:
        return ""
    return ": wins are heard more" if won.k * lost.n > lost.k * won.n else ": losses are heard more"


def _false_alarms(bulletin: Bulletin, edition: Edition) -> Iterable[Fact]:
    rows = [row for row in bulletin.record.rows("change", edition.id) if row.measure("verdict") != NOTHING_TO_COMPARE]
    if not rows:
        return
    called = sum(row.measure("verdict") in (UP, DOWN) for row in rows)
    tests = number(len(rows), "comparison", addresses.rows("change", edition.id))
    if called:
        alarms = f", {called} called up or down; expect at most {called * FALSE_DISCOVERY_RATE:g} of them to be wrong"
    else:
        alarms = ", none called up or down: no alarm, so none is false"
    yield Fact("False alarms", (tests, alarms))


def _stars(row: FigureRow, names: Names) -> Phrase:
    quarter = f", in {names.quarter_ending(row.edition)}"
    return count(row.k, row.n, names.behind("stars", row)), f"{qualifier('stars', row, names)}{quarter}"


def _agreement(row: FigureRow, names: Names) -> Phrase:
    return count(
        row.k, row.n, names.behind("agreement", row)
    ), f" deals told by both{qualifier('agreement', row, names)}"


def _cost(row: FigureRow, names: Names, budget: int) -> Phrase:
    total, head = row.measure("total"), row.measure("a_head")
    minutes = f" debriefs took {total:,} minutes; the median, {row.measure('median'):g}"
    over = f". Above the budget: {head:g} minutes a contributor and month, {budget} allowed" if head > budget else ""
    return count(row.k, row.n, names.behind("cost", row)), f"{minutes}{over}"


def not_heard(context: PageContext, edition: Edition) -> Iterable[Fact]:
    """Segments and territories that were heard less than the whole; where all were heard alike, nothing."""
    names = context.names
    record = context.record
    total = record.find("coverage", edition.id)
    if total is None:
        return
    rows = [row for row in record.rows("coverage", edition.id) if row.key("segment")]
    rows += [row for row in record.personal("coverage", edition.id) if row.key("territory")]
    rows = [row for row in rows if row.n >= SMALL and row.k * total.n < total.k * row.n]
    rows.sort(key=lambda row: (row.k / row.n, -row.n, row.keys))
    for row in rows[:SHOWN_UNHEARD]:
        name, value = row.keys[0]
        title = upper_first(value_title(name, value, names))
        when = f", in {names.quarter_ending(row.edition)}" if row.is_personal else ""
        yield deal_facts.deals_heard(title, row, names, when)
