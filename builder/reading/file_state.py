"""What became of a file that was found."""

from __future__ import annotations

from enum import StrEnum


class FileState(StrEnum):
    """What became of a file; every file found has exactly one."""

    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"
    SET_ASIDE = "set aside"
    NOT_YET = "not yet"
    KEPT = "held back"
