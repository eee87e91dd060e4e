"""Lists of the whole record that are longer than a page go on, and lose nobody."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from builder.views.evidence import evidence_page
from builder.views.evidence.evidence_page import EvidenceIndex, EvidencePage
from builder.views.shared.names import Names
from builder.views.shared.page_context import PageContext
from tests.figures.test_comparisons import months
from tests.support import build, write

ADDRESS = "themes/support/evidence/all/"


def listed(page: EvidencePage, anchor: str) -> set[int]:
    """The numbers that a page gives for one cell."""
    (group,) = (group for part in page.figures for group in part.groups if group.anchor == anchor)
    numbers: set[int] = set()
    for first, last in re.findall(r"(\d+)(?:–(\d+))?", group.numbers):
        numbers |= set(range(int(first), int(last or first) + 1))
    return numbers


def test_a_long_list_goes_on_over_pages_each_with_its_part_of_every_cell(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(evidence_page, "PAGE_SIZE", 4)
    bulletin = build(
        write(tmp_path, months(("2026-10", "support", 7), ("2026-11", "support", 3), ("2026-11", "pricing", 5)))
    )
    planned = {
        one.address: one
        for one in EvidenceIndex(PageContext(bulletin, Names(bulletin.publication, bulletin.settings))).pages()
    }
    addresses = [ADDRESS, f"{ADDRESS}2/", f"{ADDRESS}3/"]
    assert sorted(address for address in planned if address.startswith(ADDRESS)) == addresses
    pages = [planned[address].make() for address in addresses]
    parts = [listed(page, "prevalence-repelling") for page in pages]
    assert parts == [{1, 2, 3, 4}, {5, 6, 7, 8}, {9, 10}]
    found = [link.href for page in pages if page.numbered for link in page.numbered.debriefs]
    row = bulletin.record.find("prevalence", "all", theme="support", side="repelling")
    assert row is not None
    assert sorted(found) == sorted(f"debriefs/{id}/" for id in row.debriefs or ())
    assert [link.href for link in pages[0].more] == addresses[1:]
    words = [one for part in pages[0].figures for group in part.groups for one in group.debriefs]
    assert "6 on the other pages of this list" in words


def test_a_list_that_fits_has_one_page(tmp_path: Path) -> None:
    bulletin = build(write(tmp_path, months(("2026-11", "support", 3))))
    pages = [
        one.address
        for one in EvidenceIndex(PageContext(bulletin, Names(bulletin.publication, bulletin.settings))).pages()
    ]
    assert [address for address in pages if address.startswith(ADDRESS)] == [ADDRESS]
