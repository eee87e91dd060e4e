"""The nearest of several allowed words to one that is not allowed."""

from __future__ import annotations

import difflib
from collections.abc import Iterable


def nearest(word: str, allowed: Iterable[str]) -> str:
    """The allowed word most like `word`, or empty where none is close.

    By Ratcliff and Obershelp's likeness, case ignored, from 0.6 upwards.
    """
    by_folded = {candidate.casefold(): candidate for candidate in sorted(allowed, reverse=True)}
    close = difflib.get_close_matches(word.casefold(), by_folded, n=1, cutoff=0.6)
    return by_folded[close[0]] if close else ""


def listed(allowed: Iterable[str], most: int = 12) -> str:
    """The allowed words as one text, cut with a count.

    Sorted, `most` of them at the most.
    """
    words = sorted(allowed)
    more = f" and {len(words) - most} more" if len(words) > most else ""
    return ", ".join(words[:most]) + more
