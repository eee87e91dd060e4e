"""Coverage, and the method page with every figure, its rule and its query."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from builder import addresses
from builder.build import Bulletin
from builder.figures.catalogue import CATALOGUE, Figure
from builder.figures.derivation import ALIKE, MORE_BELOW, MORE_STARS, TOO_FEW
from builder.figures.detection_power import POWER
from builder.figures.figure_row import ALL, PERSONAL, Row
from builder.views.shared.certainty import doubts
from builder.views.shared.charts import Interval, interval
from builder.views.shared.figure_wording import cell_title, remark
from builder.views.shared.names import Names
from builder.views.shared.text import Fact, Link, Phrase, count, plausible, upper_first


@dataclass(frozen=True, slots=True)
class TableRow:
    """`6 of 9`, drawn and in words."""

    title: Link | str
    count: Phrase
    drawn: Interval | None
    plausible: str


@dataclass(frozen=True, slots=True)
class Table:
    """A titled table of counts; `more` leads to the debriefs behind them."""

    id: str
    title: str
    caption: str
    rows: tuple[TableRow, ...]
    note: str
    more: Link | None = None


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
    formula: str
    reference: str


@dataclass(frozen=True, slots=True)
class PowerRow:
    """How often a change is found, of a hundred editions in which it is there."""

    change: str
    found: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Power:
    """What the bulletin is able to see, by how many deals are compared."""

    deck: str
    sizes: tuple[str, ...]
    rows: tuple[PowerRow, ...]


@dataclass(frozen=True, slots=True)
class MethodPage:
    """Every figure, its meaning and its rule; how sure this edition is; what every label means."""

    deck: str
    figures: tuple[FigureEntry, ...]
    sure: tuple[Fact, ...]
    power: Power
    thresholds: tuple[tuple[str, str], ...]
    labels: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class FigurePage:
    """One figure with its query and where its rows are."""

    entry: FigureEntry
    query: str
    editions: tuple[Fact, ...]


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


ORDER = ("outcome", "segment", "size", *PERSONAL)


def _coverage(bulletin: Bulletin, names: Names, edition: str) -> Table | None:
    rows = bulletin.record.rows("coverage", edition)
    if not rows:
        return None
    printed = "as printed" if bulletin.record.is_printed("coverage", edition) else ""
    quarter = any(row.is_personal for row in rows)
    return Table(
        id=edition,
        title=names.scope_title(edition),
        caption="Deals debriefed, of deals that closed in the period",
        rows=tuple(_table_row("coverage", row, names) for row in sorted(rows, key=_coverage_order)),
        note="; ".join(filter(None, (printed, "territories and teams over the quarter" if quarter else ""))),
        more=Link("The debriefs behind it", addresses.rows("coverage", edition)),
    )


def _coverage_order(row: Row) -> tuple[int, int, str]:
    if not row.keys:
        return -1, 0, ""
    name, value = row.keys[0]
    return ORDER.index(name), int(value) if name == "size" else 0, value


def _table_row(figure: str, row: Row, names: Names) -> TableRow:
    counted = count(row.k, row.n, names.behind(figure, row))
    return TableRow(cell_title(row, names), (counted,), interval(row), plausible(row))


METHOD_DECK = (
    "What each figure says, how it is counted, and the query that counts it. "
    "No figure, page or file has a rep as a dimension."
)
THRESHOLDS = (
    ("Plausible range", "Wilson’s interval at 95 in 100; none under 5 deals."),
    ("Up, down", "The last three editions against the three before: Fisher’s exact test, and at most 10 in 100 of "
     "what is called are called wrongly (Benjamini–Hochberg over all themes of the edition)."),
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
)  # fmt: skip
LABELS = (
    ("Corroborated", "At least 3 accounts, 2 reporters and 1 buyer’s own words within 6 editions."),
    ("Emerging", "At least 2 accounts and 2 reporters within 6 editions."),
    ("Echo", "One reporter or one account."),
    ("Buyer’s own words", "A quote on record (interview, recording, e-mail, document, notes), or an interview."),
    ("A signal to watch", "Fewer than 5 deals: the count is printed, and nothing is inferred from it."),
    ("Within chance", "The two counts differ no more than the test allows to call a change."),
    ("Stars", "Above the median of their territory’s attainment in all but one of the last periods, or in all."),
    ("Below goal", "Not a star, and below the goal in more than half of the last periods."),
    (upper_first(ALIKE), "Enough of both name it, and the difference of their rates may well be none."),
    (upper_first(MORE_STARS), f"Beyond chance; “{MORE_BELOW}” is the reverse."),
    (upper_first(TOO_FEW), "Fewer people than the floor on one side, nothing that can be told apart, or none of fewer "
     "than 5 deals."),
    ("Passes, fails", "A claim that landed in more, or in fewer, than half of the deals in which it was tried, beyond "
     "chance."),
    ("Stale", "A claim that no deal of the last two editions tried."),
    ("Above, below the funnel", "A rate outside what its number of deals explains in 95 of 100 cases; “far”, in 998 "
     "of 1,000."),
)  # fmt: skip


def method_page(bulletin: Bulletin, names: Names) -> MethodPage:
    """The list of figures, the thresholds in force, and what this edition may be wrong about."""
    settings = bulletin.settings
    edition = bulletin.publication.schedule.front
    rules = (
        (
            "Floor",
            f"A cell to which fewer than {settings.floor} reps contributed is not split by team, territory or band, "
            "nor is what is left of it. Such splits are printed once a quarter, when its last edition closes, and "
            "never again: what moves from one printing to the next points at nobody.",
        ),
        *THRESHOLDS,
        ("Stars", f"{max(settings.attainment_periods - 1, 1)} of the last {settings.attainment_periods} periods."),
        ("Answers", f"Expected within {settings.respond_within} days."),
        ("Selling time", f"A warning above {settings.minutes_budget} minutes a contributor and month."),
    )
    return MethodPage(
        deck=METHOD_DECK,
        figures=tuple(map(_entry, CATALOGUE.values())),
        sure=tuple(doubts(bulletin, names, edition)) if edition else (),
        power=_power(),
        thresholds=rules,
        labels=LABELS,
    )


def _power() -> Power:
    deck = (
        f"Of 100 editions in which one of {POWER.themes} themes truly changes, in how many the bulletin says so; "
        f"where nothing changes, {POWER.false_alarms} in 100 say “up” or “down”. "
        f"Deals are those on the theme’s side in each three editions. Simulated, {POWER.editions:,} editions a cell."
    )
    rows = tuple(
        PowerRow(f"from {round(low * 100)} to {round(high * 100)} in 100", tuple(map(str, found)))
        for (low, high), found in POWER.found
    )
    return Power(deck, tuple(f"{size} deals" for size in POWER.sizes), rows)


def _entry(figure: Figure) -> FigureEntry:
    link = Link(figure.name, addresses.figure(figure.name))
    return FigureEntry(
        link, figure.title, figure.unit, figure.meaning, figure.display, figure.formula, figure.reference
    )


def figure_pages(bulletin: Bulletin, names: Names) -> Iterable[tuple[str, FigurePage]]:
    """The page of every figure, by name."""
    editions = [edition.id for edition in reversed(bulletin.publication.schedule.editions)]
    for figure in CATALOGUE.values():
        found = (_rows_of(bulletin, names, figure.name, id) for id in (ALL, *editions))
        yield figure.name, FigurePage(_entry(figure), figure.query, tuple(fact for fact in found if fact))


def _rows_of(bulletin: Bulletin, names: Names, figure: str, edition: str) -> Fact | None:
    """Where the rows of a figure in one edition are; None where there are none."""
    rows = bulletin.record.rows(figure, edition)
    if not rows:
        return None
    total = next((row for row in rows if not row.keys), None)
    href = addresses.rows(figure, edition)
    if total is None:
        told: Phrase = (Link(f"{len(rows):,} row{'' if len(rows) == 1 else 's'}", href, is_count=True),)
    else:
        told = (count(total.k, total.n, href), remark(figure, total, names))
    return Fact(names.scope_title(edition), told)
