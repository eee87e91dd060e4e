"""Bets are settled once, by what the edition that they name printed; every count here is made by hand."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace
from pathlib import Path

import pytest

from builder.build import Bulletin
from builder.closing import close_edition
from builder.figures.figure_row import FigureRow
from builder.ledger.bets import BetResult, SettledBet, settled_bets
from tests.figures.test_comparisons import months
from tests.support import LISTS, build, debrief, settings_of, write

BET = "initiatives/desk.yml"
CLOSED = {f"2026-{month:02}": dt.date(2026, month + 1, 3) for month in range(5, 11)}
LATER = dt.date(2026, 11, 21)
# August names support in 4 of 6 deals; October's eight deals stand in each test.
AUGUST = (("2026-08", "support", 4), ("2026-08", "pricing", 2))


def initiative(bet: str, **fields: str) -> dict[str, str]:
    """An initiative of the product department with this bet, proposed in August."""
    usual = {"title": "A desk at night", "owner": "product", "status": "active", "proposed_on": "2026-08-10"}
    lines = "".join(f"{name}: {value}\n" for name, value in {**usual, **fields}.items())
    return {BET: f"{lines}bet: {{{bet}}}\n"}


SUPPORT = "figure: prevalence, theme: support, direction: down, threshold: 0.25, by: 2026-10"


UNDATED = SUPPORT.removesuffix(", by: 2026-10")


def closed(root: Path, *editions: str) -> Path:
    """The tree with these editions closed, in order, each three days after its month."""
    for id in editions:
        close_edition(settings_of(root, as_of=CLOSED[id]), id)
    return root


def wager_of(bulletin: Bulletin) -> SettledBet:
    (bet,) = bulletin.ledger.bets
    return bet


def counts(row: FigureRow | None) -> tuple[int, int] | None:
    return (row.k, row.n) if row else None


def october(tmp_path: Path, *named: tuple[str, str, int], bet: str = SUPPORT) -> Bulletin:
    """August as above and October as given, both closed, and read in November."""
    root = write(tmp_path, {**months(*AUGUST, *named), **initiative(bet)})
    return build(closed(root, "2026-08", "2026-10"), as_of=LATER)


@pytest.mark.parametrize(("named", "result"), [(2, BetResult.WON), (3, BetResult.LOST)])
def test_the_threshold_itself_wins_and_one_deal_more_loses(tmp_path: Path, named: int, result: BetResult) -> None:
    # 0.25 of 8 deals are 2.
    found = wager_of(october(tmp_path, ("2026-10", "support", named), ("2026-10", "pricing", 8 - named)))
    assert (found.result, found.edition, counts(found.after)) == (result, "2026-10", (named, 8))
    assert (found.opened, counts(found.before), found.latest, found.is_due) == ("2026-08", (4, 6), None, False)


def test_before_and_after_carry_their_intervals(tmp_path: Path) -> None:
    found = wager_of(october(tmp_path, ("2026-10", "support", 2), ("2026-10", "pricing", 6)))
    assert found.after is not None
    # Wilson: (0.25 + 3.8415 / 16 -/+ 1.96 × √(0.25 × 0.75 / 8 + 3.8415 / 256)) / (1 + 3.8415 / 8).
    assert [found.after.low, found.after.high] == pytest.approx([0.0715, 0.5907], abs=1e-4)


def test_a_theme_that_nobody_names_any_more_counts_none_of_all_that_were_asked(tmp_path: Path) -> None:
    found = wager_of(october(tmp_path, ("2026-10", "pricing", 6)))
    assert (found.result, counts(found.after)) == (BetResult.WON, (0, 6))
    assert found.after is not None
    # Wilson's upper bound for none of n is z² ÷ (n + z²) = 3.8415 ÷ 9.8415.
    assert [found.after.low, found.after.high] == pytest.approx([0.0, 0.3903], abs=1e-4)


def test_under_five_deals_nobody_can_tell(tmp_path: Path) -> None:
    bulletin = october(tmp_path, ("2026-10", "pricing", 4))
    found = wager_of(bulletin)
    assert (found.result, counts(found.after)) == (BetResult.UNDECIDABLE, (0, 4))
    assert tally(bulletin, "2026-10") == (0, 0, 1)


def tally(bulletin: Bulletin, edition: str) -> tuple[int, int, int]:
    """The figure: won, decided, undecidable."""
    row = bulletin.record.find("bets", edition)
    return (row.k, row.n, row.measure("undecidable")) if row else (0, 0, 0)


def test_the_edition_that_settles_a_bet_prints_it_among_its_figures(tmp_path: Path) -> None:
    bulletin = october(tmp_path, ("2026-10", "support", 3), ("2026-10", "pricing", 5))
    text = (tmp_path / "editions/2026-10.everyone.lock.json").read_text(encoding="utf-8")
    rows = json.loads(text)["figures"]["bets"]
    assert [(row.get("owner"), row["k"], row["n"]) for row in rows] == [(None, 0, 1), ("product", 0, 1)]
    assert bulletin.record.is_printed("bets", "2026-10")
    assert [tally(bulletin, edition) for edition in ("2026-08", "2026-10", "all")] == [(0, 0, 0), (0, 1, 0), (0, 1, 0)]


def test_up_is_about_what_draws_unless_it_says_otherwise(tmp_path: Path) -> None:
    # Of October's six deals that were asked what draws, three name support: half is enough for one half.
    drawn = {
        f"debriefs/2026-10-04-1000000{number}.md": debrief(
            f"compelling:\n  {'support' if number < 3 else 'pricing'}: Yes.",
            outcome="won", account=f"Drawn {number}", decided="2026-10-01",
        )
        for number in range(6)
    }  # fmt: skip
    up = SUPPORT.replace("down, threshold: 0.25", "up, threshold: 0.5")
    root = write(tmp_path, {**months(("2026-10", "support", 5)), **drawn, **initiative(up)})
    found = wager_of(build(closed(root, "2026-10"), as_of=LATER))
    assert (found.result, counts(found.after)) == (BetResult.WON, (3, 6))
    assert (found.opened, found.before) == ("", None)  # nothing was counted before it began


def test_a_side_that_is_named_is_the_one_that_counts(tmp_path: Path) -> None:
    bet = SUPPORT.replace("down, threshold: 0.25", "up, side: repelling, threshold: 0.5")
    found = wager_of(october(tmp_path, ("2026-10", "support", 4), ("2026-10", "pricing", 4), bet=bet))
    assert (found.result, counts(found.after)) == (BetResult.WON, (4, 8))


def test_an_edition_without_debriefs_can_never_be_closed_and_never_tells(tmp_path: Path) -> None:
    bet = SUPPORT.replace("2026-10", "2026-09")
    root = write(tmp_path, {**months(*AUGUST, ("2026-10", "support", 6)), **initiative(bet)})
    september = dt.date(2026, 9, 30)
    waiting = wager_of(build(closed(root, "2026-08"), as_of=september))
    assert (waiting.result, waiting.is_due) == (BetResult.OPEN, False)
    # The month is over; until a later one closes, somebody may still send in what belongs to it.
    assert wager_of(build(root, as_of=dt.date(2026, 10, 1))).is_due
    bulletin = build(closed(root, "2026-10"), as_of=LATER)
    found = wager_of(bulletin)
    assert (found.result, found.after, found.is_due) == (BetResult.UNDECIDABLE, None, False)
    assert tally(bulletin, "all") == (0, 0, 1)


def test_an_open_bet_tells_where_its_figure_stands_in_the_newest_edition(tmp_path: Path) -> None:
    files = months(*AUGUST, ("2026-09", "support", 3), ("2026-09", "pricing", 4), ("2026-10", "support", 6))
    root = closed(write(tmp_path, {**files, **initiative(SUPPORT)}), "2026-08", "2026-09")
    found = wager_of(build(root, as_of=dt.date(2026, 10, 31)))
    assert (found.result, counts(found.latest), found.after, found.is_due) == (BetResult.OPEN, (3, 7), None, False)
    late = wager_of(build(root, as_of=dt.date(2026, 11, 1)))
    assert (late.result, late.is_due) == (BetResult.OPEN, True)


OLD = LISTS["themes.yml"].replace("{id: support, title: Support}", "{id: nights, title: Support}")
NEW = LISTS["themes.yml"].replace("title: Support}", "title: Support, aliases: [nights]}")


def test_a_theme_renamed_between_printing_and_settling_stays_the_same_theme(tmp_path: Path) -> None:
    files = months(("2026-08", "nights", 4), ("2026-08", "pricing", 2))
    root = write(tmp_path, {**files, "themes.yml": OLD, **initiative(SUPPORT.replace("support", "nights"))}, lists=True)
    closed(root, "2026-08")
    write(root, {"themes.yml": NEW}, lists=False)
    october = {path.replace("0000000", "0000001"): text for path, text in
               months(("2026-10", "support", 1), ("2026-10", "pricing", 7)).items()}  # fmt: skip
    write(root, october, lists=False)
    found = wager_of(build(closed(root, "2026-10"), as_of=LATER))
    assert (found.result, counts(found.before), counts(found.after)) == (BetResult.WON, (4, 6), (1, 8))


def test_themes_merged_after_the_settling_edition_change_nothing_of_what_it_printed(tmp_path: Path) -> None:
    named = ("2026-10", "onboarding", 5), ("2026-10", "support", 2), ("2026-10", "pricing", 1)
    bulletin = october(tmp_path, *named)
    assert counts(wager_of(bulletin).after) == (2, 8)
    merged = LISTS["themes.yml"].replace("- {id: onboarding, title: Onboarding}\n", "")
    merged = merged.replace("title: Support}", "title: Support, aliases: [onboarding]}")
    found = wager_of(build(write(tmp_path, {"themes.yml": merged}, lists=False), as_of=LATER))
    assert (found.result, counts(found.after)) == (BetResult.WON, (2, 8))


DEALS = "opportunity,account,closed,outcome,value,rep,segment\n" + "".join(
    f"OP-{number},Account {number},2026-10-0{number + 1},{outcome},100,ana,{segment}\n"
    for number, (outcome, segment) in enumerate(
        [("won", "enterprise"), ("won", "enterprise"), ("won", "enterprise"), ("lost", "enterprise"),
         ("lost", "enterprise"), ("no-decision", "enterprise"), ("lost", "mid-market"), ("won", "mid-market")]
    )
)  # fmt: skip


@pytest.mark.parametrize(
    ("bet", "result", "after"),
    [
        # Enterprise: 3 of the 5 that were won or lost; the one without a decision is in no base.
        ("figure: win-rate, segment: enterprise, direction: up, threshold: 0.6", BetResult.WON, (3, 5)),
        ("figure: win-rate, segment: enterprise, direction: up, threshold: 0.61", BetResult.LOST, (3, 5)),
        # Mid-market: 1 of 2, too few.
        ("figure: win-rate, segment: mid-market, direction: up, threshold: 0.5", BetResult.UNDECIDABLE, (1, 2)),
        ("figure: win-rate, direction: up, threshold: 0.5", BetResult.WON, (4, 7)),
        # Two of the eight that closed have been debriefed, both of the six in enterprise.
        ("figure: coverage, direction: up, threshold: 0.25", BetResult.WON, (2, 8)),
        ("figure: coverage, segment: enterprise, direction: up, threshold: 0.5", BetResult.LOST, (2, 6)),
        # Deals that named support, of the enterprise deals that were asked what puts off: too few.
        (f"segment: enterprise, {UNDATED}", BetResult.UNDECIDABLE, (1, 2)),
        # Nobody in mid-market was asked at all.
        (f"segment: mid-market, {UNDATED}", BetResult.UNDECIDABLE, None),
    ],
)
def test_rates_of_segments_and_of_coverage_settle_bets_too(
    tmp_path: Path, bet: str, result: BetResult, after: tuple[int, int] | None
) -> None:
    debriefs = {
        f"debriefs/2026-10-12-0000000{number}.md": debrief(
            f"repelling:\n  {theme}: So.", account=f"Account {number}", opportunity=f"OP-{number}",
            outcome="won", decided=f"2026-10-0{number + 1}", segment="enterprise",
        )
        for number, theme in enumerate(("support", "onboarding"))
    }  # fmt: skip
    root = write(tmp_path, {**debriefs, "closed_deals.csv": DEALS, **initiative(f"{bet}, by: 2026-10")})
    found = wager_of(build(closed(root, "2026-10"), as_of=LATER))
    assert (found.result, counts(found.after)) == (result, after)


def rewritten(bulletin: Bulletin, **changes: object) -> SettledBet:
    """The bet of a bulletin whose file was changed after all that was printed; no rule looks at it here."""
    ((id, before),) = bulletin.publication.initiatives
    publication = replace(bulletin.publication, initiatives=((id, before.model_copy(update=changes)),))
    (bet,) = settled_bets(publication, bulletin.record, LATER)
    return bet


@pytest.mark.parametrize("changed", [{"threshold": 0.9}, {"by": "2027-06"}])
def test_what_was_settled_stays_settled_whatever_the_file_says_later(
    tmp_path: Path, changed: dict[str, object]
) -> None:
    bulletin = october(tmp_path, ("2026-10", "support", 3), ("2026-10", "pricing", 5))
    found = rewritten(bulletin, bet=wager_of(bulletin).bet.model_copy(update=changed))
    assert (found.result, found.edition, found.bet.threshold) == (BetResult.LOST, "2026-10", 0.25)


def test_a_bet_that_no_edition_had_printed_when_it_closed_is_void(tmp_path: Path) -> None:
    bulletin = october(tmp_path, ("2026-10", "pricing", 6))
    ((_, initiative_now),) = bulletin.publication.initiatives
    # The same initiative under an id of which no manifest knows: it came when October was known.
    publication = replace(bulletin.publication, initiatives=(("latecomer", initiative_now),))
    (found,) = settled_bets(publication, bulletin.record, LATER)
    assert (found.result, found.after, found.is_settled, found.is_due) == (BetResult.VOID, None, False, False)


def test_a_bet_amended_in_time_is_settled_by_the_later_edition_alone(tmp_path: Path) -> None:
    first = SUPPORT.replace("2026-10", "2026-09")
    named = (("2026-09", "support", 6), ("2026-10", "support", 1), ("2026-10", "pricing", 7))
    root = closed(write(tmp_path, {**months(*AUGUST, *named), **initiative(first)}), "2026-08")
    amended = "amendments: [{on: 2026-09-20, note: A month later.}]\n"
    closed(write(root, {BET: initiative(SUPPORT)[BET] + amended}, lists=False), "2026-09", "2026-10")
    found = wager_of(build(root, as_of=LATER))
    assert (found.result, found.edition, counts(found.after)) == (BetResult.WON, "2026-10", (1, 8))
    printed = [(one.edition.id, one.bet.by) for one in found.printings]
    assert printed == [("2026-08", "2026-09"), ("2026-09", "2026-10"), ("2026-10", "2026-10")]


def test_the_edition_that_settles_a_bet_is_never_what_came_before(tmp_path: Path) -> None:
    files = {**months(*AUGUST, ("2026-10", "support", 6)), **initiative(SUPPORT, proposed_on="2026-10-02")}
    found = wager_of(build(closed(write(tmp_path, files), "2026-08", "2026-10"), as_of=LATER))
    assert (found.opened, counts(found.before), counts(found.after)) == ("2026-08", (4, 6), (6, 6))


def test_without_a_date_a_bet_begins_with_the_first_edition_that_printed_it(tmp_path: Path) -> None:
    files = {**months(("2026-07", "support", 5), *AUGUST, ("2026-10", "support", 6)), **initiative(SUPPORT)}
    bulletin = build(closed(write(tmp_path, files), "2026-07", "2026-08", "2026-10"), as_of=LATER)
    found = rewritten(bulletin, proposed_on=None)
    assert (found.opened, counts(found.before)) == ("2026-08", (4, 6))
