"""How the rows of each figure are put into words, and where they are shown: an entry a figure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from builder.figures.catalogue import CATALOGUE
from builder.figures.derivation import COMPARED, WITHIN
from builder.figures.figure_row import FigureRow
from builder.views.shared import deal_facts, promise_figures
from builder.views.shared.names import Names
from builder.views.shared.phrases import moved, number, plain, plausible, plausible_difference, points


def count_of(row: FigureRow) -> str:
    """The usual count: `9 of 24`."""
    return f"{row.k:,} of {row.n:,}"


def count_or(none: str) -> Callable[[FigureRow], str]:
    """The usual count, and a word where there is nothing to count."""
    return lambda row: count_of(row) if row.n else none


def _accounts_in_debriefs(row: FigureRow) -> str:
    return f"{number(row.k, 'account')} in {number(row.n, 'debrief')}"


def _count_unless_compared(row: FigureRow) -> str:
    return "" if row.key("band") == COMPARED else count_of(row)


def always(title: str) -> Callable[[FigureRow], str]:
    """The same title for every row."""
    return lambda row: title


nothing = always("")


def _other_accounts(row: FigureRow) -> str:
    return "Does not match" if row.measure("in_interview") is None else "Named by the buyer"


def _other_claims(row: FigureRow) -> str:
    return "In buyers’ own words" if row.key("reception") else "In this edition alone"


def _rate(row: FigureRow, names: Names) -> str:
    return f"; {plausible(row)}"


def _win_rate(row: FigureRow, names: Names) -> str:
    debriefed = " debriefed deals" if row.measure("basis") == "debriefed deals" else ""
    return f"{debriefed}; {plausible(row)}; {row.k:,} of {row.measure('all_in'):,} with those that decided nothing"


def _corroboration(row: FigureRow, names: Names) -> str:
    return f"; {row.measure('label')}; {deal_facts.told_by(row, names)}"


def _money(row: FigureRow, names: Names) -> str:
    return f"; {plain(deal_facts.money(row, names))}"


def _counter(row: FigureRow, names: Names) -> str:
    return " deals that name it say the opposite" if row.k else " deals that name it; none found that says the opposite"


def _bounds(row: FigureRow, names: Names) -> str:
    return f" that closed; at least {row.k:,}, at most {row.measure('at_most'):,} of them"


def _lift(row: FigureRow, names: Names) -> str:
    other_k, other_n = row.measure("other_k"), row.measure("other_n")
    against = f", against {other_k:,} of {other_n:,} that ended the other way"
    if not row.n or not other_n:
        return f"{against}: nothing to compare"
    return f"{against}: {points(row.measure('difference'))}, {plausible_difference(row)}"


def _change(row: FigureRow, names: Names) -> str:
    return f"; before, {row.measure('before_k'):,} of {row.measure('before_n'):,}: {row.measure('verdict')}"


def _wide_net(row: FigureRow, names: Names) -> str:
    return f"; {row.measure('label')}"


def _stars(row: FigureRow, names: Names) -> str:
    return f" reps are stars; luck alone would make {row.measure('by_luck'):.1f}"


def _funnel(row: FigureRow, names: Names) -> str:
    place, shrunk = row.measure("place"), row.measure("shrunk")
    if place is None:
        return f"; {plausible(row)}"
    where = "within the funnel" if place == WITHIN else f"{place} the funnel"
    if row.low is None:
        return f"; {where}; all of its kind may share one rate, {round(shrunk * 100)} in 100"
    return f"; {where}; drawn towards all, {round(shrunk * 100)} in 100, {plausible(row)}"


def _agreement(row: FigureRow, names: Names) -> str:
    in_interview = row.measure("in_interview")
    if in_interview is not None:
        more = ": reps name it more often" if row.k > in_interview else ""
        return f" named by the rep, {in_interview:,} of {row.n:,} by the buyer{more}"
    return f" match, {row.measure('partly'):,} partly, {row.measure('missed'):,} not at all; {plausible(row)}"


def _cost(row: FigureRow, names: Names) -> str:
    total, median, head = row.measure("total"), row.measure("median"), row.measure("a_head")
    return f" say how long: {total:,} minutes in all, the median {median:g}; {head:g} a contributor and month"


def _promises(row: FigureRow, names: Names) -> str:
    kept = f" kept by the first date; {plausible(row)}" if row.n else ""
    slips = row.measure("slips")
    dates = f"; due dates {moved(slips)}" if slips else ""
    cited = plain(promise_figures.money(row, names)) or "no deal"
    return f"{kept}; {promise_figures.overdue_of(row)}{dates}; cited in {cited}"


def _answers(row: FigureRow, names: Names) -> str:
    in_time = f" answered in time; {plausible(row)}" if row.n else ""
    return f"{in_time}; {ages(row)}"


def ages(row: FigureRow) -> str:
    """For how many days the open questions of a row have waited: `open: 12, 41, 74 days`."""
    days = (row.measure("ages") or "").split()
    return f"open: {', '.join(days)} {'day' if days == ['1'] else 'days'}" if days else "none open"


def _bets(row: FigureRow, names: Names) -> str:
    undecidable = row.measure("undecidable")
    more = f"; {undecidable:,} could not be decided" if undecidable else ""
    won = f" settled bet{'' if row.n == 1 else 's'} won" if row.n else ""
    return f"{won}{more}"


def _claims(row: FigureRow, names: Names) -> str:
    if row.key("reception"):
        own_words = row.measure("own_words")
        return f"; {plausible(row)}" + (f"; {own_words:,} in buyers’ own words" if own_words else "")
    own_k, own_n = row.measure("own_k"), row.measure("own_n")
    alone = f"; in this edition alone, {own_k:,} of {own_n:,}" if own_n else ""
    return f" landed; {deal_facts.fared(row)}{alone}"


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureWording:
    """How the rows of one figure are worded, and where they stand beside the pages that every figure has.

    `qualifier` is what follows the count of a row, its own comma or semicolon in front; `count` words
    the count itself; `others` titles the second list of a comparison; `on_theme` is the term under which
    a theme's page shows the row of each side; `why_no_list` says why no debriefs stand behind any row.
    """

    qualifier: Callable[[FigureRow, Names], str]
    count: Callable[[FigureRow], str] = count_of
    others: Callable[[FigureRow], str] = nothing
    on_theme: str = ""
    why_no_list: str = ""


WORDINGS: Mapping[str, FigureWording] = {
    "win-rate": FigureWording(qualifier=_win_rate),
    "prevalence": FigureWording(qualifier=_rate),
    "change": FigureWording(qualifier=_change, others=always("Before"), on_theme="Over time"),
    "lift": FigureWording(qualifier=_lift, others=always("Ended the other way"), on_theme="Lost and won"),
    "bounds": FigureWording(qualifier=_bounds, on_theme="Heard or not"),
    "counter-evidence": FigureWording(qualifier=_counter, on_theme="Against it"),
    "corroboration": FigureWording(qualifier=_corroboration, count=_accounts_in_debriefs),
    "money-at-stake": FigureWording(qualifier=_money),
    "wide-net": FigureWording(qualifier=_wide_net, count=_count_unless_compared),
    "stars": FigureWording(qualifier=_stars),
    "funnel": FigureWording(qualifier=_funnel),
    "agreement": FigureWording(qualifier=_agreement, others=_other_accounts),
    "coverage": FigureWording(qualifier=_rate),
    "cost": FigureWording(qualifier=_cost),
    "promises": FigureWording(qualifier=_promises, count=count_or("none due yet")),
    "answers": FigureWording(qualifier=_answers, count=count_or("none due yet")),
    "bets": FigureWording(
        qualifier=_bets,
        count=count_or("none decided"),
        why_no_list="Bets, not deals: there is nothing to list. "
        "The debriefs behind each stand on its initiative’s page.",
    ),
    "claims": FigureWording(qualifier=_claims, others=_other_claims),
}
if unworded := CATALOGUE.keys() - WORDINGS.keys():
    raise TypeError(f"these figures have no entry in WORDINGS: {', '.join(sorted(unworded))}")


def counted(figure: str, row: FigureRow) -> str:
    """The count of a row in words: `9 of 24`; none where a row holds a verdict alone."""
    return WORDINGS[figure].count(row)


def qualifier(figure: str, row: FigureRow, names: Names) -> str:
    """What follows the count of a row, its own comma or semicolon in front."""
    return WORDINGS[figure].qualifier(row, names)


def clause(figure: str, row: FigureRow, names: Names) -> str:
    """A row as a clause: `9 of 24; plausibly 20 to 58 in 100`."""
    return f"{counted(figure, row)}{qualifier(figure, row, names)}".removeprefix("; ")


def others_title(figure: str, row: FigureRow) -> str:
    """What the second list of a comparison is."""
    return WORDINGS[figure].others(row)


def why_no_list(figure: str, row: FigureRow) -> str:
    """Why no debriefs stand behind a row of a figure; empty where they do."""
    if why := WORDINGS[figure].why_no_list:
        return why
    if row.debriefs is None:
        return "Split by what reps are: it lists no debriefs, so that none can be laid at anyone’s door."
    if row.debriefs:
        return ""
    what = "None of these deals has been debriefed" if row.k else "No deal"
    return f"{what}: there is nothing to list."
