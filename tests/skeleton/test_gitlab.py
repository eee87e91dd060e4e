"""The same for GitLab: its jobs, run as its runner does, with a stand-in for its API on this machine."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from tests.site.support import run as bulletin
from tests.skeleton.own import INSTALLED, OWN_ON_GITLAB
from tests.skeleton.support import Runner, git, load, pull_request
from tests.skeleton.test_runs import BAD, DEBRIEF, good

HEAD, NEWER = "a" * 40, "b" * 40
MARKER = "<!-- bulletin-effect -->"
EFFECT = f"{MARKER}\nPricing: 4 of 10. Ask @ana.\n"
NOTES = "/projects/3/merge_requests/7/notes"
JOBS = {"check", "effect", "comment", "pages", "remind"}


def document(runner: Runner) -> dict[str, Any]:
    text = (runner.folder / ".gitlab-ci.yml").read_text(encoding="utf-8")
    found: dict[str, Any] = load(text)
    return found


def run(runner: Runner, job: str, **env: str) -> subprocess.CompletedProcess[str]:
    """Run a job's script; its installation is left out, the one part that needs a network."""
    script = "\n".join(document(runner)[job]["script"])
    base = git(runner.folder, "rev-parse", "--verify", "--quiet", "HEAD^1") if job in ("check", "effect") else ""
    return runner.script(script, "bash -eo pipefail {0}", {"CI_MERGE_REQUEST_DIFF_BASE_SHA": base, **env})


def test_the_jobs_are_these_and_install_in_one_place(runner: Runner) -> None:
    matter = document(runner)
    assert {name for name, job in matter.items() if "script" in job} == JOBS
    assert matter[".program"]["before_script"][0] in (INSTALLED, OWN_ON_GITLAB)
    assert len(matter[".program"]["before_script"]) == 1
    assert [name for name in JOBS if "before_script" in matter[name]] == []
    assert {name for name in JOBS if matter[name].get("extends") != ".program"} == {"comment"}


def test_a_good_merge_request_passes_with_a_report(runner: Runner) -> None:
    pull_request(runner.folder, good(runner))
    done = run(runner, "check")
    assert done.returncode == 0, done.stdout + done.stderr
    report = document(runner)["check"]["artifacts"]["reports"]["codequality"]
    assert isinstance(json.loads((runner.folder / report).read_text(encoding="utf-8")), list)


def test_a_bad_file_fails_and_one_that_was_bad_before_does_not(runner: Runner) -> None:
    pull_request(runner.folder, {DEBRIEF: BAD})
    done = run(runner, "check")
    assert done.returncode == 1
    assert f"{DEBRIEF}:" in done.stdout
    git(runner.folder, "clean", "--quiet", "--force")
    pull_request(runner.folder, good(runner))
    assert run(runner, "check").returncode == 0


def test_the_effect_is_left(runner: Runner) -> None:
    pull_request(runner.folder, good(runner))
    assert run(runner, "effect").returncode == 0
    (path,) = document(runner)["effect"]["artifacts"]["paths"]
    assert (runner.folder / path).read_text(encoding="utf-8").startswith(MARKER)


@pytest.mark.parametrize("variable", ["BULLETIN_PUBLIC", "BULLETIN_PAGES_PRIVATE"])
def test_the_site_is_built_where_somebody_has_said_who_sees_it(runner: Runner, variable: str) -> None:
    done = run(runner, "pages", **{variable: "yes"})
    assert done.returncode == 0, done.stderr
    assert (runner.folder / "public" / "index.html").is_file()
    assert not (runner.folder / "site").exists()


@pytest.mark.parametrize("env", [{}, {"BULLETIN_PUBLIC": "no"}, {"BULLETIN_PAGES_PRIVATE": "true"}])
def test_otherwise_it_is_refused_with_what_to_do(api: Runner, env: dict[str, str]) -> None:
    done = run(api, "pages", **env)
    assert done.returncode == 1
    assert done.stdout.startswith("Not published:")
    assert "BULLETIN_PAGES_PRIVATE to yes" in done.stdout
    assert not (api.folder / "public").exists()


def test_the_reminder_says_what_is_waiting_and_what_is_wrong(runner: Runner) -> None:
    pull_request(runner.folder, {DEBRIEF: BAD})
    done = run(runner, "remind")
    assert done.returncode == 0, done.stderr
    reminder = (runner.folder / "reminder.md").read_text(encoding="utf-8")
    assert reminder.startswith(bulletin("remind", cwd=runner.folder).stdout)
    assert DEBRIEF in reminder


