"""What file names and account names say."""

from __future__ import annotations

import datetime as dt
import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builder.reading.accounts import AccountBook, core_of
from builder.reading.file_names import parse_name, shown
from builder.schema.catalog import CatalogEntry
from builder.support.nearest import listed, nearest

DAY = dt.date(2026, 11, 3)


@pytest.mark.parametrize(
    ("kind", "stem", "id", "recorded"),
    [
        ("debrief", "2026-11-03-ana-acme-7f3c9a10", "7f3c9a10", DAY),
        ("debrief", "2026-11-03-7f3c9a10", "7f3c9a10", DAY),
        ("debrief", "2026-11-03-Ana (2) – Ä-7f3c9a10", "7f3c9a10", DAY),
        ("comment", "2026-11-03-contract-terms-5d20e1b7", "5d20e1b7", DAY),
        ("response", "2026-11-03-contract-terms", "2026-11-03-contract-terms", DAY),
        ("promise", "sso-in-pilot", "sso-in-pilot", None),
        ("edition", "2026-11", "2026-11", None),
    ],
)
def test_a_name_says_when_and_under_which_id(kind: str, stem: str, id: str, recorded: dt.date | None) -> None:
    name, faults = parse_name(kind, stem)
    assert faults == []
    assert name is not None
    assert (name.id, name.recorded) == (id, recorded)


@pytest.mark.parametrize(
    ("kind", "stem"),
    [
        ("debrief", "ana-acme-7f3c9a10"),
        ("debrief", "2026-02-30-acme-7f3c9a10"),
        ("debrief", "20261103-acme-7f3c9a10"),
        ("debrief", "03-11-2026-acme-7f3c9a10"),
        ("response", "contract-terms"),
        ("response", "2026-11-03-Contract Terms"),
        ("promise", "SSO"),
        ("initiative", "a_b"),
    ],
)
def test_a_name_without_its_date_or_id_is_a_fault(kind: str, stem: str) -> None:
    name, faults = parse_name(kind, stem)
    assert (name, [fault.code.id for fault in faults]) == (None, ["SB009"])


@pytest.mark.parametrize(
    "stem", ["2026-11-03-ana-acme", "2026-11-03-acme-7F3C9A10", "2026-11-03-acme-7f3c9a1", "2026-11-03"]
)
def test_without_digits_an_id_is_made_that_stays_the_same(stem: str) -> None:
    name, faults = parse_name("debrief", stem)
    again, _ = parse_name("debrief", stem)
    assert [fault.code.id for fault in faults] == ["SB220"]
    assert name is not None
    assert name == again
    renamed, no_faults = parse_name("debrief", faults[0].suggestion)
    assert (renamed and renamed.id, no_faults) == (name.id, [])


@given(st.text(max_size=20), st.text(max_size=20))
def test_shown_paths_are_printable_and_as_different_as_the_paths(first: str, second: str) -> None:
    assert shown(first).isprintable()
    assert (shown(first) == shown(second)) == (first == second)


SPELLINGS = [
    "Acme GmbH",
    "ACME",
    "acme g.m.b.h.",
    "Acme, Inc.",
    "Acme GmbH & Co. KG",
    " Acme  AG ",
    "Acme-Holding",
    "acme S.A.",
]


@pytest.mark.parametrize(("first", "second"), list(itertools.combinations(SPELLINGS, 2)))
def test_case_punctuation_and_legal_form_are_ignored(first: str, second: str) -> None:
    book = AccountBook()
    assert book.key(first) == book.key(second)


@pytest.mark.parametrize("other", ["Acme Logistics", "Acmee", "Nacme", "GmbH", "AG & Co. KG", "…", "Ac me"])
def test_other_names_have_other_keys(other: str) -> None:
    book = AccountBook()
    assert book.key(other) != book.key("Acme GmbH")
    assert book.key(other)


def test_aliases_share_the_key_of_their_account() -> None:
    book = AccountBook([CatalogEntry(id="acme", title="Acme GmbH", aliases=("Acme Logistics", "ACL"))])
    assert {book.key(name) for name in ("acme", "ACME AG", "Acme-Logistics GmbH", "acl")} == {"acme"}


@given(st.text(min_size=1, max_size=20))
def test_a_key_is_its_own_key(name: str) -> None:
    book = AccountBook()
    assert book.key(book.key(name)) == book.key(name)


def test_a_name_made_of_legal_forms_alone_keeps_them() -> None:
    assert core_of("Holding AG") == ("holding", "ag")


def test_the_nearest_word_ignores_case_and_may_be_none() -> None:
    assert nearest("Contract-Term", ["pricing", "contract-terms"]) == "contract-terms"
    assert nearest("zzz", ["pricing"]) == ""
    assert nearest("pricing", []) == ""


def test_a_long_list_is_cut_with_a_count() -> None:
    assert listed(["b", "a"]) == "a, b"
    assert listed(map(str, range(15)), most=3) == "0, 1, 10 and 12 more"
