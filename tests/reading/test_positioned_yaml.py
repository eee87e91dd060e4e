"""Plain data survives, places point at what they name, and faults are named as a person would."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from builder.diagnostics import Place
from builder.reading.positioned_yaml import Places, YamlFault, parse

WORDS = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"], exclude_characters="\ufeff\ufffe\uffff"), max_size=12
)
DATA: st.SearchStrategy[Any] = st.recursive(
    WORDS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner, max_size=3),
    max_leaves=12,
)


def depth(value: Any) -> int:
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return 1 + max(map(depth, inner), default=0) if isinstance(value, dict | list) else 0


@given(DATA, st.booleans(), st.booleans())
def test_plain_data_is_read_as_the_reference_reader_does(data: Any, flow: bool, ascii_only: bool) -> None:
    text = yaml.safe_dump(data, default_flow_style=flow, allow_unicode=not ascii_only, width=60)
    reference = yaml.load(text, Loader=yaml.BaseLoader)
    if depth(data) > 6:
        with pytest.raises(YamlFault):
            parse(text)
    else:
        assert parse(text) == reference == data


@pytest.mark.parametrize(
    "word", ["no", "on", "~", "null", "0o17", "1_000", "12:30", "2026-11-03", "1e3", "=", "<<", "01234567"]
)
def test_words_that_other_readers_convert_stay_text(word: str) -> None:
    assert parse(f"{word}: {word}\n") == {word: word}


@given(DATA)
def test_every_place_points_at_its_key_and_value(data: Any) -> None:
    if depth(data) > 6:
        return
    text = yaml.safe_dump(data, allow_unicode=True, width=1_000)
    places = Places()
    parse(text, places)
    lines = text.split("\n")
    for place in (*places.keys.values(), *places.values.values()):
        assert 1 <= place.line <= len(lines)
        assert 1 <= place.column <= len(lines[place.line - 1]) + 1


def test_places_count_lines_and_characters_from_one() -> None:
    places = Places()
    parse("a: x\nbü:\n  - y\n  - {ç: z, d: 'four'}\n", places)
    assert places.keys == {
        ("a",): Place(1, 1, 1),
        ("bü",): Place(2, 1, 2),
        ("bü", 1, "ç"): Place(4, 6, 1),
        ("bü", 1, "d"): Place(4, 12, 1),
    }
    assert places.values[("bü", 0)] == Place(3, 5, 1)
    assert places.values[("bü", 1, "d")] == Place(4, 15, 6)


def fault_of(text: str) -> YamlFault:
    with pytest.raises(YamlFault) as caught:
        parse(text)
    return caught.value


@pytest.mark.parametrize(
    ("text", "code", "place"),
    [
        ("a: b: c\n", "SB012", (1, 5)),
        ("x: y\na:\n  b: c: d\n", "SB012", (3, 7)),
        ("a:\n\t- b\n", "SB014", (2, 1)),
        ("a:\n  \tb: c\n", "SB014", (2, 3)),
        ("a: 1\na: 2\n", "SB015", (2, 1)),
        ("a: !!binary b\n", "SB016", (1, 4)),
        ("!!int a: b\n", "SB016", (1, 1)),
        ("a: *b\n", "SB016", (1, 4)),
        ("a: &b [*b]\n", "SB016", (1, 8)),
        ("a: [[[[[[x]]]]]]\n", "SB017", (1, 9)),
        ("[a]: b\n", "SB013", (1, 1)),
        ("*a : b\n", "SB013", (1, 1)),
        ("a: 1\n---\nb: 2\n", "SB013", (2, 1)),
        ('a: "b\nc: d\n', "SB013", (1, 4)),
        ("b: 1\na: [b\n", "SB013", (2, 4)),
        ("a: `b`\n", "SB013", (1, 4)),
        ("a: 1\nb: \x1b[0m\n", "SB013", (2, 4)),
        ("a: 1\n  b: 2\n", "SB013", (2, 4)),
    ],
)
def test_faults_have_a_code_and_the_place_to_look_at(text: str, code: str, place: tuple[int, int]) -> None:
    fault = fault_of(text)
    assert (fault.code.id, (fault.place.line, fault.place.column)) == (code, place)


@pytest.mark.parametrize("text", ["!!str a: b\n", "a: !!str b\n", "a: ! b\n"])
def test_the_tag_of_plain_text_changes_nothing(text: str) -> None:
    assert parse(text) == {"a": "b"}


def test_the_mended_line_reads_as_meant() -> None:
    fault = fault_of('note: They said: "no" \\o/ # again: no\n')
    assert parse(fault.suggestion + "\n") == {"note": 'They said: "no" \\o/ # again: no'}


def test_second_values_are_collected_where_a_list_is_given() -> None:
    duplicates: list[YamlFault] = []
    assert parse("a: 1\na: {b: 2}\nc: 3\nc: 4\n", None, duplicates) == {"a": "1", "c": "3"}
    assert [(fault.code.id, fault.place.line) for fault in duplicates] == [("SB015", 2), ("SB015", 4)]


@pytest.mark.parametrize("text", ["", "\n", "# nothing\n"])
def test_an_empty_text_is_none(text: str) -> None:
    assert parse(text) is None
