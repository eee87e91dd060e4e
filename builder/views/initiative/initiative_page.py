"""An initiative's page: its bet, what editions printed of it, and what the field said before and since."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from builder import addresses
from builder.ledger.bets import SettledBet, cell_of
from builder.publication.publication import PublicResponse
from builder.schema.initiative import Bet, BetFigure, Initiative
from builder.views.initiative.before_and_since import BeforeAndSince, before_and_since
from builder.views.initiative.bet_wording import BetView, bet_view, counted_of, facts_of, side_of, sure_of, words_of
from builder.views.shared.charts import ColumnChart, columns
from builder.views.shared.conversation import response_entry
from builder.views.shared.names import Names
from builder.views.shared.neighbours import Neighbours
from builder.views.shared.page_context import PageContext
from builder.views.shared.phrases import Fact, Link, Phrase, Piece, joined, plain, upper_first
from builder.views.shared.sides import PUTS_OFF

MOST_COLUMNS = 12
LEGENDS = {
    BetFigure.PREVALENCE: "Outline: deals debriefed. Filled: deals that name it.",
    BetFigure.WIN_RATE: "Outline: deals won or lost. Filled: deals won.",
    BetFigure.COVERAGE: "Outline: deals closed. Filled: deals debriefed.",
}


@dataclass(frozen=True, slots=True)
class PrintedAmendment:
    """A bet as an edition printed it; `said` is empty where it was printed as in the edition before."""

    edition: Link
    said: str
    is_changed: bool


@dataclass(frozen=True, slots=True)
class Amended:
    """A visible change of a bet."""

    date: str
    iso: str
    note: str


@dataclass(frozen=True, slots=True)
class InitiativeResponse:
    """An answer that an initiative carries out, and where it stands."""

    verdict: str
    who: str
    date: str
    detail: str
    places: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class History:
    """The figure of a bet, edition by edition."""

    chart: ColumnChart
    css: str
    caption: str
    legend: str


@dataclass(frozen=True, slots=True, kw_only=True)
class InitiativePage:
    """Everything on an initiative's page."""

    title: str
    status: str
    summary: str
    byline: Phrase
    facts: tuple[Fact, ...]
    bet: BetView | None
    changed_since: str
    amendments: tuple[Amended, ...]
    printed: tuple[PrintedAmendment, ...]
    history: History | None
    field: BeforeAndSince | None
    replies: tuple[InitiativeResponse, ...]
    beside: Neighbours


def initiative_page(
    context: PageContext,
    id: str,
    initiative: Initiative,
    bet: SettledBet | None,
    beside: Neighbours,
) -> InitiativePage:
    """The page of one initiative; `beside` are its neighbours in the list."""
    names = context.names
    side = (side_of(bet.bet) if bet else None) or PUTS_OFF
    return InitiativePage(
        title=initiative.title,
        status=initiative.status.value,
        summary=initiative.summary or "",
        byline=_byline(initiative, names),
        facts=tuple(_initiative_facts(initiative, names)),
        bet=bet_view(bet, names) if bet else None,
        changed_since=_changed_since(bet, names),
        amendments=tuple(_amendments(initiative, names)),
        printed=tuple(_printed_amendments(bet, names)) if bet else (),
        history=_bet_history(context, initiative, bet) if bet else None,
        field=before_and_since(context, initiative, side),
        replies=tuple(_initiative_response(context, one) for one in context.publication.responses if _carries(one, id)),
        beside=beside,
    )


def _byline(initiative: Initiative, names: Names) -> Phrase:
    pieces: list[Piece] = [f"Run by {facts_of(initiative, names)}"]
    for place, id in enumerate(initiative.themes):
        pieces += [", " if place else " · about ", names.theme_link(names.publication.codebook.current(id))]
    return tuple(pieces)


def _initiative_facts(initiative: Initiative, names: Names) -> Iterator[Fact]:
    yield Fact("Run by", (names.department(initiative.owner),))
    for term, day in _stage_days(initiative):
        yield Fact(term, (names.day(day.isoformat()),))


