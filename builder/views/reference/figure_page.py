"""The page of a figure: its rule, its query, and its rows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from builder import addresses
from builder.figures.catalogue import CATALOGUE, Figure
from builder.figures.figure_row import ALL
from builder.views.shared.figure_wording import qualifier
from builder.views.shared.page_context import PageContext
from builder.views.shared.phrases import Fact, Link, Phrase, count, counted_noun


@dataclass(frozen=True, slots=True)
class FigurePage:
    """One figure with its query and where its rows are."""

    entry: FigureEntry
    query: str
    editions: tuple[Fact, ...]

    @property
    def title(self) -> str:
        """What the figure is called."""
        return self.entry.title


def figure_pages(context: PageContext) -> Iterable[tuple[str, FigurePage]]:
    """The page of every figure, by name."""
    editions = [edition.id for edition in reversed(context.publication.schedule.editions)]
    for figure in CATALOGUE.values():
        found = (_rows_of(context, figure.name, id) for id in (ALL, *editions))
        yield figure.name, FigurePage(figure_entry(figure), figure.query, tuple(fact for fact in found if fact))


def _rows_of(context: PageContext, figure: str, edition: str) -> Fact | None:
    """Where the rows of a figure in one edition are; None where there are none."""
    rows = context.record.rows(figure, edition)
    if not rows:
        return None
    total = next((row for row in rows if not row.keys), None)
    href = addresses.rows(figure, edition)
    if total is None:
        counted: Phrase = (Link(counted_noun(len(rows), "row"), href, is_count=True),)
    else:
        counted = (count(total.k, total.n, href), qualifier(figure, total, context.names))
    return Fact(context.names.scope_title(edition), counted)


@dataclass(frozen=True, slots=True)
class FigureEntry:
    """A figure in the list of figures."""

    link: Link
    title: str
    unit: str
    meaning: str
    display: str
    formula: str
    reference: str


def figure_entry(figure: Figure) -> FigureEntry:
    """A figure as the method page lists it and its own page begins."""
    link = Link(figure.name, addresses.figure(figure.name))
    return FigureEntry(
        link, figure.title, figure.unit, figure.meaning, figure.display, figure.formula, figure.reference
    )
