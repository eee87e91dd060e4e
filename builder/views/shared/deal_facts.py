"""Facts that more than one page states."""

from __future__ import annotations

from builder.figures.derivation import TOO_FEW
from builder.figures.figure_row import FigureRow
from builder.figures.sql_tables import LOOK_BACK
from builder.views.shared.names import Names
from builder.views.shared.phrases import Fact, Link, Phrase, count, number, plausible, spelled


def win_rate(row: FigureRow, names: Names) -> Fact:
    """`6 of 9 closed deals won`, or of debriefed deals where there is no export of closed ones."""
    deals = "deals won, of those won or lost" if row.measure("basis") == "closed deals" else "debriefed deals won"
    return Fact("Win rate", (count(row.k, row.n, names.behind("win-rate", row)), f" {deals}; {plausible(row)}"))


def deals_heard(term: str, row: FigureRow, names: Names, when: str = "") -> Fact:
    """`6 of 9 closed deals debriefed`, leading to them."""
    return Fact(term, (count(row.k, row.n, names.behind("coverage", row)), f" closed deals debriefed{when}"))


def who_says_so(row: FigureRow, names: Names) -> Phrase:
    """`4 accounts, 6 reporters, 2 in the buyer’s own words, over six editions`."""
    accounts = number(row.k, "account", names.behind("corroboration", row))
    return accounts, f", {told_by(row, names)}"


def told_by(row: FigureRow, names: Names) -> str:
    """`6 reporters, 2 in the buyer’s own words, over six editions`; fewer reporters than the floor are not counted."""
    reporters = row.measure("reporters")
    who = f"fewer than {names.settings.floor} reporters" if reporters is None else number(reporters, "reporter")
    return f"{who}, {row.measure('own_words')} in the buyer’s own words, over {spelled(LOOK_BACK)} editions"


def fared(row: FigureRow) -> str:
    """`fails; plausibly 0 to 19 in 100`: what became of a claim in some deals, and what is plausible."""
    label = str(row.measure("label"))
    if row.low is None:
        return plausible(row) if label == TOO_FEW else label
    return f"{label}; {plausible(row)}"


def money(row: FigureRow, names: Names) -> Phrase:
    """`€1.28M in 9 deals; the largest is 24 in 100 of it`; never called recoverable."""
    amount, share = row.measure("amount"), row.measure("largest_share")
    deals = "deal" if row.k == 1 else "deals"
    href = names.behind("money-at-stake", row)
    if not amount:
        return (Link(f"no value is known of its {row.k} {deals}", href),)
    # Beside the sum, the share of a deal that is counted and not published would be its value.
    is_open = names.are_published(row.debriefs or ())
    largest = f"; the largest is {round(share * 100)} in 100 of it" if row.k > 1 and is_open else ""
    capped = f"; {names.about(row.measure('capped'))} for the order" if row.measure("capped") < amount else ""
    return Link(names.about(amount), href, is_count=True), f" in {row.k} {deals}{largest}{capped}"