def _stage_days(initiative: Initiative) -> Iterator[tuple[str, dt.date]]:
    days = (
        ("Proposed", initiative.proposed_on),
        ("Started", initiative.started_on),
        ("Shipped", initiative.shipped_on),
        ("Stopped", initiative.stopped_on),
    )
    yield from ((term, day) for term, day in days if day)


def _changed_since(bet: SettledBet | None, names: Names) -> str:
    """Says so where the file tells of another bet than the one that was settled."""
    if bet is None or not bet.is_settled or bet.initiative.bet in (None, bet.bet):
        return ""
    now = plain(words_of(bet.initiative.bet, names)) if bet.initiative.bet else ""
    return f"Its file says otherwise since: “{now}” What was settled stays settled."


def _amendments(initiative: Initiative, names: Names) -> Iterator[Amended]:
    for amendment in sorted(initiative.amendments, key=lambda one: one.on):
        iso = amendment.on.isoformat()
        yield Amended(names.day(iso), iso, amendment.note)


def _printed_amendments(bet: SettledBet, names: Names) -> Iterator[PrintedAmendment]:
    """The bet as each edition printed it, in words where they differ from those of the edition before."""
    last = ""
    for one in bet.printings:
        said = _bet_sentences(one.bet, bet.initiative.owner, names)
        yield PrintedAmendment(
            names.edition_link(one.edition), said if said != last else "", bool(last) and said != last
        )
        last = said


def _bet_sentences(bet: Bet, owner: str, names: Names) -> str:
    return f"{plain(words_of(bet, names))} {sure_of(bet, owner, names, is_past=True)}".rstrip()


def _bet_history(context: PageContext, initiative: Initiative, bet: SettledBet) -> History | None:
    """The figure of a bet in the last editions, as each printed it."""
    editions = context.filled_editions[-MOST_COLUMNS:]
    rows = [(edition, cell_of(bet.bet, edition.id, context.publication, context.record)) for edition in editions]
    points = [(context.names.edition_short(edition.period), row.k, row.n) for edition, row in rows if row]
    if not points:
        return None
    side = side_of(bet.bet)
    return History(
        chart=columns(counted_of(bet.bet, context.names), points),
        css=side.css if side else "plain",
        caption=_milestones(context, initiative, bet),
        legend=LEGENDS[bet.bet.figure],
    )


def _milestones(context: PageContext, initiative: Initiative, bet: SettledBet) -> str:
    """When it went through which stage: `Shipped in September 2026; October 2026 settled it`."""
    names = context.names
    calendar = context.publication.schedule.calendar
    days = [
        f"{term.lower()} in {names.edition_title(calendar.period_of(day))}" for term, day in _stage_days(initiative)
    ]
    settled = f"{names.scope_title(bet.edition)} {'settled' if bet.is_settled else 'settles'} it"
    milestones = f"{upper_first(joined(days))}; {settled}" if days else settled
    current = context.publication.schedule.open_after_front
    so_far = f" {names.edition_title(current.period)} is open: so far." if current else ""
    return f"As each edition printed it. {milestones}.{so_far}"


def _carries(response: PublicResponse, id: str) -> bool:
    return response.value.initiative == id


def _initiative_response(context: PageContext, response: PublicResponse) -> InitiativeResponse:
    entry = response_entry(context.names, response)
    return InitiativeResponse(
        entry.verdict, entry.who, entry.date, entry.detail, tuple(_response_links(response, entry.id, context.names))
    )


def _response_links(response: PublicResponse, anchor: str, names: Names) -> Iterator[Link]:
    """Where an answer stands: with its theme, its promises, the asks that it answers."""
    value, publication = response.value, names.publication
    if value.theme:
        theme = publication.codebook.current(value.theme)
        yield Link(names.theme(theme).title, f"{addresses.theme(theme)}#{anchor}")
    promises = dict(publication.promises)
    for id in value.promises:
        if id in promises:
            yield Link(f"the promise “{promises[id].what}”", addresses.promise(id))
    for id in value.debriefs:
        if names.are_published([id]):
            yield Link(f"the ask of {id}", f"{addresses.debrief(id)}#{anchor}")
