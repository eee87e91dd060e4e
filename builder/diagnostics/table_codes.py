"""Codes of the tables that are exported."""

from __future__ import annotations

from builder.diagnostics.diagnostic import ERROR, Code

WRONG_HEADER = Code(
    "SB501",
    ERROR,
    "The table's header is not the one expected",
    "Columns are found by name.",
    "Mend line 1.",
)
WRONG_LENGTH = Code(
    "SB502",
    ERROR,
    "A row of another length",
    "A cell is missing or one too many.",
    "Quote cells with commas.",
)
