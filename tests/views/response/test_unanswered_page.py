"""What pages say of the silence and of answers: what waits, whose it is, what became of what was announced."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from builder.build import Bulletin
from builder.closing import close_edition
from builder.views.edition.front_page import FrontPage, front_page
from builder.views.response.record_page import RecordPage, record_page
from builder.views.response.unanswered_page import UnansweredPage, unanswered_page
from builder.views.shared.names import Names
from builder.views.shared.page_context import PageContext
from builder.views.shared.phrases import plain
from builder.views.theme.theme_page import ThemePage, theme_pages
from tests.ledger.test_open_questions import OWNED, SEPTEMBER_4, answer, promised, three
from tests.support import WORDS, build, debrief, settings_of, write

THEMES = {**three("2026-08"), "themes.yml": OWNED}
OVERDUE = promised("status: broken\ncited_by: ['00000001']\n")


def names_of(bulletin: Bulletin) -> Names:
    return Names(bulletin.publication, bulletin.settings)


def silence(bulletin: Bulletin) -> UnansweredPage:
    return unanswered_page(PageContext(bulletin, names_of(bulletin)))


def front(bulletin: Bulletin, edition: str = "2026-08", *, is_live: bool = True) -> FrontPage:
    found = bulletin.publication.schedule.get(edition)
    assert found is not None
    return front_page(PageContext(bulletin, names_of(bulletin)), found, is_live=is_live)


def theme(bulletin: Bulletin, id: str = "contract-terms") -> ThemePage:
    return dict(theme_pages(PageContext(bulletin, names_of(bulletin))))[id]


def record(bulletin: Bulletin) -> RecordPage:
    return record_page(PageContext(bulletin, names_of(bulletin)))


def test_what_waits_stands_with_its_owner_its_age_its_edition_and_a_way_to_answer(tmp_path: Path) -> None:
    page = silence(build(write(tmp_path, {**THEMES, **OVERDUE})))
    # From 31 August to 21 November are 82 days; from 2 September, 80. Both were due for an answer after 30.
    assert [(row.what.text, row.owner, row.age, row.is_late) for row in page.rows] == [
        ("Contract terms", "Product", "82 days", True),
        ("A sandbox for every trial.", "Product", "80 days", True),
    ]
    assert (
        page.deck == "2 things wait for a decision, the oldest for 82 days (Product). "
        "0 of 2 that were due for one were answered in time."
    )
    first, second = page.rows
    assert plain(first.facts) == "Silent since 31 August 2026, first shown in August 2026"
    assert first.answer.href == "contribute/#kind=response&theme=contract-terms"
    assert (second.what.href, second.answer.href) == (
        "promises/sandbox/", "contribute/#kind=response&promises=sandbox"
    )  # fmt: skip
    assert [(row.title, plain(row.count), row.ages) for row in page.owners] == [
        ("Product", "0 of 2", "open: 80, 82 days")
    ]  # fmt: skip


def test_an_answer_takes_the_entry_away_and_leaves_the_record(tmp_path: Path) -> None:
    before = build(write(tmp_path, THEMES))
    assert plain(front(before).masthead.unanswered) == "1 unanswered, the oldest 82 days (Product)."
    after = build(write(tmp_path, answer("2026-09-20"), lists=False))
    page = silence(after)
    assert page.rows == ()
    (past,) = page.past
    assert (past.what.text, plain(past.ending), past.days) == (
        "Contract terms", "Answered on 20 September 2026", "20 days, in time"
    )  # fmt: skip
    assert front(after).masthead.unanswered == ()
    assert (front(after).unanswered.rows, front(after).unanswered.more) == ((), None)
    assert front(after).unanswered.none.startswith("Nobody is waiting")


def test_the_front_page_tells_of_today_and_an_edition_of_the_day_on_which_it_could_be_read(tmp_path: Path) -> None:
    write(tmp_path, THEMES)
    close_edition(settings_of(tmp_path, as_of=SEPTEMBER_4), "2026-08")
    bulletin = build(write(tmp_path, answer("2026-09-20"), lists=False))
    assert plain(front(bulletin, is_live=False).masthead.unanswered) == "1 unanswered, the oldest 4 days (Product)."
    assert front(bulletin).masthead.unanswered == ()


def test_three_are_shown_by_money_and_the_others_are_counted(tmp_path: Path) -> None:
    files = {**THEMES}
    for number, value in enumerate((100, 900, 500, 300), start=1):
        id = f"000000{number}f"
        files[f"debriefs/2026-08-10-x-{id}.md"] = debrief(account=f"Deal {number}", value=value, decided="2026-08-01")
        files[f"promises/p{number}.yml"] = promised(f"status: broken\ncited_by: ['{id}']\n")["promises/sandbox.yml"]
    section = front(build(write(tmp_path, files))).unanswered
    # The theme's money is all of theirs, 1,800; then the promises by the deal that cites each.
    assert [row.what.href for row in section.rows] == ["themes/contract-terms/", "promises/p2/", "promises/p3/"]
    assert section.more is not None
    assert section.more.text == "and 2 more"


def test_a_theme_has_its_asks_answers_and_comments_in_one_conversation(tmp_path: Path) -> None:
    asking = debrief(ask="Sell one year.", decided="2026-08-01", account="Asking", decided_by="contract-terms")
    comment = f"---\ntheme: contract-terms\nby: marketing\nstance: disagrees\n---\n{WORDS}\n"
    files = {
        **THEMES,
        "debriefs/2026-08-11-x-000000aa.md": asking,
        **answer("2026-09-20", "fix", more="due: 2026-10-01\n"),
        "comments/2026-09-25-no-000000bb.md": comment,
    }
    page = theme(build(write(tmp_path, files)))
    shown = [(entry.kind, entry.who, entry.is_overdue) for entry in page.conversation.entries]
    assert shown == [("ask", "The field", True), ("answer", "Product", True), ("disagrees", "Marketing", False)]
    # 30 days of October and 21 of November after the first.
    assert page.conversation.entries[1].detail == "Due 1 October 2026. 51 days overdue."
    assert page.dispute is not None
    assert page.dispute.speaker == "Marketing"
    # The fix was due on 1 October: the theme is silent again since the 2nd.
    assert page.unanswered is not None
    assert page.unanswered.age == "50 days"


def test_you_said_we_did_tells_what_became_of_earlier_answers(tmp_path: Path) -> None:
    later = debrief(decided="2026-10-01", account="Later")
    files = {
        **THEMES,
        "debriefs/2026-10-02-x-000000cc.md": later,
        **answer("2026-09-20", "fix", more="due: 2026-10-01\n"),
    }
    bulletin = build(write(tmp_path, files), as_of=dt.date(2026, 10, 11))
    october = front(bulletin, "2026-10")
    assert october.responses == ()
    (earlier,) = october.earlier
    assert (plain(earlier.said), earlier.detail, earlier.is_overdue) == (
        "Contract terms", "Due 1 October 2026. 10 days overdue.", True
    )  # fmt: skip


def test_the_record_counts_by_department_and_by_edition_and_names_nobody(tmp_path: Path) -> None:
    files = {
        **THEMES,
        **OVERDUE,
        **answer("2026-09-20"),
        **answer("2026-09-22", about="theme: pricing", by="marketing"),
    }
    page = record(build(write(tmp_path, files)))
    rows = {row.title: row for row in page.departments}
    # Product was asked twice: about the theme, answered after 20 days in time, and about the promise, not yet.
    product = rows["Product"]
    assert (product.asked, plain(product.in_time), product.speed, product.waiting) == (
        "2",
        "1 of 2",
        "20",
        "open: 80 days",
    )
    assert (product.decided, plain(product.promises)) == ("1 answer, 1 declined", "0 of 1")
    marketing = rows["Marketing"]
    assert (marketing.asked, marketing.decided) == ("none", "1 answer, 1 declined")
    # August showed the theme first. Nothing was debriefed in September: no edition shows the promise or the answers.
    assert [(row.title, row.asked) for row in page.editions] == [("August 2026", "1")]
    shown = repr(page)
    for name in ("Ana", "Brandt", "Bo Lund", "Cleo", "ana"):
        assert f"'{name}" not in shown


def test_what_never_led_to_a_decision_is_named(tmp_path: Path) -> None:
    other = debrief("repelling:\n  onboarding: Slow.", decided="2026-08-01", account="Else")
    files = {**THEMES, "debriefs/2026-08-12-x-000000dd.md": other, **answer("2026-09-20")}
    page = record(build(write(tmp_path, files)))
    assert [fact.term for fact in page.never] == ["Onboarding"]
    assert "win rate" in page.unused
    assert "corroboration" not in page.unused


def test_an_empty_record_says_how_to_begin(tmp_path: Path) -> None:
    bulletin = build(write(tmp_path, {"debriefs/2026-08-12-x-000000dd.md": debrief(decided="2026-08-01")}))
    assert (record(bulletin).departments, record(bulletin).all) == ((), ())
    assert silence(bulletin).deck == "Nothing waits for a decision."
