"""The exact debriefs behind a theme's counts, edition by edition."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from builder import addresses
from builder.build import Bulletin
from builder.editions import Edition
from builder.figures.row import Row
from builder.views.listing import Listed
from builder.views.names import OUTCOME_TITLES, Names
from builder.views.sides import DRAWS, SIDES
from builder.views.text import Fact, Link, plausible, upper_first

TOTAL = 2


@dataclass(frozen=True, slots=True)
class Group:
    """One count and its debriefs; those without a page are named without a link."""

    title: str
    count: str
    plausible: str
    debriefs: tuple[Link | str, ...]


@dataclass(frozen=True, slots=True)
class EvidencePage:
    """All counts of one theme in one edition with their debriefs; `dated` says of which day they are."""

    theme: Link
    edition: Link
    dated: str
    groups: tuple[Group, ...]
    previous: Link | None
    following: Link | None


@dataclass(frozen=True, slots=True)
class EvidenceList:
    """The editions in which a theme was counted, newest first, each with its counts."""

    theme: Link
    editions: tuple[Fact, ...]


Counted = Mapping[str, Sequence[tuple[Edition, Sequence[Row]]]]


def counted_by_theme(bulletin: Bulletin) -> Counted:
    """For every theme the editions that counted it, oldest first, each with its rows."""
    counted: dict[str, list[tuple[Edition, list[Row]]]] = defaultdict(list)
    for edition in bulletin.publication.schedule.editions:
        for theme, rows in _rows_by_theme(bulletin, edition.id).items():
            counted[theme].append((edition, sorted(rows, key=_order)))
    return counted


def _rows_by_theme(bulletin: Bulletin, edition: str) -> Mapping[str, list[Row]]:
    current = bulletin.publication.codebook.current
    found: dict[str, list[Row]] = defaultdict(list)
    for row in bulletin.record.rows("prevalence", edition):
        if not row.key("voice") and not row.key("evidence"):
            found[current(row.key("theme"))].append(row)
    return found


def evidence_list(counted: Counted, names: Names, theme: str) -> EvidenceList:
    """Where the evidence for a theme is, edition by edition."""
    editions = []
    for edition, rows in reversed(counted.get(theme, ())):
        totals = [row for row in rows if len(row.keys) == TOTAL]
        if totals:
            told = ", ".join(f"{SIDES[row.key('side')].verb} {row.k} of {row.n}" for row in totals)
            title = names.edition_title(edition.period)
            editions.append(Fact(title, (Link(told, addresses.evidence(theme, edition.id), is_count=True),)))
    return EvidenceList(names.theme_link(theme), tuple(editions))


def evidence_pages(bulletin: Bulletin, names: Names) -> Iterator[tuple[str, EvidencePage]]:
    """What stands behind the counts of every theme in every edition, by address: as printed where it is closed."""
    listed = Listed(bulletin.publication)
    for theme, counted in sorted(counted_by_theme(bulletin).items()):
        links = [Link(names.edition_title(e.period), addresses.evidence(theme, e.id)) for e, _ in counted]
        for place, (edition, rows) in enumerate(counted):
            yield (
                addresses.evidence(theme, edition.id),
                EvidencePage(
                    theme=names.theme_link(theme),
                    edition=names.edition_link(edition),
                    dated=_dated(bulletin, names, edition),
                    groups=tuple(_group(row, names, listed) for row in rows),
                    previous=links[place - 1] if place else None,
                    following=links[place + 1] if place + 1 < len(links) else None,
                ),
            )


def _dated(bulletin: Bulletin, names: Names, edition: Edition) -> str:
    if edition.manifest is not None:
        later = "" if bulletin.record.is_printed("prevalence", edition.id) else ", computed later"
        return f"as printed on {names.day(edition.manifest.as_of)}{later}"
    return f"so far, data of {names.day(bulletin.settings.as_of.isoformat())}"


def _order(row: Row) -> tuple[bool, str, str, tuple[tuple[str, str], ...]]:
    """What puts off before what draws, then by theme as written, those it decided last."""
    return row.key("side") == DRAWS.id, row.key("theme"), row.key("decisive"), row.keys


def _group(row: Row, names: Names, listed: Listed) -> Group:
    theme = row.key("theme")
    outcome = OUTCOME_TITLES.get(row.key("outcome"), "")
    part = f", {outcome.lower()}" if outcome else ", decisive" if row.key("decisive") else ""
    is_old = theme != names.publication.codebook.current(theme)
    old = f" — {names.theme_title(theme)}" if is_old else ""
    title = f"{upper_first(SIDES[row.key('side')].verb)}{part}{old}"
    return Group(title, f"{row.k} of {row.n}", plausible(row), listed.behind(row.debriefs or ()))
