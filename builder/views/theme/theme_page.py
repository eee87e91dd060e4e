"""A theme's page, and the list of themes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from builder import addresses
from builder.figures.figure_row import ALL
from builder.ledger.open_questions import THEME
from builder.publication.public_debrief import PublicDebrief
from builder.schema.theme import Theme
from builder.views.initiative.bet_wording import AboutTheme, about_theme
from builder.views.shared import conversation, deal_facts
from builder.views.shared.charts import ColumnChart
from builder.views.shared.conversation import Conversation
from builder.views.shared.debrief_list import ListItem, items_of
from builder.views.shared.edition_ranking import ranked_theme
from builder.views.shared.figure_wording import WORDINGS
from builder.views.shared.headlines import deck, dissent, headline
from builder.views.shared.listed_themes import listed_themes
from builder.views.shared.names import Names
from builder.views.shared.neighbours import Neighbours, neighbours
from builder.views.shared.open_questions import WaitingQuestion, waiting_question
from builder.views.shared.page_context import PageContext
from builder.views.shared.phrases import Fact, Link, Phrase, count, lowered, plausible
from builder.views.shared.quotes import Quote, quotes_about
from builder.views.shared.sides import BOTH, Side
from builder.views.shared.table import Table
from builder.views.theme import wide_net
from builder.views.theme.theme_breakdowns import breakdowns
from builder.views.theme.theme_history import theme_history

MOST_QUOTES = 6
MOST_LISTED = 12
MOST_COLUMNS = 12


@dataclass(frozen=True, slots=True)
class SideOfTheme:
    """What a theme does on one side, in the newest edition and over time."""

    side: str
    css: str
    sign: str
    title: str
    history: ColumnChart
    breakdowns: tuple[Table, ...]
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
    unanswered: WaitingQuestion | None
    conversation: Conversation
    initiatives: tuple[AboutTheme, ...]
    actions: tuple[Link, ...]
    debriefs: tuple[ListItem, ...]
    all_debriefs: Link
    beside: Neighbours


def theme_pages(context: PageContext) -> Iterable[tuple[str, ThemePage]]:
    """The page of every theme that is listed or named, by id."""
    themes = listed_themes(context.bulletin)
    named: dict[str, list[PublicDebrief]] = {theme.id: [] for theme in themes}
    for debrief in context.publication.debriefs:
        for id in debrief.themes:
            named.setdefault(id, []).append(debrief)
    links = [context.names.theme_link(theme.id) for theme in themes]
    for place, theme in enumerate(themes):
        yield theme.id, _theme_page(context, theme, named[theme.id], neighbours(links, place))


def _theme_page(context: PageContext, theme: Theme, debriefs: list[PublicDebrief], beside: Neighbours) -> ThemePage:
    names = context.names
    edition = names.front_id
    sides = [side for side in BOTH if context.record.computed_anew("prevalence", ALL, theme=theme.id, side=side.id)]
    standing = ranked_theme(context.bulletin, edition, theme.id)
    return ThemePage(
        title=theme.title,
        headline=headline(context.record, standing, names) if standing else (theme.title,),
        deck=deck(context, context.publication.schedule.front, standing) if standing else "",
        label=standing.label if standing else "",
        means=theme.means or "",
        byline=_byline(theme, names),
        facts=tuple(_glance_facts(context, theme.id, edition)),
        sides=tuple(_side_of_theme(context, theme, side, debriefs) for side in sides),
        dispute=dissent(context.bulletin, theme.id, context.settings.as_of) if standing else None,
        unanswered=_open_question(context, theme.id),
        conversation=conversation.about_theme(context, theme.id, debriefs),
        initiatives=about_theme(context, theme.id),
        actions=_actions(theme.id),
        debriefs=items_of(debriefs[:MOST_LISTED], names),
        all_debriefs=Link(f"All {len(debriefs):,}", addresses.index("theme", theme.id)),
        beside=beside,
    )


def _actions(theme: str) -> tuple[Link, ...]:
    return (
        Link("Answer", addresses.form("response", theme=theme)),
        Link("Disagree", addresses.form("comment", theme=theme, stance="disagrees")),
        Link("Comment", addresses.form("comment", theme=theme)),
    )


def _open_question(context: PageContext, theme: str) -> WaitingQuestion | None:
    """How long the theme has waited for a decision; None where it does not."""
    waiting = (one for one in context.ledger.unanswered if (one.kind, one.subject) == (THEME, theme))
    found = next(waiting, None)
    return waiting_question(context, found, context.settings.as_of, context.names.front_id) if found else None


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


def _glance_facts(context: PageContext, theme: str, edition: str) -> Iterable[Fact]:
    for side in BOTH:
        yield from _side_facts(context, theme, side, edition)
    if amount := context.record.find("money-at-stake", edition, theme=theme):
        yield Fact("Associated with", deal_facts.money(amount, context.names))


def _side_facts(context: PageContext, theme: str, side: Side, edition: str) -> Iterable[Fact]:
    """How many deals name the theme on one side, how that changed, who says so, and who says the opposite."""
    names = context.names
    record = context.record
    row = record.find("prevalence", edition, theme=theme, side=side.id)
    if row is None:
        return
    yield Fact(side.signed, (count(row.k, row.n, names.behind("prevalence", row)), f" deals; {plausible(row)}"))
    for figure, wording in WORDINGS.items():
        if wording.on_theme and (found := record.find(figure, edition, theme=theme, side=side.id)):
            counted = count(found.k, found.n, names.behind(figure, found))
            yield Fact(wording.on_theme, (counted, wording.qualifier(found, names)))
    if corroboration := record.find("corroboration", edition, theme=theme, side=side.id):
        label = f": {corroboration.measure('label')}"
        yield Fact("Who says so", (*deal_facts.who_says_so(corroboration, names), label))
    if net := wide_net.wide_net(context.bulletin, theme, side.id, edition):
        yield Fact("Stars and others", wide_net.net_of(net, names))


def _side_of_theme(context: PageContext, theme: Theme, side: Side, debriefs: list[PublicDebrief]) -> SideOfTheme:
    quotes = quotes_about(debriefs, theme.id, side, context.names, most=MOST_QUOTES)
    return SideOfTheme(
        side=side.id,
        css=side.css,
        sign=side.sign,
        title=side.title,
        history=theme_history(context, theme, side, context.filled_editions[-MOST_COLUMNS:]),
        breakdowns=tuple(breakdowns(context, theme.id, side)),
        quotes=tuple(quotes),
    )
