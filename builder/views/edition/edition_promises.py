"""Promises on the page of an edition: overdue, slipped and newly kept, as it printed them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from builder import addresses
from builder.build import Bulletin
from builder.editions import Edition
from builder.figures.figure_row import FigureRow
from builder.views.promise import promise_wording
from builder.views.promise.promise_wording import PromiseLabel
from builder.views.shared import promise_figures
from builder.views.shared.page_context import PageContext
from builder.views.shared.phrases import Link, Phrase, Piece

MOST = 4


@dataclass(frozen=True, slots=True)
class PromisedRow:
    """A promise that an edition has something to say of."""

    what: Piece
    state: PromiseLabel
    facts: Phrase


@dataclass(frozen=True, slots=True)
class Promised:
    """What an edition says of promises; `total` counts them all."""

    rows: tuple[PromisedRow, ...]
    total: Phrase
    more: Link


def promised(context: PageContext, edition: Edition) -> Promised:
    """Overdue ones first, the longest on top, then what slipped and what was kept since the edition before."""
    rows, before = (
        _promise_rows(context.bulletin, edition),
        _promise_rows(context.bulletin, _edition_before(context.bulletin, edition)),
    )
    shown = [_overdue_row(context, edition, row, before) for row in _longest_first(rows.values())]
    others = [row for row in rows.values() if not row.measure("overdue")]
    waiting = [row for row in others if not row.measure("kept")]
    shown += [_slipped_row(context, edition, row) for row in waiting if _grew("slips", row, before)]
    shown += [_kept_row(context, edition, row) for row in others if _grew("kept", row, before)]
    total = context.record.find("promises", edition.id)
    return Promised(
        rows=tuple(shown[:MOST]),
        total=(*promise_wording.kept_by_first_date(total, context.names), f"; {promise_figures.overdue_of(total)}.")
        if total
        else (),
        more=Link("Every promise", addresses.PROMISES),
    )


def _promise_rows(bulletin: Bulletin, edition: Edition | None) -> Mapping[str, FigureRow]:
    """The figure's row of each promise, as printed if it was."""
    rows = bulletin.record.rows("promises", edition.id) if edition else ()
    return {row.key("promise"): row for row in rows if row.key("promise")}


def _edition_before(bulletin: Bulletin, edition: Edition) -> Edition | None:
    editions = bulletin.publication.schedule.editions
    place = editions.index(edition)
    return editions[place - 1] if place else None


def _longest_first(rows: Iterable[FigureRow]) -> list[FigureRow]:
    overdue = [row for row in rows if row.measure("overdue")]
    return sorted(overdue, key=lambda row: (-row.measure("oldest"), row.key("promise")))


def _grew(measure: str, row: FigureRow, before: Mapping[str, FigureRow]) -> bool:
    """Whether there is more of something than the edition before had; what it had not, had none."""
    earlier = before.get(row.key("promise"))
    return bool(row.measure(measure) > (earlier.measure(measure) if earlier else 0))


def _overdue_row(
    context: PageContext, edition: Edition, row: FigureRow, before: Mapping[str, FigureRow]
) -> PromisedRow:
    newly = "newly " if _grew("overdue", row, before) else ""
    words = f"{newly}{promise_wording.counted_state(row).lower()}"
    status, _ = _status_and_due(context, edition, row)
    said = f"its owner says: {status}" if status else ""
    return _promised_row(context, row, PromiseLabel(words, "overdue"), said)


def _slipped_row(context: PageContext, edition: Edition, row: FigureRow) -> PromisedRow:
    _, due = _status_and_due(context, edition, row)
    return _promised_row(context, row, PromiseLabel("date moved", "moved"), f"now due {due}" if due else "")


def _kept_row(context: PageContext, edition: Edition, row: FigureRow) -> PromisedRow:
    return _promised_row(context, row, PromiseLabel(promise_wording.counted_state(row).lower(), "kept"), "")


def _status_and_due(context: PageContext, edition: Edition, row: FigureRow) -> tuple[str, str]:
    """Status and due date: as printed where the edition is closed, else as they stood on its day."""
    id, manifest = row.key("promise"), edition.manifest
    printed = manifest.states.get("promises", {}).get(id) if manifest else None
    if printed is not None:
        return promise_wording.printed_status(printed["status"]), context.names.day(printed["due"])
    promise = context.publication.promise(id)
    if promise is None:
        return "", ""
    day = edition.shown_on(context.settings.as_of)
    return promise_wording.SAYS[promise.status_as_of(day)], context.names.day(promise.due_as_of(day).isoformat())


def _promised_row(context: PageContext, row: FigureRow, state: PromiseLabel, said: str) -> PromisedRow:
    id = row.key("promise")
    promise = context.publication.promise(id)
    owner = context.names.department(promise.owner) if promise else "its file is gone"
    pieces: list[Piece] = [" · ".join(filter(None, (owner, said)))]
    if worth := promise_figures.money(row, context.names):
        pieces += [" · ", *worth]
    what: Piece = Link(promise.what, addresses.promise(id)) if promise else id
    return PromisedRow(what, state, tuple(pieces))
