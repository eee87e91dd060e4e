"""Every code that a diagnostic can have, by its id, from the places where they are given."""

from __future__ import annotations

from collections.abc import Iterator

from builder.diagnostics import Code, edition_codes, field_codes, file_codes, table_codes
from builder.reading.rules import RULES
from builder.schema import KINDS


def _found() -> Iterator[Code]:
    for family in (file_codes, field_codes, table_codes, edition_codes):
        yield from (entry for entry in vars(family).values() if isinstance(entry, Code))
    for kind in KINDS.values():
        yield from (constraint.code for constraint in kind.constraints)
    for rule in RULES:
        yield from rule.codes


CODES: dict[str, Code] = {code.id: code for code in sorted(set(_found()))}
