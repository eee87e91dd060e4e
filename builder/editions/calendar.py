"""The calendar: which period a day falls into, and what periods are called."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import lru_cache

from builder.config import EDITION_IDS, Rhythm

MONTHS = 12
QUARTER = 3


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """The span of one edition, both days included; `ordinal` counts periods without gaps."""

    ordinal: int
    id: str
    first: dt.date
    last: dt.date


@dataclass(frozen=True, slots=True)
class Calendar:
    """Turns dates and ids into periods. A fiscal year is named after the year in which it ends."""

    rhythm: Rhythm
    fiscal_start: int = 1

    def period_of(self, day: dt.date) -> Period:
        """The period that a day falls into."""
        return _period(self, self._month(day) // self.length)

    def parse(self, id: str) -> Period | None:
        """The period with this id, or None where it is not an id of this rhythm."""
        match = EDITION_IDS[self.rhythm].fullmatch(id)
        if match is None:
            return None
        parts = MONTHS // self.length
        year = int(match["year"]) - (1 if self.shift else 0)
        return self.period(year * parts + int(match["part"]) - 1) if year > 0 else None

    def after(self, period: Period) -> Period:
        """The next period."""
        return self.period(period.ordinal + 1)

    @property
    def length(self) -> int:
        """How many months a period has."""
        return 1 if self.rhythm is Rhythm.MONTH else QUARTER

    @property
    def shift(self) -> int:
        """By how many months the fiscal year starts after the calendar year."""
        return self.fiscal_start - 1 if self.rhythm is Rhythm.FISCAL_QUARTER else 0

    def _month(self, day: dt.date) -> int:
        return day.year * MONTHS + day.month - 1 - self.shift

    def period(self, ordinal: int) -> Period:
        """The period with this ordinal."""
        return _period(self, ordinal)


@lru_cache(maxsize=4096)
def _period(calendar: Calendar, ordinal: int) -> Period:
    """The period with an ordinal, worked out once."""
    length, shift = calendar.length, calendar.shift
    start = ordinal * length + shift
    first, last = _first_of(start), _last_before(start + length)
    year, part = divmod(ordinal, MONTHS // length)
    year += 1 if shift else 0
    name = f"{year:04d}-{part + 1:02d}" if calendar.rhythm is Rhythm.MONTH else f"{year:04d}-Q{part + 1}"
    prefix = "FY" if calendar.rhythm is Rhythm.FISCAL_QUARTER else ""
    return Period(ordinal, prefix + name, first, last)


def _first_of(month: int) -> dt.date:
    """The first day of a month; the earliest there is where a period reaches below it."""
    return dt.date(month // MONTHS, month % MONTHS + 1, 1) if month >= MONTHS else dt.date.min


def _last_before(month: int) -> dt.date:
    """The day before a month; the latest there is where a period reaches to the end of time."""
    return _first_of(month) - dt.timedelta(days=1) if month // MONTHS <= dt.MAXYEAR else dt.date.max
