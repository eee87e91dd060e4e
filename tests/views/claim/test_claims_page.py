"""Claims on trial as the pages tell them: what leads, which quote, and what no wording mends."""

from __future__ import annotations

from pathlib import Path

import pytest

from builder import addresses
from builder.build import Bulletin
from builder.closing import close_edition
from builder.views.claim.claims_page import ClaimsPage, ClaimView, claims_page
from builder.views.claim.verdicts import ClaimOnEdition, claims_on_edition
from builder.views.debrief.debrief_page import debrief_page
from builder.views.shared.names import Names
from builder.views.shared.page_context import PageContext
from builder.views.shared.phrases import plain
from tests.support import build, debrief, settings_of, write

NOW = "2026-11"
SLOW = "repelling:\n  support: Slow."
RECORDED = "repelling:\n  support: {quote: It rang for an hour., evidence: recording}"
MAILED = "repelling:\n  support: {quote: Nobody called back., evidence: email}"


def deal(number: int, claims: str, driver: str = SLOW, month: str = NOW, **fields: str) -> dict[str, str]:
    """One debrief of a deal of its own."""
    usual = {"account": f"Account {number}", "decided": f"{month}-02", "claims": f"{{{claims}}}"}
    return {f"debriefs/{month}-05-{number:08x}.md": debrief(driver, **{**usual, **fields})}


def listed(*ids: str, **more: str) -> dict[str, str]:
    """A list of claims; `more` are further fields by id."""
    return {"claims.yml": "".join(f"- {{id: {id}, says: Says {id}.{more.get(id, '')}}}\n" for id in ids)}


def promise(**changes: str) -> str:
    """A promise of November's first day, overdue on the 21st."""
    usual = {
        "what": "An answer within the hour.",
        "made_by": "product",
        "made_to": "{segment: enterprise}",
        "owner": "product",
        "pursued_by": "bo",
        "made_on": "2026-09-01",
        "due": "2026-11-01",
        "status": "in-progress",
    }
    return "".join(f"{name}: {value}\n" for name, value in {**usual, **changes}.items())


def names_of(bulletin: Bulletin) -> Names:
    return Names(bulletin.publication, bulletin.settings)


def page_of(root: Path, *files: dict[str, str]) -> ClaimsPage:
    tree = {path: text for part in files for path, text in part.items()}
    bulletin = build(write(root, tree))
    return claims_page(PageContext(bulletin, names_of(bulletin)))


def the(page: ClaimsPage, id: str) -> ClaimView:
    (found,) = (claim for claim in page.claims if claim.id == id)
    return found


IDS = ("few", "fails", "gone", "little", "much", "passes", "stale", "untried")


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> ClaimsPage:
    """Five deals in November try most of the claims; `stale` was tried in August alone, `untried` never."""
    always = "fails: ignored, passes: landed, gone: contradicted"
    return page_of(
        tmp_path_factory.mktemp("claims"),
        listed(*IDS, gone=", retired: 2026-10-31", much=", owner: product, since: 2025-01-01"),
        deal(1, f"{always}, much: contradicted, little: contradicted", MAILED, segment="mid-market"),
        deal(2, f"{always}, much: contradicted", RECORDED, segment="enterprise"),
        deal(3, f"{always}, few: landed", segment="enterprise"),
        deal(4, f"{always}, few: contradicted"),
        deal(5, always),
        deal(6, "stale: landed", month="2026-08"),
    )


def test_what_buyers_contradict_in_their_own_words_leads_and_what_is_retired_ends(page: ClaimsPage) -> None:
    # In own words: much in two deals, little in one; few is contradicted by what a rep understood.
    # fails: none of 5. passes: 5 of 5. gone is contradicted in own words too, and nobody says it any more.
    assert [claim.id for claim in page.claims] == [
        "much", "little", "fails", "few", "passes", "stale", "untried", "gone",
    ]  # fmt: skip


