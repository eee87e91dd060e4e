"""The rows of a figure as cells, each with the debriefs behind it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from builder import addresses
from builder.figures.catalogue import Figure
from builder.figures.figure_row import DIMENSIONS, FigureRow
from builder.views.shared.cell_titles import SIZES, cell_title
from builder.views.shared.debrief_list import DebriefLinks
from builder.views.shared.figure_wording import counted, others_title, qualifier, why_no_list
from builder.views.shared.names import Names
from builder.views.shared.phrases import Fact, Link
from builder.views.shared.sides import DRAWS

Rows = Sequence[FigureRow]


@dataclass(frozen=True, slots=True)
class EvidenceCell:
    """One cell and what stands behind it.

    `debriefs` are links, and words for those without a page; on pages of the whole record `numbers`
    stands for the links: their places in the page's list. `why` says why there are none.
    """

    anchor: str
    title: str
    count: str
    qualifier: str
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


class EvidenceCells:
    """Makes the cells of the pages of one publication."""

    def __init__(self, names: Names, listed: DebriefLinks) -> None:
        self._names = names
        self._listed = listed

    def of_figure(self, figure: Figure, rows: Rows, numbers: Mapping[str, int], *, is_theme: bool) -> FigureEvidence:
        """The cells of a figure on a page, whose numbered debriefs are given."""
        own = sorted((row for row in rows if is_theme or not row.key("theme")), key=in_order)
        return FigureEvidence(
            figure=Link(figure.name, addresses.figure(figure.name)),
            title=figure.title,
            unit=figure.unit,
            how=" ".join(filter(None, (figure.formula, figure.reference and f"{figure.reference}."))),
            groups=tuple(self._evidence_cell(figure.name, row, numbers) for row in own),
            themes=() if is_theme else tuple(self._theme_totals(figure.name, rows)),
        )

    def _theme_totals(self, figure: str, rows: Rows) -> Iterator[Fact]:
        """For each theme of a figure, its total on either side, leading to its own page of evidence."""
        named = [row for row in rows if row.key("theme")]
        for row in sorted(named, key=lambda row: (self._names.theme_title(row.key("theme")).casefold(), in_order(row))):
            if all(name in ("theme", "side", "band") for name, _ in row.keys):
                href = self._names.behind(figure, row)
                text = counted(figure, row) or str(row.measure("label"))
                rest = qualifier(figure, row, self._names) if counted(figure, row) else ""
                yield Fact(cell_title(row, self._names), (Link(text, href, is_count=True), rest))

    def _evidence_cell(self, figure: str, row: FigureRow, numbers: Mapping[str, int]) -> EvidenceCell:
        theme = row.key("theme")
        is_old = bool(theme) and theme != self._names.publication.codebook.current(theme)
        title = cell_title(row, self._names, without=() if is_old else ("theme",))
        debriefs, listed = self._behind(row.debriefs or (), numbers)
        others = ComparedDebriefs(others_title(figure, row), *self._behind(row.others, numbers)) if row.others else None
        count, rest = counted(figure, row), qualifier(figure, row, self._names)
        return EvidenceCell(
            anchor=self._names.anchor(figure, row),
            title=title,
            count=count,
            qualifier=rest if count else rest.removeprefix("; "),
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
