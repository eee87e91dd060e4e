"""Recomputes win rates and coverage from the CSV files alone, and sets them beside the program's.

python -m benchmarks.independent MKDOCS_YML

It knows nothing of the builder but its command: files are read with the csv module and a regular
expression, and everything is counted in plain loops.
"""

from __future__ import annotations

import argparse
import csv
import json
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

FIELD = re.compile(r"^(opportunity|region|product|outcome): *(.+?) *$", re.MULTILINE)
Cells = dict[str, tuple[int, int]]
Deal = Mapping[str, str]


def main() -> None:
    """Print one line for each breakdown; exit with 1 where any cell differs."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("config", type=Path, help="the mkdocs.yml of the corpus")
    config = parser.parse_args().config
    content = config.parent / "content"
    with (content / "closed_deals.csv").open(encoding="utf-8", newline="") as handle:
        deals = list(csv.DictReader(handle))
    debriefs = {}
    for path in (content / "debriefs").rglob("*.md"):
        fields = dict(FIELD.findall(path.read_text(encoding="utf-8").split("\n---", 1)[0]))
        debriefs[fields["opportunity"]] = fields
    people = _roster(content / "roster.yml")
    differing = 0
    for title, figure, edition, dimension, ours in (
        ("win rate, whole record", "win-rate", "all", "", _won(deals, lambda deal: "")),
        ("win rate by segment", "win-rate", "all", "segment", _won(deals, lambda deal: deal["segment"])),
        ("win rate by month", "win-rate", "all", "month", _won(deals, lambda deal: deal["closed"][:7])),
        ("win rate by product", "win-rate", "all", "product", _won(list(debriefs.values()), _product)),
        ("coverage, whole record", "coverage", "all", "", _heard(deals, debriefs, lambda deal: "")),
        ("coverage by outcome", "coverage", "all", "outcome", _heard(deals, debriefs, lambda deal: deal["outcome"])),
        ("coverage by segment", "coverage", "all", "segment", _heard(deals, debriefs, lambda deal: deal["segment"])),
        *(
            (
                f"win rate by {split}, quarter to {edition}",
                "win-rate",
                edition,
                split,
                _won(_quarter(deals, edition), by),
            )
            for edition in ("2017-03", "2017-06", "2017-09", "2017-12")
            for split, by in (
                ("territory", lambda deal: people[deal["rep"]]["territory"]),
                ("team", lambda deal: people[deal["rep"]]["team"]),
            )
        ),
    ):
        theirs = _printed(config, figure, edition, dimension)
        personal = dimension in ("team", "territory")
        wrong = {cell: (ours.get(cell), theirs[cell]) for cell in theirs if ours.get(cell) != theirs[cell]}
        missing = [] if personal else [cell for cell in ours if cell not in theirs]
        differing += len(wrong) + len(missing)
        held = f", {len(ours) - len(theirs)} held back by the floor" if personal else ""
        total = sum(k for k, _ in theirs.values()), sum(n for _, n in theirs.values())
        print(f"{title}: {len(theirs)} cells, {total[0]:,} of {total[1]:,}{held}: {wrong or missing or 'equal'}")
    sys.exit(bool(differing))


def _product(deal: Deal) -> str:
    """The product by its id; the export also writes GTXPro, which the catalogue lists as an alias."""
    return deal["product"].lower().replace("gtxpro", "gtx-pro")


def _won(deals: Sequence[Deal], by: Callable[[Deal], str]) -> Cells:
    won = Counter(by(deal) for deal in deals if deal["outcome"] == "won")
    ended = Counter(by(deal) for deal in deals if deal["outcome"] in ("won", "lost"))
    return {cell: (won[cell], n) for cell, n in ended.items()}


def _heard(deals: Sequence[Deal], debriefs: Mapping[str, object], by: Callable[[Deal], str]) -> Cells:
    heard = Counter(by(deal) for deal in deals if deal["opportunity"] in debriefs)
    return {cell: (heard[cell], n) for cell, n in Counter(map(by, deals)).items()}


def _quarter(deals: Sequence[Deal], edition: str) -> list[Deal]:
    year, month = map(int, edition.split("-"))
    months = {f"{year}-{number:02d}" for number in range(month - 2, month + 1)}
    return [deal for deal in deals if deal["closed"][:7] in months]


def _roster(path: Path) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for entry in path.read_text(encoding="utf-8").split("- handle: ")[1:]:
        handle, *lines = entry.splitlines()
        pairs = (line.strip().split(": ", 1) for line in lines if ": " in line)
        found[handle.strip()] = {name: value.strip("'\"") for name, value in pairs}
    return found


def _printed(config: Path, figure: str, edition: str, dimension: str) -> Cells:
    command = [str(Path(sys.executable).with_name("bulletin")), "figures", figure, "-f", str(config)]
    line = [*command, "--as-of", "2018-01-31", "--edition", edition, "--format", "json"]
    rows = json.loads(subprocess.run(line, check=True, capture_output=True, text=True).stdout)["rows"]
    dimensions = ("segment", "region", "product", "month", "outcome", "size", "team", "territory")
    return {
        row.get(dimension, ""): (row["k"], row["n"])
        for row in rows
        if [name for name in dimensions if name in row] == ([dimension] if dimension else [])
    }


if __name__ == "__main__":
    main()
