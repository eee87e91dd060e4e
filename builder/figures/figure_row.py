"""One row of a figure: what was counted, for what, and the debriefs behind it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from builder.figures.debrief_ids import Ids

ALL = "all"
DIMENSIONS = (
    "theme",
    "side",
    "outcome",
    "decisive",
    "voice",
    "evidence",
    "segment",
    "region",
    "product",
    "competitor",
    "role",
    "size",
    "territory",
    "team",
    "band",
    "month",
    "claim",
    "promise",
    "owner",
    "kind",
    "reception",
)
PLACES = {name: place for place, name in enumerate(DIMENSIONS)}
PERSONAL = ("territory", "team", "band")
Number = int | float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureRow:
    """`k` of `n` in one cell of a figure, in deals unless the figure's unit says otherwise.

    `keys` name the cell by its dimensions, in the order of DIMENSIONS; a total has none. `low` and
    `high` are fractions. `measures` are further numbers or labels. `debriefs` are ids, strongest
    evidence first; None where a list could point at a person. `others` are those behind the second
    count of a comparison.
    """

    edition: str
    keys: tuple[tuple[str, str], ...] = ()
    k: int = 0
    n: int = 0
    low: float | None = None
    high: float | None = None
    measures: tuple[tuple[str, Number | str], ...] = ()
    debriefs: Sequence[str] | None = ()
    others: Sequence[str] = ()

    def key(self, dimension: str) -> str:
        """The cell's value of a dimension; empty where it has none."""
        for name, value in self.keys:
            if name == dimension:
                return value
        return ""

    def order(self) -> tuple[str, tuple[tuple[int, str], ...]]:
        """For sorting: by edition, then by dimension and value."""
        return self.edition, tuple([(PLACES[name], value) for name, value in self.keys])

    @property
    def is_personal(self) -> bool:
        """Whether it is split by what reps are: only manifests publish such a row."""
        return any(name in PERSONAL for name, _ in self.keys)

    def measure(self, name: str) -> Any:
        """A further number or label by its name.

        None where the row has none of that name.
        """
        return dict(self.measures).get(name)

    def with_measures(self, *dropped: str, **added: Number | str) -> FigureRow:
        """The row with further measures at the end, and without some."""
        kept = tuple(pair for pair in self.measures if pair[0] not in dropped)
        return replace(self, measures=(*kept, *added.items()))

    def bounded(self, bounds: tuple[float, float] | None) -> FigureRow:
        """The row with its bounds, rounded; as it is without any.

        Bounds are fractions, kept to six digits.
        """
        if bounds is None:
            return self
        return FigureRow(
            edition=self.edition,
            keys=self.keys,
            k=self.k,
            n=self.n,
            low=round(bounds[0], 6),
            high=round(bounds[1], 6),
            measures=self.measures,
            debriefs=self.debriefs,
            others=self.others,
        )

    def as_data(self) -> dict[str, Any]:
        """The row as JSON-ready data, as commands print it and manifests hold it."""
        matter: dict[str, Any] = {"edition": self.edition, **dict(self.keys), "k": self.k, "n": self.n}
        matter.update(low=self.low, high=self.high, **dict(self.measures))
        matter["debriefs"] = list(self.debriefs) if self.debriefs is not None else None
        return {**matter, "others": list(self.others)} if self.others else matter

    def as_list(self) -> list[Any]:
        """The row as a short list, JSON-ready, for the cache."""
        plain = [self.edition, self.keys, self.k, self.n, self.low, self.high, self.measures]
        return [*plain, _packed(self.debriefs), _packed(self.others)]

    @classmethod
    def from_list(cls, matter: Sequence[Any], everybody: Sequence[str]) -> FigureRow:
        """The row that `as_list` made; raises TypeError or ValueError for anything else.

        `everybody` are the ids that its lists were numbered by.
        """
        edition, keys, k, n, low, high, measures, debriefs, others = matter
        return cls(
            edition=edition,
            keys=tuple(map(tuple, keys)),
            k=k,
            n=n,
            low=low,
            high=high,
            measures=tuple(map(tuple, measures)),
            debriefs=None if debriefs is None else _unpacked(debriefs, everybody),
            others=_unpacked(others, everybody),
        )

    @classmethod
    def from_data(cls, matter: Mapping[str, Any]) -> FigureRow:
        """The row that a manifest holds."""
        known = {"edition", "k", "n", "low", "high", "debriefs", "others", *DIMENSIONS}
        ids = matter.get("debriefs")
        return cls(
            edition=str(matter["edition"]),
            keys=tuple((name, str(matter[name])) for name in DIMENSIONS if name in matter),
            k=int(matter["k"]),
            n=int(matter["n"]),
            low=matter.get("low"),
            high=matter.get("high"),
            measures=tuple((name, matter[name]) for name in matter if name not in known),
            debriefs=tuple(map(str, ids)) if ids is not None else None,
            others=tuple(map(str, matter.get("others", ()))),
        )


def _packed(ids: Sequence[str] | None) -> Any:
    return ids.numbers if isinstance(ids, Ids) else ids


def _unpacked(matter: Any, everybody: Sequence[str]) -> Sequence[str]:
    return Ids(everybody, matter) if isinstance(matter, str) else tuple(matter)
