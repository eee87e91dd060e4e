"""Rules across files: each a small generator of findings, listed here once.

A rule gets the corpus of items without fault of their own and yields `(found, fault)`. To add
one, write it in the module of its family and name it in that module's `RULES`.
"""

from __future__ import annotations

from builder.reading.rules import bets, debriefs, identity, ledger, lists, printed, references
from builder.reading.rules.sources import Finding, Rule, Sources

RULES: tuple[Rule, ...] = (
    *identity.RULES,
    *debriefs.RULES,
    *references.RULES,
    *lists.RULES,
    *ledger.RULES,
    *bets.RULES,
    *printed.RULES,
)

__all__ = ["RULES", "Finding", "Rule", "Sources"]
