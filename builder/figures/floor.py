"""The floor: no cell that could point at a person, and none that a subtraction would reveal."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace

from builder.figures.row import Row

SPLITS = ("territory", "team", "band")
PERSONAL = frozenset(SPLITS)


def above_floor(rows: Iterable[Row], floor: int) -> tuple[Row, ...]:
    """The rows without cells by team, territory or band to which fewer than `floor` reps contributed.

    Cells that are hidden together must together have `floor` reps, or the next smallest is hidden
    with them: what is left after subtracting the others from the total is never fewer than that.
    A cell without a name ('') holds who belongs to no team or territory: it is always hidden, and
    counts among the hidden. Of several splits of one total only the first of SPLITS is shown:
    teams lie within territories, and the one minus the other could leave a few people. Personal
    cells list no debriefs.
    """
    kept: list[Row] = []
    totals: dict[tuple[str, ...], dict[str, list[Row]]] = defaultdict(lambda: defaultdict(list))
    for row in rows:
        split = next((name for name, _ in row.keys if name in PERSONAL), "")
        if split:
            rest = [f"{name}={value}" for name, value in row.keys if name not in PERSONAL]
            totals[(row.edition, *rest)][split].append(row)
        else:
            kept.append(_without_reporters(row))
    for splits in totals.values():
        shown = (_visible(splits[split], floor) for split in SPLITS if split in splits)
        cells = next(filter(None, shown), [])
        kept += (replace(_without_reporters(row), debriefs=None) for row in cells)
    return tuple(sorted(kept, key=lambda row: (row.edition, row.keys)))


def _visible(cells: list[Row], floor: int) -> list[Row]:
    nameless = [row for row in cells if not all(value for name, value in row.keys if name in PERSONAL)]
    named = sorted((row for row in cells if row not in nameless), key=lambda row: (_reporters(row), row.keys))
    hidden = sum(map(_reporters, nameless))
    position = 0
    while position < len(named):
        reporters = _reporters(named[position])
        if reporters >= floor and (hidden == 0 or hidden >= floor):
            break
        hidden += reporters
        position += 1
    return named[position:]


def _reporters(row: Row) -> int:
    return int(row.measure("reporters") or 0)


def _without_reporters(row: Row) -> Row:
    """Counts of reporters serve the floor only, where a cell is personal or a plain total."""
    if row.key("theme"):
        return row
    return replace(row, measures=tuple(pair for pair in row.measures if pair[0] != "reporters"))
