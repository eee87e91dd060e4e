"""The ledger of promises: how many were kept by the first date, which are overdue, and what nobody claims."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from builder import addresses
from builder.build import Bulletin
from builder.figures.figure_row import ALL, FigureRow
from builder.ledger.promises import PromiseState, PromiseStatus, UnloggedPromise
from builder.views.promise import promise_wording
from builder.views.promise.promise_wording import PromiseLabel
from builder.views.shared import promise_figures
from builder.views.shared.names import Names
from builder.views.shared.page_context import PageContext
from builder.views.shared.phrases import Link, Phrase, Piece, count, counted_noun, moved, plausible

MOST_EDITIONS = 6


@dataclass(frozen=True, slots=True)
class PromiseRow:
    """A promise in the list; without a state where the title of its group says it all."""

    link: Link
    state: PromiseLabel | None
    facts: Phrase


@dataclass(frozen=True, slots=True)
class PromiseGroup:
    """The promises that stand alike."""

    id: str
    title: str
    rows: tuple[PromiseRow, ...]


@dataclass(frozen=True, slots=True)
class UnloggedRow:
    """A broken promise that a debrief tells of and nobody has entered; `claim` leads to the form."""

    text: str
    owner: str
    debrief: Link
    claim: Link


@dataclass(frozen=True, slots=True)
class LostRow:
    """A promise that an edition printed and no file tells of; `printed` is what was printed last."""

    id: str
    printed: Phrase


@dataclass(frozen=True, slots=True, kw_only=True)
class Tallied:
    """One line of a table: an owner's promises, or all of them as an edition had them."""

    title: Link | str
    kept: Phrase
    overdue: str
    oldest: str
    moves: str
    worth: Phrase = ()
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PromiseList:
    """Everything on the page of all promises."""

    headline: Phrase
    deck: str
    groups: tuple[PromiseGroup, ...]
    unclaimed: tuple[UnloggedRow, ...]
    lost: tuple[LostRow, ...]
    owners: tuple[Tallied, ...]
    editions: tuple[Tallied, ...]
    add: Link


GROUPS: tuple[tuple[PromiseState, str, str, Callable[[PromiseStatus], Any]], ...] = (
    (PromiseState.OVERDUE, "overdue", "Overdue", lambda one: -one.days),
    (PromiseState.DUE, "due", "Due", lambda one: one.due),
    (PromiseState.KEPT, "kept", "Kept on time", lambda one: one.promise.kept_on),
    (PromiseState.KEPT_LATE, "late", "Kept late", lambda one: one.promise.kept_on),
    (PromiseState.KEPT_DISPUTED, "disputed", "Kept, disputed", lambda one: one.promise.kept_on),
    (PromiseState.RELEASED, "released", "Released", lambda one: one.promise.made_on),
)


def promise_list(context: PageContext) -> PromiseList:
    """All promises, as they stand on the date of the data."""
    total = context.record.find("promises", ALL)
    return PromiseList(
        headline=promise_wording.kept_by_first_date(total, context.names)
        if total
        else ("No promise is on the ledger yet",),
        deck=_ledger_deck(context, total) if total else "",
        groups=tuple(_promise_groups(context)),
        unclaimed=tuple(_unlogged_row(one, context.names) for one in context.ledger.unlogged),
        lost=tuple(_lost_row(context, id) for id in context.ledger.lost),
        owners=tuple(_owner_tallies(context)),
        editions=tuple(_edition_tallies(context)),
        add=Link("Enter a promise", addresses.form("promise")),
    )


def in_order(bulletin: Bulletin) -> list[PromiseStatus]:
    """All promises in the order of the list: the longest overdue first, then the soonest due, then the others."""
    return [one for _, found in _grouped(bulletin) for one in found]


def _grouped(bulletin: Bulletin) -> Iterable[tuple[int, list[PromiseStatus]]]:
    for place, (standing, _, _, order) in enumerate(GROUPS):
        found = [one for one in bulletin.ledger.promises if one.standing is standing]
        yield place, sorted(found, key=lambda one: (order(one), one.id))


