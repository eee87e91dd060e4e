"""The front page, which is also the page of every edition."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from builder import addresses
from builder.editions import Edition
from builder.figures.catalogue import CATALOGUE
from builder.figures.theme_ranking import RankedTheme
from builder.ledger.responses import followed_responses
from builder.markup.markdown import Html, to_html
from builder.views.claim.verdicts import ClaimOnEdition, claims_on_edition
from builder.views.edition.edition_promises import Promised, promised
from builder.views.edition.edition_tally import members, tally
from builder.views.edition.lead_story import Lead, lead_story
from builder.views.edition.what_changed import Changes, changes
from builder.views.initiative.bet_wording import BetRow, rows_of_edition
from builder.views.response.response_summaries import ResponseSummary, became_of_earlier, given_in
from builder.views.shared import open_questions
from builder.views.shared.bars import BarRow, Bars, bar_row, bars
from builder.views.shared.edition_doubts import doubts, not_heard
from builder.views.shared.edition_ranking import edition_ranking
from builder.views.shared.names import Names
from builder.views.shared.neighbours import Neighbours, neighbours
from builder.views.shared.open_questions import UnansweredSection
from builder.views.shared.page_context import PageContext
from builder.views.shared.phrases import Fact, Link, Phrase, joined
from builder.views.shared.quotes import Quote, quote_of, strength
from builder.views.shared.sides import DRAWS, PUTS_OFF, Side

MOST_BARS = 6
WORDS_A_MINUTE = 220
BASES = (
    "Bars count the prospects’ deals debriefed in this edition, headlines those of three editions; coverage and win "
    "rate count the deals that closed in its period."
)


@dataclass(frozen=True, slots=True)
class PickView:
    """A debrief that the editor recommends, and why."""

    quote: Quote | None
    title: Link
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Masthead:
    """What stands above the page of an edition: which it is, what it counts, and what waits for a decision."""

    number: int
    dates: tuple[str, str]
    is_open: bool
    tally: Phrase
    unanswered: Phrase
    minutes_to_read: int
    beside: Neighbours


@dataclass(frozen=True, slots=True, kw_only=True)
class SecondPage:
    """What stands below the fold."""

    bets: tuple[BetRow, ...]
    claims: tuple[ClaimOnEdition, ...]
    picks: tuple[PickView, ...]
    not_heard: tuple[Fact, ...]

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing on it."""
        return not (self.bets or self.claims or self.picks or self.not_heard)


@dataclass(frozen=True, slots=True, kw_only=True)
class FrontPage:
    """Everything on the page of one edition, in the order in which it is read."""

    title: str
    subtitle: str
    masthead: Masthead
    unanswered: UnansweredSection
    lead: Lead | None
    changes: Changes
    draws: Bars
    puts_off: Bars
    promises: Promised
    responses: tuple[ResponseSummary, ...]
    earlier: tuple[ResponseSummary, ...]
    letter: Html
    second_page: SecondPage
    sure: tuple[Fact, ...]
    debriefs: Link
    note: str


def front_page(context: PageContext, edition: Edition, *, is_live: bool = False) -> FrontPage:
    """The page of an edition: as it was printed if it is closed, so far if it is open.

    With `is_live` what waits and what was answered is told as of today: for the front page.
    """
    names, first = context.names, edition.period.first
    day = open_questions.day_of_page(edition, context.bulletin, is_live=is_live)
    debriefs = members(context.bulletin, edition)
    followed = followed_responses(context.publication, day)
    ranking = edition_ranking(context.bulletin, edition)
    letter = context.publication.letters.get(edition.id)
    return FrontPage(
        title=names.edition_title(edition.period),
        subtitle=letter.title if letter else "",
        masthead=_masthead(context, edition, day),
        unanswered=open_questions.unanswered_section(context, day, edition.id),
        lead=lead_story(context, edition, day, debriefs, ranking),
        changes=changes(context, edition),
        draws=_side_bars(names, ranking.draws, DRAWS),
        puts_off=_side_bars(names, ranking.puts_off, PUTS_OFF),
        promises=promised(context, edition),
        responses=tuple(given_in(followed, names, first, day if is_live else edition.period.last)),
        earlier=tuple(became_of_earlier(followed, names, first)),
        letter=to_html(letter.body) if letter else Html(""),
        second_page=_second_page(context, edition),
        sure=tuple(doubts(context, edition)),
        debriefs=Link(f"All {len(debriefs)} debriefs of this edition", addresses.index("edition", edition.id)),
        note=_printing_note(context, edition),
    )


def _masthead(context: PageContext, edition: Edition, day: dt.date) -> Masthead:
    names, period = context.names, edition.period
    editions = context.publication.schedule.editions
    position = editions.index(edition)
    letter = context.publication.letters.get(edition.id)
    return Masthead(
        number=position + 1,
        dates=(names.day(period.first.isoformat()), names.day(period.last.isoformat())),
        is_open=not edition.is_closed,
        tally=tally(context, edition),
        unanswered=open_questions.masthead(context, day),
        minutes_to_read=_minutes_to_read(letter.body if letter else ""),
        beside=neighbours([names.edition_link(one) for one in editions], position),
    )


def _second_page(context: PageContext, edition: Edition) -> SecondPage:
    letter = context.publication.letters.get(edition.id)
    return SecondPage(
        bets=rows_of_edition(context, edition),
        claims=tuple(claims_on_edition(context, edition)),
        picks=tuple(_picks(context, letter.picks if letter else ())),
        not_heard=tuple(not_heard(context, edition)),
    )


def _minutes_to_read(letter: str) -> int:
    return 4 + math.ceil(len(letter.split()) / WORDS_A_MINUTE)


def _printing_note(context: PageContext, edition: Edition) -> str:
    if edition.manifest is None:
        return f"This edition is open: its figures change with every debrief. {BASES}"
    record = context.record
    later = [
        figure.title.lower()
        for figure in CATALOGUE.values()
        if record.rows(figure.name, edition.id) and not record.is_printed(figure.name, edition.id)
    ]
    opening = f"Closed on {context.names.day(edition.manifest.as_of)}. Its figures are those that were printed then"
    return f"{opening}; {joined(later)} computed later. {BASES}" if later else f"{opening}. {BASES}"


def _side_bars(names: Names, standing: Sequence[RankedTheme], side: Side) -> Bars:
    shown = [entry for entry in standing if entry.outcomes][:MOST_BARS]
    base = next((entry.outcomes.n for entry in shown if entry.outcomes), 0)
    more = len(standing) - len(shown)
    return bars(
        side,
        caption=f"Named as {side.reason}, of {base} {side.deal if base == 1 else side.deals} recorded in this edition",
        rows=tuple(_bar_row(entry, names) for entry in shown),
        more=Link(f"and {more} more", addresses.MATRIX) if more else None,
    )


def _bar_row(standing: RankedTheme, names: Names) -> BarRow:
    row = standing.outcomes or standing.total
    href = names.behind("prevalence", row)
    return bar_row(names.theme_link(standing.theme), standing.label, row.k, row.n, href)


def _picks(context: PageContext, picks: Iterable[tuple[str, str]]) -> Iterable[PickView]:
    by_id = {debrief.id: debrief for debrief in context.publication.debriefs}
    for id, why in picks:
        debrief = by_id.get(id)
        if debrief is None:
            continue
        drivers = sorted((d for d in debrief.drivers if d.quote), key=lambda driver: strength(debrief, driver))
        quote = quote_of(debrief, drivers[0], context.names) if drivers else None
        yield PickView(quote, Link(context.names.headline(debrief), addresses.debrief(id)), why)
