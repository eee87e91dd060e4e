"""Reminders on the command line, and a build that fails while something waits for a decision."""

from __future__ import annotations

import email
from pathlib import Path
from urllib.parse import parse_qs

import pytest

from builder.schema import KINDS
from tests.reminders.test_undebriefed_deals import DEALS
from tests.reminders.tree import TREE
from tests.site.support import SITE_URL, repository, run
from tests.support import LISTS


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return repository(tmp_path, {**LISTS, **TREE, "closed_deals.csv": DEALS})


def refused(folder: Path, *arguments: str) -> str:
    """What is said of a reminder that cannot be."""
    done = run("remind", *arguments, cwd=folder)
    assert (done.returncode, done.stdout) == (2, ""), done
    assert "Traceback" not in done.stderr
    return done.stderr


def test_a_reminder_is_printed_as_of_a_day_and_nothing_is_written(folder: Path) -> None:
    before = sorted(folder.rglob("content/**/*"))
    done = run("remind", cwd=folder)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith(
        "# What is waiting\n\nAs of 21 November 2026: 13 things are waiting.\n\n## Product: 6\n"
    )
    assert sorted(folder.rglob("content/**/*")) == before
    assert "As of 1 June 2026: nothing is waiting." in run("remind", "--as-of", "2026-06-01", cwd=folder).stdout


def test_departments_are_chosen_and_a_letter_is_addressed(folder: Path) -> None:
    done = run("remind", "--to", "Legal", "--to", "product", "--format", "text", cwd=folder)
    assert "PRODUCT: 6\n" in done.stdout
    assert "LEGAL\n\nNothing is waiting for Legal.\n" in done.stdout
    assert "MARKETING" not in done.stdout
    done = run("remind", "--format", "eml", "--mail", "a@example.com", "--mail", "b@example.com", cwd=folder)
    message = email.message_from_string(done.stdout)
    assert (message["Subject"], message["To"]) == (
        "Quay News: 13 things are waiting",
        "a@example.com, b@example.com",
    )


def test_a_rep_gets_the_own_deals(folder: Path) -> None:
    done = run("remind", "--to-rep", "bo", cwd=folder)
    assert done.returncode == 0
    assert "of 1 deal that you closed since 22 September 2026, 1 has no debrief" in done.stdout
    assert "“Somebody else's”" in done.stdout
    assert done.stdout.count("\n- ") == 1
    assert "you closed no deal" in run("remind", "--to-rep", "bo", "--since", "2026-11-03", cwd=folder).stdout


def test_what_cannot_be_exits_with_two_and_says_what_to_do(folder: Path) -> None:
    assert "marketing" in refused(folder, "--to", "marketingg")
    assert "ana" in refused(folder, "--to-rep", "anna")
    assert "not both" in refused(folder, "--to", "product", "--to-rep", "ana")
    assert "--to-rep" in refused(folder, "--since", "2026-11-01")
    assert "2026-13-01" in refused(folder, "--to-rep", "ana", "--since", "2026-13-01")
    assert "--format eml" in refused(folder, "--mail", "a@example.com")
    assert "e-mail address" in refused(folder, "--format", "eml", "--mail", "a")
    assert "html" in refused(folder, "--format", "html")


def test_links_fill_in_fields_that_the_form_has(folder: Path) -> None:
    lines = run("remind", "--format", "text", cwd=folder).stdout + run("remind", "--to-rep", "ana", cwd=folder).stdout
    found = [parse_qs(part.split("\n")[0].split(")")[0]) for part in lines.split(f"{SITE_URL}contribute/#")[1:]]
    assert len(found) >= 12
    for known in found:
        (kind,) = known.pop("kind")
        assert set(known) <= set(KINDS[kind].model.model_fields)


def test_a_build_fails_on_what_is_unanswered_only_if_asked_and_writes_the_site_all_the_same(folder: Path) -> None:
    assert run("build", "--quiet", cwd=folder).returncode == 0
    (folder / "site" / "index.html").unlink()
    done = run("build", "--quiet", "--fail-on-unanswered", cwd=folder)
    assert done.returncode == 1
    assert (folder / "site" / "index.html").is_file()
    assert done.stderr.splitlines()[:3] == [
        "bulletin: the site is written, and 2 things are waiting for a decision:",
        "  theme “Contract terms” (Product): unanswered for 21 days",
        f"    answer: {SITE_URL}contribute/#kind=response&theme=contract-terms&by=product",
    ]
    assert run("build", "--quiet", "--fail-on-silence", cwd=folder).stderr == done.stderr
    # Before the first of its debriefs was there, nobody had anything to answer; one promise was due later.
    assert run("build", "--quiet", "--fail-on-unanswered", "--as-of", "2026-09-30", cwd=folder).returncode == 0


def test_an_empty_repository_waits_for_nothing(tmp_path: Path) -> None:
    assert run("init", "new", cwd=tmp_path).returncode == 0
    done = run("remind", cwd=tmp_path / "new")
    assert (done.returncode, done.stderr) == (0, "")
    assert "nothing is waiting." in done.stdout
    assert run("build", "--quiet", "--fail-on-unanswered", cwd=tmp_path / "new").returncode == 0
