"""The front page, which is also the page of every edition."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable
from dataclasses import dataclass
from statistics import median

from builder import addresses
from builder.build import Bulletin
from builder.editions import Edition
from builder.figures.order import Standing, standings
from builder.figures.row import Row
from builder.publication import Answer, PublicDebrief
from builder.reading.state import State
from builder.rendering.markdown import Html, to_html
from builder.views import facts, themes
from builder.views.bars import BarRow, Bars, bar_row, bars
from builder.views.conversation import Entry, answer_entry
from builder.views.drawing import Columns
from builder.views.names import Names
from builder.views.quotes import Quote, quote_of, quotes_about, strength
from builder.views.sides import DRAWS, PUTS_OFF, SIDES, Side
from builder.views.text import Fact, Link, Phrase, Piece, count, number, plausible

MOST_BARS = 6
WORDS_A_MINUTE = 220
BASES = (
    "Themes count the prospects’ deals debriefed in this edition; coverage and win rate count the deals that closed in "
    "its period."
)
SHOWN_UNHEARD = 6


@dataclass(frozen=True, slots=True)
class Lead:
    """The lead story."""

    theme: Link
    label: str
    headline: Phrase
    deck: Phrase
    quote: Quote | None
    contrary: Quote | None
    facts: tuple[Fact, ...]
    history: Columns
    answer: Entry | None
    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Pick:
    """A debrief that the editor recommends, and why."""

    quote: Quote | None
    title: Link
    why: str


@dataclass(frozen=True, slots=True)
class Exchange:
    """You said, we did: a theme and what was decided about it."""

    said: Phrase
    verdict: str
    who: str
    date: str
    detail: str
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FrontPage:
    """Everything on the page of one edition, in the order in which it is read."""

    title: str
    subtitle: str
    number: int
    dates: tuple[str, str]
    is_open: bool
    tally: Phrase
    minutes_to_read: int
    previous: Link | None
    following: Link | None
    lead: Lead | None
    draws: Bars
    puts_off: Bars
    answers: tuple[Exchange, ...]
    letter: Html
    picks: tuple[Pick, ...]
    not_heard: tuple[Fact, ...]
    sure: tuple[Fact, ...]
    debriefs: Link
    note: str


def front_page(bulletin: Bulletin, names: Names, edition: Edition) -> FrontPage:
    """The page of an edition: as it was printed if it is closed, so far if it is open."""
    editions = bulletin.publication.schedule.editions
    position = editions.index(edition)
    previous = names.edition_link(editions[position - 1]) if position else None
    following = names.edition_link(editions[position + 1]) if position + 1 < len(editions) else None
    debriefs = members(bulletin, edition)
    letter = bulletin.publication.letters.get(edition.id)
    return FrontPage(
        title=names.edition_title(edition.period),
        subtitle=letter.title if letter else "",
        number=position + 1,
        dates=(names.day(edition.period.first.isoformat()), names.day(edition.period.last.isoformat())),
        is_open=not edition.is_closed,
        tally=tally(bulletin, edition),
        minutes_to_read=_minutes_to_read(letter.body if letter else ""),
        previous=previous,
        following=following,
        lead=_lead(bulletin, names, edition, debriefs),
        draws=_bars(bulletin, names, edition, DRAWS),
        puts_off=_bars(bulletin, names, edition, PUTS_OFF),
        answers=tuple(_answers(bulletin, names, edition)),
        letter=to_html(letter.body) if letter else Html(""),
        picks=tuple(_picks(bulletin, names, letter.picks if letter else ())),
        not_heard=tuple(_not_heard(bulletin, names, edition)),
        sure=tuple(_sure(bulletin, edition, debriefs)),
        debriefs=Link(f"All {len(debriefs)} debriefs of this edition", addresses.index("edition", edition.id)),
        note=_note(bulletin, names, edition),
    )


def members(bulletin: Bulletin, edition: Edition) -> list[PublicDebrief]:
    """The debriefs of an edition, newest first."""
    ids = set(edition.debriefs)
    return [debrief for debrief in bulletin.publication.debriefs if debrief.id in ids]


TALLIED = ((": ", "won", "wins"), (", ", "lost", "losses"), (", ", "no-decision", "that decided nothing"))
ENDINGS = (("won", "won"), ("lost", "lost"), ("no-decision", "without a decision"))


def tally(bulletin: Bulletin, edition: Edition) -> Phrase:
    """`37 of 52 closed deals: 22 of 24 wins, 15 of 28 losses`; without a CRM export, what was debriefed."""
    href = addresses.coverage(edition.id)
    total = bulletin.record.find("coverage", edition.id)
    if total is None:
        outcomes = _outcomes(bulletin, edition)
        return (number(len(edition.debriefs), "debrief", addresses.index("edition", edition.id)), f": {outcomes}.")
    pieces: list[Piece] = [count(total.k, total.n, href), " closed deals debriefed"]
    for mark, outcome, noun in TALLIED:
        row = bulletin.record.find("coverage", edition.id, outcome=outcome)
        if row:
            pieces += [mark, count(row.k, row.n, href), f" {noun}"]
    return (*pieces, ".")


def _outcomes(bulletin: Bulletin, edition: Edition) -> str:
    found = [debrief.outcome.value for debrief in members(bulletin, edition)]
    counts = ((found.count(outcome), words) for outcome, words in ENDINGS)
    return ", ".join(f"{k} {words}" for k, words in counts if k) or "none yet"


def _minutes_to_read(letter: str) -> int:
    return 4 + math.ceil(len(letter.split()) / WORDS_A_MINUTE)


def _note(bulletin: Bulletin, names: Names, edition: Edition) -> str:
    if edition.manifest is None:
        return f"This edition is open: its figures change with every debrief. {BASES}"
    figures = ("prevalence", "corroboration", "coverage")
    later = [name for name in figures if not bulletin.record.is_printed(name, edition.id)]
    told = f"Closed on {names.day(edition.manifest.as_of)}. Its figures are those that were printed then"
    return f"{told}; {', '.join(later)} computed later. {BASES}" if later else f"{told}. {BASES}"


def ranked(bulletin: Bulletin, edition: Edition, side: Side) -> list[Standing]:
    """The themes of an edition on one side, by the stated order."""
    return standings(bulletin.record, bulletin.publication.codebook, edition.id, side.id)


def _lead(bulletin: Bulletin, names: Names, edition: Edition, debriefs: list[PublicDebrief]) -> Lead | None:
    standing = next((s for s in ranked(bulletin, edition, PUTS_OFF) if s.outcomes), None)
    standing = standing or next(iter(ranked(bulletin, edition, DRAWS)), None)
    if standing is None:
        return None
    theme, side = names.theme(standing.theme), SIDES[standing.side]
    voices = quotes_about(debriefs, theme.id, side, names, role="In their words")
    against = quotes_about(
        debriefs, theme.id, side.opposite, names, role="The strongest word against it", contrary=True
    )
    return Lead(
        theme=names.theme_link(standing.theme),
        label=standing.label,
        headline=themes.headline(standing, names),
        deck=_deck(standing),
        quote=voices[0] if voices else None,
        contrary=against[0] if against else None,
        facts=tuple(_lead_facts(bulletin, names, standing)),
        history=themes.history(bulletin, names, theme, side, edition, most=6),
        answer=_latest_answer(bulletin, names, edition, theme.id),
        links=(
            Link("Everything about it", addresses.theme(theme.id)),
            Link("The debriefs behind it", addresses.evidence(theme.id, edition.id)),
            Link("How it is counted", addresses.figure("prevalence")),
        ),
    )


def _deck(standing: Standing) -> Phrase:
    row = standing.outcomes or standing.total
    told = plausible(row)
    if row.low is None:
        return (f"So few deals are {told}, not a finding.",)
    noun = {"lost": "lost deals", "won": "won deals"}.get(row.key("outcome"), "deals")
    low, high = round(row.low * 100), round((row.high or 0) * 100)
    return (f"Plausibly {low} to {high} in 100 {noun}.",)


def _lead_facts(bulletin: Bulletin, names: Names, standing: Standing) -> Iterable[Fact]:
    record, edition = bulletin.record, standing.total.edition
    theme = bulletin.publication.codebook.current(standing.theme)
    href = addresses.evidence(theme, edition)
    decisive = record.find("prevalence", edition, theme=standing.theme, side=standing.side, decisive="yes")
    total = standing.total
    yield Fact("Decisive in", (count(decisive.k if decisive else 0, total.k, href), " deals that name it"))
    contrary = record.find("counter-evidence", edition, theme=standing.theme, side=standing.side)
    if contrary:
        says = "say the opposite" if contrary.k else "say the opposite: none found"
        yield Fact("Against it", (count(contrary.k, contrary.n, href), f" deals that name it {says}"))
    if standing.money:
        yield Fact("Associated with", facts.money(standing.money, names))
    if standing.corroboration:
        yield Fact("Who says so", (facts.who_says_so(standing.corroboration),))


def _latest_answer(bulletin: Bulletin, names: Names, edition: Edition, theme: str) -> Entry | None:
    """The newest answer to a theme that the edition could have printed."""
    current = bulletin.publication.codebook.current
    until = _printed_until(bulletin, edition)
    found = [
        answer
        for answer in bulletin.publication.answers
        if answer.value.theme and current(answer.value.theme) == theme and answer.value.on <= until
    ]
    return answer_entry(bulletin, names, found[-1]) if found else None


def _printed_until(bulletin: Bulletin, edition: Edition) -> dt.date:
    manifest = edition.manifest
    return dt.date.fromisoformat(manifest.as_of) if manifest else bulletin.settings.as_of


def _bars(bulletin: Bulletin, names: Names, edition: Edition, side: Side) -> Bars:
    standing = ranked(bulletin, edition, side)
    shown = [entry for entry in standing if entry.outcomes][:MOST_BARS]
    base = next((entry.outcomes.n for entry in shown if entry.outcomes), 0)
    more = len(standing) - len(shown)
    return bars(
        side,
        caption=f"Named as {side.reason} in {base} {side.deals} debriefed",
        rows=tuple(_bar_row(entry, names) for entry in shown),
        more=Link(f"and {more} more", addresses.MATRIX) if more else None,
    )


def _bar_row(standing: Standing, names: Names) -> BarRow:
    row = standing.outcomes or standing.total
    href = addresses.evidence(names.publication.codebook.current(standing.theme), row.edition)
    return bar_row(names.theme_link(standing.theme), standing.label, row.k, row.n, href)


def _answers(bulletin: Bulletin, names: Names, edition: Edition) -> Iterable[Exchange]:
    """What was decided within the edition's period, newest first."""
    period = edition.period
    for answer in reversed(bulletin.publication.answers):
        if not period.first <= answer.value.on <= period.last:
            continue
        entry = answer_entry(bulletin, names, answer)
        page = _answered_at(answer, bulletin)
        href = f"{page}#{entry.id}" if page else ""
        yield Exchange(_asked(answer, names), entry.verdict, entry.who, entry.date, entry.detail, href)


