"""The list of pages: adding one is a view beside its siblings, a template, and an entry here."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from builder import addresses
from builder.schema import KINDS
from builder.views.claim import claims_page
from builder.views.contribute.forms_page import forms_page
from builder.views.edition import edition_list
from builder.views.edition.front_page import front_page
from builder.views.evidence import evidence_list
from builder.views.initiative import initiative_list
from builder.views.promise import promise_list, promise_page
from builder.views.reference import (
    catalogue_page,
    codes_page,
    coverage_page,
    fields_page,
    figure_page,
    method_page,
    set_aside_page,
)
from builder.views.response import record_page, unanswered_page
from builder.views.shared.page_context import PageContext
from builder.views.theme import matrix, theme_list, theme_page


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the site: where it is, what it is called, its template, and what the template sees."""

    address: str
    title: str
    template: str
    view: Any


PageMaker = Callable[[PageContext], Iterable[Page]]


def pages_of(context: PageContext) -> Iterator[Page]:
    """Every page but the debriefs' own and their indexes."""
    for make in MAKERS:
        yield from make(context)


def _front(context: PageContext) -> Iterable[Page]:
    edition = context.publication.schedule.front
    name = context.settings.site_name
    if edition is None:
        yield Page(addresses.FRONT, name, "edition/empty.html", None)
        return
    yield Page(addresses.FRONT, name, "edition/front.html", front_page(context, edition, is_live=True))


def _editions(context: PageContext) -> Iterable[Page]:
    yield Page(addresses.EDITIONS, "Editions", "edition/edition-list.html", edition_list.archive(context))
    for edition in context.publication.schedule.editions:
        view = front_page(context, edition)
        yield Page(addresses.edition(edition.id), view.title, "edition/edition.html", view)


def _answering(context: PageContext) -> Iterable[Page]:
    yield Page(addresses.SILENCE, "The silence", "response/unanswered.html", unanswered_page.unanswered_page(context))
    yield Page(addresses.ANSWERS, "Answers", "response/record.html", record_page.record_page(context))


def _themes(context: PageContext) -> Iterable[Page]:
    yield Page(addresses.THEMES, "Themes", "theme/theme-list.html", theme_list.theme_list(context))
    for id, view in theme_page.theme_pages(context):
        yield Page(addresses.theme(id), view.title, "theme/theme.html", view)
        listed = evidence_list.evidence_list(context, context.names.theme(id))
        yield Page(addresses.evidence_list(id), f"{view.title}: the evidence", "evidence/evidence-list.html", listed)


def _promises(context: PageContext) -> Iterable[Page]:
    yield Page(addresses.PROMISES, "Promises", "promise/promise-list.html", promise_list.promise_list(context))
    for id, view in promise_page.promise_pages(context):
        yield Page(addresses.promise(id), view.title, "promise/promise.html", view)


def _tables(context: PageContext) -> Iterable[Page]:
    yield Page(addresses.MATRIX, "Matrix", "theme/matrix.html", matrix.matrix(context))
    yield Page(addresses.COVERAGE, "Coverage", "reference/coverage.html", coverage_page.coverage_page(context))
    yield Page(addresses.METHOD, "Method", "reference/method.html", method_page.method_page(context))
    for name, view in figure_page.figure_pages(context):
        yield Page(addresses.figure(name), view.entry.title, "reference/figure.html", view)


def _initiatives(context: PageContext) -> Iterable[Page]:
    yield Page(
        addresses.INITIATIVES,
        "Bets",
        "initiative/initiative-list.html",
        initiative_list.initiative_list(context),
    )
    for id, view in initiative_list.initiative_pages(context):
        yield Page(addresses.initiative(id), view.title, "initiative/initiative.html", view)


def _catalogue(context: PageContext) -> Iterable[Page]:
    yield Page(
        addresses.COMPETITORS,
        "Competitors",
        "reference/catalogue.html",
        catalogue_page.competitor_list(context),
    )
    yield Page(addresses.SEGMENTS, "Segments", "reference/catalogue.html", catalogue_page.segment_list(context))
    for id, view in catalogue_page.competitor_pages(context):
        yield Page(addresses.competitor(id), view.title, "reference/catalogue-entry.html", view)
    for id, view in catalogue_page.segment_pages(context):
        yield Page(addresses.segment(id), view.title, "reference/catalogue-entry.html", view)


def _claims(context: PageContext) -> Iterable[Page]:
    yield Page(addresses.CLAIMS, "Claims", "claim/claims.html", claims_page.claims_page(context))


def _reference(context: PageContext) -> Iterable[Page]:
    yield Page(addresses.SET_ASIDE, "Set aside", "reference/set-aside.html", set_aside_page.set_aside_page(context))
    yield Page(addresses.CODES, "Diagnostics", "reference/codes.html", codes_page.codes_page())
    yield Page(addresses.FIELDS, "Fields", "reference/fields.html", fields_page.fields_page())
    yield Page(addresses.SCHEMA, "Schemas", "reference/schema.html", tuple(KINDS.values()))
    yield Page(addresses.CONTRIBUTE, "Contribute", "contribute/contribute.html", forms_page(context))
    yield Page(addresses.ABOUT, "About", "reference/about.html", None)
    yield Page(addresses.DATA, "Data", "reference/data.html", None)


MAKERS: tuple[PageMaker, ...] = (
    _front,
    _editions,
    _answering,
    _promises,
    _initiatives,
    _claims,
    _themes,
    _tables,
    _catalogue,
    _reference,
)
