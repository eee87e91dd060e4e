"""Nothing below the floor is shown, nor can it be had by subtraction."""

from __future__ import annotations

import datetime as dt
import pickle
import random
import re
import shutil
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builder import closing
from builder.build import Bulletin, Content, content_of, count
from builder.closing import close_edition
from builder.config import FLOORS, Audience, Settings
from builder.editions import Schedule
from builder.figures.catalogue import CATALOGUE, Figure
from builder.figures.engine import Engine
from builder.figures.figure_row import PERSONAL, FigureRow
from builder.figures.privacy_floor import Atom, above_floor
from builder.publication.publisher import publish
from builder.reading.corpus import Corpus
from tests.shared import Shared
from tests.support import build, debrief, settings_of, write

SAMPLE = Path(__file__).resolve().parents[2] / "content"
SIZES = st.lists(st.integers(0, 12), max_size=8)
COUNTED = "opportunity,closed,outcome,rep\n"
# An attack looks at these alone: a query that names no split gives no cell to subtract. What a manifest printed of
# any figure is looked at in every case; at the end of a quarter, where alone there may be such cells, all are printed.
SPLIT: Mapping[str, Figure] = {
    name: figure
    for name, figure in CATALOGUE.items()
    if not {*PERSONAL, "people"}.isdisjoint(re.findall(r"\w+", figure.query))
}


def atom(people: int, start: int = 0, **keys: str) -> Atom:
    """A cell with so many people behind it, each with one deal."""
    pairs = tuple((name, keys[name]) for name in PERSONAL if name in keys)
    row = FigureRow(edition="2026-09", keys=pairs, k=people, n=people, debriefs=("a",))
    return Atom(row, frozenset(range(start, start + people)))


def atoms(dimension: str, sizes: Mapping[str, int]) -> list[Atom]:
    """Cells of one split, with different people behind each."""
    start, found = 0, []
    for value, size in sizes.items():
        found.append(atom(size, start, **{dimension: value}))
        start += size
    return found


def shown(cells: Iterable[Atom], floor: int) -> set[tuple[str, str]]:
    return {row.keys[-1] for row in above_floor(cells, floor)}


@given(SIZES, st.integers(0, 6), st.integers(3, 6), st.sampled_from(["team", "territory", "band"]))
def test_no_hidden_cell_nor_their_sum_is_below_the_floor(
    sizes: list[int], nameless: int, floor: int, dimension: str
) -> None:
    named = {f"cell {number}": size for number, size in enumerate(sizes)}
    rows = above_floor(atoms(dimension, {**named, **({"": nameless} if nameless else {})}), floor)
    assert all(row.n >= floor for row in rows)
    rest = sum(sizes) + nameless - sum(row.n for row in rows)
    assert rest == 0 or rest >= floor or not rows
    assert all(value for row in rows for _, value in row.keys)
    assert all(row.debriefs is None for row in rows)


@given(SIZES, st.integers(3, 6))
def test_no_more_is_hidden_than_must_be(sizes: list[int], floor: int) -> None:
    found = len(above_floor(atoms("territory", {f"cell {number}": size for number, size in enumerate(sizes)}), floor))
    if all(size >= floor for size in sizes):
        assert found == len(sizes)
    if found < len(sizes):
        assert found >= sum(size >= floor for size in sizes) - 1


def test_people_in_two_cells_are_counted_once_among_the_hidden() -> None:
    cells = [atom(3, 0, territory="north"), atom(3, 0, territory="south"), atom(6, 10, territory="west")]
    assert shown(cells, 5) == set()
    assert shown([*cells, atom(5, 20, territory="east")], 5) == {("territory", "west")}


def test_the_rest_is_hidden_before_stars_and_those_below_goal() -> None:
    bands = {"": 1, "stars": 5, "below-goal": 9, "rest": 14}
    assert shown(atoms("band", bands), 5) == {("band", "stars"), ("band", "below-goal")}


def test_each_edition_is_a_group_of_its_own() -> None:
    first, second = atoms("team", {"a": 5, "b": 1})
    other = FigureRow(edition="2026-12", keys=(("team", "c"),), k=6, n=6)
    rows = above_floor([first, second, Atom(other, frozenset(range(6)))], 5)
    assert [(row.edition, row.keys) for row in rows] == [("2026-12", (("team", "c"),))]


