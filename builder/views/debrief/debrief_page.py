"""A debrief's page: what happened, what drew them, what put them off, and what was said since."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from builder import addresses
from builder.markup.markdown import Html, to_html
from builder.publication.public_debrief import PublicDebrief, PublicDriver, Tombstone
from builder.schema.debrief import PRICING_DETAILS, Outcome, Reception
from builder.views.debrief.debrief_facts import debrief_facts
from builder.views.debrief.where_counted import CountedIn
from builder.views.shared import conversation
from builder.views.shared.conversation import ConversationEntry
from builder.views.shared.names import Names
from builder.views.shared.neighbours import Neighbours
from builder.views.shared.phrases import Fact, Link, Piece, lowered, upper_first
from builder.views.shared.quotes import Quote, quote_of
from builder.views.shared.sides import DRAWS, PUTS_OFF, Side
from builder.views.shared.value_names import EVIDENCE, OUTCOMES, VOICES

WEIGHTS = {"decisive": "Decisive", "contributing": "Contributing", "mentioned": "Mentioned, did not weigh"}


@dataclass(frozen=True, slots=True)
class DriverView:
    """One driver: its theme, weight and evidence, and the words."""

    theme: Link
    detail: str
    weight: str
    facts: str
    quote: Quote | None
    note: str


@dataclass(frozen=True, slots=True)
class SideView:
    """One side of a debrief; `nothing` says why it has no drivers."""

    id: str
    css: str
    sign: str
    title: str
    drivers: tuple[DriverView, ...]
    nothing: str


@dataclass(frozen=True, slots=True)
class ClaimTried:
    """A claim and how it was received in this deal."""

    link: Link
    reception: str
    has_landed: bool


@dataclass(frozen=True, slots=True)
class Related:
    """Another debrief worth reading next to this one, and why."""

    link: Link
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DebriefPage:
    """Everything on a debrief's page; nothing in it depends on the date of the build."""

    id: str
    title: str
    deck: str
    byline: str
    sides: tuple[SideView, ...]
    narrative: Html
    ask: str
    broken_promises: tuple[Piece, ...]
    facts: tuple[Fact, ...]
    claims: tuple[ClaimTried, ...]
    corrections: tuple[tuple[str, str], ...]
    conversation: tuple[ConversationEntry, ...]
    related: tuple[Related, ...]
    entered: tuple[Fact, ...]
    actions: tuple[Link, ...]
    beside: Neighbours


@dataclass(frozen=True, slots=True)
class TombstonePage:
    """What stays of a withdrawn debrief."""

    id: str
    title: str
    deck: str
    reason: str
    edition: Link | None


def debrief_page(
    names: Names,
    debrief: PublicDebrief,
    related: tuple[Related, ...],
    entered: tuple[CountedIn, ...],
    beside: tuple[str, str],
) -> DebriefPage:
    """The page of one debrief; `beside` are the ids of its neighbours, newer and older, or empty."""
    previous, following = (Link(id, addresses.debrief(id)) if id else None for id in beside)
    return DebriefPage(
        id=debrief.id,
        title=names.headline(debrief),
        deck=_deck(debrief, names),
        byline=_byline(debrief, names),
        sides=tuple(_side(debrief, side, names) for side in _order(debrief)),
        narrative=to_html(debrief.narrative),
        ask=debrief.ask,
        broken_promises=tuple(_broken(debrief, names)),
        facts=tuple(debrief_facts(debrief, names)),
        claims=tuple(_claims(debrief, names)),
        corrections=tuple((names.day(c.on.isoformat()), c.note) for c in debrief.corrections),
        conversation=conversation.about_debrief(names, debrief.id),
        related=related,
        entered=tuple(part.fact for part in entered),
        actions=tuple(_actions(debrief)),
        beside=Neighbours(previous, following),
    )


def _actions(debrief: PublicDebrief) -> Iterable[Link]:
    if debrief.ask:
        yield Link("Answer its ask", addresses.form("response", debriefs=debrief.id))
    yield Link("Comment", addresses.form("comment", debrief=debrief.id))


def _order(debrief: PublicDebrief) -> tuple[Side, Side]:
    return (DRAWS, PUTS_OFF) if debrief.outcome is Outcome.WON else (PUTS_OFF, DRAWS)


def _deck(debrief: PublicDebrief, names: Names) -> str:
    when = f"{OUTCOMES[debrief.outcome]} {'in' if len(debrief.decided) == 7 else 'on'} {names.day(debrief.decided)}"
    stage = f", in {debrief.stage_lost.value}" if debrief.stage_lost else ""
    decisive = next((driver.theme for driver in debrief.drivers if driver.weight == "decisive"), "")
    why = f" What decided it: {lowered(names.theme(decisive).title)}." if decisive else ""
    return f"{when}{stage}.{why}"


def _byline(debrief: PublicDebrief, names: Names) -> str:
    late = f", counted in {names.edition_of(debrief.edition).text}" if debrief.is_late else ""
    who = "anonymous" if debrief.source == "anonymous" else f"by {debrief.by}"
    return f"Recorded {names.day(debrief.recorded)}{late} · {who}"


def _side(debrief: PublicDebrief, side: Side, names: Names) -> SideView:
    drivers = tuple(_driver(debrief, driver, names) for driver in debrief.drivers if driver.side == side.id)
    nothing = "" if drivers else "Asked, and they named nothing." if side.id in debrief.asked else "Not asked."
    return SideView(side.css, side.css, side.sign, side.past_title, drivers, nothing)


def _driver(debrief: PublicDebrief, driver: PublicDriver, names: Names) -> DriverView:
    quote = quote_of(debrief, driver, names) if driver.quote else None
    evidence = EVIDENCE[driver.evidence.value]
    return DriverView(
        theme=names.theme_link(driver.theme),
        detail=driver.detail if driver.detail in PRICING_DETAILS else upper_first(driver.detail),
        weight=WEIGHTS[driver.weight],
        facts=f"{VOICES[driver.voice.value]}, {evidence}",
        quote=quote,
        note=driver.note,
    )


def _broken(debrief: PublicDebrief, names: Names) -> Iterable[Piece]:
    """Promises on the ledger lead to their pages; a text that none of them claims, to those that nobody claims."""
    known = dict(names.publication.promises)
    is_claimed = any(debrief.id in promise.cited_by for promise in known.values())
    for id, words, _ in debrief.broken_promises:
        if id in known:
            yield Link(known[id].what, addresses.promise(id))
        else:
            yield Link(words, f"{addresses.PROMISES}#unclaimed") if words and not is_claimed else words or id


def _claims(debrief: PublicDebrief, names: Names) -> Iterable[ClaimTried]:
    for id, verdict in debrief.claims:
        yield ClaimTried(Link(names.claim(id), addresses.claim(id)), verdict.value, verdict is Reception.LANDED)


def tombstone_page(tombstone: Tombstone, names: Names) -> TombstonePage:
    """The page that stands where a withdrawn debrief stood."""
    withdrawal = tombstone.withdrawal
    return TombstonePage(
        id=tombstone.id,
        title="This debrief was withdrawn",
        deck=f"Recorded {names.day(tombstone.recorded)}, withdrawn on {names.day(withdrawal.on.isoformat())}.",
        reason=withdrawal.reason,
        edition=names.edition_of(tombstone.edition) if tombstone.edition else None,
    )
