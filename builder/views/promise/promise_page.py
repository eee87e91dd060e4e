"""A promise's page: how it stands and what its owner says, both versions, every move of its date, what was printed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from builder import addresses
from builder.figures.figure_row import ALL, FigureRow
from builder.ledger.promises import PromiseState, PromiseStatus
from builder.publication.public_debrief import PublicDebrief
from builder.schema.promise import OwnerStatus
from builder.schema.response import Decision
from builder.schema.slips import Slip
from builder.views.promise import promise_wording
from builder.views.promise.promise_list import in_order
from builder.views.promise.promise_wording import PromiseLabel
from builder.views.shared import conversation, promise_figures
from builder.views.shared.conversation import DECISIONS, ConversationEntry
from builder.views.shared.debrief_list import ListItem, items_of
from builder.views.shared.names import Names
from builder.views.shared.neighbours import Neighbours, neighbours
from builder.views.shared.page_context import PageContext
from builder.views.shared.phrases import Fact, Link, Phrase, moved, number, upper_first
from builder.views.shared.quotes import Quote, quotes_about
from builder.views.shared.sides import PUTS_OFF

MOST_LISTED = 12
MOST_QUOTES = 3
OWN = frozenset({DECISIONS[Decision.DISPUTED], DECISIONS[Decision.DONE]})
KEPT = (PromiseState.KEPT, PromiseState.KEPT_LATE, PromiseState.KEPT_DISPUTED)


@dataclass(frozen=True, slots=True)
class Move:
    """One move of the due date; `timing` says how long before or after that date it was made."""

    iso: str
    date: str
    dates: str
    timing: str
    why: str


@dataclass(frozen=True, slots=True)
class PrintedPromise:
    """What one edition printed of it."""

    edition: Link
    status: str
    due: str
    moves: str
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Versions:
    """A disputed promise as its owner tells it, and as the field does."""

    owner: str
    says: str
    evidence: str
    responses: tuple[ConversationEntry, ...]
    in_debriefs: str
    quotes: tuple[Quote, ...]
    comments: tuple[ConversationEntry, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PromisePage:
    """Everything on a promise's page."""

    id: str
    title: str
    state: PromiseLabel
    says: str
    deck: str
    facts: tuple[Fact, ...]
    versions: Versions | None
    moves: tuple[Move, ...]
    conversation: tuple[ConversationEntry, ...]
    actions: tuple[Link, ...]
    money: Phrase
    debriefs: tuple[ListItem, ...]
    all_debriefs: Link | None
    printed: tuple[PrintedPromise, ...]
    claims: tuple[Link, ...]
    beside: Neighbours


def promise_pages(context: PageContext) -> Iterable[tuple[str, PromisePage]]:
    """The page of every promise, by id; neighbours are those of the list."""
    order = in_order(context.bulletin)
    links = [Link(one.promise.what, addresses.promise(one.id)) for one in order]
    for place, promise in enumerate(order):
        yield promise.id, _promise_page(context, promise, neighbours(links, place))


def _promise_page(context: PageContext, status: PromiseStatus, beside: Neighbours) -> PromisePage:
    names = context.names
    id, day = status.id, context.settings.as_of
    row = context.record.find("promises", ALL, promise=id)
    debriefs = [debrief for debrief in context.publication.debriefs if debrief.id in status.cited]
    entries = conversation.about_promise(context, id)
    versions, rest = _versions(context, status, debriefs, entries)
    money = promise_figures.money(row, names)
    shown = items_of(debriefs, names)
    return PromisePage(
        id=id,
        title=status.promise.what,
        state=promise_wording.label_of(status, day),
        says=promise_wording.owner_says(status, day),
        deck=_promise_deck(status, names),
        facts=tuple(_promise_facts(status, names, has_versions=versions is not None)),
        versions=versions,
        moves=tuple(_due_date_move(slip, names) for slip in status.promise.slips if slip.on <= day),
        conversation=rest,
        actions=_actions(id),
        money=("Cited in ", *money, "; associated with it, never caused by it.") if money else (),
        debriefs=tuple(_noted_item(item, id, debriefs) for item in shown[:MOST_LISTED]),
        all_debriefs=_all_debriefs_link(row, names) if len(shown) > MOST_LISTED else None,
        printed=tuple(_printed_states(context, id)),
        claims=tuple(
            Link(claim.says, addresses.claim(claim.id)) for claim in context.publication.claims if id in claim.rests_on
        ),
        beside=beside,
    )


