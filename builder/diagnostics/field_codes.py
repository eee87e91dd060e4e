"""Codes of single fields."""

from __future__ import annotations

from builder.diagnostics.diagnostic import ERROR, Code

UNKNOWN_KEY = Code(
    "SB101",
    ERROR,
    "An unknown key",
    "A field that nobody reads is a field lost.",
    "Use the key that is suggested, or move the sentence into the text below the fields.",
)
MISSING_FIELD = Code(
    "SB102",
    ERROR,
    "A required field is missing",
    "The figures cannot do without it.",
    "Add the field.",
)
WRONG_SHAPE = Code(
    "SB103",
    ERROR,
    "A value of the wrong shape",
    "A list, a mapping and a text are different things.",
    "Write it in the shape that is named.",
)
NOT_ALLOWED = Code(
    "SB104",
    ERROR,
    "Not one of the allowed values",
    "A closed list keeps the counts comparable.",
    "Choose from the list; the nearest is suggested.",
)
AMBIGUOUS_DATE = Code(
    "SB105",
    ERROR,
    "An ambiguous date",
    "05/10/2026 is May in one country and October in the next.",
    "Write YYYY-MM-DD.",
)
AMBIGUOUS_AMOUNT = Code(
    "SB106",
    ERROR,
    "An ambiguous amount",
    "120.000 is a hundred and twenty in one country and a thousand times that in the next.",
    "Write digits, a space and a currency code: 120000 EUR.",
)
NOT_A_NUMBER = Code(
    "SB107",
    ERROR,
    "Not a number",
    "Units and words cannot be added up.",
    "Write digits only.",
)
NOT_A_FLAG = Code(
    "SB108",
    ERROR,
    "Neither true nor false",
    "Yes, on and 1 mean different things.",
    "Write true or false.",
)
NOT_AN_ID = Code(
    "SB109",
    ERROR,
    "Not an id",
    "Ids are part of addresses: lower-case letters, digits and hyphens.",
    "Use the form that is suggested.",
)
EMPTY_VALUE = Code(
    "SB110",
    ERROR,
    "An empty value",
    "An empty field could mean “nothing” or “not asked”.",
    "Write none where the buyer was asked and named nothing; leave the line out where nobody asked.",
)
TEXT_TOO_LONG = Code(
    "SB111",
    ERROR,
    "A text that is too long",
    "Fields are for sentences.",
    "Move it below the fields.",
)
