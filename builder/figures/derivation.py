"""What follows from the rows of a query: intervals, labels, verdicts; rows in, rows out."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from builder.figures.figure_row import FigureRow
from builder.figures.statistics import (
    Interval,
    beta_binomial_prior,
    beta_interval,
    binomial_cdf,
    control_limits,
    false_discovery,
    fisher,
    newcombe,
    poisson_binomial,
    wilson,
)

SMALL = 5
FALSE_DISCOVERY_RATE = 0.10
INNER, OUTER = 0.95, 0.998
CORROBORATED, EMERGING, SINGLE_SOURCE = "corroborated", "emerging", "echo"
LABELS = (CORROBORATED, EMERGING, SINGLE_SOURCE)
UP, DOWN, NO_CLEAR_CHANGE, NOTHING_TO_COMPARE = "up", "down", "within chance", "nothing to compare with"
STARS, BELOW, COMPARED = "stars", "below-goal", "compared"
ALIKE = "stars and those below goal alike"
MORE_STARS, MORE_BELOW = "stars rather than those below goal", "those below goal rather than stars"
TOO_FEW = "too few to say"
PASSES, FAILS, STALE = "passes", "fails", "stale"
FAR_ABOVE, ABOVE, WITHIN, UNDER, FAR_UNDER = "far above", "above", "within", "below", "far below"


@dataclass(frozen=True, slots=True)
class Threshold:
    """From how many accounts, reporters and buyers' own words on a theme gets a label."""

    label: str
    accounts: int
    reporters: int
    own_words: int = 0

    def is_met(self, accounts: int, reporters: int, own_words: int) -> bool:
        """Whether so many are enough."""
        return accounts >= self.accounts and reporters >= self.reporters and own_words >= self.own_words


# The strongest first; what meets none is a single source.
THRESHOLDS = (
    Threshold(CORROBORATED, accounts=3, reporters=2, own_words=1),
    Threshold(EMERGING, accounts=2, reporters=2),
)


def as_counted(rows: Iterable[FigureRow], floor: int) -> Iterable[FigureRow]:
    """The rows as they are."""
    return rows


def with_interval(rows: Iterable[FigureRow], floor: int) -> Iterator[FigureRow]:
    """Each row with its Wilson interval, unless the numbers are too small for one.

    `low` and `high` are fractions from 0 to 1: see `statistics.wilson`. Under SMALL deals there are none.
    """
    for row in rows:
        yield row.bounded(wilson(row.k, row.n) if row.n >= SMALL else None)


def with_label(rows: Iterable[FigureRow], floor: int) -> Iterator[FigureRow]:
    """Each row with its degree of corroboration; fewer reporters than `floor` are not counted in public.

    Adds the measure `label`, one of LABELS.
    """
    for row in rows:
        accounts, reporters, own_words = row.k, row.measure("reporters"), row.measure("own_words")
        label = next((one.label for one in THRESHOLDS if one.is_met(accounts, reporters, own_words)), SINGLE_SOURCE)
        withheld = ("reporters",) if reporters < floor else ()
        yield row.with_measures(*withheld, label=label)


def with_difference(rows: Iterable[FigureRow], floor: int) -> Iterator[FigureRow]:
    """Each row with the difference of its two rates, and Newcombe's interval unless a base is too small.

    Adds the measure `difference`; it, `low` and `high` are fractions from -1 to 1: see `statistics.newcombe`.
    """
    for row in rows:
        other_k, other_n = row.measure("other_k"), row.measure("other_n")
        if not row.n or not other_n:
            yield row
            continue
        found = newcombe(row.k, row.n, other_k, other_n) if min(row.n, other_n) >= SMALL else None
        difference = round(row.k / row.n - other_k / other_n, 6)
        yield row.with_measures(difference=difference).bounded(found)


def with_verdict(rows: Iterable[FigureRow], floor: int) -> Iterator[FigureRow]:
    """Each row with what Fisher's test and the false discovery rate over all themes of its edition allow to say.

    Adds the measures `p` and `adjusted`, probabilities, and `verdict`: UP, DOWN, NO_CLEAR_CHANGE or
    NOTHING_TO_COMPARE.
    See `statistics.fisher` and `statistics.false_discovery`.
    """
    editions: dict[str, list[FigureRow]] = defaultdict(list)
    for row in rows:
        editions[row.edition].append(row)
    for found in editions.values():
        p_values = [_p_value(row) for row in found]
        adjusted = iter(false_discovery([p for p in p_values if p is not None]))
        for row, p in zip(found, p_values, strict=True):
            judged = row.with_measures(verdict=NOTHING_TO_COMPARE) if p is None else _judged(row, p, next(adjusted))
            yield judged.bounded(wilson(row.k, row.n) if row.n >= SMALL else None)


def _p_value(row: FigureRow) -> float | None:
    """Fisher's p-value of a row's two counts; None where one of them has no base."""
    before_k, before_n = row.measure("before_k"), row.measure("before_n")
    return fisher(row.k, row.n, before_k, before_n) if row.n and before_n else None


