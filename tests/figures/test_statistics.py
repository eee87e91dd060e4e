"""Inference agrees with SciPy, and means what it says."""

from __future__ import annotations

import math
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats  # type: ignore[import-untyped]

from builder.figures.statistics import (
    beta_binomial_prior,
    beta_cdf,
    beta_interval,
    beta_quantile,
    binomial_cdf,
    control_limits,
    false_discovery,
    fisher,
    newcombe,
    poisson_binomial,
    wilson,
)

COUNTS = st.integers(1, 100_000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))
FEWER = st.integers(1, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))
SHAPES = st.floats(0.1, 500)


def assert_agrees(k: int, n: int, level: float = 0.95) -> None:
    ours = wilson(k, n, level)
    theirs = stats.binomtest(k, n).proportion_ci(confidence_level=level, method="wilson")
    assert ours == pytest.approx((theirs.low, theirs.high), abs=1e-9)


def test_wilson_agrees_on_a_grid() -> None:
    for n in (1, 2, 3, 5, 9, 10, 40, 100):
        for k in range(n + 1):
            assert_agrees(k, n)


@given(COUNTS, st.floats(0.5, 0.999))
def test_wilson_agrees_anywhere(counts: tuple[int, int], level: float) -> None:
    assert_agrees(*counts, level)


@given(COUNTS)
def test_wilson_lies_around_the_rate_within_nought_and_one(counts: tuple[int, int]) -> None:
    k, n = counts
    bounds = wilson(k, n)
    assert bounds is not None
    assert 0 <= bounds[0] <= k / n <= bounds[1] <= 1


def test_six_of_nine_is_plausibly_35_to_88_in_100() -> None:
    bounds = wilson(6, 9)
    assert bounds is not None
    assert [round(100 * bound) for bound in bounds] == [35, 88]


def test_of_nothing_there_is_no_interval() -> None:
    assert wilson(0, 0) is None
    assert newcombe(1, 2, 0, 0) is None


# Newcombe (1998), table II, method 10.
@pytest.mark.parametrize(
    ("counts", "bounds"),
    [
        ((56, 70, 48, 80), (0.0524, 0.3339)),
        ((9, 10, 3, 10), (0.1705, 0.8090)),
        ((6, 7, 2, 7), (0.0582, 0.8062)),
        ((5, 56, 0, 29), (-0.0381, 0.1926)),
        ((0, 10, 0, 20), (-0.1611, 0.2775)),
        ((0, 10, 0, 10), (-0.2775, 0.2775)),
        ((10, 10, 0, 20), (0.6791, 1.0000)),
        ((10, 10, 0, 10), (0.6075, 1.0000)),
    ],
)
def test_newcombe_agrees_with_the_published_examples(
    counts: tuple[int, int, int, int], bounds: tuple[float, float]
) -> None:
    assert newcombe(*counts) == pytest.approx(bounds, abs=5e-5)


@given(COUNTS, COUNTS)
def test_newcombe_agrees_with_scipy_s_wilson_intervals(one: tuple[int, int], other: tuple[int, int]) -> None:
    (k, n), (j, m) = one, other
    left, right = (stats.binomtest(count, base).proportion_ci(method="wilson") for count, base in ((k, n), (j, m)))
    difference = k / n - j / m
    low = difference - math.sqrt((k / n - left.low) ** 2 + (right.high - j / m) ** 2)
    high = difference + math.sqrt((left.high - k / n) ** 2 + (j / m - right.low) ** 2)
    assert newcombe(k, n, j, m) == pytest.approx((low, high), abs=1e-9)


def test_fisher_agrees_on_a_grid() -> None:
    for n in (1, 2, 5, 9, 22):
        for m in (1, 3, 8, 24):
            for k in range(n + 1):
                for j in range(m + 1):
                    theirs = stats.fisher_exact([[k, n - k], [j, m - j]]).pvalue
                    assert fisher(k, n, j, m) == pytest.approx(theirs, abs=1e-9), (k, n, j, m)


@given(FEWER, FEWER)
def test_fisher_agrees_anywhere(one: tuple[int, int], other: tuple[int, int]) -> None:
    (k, n), (j, m) = one, other
    theirs = stats.fisher_exact([[k, n - k], [j, m - j]]).pvalue
    assert fisher(k, n, j, m) == pytest.approx(theirs, abs=1e-9)


@given(st.lists(st.floats(0, 1), min_size=1, max_size=40))
def test_false_discovery_agrees(p_values: list[float]) -> None:
    assert false_discovery(p_values) == pytest.approx(list(stats.false_discovery_control(p_values)), abs=1e-9)


def test_of_no_p_values_none_are_adjusted() -> None:
    assert false_discovery([]) == []


@given(st.integers(0, 60), st.floats(0.001, 0.999))
def test_equal_chances_make_a_binomial(n: int, chance: float) -> None:
    theirs = stats.binom.pmf(range(n + 1), n, chance)
    assert poisson_binomial([chance] * n) == pytest.approx(list(theirs), abs=1e-9)


@given(st.lists(st.floats(0, 1), max_size=12))
def test_chances_add_up_to_their_mean(chances: list[float]) -> None:
    found = poisson_binomial(chances)
    assert sum(found) == pytest.approx(1, abs=1e-9)
    assert sum(count * mass for count, mass in enumerate(found)) == pytest.approx(sum(chances), abs=1e-9)


