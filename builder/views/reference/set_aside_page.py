"""Files that were set aside, the codes of diagnostics, and the fields of every kind of content."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from builder import addresses
from builder.build import Bulletin
from builder.config import Audience
from builder.diagnostics import Diagnostic
from builder.reading.file_state import FileState
from builder.views.shared.names import Names
from builder.views.shared.page_context import PageContext
from builder.views.shared.phrases import Link, Phrase, number


@dataclass(frozen=True, slots=True)
class FaultView:
    """One fault: its place and code, and for leadership what it says."""

    code: Link
    title: str
    line: int
    column: int
    message: str
    allowed: str
    suggestion: str
    mend: str


@dataclass(frozen=True, slots=True)
class AsideView:
    """A file that was set aside."""

    name: str
    faults: tuple[FaultView, ...]


@dataclass(frozen=True, slots=True)
class SetAsidePage:
    """Everything that was found and not published, with its reason."""

    title: str
    sum: Phrase
    meanings: tuple[tuple[str, str], ...]
    files: tuple[AsideView, ...]
    note: str


MEANINGS = {
    FileState.PUBLISHED: "Read, counted and shown.",
    FileState.WITHDRAWN: "Taken back by their authors; a tombstone stays.",
    FileState.SET_ASIDE: "Not understood; each is listed here with its place.",
    FileState.NOT_YET: "Recorded after the date of the data.",
    FileState.KEPT: "Not for this audience, or only about something that is not.",
}
UNSHOWN = "Paths and texts are not shown here; the command “bulletin check” shows them to the author."


def set_aside_page(context: PageContext) -> SetAsidePage:
    """The page of files set aside; in public without paths and text."""
    publication = context.publication
    aside = publication.states[FileState.SET_ASIDE]
    files = tuple(
        _aside_view(entry.path, entry.recorded, entry.id, entry.faults, context.names)
        for entry in publication.set_aside
    )
    is_public = publication.audience is Audience.EVERYONE
    note = UNSHOWN if is_public else ""
    title = "Nothing is set aside" if not aside else f"{aside} file{'s are' if aside != 1 else ' is'} set aside"
    meanings = tuple((f"{publication.states[state]:,} {state.value}", MEANINGS[state]) for state in FileState)
    return SetAsidePage(title, sum_of_files(context.bulletin), meanings, files, note)


def _aside_view(path: str, recorded: str, id: str, faults: Iterable[Diagnostic], names: Names) -> AsideView:
    when = f"Recorded {names.day(recorded)}" if recorded else "A file without a date"
    name = path or (f"{when}, {id}" if id else when)
    return AsideView(name, tuple(map(_fault_view, faults)))


def _fault_view(fault: Diagnostic) -> FaultView:
    code = fault.code
    return FaultView(
        code=Link(code.id, addresses.code(code.id)),
        title=code.title,
        line=fault.line,
        column=fault.column,
        message=fault.message,
        allowed=fault.allowed,
        suggestion=fault.suggestion,
        mend=code.mend,
    )


def sum_of_files(bulletin: Bulletin) -> Phrase:
    """`214 files found = 205 published + 2 withdrawn + 4 set aside + …`: it always adds up."""
    states = bulletin.publication.states
    pieces: list[str | Link] = [number(sum(states.values()), "file"), " found = "]
    for state in FileState:
        if state is not FileState.PUBLISHED:
            pieces.append(" + ")
        words = f"{states[state]:,} {state.value}"
        pieces.append(
            Link(words, addresses.SET_ASIDE, is_count=True) if state is FileState.SET_ASIDE and states[state] else words
        )
    return tuple(pieces)
