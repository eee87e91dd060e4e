"""Bets and how they end: settled once, by what the edition that they name has printed.

What was bet is read from manifests: an edition that closes prints every bet, and the one that a bet
names settles it as it stands there. Whatever its file says later, that result stays.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from pydantic import ValidationError

from builder.editions import Edition, Period
from builder.figures.derivation import SMALL
from builder.figures.figure_row import FigureRow
from builder.figures.results import Results
from builder.figures.statistics import wilson
from builder.publication.publication import Publication
from builder.schema.initiative import Bet, Initiative


class BetResult(StrEnum):
    """How a bet stands; `void` where its edition had closed before any edition printed the bet."""

    WON = "won"
    LOST = "lost"
    UNDECIDABLE = "undecidable"
    VOID = "void"
    OPEN = "open"


SETTLED = (BetResult.WON, BetResult.LOST, BetResult.UNDECIDABLE)


@dataclass(frozen=True, slots=True)
class PrintedBet:
    """A bet as one edition printed it."""

    edition: Edition
    bet: Bet


@dataclass(frozen=True, slots=True, kw_only=True)
class SettledBet:
    """A bet with its figure before, and at the edition that settles it.

    `bet` is what the settling edition printed, or what stands in the file while it is open. `opened` is
    the last edition before the settling one in whose period, or before, the initiative began; `before`
    and `after` are rows as printed, None where nothing was counted. `latest` is the row of the newest
    edition, for a bet that is open; `is_due` says that the period of its edition is over, and nobody has
    closed it yet.
    """

    id: str
    initiative: Initiative
    bet: Bet
    result: BetResult
    edition: str
    opened: str
    before: FigureRow | None
    after: FigureRow | None
    latest: FigureRow | None
    is_due: bool
    printings: tuple[PrintedBet, ...] = ()

    @property
    def is_settled(self) -> bool:
        """Whether the edition that it names has closed, and it was on record by then."""
        return self.result in SETTLED


def settled_bets(publication: Publication, record: Results, day: dt.date) -> tuple[SettledBet, ...]:
    """Every bet as of a day, in the order of the initiatives; an edition that is being closed counts as closed.

    `record` has the figures as printed; `day` is the date of the data.
    """
    counts = _Counts(publication, record)
    return tuple(
        _settled_bet(id, initiative, initiative.bet, counts, day)
        for id, initiative in publication.initiatives
        if initiative.bet is not None
    )


@dataclass(frozen=True, slots=True)
class _Counts:
    """What was counted, and in which editions."""

    publication: Publication
    record: Results

    def row(self, bet: Bet, edition: str) -> FigureRow | None:
        """The row that a bet is about."""
        return cell_of(bet, edition, self.publication, self.record)


def _settled_bet(id: str, initiative: Initiative, now: Bet, counts: _Counts, day: dt.date) -> SettledBet:
    publication = counts.publication
    schedule = publication.schedule
    printings = tuple(printed(id, publication))
    # The first edition that printed it as its own settles it: moving its date after that changes nothing.
    bet = next((one.bet for one in printings if one.bet.by == one.edition.id), now)
    period = schedule.calendar.parse(bet.by)
    result, after = _result_with_row(bet, period, printings, counts)
    start = _opened(initiative, printings, period, publication)
    is_open, newest = result is BetResult.OPEN, schedule.front
    return SettledBet(
        id=id,
        initiative=initiative,
        bet=bet,
        result=result,
        edition=bet.by,
        opened=start.id if start else "",
        before=counts.row(bet, start.id) if start else None,
        after=after,
        latest=counts.row(bet, newest.id) if newest and is_open else None,
        is_due=is_open and period is not None and period.last < day,
        printings=printings,
    )


def printed(id: str, publication: Publication) -> Iterator[PrintedBet]:
    """A bet as the closed editions printed it, oldest first."""
    for edition in publication.schedule.editions:
        matter = edition.manifest.states.get("bets", {}).get(id) if edition.manifest else None
        if matter is not None:
            try:
                yield PrintedBet(edition, Bet.model_validate(matter))
            except ValidationError:
                continue  # a figure that an older version knew


def _result_with_row(
    bet: Bet, period: Period | None, printings: tuple[PrintedBet, ...], counts: _Counts
) -> tuple[BetResult, FigureRow | None]:
    """How a bet ended, with the row that says so."""
    settling = counts.publication.schedule.get(bet.by)
    if settling is not None and settling.manifest is not None:
        knows_bets = "bets" in settling.manifest.states
        if knows_bets and not any(one.edition is settling for one in printings):
            return BetResult.VOID, None
    elif settling is None or settling.closes_on is None:
        is_passed = period is not None and _is_passed(settling, period, counts.publication)
        return (BetResult.UNDECIDABLE if is_passed else BetResult.OPEN), None
    row = counts.row(bet, bet.by)
    return _result(bet, row), row


def _is_passed(settling: Edition | None, period: Period, publication: Publication) -> bool:
    """Whether an edition can never be closed: nothing was debriefed in it, and a later one is closed."""
    later = any(edition.is_closed and edition.period > period for edition in publication.schedule.editions)
    return later and (settling is None or not settling.debriefs)


def _result(bet: Bet, row: FigureRow | None) -> BetResult:
    """Won or lost by the counts as printed; undecidable where they are too small for a finding."""
    if row is None or row.n < SMALL:
        return BetResult.UNDECIDABLE
    return BetResult.WON if bet.is_met(row.k, row.n) else BetResult.LOST


def _opened(
    initiative: Initiative, printings: tuple[PrintedBet, ...], settling: Period | None, publication: Publication
) -> Edition | None:
    """The edition of the period in which an initiative began, or the last before it that counted anything.

    Always one before the edition that settles the bet; without a date, the first that printed the bet.
    """
    began = initiative.first_seen
    if began is None:
        found = [one.edition for one in printings[:1]]
    else:
        found = [e for e in publication.schedule.editions if e.debriefs and e.period.first <= began]
    earlier = [edition for edition in found if settling is None or edition.period < settling]
    return earlier[-1] if earlier else None


def cell_of(bet: Bet, edition: str, publication: Publication, record: Results) -> FigureRow | None:
    """The row that a bet is about, in one edition; a theme is found under the id that it had then.

    Where several ids of that edition are one theme today, the row of the id that the bet names speaks,
    as printed. Where the theme was named by nobody, the row has none of as many deals as were asked.
    """
    current, cell = publication.codebook.current, bet.cell
    if bet.theme is None or "theme" not in cell:
        return record.find(bet.figure, edition, **cell)
    others = {name: value for name, value in cell.items() if name != "theme"}
    rows = [row for row in record.rows(bet.figure, edition) if _without_theme(row) == others]
    wanted, now = bet.theme, current(bet.theme)
    named = [row for row in rows if current(row.key("theme")) == now]
    if named:
        return min(named, key=lambda row: (row.key("theme") != wanted, row.key("theme") != now, row.key("theme")))
    if not rows:
        return None
    n = rows[0].n
    nobody = FigureRow(edition=edition, keys=tuple(cell.items()), k=0, n=n)
    return nobody.bounded(wilson(0, n) if n >= SMALL else None)


def _without_theme(row: FigureRow) -> dict[str, str]:
    return {name: value for name, value in row.keys if name != "theme"}
