"""The catalogue of figures: adding one is a query beside its siblings and an entry here."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from importlib import resources

from builder.figures.derivation import (
    as_counted,
    with_claim_verdict,
    with_comparison,
    with_difference,
    with_interval,
    with_label,
    with_luck,
    with_shrinkage,
    with_verdict,
)
from builder.figures.figure_row import FigureRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A figure: its query, what follows from its rows, and what to tell a reader about it.

    `meaning` is for a reader, in two sentences. `formula` says what follows from the counts of the
    query; empty where they are printed as they are. `finish` turns the rows of the query into those
    to print, given the floor. With `needs_ledger` it is counted after the others, from what the ledger
    makes of them.
    """

    name: str
    title: str
    unit: str
    meaning: str
    display: str
    formula: str = ""
    reference: str = ""
    finish: Callable[[Iterable[FigureRow], int], Iterable[FigureRow]] = as_counted
    needs_ledger: bool = False

    @property
    def query(self) -> str:
        """The SQL behind it."""
        return resources.files("builder.figures").joinpath("queries", f"{self.name}.sql").read_text(encoding="utf-8")


WILSON = "Wilson (1927), J. Am. Stat. Assoc. 22:209"
NEWCOMBE = "Newcombe (1998), Stat. Med. 17:873, method 10"
FISHER = "Fisher (1922), J. R. Stat. Soc. 85:87; Benjamini & Hochberg (1995), J. R. Stat. Soc. B 57:289"
FUNNEL = "Spiegelhalter (2005), Stat. Med. 24:1185; Kleinman (1973), J. Am. Stat. Assoc. 68:46"
SHRINKING = "Robinson, Introduction to Empirical Bayes"
RATE = "k ÷ n, with Wilson’s interval at 95 in 100 where n is 5 or more."

