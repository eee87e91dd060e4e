"""The list of mutants is one that can be run: `make mutants` does."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from tests.mutants.mutant import ROOT, Mutant, mutants, sources

ALL = mutants()
PACKAGE = sources(ROOT / "builder")


def test_there_are_enough_of_them_each_with_an_id_of_its_own() -> None:
    assert len(ALL) >= 30
    assert [id for id, times in Counter(mutant.id for mutant in ALL).items() if times > 1] == []


def test_no_two_break_the_same_in_the_same_way() -> None:
    assert len({(mutant.text, mutant.replacement) for mutant in ALL}) == len(ALL)


@pytest.mark.parametrize("mutant", ALL, ids=lambda mutant: mutant.id)
def test_the_text_of_a_mutant_stands_once_in_the_package(mutant: Mutant) -> None:
    assert len(mutant.places(PACKAGE)) == 1
    assert mutant.text != mutant.replacement


@pytest.mark.parametrize("mutant", ALL, ids=lambda mutant: mutant.id)
def test_the_tests_that_kill_a_mutant_are_there(mutant: Mutant) -> None:
    assert mutant.killed_by
    for test in mutant.killed_by:
        path, _, name = test.partition("::")
        text = (ROOT / path).read_text(encoding="utf-8")
        assert not name or re.search(rf"^def {name}\(", text, re.MULTILINE), test


@pytest.mark.parametrize("mutant", ALL, ids=lambda mutant: mutant.id)
def test_a_mutant_says_in_a_sentence_what_it_breaks(mutant: Mutant) -> None:
    assert re.fullmatch(r"[A-Z][^\n]+\.", mutant.breaks)
