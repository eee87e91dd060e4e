"""Charts as numbers: coordinates for the SVG macros, which only print them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from builder.figures.row import Row

WIDTH, HEIGHT, BASE, TALLEST = 320.0, 120.0, 100.0, 84.0


@dataclass(frozen=True, slots=True)
class Interval:
    """A dot with whiskers on a line from 2 to 102: a rate and what is plausible, in 100."""

    dot: float
    low: float
    high: float
    css: str


@dataclass(frozen=True, slots=True)
class Column:
    """One column: the whole as an outline, the part filled."""

    x: float
    width: float
    middle: float
    whole_y: float
    whole_height: float
    part_y: float
    part_height: float
    label_y: float
    label: str
    title: str


@dataclass(frozen=True, slots=True)
class Columns:
    """Part and whole over editions; `told` says the same in words."""

    title: str
    told: str
    columns: tuple[Column, ...]
    is_crowded: bool


def interval(row: Row, css: str = "") -> Interval | None:
    """The drawing of a rate with its bounds; None where the numbers are too small for one."""
    if row.low is None or row.high is None or not row.n:
        return None
    return Interval(_percent(row.k / row.n) + 2, _percent(row.low) + 2, _percent(row.high) + 2, css)


def _percent(fraction: float) -> float:
    return round(fraction * 100, 1)


def columns(title: str, points: Sequence[tuple[str, int, int]]) -> Columns:
    """Columns for `(title, k, n)` points."""
    most = max((n for _, _, n in points), default=0) or 1
    step = WIDTH / max(len(points), 1)
    drawn = []
    for position, (name, k, n) in enumerate(points):
        whole, part = n / most * TALLEST, k / most * TALLEST
        drawn.append(
            Column(
                x=round(position * step + step * 0.21, 1),
                width=round(step * 0.58, 1),
                middle=round(position * step + step / 2, 1),
                whole_y=round(BASE - whole, 1),
                whole_height=round(whole, 1),
                part_y=round(BASE - part, 1),
                part_height=round(part, 1),
                label_y=round(BASE - whole - 4, 1),
                label=f"{k}/{n}",
                title=name,
            )
        )
    told = "; ".join(f"{name}: {k} of {n}" for name, k, n in points)
    return Columns(title, told, tuple(drawn), len(points) > 8)


def bar(k: int, n: int) -> float:
    """The width of a bar that shows `k` of `n`, from 0 to 100."""
    return _percent(k / n) if n else 0.0
