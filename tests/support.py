"""Small content trees, and what is read from them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from builder.build import Bulletin, assemble
from builder.config import FLOORS, Audience, Rhythm, Settings
from builder.diagnostics import Diagnostic
from builder.reading.corpus import Corpus
from builder.reading.corpus_assembly import read_corpus

AS_OF = dt.date(2026, 11, 21)
LISTS = {
    "themes.yml": """\
- {id: pricing, title: Price}
- {id: contract-terms, title: Contract terms, aliases: [contract-length]}
- {id: onboarding, title: Onboarding}
- {id: support, title: Support}
- {id: other, title: Something else}
""",
    "catalog.yml": """\
competitors: [{id: rivalsoft, title: Rivalsoft}]
segments: [{id: mid-market, title: Mid-market}, {id: enterprise, title: Enterprise}]
regions: [{id: dach, title: DACH}]
products: [{id: core, title: Core}]
departments: [{id: product, title: Product}, {id: marketing, title: Marketing}]
""",
    "roster.yml": """\
- {handle: ana, name: Ana Brandt, team: hamburg, territory: dach}
- {handle: bo, name: Bo Lund, team: hamburg, territory: dach, signs: true}
- {handle: cleo, name: Cleo Marsh, team: leeds, territory: uk}
""",
}
WORDS = "This is what we saw, and it is said in rather more than fifteen words, so that it counts as an answer."


def write(root: Path, files: Mapping[str, str | bytes], *, lists: bool = True) -> Path:
    """Write a content tree, with minimal lists below it."""
    for path, content in {**(LISTS if lists else {}), **files}.items():
        target = root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
    return root


def settings_of(root: Path, **changes: Any) -> Settings:
    """The settings of a small site."""
    audience = Audience(changes.pop("audience", Audience.EVERYONE))
    rhythm = Rhythm(changes.pop("rhythm", Rhythm.MONTH))
    usual = {"content_dir": root, "as_of": AS_OF, "floor": FLOORS[audience]}
    return Settings(audience=audience, rhythm=rhythm, **{**usual, **changes})


def read(root: Path, **changes: Any) -> Corpus:
    """The corpus of a tree."""
    return read_corpus(settings_of(root, **changes))


def build(root: Path, **changes: Any) -> Bulletin:
    """The bulletin of a tree."""
    return assemble(settings_of(root, **changes))


def places(diagnostics: Iterable[Diagnostic]) -> list[tuple[str, int, int, str]]:
    """Path, line, column and code of each diagnostic."""
    return [(diagnostic.path, diagnostic.line, diagnostic.column, diagnostic.code.id) for diagnostic in diagnostics]


def codes(diagnostics: Iterable[Diagnostic]) -> list[str]:
    """The code of each diagnostic."""
    return [diagnostic.code.id for diagnostic in diagnostics]


def printed(diagnostics: Iterable[Diagnostic]) -> str:
    """The diagnostics as the golden files hold them."""
    return "".join(map(_printed, diagnostics))


def _printed(diagnostic: Diagnostic) -> str:
    place = f"{diagnostic.path}:{diagnostic.line}:{diagnostic.column}"
    lines = [f"{place}: {diagnostic.severity}[{diagnostic.code.id}] {diagnostic.message}"]
    if diagnostic.allowed:
        lines.append(f"    allowed: {diagnostic.allowed}")
    if diagnostic.suggestion:
        lines.append("    suggestion: " + diagnostic.suggestion.replace("\n", "\n                "))
    return "\n".join(lines) + "\n"


def debrief(driver: str = "repelling:\n  contract-terms: Three years.", body: str = "", **fields: object) -> str:
    """The text of a debrief: the required fields, changed or (with None) left out, and one driver."""
    usual = {"decided": "2026-11-03", "rep": "ana", "account": "Acme GmbH", "outcome": "lost"}
    lines = "".join(f"{name}: {value}\n" for name, value in {**usual, **fields}.items() if value is not None)
    return f"---\n{lines}{driver}\n---\n{body}\n"
