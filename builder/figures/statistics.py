"""Inference over the small tables that the queries return; each function agrees with SciPy."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import lru_cache
from statistics import NormalDist

LEVEL = 0.95
SAME = 1 + 1e-7
NEGLIGIBLE = 1e-30
TINY = 1e-300
Interval = tuple[float, float]


@lru_cache(maxsize=65536)
def wilson(k: int, n: int, level: float = LEVEL) -> Interval | None:
    """The interval, as fractions, in which a rate of `k` in `n` plausibly lies; None where n is 0.

    Wilson, E. B. (1927), J. Am. Stat. Assoc. 22:209, without continuity correction.
    """
    if n == 0:
        return None
    z = _z(level)
    rate, spread = k / n, z * z / n
    centre = (rate + spread / 2) / (1 + spread)
    half = z * math.sqrt(rate * (1 - rate) / n + spread / (4 * n)) / (1 + spread)
    low = 0.0 if k == 0 else centre - half
    high = 1.0 if k == n else centre + half
    return low, high


def newcombe(k: int, n: int, other_k: int, other_n: int, level: float = LEVEL) -> Interval | None:
    """The interval, as fractions from -1 to 1, of the rate `k` in `n` less the other; None where a base is 0.

    Newcombe, R. G. (1998), Stat. Med. 17:873, method 10: from the two Wilson intervals.
    """
    one, other = wilson(k, n, level), wilson(other_k, other_n, level)
    if one is None or other is None:
        return None
    rate, other_rate = k / n, other_k / other_n
    below = math.hypot(rate - one[0], other[1] - other_rate)
    above = math.hypot(one[1] - rate, other_rate - other[0])
    return rate - other_rate - below, rate - other_rate + above


@lru_cache(maxsize=65536)
def fisher(k: int, n: int, other_k: int, other_n: int) -> float:
    """The two-sided p-value that two rates are the same: all tables as likely as this one, or less.

    Fisher, R. A. (1922), J. R. Stat. Soc. 85:87, given both margins.
    """
    named, low, high = k + other_k, max(0, k + other_k - other_n), min(n, k + other_k)
    weights = [0.0] * (high - low + 1)
    mode = min(max(((n + 1) * (named + 1)) // (n + other_n + 2), low), high)
    # From the likeliest table outwards, each from its neighbour, until they no longer count.
    weight = weights[mode - low] = 1.0
    for count in range(mode, high):
        weight *= (n - count) * (named - count) / ((count + 1) * (other_n - named + count + 1))
        if weight < NEGLIGIBLE:
            break
        weights[count + 1 - low] = weight
    weight = 1.0
    for count in range(mode, low, -1):
        weight *= count * (other_n - named + count) / ((n - count + 1) * (named - count + 1))
        if weight < NEGLIGIBLE:
            break
        weights[count - 1 - low] = weight
    observed = weights[k - low] * SAME
    return min(1.0, math.fsum(weight for weight in weights if weight <= observed) / math.fsum(weights))


def false_discovery(p_values: Sequence[float]) -> list[float]:
    """The p-values adjusted so that of what is called at q, at most a share q is called wrongly.

    Benjamini, Y. & Hochberg, Y. (1995), J. R. Stat. Soc. B 57:289; in the order given.
    """
    adjusted = [1.0] * len(p_values)
    least = 1.0
    order = sorted(range(len(p_values)), key=lambda position: -p_values[position])
    for rank, position in enumerate(order):
        least = min(least, p_values[position] * len(p_values) / (len(p_values) - rank))
        adjusted[position] = least
    return adjusted


def poisson_binomial(chances: Sequence[float]) -> list[float]:
    """For independent events with these chances, the probability that 0, 1, 2 … of them happen.

    One probability more than there are chances; they sum to 1.
    """
    found = [1.0]
    for chance in chances:
        happened = [0.0, *(mass * chance for mass in found)]
        found = [mass * (1 - chance) for mass in found] + [0.0]
        found = [left + right for left, right in zip(found, happened, strict=True)]
    return found


def beta_binomial_prior(counts: Sequence[tuple[int, int]]) -> Interval | None:
    """The beta distribution (alpha, beta) that `(k, n)` counts suggest for their rates, by weighted moments.

    None where they differ no more than chance would have them differ, or where fewer than two have
    a base: all then share one rate. Kleinman, J. C. (1973), J. Am. Stat. Assoc. 68:46, with weights n.
    """
    counts = [(k, n) for k, n in counts if n]
    total = sum(n for _, n in counts)
    rate = sum(k for k, _ in counts) / total if total else 0.0
    if len(counts) < 2 or not 0 < rate < 1:
        return None
    spread = math.fsum(n * (k / n - rate) ** 2 for k, n in counts)
    within = rate * (1 - rate)
    chance = within * math.fsum(1 - n / total for _, n in counts)
    most = within * (total - math.fsum(n * n / total for _, n in counts)) - chance
    if spread <= chance or most <= 0:
        return None
    alike = min((spread - chance) / most, 1 - 1e-9)
    size = (1 - alike) / alike
    return rate * size, (1 - rate) * size


def beta_interval(alpha: float, beta: float, level: float = LEVEL) -> Interval:
    """The central interval of a beta distribution.

    As fractions from 0 to 1, with the same probability below and above.
    """
    tail = (1 - level) / 2
    return beta_quantile(tail, alpha, beta), beta_quantile(1 - tail, alpha, beta)


def beta_quantile(probability: float, alpha: float, beta: float) -> float:
    """The point below which a beta distribution has this probability.

    By Newton's steps in its logarithmic odds, from the mean, each kept within what is known of the answer.
    """
    low, high, odds = -745.0, 745.0, math.log(alpha / beta)
    front = math.lgamma(alpha + beta) - math.lgamma(alpha) - math.lgamma(beta)
    for _ in range(200):
        x = _logistic(odds)
        error = beta_cdf(x, alpha, beta) - probability
        low, high = (low, odds) if error > 0 else (odds, high)
        # d(cdf) / d(odds) = x^alpha (1 - x)^beta / B(alpha, beta); log(1 - x) = log x - odds.
        log_x = -math.log1p(math.exp(-odds)) if odds > 0 else odds - math.log1p(math.exp(odds))
        slope = math.exp(min(front + alpha * log_x + beta * (log_x - odds), 700.0))
        step = odds - error / slope if slope else math.inf
        following = step if low < step < high else (low + high) / 2
        if abs(following - odds) <= 1e-13 * max(1.0, abs(odds)):
            break
        odds = following
    return _logistic(odds)


def beta_cdf(x: float, alpha: float, beta: float) -> float:
    """The regularised incomplete beta function, by its continued fraction (Lentz's method).

    A probability, for `x` from 0 to 1. DLMF 8.17.22.
    """
    if x <= 0 or x >= 1:
        return float(x >= 1)
    if x > (alpha + 1) / (alpha + beta + 2):
        return 1 - beta_cdf(1 - x, beta, alpha)
    front = math.exp(
        math.lgamma(alpha + beta) - math.lgamma(alpha) - math.lgamma(beta) + alpha * math.log(x) + beta * math.log1p(-x)
    )
    return front * _continued_fraction(x, alpha, beta) / alpha


def _continued_fraction(x: float, alpha: float, beta: float) -> float:
    d = 1 / ((1 - (alpha + beta) * x / (alpha + 1)) or TINY)
    c, value = 1.0, d
    for m in range(1, 10_000):
        last = alpha + 2 * m
        term = m * (beta - m) * x / ((last - 1) * last)
        d = 1 / ((1 + term * d) or TINY)
        c = (1 + term / c) or TINY
        value *= d * c
        term = -(alpha + m) * (alpha + beta + m) * x / (last * (last + 1))
        d = 1 / ((1 + term * d) or TINY)
        c = (1 + term / c) or TINY
        value *= d * c
        if abs(d * c - 1) < 1e-15:
            break
    return value


def control_limits(rate: float, n: int, level: float) -> Interval:
    """Between which fractions a rate seen in `n` deals lies with this probability, if it truly is `rate`.

    Exact binomial, interpolated between counts so that the limits narrow smoothly: Spiegelhalter,
    D. J. (2005), Stat. Med. 24:1185, appendix A.1.1.
    """
    tail = (1 - level) / 2
    low, high = _limit(rate, n, tail), _limit(rate, n, 1 - tail)
    return min(max(low, 0.0), 1.0), min(max(high, 0.0), 1.0)


def _limit(rate: float, n: int, probability: float) -> float:
    """The interpolated quantile of a binomial share: the count at which it is reached, less what is too much."""
    count = _near(rate, n, probability)
    reached, before = binomial_cdf(count, n, rate), binomial_cdf(count - 1, n, rate)
    while reached < probability:
        count, before, reached = count + 1, reached, binomial_cdf(count + 1, n, rate)
    while before >= probability:
        count, reached, before = count - 1, before, binomial_cdf(count - 2, n, rate)
    mass = reached - before
    return (count - (reached - probability) / mass) / n if mass > 0 else count / n


def _near(rate: float, n: int, probability: float) -> int:
    """A count at or beside the quantile of a binomial: the normal one, with Cornish and Fisher's term for its skew."""
    z = NormalDist().inv_cdf(probability)
    guess = n * rate + z * math.sqrt(n * rate * (1 - rate)) + (z * z - 1) * (1 - 2 * rate) / 6
    return min(max(math.ceil(guess - 0.5), 0), n)


def binomial_cdf(count: int, n: int, rate: float) -> float:
    """The probability of at most so many successes of n, by the incomplete beta function.

    DLMF 8.17.5.
    """
    if count < 0:
        return 0.0
    if count >= n or rate <= 0:
        return 1.0
    if rate >= 1:
        return 0.0
    return beta_cdf(1 - rate, n - count, count + 1)


@lru_cache(maxsize=16)
def _z(level: float) -> float:
    return NormalDist().inv_cdf(0.5 + level / 2)


def _logistic(value: float) -> float:
    return 1 / (1 + math.exp(-value)) if value >= 0 else math.exp(value) / (1 + math.exp(value))
