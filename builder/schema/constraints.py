"""Rules across the fields of one file, as data that the validator and the forms both read.

Each constraint says of a mapping of plain values (text, lists, mappings, as written) whether it
holds; `as_data` gives the same rule as JSON. Absent fields are simply missing from the mapping.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal

from builder.diagnostics import ERROR, Code

Plain = Mapping[str, Any]
LINK = re.compile(r"https?://(?:www\.)?|www\.", re.IGNORECASE)


DATES_OUT_OF_ORDER = Code(
    "SB218",
    ERROR,
    "Dates out of order",
    "Nothing is due before it was promised.",
    "Correct one of the two.",
)


BROKEN_CHAIN = Code(
    "SB219",
    ERROR,
    "The slips do not chain",
    "Each move of a due date starts where the last one ended.",
    "Add the missing slip, or correct the dates.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class When:
    """True where `field` has one of `values` (with none given: where it is present)."""

    field: str
    values: tuple[str, ...] = ()
    negate: bool = False

    def holds(self, record: Plain) -> bool:
        """Whether the condition is true of this record."""
        found = record.get(self.field)
        met = found in self.values if self.values else found is not None
        return met is not self.negate


@dataclass(frozen=True, slots=True, kw_only=True)
class Constraint:
    """One rule: where every `when` holds, `fields` must stand in the relation `test`."""

    code: Code
    test: Literal[
        "present",
        "absent",
        "exactly-one",
        "at-least-one",
        "any-driver",
        "names-driver",
        "not-before",
        "chain",
        "min-words",
        "max-links",
    ]
    fields: tuple[str, ...]
    message: str
    allowed: str = ""
    when: tuple[When, ...] = ()
    limit: int = 0

    def holds(self, record: Plain) -> bool:
        """Whether the record keeps this rule; a rule whose condition is not met is kept."""
        return not all(when.holds(record) for when in self.when) or TESTS[self.test](self, record)

    def as_data(self) -> dict[str, Any]:
        """The rule as JSON-ready data, for forms."""
        return {**asdict(self), "code": self.code.id}


def _named(rule: Constraint, record: Plain) -> list[str]:
    return [field for field in rule.fields if record.get(field) is not None]


def _drivers(record: Plain, fields: Sequence[str]) -> list[str]:
    """The themes named on the given sides, in order."""
    sides = (record.get(field) for field in fields)
    return [theme for side in sides if isinstance(side, Mapping) for theme in side]


def _names_driver(rule: Constraint, record: Plain) -> bool:
    chosen, *sides = rule.fields
    return record.get(chosen) is None or record[chosen] in _drivers(record, sides)


def _not_before(rule: Constraint, record: Plain) -> bool:
    later, earlier = (_day(record.get(field)) for field in rule.fields)
    return later is None or earlier is None or later >= earlier


def _chain(rule: Constraint, record: Plain) -> bool:
    """Each slip starts where the one before ended, and the last ends at the present due date."""
    slips, end = record.get(rule.fields[0]), record.get(rule.fields[1])
    slips = [slips] if isinstance(slips, Mapping) else slips
    if not isinstance(slips, list | tuple) or not slips:
        return True
    if not all(isinstance(slip, Mapping) for slip in slips):
        return True
    ends = [slip.get("to") for slip in slips]
    starts = [slip.get("from") for slip in slips]
    return starts[1:] == ends[:-1] and ends[-1] == end


def _day(value: Any) -> dt.date | None:
    try:
        return dt.date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None


def _words(text: Any) -> int:
    return len(re.findall(r"\w+(?:['’-]\w+)*", text)) if isinstance(text, str) else 0


TESTS: Mapping[str, Callable[[Constraint, Plain], bool]] = {
    "present": lambda rule, record: len(_named(rule, record)) == len(rule.fields),
    "absent": lambda rule, record: not _named(rule, record),
    "exactly-one": lambda rule, record: len(_named(rule, record)) == 1,
    "at-least-one": lambda rule, record: bool(_named(rule, record)),
    "any-driver": lambda rule, record: bool(_drivers(record, rule.fields)),
    "names-driver": _names_driver,
    "not-before": _not_before,
    "chain": _chain,
    "min-words": lambda rule, record: _words(record.get(rule.fields[0])) >= rule.limit,
    "max-links": lambda rule, record: len(LINK.findall(str(record.get(rule.fields[0]) or ""))) <= rule.limit,
}