def test_each_theme_is_a_group_of_its_own() -> None:
    # Of each theme fewer than five are hidden at first, and so all of it is; of both together it would be five.
    cells = [atom(5, 0, team="a"), atom(1, 5, team="b"), atom(5, 10, team="c"), atom(4, 15, team="d")]
    named = [
        Atom(replace(cell.row, keys=(("theme", theme), *cell.row.keys)), cell.people)
        for theme, cell in zip(["pricing", "pricing", "support", "support"], cells, strict=True)
    ]
    assert above_floor(named, 5) == ()


def test_the_floor_asks_for_people_and_not_for_deals() -> None:
    few, many = atom(4, 0, team="a"), atom(6, 10, team="b")
    busy = Atom(replace(few.row, k=40, n=40), few.people)
    alone = Atom(replace(atom(5, 20, team="c").row, k=1, n=1), frozenset(range(20, 25)))
    assert [row.keys for row in above_floor([busy, many, alone], 5)] == [(("team", "b"),)]


def test_what_is_hidden_in_one_edition_hides_nothing_in_another() -> None:
    # Of each edition fewer than five are hidden at first, and so all of it is; of both together it would be five.
    september = [atom(5, 0, team="a"), atom(1, 5, team="b")]
    december = [
        Atom(replace(cell.row, edition="2026-12"), cell.people)
        for cell in (atom(5, 10, team="c"), atom(4, 15, team="d"))
    ]
    assert above_floor([*september, *december], 5) == ()


def test_teams_are_shown_inside_territories_where_the_rest_of_the_territory_hides_too() -> None:
    north = [atom(5, 0, territory="north", team="a"), atom(5, 5, territory="north", team="b")]
    south = [atom(5, 10, territory="south", team="c"), atom(2, 15, territory="south", team="d")]
    # South less its one visible team would leave the 2 people of the other.
    assert shown([*north, *south], 5) == {("territory", "north"), ("territory", "south"), ("team", "a"), ("team", "b")}


def test_teams_of_a_hidden_territory_are_hidden_with_it() -> None:
    north = [atom(5, 0, territory="north", team="a"), atom(5, 5, territory="north", team="b")]
    south = [atom(2, 10, territory="south", team="c")]
    # North is hidden with the south: its two teams would add up to it.
    west = [atom(20, 20, territory="west", team="w")]
    assert shown([*north, *south, *west], 5) == {("territory", "west"), ("team", "w")}


def test_teams_that_lie_in_several_territories_are_not_shown_beside_them() -> None:
    cells = [atom(5, 0, territory="north", team="a"), atom(6, 5, territory="south", team="a")]
    assert shown(cells, 5) == {("territory", "north"), ("territory", "south")}


def test_teams_are_shown_where_there_are_no_territories() -> None:
    cells = [atom(5, 0, territory="", team="a"), atom(6, 5, territory="", team="b")]
    assert shown(cells, 5) == {("team", "a"), ("team", "b")}


@dataclass(frozen=True)
class Company:
    """A made-up company: who is in which team, territory and band is known here, and to no reader."""

    content: Path
    quarter_ends: tuple[str, ...]

    @property
    def private(self) -> Path | None:
        folder = self.content.parent / "private"
        return folder if folder.is_dir() else None


