"""What an answer may be chosen from: closed sets, the lists of the content, and the deals of the CRM."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from builder.contributing.checking import Surroundings
from builder.contributing.values import Field
from builder.reading.state import State
from builder.schema.catalog import BUILT_IN_HOUSE, CatalogEntry
from builder.schema.closed_deal import ClosedDeal
from builder.schema.debrief import ANONYMOUS, Debrief

Choices = Mapping[str, str]  # what can be answered, and what it means where that is not plain


def choices_for(field: str, form: Field, around: Surroundings) -> Choices:
    """The answers that a field offers, each with its title; empty where anything may be said."""
    if form.choices:
        return dict.fromkeys(form.choices, "")
    if field in ("theme", "compelling", "repelling", "decided_by"):
        return themes(around)
    catalog, people = around.corpus.catalog, _people(around)
    departments = _titled(catalog.departments)
    offered: Mapping[str, Choices] = {
        "rep": {**people, ANONYMOUS: ""},
        "account": dict.fromkeys(_accounts(around), ""),
        "lost_to": {**_titled(catalog.competitors), BUILT_IN_HOUSE: ""},
        "competitors": {**_titled(catalog.competitors), BUILT_IN_HOUSE: ""},
        "segment": _titled(catalog.segments),
        "region": _titled(catalog.regions),
        "product": _titled(catalog.products),
        "claims": {claim.id: claim.says for claim in around.corpus.claims},
        "owner": departments,
        "department": departments,
        "made_by": {**departments, **people},
        "pursued_by": {**people, **departments},
        "by": departments,
    }
    return offered.get(field) or _files(field, around)


def themes(around: Surroundings) -> Choices:
    """The themes that are in use."""
    day = around.settings.as_of
    in_use = (theme for theme in around.codebook.themes.values() if not theme.retired or theme.retired > day)
    return {theme.id: theme.title for theme in in_use}


def commenters(around: Surroundings) -> Choices:
    """Those in whose name a comment can be made."""
    return {**_people(around), **_titled(around.corpus.catalog.departments), ANONYMOUS: ""}


def _people(around: Surroundings) -> dict[str, str]:
    return {member.handle: member.name for member in around.corpus.roster or () if not member.left}


def _titled(entries: Iterable[CatalogEntry]) -> dict[str, str]:
    return {entry.id: entry.title for entry in entries}


def _files(field: str, around: Surroundings) -> Choices:
    """The ids of the files that a field refers to."""
    kind = {"promises": "promise", "broken_promises": "promise", "debriefs": "debrief", "cited_by": "debrief"}
    ids = around.ids.get(kind.get(field, field), frozenset())
    return dict.fromkeys(sorted(ids, reverse=True), "")


def _accounts(around: Surroundings) -> list[str]:
    """The accounts that are known to be prospects: of the catalogue and of the CRM."""
    known = [entry.title for entry in around.corpus.catalog.accounts]
    known += [deal.account for deal in around.corpus.closed_deals if deal.account]
    return sorted(dict.fromkeys(known), key=str.casefold)


def deals_without_debrief(around: Surroundings, rep: str) -> tuple[ClosedDeal, ...]:
    """The closed deals of a rep that nobody has debriefed, newest first."""
    written = [item.value for item in around.corpus.debriefs if around.corpus.states.get(item.found) is State.PUBLISHED]
    told = {key for debrief in written for key in _keys_of(debrief, around)}
    left = [deal for deal in around.corpus.closed_deals if deal.rep == rep and deal.closed <= around.settings.as_of]
    left = [deal for deal in left if not told & {deal.opportunity, _key(deal.account, deal.closed, around)}]
    return tuple(sorted(left, key=lambda deal: (-deal.closed.toordinal(), deal.opportunity)))


def _keys_of(debrief: Debrief, around: Surroundings) -> tuple[str, ...]:
    return (debrief.opportunity or "", _key(debrief.account, debrief.decided, around))


def _key(account: str | None, day: Any, around: Surroundings) -> str:
    """The deal where the CRM's key is not given: account and day."""
    return f"{around.accounts.key(account)} {day}" if account else "no account"


def facts_of(deal: ClosedDeal, currency: str) -> dict[str, str]:
    """What a debrief takes from the CRM."""
    value = deal.value and f"{deal.value.amount} {deal.value.currency or currency}"
    told = {
        "account": deal.account,
        "outcome": deal.outcome.value,
        "opportunity": deal.opportunity,
        "value": value,
        "segment": deal.segment,
    }
    return {field: text for field, text in told.items() if text}
