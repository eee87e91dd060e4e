"""Closed deals that nobody has debriefed, and what a debrief takes from the CRM."""

from __future__ import annotations

from builder.reading.accounts import AccountBook
from builder.reading.corpus import Corpus
from builder.reading.deals import DealBook
from builder.schema.closed_deal import ClosedDeal


def deals_of(corpus: Corpus, rep: str) -> tuple[ClosedDeal, ...]:
    """The closed deals of a rep, each once."""
    return tuple(deal for deal in _deal_book(corpus).closed.values() if deal.rep == rep)


def deals_without_debrief(corpus: Corpus, rep: str) -> tuple[ClosedDeal, ...]:
    """The closed deals of a rep of which no debrief tells, whoever wrote it."""
    book = _deal_book(corpus)
    told = book.told(corpus.debriefs)
    return tuple(deal for deal in book.closed.values() if deal.rep == rep and deal.opportunity not in told)


def _deal_book(corpus: Corpus) -> DealBook:
    return DealBook(corpus, AccountBook(corpus.catalog.accounts))


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