def _actions(promise: str) -> tuple[Link, ...]:
    return (
        Link("Answer", addresses.form("response", promises=promise)),
        Link("Disagree", addresses.form("comment", promise=promise, stance="disagrees")),
        Link("Comment", addresses.form("comment", promise=promise)),
    )


def _promise_deck(status: PromiseStatus, names: Names) -> str:
    """How it stands in a sentence, by the calendar."""
    due, first = (names.day(date.isoformat()) for date in (status.due, status.first_due))
    before = f", after its date {moved(status.moved)}" if status.moved else ""
    if status.standing is PromiseState.RELEASED:
        return "Whoever it was made to has released its owner from it."
    if status.standing is PromiseState.OVERDUE:
        alone = " Nobody but its owner withdrew it." if status.promise.status is OwnerStatus.WITHDRAWN else ""
        return f"It was due on {due}{before}, and is not kept.{alone}"
    if status.standing is PromiseState.DUE:
        return f"It is due on {due}{before}."
    return _kept_sentence(status, first, names)


def _kept_sentence(status: PromiseStatus, first: str, names: Names) -> str:
    kept = status.promise.kept_on or status.due
    on, late = names.day(kept.isoformat()), (kept - status.first_due).days
    when = f"{number(late, 'day')} after" if late > 0 else f"{number(-late, 'day')} before" if late else "the day of"
    keeping = f"Kept on {on}, {when} the first date that was given, {first}"
    if status.standing is not PromiseState.KEPT_DISPUTED:
        return f"{keeping}."
    against = len(status.against)
    said = f"{number(against, 'debrief')} since {'calls' if against == 1 else 'call'} it broken" if against else ""
    return f"{keeping}, says its owner; {said or 'it is disputed'}."


def _promise_facts(status: PromiseStatus, names: Names, *, has_versions: bool) -> Iterable[Fact]:
    promise = status.promise
    yield Fact("Owner", (names.department(promise.owner),))
    yield Fact("Pursued by", (upper_first(promise_wording.who(promise.pursued_by, names)),))
    yield Fact("Made by", (upper_first(promise_wording.who(promise.made_by, names)),))
    yield Fact("Made to", (upper_first(promise_wording.made_to(promise.made_to, names)),))
    yield Fact("Made on", (names.day(promise.made_on.isoformat()),))
    yield Fact("First due", (names.day(status.first_due.isoformat()),))
    if status.moved:
        term = "Last due" if status.standing in KEPT else "Due now"
        yield Fact(term, (f"{names.day(status.due.isoformat())}, {moved(status.moved)}",))
    if status.standing in KEPT and promise.kept_on:
        yield Fact("Kept on", (names.day(promise.kept_on.isoformat()),))
    if promise.agreed_by and promise.status is OwnerStatus.WITHDRAWN:
        yield Fact("Agreed by", (upper_first(promise_wording.who(promise.agreed_by, names)),))
    if promise.evidence and not has_versions:
        yield Fact("Evidence", (promise.evidence,))


def _due_date_move(slip: Slip, names: Names) -> Move:
    iso, late = slip.on.isoformat(), (slip.on - slip.from_).days
    timing = f"{number(late, 'day')} after it was due" if late > 0 else f"{number(-late, 'day')} before it was due"
    return Move(
        iso=iso,
        date=names.day(iso),
        dates=f"From {names.day(slip.from_.isoformat())} to {names.day(slip.to.isoformat())}",
        timing=timing if late else "on the day on which it was due",
        why=slip.why,
    )


