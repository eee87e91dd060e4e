"""What is silent, since when, whose it is, and what ends it; every date is worked out in the comments."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

from builder.closing import close_edition
from builder.figures.figure_row import ALL
from builder.ledger.open_questions import OpenQuestion
from tests.support import LISTS, WORDS, build, debrief, settings_of, write

OWNED = LISTS["themes.yml"].replace("{id: contract-terms,", "{id: contract-terms, owner: product,")
SAID = 'repelling:\n  contract-terms: {quote: "No.", evidence: email}'
PRAISED = 'compelling:\n  contract-terms: {quote: "Yes.", evidence: email}'
SEPTEMBER_4 = dt.date(2026, 9, 4)


def three(month: str, driver: str = SAID, first: int = 1) -> dict[str, str]:
    """Three debriefs of a month, of three accounts by three reps with the buyer's words: corroborated."""
    return {
        f"debriefs/{month}-0{number}-x-0000000{number + first - 1}.md": debrief(
            driver, account=f"Account {number + first}", rep=rep, decided=f"{month}-01"
        )
        for number, rep in enumerate(("ana", "bo", "cleo"), start=1)
    }


def answer(
    on: str, decision: str = "decline", about: str = "theme: contract-terms", by: str = "product", more: str = ""
) -> dict[str, str]:
    """A response of a day."""
    needs = {"decline": "reason: Not now.\n", "done": "evidence: See there.\n"}.get(decision, "")
    text = f"---\n{about}\nby: {by}\non: {on}\ndecision: {decision}\n{needs}{more}---\n{WORDS}\n"
    return {f"responses/{on}-{decision}-{by}.md": text}


def asked(root: Path, **changes: Any) -> list[OpenQuestion]:
    """The questions of a tree."""
    return list(build(root, **changes).ledger.questions)


def dates(questions: list[OpenQuestion]) -> list[tuple[str, str, str]]:
    """When each was asked, answered and over without an answer."""
    return [tuple(str(day or "") for day in (one.asked, one.answered, one.ended)) for one in questions]  # type: ignore[misc]


def test_a_corroborated_theme_is_silent_from_the_end_of_the_edition_that_shows_it(tmp_path: Path) -> None:
    (one,) = asked(write(tmp_path, {**three("2026-08"), "themes.yml": OWNED}))
    assert (one.kind, one.subject, one.owner, one.edition) == ("theme", "contract-terms", "product", "2026-08")
    # Nobody closed August: it could be read on its last day. In time is within 30 days.
    assert (one.asked, one.due) == (dt.date(2026, 8, 31), dt.date(2026, 9, 30))
    # 30 days of September, 31 of October, 21 of November.
    assert (one.is_open, one.age(dt.date(2026, 11, 21))) == (True, 82)
    assert set(one.debriefs) == {"00000001", "00000002", "00000003"}


def test_however_late_an_edition_is_closed_it_asks_from_the_end_of_its_period(tmp_path: Path) -> None:
    write(tmp_path, three("2026-08"))
    for day in (SEPTEMBER_4, dt.date(2026, 11, 20)):
        manifest = close_edition(settings_of(tmp_path, as_of=day), "2026-08")
        assert dates(asked(tmp_path)) == [("2026-08-31", "", "")]
        manifest.unlink()


def test_what_draws_buyers_asks_nothing_and_neither_does_what_is_only_emerging(tmp_path: Path) -> None:
    assert asked(write(tmp_path / "draws", three("2026-08", PRAISED))) == []
    two = dict(list(three("2026-08").items())[:2])
    assert asked(write(tmp_path / "emerging", two)) == []


def test_a_fix_ends_the_silence_until_its_due_date_and_then_it_begins_again(tmp_path: Path) -> None:
    write(tmp_path, {**three("2026-08"), **answer("2026-09-20", "fix", more="due: 2026-10-15\n")})
    close_edition(settings_of(tmp_path, as_of=SEPTEMBER_4), "2026-08")
    first, second = asked(tmp_path)
    assert dates([first, second]) == [("2026-08-31", "2026-09-20", ""), ("2026-10-16", "", "")]
    assert (first.response, first.is_in_time) == ("2026-09-20-fix-product", True)
    assert [one.asked for one in asked(tmp_path, as_of=dt.date(2026, 10, 15))] == [dt.date(2026, 8, 31)]


def test_a_due_date_that_moved_in_the_open_holds_longer(tmp_path: Path) -> None:
    slips = "due: 2026-12-01\nslips: [{from: 2026-10-15, to: 2026-12-01, why: Later., on: 2026-10-10}]\n"
    write(tmp_path, {**three("2026-08"), **answer("2026-09-20", "fix", more=slips)})
    close_edition(settings_of(tmp_path, as_of=SEPTEMBER_4), "2026-08")
    assert dates(asked(tmp_path)) == [("2026-08-31", "2026-09-20", "")]


