"""Inference over the small tables that the queries return; each function agrees with SciPy."""

from __future__ import annotations

import math
from statistics import NormalDist

LEVEL = 0.95


def wilson(k: int, n: int, level: float = LEVEL) -> tuple[float, float] | None:
    """The interval, as fractions, in which a rate of `k` in `n` plausibly lies; None where n is 0.

    Wilson, E. B. (1927), J. Am. Stat. Assoc. 22:209, without continuity correction.
    """
    if n == 0:
        return None
    z = NormalDist().inv_cdf(0.5 + level / 2)
    rate, spread = k / n, z * z / n
    centre = (rate + spread / 2) / (1 + spread)
    half = z * math.sqrt(rate * (1 - rate) / n + spread / (4 * n)) / (1 + spread)
    low = 0.0 if k == 0 else centre - half
    high = 1.0 if k == n else centre + half
    return low, high
