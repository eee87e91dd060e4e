"""How a bet is worded, and how it stands: written once for pages, the front page and the effect of a change."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterator
from dataclasses import dataclass

from builder import addresses
from builder.build import Bulletin
from builder.config import Rhythm
from builder.editions import Edition
from builder.figures.derivation import SMALL
from builder.figures.figure_row import FigureRow
from builder.ledger.bets import BetResult, SettledBet
from builder.schema.initiative import Bet, BetFigure, Direction, Initiative
from builder.views.shared.charts import interval
from builder.views.shared.names import Names
from builder.views.shared.page_context import PageContext
from builder.views.shared.phrases import Link, Phrase, count, lowered, plausible, upper_first
from builder.views.shared.sides import SIDES, Side
from builder.views.shared.table import Table, TableRow

CAUTION = "This is association: other things changed too."
MOST_ON_FRONT = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class BetView:
    """A bet in words: what it says, how sure its owner is, how it ended and where its figure stood.

    `label` names the result. `caution` stands wherever a before is shown beside an after.
    """

    says: Phrase
    sure: str
    label: str
    ended: Phrase
    table: Table | None
    caution: str


@dataclass(frozen=True, slots=True)
class BetRow:
    """A bet in a short list: `label` is its result, or empty where it is new."""

    title: Link
    label: str
    says: Phrase
    result: Phrase


@dataclass(frozen=True, slots=True)
class AboutTheme:
    """An initiative beside a theme: `label` is the result of its bet, or says that there is none."""

    link: Link
    label: str
    facts: str


def words_of(bet: Bet, names: Names) -> Phrase:
    """The bet as a sentence: `In October 2026, at most 15 of 100 deals name Price as what puts buyers off`."""
    when = f"In {_inside_sentence(bet.by, names)}, "
    side = side_of(bet)
    if bet.figure is BetFigure.PREVALENCE and side is not None and bet.theme:
        verb = "names" if _is_single(bet) else "name"
        theme = names.theme_link(names.publication.codebook.current(bet.theme))
        return f"{when}{_quota(bet, _kind_of_deals(bet, names))} {verb} ", theme, f" as {side.where}."
    if bet.figure is BetFigure.WIN_RATE:
        return (f"{when}we win {_quota(bet, _kind_of_deals(bet, names))}, of those won or lost.",)
    verb = "is" if _is_single(bet) else "are"
    return (f"{when}{_quota(bet, 'closed ' + _kind_of_deals(bet, names))} {verb} debriefed.",)


def sure_of(bet: Bet, owner: str, names: Names, *, is_past: bool = False) -> str:
    """`Finance was 70 in 100 sure.`; empty where nobody said."""
    if bet.probability is None:
        return ""
    return f"{names.department(owner)} {'was' if is_past else 'is'} {_percent(bet.probability)} in 100 sure."


def side_of(bet: Bet) -> Side | None:
    """The side of a decision that a bet is about; None where it is about no theme."""
    return SIDES.get(bet.cell.get("side", ""))


def _inside_sentence(edition: str, names: Names) -> str:
    """The same inside a sentence: `October 2026`, `the fourth quarter of 2026`."""
    title = names.scope_title(edition)
    return title if names.settings.rhythm is Rhythm.MONTH else f"the {lowered(title)}"


def _kind_of_deals(bet: Bet, names: Names) -> str:
    """`deals`, or `mid-market deals`."""
    return f"{lowered(names.title('segments', bet.segment))} deals" if bet.segment else "deals"


def _quota(bet: Bet, deals: str) -> str:
    """`at most 15 of 100 deals`, `no deal`, `every deal`."""
    if bet.direction is Direction.DOWN:
        return f"at most {_percent(bet.threshold)} of 100 {deals}" if bet.threshold else f"no {deals[:-1]}"
    return f"at least {_percent(bet.threshold)} of 100 {deals}" if bet.threshold < 1 else f"every {deals[:-1]}"


def _is_single(bet: Bet) -> bool:
    extreme = 0 if bet.direction is Direction.DOWN else 1
    return bet.threshold == extreme or _percent(bet.threshold) == "1"


def _percent(fraction: float) -> str:
    return f"{round(fraction * 100, 1):g}"


def bet_view(bet: SettledBet, names: Names) -> BetView:
    """A bet as it stands."""
    return BetView(
        says=words_of(bet.bet, names),
        sure=sure_of(bet.bet, bet.initiative.owner, names, is_past=bet.is_settled),
        label=label_of(bet),
        ended=ended_of(bet, names),
        table=_bet_table(bet, names),
        caution=CAUTION if bet.result in (BetResult.WON, BetResult.LOST) else "",
    )


def ended_of(bet: SettledBet, names: Names) -> Phrase:
    """What settled a bet, or what it waits for."""
    when = names.scope_title(bet.edition)
    if bet.result is BetResult.VOID:
        return (f"Void: {when} had closed before any edition printed the bet.",)
    if bet.result is BetResult.OPEN:
        return (f"{when} is over and not closed yet; closing it settles the bet." if bet.is_due else "",)
    if bet.after is None:
        return (f"{when} counts no such deal: nobody can tell.",)
    counted = count(bet.after.k, bet.after.n, behind(bet, bet.after, names))
    if bet.result is BetResult.UNDECIDABLE:
        return f"{when} counts ", counted, f": fewer than {SMALL} deals are too few to tell."
    return f"{when} counts ", counted, f"; {_allowed(bet.bet, bet.after.n)}."


def _allowed(bet: Bet, n: int) -> str:
    """What the bet came to in as many deals: `the bet allowed 5`, `the bet needed 14`."""
    reached = round(bet.threshold * n, 9)
    if bet.direction is Direction.DOWN:
        return f"the bet allowed {math.floor(reached)}"
    return f"the bet needed {math.ceil(reached)}"


def _bound_words(bet: Bet) -> str:
    return "at most" if bet.direction is Direction.DOWN else "at least"


def _bet_table(bet: SettledBet, names: Names) -> Table | None:
    rows = tuple(_bet_rows(bet, names))
    mark = f"the mark is the bet, {_bound_words(bet.bet)} {_percent(bet.bet.threshold)} in 100"
    return Table(bet.id, "", f"{counted_of(bet.bet, names)}; {mark}", rows, "") if rows else None


def counted_of(bet: Bet, names: Names) -> str:
    """What the figure of a bet counts: `Deals that name contract terms as what puts buyers off`."""
    side = side_of(bet)
    if bet.figure is BetFigure.PREVALENCE and side is not None and bet.theme:
        return f"{upper_first(_kind_of_deals(bet, names))} that name {names.theme(bet.theme).title} as {side.where}"
    if bet.figure is BetFigure.WIN_RATE:
        return f"{upper_first(_kind_of_deals(bet, names))} won, of those won or lost"
    return f"Closed {_kind_of_deals(bet, names)} debriefed"


def _bet_rows(bet: SettledBet, names: Names) -> Iterator[TableRow]:
    """Before and after; for an open bet where its figure began, and where it stands in the newest edition."""
    if bet.before is not None:
        is_now = bet.latest is not None and bet.latest.edition == bet.before.edition
        yield _bet_row("Before, and now" if is_now else "Before", bet.before, bet, names)
    if bet.after is not None:
        yield _bet_row("After", bet.after, bet, names)
    latest = bet.latest
    if latest is not None and (bet.before is None or latest.edition > bet.before.edition):
        yield _bet_row("Now", latest, bet, names)


def _bet_row(when: str, row: FigureRow, bet: SettledBet, names: Names) -> TableRow:
    side = side_of(bet.bet)
    edition = names.publication.schedule.get(row.edition)
    so_far = "" if edition is None or edition.is_closed else ", so far"
    return TableRow(
        title=f"{when}: {names.scope_title(row.edition)}",
        count=(count(row.k, row.n, behind(bet, row, names)),),
        drawn=interval(row, side.css if side else "", mark=bet.bet.threshold),
        plausible=f"{plausible(row)}{so_far}",
    )


def behind(bet: SettledBet, row: FigureRow, names: Names) -> str:
    """Where the debriefs behind a row are; where nobody named the theme, the rows of its figure."""
    figure = bet.bet.figure.value
    is_made_up = bool(bet.bet.theme) and row.k == 0
    return addresses.rows(figure, row.edition) if is_made_up else names.behind(figure, row)


def bets_by_id(bulletin: Bulletin) -> dict[str, SettledBet]:
    """The bets of a bulletin by their initiatives."""
    return {bet.id: bet for bet in bulletin.ledger.bets}


def rows_of_edition(context: PageContext, edition: Edition) -> tuple[BetRow, ...]:
    """The bets that an edition settles, then those that were made in its period; as it printed them."""
    settled = [bet for bet in context.ledger.bets if bet.is_settled and bet.edition == edition.id]
    rows = [_settled_row(bet, context.names) for bet in settled]
    made = (bet for bet in context.ledger.bets if _is_made_in(bet, edition) and bet not in settled)
    rows += [_new_row(bet, context.names, edition) for bet in made]
    return tuple(rows[:MOST_ON_FRONT])


def _is_made_in(bet: SettledBet, edition: Edition) -> bool:
    began = bet.initiative.first_seen
    return began is not None and edition.period.first <= began <= edition.period.last


def _settled_row(bet: SettledBet, names: Names) -> BetRow:
    return BetRow(
        initiative_link(bet.id, bet.initiative),
        label_of(bet),
        words_of(bet.bet, names),
        short_result(bet, names),
    )


def _new_row(bet: SettledBet, names: Names, edition: Edition) -> BetRow:
    as_printed = next((one.bet for one in bet.printings if one.edition is edition), bet.bet)
    sure = sure_of(as_printed, bet.initiative.owner, names)
    return BetRow(initiative_link(bet.id, bet.initiative), "", words_of(as_printed, names), (sure,) if sure else ())


def short_result(bet: SettledBet, names: Names) -> Phrase:
    """`1 of 34; before, 6 of 21`, and the caution; what stands in its place where nothing was counted."""
    rows = [("", bet.after), ("; before, ", bet.before)]
    pieces = [(mark, count(row.k, row.n, behind(bet, row, names))) for mark, row in rows if row is not None]
    if bet.after is None:
        return ended_of(bet, names)
    counts = tuple(piece for pair in pieces for piece in pair if piece)
    return (*counts, f". {CAUTION}" if bet.before is not None else ".")


def initiative_link(id: str, initiative: Initiative) -> Link:
    """A link to an initiative's page."""
    return Link(initiative.title, addresses.initiative(id))


