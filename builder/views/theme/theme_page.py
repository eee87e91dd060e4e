"""A theme's page, and the list of themes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from builder import addresses
from builder.build import Bulletin
from builder.editions import Edition
from builder.figures.figure_row import ALL, FigureRow
from builder.figures.results import Results
from builder.figures.theme_ranking import RankedTheme, ranked_themes
from builder.ledger.open_questions import THEME
from builder.publication.publication import PublicDebrief
from builder.schema.theme import Theme
from builder.views.initiative.bet_wording import AboutTheme, about_theme
from builder.views.shared import conversation, facts
from builder.views.shared.charts import ColumnChart, Interval, columns, interval
from builder.views.shared.conversation import Conversation
from builder.views.shared.debrief_list import ListItem, items_of
from builder.views.shared.figure_wording import WORDS, remark, value_title
from builder.views.shared.headlines import deck, dissent, headline
from builder.views.shared.names import Names
from builder.views.shared.open_questions import WaitingQuestion, waiting_question
from builder.views.shared.page_context import PageContext
from builder.views.shared.quotes import Quote, quotes_about
from builder.views.shared.sides import BOTH, DRAWS, PUTS_OFF, Side
from builder.views.shared.text import Fact, Link, Phrase, count, lowered, plausible, upper_first
from builder.views.theme import wide_net

MOST_QUOTES = 6
MOST_LISTED = 12


@dataclass(frozen=True, slots=True)
class BreakdownRow:
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
    cells: tuple[BreakdownRow, ...]


@dataclass(frozen=True, slots=True)
class SideOfTheme:
    """What a theme does on one side, in the newest edition and over time."""

    side: str
    css: str
    title: str
    history: ColumnChart
    breakdowns: tuple[Breakdown, ...]
    quotes: tuple[Quote, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ThemePage:
    """Everything on a theme's page."""

    title: str
    headline: Phrase
    deck: str
    label: str
    means: str
    byline: Phrase
    facts: tuple[Fact, ...]
    sides: tuple[SideOfTheme, ...]
    dispute: Quote | None
    silence: WaitingQuestion | None
    conversation: Conversation
    initiatives: tuple[AboutTheme, ...]
    actions: tuple[Link, ...]
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


def theme_pages(context: PageContext) -> Iterable[tuple[str, ThemePage]]:
    """The page of every theme that is listed or named, by id."""
    themes = listed_themes(context.bulletin)
    named: dict[str, list[PublicDebrief]] = {theme.id: [] for theme in themes}
    for debrief in context.publication.debriefs:
        for id in debrief.themes:
            named.setdefault(id, []).append(debrief)
    for position, theme in enumerate(themes):
        previous = context.names.theme_link(themes[position - 1].id) if position else None
        following = context.names.theme_link(themes[position + 1].id) if position + 1 < len(themes) else None
        yield theme.id, _page(context, theme, named[theme.id], previous, following)


def listed_themes(bulletin: Bulletin) -> list[Theme]:
    """The themes of the codebook and those that only debriefs name, by title."""
    codebook = bulletin.publication.codebook
    ids = set(codebook.themes) | {id for debrief in bulletin.publication.debriefs for id in debrief.themes}
    return sorted((codebook.get(id) for id in ids), key=lambda theme: (theme.title.casefold(), theme.id))


def _page(
    context: PageContext,
    theme: Theme,
    debriefs: list[PublicDebrief],
    previous: Link | None,
    following: Link | None,
) -> ThemePage:
    names = context.names
    edition = names.front_id
    sides = [side for side in BOTH if context.record.computed_anew("prevalence", ALL, theme=theme.id, side=side.id)]
    standing = _standing(context.bulletin, edition, theme.id)
    return ThemePage(
        title=theme.title,
        headline=headline(context.record, standing, names) if standing else (theme.title,),
        deck=deck(context, context.publication.schedule.front, standing) if standing else "",
        label=standing.label if standing else "",
        means=theme.means or "",
        byline=_byline(theme, names),
        facts=tuple(_facts(context, theme.id, edition)),
        sides=tuple(_side(context, theme, side, debriefs) for side in sides),
        dispute=dissent(context.bulletin, theme.id, context.settings.as_of) if standing else None,
        silence=_silence(context, theme.id),
        conversation=conversation.about_theme(context, theme.id, debriefs),
        initiatives=about_theme(context, theme.id),
        actions=(
            Link("Answer", addresses.form("response", theme=theme.id)),
            Link("Disagree", addresses.form("comment", theme=theme.id, stance="disagrees")),
            Link("Comment", addresses.form("comment", theme=theme.id)),
        ),
        debriefs=items_of(debriefs[:MOST_LISTED], names),
        all_debriefs=Link(f"All {len(debriefs):,}", addresses.index("theme", theme.id)),
        previous=previous,
        following=following,
    )