def _promise_groups(context: PageContext) -> Iterable[PromiseGroup]:
    for place, found in _grouped(context.bulletin):
        if found:
            _, id, title, _ = GROUPS[place]
            yield PromiseGroup(id, title, tuple(_promise_row(context, one) for one in found))


def _promise_row(context: PageContext, status: PromiseStatus) -> PromiseRow:
    names = context.names
    pieces: list[Piece] = [f"{names.department(status.promise.owner)} · {promise_wording.when(status, names)}"]
    if status.standing in (PromiseState.OVERDUE, PromiseState.DUE):
        pieces.append(f" · its owner says: {promise_wording.owner_says(status, context.settings.as_of)}")
    if worth := promise_figures.money(context.record.find("promises", ALL, promise=status.id), names):
        pieces += [" · ", *worth]
    link = Link(status.promise.what, addresses.promise(status.id))
    state = promise_wording.label_of(status, context.settings.as_of)
    return PromiseRow(link, None if state.words == status.standing.value else state, tuple(pieces))


def _ledger_deck(context: PageContext, total: FigureRow) -> str:
    clauses = [f"As of {context.names.day(context.settings.as_of.isoformat())}: {promise_figures.overdue_of(total)}"]
    if slips := total.measure("slips"):
        clauses.append(f"due dates {moved(slips)}")
    disputed = sum(one.standing is PromiseState.KEPT_DISPUTED for one in context.ledger.promises)
    if disputed:
        clauses.append(f"{disputed} of {total.measure('kept')} kept {'is' if disputed == 1 else 'are'} disputed")
    likely = f" Of those due, {plausible(total)} are kept by the first date." if total.low is not None else ""
    return f"{'; '.join(clauses)}.{likely}"


def _unlogged_row(one: UnloggedPromise, names: Names) -> UnloggedRow:
    known = {"cited_by": one.debrief, **({"owner": one.owner} if one.owner else {})}
    return UnloggedRow(
        text=one.text,
        owner=names.department(one.owner) if one.owner else "",
        debrief=Link(f"Debrief {one.debrief}", addresses.debrief(one.debrief)),
        claim=Link("Enter it as a promise", addresses.form("promise", **known)),
    )


def _lost_row(context: PageContext, id: str) -> LostRow:
    printed = [
        (edition, edition.manifest.states["promises"][id])
        for edition in context.publication.schedule.editions
        if edition.manifest and id in edition.manifest.states.get("promises", ())
    ]
    edition, state = printed[-1]
    wording = f": {promise_wording.printed_status(state['status'])}, due {context.names.day(state['due'])}"
    return LostRow(id, ("Printed last in ", context.names.edition_link(edition), wording))


def _owner_tallies(context: PageContext) -> Iterable[Tallied]:
    rows = [row for row in context.record.rows("promises", ALL) if row.key("owner")]
    rows.sort(key=lambda row: (-row.measure("overdue"), -(row.measure("oldest") or 0), row.key("owner")))
    for row in rows:
        yield _tallied(row, context.names, context.names.department(row.key("owner")))


def _edition_tallies(context: PageContext) -> Iterable[Tallied]:
    """The last closed editions as they printed it, the newest first."""
    closed = [edition for edition in context.publication.schedule.editions if edition.is_closed]
    for edition in reversed(closed[-MOST_EDITIONS:]):
        row = context.record.find("promises", edition.id)
        if row is not None:
            is_printed = context.record.is_printed("promises", edition.id)
            yield _tallied(
                row, context.names, context.names.edition_link(edition), "" if is_printed else "computed later"
            )


def _tallied(row: FigureRow, names: Names, title: Link | str, note: str = "") -> Tallied:
    oldest, slips = row.measure("oldest"), row.measure("slips")
    return Tallied(
        title=title,
        kept=(count(row.k, row.n, names.behind("promises", row)),) if row.n else ("None was due",),
        overdue=f"{row.measure('overdue'):,}",
        oldest=counted_noun(oldest, "day") if row.measure("overdue") else "–",
        moves=f"{slips:,}",
        worth=promise_figures.money(row, names) or ("–",),
        note=note,
    )
