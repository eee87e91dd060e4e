"""Writes a bulletin repository of N invented debriefs; the same N gives the same bytes.

python -m benchmarks.corpus DIR --count N
"""

from __future__ import annotations

import argparse
import csv
import datetime as dt
import random
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml

from benchmarks import prose
from benchmarks.deals import (
    COMPETITORS,
    DEPARTMENTS,
    EVIDENCE,
    FIRST_DAY,
    LAST_DAY,
    PRODUCTS,
    REGIONS,
    REPS,
    ROLES,
    SEGMENTS,
    STAGES,
    THEMES,
    Deal,
    deals,
    rng_of,
    slug,
)  # fmt: skip

TEAMS = ("North", "South", "East", "West", "Centre")
CONFIG = f"""\
site_name: Benchmark bulletin
site_url: https://bulletin.example.com/
docs_dir: content/pages
theme: {{name: bulletin}}
plugins:
  - bulletin:
      period: month
      currency: EUR
      as_of: {LAST_DAY + dt.timedelta(days=1)}
"""


class Dumper(yaml.CSafeDumper):
    """Writes mappings in their order and never an anchor."""

    def ignore_aliases(self, data: Any) -> bool:
        """Repeated values are written out."""
        return True


def dump(value: Any) -> str:
    """YAML as people write it: block style, keys in order."""
    return str(yaml.dump(value, Dumper=Dumper, sort_keys=False, allow_unicode=True, width=100))


def write_corpus(out: Path, count: int) -> None:
    """Write `content/` and `mkdocs.yml` with this many debriefs below a new folder."""
    content = out / "content"
    (content / "pages").mkdir(parents=True)
    (content / "pages" / "index.md").write_text("# A bulletin of invented debriefs\n", encoding="utf-8")
    chosen = deals(count)
    for year in sorted({deal.recorded.year for deal in chosen}):
        (content / "debriefs" / str(year)).mkdir(parents=True)
    for deal in chosen:
        path = content / "debriefs" / str(deal.recorded.year) / f"{deal.stem}.md"
        path.write_text(debrief_text(deal), encoding="utf-8")
    _write_lists(content)
    _write_table(content / "closed_deals.csv", CLOSED_COLUMNS, _closed_rows(chosen))
    _write_table(content / "attainment.csv", ("period", "rep", "attainment"), _attainment_rows())
    (out / "mkdocs.yml").write_text(CONFIG, encoding="utf-8")


def debrief_text(deal: Deal) -> str:
    """A debrief as a file: front matter and narrative."""
    rng = rng_of("text", deal.number)
    matter = {**_facts(deal, rng), **_drivers(deal, rng), **_closing(rng)}
    return f"---\n{dump(matter)}---\n{prose.narrative(rng, deal.account)}"


def _facts(deal: Deal, rng: random.Random) -> dict[str, Any]:
    facts: dict[str, Any] = {"decided": deal.decided}
    facts |= {"interviewer": deal.interviewer} if deal.interviewer else {"rep": deal.rep}
    if deal.rep != "anonymous" or rng.random() < 0.5:
        facts["account"] = deal.account
    facts |= {"outcome": deal.outcome, "opportunity": deal.opportunity, "value": f"{deal.value} EUR"}
    facts |= {"segment": deal.segment, "region": deal.region, "product": deal.product}
    if deal.lost_to:
        facts["lost_to"] = deal.lost_to
    if rng.random() < 0.35:
        facts["competitors"] = sorted(rng.sample(tuple(COMPETITORS), rng.randint(1, 2)))
    if deal.relationship:
        facts["relationship"] = deal.relationship
    if rng.random() < 0.5:
        facts["buyer_role"] = rng.choice(ROLES)
    if deal.outcome != "won" and rng.random() < 0.6:
        facts["stage_lost"] = rng.choice(STAGES)
    return facts


