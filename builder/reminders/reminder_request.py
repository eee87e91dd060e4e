"""What a reminder is asked for: whom to remind, and what waits for them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from builder.build import assemble, read
from builder.config import Settings
from builder.reminders.desks import Desk, desks
from builder.reminders.undebriefed_deals import Undebriefed, undebriefed
from builder.support.errors import BulletinError

MARKDOWN, TEXT, EML = FORMATS = ("markdown", "text", "eml")


@dataclass(frozen=True, slots=True, kw_only=True)
class ReminderRequest:
    """Whom to remind: departments, one rep, or everybody; and how. `since` and `mails` may be left out."""

    departments: Sequence[str]
    rep: str | None
    since: dt.date | None
    form: str
    mails: Sequence[str]

    def __post_init__(self) -> None:
        """Refuse what does not go together."""
        if self.rep is not None and self.departments:
            raise BulletinError("give --to or --to-rep, not both: a rep's deals never stand in a list for others")
        if self.since is not None and self.rep is None:
            raise BulletinError("--since goes with --to-rep HANDLE")
        if self.mails and self.form != EML:
            raise BulletinError("--mail goes with --format eml: nothing is sent, an .eml is only addressed")


def find_waiting(settings: Settings, asked: ReminderRequest) -> tuple[Desk, ...] | Undebriefed:
    """What waits, by desk; or, for one rep, the deals without a debrief.

    Raises BulletinError for a department or a handle that is unknown.
    """
    if asked.rep is None:
        return desks(assemble(settings), asked.departments)
    corpus, _ = read(settings)
    return undebriefed(corpus, settings, asked.rep, asked.since)