def company(root: Path, seed: int) -> Company:
    """Half a year of debriefs and closed deals by uneven reps, some of whom move, closed month by month."""
    chance = random.Random(seed)
    reps = [f"rep-{number}" for number in range(chance.randint(6, 22))]
    teams = {rep: chance.choice(["a", "b", "c", "d", ""]) for rep in reps}
    lands = {"a": "north", "b": "north", "c": "south", "d": "west", "": ""}
    if chance.random() < 0.3:
        lands["a"] = "south"
    themes = ("pricing", "support", "contract-terms")
    files, deals, attainment = {}, [], ["period,rep,attainment"]
    for number in range(chance.randint(40, 120)):
        rep = reps[min(int(chance.expovariate(0.12)), len(reps) - 1)]
        day = dt.date(2026, 1, 2) + dt.timedelta(days=chance.randint(0, 178))
        outcome = chance.choice(["won", "lost", "lost", "no-decision"])
        deals.append(f"OP-{number},{day},{outcome},{rep}")
        if chance.random() < 0.7:
            side = f"repelling:\n  {chance.choice(themes)}: {{note: So., detail: value}}"
            private = "private" if chance.random() < 0.2 else "content"
            text = debrief(
                side, account=f"Account {number}", rep=rep, decided=day, outcome=outcome, opportunity=f"OP-{number}"
            )
            files[f"{private}/debriefs/{day}-{number:08x}.md"] = text
    for month in ("2025-09", "2025-10", "2025-11", "2025-12", *(f"2026-{number:02d}" for number in range(1, 7))):
        attainment += [f"{month},{rep},{chance.uniform(0.4, 1.6):.2f}" for rep in reps if chance.random() < 0.95]
    people = "".join(
        f"- {{handle: {rep}, name: R{rep}"
        + (f", team: {teams[rep]}" if teams[rep] else "")
        + (f", territory: {lands[teams[rep]]}" if lands[teams[rep]] else "")
        + "}\n"
        for rep in reps
    )
    lists = {
        "content/roster.yml": people,
        "content/closed_deals.csv": COUNTED + "\n".join(deals) + "\n",
        "content/attainment.csv": "\n".join(attainment) + "\n",
    }
    write(root, files, lists=False)
    write(root / "content", {})
    write(root, lists, lists=False)
    (root / "private").mkdir(exist_ok=True)
    return Company(root / "content", ("2026-03", "2026-06"))


LANDS = {"a": ("north", 5), "b": ("north", 6), "c": ("south", 5), "d": ("west", 2)}


def hand_made(root: Path) -> Path:
    """A quarter whose cells are counted by hand: a deal of each rep in June, and some more; two are debriefed."""
    reps = [f"{team}{number}" for team, (_, size) in LANDS.items() for number in range(size)]
    deals = {f"OP-{rep}": ("2026-06-09", "lost", rep) for rep in reps}
    deals |= {"OP-b0": ("2026-06-09", "won", "b0"), "OP-a4": ("2026-06-09", "no-decision", "a4")}
    # One in April, which no other edition prints, and many of the few in the west.
    deals["OP-april"] = ("2026-04-14", "lost", "a0")
    deals |= {f"OP-west-{number}": ("2026-06-16", "lost", f"d{number % 2}") for number in range(10)}
    debriefs = {
        f"debriefs/2026-06-10-{rep}-0000000{number}.md": debrief(
            account=f"Account {rep}", rep=rep, decided="2026-06-09", opportunity=f"OP-{rep}"
        )
        for number, rep in enumerate(["a0", "a1"])
    }
    lines = "".join(f"{key},{','.join(values)}\n" for key, values in deals.items())
    return write(root, {**staff(), "closed_deals.csv": COUNTED + lines, **debriefs})


def staff() -> dict[str, str]:
    """The roster of the teams."""
    lines = [
        f"- {{handle: {team}{number}, name: R, team: {team}, territory: {land}}}\n"
        for team, (land, size) in LANDS.items()
        for number in range(size)
    ]
    return {"roster.yml": "".join(lines)}


Shown = tuple[str, int, int, tuple[tuple[str, object], ...]]


def cells_of(root: Path, figure: str, **changes: Any) -> list[Shown]:
    """The cells split by people that the closed quarter shows: each with k, n and what else it says."""
    after = dt.date(2026, 7, 3)
    close_edition(settings_of(root, as_of=after, **changes), "2026-06")
    rows = build(root, as_of=after, **changes).record.rows(figure, "2026-06")
    assert all(row.debriefs is None for row in rows if row.is_personal)
    return [("".join(row.keys[0]), row.k, row.n, row.measures) for row in rows if row.is_personal]


def test_a_closed_quarter_shows_the_very_cells_that_the_floor_leaves(tmp_path: Path) -> None:
    # The west has two reps, and the south hides with it: the total less all others would be the west.
    assert cells_of(hand_made(tmp_path), "coverage") == [
        ("territorynorth", 2, 12, ()),
        ("teama", 2, 6, ()),
        ("teamb", 0, 6, ()),
    ]


def test_who_has_no_deal_in_a_cell_does_not_stand_behind_it(tmp_path: Path) -> None:
    # Of team a, one rep's deal came to no decision: four won or lost, and team b hides with them.
    assert cells_of(hand_made(tmp_path), "win-rate") == [
        ("territorynorth", 1, 11, (("all_in", 12), ("basis", "closed deals")))
    ]


