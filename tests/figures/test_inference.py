"""Inference agrees with SciPy."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest  # type: ignore[import-untyped]

from builder.figures.catalogue import with_interval, with_label
from builder.figures.inference import wilson
from builder.figures.row import Row


def assert_agrees(k: int, n: int, level: float = 0.95) -> None:
    ours = wilson(k, n, level)
    theirs = binomtest(k, n).proportion_ci(confidence_level=level, method="wilson")
    assert ours == pytest.approx((theirs.low, theirs.high), abs=1e-9)


def test_wilson_agrees_on_a_grid() -> None:
    for n in (1, 2, 3, 5, 9, 10, 40, 100):
        for k in range(n + 1):
            assert_agrees(k, n)


@given(st.integers(1, 100_000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))), st.floats(0.5, 0.999))
def test_wilson_agrees_anywhere(counts: tuple[int, int], level: float) -> None:
    assert_agrees(*counts, level)


@given(st.integers(1, 10_000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
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


@pytest.mark.parametrize(("n", "has_interval"), [(0, False), (4, False), (5, True)])
def test_under_five_deals_there_is_no_interval(n: int, has_interval: bool) -> None:
    row = with_interval(Row(edition="2026-11", k=0, n=n))
    assert (row.low is not None, row.high is not None) == (has_interval, has_interval)


@pytest.mark.parametrize(
    ("accounts", "reporters", "own_words", "label"),
    [
        (1, 1, 1, "echo"),
        (5, 1, 5, "echo"),
        (1, 5, 5, "echo"),
        (2, 2, 0, "emerging"),
        (3, 2, 0, "emerging"),
        (2, 9, 9, "emerging"),
        (3, 2, 1, "corroborated"),
    ],
)
def test_labels_of_corroboration(accounts: int, reporters: int, own_words: int, label: str) -> None:
    row = Row(edition="all", k=accounts, measures=(("reporters", reporters), ("own_words", own_words)))
    assert with_label(row).measure("label") == label
