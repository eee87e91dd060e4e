"""The comment under a pull request: whose it is, which commit it is for, and what it takes from the check."""

from __future__ import annotations

import io
import subprocess
import zipfile
from collections.abc import Mapping
from typing import Any

import pytest

from tests.skeleton.support import API, Answer, Runner

HEAD, NEWER = "a" * 40, "b" * 40
MARKER = "<!-- bulletin-effect -->"
EFFECT = f"{MARKER}\nPricing: 3 of 9 → 4 of 10. Ask @ana.\n"
BRANCH = f"GET {API}/pulls?state=open&head=rep%3Afirst%2Fnote&per_page=100"
ARTIFACTS = f"GET {API}/actions/runs/11/artifacts?name=effect"
COMMENTS = f"GET {API}/issues/7/comments?per_page=100&page=1"
FILES = f"GET {API}/pulls/7/files?per_page=100&page=1"
CHECKED = {"event": "pull_request", "path": ".github/workflows/check.yml"}
POST, PATCH = f"POST {API}/issues/7/comments", f"PATCH {API}/issues/comments/5"


def packed(files: Mapping[str, str | bytes]) -> bytes:
    """An archive of these files."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return target.getvalue()


def left(**changes: str | bytes) -> Answer:
    """What the check left, with these changes."""
    files = {"effect.md": EFFECT, "number": "7\n", "head": f"{HEAD}\n"}
    return Answer(raw=packed({**files, **{name.replace("_md", ".md"): text for name, text in changes.items()}}))


def pull(number: int = 7, head: str = HEAD, state: str = "open") -> dict[str, Any]:
    return {"number": number, "head": {"sha": head}, "state": state, "changed_files": 1}


def comment(id: int, author: str, body: str) -> dict[str, Any]:
    return {"id": id, "user": {"login": author}, "body": body}


@pytest.fixture
def answers(api: Runner) -> dict[str, Answer | list[Answer]]:
    """What GitHub answers where all is as it should be, to be changed by a test."""
    run = {
        **CHECKED,
        "id": 11,
        "head_sha": HEAD,
        "head_branch": "first/note",
        "head_repository": {"owner": {"login": "rep"}},
    }
    artifact = {"id": 3, "expired": False, "size_in_bytes": 900, "created_at": "2026-11-05T10:00:00Z"}
    api.answers = {
        f"GET {API}/actions/runs/11": Answer(run),
        BRANCH: Answer([pull()]),
        ARTIFACTS: Answer({"artifacts": [artifact]}),
        f"GET {API}/actions/artifacts/3/zip": left(),
        COMMENTS: Answer([]),
        FILES: Answer([{"filename": "content/debriefs/2026/x.md"}]),
        f"GET {API}/pulls/7": Answer(pull()),
        POST: Answer({"id": 5}),
        PATCH: Answer({"id": 5}),
    }
    return api.answers


def commented(api: Runner) -> subprocess.CompletedProcess[str]:
    return api.run("comment.yml", "Comment", {"github.event.workflow_run.id": "11"})


def nothing_written(api: Runner, code: int, why: str) -> None:
    """Run the step and see that it wrote nothing, and why."""
    done = commented(api)
    assert "Traceback" not in done.stderr, done.stderr
    assert (done.returncode, api.written) == (code, [])
    assert why in done.stdout + done.stderr


def test_the_first_effect_becomes_a_comment(api: Runner, answers: dict[str, Any]) -> None:
    done = commented(api)
    assert done.returncode == 0, done.stderr
    ((method, path, body),) = api.written
    assert (method, path) == ("POST", "issues/7/comments")
    assert body["body"].startswith(f"{MARKER}\nPricing: 3 of 9 → 4 of 10.")
    assert HEAD[:7] in body["body"]


def test_nobody_is_called_by_it(api: Runner, answers: dict[str, Any]) -> None:
    commented(api)
    assert "@ana" not in api.written[0][2]["body"]
    assert "@\u200bana" in api.written[0][2]["body"]


@pytest.mark.parametrize("at", ["@", "&#64;", "&#064;", "&#x40;", "&#X0040;", "&commat;", "&#64", "&COMMAT;"])
def test_nobody_is_called_however_the_sign_is_written(api: Runner, answers: dict[str, Any], at: str) -> None:
    answers[f"GET {API}/actions/artifacts/3/zip"] = left(effect_md=f"{MARKER}\nAsk {at}ana and {at}org/team.\n")
    commented(api)
    assert api.written[0][2]["body"].startswith(f"{MARKER}\nAsk @\u200bana and @\u200borg/team.\n")


@pytest.mark.parametrize(
    "files",
    [
        [{"filename": ".github/workflows/check.yml"}],
        [{"filename": "requirements.txt"}],
        [{"filename": "contents.md"}],
        [{"filename": "content/x.md", "previous_filename": "requirements.txt"}],
        [{"filename": "content/x.md"}, {"filename": "content/y.md"}],
        [],
    ],
)
def test_what_changes_more_than_content_could_have_written_anything(
    api: Runner, answers: dict[str, Any], files: list[Any]
) -> None:
    answers[FILES] = Answer(files)
    nothing_written(api, 0, "it changes more than content")


def test_many_files_of_content_are_all_looked_at(api: Runner, answers: dict[str, Any]) -> None:
    answers[f"GET {API}/pulls/7"] = Answer({**pull(), "changed_files": 101})
    answers[FILES] = Answer([{"filename": f"content/{number}.md"} for number in range(100)])
    answers[FILES.replace("&page=1", "&page=2")] = Answer([{"filename": "mkdocs.yml"}])
    commented(api)
    assert [one[0] for one in api.written] == ["POST"]
    answers[FILES.replace("&page=1", "&page=2")] = Answer([{"filename": "Makefile"}])
    done = commented(api)
    assert "it changes more than content" in done.stdout


@pytest.mark.parametrize("changes", [{"event": "push"}, {"path": ".github/workflows/other.yml"}])
def test_another_run_than_the_check_of_a_pull_request_leaves_nothing(
    api: Runner, answers: dict[str, Any], changes: dict[str, str]
) -> None:
    run = answers[f"GET {API}/actions/runs/11"].value
    answers[f"GET {API}/actions/runs/11"] = Answer({**run, **changes})
    nothing_written(api, 0, "it was not the check of a pull request")


def test_of_the_effects_of_a_repeated_run_the_newest_is_taken(api: Runner, answers: dict[str, Any]) -> None:
    days = {2: "2026-11-05T10:00:00Z", 9: "2026-11-05T12:00:00Z", 11: "2026-11-05T11:00:00Z"}
    artifacts = [{"id": id, "expired": id == 12, "size_in_bytes": 900, "created_at": day} for id, day in days.items()]
    gone = {"id": 12, "expired": True, "size_in_bytes": 900, "created_at": "2026-11-05T13:00:00Z"}
    answers[ARTIFACTS] = Answer({"artifacts": [*artifacts, gone]})
    answers[f"GET {API}/actions/artifacts/9/zip"] = left(effect_md=f"{MARKER}\nThe newest.\n")
    commented(api)
    assert "The newest." in api.written[0][2]["body"]


def test_a_later_effect_takes_the_place_of_the_first(api: Runner, answers: dict[str, Any]) -> None:
    others = [comment(1, "bo", "Nice."), comment(2, "bo", f"{MARKER} mine"), comment(5, "github-actions[bot]", MARKER)]
    answers[COMMENTS] = Answer(others)
    commented(api)
    assert [one[:2] for one in api.written] == [("PATCH", "issues/comments/5")]


def test_it_is_found_among_many_comments(api: Runner, answers: dict[str, Any]) -> None:
    answers[COMMENTS] = Answer([comment(100 + n, "bo", "Yes.") for n in range(100)])
    answers[COMMENTS.replace("&page=1", "&page=2")] = Answer([comment(5, "github-actions[bot]", EFFECT)])
    commented(api)
    assert [one[:2] for one in api.written] == [("PATCH", "issues/comments/5")]


def test_another_s_comment_with_the_marker_is_left_alone(api: Runner, answers: dict[str, Any]) -> None:
    answers[COMMENTS] = Answer([comment(5, "bo", EFFECT)])
    commented(api)
    assert [one[0] for one in api.written] == ["POST"]


@pytest.mark.parametrize("pulls", [[], [pull(head=NEWER)]])
def test_a_stale_run_writes_nothing(api: Runner, answers: dict[str, Any], pulls: list[Any]) -> None:
    answers[BRANCH] = Answer(pulls)
    nothing_written(api, 0, "not the newest")


@pytest.mark.parametrize("now", [pull(head=NEWER), pull(state="closed")])
def test_a_commit_that_comes_meanwhile_keeps_its_comment(api: Runner, answers: dict[str, Any], now: Any) -> None:
    answers[f"GET {API}/pulls/7"] = Answer(now)
    answers[COMMENTS] = Answer([comment(5, "github-actions[bot]", EFFECT)])
    nothing_written(api, 0, "meanwhile")


@pytest.mark.parametrize("number", ["8", "7; rm -rf .", "-7", "7.0", "", "٧", "0x7", "7\n8", "9" * 5000])
def test_a_foreign_number_is_refused(api: Runner, answers: dict[str, Any], number: str) -> None:
    answers[f"GET {API}/actions/artifacts/3/zip"] = left(number=number)
    nothing_written(api, 1, "the number of another pull request")


def test_of_two_pull_requests_with_one_commit_the_one_that_was_checked_is_meant(
    api: Runner, answers: dict[str, Any]
) -> None:
    answers[BRANCH] = Answer([pull(6), pull(7)])
    commented(api)
    assert [one[1] for one in api.written] == ["issues/7/comments"]


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"head": NEWER}, "another commit"),
        ({"effect_md": "Buy now"}, "no effect"),
        ({"effect_md": f" {EFFECT}"}, "no effect"),
        ({"effect_md": EFFECT + "x" * 60_000}, "too long"),
        ({"effect_md": EFFECT + "x" * 600_000}, "too large"),
        ({"effect_md": b"\xff\xfe"}, "cannot be read"),
        ({"extra": "more"}, "other files"),
        ({"../number": "7"}, "other files"),
    ],
)
def test_what_is_no_effect_is_refused(api: Runner, answers: dict[str, Any], changes: dict[str, Any], why: str) -> None:
    answers[f"GET {API}/actions/artifacts/3/zip"] = left(**changes)
    nothing_written(api, 1, why)


def test_what_is_no_archive_is_refused(api: Runner, answers: dict[str, Any]) -> None:
    answers[f"GET {API}/actions/artifacts/3/zip"] = Answer(raw=b"not a zip")
    nothing_written(api, 1, "cannot be read")


def test_an_oversized_archive_is_not_even_fetched(api: Runner, answers: dict[str, Any]) -> None:
    answers[ARTIFACTS] = Answer(
        {"artifacts": [{"id": 3, "expired": False, "size_in_bytes": 500_001, "created_at": "2026-11-05T10:00:00Z"}]}
    )
    del answers[f"GET {API}/actions/artifacts/3/zip"]
    nothing_written(api, 1, "too large")


def test_an_archive_that_is_larger_than_it_says_is_refused(api: Runner, answers: dict[str, Any]) -> None:
    answers[f"GET {API}/actions/artifacts/3/zip"] = Answer(raw=b"0" * 2_000_000)
    nothing_written(api, 1, "larger than it says")


def test_an_archive_that_cannot_be_fetched_is_told(api: Runner, answers: dict[str, Any]) -> None:
    del answers[f"GET {API}/actions/artifacts/3/zip"]
    nothing_written(api, 1, "cannot be fetched")


@pytest.mark.parametrize("artifacts", [[], [{"id": 3, "expired": True, "size_in_bytes": 9}]])
def test_a_check_that_left_nothing_is_no_fault(api: Runner, answers: dict[str, Any], artifacts: list[Any]) -> None:
    answers[ARTIFACTS] = Answer({"artifacts": artifacts})
    nothing_written(api, 0, "no effect")


def test_a_fork_that_is_gone_is_no_fault(api: Runner, answers: dict[str, Any]) -> None:
    answers[f"GET {API}/actions/runs/11"] = Answer(
        {**CHECKED, "head_sha": HEAD, "head_branch": "x", "head_repository": None}
    )
    nothing_written(api, 0, "the fork is gone")


def test_a_refusal_by_github_is_told(api: Runner, answers: dict[str, Any]) -> None:
    answers[COMMENTS] = Answer(status=403)
    nothing_written(api, 1, "GitHub refuses issues/7/comments")
