"""Spans of days, both ends included: what is left of them, and what they come to together."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

Span = tuple[dt.date, dt.date]
DAY = dt.timedelta(days=1)


def without(spans: Iterable[Span], taken: Iterable[Span]) -> list[Span]:
    """What is left of spans where others are taken away.

    Sorted by their first day.
    """
    left = list(spans)
    for first, last in taken:
        kept = []
        for start, end in left:
            if last < start or end < first:
                kept.append((start, end))
                continue
            if start < first:
                kept.append((start, first - DAY))
            if last < end:
                kept.append((last + DAY, end))
        left = kept
    return sorted(left)


def together(spans: Iterable[Span]) -> list[Span]:
    """The spans that these cover together: none that overlap, and none without a day between.

    Sorted by their first day.
    """
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1] + DAY:
            merged[-1] = merged[-1][0], max(end, merged[-1][1])
        else:
            merged.append((start, end))
    return merged
