"""Measures the bulletin against Hugo and plain MkDocs.

python -m benchmarks [--count N …] [--repeat R] [--out DIR]
"""

from __future__ import annotations

import argparse
import shlex
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

from benchmarks import report
from benchmarks.contenders import BIN, NAMES, OURS, contenders, newest_change
from benchmarks.goals import Results
from benchmarks.measure import MeasurementError, run
from benchmarks.pages import heaviest_page, size_of
from benchmarks.scenarios import Bench, differences, measure_builds, measure_checks, write_inputs
from benchmarks.serving import measure_serving

COUNTS = (1_000, 10_000)
SERVED = 1_000
WARM_UP = 40
SERVE = "{program} serve -f {{config}} --dev-addr {{address}}"
SHOWN = 10


def main() -> int:
    """Measure, print the report, and leave it in the out folder; 1 where a command failed."""
    options = _arguments()
    options.out.mkdir(parents=True, exist_ok=True)
    results, failure, before = Results(), "", newest_change()
    try:
        _measure(results, options)
    except MeasurementError as error:
        failure = str(error)
    results.is_disturbed = newest_change() != before
    if results.series:
        report.write(results, options.out)
        print(report.markdown(results))
    if failure:
        print(f"The benchmarks stopped: {failure}", file=sys.stderr)
    return 1 if failure else 0


def _measure(results: Results, options: argparse.Namespace) -> None:
    _warm_up(options)
    for count in options.count:
        _measure_size(results, options, count)
    if options.edits:
        _measure_serving(results, options)


def _warm_up(options: argparse.Namespace) -> None:
    """Run every program once on a few debriefs: byte code is compiled, faults come early."""
    bench = _bench(options, WARM_UP)
    for contender in bench.contenders:
        run(contender.command, bench.log, bench.limit)
    shutil.rmtree(bench.work)


def _measure_size(results: Results, options: argparse.Namespace, count: int) -> None:
    bench = _bench(options, count)
    for series in measure_builds(bench, tell):
        results.series.append(series)
    for contender in bench.contenders:
        results.sizes[count, contender.name] = size_of(contender.site)
    if OURS in options.programs:
        _measure_ours(results, bench, options)
    if not options.keep:
        shutil.rmtree(bench.work)


def _measure_ours(results: Results, bench: Bench, options: argparse.Namespace) -> None:
    site = next(contender.site for contender in bench.contenders if contender.name == OURS)
    results.differences[bench.count] = differences(bench)
    for line in report.lines_of(results.differences[bench.count], SHOWN):
        tell(f"{bench.count:,} · not identical: {line}")
    heaviest = heaviest_page(site)
    if heaviest:
        results.heaviest[bench.count] = heaviest
    if not options.no_check:
        results.series += measure_checks(bench, tell)


def _measure_serving(results: Results, options: argparse.Namespace) -> None:
    bench = _bench(options, SERVED)
    template = options.serve or SERVE.format(program=options.ours)
    results.serving[OURS] = measure_serving(bench.corpus, shlex.split(template), options.edits, bench.log)
    if not options.keep:
        shutil.rmtree(bench.work)


def _bench(options: argparse.Namespace, count: int) -> Bench:
    """Fresh inputs of this size."""
    work = options.out.resolve() / str(count)
    tell(f"{count:,} · writing the corpus and the rivals' copies")
    write_inputs(work, count)
    ours = tuple(shlex.split(options.ours))
    programs = tuple(contenders(work, ours, options.programs))
    return Bench(count, work, ours, programs, options.repeat, options.limit)


def tell(line: str) -> None:
    """Progress, apart from the report."""
    print(line, file=sys.stderr, flush=True)


def _programs(text: str) -> Sequence[str]:
    chosen = tuple(text.split(","))
    unknown = sorted(set(chosen) - set(NAMES))
    if unknown:
        raise argparse.ArgumentTypeError(f"{unknown[0]!r} is none of {', '.join(NAMES)}")
    return chosen


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    add = parser.add_argument
    add("--count", type=int, nargs="+", default=COUNTS, metavar="N", help="debriefs, one or more sizes")
    add("--repeat", type=int, default=5, metavar="R", help="rounds of each scenario (default: %(default)s)")
    add("--out", type=Path, default=Path(".benchmarks"), metavar="DIR", help="where all goes (default: %(default)s)")
    add("--programs", type=_programs, default=NAMES, metavar="A,B", help=f"which to run: {','.join(NAMES)}")
    add("--ours", default=shlex.quote(str(BIN / "bulletin")), metavar="CMD", help="the program under test")
    add("--serve", metavar="CMD", help="the command to serve with; {config}, {address}, {host}, {port} are filled in")
    add("--edits", type=int, default=7, metavar="N", help="edits while serving (default: %(default)s)")
    add("--no-check", action="store_true", help="leave `check` out")
    add("--limit", type=float, default=900, metavar="S", help="seconds a run may take (default: %(default)s)")
    add("--keep", action="store_true", help="keep the corpora and sites")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
