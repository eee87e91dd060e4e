"""Merging by itself: only a clean pull request that adds one debrief to an open edition, by the one who signs it."""

from __future__ import annotations

import subprocess
from typing import Any

import pytest

from tests.skeleton.support import API, Answer, Runner, git, load
from tests.support import debrief

HEAD, NEWER, BASE = "a" * 40, "b" * 40, "c" * 40
NAME = "2026-11-05-ana-acme-7f3c9a10.md"
FILES = f"GET {API}/pulls/7/files?per_page=100"
BRANCH = f"GET {API}/pulls?state=open&head=rep%3Afirst&per_page=100"
REVIEWS = f"GET {API}/pulls/7/reviews?per_page=100&page=1"
TEXT = f"GET {API}/contents/content/debriefs/2026/{NAME}?ref={HEAD}"
FOUND = {"number": "7", "path": f"content/debriefs/2026/{NAME}", "head": HEAD, "author": "rep"}
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
    "state": "open",
    "user": {"login": "rep"},
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
    api.answers = {
        f"GET {API}/actions/runs/11": Answer(RUN),
        BRANCH: Answer([{"number": 7, "head": {"sha": HEAD}}]),
        f"GET {API}/pulls/7": Answer(PULL),
        FILES: Answer([file(NAME)]),
        REVIEWS: Answer([]),
        f"GET {API}/branches/main": Answer({"commit": {"sha": BASE}}),
        f"PUT {API}/pulls/7/merge": Answer({"merged": True}),
        f"POST {API}/actions/workflows/publish.yml/dispatches": Answer(raw=b""),
        **trees(f"content/debriefs/2026/{NAME}"),
    }
    return api.answers


def found(api: Runner) -> subprocess.CompletedProcess[str]:
    """Run the first job's step without its pauses."""
    path = api.folder / ".github" / "workflows" / "merge.yml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("PAUSES: 2 4 8", "PAUSES: 0 0 0"), encoding="utf-8")
    return api.run("merge.yml", "Find", {"github.event.workflow_run.id": "11"})


def merged(api: Runner) -> subprocess.CompletedProcess[str]:
    """Run the last job's step."""
    given = {
        "needs.find.outputs.number": "7",
        "needs.find.outputs.head": HEAD,
        "needs.admit.outputs.base": BASE,
        "github.event.repository.default_branch": "main",
    }
    return api.run("merge.yml", "Merge", given)


def left_to_a_person(api: Runner, done: subprocess.CompletedProcess[str], why: str) -> None:
    """See that a step hands nothing on, merges nothing, and says why."""
    assert "Traceback" not in done.stderr, done.stderr
    assert (done.returncode, api.written, api.outputs) == (0, [], {})
    assert f"Left to a person: {why}" in done.stdout


def test_one_new_debrief_is_found(api: Runner, answers: dict[str, Any]) -> None:
    assert found(api).returncode == 0
    assert (api.written, api.outputs) == ([], FOUND)


def test_it_is_merged_at_its_commit_and_published(api: Runner, answers: dict[str, Any]) -> None:
    done = merged(api)
    assert done.returncode == 0, done.stderr
    assert api.written == [
        ("PUT", "pulls/7/merge", {"sha": HEAD, "merge_method": "squash"}),
        ("POST", "actions/workflows/publish.yml/dispatches", {"ref": "main"}),
    ]


def test_it_is_off_until_the_repository_says_so(api: Runner) -> None:
    document = load((api.folder / ".github/workflows/merge.yml").read_text(encoding="utf-8"))
    assert "vars.BULLETIN_AUTOMERGE == 'true' &&" in document["jobs"]["find"]["if"]


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
    found(api)
    assert api.outputs["number"] == "7"


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"conclusion": "failure"}, "its check did not succeed"),
        ({"event": "push"}, "its check did not succeed"),
        ({"path": ".github/workflows/mine.yml"}, "its check did not succeed"),
        ({"head_sha": NEWER}, "no open pull request"),
        ({"head_repository": None}, "no open pull request"),
    ],
)
def test_the_check_has_to_be_the_one_of_this_commit(
    api: Runner, answers: dict[str, Any], changes: dict[str, Any], why: str
) -> None:
    answers[f"GET {API}/actions/runs/11"] = Answer({**RUN, **changes})
    left_to_a_person(api, found(api), why)


def test_two_pull_requests_with_one_commit_are_left(api: Runner, answers: dict[str, Any]) -> None:
    answers[BRANCH] = Answer([{"number": number, "head": {"sha": HEAD}} for number in (7, 8)])
    left_to_a_person(api, found(api), "no open pull request, or more than one")


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"head": {"sha": NEWER}}, "a newer commit"),
        ({"draft": True}, "it is a draft"),
        ({"user": None}, "nobody can say who its author is"),
        ({"user": {"login": "x\ny"}}, "nobody can say who its author is"),
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
    left_to_a_person(api, found(api), why)


def test_a_member_s_is_merged_where_everybody_can_read(api: Runner, answers: dict[str, Any]) -> None:
    public = {"ref": "main", "repo": {"default_branch": "main", "private": False}}
    answers[f"GET {API}/pulls/7"] = Answer({**PULL, "base": public, "author_association": "MEMBER"})
    found(api)
    assert api.outputs["number"] == "7"


