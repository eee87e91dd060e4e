"""What another themes.yml would change is told before it is merged."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest

from builder.changes.recoding import compare_codebooks
from builder.closing import close_edition
from builder.reporting.recoding import render_differences
from builder.support.errors import BulletinError
from tests.figures.test_comparisons import months
from tests.site.support import repository, run
from tests.support import LISTS, settings_of, write

FILES = months(("2026-10", "support", 2), ("2026-11", "support", 3), ("2026-11", "onboarding", 2))
THEMES = LISTS["themes.yml"]


def recoding(root: Path, themes: str, form: str = "text") -> str:
    other = root.parent / "other.yml"
    other.write_text(themes, encoding="utf-8")
    return render_differences(compare_codebooks(settings_of(root), None, other), form)


def test_the_same_themes_change_nothing(tmp_path: Path) -> None:
    assert recoding(write(tmp_path / "content", FILES), THEMES) == "Nothing changes."


def test_a_rename_changes_nothing_that_is_counted(tmp_path: Path) -> None:
    renamed = THEMES.replace("{id: support, title: Support}", "{id: help, title: Support, aliases: [support]}")
    assert recoding(write(tmp_path / "content", FILES), renamed) == "Nothing changes."


MERGED = THEMES.replace(
    "{id: support, title: Support}", "{id: support, title: Support, aliases: [onboarding]}"
).replace("- {id: onboarding, title: Onboarding}\n", "")


def test_a_merge_adds_up_in_open_editions_and_leaves_closed_ones(tmp_path: Path) -> None:
    root = write(tmp_path / "content", FILES)
    close_edition(settings_of(root, as_of=dt.date(2026, 11, 2)), "2026-10")
    lines = recoding(root, MERGED).splitlines()
    (count,) = (line for line in lines[: lines.index("the whole record")] if "prevalence, Support, puts off:" in line)
    assert count.strip().startswith("prevalence, Support, puts off: 3 of 5")
    assert "→ 5 of 5" in count
    assert "  prevalence, Onboarding, puts off: 2 of 5; plausibly 12 to 77 in 100 → –" in lines
    assert "2026-10" not in lines


def test_a_theme_that_goes_sets_its_debriefs_aside(tmp_path: Path) -> None:
    gone = THEMES.replace("- {id: onboarding, title: Onboarding}\n", "")
    found = json.loads(recoding(write(tmp_path / "content", FILES), gone, "json"))
    assert found[0] == {"edition": "all", "what": "files set aside", "before": "0", "after": "2"}


def test_headlines_that_change_are_told_with_both_texts(tmp_path: Path) -> None:
    lines = recoding(write(tmp_path / "content", FILES), MERGED).splitlines()
    (headline,) = (line for line in lines if "headline, puts off 1" in line)
    before, after = headline.split(" → ")
    # With no editions before them, the headline counts its own: 3 of November's 5.
    assert before.endswith("Support put off 3 of 5 losses")
    assert after == "Support put off all 5 losses"


def test_themes_that_cannot_be_read_are_told_with_their_place(tmp_path: Path) -> None:
    with pytest.raises(BulletinError, match=r"other\.yml:1:"):
        recoding(write(tmp_path / "content", FILES), "- id: [x\n")
    with pytest.raises(BulletinError, match="is not a file"):
        compare_codebooks(settings_of(tmp_path / "content"), tmp_path / "nowhere.yml", None)
    with pytest.raises(BulletinError, match="--to FILE"):
        compare_codebooks(settings_of(tmp_path / "content"), None, None)


def test_the_command_reads_the_codebook_that_was_from_git(tmp_path: Path) -> None:
    folder = repository(tmp_path, {**LISTS, **FILES, "themes.yml": MERGED})
    done = run("recode", "--as-of", "2026-11-21", "--from", "-", cwd=folder, input=THEMES)
    assert done.returncode == 0, done.stderr
    assert "prevalence, Onboarding, puts off: 2 of 5; plausibly 12 to 77 in 100 → –" in done.stdout
    assert run("recode", cwd=folder).returncode == 2
