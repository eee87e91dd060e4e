"""What stands before and after a page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from builder.views.shared.phrases import Link


@dataclass(frozen=True, slots=True)
class Neighbours:
    """The pages before and after one in its list; None at either end."""

    previous: Link | None
    following: Link | None


def neighbours(order: Sequence[Link], place: int) -> Neighbours:
    """What stands beside a place of a list."""
    return Neighbours(
        previous=order[place - 1] if place else None,
        following=order[place + 1] if place + 1 < len(order) else None,
    )
