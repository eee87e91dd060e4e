"""What becomes of what an answer announced: due, overdue, done or answered anew."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from builder.ledger.responses import FollowedResponse, ResponseFate
from tests.ledger.test_open_questions import answer, promised
from tests.support import build, debrief, write

FIX = answer("2026-09-05", "fix", more="due: 2026-10-01\n")
ANY = {"debriefs/2026-08-02-x-00000001.md": debrief(decided="2026-08-01")}


def became(root: Path, files: dict[str, str], day: str = "2026-11-21") -> FollowedResponse:
    """What had become of the first answer by a day."""
    return build(write(root, {**ANY, **files}), as_of=dt.date.fromisoformat(day)).ledger.responses[0]


def test_what_was_announced_is_due_and_then_overdue(tmp_path: Path) -> None:
    assert became(tmp_path, FIX, "2026-10-01").fate is ResponseFate.DUE
    late = became(tmp_path, FIX, "2026-10-11")
    assert (late.fate, late.days, late.due) == (ResponseFate.OVERDUE, 10, dt.date(2026, 10, 1))


def test_a_later_answer_says_that_it_is_done_or_takes_its_place(tmp_path: Path) -> None:
    done = became(tmp_path / "done", {**FIX, **answer("2026-10-20", "done")})
    assert (done.fate, done.later) == (ResponseFate.DONE, "2026-10-20-done-product")
    anew = became(tmp_path / "anew", {**FIX, **answer("2026-10-20", "investigate", more="due: 2026-12-01\n")})
    assert anew.fate is ResponseFate.REPLACED
    for nothing in ("disputed", "not-ours"):
        more = "department: marketing\n" if nothing == "not-ours" else ""
        assert (
            became(tmp_path / nothing, {**FIX, **answer("2026-10-20", nothing, more=more)}).fate is ResponseFate.OVERDUE
        )


def test_an_answer_about_something_else_changes_nothing(tmp_path: Path) -> None:
    assert (
        became(tmp_path, {**FIX, **answer("2026-10-20", "done", about="theme: pricing")}).fate is ResponseFate.OVERDUE
    )


@pytest.mark.parametrize(("shipped", "fate"), [("2026-10-20", ResponseFate.DONE), ("2026-09-01", ResponseFate.OVERDUE)])
def test_an_initiative_that_ships_after_the_answer_carries_it_out(
    tmp_path: Path, shipped: str, fate: ResponseFate
) -> None:
    initiative = f"title: One year\nowner: product\nstatus: shipped\nshipped_on: {shipped}\n"
    fix = answer("2026-09-05", "fix", more="due: 2026-10-01\ninitiative: one-year\n")
    assert became(tmp_path, {**fix, "initiatives/one-year.yml": initiative}).fate is fate


def test_an_answer_about_a_promise_is_done_when_the_promise_is_kept(tmp_path: Path) -> None:
    fix = answer("2026-09-05", "fix", about="promises: [sandbox]", more="due: 2026-10-01\n")
    kept = promised("status: kept\nkept_on: 2026-10-20\nevidence: It is there.\n")
    assert became(tmp_path, {**fix, **kept}, "2026-10-19").fate is ResponseFate.OVERDUE
    assert became(tmp_path, {**fix, **kept}, "2026-10-20").fate is ResponseFate.DONE


def test_moves_of_the_due_date_are_undone_before_their_day(tmp_path: Path) -> None:
    slips = "due: 2026-12-01\nslips: [{from: 2026-10-01, to: 2026-12-01, why: Later., on: 2026-10-10}]\n"
    files = answer("2026-09-05", "fix", more=slips)
    before, after = became(tmp_path, files, "2026-10-05"), became(tmp_path, files, "2026-10-10")
    assert (before.fate, before.moved, before.days) == (ResponseFate.OVERDUE, 0, 4)
    assert (after.fate, after.moved, after.due) == (ResponseFate.DUE, 1, dt.date(2026, 12, 1))