def test_github_is_given_time_to_work_out_whether_it_is_clean(api: Runner, answers: dict[str, Any]) -> None:
    states = [None, "unknown", "clean"]
    answers[f"GET {API}/pulls/7"] = [Answer({**PULL, "mergeable_state": state}) for state in states]
    found(api)
    assert api.outputs["number"] == "7"


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
                "2026-11-0\u0665-x-7f3c9a10.md",
            )
        ],
    ],
)
def test_it_has_to_add_one_debrief_and_nothing_else(
    api: Runner, answers: dict[str, Any], files: list[Any], why: str
) -> None:
    answers[FILES] = Answer(files)
    left_to_a_person(api, found(api), why)


@pytest.mark.parametrize("mode", ["120000", "100755", "160000"])
def test_a_link_or_a_program_is_left(api: Runner, answers: dict[str, Any], mode: str) -> None:
    answers.update(trees(f"content/debriefs/2026/{NAME}", mode))
    left_to_a_person(api, found(api), "the file is not a plain file")


@pytest.fixture
def base(runner: Runner) -> Runner:
    """A checkout of the base, whose roster says which login ana has."""
    people = "- {handle: ana, name: Ana Brandt, login: Rep}\n- {handle: bo, name: Bo Lund}\n"
    (runner.folder / "content" / "roster.yml").write_text(people, encoding="utf-8")
    git(runner.folder, "commit", "--quiet", "--all", "--message", "Roster")
    runner.answers = {TEXT: Answer(raw=debrief(segment=None).encode())}
    return runner


def admitted(base: Runner, author: str = "rep") -> subprocess.CompletedProcess[str]:
    given = {"needs.find.outputs.path": FOUND["path"], "needs.find.outputs.head": HEAD}
    return base.run("merge.yml", "Admit", {**given, "needs.find.outputs.author": author})


def test_it_is_judged_in_the_newest_base_by_the_base_s_own_program(base: Runner) -> None:
    done = admitted(base)
    assert done.returncode == 0, done.stderr
    assert base.outputs == {"base": git(base.folder, "rev-parse", "HEAD")}


@pytest.mark.parametrize(
    ("text", "author", "why"),
    [
        (debrief(), "mallory", "mallory is not the login of ana"),
        (debrief(rep="bo"), "rep", "roster.yml does not say which login bo has"),
        (debrief(rep=None, interviewer="truvoice"), "rep", "it is an interview"),
        (debrief(outcome="lots"), "rep", "the check does not let it through"),
    ],
)
def test_what_somebody_else_may_have_written_is_left(base: Runner, text: str, author: str, why: str) -> None:
    base.answers[TEXT] = Answer(raw=text.encode())
    left_to_a_person(base, admitted(base, author), why)


def test_digits_that_the_base_has_taken_meanwhile_are_left(base: Runner) -> None:
    folder = base.folder / "content" / "debriefs" / "2026"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "2026-11-04-other-7f3c9a10.md").write_text(debrief(account="Other"), encoding="utf-8")
    left_to_a_person(base, admitted(base), "its eight digits are taken")
    (folder / NAME).write_text(debrief(account="Other"), encoding="utf-8")
    left_to_a_person(base, admitted(base), "a file of this name is there")


def test_a_file_that_cannot_be_fetched_stops_it(base: Runner) -> None:
    base.answers = {}
    done = admitted(base)
    assert (done.returncode == 0, base.outputs) == (False, {})


@pytest.mark.parametrize(
    ("states", "is_left"),
    [
        ([("eva", "CHANGES_REQUESTED")], True),
        ([("eva", "CHANGES_REQUESTED"), ("eva", "COMMENTED")], True),
        ([("eva", "CHANGES_REQUESTED"), ("bo", "APPROVED")], True),
        ([("eva", "CHANGES_REQUESTED"), ("eva", "APPROVED")], False),
        ([("eva", "CHANGES_REQUESTED"), ("eva", "DISMISSED")], False),
        ([("eva", "COMMENTED")], False),
    ],
)
def test_a_review_that_asks_for_changes_is_respected(
    api: Runner, answers: dict[str, Any], states: list[tuple[str, str]], is_left: bool
) -> None:
    answers[REVIEWS] = Answer([{"user": {"login": name}, "state": state} for name, state in states])
    done = merged(api)
    if is_left:
        left_to_a_person(api, done, "a review asks for changes")
    else:
        assert api.written


def test_a_review_on_a_later_page_is_respected(api: Runner, answers: dict[str, Any]) -> None:
    answers[REVIEWS] = Answer([{"user": {"login": "bo"}, "state": "COMMENTED"}] * 100)
    later = REVIEWS.replace("&page=1", "&page=2")
    answers[later] = Answer([{"user": {"login": "eva"}, "state": "CHANGES_REQUESTED"}])
    left_to_a_person(api, merged(api), "a review asks for changes")


@pytest.mark.parametrize(
    ("path", "answer", "why"),
    [
        ("branches/main", {"commit": {"sha": NEWER}}, "the base has changed meanwhile"),
        ("pulls/7", {**PULL, "head": {"sha": NEWER}}, "it has changed meanwhile"),
        ("pulls/7", {**PULL, "state": "closed"}, "it has changed meanwhile"),
        ("pulls/7", {**PULL, "draft": True}, "it has changed meanwhile"),
    ],
)
def test_what_changed_since_it_was_judged_is_left(
    api: Runner, answers: dict[str, Any], path: str, answer: dict[str, Any], why: str
) -> None:
    answers[f"GET {API}/{path}"] = Answer(answer)
    left_to_a_person(api, merged(api), why)


def test_a_commit_that_comes_at_the_last_moment_is_refused_by_github(api: Runner, answers: dict[str, Any]) -> None:
    answers[f"PUT {API}/pulls/7/merge"] = Answer(status=409)
    done = merged(api)
    assert done.returncode == 1
    assert [one[0] for one in api.written] == ["PUT"]
