"""What a deal is: the one rule by which debriefs, and rows of the CRM's export, tell of the same one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping

from builder.reading.accounts import AccountBook
from builder.reading.corpus import ContentItem, Corpus
from builder.schema.closed_deal import ClosedDeal
from builder.schema.debrief import Debrief

Decision = tuple[str, dt.date]


class DealBook:
    """Finds the deal that a debrief is of.

    It is that of its `opportunity`. Without one it is the deal of the same account that was decided on
    the same day, as the export or another debrief has it, if there is but one; else account and day
    are the deal. An anonymous debrief is found by its opportunity alone, and one without account or
    day is a deal of its own.
    """

    def __init__(self, corpus: Corpus, accounts: AccountBook) -> None:
        self._accounts = accounts
        # Of two rows about one deal the first counts.
        self.closed: Mapping[str, ClosedDeal] = {deal.opportunity: deal for deal in reversed(corpus.closed_deals)}
        self._decided_then: dict[Decision, dict[str, None]] = {}
        for deal in corpus.closed_deals:
            self._note(deal.account, deal.closed, deal.opportunity)
        for item in corpus.debriefs:
            debrief = item.value
            if debrief.opportunity and not debrief.withdrawn and not debrief.is_anonymous:
                self._note(debrief.account, debrief.decided, debrief.opportunity)

    def _note(self, account: str | None, day: dt.date | None, opportunity: str) -> None:
        if account and day:
            self._decided_then.setdefault((self._accounts.key(account), day), {})[opportunity] = None

    def candidates(self, debrief: Debrief) -> tuple[str, ...]:
        """The keys in the CRM of the deals that a debrief may be of: several where nobody can tell which."""
        if debrief.opportunity:
            return (debrief.opportunity,)
        if debrief.is_anonymous or not debrief.account or not debrief.decided:
            return ()
        return tuple(self._decided_then.get((self._accounts.key(debrief.account), debrief.decided), ()))

    def opportunity(self, debrief: Debrief) -> str:
        """The key in the CRM of a debrief's deal; empty where none is known."""
        candidates = self.candidates(debrief)
        return candidates[0] if len(candidates) == 1 else ""

    def closed_deal(self, debrief: Debrief) -> ClosedDeal | None:
        """What the export has of a debrief's deal."""
        return self.closed.get(self.opportunity(debrief))

    def key(self, item: ContentItem[Debrief]) -> str:
        """What all debriefs and rows of one deal share."""
        debrief = item.value
        if opportunity := self.opportunity(debrief):
            return key_of(opportunity)
        if debrief.is_anonymous or not debrief.account:
            return f"debrief {item.id}"
        return f"account {self._accounts.key(debrief.account)} {debrief.decided}"

    def told(self, debriefs: Iterable[ContentItem[Debrief]]) -> frozenset[str]:
        """The keys in the CRM of the deals that these debriefs tell of; one that was withdrawn tells of none."""
        found = (self.opportunity(item.value) for item in debriefs if not item.value.withdrawn)
        return frozenset(opportunity for opportunity in found if opportunity)


def key_of(opportunity: str) -> str:
    """What all debriefs and rows of the deal with this key in the CRM share."""
    return f"opportunity {opportunity}"
