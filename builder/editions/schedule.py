"""Editions: their debriefs, and their manifests once they are closed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace

from builder.editions.calendar import Calendar, Period
from builder.reading.manifest import Manifest


@dataclass(frozen=True, slots=True)
class Edition:
    """One edition: its period, its debriefs by id, and its manifest once it is closed; `closes_on` while it is."""

    period: Period
    debriefs: tuple[str, ...]
    manifest: Manifest | None = None
    closes_on: dt.date | None = None

    @property
    def id(self) -> str:
        """Its id, that of its period."""
        return self.period.id

    @property
    def is_closed(self) -> bool:
        """Whether what it printed is fixed."""
        return self.manifest is not None

    def shown_on(self, as_of: dt.date) -> dt.date:
        """The day on which it could be read: that of its closing, else its last day or the date of the data."""
        if self.manifest is not None:
            return dt.date.fromisoformat(self.manifest.as_of)
        return self.closes_on or min(self.period.last, as_of)


@dataclass(frozen=True, slots=True)
class Schedule:
    """All editions, oldest first, and for every debrief its edition; `late` ones missed their own."""

    calendar: Calendar
    editions: tuple[Edition, ...]
    edition_of: Mapping[str, str]
    late: frozenset[str]

    def get(self, id: str) -> Edition | None:
        """The edition with this id."""
        return next((edition for edition in self.editions if edition.id == id), None)

    def closing(self, id: str, day: dt.date) -> Schedule:
        """The same while an edition is being closed on a day."""
        editions = (replace(one, closes_on=day) if one.id == id else one for one in self.editions)
        return replace(self, editions=tuple(editions))

    @property
    def front(self) -> Edition | None:
        """The newest that is closed, or being closed; where none is, the newest with a debrief."""
        closed = [edition for edition in self.editions if edition.is_closed or edition.closes_on]
        filled = [edition for edition in self.editions if edition.debriefs]
        return closed[-1] if closed else filled[-1] if filled else None

    @property
    def open_after_front(self) -> Edition | None:
        """The edition in the making: the first open one that follows the front page's."""
        front = self.front
        later = [e for e in self.editions if front and not e.is_closed and e.period > front.period]
        return later[0] if later else None
