"""Debriefs as entries of lists."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from builder import addresses
from builder.publication import PublicDebrief
from builder.views.names import OUTCOMES, Names
from builder.views.sides import DRAWS, PUTS_OFF, Side
from builder.views.text import Link, lowered, short_day


@dataclass(frozen=True, slots=True)
class ListItem:
    """A debrief in a list; without `href` its page is not published. Themes are words, not links."""

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


def linked_or_told(id: str, pages: Collection[str]) -> Link | str:
    """A debrief's id as a link; one without a page is told to be counted, not published."""
    return Link(id, addresses.debrief(id)) if id in pages else f"{id} (counted, not published)"


def items_of(debriefs: Iterable[PublicDebrief], names: Names) -> tuple[ListItem, ...]:
    """The entries of these debriefs, in their order."""
    return tuple(item_of(debrief, names) for debrief in debriefs)


def item_of(debrief: PublicDebrief, names: Names) -> ListItem:
    """One debrief's entry."""
    return ListItem(
        id=debrief.id,
        date=short_day(debrief.recorded, names.settings.locale),
        iso=debrief.recorded,
        title=names.headline(debrief),
        href=addresses.debrief(debrief.id) if debrief.has_page else "",
        draws=_themes(debrief, DRAWS, names),
        puts_off=_themes(debrief, PUTS_OFF, names),
        outcome=OUTCOMES[debrief.outcome],
        value=names.value_of(debrief),
        note=_note(debrief),
    )


def _themes(debrief: PublicDebrief, side: Side, names: Names) -> str:
    titles = (names.theme(driver.theme).title for driver in debrief.drivers if driver.side == side.id)
    return ", ".join(map(lowered, titles))


def _note(debrief: PublicDebrief) -> str:
    """What sets this debrief apart from the usual rep's."""
    notes = []
    if debrief.source == "interview":
        notes.append("third-party interview")
    if debrief.source == "anonymous":
        notes.append("anonymous")
    if not debrief.has_page:
        notes.append("counted, not published")
    if not debrief.is_prospects_voice:
        notes.append(f"{debrief.relationship.value.replace('-', ' ')}, not counted with prospects")
    if debrief.is_late:
        notes.append(f"late: recorded {debrief.recorded}")
    return "; ".join(notes)