CATALOGUE: dict[str, Figure] = {
    figure.name: figure
    for figure in (
        Figure(
            name="win-rate",
            title="Win rate",
            unit="deals",
            meaning="Of the deals that were won or lost, how many we won. Taken from the CRM’s closed deals where they "
            "are given; from debriefs otherwise, and then called the share of debriefed deals won.",
            formula=RATE,
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
            formula=RATE,
            display="k of n with its plausible range; under 5 deals a signal to watch, without a range.",
            reference=WILSON,
            finish=with_interval,
        ),
        Figure(
            name="bounds",
            title="Bounds from coverage",
            unit="deals",
            meaning="Of all deals that closed that way, debriefed or not, how many name the theme at least, and how "
            "many at most. The most is reached if every deal that nobody debriefed would name it too.",
            formula="At least k, at most k + (n − those debriefed and asked).",
            display="of 40 losses, at least 9 and at most 25.",
        ),
        Figure(
            name="lift",
            title="Lift",
            unit="deals",
            meaning="How much more often a theme is named in the deals that it is said to decide than in those that "
            "ended the other way. What buyers state as a reason is not yet what tells lost from won.",
            formula="k ÷ n − other k ÷ other n, with Newcombe’s interval where both bases are 5 or more.",
            display="both counts, and the difference with what is plausible.",
            reference=NEWCOMBE,
            finish=with_difference,
        ),
        Figure(
            name="change",
            title="Change",
            unit="deals",
            meaning="Whether a theme is named more or less often in the last three editions than in the three before. "
            "Of a hundred editions in which nothing changes, at most ten carry an “up” or a “down”.",
            formula="Fisher’s exact test, two-sided; Benjamini–Hochberg over all themes of the edition at 0.10.",
            display="“up” or “down” only if the test says so; otherwise both counts, “within chance”.",
            reference=FISHER,
            finish=with_verdict,
        ),
        Figure(
            name="corroboration",
            title="Corroboration",
            unit="accounts of debriefs",
            meaning="How independent the reports are, over six editions. Corroborated: at least 3 accounts, 2 "
            "reporters and one buyer’s own words; emerging: at least 2 accounts and 2 reporters; echo: one voice.",
            formula="A label from the counts of accounts, reporters and buyers’ own words.",
            display="a label, never a score.",
            finish=with_label,
        ),
        Figure(
            name="money-at-stake",
            title="Money associated",
            unit="currency",
            meaning="What the lost and undecided deals that name the theme were worth, each deal shared among "
            "everything that put that buyer off. It is associated with the theme, not recoverable by mending it.",
            formula="Σ value × weight ÷ Σ weights of that deal; decisive 3, contributing 1, mentioned 0.",
            display="the sum, the largest deal’s share, and the capped sum that the order uses.",
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
            name="wide-net",
            title="Wide net",
            unit="deals",
            meaning="Whether stars, those below goal, or both name a theme, over a quarter. What both name alike is "
            "the strongest: those who miss their goal often know what buyers refuse.",
            formula="k ÷ n of each band; stars less those below goal with Newcombe’s interval at 95 in 100: alike if "
            "it holds 0. Nothing is said unless as many people as the floor asks for name it in the band spoken of.",
            display="a sentence, never a count: beside the list of debriefs it would sort their authors.",
            reference=NEWCOMBE,
            finish=with_comparison,
        ),
        Figure(
            name="stars",
            title="Stars",
            unit="reps",
            meaning="How many reps stand above the median of their territory’s attainment in all but one of the last "
            "periods, or in all. Beside them, how many would by luck alone, if every period were a draw.",
            formula="For luck: the sum over reps of the chance of that many periods above, at the share of their "
            "peers that was above in each.",
            display="k of n once a quarter, and the number that luck alone would make.",
            finish=with_luck,
        ),
        Figure(
            name="funnel",
            title="Funnel",
            unit="deals",
            meaning="Whether a segment, product or competitor has a win rate that chance does not explain. "
            "Small numbers swing widely, so each rate is drawn towards that of all.",
            formula="Limits at 95 and 99.8 in 100 of the binomial at the rate of all; beta-binomial shrinkage, its "
            "prior fitted on all.",
            display="within or outside the funnel; never a league table.",
            reference=f"{FUNNEL}; {SHRINKING}",
            finish=with_shrinkage,
        ),
        Figure(
            name="agreement",
            title="Agreement",
            unit="deals",
            meaning="Where a rep and a third-party interview both tell of one deal, how often the rep named the same "
            "decisive theme. In published work 40 in 100 match, 28 partly, 32 not at all.",
            formula=RATE,
            display="k of n match, partly, miss; and the themes that reps name more often than buyers.",
            reference=WILSON,
            finish=with_interval,
        ),
        Figure(
            name="coverage",
            title="Coverage",
            unit="deals",
            meaning="Of the deals that closed in the period, how many have been debriefed by the date of the data. "
            "Reps report wins more readily than losses, so it stands beside every count of themes.",
            formula=RATE,
            display="k of n, by outcome, segment, size and, at the floor, territory and team.",
            reference=WILSON,
            finish=with_interval,
        ),
        Figure(
            name="cost",
            title="Cost",
            unit="debriefs",
            meaning="What the debriefs cost in selling time, in minutes. Selling comes first: above the budget for a "
            "contributor and month, the bulletin says so.",
            formula="The sum, the median, and the sum ÷ contributors ÷ months.",
            display="the sum and the median, never by rep.",
        ),
        Figure(
            name="promises",
            title="Promises",
            unit="promises",
            meaning="How many promises were kept by the first date that they were given, of those that were due by "
            "then or kept already. A promise is overdue by the calendar, whatever its owner says of it.",
            formula=f"{RATE} Overdue: due before the date of the data, and not kept.",
            display="k of n; how many are overdue and for how long, how often dates moved, and the value of the deals "
            "that cite them.",
            reference=WILSON,
            finish=with_interval,
        ),
        Figure(
            name="answers",
            title="Answers",
            unit="questions",
            meaning="How many questions got a decision in time, of those that were due for one. A corroborated theme "
            "that puts buyers off asks a question, and so does an overdue promise.",
            formula="Answered within the days to respond ÷ those whose days are over or that have a decision.",
            display="4 of 7 in time; open: 12, 41, 74 days.",
            reference=WILSON,
            finish=with_interval,
            needs_ledger=True,
        ),
        Figure(
            name="bets",
            title="Bets",
            unit="bets",
            meaning="How many bets on initiatives were won, of those settled. The edition that a bet names settles it, "
            "once and as it printed both; where it counts too few deals, nobody can tell.",
            formula="Won: the figure as printed reached the threshold. Under 5 deals: undecidable, and not in n.",
            display="2 of 3 won; beside it how many could not be decided.",
            needs_ledger=True,
        ),
        Figure(
            name="claims",
            title="Claims",
            unit="deals",
            meaning="In how many deals a sales claim landed, of those in which it was tried, over six editions. It "
            "passes or fails where chance alone does not explain that it landed in more, or in fewer, than half.",
            formula=f"{RATE} Passes above one half, fails below it; stale if untested for two editions.",
            display="k of n; passes, fails, too few to say, stale; how it was received, and how often it stands "
            "against buyers’ own words.",
            reference=WILSON,
            finish=with_claim_verdict,
        ),
    )
}
