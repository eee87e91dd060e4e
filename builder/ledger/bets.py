"""Bets and how they end: settled by what the edition that they name has printed."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from builder.editions import Edition
from builder.figures.finishing import SMALL
from builder.figures.record import Record
from builder.figures.row import Row
from builder.publication import Publication
from builder.schema.initiative import Bet, Initiative


class Result(StrEnum):
    """How a bet stands."""

    WON = "won"
    LOST = "lost"
    UNDECIDABLE = "undecidable"
    OPEN = "open"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wager:
    """A bet with its figure before, and at the edition that settles it.

    `opened` is the edition in whose period the initiative began, or the last one before; `before` and
    `after` are rows as printed, None where nothing was counted. `latest` is the row of the newest
    edition, for a bet that is open; `is_due` says that the period of its edition is over, and nobody has
    closed it yet.
    """

    id: str
    initiative: Initiative
    bet: Bet
    result: Result
    edition: str
    opened: str
    before: Row | None
    after: Row | None
    latest: Row | None
    is_due: bool


def wagers(publication: Publication, record: Record) -> tuple[Wager, ...]:
    """Every bet, in the order of the initiatives."""
    return tuple(
        _wager(id, initiative, initiative.bet, publication, record)
        for id, initiative in publication.initiatives
        if initiative.bet is not None
    )


def _wager(id: str, initiative: Initiative, bet: Bet, publication: Publication, record: Record) -> Wager:
    schedule = publication.schedule
    period = schedule.calendar.parse(bet.by)
    settling = schedule.get(bet.by)
    start = _started(initiative, publication)
    newest = schedule.front
    after = cell_of(bet, bet.by, publication, record) if settling is not None and settling.is_closed else None
    is_settled = settling is not None and settling.is_closed
    is_over = period is not None and any(edition.period > period for edition in schedule.editions)
    return Wager(
        id=id,
        initiative=initiative,
        bet=bet,
        result=_result(bet, after) if is_settled else Result.OPEN,
        edition=bet.by,
        opened=start.id if start else "",
        before=cell_of(bet, start.id, publication, record) if start else None,
        after=after,
        latest=cell_of(bet, newest.id, publication, record) if newest else None,
        is_due=is_over and not is_settled,
    )


def _result(bet: Bet, row: Row | None) -> Result:
    """Won or lost by the counts as printed; undecidable where they are too small for a finding."""
    if row is None or row.n < SMALL:
        return Result.UNDECIDABLE
    return Result.WON if bet.is_met(row.k, row.n) else Result.LOST


def _started(initiative: Initiative, publication: Publication) -> Edition | None:
    """The edition of the period in which an initiative began, or the last before it that counted anything."""
    began = initiative.first_seen
    if began is None:
        return None
    filled = [e for e in publication.schedule.editions if e.debriefs and e.period.first <= began]
    return filled[-1] if filled else None


def cell_of(bet: Bet, edition: str, publication: Publication, record: Record) -> Row | None:
    """The row that a bet is about, in one edition; a theme is found under the id that it had then.

    Where the theme was named by nobody, the row has none of as many deals as were asked.
    """
    current, cell = publication.codebook.current, bet.cell
    if "theme" not in cell:
        return record.find(bet.figure, edition, **cell)
    wanted = current(cell["theme"])
    names = {name for name in cell if name != "theme"}
    base: Row | None = None
    for row in record.rows(bet.figure, edition):
        others = {name: value for name, value in row.keys if name != "theme"}
        if others.keys() == names and all(cell[name] == others[name] for name in names):
            if current(row.key("theme")) == wanted:
                return row
            base = row
    return None if base is None else Row(edition=edition, keys=tuple(cell.items()), k=0, n=base.n)
