"""Whether a new debrief may be merged without a person: by its one author, new, and into an open edition."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

from builder.build import read
from builder.config import Settings
from builder.editions import Calendar
from builder.reading.corpus import ContentItem, Corpus, FoundFile
from builder.reading.file_state import FileState
from builder.schema.debrief import Debrief


def reason_against(settings: Settings, file: Path, author: str) -> str:
    """Why a person has to look at a debrief that an account on the forge proposes; empty where nobody has to.

    The content is that of the base with the one new file in it.
    """
    corpus, schedule = read(settings)
    root = settings.content_dir.resolve()
    path = file.resolve().relative_to(root).as_posix() if file.resolve().is_relative_to(root) else ""
    found = next((one for one in corpus.states if one.path == path and not one.private), None)
    if found is None or found.kind != "debrief":
        return "it is not a debrief"
    return next(_reasons(corpus, schedule.calendar, found, author), "")


def _reasons(corpus: Corpus, calendar: Calendar, found: FoundFile, author: str) -> Iterator[str]:
    if any(other.kind == "debrief" and other.id == found.id and other != found for other in corpus.states):
        yield "its eight digits are taken"
    if corpus.states[found] is FileState.NOT_YET:
        yield "it is dated after today"
    item = next((item for item in corpus.debriefs if item.found == found), None)
    if item is None:
        yield "the check does not let it through"
        return
    if _is_closed(corpus, calendar, item.recorded):
        yield "its edition is closed"
    if item.value.withdrawn or item.value.corrections:
        yield "it corrects or withdraws what is new"
    yield from _of_authorship(corpus, item, author)


def _is_closed(corpus: Corpus, calendar: Calendar, day: dt.date) -> bool:
    """Whether the edition of a day, or a later one, is closed for any audience."""
    closed = (calendar.parse(manifest.edition) for manifest in corpus.manifests)
    return any(period is not None and day <= period.last for period in closed)


def _of_authorship(corpus: Corpus, item: ContentItem[Debrief], author: str) -> Iterator[str]:
    """What speaks against words under this name from this account."""
    if item.value.interviewer:
        yield "it is an interview, which anybody could claim to have held"
    elif item.value.is_anonymous:
        yield "it names no author"
    else:
        member = next((one for one in corpus.roster or () if one.handle == item.value.rep), None)
        login = member.login if member else None
        if not login:
            yield f"roster.yml does not say which login {item.value.rep} has"
        elif login.casefold() != author.casefold():
            yield f"{author} is not the login of {item.value.rep}"