def test_a_decline_holds_for_six_editions(tmp_path: Path) -> None:
    write(tmp_path, {**three("2026-08"), **answer("2026-08-20")})
    # It was given before August could be read: August to January are six editions.
    assert asked(tmp_path, as_of=dt.date(2027, 1, 31)) == []
    assert dates(asked(tmp_path, as_of=dt.date(2027, 2, 21))) == [("2027-02-01", "", "")]


def test_a_decline_holds_no_longer_where_the_theme_went_and_came_back(tmp_path: Path) -> None:
    other = debrief("repelling:\n  onboarding: Slow.", decided="2026-09-01", account="Else")
    files = {**three("2026-03"), "debriefs/2026-09-02-x-000000aa.md": other, **three("2026-10", first=5)}
    # March is within six editions up to August; September looks back to April: nothing; October has three anew.
    questions = asked(write(tmp_path, {**files, **answer("2026-08-20")}))
    # March was answered in August; October is not, although the decline is two editions old.
    assert dates(questions) == [("2026-03-31", "2026-08-20", ""), ("2026-10-31", "", "")]


def test_handing_on_and_disputing_end_nothing_and_the_new_owner_owes_the_answer(tmp_path: Path) -> None:
    passed = answer("2026-09-10", "not-ours", more="department: marketing\n")
    disputed = answer("2026-09-11", "disputed", by="marketing")
    (one,) = asked(write(tmp_path, {**three("2026-08"), **passed, **disputed, "themes.yml": OWNED}))
    assert (one.is_open, one.owner) == (True, "marketing")


def test_an_answer_under_a_theme_s_old_name_answers_it(tmp_path: Path) -> None:
    given = answer("2026-09-10", about="theme: contract-length")
    assert dates(asked(write(tmp_path, {**three("2026-08"), **given}))) == [("2026-08-31", "2026-09-10", "")]


def test_what_a_manifest_lists_as_silent_was_silent_whatever_date_an_answer_carries(tmp_path: Path) -> None:
    write(tmp_path, three("2026-08"))
    close_edition(settings_of(tmp_path, as_of=SEPTEMBER_4), "2026-08")
    write(tmp_path, answer("2026-09-01"), lists=False)
    # Dated before the closing, and not there on that day: it counts from the day on which it was missed.
    assert dates(asked(tmp_path)) == [("2026-08-31", "2026-09-04", "")]


def test_a_month_that_has_hardly_begun_ends_no_answer(tmp_path: Path) -> None:
    # Declined while August is corroborated. February looks back to September: it does not corroborate the theme.
    early = debrief("repelling:\n  onboarding: Slow.", decided="2027-02-01", account="Else")
    files = {**three("2026-08"), "debriefs/2027-02-02-x-000000aa.md": early, **answer("2026-10-28")}
    write(tmp_path, files)
    close_edition(settings_of(tmp_path, as_of=SEPTEMBER_4), "2026-08")
    assert [one.is_open for one in asked(tmp_path, as_of=dt.date(2027, 2, 10))] == [False]


def test_a_silence_that_was_answered_between_two_editions_stays_on_record(tmp_path: Path) -> None:
    first = answer("2026-09-20", "fix", more="due: 2026-10-15\n")
    second = answer("2026-11-02", "fix", more="due: 2027-01-31\n")
    write(tmp_path, {**three("2026-08"), **first, **second})
    close_edition(settings_of(tmp_path, as_of=SEPTEMBER_4), "2026-08")
    assert dates(asked(tmp_path)) == [("2026-08-31", "2026-09-20", ""), ("2026-10-16", "2026-11-02", "")]


def test_a_due_date_that_moved_after_it_had_passed_leaves_the_silence_between(tmp_path: Path) -> None:
    slips = "due: 2026-12-01\nslips: [{from: 2026-10-15, to: 2026-12-01, why: Later., on: 2026-11-10}]\n"
    write(tmp_path, {**three("2026-08"), **answer("2026-09-20", "fix", more=slips)})
    # From the 16th of October to the day on which the date was moved; the same answer ended both.
    assert dates(asked(tmp_path)) == [("2026-08-31", "2026-09-20", ""), ("2026-10-16", "2026-11-10", "")]


def test_while_an_edition_is_closed_its_own_figures_say_what_is_corroborated(tmp_path: Path) -> None:
    other = debrief("repelling:\n  onboarding: Slow.", decided="2027-02-01", account="Else")
    write(tmp_path, {**three("2026-08"), "debriefs/2027-02-02-x-000000aa.md": other})
    close_edition(settings_of(tmp_path, as_of=SEPTEMBER_4), "2026-08")
    target = close_edition(settings_of(tmp_path, as_of=dt.date(2027, 3, 2)), "2027-02")
    # February looks back to September: the theme of August is not corroborated any more, and not silent.
    assert json.loads(target.read_text(encoding="utf-8"))["states"]["unanswered"] == {}