def status_of(initiative: Initiative, names: Names) -> str:
    """`shipped on 14 September 2026`; without the day where it has none."""
    days = {
        "proposed": initiative.proposed_on,
        "active": initiative.started_on,
        "shipped": initiative.shipped_on,
        "stopped": initiative.stopped_on,
    }
    status, day = initiative.status.value, days[initiative.status.value]
    if day is None:
        return status
    return f"{status} {'since' if status == 'active' else 'on'} {names.day(day.isoformat())}"


def about_theme(context: PageContext, theme: str) -> tuple[AboutTheme, ...]:
    """The initiatives about a theme, those begun last first."""
    current, bets = context.publication.codebook.current, bets_by_id(context.bulletin)
    found = [
        (id, initiative)
        for id, initiative in context.publication.initiatives
        if theme in map(current, initiative.themes)
    ]
    found.sort(key=lambda one: (one[1].first_seen or dt.date.min, one[0]), reverse=True)
    return tuple(
        AboutTheme(initiative_link(id, one), label_of(bets.get(id)), facts_of(one, context.names)) for id, one in found
    )


def label_of(bet: SettledBet | None) -> str:
    """How a bet stands, in a word or two."""
    return bet.result.value if bet else "no bet"


def facts_of(initiative: Initiative, names: Names) -> str:
    """`Finance · shipped on 14 September 2026`."""
    return f"{names.department(initiative.owner)} · {status_of(initiative, names)}"