def _versions(
    context: PageContext,
    status: PromiseStatus,
    debriefs: Sequence[PublicDebrief],
    entries: tuple[ConversationEntry, ...],
) -> tuple[Versions | None, tuple[ConversationEntry, ...]]:
    """Both versions of a disputed promise, and what of the conversation is in neither."""
    is_declared = status.promise.status is OwnerStatus.DISPUTED
    if not is_declared and not status.against:
        return None, entries
    owner = context.names.department(status.promise.owner)
    own = [entry for entry in entries if entry.kind == "answer" and entry.verdict in OWN]
    spoken = [reply for entry in own for reply in entry.replies] + [entry for entry in entries if entry not in own]
    against = tuple(entry for entry in spoken if entry.kind == "disagrees" and entry.who != owner)
    ids = {debrief.id for debrief in debriefs} if not status.against else set(status.against)
    said = [debrief for debrief in debriefs if debrief.id in ids]
    versions = Versions(
        owner=owner,
        says=promise_wording.owner_says(status, context.settings.as_of),
        evidence=status.promise.evidence or "",
        responses=tuple(
            replace(entry, replies=tuple(reply for reply in entry.replies if reply not in against)) for entry in own
        ),
        in_debriefs=_debriefs_wording(status, said),
        quotes=tuple(_promise_quotes(context, status.id, said)),
        comments=tuple(sorted(against, key=lambda entry: (entry.iso, entry.id))),
    )
    return versions, tuple(entry for entry in entries if entry not in own and entry not in against)


def _debriefs_wording(status: PromiseStatus, said: Sequence[PublicDebrief]) -> str:
    if not said:
        return "No debrief speaks of it."
    if status.against:
        verb = "calls" if len(said) == 1 else "call"
        return f"{number(len(said), 'debrief')} recorded after that day {verb} it broken."
    return f"It plays a part in {number(len(said), 'debrief')}."


def _promise_quotes(context: PageContext, id: str, debriefs: Sequence[PublicDebrief]) -> Iterable[Quote]:
    """The strongest words in these debriefs on the themes that were answered along with the promise.

    Where no answer names a theme, those on what decided the deals.
    """
    publication = context.publication
    answered = (response.value for response in publication.responses if id in response.value.promises)
    themes = [publication.codebook.current(value.theme) for value in answered if value.theme]
    decisive = [driver.theme for debrief in debriefs for driver in debrief.drivers if driver.weight == "decisive"]
    found = (
        quote
        for theme in dict.fromkeys(themes or decisive)
        for quote in quotes_about(debriefs, theme, PUTS_OFF, context.names, most=MOST_QUOTES)
    )
    return list(found)[:MOST_QUOTES]


def _noted_item(item: ListItem, id: str, debriefs: Sequence[PublicDebrief]) -> ListItem:
    """An entry that says so where its debrief calls the promise broken."""
    naming = {debrief.id for debrief in debriefs if any(broken == id for broken, _, _ in debrief.broken_promises)}
    note = "; ".join(filter(None, (item.note, "calls it broken" if item.id in naming else "")))
    return replace(item, note=note)


def _all_debriefs_link(row: FigureRow | None, names: Names) -> Link | None:
    return Link("All that are counted", names.behind("promises", row)) if row else None


def _printed_states(context: PageContext, id: str) -> Iterable[PrintedPromise]:
    """What closed editions printed, the newest first: nothing that is written later changes it."""
    for edition in reversed(context.publication.schedule.editions):
        state = edition.manifest.states.get("promises", {}).get(id) if edition.manifest else None
        if state is not None:
            row = context.record.find("promises", edition.id, promise=id)
            yield PrintedPromise(
                edition=context.names.edition_link(edition),
                status=upper_first(promise_wording.printed_status(state["status"])),
                due=context.names.day(state["due"]),
                moves=upper_first(moved(state["slips"]).removeprefix("moved ")) if state["slips"] else "–",
                state=promise_wording.counted_state(row),
            )
