"""Initiatives on their pages: bets in words, how they ended, and what the field said before and since."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from builder import addresses
from builder.build import Bulletin
from builder.changes.item_forms import forms_of
from builder.schema.initiative import Bet
from builder.views.evidence.evidence_page import EvidenceIndex
from builder.views.initiative.bet_wording import CAUTION, BetRow, about_theme, rows_of_edition, sure_of, words_of
from builder.views.initiative.initiative_list import InitiativeItem, calibration, initiative_list, initiative_pages
from builder.views.initiative.initiative_page import InitiativePage
from builder.views.shared.names import Names
from builder.views.shared.page_context import PageContext
from builder.views.shared.phrases import Link, plain
from tests.figures.test_comparisons import months
from tests.ledger.test_bets import BET, LATER, SUPPORT, closed, initiative
from tests.support import WORDS, build, debrief, write


def names_of(bulletin: Bulletin) -> Names:
    return Names(bulletin.publication, bulletin.settings)


def page_of(bulletin: Bulletin, id: str = "desk") -> InitiativePage:
    return dict(initiative_pages(PageContext(bulletin, names_of(bulletin))))[id]


def file(title: str, bet: str = "", **fields: str) -> str:
    lines = {"title": title, "owner": "product", "status": "active", **fields}
    text = "".join(f"{name}: {value}\n" for name, value in lines.items())
    return f"{text}bet: {{{bet}}}\n" if bet else text


OFF, ON = "as what puts buyers off", "as what draws buyers"


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({}, f"In October 2026, at most 25 of 100 deals name Support {OFF}."),
        ({"direction": "up"}, f"In October 2026, at least 25 of 100 deals name Support {ON}."),
        ({"direction": "up", "side": "repelling"}, f"In October 2026, at least 25 of 100 deals name Support {OFF}."),
        ({"threshold": "0.125"}, f"In October 2026, at most 12.5 of 100 deals name Support {OFF}."),
        ({"threshold": "0"}, f"In October 2026, no deal names Support {OFF}."),
        ({"threshold": "0.01"}, f"In October 2026, at most 1 of 100 deals names Support {OFF}."),
        ({"threshold": "1", "direction": "up"}, f"In October 2026, every deal names Support {ON}."),
        ({"segment": "mid-market"}, f"In October 2026, at most 25 of 100 mid-market deals name Support {OFF}."),
        ({"theme": "contract-length"}, f"In October 2026, at most 25 of 100 deals name Contract terms {OFF}."),
        ({"by": "2027-06"}, f"In June 2027, at most 25 of 100 deals name Support {OFF}."),
        (
            {"figure": "win-rate", "theme": None, "direction": "up", "segment": "enterprise"},
            "In October 2026, we win at least 25 of 100 enterprise deals, of those won or lost.",
        ),
        (
            {"figure": "coverage", "theme": None, "direction": "up"},
            "In October 2026, at least 25 of 100 closed deals are debriefed.",
        ),
        (
            {"figure": "coverage", "theme": None, "direction": "up", "threshold": "1"},
            "In October 2026, every closed deal is debriefed.",
        ),
    ],
)
def test_a_bet_is_one_plain_sentence(names: Names, changes: dict[str, str | None], sentence: str) -> None:
    usual = {"figure": "prevalence", "theme": "support", "direction": "down", "threshold": "0.25", "by": "2026-10"}
    matter = {name: value for name, value in {**usual, **changes}.items() if value is not None}
    assert plain(words_of(Bet.model_validate(matter), names)) == sentence


@pytest.fixture(scope="module")
def names(tmp_path_factory: pytest.TempPathFactory) -> Names:
    return names_of(build(write(tmp_path_factory.mktemp("names"), {})))


def test_how_sure_the_owner_is_stands_beside_it_and_only_if_somebody_said(names: Names) -> None:
    usual = {"figure": "coverage", "direction": "up", "threshold": "0.5", "by": "2026-10"}
    sure = Bet.model_validate({**usual, "probability": "0.7"})
    assert sure_of(sure, "product", names) == "Product is 70 in 100 sure."
    assert sure_of(sure, "product", names, is_past=True) == "Product was 70 in 100 sure."
    assert sure_of(Bet.model_validate(usual), "product", names) == ""


# Support puts off 4 of August's 6 deals, 3 of September's 7 and 1 of October's 8.
MONTHS = (
    *(("2026-08", "support", 4), ("2026-08", "pricing", 2)),
    *(("2026-09", "support", 3), ("2026-09", "pricing", 4)),
    *(("2026-10", "support", 1), ("2026-10", "pricing", 7)),
)
NAMED = {"themes": "[support]", "shipped_on": "2026-09-15", "status": "shipped"}
PRICE = "figure: prevalence, theme: pricing, direction: down, threshold: 0.5, by: 2026-09"
FILES = {
    # Settled by October: 1 of 8 is at most 0.25 of them. Settled by September: 4 of 7 is more than half.
    **initiative(f"{SUPPORT}, probability: 0.7", **NAMED),
    "initiatives/rebate.yml": file("A rebate", f"{PRICE}, probability: 0.6", proposed_on="2026-08-02"),
    "initiatives/later.yml": file("Later", SUPPORT.replace("2026-10", "2027-03"), proposed_on="2026-09-05"),
    "initiatives/sooner.yml": file("Sooner", SUPPORT.replace("2026-10", "2027-01"), proposed_on="2026-10-05"),
    "initiatives/plain.yml": file("No bet at all", status="stopped", stopped_on="2026-09-01"),
    "responses/2026-09-20-support.md": (
        "---\ntheme: support\nby: product\non: 2026-09-20\ndecision: investigate\ndue: 2026-12-01\ninitiative: desk\n"
        f"---\n{WORDS}\n"
    ),
}


@pytest.fixture(scope="module")
def bulletin(tmp_path_factory: pytest.TempPathFactory) -> Bulletin:
    root = write(tmp_path_factory.mktemp("bets"), {**months(*MONTHS), **FILES})
    return build(closed(root, "2026-08", "2026-09", "2026-10"), as_of=LATER)


def test_the_list_has_bets_settled_lately_first_then_the_open_ones_soonest_first(bulletin: Bulletin) -> None:
    found = initiative_list(PageContext(bulletin, names_of(bulletin)))
    assert [(group.id, [(item.link.text, item.label) for item in group.items]) for group in found.groups] == [
        ("settled", [("A desk at night", "won"), ("A rebate", "lost")]),
        ("open", [("Sooner", "open"), ("Later", "open")]),
        ("without", [("No bet at all", "no bet")]),
    ]
    assert plain(found.title) == "1 of 2 settled bets won"
    assert found.deck == "2 are open and 1 initiative has no bet."


def item_of(bulletin: Bulletin, title: str) -> InitiativeItem:
    groups = initiative_list(PageContext(bulletin, names_of(bulletin))).groups
    return next(item for group in groups for item in group.items if item.link.text == title)


def table_of(item: InitiativeItem) -> list[tuple[Link | str, str, str]]:
    assert item.bet is not None
    assert item.bet.table is not None
    return [(row.title, plain(row.count), row.plausible) for row in item.bet.table.rows]


def test_a_settled_bet_tells_before_and_after_and_that_it_is_association(bulletin: Bulletin) -> None:
    won, lost = item_of(bulletin, "A desk at night"), item_of(bulletin, "A rebate")
    # Wilson's intervals for 4 of 6, 1 of 8, 2 of 6 and 4 of 7.
    assert table_of(won) == [
        ("Before: August 2026", "4 of 6", "plausibly 30 to 90 in 100"),
        ("After: October 2026", "1 of 8", "plausibly 2 to 47 in 100"),
    ]
    assert [count for _, count, _ in table_of(lost)] == ["2 of 6", "4 of 7"]
    assert won.bet is not None
    assert lost.bet is not None
    # A quarter of 8 are 2, half of 7 are 3 whole deals.
    assert plain(won.bet.ended) == "October 2026 counts 1 of 8; the bet allowed 2."
    assert plain(lost.bet.ended) == "September 2026 counts 4 of 7; the bet allowed 3."
    assert (won.bet.caution, lost.bet.caution) == (CAUTION, CAUTION)
    assert won.bet.sure == "Product was 70 in 100 sure."


def test_every_count_of_a_bet_leads_to_its_debriefs(bulletin: Bulletin) -> None:
    item = item_of(bulletin, "A desk at night")
    assert item.bet is not None
    assert item.bet.table is not None
    hrefs = [piece.href for row in item.bet.table.rows for piece in row.count if isinstance(piece, Link)]
    assert hrefs == [
        f"{addresses.evidence('support', id)}#prevalence-repelling" for id in ("2026-08", "2026-10")
    ]  # fmt: skip


def test_an_open_bet_shows_where_it_stands_and_calls_nothing(bulletin: Bulletin) -> None:
    later, sooner = item_of(bulletin, "Later"), item_of(bulletin, "Sooner")
    assert [row[:2] for row in table_of(later)] == [
        ("Before: September 2026", "3 of 7"),
        ("Now: October 2026", "1 of 8"),
    ]
    assert [row[:2] for row in table_of(sooner)] == [("Before, and now: October 2026", "1 of 8")]
    assert later.bet is not None
    assert (plain(later.bet.ended), later.bet.caution) == ("", "")


def test_a_bet_whose_edition_is_over_says_what_it_waits_for(tmp_path: Path) -> None:
    root = closed(write(tmp_path, {**months(*MONTHS), **FILES}), "2026-08", "2026-09")
    item = item_of(build(root, as_of=dt.date(2026, 11, 1)), "A desk at night")
    assert item.bet is not None
    assert plain(item.bet.ended) == "October 2026 is over and not closed yet; closing it settles the bet."


def test_what_the_owners_expected_is_told_of_two_or_more_and_of_few_nothing_is_concluded(bulletin: Bulletin) -> None:
    # 0.7 + 0.6 = 1.3 of 2; the first came true. Both are below five, so nothing follows.
    words = calibration(bulletin.ledger.bets)
    assert words == (
        "Their owners were 70 and 60 in 100 sure: 1.3 of 2 expected, 1 came true; too few to say how well they judge."
    )
    assert calibration(bet for bet in bulletin.ledger.bets if bet.id == "desk") == ""


def test_the_page_has_the_answers_that_the_initiative_carries_out(bulletin: Bulletin) -> None:
    (reply,) = page_of(bulletin).replies
    assert (reply.verdict, reply.who, reply.date) == ("Investigate", "Product", "20 September 2026")
    assert reply.places == (Link("Support", "themes/support/#answer-2026-09-20-support"),)
    assert page_of(bulletin, "rebate").replies == ()


def test_the_figure_stands_edition_by_edition_as_printed(bulletin: Bulletin) -> None:
    history = page_of(bulletin).history
    assert history is not None
    assert [(column.title, column.label) for column in history.chart.columns] == [
        ("Aug ’26", "4/6"),
        ("Sep ’26", "3/7"),
        ("Oct ’26", "1/8"),
    ]
    assert history.caption == (
        "As each edition printed it. Proposed in August 2026 and shipped in September 2026; October 2026 settled it."
    )


def test_what_the_field_said_is_counted_and_quoted_before_it_shipped_and_since(tmp_path: Path) -> None:
    named = {
        "debriefs/2026-09-14-aaaaaaa1.md": debrief(
            'repelling: {support: {quote: "Nobody at night.", evidence: email}}', account="One", decided="2026-09-14"
        ),
        "debriefs/2026-09-15-aaaaaaa2.md": debrief(
            'repelling: {support: {quote: "Still nobody.", evidence: email}}', account="Two", decided="2026-09-15"
        ),
        "debriefs/2026-09-16-aaaaaaa3.md": debrief("repelling: {pricing: {note: So., detail: value}}", account="Three",
                                                   decided="2026-09-16"),
        # Anonymous: only the month is known, and the day that counts lies within it.
        "debriefs/2026-09-17-aaaaaaa4.md": debrief("repelling: {support: So.}", rep="anonymous", account=None,
                                                   decided="2026-09-16"),
        # Nobody asked what put this one off; a customer is no prospect.
        "debriefs/2026-09-18-aaaaaaa5.md": debrief("compelling: {pricing: {note: Fair., detail: value}}",
                                                   account="Five", outcome="won", decided="2026-09-16"),
        "debriefs/2026-09-19-aaaaaaa6.md": debrief("repelling: {support: So.}", account="Six", decided="2026-09-16",
                                                   relationship="customer"),
    }  # fmt: skip
    page = page_of(build(write(tmp_path, {**named, **initiative(SUPPORT, **NAMED)}), as_of=LATER))
    assert page.field is not None
    assert [(span.title, span.count) for span in page.field.spans] == [
        ("Before it shipped on 15 September 2026", f"1 of 1 debriefs names Support {OFF}"),
        ("Since it shipped", f"1 of 2 debriefs names Support {OFF}"),
    ]
    assert [[quote.words for quote in span.quotes] for span in page.field.spans] == [
        ["Nobody at night."],
        ["Still nobody."],
    ]
    assert page.field.note == "1 anonymous debrief of that month stands on neither side."


def test_what_editions_printed_stands_out_where_it_changed(tmp_path: Path) -> None:
    root = write(tmp_path, {**months(*MONTHS), **initiative(SUPPORT.replace("2026-10", "2026-12"))})
    closed(root, "2026-08")
    amended = "amendments: [{on: 2026-09-08, note: A month later.}]\n"
    text = initiative(SUPPORT.replace("2026-10", "2027-01"))[BET] + amended
    closed(write(root, {BET: text}, lists=False), "2026-09", "2026-10")
    page = page_of(build(root, as_of=LATER))
    assert [(one.edition.text, one.said, one.is_changed) for one in page.printed] == [
        ("August 2026", f"In December 2026, at most 25 of 100 deals name Support {OFF}.", False),
        ("September 2026", f"In January 2027, at most 25 of 100 deals name Support {OFF}.", True),
        ("October 2026", "", False),
    ]
    assert [(one.date, one.note) for one in page.amendments] == [("8 September 2026", "A month later.")]


def row_of(row: BetRow) -> tuple[str, str, str]:
    return row.title.text, row.label, plain(row.result)


def test_an_edition_tells_the_bets_that_it_settled_then_those_made_in_its_period(bulletin: Bulletin) -> None:
    by_id = {
        edition.id: [row_of(row) for row in rows_of_edition(PageContext(bulletin, names_of(bulletin)), edition)]
        for edition in bulletin.publication.schedule.editions
    }
    assert by_id == {
        "2026-08": [
            ("A desk at night", "", "Product is 70 in 100 sure."),
            ("A rebate", "", "Product is 60 in 100 sure."),
        ],
        "2026-09": [("A rebate", "lost", f"4 of 7; before, 2 of 6. {CAUTION}"), ("Later", "", "")],
        "2026-10": [("A desk at night", "won", f"1 of 8; before, 4 of 6. {CAUTION}"), ("Sooner", "", "")],
    }


def test_a_theme_tells_what_is_tried_about_it(bulletin: Bulletin) -> None:
    (found,) = about_theme(PageContext(bulletin, names_of(bulletin)), "support")
    assert (found.link.text, found.label) == ("A desk at night", "won")
    assert found.facts == "Product · shipped on 15 September 2026"
    assert about_theme(PageContext(bulletin, names_of(bulletin)), "onboarding") == ()


def test_the_rows_of_the_figure_are_titled_by_department_and_say_where_the_debriefs_are(bulletin: Bulletin) -> None:
    pages = {one.address: one for one in EvidenceIndex(PageContext(bulletin, names_of(bulletin))).pages()}
    (part,) = pages[addresses.rows("bets", "all")].make().figures
    words = [(group.title, group.count + group.qualifier) for group in part.groups]
    assert words == [("All", "1 of 2 settled bets won"), ("Product", "1 of 2 settled bets won")]
    assert all("initiative’s page" in group.why for group in part.groups)


def test_the_effect_of_a_change_words_a_bet_as_its_page_does(bulletin: Bulletin) -> None:
    form = forms_of(bulletin, names_of(bulletin), ())["initiative", "desk"]
    assert dict(form.facts)["Bet"] == (
        f"In October 2026, at most 25 of 100 deals name Support {OFF}. Product is 70 in 100 sure."
    )


def test_a_theme_that_nobody_named_leads_to_rows_that_exist(tmp_path: Path) -> None:
    root = write(tmp_path, {**months(*MONTHS[:2], ("2026-10", "pricing", 6)), **initiative(SUPPORT)})
    bulletin = build(closed(root, "2026-08", "2026-10"), as_of=LATER)
    item = item_of(bulletin, "A desk at night")
    assert item.bet is not None
    (link,) = (piece for piece in item.bet.ended if isinstance(piece, Link))
    assert (link.text, link.href) == ("0 of 6", addresses.rows("prevalence", "2026-10"))


def test_without_initiatives_the_list_says_so(names: Names, tmp_path: Path) -> None:
    found = initiative_list(PageContext(build(write(tmp_path, {})), names))
    assert (plain(found.title), found.deck, found.groups) == ("No initiative is on record yet", "", ())