def _asked(answer: Answer, names: Names) -> Phrase:
    """What the answer answers, in a phrase."""
    value = answer.value
    if value.theme:
        return (names.theme_link(value.theme),)
    if value.debriefs:
        return ("An ask of ", Link(value.debriefs[0], addresses.debrief(value.debriefs[0])))
    return (number(len(value.promises), "promise"),)


def _answered_at(answer: Answer, bulletin: Bulletin) -> str:
    value = answer.value
    if value.theme:
        return addresses.theme(bulletin.publication.codebook.current(value.theme))
    return addresses.debrief(value.debriefs[0]) if value.debriefs else ""


def _picks(bulletin: Bulletin, names: Names, picks: Iterable[tuple[str, str]]) -> Iterable[Pick]:
    by_id = {debrief.id: debrief for debrief in bulletin.publication.debriefs}
    for id, why in picks:
        debrief = by_id.get(id)
        if debrief is None:
            continue
        drivers = sorted((d for d in debrief.drivers if d.quote), key=lambda driver: strength(debrief, driver))
        quote = quote_of(debrief, drivers[0], names) if drivers else None
        yield Pick(quote, Link(names.headline(debrief), addresses.debrief(id)), why)


def _not_heard(bulletin: Bulletin, names: Names, edition: Edition) -> Iterable[Fact]:
    """Segments of which least was heard; where everything was, nothing."""
    rows = [row for row in bulletin.record.rows("coverage", edition.id) if row.key("segment") and row.k < row.n]
    rows.sort(key=lambda row: (row.k / row.n, -row.n, row.key("segment")))
    for row in rows[:SHOWN_UNHEARD]:
        yield facts.deals_heard(names.title("segments", row.key("segment")), row)