def _drivers(deal: Deal, rng: random.Random) -> dict[str, Any]:
    """One to three drivers on each side; the deciding side comes first and is never empty."""
    deciding, opposite = ("compelling", "repelling") if deal.outcome == "won" else ("repelling", "compelling")
    weights = [12, 10, 9, 9, 8, 8, 7, 7, 6, 6, 6, 5, 5, 3]
    themes = list(dict.fromkeys(rng.choices(tuple(THEMES), weights, k=rng.randint(2, 5))))
    cut = max(1, round(len(themes) * 0.6))
    sides: dict[str, Any] = {deciding: {theme: _driver(theme, rng) for theme in themes[:cut]}}
    if themes[cut:]:
        sides[opposite] = {theme: _driver(theme, rng) for theme in themes[cut:]}
    elif rng.random() < 0.3:
        sides[opposite] = "none"
    if rng.random() < 0.6:
        sides["decided_by"] = themes[0]
    return sides


def _driver(theme: str, rng: random.Random) -> str | dict[str, Any]:
    """A plain note or the long form; pricing and other say of which kind they are."""
    detail = {"pricing": rng.choice(("budget", "value", "terms")), "other": "a matter of taste"}.get(theme)
    chance = rng.random()
    if chance < 0.45 and detail is None:
        return f"{prose.clause(rng)}."
    driver: dict[str, Any] = {"note": f"{prose.clause(rng)}."}
    if chance > 0.6:
        driver = {"quote": rng.choice(prose.QUOTES), "evidence": rng.choice(EVIDENCE)}
    if chance > 0.92:
        driver["mentioned"] = True
    return driver | ({"detail": detail} if detail else {})


def _closing(rng: random.Random) -> dict[str, Any]:
    closing: dict[str, Any] = {}
    if rng.random() < 0.2:
        closing["ask"] = f"{prose.clause(rng)}; decide who answers for it."
    if rng.random() < 0.5:
        closing["minutes"] = rng.randint(2, 12)
    return closing


CLOSED_COLUMNS = ("opportunity", "account", "closed", "outcome", "value", "rep", "segment")


def _closed_rows(chosen: Sequence[Deal]) -> Iterator[Sequence[object]]:
    """Every debriefed deal, and two in five more that nobody debriefed."""
    seen: set[str] = set()
    for deal in chosen:
        if deal.opportunity in seen:
            continue
        seen.add(deal.opportunity)
        rep = slug(rng_of("rep", deal.number).choice(REPS)) if deal.rep == "anonymous" else deal.rep
        row = (deal.account, deal.decided, deal.outcome, f"{deal.value} EUR", rep, deal.segment)
        yield (deal.opportunity, *row)
        if deal.number % 5 < 2:
            yield (f"{deal.opportunity}-B", *row)


def _attainment_rows() -> Iterator[Sequence[object]]:
    months = sorted({(FIRST_DAY + dt.timedelta(days=day)).strftime("%Y-%m") for day in range(730)})
    for month in months:
        for rep in REPS:
            yield month, slug(rep), f"{rng_of('attainment', month, rep).triangular(0.3, 1.9, 0.9):.3f}"


def _write_table(path: Path, header: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.writer(handle, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


def _entries(titles: Mapping[str, str]) -> list[dict[str, str]]:
    return [{"id": id, "title": title} for id, title in titles.items()]


def _write_lists(content: Path) -> None:
    owners = tuple(DEPARTMENTS)
    themes = [
        {**entry, "means": f"When {entry['title'].lower()} weighed in.", "owner": owners[place % len(owners)]}
        for place, entry in enumerate(_entries(THEMES))
    ]
    catalog = {
        "competitors": COMPETITORS, "segments": SEGMENTS, "regions": REGIONS, "products": PRODUCTS,
        "departments": DEPARTMENTS,
    }  # fmt: skip
    roster = [
        {"handle": slug(name), "name": name, "team": TEAMS[place % 5], "territory": tuple(REGIONS.values())[place % 4]}
        for place, name in enumerate(REPS)
    ]
    (content / "themes.yml").write_text(dump(themes), encoding="utf-8")
    listed = {name: _entries(titles) for name, titles in catalog.items()}
    (content / "catalog.yml").write_text(dump(listed), encoding="utf-8")
    (content / "roster.yml").write_text(dump(roster), encoding="utf-8")


def main() -> None:
    """Write a corpus from the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path, metavar="DIR", help="a folder that does not exist yet")
    parser.add_argument("--count", type=int, default=1_000, help="how many debriefs (default: %(default)s)")
    arguments = parser.parse_args()
    write_corpus(arguments.out, arguments.count)


if __name__ == "__main__":
    main()
