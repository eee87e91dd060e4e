"""Whether the site may go to Pages: only where GitHub says that it is private, or the repository that it is public."""

from __future__ import annotations

import subprocess

import pytest

from tests.skeleton.support import API, Answer, Runner, load


def asked(api: Runner, variable: str = "") -> subprocess.CompletedProcess[str]:
    return api.run("publish.yml", "May the site go there?", {"vars.BULLETIN_PUBLIC": variable})


def test_a_private_site_is_published(api: Runner) -> None:
    api.answers = {f"GET {API}/pages": Answer({"public": False})}
    assert asked(api).returncode == 0


def test_a_public_site_is_published_where_the_repository_says_so(api: Runner) -> None:
    assert asked(api, "yes").returncode == 0


@pytest.mark.parametrize(
    "answer",
    [
        Answer({"public": True}),
        Answer({"public": None}),
        Answer({"public": "false "}),
        Answer({}),
        Answer({"message": "Not Found", "public": False}, status=404),
        Answer({}, status=403),
        Answer({}, status=500),
    ],
)
@pytest.mark.parametrize("variable", ["", "no", "YES", "true"])
def test_otherwise_it_is_refused_with_what_to_do(api: Runner, answer: Answer, variable: str) -> None:
    api.answers = {f"GET {API}/pages": answer}
    done = asked(api, variable)
    assert done.returncode == 1
    assert done.stdout.startswith("::error::Not published:")
    assert "Source: GitHub Actions" in done.stdout
    assert "BULLETIN_PUBLIC to yes" in done.stdout


def test_it_is_asked_before_anything_is_built(api: Runner) -> None:
    jobs = load((api.folder / ".github/workflows/publish.yml").read_text(encoding="utf-8"))["jobs"]
    assert jobs["build"]["steps"][0]["name"] == "May the site go there?"
    assert jobs["deploy"]["needs"] == "build"


def test_only_everyone_s_site_goes_there(api: Runner) -> None:
    jobs = load((api.folder / ".github/workflows/publish.yml").read_text(encoding="utf-8"))["jobs"]
    assert [step["run"] for step in jobs["build"]["steps"] if step.get("name") == "Build"] == [
        "bulletin build --audience everyone"
    ]
