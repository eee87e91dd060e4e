"""Makes a Hugo site and a plain MkDocs site of the debriefs of a corpus.

    python -m benchmarks.rivals CORPUS DIR      writes DIR/hugo and DIR/mkdocs

What the bulletin does to a debrief before it prints it (masking the account, naming the themes)
is done here, once, so that the rivals only render.
"""

from __future__ import annotations

import argparse
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from benchmarks.corpus import dump
from benchmarks.deals import COMPETITORS, PRODUCTS, REGIONS, SEGMENTS, THEMES

SKELETONS = Path(__file__).parent / "sites"
ASSETS = Path(__file__).parent.parent / "templates" / "assets"
SIDES = {"compelling": ("+", "What drew them"), "repelling": ("−", "What put them off")}
OUTCOMES = {"won": "Won", "lost": "Lost", "no-decision": "No decision", "disqualified": "Disqualified"}
EVIDENCE = "recollection"


@dataclass(frozen=True, slots=True)
class Source:
    """A debrief as it was written; `matter` is its front matter, every scalar a text."""

    id: str
    recorded: str
    matter: Mapping[str, Any]
    body: str

    @property
    def title(self) -> str:
        """What stands above it instead of the account's name."""
        matter = self.matter
        return f"{SEGMENTS[matter['segment']]} company, {REGIONS[matter['region']]} ({self.id})"

    @property
    def narrative(self) -> str:
        """The text, with the account's name masked as in the bulletin."""
        account = self.matter.get("account")
        return self.body.replace(account, "[prospect]") if account else self.body


def read_source(path: Path) -> Source:
    """Read one debrief of a generated corpus."""
    _, matter, body = path.read_text(encoding="utf-8").split("---\n", 2)
    return Source(path.stem[-8:], path.stem[:10], yaml.load(matter, Loader=yaml.CBaseLoader), body)


def sources_of(corpus: Path) -> Iterator[Path]:
    """The debriefs of a corpus, by path."""
    yield from sorted((corpus / "content" / "debriefs").glob("*/*.md"))


def drivers_of(source: Source) -> Iterator[dict[str, str]]:
    """The drivers of both sides, with what is printed about them."""
    decisive = source.matter.get("decided_by", "")
    for side, (sign, _) in SIDES.items():
        written = source.matter.get(side, "none")
        for theme, words in {} if written == "none" else written.items():
            driver = {"note": words} if isinstance(words, str) else dict(words)
            mentioned = driver.pop("mentioned", "")
            weight = "Decisive" if theme == decisive else "Mentioned, did not weigh" if mentioned else "Contributing"
            yield {
                "side": side, "sign": sign, "theme": theme, "title": THEMES[theme], "weight": weight,
                "evidence": EVIDENCE, **driver,
            }  # fmt: skip


def facts_of(source: Source) -> Iterator[dict[str, str]]:
    """The facts that a debrief's page lists; `href` leads to a list of the like."""
    matter = source.matter
    edition = source.recorded[:7]
    yield {"name": "Outcome", "value": OUTCOMES[matter["outcome"]], "href": f"/outcomes/{matter['outcome']}/"}
    if "lost_to" in matter:
        yield {"name": "Lost to", "value": COMPETITORS[matter["lost_to"]], "href": f"/competitors/{matter['lost_to']}/"}
    yield {"name": "Value", "value": matter["value"]}
    yield {"name": "Segment", "value": SEGMENTS[matter["segment"]], "href": f"/segments/{matter['segment']}/"}
    yield {"name": "Region", "value": REGIONS[matter["region"]]}
    yield {"name": "Product", "value": PRODUCTS[matter["product"]]}
    for competitor in matter.get("competitors", ()):
        yield {"name": "Also considered", "value": COMPETITORS[competitor], "href": f"/competitors/{competitor}/"}
    if "buyer_role" in matter:
        yield {"name": "Who spoke", "value": matter["buyer_role"]}
    if "relationship" in matter:
        yield {"name": "Relationship", "value": matter["relationship"]}
    yield {"name": "Edition", "value": edition, "href": f"/editions/{edition}/"}