def test_private_debriefs_change_no_cell(tmp_path: Path) -> None:
    root = hand_made(tmp_path / "content")
    own = debrief(account="Account a2", rep="a2", decided="2026-06-09", opportunity="OP-a2")
    private = write(tmp_path / "private", {"debriefs/2026-06-10-a2-0000000a.md": own}, lists=False)
    assert cells_of(root, "coverage", audience="leadership", private_dir=private, floor=5) == [
        ("territorynorth", 2, 12, ()),
        ("teama", 2, 6, ()),
        ("teamb", 0, 6, ()),
    ]


def test_whoever_moves_between_two_closings_is_not_the_difference_of_two_sites(tmp_path: Path) -> None:
    root = hand_made(tmp_path)
    shown = cells_of(root, "coverage")
    roster = (root / "roster.yml").read_text(encoding="utf-8")
    moved = roster.replace("{handle: b5, name: R, team: b,", "{handle: b5, name: R, team: a,")
    assert moved != roster
    (root / "roster.yml").write_text(moved, encoding="utf-8")
    # With the move, a would have one more and b one less than everyone was shown.
    assert cells_of(root, "coverage", audience="leadership", floor=3) == []
    (root / "editions" / "2026-06.leadership.lock.json").unlink()
    (root / "roster.yml").write_text(roster, encoding="utf-8")
    assert cells_of(root, "coverage", audience="leadership", floor=3) == shown


def test_without_an_export_private_debriefs_change_no_cell_either(tmp_path: Path) -> None:
    def debriefs_of(rep: str, number: int) -> dict[str, str]:
        text = debrief(account=f"Account {number}", rep=rep, decided="2026-06-09")
        return {f"debriefs/2026-06-10-{rep}-{number:08x}.md": text}

    reps = [f"{team}{number}" for team in "ab" for number in range(5)]
    files = {path: text for number, rep in enumerate(reps) for path, text in debriefs_of(rep, number).items()}
    root = write(tmp_path / "content", {**staff(), **files})
    private = write(tmp_path / "private", debriefs_of("a0", 100), lists=False)
    basis = (("all_in", 5), ("basis", "debriefed deals"))
    assert cells_of(root, "win-rate", audience="leadership", private_dir=private) == [
        ("territorynorth", 0, 10, (("all_in", 10), ("basis", "debriefed deals"))),
        ("teama", 0, 5, basis),
        ("teamb", 0, 5, basis),
    ]


def test_what_everyone_and_leadership_are_shown_has_the_floor_of_the_design() -> None:
    assert FLOORS == {Audience.EVERYONE: 5, Audience.LEADERSHIP: 3}


def test_with_another_floor_other_cells_are_left(tmp_path: Path) -> None:
    root, after = hand_made(tmp_path), dt.date(2026, 7, 3)
    rows = {
        floor: {
            row.keys[0][1]
            for row in build(root, as_of=after, floor=floor).record.to_print("coverage", "2026-06")
            if row.is_personal
        }
        for floor in (2, 5, 6)
    }
    # With two, all are shown. With six, teams a, c and d have too few, and in the north b hides with a.
    assert rows == {
        2: {"north", "south", "west", "a", "b", "c", "d"},
        5: {"north", "a", "b"},
        6: {"north"},
    }


def closed(made: Company, audience: Audience) -> list[Bulletin]:
    """The bulletins of one audience, one after each month, as its readers saw them."""
    seen = []
    for month in range(1, 7):
        id, day = f"2026-{month:02d}", dt.date(2026, month + 1, 3)
        settings = settings_of(
            made.content,
            audience=audience,
            as_of=day,
            private_dir=made.private,
            cache_dir=made.content.parent / "cache",
        )
        edition = content_of(settings).publication.schedule.get(id)
        if edition is None or not edition.debriefs:
            continue
        with pytest.MonkeyPatch.context() as patch:
            if id not in made.quarter_ends:
                patch.setattr(closing, "compose", split_alone)
            close_edition(settings, id)
        seen.append(count(content_of(settings), SPLIT))
    return seen


def split_alone(corpus: Corpus, schedule: Schedule, settings: Settings) -> Bulletin:
    """What closes an edition, less the figures that name no split, which have nothing of people to print."""
    return count(Content(settings, publish(corpus, schedule, settings)), SPLIT)