def test_the_head_counts_claims_by_what_became_of_them(page: ClaimsPage) -> None:
    # Seven are made. Under 5 deals: much (2), little (1), few (2).
    assert page.title == "2 of 7 claims contradicted in buyers’ own words"
    assert page.deck == (
        "7 claims: 1 fails, 3 too few to say, 1 passes, 1 stale, 1 never tried. 1 retired. "
        "Counted over six editions to November 2026, each deal once."
    )
    assert page.docket is not None
    assert [plain(row.count) for row in page.docket.rows] == [
        "0 of 2", "0 of 1", "0 of 5", "1 of 2", "5 of 5", "1 of 1", "–", "0 of 5",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("id", "verdict"),
    [
        ("much", "Too few to say: landed in none of 2 deals in six editions. "
         "Contradicted in 2, in buyers’ own words in 2."),
        # Wilson's bound for none of 5 is 3.84 ÷ 8.84, and for 5 of 5 the rest of it.
        ("fails", "Fails: landed in none of 5 deals in six editions; plausibly 0 to 43 in 100."),
        ("passes", "Passes: landed in all 5 deals in six editions; plausibly 57 to 100 in 100."),
        ("few", "Too few to say: landed in 1 of 2 deals in six editions. "
         "Contradicted in 1, never in buyers’ own words."),
        ("stale", "Stale, untested for two editions: landed in the only 1 deal in six editions."),
        ("untried", "Never tried: no debrief of a prospect’s deal speaks of it."),
        ("gone", "Retired on 31 October 2026: landed in none of 5 deals in six editions; plausibly 0 to 43 in 100. "
         "Contradicted in 5, in buyers’ own words in 2."),
    ],
)  # fmt: skip
def test_the_verdict_is_a_sentence_with_its_counts(page: ClaimsPage, id: str, verdict: str) -> None:
    claim = the(page, id)
    assert f"{claim.head}: {plain(claim.verdict)}" == verdict


def test_counts_lead_to_the_debriefs_behind_them(page: ClaimsPage) -> None:
    (landed, contradicted, own_words) = (
        piece.href for piece in the(page, "much").verdict if not isinstance(piece, str)
    )
    assert landed == "method/claims/2026-11/#claims-claim-much"
    assert contradicted == own_words == "method/claims/2026-11/#claims-claim-much-reception-contradicted"


def test_receptions_and_segments_are_told_by_count(page: ClaimsPage) -> None:
    received, segments = the(page, "few").received, the(page, "few").segments
    assert received is not None
    assert [(row.title, plain(row.count)) for row in received.rows] == [
        ("Landed", "1 of 2"), ("Ignored", "0 of 2"), ("Disbelieved", "0 of 2"), ("Contradicted", "1 of 2"),
    ]  # fmt: skip
    # Deal 3 is enterprise, deal 4 has no segment.
    assert segments is not None
    assert [(plain((row.title,)), plain(row.count)) for row in segments.rows] == [("Enterprise", "1 of 1")]
    assert the(page, "untried").received is None


def test_the_history_begins_with_the_first_edition_that_tried_it(page: ClaimsPage) -> None:
    # Debriefs were recorded in August and November.
    few, stale = the(page, "few").history, the(page, "stale").history
    assert few is not None
    assert [column.label for column in few.columns] == ["1/2"]
    assert stale is not None
    assert [column.label for column in stale.columns] == ["1/1", "–"]


def test_the_quote_is_the_most_direct_word_against_us_in_a_debrief_that_contradicts_it(page: ClaimsPage) -> None:
    # A recording is more direct than an e-mail; little was contradicted in the deal with the e-mail alone.
    much, little = the(page, "much").quote, the(page, "little").quote
    assert much is not None
    assert (much.words, much.role) == ("It rang for an hour.", "From a debrief that contradicts it")
    assert little is not None
    assert little.words == "Nobody called back."
    assert the(page, "fails").quote is None


