"""Merging by itself: only a clean pull request that adds one debrief to an open edition."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

import pytest

from builder.config import Rhythm
from builder.editions import Calendar
from tests.skeleton.support import API, Answer, Runner, load

HEAD, NEWER = "a" * 40, "b" * 40
NAME = "2026-11-05-ana-acme-7f3c9a10.md"
FILES = f"GET {API}/pulls/7/files?per_page=100"
BRANCH = f"GET {API}/pulls?state=open&head=rep%3Afirst&per_page=100"
EDITIONS = f"GET {API}/contents/content/editions?ref=main"
SETTINGS = f"GET {API}/contents/mkdocs.yml?ref=main"
UNCLEAN = ("blocked", "behind", "dirty", "unstable", "unknown", None)
RUN: dict[str, Any] = {
    "event": "pull_request",
    "conclusion": "success",
    "path": ".github/workflows/check.yml",
    "head_sha": HEAD,
    "head_branch": "first",
    "head_repository": {"owner": {"login": "rep"}},
    "created_at": "2026-11-05T23:59:00Z",
}
PULL: dict[str, Any] = {
    "number": 7,
    "draft": False,
    "mergeable_state": "clean",
    "author_association": "NONE",
    "changed_files": 1,
    "head": {"sha": HEAD},
    "base": {"ref": "main", "repo": {"default_branch": "main", "private": True}},
}


def file(name: str, status: str = "added") -> dict[str, str]:
    return {"filename": name if "/" in name else f"content/debriefs/2026/{name}", "status": status}


def trees(path: str, mode: str = "100644") -> dict[str, Answer]:
    """The trees of the head commit down to a file."""
    *folders, name = path.split("/")
    at, found = HEAD, {}
    for depth, folder in enumerate(folders):
        entry = {"path": folder, "sha": f"t{depth}", "mode": "040000"}
        found[f"GET {API}/git/trees/{at}"] = Answer({"tree": [{"path": "x", "sha": "x", "mode": "100644"}, entry]})
        at = f"t{depth}"
    found[f"GET {API}/git/trees/{at}"] = Answer({"tree": [{"path": name, "sha": "f", "mode": mode}]})
    return found


@pytest.fixture
def answers(api: Runner) -> dict[str, Answer | list[Answer]]:
    """What GitHub answers where all is as it should be, to be changed by a test."""
    manifests = ["2026-09.everyone.lock.json", "2026-10.everyone.lock.json", "2026-10.leadership.lock.json"]
    api.answers = {
        f"GET {API}/actions/runs/11": Answer(RUN),
        BRANCH: Answer([{"number": 7, "head": {"sha": HEAD}}]),
        f"GET {API}/pulls/7": Answer(PULL),
        FILES: Answer([file(NAME)]),
        EDITIONS: Answer([{"name": name} for name in [".gitkeep", "2026-10.md", "2026-11.md", *manifests]]),
        f"PUT {API}/pulls/7/merge": Answer({"merged": True}),
        f"POST {API}/actions/workflows/publish.yml/dispatches": Answer(raw=b""),
        **trees(f"content/debriefs/2026/{NAME}"),
    }
    return api.answers


def decided(api: Runner) -> subprocess.CompletedProcess[str]:
    """Run the step without its pauses."""
    path = api.folder / ".github" / "workflows" / "merge.yml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("PAUSES: 2 4 8", "PAUSES: 0 0 0"), encoding="utf-8")
    return api.run("merge.yml", "Merge", {"github.event.workflow_run.id": "11"})


def left_to_a_person(api: Runner, why: str) -> None:
    """Run the step and see that it merged nothing, and why."""
    done = decided(api)
    assert "Traceback" not in done.stderr, done.stderr
    assert (done.returncode, api.written) == (0, [])
    assert f"Left to a person: {why}" in done.stdout


def test_one_new_debrief_is_merged_at_its_commit_and_published(api: Runner, answers: dict[str, Any]) -> None:
    done = decided(api)
    assert done.returncode == 0, done.stderr
    assert api.written == [
        ("PUT", "pulls/7/merge", {"sha": HEAD, "merge_method": "squash"}),
        ("POST", "actions/workflows/publish.yml/dispatches", {"ref": "main"}),
    ]


def test_it_is_off_until_the_repository_says_so(api: Runner) -> None:
    document = load((api.folder / ".github/workflows/merge.yml").read_text(encoding="utf-8"))
    assert "vars.BULLETIN_AUTOMERGE == 'true' &&" in document["jobs"]["merge"]["if"]


@pytest.mark.parametrize(
    "name",
    [
        "content/debriefs/2026-11-05-7f3c9a10.yml",
        "content/debriefs/2026/2026-11-05-7f3c9a10.yaml",
        "content/debriefs/2026/2026-11-05-bo-a.b-c-7f3c9a10.md",
    ],
)
def test_every_name_of_a_debrief_will_do(api: Runner, answers: dict[str, Any], name: str) -> None:
    answers.update({FILES: Answer([file(name)]), **trees(name)})
    decided(api)
    assert api.written


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"conclusion": "failure"}, "its check did not succeed"),
        ({"event": "push"}, "its check did not succeed"),
        ({"path": ".github/workflows/mine.yml"}, "its check did not succeed"),
        ({"head_sha": NEWER}, "no open pull request"),
        ({"head_repository": None}, "no open pull request"),
        ({"created_at": "2026-11-03T10:00:00Z"}, "the debrief is dated after today"),
    ],
)
def test_the_check_has_to_be_the_one_of_this_commit(
    api: Runner, answers: dict[str, Any], changes: dict[str, Any], why: str
) -> None:
    answers[f"GET {API}/actions/runs/11"] = Answer({**RUN, **changes})
    left_to_a_person(api, why)


def test_two_pull_requests_with_one_commit_are_left(api: Runner, answers: dict[str, Any]) -> None:
    answers[BRANCH] = Answer([{"number": number, "head": {"sha": HEAD}} for number in (7, 8)])
    left_to_a_person(api, "no open pull request, or more than one")


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"head": {"sha": NEWER}}, "a newer commit"),
        ({"draft": True}, "it is a draft"),
        ({"changed_files": 2}, "it does more"),
        *[({"mergeable_state": state}, "it is a draft, or") for state in UNCLEAN],
        ({"base": {"ref": "old", "repo": PULL["base"]["repo"]}}, "it is not for the default branch"),
        ({"base": {"ref": "main", "repo": {"default_branch": "main", "private": False}}}, "its author is not a member"),
    ],
)
def test_the_pull_request_has_to_be_clean(
    api: Runner, answers: dict[str, Any], changes: dict[str, Any], why: str
) -> None:
    answers[f"GET {API}/pulls/7"] = Answer({**PULL, **changes})
    left_to_a_person(api, why)


def test_a_member_s_is_merged_where_everybody_can_read(api: Runner, answers: dict[str, Any]) -> None:
    public = {"ref": "main", "repo": {"default_branch": "main", "private": False}}
    answers[f"GET {API}/pulls/7"] = Answer({**PULL, "base": public, "author_association": "MEMBER"})
    decided(api)
    assert api.written


def test_github_is_given_time_to_work_out_whether_it_is_clean(api: Runner, answers: dict[str, Any]) -> None:
    states = [None, "unknown", "clean"]
    answers[f"GET {API}/pulls/7"] = [Answer({**PULL, "mergeable_state": state}) for state in states]
    decided(api)
    assert api.written


@pytest.mark.parametrize(
    ("files", "why"),
    [
        ([file(NAME), file("content/themes.yml", "modified")], "it does more"),
        ([file(NAME, "modified")], "it does more"),
        ([file(NAME, "renamed")], "it does more"),
        ([file(NAME, "removed")], "it does more"),
        ([], "it does more"),
        *[
            ([file(name)], "the file is not a debrief")
            for name in (
                ".github/workflows/own.yml",
                "content/editions/2026-11.everyone.lock.json",
                "content/pages/2026-11-05-x-7f3c9a10.md",
                "content/debriefs/2026/../../2026-11-05-x-7f3c9a10.md",
                "2026-11-05-words-only.md",
                "2026-11-05-x-7f3c9a10.md.py",
                "2026-11-05-x-7f3c9a10.md\nx",
            )
        ],
    ],
)
def test_it_has_to_add_one_debrief_and_nothing_else(
    api: Runner, answers: dict[str, Any], files: list[Any], why: str
) -> None:
    answers[FILES] = Answer(files)
    left_to_a_person(api, why)


@pytest.mark.parametrize("mode", ["120000", "100755", "160000"])
def test_a_link_or_a_program_is_left(api: Runner, answers: dict[str, Any], mode: str) -> None:
    answers.update(trees(f"content/debriefs/2026/{NAME}", mode))
    left_to_a_person(api, "the file is not a plain file")


@pytest.mark.parametrize(
    ("rhythm", "start", "first_open"),
    [
        (Rhythm.MONTH, 1, ("2026-10", "2026-11-01")),
        (Rhythm.MONTH, 1, ("2025-12", "2026-01-01")),
        (Rhythm.QUARTER, 1, ("2026-Q3", "2026-10-01")),
        (Rhythm.FISCAL_QUARTER, 1, ("FY2026-Q3", "2026-10-01")),
        (Rhythm.FISCAL_QUARTER, 2, ("FY2027-Q3", "2026-11-01")),
        (Rhythm.FISCAL_QUARTER, 12, ("FY2026-Q4", "2026-12-01")),
    ],
)
def test_an_edition_that_is_closed_takes_nothing_more(
    api: Runner, answers: dict[str, Any], rhythm: Rhythm, start: int, first_open: tuple[str, str]
) -> None:
    edition, day = first_open
    last = Calendar(rhythm, start).parse(edition)
    assert last is not None
    assert Calendar(rhythm, start).after(last).first.isoformat() == day
    answers[f"GET {API}/actions/runs/11"] = Answer({**RUN, "created_at": "2027-01-01T00:00:00Z"})
    answers[EDITIONS] = Answer([{"name": f"{edition}.everyone.lock.json"}])
    answers[SETTINGS] = Answer(raw=f"plugins:\n  - bulletin:\n      fiscal_start: {start}\n".encode())
    for recorded in (last.last.isoformat(), day):
        path = f"content/debriefs/2026/{recorded}-x-7f3c9a10.md"
        answers.update({FILES: Answer([file(path)]), **trees(path)})
        if recorded == day:
            assert decided(api).returncode == 0
            assert api.written
        else:
            left_to_a_person(api, "its edition is closed")


def test_editions_that_cannot_be_listed_stop_it(api: Runner, answers: dict[str, Any]) -> None:
    answers[EDITIONS] = Answer(status=404)
    done = decided(api)
    assert (done.returncode, api.written) == (1, [])
    assert "GitHub refuses /contents/content/editions" in done.stderr


def test_settings_that_cannot_be_read_stop_it(api: Runner, answers: dict[str, Any]) -> None:
    answers[EDITIONS] = Answer([{"name": "FY2026-Q1.everyone.lock.json"}])
    left_to_a_person(api, "mkdocs.yml cannot be read")


def test_a_commit_that_comes_at_the_last_moment_is_refused_by_github(api: Runner, answers: dict[str, Any]) -> None:
    answers[f"PUT {API}/pulls/7/merge"] = Answer(status=409)
    done = decided(api)
    assert done.returncode == 1
    assert [one[0] for one in api.written] == ["PUT"]


def test_nothing_is_checked_out(api: Runner, tmp_path: Path) -> None:
    assert "git" not in (api.folder / ".github/workflows/merge.yml").read_text(encoding="utf-8").split()
