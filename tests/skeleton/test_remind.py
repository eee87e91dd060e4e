"""The weekly reminder: one issue, kept up to date."""

from __future__ import annotations

from typing import Any

import pytest

from tests.skeleton.support import API, Answer, Runner

ISSUES = f"GET {API}/issues?state=open&creator=github-actions%5Bbot%5D&per_page=100"
MARKER = "<!-- bulletin-reminder -->"


@pytest.fixture
def answers(api: Runner) -> dict[str, Any]:
    (api.scratch / "reminder.md").write_text("    2 errors\n", encoding="utf-8")
    api.answers = {
        ISSUES: Answer([]),
        f"POST {API}/issues": Answer({"number": 9}),
        f"PATCH {API}/issues/9": Answer({"number": 9}),
    }
    return api.answers


def test_the_first_one_opens_an_issue(api: Runner, answers: dict[str, Any]) -> None:
    assert api.run("remind.yml", "Issue").returncode == 0
    ((method, path, body),) = api.written
    assert (method, path, body["body"]) == ("POST", "issues", f"{MARKER}\n    2 errors\n")


def test_later_ones_change_it(api: Runner, answers: dict[str, Any]) -> None:
    authors = {3: "bo", 4: "github-actions[bot]", 9: "github-actions[bot]"}
    bodies = {3: MARKER, 4: None, 9: f"{MARKER}\nbefore"}
    issues = [{"number": n, "user": {"login": authors[n]}, "body": bodies[n]} for n in authors]
    answers[ISSUES] = Answer(issues)
    assert api.run("remind.yml", "Issue").returncode == 0
    assert [one[:2] for one in api.written] == [("PATCH", "issues/9")]


def test_a_long_one_is_cut_at_a_line(api: Runner, answers: dict[str, Any]) -> None:
    (api.scratch / "reminder.md").write_text("    a line of it\n" * 9_000, encoding="utf-8")
    assert api.run("remind.yml", "Issue").returncode == 0
    body = api.written[0][2]["body"]
    assert len(body) < 65_536
    assert body.endswith("    a line of it\n\nThe rest is in the summary of the run.\n")
