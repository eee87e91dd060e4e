"""Coverage, and the method page with every figure and its query."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from builder import addresses
from builder.build import Bulletin
from builder.figures.catalogue import CATALOGUE, Figure
from builder.figures.row import ALL, DIMENSIONS, Number, Row
from builder.views.drawing import Interval, interval
from builder.views.listing import Listed
from builder.views.names import EVIDENCE, OUTCOME_TITLES, VOICES, Names
from builder.views.sides import BOTH
from builder.views.text import Link, Phrase, count, plausible, upper_first

SHOWN_ROWS = 120
WORDS = {
    "side": {side.id: side.verb for side in BOTH},
    "outcome": OUTCOME_TITLES,
    "voice": VOICES,
    "evidence": EVIDENCE,
}
CATALOGUES = {"segment": "segments", "region": "regions", "product": "products", "competitor": "competitors"}


@dataclass(frozen=True, slots=True)
class TableRow:
    """`6 of 9`, drawn and in words."""

    title: str
    count: Phrase
    drawn: Interval | None
    plausible: str


@dataclass(frozen=True, slots=True)
class Table:
    """A titled table of counts; `more` leads to the debriefs behind its total."""

    id: str
    title: str
    caption: str
    rows: tuple[TableRow, ...]
    note: str
    more: Link | None = None


@dataclass(frozen=True, slots=True)
class CoverageOfEdition:
    """The coverage of one edition, with the debriefs behind it; those without a page have no link."""

    table: Table
    debriefs: tuple[Link | str, ...]
    edition: Link


@dataclass(frozen=True, slots=True)
class CoveragePage:
    """How much of what closed has been heard, newest edition first."""

    deck: str
    tables: tuple[Table, ...]
    query: str


@dataclass(frozen=True, slots=True)
class FigureEntry:
    """A figure in the list of figures."""

    link: Link
    title: str
    unit: str
    meaning: str
    display: str


@dataclass(frozen=True, slots=True)
class MethodPage:
    """Every figure, its meaning and its rule."""

    deck: str
    figures: tuple[FigureEntry, ...]
    thresholds: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class FigurePage:
    """One figure with its query and the rows of the whole record."""

    name: str
    title: str
    unit: str
    meaning: str
    display: str
    reference: str
    query: str
    tables: tuple[Table, ...]


def coverage_page(bulletin: Bulletin, names: Names) -> CoveragePage:
    """Coverage by edition, and over the whole record."""
    editions = [edition.id for edition in reversed(bulletin.publication.schedule.editions)]
    tables = [_coverage(bulletin, names, id) for id in (*editions, ALL)]
    total = bulletin.record.find("coverage", ALL)
    deck = (
        f"{total.k:,} of {total.n:,} closed deals have been debriefed, over the whole record."
        if total
        else "There is no export of closed deals (closed_deals.csv), so nobody knows what was not heard."
    )
    return CoveragePage(deck, tuple(table for table in tables if table), CATALOGUE["coverage"].query)


def _coverage(bulletin: Bulletin, names: Names, edition: str) -> Table | None:
    rows = bulletin.record.rows("coverage", edition)
    if not rows:
        return None
    total = next((row for row in rows if not row.keys), None)
    order = ("outcome", "segment", "territory")
    cells = sorted((row for row in rows if row.keys), key=lambda row: (order.index(row.keys[0][0]), row.keys))
    period = bulletin.publication.schedule.get(edition)
    printed = "as printed" if bulletin.record.is_printed("coverage", edition) else ""
    return Table(
        id=edition,
        title=names.edition_title(period.period) if period else "The whole record",
        caption="Deals debriefed, of deals that closed in the period",
        rows=tuple(_table_row(row, names) for row in ([total] if total else []) + cells),
        note=printed,
        more=Link(_debriefs(total.k), addresses.coverage(edition)) if total and total.k and edition != ALL else None,
    )


def _debriefs(k: int) -> str:
    return "The debrief behind it" if k == 1 else f"The {k:,} debriefs behind it"


def coverage_pages(bulletin: Bulletin, names: Names) -> Iterable[tuple[str, CoverageOfEdition]]:
    """The coverage of every edition in which a deal closed, by edition."""
    listed = Listed(bulletin.publication)
    for edition in bulletin.publication.schedule.editions:
        table = _coverage(bulletin, names, edition.id)
        total = bulletin.record.find("coverage", edition.id)
        if table and total:
            ids = total.debriefs or ()
            linked = listed.behind(ids)
            yield edition.id, CoverageOfEdition(replace(table, more=None), linked, names.edition_link(edition))


def _table_row(row: Row, names: Names) -> TableRow:
    return TableRow(cell_title(row, names), (f"{row.k:,} of {row.n:,}",), interval(row), plausible(row))


def cell_title(row: Row, names: Names) -> str:
    """What a cell is about, in words: `Lost`, `Pricing, puts off, won`; a total is `All`."""
    return upper_first(", ".join(_dimension(name, value, names) for name, value in row.keys)) or "All"


def _dimension(name: str, value: str, names: Names) -> str:
    if name == "theme":
        return names.theme_title(value)
    if name == "decisive":
        return "decisive"
    if name in WORDS:
        return WORDS[name].get(value, value)
    return names.title(CATALOGUES[name], value) if name in CATALOGUES else value


METHOD_DECK = (
    "What each figure says, how it is counted, and the query that counts it. "
    "No figure, page or file has a rep as a dimension."
)
THRESHOLDS = (
    ("Plausible range", "Wilson’s interval at 95 in 100; none under 5 deals."),
    ("Corroborated", "At least 3 accounts, 2 reporters and 1 buyer’s own words within 6 editions."),
    ("Emerging", "At least 2 accounts and 2 reporters within 6 editions."),
    ("Echo", "One reporter or one account."),
    (
        "Weights of money",
        "Decisive 3, contributing 1, mentioned 0; for the order a deal counts at most 3 times the median.",
    ),
    (
        "Order of themes",
        "Corroborated, emerging, echo; then capped money; then prevalence among lost deals; then title.",
    ),
    (
        "Anonymous debriefs",
        "All together are one reporter; dates to the month, values to the band, counted at its middle.",
    ),
)


def method_page(bulletin: Bulletin) -> MethodPage:
    """The list of figures, and the thresholds in force."""
    floor = bulletin.settings.floor
    rule = f"A cell to which fewer than {floor} reps contributed is not split by team, territory or band."
    return MethodPage(METHOD_DECK, tuple(map(_entry, CATALOGUE.values())), (("Floor", rule), *THRESHOLDS))


def _entry(figure: Figure) -> FigureEntry:
    link = Link(figure.name, addresses.figure(figure.name))
    return FigureEntry(link, figure.title, figure.unit, figure.meaning, figure.display)


def figure_pages(bulletin: Bulletin, names: Names) -> Iterable[tuple[str, FigurePage]]:
    """The page of every figure, by name."""
    for figure in CATALOGUE.values():
        yield figure.name, _figure_page(bulletin, names, figure)


def _figure_page(bulletin: Bulletin, names: Names, figure: Figure) -> FigurePage:
    groups: dict[tuple[str, ...], list[Row]] = {}
    for row in bulletin.record.rows(figure.name, ALL):
        groups.setdefault(tuple(name for name, _ in row.keys), []).append(row)
    order = sorted(groups, key=lambda dimensions: [DIMENSIONS.index(name) for name in dimensions])
    return FigurePage(
        name=figure.name,
        title=figure.title,
        unit=figure.unit,
        meaning=figure.meaning,
        display=figure.display,
        reference=figure.reference,
        query=figure.query,
        tables=tuple(_figure_table(figure, dimensions, groups[dimensions], names) for dimensions in order),
    )


def _figure_table(figure: Figure, dimensions: tuple[str, ...], rows: list[Row], names: Names) -> Table:
    return Table(
        id="-".join(dimensions) or "all",
        title=f"By {' and '.join(dimensions)}" if dimensions else "The whole record",
        caption=figure.unit,
        rows=tuple(_figure_row(row, names) for row in rows[:SHOWN_ROWS]),
        note="",
    )


def _figure_row(row: Row, names: Names) -> TableRow:
    theme = row.key("theme")
    href = addresses.evidence_list(theme) if theme else ""
    words = plausible(row) if row.low is not None else ""
    remarks = "; ".join(filter(None, (words, *(_measure(name, value, names) for name, value in row.measures))))
    return TableRow(cell_title(row, names), (count(row.k, row.n, href),), interval(row), remarks)


MEASURES = {
    "all_in": "{:,} with those that decided nothing",
    "reporters": "{:,} reporters",
    "own_words": "{:,} in the buyer’s own words",
    "without_value": "{:,} without a known value",
}


def _measure(name: str, value: Number | str, names: Names) -> str:
    """A further number of a row in words; a zero says nothing."""
    if not value:
        return ""
    if isinstance(value, str):
        return value
    if name in ("amount", "capped"):
        return names.about(value) + (" for the order" if name == "capped" else "")
    if name == "largest_share":
        return f"the largest deal is {round(value * 100)} in 100 of it"
    return MEASURES.get(name, f"{name.replace('_', ' ')} {{:,}}").format(value)
