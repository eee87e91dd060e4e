"""The list of pages, in the order of the navigation: adding one is a view, a template, and an entry here."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from builder import addresses
from builder.views.claim import claims_page
from builder.views.contribute.forms_page import forms_page
from builder.views.edition import edition_list
from builder.views.edition.front_page import FrontPage, front_page
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
from builder.views.shared.phrases import Link
from builder.views.theme import matrix, theme_list, theme_page


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the site: where it is, what it is called, its template, and what the template sees."""

    address: str
    title: str
    template: str
    view: Any


class Menu(StrEnum):
    """Where every page leads to another from."""

    NAVIGATION = "navigation"
    FOOTER = "footer"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A page, or pages made alike, and what the site calls the place that leads there from everywhere.

    Without a `menu` other pages lead there. An entry without pages stands for what is made elsewhere.
    """

    address: str = ""
    label: str = ""
    menu: Menu | None = None
    pages: Callable[[PageContext], Iterable[Page]] = lambda context: ()


def nothing(context: PageContext) -> None:
    """What a template is given that needs nothing."""


def page(
    address: str,
    title: str,
    template: str,
    view: Callable[[PageContext], Any],
    menu: Menu | None = None,
) -> Entry:
    """The entry of one page, which has its title in a menu too."""
    return Entry(
        address=address,
        label=title,
        menu=menu,
        pages=lambda context: [Page(address, title, template, view(context))],
    )


def family(
    address: Callable[[str], str],
    template: str,
    views: Callable[[PageContext], Iterable[tuple[str, Any]]],
) -> Entry:
    """The entry of pages made alike: `views` gives the id and the view of each, which has a `title`."""
    return Entry(
        pages=lambda context: (Page(address(id), view.title, template, view) for id, view in views(context)),
    )


def _front(context: PageContext) -> Iterable[Page]:
    edition = context.publication.schedule.front
    name = context.settings.site_name
    if edition is None:
        yield Page(addresses.FRONT, name, "edition/empty.html", None)
        return
    yield Page(addresses.FRONT, name, "edition/front.html", front_page(context, edition, is_live=True))


def _edition_pages(context: PageContext) -> Iterable[tuple[str, FrontPage]]:
    for edition in context.publication.schedule.editions:
        yield edition.id, front_page(context, edition)


NAVIGATION, FOOTER = Menu.NAVIGATION, Menu.FOOTER
ENTRIES: tuple[Entry, ...] = (
    Entry(address=addresses.FRONT, label="Front page", menu=NAVIGATION, pages=_front),
    page(addresses.THEMES, "Themes", "theme/theme-list.html", theme_list.theme_list, NAVIGATION),
    family(addresses.theme, "theme/theme.html", theme_page.theme_pages),
    family(addresses.evidence_list, "evidence/evidence-list.html", evidence_list.evidence_lists),
    page(addresses.MATRIX, "Matrix", "theme/matrix.html", matrix.matrix, NAVIGATION),
    Entry(address=addresses.DEBRIEFS, label="Debriefs", menu=NAVIGATION),
    page(addresses.EDITIONS, "Editions", "edition/edition-list.html", edition_list.archive, NAVIGATION),
    family(addresses.edition, "edition/edition.html", _edition_pages),
    replace(
        page(addresses.SILENCE, "The silence", "response/unanswered.html", unanswered_page.unanswered_page, NAVIGATION),
        label="Silence",
    ),
    page(addresses.PROMISES, "Promises", "promise/promise-list.html", promise_list.promise_list, NAVIGATION),
    family(addresses.promise, "promise/promise.html", promise_page.promise_pages),
    page(
        addresses.INITIATIVES,
        "Bets",
        "initiative/initiative-list.html",
        initiative_list.initiative_list,
        NAVIGATION,
    ),
    family(addresses.initiative, "initiative/initiative.html", initiative_list.initiative_pages),
    page(addresses.CLAIMS, "Claims", "claim/claims.html", claims_page.claims_page, NAVIGATION),
    page(addresses.ANSWERS, "Answers", "response/record.html", record_page.record_page, NAVIGATION),
    page(addresses.METHOD, "Method", "reference/method.html", method_page.method_page, NAVIGATION),
    family(addresses.figure, "reference/figure.html", figure_page.figure_pages),
    page(addresses.CODES, "Diagnostics", "reference/codes.html", codes_page.codes_page),
    page(addresses.CONTRIBUTE, "Contribute", "contribute/contribute.html", forms_page, NAVIGATION),
    page(addresses.FIELDS, "Fields", "reference/fields.html", fields_page.fields_page),
    page(addresses.SCHEMA, "Schemas", "reference/schema.html", fields_page.schema_list),
    page(addresses.ABOUT, "About", "reference/about.html", nothing, FOOTER),
    page(addresses.COVERAGE, "Coverage", "reference/coverage.html", coverage_page.coverage_page, FOOTER),
    page(addresses.SET_ASIDE, "Set aside", "reference/set-aside.html", set_aside_page.set_aside_page, FOOTER),
    page(addresses.COMPETITORS, "Competitors", "reference/catalogue.html", catalogue_page.competitor_list, FOOTER),
    family(addresses.competitor, "reference/catalogue-entry.html", catalogue_page.competitor_pages),
    page(addresses.SEGMENTS, "Segments", "reference/catalogue.html", catalogue_page.segment_list, FOOTER),
    family(addresses.segment, "reference/catalogue-entry.html", catalogue_page.segment_pages),
    page(addresses.DATA, "Data", "reference/data.html", nothing, FOOTER),
    Entry(address=addresses.FEED, label="Feed", menu=FOOTER),
)


def pages_of(context: PageContext) -> Iterator[Page]:
    """Every page but the debriefs' own and their indexes."""
    for entry in ENTRIES:
        yield from entry.pages(context)


def links_of(menu: Menu) -> tuple[Link, ...]:
    """What stands in a menu, in its order."""
    return tuple(Link(entry.label, entry.address) for entry in ENTRIES if entry.menu is menu)
