"""The list of initiatives: bets settled lately first, then those that are open, then what nobody bet on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from builder import addresses
from builder.build import Bulletin
from builder.figures.derivation import SMALL
from builder.figures.figure_row import ALL
from builder.ledger.bets import BetResult, SettledBet
from builder.schema.initiative import Initiative
from builder.views.initiative.bet_wording import BetView, bet_view, bets_by_id, facts_of, initiative_link, label_of
from builder.views.initiative.initiative_page import InitiativePage, initiative_page
from builder.views.shared.names import Names
from builder.views.shared.neighbours import neighbours
from builder.views.shared.page_context import PageContext
from builder.views.shared.phrases import Link, Phrase, count, joined, upper_first


@dataclass(frozen=True, slots=True)
class InitiativeItem:
    """An initiative in the list."""

    link: Link
    label: str
    facts: str
    bet: BetView | None


@dataclass(frozen=True, slots=True)
class InitiativeGroup:
    """The initiatives whose bets stand alike."""

    id: str
    title: str
    items: tuple[InitiativeItem, ...]


@dataclass(frozen=True, slots=True)
class InitiativeList:
    """All initiatives: settled lately first, then open with the soonest first, then those without a bet."""

    title: Phrase
    deck: str
    calibration: str
    groups: tuple[InitiativeGroup, ...]


Entries = Sequence[tuple[str, Initiative]]


def initiative_list(context: PageContext) -> InitiativeList:
    """The list of initiatives."""
    bets = bets_by_id(context.bulletin)
    groups = tuple(
        InitiativeGroup(id, title, tuple(_initiative_item(one, bets.get(one[0]), context.names) for one in entries))
        for id, title, entries in _grouped(context.bulletin, bets)
        if entries
    )
    return InitiativeList(
        _list_title(context.bulletin), _list_deck(context.bulletin), calibration(context.ledger.bets), groups
    )


def _grouped(bulletin: Bulletin, bets: Mapping[str, SettledBet]) -> tuple[tuple[str, str, Entries], ...]:
    """The initiatives by how their bets stand, each group in its order."""
    entries = sorted(bulletin.publication.initiatives, key=lambda one: (one[1].title.casefold(), one[0]))
    with_bet = [one for one in entries if one[0] in bets]
    ended = [one for one in with_bet if bets[one[0]].result is not BetResult.OPEN]
    waiting = [one for one in with_bet if bets[one[0]].result is BetResult.OPEN]
    return (
        ("settled", "Settled", sorted(ended, key=lambda one: bets[one[0]].edition, reverse=True)),
        ("open", "Open", sorted(waiting, key=lambda one: bets[one[0]].edition)),
        ("without", "Without a with_bet", [one for one in entries if one[0] not in bets]),
    )


def _list_title(bulletin: Bulletin) -> Phrase:
    if not bulletin.publication.initiatives:
        return ("No initiative is on record yet",)
    row = bulletin.record.find("bets", ALL)
    if row is None or not row.n:
        return ("No bet has been won or lost yet",)
    return count(row.k, row.n, addresses.rows("bets", ALL)), f" settled bet{'' if row.n == 1 else 's'} won"


def _list_deck(bulletin: Bulletin) -> str:
    results = [bet.result for bet in bulletin.ledger.bets]
    without = len(bulletin.publication.initiatives) - len(results)
    counts = (
        (results.count(BetResult.OPEN), "is open", "are open"),
        (results.count(BetResult.UNDECIDABLE), "could not be decided", "could not be decided"),
        (results.count(BetResult.VOID), "came too late", "came too late"),
        (without, "initiative has no bet", "initiatives have no bet"),
    )
    words = [f"{n:,} {one if n == 1 else many}" for n, one, many in counts if n]
    return f"{upper_first(joined(words))}." if words else ""


def calibration(bets: Iterable[SettledBet]) -> str:
    """How many of those whose owners said how sure they were came true; nothing is concluded from a few."""
    decided = [one for one in bets if one.result in (BetResult.WON, BetResult.LOST) and one.bet.probability is not None]
    if len(decided) < 2:
        return ""
    sure = sorted((one.bet.probability or 0.0 for one in decided), reverse=True)
    won = sum(one.result is BetResult.WON for one in decided)
    listed = joined(f"{round(one * 100)}" for one in sure)
    few = "" if len(decided) >= SMALL else "; too few to say how well they judge"
    expected = f"{sum(sure):.1f}".removesuffix(".0")
    return f"Their owners were {listed} in 100 sure: {expected} of {len(decided)} expected, {won} came true{few}."


def _initiative_item(entry: tuple[str, Initiative], bet: SettledBet | None, names: Names) -> InitiativeItem:
    id, initiative = entry
    return InitiativeItem(
        link=initiative_link(id, initiative),
        label=label_of(bet),
        facts=facts_of(initiative, names),
        bet=bet_view(bet, names) if bet else None,
    )


def initiative_pages(context: PageContext) -> Iterator[tuple[str, InitiativePage]]:
    """The page of every initiative, by id, in the order of the list."""
    bets = bets_by_id(context.bulletin)
    order = [entry for _, _, entries in _grouped(context.bulletin, bets) for entry in entries]
    links = [initiative_link(*entry) for entry in order]
    for place, (id, initiative) in enumerate(order):
        yield id, initiative_page(context, id, initiative, bets.get(id), neighbours(links, place))
