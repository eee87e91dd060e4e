"""`bulletin new` on a real terminal: typed, completed, pasted into, and interrupted."""

from __future__ import annotations

import os
import shlex
import signal
import sys
from pathlib import Path
from typing import Any

import pytest

from builder.reading.document_reader import read_document
from builder.schema import KINDS
from tests.cli.support import contributor, environment, files, only_new
from tests.cli.terminal import CTRL_C, CTRL_D, TAB, Session
from tests.site.support import tool

pytestmark = pytest.mark.skipif(os.name != "posix", reason="pseudo-terminals and signals of POSIX")
ANSWERS = [
    ("Who are you?", ""),
    ("Which account?", "Omega SE"),
    ("When did they decide?", ""),
    ("How did it end?", "lost"),
    ("To whom?", "rivalsoft"),
    ("What drew them?", "onboarding"),
    ("What did they say?", "Live in a week."),
    ("Their own words?", "y"),
    ("How do you know?", "email"),
    ("Another theme?", ""),
    ("What put them off?", "contract-terms"),
    ("What did they say?", "Three years."),
    ("Their own words?", ""),
    ("Another theme?", ""),
    ("What decided it?", ""),
    ("Everything else", ""),
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return contributor(tmp_path / "bulletin")


def session(folder: Path, *arguments: str, command: list[str] | None = None, **variables: str) -> Session:
    return Session([*(command or [tool("bulletin")]), "new", *arguments], folder, environment(**variables))


def record(path: Path) -> dict[str, Any]:
    (found,) = read_document(KINDS["debrief"], path.name, path.read_bytes()).records
    assert found is not None
    return dict(found)


def test_a_debrief_is_typed(folder: Path) -> None:
    before = files(folder)
    terminal = session(folder)
    for words, text in ANSWERS:
        terminal.answer(words, text)
    assert terminal.end() == 0, terminal.shown
    found = record(only_new(folder, before))
    assert found["rep"] == "ana"
    assert found["compelling"] == {"onboarding": {"quote": "Live in a week.", "evidence": "email"}}
    assert found["decided_by"] == "contract-terms"
    assert "git add" in terminal.shown


def test_tab_completes_names_with_spaces_and_question_marks_list_them(folder: Path) -> None:
    before = files(folder)
    terminal = session(folder)
    answers = {"Which account?": f"Ga{TAB}", "To whom?": f"riv{TAB}", "What drew them?": f"onb{TAB}"}
    for words, text in ANSWERS:
        if words == "What decided it?":
            terminal.answer(words, "?")
            assert "onboarding" in terminal.wait("contract-terms")
        terminal.answer(words, answers.get(words, text))
    assert terminal.end() == 0, terminal.shown
    found = record(only_new(folder, before))
    assert (found["account"], found["lost_to"]) == ("Gamma AG", "rivalsoft")
    assert list(found["compelling"]) == ["onboarding"]


@pytest.mark.parametrize("key", [CTRL_C, CTRL_D], ids=["interrupt", "end of input"])
@pytest.mark.parametrize("count", range(len(ANSWERS)))
def test_a_key_that_ends_it_leaves_nothing_behind(folder: Path, count: int, key: str) -> None:
    before = files(folder)
    terminal = session(folder)
    for words, text in ANSWERS[:count]:
        terminal.answer(words, text)
    terminal.wait(ANSWERS[count][0])
    assert terminal.press_until_over(key) == {CTRL_C: 130, CTRL_D: 2}[key], terminal.shown
    assert "nothing was written" in terminal.shown
    assert "Traceback" not in terminal.shown
    assert files(folder) == before


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
@pytest.mark.parametrize("words", ["Who are you?", "What did they say?", "Everything else"])
def test_a_signal_leaves_nothing_behind(folder: Path, words: str, number: signal.Signals) -> None:
    before = files(folder)
    terminal = session(folder)
    for asked, text in ANSWERS:
        terminal.wait(asked)
        if asked == words:
            break
        terminal.type(text)
    terminal.send(number)
    # What wakes a process that took the signal a moment before it began to read.
    terminal.type("", enter=True)
    assert terminal.end() == 128 + number, terminal.shown
    assert "Traceback" not in terminal.shown
    assert files(folder) == before


GIVEN = ["--account", "Omega SE", "--outcome", "lost", "--repelling", "contract-terms=Three years."]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_while_the_editor_is_open_leaves_nothing_behind(folder: Path, number: signal.Signals) -> None:
    scratch = folder.parent / "scratch"
    scratch.mkdir()
    editor = folder.parent / "editor"
    editor.write_text("#!/bin/sh\ntrap 'exit 1' INT TERM HUP\necho opened\nread line\n")
    editor.chmod(0o755)
    before = files(folder)
    terminal = session(folder, *GIVEN, "--edit", VISUAL=shlex.quote(str(editor)), TMPDIR=str(scratch))
    terminal.wait("opened")
    if number is signal.SIGINT:
        terminal.type(CTRL_C, enter=False)
    else:
        terminal.send(number)
    assert terminal.end() == {signal.SIGINT: 2}.get(number, 128 + number), terminal.shown
    assert files(folder) == before
    assert list(scratch.iterdir()) == []


def test_control_characters_that_are_pasted_read_back_exactly_and_do_nothing_to_the_terminal(folder: Path) -> None:
    before = files(folder)
    terminal = session(folder)
    said = "bell \x07 colour \x1b[31m red: {{ # } \u202e"
    # Ctrl-V takes the next key as it is, and so stands for whatever a terminal lets through.
    keys = "".join(f"\x16{char}" if ord(char) < 32 else char for char in said)
    for words, text in ANSWERS:
        terminal.answer(words, keys if words == "Which account?" else text)
    assert terminal.end() == 0, terminal.shown
    assert record(only_new(folder, before))["account"] == said.strip()


def test_a_very_long_line_is_kept_whole(folder: Path) -> None:
    before = files(folder)
    terminal = session(folder)
    said = "long " * 799
    for words, text in ANSWERS:
        terminal.answer(words, said if text == "Three years." else text)
    assert terminal.end() == 0
    assert record(only_new(folder, before))["repelling"]["contract-terms"] == said.strip()


WITHOUT_READLINE = "import sys; sys.modules['readline'] = None; from builder.cli import main; main()"


def test_it_works_without_readline(folder: Path) -> None:
    before = files(folder)
    terminal = session(folder, command=[sys.executable, "-c", WITHOUT_READLINE])
    for words, text in ANSWERS:
        terminal.answer(words, text)
    assert terminal.end() == 0, terminal.shown
    assert record(only_new(folder, before))["account"] == "Omega SE"
