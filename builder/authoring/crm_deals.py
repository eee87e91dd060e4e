"""Closed deals that nobody has debriefed, and what a debrief takes from the CRM."""

from __future__ import annotations

from builder.reading.accounts import AccountBook
from builder.reading.corpus import Corpus
from builder.schema.closed_deal import ClosedDeal


def deals_of(corpus: Corpus, rep: str) -> tuple[ClosedDeal, ...]:
    """The closed deals of a rep; of two rows about one deal the first counts."""
    every = {deal.opportunity: deal for deal in reversed(corpus.closed_deals)}
    return tuple(deal for deal in every.values() if deal.rep == rep)


def deals_without_debrief(corpus: Corpus, rep: str) -> tuple[ClosedDeal, ...]:
    """The closed deals of a rep of which no debrief tells, whoever wrote it.

    A debrief tells of a deal by the key of the CRM, or by account and day.
    """
    book = AccountBook(corpus.catalog.accounts)
    values = [item.value for item in corpus.debriefs]
    opportunities = {value.opportunity for value in values}
    decisions = {(book.key(value.account), value.decided) for value in values if value.account}
    return tuple(
        deal
        for deal in deals_of(corpus, rep)
        if deal.opportunity not in opportunities
        and (deal.account is None or (book.key(deal.account), deal.closed) not in decisions)
    )


def facts_of(deal: ClosedDeal, currency: str) -> dict[str, str]:
    """What a debrief takes from the CRM; a value without a currency is in the site's."""
    value = deal.value and f"{deal.value.amount} {deal.value.currency or currency}"
    fields = {
        "account": deal.account,
        "outcome": deal.outcome.value,
        "opportunity": deal.opportunity,
        "value": value,
        "segment": deal.segment,
    }
    return {field: text for field, text in fields.items() if text}