def _silence(context: PageContext, theme: str) -> WaitingQuestion | None:
    """How long the theme has waited for a decision; None where it does not."""
    waiting = (one for one in context.ledger.unanswered if (one.kind, one.subject) == (THEME, theme))
    found = next(waiting, None)
    return waiting_question(context, found, context.settings.as_of, context.names.front_id) if found else None


def _standing(bulletin: Bulletin, edition: str, theme: str) -> RankedTheme | None:
    """The theme's standing in an edition, on the side that more deals name."""
    codebook = bulletin.publication.codebook
    found = [
        standing
        for side in BOTH
        for standing in ranked_themes(bulletin.record, codebook, edition, side.id)
        if codebook.current(standing.theme) == theme
    ]
    return max(found, key=lambda standing: standing.total.k, default=None)


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


def _facts(context: PageContext, theme: str, edition: str) -> Iterable[Fact]:
    for side in BOTH:
        yield from _facts_of(context, theme, side, edition)
    if amount := context.record.find("money-at-stake", edition, theme=theme):
        yield Fact("Associated with", facts.money(amount, context.names))


COMPARED_FACTS = (
    ("change", "Over time"),
    ("lift", "Lost and won"),
    ("bounds", "Heard or not"),
    ("counter-evidence", "Against it"),
)


def _facts_of(context: PageContext, theme: str, side: Side, edition: str) -> Iterable[Fact]:
    """How many deals name the theme on one side, how that changed, who says so, and who says the opposite."""
    names = context.names
    record = context.record
    row = record.find("prevalence", edition, theme=theme, side=side.id)
    if row is None:
        return
    yield Fact(side.signed, (count(row.k, row.n, names.behind("prevalence", row)), f" deals; {plausible(row)}"))
    for figure, term in COMPARED_FACTS:
        if found := record.find(figure, edition, theme=theme, side=side.id):
            counted = count(found.k, found.n, names.behind(figure, found))
            yield Fact(term, (counted, remark(figure, found, names)))
    if corroboration := record.find("corroboration", edition, theme=theme, side=side.id):
        label = f": {corroboration.measure('label')}"
        yield Fact("Who says so", (*facts.who_says_so(corroboration, names), label))
    if net := wide_net.wide_net(context.bulletin, theme, side.id, edition):
        yield Fact("Stars and others", wide_net.net_of(net, names))


def _side(context: PageContext, theme: Theme, side: Side, debriefs: list[PublicDebrief]) -> SideOfTheme:
    quotes = quotes_about(debriefs, theme.id, side, context.names, most=MOST_QUOTES)
    return SideOfTheme(
        side=side.id,
        css=side.css,
        title=side.title,
        history=history(context, theme, side),
        breakdowns=tuple(_breakdowns(context, theme.id, side)),
        quotes=tuple(quotes),
    )


def history(
    context: PageContext, theme: Theme, side: Side, until: Edition | None = None, most: int = 12
) -> ColumnChart:
    """How many lost (or won) deals named the theme, edition by edition, by today's themes."""
    filled = (edition for edition in context.publication.schedule.editions if edition.debriefs)
    editions = [edition for edition in filled if until is None or edition.period <= until.period][-most:]
    points = []
    for edition in editions:
        row = ending_row(context.bulletin, edition.id, theme.id, side)
        n = row.n if row else base_of(context.bulletin, edition.id, side)
        points.append((context.names.edition_short(edition.period), row.k if row else 0, n))
    title = f"{side.deals.capitalize()} that name {lowered(theme.title)} as {side.reason}"
    return columns(title, points)


