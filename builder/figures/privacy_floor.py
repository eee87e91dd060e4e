"""The floor: no cell that could point at a person, and none that a subtraction would reveal."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import reduce

from builder.figures.figure_row import PERSONAL, FigureRow

REST = "rest"
Keys = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Atom:
    """A row split as far as it goes by what reps are, with the people behind it; never published as such.

    A part without a name ('') is of those who belong to no band, team or territory.
    """

    row: FigureRow
    people: frozenset[int]


def above_floor(atoms: Iterable[Atom], floor: int) -> tuple[FigureRow, ...]:
    """The cells by band, by territory and by team that may be shown, summed from their atoms.

    Of each split, cells that are hidden together have at least `floor` people behind them, or there
    are none: what is left after subtracting the others from the total never points at fewer. Teams
    are shown inside a territory that is shown, where every team lies in one territory; the same
    then holds inside it. Whoever has no name is always among the hidden. Personal cells list no debriefs.
    """
    groups: dict[tuple[str, Keys], list[Atom]] = defaultdict(list)
    for atom in atoms:
        groups[atom.row.edition, _without_people(atom.row.keys)].append(atom)
    return tuple(row for group in groups.values() for row in _shown(group, floor))


def _shown(atoms: Sequence[Atom], floor: int) -> Iterable[FigureRow]:
    bands = _visible(_cells(atoms, "band"), floor)
    territories = _visible(_cells(atoms, "territory"), floor)
    yield from (cell.row for cell in (*bands, *territories))
    named = {cell.row.key("territory") for cell in territories}
    if not any(atom.row.key("territory") for atom in atoms):
        named = {""}
    elif any(len(places) > 1 for places in _places(atoms).values()):
        return
    for territory in sorted(named):
        inside = [atom for atom in atoms if atom.row.key("territory") == territory]
        yield from (cell.row for cell in _visible(_cells(inside, "team"), floor))


def _places(atoms: Iterable[Atom]) -> dict[str, set[str]]:
    """The territories that each named team has people in."""
    places: dict[str, set[str]] = defaultdict(set)
    for atom in atoms:
        if team := atom.row.key("team"):
            places[team].add(atom.row.key("territory"))
    return places


def _cells(atoms: Iterable[Atom], split: str) -> list[Atom]:
    """The atoms summed by one of the splits, smallest first; none where they are not split by it."""
    parts: dict[str, list[Atom]] = defaultdict(list)
    for atom in atoms:
        if any(name == split for name, _ in atom.row.keys):
            parts[atom.row.key(split)].append(atom)
    cells = [_summed(part, split, value) for value, part in parts.items()]
    return sorted(cells, key=lambda cell: (len(cell.people), cell.row.keys))


def _summed(atoms: Sequence[Atom], split: str, value: str) -> Atom:
    first = atoms[0].row
    measures = []
    for position, (name, one) in enumerate(first.measures):
        is_number = isinstance(one, (int, float))
        measures.append((name, sum(atom.row.measures[position][1] or 0 for atom in atoms) if is_number else one))  # type: ignore[misc]
    row = replace(
        first,
        keys=(*_without_people(first.keys), (split, value)),
        k=sum(atom.row.k for atom in atoms),
        n=sum(atom.row.n for atom in atoms),
        measures=tuple(measures),
        debriefs=None,
    )
    return Atom(row, reduce(frozenset.union, (atom.people for atom in atoms)))


def _without_people(keys: Keys) -> Keys:
    return tuple((name, value) for name, value in keys if name not in PERSONAL)


def _visible(cells: Sequence[Atom], floor: int) -> Sequence[Atom]:
    """Those of the cells that may be shown: the rest together have nobody behind them, or `floor` people.

    Where too few would be left, 'rest' is hidden with them before any band that has something to say,
    and otherwise the smallest cell.
    """
    shown = [cell for cell in cells if cell.row.keys[-1][1] and len(cell.people) >= floor]
    hidden: frozenset[int] = reduce(frozenset.union, (cell.people for cell in cells if cell not in shown), frozenset())
    for cell in sorted(shown, key=lambda cell: (cell.row.keys[-1][1] != REST, len(cell.people), cell.row.keys)):
        if not hidden or len(hidden) >= floor:
            break
        shown.remove(cell)
        hidden |= cell.people
    return shown
