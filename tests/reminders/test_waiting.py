"""What waits, and for whom: every kind, in its order, on the very day on which it begins and ends."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import pytest

from builder.closing import close_edition
from builder.reminders.desks import desks
from builder.reminders.waiting import Waiting
from builder.support.errors import BulletinError
from tests.reminders.tree import TREE, bet, promise
from tests.support import build, debrief, settings_of, write


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return write(tmp_path, TREE)


def reminders(root: Path, *wanted: str, **changes: Any) -> dict[str, list[tuple[str, str, str]]]:
    """By desk, the state, noun and words of each entry."""
    return {
        desk.title: [(entry.state, entry.noun, " | ".join(entry.about)) for entry in desk.entries]
        for desk in desks(build(root, **changes), wanted)
    }


def entry(root: Path, state: str, **changes: Any) -> Waiting:
    """The only entry that stands so."""
    found = [entry for desk in desks(build(root, **changes)) for entry in desk.entries if entry.state == state]
    (one,) = found
    return one


def test_everything_that_waits_stands_with_its_department_the_oldest_first(root: Path) -> None:
    """As of 21 November, counted on a calendar.

    October closed nowhere, so its question is asked on its last day: 21 days ago. The first promise
    was due on 1 November: 20 days overdue, silent since the 2nd. The other was due on 1 October: 30 days
    of October and 21 of November. 5 December is 14 days away, the 6th is not told. Six debriefs.
    """
    assert reminders(root) == {
        "Product": [
            ("Overdue for 51 days", "promise", "Due 2026-10-01."),
            ("To settle", "bet", "By 2026-10"),
            ("Unanswered for 21 days", "theme", "Contract terms"),
            ("Unanswered for 19 days", "promise", "Due 2026-11-01."),
            ("Ends in 9 days", "bet", "By 2026-11"),
            ("Due in 14 days", "answer on", "Due 2026-12-06."),
        ],
        "Marketing": [
            ("Asked in October 2026", "ask", "Print the price."),
            (
                "Called broken on 8 October 2026",
                "promise that is not on the ledger",
                "A demo in May, for [prospect].",
            ),
            ("To pursue, overdue for 20 days", "promise", "Due 2026-11-01."),
            ("Overdue for 6 days", "answer on", "Ring back."),
            ("Due in 14 days", "promise", "Due 2026-12-05."),
        ],
        "The editor": [("Over for 21 days, not closed", "edition", "October 2026")],
        "Nobody's": [("Asked on 8 October 2026", "ask", "Answer the phone.")],
    }


def test_an_entry_says_what_else_is_known(root: Path) -> None:
    assert entry(root, "Unanswered for 21 days").facts == (
        "first shown in October 2026",
        "an answer is due by 30 November 2026",
    )
    assert entry(root, "Unanswered for 21 days", respond_within=20).facts[-1] == "an answer was due by 20 November 2026"
    assert entry(root, "Unanswered for 19 days").facts[:2] == ("overdue for 20 days", "due 1 November 2026")
    assert entry(root, "Overdue for 6 days").facts == ("“Fix” of 20 October 2026", "due 15 November 2026")
    assert entry(root, "To pursue, overdue for 20 days").facts == ("Product has to keep it",)
    assert entry(root, "To settle").facts == ("its edition, October 2026, is over and not closed",)
    closing = entry(root, "Over for 21 days, not closed")
    assert (closing.facts, closing.command) == (("6 debriefs",), "bulletin close 2026-10")


@pytest.mark.parametrize(
    ("state", "known", "page"),
    [
        ("Unanswered for 21 days", {"kind": "response", "theme": "contract-terms", "by": "product"}, "themes/contract"),
        ("Unanswered for 19 days", {"kind": "response", "promises": "silent", "by": "product"}, "promises/silent/"),
        ("Overdue for 6 days", {"kind": "response", "debriefs": "00000006", "by": "marketing"}, "debriefs/00000006/"),
        ("Asked on 8 October 2026", {"kind": "response", "debriefs": "00000004"}, "debriefs/00000004/"),
        ("Asked in October 2026", {"kind": "response", "debriefs": "00000005", "by": "marketing"}, "debriefs/0000"),
        (
            "Called broken on 8 October 2026",
            {"kind": "promise", "cited_by": "00000004", "owner": "marketing"},
            "debriefs/00000004/",
        ),
        ("To pursue, overdue for 20 days", {"kind": "comment", "promise": "silent", "by": "marketing"}, "promises/s"),
    ],
)
def test_the_link_opens_the_form_filled_in(root: Path, state: str, known: dict[str, str], page: str) -> None:
    form, shown = entry(root, state).ways
    address, _, fields = form.href.partition("#")
    assert address == "contribute/"
    assert parse_qs(fields) == {name: [value] for name, value in known.items()}
    assert shown.href.startswith(page)


def test_what_waits_is_counted_as_of_a_day(root: Path) -> None:
    """On 1 November the promise of that day is due today and the theme has waited for one day.

    The answer to the ask is due on the 15th, 14 days later. October ended a day ago: a week is given
    before the first edition of all is asked for. Its bet waits from the day after its last.
    """
    day = dt.date(2026, 11, 1)
    found = reminders(root, as_of=day)
    assert found["Product"] == [
        ("Overdue for 31 days", "promise", "Due 2026-10-01."),
        ("To settle", "bet", "By 2026-10"),
        ("Unanswered for 1 day", "theme", "Contract terms"),
        ("Due today", "promise", "Due 2026-11-01."),
    ]
    assert found["Marketing"][-1] == ("Due in 14 days", "answer on", "Ring back.")
    assert "The editor" not in found
    assert reminders(root, as_of=dt.date(2026, 11, 7)).get("The editor") is None
    assert reminders(root, as_of=dt.date(2026, 11, 8))["The editor"][0][0] == "Over for 8 days, not closed"


def test_what_is_answered_kept_settled_or_closed_waits_no_longer(root: Path) -> None:
    close_edition(settings_of(root), "2026-10")
    words = "Yes, and by May, since three debriefs in one month say the same thing and nobody contradicts them here."
    write(
        root,
        {
            "responses/2026-11-21-terms.md": (
                "---\ntheme: contract-terms\npromises: [silent]\ndebriefs: ['00000004', '00000005']\nby: product\n"
                f"on: 2026-11-21\ndecision: decline\nreason: It pays.\n---\n{words}\n"
            ),
            "responses/2026-11-21-rang.md": (
                "---\ndebriefs: ['00000006']\nby: marketing\non: 2026-11-21\ndecision: done\nevidence: We rang.\n---\n"
            ),
            "promises/soon.yml": promise(
                "2026-12-05", owner="marketing", status="kept", kept_on="2026-11-20", evidence="It is there."
            ),
            "promises/demo.yml": promise("2026-12-24", cited_by="['00000004']"),
        },
        lists=False,
    )
    assert reminders(root) == {
        "Product": [
            ("Overdue for 51 days", "promise", "Due 2026-10-01."),
            ("Overdue for 20 days", "promise", "Due 2026-11-01."),
            ("Ends in 9 days", "bet", "By 2026-11"),
            ("Due in 14 days", "answer on", "Due 2026-12-06."),
        ],
        "Marketing": [("To pursue, overdue for 20 days", "promise", "Due 2026-11-01.")],
    }


def test_after_the_first_closing_an_edition_waits_from_the_day_after_its_last(root: Path) -> None:
    november = {"debriefs/2026-11-09-more-00000007.md": debrief(account="Seven", decided="2026-11-02")}
    write(root, november, lists=False)
    close_edition(settings_of(root), "2026-10")
    assert "The editor" not in reminders(root, as_of=dt.date(2026, 11, 30))
    (last,) = reminders(root, as_of=dt.date(2026, 12, 1))["The editor"]
    assert last == ("Over for 1 day, not closed", "edition", "November 2026")


def test_an_edition_without_debriefs_cannot_be_closed_and_does_not_wait(tmp_path: Path) -> None:
    write(tmp_path, {"editions/2026-10.md": "---\ntitle: Quiet\n---\nNothing came.\n"})
    assert reminders(tmp_path) == {}


def test_a_bet_ends_today_and_waits_tomorrow(tmp_path: Path) -> None:
    write(tmp_path, {"initiatives/one.yml": bet("2026-11")})
    days = {16: "Ends in 14 days", 29: "Ends in 1 day", 30: "Ends today"}
    found = {day: reminders(tmp_path, as_of=dt.date(2026, 11, day)) for day in (15, *days)}
    assert found.pop(15) == {}
    assert found == {day: {"Product": [(state, "bet", "By 2026-11")]} for day, state in days.items()}
    assert reminders(tmp_path, as_of=dt.date(2026, 12, 1)) == {"Product": [("To settle", "bet", "By 2026-11")]}


def test_only_a_department_of_the_catalogue_is_told_to_pursue(tmp_path: Path) -> None:
    """`jo` is on no roster and in no catalogue; where there are no departments at all, anything might be a name."""
    write(tmp_path, {"promises/one.yml": promise("2026-11-01", pursued_by="jo")})
    write(tmp_path, {"catalog.yml": "departments: []\n"}, lists=False)
    assert reminders(tmp_path) == {"Product": [("Unanswered for 19 days", "promise", "Due 2026-11-01.")]}


def test_a_question_that_was_passed_on_waits_for_the_other_department(root: Path) -> None:
    passed = "---\ntheme: contract-terms\nby: product\non: 2026-11-10\ndecision: not-ours\ndepartment: legal\n---\n"
    words = "This is about what lawyers insist on, so we hand it to those who write the terms and can change them."
    write(root, {"responses/2026-11-10-passed.md": f"{passed}{words}\n"}, lists=False)
    assert reminders(root, "legal") == {"Legal": [("Unanswered for 21 days", "theme", "Contract terms")]}


@pytest.mark.parametrize("word", ["marketing", "Marketing", "MARKETING", "brand", " marketing "])
def test_a_department_is_found_by_id_title_and_alias(root: Path, word: str) -> None:
    assert list(reminders(root, word)) == ["Marketing"]


def test_several_departments_stand_in_the_order_of_the_catalogue_also_with_nothing(root: Path) -> None:
    found = reminders(root, "nobody", "editor", "legal", "product")
    assert list(found) == ["Product", "Legal", "The editor", "Nobody's"]
    assert found["Legal"] == []


@pytest.mark.parametrize(
    ("word", "near"), [("marketting", "marketing"), ("Produkt", "product"), ("xyz", "brand, editor, legal")]
)
def test_an_unknown_department_is_refused_with_the_nearest(root: Path, word: str, near: str) -> None:
    with pytest.raises(BulletinError, match=f"'{word}' is not a department: {near}"):
        reminders(root, word)


def test_nothing_waits_in_an_empty_repository(tmp_path: Path) -> None:
    assert reminders(write(tmp_path, {})) == {}
    assert reminders(tmp_path, "product") == {"Product": []}


def test_what_is_only_counted_is_not_told(tmp_path: Path) -> None:
    hidden = debrief(visibility="counted", ask="Say nothing.", broken_promises='[{text: "A secret."}]')
    write(tmp_path, {"debriefs/2026-11-05-acme-00000001.md": hidden})
    assert reminders(tmp_path) == {}


def test_leadership_is_told_of_what_is_private_and_everyone_is_not(tmp_path: Path) -> None:
    root, private = write(tmp_path / "content", {}), tmp_path / "private"
    asked = debrief(account="Zebra Foods", ask="Ask Zebra Foods again.")
    write(private, {"debriefs/2026-11-05-acme-00000001.md": asked}, lists=False)
    changes: dict[str, Any] = {"private_dir": private}
    assert reminders(root, **changes) == {}
    wanted = {"Nobody's": [("Asked on 5 November 2026", "ask", "Ask Zebra Foods again.")]}
    assert reminders(root, audience="leadership", **changes) == wanted
