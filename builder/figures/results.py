"""The figures of one build: as printed where an edition is closed, computed otherwise."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from builder.editions import Schedule
from builder.figures.figure_row import ALL, DIMENSIONS, FigureRow

Keys = tuple[tuple[str, str], ...]
Part = tuple[str, str, str, str]
"""A figure, an edition, a dimension and one of its values."""
Tables = Mapping[tuple[str, str], Mapping[Keys, FigureRow]]


@dataclass(frozen=True, slots=True)
class Results:
    """Rows by figure and edition.

    `printed` holds those of manifests, with the ids of their day. `unprinted` holds computed rows
    that are split by what reps are: closing an edition prints them, once, and nothing else does.
    `parts` are the rows of either that have a value of a dimension.
    """

    computed: Tables
    printed: Tables
    unprinted: Mapping[tuple[str, str], tuple[FigureRow, ...]]
    editions: tuple[str, ...]
    parts: Mapping[Part, tuple[FigureRow, ...]]

    @classmethod
    def of(cls, figures: Mapping[str, Iterable[FigureRow]], schedule: Schedule) -> Results:
        """The record of computed figures and of the manifests of a schedule.

        `figures` are rows by the name of the figure, of every edition and of the whole record.
        """
        computed: dict[tuple[str, str], dict[Keys, FigureRow]] = defaultdict(dict)
        unprinted: dict[tuple[str, str], list[FigureRow]] = defaultdict(list)
        for name, rows in figures.items():
            for row in rows:
                if row.is_personal:
                    unprinted[name, row.edition].append(row)
                else:
                    computed[name, row.edition][row.keys] = row
        printed = {
            (name, edition.id): {row.keys: row for row in map(FigureRow.from_data, rows)}
            for edition in schedule.editions
            if edition.manifest is not None
            for name, rows in edition.manifest.figures.items()
        }
        editions = tuple(edition.id for edition in schedule.editions)
        unprinted_rows = {key: tuple(rows) for key, rows in unprinted.items()}
        return cls(dict(computed), printed, unprinted_rows, editions, _by_part({**computed, **printed}))

    def is_printed(self, name: str, edition: str) -> bool:
        """Whether this edition printed this figure; if closed and not, it is computed later."""
        return (name, edition) in self.printed

    def rows(self, name: str, edition: str = ALL) -> tuple[FigureRow, ...]:
        """A figure's rows for an edition, as it printed them if it did."""
        return tuple(self._table(name, edition).values())

    def part(self, name: str, edition: str, dimension: str, value: str) -> Sequence[FigureRow]:
        """Those of a figure's rows that have a value of a dimension."""
        return self.parts.get((name, edition, dimension, value), ())

    def to_print(self, name: str, edition: str) -> tuple[FigureRow, ...]:
        """The rows that a manifest is to hold."""
        rows = self.computed.get((name, edition), {}).values()
        return tuple(sorted((*rows, *self.unprinted.get((name, edition), ())), key=FigureRow.order))

    def personal(self, name: str, edition: str = ALL) -> tuple[FigureRow, ...]:
        """The rows split by what reps are that were last printed, at this edition or before."""
        last = self.editions.index(edition) if edition in self.editions else len(self.editions) - 1
        for id in reversed(self.editions[: last + 1]):
            rows = tuple(row for row in self.printed.get((name, id), {}).values() if row.is_personal)
            if rows:
                return rows
        return ()

    def find(self, name: str, edition: str, /, **keys: str) -> FigureRow | None:
        """The row of one cell, as printed if it was; None where nothing was counted.

        `keys` are the values of dimensions that the cell has, all of them.
        """
        return self._lookup(self._table(name, edition), keys)

    def computed_anew(self, name: str, edition: str, /, **keys: str) -> FigureRow | None:
        """The row of one cell by the present themes and content, for histories.

        `keys` are the values of dimensions that the cell has, all of them.
        """
        return self._lookup(self.computed.get((name, edition), {}), keys)

    def _table(self, name: str, edition: str) -> Mapping[Keys, FigureRow]:
        return self.printed.get((name, edition), self.computed.get((name, edition), {}))

    @staticmethod
    def _lookup(table: Mapping[Keys, FigureRow], keys: Mapping[str, str]) -> FigureRow | None:
        return table.get(tuple((name, keys[name]) for name in DIMENSIONS if name in keys))


def _by_part(tables: Tables) -> Mapping[Part, tuple[FigureRow, ...]]:
    """The rows by each value that they are split by."""
    found: dict[Part, list[FigureRow]] = defaultdict(list)
    for (name, edition), rows in tables.items():
        for row in rows.values():
            for dimension, value in row.keys:
                found[name, edition, dimension, value].append(row)
    return {part: tuple(rows) for part, rows in found.items()}
