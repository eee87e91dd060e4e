"""What stands behind every printed figure: its rows, and the exact debriefs of each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from builder import addresses
from builder.figures.catalogue import CATALOGUE, Figure
from builder.figures.figure_row import ALL, FigureRow
from builder.views.evidence.evidence_cells import EvidenceCells, FigureEvidence, Rows
from builder.views.shared.debrief_list import DebriefLinks
from builder.views.shared.neighbours import Neighbours, neighbours
from builder.views.shared.page_context import PageContext
from builder.views.shared.phrases import Link

PAGE_SIZE = 1_000


@dataclass(frozen=True, slots=True)
class NumberedDebriefs:
    """A part of the list of debriefs that the numbers of a page refer to; `start` is the first number."""

    start: int
    debriefs: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class EvidencePage:
    """The rows of one theme, or of one figure, in one edition; `dated` says of which day they are."""

    trail: tuple[Link, ...]
    kicker: str
    title: str
    edition: Link | None
    dated: str
    figures: tuple[FigureEvidence, ...]
    numbered: NumberedDebriefs | None
    more: tuple[Link, ...]
    beside: Neighbours


@dataclass(frozen=True, slots=True)
class PlannedPage:
    """A page of evidence to be made; `stamp` changes whenever anything on it does, but for titles of the lists."""

    address: str
    title: str
    section: str
    stamp: str
    make: Callable[[], EvidencePage]


ByFigure = Mapping[str, Rows]


@dataclass(frozen=True, slots=True)
class _Subject:
    """A theme or a figure whose evidence is listed, and where its pages stand."""

    section: str
    trail: tuple[Link, ...]
    kicker: str

    @property
    def is_theme(self) -> bool:
        """Whether it is a theme, with rows of many figures."""
        return self.section == addresses.THEMES


@dataclass(frozen=True, slots=True)
class _EditionRows:
    """The rows of a subject in one edition, by figure, and the addresses of the pages that show them."""

    edition: str
    figures: ByFigure
    address: Callable[[int], str]
    beside: Neighbours

    def own_rows(self, subject: _Subject) -> list[FigureRow]:
        """The rows that stand on the subject's own pages: those of themes stand on the themes'."""
        return [row for found in self.figures.values() for row in found if subject.is_theme or not row.key("theme")]


class EvidenceIndex:
    """All rows of a bulletin, by theme and edition and by figure and edition."""

    def __init__(self, context: PageContext) -> None:
        bulletin = context.bulletin
        self._bulletin = bulletin
        self._names = context.names
        self._listed = DebriefLinks(bulletin.publication)
        self._cells = EvidenceCells(context.names, self._listed)
        self._editions = [edition.id for edition in bulletin.publication.schedule.editions]
        self._rank = {debrief.id: place for place, debrief in enumerate(bulletin.publication.debriefs)}
        self._stamps: dict[str, str] = {}
        publication = bulletin.publication
        hidden = [debrief.id for debrief in publication.debriefs if not debrief.has_page]
        withdrawn = [tombstone.id for tombstone in publication.tombstones]
        self._unlisted = f"{bulletin.settings.floor} {' '.join(hidden)} / {' '.join(withdrawn)}"
        self._of_theme: dict[str, dict[str, dict[str, list[FigureRow]]]] = defaultdict(dict)
        current = bulletin.publication.codebook.current
        for edition in (*self._editions, ALL):
            for figure in CATALOGUE:
                for row in bulletin.record.rows(figure, edition):
                    if theme := row.key("theme"):
                        of_edition = self._of_theme[current(theme)].setdefault(edition, defaultdict(list))
                        of_edition[figure].append(row)

    def pages(self) -> Iterator[PlannedPage]:
        """Every page of evidence, by address."""
        for theme, editions in sorted(self._of_theme.items()):
            yield from self._pages_of_theme(theme, editions)
        for figure in CATALOGUE.values():
            yield from self._pages_of_figure(figure)

    def _pages_of_theme(self, theme: str, editions: Mapping[str, ByFigure]) -> Iterator[PlannedPage]:
        link = self._names.theme_link(theme)
        subject = _Subject(
            section=addresses.THEMES,
            trail=(Link("Themes", addresses.THEMES), link, Link("Evidence", addresses.evidence_list(theme))),
            kicker=f"{link.text} · the evidence",
        )
        order = list(editions)
        links = [Link(self._names.scope_title(id), addresses.evidence(theme, id)) for id in order]
        for place, (edition, figures) in enumerate(editions.items()):
            address = partial(addresses.evidence, theme, edition)
            yield from self._pages(subject, _EditionRows(edition, figures, address, neighbours(links, place)))

    def _pages_of_figure(self, figure: Figure) -> Iterator[PlannedPage]:
        subject = _Subject(
            section=addresses.METHOD,
            trail=(Link("Method", addresses.METHOD), Link(figure.title, addresses.figure(figure.name))),
            kicker=f"{figure.title} · the evidence",
        )
        order = [id for id in (*self._editions, ALL) if self._bulletin.record.rows(figure.name, id)]
        links = [Link(self._names.scope_title(id), addresses.rows(figure.name, id)) for id in order]
        for place, edition in enumerate(order):
            figures = {figure.name: self._bulletin.record.rows(figure.name, edition)}
            address = partial(addresses.rows, figure.name, edition)
            yield from self._pages(subject, _EditionRows(edition, figures, address, neighbours(links, place)))

    def _pages(self, subject: _Subject, counted: _EditionRows) -> Iterator[PlannedPage]:
        """The page; where it numbers more debriefs than a page holds, one for each part of their list.

        Every one of these has all cells, each with those of its debriefs that the page lists.
        """
        edition = counted.edition
        rows = counted.own_rows(subject)
        pages = self._count_pages(rows) if edition == ALL else 1
        dated = self._dated(edition, counted.figures)
        stamp = repr((self._stamp_of(edition), dated, counted.beside, pages))
        title = f"{subject.kicker}, {self._names.scope_title(edition)}"
        for place in range(1, pages + 1):
            make = partial(self._page, subject, counted, place, pages)
            yield PlannedPage(counted.address(place), title, subject.section, stamp, make)

    def _page(self, subject: _Subject, counted: _EditionRows, place: int, pages: int) -> EvidencePage:
        edition = counted.edition
        numbers = self._numbers(counted.own_rows(subject)) if edition == ALL else {}
        start = (place - 1) * PAGE_SIZE
        ids = list(numbers)[start : start + PAGE_SIZE]
        here = {id: numbers[id] for id in ids}
        figures = (
            self._cells.of_figure(CATALOGUE[name], found, here, is_theme=subject.is_theme)
            for name, found in counted.figures.items()
        )
        period = self._bulletin.publication.schedule.get(edition)
        return EvidencePage(
            trail=subject.trail,
            kicker=subject.kicker,
            title=self._names.scope_title(edition),
            edition=self._names.edition_link(period) if period else None,
            dated=self._dated(edition, counted.figures),
            figures=tuple(one for one in figures if one.groups or one.themes),
            numbered=self._numbered(start + 1, ids) if ids else None,
            more=tuple(
                Link(f"{other * PAGE_SIZE + 1:,} to {(other + 1) * PAGE_SIZE:,}", counted.address(other + 1))
                for other in range(pages)
                if other + 1 != place
            ),
            beside=counted.beside,
        )

    def _stamp_of(self, edition: str) -> str:
        """What the rows of an edition are, as printed or as counted, and what may be said of their debriefs."""
        if edition not in self._stamps:
            period = self._bulletin.publication.schedule.get(edition)
            seal = period.manifest.seal if period and period.manifest else ""
            counted = [self._bulletin.stamps.get((figure, edition), "") for figure in CATALOGUE]
            self._stamps[edition] = " ".join((seal, *counted, self._unlisted))
        return self._stamps[edition]

    def _count_pages(self, rows: Rows) -> int:
        """How many pages the list of the debriefs behind these rows takes."""
        if len(self._rank) <= PAGE_SIZE:
            return 1
        return -(-len(self._numbers(rows)) // PAGE_SIZE) or 1

    def _numbers(self, rows: Rows) -> dict[str, int]:
        """The debriefs behind any of these rows, newest first, numbered from 1."""
        ids = {id for row in rows for id in (*(row.debriefs or ()), *row.others) if self._listed.is_shown(id)}
        return {id: number for number, id in enumerate(sorted(ids, key=self._rank.__getitem__), start=1)}

    @staticmethod
    def _numbered(start: int, ids: Sequence[str]) -> NumberedDebriefs:
        return NumberedDebriefs(
            start, tuple(Link(str(start + place), addresses.debrief(id)) for place, id in enumerate(ids))
        )

    def _dated(self, edition: str, figures: ByFigure) -> str:
        record, names = self._bulletin.record, self._names
        period = self._bulletin.publication.schedule.get(edition)
        if period is None or period.manifest is None:
            return f"data of {names.day(self._bulletin.settings.as_of.isoformat())}"
        later = [CATALOGUE[name].title.lower() for name in figures if not record.is_printed(name, edition)]
        printed = f"as printed on {names.day(period.manifest.as_of)}"
        return f"{printed}; {', '.join(later)} computed later" if later else printed
