"""Desks: the departments, the editor and nobody, each with what waits for it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from builder.build import Bulletin
from builder.reminders.waiting import EDITOR, NOBODY, Waiting, waiting
from builder.support.errors import BulletinError
from builder.support.nearest import listed, nearest
from builder.views.shared.names import Names


@dataclass(frozen=True, slots=True)
class Desk:
    """A desk by its title, and what waits for it, the oldest first; `nothing` is said where that is nothing."""

    title: str
    nothing: str
    entries: tuple[Waiting, ...]


def desks(bulletin: Bulletin, wanted: Sequence[str] = ()) -> tuple[Desk, ...]:
    """The desks for which something waits; or those that are wanted, by id, title or alias, whether or not.

    Departments stand in the order of the catalogue. Raises for a department that is unknown.
    """
    names = Names(bulletin.publication, bulletin.settings)
    entries = waiting(bulletin, names)
    ids = [entry.id for entry in bulletin.publication.catalog.departments]
    others = {entry.desk for entry in entries} - {*ids, EDITOR, NOBODY}
    known = (*ids, *sorted(others), EDITOR, NOBODY)
    spellings = _spellings(bulletin, known)
    chosen = {_desk_named(word, spellings) for word in wanted} if wanted else {entry.desk for entry in entries}
    return tuple(_desk(id, names, entries) for id in known if id in chosen)


def _desk(id: str, names: Names, entries: Iterable[Waiting]) -> Desk:
    own = tuple(entry for entry in entries if entry.desk == id)
    if id == NOBODY:
        return Desk("Nobody's", "Nothing waits without an owner.", own)
    title = "The editor" if id == EDITOR else names.department(id)
    return Desk(title, f"Nothing is waiting for {id if id == EDITOR else title}.", own)


def _spellings(bulletin: Bulletin, known: Iterable[str]) -> Mapping[str, str]:
    """The ids of desks under everything that they may be called; ids win over titles, and these over aliases."""
    departments = bulletin.publication.catalog.departments
    found = {alias.casefold(): entry.id for entry in departments for alias in entry.aliases}
    found |= {"editor": EDITOR, "nobody": NOBODY} | {entry.title.casefold(): entry.id for entry in departments}
    return found | {id.casefold(): id for id in known if id}


def _desk_named(word: str, spellings: Mapping[str, str]) -> str:
    folded = word.strip().casefold()
    if folded not in spellings:
        near = nearest(folded, spellings)
        raise BulletinError(f"{word!r} is not a department: {near or listed(spellings)}")
    return spellings[folded]
