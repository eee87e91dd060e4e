"""What follows from the rows of a query: intervals, labels, verdicts; rows in, rows out."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from builder.figures.inference import (
    Interval,
    beta_binomial_prior,
    beta_interval,
    control_limits,
    false_discovery,
    fisher,
    newcombe,
    poisson_binomial,
    wilson,
)
from builder.figures.row import Row

SMALL = 5
WRONGLY = 0.10
VOICES = 2
INNER, OUTER = 0.95, 0.998
CORROBORATED, EMERGING, ECHO = "corroborated", "emerging", "echo"
LABELS = (CORROBORATED, EMERGING, ECHO)
UP, DOWN, CHANCE, ALONE = "up", "down", "within chance", "nothing to compare with"
STARS, BELOW, COMPARED = "stars", "below-goal", "compared"
ALIKE, ONLY_STARS, ONLY_BELOW = "stars and those below goal alike", "only stars", "only those below goal"
MORE_STARS, MORE_BELOW = "stars more than those below goal", "those below goal more than stars"
TOO_FEW, NEITHER = "too few to say", "neither stars nor those below goal"
FAR_ABOVE, ABOVE, WITHIN, UNDER, FAR_UNDER = "far above", "above", "within", "below", "far below"


def as_counted(rows: Iterable[Row]) -> Iterable[Row]:
    """The rows as they are."""
    return rows


def with_interval(rows: Iterable[Row]) -> Iterator[Row]:
    """Each row with its Wilson interval, unless the numbers are too small for one."""
    for row in rows:
        yield row.bounded(wilson(row.k, row.n) if row.n >= SMALL else None)


def with_label(rows: Iterable[Row]) -> Iterator[Row]:
    """Each row with its degree of corroboration."""
    for row in rows:
        accounts, reporters, own_words = row.k, row.measure("reporters"), row.measure("own_words")
        if accounts >= 3 and reporters >= 2 and own_words >= 1:
            label = CORROBORATED
        elif accounts >= 2 and reporters >= 2:
            label = EMERGING
        else:
            label = ECHO
        yield row.with_measures(label=label)


def with_difference(rows: Iterable[Row]) -> Iterator[Row]:
    """Each row with the difference of its two rates, and Newcombe's interval unless a base is too small."""
    for row in rows:
        other_k, other_n = row.measure("other_k"), row.measure("other_n")
        if not row.n or not other_n:
            yield row
            continue
        found = newcombe(row.k, row.n, other_k, other_n) if min(row.n, other_n) >= SMALL else None
        difference = round(row.k / row.n - other_k / other_n, 6)
        yield row.with_measures(difference=difference).bounded(found)


def with_verdict(rows: Iterable[Row]) -> Iterator[Row]:
    """Each row with what Fisher's test and the false discovery rate over all themes of its edition allow to say."""
    editions: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        editions[row.edition].append(row)
    for found in editions.values():
        comparable = [row for row in found if row.n and row.measure("before_n")]
        p_values = [fisher(row.k, row.n, row.measure("before_k"), row.measure("before_n")) for row in comparable]
        judged = dict(zip(map(id, comparable), zip(p_values, false_discovery(p_values), strict=True), strict=True))
        for row in found:
            p, adjusted = judged.get(id(row), (None, None))
            judged_row = row.with_measures(
                p=None if p is None else round(p, 6),
                adjusted=None if adjusted is None else round(adjusted, 6),
                verdict=ALONE if adjusted is None else _direction(row) if adjusted <= WRONGLY else CHANCE,
            )
            yield judged_row.bounded(wilson(row.k, row.n) if row.n >= SMALL else None)


def _direction(row: Row) -> str:
    return UP if row.k * row.measure("before_n") > row.measure("before_k") * row.n else DOWN


def with_shrinkage(rows: Iterable[Row]) -> Iterator[Row]:
    """Each row with its rate drawn towards that of its kind, and its place in the funnel."""
    kinds: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in rows:
        kinds[row.edition, row.keys[0][0]].append(row)
    for found in kinds.values():
        prior = beta_binomial_prior([(row.k, row.n) for row in found])
        for row in found:
            yield _placed(row, prior)


def _placed(row: Row, prior: Interval | None) -> Row:
    rate = row.measure("all_k") / row.measure("all_n")
    inner, outer = control_limits(rate, row.n, INNER), control_limits(rate, row.n, OUTER)
    if prior is None:
        # The rates differ no more than chance would have them differ: the best guess at each is that of all.
        shrunk, bounds = rate, None
    else:
        alpha, beta = prior[0] + row.k, prior[1] + row.n - row.k
        shrunk, bounds = alpha / (alpha + beta), beta_interval(alpha, beta)
    limits = {"low_95": inner[0], "high_95": inner[1], "low_998": outer[0], "high_998": outer[1]}
    rounded = {name: round(limit, 6) for name, limit in limits.items()}
    placed = row.with_measures(shrunk=round(shrunk, 6), **rounded, place=_place(row.k / row.n, inner, outer))
    return placed.bounded(bounds)


def _place(rate: float, inner: Interval, outer: Interval) -> str:
    if rate > inner[1]:
        return FAR_ABOVE if rate > outer[1] else ABOVE
    if rate < inner[0]:
        return FAR_UNDER if rate < outer[0] else UNDER
    return WITHIN


def with_luck(rows: Iterable[Row]) -> Iterator[Row]:
    """Each row with the number of stars that luck alone would make; it lists no debriefs."""
    for row in rows:
        needed = row.measure("needed")
        by_luck = math.fsum(math.fsum(poisson_binomial(chances)[needed:]) for chances in row.measure("chances") or ())
        yield replace(row.with_measures("chances", by_luck=round(by_luck, 2)), debriefs=None)


def with_comparison(rows: Iterable[Row]) -> Iterator[Row]:
    """The rows of bands with their intervals, and for each theme and side one that compares stars with those below."""
    groups: dict[tuple[str, str, str], list[Row]] = defaultdict(list)
    for row in with_interval(rows):
        groups[row.edition, row.key("theme"), row.key("side")].append(row)
        yield row
    for found in groups.values():
        yield _compared(found)


def _compared(rows: Sequence[Row]) -> Row:
    """Stars against those below goal: how much more often they name the theme, and what may be said of it."""
    first = rows[0]
    keys = (*(pair for pair in first.keys if pair[0] != "band"), ("band", COMPARED))
    bands = {row.key("band"): row for row in rows}
    row = Row(edition=first.edition, keys=keys, debriefs=None)
    if STARS not in bands or BELOW not in bands:
        return row.with_measures(label=TOO_FEW)
    stars, below = bands[STARS], bands[BELOW]
    bounds = newcombe(stars.k, stars.n, below.k, below.n)
    row = replace(row, k=stars.k + below.k, n=stars.n + below.n)
    difference = round(stars.k / stars.n - below.k / below.n, 6)
    return row.with_measures(difference=difference, label=_said_by(stars, below, bounds)).bounded(bounds)


def _said_by(stars: Row, below: Row, bounds: Interval | None) -> str:
    if not stars.k and not below.k:
        return NEITHER
    if bounds is None or min(stars.n, below.n) < SMALL:
        return TOO_FEW
    if bounds[0] > 0:
        return MORE_STARS if below.k else ONLY_STARS
    if bounds[1] < 0:
        return MORE_BELOW if stars.k else ONLY_BELOW
    return ALIKE if min(stars.k, below.k) >= VOICES else TOO_FEW