@pytest.mark.parametrize(
    ("driver", "verdict", "fields"),
    [
        (MAILED, "disbelieved", {}),
        ("compelling:\n  support: {quote: They are kind., evidence: email}\n" + SLOW.replace("support", "pricing"),
         "contradicted", {}),
        ("repelling:\n  support: {quote: Nobody called back.}", "contradicted", {}),
        ("repelling:\n  support: {quote: Nobody called back., evidence: email, voice: colleague}", "contradicted", {}),
        (MAILED, "contradicted", {"visibility": "counted"}),
        (MAILED, "contradicted", {"relationship": "customer"}),
    ],
)  # fmt: skip
def test_no_other_word_is_quoted_against_a_claim(
    tmp_path: Path, driver: str, verdict: str, fields: dict[str, str]
) -> None:
    found = page_of(tmp_path, listed("fast"), deal(1, f"fast: {verdict}", driver, **fields))
    assert the(found, "fast").quote is None
    assert found.title.startswith(("None of 1 claim", "1 claim, not tried yet"))


RESTS = {"fast": ", rests_on: [hour]"}


@pytest.mark.parametrize(
    ("changes", "standing", "dated"),
    [
        ({}, "overdue", "It rests on a promise that is overdue. "),
        ({"status": "withdrawn", "agreed_by": "The buyer"}, "released", "was released, not kept. "),
        ({"status": "broken", "due": "2026-12-01"}, "due", "It rests on a promise that is broken. "),
        ({"status": "disputed", "kept_on": "2026-10-20", "evidence": "A log."}, "kept, disputed", "and disputed. "),
    ],
)
def test_a_claim_on_a_promise_not_kept_goes_back_to_the_drawing_board(
    tmp_path: Path, changes: dict[str, str], standing: str, dated: str
) -> None:
    tree = {**listed("fast", **RESTS), "promises/hour.yml": promise(**changes)}
    claim = the(page_of(tmp_path, tree, deal(1, "fast: landed")), "fast")
    assert [(ground.link.text, ground.link.href, ground.label) for ground in claim.grounds] == [
        ("An answer within the hour.", "promises/hour/", standing)
    ]
    assert claim.notice is not None
    assert claim.notice.title == "Back to the drawing board"
    board = "The message cannot be refined, because the company does not live up to it."
    assert claim.notice.text.endswith(f"{dated}{board}")


def test_a_promise_kept_late_tells_until_when_the_claim_was_not_so(tmp_path: Path) -> None:
    late = promise(status="kept", kept_on="2026-11-10", evidence="A log.")
    tree = {**listed("fast", **RESTS), "promises/hour.yml": late}
    claim = the(page_of(tmp_path, tree, deal(1, "fast: landed")), "fast")
    assert claim.notice is not None
    assert claim.notice.text == (
        "It rests on a promise kept late, on 10 November 2026: until then the company did not live up to it."
    )
    assert claim.grounds[0].owner_and_date == "Product, kept on 10 November 2026"


@pytest.mark.parametrize(
    ("claim", "changes"),
    [
        ("", {"status": "kept", "kept_on": "2026-10-20", "evidence": "A log."}),
        ("", {"due": "2026-12-01"}),
        (", retired: 2026-10-31", {}),
    ],
)
def test_what_is_kept_or_not_yet_due_needs_no_drawing_board_nor_does_what_nobody_says(
    tmp_path: Path, claim: str, changes: dict[str, str]
) -> None:
    tree = {**listed("fast", fast=f", rests_on: [hour]{claim}"), "promises/hour.yml": promise(**changes)}
    found = the(page_of(tmp_path, tree, deal(1, "fast: landed")), "fast")
    assert found.notice is None
    assert len(found.grounds) == 1


def test_two_promises_not_kept_are_counted(tmp_path: Path) -> None:
    tree = {
        **listed("fast", fast=", rests_on: [hour, day]"),
        "promises/hour.yml": promise(),
        "promises/day.yml": promise(status="withdrawn", agreed_by="The buyer"),
    }
    claim = the(page_of(tmp_path, tree, deal(1, "fast: landed")), "fast")
    assert claim.notice is not None
    assert claim.notice.text.startswith(
        "It rests on 2 promises not kept: one is overdue and one was released, not kept. "
    )


