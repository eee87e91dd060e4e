"""Every printed figure leads to the exact debriefs behind it, and the page and the command never differ."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterator, Mapping
from urllib.parse import urljoin, urlsplit

import pytest

from builder.build import Bulletin, assemble
from builder.figures.catalogue import CATALOGUE
from builder.reporting.figures import as_data
from builder.site_file import settings_of
from builder.views.shared.names import Names
from tests.site.support import Element, Page, Site, run

AS_OF = "2026-11-16"
WHEN_NONE = {"promises": "none due yet", "answers": "none due yet", "bets": "none decided"}
COUNT = re.compile(r"\b(?:\d[\d,]* of|none of|all|both|the only) ?\d*")


@pytest.fixture(scope="module")
def bulletin(site: Site) -> Bulletin:
    settings = settings_of(site.source / "mkdocs.yml", dt.date.today(), {"as_of": AS_OF, "audience": site.audience})
    return assemble(settings)


def rows_of(page: Page) -> Mapping[str, tuple[Element, list[Element]]]:
    """The cells of a page of evidence by anchor: each with the elements inside it."""
    cells = [element for element in page.elements if element["class"] == "facts__row" and element["id"]]
    inside: dict[int, list[Element]] = {id(cell): [] for cell in cells}
    for element in page.elements:
        for parent in element.parents:
            if id(parent) in inside:
                inside[id(parent)].append(element)
    return {cell["id"]: (cell, inside[id(cell)]) for cell in cells}


class _Cells(dict[str, Mapping[str, tuple[Element, list[Element]]]]):
    """The cells of the pages of a site by address, worked out once."""

    def __init__(self, site: Site) -> None:
        super().__init__()
        self._site = site

    def __missing__(self, address: str) -> Mapping[str, tuple[Element, list[Element]]]:
        self[address] = rows_of(self._site.pages[address])
        return self[address]


def numbered(page: Page) -> dict[int, str]:
    """The debriefs that the numbers of a page stand for."""
    found = {}
    for element in page.elements:
        if element.tag == "a" and element.text.strip().isdigit() and "debriefs/" in element["href"]:
            found[int(element.text)] = urlsplit(element["href"]).path.rstrip("/").rsplit("/", 1)[-1]
    return found


def listed(behind: Element, links: list[Element], numbers: Mapping[int, str]) -> set[str]:
    """The ids that one cell lists, by links or by numbers."""
    if not numbers:
        hrefs = (link["href"] for link in links if link.tag == "a" and behind in link.parents)
        return {urlsplit(href).path.rstrip("/").rsplit("/", 1)[-1] for href in hrefs if "debriefs/" in href}
    ids = set()
    for first, last in re.findall(r"(?<![\d ]) ?\b(\d+)(?:–(\d+))?(?=,|$)", behind.text):
        ids |= {numbers[number] for number in range(int(first), int(last or first) + 1)}
    return ids


def test_the_page_and_the_command_never_differ(site: Site, bulletin: Bulletin) -> None:
    names = Names(bulletin.publication, bulletin.settings)
    shown = {debrief.id for debrief in bulletin.publication.debriefs if debrief.has_page}
    cells_of = _Cells(site)
    compared = 0
    for name, figure in CATALOGUE.items():
        for edition in (*bulletin.record.editions, "all"):
            data = as_data(bulletin, figure, edition)["rows"]
            rows = bulletin.record.rows(name, edition)
            for row, cell in zip(rows, data, strict=True):
                address, anchor = names.behind(name, row).split("#")
                page = site.pages[address]
                _, inside = cells_of[address][anchor]
                (count,) = (element for element in inside if element.tag == "b")
                if name == "corroboration":
                    assert re.findall(r"\d+", count.text) == [str(cell["k"]), str(cell["n"])]
                elif cell.get("band") == "compared":
                    assert (count.text, cell["k"], cell["n"]) == ("", 0, 0)
                elif name in WHEN_NONE and not cell["n"]:
                    assert count.text == WHEN_NONE[name]
                else:
                    assert count.text == f"{cell['k']:,} of {cell['n']:,}", (address, anchor)
                behind, *more = (element for element in inside if element["class"].startswith("behind"))
                if cell["debriefs"] is None:
                    assert "lists no debriefs" in behind.text
                    continue
                numbers = numbered(page) if edition == "all" else {}
                ids = listed(behind, inside, numbers)
                assert ids == set(cell["debriefs"]) & shown, (address, anchor)
                assert ids or "nothing to list" in behind.text or set(cell["debriefs"]) - shown
                others = listed(more[0], inside, numbers) if more else set()
                assert others == set(cell.get("others", ())) & shown, (address, anchor)
                compared += 1
    assert compared > 1_000


def test_no_row_lists_a_debrief_twice(bulletin: Bulletin) -> None:
    for name in CATALOGUE:
        for edition in (*bulletin.record.editions, "all"):
            for row in bulletin.record.rows(name, edition):
                for ids in (row.debriefs or (), row.others):
                    assert len(set(ids)) == len(ids), (name, edition, row.keys)


def test_the_command_prints_what_the_pages_are_made_of(site: Site, bulletin: Bulletin) -> None:
    done = run(
        "figures",
        "change",
        "--as-of",
        AS_OF,
        "--audience",
        site.audience,
        "--edition",
        "2026-10",
        "--format",
        "json",
        cwd=site.source,
    )
    assert json.loads(done.stdout) == as_data(bulletin, CATALOGUE["change"], "2026-10")


def counts_on(page: Page) -> Iterator[Element]:
    """The links on a page that print a count."""
    for element in page.all("a"):
        if element["class"] == "count" and COUNT.search(element.text):
            yield element


def test_every_count_on_every_page_is_a_link_to_what_stands_behind_it(site: Site) -> None:
    cells_of = _Cells(site)
    led = 0
    for address, page in site.pages.items():
        for link in counts_on(page):
            target = urlsplit(urljoin(f"/{address}", link["href"]))
            assert target.path.lstrip("/") in site.pages, (address, link["href"])
            if target.fragment and "/evidence/" in target.path and " of " in link.text:
                _, inside = cells_of[target.path.lstrip("/")][target.fragment]
                assert link.text.split(" of ")[-1] in " ".join(element.text for element in inside), (address, link.text)
            led += 1
    assert led > 500


def test_no_count_in_a_headline_a_fact_or_a_table_stands_without_a_link(site: Site) -> None:
    for address in ("", "coverage/", "themes/", "themes/contract-terms/", "matrix/", "segments/mid-market/"):
        page = site.pages[address]
        for element in page.elements:
            if element["class"] in ("table__figure", "bars__count", "matrix__count") and element.tag in ("td", "span"):
                inside = [one for one in page.elements if element in one.parents and one.tag == "a"]
                assert inside or not re.search(r"\d", element.text), (address, element.text)


def test_every_page_of_evidence_has_the_query_and_the_date_of_the_data(site: Site) -> None:
    pages = [
        page
        for address, page in site.pages.items()
        if re.search(r"/(evidence/[^/]+|method/[^/]+/\d{4}-\d\d)/$", address)
    ]
    assert pages
    for page in pages:
        assert any(element.tag == "a" and element.text == "The query" for element in page.elements), page.address
        assert re.search(r"(?:data of|as printed on) \d+ \w+ 2026", page.text), page.address
