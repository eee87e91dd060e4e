"""A new file lies there whole or not at all, under a name that nobody has."""

from __future__ import annotations

import errno
import os
import subprocess
from pathlib import Path

import pytest

from builder.authoring.authors import git_author, handle_of
from builder.authoring.draft_check import fresh
from builder.authoring.new_file import NewFilePlace, put, read_draft
from builder.schema import KINDS
from builder.schema.roster import Member
from builder.support import atomic_writes
from builder.support.errors import BulletinError
from tests.support import AS_OF

NAME = "debriefs/2026/a.md"


def everything(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*"))


def test_folders_are_made_and_the_text_is_there_byte_for_byte(tmp_path: Path) -> None:
    put(tmp_path / NAME, "line\r\nümläut\n")
    assert (tmp_path / NAME).read_bytes() == "line\r\nümläut\n".encode()
    assert everything(tmp_path) == ["debriefs", "debriefs/2026", NAME]


def test_what_is_there_is_never_overwritten(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("first")
    with pytest.raises(BulletinError, match="is there already"):
        put(tmp_path / "a.md", "second")
    assert (tmp_path / "a.md").read_text() == "first"
    assert everything(tmp_path) == ["a.md"]


@pytest.mark.parametrize("step", ["_write_absent", "_link"])
def test_a_disk_that_refuses_is_left_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))

    monkeypatch.setattr(atomic_writes, step, refuse)
    with pytest.raises(BulletinError, match="Permission denied: nothing was written"):
        put(tmp_path / NAME, "text")
    assert everything(tmp_path) == []


def test_a_file_where_a_folder_belongs_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "debriefs").write_text("")
    with pytest.raises(BulletinError, match="nothing was written"):
        put(tmp_path / NAME, "text")
    assert everything(tmp_path) == ["debriefs"]


def test_a_disk_without_links_gets_the_file_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise OSError(errno.ENOTSUP, os.strerror(errno.ENOTSUP))

    monkeypatch.setattr(os, "link", refuse)
    put(tmp_path / NAME, "text")
    assert (tmp_path / NAME).read_text() == "text"
    with pytest.raises(BulletinError, match="is there already"):
        put(tmp_path / NAME, "other")
    assert everything(tmp_path) == ["debriefs", "debriefs/2026", NAME]


def test_digits_that_a_file_has_are_passed_over() -> None:
    assert fresh(iter(["11111111", "22222222", "33333333"]), {"11111111", "22222222"}) == "33333333"


def test_a_name_without_digits_is_numbered_where_it_is_taken() -> None:
    record = {"theme": "pricing", "decision": "fix"}
    taken = {"2026-11-21-pricing-fix", "2026-11-21-pricing-fix-2"}
    place = NewFilePlace(KINDS["response"], AS_OF, "0a1b2c3d", taken)
    assert place.path_of(record) == "responses/2026-11-21-pricing-fix-3.md"


def test_a_yaml_file_has_fields_alone() -> None:
    place = NewFilePlace(KINDS["debrief"], AS_OF, "0a1b2c3d", (), as_yaml=True)
    assert place.path_of({"rep": "anonymous"}) == "debriefs/2026/2026-11-21-0a1b2c3d.yml"
    assert place.text_of({"rep": "anonymous"}, "") == "rep: anonymous\n"


@pytest.mark.parametrize("name", ["draft.md", "draft.yml"])
def test_a_draft_says_what_it_holds_and_empty_lines_say_nothing(tmp_path: Path, name: str) -> None:
    fields = "decided: 2026-11-03\noutcome:\ncompelling: {}\nrepelling:\n  pricing: Much.\n"
    text, body = (f"---\n{fields}---\nSaid.\n", "Said.") if name.endswith(".md") else (fields, "")
    (tmp_path / name).write_text(text)
    assert read_draft(tmp_path / name) == ({"decided": "2026-11-03", "repelling": {"pricing": "Much."}}, body)


@pytest.mark.parametrize("text", ["", "no front matter", "---\na: b: c\n---\n", "---\n- a\n---\n", "---\na: b\n"])
def test_a_draft_that_cannot_be_read_is_a_sentence_with_its_name(tmp_path: Path, text: str) -> None:
    (tmp_path / "draft.md").write_text(text)
    with pytest.raises(BulletinError, match=r"draft\.md"):
        read_draft(tmp_path / "draft.md")


ROSTER = [
    Member(handle="ana", name="Ana Brandt"),
    Member(handle="bo-lund", name="Bo Lund"),
    Member(handle="gone", name="Cy Gone", left=AS_OF),
]


@pytest.mark.parametrize(
    ("name", "address", "handle"),
    [
        ("Ana Brandt", "", "ana"),
        ("ana brandt", "x@y", "ana"),
        ("ana", "", "ana"),
        ("", "ana@example.com", "ana"),
        ("B. L.", "bo.lund@example.com", "bo-lund"),
        ("Cy Gone", "gone@example.com", ""),
        ("", "", ""),
        ("Someone Else", "someone@example.com", ""),
    ],
)
def test_who_writes_is_found_by_name_handle_or_address(name: str, address: str, handle: str) -> None:
    assert handle_of(name, address, ROSTER) == handle


def test_the_author_is_the_one_in_gits_configuration(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM"):
        monkeypatch.setenv(name, os.devnull)
    assert git_author(tmp_path) == ("", "")
    subprocess.run(["git", "init", "-q", tmp_path], check=True)
    subprocess.run(["git", "-C", tmp_path, "config", "user.name", "Ana Brandt"], check=True)
    assert git_author(tmp_path) == ("Ana Brandt", "")


def test_without_git_nobody_is_known(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert git_author(tmp_path) == ("", "")
