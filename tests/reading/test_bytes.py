"""Encodings, line ends, sizes and depths: what is in a file before its fields are read."""

from __future__ import annotations

import pytest

from builder.diagnostics import Diagnostic
from builder.reading.codes import CODES
from builder.reading.csv_tables import read_table
from builder.reading.document_reader import DocumentReading, read_document
from builder.schema import KINDS
from tests.support import debrief, places

PATH = "debriefs/2026-11-05-acme-7f3c9a10.md"
GOOD = debrief(account="Müller GmbH", body="They said: “no”.\n\nThen nothing.")


def read_bytes(raw: bytes, path: str = PATH) -> DocumentReading:
    return read_document(KINDS["debrief"], path, raw)


def faults(raw: bytes, path: str = PATH) -> list[tuple[int, int, str, str]]:
    return [(d.line, d.column, d.code.id, d.message) for d in read_bytes(raw, path).diagnostics]


def test_utf_8_is_read_without_a_word() -> None:
    assert faults(GOOD.encode()) == []


@pytest.mark.parametrize("line_end", ["\r\n", "\r"])
def test_windows_and_old_mac_line_ends_are_the_same_file(line_end: str) -> None:
    other = read_bytes(GOOD.replace("\n", line_end).encode())
    plain = read_bytes(GOOD.encode())
    assert (other.records, other.body, other.seal, other.diagnostics) == (
        plain.records,
        plain.body,
        plain.seal,
        plain.diagnostics,
    )


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_faults_have_the_same_place_under_any_line_end(line_end: str) -> None:
    raw = GOOD.replace("outcome: lost", "outcome: lots").replace("\n", line_end).encode()
    assert faults(raw) == [(5, 10, "SB104", "'lots' is not one of the values of outcome")]


def test_a_byte_order_mark_is_a_warning_and_the_file_is_read() -> None:
    reading = read_bytes(b"\xef\xbb\xbf" + GOOD.encode())
    assert reading.diagnostics == (Diagnostic(PATH, 1, 1, CODES["SB005"], "a byte-order mark"),)
    assert reading.records == read_bytes(GOOD.encode()).records
    assert reading.seal == read_bytes(GOOD.encode()).seal


def test_latin_1_is_told_at_its_first_byte_in_characters_not_bytes() -> None:
    raw = "---\nask: “ü”\n".encode() + "account: Ä“ü".encode()[:-2] + b"\xfc GmbH\n---\n"
    assert faults(raw) == [(3, 12, "SB004", "byte 0xfc is not UTF-8")]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_utf_16_is_named_as_such_where_a_mark_shows_it(encoding: str) -> None:
    codes = [code for _, _, code, _ in faults(GOOD.encode(encoding))]
    assert codes == (["SB004"] if encoding == "utf-16" else ["SB003"])


def test_a_binary_file_is_told_at_its_first_nul() -> None:
    assert faults(b"PK\x03\x04\nab\0\0\xff") == [(2, 3, "SB003", "a NUL byte: this is not a text file")]


@pytest.mark.parametrize("raw", [b"", b" \n\t\n", b"\xef\xbb\xbf", b"\xef\xbb\xbf\r\n"])
def test_an_empty_file_is_told_once(raw: bytes) -> None:
    assert faults(raw) == [(1, 1, "SB006", "the file is empty")]


def test_ten_megabytes_are_refused_without_being_parsed() -> None:
    raw = GOOD.encode() + b"x" * 10_000_000
    assert faults(raw) == [(1, 1, "SB002", f"{len(raw):,} bytes")]


def test_a_megabyte_on_one_line_of_text_is_read() -> None:
    assert faults(GOOD.encode() + b"x" * 900_000) == []


def test_a_megabyte_on_one_line_of_fields_is_refused() -> None:
    raw = debrief(ask="x" * 900_000).encode()
    assert [(line, code) for line, _, code, _ in faults(raw)] == [(1, "SB002")]


def test_fields_up_to_the_bound_are_read_and_no_message_repeats_a_page() -> None:
    reading = read_bytes(debrief(outcome="x" * 60_000).encode())
    assert places(reading.diagnostics) == [(PATH, 5, 10, "SB104")]
    assert len(reading.diagnostics[0].message) < 400


def test_lists_may_be_longer_than_the_fields_of_a_debrief() -> None:
    entries = "".join(f"- {{handle: rep-{number}, name: Rep Number {number}}}\n" for number in range(3_000))
    assert len(entries) > 64_000
    reading = read_document(KINDS["roster"], "roster.yml", entries.encode())
    assert reading.diagnostics == ()
    assert len(reading.records) == 3_000


def test_a_fault_in_a_long_list_still_has_its_place() -> None:
    entries = "".join(f"- {{handle: rep-{number}, name: Rep Number {number}}}\n" for number in range(3_000))
    reading = read_document(KINDS["roster"], "roster.yml", (entries + "- {handle: X, name: X}\n").encode())
    assert places(reading.diagnostics) == [("roster.yml", 3_001, 12, "SB109")]


@pytest.mark.parametrize("opening", ["[", "{a: ", "- ", "? "])
def test_nesting_of_any_depth_is_one_fault(opening: str) -> None:
    diagnostics = read_bytes(debrief(claims=opening * 5_000).encode()).diagnostics
    assert len(diagnostics) == 1
    assert diagnostics[0].code.id in ("SB013", "SB017")


def test_an_alias_bomb_is_one_fault_and_costs_nothing() -> None:
    bomb = "a: &a [x, x]\n" + "".join(
        f"{name}: &{name} [{', '.join([f'*{before}'] * 9)}]\n"
        for before, name in zip("abcdefgh", "bcdefghi", strict=True)
    )
    diagnostics = read_bytes(f"---\n{bomb}---\n".encode()).diagnostics
    assert [faults.code.id for faults in diagnostics] == ["SB016"]


def test_a_few_aliases_are_read() -> None:
    reading = read_bytes(debrief(account="&a Acme", ask="*a").encode())
    assert reading.diagnostics == ()
    assert reading.records[0] is not None
    assert reading.records[0]["ask"] == "Acme"


@pytest.mark.parametrize("odd", ["\x85", "\u2028", "\u2029"])
def test_breaks_that_only_yaml_knows_do_not_shift_lines(odd: str) -> None:
    raw = debrief(ask=f'"one{odd}two{odd}three"', minutes="soon").encode()
    assert [(line, column) for line, column, _, _ in faults(raw)] == [(7, 10)]


def test_tables_know_the_same_encodings() -> None:
    kind, text = KINDS["attainment"], "period,rep,attainment\n2026-10,ana,0.9\n"
    assert read_table(kind, "attainment.csv", text.encode()).diagnostics == ()
    with_mark = read_table(kind, "attainment.csv", b"\xef\xbb\xbf" + text.encode())
    assert (places(with_mark.diagnostics), len(with_mark.records)) == ([("attainment.csv", 1, 1, "SB005")], 1)
    assert places(read_table(kind, "a.csv", b"\xef\xbb\xbf").diagnostics) == [("a.csv", 1, 1, "SB006")]
    assert places(read_table(kind, "a.csv", text.encode() + b"\xfc").diagnostics) == [("a.csv", 3, 1, "SB004")]
    assert places(read_table(kind, "a.csv", text.encode() + b"a\0").diagnostics) == [("a.csv", 3, 2, "SB003")]
    assert places(read_table(kind, "a.csv", text.encode("utf-16")).diagnostics) == [("a.csv", 1, 1, "SB004")]
