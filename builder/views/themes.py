"""A theme's page, and the list of themes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from builder import addresses
from builder.build import Bulletin
from builder.editions import Edition
from builder.figures.order import Standing, standings
from builder.figures.row import ALL, Row
from builder.publication import PublicDebrief
from builder.schema.theme import Theme
from builder.views import conversation
from builder.views.conversation import Entry
from builder.views.drawing import Columns, Interval, columns, interval
from builder.views.listing import ListItem, items_of
from builder.views.names import EVIDENCE, OUTCOMES, SIDES, VOICES, Names
from builder.views.quotes import Quote, quotes_about
from builder.views.text import Fact, Link, Phrase, count, lowered, number, plausible

MOST_QUOTES = 6
MOST_LISTED = 12
PAST = {"compelling": "drew", "repelling": "put off"}
ENDS = {"compelling": ("won", "wins"), "repelling": ("lost", "losses")}


@dataclass(frozen=True, slots=True)
class Cell:
    """One row of a breakdown: `6 of 9`, drawn and in words."""

    title: Link | str
    count: Phrase
    drawn: Interval | None
    plausible: str


@dataclass(frozen=True, slots=True)
class Breakdown:
    """A table of cells."""

    id: str
    title: str
    caption: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class SideOfTheme:
    """What a theme does on one side, in the newest edition and over time."""

    side: str
    css: str
    title: str
    history: Columns
    breakdowns: tuple[Breakdown, ...]
    quotes: tuple[Quote, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ThemePage:
    """Everything on a theme's page."""

    title: str
    headline: Phrase
    label: str
    means: str
    byline: Phrase
    facts: tuple[Fact, ...]
    sides: tuple[SideOfTheme, ...]
    conversation: tuple[Entry, ...]
    debriefs: tuple[ListItem, ...]
    all_debriefs: Link
    previous: Link | None
    following: Link | None


@dataclass(frozen=True, slots=True)
class ThemeRow:
    """A theme in the list of themes."""

    link: Link
    means: str
    owner: str
    draws: Phrase
    puts_off: Phrase
    label: str


@dataclass(frozen=True, slots=True)
class ThemeGroup:
    """Themes under one parent."""

    title: str
    rows: tuple[ThemeRow, ...]


@dataclass(frozen=True, slots=True)
class ThemeList:
    """All themes, grouped by their parents."""

    title: str
    deck: str
    groups: tuple[ThemeGroup, ...]


def theme_pages(bulletin: Bulletin, names: Names) -> Iterable[tuple[str, ThemePage]]:
    """The page of every theme that is listed or named, by id."""
    themes = listed_themes(bulletin)
    named: dict[str, list[PublicDebrief]] = {theme.id: [] for theme in themes}
    for debrief in bulletin.publication.debriefs:
        for id in debrief.themes:
            named.setdefault(id, []).append(debrief)
    for position, theme in enumerate(themes):
        previous = names.theme_link(themes[position - 1].id) if position else None
        following = names.theme_link(themes[position + 1].id) if position + 1 < len(themes) else None
        yield theme.id, _page(bulletin, names, theme, named[theme.id], previous, following)


def listed_themes(bulletin: Bulletin) -> list[Theme]:
    """The themes of the codebook and those that only debriefs name, by title."""
    codebook = bulletin.publication.codebook
    ids = set(codebook.themes) | {id for debrief in bulletin.publication.debriefs for id in debrief.themes}
    return sorted((codebook.get(id) for id in ids), key=lambda theme: (theme.title.casefold(), theme.id))


def _page(
    bulletin: Bulletin,
    names: Names,
    theme: Theme,
    debriefs: list[PublicDebrief],
    previous: Link | None,
    following: Link | None,
) -> ThemePage:
    edition = front_id(bulletin)
    sides = [
        side
        for side in ("repelling", "compelling")
        if bulletin.record.computed_anew("prevalence", ALL, theme=theme.id, side=side)
    ]
    standing = _standing(bulletin, edition, theme.id)
    return ThemePage(
        title=theme.title,
        headline=headline(standing, names) if standing else (theme.title,),
        label=standing.label if standing else "",
        means=theme.means or "",
        byline=_byline(theme, names),
        facts=tuple(_facts(bulletin, names, theme.id, edition)),
        sides=tuple(_side(bulletin, names, theme, side, edition, debriefs) for side in sides),
        conversation=conversation.about_theme(bulletin, names, theme.id),
        debriefs=items_of(debriefs[:MOST_LISTED], names),
        all_debriefs=Link(f"All {len(debriefs):,}", addresses.index("theme", theme.id)),
        previous=previous,
        following=following,
    )


