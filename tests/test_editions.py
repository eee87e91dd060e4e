"""The calendar, membership, late arrivals, and what may not change once an edition is closed."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builder.closing import close_edition
from builder.config import Rhythm
from builder.editions import Calendar, Schedule, arrange
from builder.reading.corpus import Corpus
from builder.reading.corpus_assembly import read_corpus
from builder.reading.file_state import FileState
from tests.support import WORDS, debrief, places, settings_of, write

CALENDARS = st.builds(Calendar, st.sampled_from(list(Rhythm)), st.integers(1, 12))
DAYS = st.dates(dt.date(1990, 1, 1), dt.date(2100, 12, 31))


@given(CALENDARS, DAYS)
def test_a_day_lies_in_its_period_and_the_id_leads_back(calendar: Calendar, day: dt.date) -> None:
    period = calendar.period_of(day)
    assert period.first <= day <= period.last
    assert calendar.parse(period.id) == period == calendar.period(period.ordinal)


@given(CALENDARS, DAYS)
def test_consecutive_periods_leave_no_gap(calendar: Calendar, day: dt.date) -> None:
    period = calendar.period_of(day)
    following = calendar.after(period)
    assert following.first - period.last == dt.timedelta(days=1)
    assert period < following
    assert calendar.period_of(following.first) == following


@pytest.mark.parametrize(
    ("rhythm", "start", "day", "id", "first", "last"),
    [
        ("month", 1, "2026-11-21", "2026-11", "2026-11-01", "2026-11-30"),
        ("month", 4, "2024-02-29", "2024-02", "2024-02-01", "2024-02-29"),
        ("quarter", 1, "2026-11-21", "2026-Q4", "2026-10-01", "2026-12-31"),
        ("quarter", 7, "2026-01-01", "2026-Q1", "2026-01-01", "2026-03-31"),
        ("fiscal-quarter", 1, "2026-11-21", "FY2026-Q4", "2026-10-01", "2026-12-31"),
        ("fiscal-quarter", 10, "2026-11-21", "FY2027-Q1", "2026-10-01", "2026-12-31"),
        ("fiscal-quarter", 4, "2026-03-31", "FY2026-Q4", "2026-01-01", "2026-03-31"),
        ("fiscal-quarter", 2, "2026-01-31", "FY2026-Q4", "2025-11-01", "2026-01-31"),
        ("fiscal-quarter", 12, "2026-12-01", "FY2027-Q1", "2026-12-01", "2027-02-28"),
    ],
)
def test_periods_by_hand(rhythm: str, start: int, day: str, id: str, first: str, last: str) -> None:
    period = Calendar(Rhythm(rhythm), start).period_of(dt.date.fromisoformat(day))
    assert (period.id, str(period.first), str(period.last)) == (id, first, last)


@pytest.mark.parametrize("start", range(1, 13))
def test_a_fiscal_year_is_named_after_the_year_in_which_it_ends(start: int) -> None:
    calendar = Calendar(Rhythm.FISCAL_QUARTER, start)
    first, last = calendar.parse("FY2027-Q1"), calendar.parse("FY2027-Q4")
    assert first is not None
    assert last is not None
    assert first.first == dt.date(2027 if start == 1 else 2026, start, 1)
    assert last.last.year == 2027
    assert last.ordinal - first.ordinal == 3


@pytest.mark.parametrize(
    "id", ["2026-13", "2026-00", "26-11", "2026-Q5", "FY2026-Q0", "2026-11 ", "", "0000-01", "2026-11-01"]
)
@pytest.mark.parametrize("rhythm", list(Rhythm))
def test_other_texts_are_no_ids(id: str, rhythm: Rhythm) -> None:
    assert Calendar(rhythm).parse(id) is None


@pytest.mark.parametrize("rhythm", list(Rhythm))
def test_an_id_of_another_rhythm_is_none(rhythm: Rhythm) -> None:
    ids = {Rhythm.MONTH: "2026-11", Rhythm.QUARTER: "2026-Q4", Rhythm.FISCAL_QUARTER: "FY2026-Q4"}
    assert [other for other, id in ids.items() if Calendar(rhythm).parse(id)] == [rhythm]


def arranged(root: Path, **changes: Any) -> tuple[Corpus, Schedule]:
    settings = settings_of(root, **changes)
    return arrange(read_corpus(settings), settings)


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def path_of(date: str, id: str) -> str:
    return f"debriefs/{date}-acme-{id}.md"


def files(*dates: str) -> dict[str, str]:
    """A debrief a date, with ids 00000001, 00000002 …"""
    return {
        path_of(date, f"{number:08x}"): debrief(account=f"Account {number}", decided=date)
        for number, date in enumerate(dates, start=1)
    }


def close_all(root: Path, *editions: str) -> None:
    for edition in editions:
        close_edition(settings_of(root, as_of=Calendar(Rhythm.MONTH).parse(edition).last + dt.timedelta(1)), edition)  # type: ignore[union-attr]


def membership(schedule: Schedule) -> dict[str, tuple[str, ...]]:
    return {edition.id: edition.debriefs for edition in schedule.editions}


def test_a_debrief_belongs_by_the_date_it_was_recorded(tmp_path: Path) -> None:
    write(tmp_path, {path_of("2026-11-02", "00000001"): debrief(decided="2026-09-30")})
    _, schedule = arranged(tmp_path)
    assert membership(schedule) == {"2026-11": ("00000001",)}


ANSWER = f"---\ntheme: pricing\nby: product\non: {{}}\ndecision: disputed\n---\n{WORDS}"


def test_what_is_recorded_later_is_not_yet_counted(tmp_path: Path) -> None:
    later = {
        "comments/2026-11-22-00000009.md": f"---\ntheme: pricing\nby: ana\nstance: adds\n---\n{WORDS}",
        "responses/2026-11-22-a.md": ANSWER.format("2026-11-20"),
        "responses/2026-11-20-b.md": ANSWER.format("2026-11-22"),
    }
    write(tmp_path, {**files("2026-11-21", "2026-11-22"), **later})
    corpus, schedule = arranged(tmp_path)
    not_yet = sorted(found.path for found, state in corpus.states.items() if state is FileState.NOT_YET)
    assert not_yet == sorted([*later, path_of("2026-11-22", "00000002")])
    assert membership(schedule) == {"2026-11": ("00000001",)}
    assert corpus.diagnostics == ()


def test_late_arrivals_go_to_the_earliest_edition_still_open(tmp_path: Path) -> None:
    root = write(tmp_path, files("2026-08-01", "2026-09-01"))
    close_all(root, "2026-08", "2026-09")
    write(root, {path_of("2026-08-02", "00000009"): debrief(account="Late Ltd", decided="2026-08-01")})
    corpus, schedule = arranged(root)
    assert membership(schedule) == {"2026-08": ("00000001",), "2026-09": ("00000002",), "2026-10": ("00000009",)}
    assert schedule.late == {"00000009"}
    assert [(fault.path, fault.code.id, fault.message) for fault in corpus.diagnostics] == [
        (path_of("2026-08-02", "00000009"), "SB406", "recorded on 2026-08-02, counted in 2026-10")
    ]


def test_a_period_that_closing_passed_over_takes_no_late_arrivals(tmp_path: Path) -> None:
    root = write(tmp_path, files("2026-07-01", "2026-09-01"))
    close_all(root, "2026-07", "2026-09")
    write(root, {path_of("2026-08-02", "00000009"): debrief(account="Late Ltd", decided="2026-08-01")})
    _, schedule = arranged(root)
    assert schedule.edition_of["00000009"] == "2026-10"
    close_all(root, "2026-10")


def test_before_a_manifest_was_written_its_edition_was_open(tmp_path: Path) -> None:
    root = write(tmp_path, files("2026-08-01"))
    close_all(root, "2026-08")
    _, schedule = arranged(root, as_of=day("2026-08-31"))
    assert [edition.is_closed for edition in schedule.editions] == [False]


def test_the_front_page_is_the_newest_closed_edition_else_the_newest_with_a_debrief(tmp_path: Path) -> None:
    root = write(tmp_path, files("2026-08-01", "2026-09-01", "2026-10-01"))
    _, before = arranged(root)
    close_all(root, "2026-08", "2026-09")
    _, after = arranged(root)
    assert (before.front and before.front.id, before.open_after_front) == ("2026-10", None)
    assert (after.front and after.front.id, after.open_after_front and after.open_after_front.id) == (
        "2026-09",
        "2026-10",
    )


@pytest.fixture
def closed(tmp_path: Path) -> Path:
    """A tree whose August is closed with two debriefs in it."""
    root = write(tmp_path, files("2026-08-01", "2026-08-02"))
    close_all(root, "2026-08")
    return root


FIRST = path_of("2026-08-01", "00000001")
MANIFEST = "editions/2026-08.everyone.lock.json"


@pytest.mark.parametrize(
    "change",
    [
        {"corrections": "[{on: 2026-09-01, note: It was two years.}]"},
        {"visibility": "counted"},
        {"withdrawn": "{on: 2026-09-01, reason: Wrong account.}"},
        {},
    ],
)
def test_corrections_withdrawal_and_tighter_visibility_are_allowed(closed: Path, change: dict[str, str]) -> None:
    write(closed, {FIRST: debrief(account="Account 1", decided="2026-08-01", **change)})
    corpus, schedule = arranged(closed)
    assert corpus.diagnostics == ()
    assert membership(schedule) == {"2026-08": ("00000001", "00000002")}


def test_a_withdrawn_debrief_may_lose_its_text(closed: Path) -> None:
    write(closed, {FIRST: "---\nwithdrawn: {on: 2026-09-01, reason: Asked for.}\n---\n"})
    corpus, schedule = arranged(closed)
    assert corpus.diagnostics == ()
    assert [found.path for found, state in corpus.states.items() if state is FileState.WITHDRAWN] == [FIRST]
    assert membership(schedule) == {"2026-08": ("00000001", "00000002")}


@pytest.mark.parametrize("change", [{"outcome": "no-decision"}, {"minutes": "4"}, {"account": "Account One"}])
def test_any_other_edit_is_told_with_its_manifest_and_sets_the_file_aside(closed: Path, change: dict[str, str]) -> None:
    write(closed, {FIRST: debrief(**{"account": "Account 1", "decided": "2026-08-01", **change})})
    corpus, _ = arranged(closed)
    assert places(corpus.diagnostics) == [(FIRST, 1, 1, "SB401")]
    assert MANIFEST in corpus.diagnostics[0].message
    assert [item.id for item in corpus.debriefs] == ["00000002"]


def test_a_deleted_debrief_is_told_at_its_line_of_the_manifest(closed: Path) -> None:
    (closed / FIRST).unlink()
    corpus, schedule = arranged(closed)
    assert places(corpus.diagnostics) == [(MANIFEST, 8, 1, "SB402")]
    assert '"00000001"' in (closed / MANIFEST).read_text(encoding="utf-8").split("\n")[7]
    assert schedule.editions[0].is_closed


def test_a_renamed_debrief_that_keeps_its_digits_and_period_is_the_same(closed: Path) -> None:
    (closed / FIRST).rename(closed / "debriefs/2026-08-03-other-words-00000001.md")
    corpus, schedule = arranged(closed)
    assert corpus.diagnostics == ()
    assert membership(schedule) == {"2026-08": ("00000002", "00000001")}


def test_of_two_files_with_one_id_the_one_in_the_manifest_stays(closed: Path) -> None:
    first_by_path = "debriefs/2026-07-31-acme-00000001.md"
    write(closed, {first_by_path: debrief(account="Thief", decided="2026-07-30")})
    corpus, _ = arranged(closed)
    assert places(corpus.diagnostics) == [(first_by_path, 1, 1, "SB307")]


def test_while_a_manifest_is_damaged_its_debriefs_stay_where_they_were(closed: Path) -> None:
    write(closed, files("2026-08-01", "2026-08-02", "2026-09-01"))
    close_all(closed, "2026-09")
    text = (closed / MANIFEST).read_text(encoding="utf-8")
    write(closed, {MANIFEST: text.replace('"as_of": "2026-09-01"', '"as_of": "2026-09-02"')})
    corpus, schedule = arranged(closed)
    assert [fault.code.id for fault in corpus.diagnostics] == ["SB403", "SB404"]
    assert schedule.edition_of["00000001"] == "2026-08"
    assert schedule.late == frozenset()


@pytest.mark.parametrize(
    ("name", "suggestion"), [("2026-9", "2026-09"), ("2026-09-01", "2026-09"), ("september", ""), ("2026-Q3", "")]
)
def test_a_letter_for_no_edition_is_told(tmp_path: Path, name: str, suggestion: str) -> None:
    write(tmp_path, {f"editions/{name}.md": "---\ntitle: T\n---\n", **files("2026-09-01", "2026-11-01")})
    corpus, _ = arranged(tmp_path)
    assert [(fault.code.id, fault.suggestion) for fault in corpus.diagnostics] == [("SB407", suggestion)]


def test_a_letter_alone_makes_an_edition_once_its_period_has_begun(tmp_path: Path) -> None:
    write(tmp_path, {f"editions/{id}.md": "---\ntitle: T\n---\n" for id in ("2026-11", "2026-12")})
    _, schedule = arranged(tmp_path)
    assert membership(schedule) == {"2026-11": ()}