@given(st.floats(0, 1), SHAPES, SHAPES)
def test_beta_cdf_agrees(x: float, alpha: float, beta: float) -> None:
    assert beta_cdf(x, alpha, beta) == pytest.approx(stats.beta.cdf(x, alpha, beta), abs=1e-9)


@given(st.floats(0.001, 0.999), SHAPES, SHAPES)
def test_beta_quantile_agrees(probability: float, alpha: float, beta: float) -> None:
    assert beta_quantile(probability, alpha, beta) == pytest.approx(stats.beta.ppf(probability, alpha, beta), abs=1e-9)


def test_beta_interval_agrees_on_a_grid() -> None:
    for alpha in (0.5, 1, 3, 40, 2_000):
        for beta in (0.5, 2, 17, 900):
            theirs = stats.beta.interval(0.95, alpha, beta)
            assert beta_interval(alpha, beta) == pytest.approx(theirs, abs=1e-9)


@given(st.floats(0.01, 0.99), st.integers(1, 500), st.sampled_from([0.95, 0.998]))
def test_control_limits_agree_with_the_interpolated_binomial(rate: float, n: int, level: float) -> None:
    def limit(probability: float) -> float:
        count = int(stats.binom.ppf(probability, n, rate))
        over = stats.binom.cdf(count, n, rate) - probability
        return float((count - over / stats.binom.pmf(count, n, rate)) / n)

    low, high = control_limits(rate, n, level)
    assert low == pytest.approx(min(max(limit((1 - level) / 2), 0), 1), abs=1e-9)
    assert high == pytest.approx(min(max(limit((1 + level) / 2), 0), 1), abs=1e-9)


@given(st.integers(1, 500).flatmap(lambda n: st.tuples(st.integers(-1, n), st.just(n))), st.floats(0.001, 0.999))
def test_binomial_cdf_agrees(counts: tuple[int, int], rate: float) -> None:
    assert binomial_cdf(*counts, rate) == pytest.approx(stats.binom.cdf(*counts, rate), abs=1e-9)


def test_a_prior_is_found_again_in_counts_drawn_from_it() -> None:
    chance = random.Random(7)
    rates = [chance.betavariate(12, 28) for _ in range(3_000)]
    sizes = [chance.randint(5, 120) for _ in rates]
    counts = [(sum(chance.random() < rate for _ in range(n)), n) for rate, n in zip(rates, sizes, strict=True)]
    prior = beta_binomial_prior(counts)
    assert prior is not None
    alpha, beta = prior
    assert alpha / (alpha + beta) == pytest.approx(0.3, abs=0.01)
    assert alpha + beta == pytest.approx(40, rel=0.1)


def test_equal_bases_give_the_moments_of_the_textbook() -> None:
    # With equal bases the estimator is the one-way analysis of variance over m = 5 groups of n = 20.
    counts = [(4, 20), (8, 20), (10, 20), (13, 20), (5, 20)]
    rate, n, m = 40 / 100, 20, 5
    spread = sum(n * (k / n - rate) ** 2 for k, _ in counts)
    alike = (spread - rate * (1 - rate) * (m - 1)) / (rate * (1 - rate) * ((m - 1) * n - (m - 1)))
    prior = beta_binomial_prior(counts)
    assert prior == pytest.approx((rate * (1 - alike) / alike, (1 - rate) * (1 - alike) / alike), abs=1e-9)


@pytest.mark.parametrize("counts", [[], [(3, 9)], [(0, 0), (2, 4)], [(5, 10), (5, 10)], [(0, 4), (0, 9)]])
def test_no_prior_where_nothing_differs_beyond_chance(counts: list[tuple[int, int]]) -> None:
    assert beta_binomial_prior(counts) is None


def coverage(n: int, rate: float) -> float:
    """How probable it is that Wilson's interval holds the true rate, exactly."""
    bounds = (wilson(k, n) for k in range(n + 1))
    held = [low <= rate <= high for low, high in filter(None, bounds)]
    return float(sum(mass for mass, is_in in zip(stats.binom.pmf(range(n + 1), n, rate), held, strict=True) if is_in))


def test_wilson_covers_at_its_level_within_two_points() -> None:
    grid = [coverage(n, rate / 20) for n in (5, 8, 12, 20, 35, 60, 100) for rate in range(1, 20)]
    assert sum(grid) / len(grid) == pytest.approx(0.95, abs=0.02)


def test_newcombe_covers_at_its_level_within_two_points() -> None:
    held = []
    for n, m in ((8, 8), (12, 30), (20, 20), (40, 25)):
        for one, other in ((0.1, 0.1), (0.2, 0.5), (0.5, 0.5), (0.3, 0.7), (0.15, 0.35)):
            left, right = stats.binom.pmf(range(n + 1), n, one), stats.binom.pmf(range(m + 1), m, other)
            inside = 0.0
            for k in range(n + 1):
                for j in range(m + 1):
                    bounds = newcombe(k, n, j, m)
                    assert bounds is not None
                    inside += left[k] * right[j] * (bounds[0] <= one - other <= bounds[1])
            held.append(inside)
    assert sum(held) / len(held) == pytest.approx(0.95, abs=0.02)
