"""What others obey is written so that they do not: terminals, runners, XML, JSON and spreadsheets."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from builder.diagnostics import Diagnostic
from builder.diagnostics.field_codes import UNKNOWN_KEY
from builder.exports.data_files import DataTable, files_of
from builder.reporting import github, machine, text
from builder.support.escaping import (
    as_json,
    for_spreadsheet,
    for_terminal,
    for_workflow,
    for_workflow_property,
    for_xml,
)

# OSC and CSI, C1, marks of direction, what is no character, and half of one.
ODD = "\x1b]0;x\x07\x1b[31m\x9b2J\x85\u202e\u2066\u200b\ufeff\ufffe\uffff\ufdd0\U0001fffe\x00\x7f"
ANY = st.text(alphabet=st.characters(), max_size=30)


@given(ANY)
def test_nothing_that_a_terminal_obeys_reaches_it(given_: str) -> None:
    shown = for_terminal(given_)
    assert all(char.isprintable() or char == "\n" for char in shown)
    assert shown == given_ or not given_.isprintable()
    assert for_terminal(given_, is_one_line=True).isprintable()


def test_an_escape_can_be_read_and_lines_stay_lines() -> None:
    assert for_terminal("a\x1b[2Jb\nc\u202e") == "a\\x1b[2Jb\nc\\u202e"
    assert for_terminal("one\ntwo", is_one_line=True) == "one\\ntwo"
    assert for_terminal("Müller & Søn, 10 000 €") == "Müller & Søn, 10 000 €"


@given(ANY)
def test_a_workflow_command_ends_where_it_should(given_: str) -> None:
    for escaped in (for_workflow(given_), for_workflow_property(given_)):
        assert escaped.isprintable()
    assert not {":", ","} & set(for_workflow_property(given_))


def test_a_message_cannot_become_a_command_or_a_line_of_its_own() -> None:
    odd = Diagnostic(f"a{ODD}.md", 1, 1, UNKNOWN_KEY, f"is not\n::error::mine {ODD}", f"x\n{ODD}", f"y{ODD}\nz")
    (command,) = github.commands([odd], ())
    assert command.count("\n") == 0
    assert command.isprintable()
    lines = list(text.render([odd], lambda path: []))
    assert [line for line in lines if line.startswith("::") or not line.isprintable()] == []


@given(ANY)
def test_xml_can_hold_what_is_left(given_: str) -> None:
    element = ElementTree.Element("a")
    element.text = for_xml(given_)
    read = ElementTree.fromstring(ElementTree.tostring(element, encoding="utf-8"))
    assert (read.text or "") == element.text.replace("\r\n", "\n").replace("\r", "\n")


@given(st.recursive(ANY, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(ANY, inner, max_size=3)))
def test_json_is_printable_and_means_the_same(value: Any) -> None:
    for indent in (None, 2):
        shown = as_json(value, indent=indent)
        assert all(char.isprintable() or char == "\n" for char in shown)
        assert json.loads(shown) == value


@pytest.mark.parametrize("render", [machine.as_json, machine.as_gitlab, machine.as_sarif])
def test_the_formats_for_machines_are_printable(render: Any) -> None:
    shown = render([Diagnostic("a.md", 1, 1, UNKNOWN_KEY, ODD, ODD, ODD)])
    assert all(char.isprintable() or char == "\n" for char in shown)
    assert ODD in "".join(_texts(json.loads(shown)))


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from _texts(inner)


FORMULAS = [
    "=1+1",
    "+A1",
    "-A1",
    "@SUM(A1)",
    "\tx",
    "\rx",
    "＝1",
    "＋1",
    "－1",
    "＠x",
    '=HYPERLINK("x")',
    "-",
    "--1",
    "=",
    "+49 30 1234",
]
PLAIN = ["", "a=b", "1", "-1", "+1", "-0.25", "-1,200.50", "-5%", " =x", "'=1", "words - more", "Ünï", "12-3"]


@pytest.mark.parametrize("cell", FORMULAS)
def test_what_a_spreadsheet_would_run_has_an_apostrophe(cell: str) -> None:
    assert for_spreadsheet(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", PLAIN)
def test_everything_else_stays(cell: str) -> None:
    assert for_spreadsheet(cell) == cell


def test_csv_is_safe_and_the_other_formats_exact(tmp_path: Path) -> None:
    rows = [(text_, number) for number, text_ in enumerate([*FORMULAS, *PLAIN], start=-3)]
    table = DataTable("t", "a varchar, b bigint", lambda: rows, "")
    files = {file.path.rpartition(".")[2]: file.render() for file in files_of(table)}
    raw = {ending: content if isinstance(content, bytes) else content.encode() for ending, content in files.items()}
    read = list(csv.reader(io.StringIO(raw["csv"].decode("utf-8"), newline="")))
    assert read == [["a", "b"], *([for_spreadsheet(text_), str(number)] for text_, number in rows)]
    assert [(line["a"], line["b"]) for line in map(json.loads, raw["ndjson"].decode("utf-8").splitlines())] == rows
    (tmp_path / "t.parquet").write_bytes(raw["parquet"])
    with duckdb.connect(":memory:") as connection:
        assert connection.execute(f"select a, b from '{tmp_path / 't.parquet'}'").fetchall() == rows
