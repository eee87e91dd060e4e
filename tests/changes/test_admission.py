"""Only a new debrief by the one who proposes it goes in without a person."""

from __future__ import annotations

from pathlib import Path

import pytest

from builder.changes.admission import reason_against
from tests.reading.test_manifest import manifest
from tests.support import LISTS, debrief, settings_of, write

NEW = "debriefs/2026/2026-11-05-ana-acme-7f3c9a10.md"
ROSTER = LISTS["roster.yml"].replace("{handle: ana,", "{handle: ana, login: Ana-B,")
INTERVIEW = debrief(rep=None, interviewer="truvoice")


def reason(root: Path, text: str, *, author: str = "ana-b", path: str = NEW, **files: str) -> str:
    more = {name.replace("__", "/").replace("_", "-"): content for name, content in files.items()}
    write(root, {"roster.yml": ROSTER, path: text, **more})
    return reason_against(settings_of(root), root / path, author)


def test_a_debrief_by_who_proposes_it_needs_nobody(tmp_path: Path) -> None:
    assert reason(tmp_path, debrief()) == ""


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (debrief(rep="bo"), "roster.yml does not say which login bo has"),
        (INTERVIEW, "it is an interview, which anybody could claim to have held"),
        (debrief(outcome="lots"), "the check does not let it through"),
        (debrief(rep="nobody"), "the check does not let it through"),
        (debrief(withdrawn="{on: 2026-11-06, reason: Mistaken.}"), "it corrects or withdraws what is new"),
        (debrief(corrections="[{on: 2026-11-06, note: Wrong.}]"), "it corrects or withdraws what is new"),
    ],
)
def test_what_others_might_have_written_is_left_to_a_person(tmp_path: Path, text: str, why: str) -> None:
    assert reason(tmp_path, text) == why


def test_an_anonymous_debrief_is_left_to_a_person(tmp_path: Path) -> None:
    assert reason(tmp_path, debrief(rep="anonymous"), path="debriefs/2026-11-05-7f3c9a10.md") == "it names no author"


def test_another_account_cannot_sign_for_a_rep(tmp_path: Path) -> None:
    assert reason(tmp_path, debrief(), author="mallory") == "mallory is not the login of ana"


@pytest.mark.parametrize("other", ["debriefs/2026-10-01-x-7f3c9a10.yml", "debriefs/2026/2026-12-24-7f3c9a10.md"])
def test_digits_that_are_taken_are_left_wherever_the_other_file_lies(tmp_path: Path, other: str) -> None:
    write(tmp_path, {other: debrief(account="Other", decided="2026-10-01") if other.endswith(".md") else "rep: ana\n"})
    assert reason(tmp_path, debrief()) == "its eight digits are taken"


@pytest.mark.parametrize(
    ("edition", "audience", "why"),
    [
        ("2026-10", "everyone", ""),
        ("2026-11", "everyone", "its edition is closed"),
        ("2026-11", "leadership", "its edition is closed"),
    ],
)
def test_a_closed_edition_takes_nothing_more(tmp_path: Path, edition: str, audience: str, why: str) -> None:
    write(tmp_path, {f"editions/{edition}.{audience}.lock.json": manifest(edition, audience=audience)[0]})
    assert reason(tmp_path, debrief()) == why


def test_what_is_dated_after_today_waits(tmp_path: Path) -> None:
    later = "debriefs/2026-11-22-7f3c9a10.md"
    assert reason(tmp_path, debrief(decided="2026-11-20"), path=later) == "it is dated after today"


@pytest.mark.parametrize("path", ["roster.yml", "promises/x.yml", "../elsewhere.md", "debriefs/nothing-there.md"])
def test_what_is_no_debrief_is_left(tmp_path: Path, path: str) -> None:
    root = write(tmp_path / "content", {"roster.yml": ROSTER})
    assert reason_against(settings_of(root), root / path, "ana-b") == "it is not a debrief"
