"""The results as Markdown, for people, and as JSON, for other runs to compare with."""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from statistics import median

from benchmarks.contenders import HUGO
from benchmarks.goals import Results, Verdict, ratios, verdicts
from benchmarks.measure import Series

DISTURBED = "**The program changed while it was measured: run this again before you believe anything below.**"


def markdown(results: Results) -> str:
    """The whole report."""
    parts = [f"# Benchmarks\n\n{machine()}"]
    if results.is_disturbed:
        parts.append(DISTURBED)
    parts += [f"## {n:,} debriefs\n\n{_sizes(results, n)}\n\n{_runs(results, n)}" for n in results.counts]
    if results.serving:
        parts.append(f"## Serving\n\n{_serving(results)}")
    parts.append(f"## Goals\n\n{_goals(verdicts(results))}")
    return "\n\n".join(parts) + "\n"


def write(results: Results, out: Path) -> None:
    """Write `results.json` and `results.md` into the folder."""
    (out / "results.md").write_text(markdown(results), encoding="utf-8")
    matter = {
        "machine": machine(),
        "is_disturbed": results.is_disturbed,
        "series": [one.as_json() for one in results.series],
        "sites": [{"count": n, "contender": name, **asdict(size)} for (n, name), size in results.sizes.items()],
        "differences": results.differences,
        "heaviest": {count: asdict(weight) for count, weight in results.heaviest.items()},
        "serving": {name: asdict(one) for name, one in results.serving.items()},
        "goals": [{**asdict(verdict), "verdict": verdict.words} for verdict in verdicts(results)],
    }
    (out / "results.json").write_text(json.dumps(matter, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def machine() -> str:
    """What the figures were measured on, and how busy it was."""
    load = f"load {os.getloadavg()[0]:.1f} at the end" if hasattr(os, "getloadavg") else "load not known"
    system = f"{platform.system()} on {platform.machine()}, {os.cpu_count()} cores"
    return f"Python {platform.python_version()}, {system}, {load}."


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A Markdown table."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _sizes(results: Results, count: int) -> str:
    rows = [
        (name, f"{size.pages:,}", f"{size.files:,}", f"{size.bytes / 2**20:.1f}")
        for (n, name), size in results.sizes.items()
        if n == count
    ]
    return table(("site by", "pages", "files", "MiB"), rows)


def _runs(results: Results, count: int) -> str:
    head = ("scenario", "program", "wall s", "spread", "CPU s", "largest MiB", "tree MiB", "wall / Hugo", "CPU / Hugo")
    return table(head, [_row(one, results) for one in results.series if one.count == count])


def _row(series: Series, results: Results) -> Sequence[str]:
    base = results.find(series.scenario, HUGO, series.count)
    return (
        series.scenario,
        series.contender,
        f"{series.middle('wall'):.2f}",
        spread(series.values("wall")),
        f"{series.middle('cpu'):.2f}",
        f"{max(series.values('largest')) / 2**20:,.0f}",
        f"{max(series.values('tree')) / 2**20:,.0f}",
        *(_ratio(series, base, measure) for measure in ("wall", "cpu")),
    )


def _ratio(series: Series, base: Series | None, measure: str) -> str:
    if base is None:
        return "–"
    if base is series:
        return "1"
    found = ratios(series, base, measure)
    return f"{median(found):.2f} ({spread(found)})" if found else "–"


def spread(values: Sequence[float]) -> str:
    """The least and the greatest."""
    return f"{min(values):.2f}–{max(values):.2f}"


def _serving(results: Results) -> str:
    rows = [
        (name, str(len(one.latencies)), f"{median(one.latencies):.2f}", spread(one.latencies), f"{one.at_rest:.2f}")
        for name, one in results.serving.items()
    ]
    return table(("from an edit to the page, by", "edits", "median s", "spread", "cores used at rest"), rows)


def _goals(found: Sequence[Verdict]) -> str:
    rows = [(one.goal, one.measured or "–", f"**{one.words}**") for one in found]
    return table(("goal", "measured", "verdict"), rows)


def lines_of(found: Sequence[str], most: int) -> Iterator[str]:
    """The first few, and how many more there are."""
    yield from found[:most]
    if len(found) > most:
        yield f"and {len(found) - most} more"
