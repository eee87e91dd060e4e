"""What the field said before an initiative and since: how many debriefs name it, and the strongest words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain, zip_longest

from builder.publication.public_debrief import PublicDebrief
from builder.schema.initiative import Initiative
from builder.views.shared.debrief_list import DebriefLinks
from builder.views.shared.names import Names
from builder.views.shared.page_context import PageContext
from builder.views.shared.phrases import Link, counted_noun
from builder.views.shared.quotes import Quote, quotes_about
from builder.views.shared.sides import Side

MOST_QUOTES = 3


@dataclass(frozen=True, slots=True)
class SpanOfDebriefs:
    """What the field said before or after: how many debriefs name it, which, and the strongest words."""

    title: str
    count: str
    debriefs: tuple[Link | str, ...]
    quotes: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class _ComparedSubject:
    """What an initiative is about, and the list of those debriefs that have pages."""

    themes: tuple[str, ...]
    side: Side
    listed: DebriefLinks


@dataclass(frozen=True, slots=True)
class BeforeAndSince:
    """What the field said before and after an initiative; `note` tells what stands on neither side."""

    spans: tuple[SpanOfDebriefs, ...]
    note: str


def before_and_since(context: PageContext, initiative: Initiative, side: Side) -> BeforeAndSince | None:
    """What prospects’ debriefs say of an initiative's themes from before the day that counts, and since."""
    current = context.publication.codebook.current
    themes = tuple(dict.fromkeys(current(id) for id in initiative.themes))
    day = initiative.shipped_on or initiative.started_on or initiative.proposed_on
    if not themes or day is None:
        return None
    asked = [one for one in context.publication.debriefs if one.is_prospects_voice and side.id in one.asked]
    iso = day.isoformat()
    # Anonymous debriefs carry a month: those of the day's own month could lie on either side.
    before = [one for one in asked if one.recorded < iso[: len(one.recorded)]]
    after = [one for one in asked if one.recorded > iso[: len(one.recorded)] or one.recorded == iso]
    what = "shipped" if initiative.shipped_on else "started" if initiative.started_on else "was proposed"
    spans = ((f"Before it {what} on {context.names.day(iso)}", before), (f"Since it {what}", after))
    subject = _ComparedSubject(themes, side, DebriefLinks(context.publication))
    heard = tuple(_heard(title, debriefs, subject, context.names) for title, debriefs in spans)
    return BeforeAndSince(heard, _unplaced(len(asked) - len(before) - len(after)))


def _unplaced(left: int) -> str:
    if not left:
        return ""
    stand = "stands" if left == 1 else "stand"
    return f"{counted_noun(left, 'anonymous debrief')} of that month {stand} on neither side."


def _heard(title: str, debriefs: Sequence[PublicDebrief], subject: _ComparedSubject, names: Names) -> SpanOfDebriefs:
    themes, side = subject.themes, subject.side
    naming = [one for one in debriefs if any(d.theme in themes and d.side == side.id for d in one.drivers)]
    what = names.theme(themes[0]).title if len(themes) == 1 else "one of its themes"
    name = "names" if len(naming) == 1 else "name"
    counted = f"{len(naming):,} of {len(debriefs):,} debriefs {name} {what} as {side.where}"
    return SpanOfDebriefs(
        title, counted, subject.listed.behind([one.id for one in naming]), _strongest_quotes(debriefs, subject, names)
    )


def _strongest_quotes(debriefs: Sequence[PublicDebrief], subject: _ComparedSubject, names: Names) -> tuple[Quote, ...]:
    """The strongest words: of several themes the first on each, then the second; a debrief speaks once."""
    on_each = [quotes_about(debriefs, theme, subject.side, names, most=MOST_QUOTES) for theme in subject.themes]
    found: dict[str, Quote] = {}
    for quote in chain.from_iterable(zip_longest(*on_each)):
        if quote is not None:
            found.setdefault(quote.debrief.href, quote)
    return tuple(found.values())[:MOST_QUOTES]