def front_id(bulletin: Bulletin) -> str:
    """The edition on the front page; the whole record where there is none."""
    front = bulletin.publication.schedule.front
    return front.id if front else ALL


def _standing(bulletin: Bulletin, edition: str, theme: str) -> Standing | None:
    """The theme's standing in an edition, on the side that more deals name."""
    codebook = bulletin.publication.codebook
    found = [
        standing
        for side in ("repelling", "compelling")
        for standing in standings(bulletin.record, codebook, edition, side)
        if codebook.current(standing.theme) == theme
    ]
    return max(found, key=lambda standing: standing.total.k, default=None)


def headline(standing: Standing, names: Names) -> Phrase:
    """`Contract terms put off 15 of 24 losses`, the count leading to its debriefs."""
    theme = names.publication.codebook.current(standing.theme)
    title = names.theme(standing.theme).title
    row = standing.outcomes
    if row is None:
        total = standing.total
        where = "what puts buyers off" if standing.side == "repelling" else "what draws buyers"
        return (
            f"{title}: ",
            count(total.k, total.n, evidence_address(theme, total.edition)),
            f" deals name it as {where}",
        )
    _, plural = ENDS[standing.side]
    return (f"{title} {PAST[standing.side]} ", count(row.k, row.n, evidence_address(theme, row.edition)), f" {plural}")


def evidence_address(theme: str, edition: str) -> str:
    """Where the debriefs behind a theme's counts in one edition are listed."""
    return addresses.evidence(theme, edition)


def _byline(theme: Theme, names: Names) -> Phrase:
    pieces: list[str] = []
    if theme.owner:
        pieces.append(f"Answered for by {names.title('departments', theme.owner)}")
    if theme.parent:
        pieces.append(f"part of {lowered(names.theme(theme.parent).title)}")
    if theme.aliases:
        pieces.append("formerly " + ", ".join(f"“{alias}”" for alias in theme.aliases))
    if theme.retired:
        pieces.append(f"retired on {names.day(theme.retired.isoformat())}")
    return (" · ".join(pieces),) if pieces else ()


def _facts(bulletin: Bulletin, names: Names, theme: str, edition: str) -> Iterable[Fact]:
    record = bulletin.record
    for side in ("repelling", "compelling"):
        row = record.find("prevalence", edition, theme=theme, side=side)
        if row:
            pieces = count(row.k, row.n, evidence_address(theme, edition)), f" deals; {plausible(row)}"
            yield Fact(f"{'−' if side == 'repelling' else '+'} {SIDES[side]}", pieces)
        corroboration = record.find("corroboration", edition, theme=theme, side=side)
        if row and corroboration:
            yield Fact("Who says so", _corroboration(corroboration))
        contrary = record.find("counter-evidence", edition, theme=theme, side=side)
        if row and contrary:
            other = SIDES["compelling" if side == "repelling" else "repelling"]
            yield Fact("Against it", (f"{contrary.k} of {contrary.n} deals that name it say that it {other}",))
    if amount := record.find("money-at-stake", edition, theme=theme):
        yield Fact("Associated with", money_phrase(amount, names))


def _corroboration(row: Row) -> Phrase:
    label = row.measure("label")
    accounts, reporters = number(row.k, "account"), number(row.measure("reporters"), "reporter")
    own = row.measure("own_words")
    return (f"{accounts}, {reporters}, {own} in the buyer’s own words, over six editions: {label}",)


def money_phrase(row: Row, names: Names) -> Phrase:
    """`€1.28M over 9 deals, of which one is 24 in 100`; never called recoverable."""
    amount, share = row.measure("amount"), row.measure("largest_share")
    deals = "deal" if row.k == 1 else "deals"
    if not amount:
        return (f"no value is known of its {row.k} {deals}",)
    largest = f"; the largest is {round(share * 100)} in 100 of it" if row.k > 1 else ""
    capped = f"; {names.about(row.measure('capped'))} for the order" if row.measure("capped") < amount else ""
    return (f"{names.about(amount)} in {row.k} {deals}{largest}{capped}",)


