"""The scripts that run the program, each in a fresh checkout of this repository and of a new one."""

from __future__ import annotations

import textwrap

from tests.site.support import run
from tests.skeleton.support import Runner, git, load, pull_request

DEBRIEF = "content/debriefs/2026/2026-11-05-first-0000abcd.md"
GOOD = """\
---
decided: 2026-11-03
rep: anonymous
outcome: lost
repelling:
  {theme}: Two weeks were too long.
---
"""
BAD = GOOD.format(theme="pricing").replace("lost", "lots")


def good(runner: Runner) -> dict[str, str]:
    """A file that is right in this repository."""
    themes = load((runner.folder / "content" / "themes.yml").read_text(encoding="utf-8"))
    return {"content/debriefs/2026/2026-11-05-0000abcd.md": GOOD.format(theme=themes[-1]["id"])}


def test_a_good_pull_request_passes(runner: Runner) -> None:
    pull_request(runner.folder, good(runner))
    assert runner.run("check.yml", "Check").returncode == 0
    done = runner.run("check.yml", "New errors")
    assert (done.returncode, done.stdout) == (0, "New errors: 0\n"), done.stdout + done.stderr


def test_a_bad_file_fails_with_a_mark_beside_its_line(runner: Runner) -> None:
    pull_request(runner.folder, {DEBRIEF: BAD})
    done = runner.run("check.yml", "Check")
    assert done.returncode == 0
    assert f"::error file={DEBRIEF},line=" in done.stdout
    done = runner.run("check.yml", "New errors")
    assert done.returncode == 1
    assert DEBRIEF in done.stdout


def test_a_file_that_was_bad_before_blocks_nobody(runner: Runner) -> None:
    pull_request(runner.folder, {DEBRIEF: BAD})
    pull_request(runner.folder, good(runner))
    assert f"::error file={DEBRIEF},line=" in runner.run("check.yml", "Check").stdout
    assert runner.run("check.yml", "New errors").returncode == 0


def test_a_list_that_breaks_other_files_fails(runner: Runner) -> None:
    pull_request(runner.folder, good(runner))
    pull_request(runner.folder, {"content/themes.yml": "- {id: weather, title: Weather}\n"})
    assert runner.run("check.yml", "New errors").returncode == 1


def test_content_that_cannot_be_checked_fails(runner: Runner) -> None:
    pull_request(runner.folder, {"mkdocs.yml": "site_name: Nothing else\n"})
    assert runner.run("check.yml", "Check").returncode != 0
    assert runner.run("check.yml", "New errors").returncode != 0


def test_the_effect_is_left_with_the_number_and_the_commit(runner: Runner) -> None:
    head = pull_request(runner.folder, good(runner))
    given = {"github.event.pull_request.number": "7", "github.event.pull_request.head.sha": head}
    done = runner.run("check.yml", "Effect", given)
    assert done.returncode == 0, done.stderr
    left = {path.name: path.read_text(encoding="utf-8") for path in (runner.folder / "effect").iterdir()}
    assert left.pop("effect.md").startswith("<!-- bulletin-effect -->")
    assert left == {"number": "7\n", "head": f"{head}\n"}


def test_the_site_is_built_from_what_is_committed_with_a_cache_beside_it(runner: Runner) -> None:
    done = runner.run("publish.yml", "Build")
    assert done.returncode == 0, done.stderr
    document = load((runner.folder / ".github/workflows/publish.yml").read_text(encoding="utf-8"))
    paths = [step["with"]["path"] for step in document["jobs"]["build"]["steps"] if "path" in step.get("with", {})]
    assert paths == [".bulletin", "site"]
    assert (runner.folder / "site" / "index.html").is_file()
    assert any((runner.folder / ".bulletin").iterdir())
    assert git(runner.folder, "status", "--porcelain") == ""


def test_the_reminder_says_what_is_waiting_what_is_wrong_and_who_was_heard(runner: Runner) -> None:
    pull_request(runner.folder, {DEBRIEF: BAD})
    done = runner.run("remind.yml", "Remind")
    assert done.returncode == 0, done.stderr
    reminder = (runner.scratch / "reminder.md").read_text(encoding="utf-8")
    assert reminder.startswith(run("remind", cwd=runner.folder).stdout)
    assert f"    {DEBRIEF}" in reminder
    coverage = run("figures", "coverage", cwd=runner.folder).stdout
    assert textwrap.indent(coverage, "    ", lambda line: True) in reminder
    assert (runner.scratch / "summary.md").read_text(encoding="utf-8") == reminder
