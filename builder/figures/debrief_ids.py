"""Lists of debriefs' ids, kept as numbers until somebody reads them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, overload


class Ids(Sequence[str]):
    """Ids of debriefs as a query lists them: a text of numbers, and the ids of all, each at its number.

    Behaves like a tuple of the ids and equals one. The figures of 100,000 debriefs list them more than
    eight million times, and hardly any of those lists is ever read.
    """

    __slots__ = ("_all", "numbers")

    def __init__(self, everybody: Sequence[str], numbers: str) -> None:
        self._all = everybody
        self.numbers = numbers

    def __len__(self) -> int:
        return self.numbers.count(" ") + 1 if self.numbers else 0

    def __iter__(self) -> Iterator[str]:
        return map(self._all.__getitem__, map(int, self.numbers.split()))

    @overload
    def __getitem__(self, place: int) -> str: ...
    @overload
    def __getitem__(self, place: slice) -> tuple[str, ...]: ...
    def __getitem__(self, place: int | slice) -> str | tuple[str, ...]:
        numbers = self.numbers.split()[place]
        return self._all[int(numbers)] if isinstance(numbers, str) else tuple(self._all[int(one)] for one in numbers)

    def __eq__(self, other: Any) -> bool:
        return isinstance(other, (Ids, tuple)) and tuple(self) == tuple(other)

    def __hash__(self) -> int:
        return hash(tuple(self))

    def __repr__(self) -> str:
        return repr(tuple(self))
