"""Charts as numbers: coordinates for the SVG macros, which only print them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from builder.figures.derivation import INNER, OUTER, WITHIN
from builder.figures.figure_row import FigureRow
from builder.figures.statistics import control_limits

WIDTH, HEIGHT, BASE, TALLEST = 320.0, 120.0, 100.0, 84.0
# Of more columns than these, every second is titled.
ROOMY = 8


@dataclass(frozen=True, slots=True)
class Interval:
    """A dot with whiskers on a line from 2 to 102: a rate and what is plausible, in 100; `mark` is a rate to reach."""

    dot: float
    low: float
    high: float
    css: str
    mark: float | None = None


@dataclass(frozen=True, slots=True)
class ChartColumn:
    """One column: the whole as an outline, the part filled; its title is printed where there is room."""

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
    is_titled: bool


@dataclass(frozen=True, slots=True)
class ColumnChart:
    """Part and whole over editions; `description` says the same in words."""

    title: str
    description: str
    columns: tuple[ChartColumn, ...]


def interval(row: FigureRow, css: str = "", mark: float | None = None) -> Interval | None:
    """The drawing of a rate with its bounds; None where the numbers are too small for one."""
    if row.low is None or row.high is None or not row.n:
        return None
    dot, low, high = (_percent(fraction) + 2 for fraction in (row.k / row.n, row.low, row.high))
    return Interval(dot, low, high, css, None if mark is None else _percent(mark) + 2)


def _percent(fraction: float) -> float:
    return round(fraction * 100, 1)


def columns(title: str, points: Sequence[tuple[str, int, int]]) -> ColumnChart:
    """Columns for `(title, k, n)` points."""
    most = max((n for _, _, n in points), default=0) or 1
    step = WIDTH / max(len(points), 1)
    drawn = []
    for position, (name, k, n) in enumerate(points):
        whole, part = n / most * TALLEST, k / most * TALLEST
        drawn.append(
            ChartColumn(
                x=round(position * step + step * 0.21, 1),
                width=round(step * 0.58, 1),
                middle=round(position * step + step / 2, 1),
                whole_y=round(BASE - whole, 1),
                whole_height=round(whole, 1),
                part_y=round(BASE - part, 1),
                part_height=round(part, 1),
                label_y=round(BASE - whole - 4, 1),
                label=f"{k}/{n}" if n else "–",
                title=name,
                is_titled=len(points) <= ROOMY or position % 2 == 0,
            )
        )
    description = "; ".join(f"{name}: {k} of {n}" for name, k, n in points)
    return ColumnChart(title, description, tuple(drawn))


@dataclass(frozen=True, slots=True)
class Point:
    """A rate by its number of deals; its label is printed where there is room, or where it matters."""

    x: float
    y: float
    label: str
    anchor: str
    is_outside: bool
    is_labelled: bool


@dataclass(frozen=True, slots=True)
class Funnel:
    """Rates by number of deals between the limits of chance; `description` says the same in words.

    `inner` and `outer` are the outlines of the limits at 95 and 99.8 in 100, as SVG points; `middle`
    is the height of the rate of all, `ticks` are numbers of deals with their places.
    """

    title: str
    description: str
    inner: str
    outer: str
    middle: float
    points: tuple[Point, ...]
    ticks: tuple[tuple[float, str], ...]


LEFT, RIGHT, TOP, BOTTOM, STEPS = 34.0, 372.0, 8.0, 148.0, 32
ROOM = (90.0, 14.0)


def funnel(title: str, rows: Sequence[tuple[str, FigureRow]]) -> Funnel | None:
    """The funnel of the titled rows of one kind; None where there are none to draw."""
    if not rows:
        return None
    all_k, all_n = rows[0][1].measure("all_k"), rows[0][1].measure("all_n")
    rate, most = all_k / all_n, max(row.n for _, row in rows)
    sizes = sorted({max(1, round(most * (step / STEPS) ** 2)) for step in range(1, STEPS + 1)})
    return Funnel(
        title=title,
        description="; ".join(f"{name}: {row.k} of {row.n}, {row.measure('place')}" for name, row in rows),
        inner=_outline([(n, control_limits(rate, n, INNER)) for n in sizes], most),
        outer=_outline([(n, control_limits(rate, n, OUTER)) for n in sizes], most),
        middle=_height(rate),
        points=tuple(_points(rows, most)),
        ticks=tuple((_place(n, most), f"{n:,}") for n in sorted({max(1, most // 4), max(1, most // 2), most})),
    )


def _points(rows: Sequence[tuple[str, FigureRow]], most: int) -> Iterator[Point]:
    places = [(_place(row.n, most), _height(row.k / row.n)) for _, row in rows]
    for (name, row), (x, y) in zip(rows, places, strict=True):
        is_alone = sum(abs(x - left) < ROOM[0] and abs(y - top) < ROOM[1] for left, top in places) == 1
        is_outside = row.measure("place") != WITHIN
        anchor = "end" if x > (LEFT + RIGHT) / 2 else "start"
        yield Point(x, y, name, anchor, is_outside, is_outside or is_alone)


def _outline(limits: Sequence[tuple[int, tuple[float, float]]], most: int) -> str:
    upper = [(_place(n, most), _height(high)) for n, (_, high) in limits]
    lower = [(_place(n, most), _height(low)) for n, (low, _) in reversed(limits)]
    return " ".join(f"{x:g},{y:g}" for x, y in (*upper, *lower))


def _place(n: int, most: int) -> float:
    return round(LEFT + (RIGHT - LEFT) * n / most, 1)


def _height(rate: float) -> float:
    return round(BOTTOM - (BOTTOM - TOP) * rate, 1)


def bar(k: int, n: int) -> float:
    """The width of a bar that shows `k` of `n`, from 0 to 100."""
    return _percent(k / n) if n else 0.0
