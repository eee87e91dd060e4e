"""Measures `bulletin effect` on a branch that adds one debrief to a corpus.

python -m benchmarks.effect [--count 10000] [--rounds 3]
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import statistics
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

from benchmarks.contenders import BIN, PROJECT
from benchmarks.measure import Sample, run

LIMIT = 1_800.0
GIT = ("git", "-c", "user.name=Somebody", "-c", "user.email=somebody@example.com", "-c", "gc.auto=0")
NAME = "somebody-new-0a0b0c0d.md"


def main() -> None:
    """Print a table: a line for each state of the cache."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=10_000, help="debriefs (default: %(default)s)")
    parser.add_argument("--rounds", type=int, default=3, help="rounds of each (default: %(default)s)")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        _measure(Path(folder), options.count, options.rounds)


def _measure(folder: Path, count: int, rounds: int) -> None:
    corpus, log = folder / "corpus", folder / "last.log"
    run((str(BIN / "python"), "-m", "benchmarks.corpus", str(corpus), "--count", str(count)), log, LIMIT, PROJECT)
    (corpus / ".gitignore").write_text(".bulletin/\nsite/\n", encoding="utf-8")
    for arguments in (("init", "-q"), ("add", "-A"), ("commit", "-qm", "Base")):
        subprocess.run([*GIT, *arguments], cwd=corpus, check=True)
    bulletin, config = str(BIN / "bulletin"), str(corpus / "mkdocs.yml")
    build = (bulletin, "figures", "coverage", "-f", config, "--audience", "everyone")
    command = (bulletin, "effect", "-f", config, "--base", "HEAD")
    cold = run(command, log, LIMIT)  # on the base itself: nothing is in the cache
    subprocess.run(["rm", "-rf", str(corpus / ".bulletin")], check=True)
    run(build, log, LIMIT)
    path = _added(corpus)
    first = run(command, log, LIMIT)
    again = []
    for turn in range(rounds):
        path.write_text(path.read_text(encoding="utf-8") + f"\nPoint {turn}.\n", encoding="utf-8")
        again.append(run(command, log, LIMIT))
    load = os.getloadavg()[0]
    print(
        f"{count:,} debriefs, one more on the branch; {os.cpu_count()} processors, load {load:.1f}, {dt.date.today()}\n"
    )
    print("| cache | seconds | spread | processor s | peak MiB |\n| --- | --- | --- | --- | --- |")
    for name, samples in (("none", [cold]), ("of a build of the base", [first]), ("and of the runs before", again)):
        _line(name, samples)


def _added(corpus: Path) -> Path:
    """A debrief like the newest one, of a deal of its own."""
    newest = max(corpus.glob("content/debriefs/*/*.md"), key=lambda path: path.name)
    lines = newest.read_text(encoding="utf-8").splitlines()
    fresh = {"account": "Quorzal Werke", "opportunity": "OP-NEW-1"}
    changed = (f"{name}: {fresh[name]}" if (name := line.partition(":")[0]) in fresh else line for line in lines)
    path = newest.with_name(f"{newest.name[:10]}-{NAME}")
    path.write_text("\n".join(changed) + "\n", encoding="utf-8")
    return path


def _line(name: str, samples: Sequence[Sample]) -> None:
    walls = [sample.wall for sample in samples]
    spread = f"{min(walls):.2f}–{max(walls):.2f}"
    busy = statistics.median(sample.cpu for sample in samples)
    peak = max(sample.tree for sample in samples) / 2**20
    print(f"| {name} | {statistics.median(walls):.2f} | {spread} | {busy:.2f} | {peak:,.0f} |")


if __name__ == "__main__":
    main()
