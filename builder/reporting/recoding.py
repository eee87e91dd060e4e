"""What another themes.yml would change: set-aside files, headlines and figures, before it is merged."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Iterable
from dataclasses import asdict
from itertools import groupby
from pathlib import Path

from builder.build import Bulletin, compose, read
from builder.changes.recoding import Difference, differences, statements
from builder.config import Settings
from builder.figures.figure_row import ALL
from builder.reading.content_files import Overlay
from builder.support.errors import BulletinError

THEMES = "themes.yml"


def report(settings: Settings, before: Path | None, after: Path | None, form: str) -> str:
    """What changes from one themes.yml to another, each by default the one in the content folder."""
    if before is None and after is None:
        raise BulletinError("give another themes.yml: --to FILE for one to come, --from FILE for one that was")
    one, other = (_bulletin(settings, path) for path in (before, after))
    found = list(differences(statements(one), statements(other)))
    if form == "json":
        return json.dumps([asdict(difference) for difference in found], ensure_ascii=False, indent=2)
    return "\n".join(_lines(found)) or "Nothing changes."


def _bulletin(settings: Settings, themes: Path | None) -> Bulletin:
    if themes is not None and not themes.is_file():
        raise BulletinError(f"{themes} is not a file: give a themes.yml")
    if themes is None:
        return compose(*read(settings), settings)
    with tempfile.TemporaryDirectory() as folder:
        shutil.copyfile(themes, Path(folder) / THEMES)
        corpus, schedule = read(settings, overlay=Overlay(Path(folder)))
    faults = [told for told in corpus.diagnostics if told.is_error and told.path == THEMES]
    if faults:
        first = faults[0]
        raise BulletinError(f"{themes}:{first.line}:{first.column}: {first.message}; allowed: {first.allowed}")
    return compose(corpus, schedule, settings)


def _lines(found: Iterable[Difference]) -> Iterable[str]:
    """By edition, the wholes in full and how many of their parts differ too."""
    for edition, group in groupby(found, key=lambda difference: difference.edition):
        yield "the whole record" if edition == ALL else edition
        differing = list(group)
        wholes = [difference for difference in differing if not difference.is_part]
        yield from (f"  {whole.what}: {whole.before} → {whole.after}" for whole in wholes)
        if parts := len(differing) - len(wholes):
            yield f"  and {parts:,} of their parts, by voice, segment and the like: --format json has them"
