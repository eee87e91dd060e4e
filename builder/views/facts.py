"""Facts that more than one page states."""

from __future__ import annotations

from builder import addresses
from builder.figures.row import Row
from builder.views.names import Names
from builder.views.text import Fact, Phrase, count, number, plausible


def win_rate(row: Row) -> Fact:
    """`6 of 9 closed deals won`, or of debriefed deals where there is no export of closed ones."""
    won = "closed deals won" if row.measure("basis") == "closed deals" else "debriefed deals won"
    return Fact("Win rate", (count(row.k, row.n, addresses.figure("win-rate")), f" {won}; {plausible(row)}"))


def deals_heard(term: str, row: Row) -> Fact:
    """`6 of 9 closed deals debriefed`, leading to the coverage."""
    return Fact(term, (count(row.k, row.n, addresses.coverage(row.edition)), " closed deals debriefed"))


def who_says_so(row: Row) -> str:
    """`4 accounts, 3 reporters, 2 in the buyer’s own words, over six editions`."""
    accounts, reporters = number(row.k, "account"), number(row.measure("reporters"), "reporter")
    return f"{accounts}, {reporters}, {row.measure('own_words')} in the buyer’s own words, over six editions"


def money(row: Row, names: Names) -> Phrase:
    """`€1.28M in 9 deals; the largest is 24 in 100 of it`; never called recoverable."""
    amount, share = row.measure("amount"), row.measure("largest_share")
    deals = "deal" if row.k == 1 else "deals"
    if not amount:
        return (f"no value is known of its {row.k} {deals}",)
    largest = f"; the largest is {round(share * 100)} in 100 of it" if row.k > 1 else ""
    capped = f"; {names.about(row.measure('capped'))} for the order" if row.measure("capped") < amount else ""
    return (f"{names.about(amount)} in {row.k} {deals}{largest}{capped}",)