def _side(
    bulletin: Bulletin, names: Names, theme: Theme, side: str, edition: str, debriefs: list[PublicDebrief]
) -> SideOfTheme:
    quotes = quotes_about(debriefs, theme.id, side, names, most=MOST_QUOTES)
    return SideOfTheme(
        side=side,
        css="puts-off" if side == "repelling" else "draws",
        title="What puts them off" if side == "repelling" else "What draws them",
        history=history(bulletin, names, theme, side),
        breakdowns=tuple(_breakdowns(bulletin, theme.id, side)),
        quotes=tuple(quotes),
    )


def history(
    bulletin: Bulletin, names: Names, theme: Theme, side: str, until: Edition | None = None, most: int = 12
) -> Columns:
    """How many lost (or won) deals named the theme, edition by edition, by today's themes."""
    outcome, plural = ENDS[side]
    filled = (edition for edition in bulletin.publication.schedule.editions if edition.debriefs)
    editions = [edition for edition in filled if until is None or edition.period <= until.period][-most:]
    points = []
    for edition in editions:
        row = bulletin.record.computed_anew("prevalence", edition.id, theme=theme.id, side=side, outcome=outcome)
        n = row.n if row else base_of(bulletin, edition.id, side, outcome)
        points.append((names.edition_short(edition.period), row.k if row else 0, n))
    verb = "named as a reason against us" if side == "repelling" else "named as a reason for us"
    return columns(f"{plural.capitalize()} in which {lowered(theme.title)} was {verb}", points)


def base_of(bulletin: Bulletin, edition: str, side: str, outcome: str) -> int:
    """How many deals with an outcome were asked about a side in an edition."""
    rows = bulletin.record.computed.get(("prevalence", edition), {}).values()
    return next((row.n for row in rows if row.key("side") == side and row.key("outcome") == outcome), 0)


BREAKDOWNS = (
    ("outcome", "By outcome", {outcome.value: title for outcome, title in OUTCOMES.items()}),
    ("voice", "Who is speaking", VOICES),
    ("evidence", "How we know", EVIDENCE),
)


def _breakdowns(bulletin: Bulletin, theme: str, side: str) -> Iterable[Breakdown]:
    rows = [
        row for row in bulletin.record.rows("prevalence", ALL) if row.key("theme") == theme and row.key("side") == side
    ]
    for dimension, title, titles in BREAKDOWNS:
        order = list(titles)
        cells = sorted((row for row in rows if row.key(dimension)), key=lambda row: order.index(row.key(dimension)))
        if cells:
            href = addresses.index("theme", theme)
            yield Breakdown(
                id=f"{side}-{dimension}",
                title=title,
                caption="Over the whole record, in deals that were asked about this side",
                cells=tuple(
                    Cell(titles[row.key(dimension)], (count(row.k, row.n, href),), interval(row, side), plausible(row))
                    for row in cells
                ),
            )


def theme_list(bulletin: Bulletin, names: Names) -> ThemeList:
    """All themes by parent, each with its counts in the newest edition."""
    edition = front_id(bulletin)
    groups: dict[str, list[ThemeRow]] = {}
    themes = listed_themes(bulletin)
    parents = {theme.parent for theme in themes if theme.parent}
    for theme in themes:
        group = theme.parent or (theme.id if theme.id in parents else "")
        groups.setdefault(group, []).append(_row(bulletin, names, theme, edition))
    order = sorted(groups, key=lambda id: (id == "", names.theme(id).title.casefold() if id else ""))
    period = bulletin.publication.schedule.get(edition)
    when = names.edition_title(period.period) if period else "the whole record"
    return ThemeList(
        title=f"{len(themes)} themes",
        deck=f"What draws buyers and what puts them off, as counted in {when}.",
        groups=tuple(
            ThemeGroup(names.theme(id).title if id else "Others" if len(order) > 1 else "", tuple(groups[id]))
            for id in order
        ),
    )


def _row(bulletin: Bulletin, names: Names, theme: Theme, edition: str) -> ThemeRow:
    standing = _standing(bulletin, edition, theme.id)
    phrases = {}
    for side in ("compelling", "repelling"):
        row = bulletin.record.find("prevalence", edition, theme=theme.id, side=side)
        phrases[side] = (count(row.k, row.n, evidence_address(theme.id, edition)),) if row else ()
    return ThemeRow(
        link=names.theme_link(theme.id),
        means=theme.means or "",
        owner=names.title("departments", theme.owner) if theme.owner else "",
        draws=phrases["compelling"],
        puts_off=phrases["repelling"],
        label=standing.label if standing else "",
    )
