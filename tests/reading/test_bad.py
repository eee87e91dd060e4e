"""Every bad file of the tree beside this module is told with its place, and good ones stay."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from builder.reading.codes import CODES
from builder.reading.corpus import Corpus
from builder.reading.file_state import FileState
from tests.golden import made_by
from tests.support import printed, read

HERE = Path(__file__).parent
GOOD = re.compile(r"-600d000\d\.|/good\.|-good\.|-good-c|/sso\.yml|editions/2026-11\.md|catalog\.yml")
TESTED_ELSEWHERE = {
    "SB002": "test_bytes",
    "SB003": "test_bytes",
    "SB004": "test_bytes",
    "SB005": "test_bytes",
    "SB008": "test_corpus_reader",
    "SB010": "test_corpus_reader",
    "SB021": "test_markdown",
    "SB309": "test_rules",
    "SB311": "test_rules",
    "SB506": "test_rules",
    "SB508": "test_rules",
    "SB323": "test_deals",
    "SB318": "test_bets",
    "SB319": "test_bets",
    "SB401": "test_editions",
    "SB402": "test_editions",
    "SB403": "test_manifest",
    "SB404": "test_manifest",
    "SB406": "test_editions",
    "SB407": "test_editions",
    "SB408": "test_printed",
    "SB409": "test_printed",
    "SB410": "test_printed",
}


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    return read(HERE / "bad")


def test_every_fault_is_told_where_it_stands_with_a_way_out(corpus: Corpus) -> None:
    assert printed(corpus.diagnostics) == (HERE / "bad.expected").read_text(encoding="utf-8"), made_by("bad")


def test_diagnostics_are_sorted_by_path_line_and_column(corpus: Corpus) -> None:
    order = [(fault.path, fault.line, fault.column, fault.code.id) for fault in corpus.diagnostics]
    assert order == sorted(order)


def test_the_tree_holds_many_bad_files_and_each_has_one_state(corpus: Corpus) -> None:
    found = [path for path in (HERE / "bad").rglob("*") if path.is_file()]
    read_as_one = {"debrief", "debriefs/2026/2026-11-05-folder-0000ffff.md"}
    inside = [path for path in found if path.parent.relative_to(HERE / "bad").as_posix() in read_as_one]
    assert len(corpus.states) == len(found) - len(inside) + len(read_as_one)
    assert sum(state is FileState.SET_ASIDE for state in corpus.states.values()) >= 45


def test_errors_set_documents_aside_and_warnings_do_not(corpus: Corpus) -> None:
    with_errors = {fault.path for fault in corpus.diagnostics if fault.is_error}
    for found, state in corpus.states.items():
        if found.kind in ("debrief", "response", "comment", "promise", "initiative", "edition"):
            assert (state is FileState.SET_ASIDE) == (found.path in with_errors), found.path


def test_good_files_beside_bad_ones_stay_published(corpus: Corpus) -> None:
    good = {found.path: state for found, state in corpus.states.items() if GOOD.search(found.path)}
    duplicate_of_good = "debriefs/2026/2026-11-05-same-id-600d0001.md"
    assert good.pop(duplicate_of_good) is FileState.SET_ASIDE
    assert len(good) >= 13
    assert set(good.values()) == {FileState.PUBLISHED}


def test_scripts_templates_and_javascript_links_are_text_like_any_other(corpus: Corpus) -> None:
    item = next(item for item in corpus.debriefs if item.id == "600d0001")
    for harmless in ("<script>alert(1)</script>", "onerror=alert(2)", "(javascript:alert(3))", "{{ config.SECRET }}"):
        assert harmless in item.body
    other = next(item for item in corpus.debriefs if item.id == "600d0002").value
    assert other.account == "{{ 7 * 7 }} <b onclick=x>"
    assert other.ask == "{% include '/etc/passwd' %}"


def test_a_list_entry_with_a_fault_goes_and_the_others_stay(corpus: Corpus) -> None:
    assert [member.handle for member in corpus.roster or ()] == ["ana", "bo"]


def test_of_two_entries_with_one_id_the_first_stays(corpus: Corpus) -> None:
    assert [theme.title for theme in corpus.themes or () if theme.id == "onboarding"] == ["Onboarding"]


def test_every_code_of_reading_has_a_bad_example() -> None:
    fault = set(re.findall(r"\[(SB\d{3})\]", (HERE / "bad.expected").read_text(encoding="utf-8")))
    assert set(CODES) - fault == set(TESTED_ELSEWHERE), f"a bad file in tests/reading/bad, and {made_by('bad')}"


def test_every_error_offers_what_is_allowed() -> None:
    lines = (HERE / "bad.expected").read_text(encoding="utf-8").splitlines()
    for line, following in zip(lines, [*lines[1:], ""], strict=True):
        if ": error[" in line:
            assert following.startswith("    allowed: "), line
