"""How many deals of an edition were debriefed, and how they ended."""

from __future__ import annotations

from builder import addresses
from builder.build import Bulletin
from builder.editions import Edition
from builder.publication.public_debrief import PublicDebrief
from builder.views.shared.page_context import PageContext
from builder.views.shared.phrases import Phrase, Piece, count, number


def members(bulletin: Bulletin, edition: Edition) -> list[PublicDebrief]:
    """The debriefs of an edition, newest first."""
    ids = set(edition.debriefs)
    return [debrief for debrief in bulletin.publication.debriefs if debrief.id in ids]


TALLIED = ((": ", "won", "wins"), (", ", "lost", "losses"), (", ", "no-decision", "that decided nothing"))
ENDINGS = (("won", "won"), ("lost", "lost"), ("no-decision", "without a decision"))


def tally(context: PageContext, edition: Edition) -> Phrase:
    """`37 of 52 closed deals: 22 of 24 wins, 15 of 28 losses`; without a CRM export, what was debriefed."""
    total = context.record.find("coverage", edition.id)
    if total is None:
        outcomes = _outcomes(context.bulletin, edition)
        return (number(len(edition.debriefs), "debrief", addresses.index("edition", edition.id)), f": {outcomes}.")
    pieces: list[Piece] = [count(total.k, total.n, context.names.behind("coverage", total)), " closed deals debriefed"]
    for mark, outcome, noun in TALLIED:
        row = context.record.find("coverage", edition.id, outcome=outcome)
        if row:
            pieces += [mark, count(row.k, row.n, context.names.behind("coverage", row)), f" {noun}"]
    return (*pieces, ".")


def _outcomes(bulletin: Bulletin, edition: Edition) -> str:
    found = [debrief.outcome.value for debrief in members(bulletin, edition)]
    counts = ((found.count(outcome), words) for outcome, words in ENDINGS)
    return ", ".join(f"{k} {words}" for k, words in counts if k) or "none yet"
