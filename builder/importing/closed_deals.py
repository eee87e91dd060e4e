"""closed_deals.csv with the deals of an export in it: what is there stays, what is known again is updated."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from builder.schema import KINDS

DEALS = KINDS["closed-deal"]
COLUMNS = tuple(DEALS.model.model_fields)
# A spreadsheet computes a cell that opens with one of these.
FORMULA = ("=", "+", "-", "@")


def merged(before: Mapping[str, Any] | None, values: Mapping[str, Any]) -> dict[str, Any]:
    """A deal as it was, with what the export says of it; what the export does not know stays."""
    whole = {**(before or {}), **values}
    return {name: whole[name] for name in COLUMNS if name in whole}


def as_table(deals: Iterable[Mapping[str, Any]]) -> bytes:
    """The bytes of closed_deals.csv: by day of closing and then by opportunity, LF line ends, UTF-8."""
    target = io.StringIO()
    writer = csv.writer(target, lineterminator="\n")
    writer.writerow(COLUMNS)
    for deal in sorted(deals, key=lambda deal: (deal["closed"], deal["opportunity"])):
        writer.writerow([_guarded(str(deal.get(name, ""))) for name in COLUMNS])
    return target.getvalue().encode("utf-8")


def _guarded(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula: a space before it, which the reader strips again."""
    return f" {cell}" if cell.startswith(FORMULA) else cell


def formulas_in(deals: Iterable[Mapping[str, Any]]) -> Sequence[str]:
    """The opportunities of deals with a cell that a spreadsheet would take for a formula, in order."""
    return sorted(
        deal["opportunity"] for deal in deals if any(str(deal.get(name, "")).startswith(FORMULA) for name in COLUMNS)
    )
