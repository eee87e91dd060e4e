"""How a promise is worded wherever it stands: its state, its dates, its money, its people."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from builder.figures.figure_row import FigureRow
from builder.ledger.promises import PromiseState, PromiseStatus
from builder.schema.promise import MadeTo, OwnerStatus
from builder.schema.types import KEBAB
from builder.views.shared.names import Names
from builder.views.shared.phrases import Phrase, count, moved, number

SAYS = {
    OwnerStatus.PENDING: "pending",
    OwnerStatus.IN_PROGRESS: "in progress",
    OwnerStatus.KEPT: "kept",
    OwnerStatus.PARTLY_KEPT: "kept in part",
    OwnerStatus.BROKEN: "broken",
    OwnerStatus.DISPUTED: "disputed",
    OwnerStatus.WITHDRAWN: "withdrawn",
}
CSS = {
    PromiseState.OVERDUE: "overdue",
    PromiseState.DUE: "due",
    PromiseState.KEPT: "kept",
    PromiseState.KEPT_LATE: "kept",
    PromiseState.KEPT_DISPUTED: "disputed",
    PromiseState.RELEASED: "released",
}


@dataclass(frozen=True, slots=True)
class PromiseLabel:
    """How a promise stands, as a label: its words, and the name of its look."""

    words: str
    css: str


def label_of(status: PromiseStatus, day: dt.date) -> PromiseLabel:
    """The computed state as a label: `overdue for 12 days`, `due in 3 days`, `kept 71 days late`."""
    words = status.standing.value
    if status.is_overdue:
        words = f"overdue for {number(status.days, 'day')}"
    elif status.standing is PromiseState.DUE:
        left = (status.due - day).days
        words = f"due in {number(left, 'day')}" if left else "due today"
    elif status.standing is PromiseState.KEPT_LATE and status.promise.kept_on:
        words = f"kept {number((status.promise.kept_on - status.first_due).days, 'day')} late"
    return PromiseLabel(words, CSS[status.standing])


def owner_says(status: PromiseStatus, day: dt.date) -> str:
    """What its owner says of it, as it could be told on a day."""
    return SAYS[status.promise.status_as_of(day)]


def when(status: PromiseStatus, names: Names) -> str:
    """`due 15 October 2026, moved twice`; for what was kept, the day."""
    promise = status.promise
    if status.standing in (PromiseState.KEPT, PromiseState.KEPT_LATE, PromiseState.KEPT_DISPUTED) and promise.kept_on:
        first = names.day(status.first_due.isoformat())
        return f"kept {names.day(promise.kept_on.isoformat())}, first due {first}"
    due = f"due {names.day(status.due.isoformat())}"
    return f"{due}, {moved(status.moved)}" if status.moved else due


def kept_by_first_date(row: FigureRow, names: Names) -> Phrase:
    """`1 of 5 promises that were due was kept by the first date that was given`."""
    if not row.n:
        return ("No promise has been due yet",)
    noun = "promise that was due" if row.n == 1 else "promises that were due"
    verb = "was" if row.k == 1 else "were"
    return count(row.k, row.n, names.behind("promises", row)), f" {noun} {verb} kept by the first date that was given"


def made_to(to: MadeTo, names: Names) -> str:
    """To whom a promise was made: a segment, a department, or an account as this audience may know it."""
    if to.segment:
        return names.title("segments", to.segment)
    return to.account or (names.department(to.department) if to.department else "")


def who(by: str, names: Names) -> str:
    """Who made a promise or pursues it: a department by its title, anyone else as they may be named."""
    departments = {entry.id for entry in names.publication.catalog.departments}
    return names.department(by) if by in departments or (not departments and KEBAB.fullmatch(by)) else by


def printed_status(status: str) -> str:
    """A status as a manifest holds it, in words."""
    return SAYS[OwnerStatus(status)] if status in list(OwnerStatus) else status


def counted_state(row: FigureRow | None) -> str:
    """How a promise stood by the figure's row alone: `Overdue for 16 days`, `Kept late`."""
    if row is None:
        return "–"
    if row.measure("overdue"):
        return f"Overdue for {number(row.measure('oldest'), 'day')}"
    if row.measure("kept"):
        return "Kept on time" if row.k else "Kept late"
    return "–"
