"""The goals of the architecture, and whether the measurements meet them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

from benchmarks.contenders import HUGO, OURS
from benchmarks.measure import Series
from benchmarks.pages import Size, Weight
from benchmarks.scenarios import COLD, OUTCOME, TEXT
from benchmarks.serving import Serving

COLD_RATIO = 0.7
CHANGE_RATIO, CHANGE_SECONDS = 0.3, 1.5
GROWTH = 1.1
MEMORY = 2 * 1024**3
PAGE_WEIGHT = 100 * 1024
GOAL_COUNT = 10_000
LARGEST_COUNT = 100_000


@dataclass(slots=True)
class Results:
    """Everything that one run of the benchmarks has found."""

    series: list[Series] = field(default_factory=list)
    sizes: dict[tuple[int, str], Size] = field(default_factory=dict)
    differences: dict[int, list[str]] = field(default_factory=dict)
    heaviest: dict[int, Weight] = field(default_factory=dict)
    serving: dict[str, Serving] = field(default_factory=dict)
    is_disturbed: bool = False
    """Whether the program itself changed while it was measured."""

    def find(self, scenario: str, contender: str, count: int) -> Series | None:
        """The runs of one program in one scenario, if they were made."""
        wanted = (scenario, contender, count)
        return next((one for one in self.series if (one.scenario, one.contender, one.count) == wanted), None)

    @property
    def counts(self) -> list[int]:
        """The sizes of corpus that were measured, ascending."""
        return sorted({one.count for one in self.series})


@dataclass(frozen=True, slots=True)
class Verdict:
    """One goal: what it asks, what was measured, and whether that is enough; None: not measured."""

    goal: str
    measured: str
    is_met: bool | None
    missed_by: str = ""

    @property
    def words(self) -> str:
        """`met`, `missed by 0.05` or `not measured`."""
        if self.is_met is None:
            return "not measured"
        return "met" if self.is_met else f"missed by {self.missed_by}"


def ratios(series: Series, base: Series, measure: str = "wall") -> list[float]:
    """Each round's quotient: both runs of a round met the same machine."""
    pairs = zip(series.values(measure), base.values(measure), strict=True)
    return [one / other for one, other in pairs if other]


def verdicts(results: Results) -> list[Verdict]:
    """Every goal on every size of corpus on which it can be judged."""
    counts = results.counts
    found = [verdict for count in counts for verdict in _at(results, count)]
    return [*found, *_growth(results, counts), *_search()]


def _at(results: Results, count: int) -> Iterator[Verdict]:
    yield _cold(results, count)
    for scenario in (TEXT, OUTCOME):
        yield _change(results, count, scenario)
    yield _identical(results, count)
    yield _memory(results, count)
    yield _weight(results, count)


def _cold(results: Results, count: int) -> Verdict:
    goal = f"a cold build of {count:,} at most {COLD_RATIO} × Hugo"
    if count != GOAL_COUNT:
        goal += f" (the goal is set for {GOAL_COUNT:,})"
    ours, hugo = results.find(COLD, OURS, count), results.find(COLD, HUGO, count)
    if ours is None or hugo is None:
        return Verdict(goal, "", None)
    found = ratios(ours, hugo)
    ratio = median(found)
    unsure = "; the rounds disagree" if min(found) <= COLD_RATIO < max(found) else ""
    measured = f"{ratio:.2f} × ({min(found):.2f} to {max(found):.2f}{unsure})"
    return Verdict(goal, measured, ratio <= COLD_RATIO, f"{ratio - COLD_RATIO:.2f}")


def _change(results: Results, count: int, scenario: str) -> Verdict:
    goal = f"a build of {count:,} after {scenario}: at most {CHANGE_RATIO} × cold or {CHANGE_SECONDS} s"
    cold, changed = results.find(COLD, OURS, count), results.find(scenario, OURS, count)
    if cold is None or changed is None:
        return Verdict(goal, "", None)
    most, taken = max(CHANGE_RATIO * cold.middle("wall"), CHANGE_SECONDS), changed.middle("wall")
    measured = f"{taken:.2f} s of {most:.2f} s ({taken / cold.middle('wall'):.2f} × cold)"
    return Verdict(goal, measured, taken <= most, f"{taken - most:.2f} s")


def _identical(results: Results, count: int) -> Verdict:
    goal = f"{count:,}: the site after changes is byte-identical to a cold build"
    if count not in results.differences:
        return Verdict(goal, "", None)
    found = results.differences[count]
    files = results.sizes[count, OURS].files
    measured = f"{files:,} files compared" if not found else f"{len(found)} of {files:,} files, first: {found[0]}"
    return Verdict(goal, measured, not found, f"{len(found)} files")


def _memory(results: Results, count: int) -> Verdict:
    goal = f"{count:,} in at most 2 GiB"
    if count < LARGEST_COUNT:
        goal += f" (the goal is set for {LARGEST_COUNT:,})"
    runs = [one for one in results.series if one.contender == OURS and one.count == count]
    if not runs:
        return Verdict(goal, "", None)
    peak = max(max(one.values("tree")) for one in runs)
    measured, over = f"{peak / 2**20:,.0f} MiB in all processes", f"{(peak - MEMORY) / 2**20:,.0f} MiB"
    return Verdict(goal, measured, peak <= MEMORY, over)


def _weight(results: Results, count: int) -> Verdict:
    goal = f"{count:,}: a page weighs at most 100 KiB over the wire, without images"
    heaviest = results.heaviest.get(count)
    if heaviest is None:
        return Verdict(goal, "", None)
    measured = f"{heaviest.total / 1024:.0f} KiB ({heaviest.html / 1024:.0f} KiB HTML), {heaviest.address}"
    return Verdict(goal, measured, heaviest.total <= PAGE_WEIGHT, f"{(heaviest.total - PAGE_WEIGHT) / 1024:.0f} KiB")


def _growth(results: Results, counts: Sequence[int]) -> Iterator[Verdict]:
    """Ten times the debriefs may cost ten times as much; a tenth more is measurement."""
    for small, large in pairwise(counts):
        goal = f"cost grows linearly from {small:,} to {large:,}"
        first, second = results.find(COLD, OURS, small), results.find(COLD, OURS, large)
        if first is None or second is None:
            yield Verdict(goal, "", None)
            continue
        ratio = (second.middle("cpu") / first.middle("cpu")) / (large / small)
        measured = f"processor time for one debrief: {ratio:.2f} × that in the smaller corpus"
        yield Verdict(goal, measured, ratio <= GROWTH, f"{ratio - GROWTH:.2f}")


def _search() -> Iterator[Verdict]:
    yield Verdict(f"with search, at most {COLD_RATIO} × (Hugo + Pagefind)", "", None)
