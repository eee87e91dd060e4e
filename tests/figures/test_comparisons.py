"""Figures that compare: each on a corpus small enough to count by hand, and judged by hand."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from builder.closing import close_edition
from builder.figures.derivation import (
    with_comparison,
    with_interval,
    with_label,
    with_luck,
    with_shrinkage,
    with_verdict,
)
from builder.figures.figure_row import FigureRow
from builder.figures.results import Results
from tests.support import build, debrief, settings_of, write

NOW = "2026-11"


def names(theme: str, side: str = "repelling") -> str:
    return f"{side}:\n  {theme}: {{note: So., detail: value}}"


def months(*counts: tuple[str, str, int]) -> dict[str, str]:
    """Lost debriefs by month: `(month, theme, how many)`."""
    files, number = {}, 0
    for month, theme, many in counts:
        for _ in range(many):
            number += 1
            text = debrief(
                names(theme), account=f"Account {number}", decided=f"{month}-01", rep=("ana", "bo")[number % 2]
            )
            files[f"debriefs/{month}-04-{number:08x}.md"] = text
    return files


def change(tmp_path: Path, files: dict[str, str], theme: str) -> FigureRow:
    row = build(write(tmp_path, files)).record.find("change", NOW, theme=theme, side="repelling")
    assert row is not None
    return row


def test_change_counts_three_editions_against_the_three_before(tmp_path: Path) -> None:
    # Windows of November: September to November, and June to August; May is out of both.
    files = months(("2026-05", "support", 9), ("2026-06", "support", 2), ("2026-08", "pricing", 4),
                   ("2026-09", "support", 3), ("2026-11", "support", 4), ("2026-11", "pricing", 1))  # fmt: skip
    row = change(tmp_path, files, "support")
    assert (row.k, row.n, row.measure("before_k"), row.measure("before_n")) == (7, 8, 2, 6)
    assert row.debriefs is not None
    assert len(row.debriefs) == 7


def test_up_and_down_need_the_test(tmp_path: Path) -> None:
    # 12 of 12 against 0 of 12 is beyond any doubt; the other theme mirrors it.
    sharp = months(("2026-07", "pricing", 12), ("2026-11", "support", 12))
    assert change(tmp_path / "sharp", sharp, "support").measure("verdict") == "up"
    assert change(tmp_path / "sharp", sharp, "pricing").measure("verdict") == "down"
    # 3 of 5 against 2 of 5: Fisher's p is 1.
    blunt = months(
        ("2026-07", "pricing", 3), ("2026-07", "support", 2), ("2026-11", "support", 3), ("2026-11", "pricing", 2)
    )
    row = change(tmp_path / "blunt", blunt, "support")
    assert (row.measure("verdict"), row.measure("p")) == ("within chance", 1.0)


def test_without_an_earlier_window_nothing_is_compared(tmp_path: Path) -> None:
    row = change(tmp_path, months(("2026-11", "support", 9)), "support")
    assert (row.k, row.n, row.measure("verdict"), row.measure("p")) == (9, 9, "nothing to compare with", None)


def test_verdicts_are_judged_over_all_themes_of_one_edition() -> None:
    def rows(edition: str, others: int) -> list[FigureRow]:
        moved = FigureRow(edition=edition, k=9, n=20, measures=(("before_k", 2), ("before_n", 20)))
        still = FigureRow(edition=edition, k=5, n=20, measures=(("before_k", 5), ("before_n", 20)))
        return [moved, *[still] * others]

    # Fisher's p of 9 of 20 against 2 of 20 is 0.031: times 3 comparisons below 0.10, times 4 above.
    assert next(iter(with_verdict(rows("a", 2), 0))).measure("verdict") == "up"
    assert next(iter(with_verdict(rows("a", 3), 0))).measure("verdict") == "within chance"
    both = list(with_verdict([*rows("a", 2), *rows("b", 3)], 0))
    assert [row.measure("verdict") for row in both if row.k == 9] == ["up", "within chance"]


LIFT = {
    f"debriefs/2026-11-05-{number:08x}.md": debrief(
        names("support") if number in (1, 2, 3, 6) else "repelling: none\ncompelling:\n  onboarding: Quick.",
        account=f"Account {number}", outcome="lost" if number <= 5 else "won",
    )
    for number in range(1, 13)
}  # fmt: skip


def test_lift_sets_lost_against_won(tmp_path: Path) -> None:
    record = build(write(tmp_path, LIFT)).record
    row = record.find("lift", NOW, theme="support", side="repelling")
    assert row is not None
    # Lost: 3 of 5 name it; won: 1 of 7.
    assert (row.k, row.n, row.measure("other_k"), row.measure("other_n")) == (3, 5, 1, 7)
    assert row.measure("difference") == pytest.approx(3 / 5 - 1 / 7, abs=1e-6)
    assert row.low is not None
    assert row.low < 3 / 5 - 1 / 7 < (row.high or 0)


CRM = "opportunity,account,closed,outcome,value,rep,segment\n" + "".join(
    f"OP-{number},Account {number},2026-11-03,lost,1000,ana,\n" for number in range(1, 11)
)


def test_bounds_add_what_nobody_debriefed_or_asked(tmp_path: Path) -> None:
    # Ten losses: two name support, one says none, one was not asked what put the buyer off, six unheard.
    texts = {1: names("support"), 2: names("support"), 3: "repelling: none\ncompelling:\n  onboarding: Quick.",
            4: "compelling:\n  onboarding: Quick."}  # fmt: skip
    files = {
        f"debriefs/2026-11-05-{number:08x}.md": debrief(text, account=f"Account {number}", opportunity=f"OP-{number}")
        for number, text in texts.items()
    }
    record = build(write(tmp_path, {**files, "closed_deals.csv": CRM})).record
    row = record.find("bounds", NOW, theme="support", side="repelling")
    assert row is not None
    assert (row.k, row.n, row.measure("at_most")) == (2, 10, 2 + 10 - 3)


def test_agreement_compares_the_decisive_theme_of_rep_and_interview(tmp_path: Path) -> None:
    def pair(number: int, by_rep: str, decided: str, in_interview: str) -> dict[str, str]:
        account = f"Account {number}"
        rep = debrief(by_rep, account=account, **({"decided_by": decided} if decided else {}))
        talk = debrief(names(in_interview), account=account, rep=None, interviewer="truvoice", decided_by=in_interview)
        day = "debriefs/2026-11-05"
        return {f"{day}-{number:08x}.md": rep, f"{day}-{number + 100:08x}.md": talk}

    files = {
        **pair(1, names("support"), "support", "support"),
        **pair(2, names("support") + "\n  onboarding: Slow.", "onboarding", "support"),
        **pair(3, names("pricing"), "pricing", "support"),
        **pair(4, names("pricing"), "", "pricing"),
    }
    record = build(write(tmp_path, files)).record
    total = record.find("agreement", NOW)
    assert total is not None
    # The first matches; in the second the rep named it without its being decisive, in the fourth nothing was.
    assert (total.k, total.n, total.measure("partly"), total.measure("missed")) == (1, 4, 2, 1)
    pricing = record.find("agreement", NOW, theme="pricing", side="repelling")
    assert pricing is not None
    # Reps named price in two deals, buyers in one.
    assert (pricing.k, pricing.n, pricing.measure("in_interview")) == (2, 4, 1)


def test_cost_sums_minutes_and_tells_them_for_a_contributor_and_month(tmp_path: Path) -> None:
    spent = [
        ("2026-10", "ana", 10),
        ("2026-11", "ana", 20),
        ("2026-11", "ana", 4),
        ("2026-11", "bo", 6),
        ("2026-11", "bo", None),
    ]
    files = {
        f"debriefs/{month}-05-{number:08x}.md": debrief(
            account=f"Account {number}", rep=rep, decided=f"{month}-01", minutes=minutes
        )
        for number, (month, rep, minutes) in enumerate(spent)
    }
    record = build(write(tmp_path, files)).record
    month, whole = record.find("cost", NOW), record.find("cost", "all")
    assert month is not None
    assert whole is not None
    # November: 20 + 4 + 6 of four debriefs, by two people; the whole record: 40 over three people's months.
    assert (month.k, month.n, *map(month.measure, ("total", "median", "a_head"))) == (3, 4, 30, 6.0, 15.0)
    assert (whole.k, whole.n, *map(whole.measure, ("total", "median", "a_head"))) == (4, 5, 40, 8.0, 13.3)


SEGMENTS = "opportunity,account,closed,outcome,value,rep,segment\n" + "".join(
    f"OP-{segment}{number},Account {segment}{number},2026-11-03,{'won' if number < won else 'lost'},10,ana,{segment}\n"
    for segment, won, of in (("enterprise", 20, 100), ("mid-market", 80, 100), ("public", 2, 4))
    for number in range(of)
)


def test_the_funnel_holds_what_numbers_explain_and_draws_rates_towards_all(tmp_path: Path) -> None:
    files = {"closed_deals.csv": SEGMENTS, "debriefs/2026-11-05-00000001.md": debrief()}
    record = build(write(tmp_path, files)).record
    rows = {row.key("segment"): row for row in record.rows("funnel", NOW) if row.key("segment")}
    assert {segment: (row.k, row.n) for segment, row in rows.items()} == {
        "enterprise": (20, 100), "mid-market": (80, 100), "public": (2, 4),
    }  # fmt: skip
    # At the rate of all, 102 of 204 = one half, 20 and 80 of 100 are far out; of 4 nothing is said.
    assert {segment: row.measure("place") for segment, row in rows.items()} == {
        "enterprise": "far below", "mid-market": "far above", "public": None,
    }  # fmt: skip
    assert 0.2 < rows["enterprise"].measure("shrunk") < 0.5 < rows["mid-market"].measure("shrunk") < 0.8


@pytest.mark.parametrize(
    ("won", "of", "place"),
    [
        # At the rate of one half: P(6 of 6) = 0.016, P(5 of 5) = 0.031, P(10 of 10) = 0.00098, P(0 of 6) = 0.016.
        (6, 6, "above"), (5, 5, "within"), (10, 10, "far above"), (0, 6, "below"), (0, 10, "far below"),
        # P(9 or more of 10) = 0.011, P(8 or more of 10) = 0.055.
        (9, 10, "above"), (8, 10, "within"), (4, 4, None),
    ],
)  # fmt: skip
def test_the_place_in_the_funnel_is_the_exact_chance_of_so_much_or_more(won: int, of: int, place: str | None) -> None:
    one = FigureRow(edition=NOW, keys=(("segment", "a"),), k=won, n=of, measures=(("all_k", 500), ("all_n", 1_000)))
    rest = FigureRow(edition=NOW, keys=(("segment", "b"),), k=500, n=1_000, measures=(("all_k", 500), ("all_n", 1_000)))
    assert next(iter(with_shrinkage([one, rest], 0))).measure("place") == place


ATTAINMENT_MONTHS = [f"2026-{month:02d}" for month in range(1, 9)]
ROSTER = "".join(f"- {{handle: rep-{number}, name: R, territory: dach}}\n" for number in range(1, 8))
# Seven peers: the fourth is the median of every month, so three stand above it, always the same but for May.
ATTAINMENT = "period,rep,attainment,expectation\n" + "".join(
    f"{month},rep-{number},{(1.4 - number / 10) if (number, month) != (1, '2026-05') else 0.2:.2f},1\n"
    for month in ATTAINMENT_MONTHS
    for number in range(1, 8)
)


def stars(tmp_path: Path, attainment: str, floor: int = 3) -> list[FigureRow]:
    """The row of stars that closing the quarter prints; none where it is held back."""
    files = {
        "roster.yml": ROSTER,
        "attainment.csv": attainment,
        "debriefs/2026-09-05-00000001.md": debrief(rep="rep-1", decided="2026-09-01"),
    }
    root = write(tmp_path / "content", files)
    close_edition(settings_of(root, as_of=dt.date(2026, 10, 2), floor=floor), "2026-09")
    return list(build(root, as_of=dt.date(2026, 10, 2), floor=floor).record.rows("stars", "2026-09"))


def test_stars_are_above_their_peers_median_in_seven_of_eight_periods(tmp_path: Path) -> None:
    (row,) = stars(tmp_path, ATTAINMENT)
    # rep-1 in seven of eight, rep-2 and rep-3 in all; in May rep-5 is the median.
    assert (row.k, row.n, row.debriefs) == (3, 7, None)
    # Three of seven stand above each month: by luck each does so in 7 or 8 of 8 with 8·(3/7)^7·(4/7) + (3/7)^8.
    chance = 8 * (3 / 7) ** 7 * (4 / 7) + (3 / 7) ** 8
    assert row.measure("by_luck") == pytest.approx(7 * chance, abs=0.005)


def test_whoever_is_not_known_for_seven_periods_is_in_no_band(tmp_path: Path) -> None:
    short = "\n".join(line for line in ATTAINMENT.splitlines() if not line.startswith(("2026-01", "2026-02"))) + "\n"
    assert stars(tmp_path / "all", short) == []
    few = [line for line in ATTAINMENT.splitlines() if not line.startswith(("2026-01,rep-7", "2026-02,rep-7"))]
    (row,) = stars(tmp_path / "one", "\n".join(few) + "\n")
    assert row.n == 6


def test_stars_below_the_floor_are_not_counted_in_public(tmp_path: Path) -> None:
    assert stars(tmp_path, ATTAINMENT, floor=4) == []


def wide(tmp_path: Path, stars_name: int, below_name: int, **changes: Any) -> Results:
    """A closed quarter in which 6 stars and 6 reps below goal debriefed 4 deals each; so many of them name support."""
    people = [f"rep-{number}" for number in range(13)]
    roster = "".join(f"- {{handle: {rep}, name: R, territory: dach}}\n" for rep in people)
    lines = ["period,rep,attainment"]
    lines += [
        f"{month},{rep},{1.5 if place < 6 else 0.5 if place > 6 else 1.0}"
        for month in ATTAINMENT_MONTHS
        for place, rep in enumerate(people)
    ]
    files = {"roster.yml": roster, "attainment.csv": "\n".join(lines) + "\n"}
    for place, rep in enumerate(people):
        if place == 6:
            continue
        for deal in range(4):
            rank = (place if place < 6 else place - 7) * 4 + deal
            theme = "support" if rank < (stars_name if place < 6 else below_name) else "onboarding"
            day = f"2026-{7 + deal % 3:02d}-04"
            files[f"debriefs/{day}-{place * 10 + deal:08x}.md"] = debrief(
                names(theme), account=f"Account {place} {deal}", rep=rep, decided=day
            )
    root = write(tmp_path / "content", files)
    for month in ("2026-07", "2026-08", "2026-09"):
        close_edition(settings_of(root, as_of=dt.date(2026, 10, 2), **changes), month)
    return build(root, as_of=dt.date(2026, 10, 2), **changes).record


@pytest.mark.parametrize(
    ("stars_name", "below_name", "label"),
    [
        (20, 19, "stars and those below goal alike"),
        (22, 4, "stars rather than those below goal"),
        (4, 22, "those below goal rather than stars"),
        # Only four of the six stars name it: fewer than the floor.
        (16, 0, "too few to say"),
        # Everyone below goal names it in every deal: to say so would say it of each of them.
        (0, 24, "too few to say"),
        (1, 1, "too few to say"),
    ],
)
def test_the_wide_net_tells_stars_from_those_below_goal_and_counts_neither(
    tmp_path: Path, stars_name: int, below_name: int, label: str
) -> None:
    rows = wide(tmp_path, stars_name, below_name).rows("wide-net", "2026-09")
    (row,) = (row for row in rows if row.key("theme") == "support")
    assert row.measure("label") == label
    assert (row.k, row.n, row.low, row.debriefs) == (0, 0, None, None)
    assert {row.key("band") for row in rows} == {"compared"}


def test_what_everyone_cannot_read_tips_no_verdict_by_band(tmp_path: Path) -> None:
    # Of the stars four name support where everyone reads it; a fifth does so for leadership alone.
    own = {"debriefs/2026-09-04-0000abcd.md": debrief(names("support"), rep="rep-4", decided="2026-09-04")}
    private = write(tmp_path / "private", own, lists=False)
    record = wide(tmp_path, 16, 0, private_dir=private, audience="leadership", floor=5)
    (row,) = (row for row in record.rows("wide-net", "2026-09") if row.key("theme") == "support")
    assert row.measure("label") == "too few to say"


def compared(stars: tuple[int, int, int], below: tuple[int, int, int]) -> str:
    """What is said at a floor of five of two bands, each with k, n and how many name the theme."""
    rows = [
        FigureRow(
            edition=NOW,
            keys=(("theme", "support"), ("side", "repelling"), ("band", band)),
            k=k,
            n=n,
            measures=(("namers", namers),),
        )
        for band, (k, n, namers) in (("stars", stars), ("below-goal", below))
    ]
    (row,) = with_comparison(rows, 5)
    assert row.measures == (("label", row.measure("label")),)
    return str(row.measure("label"))


def test_a_verdict_by_band_needs_namers_in_each_band_that_it_speaks_of() -> None:
    # 10 and 9 of 12 are alike; 11 and 1 of 12 are not.
    alike, more_stars, more_below, too_few = (
        "stars and those below goal alike",
        "stars rather than those below goal",
        "those below goal rather than stars",
        "too few to say",
    )
    assert compared((10, 12, 5), (9, 12, 5)) == alike
    assert compared((10, 12, 4), (9, 12, 5)) == too_few
    assert compared((10, 12, 5), (9, 12, 4)) == too_few
    assert compared((11, 12, 5), (1, 12, 1)) == more_stars
    assert compared((11, 12, 4), (1, 12, 1)) == too_few
    assert compared((1, 12, 1), (11, 12, 5)) == more_below
    assert compared((1, 12, 1), (11, 12, 4)) == too_few


def test_no_verdict_says_of_all_of_a_band_that_they_name_it() -> None:
    assert compared((12, 12, 6), (11, 12, 6)) == "too few to say"
    assert compared((11, 12, 6), (12, 12, 6)) == "too few to say"
    assert compared((12, 12, 6), (1, 12, 1)) == "too few to say"
    assert compared((1, 12, 1), (12, 12, 6)) == "too few to say"


@pytest.mark.parametrize(
    ("k", "n", "is_told"),
    [(0, 10, True), (2, 10, False), (3, 10, True), (7, 10, True), (8, 10, False), (10, 10, True)],
)
def test_stars_are_counted_where_they_and_the_others_are_none_or_enough(k: int, n: int, is_told: bool) -> None:
    row = FigureRow(edition=NOW, keys=(("band", "stars"),), k=k, n=n, measures=(("needed", 7),))
    assert [(found.k, found.n) for found in with_luck([row], 3)] == ([(k, n)] if is_told else [])


def test_reporters_are_told_from_the_floor_on() -> None:
    rows = [
        FigureRow(edition=NOW, k=5, n=5, measures=(("reporters", reporters), ("own_words", 0))) for reporters in (4, 5)
    ]
    assert [row.measure("reporters") for row in with_label(rows, 5)] == [None, 5]


@pytest.mark.parametrize(("n", "has_interval"), [(0, False), (4, False), (5, True)])
def test_under_five_deals_there_is_no_interval(n: int, has_interval: bool) -> None:
    (row,) = with_interval([FigureRow(edition=NOW, k=0, n=n)], 0)
    assert (row.low is not None, row.high is not None) == (has_interval, has_interval)


@pytest.mark.parametrize(
    ("accounts", "reporters", "own_words", "label"),
    [
        (1, 1, 1, "echo"),
        (5, 1, 5, "echo"),
        (1, 5, 5, "echo"),
        (2, 2, 0, "emerging"),
        (3, 2, 0, "emerging"),
        (2, 9, 9, "emerging"),
        (3, 2, 1, "corroborated"),
    ],
)
def test_labels_of_corroboration(accounts: int, reporters: int, own_words: int, label: str) -> None:
    row = FigureRow(edition="all", k=accounts, measures=(("reporters", reporters), ("own_words", own_words)))
    assert [row.measure("label") for row in with_label([row], 0)] == [label]
