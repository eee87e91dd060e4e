"""What figures count people, accounts and deals by: numbers that mean nothing outside one build."""

from __future__ import annotations

import typing
from collections.abc import Iterable
from dataclasses import dataclass

from builder.config import Rhythm
from builder.editions import Calendar, Period
from builder.publication.audience_policy import AudiencePolicy, territory_of
from builder.publication.publication import Attained, Attribution, CountedDeal
from builder.publication.value_bands import middle_of_band
from builder.reading.corpus import ContentItem
from builder.reading.deals import key_of
from builder.schema.closed_deal import ClosedDeal
from builder.schema.debrief import Debrief


@dataclass(frozen=True, slots=True)
class _Numbers:
    """Gives out one number to each key, in the order of asking."""

    given: dict[str, int]

    def __call__(self, key: str) -> int:
        return self.given.setdefault(key, len(self.given) + 1)


class Attributions:
    """Who and what stands behind debriefs, closed deals and attainment."""

    def __init__(self, policy: AudiencePolicy) -> None:
        self._policy = policy
        self._deals = _Numbers({})
        self._accounts = _Numbers({})
        self._reporters = _Numbers({})

    def deal(self, item: ContentItem[Debrief]) -> int:
        """The number of the deal that a debrief is of.

        From 1 upwards, in no order that says anything; debriefs of one deal share it.
        """
        return self._deals(self._policy.deals.key(item))

    def of_debrief(self, item: ContentItem[Debrief]) -> Attribution:
        """Who stands behind a debrief; the value of an anonymous one is the middle of its band."""
        value, amount = item.value, self._policy.amount(item.value)
        member = self._policy.members.get(value.rep or "")
        account = f"account {self._policy.accounts.key(value.account)}" if value.account else f"debrief {item.id}"
        return Attribution(
            debrief=item.id,
            reporter=0 if value.is_anonymous else self._reporters(value.source),
            account=self._accounts(account),
            value=middle_of_band(amount) if value.is_anonymous else amount,
            minutes=value.minutes,
            team=(member.team or "") if member else "",
            territory=territory_of(member, item.recorded) if member else "",
            is_shared=not item.found.private,
        )

    def closed_deals(self) -> Iterable[CountedDeal]:
        """The deals of the export that closed by the date of the settings, each once."""
        in_order = dict.fromkeys(deal.opportunity for deal in self._policy.corpus.closed_deals)
        for deal in map(self._policy.deals.closed.__getitem__, in_order):
            if deal.closed <= self._policy.settings.as_of:
                yield self._counted(deal)

    def _counted(self, deal: ClosedDeal) -> CountedDeal:
        policy, money = self._policy, deal.value
        member = policy.members.get(deal.rep or "")
        return CountedDeal(
            deal=self._deals(key_of(deal.opportunity)),
            closed=deal.closed,
            outcome=deal.outcome,
            value=None if money is None else policy.settings.in_site_currency(money.amount, money.currency),
            segment=policy.catalogue_id("segments", deal.segment),
            reporter=self._reporters(deal.rep) if deal.rep else 0,
            team=(member.team or "") if member else "",
            territory=territory_of(member, deal.closed) if member else "",
        )

    def attainments(self) -> Iterable[Attained]:
        """What is known of reps on the roster, in the form of period that most rows have."""
        policy = self._policy
        calendars = [Calendar(rhythm, policy.settings.fiscal_start) for rhythm in Rhythm]
        rows = [row for row in policy.corpus.attainment if row.is_plausible and row.rep in policy.members]
        by_form = [(calendar, [row for row in rows if calendar.parse(row.period)]) for calendar in calendars]
        calendar, chosen = max(by_form, key=lambda entry: len(entry[1]))
        for row in chosen:
            period = typing.cast(Period, calendar.parse(row.period))
            if period.last <= policy.settings.as_of:
                peers = territory_of(policy.members[row.rep], period.last)
                yield Attained(self._reporters(row.rep), period.last, peers, row.attainment / row.expectation)