@dataclass(frozen=True)
class Attacked:
    """A company after its half year, and the bulletins that each of its audiences read."""

    made: Company
    sites: Mapping[Audience, Sequence[Bulletin]]


def attacked(shared: Shared, seed: int) -> Attacked:
    """The company of a seed, made once in a run; no test changes it."""

    def make(folder: Path) -> None:
        made = company(folder, seed)
        sites = {audience: closed(made, audience) for audience in (Audience.EVERYONE, Audience.LEADERSHIP)}
        (folder / "attacked.pickle").write_bytes(pickle.dumps(Attacked(made, sites)))

    found = pickle.loads((shared.folder(f"company-{seed}", make) / "attacked.pickle").read_bytes())
    assert isinstance(found, Attacked)
    return found


Cell = tuple[str, str, tuple[tuple[str, str], ...]]


def published(bulletins: Iterable[Bulletin]) -> dict[Cell, set[tuple[int, int]]]:
    """Every cell split by people that any of the sites showed, with all the counts that it ever had."""
    found: dict[Cell, set[tuple[int, int]]] = defaultdict(set)
    for bulletin in bulletins:
        for name in CATALOGUE:
            for edition in (*bulletin.record.editions, "all"):
                for row in bulletin.record.rows(name, edition):
                    if row.is_personal and row.key("band") != "compared":
                        found[name, edition, row.keys].add((row.k, row.n))
    return found


Truth = Mapping[tuple[tuple[str, str], ...], frozenset[int]]


def people_behind(engine: Engine, figure: str) -> dict[str, Truth]:
    """For every edition and cell of a figure, shown or not, the people whose deals it counts: without the floor."""
    found: dict[str, dict[tuple[tuple[str, str], ...], set[int]]] = defaultdict(lambda: defaultdict(set))
    cursor = engine._connection.execute(CATALOGUE[figure].query)
    columns = [column[0] for column in cursor.description]
    for values in cursor.fetchall():
        cell = dict(zip(columns, values, strict=True))
        if cell.get("people") is None:
            continue
        cells = found[cell["edition"]]
        rest = tuple((name, cell[name]) for name in ("theme", "side") if cell.get(name) is not None)
        cells[rest] |= set(cell["people"])
        for split in PERSONAL:
            if cell.get(split) is not None:
                cells[(*rest, (split, cell[split]))] |= set(cell["people"])
    return {id: {keys: frozenset(people) for keys, people in cells.items()} for id, cells in found.items()}


def all_of(made: Company, as_of: dt.date) -> Engine:
    """Everything that a company knows as of a day, ready to be counted."""
    content = content_of(settings_of(made.content, as_of=as_of, private_dir=made.private))
    return Engine(content.publication, content.settings)


def isolated(cells: Truth, floor: int) -> list[object]:
    """What an attacker finds by subtracting from a cell, or from the total, any of the others that lie within it."""
    groups: dict[tuple[tuple[str, str], ...], dict[tuple[str, str], frozenset[int]]] = defaultdict(dict)
    for keys, people in cells.items():
        rest = tuple(pair for pair in keys if pair[0] not in PERSONAL)
        groups[rest][next((pair for pair in keys if pair[0] in PERSONAL), ("total", ""))] = people
    caught: list[object] = []
    for rest, named in groups.items():
        for whole, people in named.items():
            inside = [(cell, other) for cell, other in named.items() if cell != whole and other < people]
            for size in range(1, len(inside) + 1):
                for parts in combinations(inside, size):
                    union = frozenset[int]().union(*(other for _, other in parts))
                    disjoint = sum(len(other) for _, other in parts) == len(union)
                    if disjoint and 0 < len(people - union) < floor:
                        caught.append((rest, whole, [cell for cell, _ in parts]))
            if 0 < len(people) < floor and whole[0] != "total":
                caught.append((rest, whole))
    return caught


