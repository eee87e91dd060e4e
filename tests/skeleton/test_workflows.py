"""What holds for every workflow: its form, its pins, its permissions, and that no text of a stranger is code."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from typing import Any

import pytest

from builder.skeleton import repository_files
from tests.site.support import tool
from tests.skeleton.own import INSTALLED, OWN_ON_GITHUB, OWN_ON_GITLAB, ROOT
from tests.skeleton.support import INSTALL, load

WORKFLOWS = {path: text for path, text in sorted(repository_files()) if path.startswith(".github/workflows/")}
EACH = pytest.mark.parametrize("path", WORKFLOWS)
# Seen with these versions in the workflows of public repositories; a digest that is not here was not looked up.
PINS = {
    "actions/cache@cdf6c1fa76f9f475f3d7449005a359c84ca0f306": "v5.0.3",
    "actions/checkout@9c091bb21b7c1c1d1991bb908d89e4e9dddfe3e0": "v7.0.0",
    "actions/deploy-pages@cd2ce8fcbc39b97be8ca5fce6e763baed58fa128": "v5.0.0",
    "actions/setup-python@a309ff8b426b58ec0e2a45f0f869d46889d02405": "v6.2.0",
    "actions/upload-artifact@043fb46d1a93c77aae656e7c1c64a875d1fc6a0a": "v7.0.1",
    "actions/upload-pages-artifact@fc324d3547104276b827a68afc52ff2a11cc49c9": "v5.0.0",
}
# Every script, so that a new one cannot come without being run in a test.
SCRIPTS = {
    ("check.yml", "Check"): "test_runs",
    ("check.yml", "New errors"): "test_runs",
    ("check.yml", "Effect"): "test_runs",
    ("comment.yml", "Comment"): "test_comment",
    ("merge.yml", "Find"): "test_merge",
    ("merge.yml", "Admit"): "test_merge",
    ("merge.yml", "Merge"): "test_merge",
    ("publish.yml", "May the site go there?"): "test_publish",
    ("publish.yml", "Build"): "test_runs",
    ("remind.yml", "Remind"): "test_runs",
    ("remind.yml", "Issue"): "test_remind",
}
WRITES = {
    "comment.yml": {"pull-requests"},
    "merge.yml": {"actions", "contents"},
    "publish.yml": {"pages", "id-token"},
    "remind.yml": {"issues"},
}


NEWEST = "${{ github.event.repository.default_branch }}"


def steps(path: str) -> Iterator[dict[str, Any]]:
    """The steps of all jobs of a workflow."""
    for job in load(WORKFLOWS[path])["jobs"].values():
        yield from job["steps"]


@pytest.mark.parametrize(
    ("schema", "paths"),
    [("vendor.github-workflows", list(WORKFLOWS)), ("vendor.gitlab-ci", [".gitlab-ci.yml"])],
)
def test_they_are_valid_by_the_published_schema(schema: str, paths: list[str]) -> None:
    command = [tool("check-jsonschema"), "--builtin-schema", schema, *paths]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout


def test_an_audit_finds_nothing() -> None:
    command = [tool("zizmor"), "--offline", "--no-config", "--no-progress", "--strict-collection", ".github/workflows"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_script_is_run_in_a_test() -> None:
    found = {(path.rpartition("/")[2], step.get("name")) for path in WORKFLOWS for step in steps(path) if "run" in step}
    assert {one for one in found if one[1] != INSTALL} == set(SCRIPTS)
    for (workflow, step), module in SCRIPTS.items():
        tests = (ROOT / "tests" / "skeleton" / f"{module}.py").read_text(encoding="utf-8")
        assert f'"{workflow}", "{step}"' in tests


@EACH
def test_actions_are_pinned_by_digest_and_told_by_version(path: str) -> None:
    used = re.findall(r"uses: (\S+)(?: # (\S+))?", WORKFLOWS[path])
    assert len(used) == WORKFLOWS[path].count("uses:")
    assert [one for one in used if PINS.get(one[0]) != one[1]] == []


@EACH
def test_a_token_may_do_no_more_than_the_job_needs(path: str) -> None:
    workflow = load(WORKFLOWS[path])
    assert workflow["permissions"] == {}
    given = [right for job in workflow["jobs"].values() for right in job["permissions"].items()]
    assert {name for name, right in given if right == "write"} == WRITES.get(path.rpartition("/")[2], set())


@EACH
def test_every_job_ends_and_none_runs_twice_at_once(path: str) -> None:
    workflow = load(WORKFLOWS[path])
    assert workflow["concurrency"]["group"].startswith(workflow["name"])
    assert all(job["timeout-minutes"] <= 20 and job["runs-on"] == "ubuntu-24.04" for job in workflow["jobs"].values())


@EACH
def test_no_checkout_leaves_a_token_behind(path: str) -> None:
    checkouts = [step for step in steps(path) if step.get("uses", "").startswith("actions/checkout@")]
    assert all(step["with"]["persist-credentials"] is False for step in checkouts)
    # What is checked out is what started the run, or the newest of the default branch: never what an event names.
    assert {step["with"].get("ref", NEWEST) for step in checkouts} <= {NEWEST}


@EACH
def test_no_expression_stands_in_a_script(path: str) -> None:
    assert [step for step in steps(path) if "${{" in step.get("run", "")] == []


@pytest.mark.parametrize("name", ["comment.yml", "merge.yml"])
def test_what_may_write_checks_nothing_out_and_installs_nothing(name: str) -> None:
    workflow = load(WORKFLOWS[f".github/workflows/{name}"])
    assert list(workflow["on"]) == ["workflow_run"]
    for job in workflow["jobs"].values():
        if "write" in job["permissions"].values():
            assert [step for step in job["steps"] if set(step) - {"name", "id", "shell", "env", "run"}] == []
        else:
            assert set(job["permissions"].values()) == {"read"}


def test_a_pull_request_is_checked_without_secrets() -> None:
    text = WORKFLOWS[".github/workflows/check.yml"]
    assert list(load(text)["on"]) == ["pull_request"]
    assert "secrets." not in "".join(WORKFLOWS.values())
    assert "github.token" not in text


def test_only_the_installation_differs_from_a_new_repository() -> None:
    for path, text in repository_files():
        if path.startswith((".github/", ".gitlab-ci.yml")):
            other = (OWN_ON_GITLAB if path == ".gitlab-ci.yml" else OWN_ON_GITHUB, INSTALLED)
            assert (ROOT / path).read_text(encoding="utf-8").replace(*other) == text


@EACH
def test_what_is_installed_is_told_by_one_step(path: str) -> None:
    assert all((step.get("name") == INSTALL) == (step.get("run") == INSTALLED) for step in steps(path))


def test_every_variable_is_explained_to_those_who_begin() -> None:
    files = dict(repository_files())
    texts = (text for path, text in files.items() if path.startswith((".github/", ".gitlab-ci.yml")))
    names = {name for text in texts for name in re.findall(r"BULLETIN_[A-Z_]+", text)}
    assert len(names) >= 4
    assert [name for name in sorted(names) if f"`{name}`" not in files["README.md"]] == []