def _sure(bulletin: Bulletin, edition: Edition, debriefs: list[PublicDebrief]) -> Iterable[Fact]:
    won, lost = (bulletin.record.find("coverage", edition.id, outcome=outcome) for outcome in ("won", "lost"))
    if won and lost:
        told = f"{won.k} to {lost.k} debriefed, {won.n} to {lost.n} closed{_leaning(won, lost)}"
        yield Fact("Wins to losses", (told,))
    if rate := bulletin.record.find("win-rate", edition.id):
        yield facts.win_rate(rate)
    if minutes := [debrief.minutes for debrief in debriefs if debrief.minutes is not None]:
        cost = f"{len(minutes)} debriefs took {sum(minutes):,} minutes; the median, {median(minutes):g}"
        yield Fact("Cost", (cost,))
    aside = bulletin.publication.states[State.SET_ASIDE]
    yield Fact("Set aside", (number(aside, "file", addresses.SET_ASIDE) if aside else "no file",))


def _leaning(won: Row, lost: Row) -> str:
    """Whether wins or losses are heard more, where the counts differ at all."""
    if not won.n or not lost.n or won.k * lost.n == lost.k * won.n:
        return ""
    return ": wins are heard more" if won.k * lost.n > lost.k * won.n else ": losses are heard more"
