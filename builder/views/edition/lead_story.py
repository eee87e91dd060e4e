"""The lead story: the first theme by the stated order, with what speaks for it and against it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from builder import addresses
from builder.editions import Edition
from builder.figures.figure_row import FigureRow
from builder.figures.theme_ranking import RankedTheme, to_lead
from builder.ledger.responses import followed_responses
from builder.publication.public_debrief import PublicDebrief
from builder.views.shared import deal_facts
from builder.views.shared.charts import ColumnChart
from builder.views.shared.conversation import ConversationEntry, response_entry
from builder.views.shared.edition_ranking import EditionRanking
from builder.views.shared.figure_wording import qualifier
from builder.views.shared.headlines import change_of, deck, dissent, headline
from builder.views.shared.names import Names
from builder.views.shared.page_context import PageContext
from builder.views.shared.phrases import Fact, Link, Phrase, count, number
from builder.views.shared.quotes import Quote, quotes_about
from builder.views.shared.sides import SIDES
from builder.views.theme import wide_net
from builder.views.theme.theme_history import theme_history

MOST_COLUMNS = 6


@dataclass(frozen=True, slots=True)
class Lead:
    """The lead story; `chosen` says so where the editor put it before the one that the stated order leads with."""

    theme: Link
    label: str
    headline: Phrase
    deck: str
    chosen: Phrase
    quote: Quote | None
    contrary: Quote | None
    dispute: Quote | None
    facts: tuple[Fact, ...]
    history: ColumnChart
    response: ConversationEntry | None
    respond: Link
    links: tuple[Link, ...]


def lead_story(
    context: PageContext,
    edition: Edition,
    day: dt.date,
    debriefs: Sequence[PublicDebrief],
    ranking: EditionRanking,
) -> Lead | None:
    """The story of what puts off first, else of what draws; None where nothing was named.

    `debriefs` are the edition's; answers and comments are those given by `day`.
    """
    decided = to_lead(ranking.puts_off, ranking.draws)
    return _lead(context, edition, day, debriefs, decided) if decided else None


def _lead(
    context: PageContext,
    edition: Edition,
    day: dt.date,
    debriefs: Sequence[PublicDebrief],
    decided: Sequence[RankedTheme],
) -> Lead:
    names, standing = context.names, decided[0]
    theme, side = names.theme(standing.theme), SIDES[standing.side]
    voice = next(iter(quotes_about(debriefs, theme.id, side, names)), None)
    against = next(iter(quotes_about(debriefs, theme.id, side.opposite, names)), None)
    filled = [one for one in context.filled_editions if one.period <= edition.period]
    disputed = dissent(context.bulletin, theme.id, day)
    return Lead(
        theme=names.theme_link(standing.theme),
        label=standing.label,
        headline=headline(context.record, standing, names),
        deck=deck(context, edition, standing),
        chosen=_editors_choice(decided, names),
        quote=replace(voice, role="In their words") if voice else None,
        contrary=replace(against, role="The strongest word against it", is_contrary=True) if against else disputed,
        dispute=disputed if against else None,
        facts=tuple(_lead_facts(context, edition, standing)),
        history=theme_history(context, theme, side, filled[-MOST_COLUMNS:]),
        response=_latest_response(context, day, theme.id),
        respond=Link("Answer", addresses.form("response", theme=theme.id)),
        links=_lead_links(theme.id, edition),
    )


def _lead_links(theme: str, edition: Edition) -> tuple[Link, ...]:
    return (
        Link("Disagree", addresses.form("comment", theme=theme, stance="disagrees")),
        Link("Everything about it", addresses.theme(theme)),
        Link("The debriefs behind it", addresses.evidence(theme, edition.id)),
        Link("How it is counted", addresses.METHOD),
    )


def _editors_choice(decided: Sequence[RankedTheme], names: Names) -> Phrase:
    """What the stated order would have led with, where the editor chose otherwise."""
    if not decided[0].is_chosen:
        return ()
    first = min(decided, key=lambda standing: standing.place)
    if first is decided[0]:
        return ()
    return "Chosen by the editor; by the stated order, ", names.theme_link(first.theme), " comes first."


def _lead_facts(context: PageContext, edition: Edition, standing: RankedTheme) -> Iterable[Fact]:
    names = context.names
    record, id, side = context.record, standing.total.edition, SIDES[standing.side]
    keys = {"theme": standing.theme, "side": standing.side}
    own = standing.outcomes or standing.total
    if change_of(record, standing) is not None:
        counted = count(own.k, own.n, names.behind("prevalence", own))
        yield Fact("In this edition", (counted, f" {side.deals if standing.outcomes else 'deals'}"))
    if bounds := record.find("bounds", id, **keys):
        limits = f" {side.deals} that closed: at least {bounds.k:,}, at most {bounds.measure('at_most'):,}"
        yield Fact("Heard or not", (count(bounds.k, bounds.n, names.behind("bounds", bounds)), limits))
    yield _decisive_fact(names, standing.total, record.find("prevalence", id, **keys, decisive="yes"))
    if lift := record.find("lift", id, **keys):
        yield Fact(
            "Lost and won",
            (count(lift.k, lift.n, names.behind("lift", lift)), qualifier("lift", lift, names)),
        )
    if contrary := record.find("counter-evidence", id, **keys):
        says = "say the opposite" if contrary.k else "say the opposite: none found"
        link = count(contrary.k, contrary.n, names.behind("counter-evidence", contrary))
        yield Fact("Against it", (link, f" deals that name it {says}"))
    if standing.money:
        yield Fact("Associated with", deal_facts.money(standing.money, names))
    if standing.corroboration:
        yield Fact("Who says so", deal_facts.who_says_so(standing.corroboration, names))
    if net := wide_net.wide_net(context.bulletin, standing.theme, standing.side, edition.id):
        yield Fact("Stars and others", wide_net.net_of(net, names))


def _decisive_fact(names: Names, total: FigureRow, decisive: FigureRow | None) -> Fact:
    """In how many of the deals that name it the theme decided."""
    if decisive is None:
        named = number(total.k, "deal", names.behind("prevalence", total))
        return Fact("Decisive in", ("none of ", named, " that name it"))
    counted = count(decisive.k, decisive.n, names.behind("prevalence", decisive))
    return Fact("Decisive in", (counted, f" deals; named in {total.k:,}"))


def _latest_response(context: PageContext, day: dt.date, theme: str) -> ConversationEntry | None:
    """The newest answer to a theme by a day, with what had become of it."""
    found = [one for one in followed_responses(context.publication, day) if ("theme", theme) in one.subjects]
    return response_entry(context.names, found[-1].response, found[-1]) if found else None