def test_the_token_is_used_where_nothing_of_the_branch_is_run(api: Runner) -> None:
    matter = document(api)
    assert {name for name in JOBS if "TOKEN" in json.dumps(matter[name])} == {"comment"}
    assert matter["comment"]["variables"] == {"GIT_STRATEGY": "none"}
    assert "$BULLETIN_COMMENT_TOKEN" in matter["comment"]["rules"][0]["if"]


@dataclass
class GitLab:
    """A stand-in for the API: what it has, and what was written to it."""

    notes: list[dict[str, Any]] = field(default_factory=list)
    head: str = HEAD
    written: list[tuple[str, str, str]] = field(default_factory=list)

    def answer(self, path: str) -> Any:
        """What a reader gets at a path."""
        if path == "/user":
            return {"id": 1}
        if path == NOTES.removesuffix("/notes"):
            return {"sha": self.head}
        page = re.fullmatch(rf"{NOTES}\?per_page=100&page=(\d+)", path)
        assert page, path
        return self.notes[100 * (int(page[1]) - 1) : 100 * int(page[1])]


class Server(ThreadingHTTPServer):
    """Serves one GitLab on this machine."""

    def __init__(self, gitlab: GitLab) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.gitlab = gitlab


class Handler(BaseHTTPRequestHandler):
    """Answers one request."""

    server: Server

    def do_GET(self) -> None:
        self._answer(self.server.gitlab.answer(self.path))

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.gitlab.written.append((self.command, self.path, body["body"]))
        self._answer({})

    do_PUT = do_POST  # noqa: N815 - the name that the library calls

    def _answer(self, matter: Any) -> None:
        self.send_response(200 if self.headers["PRIVATE-TOKEN"] == "token" else 401)
        self.end_headers()
        self.wfile.write(json.dumps(matter).encode())

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def gitlab() -> GitLab:
    return GitLab()


@pytest.fixture
def address(gitlab: GitLab) -> Iterator[str]:
    with Server(gitlab) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def commented(api: Runner, address: str, effect: str = EFFECT, **env: str) -> subprocess.CompletedProcess[str]:
    Path(api.folder, "effect.md").write_text(effect, encoding="utf-8")
    given = {
        "BULLETIN_COMMENT_TOKEN": "token",
        "CI_API_V4_URL": address,
        "CI_PROJECT_ID": "3",
        "CI_MERGE_REQUEST_IID": "7",
        "CI_COMMIT_SHA": HEAD,
        "no_proxy": "127.0.0.1",
    }
    return run(api, "comment", **{**given, **env})


def note(id: int, author: int, body: str) -> dict[str, Any]:
    return {"id": id, "author": {"id": author}, "body": body}


def test_the_first_effect_becomes_a_comment(api: Runner, gitlab: GitLab, address: str) -> None:
    done = commented(api, address)
    assert done.returncode == 0, done.stderr
    ((method, path, body),) = gitlab.written
    assert (method, path) == ("POST", NOTES)
    assert body.startswith(MARKER)
    assert "@\u200bana" in body


def test_a_later_one_takes_its_place_and_nobody_else_s(api: Runner, gitlab: GitLab, address: str) -> None:
    gitlab.notes = [*(note(100 + n, 2, MARKER) for n in range(100)), note(5, 1, "Nice."), note(6, 1, EFFECT)]
    commented(api, address)
    assert [one[:2] for one in gitlab.written] == [("PUT", f"{NOTES}/6")]


def test_a_stale_pipeline_writes_nothing(api: Runner, gitlab: GitLab, address: str) -> None:
    gitlab.head = NEWER
    done = commented(api, address)
    assert (done.returncode, gitlab.written) == (0, [])
    assert "a newer commit" in done.stdout


def test_in_a_pipeline_of_merged_results_the_branch_s_commit_counts(api: Runner, gitlab: GitLab, address: str) -> None:
    commented(api, address, CI_COMMIT_SHA=NEWER, CI_MERGE_REQUEST_SOURCE_BRANCH_SHA=HEAD)
    assert len(gitlab.written) == 1


@pytest.mark.parametrize("effect", ["Buy now", EFFECT + "x" * 60_000, ""])
def test_what_is_no_effect_is_refused(api: Runner, gitlab: GitLab, address: str, effect: str) -> None:
    done = commented(api, address, effect)
    assert (done.returncode, gitlab.written) == (1, [])
    assert "no effect" in done.stderr
