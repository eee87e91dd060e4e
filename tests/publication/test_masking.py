"""Known names are found however they are spelt, and nothing else is touched."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builder.publication.masking import COLLEAGUE, PROSPECT, Mask, folded
from builder.reading.accounts import LEGAL_FORMS

ACCOUNTS = [
    "Acme Logistics GmbH",
    "Kesselrodt AG",
    "Next",
    "Straßenbau Weiß KG",
    "İstanbul Nakliyat",
    "Kvist AS",
    "G+H Söhne",
]
COLLEAGUES = ["Katrin Voß", "Mehmet Yıldırım"]
MASK = Mask(ACCOUNTS, COLLEAGUES)


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("Acme Logistics said no.", "[prospect] said no."),
        ("ACME LOGISTICS, acme logistics", "[prospect], [prospect]"),
        ("Acme-Logistics, Acme_Logistics, Acme\nLogistics", "[prospect], [prospect], [prospect]"),
        ("AcmeLogistics and acmelogistics", "[prospect] and [prospect]"),
        ("Acme Logistics GmbH & Co. KG left", "[prospect] left"),
        ("Acme Logistics, Inc. left", "[prospect]. left"),
        ("Acme Logistics G.m.b.H left", "[prospect] left"),
        ("Acme Logistics's offer, Acme Logistics’ offer", "[prospect]'s offer, [prospect]’ offer"),
        ("Kesselrodts Angebot, Kesselrodt's", "[prospect]s Angebot, [prospect]'s"),
        ("kesselrodt", "[prospect]"),
        ("kim@acme-logistics.com", "kim@[prospect].com"),
        ("https://www.kesselrodt.de/a?b=kesselrodt", "https://www.[prospect].de/a?b=[prospect]"),
        ("mail kim@next.io or https://next.com", "mail kim@[prospect].io or https://[prospect].com"),
        ("STRASSENBAU WEISS and Straßenbau Weiß", "[prospect] and [prospect]"),
        ("Stra\u00dfenbau Wei\u00df, istanbul nakliyat", "[prospect], [prospect]"),
        ("G + H So\u0308hne, g+h soehne", "[prospect], g+h soehne"),
        ("Katrin Voß, KATRIN VOSS, katrin.voss@us.example", "[colleague], [colleague], [colleague]@us.example"),
        ("Mehmet Yildirim and Yıldırım", "[colleague] and Yıldırım"),
        ("Next said: the next step", "[prospect] said: the next step"),
        ("next gmbh", "[prospect]"),
    ],
)
def test_names_are_found_under_every_spelling(text: str, masked: str) -> None:
    assert MASK(text) == masked


@pytest.mark.parametrize(
    "text",
    [
        "the next step",
        "Nextel, nexts, unNext, Next2",
        "Kesselrodter, Unkesselrodt, kesselrodt24",
        "acme or logistics alone",
        "Acme and Logistics",
        "",
        "Voß alone, Katrin alone",
        "GmbH & Co. KG",
        "[prospect] and [colleague]",
        "🙈 Ünï",
    ],
)
def test_other_words_stay(text: str) -> None:
    assert MASK(text) == text


def test_words_that_look_like_legal_forms_stay_in_a_sentence() -> None:
    assert (
        MASK("Kvist as a vendor, e.g. Kvist, e.g. them; Kvist AS")
        == "[prospect] as a vendor, e.g. [prospect], e.g. them; [prospect]"
    )


def test_names_that_look_like_the_masks_themselves_do_no_harm() -> None:
    mask = Mask(["Prospect GmbH", "Colleague Ltd", "Big Prospect"])
    once = mask("Prospect GmbH, Big Prospect and [prospect] of Colleague")
    assert once == "[prospect], [prospect] and [prospect] of [prospect]"
    assert mask(once) == once


def test_nothing_known_nothing_masked() -> None:
    assert Mask(["", "…", "x"])("x … said") == "x … said"


def test_names_that_share_a_word_are_all_found() -> None:
    mask = Mask(["Nord Nord", "Nord Nord Nord", "Sud Nord"])
    assert mask("Nord Nord Nord Nord Nord, Sud Nord Nord") == "[prospect] [prospect], Sud [prospect]"


def test_longer_names_are_found_first() -> None:
    mask = Mask(["Kesselrodt", "Kesselrodt Nord"])
    assert mask("Kesselrodt Nord and Kesselrodt") == "[prospect] and [prospect]"


LETTERS = st.text(st.sampled_from("abcdefgstuzßäöüéıİæøĳ"), min_size=2, max_size=8).filter(
    lambda word: folded(word) not in LEGAL_FORMS
)
NAMES = st.lists(LETTERS, min_size=2, max_size=3).map(" ".join)
SEPARATORS = st.sampled_from([" ", "-", "_", "  ", "\n", ", ", ".", "'", "/", "@"])
CASES: st.SearchStrategy[Callable[[str], str]] = st.sampled_from([str.upper, str.lower, str.title, str.casefold])


@given(st.lists(NAMES, min_size=1, max_size=4), st.data())
def test_after_masking_no_listed_name_is_left(names: list[str], data: st.DataObject) -> None:
    mask = Mask(names)
    pieces = [
        data.draw(CASES)(name).replace(" ", data.draw(SEPARATORS))
        for name in data.draw(st.lists(st.sampled_from(names), max_size=4))
    ]
    separator = data.draw(SEPARATORS)
    masked = mask(separator.join(pieces))
    left = re.findall(r"[^\W_]+", folded(masked))
    for name in names:
        words = re.findall(r"[^\W_]+", folded(name))
        assert not any(left[start : start + len(words)] == words for start in range(len(left))), masked
    assert mask(masked) == masked


@given(st.text(max_size=60))
def test_any_text_is_masked_once_and_for_all(text: str) -> None:
    once = MASK(text)
    assert MASK(once) == once


@given(st.text(st.characters(exclude_categories=["Lu", "Ll", "Lt", "Lo", "Lm"]), max_size=40))
def test_text_without_letters_is_untouched(text: str) -> None:
    assert Mask(ACCOUNTS)(text) == text


@pytest.mark.parametrize("name", ACCOUNTS)
def test_every_account_is_masked_as_it_is_listed(name: str) -> None:
    assert MASK(f"We lost {name} to them.") == f"We lost {PROSPECT} to them."


@pytest.mark.parametrize("name", COLLEAGUES)
def test_every_colleague_is_masked_as_listed(name: str) -> None:
    assert MASK(f"Ask {name}.") == f"Ask {COLLEAGUE}."


def test_the_article_that_opens_a_name_may_be_left_out() -> None:
    mask = Mask(["The Harbour Inquirer"])
    assert mask("We met Harbour Inquirer, then the Harbour Inquirer.") == "We met [prospect], then the [prospect]."
