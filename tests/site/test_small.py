"""One debrief, broken exports, a period without debriefs: plain sentences, never a number that is none."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.site.support import Site, build, repository
from tests.support import LISTS, debrief

NO_NUMBER = re.compile(r"(?<![a-z])(?:nan|inf|infinity)(?![a-z])|>None<", re.IGNORECASE)
ONE = {"debriefs/2026/2026-11-03-00000001.md": debrief("repelling:\n  support: Slow.", value="1000 CHF")}
BROKEN = {
    "attainment.csv": "period,rep,attainment\n2026-10,ana,85\n2026-Q3,nobody,-1\n2026-09,ana,1.1\n",
    "closed_deals.csv": "opportunity,account,closed,outcome,value,rep,segment\nOP-1,Other,2026-09-03,won,9 CHF,ana,\n",
}
GAP = {"debriefs/2026/2026-02-03-00000002.md": debrief(decided="2026-02-01", account="Beta", rep="bo")}
DRAWN = "repelling: none\ncompelling:\n  pricing: {note: Fair., detail: value}"
UNNAMED = {"debriefs/2026/2026-11-04-00000003.md": debrief(DRAWN, account="Gamma", outcome="won")}


@pytest.mark.parametrize(
    "files",
    [ONE, {**ONE, **BROKEN}, {**ONE, **GAP}, UNNAMED],
    ids=["one", "broken exports", "a gap", "no reason against"],
)
def test_small_and_broken_input_gives_sentences(tmp_path: Path, files: dict[str, str]) -> None:
    folder = repository(tmp_path, {**LISTS, **files})
    site = Site(build(folder, folder / "site", "--as-of", "2026-11-21"), folder, "everyone")
    wrong = [address for address, page in site.pages.items() if NO_NUMBER.search(page.raw.decode("utf-8"))]
    assert wrong == []
    front = site.pages[""]
    assert any(element["class"] == "lead__headline" and element.text for element in front.elements)
    assert "There are not yet editions enough to compare." in front.text or "comparison" in front.text
