"""What an answer may be chosen from: closed sets, the lists of the content, and the deals of the CRM."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from builder.authoring.draft_check import DraftContext
from builder.authoring.typed_values import TypedField
from builder.schema.catalog import BUILT_IN_HOUSE, CatalogEntry
from builder.schema.debrief import ANONYMOUS

Choices = Mapping[str, str]  # what can be answered, and what it means where that is not plain


def choices_for(field: str, form: TypedField, around: DraftContext) -> Choices:
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


def themes(around: DraftContext) -> Choices:
    """The themes that are in use."""
    day = around.settings.as_of
    in_use = (theme for theme in around.codebook.themes.values() if not theme.retired or theme.retired > day)
    return {theme.id: theme.title for theme in in_use}


def commenters(around: DraftContext) -> Choices:
    """Those in whose name a comment can be made."""
    return {**_people(around), **_titled(around.corpus.catalog.departments), ANONYMOUS: ""}


def _people(around: DraftContext) -> dict[str, str]:
    return {member.handle: member.name for member in around.corpus.roster or () if not member.left}


def _titled(entries: Iterable[CatalogEntry]) -> dict[str, str]:
    return {entry.id: entry.title for entry in entries}


def _files(field: str, around: DraftContext) -> Choices:
    """The ids of the files that a field refers to."""
    kind = {"promises": "promise", "broken_promises": "promise", "debriefs": "debrief", "cited_by": "debrief"}
    ids = around.ids.get(kind.get(field, field), frozenset())
    return dict.fromkeys(sorted(ids, reverse=True), "")


def _accounts(around: DraftContext) -> list[str]:
    """The accounts that are known to be prospects: of the catalogue and of the CRM."""
    known = [entry.title for entry in around.corpus.catalog.accounts]
    known += [deal.account for deal in around.corpus.closed_deals if deal.account]
    return sorted(dict.fromkeys(known), key=str.casefold)
