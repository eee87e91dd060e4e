"""The lead story: the first theme by the stated order, with what speaks for it and against it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from builder import addresses
from builder.editions import Edition
from builder.figures.theme_ranking import RankedTheme, to_lead
from builder.ledger.responses import followed_responses
from builder.publication.publication import PublicDebrief
from builder.views.shared import facts
from builder.views.shared.charts import ColumnChart
from builder.views.shared.conversation import ConversationEntry, response_entry
from builder.views.shared.figure_wording import remark
from builder.views.shared.headlines import change_of, deck, dissent, headline
from builder.views.shared.names import Names
from builder.views.shared.page_context import PageContext
from builder.views.shared.quotes import Quote, quotes_about
from builder.views.shared.sides import SIDES
from builder.views.shared.text import Fact, Link, Phrase, count, number
from builder.views.theme import theme_page, wide_net


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
    answer: ConversationEntry | None
    respond: Link
    links: tuple[Link, ...]


def lead_story(
    context: PageContext,
    edition: Edition,
    day: dt.date,
    debriefs: Sequence[PublicDebrief],
    puts_off: Sequence[RankedTheme],
    draws: Sequence[RankedTheme],
) -> Lead | None:
    """The story of what puts off first, else of what draws; None where nothing was named.

    `debriefs` are the edition's; the standings are in the order in which they are to be told; answers and
    comments are those given by `day`.
    """
    names = context.names
    decided = to_lead(puts_off, draws)
    if not decided:
        return None
    standing = decided[0]
    theme, side = names.theme(standing.theme), SIDES[standing.side]
    voices = quotes_about(debriefs, theme.id, side, names, role="In their words")
    against = quotes_about(
        debriefs, theme.id, side.opposite, names, role="The strongest word against it", contrary=True
    )
    disputed = dissent(context.bulletin, theme.id, day)
    return Lead(
        theme=names.theme_link(standing.theme),
        label=standing.label,
        headline=headline(context.record, standing, names),
        deck=deck(context, edition, standing),
        chosen=_chosen(decided, names),
        quote=voices[0] if voices else None,
        contrary=against[0] if against else disputed,
        dispute=disputed if against else None,
        facts=tuple(_facts(context, edition, standing)),
        history=theme_page.history(context, theme, side, edition, most=6),
        answer=_latest_answer(context, day, theme.id),
        respond=Link("Answer", addresses.form("response", theme=theme.id)),
        links=(
            Link("Disagree", addresses.form("comment", theme=theme.id, stance="disagrees")),
            Link("Everything about it", addresses.theme(theme.id)),
            Link("The debriefs behind it", addresses.evidence(theme.id, edition.id)),
            Link("How it is counted", addresses.METHOD),
        ),
    )


def _chosen(decided: Sequence[RankedTheme], names: Names) -> Phrase:
    """What the stated order would have led with, where the editor chose otherwise."""
    if not decided[0].is_chosen:
        return ()
    first = min(decided, key=lambda standing: standing.place)
    if first is decided[0]:
        return ()
    return "Chosen by the editor; by the stated order, ", names.theme_link(first.theme), " comes first."


def _facts(context: PageContext, edition: Edition, standing: RankedTheme) -> Iterable[Fact]:
    names = context.names
    record, id, side = context.record, standing.total.edition, SIDES[standing.side]
    keys = {"theme": standing.theme, "side": standing.side}
    own = standing.outcomes or standing.total
    if change_of(record, standing) is not None:
        counted = count(own.k, own.n, names.behind("prevalence", own))
        yield Fact("In this edition", (counted, f" {side.deals if standing.outcomes else 'deals'}"))
    if bounds := record.find("bounds", id, **keys):
        told = f" {side.deals} that closed: at least {bounds.k:,}, at most {bounds.measure('at_most'):,}"
        yield Fact("Heard or not", (count(bounds.k, bounds.n, names.behind("bounds", bounds)), told))
    total = standing.total
    if decisive := record.find("prevalence", id, **keys, decisive="yes"):
        told = f" deals; named in {total.k:,}"
        yield Fact("Decisive in", (count(decisive.k, decisive.n, names.behind("prevalence", decisive)), told))
    else:
        yield Fact(
            "Decisive in",
            ("none of ", number(total.k, "deal", names.behind("prevalence", total)), " that name it"),
        )
    if lift := record.find("lift", id, **keys):
        yield Fact(
            "Lost and won",
            (count(lift.k, lift.n, names.behind("lift", lift)), remark("lift", lift, names)),
        )
    if contrary := record.find("counter-evidence", id, **keys):
        says = "say the opposite" if contrary.k else "say the opposite: none found"
        link = count(contrary.k, contrary.n, names.behind("counter-evidence", contrary))
        yield Fact("Against it", (link, f" deals that name it {says}"))
    if standing.money:
        yield Fact("Associated with", facts.money(standing.money, names))
    if standing.corroboration:
        yield Fact("Who says so", facts.who_says_so(standing.corroboration, names))
    if net := wide_net.wide_net(context.bulletin, standing.theme, standing.side, edition.id):
        yield Fact("Stars and others", wide_net.net_of(net, names))


def _latest_answer(context: PageContext, day: dt.date, theme: str) -> ConversationEntry | None:
    """The newest answer to a theme by a day, with what had become of it."""
    found = [one for one in followed_responses(context.publication, day) if ("theme", theme) in one.subjects]
    return response_entry(context.names, found[-1].answer, found[-1]) if found else None
