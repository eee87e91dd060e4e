"""What stands behind every printed figure: its rows, and the exact debriefs of each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from builder import addresses
from builder.figures.catalogue import CATALOGUE, Figure
from builder.figures.figure_row import ALL, DIMENSIONS, FigureRow
from builder.views.shared.debrief_list import Listed
from builder.views.shared.figure_wording import SIZES, cell_title, counted, others_title, remark, why_no_list
from builder.views.shared.page_context import PageContext
from builder.views.shared.sides import DRAWS
from builder.views.shared.text import Fact, Link

PAGE_SIZE = 1_000


@dataclass(frozen=True, slots=True)
class EvidenceCell:
    """One cell and what stands behind it.

    `debriefs` are links, and words for those without a page; on pages of the whole record `numbers`
    stands for the links: their places in the page's list. `why` says why there are none.
    """

    anchor: str
    title: str
    count: str
    remark: str
    debriefs: tuple[Link | str, ...]
    numbers: str
    why: str
    others: ComparedDebriefs | None = None


@dataclass(frozen=True, slots=True)
class ComparedDebriefs:
    """The debriefs behind the second count of a comparison."""

    title: str
    debriefs: tuple[Link | str, ...]
    numbers: str


@dataclass(frozen=True, slots=True)
class FigureEvidence:
    """The cells of one figure; `themes` lead to the pages of those that have a theme."""

    figure: Link
    title: str
    unit: str
    how: str
    groups: tuple[EvidenceCell, ...]
    themes: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Numbered:
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
    parts: tuple[FigureEvidence, ...]
    numbered: Numbered | None
    more: tuple[Link, ...]
    previous: Link | None
    following: Link | None


@dataclass(frozen=True, slots=True)
class Planned:
    """A page of evidence to be made; `stamp` changes whenever anything on it does, but for titles of the lists."""

    address: str
    title: str
    section: str
    stamp: str
    make: Callable[[], EvidencePage]


Rows = Sequence[FigureRow]
ByFigure = Mapping[str, Rows]


class EvidenceIndex:
    """All rows of a bulletin, by theme and edition and by figure and edition."""

    def __init__(self, context: PageContext) -> None:
        bulletin = context.bulletin
        self._bulletin = bulletin
        self._names = context.names
        self._listed = Listed(bulletin.publication)
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

    def pages(self) -> Iterator[Planned]:
        """Every page of evidence, by address."""
        for theme, editions in sorted(self._of_theme.items()):
            yield from self._pages_of_theme(theme, editions)
        for figure in CATALOGUE.values():
            yield from self._pages_of_figure(figure)

    def _pages_of_theme(self, theme: str, editions: Mapping[str, ByFigure]) -> Iterator[Planned]:
        link = self._names.theme_link(theme)
        trail = (Link("Themes", addresses.THEMES), link, Link("Evidence", addresses.evidence_list(theme)))
        links = {
            edition: Link(self._names.scope_title(edition), addresses.evidence(theme, edition)) for edition in editions
        }
        for edition, figures in editions.items():
            yield from self._pages(
                lambda page, edition=edition: addresses.evidence(theme, edition, page),  # type: ignore[misc]
                edition,
                figures,
                section=addresses.THEMES,
                trail=trail,
                kicker=f"{link.text} · the evidence",
                beside=_beside(list(links), edition, links),
            )

    def _pages_of_figure(self, figure: Figure) -> Iterator[Planned]:
        trail = (Link("Method", addresses.METHOD), Link(figure.title, addresses.figure(figure.name)))
        editions = [id for id in (*self._editions, ALL) if self._bulletin.record.rows(figure.name, id)]
        links = {id: Link(self._names.scope_title(id), addresses.rows(figure.name, id)) for id in editions}
        for edition in editions:
            yield from self._pages(
                lambda page, edition=edition: addresses.rows(figure.name, edition, page),  # type: ignore[misc]
                edition,
                {figure.name: self._bulletin.record.rows(figure.name, edition)},
                section=addresses.METHOD,
                trail=trail,
                kicker=f"{figure.title} · the evidence",
                beside=_beside(editions, edition, links),
            )

    def _pages(
        self,
        address: Callable[[int], str],
        edition: str,
        figures: ByFigure,
        *,
        section: str,
        trail: tuple[Link, ...],
        kicker: str,
        beside: tuple[Link | None, Link | None],
    ) -> Iterator[Planned]:
        """The page; where it numbers more debriefs than a page holds, one for each part of their list.

        Every one of these has all cells, each with those of its debriefs that the page lists.
        """
        is_theme = section == addresses.THEMES
        rows = [row for found in figures.values() for row in found if is_theme or not row.key("theme")]
        period = self._bulletin.publication.schedule.get(edition)
        pages = self._count_pages(rows) if edition == ALL else 1
        dated = self._dated(edition, figures)
        stamp = repr((self._stamp_of(edition), dated, beside, pages))

        def make(place: int) -> EvidencePage:
            numbers = self._numbers(rows) if edition == ALL else {}
            start = (place - 1) * PAGE_SIZE
            ids = list(numbers)[start : start + PAGE_SIZE]
            here = {id: numbers[id] for id in ids}
            parts = (self._part(CATALOGUE[name], found, here, is_theme) for name, found in figures.items())
            return EvidencePage(
                trail=trail,
                kicker=kicker,
                title=self._names.scope_title(edition),
                edition=self._names.edition_link(period) if period else None,
                dated=dated,
                parts=tuple(part for part in parts if part.groups or part.themes),
                numbered=self._numbered(start + 1, ids) if ids else None,
                more=tuple(
                    Link(f"{other * PAGE_SIZE + 1:,} to {(other + 1) * PAGE_SIZE:,}", address(other + 1))
                    for other in range(pages)
                    if other + 1 != place
                ),
                previous=beside[0],
                following=beside[1],
            )

        for place in range(1, pages + 1):
            title = f"{kicker}, {self._names.scope_title(edition)}"
            yield Planned(address(place), title, section, stamp, partial(make, place))

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
    def _numbered(start: int, ids: Sequence[str]) -> Numbered:
        return Numbered(start, tuple(Link(str(start + place), addresses.debrief(id)) for place, id in enumerate(ids)))

    def _part(self, figure: Figure, rows: Rows, numbers: Mapping[str, int], is_theme: bool) -> FigureEvidence:
        own = sorted((row for row in rows if is_theme or not row.key("theme")), key=in_order)
        return FigureEvidence(
            figure=Link(figure.name, addresses.figure(figure.name)),
            title=figure.title,
            unit=figure.unit,
            how=" ".join(filter(None, (figure.formula, figure.reference and f"{figure.reference}."))),
            groups=tuple(self._group(figure.name, row, numbers) for row in own),
            themes=() if is_theme else tuple(self._themes(figure.name, rows)),
        )

    def _themes(self, figure: str, rows: Rows) -> Iterator[Fact]:
        """For each theme of a figure, its total on either side, leading to its own page of evidence."""
        named = [row for row in rows if row.key("theme")]
        for row in sorted(named, key=lambda row: (self._names.theme_title(row.key("theme")).casefold(), in_order(row))):
            if all(name in ("theme", "side", "band") for name, _ in row.keys):
                href = self._names.behind(figure, row)
                text = counted(figure, row) or str(row.measure("label"))
                rest = remark(figure, row, self._names) if counted(figure, row) else ""
                yield Fact(cell_title(row, self._names), (Link(text, href, is_count=True), rest))

    def _group(self, figure: str, row: FigureRow, numbers: Mapping[str, int]) -> EvidenceCell:
        theme = row.key("theme")
        is_old = bool(theme) and theme != self._names.publication.codebook.current(theme)
        title = cell_title(row, self._names, without=() if is_old else ("theme",))
        debriefs, listed = self._behind(row.debriefs or (), numbers)
        others = ComparedDebriefs(others_title(figure, row), *self._behind(row.others, numbers)) if row.others else None
        count, rest = counted(figure, row), remark(figure, row, self._names)
        return EvidenceCell(
            anchor=self._names.anchor(figure, row),
            title=title,
            count=count,
            remark=rest if count else rest.removeprefix("; "),
            debriefs=debriefs,
            numbers=listed,
            why=why_no_list(figure, row),
            others=others,
        )

    def _behind(self, ids: Sequence[str], numbers: Mapping[str, int]) -> tuple[tuple[Link | str, ...], str]:
        """Links and words; where the page numbers its debriefs, their numbers in place of the links."""
        behind = self._listed.behind(ids)
        if not numbers:
            return behind, ""
        here = sorted(numbers[id] for id in ids if id in numbers)
        words = [one for one in behind if isinstance(one, str)]
        if elsewhere := len(behind) - len(words) - len(here):
            words.append(f"{elsewhere:,} on the other pages of this list")
        return tuple(words), _ranges(here)

    def _dated(self, edition: str, figures: ByFigure) -> str:
        record, names = self._bulletin.record, self._names
        period = self._bulletin.publication.schedule.get(edition)
        if period is None or period.manifest is None:
            return f"data of {names.day(self._bulletin.settings.as_of.isoformat())}"
        later = [CATALOGUE[name].title.lower() for name in figures if not record.is_printed(name, edition)]
        told = f"as printed on {names.day(period.manifest.as_of)}"
        return f"{told}; {', '.join(later)} computed later" if later else told


def _beside(order: Sequence[str], edition: str, links: Mapping[str, Link]) -> tuple[Link | None, Link | None]:
    place = order.index(edition)
    return links[order[place - 1]] if place else None, links[order[place + 1]] if place + 1 < len(order) else None


def in_order(row: FigureRow) -> tuple[bool, int, tuple[tuple[int, str], ...]]:
    """What puts off before what draws, totals before their parts, then by dimension and value."""
    rest = tuple(
        (DIMENSIONS.index(name), _rank(name, value)) for name, value in row.keys if name not in ("side", "theme")
    )
    return row.key("side") == DRAWS.id, len(rest), (*rest, (len(DIMENSIONS), row.key("theme")))


def _rank(name: str, value: str) -> str:
    """A value so that sizes sort as numbers."""
    return f"{SIZES.index(value)}" if name == "size" else value


def _ranges(numbers: Sequence[int]) -> str:
    """`1–5, 9, 14` for sorted numbers."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    return ", ".join(f"{first}–{last}" if first != last else str(first) for first, last in runs)
