"""Coverage, and the method page with every figure, its rule and its query."""

from __future__ import annotations

import re
from dataclasses import dataclass

from builder.figures.catalogue import CATALOGUE
from builder.figures.derivation import (
    ALIKE,
    FALSE_DISCOVERY_RATE,
    INNER,
    MORE_BELOW,
    MORE_STARS,
    OUTER,
    SMALL,
    THRESHOLDS,
    TOO_FEW,
)
from builder.figures.derivation import LABELS as LABEL_ORDER
from builder.figures.detection_power import POWER
from builder.figures.sql_tables import LOOK_BACK, STALE_AFTER, WINDOW
from builder.figures.statistics import LEVEL
from builder.views.reference.figure_page import FigureEntry, figure_entry
from builder.views.shared.edition_doubts import doubts
from builder.views.shared.page_context import PageContext
from builder.views.shared.phrases import Fact, spelled, upper_first


@dataclass(frozen=True, slots=True)
class PowerRow:
    """How often a change is found, of a hundred editions in which it is there."""

    change: str
    found: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PowerTable:
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
    power: PowerTable
    thresholds: tuple[tuple[str, str], ...]
    labels: tuple[tuple[str, str], ...]


METHOD_DECK = (
    "What each figure says, how it is counted, and the query that counts it. "
    "No figure, page or file has a rep as a dimension."
)
WEIGHTS = re.compile(r"'decisive' then (\d+) when 'contributing' then (\d+) else (\d+)")
CAP = re.compile(r"(\d+) \* median")


def _thresholds() -> tuple[tuple[str, str], ...]:
    """The rules that are the same in every bulletin; their numbers are those of the code and the queries."""
    query = CATALOGUE["money-at-stake"].query
    weights, cap = WEIGHTS.search(query), CAP.search(query)
    assert weights, "the query has a weight for each degree"
    assert cap, "the query limits what one deal counts"
    window, rate = spelled(WINDOW), round(FALSE_DISCOVERY_RATE * 100)
    decisive, contributing, mentioned = weights.groups()
    return (
        ("Plausible range", f"Wilson’s interval at {round(LEVEL * 100)} in 100; none under {SMALL} deals."),
        ("Up, down", f"The last {window} editions against the {window} before: Fisher’s exact test, and at most {rate} "
         "in 100 of what is called are called wrongly (Benjamini–Hochberg over all themes of the edition)."),
        (
            "Weights of money",
            f"Decisive {decisive}, contributing {contributing}, mentioned {mentioned}; for the order a deal counts at "
            f"most {cap[1]} times the median.",
        ),
        (
            "Order of themes",
            f"{upper_first(', '.join(LABEL_ORDER))}; then capped money; then prevalence among lost deals; then title.",
        ),
        (
            "Anonymous debriefs",
            "All together are one reporter; dates to the month, values to the band, counted at its middle.",
        ),
    )  # fmt: skip


def _labels() -> tuple[tuple[str, str], ...]:
    """What every label means, by the thresholds in the code."""
    corroborated, emerging = THRESHOLDS
    within = f"within {LOOK_BACK} editions."
    return (
        ("Corroborated", f"At least {corroborated.accounts} accounts, {corroborated.reporters} reporters and "
         f"{corroborated.own_words} buyer’s own words {within}"),
        ("Emerging", f"At least {emerging.accounts} accounts and {emerging.reporters} reporters {within}"),
        ("Echo", "One reporter or one account."),
        ("Buyer’s own words", "A quote on record (interview, recording, e-mail, document, notes), or an interview."),
        ("A signal to watch", f"Fewer than {SMALL} deals: the count is printed, and nothing is inferred from it."),
        ("Within chance", "The two counts differ no more than the test allows to call a change."),
        ("Stars", "Above the median of their territory’s attainment in all but one of the last periods, or in all."),
        ("Below goal", "Not a star, and below the goal in more than half of the last periods."),
        (upper_first(ALIKE), "Enough of both name it, and the difference of their rates may well be none."),
        (upper_first(MORE_STARS), f"Beyond chance; “{MORE_BELOW}” is the reverse."),
        (upper_first(TOO_FEW), "Fewer people than the floor on one side, nothing that can be told apart, or none of "
         f"fewer than {SMALL} deals."),
        ("Passes, fails", "A claim that landed in more, or in fewer, than half of the deals in which it was tried, "
         "beyond chance."),
        ("Stale", f"A claim that no deal of the last {spelled(STALE_AFTER)} editions tried."),
        ("Above, below the funnel", f"A rate outside what its number of deals explains in {round(INNER * 100)} of 100 "
         f"cases; “far”, in {round(OUTER * 1000)} of 1,000."),
    )  # fmt: skip


def method_page(context: PageContext) -> MethodPage:
    """The list of figures, the thresholds in force, and what this edition may be wrong about."""
    settings = context.settings
    edition = context.publication.schedule.front
    rules = (
        (
            "Floor",
            f"A cell to which fewer than {settings.floor} reps contributed is not split by team, territory or band, "
            "nor is what is left of it. Such splits are printed once a quarter, when its last edition closes, and "
            "never again: what moves from one printing to the next points at nobody.",
        ),
        *_thresholds(),
        ("Stars", f"{max(settings.attainment_periods - 1, 1)} of the last {settings.attainment_periods} periods."),
        ("Answers", f"Expected within {settings.respond_within} days."),
        ("Selling time", f"A warning above {settings.minutes_budget} minutes a contributor and month."),
    )
    return MethodPage(
        deck=METHOD_DECK,
        figures=tuple(map(figure_entry, CATALOGUE.values())),
        sure=tuple(doubts(context, edition)) if edition else (),
        power=_power(),
        thresholds=rules,
        labels=_labels(),
    )


def _power() -> PowerTable:
    deck = (
        f"Of 100 editions in which one of {POWER.themes} themes truly changes, in how many the bulletin says so; "
        f"where nothing changes, {POWER.false_alarms} in 100 say “up” or “down”. "
        f"Deals are those on the theme’s side in each three editions. Simulated, {POWER.editions:,} editions a cell."
    )
    rows = tuple(
        PowerRow(f"from {round(low * 100)} to {round(high * 100)} in 100", tuple(map(str, found)))
        for (low, high), found in POWER.found
    )
    return PowerTable(deck, tuple(f"{size} deals" for size in POWER.sizes), rows)
