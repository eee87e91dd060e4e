"""Pages of promises: how they stand, both versions, what nobody claims, what was printed and cannot be rewritten."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path

import pytest

from builder.build import Bulletin
from builder.closing import close_edition
from builder.exports.form_files import sent
from builder.views.debrief.debrief_page import debrief_page
from builder.views.edition.edition_promises import promised
from builder.views.edition.front_page import front_page
from builder.views.promise.promise_list import PromiseList, promise_list
from builder.views.promise.promise_page import PromisePage, promise_pages
from builder.views.shared.conversation import ConversationEntry
from builder.views.shared.names import Names
from builder.views.shared.page_context import PageContext
from builder.views.shared.phrases import Link, Phrase, plain
from tests.figures.test_promises import DEBRIEFS, PROMISES, promise
from tests.support import WORDS, build, debrief, settings_of, write


def named(bulletin: Bulletin) -> Names:
    return Names(bulletin.publication, bulletin.settings)


def listed(bulletin: Bulletin) -> PromiseList:
    return promise_list(PageContext(bulletin, named(bulletin)))


def page(bulletin: Bulletin, id: str) -> PromisePage:
    return dict(promise_pages(PageContext(bulletin, named(bulletin))))[id]


def facts(view: PromisePage) -> dict[str, str]:
    return {fact.term: plain(fact.phrase) for fact in view.facts}


def targets(phrase: Phrase) -> list[str]:
    return [piece.href for piece in phrase if isinstance(piece, Link)]


@pytest.fixture(scope="module")
def seven(tmp_path_factory: pytest.TempPathFactory) -> Bulletin:
    """The seven promises whose figure is counted by hand beside it, on 21 November."""
    return build(write(tmp_path_factory.mktemp("seven"), {**DEBRIEFS, **PROMISES}))


def test_the_list_begins_with_the_figure_and_its_range(seven: Bulletin) -> None:
    view = listed(seven)
    assert plain(view.headline) == "1 of 5 promises that were due was kept by the first date that was given"
    assert targets(view.headline) == ["method/promises/all/#promises-all"]
    assert view.deck == (
        "As of 21 November 2026: 2 overdue, the oldest for 51 days; due dates moved twice. "
        "Of those due, plausibly 4 to 62 in 100 are kept by the first date."
    )


def test_four_promises_have_no_range(tmp_path: Path) -> None:
    four = {path: text for path, text in {**DEBRIEFS, **PROMISES}.items() if "fresh" not in path}
    view = listed(build(write(tmp_path, four)))
    assert plain(view.headline).startswith("1 of 4 promises")
    assert view.deck == "As of 21 November 2026: 1 overdue, for 51 days; due dates moved twice."


def test_the_longest_overdue_come_first_then_the_soonest_due_then_what_is_over(seven: Bulletin) -> None:
    found = [
        (group.title, row.link.href.split("/")[1], row.state.words if row.state else "")
        for group in listed(seven).groups
        for row in group.rows
    ]
    # moved is due on 1 December, ten days on; soon on 31 January: 9 + 31 + 31 days. slow was first due on 31 August
    # and kept on 10 October: 30 + 10 days late.
    assert found == [
        ("Overdue", "never", "overdue for 51 days"),
        ("Overdue", "fresh", "overdue for 1 day"),
        ("Due", "moved", "due in 10 days"),
        ("Due", "soon", "due in 71 days"),
        ("Kept on time", "early", ""),
        ("Kept late", "slow", "kept 40 days late"),
        ("Released", "freed", ""),
    ]


def test_what_the_owner_says_stands_beside_what_the_calendar_says(seven: Bulletin) -> None:
    overdue = listed(seven).groups[0].rows[0]
    assert plain(overdue.facts) == (
        "Marketing · due 1 October 2026 · its owner says: broken · 3 deals worth about €500"
    )
    view = page(seven, "never")
    assert (view.state.words, view.says) == ("overdue for 51 days", "broken")
    assert view.deck == "It was due on 1 October 2026, and is not kept."


def test_owners_are_departments_the_most_overdue_first(seven: Bulletin) -> None:
    rows = [(row.title, plain(row.kept), row.overdue, row.oldest, row.moves) for row in listed(seven).owners]
    assert rows == [("Marketing", "0 of 2", "1", "51 days", "1"), ("Product", "1 of 3", "1", "1 day", "1")]


@pytest.mark.parametrize(
    ("day", "words"),
    [("2026-11-29", "due in 2 days"), ("2026-12-01", "due today"), ("2026-12-02", "overdue for 1 day")],
)
def test_due_is_due_until_its_day_is_over(tmp_path: Path, day: str, words: str) -> None:
    bulletin = build(write(tmp_path, {**DEBRIEFS, **PROMISES}), as_of=dt.date.fromisoformat(day))
    assert page(bulletin, "moved").state.words == words


def test_every_move_tells_when_it_was_made_and_why(seven: Bulletin) -> None:
    (slow,), (moved,) = page(seven, "slow").moves, page(seven, "moved").moves
    # 31 August to 15 September are 15 days, 31 October to 2 November two.
    assert (slow.dates, slow.timing, slow.why) == (
        "From 31 August 2026 to 15 October 2026", "15 days after it was due", "Parts."
    )  # fmt: skip
    assert moved.timing == "2 days after it was due"
    assert facts(page(seven, "slow"))["First due"] == "31 August 2026"


def test_the_money_is_never_called_more_than_associated(seven: Bulletin) -> None:
    view = page(seven, "never")
    assert plain(view.money) == "Cited in 3 deals worth about €500; associated with it, never caused by it."
    assert [(item.id, item.note) for item in view.debriefs] == [
        ("00000004", "calls it broken"),
        ("00000003", ""),
        ("00000001", ""),
    ]


TOLD = {
    "debriefs/2026-11-05-a-00000001.md": debrief(broken_promises="[{text: Polish by midsummer, owner: product}]"),
    "debriefs/2026-11-06-a-00000002.md": debrief(account="Beta", broken_promises="[{text: A call back}]"),
}


def test_unclaimed_promises_lead_to_the_form_filled_in(tmp_path: Path) -> None:
    rows = listed(build(write(tmp_path, TOLD))).unclaimed
    assert [(row.text, row.owner, row.debrief.href, row.claim.href) for row in rows] == [
        ("A call back", "", "debriefs/00000002/", "contribute/#kind=promise&cited_by=00000002"),
        (
            "Polish by midsummer", "Product", "debriefs/00000001/",
            "contribute/#kind=promise&cited_by=00000001&owner=product",
        ),
    ]  # fmt: skip


def test_a_broken_promise_in_a_debrief_leads_to_its_page_or_to_the_unclaimed(tmp_path: Path) -> None:
    claimed = {"promises/call.yml": promise("product", "2026-11-01", "2026-12-01", cited_by="['00000002']")}
    named_there = {"debriefs/2026-11-07-a-00000003.md": debrief(account="Gamma", broken_promises="[call]")}
    bulletin = build(write(tmp_path, {**TOLD, **claimed, **named_there}))
    sentences = {}
    for one in bulletin.publication.debriefs:
        (sentences[one.id],) = debrief_page(named(bulletin), one, (), (), ("", "")).broken_promises
    assert sentences == {
        "00000001": Link("Polish by midsummer", "promises/#unclaimed"),
        "00000002": "A call back",
        "00000003": Link("Done.", "promises/call/"),
    }


def response(**fields: str) -> str:
    return "---\n" + "".join(f"{name}: {value}\n" for name, value in fields.items()) + f"---\n{WORDS}\n"


TALK = {
    "responses/2026-11-10-done.md": response(
        promises="[early]", by="product", on="2026-11-10", decision="done", evidence="Shown again."
    ),
    "responses/2026-11-11-look.md": response(
        promises="[early, never]", by="marketing", on="2026-11-11", decision="investigate", due="2026-12-01"
    ),
    "comments/2026-11-12-no-aaaaaa01.md": response(response="2026-11-10-done", by="bo", stance="disagrees"),
    "comments/2026-11-13-own-aaaaaa02.md": response(promise="early", by="product", stance="disagrees"),
    "comments/2026-11-14-yes-aaaaaa03.md": response(promise="early", by="ana", stance="agrees"),
}
AGAINST = {"debriefs/2026-11-08-a-00000006.md": debrief(
    "repelling:\n  support: {quote: Nobody answers., evidence: email}",
    account="Eta", decided_by="support", broken_promises="[early]",
)}  # fmt: skip


def ids(entries: tuple[ConversationEntry, ...]) -> list[str]:
    return [entry.id for entry in entries]


def test_an_undisputed_promise_has_one_conversation(tmp_path: Path) -> None:
    view = page(build(write(tmp_path, {**DEBRIEFS, **PROMISES, **TALK})), "early")
    assert view.versions is None
    assert ids(view.conversation) == [
        "answer-2026-11-10-done", "answer-2026-11-11-look", "comment-aaaaaa02", "comment-aaaaaa03",
    ]  # fmt: skip
    assert ids(view.conversation[0].replies) == ["comment-aaaaaa01"]
    # An answer on two promises names the other one.
    assert view.conversation[1].promises == (Link("Done.", "promises/never/"),)


def test_both_versions_of_a_kept_promise_that_a_later_debrief_contradicts(tmp_path: Path) -> None:
    view = page(build(write(tmp_path, {**DEBRIEFS, **PROMISES, **TALK, **AGAINST})), "early")
    assert (view.state.words, view.says) == ("kept, disputed", "kept")
    # Kept on 20 September, due on the 30th.
    assert view.deck == (
        "Kept on 20 September 2026, 10 days before the first date that was given, 30 September 2026, says its owner; "
        "1 debrief since calls it broken."
    )
    versions = view.versions
    assert versions is not None
    assert (versions.owner, versions.says, versions.evidence) == ("Product", "kept", "Shown.")
    assert ids(versions.responses) == ["answer-2026-11-10-done"]
    assert versions.in_debriefs == "1 debrief recorded after that day calls it broken."
    assert [quote.words for quote in versions.quotes] == ["Nobody answers."]
    # What the field holds against it stands on its side, once; the owner's own comment does not.
    assert ids(versions.comments) == ["comment-aaaaaa01"]
    assert versions.responses[0].replies == ()
    assert ids(view.conversation) == ["answer-2026-11-11-look", "comment-aaaaaa02", "comment-aaaaaa03"]
    assert "Evidence" not in facts(view)


def test_both_versions_of_a_promise_that_its_owner_disputes(tmp_path: Path) -> None:
    disputed = promise("product", "2026-05-01", "2026-09-30", "disputed", evidence="A report.", cited_by="['00000003']")
    view = page(build(write(tmp_path, {**DEBRIEFS, **PROMISES, "promises/early.yml": disputed})), "early")
    # 30 September to 21 November: 31 + 21 days; disputing it ends nothing.
    assert view.state.words == "overdue for 52 days"
    assert view.versions is not None
    assert (view.versions.says, view.versions.in_debriefs) == ("disputed", "It plays a part in 1 debrief.")


PRIVATE = {
    "promises/app.yml": promise(
        "product", "2026-05-01", "2026-12-01",
        what="An app for Acme GmbH.", made_by="ana", made_to="{account: Acme GmbH}", pursued_by="bo",
    ),
    "debriefs/2026-11-05-a-00000001.md": debrief(),
}  # fmt: skip


def test_everyone_reads_no_account_and_no_name_that_is_not_signed(tmp_path: Path) -> None:
    view = page(build(write(tmp_path, PRIVATE)), "app")
    assert view.title == "An app for [prospect]."
    sentences = facts(view)
    assert (sentences["Made to"], sentences["Made by"], sentences["Pursued by"]) == ("A prospect", "A rep", "Bo Lund")


def test_leadership_reads_the_account(tmp_path: Path) -> None:
    sentences = facts(page(build(write(tmp_path, PRIVATE), audience="leadership"), "app"))
    assert (sentences["Made to"], sentences["Made by"], sentences["Pursued by"]) == ("Acme GmbH", "A rep", "Bo Lund")


def closed(folder: Path, files: Mapping[str, str]) -> Path:
    """The tree with October closed on 4 November."""
    close_edition(settings_of(write(folder, files), as_of=dt.date(2026, 11, 4)), "2026-10")
    return folder


def test_what_an_edition_printed_stays_on_the_page_whatever_the_file_says_later(tmp_path: Path) -> None:
    folder = closed(tmp_path, {**DEBRIEFS, **PROMISES})
    slip = "[{from: 2026-10-01, to: 2027-10-01, why: Parts., on: 2026-11-10}]"
    rewritten = promise("marketing", "2026-05-01", "2027-10-01", slips=slip)
    bulletin = build(write(folder, {"promises/never.yml": rewritten}))
    (printed,) = page(bulletin, "never").printed
    assert (printed.edition.text, printed.status, printed.due, printed.moves, printed.state) == (
        "October 2026", "Broken", "1 October 2026", "–", "Overdue for 34 days"
    )  # fmt: skip
    assert page(bulletin, "never").state.words == "due in 314 days"
    (row,) = listed(bulletin).editions
    assert (plain((row.title,)), plain(row.kept), row.overdue, row.oldest, row.note) == (
        "October 2026", "1 of 4", "1", "34 days", ""
    )  # fmt: skip


def test_a_promise_whose_file_is_gone_is_told_as_it_was_printed_last(tmp_path: Path) -> None:
    folder = closed(tmp_path, {**DEBRIEFS, **PROMISES})
    (folder / "promises" / "never.yml").unlink()
    (lost,) = listed(build(folder)).lost
    assert (lost.id, plain(lost.printed)) == ("never", "Printed last in October 2026: broken, due 1 October 2026")


def sentences(bulletin: Bulletin, edition: str) -> list[tuple[str, str, str]]:
    """What the page of an edition says of promises: which, how it stands, and further facts."""
    found = bulletin.publication.schedule.get(edition)
    assert found is not None
    rows = promised(PageContext(bulletin, named(bulletin)), found).rows
    return [
        (row.what.href if isinstance(row.what, Link) else row.what, row.state.words, plain(row.facts)) for row in rows
    ]


def test_an_edition_tells_of_the_overdue_then_of_what_slipped_and_what_was_kept_since_the_one_before(
    tmp_path: Path,
) -> None:
    late = {"promises/late.yml": promise(
        "product", "2026-05-01", "2026-10-31", "kept", kept_on="2026-11-09", evidence="Shown."
    )}  # fmt: skip
    bulletin = build(write(tmp_path, {**DEBRIEFS, **PROMISES, **late}))
    # In October, the first edition, all is new: never overdue since the 2nd, the others kept. That the date of slow
    # had moved before is told by its being late.
    assert [row[:2] for row in sentences(bulletin, "2026-10")] == [
        ("promises/never/", "newly overdue for 30 days"),
        ("promises/early/", "kept on time"),
        ("promises/slow/", "kept late"),
    ]
    assert sentences(bulletin, "2026-11") == [
        ("promises/never/", "overdue for 51 days", "Marketing · its owner says: broken · 3 deals worth about €500"),
        ("promises/fresh/", "newly overdue for 1 day", "Product · its owner says: pending"),
        ("promises/moved/", "date moved", "Marketing · now due 1 December 2026"),
        ("promises/late/", "kept late", "Product"),
    ]


def test_a_closed_edition_tells_of_promises_as_it_printed_them(tmp_path: Path) -> None:
    folder = closed(tmp_path, {**DEBRIEFS, **PROMISES})
    before = sentences(build(folder), "2026-10")
    kept = promise("marketing", "2026-05-01", "2026-10-01", "kept", kept_on="2026-10-01", evidence="Shown.")
    assert before[0] == (
        "promises/never/", "newly overdue for 34 days", "Marketing · its owner says: broken · 1 deal worth about €100"
    )  # fmt: skip
    assert sentences(build(write(folder, {"promises/never.yml": kept})), "2026-10") == before
    (folder / "promises" / "never.yml").unlink()
    gone = sentences(build(folder), "2026-10")[0]
    assert gone[0] == "never"
    assert gone[2].startswith("its file is gone · its owner says: broken")


def test_an_answer_to_promises_leads_to_the_first_of_them(tmp_path: Path) -> None:
    bulletin = build(write(tmp_path, {**DEBRIEFS, **PROMISES, **TALK}))
    edition = bulletin.publication.schedule.get("2026-11")
    assert edition is not None
    answers = front_page(PageContext(bulletin, named(bulletin)), edition).responses
    assert [(plain(one.said), one.href) for one in answers] == [
        ("A promise: Done., and 1 other", "promises/early/#answer-2026-11-11-look"),
        ("A promise: Done.", "promises/early/#answer-2026-11-10-done"),
    ]
    published = sent(bulletin.publication)["published"]
    assert published["promise never"] == "promises/never/"
    assert published["response 2026-11-11-look"] == "promises/early/#answer-2026-11-11-look"
    assert published["comment aaaaaa01"] == "promises/early/#comment-aaaaaa01"
    assert published["comment aaaaaa02"] == "promises/early/#comment-aaaaaa02"


def test_an_empty_ledger_says_so(tmp_path: Path) -> None:
    view = listed(build(write(tmp_path, {"debriefs/2026-11-05-a-00000001.md": debrief()})))
    assert (plain(view.headline), view.deck, view.groups) == ("No promise is on the ledger yet", "", ())
