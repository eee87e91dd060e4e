"""The catalogue of figures: adding one is a query beside its siblings and an entry here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from importlib import resources

from builder.figures.inference import wilson
from builder.figures.row import Row

SMALL = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A figure: its query, what follows from its rows, and what to tell a reader about it."""

    name: str
    title: str
    unit: str
    meaning: str
    display: str
    reference: str = ""
    finish: Callable[[Row], Row] = lambda row: row

    @property
    def query(self) -> str:
        """The SQL behind it."""
        return resources.files("builder.figures").joinpath(f"{self.name}.sql").read_text(encoding="utf-8")


def with_interval(row: Row) -> Row:
    """The row with its Wilson interval, unless the numbers are too small for one."""
    bounds = wilson(row.k, row.n) if row.n >= SMALL else None
    return replace(row, low=round(bounds[0], 6), high=round(bounds[1], 6)) if bounds else row


CORROBORATED, EMERGING, ECHO = "corroborated", "emerging", "echo"
LABELS = (CORROBORATED, EMERGING, ECHO)


def with_label(row: Row) -> Row:
    """The row with its degree of corroboration."""
    accounts, reporters, own_words = row.k, row.measure("reporters"), row.measure("own_words")
    if accounts >= 3 and reporters >= 2 and own_words >= 1:
        label = CORROBORATED
    elif accounts >= 2 and reporters >= 2:
        label = EMERGING
    else:
        label = ECHO
    return replace(row, measures=(*row.measures, ("label", label)))


WILSON = "Wilson (1927), J. Am. Stat. Assoc. 22:209"

CATALOGUE: dict[str, Figure] = {
    figure.name: figure
    for figure in (
        Figure(
            name="win-rate",
            title="Win rate",
            unit="deals",
            meaning="Of the deals that were won or lost, how many we won. Taken from the CRM's closed deals where they "
            "are given; from debriefs otherwise, and then called the share of debriefed deals won.",
            display="k of n with its plausible range; under 5 deals a signal to watch, without a range.",
            reference=WILSON,
            finish=with_interval,
        ),
        Figure(
            name="prevalence",
            title="Prevalence",
            unit="deals",
            meaning="How many deals name the theme on a side, of those in which the buyer was asked about that side. "
            "A deal counts once, however many debriefs it has; the interview speaks for it.",
            display="k of n with its plausible range; under 5 deals a signal to watch, without a range.",
            reference=WILSON,
            finish=with_interval,
        ),
        Figure(
            name="corroboration",
            title="Corroboration",
            unit="accounts of debriefs",
            meaning="How independent the reports are, over six editions. Corroborated: at least 3 accounts, 2 "
            "reporters and one buyer's own words; emerging: at least 2 accounts and 2 reporters; echo: one voice.",
            display="a label, never a score.",
            finish=with_label,
        ),
        Figure(
            name="money-at-stake",
            title="Money associated",
            unit="currency",
            meaning="What the lost and undecided deals that name the theme were worth, each deal shared among "
            "everything that put that buyer off. It is associated with the theme, not recoverable by mending it.",
            display="the sum, the largest deal's share, and the capped sum that the order uses.",
        ),
        Figure(
            name="counter-evidence",
            title="Counter-evidence",
            unit="deals",
            meaning="Of the deals that name the theme, how many name it on the opposite side. The most direct contrary "
            "voice stands beside every headline.",
            display="k of n, and the strongest contrary quote; none found, if none.",
        ),
        Figure(
            name="coverage",
            title="Coverage",
            unit="deals",
            meaning="Of the deals that closed in the period, how many have been debriefed by the date of the data. "
            "Reps report wins more readily than losses, so it stands beside every count of themes.",
            display="k of n, by outcome, segment and, at the floor, territory.",
            finish=with_interval,
        ),
    )
}