def ending_row(bulletin: Bulletin, edition: str, theme: str, side: Side) -> FigureRow | None:
    """Of the deals of an edition that a side decides, those that name the theme; by today's themes."""
    keys = {"theme": theme, "side": side.id, "outcome": side.outcome}
    return bulletin.record.computed_anew("prevalence", edition, **keys)


def base_of(bulletin: Bulletin, edition: str, side: Side) -> int:
    """How many deals that a side decides were asked about it in an edition."""
    rows = bulletin.record.computed.get(("prevalence", edition), {}).values()
    return next((row.n for row in rows if row.key("side") == side.id and row.key("outcome") == side.outcome), 0)


BREAKDOWNS = (
    ("outcome", "By outcome"),
    ("voice", "Who is speaking"),
    ("evidence", "How we know"),
    ("decisive", "Where it decided"),
    ("segment", "By segment"),
    ("product", "By product"),
    ("competitor", "By competitor met"),
    ("role", "By the buyer’s role"),
)


def _breakdowns(context: PageContext, theme: str, side: Side) -> Iterable[Breakdown]:
    rows = [row for row in context.record.part("prevalence", ALL, "theme", theme) if row.key("side") == side.id]
    for dimension, title in BREAKDOWNS:
        found = [row for row in rows if row.key(dimension)]
        found.sort(key=lambda row: (*_listed_order(dimension, row.key(dimension)), -row.n))
        if found:
            caption = "Over the whole record, in deals that were asked about this side"
            cells = tuple(_cell(dimension, row, side, context.names) for row in found)
            yield Breakdown(f"{side.id}-{dimension}", title, caption, cells)


def _listed_order(dimension: str, value: str) -> tuple[int, str]:
    """Closed sets in their own order; whatever a catalogue lists by its id."""
    order = list(WORDS.get(dimension, ()))
    return (order.index(value), "") if value in order else (len(order), value)


def _cell(dimension: str, row: FigureRow, side: Side, names: Names) -> BreakdownRow:
    counted = count(row.k, row.n, names.behind("prevalence", row))
    title = upper_first(value_title(dimension, row.key(dimension), names))
    return BreakdownRow(title, (counted,), interval(row, side.css), plausible(row))


def theme_list(context: PageContext) -> ThemeList:
    """All themes by parent, each with its counts in the newest edition."""
    names = context.names
    edition = names.front_id
    groups: dict[str, list[ThemeRow]] = {}
    themes = listed_themes(context.bulletin)
    parents = {theme.parent for theme in themes if theme.parent}
    for theme in themes:
        group = theme.parent or (theme.id if theme.id in parents else "")
        groups.setdefault(group, []).append(_row(context, theme, edition))
    order = sorted(groups, key=lambda id: (id == "", names.theme(id).title.casefold() if id else ""))
    period = context.publication.schedule.get(edition)
    when = names.edition_title(period.period) if period else "the whole record"
    return ThemeList(
        title=f"{len(themes)} themes",
        deck=f"What draws buyers and what puts them off, as counted in {when}.",
        groups=tuple(
            ThemeGroup(names.theme(id).title if id else "Others" if len(order) > 1 else "", tuple(groups[id]))
            for id in order
        ),
    )


def _row(context: PageContext, theme: Theme, edition: str) -> ThemeRow:
    names = context.names
    standing = _standing(context.bulletin, edition, theme.id)
    return ThemeRow(
        link=names.theme_link(theme.id),
        means=theme.means or "",
        owner=names.title("departments", theme.owner) if theme.owner else "",
        draws=_counted(context.record, names, theme.id, DRAWS, edition),
        puts_off=_counted(context.record, names, theme.id, PUTS_OFF, edition),
        label=standing.label if standing else "",
    )


def _counted(record: Results, names: Names, theme: str, side: Side, edition: str) -> Phrase:
    row = record.find("prevalence", edition, theme=theme, side=side.id)
    return (count(row.k, row.n, names.behind("prevalence", row)),) if row else ()
