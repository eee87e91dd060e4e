"""How the rows of figures are put into words: what a cell is about, and what follows from it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from builder.figures.derivation import COMPARED, WITHIN
from builder.figures.figure_row import FigureRow
from builder.views.shared import deal_facts, promise_figures
from builder.views.shared.names import EVIDENCE, OUTCOME_TITLES, VOICES, Names
from builder.views.shared.phrases import moved, number, plain, plausible, plausible_difference, points, upper_first
from builder.views.shared.sides import BOTH

BANDS = {"stars": "stars", COMPARED: "stars against those below goal"}
ROLES = {
    "economic-buyer": "economic buyers",
    "champion": "champions",
    "technical": "technical evaluators",
    "user": "users",
    "procurement": "procurement",
    "unknown": "role unknown",
}
WORDS: Mapping[str, Mapping[str, str]] = {
    "side": {side.id: side.verb for side in BOTH},
    "outcome": OUTCOME_TITLES,
    "decisive": {"yes": "decisive"},
    "voice": VOICES,
    "evidence": EVIDENCE,
    "role": ROLES,
    "band": BANDS,
    "kind": {"theme": "themes", "promise": "promises"},
}
CATALOGUES = {
    "segment": "segments",
    "region": "regions",
    "product": "products",
    "competitor": "competitors",
}
LOOKED_UP: Mapping[str, Callable[[Names, str], str]] = {
    "owner": Names.department,
    "promise": Names.promise_title,
    "claim": lambda names, id: f"“{names.claim(id)}”",
}
PREFIXES = {"territory": "territory", "team": "team"}
SIZES = ("0", "10000", "50000", "100000", "250000", "500000", "1000000")


def cell_title(row: FigureRow, names: Names, *, without: Iterable[str] = ()) -> str:
    """What a cell is about, in words: `Lost`, `Price, puts off, won`; a total is `All`."""
    words = (value_title(name, value, names) for name, value in row.keys if name not in without)
    return upper_first(", ".join(words)) or "All"


def value_title(name: str, value: str, names: Names) -> str:
    """How one value of a dimension is called."""
    if name == "theme":
        return names.theme_title(value)
    if name == "size":
        return _size(value, names)
    if name == "month":
        return names.scope_title(value)
    if name in LOOKED_UP:
        return LOOKED_UP[name](names, value)
    if name in WORDS:
        return WORDS[name].get(value, value)
    if name in PREFIXES:
        return f"{PREFIXES[name]} {value}"
    return names.title(CATALOGUES[name], value) if name in CATALOGUES else value


def _size(value: str, names: Names) -> str:
    position = SIZES.index(value)
    low = f"{int(value):,}"
    if position + 1 == len(SIZES):
        return f"{low} {names.settings.currency} or more"
    high = f"{int(SIZES[position + 1]):,} {names.settings.currency}"
    return f"{low} to {high}" if position else f"under {high}"


WHEN_NONE = {"promises": "none due yet", "answers": "none due yet", "bets": "none decided"}


def counted(figure: str, row: FigureRow) -> str:
    """The count of a row in words: `9 of 24`; none where a row holds a verdict alone."""
    if figure == "corroboration":
        return f"{number(row.k, 'account')} in {number(row.n, 'debrief')}"
    if figure in WHEN_NONE and not row.n:
        return WHEN_NONE[figure]
    return "" if row.key("band") == COMPARED else f"{row.k:,} of {row.n:,}"


def told(figure: str, row: FigureRow, names: Names) -> str:
    """A row as a clause: `9 of 24; plausibly 20 to 58 in 100`."""
    return f"{counted(figure, row)}{remark(figure, row, names)}".removeprefix("; ")


def remark(figure: str, row: FigureRow, names: Names) -> str:
    """What follows the count of a row, its own comma or semicolon in front."""
    return REMARKS.get(figure, _rate)(row, names)


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


REMARKS: Mapping[str, Callable[[FigureRow, Names], str]] = {
    "win-rate": _win_rate,
    "corroboration": _corroboration,
    "money-at-stake": _money,
    "counter-evidence": _counter,
    "bounds": _bounds,
    "lift": _lift,
    "change": _change,
    "wide-net": _wide_net,
    "stars": _stars,
    "funnel": _funnel,
    "agreement": _agreement,
    "cost": _cost,
    "promises": _promises,
    "answers": _answers,
    "bets": _bets,
    "claims": _claims,
}
OTHERS = {
    "change": "Before",
    "lift": "Ended the other way",
    "agreement": "Does not match",
    "claims": "In this edition alone",
}


def others_title(figure: str, row: FigureRow) -> str:
    """What the second list of a comparison is."""
    if row.key("reception"):
        return "In buyers’ own words"
    return "Named by the buyer" if row.measure("in_interview") is not None else OTHERS.get(figure, "")


ELSEWHERE = {
    "bets": "Bets, not deals: there is nothing to list. The debriefs behind each stand on its initiative’s page."
}


def why_no_list(figure: str, row: FigureRow) -> str:
    """Why no debriefs stand behind a row of a figure; empty where they do."""
    if figure in ELSEWHERE:
        return ELSEWHERE[figure]
    if row.debriefs is None:
        return "Split by what reps are: it lists no debriefs, so that none can be laid at anyone’s door."
    if row.debriefs:
        return ""
    what = "None of these deals has been debriefed" if row.k else "No deal"
    return f"{what}: there is nothing to list."
