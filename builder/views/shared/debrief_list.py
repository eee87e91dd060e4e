"""Debriefs as entries of lists."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from builder import addresses
from builder.publication.public_debrief import PublicDebrief
from builder.publication.publication import Publication
from builder.views.shared.names import Names
from builder.views.shared.phrases import Link, lowered, short_day
from builder.views.shared.sides import DRAWS, PUTS_OFF, Side
from builder.views.shared.value_names import OUTCOMES


@dataclass(frozen=True, slots=True)
class ListItem:
    """A debrief in a list. Themes are words, not links."""

    id: str
    date: str
    iso: str
    title: str
    href: str
    draws: str
    puts_off: str
    outcome: str
    value: str
    note: str


class DebriefLinks:
    """Lists the debriefs behind a count: only what has a page is named, the others are told as numbers."""

    def __init__(self, publication: Publication) -> None:
        self._pages = {debrief.id for debrief in publication.debriefs if debrief.has_page}
        self._withdrawn = {tombstone.id for tombstone in publication.tombstones}

    def behind(self, ids: Sequence[str]) -> tuple[Link | str, ...]:
        """Links, then how many were withdrawn since, and how many are counted without being published."""
        links = [Link(id, addresses.debrief(id)) for id in ids if id in self._pages]
        withdrawn = sum(id in self._withdrawn for id in ids)
        counted = len(ids) - len(links) - withdrawn
        unlisted = (
            f"{withdrawn} withdrawn since" if withdrawn else "",
            f"{counted} counted, not published" if counted else "",
        )
        return (*links, *filter(None, unlisted))

    def is_shown(self, id: str) -> bool:
        """Whether a debrief has a page."""
        return id in self._pages


def items_of(debriefs: Iterable[PublicDebrief], names: Names) -> tuple[ListItem, ...]:
    """The entries of these debriefs, in their order; what is only counted has none."""
    return tuple(item_of(debrief, names) for debrief in debriefs if debrief.has_page)


def item_of(debrief: PublicDebrief, names: Names) -> ListItem:
    """One debrief's entry."""
    return ListItem(
        id=debrief.id,
        date=short_day(debrief.recorded, names.settings.locale),
        iso=debrief.recorded,
        title=names.headline(debrief),
        href=addresses.debrief(debrief.id),
        draws=_theme_titles(debrief, DRAWS, names),
        puts_off=_theme_titles(debrief, PUTS_OFF, names),
        outcome=OUTCOMES[debrief.outcome],
        value=names.value_of(debrief),
        note=_source_note(debrief),
    )


def _theme_titles(debrief: PublicDebrief, side: Side, names: Names) -> str:
    titles = (names.theme(driver.theme).title for driver in debrief.drivers if driver.side == side.id)
    return ", ".join(map(lowered, titles))


def _source_note(debrief: PublicDebrief) -> str:
    """What sets this debrief apart from the usual rep's."""
    notes = []
    if debrief.source == "interview":
        notes.append("third-party interview")
    if debrief.source == "anonymous":
        notes.append("anonymous")
    if not debrief.is_prospects_voice:
        notes.append(f"{debrief.relationship.value.replace('-', ' ')}, not counted with prospects")
    if debrief.is_late:
        notes.append(f"late: recorded {debrief.recorded}")
    return "; ".join(notes)
