"""Rules across files: each a small generator of findings with its codes, found here."""

# A rule gets the corpus of items without fault of their own and yields `(found, fault)`. To add one,
# write it in the module of its family, below the code that it gives; a code that several rules give
# stands with the first of them.

from __future__ import annotations

from builder.reading.rules import bets, debriefs, identity, ledger, lists, printed, references
from builder.reading.rules.sources import Finding, Rule, Sources

FAMILIES = (identity, debriefs, references, lists, ledger, bets, printed)
RULES = tuple(entry for family in FAMILIES for entry in vars(family).values() if isinstance(entry, Rule))

__all__ = ["RULES", "Finding", "Rule", "Sources"]
