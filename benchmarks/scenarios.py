"""What is measured: builds from nothing, of nothing new, and after one change; and checks."""

from __future__ import annotations

import filecmp
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks import rivals
from benchmarks.contenders import BIN, OURS, PROJECT, Contender, bulletin, edit_outcome, edit_text, undecided
from benchmarks.measure import Sample, Series, run

COLD, UNCHANGED, TEXT, OUTCOME = "cold", "nothing changed", "one text changed", "one outcome changed"
CHECK_ONE, CHECK_ALL = "check of one file", "check of everything"
SETUP_LIMIT = 1_800.0

Edit = Callable[[int], Path | None]
"""Changes a debrief for this round and tells which."""


@dataclass(frozen=True, slots=True)
class Bench:
    """One size of corpus with the programs to compare on it; `limit` is in seconds a run."""

    count: int
    work: Path
    ours: tuple[str, ...]
    contenders: tuple[Contender, ...]
    repeat: int
    limit: float

    @property
    def corpus(self) -> Path:
        """Where the debriefs lie."""
        return self.work / OURS

    @property
    def log(self) -> Path:
        """Where the output of the last command lies."""
        return self.work / "last.log"


def write_inputs(work: Path, count: int) -> None:
    """Make the inputs anew, in processes of their own: a child's peak would else include this one's."""
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    python, corpus = str(BIN / "python"), str(work / OURS)
    run((python, "-m", "benchmarks.corpus", corpus, "--count", str(count)), work / "last.log", SETUP_LIMIT, PROJECT)
    run((python, "-m", "benchmarks.rivals", corpus, str(work)), work / "last.log", SETUP_LIMIT, PROJECT)


def measure_builds(bench: Bench, tell: Callable[[str], None]) -> Iterator[Series]:
    """All build scenarios, each on the sites that the one before has left."""
    step = max(1, bench.count // (bench.repeat + 1))
    texts, outcomes = list(rivals.sources_of(bench.corpus))[::step], undecided(bench.corpus)

    def change_text(turn: int) -> Path:
        path = texts[turn % len(texts)]
        edit_text(path, f"point {turn}")
        return path

    def change_outcome(turn: int) -> Path:
        path = outcomes[turn]
        edit_outcome(path)
        return path

    yield from _in_turns(bench, COLD, lambda _: None, tell)
    yield from _in_turns(bench, UNCHANGED, lambda _: None, tell)
    yield from _in_turns(bench, TEXT, change_text, tell)
    yield from _in_turns(bench, OUTCOME, change_outcome, tell)


def _in_turns(bench: Bench, scenario: str, edit: Edit, tell: Callable[[str], None]) -> Iterator[Series]:
    """One edit a round, then every program in turn; each round begins with another one."""
    samples: dict[str, list[Sample]] = {contender.name: [] for contender in bench.contenders}
    for turn in range(bench.repeat):
        changed = edit(turn)
        shift = turn % len(bench.contenders)
        for contender in (*bench.contenders[shift:], *bench.contenders[:shift]):
            if scenario == COLD:
                contender.clear()
            if changed:
                contender.follow(changed)
            sample = run(contender.command, bench.log, bench.limit)
            samples[contender.name].append(sample)
            tell(f"{bench.count:,} · {scenario} · {contender.name} · {sample.wall:.2f} s")
    for name, taken in samples.items():
        yield Series(scenario, name, bench.count, tuple(taken))


def measure_checks(bench: Bench, tell: Callable[[str], None]) -> Iterator[Series]:
    """`bulletin check` of one debrief and of the whole corpus."""
    config = ("-f", str(bench.corpus / "mkdocs.yml"))
    one = str(next(rivals.sources_of(bench.corpus)))
    for scenario, command in (
        (CHECK_ONE, (*bench.ours, "check", *config, one)),
        (CHECK_ALL, (*bench.ours, "check", *config)),
    ):
        samples = tuple(run(command, bench.log, bench.limit) for _ in range(bench.repeat))
        tell(f"{bench.count:,} · {scenario}")
        yield Series(scenario, OURS, bench.count, samples)


def differences(bench: Bench) -> list[str]:
    """Where the site that grew by changes differs from one built from nothing of the same files."""
    twin = bulletin(bench.work / "twin", bench.ours)
    shutil.rmtree(twin.root, ignore_errors=True)
    ignore = shutil.ignore_patterns("site", ".bulletin")
    shutil.copytree(bench.corpus, twin.root, ignore=ignore)
    run(twin.command, bench.log, bench.limit)
    found = list(compare(bench.corpus / "site", twin.site))
    shutil.rmtree(twin.root)
    return found


def compare(left: Path, right: Path) -> Iterator[str]:
    """Every file that stands on one side only or has other bytes, by path."""
    files = [{path.relative_to(side) for path in side.rglob("*") if path.is_file()} for side in (left, right)]
    for path in sorted(files[0] | files[1]):
        if path not in files[0]:
            yield f"{path} is missing in the incremental site"
        elif path not in files[1]:
            yield f"{path} stands in the incremental site only"
        elif not filecmp.cmp(left / path, right / path, shallow=False):
            yield f"{path} has other bytes"