def test_what_only_older_editions_tried_is_stale_over_the_whole_record_and_does_not_lead(tmp_path: Path) -> None:
    # April lies seven editions before November, so November does not look back on it.
    old = deal(1, "old: contradicted", MAILED, month="2026-04")
    found = page_of(tmp_path, listed("new", "old"), old, deal(2, "new: ignored"))
    assert [claim.id for claim in found.claims] == ["new", "old"]
    old_claim = the(found, "old")
    assert (old_claim.head, plain(old_claim.verdict)) == (
        "Stale, untested for two editions",
        "landed in none of 1 deal over the whole record. Contradicted in 1, in buyers’ own words in 1.",
    )


def test_a_claim_that_no_list_has_is_shown_by_its_id(tmp_path: Path) -> None:
    found = page_of(tmp_path, listed("fast"), deal(1, "fast: landed, unheard-of: ignored"))
    unlisted = the(found, "unheard-of")
    assert (unlisted.says, unlisted.facts[0].term) == ("unheard-of", "On no list")


def test_without_claims_there_is_nothing_to_show(tmp_path: Path) -> None:
    found = page_of(tmp_path / "none", {f"debriefs/{NOW}-05-00000001.md": debrief()})
    assert found.claims == ()
    assert page_of(tmp_path / "empty", {}).claims == ()
    untried = page_of(tmp_path / "untried", listed("fast", "safe"))
    assert untried.title == "2 claims, not tried yet"


def fronts(root: Path, edition: str, *files: dict[str, str], close: bool = False) -> list[ClaimOnEdition]:
    tree = {path: text for part in files for path, text in part.items()}
    write(root, tree)
    if close:
        close_edition(settings_of(root), edition)
        (path,) = root.glob("debriefs/*-00000001.md")
        path.unlink()
    bulletin = build(root)
    period = bulletin.publication.schedule.get(edition)
    assert period is not None
    return list(claims_on_edition(PageContext(bulletin, names_of(bulletin)), period))


def test_an_edition_tells_at_most_three_claims_that_fail_or_are_contradicted(tmp_path: Path) -> None:
    # a to d fail, none of 5 each; e passes; f is contradicted in own words, and leads.
    claims = "a: ignored, b: ignored, c: ignored, d: ignored, e: landed"
    deals = [deal(number, claims) for number in range(1, 5)]
    found = fronts(tmp_path, NOW, listed(*"abcdef"), *deals, deal(5, f"{claims}, f: contradicted", MAILED))
    assert [(row.link.text, row.label, plain(row.result)) for row in found] == [
        ("Says f.", "too few to say",
         "Landed in none of 1 deal in six editions; contradicted in 1, in buyers’ own words in 1"),
        ("Says a.", "fails", "Landed in none of 5 deals in six editions"),
        ("Says b.", "fails", "Landed in none of 5 deals in six editions"),
    ]  # fmt: skip
    assert found[0].link.href == addresses.claim("f")


def test_where_none_fails_an_edition_tells_what_passes_and_without_a_verdict_nothing(tmp_path: Path) -> None:
    passing = [deal(number, "a: landed, gone: ignored") for number in range(1, 6)]
    lists = listed("a", "gone", gone=", retired: 2026-11-30")
    assert [row.label for row in fronts(tmp_path / "passes", NOW, lists, *passing)] == ["passes"]
    assert fronts(tmp_path / "few", NOW, lists, *passing[:4]) == []


def test_an_edition_keeps_what_it_printed(tmp_path: Path) -> None:
    october = [deal(number, "a: ignored", month="2026-10") for number in range(1, 6)]
    found = fronts(tmp_path, "2026-10", listed("a"), *october, close=True)
    assert [plain(row.result) for row in found] == ["Landed in none of 5 deals in six editions"]


def test_a_debrief_leads_to_the_claims_that_it_tried(tmp_path: Path) -> None:
    bulletin = build(write(tmp_path, {**listed("fast"), **deal(1, "fast: landed, odd: ignored")}))
    (dated,) = bulletin.publication.debriefs
    claims = debrief_page(names_of(bulletin), dated, (), (), ("", "")).claims
    assert [(claim.link.text, claim.link.href, claim.reception, claim.has_landed) for claim in claims] == [
        ("Says fast.", "claims/#fast", "landed", True),
        ("odd", "claims/#odd", "ignored", False),
    ]
