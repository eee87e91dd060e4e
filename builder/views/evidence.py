"""The exact debriefs behind a theme's counts, edition by edition."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from builder import addresses
from builder.build import Bulletin
from builder.figures.row import Row
from builder.views.names import OUTCOME_TITLES, Names
from builder.views.sides import DRAWS, SIDES
from builder.views.text import Link, plausible, upper_first


@dataclass(frozen=True, slots=True)
class Group:
    """One count and its debriefs; those without a page are named without a link."""

    title: str
    count: str
    plausible: str
    debriefs: tuple[Link | str, ...]


@dataclass(frozen=True, slots=True)
class EditionEvidence:
    """The counts of one edition: `id` is the anchor that counts lead to."""

    id: str
    title: Link
    note: str
    groups: tuple[Group, ...]


@dataclass(frozen=True, slots=True)
class EvidencePage:
    """All counts of one theme with their debriefs, newest edition first."""

    theme: Link
    editions: tuple[EditionEvidence, ...]


def evidence_page(bulletin: Bulletin, names: Names, theme: str) -> EvidencePage:
    """What stands behind the counts of a theme: as printed where an edition is closed."""
    pages = {debrief.id for debrief in bulletin.publication.debriefs if debrief.has_page}
    pages |= {tombstone.id for tombstone in bulletin.publication.tombstones}
    editions = []
    for edition in reversed(bulletin.publication.schedule.editions):
        rows = _rows(bulletin, edition.id, theme)
        if rows:
            note = "as printed" if bulletin.record.is_printed("prevalence", edition.id) else ""
            groups = tuple(_group(row, names, pages) for row in rows)
            editions.append(EditionEvidence(edition.id, names.edition_link(edition), note, groups))
    return EvidencePage(names.theme_link(theme), tuple(editions))


def _rows(bulletin: Bulletin, edition: str, theme: str) -> list[Row]:
    current = bulletin.publication.codebook.current
    rows = [
        row
        for row in bulletin.record.rows("prevalence", edition)
        if current(row.key("theme")) == theme and not row.key("voice") and not row.key("evidence")
    ]
    return sorted(rows, key=_order)


def _order(row: Row) -> tuple[bool, str, str, tuple[tuple[str, str], ...]]:
    """What puts off before what draws, then by theme as written, those it decided last."""
    return row.key("side") == DRAWS.id, row.key("theme"), row.key("decisive"), row.keys


def _group(row: Row, names: Names, pages: set[str]) -> Group:
    theme = row.key("theme")
    outcome = OUTCOME_TITLES.get(row.key("outcome"), "")
    part = f", {outcome.lower()}" if outcome else ", decisive" if row.key("decisive") else ""
    is_old = theme != names.publication.codebook.current(theme)
    old = f" — {names.theme_title(theme)}" if is_old else ""
    title = f"{upper_first(SIDES[row.key('side')].verb)}{part}{old}"
    return Group(title, f"{row.k} of {row.n}", plausible(row), tuple(_linked(row.debriefs or (), pages)))


def _linked(ids: Iterable[str], pages: set[str]) -> Iterable[Link | str]:
    for id in ids:
        yield Link(id, addresses.debrief(id)) if id in pages else f"{id} (counted, not published)"
