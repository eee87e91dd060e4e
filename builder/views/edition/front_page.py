"""The front page, which is also the page of every edition."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from builder import addresses
from builder.build import Bulletin
from builder.editions import Edition
from builder.figures.catalogue import CATALOGUE
from builder.figures.theme_ranking import RankedTheme, overruled, ranked_themes
from builder.ledger.responses import followed_responses
from builder.markup.markdown import Html, to_html
from builder.publication.publication import PublicDebrief
from builder.views.claim.verdicts import ClaimOnEdition, claims_on_edition
from builder.views.edition.lead_story import Lead, lead_story
from builder.views.edition.promises_then import Promised, promised
from builder.views.edition.what_changed import Changes, changes
from builder.views.initiative.bet_wording import BetRow, rows_of_edition
from builder.views.response.exchanges import ResponseSummary, became_of_earlier, given_in
from builder.views.shared import open_questions
from builder.views.shared.bars import BarRow, Bars, bar_row, bars
from builder.views.shared.certainty import doubts, not_heard
from builder.views.shared.names import Names
from builder.views.shared.open_questions import UnansweredSection
from builder.views.shared.page_context import PageContext
from builder.views.shared.quotes import Quote, quote_of, strength
from builder.views.shared.sides import DRAWS, PUTS_OFF, Side
from builder.views.shared.text import Fact, Link, Phrase, Piece, count, joined, number

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
class FrontPage:
    """Everything on the page of one edition, in the order in which it is read."""

    title: str
    subtitle: str
    number: int
    dates: tuple[str, str]
    is_open: bool
    tally: Phrase
    unanswered: Phrase
    silence: UnansweredSection
    minutes_to_read: int
    previous: Link | None
    following: Link | None
    lead: Lead | None
    changes: Changes
    draws: Bars
    puts_off: Bars
    promises: Promised
    answers: tuple[ResponseSummary, ...]
    earlier: tuple[ResponseSummary, ...]
    letter: Html
    bets: tuple[BetRow, ...]
    claims: tuple[ClaimOnEdition, ...]
    picks: tuple[PickView, ...]
    not_heard: tuple[Fact, ...]
    sure: tuple[Fact, ...]
    debriefs: Link
    note: str


def front_page(context: PageContext, edition: Edition, *, is_live: bool = False) -> FrontPage:
    """The page of an edition: as it was printed if it is closed, so far if it is open.

    With `is_live` what waits and what was answered is told as of today: for the front page.
    """
    names = context.names
    day = open_questions.told_on(edition, context.bulletin, is_live=is_live)
    editions = context.publication.schedule.editions
    position = editions.index(edition)
    previous = names.edition_link(editions[position - 1]) if position else None
    following = names.edition_link(editions[position + 1]) if position + 1 < len(editions) else None
    debriefs = members(context.bulletin, edition)
    told = followed_responses(context.publication, day)
    puts_off, draws = (ranked(context.bulletin, edition, side) for side in (PUTS_OFF, DRAWS))
    letter = context.publication.letters.get(edition.id)
    return FrontPage(
        title=names.edition_title(edition.period),
        subtitle=letter.title if letter else "",
        number=position + 1,
        dates=(names.day(edition.period.first.isoformat()), names.day(edition.period.last.isoformat())),
        is_open=not edition.is_closed,
        tally=tally(context, edition),
        unanswered=open_questions.masthead(context, day),
        silence=open_questions.unanswered_section(context, day, edition.id),
        minutes_to_read=_minutes_to_read(letter.body if letter else ""),
        previous=previous,
        following=following,
        lead=lead_story(context, edition, day, debriefs, puts_off, draws),
        changes=changes(context, edition),
        draws=_bars(names, draws, DRAWS),
        puts_off=_bars(names, puts_off, PUTS_OFF),
        promises=promised(context, edition),
        answers=tuple(given_in(told, names, edition.period.first, day if is_live else edition.period.last)),
        earlier=tuple(became_of_earlier(told, names, edition.period.first)),
        letter=to_html(letter.body) if letter else Html(""),
        bets=rows_of_edition(context, edition),
        claims=tuple(claims_on_edition(context, edition)),
        picks=tuple(_picks(context, letter.picks if letter else ())),
        not_heard=tuple(not_heard(context, edition)),
        sure=tuple(doubts(context, edition)),
        debriefs=Link(f"All {len(debriefs)} debriefs of this edition", addresses.index("edition", edition.id)),
        note=_note(context, edition),
    )


def members(bulletin: Bulletin, edition: Edition) -> list[PublicDebrief]:
    """The debriefs of an edition, newest first."""
    ids = set(edition.debriefs)
    return [debrief for debrief in bulletin.publication.debriefs if debrief.id in ids]


TALLIED = ((": ", "won", "wins"), (", ", "lost", "losses"), (", ", "no-decision", "that decided nothing"))
ENDINGS = (("won", "won"), ("lost", "lost"), ("no-decision", "without a decision"))


def tally(context: PageContext, edition: Edition) -> Phrase:
    """`37 of 52 closed deals: 22 of 24 wins, 15 of 28 losses`; without a CRM export, what was debriefed."""
    total = context.record.find("coverage", edition.id)
    if total is None:
        outcomes = _outcomes(context.bulletin, edition)
        return (number(len(edition.debriefs), "debrief", addresses.index("edition", edition.id)), f": {outcomes}.")
    pieces: list[Piece] = [count(total.k, total.n, context.names.behind("coverage", total)), " closed deals debriefed"]
    for mark, outcome, noun in TALLIED:
        row = context.record.find("coverage", edition.id, outcome=outcome)
        if row:
            pieces += [mark, count(row.k, row.n, context.names.behind("coverage", row)), f" {noun}"]
    return (*pieces, ".")


def _outcomes(bulletin: Bulletin, edition: Edition) -> str:
    found = [debrief.outcome.value for debrief in members(bulletin, edition)]
    counts = ((found.count(outcome), words) for outcome, words in ENDINGS)
    return ", ".join(f"{k} {words}" for k, words in counts if k) or "none yet"


def _minutes_to_read(letter: str) -> int:
    return 4 + math.ceil(len(letter.split()) / WORDS_A_MINUTE)


def _note(context: PageContext, edition: Edition) -> str:
    if edition.manifest is None:
        return f"This edition is open: its figures change with every debrief. {BASES}"
    record = context.record
    later = [
        figure.title.lower()
        for figure in CATALOGUE.values()
        if record.rows(figure.name, edition.id) and not record.is_printed(figure.name, edition.id)
    ]
    told = f"Closed on {context.names.day(edition.manifest.as_of)}. Its figures are those that were printed then"
    return f"{told}; {joined(later)} computed later. {BASES}" if later else f"{told}. {BASES}"


def ranked(bulletin: Bulletin, edition: Edition, side: Side) -> list[RankedTheme]:
    """The themes of an edition on one side: those that its editor put first, then by the stated order."""
    found = ranked_themes(bulletin.record, bulletin.publication.codebook, edition.id, side.id)
    letter = bulletin.publication.letters.get(edition.id)
    return overruled(found, letter.order if letter else (), bulletin.publication.codebook)


def _bars(names: Names, standing: Sequence[RankedTheme], side: Side) -> Bars:
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
