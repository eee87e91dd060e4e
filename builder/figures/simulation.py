"""Years of editions that never were: how often the bulletin would say “up” or “down”, rightly or not.

A company of reps, some of whom debrief far more than others, names themes at true rates; every
month brings a Poisson number of debriefs of lost deals. The windows that an edition compares are
counted from them and judged by the catalogue's own rule.
"""

from __future__ import annotations

import math
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from builder.figures.derivation import DOWN, UP, with_verdict
from builder.figures.figure_row import FigureRow

WINDOW = 3
RATES = (0.03, 0.05, 0.08, 0.12, 0.2, 0.3)
HABIT = 12.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Company:
    """What an imagined company is like; `a_month` is the mean number of debriefs of one side.

    `habit` is how alike reps are in what they hear (the size of a beta distribution around the
    true rate of each theme): the smaller, the more each hears what he always hears.
    """

    themes: int = 25
    reps: int = 20
    a_month: float = 8.0
    habit: float = HABIT


def simulated(
    company: Company, editions: int, seed: int, change: tuple[float, float] | None = None
) -> Iterator[list[FigureRow]]:
    """For each of so many editions, the judged rows of `change`.

    With `change`, the first theme goes from one rate to the other between the two windows of every
    edition; each edition is then a company of its own. Otherwise nothing truly changes, and the
    editions follow each other month by month in companies of five years.
    """
    chance = random.Random(seed)  # noqa: S311 - a simulation, which has to be the same each time
    made = 0
    while made < editions:
        months = _months(company, 2 * WINDOW if change else 60 + 2 * WINDOW - 1, chance, change)
        for last in range(2 * WINDOW, len(months) + 1):
            if made == editions:
                return
            made += 1
            before, now = months[last - 2 * WINDOW : last - WINDOW], months[last - WINDOW : last]
            yield list(with_verdict(_change_rows(before, now, company.themes), 0))


def _months(
    company: Company, count: int, chance: random.Random, change: tuple[float, float] | None
) -> list[list[frozenset[int]]]:
    """For every month its debriefs, each the set of themes that it names."""
    weights = [1 / (place + 1) for place in range(company.reps)]
    rates = [chance.choice(RATES) for _ in range(company.themes)]
    habits = [[_around(rate, company.habit, chance) for rate in rates] for _ in range(company.reps)]
    months = []
    for month in range(count):
        debriefs = []
        for rep in chance.choices(range(company.reps), weights, k=_poisson(company.a_month, chance)):
            named = habits[rep]
            if change is not None:
                named = [change[month >= WINDOW], *named[1:]]
            debriefs.append(frozenset(theme for theme, rate in enumerate(named) if chance.random() < rate))
        months.append(debriefs)
    return months


def _around(rate: float, size: float, chance: random.Random) -> float:
    return chance.betavariate(rate * size, (1 - rate) * size)


def _poisson(mean: float, chance: random.Random) -> int:
    """A Poisson number, by Knuth's products of uniform ones."""
    limit, product, count = math.exp(-mean), chance.random(), 0
    while product > limit:
        product *= chance.random()
        count += 1
    return count


def _change_rows(
    before: Sequence[Sequence[frozenset[int]]], now: Sequence[Sequence[frozenset[int]]], themes: int
) -> Iterator[FigureRow]:
    """The rows of `change` as the query would return them: a theme that nobody named has none."""
    earlier, later = ([debrief for month in window for debrief in month] for window in (before, now))
    for theme in range(themes):
        k, before_k = (sum(theme in debrief for debrief in debriefs) for debriefs in (later, earlier))
        if k or before_k:
            yield FigureRow(
                edition="simulated",
                keys=(("theme", str(theme)), ("side", "repelling")),
                k=k,
                n=len(later),
                measures=(("before_k", before_k), ("before_n", len(earlier))),
            )


def false_alarms(company: Company, editions: int, seed: int) -> float:
    """The share of editions that say “up” or “down” though nothing has changed.

    A fraction from 0 to 1, the same for the same seed.
    """
    alarmed = sum(any(_is_called(row) for row in rows) for rows in simulated(company, editions, seed))
    return alarmed / editions


def power(company: Company, editions: int, seed: int, change: tuple[float, float]) -> float:
    """The share of editions that call a true change of the first theme.

    A fraction from 0 to 1, the same for the same seed; `change` are the rates before and after.
    """
    found = 0
    for rows in simulated(company, editions, seed, change):
        found += any(row.key("theme") == "0" and _is_called(row) for row in rows)
    return found / editions


def _is_called(row: FigureRow) -> bool:
    return row.measure("verdict") in (UP, DOWN)
