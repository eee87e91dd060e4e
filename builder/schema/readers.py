"""Who may read a field: declared beside it, and what is published follows from that."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum


class Readers(StrEnum):
    """Whose site shows a field: both, leadership's alone, or none."""

    EVERYONE = "everyone"
    LEADERSHIP = "leadership"
    NEVER = "never"


@dataclass(frozen=True, slots=True)
class ReadBy:
    """Who reads a field; and whether also of an `anonymous` debrief, and of one that is only `counted`."""

    readers: Readers
    anonymous: bool = True
    counted: bool = True

    @property
    def but_anonymous(self) -> ReadBy:
        """The same, but of no anonymous debrief."""
        return replace(self, anonymous=False)

    @property
    def but_counted(self) -> ReadBy:
        """The same, but of no debrief that is only counted."""
        return replace(self, counted=False)


EVERYONE = ReadBy(Readers.EVERYONE)
LEADERSHIP = ReadBy(Readers.LEADERSHIP)
NEVER = ReadBy(Readers.NEVER, anonymous=False, counted=False)
