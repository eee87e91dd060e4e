"""The figures of one build: as printed where an edition is closed, computed otherwise."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from builder.editions import Schedule
from builder.figures.row import ALL, DIMENSIONS, Row

Keys = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Record:
    """Rows by figure and edition; `printed` holds those of manifests, with the ids of their day."""

    computed: Mapping[tuple[str, str], Mapping[Keys, Row]]
    printed: Mapping[tuple[str, str], Mapping[Keys, Row]]

    @classmethod
    def of(cls, figures: Mapping[str, Iterable[Row]], schedule: Schedule) -> Record:
        """The record of computed figures and of the manifests of a schedule."""
        computed: dict[tuple[str, str], dict[Keys, Row]] = defaultdict(dict)
        for name, rows in figures.items():
            for row in rows:
                computed[name, row.edition][row.keys] = row
        printed = {
            (name, edition.id): {row.keys: row for row in map(Row.from_data, rows)}
            for edition in schedule.editions
            if edition.manifest is not None
            for name, rows in edition.manifest.figures.items()
        }
        return cls(dict(computed), printed)

    def is_printed(self, name: str, edition: str) -> bool:
        """Whether this edition printed this figure; if closed and not, it is computed later."""
        return (name, edition) in self.printed

    def rows(self, name: str, edition: str = ALL) -> tuple[Row, ...]:
        """A figure's rows for an edition, as it printed them if it did."""
        table = self.printed.get((name, edition), self.computed.get((name, edition), {}))
        return tuple(table.values())

    def find(self, name: str, edition: str, /, **keys: str) -> Row | None:
        """The row of one cell, as printed if it was; None where nothing was counted."""
        return self._lookup(self.printed.get((name, edition), self.computed.get((name, edition), {})), keys)

    def computed_anew(self, name: str, edition: str, /, **keys: str) -> Row | None:
        """The row of one cell by the present themes and content, for histories."""
        return self._lookup(self.computed.get((name, edition), {}), keys)

    @staticmethod
    def _lookup(table: Mapping[Keys, Row], keys: Mapping[str, str]) -> Row | None:
        return table.get(tuple((name, keys[name]) for name in DIMENSIONS if name in keys))