def caught_in(made: Company, sites: Mapping[Audience, Sequence[Bulletin]], as_of: dt.date) -> list[object]:
    """Everyone whom a reader of the one site, or of both, can isolate."""
    by_audience = {audience: published(seen) for audience, seen in sites.items()}
    both = published([bulletin for seen in sites.values() for bulletin in seen])
    # A cell is printed once: no later edition, and no other audience, gives it another count to subtract.
    caught: list[object] = [cell for cell, counts in both.items() if len(counts) != 1]
    engine = all_of(made, as_of)
    behind = {figure: people_behind(engine, figure) for figure in {figure for figure, _, _ in both}}
    for figure, edition in {(figure, edition) for figure, edition, _ in both}:
        truth = behind[figure].get(edition, {})
        for floor, cells in (
            (FLOORS[Audience.EVERYONE], by_audience[Audience.EVERYONE]),
            (FLOORS[Audience.LEADERSHIP], both),
        ):
            visible = {keys for name, id, keys in cells if (name, id) == (figure, edition)}
            rests = {tuple(pair for pair in keys if pair[0] not in PERSONAL) for keys in visible}
            caught += isolated({keys: truth[keys] for keys in truth if keys in visible or keys in rests}, floor)
    return caught


@pytest.mark.parametrize("seed", range(12))
def test_nobody_is_isolated_from_cells_audiences_or_consecutive_editions(shared: Shared, seed: int) -> None:
    found = attacked(shared, seed)
    made, sites = found.made, found.sites
    # Cells of different quarters count different deals: only those of one edition can be subtracted.
    assert {edition for seen in sites.values() for _, edition, _ in published(seen)} <= set(made.quarter_ends)
    assert caught_in(made, sites, dt.date(2026, 7, 3)) == []


def test_nobody_is_isolated_in_the_sample() -> None:
    made, as_of = Company(SAMPLE, ("2026-06", "2026-09")), dt.date(2026, 11, 16)
    sites = {audience: [build(SAMPLE, audience=audience, as_of=as_of)] for audience in Audience}
    assert {edition for _, edition, _ in published(sites[Audience.EVERYONE])} == set(made.quarter_ends)
    assert caught_in(made, sites, as_of) == []


def test_the_random_companies_publish_something_to_attack(shared: Shared) -> None:
    found = [published(attacked(shared, seed).sites[Audience.LEADERSHIP]) for seed in range(4)]
    splits = {name for cells in found for _, _, keys in cells for name, _ in keys}
    assert {"territory", "team"} <= splits


def test_nothing_is_counted_by_band(shared: Shared) -> None:
    for sites in attacked(shared, 3).sites.values():
        assert sites
        for bulletin in sites:
            rows = [row for id in bulletin.record.editions for row in bulletin.record.rows("wide-net", id)]
            assert all((row.k, row.n, row.debriefs) == (0, 0, None) for row in rows)


def test_an_attack_on_cells_without_a_floor_succeeds(shared: Shared) -> None:
    made = attacked(shared, 1).made
    behind = people_behind(all_of(made, dt.date(2026, 7, 3)), "coverage")["2026-06"]
    assert isolated(behind, FLOORS[Audience.LEADERSHIP]) != []


def test_a_roster_that_changed_between_two_closings_prints_no_second_split(shared: Shared, tmp_path: Path) -> None:
    before = attacked(shared, 5)
    everyone = before.sites[Audience.EVERYONE]
    # Leadership closes later, after the move, instead of when it did.
    made = Company(
        shutil.copytree(before.made.content.parent, tmp_path / "moved") / "content", before.made.quarter_ends
    )
    shutil.rmtree(tmp_path / "moved" / "private" / "editions")
    assert any(name == "coverage" for name, _, _ in published(everyone))
    roster = made.content / "roster.yml"
    moved = roster.read_text(encoding="utf-8").replace("team: a, territory: north", "team: d, territory: west")
    assert moved != roster.read_text(encoding="utf-8")
    roster.write_text(moved, encoding="utf-8")
    leadership = published(closed(made, Audience.LEADERSHIP))
    both = published(everyone)
    for cell, counts in leadership.items():
        assert both.get(cell, counts) == counts


def test_open_editions_and_the_whole_record_are_never_split_by_people(tmp_path: Path) -> None:
    made = company(tmp_path, 2)
    bulletin = build(made.content, as_of=dt.date(2026, 7, 3))
    rows = [
        row for name in CATALOGUE for id in (*bulletin.record.editions, "all") for row in bulletin.record.rows(name, id)
    ]
    assert rows
    assert not any(row.is_personal for row in rows)