def _judged(row: FigureRow, p: float, adjusted: float) -> FigureRow:
    verdict = _direction(row) if adjusted <= FALSE_DISCOVERY_RATE else NO_CLEAR_CHANGE
    return row.with_measures(p=round(p, 6), adjusted=round(adjusted, 6), verdict=verdict)


def _direction(row: FigureRow) -> str:
    return UP if row.k * row.measure("before_n") > row.measure("before_k") * row.n else DOWN


def with_shrinkage(rows: Iterable[FigureRow], floor: int) -> Iterator[FigureRow]:
    """Each row with its rate drawn towards that of its kind, and its place in the funnel.

    Adds the measures `shrunk`, the limits at 95 and 99.8 in 100, all fractions from 0 to 1, and `place`. See
    `statistics.beta_binomial_prior` and `statistics.control_limits`.
    """
    kinds: dict[tuple[str, str], list[FigureRow]] = defaultdict(list)
    for row in rows:
        kinds[row.edition, row.keys[0][0]].append(row)
    for found in kinds.values():
        prior = beta_binomial_prior([(row.k, row.n) for row in found])
        for row in found:
            yield _placed(row, prior)


def with_claim_verdict(rows: Iterable[FigureRow], floor: int) -> Iterator[FigureRow]:
    """Each row with its Wilson interval, and with what became of the claim: `passes` or `fails` beyond chance.

    Rows by reception have no label: they say how a claim was received, not whether it holds.
    """
    for row in rows:
        bounded = row.bounded(wilson(row.k, row.n) if row.n >= SMALL else None)
        yield bounded if row.key("reception") else bounded.with_measures(label=_fared(bounded))


def _fared(row: FigureRow) -> str:
    """What became of a claim: stale where the last editions did not try it, whatever those before found."""
    if row.measure("lately") == 0:
        return STALE
    if row.low is None or row.high is None or row.low <= 0.5 <= row.high:
        return TOO_FEW
    return PASSES if row.low > 0.5 else FAILS


def _placed(row: FigureRow, prior: Interval | None) -> FigureRow:
    if row.n < SMALL:
        return row
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
    placed = row.with_measures(shrunk=round(shrunk, 6), **rounded, place=_place(row.k, row.n, rate))
    return placed.bounded(bounds)


def _place(k: int, n: int, rate: float) -> str:
    """Where a count lies by the chance of one at least as extreme on its side, if the rate were that of all."""
    is_above = k > n * rate
    chance = 1 - binomial_cdf(k - 1, n, rate) if is_above else binomial_cdf(k, n, rate)
    if chance <= (1 - OUTER) / 2:
        return FAR_ABOVE if is_above else FAR_UNDER
    if chance <= (1 - INNER) / 2:
        return ABOVE if is_above else UNDER
    return WITHIN


def with_luck(rows: Iterable[FigureRow], floor: int) -> Iterator[FigureRow]:
    """Each row with the number of stars that luck alone would make; it lists no debriefs.

    A row is dropped where fewer than `floor` people are stars, or are none.
    """
    for row in rows:
        if 0 < row.k < floor or 0 < row.n - row.k < floor:
            continue
        needed = row.measure("needed")
        by_luck = math.fsum(math.fsum(poisson_binomial(chances)[needed:]) for chances in row.measure("chances") or ())
        yield replace(row.with_measures("chances", by_luck=round(by_luck, 2)), debriefs=None)


def with_comparison(rows: Iterable[FigureRow], floor: int) -> Iterator[FigureRow]:
    """For each theme and side what may be said of stars against those below goal: the verdict, without a count.

    The debriefs that name a theme are listed, some with the name of their author. A count by band
    beside that list would sort the authors into bands, so it is never published.
    """
    groups: dict[tuple[str, str, str], dict[str, FigureRow]] = defaultdict(dict)
    for row in rows:
        groups[row.edition, row.key("theme"), row.key("side")][row.key("band")] = row
    for (edition, theme, side), bands in groups.items():
        keys = (("theme", theme), ("side", side), ("band", COMPARED))
        label = _said_by(bands[STARS], bands[BELOW], floor) if {STARS, BELOW} <= bands.keys() else TOO_FEW
        yield FigureRow(edition=edition, keys=keys, measures=(("label", label),), debriefs=None)


def _said_by(stars: FigureRow, below: FigureRow, floor: int) -> str:
    """The verdict: `floor` people of a band have to name the theme, and not all of the band, to be spoken of."""
    bounds = newcombe(stars.k, stars.n, below.k, below.n)
    if bounds is None or min(stars.n, below.n) < SMALL:
        return TOO_FEW
    may_stars, may_below = (row.measure("namers") >= floor and row.k < row.n for row in (stars, below))
    if bounds[0] > 0:
        return MORE_STARS if may_stars else TOO_FEW
    if bounds[1] < 0:
        return MORE_BELOW if may_below else TOO_FEW
    return ALIKE if may_stars and may_below else TOO_FEW
