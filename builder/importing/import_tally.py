"""The fate of every row of an export, counted."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field


@dataclass(slots=True)
class RowTally:
    """The fate of every row: read = written (new + changed + drafts) + unchanged + refused (left out + faulty)."""

    read: int = 0
    new: int = 0
    changed: int = 0
    drafts: int = 0
    unchanged: int = 0
    left_out: Counter[str] = field(default_factory=Counter)
    faulty: int = 0
    outcomes: Counter[str] = field(default_factory=Counter)

    @property
    def written(self) -> int:
        """Rows that are, or would be, written; drafts among them."""
        return self.new + self.changed + self.drafts

    @property
    def refused(self) -> int:
        """Rows that are not, by name or by fault."""
        return self.left_out.total() + self.faulty