PROMISE = """\
what: A sandbox for every trial.
made_by: product
made_to: {segment: mid-market}
owner: product
pursued_by: marketing
made_on: 2026-07-01
due: 2026-09-01
"""


def promised(more: str) -> dict[str, str]:
    """A promise due on 1 September."""
    return {"promises/sandbox.yml": PROMISE + more}


def test_an_overdue_promise_is_silent_from_the_day_after(tmp_path: Path) -> None:
    (one,) = asked(write(tmp_path, promised("status: in-progress\n")))
    # 29 days of September after the 1st, 31 of October, 21 of November; less the day on which it began.
    assert (one.kind, one.subject, one.owner, one.asked) == ("promise", "sandbox", "product", dt.date(2026, 9, 2))
    assert one.age(dt.date(2026, 11, 21)) == 80
    assert asked(tmp_path, as_of=dt.date(2026, 9, 1)) == []


def test_a_promise_that_is_kept_late_was_silent_and_never_answered(tmp_path: Path) -> None:
    kept = promised("status: kept\nkept_on: 2026-09-15\nevidence: It is there.\n")
    assert dates(asked(write(tmp_path, kept))) == [("2026-09-02", "", "2026-09-15")]


def test_declaring_a_promise_broken_disputed_or_partly_kept_ends_no_silence(tmp_path: Path) -> None:
    for status in ("broken", "disputed", "partly-kept", "pending", "withdrawn"):
        (one,) = asked(write(tmp_path / status, promised(f"status: {status}\n")))
        assert one.is_open, status
    assert asked(write(tmp_path / "released", promised("status: withdrawn\nagreed_by: The buyer.\n"))) == []
    (alone,) = asked(write(tmp_path / "alone", promised("status: withdrawn\nagreed_by: Product\n")))
    assert alone.is_open


def test_what_was_printed_of_a_promise_stays_whatever_its_file_says_later(tmp_path: Path) -> None:
    debriefs = {"debriefs/2026-09-03-x-000000aa.md": debrief(decided="2026-09-01")}
    for name, later in {
        "kept": "status: kept\nkept_on: 2026-08-30\nevidence: It was there.\n",
        "released": "status: withdrawn\nagreed_by: The buyer.\n",
    }.items():
        folder = write(tmp_path / name, {**debriefs, **promised("status: in-progress\n")})
        close_edition(settings_of(folder, as_of=dt.date(2026, 10, 2)), "2026-09")
        # Silent from the 2nd of September, and listed on the 2nd of October: over on the day after, unanswered.
        assert dates(asked(write(folder, promised(later), lists=False))) == [("2026-09-02", "", "2026-10-03")], name


def test_a_promise_that_is_entered_late_is_silent_from_the_first_day_on_which_it_was_known(tmp_path: Path) -> None:
    write(tmp_path, {"debriefs/2026-09-03-x-000000aa.md": debrief(decided="2026-09-01")})
    close_edition(settings_of(tmp_path, as_of=dt.date(2026, 10, 2)), "2026-09")
    (one,) = asked(write(tmp_path, promised("status: pending\n"), lists=False))
    # Overdue since the 2nd of September; but September, closed on the 2nd of October, did not know of it.
    assert (one.asked, one.edition, one.is_open) == (dt.date(2026, 10, 3), "", True)


def test_an_answer_to_a_promise_holds_until_what_it_announced_is_due(tmp_path: Path) -> None:
    given = answer("2026-09-05", "fix", about="promises: [sandbox]", more="due: 2026-09-20\n")
    questions = asked(write(tmp_path, {**promised("status: in-progress\n"), **given}))
    assert dates(questions) == [("2026-09-02", "2026-09-05", ""), ("2026-09-21", "", "")]


def test_the_figure_counts_what_was_answered_in_time_of_what_was_due(tmp_path: Path) -> None:
    fix = answer("2026-09-20", "fix", more="due: 2026-10-15\n")
    write(tmp_path, {**three("2026-08"), **fix, "themes.yml": OWNED})
    close_edition(settings_of(tmp_path, as_of=SEPTEMBER_4), "2026-08")
    record = build(tmp_path).record
    row = record.find("answers", ALL)
    assert row is not None
    # Asked on 31 August and answered on 20 September, in time; asked again on 16 October, due on 15 November.
    assert (row.k, row.n) == (1, 2)
    measures = {name: row.measure(name) for name in ("asked", "answered", "waiting", "oldest", "ages", "days")}
    # From 16 October to 21 November are 36 days.
    assert measures == {"asked": 2, "answered": 1, "waiting": 1, "oldest": 36, "ages": "36", "days": 20.0}
    assert set(row.debriefs or ()) == {"00000001", "00000002", "00000003"}
    for keys in ({"owner": "product"}, {"kind": "theme"}):
        assert record.find("answers", ALL, **keys) is not None
    # As of its closing August had asked one question, and none was due.
    printed = record.find("answers", "2026-08")
    assert printed is not None
    assert (printed.k, printed.n, printed.measure("asked")) == (0, 0, 1)
