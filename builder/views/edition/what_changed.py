"""What changed between the last three editions and the three before: what a test supports, and no more."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from builder import addresses
from builder.editions import Edition
from builder.figures.derivation import DOWN, NOTHING_TO_COMPARE, UP
from builder.figures.figure_row import FigureRow
from builder.figures.sql_tables import WINDOW
from builder.views.shared.headlines import windows
from builder.views.shared.names import Names
from builder.views.shared.page_context import PageContext
from builder.views.shared.phrases import Link, Phrase, count, number
from builder.views.shared.sides import SIDES


@dataclass(frozen=True, slots=True)
class Change:
    """One theme that moved."""

    theme: Link
    wording: Phrase


@dataclass(frozen=True, slots=True)
class ChangeGroup:
    """The themes that moved one way."""

    title: str
    note: str
    entries: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Changes:
    """The section on the front page; `verdict` is the sentence that stands above it."""

    verdict: Phrase
    groups: tuple[ChangeGroup, ...]


def changes(context: PageContext, edition: Edition) -> Changes:
    """What changed with this edition."""
    names = context.names
    rows = context.record.rows("change", edition.id)
    compared = [row for row in rows if row.measure("verdict") != NOTHING_TO_COMPARE]
    if not compared:
        return Changes(("There are not yet editions enough to compare.",), ())
    now, before = windows(context, edition)
    called = [row for row in compared if row.measure("verdict") in (UP, DOWN)]
    tests = number(len(compared), "comparison", addresses.rows("change", edition.id))
    spans = f" of {now} with {before}"
    verdict: Phrase = (
        ("Of ", tests, spans, f", {_calls_wording(len(called))}.")
        if called
        else ("Within chance: of ", tests, spans, ", none is more than luck would make.")
    )
    groups = (
        ChangeGroup("▲ Up", "beyond chance", _called_changes(called, names, UP)),
        ChangeGroup("▼ Down", "beyond chance", _called_changes(called, names, DOWN)),
        ChangeGroup(
            "New", "not named before these editions; within chance", tuple(_new_themes(context, edition, compared))
        ),
        ChangeGroup("Gone", "none of them names it; within chance", tuple(_gone_themes(compared, names))),
    )
    return Changes(verdict, groups)


def _calls_wording(count: int) -> str:
    return f"{count} {'differs' if count == 1 else 'differ'} beyond chance"


def _called_changes(rows: Iterable[FigureRow], names: Names, verdict: str) -> tuple[Change, ...]:
    found = (row for row in rows if row.measure("verdict") == verdict)
    order = sorted(found, key=lambda row: (row.measure("adjusted"), row.keys))
    return tuple(Change(names.theme_link(row.key("theme")), _change_wording(row, names)) for row in order)


def _change_wording(row: FigureRow, names: Names) -> Phrase:
    side = SIDES[row.key("side")]
    before = f" {side.deals}; before, {row.measure('before_k'):,} of {row.measure('before_n'):,}"
    return f"{side.verb} ", count(row.k, row.n, names.behind("change", row)), before


def _new_themes(context: PageContext, edition: Edition, rows: Sequence[FigureRow]) -> Iterable[Change]:
    """Themes that no edition before these three named on this side."""
    earlier = [
        e.id for e in context.publication.schedule.editions if e.period.ordinal <= edition.period.ordinal - WINDOW
    ]
    for row in rows:
        if not row.k or row.measure("before_k") or row.measure("verdict") == UP:
            continue
        theme = context.publication.codebook.current(row.key("theme"))
        keys = {"theme": theme, "side": row.key("side")}
        if not any(context.record.computed_anew("prevalence", id, **keys) for id in earlier):
            yield Change(context.names.theme_link(row.key("theme")), _change_wording(row, context.names))


def _gone_themes(rows: Iterable[FigureRow], names: Names) -> Iterable[Change]:
    """Themes that nobody names any more on this side."""
    for row in rows:
        if not row.k and row.measure("verdict") != DOWN:
            yield Change(names.theme_link(row.key("theme")), _change_wording(row, names))
