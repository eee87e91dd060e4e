"""How promises stand on a day; every expectation is counted on a calendar, by hand."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from builder.ledger.ledger import Ledger
from builder.ledger.promises import PromiseState, PromiseStatus, overdue_spans, promise_status, promise_statuses
from builder.schema.promise import OwnerStatus, Promise
from tests.support import build, debrief, write

USUAL = {
    "what": "Answers within the hour.",
    "made_by": "product",
    "made_to": {"segment": "mid-market"},
    "owner": "product",
    "pursued_by": "marketing",
    "made_on": "2026-05-04",
    "due": "2026-09-15",
    "status": "in-progress",
}
JUNE_TO_JULY = {"from": "2026-06-30", "to": "2026-07-31", "why": "Parts were late.", "on": "2026-06-20"}
JULY_TO_SEPTEMBER = {"from": "2026-07-31", "to": "2026-09-15", "why": "They still are.", "on": "2026-08-10"}
KEPT = {"status": "kept", "evidence": "Release note 7."}


def promise(**fields: Any) -> Promise:
    return Promise.model_validate({**USUAL, **fields})


def on(day: str, **fields: Any) -> PromiseStatus:
    return promise_status("hour", promise(**fields), dt.date.fromisoformat(day))


def spells(day: str, **fields: Any) -> list[tuple[str, str]]:
    """First day and end of each span; an empty end where it goes on."""
    today = dt.date.fromisoformat(day)
    found = overdue_spans(promise(**fields), today)
    return [(str(start), str(last + dt.timedelta(days=1)) if last < today else "") for start, last in found]


def written(**fields: Any) -> str:
    """The promise as a file; lists and mappings in flow style are YAML as Python writes them."""
    return "".join(f"{name}: {value}\n" for name, value in {**USUAL, **fields}.items())


def ledger(folder: Path, files: Mapping[str, str], **changes: Any) -> Ledger:
    return build(write(folder, files), **changes).ledger


def test_on_time_is_by_the_first_due_date_that_day_included() -> None:
    kept = on("2026-10-01", **KEPT, kept_on="2026-09-15")
    assert (kept.standing, kept.first_due, kept.moved, kept.days) == (PromiseState.KEPT, dt.date(2026, 9, 15), 0, 0)


def test_a_day_after_the_first_due_date_is_late() -> None:
    assert on("2026-10-01", **KEPT, kept_on="2026-09-16").standing is PromiseState.KEPT_LATE


def test_kept_by_a_date_that_moved_is_late_all_the_same() -> None:
    # First due on 30 June, moved twice, kept three days before the last date.
    kept = on("2026-10-01", **KEPT, kept_on="2026-09-12", slips=[JUNE_TO_JULY, JULY_TO_SEPTEMBER])
    assert (kept.standing, kept.first_due, kept.due) == (
        PromiseState.KEPT_LATE,
        dt.date(2026, 6, 30),
        dt.date(2026, 9, 15),
    )
    assert kept.moved == 2


def test_kept_by_the_first_date_is_on_time_even_where_that_date_moved() -> None:
    assert on("2026-10-01", **KEPT, kept_on="2026-06-30", slips=[JUNE_TO_JULY, JULY_TO_SEPTEMBER]).standing is (
        PromiseState.KEPT
    )


@pytest.mark.parametrize(
    ("day", "standing", "days"),
    [
        ("2026-09-14", PromiseState.DUE, 0),
        ("2026-09-15", PromiseState.DUE, 0),
        ("2026-09-16", PromiseState.OVERDUE, 1),
        # Fifteen days of September are left, and twenty of October.
        ("2026-10-20", PromiseState.OVERDUE, 35),
    ],
)
def test_overdue_begins_on_the_day_after_the_due_date(day: str, standing: PromiseState, days: int) -> None:
    found = on(day)
    assert (found.standing, found.days, found.is_overdue) == (standing, days, days > 0)


@pytest.mark.parametrize("status", [status for status in OwnerStatus if status is not OwnerStatus.KEPT])
def test_nothing_that_its_owner_says_but_kept_ends_overdue(status: OwnerStatus) -> None:
    assert on("2026-09-25", status=status.value).days == 10
    assert on("2026-09-15", status=status.value).standing is PromiseState.DUE


def test_kept_in_part_is_not_kept_even_with_a_date_and_evidence() -> None:
    found = on("2026-09-25", status="partly-kept", kept_on="2026-09-10", evidence="Half of it.")
    assert found.standing is PromiseState.OVERDUE


def test_before_it_was_kept_it_was_not_kept() -> None:
    late = {**KEPT, "kept_on": "2026-09-20"}
    assert on("2026-09-15", **late).standing is PromiseState.DUE
    assert on("2026-09-19", **late).days == 4
    assert on("2026-09-20", **late).standing is PromiseState.KEPT_LATE


@pytest.mark.parametrize(
    ("agreed_by", "standing"),
    [
        ("The customer's head of logistics.", PromiseState.RELEASED),
        ("marketing", PromiseState.RELEASED),
        (None, PromiseState.OVERDUE),
        ("product", PromiseState.OVERDUE),
        (" Product ", PromiseState.OVERDUE),
    ],
)
def test_only_another_than_its_owner_releases_from_a_promise(agreed_by: str | None, standing: PromiseState) -> None:
    assert on("2026-09-25", status="withdrawn", agreed_by=agreed_by).standing is standing


@pytest.mark.parametrize("agreed_by", ["customer-success", "Customer success"])
def test_an_owner_of_two_words_does_not_release_itself_either(agreed_by: str) -> None:
    alone = on("2026-09-25", status="withdrawn", owner="customer-success", agreed_by=agreed_by)
    assert alone.standing is PromiseState.OVERDUE


def test_disputed_without_a_day_is_overdue_and_with_one_is_kept_and_disputed() -> None:
    assert on("2026-09-25", status="disputed").standing is PromiseState.OVERDUE
    assert on("2026-09-25", status="disputed", kept_on="2026-09-10").standing is PromiseState.KEPT_DISPUTED


@pytest.mark.parametrize(
    ("day", "due", "moved", "days"),
    [
        # Before either move, the first date stood.
        ("2026-06-19", "2026-06-30", 0, 0),
        ("2026-06-20", "2026-07-31", 1, 0),
        # The second move came ten days after its date had passed: until then the promise was overdue.
        ("2026-08-09", "2026-07-31", 1, 9),
        ("2026-08-10", "2026-09-15", 2, 0),
        ("2026-09-18", "2026-09-15", 2, 3),
    ],
)
def test_moves_that_came_later_are_undone(day: str, due: str, moved: int, days: int) -> None:
    found = on(day, slips=[JUNE_TO_JULY, JULY_TO_SEPTEMBER])
    assert (str(found.due), found.moved, found.days) == (due, moved, days)
    assert str(found.first_due) == "2026-06-30"


def test_a_date_that_moves_before_it_passes_leaves_no_overdue_span_and_after_it_does() -> None:
    slips = {"slips": [JUNE_TO_JULY, JULY_TO_SEPTEMBER]}
    assert spells("2026-08-09", **slips) == [("2026-08-01", "")]
    assert spells("2026-09-15", **slips) == [("2026-08-01", "2026-08-10")]
    assert spells("2026-09-18", **slips) == [("2026-08-01", "2026-08-10"), ("2026-09-16", "")]


def test_an_overdue_span_ends_on_the_day_on_which_it_is_kept() -> None:
    assert spells("2026-10-01", **KEPT, kept_on="2026-09-20") == [("2026-09-16", "2026-09-20")]
    assert spells("2026-09-19", **KEPT, kept_on="2026-09-20") == [("2026-09-16", "")]
    assert spells("2026-10-01", **KEPT, kept_on="2026-09-15") == []
    # Kept on the first day after: it was never overdue at the end of a day.
    assert spells("2026-10-01", **KEPT, kept_on="2026-09-16") == []


def test_a_move_to_a_date_that_has_passed_already_ends_nothing() -> None:
    # Due 31 July; on 10 August moved to 5 August, which lies behind: overdue since 1 August without a break.
    back = {"from": "2026-07-31", "to": "2026-08-05", "why": "Nearly.", "on": "2026-08-10"}
    assert spells("2026-08-12", due="2026-08-05", slips=[back]) == [("2026-08-01", "")]
    # The same move made on 1 August, before the promise was overdue, and to a date before that: overdue from then on.
    early = {**back, "to": "2026-07-20", "on": "2026-07-25"}
    assert spells("2026-08-12", due="2026-07-20", slips=[early]) == [("2026-07-25", "")]


def test_released_is_never_overdue() -> None:
    assert spells("2026-10-01", status="withdrawn", agreed_by="The buyer.") == []


CONTRADICTED = {
    "promises/hour.yml": written(**KEPT, kept_on="2026-09-10", cited_by="['00000001']"),
    # The day on which it was kept is not later; a plain citation contradicts nothing.
    "debriefs/2026-09-10-a-00000001.md": debrief(decided="2026-09-09", broken_promises="[hour]"),
}
LATER = {
    "debriefs/2026-09-20-a-00000002.md": debrief(decided="2026-09-19", account="Beta", broken_promises="[hour]"),
    "debriefs/2026-09-25-a-00000003.md": debrief(decided="2026-09-24", account="Gamma"),
}


def test_a_later_debrief_that_calls_it_broken_disputes_a_kept_promise(tmp_path: Path) -> None:
    (before,) = ledger(tmp_path / "before", CONTRADICTED).promises
    assert (before.standing, before.against) == (PromiseState.KEPT, ())
    bulletin = build(write(tmp_path / "after", {**CONTRADICTED, **LATER}))
    (after,) = bulletin.ledger.promises
    assert (after.standing, after.against) == (PromiseState.KEPT_DISPUTED, ("00000002",))
    assert after.cited == ("00000001", "00000002")
    # On a day before that debrief was recorded nobody had contradicted it.
    (then,) = promise_statuses(bulletin.publication, dt.date(2026, 9, 19))
    assert (then.standing, then.against, then.cited) == (PromiseState.KEPT, (), ("00000001",))


def test_an_anonymous_debrief_disputes_from_the_month_after(tmp_path: Path) -> None:
    anonymous = debrief(rep="anonymous", account=None, decided="2026-09-19", broken_promises="[hour]")
    same = {**CONTRADICTED, "debriefs/2026-09-20-00000004.md": anonymous}
    assert ledger(tmp_path / "same", same).promises[0].standing is PromiseState.KEPT
    later = {**CONTRADICTED, "debriefs/2026-10-01-00000004.md": anonymous}
    assert ledger(tmp_path / "later", later).promises[0].against == ("00000004",)


def test_a_debrief_that_is_only_counted_disputes_nothing_in_public(tmp_path: Path) -> None:
    counted = debrief(decided="2026-09-19", account="Beta", broken_promises="[hour]", visibility="counted")
    (found,) = ledger(tmp_path, {**CONTRADICTED, "debriefs/2026-09-20-a-00000002.md": counted}).promises
    assert (found.standing, found.cited) == (PromiseState.KEPT, ("00000001",))


TOLD = {
    "debriefs/2026-11-05-a-00000001.md": debrief(broken_promises="[{text: Polish by midsummer, owner: product}]"),
    "debriefs/2026-11-06-a-00000002.md": debrief(account="Beta", broken_promises="[{text: A call back}, hour]"),
    "promises/hour.yml": written(),
}


def test_a_promise_told_in_words_is_unclaimed_until_a_promise_cites_its_debrief(tmp_path: Path) -> None:
    found = ledger(tmp_path / "before", TOLD).unlogged
    # The newest first; what names a promise is claimed by that name.
    assert [(one.debrief, one.text, one.owner) for one in found] == [
        ("00000002", "A call back", ""),
        ("00000001", "Polish by midsummer", "product"),
    ]
    claimed = {**TOLD, "promises/polish.yml": written(what="Polish.", cited_by="['00000001']")}
    assert [one.debrief for one in ledger(tmp_path / "after", claimed).unlogged] == ["00000002"]


def test_a_promise_made_later_is_not_on_the_ledger_yet(tmp_path: Path) -> None:
    files = {"promises/hour.yml": written(), "debriefs/2026-04-05-a-00000001.md": debrief(decided="2026-04-04")}
    assert ledger(tmp_path, files, as_of=dt.date(2026, 5, 3)).promises == ()
    assert len(ledger(tmp_path, files, as_of=dt.date(2026, 5, 4)).promises) == 1
