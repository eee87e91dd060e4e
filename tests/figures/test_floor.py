"""Nothing below the floor is shown, nor can it be had by subtraction."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builder.figures.floor import above_floor
from builder.figures.row import Row
from tests.support import build, debrief, write

SIZES = st.lists(st.integers(0, 12), max_size=8)


def cell(dimension: str, value: str, reporters: int, edition: str = "all") -> Row:
    return Row(
        edition=edition,
        keys=((dimension, value),),
        k=reporters,
        n=reporters,
        measures=(("reporters", reporters),),
        debriefs=("a",),
    )


def total(reporters: int) -> Row:
    return Row(edition="all", k=reporters, n=reporters, measures=(("reporters", reporters),), debriefs=("a",))


@given(SIZES, st.integers(0, 6), st.integers(3, 6), st.sampled_from(["team", "territory", "band"]))
def test_no_hidden_cell_nor_their_sum_is_below_the_floor(
    sizes: list[int], nameless: int, floor: int, dimension: str
) -> None:
    rows = [cell(dimension, f"cell {number}", size) for number, size in enumerate(sizes)]
    rows += [cell(dimension, "", nameless)] if nameless else []
    shown = [row for row in above_floor([total(sum(sizes) + nameless), *rows], floor) if row.keys]
    assert all(row.n >= floor for row in shown)
    rest = sum(sizes) + nameless - sum(row.n for row in shown)
    assert rest == 0 or rest >= floor or not shown
    assert all(value for row in shown for _, value in row.keys)
    assert all(row.debriefs is None and row.measure("reporters") is None for row in shown)


@given(SIZES, st.integers(3, 6))
def test_no_more_is_hidden_than_must_be(sizes: list[int], floor: int) -> None:
    rows = [cell("team", f"team {number}", size) for number, size in enumerate(sizes)]
    shown = len(above_floor(rows, floor))
    if all(size >= floor for size in sizes):
        assert shown == len(sizes)
    if shown < len(sizes):
        assert shown >= sum(size >= floor for size in sizes) - 1


def test_a_leadership_reader_cannot_subtract_the_other_site_s_cells() -> None:
    rows = [cell("team", "a", 3), cell("team", "b", 4), cell("team", "c", 6)]
    everyone = {row.keys for row in above_floor(rows, 5)}
    leadership = {row.keys for row in above_floor(rows, 3)}
    assert everyone <= leadership


def test_cells_without_a_person_in_them_stay_as_they_are() -> None:
    rows = [Row(edition="all", keys=(("segment", "x"),), k=1, n=1, debriefs=("a",)), total(1)]
    assert {row.keys: row.debriefs for row in above_floor(rows, 5)} == {(): ("a",), (("segment", "x"),): ("a",)}


def test_each_edition_is_a_group_of_its_own() -> None:
    rows = [cell("team", "a", 5), cell("team", "b", 1, "2026-11"), cell("team", "c", 6, "2026-12")]
    assert [(row.edition, row.keys) for row in above_floor(rows, 5)] == [
        ("2026-12", (("team", "c"),)),
        ("all", (("team", "a"),)),
    ]


def test_teams_are_not_shown_beside_territories_that_they_lie_in() -> None:
    # The territory less the one visible team would leave the 2 people of the other team.
    rows = [cell("team", "a", 5), cell("team", "b", 2), cell("territory", "north", 7)]
    assert [row.keys for row in above_floor(rows, 5)] == [(("territory", "north"),)]


def test_teams_are_shown_where_no_territory_is() -> None:
    rows = [cell("team", "a", 5), cell("team", "b", 5), cell("territory", "north", 4), cell("territory", "", 6)]
    assert [row.keys for row in above_floor(rows, 5)] == [(("team", "a"),), (("team", "b"),)]


def roster(*teams: str) -> str:
    groups = (f"team: {team}, territory: {team}" if team else "left: 2027-01-01" for team in teams)
    return "".join(f"- {{handle: rep-{number}, name: Rep, {group}}}\n" for number, group in enumerate(groups))


def teams_shown(root: Path, *teams: str) -> list[str]:
    files = {
        f"debriefs/2026-11-05-{number:08x}.md": debrief(account=f"Account {number}", rep=f"rep-{number}")
        for number in range(len(teams))
    }
    deals = "".join(f"OP-{number},2026-11-05,lost,rep-{number}\n" for number in range(len(teams)))
    record = build(
        write(
            root,
            {**files, "roster.yml": roster(*teams), "closed_deals.csv": "opportunity,closed,outcome,rep\n" + deals},
        )
    ).record
    by_territory = [row.key("territory") for row in record.rows("coverage") if row.key("territory")]
    shown = [row.key("territory") for row in record.rows("win-rate") if row.key("territory")]
    assert not any(row.key("team") for row in record.rows("win-rate"))
    assert by_territory == shown
    assert all(row.keys for row in record.rows("win-rate") if row.debriefs is None)
    assert len([row for row in record.rows("win-rate") if not row.keys]) == 1
    return shown


@pytest.mark.parametrize(
    ("teams", "shown"),
    [
        (["a"] * 5 + ["b"] * 5, ["a", "b"]),
        (["a"] * 5 + ["b"] * 4, []),
        (["a"] * 6 + ["b"] * 5 + ["c"] * 4, ["a"]),
        (["a"] * 6 + ["b"] * 5 + ["c"] * 4 + ["d"], ["a", "b"]),
        (["a"] * 6 + [""], []),
        (["a"] * 6 + ["b"] * 5 + [""], ["a"]),
        (["a"] * 6 + [""] * 5, ["a"]),
    ],
)
def test_teams_and_territories_are_shown_only_where_the_rest_hides_too(
    tmp_path: Path, teams: list[str], shown: list[str]
) -> None:
    assert teams_shown(tmp_path, *teams) == shown


def test_editions_are_never_split_by_team_or_territory(tmp_path: Path) -> None:
    teams_shown(tmp_path, *["a"] * 5, *["b"] * 5)
    record = build(tmp_path).record
    for name in ("win-rate", "coverage"):
        assert not any(row.key("team") or row.key("territory") for row in record.rows(name, "2026-11"))