def hugo_text(source: Source) -> str:
    """The debrief as a Hugo page: the same facts in the front matter, its lists as taxonomies."""
    matter, drivers = source.matter, list(drivers_of(source))
    named = {*matter.get("competitors", ()), *([matter["lost_to"]] if "lost_to" in matter else [])}
    page = {
        "title": source.title,
        "date": source.recorded,
        "decided": matter["decided"],
        "outcome_title": OUTCOMES[matter["outcome"]],
        "value": matter["value"],
        "themes": sorted({driver["theme"] for driver in drivers}),
        "outcomes": [matter["outcome"]],
        "segments": [matter["segment"]],
        "competitors": sorted(named),
        "editions": [source.recorded[:7]],
        "drivers": drivers,
        "sides": [{"id": side, "sign": sign, "title": title} for side, (sign, title) in SIDES.items()],
        "facts": list(facts_of(source)),
    }
    page |= {name: matter[name] for name in ("stage_lost", "ask") if name in matter}
    return f"---\n{dump(page)}---\n{source.narrative}"


def mkdocs_text(source: Source) -> str:
    """The debrief as one Markdown text with the facts in it."""
    matter = source.matter
    lines = [f"# {source.title}", f"{OUTCOMES[matter['outcome']]} on {matter['decided']}. Recorded {source.recorded}."]
    drivers = list(drivers_of(source))
    for side, (sign, title) in SIDES.items():
        lines.append(f"## {sign} {title}")
        for driver in (driver for driver in drivers if driver["side"] == side):
            detail = f" – {driver['detail']}" if "detail" in driver else ""
            lines += [f"### {driver['title']}{detail}", f"{driver['weight']} · {driver['evidence']}"]
            lines.append(f"> {driver['quote']}" if "quote" in driver else driver["note"])
    lines += ["## In full", source.narrative.rstrip()]
    if "ask" in matter:
        lines += ["## The ask", matter["ask"]]
    facts = [f"| {fact['name']} | {fact['value']} |" for fact in facts_of(source)]
    lines.append("\n".join(["| Fact | |", "| --- | --- |", *facts]))
    return "\n\n".join(lines) + "\n"


def write_hugo(path: Path, root: Path) -> None:
    """Write one debrief into the Hugo site."""
    source = read_source(path)
    (root / "content" / "debriefs" / f"{source.id}.md").write_text(hugo_text(source), encoding="utf-8")


def write_mkdocs(path: Path, root: Path) -> None:
    """Write one debrief into the MkDocs site."""
    source = read_source(path)
    (root / "docs" / "debriefs" / f"{source.id}.md").write_text(mkdocs_text(source), encoding="utf-8")


def write_rivals(corpus: Path, out: Path) -> None:
    """Write both sites below `out`."""
    shutil.copytree(SKELETONS, out, dirs_exist_ok=True)
    (out / "hugo" / "content" / "debriefs").mkdir(parents=True)
    (out / "mkdocs" / "docs" / "debriefs").mkdir(parents=True)
    _write_titles(out / "hugo" / "content")
    for static in (out / "hugo" / "static" / "assets", out / "mkdocs" / "docs" / "assets"):
        _write_assets(static)
    for path in sources_of(corpus):
        write_hugo(path, out / "hugo")
        write_mkdocs(path, out / "mkdocs")


def _write_titles(content: Path) -> None:
    """Give the lists their titles, as the bulletin's catalogue does."""
    lists = {"themes": THEMES, "outcomes": OUTCOMES, "segments": SEGMENTS, "competitors": COMPETITORS}
    for name, titles in lists.items():
        for id, title in titles.items():
            folder = content / name / id
            folder.mkdir(parents=True)
            (folder / "_index.md").write_text(f"---\n{dump({'title': title})}---\n", encoding="utf-8")
    (content / "debriefs" / "_index.md").write_text("---\ntitle: Debriefs\n---\n", encoding="utf-8")


def _write_assets(static: Path) -> None:
    """The bulletin's style sheets as one, and its fonts."""
    static.mkdir(parents=True)
    sheets = sorted((ASSETS / "css").glob("*.css"))
    text = "".join(sheet.read_text(encoding="utf-8") for sheet in sheets).replace("../fonts/", "fonts/")
    (static / "bulletin.css").write_text(text, encoding="utf-8")
    if (ASSETS / "fonts").is_dir():
        shutil.copytree(ASSETS / "fonts", static / "fonts")


def main() -> None:
    """Write both sites from the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path, metavar="CORPUS", help="a folder that benchmarks.corpus has written")
    parser.add_argument("out", type=Path, metavar="DIR", help="where the two sites go")
    arguments = parser.parse_args()
    write_rivals(arguments.corpus, arguments.out)


if __name__ == "__main__":
    main()
