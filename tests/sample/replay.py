"""Closes the sample's editions as they were closed: month by month, with the content of that day.

    python -m tests.golden manifests        writes the manifests into content/editions

What came later is undone in a copy before each closing: the late arrival is not there yet, the
withdrawn debrief still has its text, a theme still has the id that it was renamed from, and a bet its
first date.
"""

from __future__ import annotations

import datetime as dt
import re
import shutil
import tempfile
from dataclasses import replace
from pathlib import Path

from builder.closing import close_edition
from builder.config import Audience, Settings
from builder.site_file import settings_of

ROOT = Path(__file__).resolve().parents[2]
ORIGINALS = Path(__file__).resolve().parent / "originals"
CLOSED = {
    "2026-05": dt.date(2026, 6, 3),
    "2026-06": dt.date(2026, 7, 3),
    "2026-07": dt.date(2026, 8, 4),
    "2026-08": dt.date(2026, 9, 2),
    "2026-09": dt.date(2026, 10, 2),
    "2026-10": dt.date(2026, 11, 4),
}
LATE = "2026-08-26-katrin-voss-tannfurter-ebdeee1b.md"
LATE_COMMITTED = dt.date(2026, 9, 4)
WITHDRAWN = dt.date(2026, 10, 5)
RENAMED = dt.date(2026, 8, 5)
OLD_ID, NEW_ID = "contract-length", "contract-terms"
AMENDED = dt.date(2026, 7, 6)
BET, FIRST_BY, BY = "sap-through-partner.yml", "2026-08", "2026-09"


def replay(content: Path) -> None:
    """Close every edition of a copy of the sample, oldest first; the copy ends as it began, with manifests."""
    settings = settings_of(ROOT / "mkdocs.yml", dt.date(2026, 11, 16), {})
    for id, day in CLOSED.items():
        with tempfile.TemporaryDirectory() as folder:
            past = Path(folder) / "content"
            shutil.copytree(content, past)
            _turn_back(past, day)
            for audience in Audience:
                target = close_edition(_settings(settings, past, day, audience), id)
                shutil.copy2(target, content / "editions" / target.name)


def _settings(settings: Settings, content: Path, day: dt.date, audience: Audience) -> Settings:
    floor = 5 if audience is Audience.EVERYONE else 3
    return replace(settings, content_dir=content, as_of=day, audience=audience, floor=floor, cache_dir=None)


def _turn_back(content: Path, day: dt.date) -> None:
    """Undo what happened after a day and does not carry its own date."""
    debriefs = content / "debriefs" / "2026"
    if day < LATE_COMMITTED:
        (debriefs / LATE).unlink()
    if day < WITHDRAWN:
        for original in ORIGINALS.iterdir():
            shutil.copy2(original, debriefs / original.name)
    if day < RENAMED:
        themes = content / "themes.yml"
        text = themes.read_text(encoding="utf-8").replace(f"id: {NEW_ID}", f"id: {OLD_ID}")
        themes.write_text(re.sub(rf"\n  aliases: \[?-?\s*{OLD_ID}\]?", "", text), encoding="utf-8")
    if day < AMENDED:
        bet = content / "initiatives" / BET
        text = bet.read_text(encoding="utf-8").replace(f"by: {BY}", f"by: {FIRST_BY}")
        bet.write_text(text.partition("amendments:")[0], encoding="utf-8")
