"""Which other debriefs are worth reading next to one: linear in their number."""

from __future__ import annotations

import heapq
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

from builder.publication.public_debrief import PublicDebrief

NEAR = 10
MOST = 4
SHARED_THEME, SAME_WINNER, SAME_SEGMENT, SAME_OUTCOME = 4, 2, 1, 1
SAME_DEAL = "the same deal"
Key = tuple[str, str]


class Relations:
    """Finds debriefs like a given one among all that have a page.

    Candidates are the debriefs of the same deal, and the nearest in time that name the same theme
    on the same side; themes shared, competitor, segment and outcome make two debriefs alike.
    """

    def __init__(self, debriefs: Iterable[PublicDebrief]) -> None:
        self._by_deal: dict[int, list[PublicDebrief]] = defaultdict(list)
        self._by_key: dict[Key, list[PublicDebrief]] = defaultdict(list)
        self._place: dict[str, Mapping[Key, int]] = {}
        for debrief in debriefs:
            if debrief.has_page:
                self._by_deal[debrief.deal].append(debrief)
                keys = sorted({(driver.theme, driver.side) for driver in debrief.drivers})
                self._place[debrief.id] = {key: len(self._by_key[key]) for key in keys}
                for key in keys:
                    self._by_key[key].append(debrief)
        self._by_id = {debrief.id: debrief for found in self._by_deal.values() for debrief in found}

    def of(self, debrief: PublicDebrief) -> list[tuple[str, str]]:
        """The ids of up to four others, most alike first, each with a reason, which may be empty."""
        pairs = [(other.id, SAME_DEAL) for other in self._by_deal[debrief.deal] if other.id != debrief.id]
        likeness: Counter[str] = Counter()
        for key, place in self._place[debrief.id].items():
            for other in self._by_key[key][max(0, place - NEAR) : place + NEAR + 1]:
                likeness[other.id] += SHARED_THEME
        ranked = []
        for id, shared in likeness.items():
            other = self._by_id[id]
            if other.deal != debrief.deal:
                ranked.append((-shared - _in_common(debrief, other), id))
        pairs += [(id, "") for _, id in heapq.nsmallest(MOST, ranked)]
        return pairs[:MOST]


def _in_common(debrief: PublicDebrief, other: PublicDebrief) -> int:
    """How alike two deals are, themes aside."""
    return (
        SAME_WINNER * (debrief.lost_to != "" and debrief.lost_to == other.lost_to)
        + SAME_SEGMENT * (debrief.segment != "" and debrief.segment == other.segment)
        + SAME_OUTCOME * (debrief.outcome is other.outcome)
    )
