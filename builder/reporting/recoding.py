"""What another themes.yml would change: set-aside files, headlines and figures, before it is merged."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from itertools import groupby
from pathlib import Path

from builder.build import Bulletin, compose, read
from builder.config import Settings
from builder.errors import BulletinError
from builder.figures.catalogue import CATALOGUE
from builder.figures.row import ALL, Row
from builder.reading.loader import Overlay
from builder.reading.state import State
from builder.views.front import ranked
from builder.views.headlines import headline
from builder.views.names import Names
from builder.views.sides import BOTH
from builder.views.text import Phrase
from builder.views.wording import cell_title, told

THEMES = "themes.yml"
NOTHING = "–"
WHOLE = 2


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that would change: where, what, and both its states; `–` for nothing."""

    edition: str
    what: str
    before: str
    after: str

    @property
    def is_part(self) -> bool:
        """Whether it is a part of another row: a figure, its theme and its side make a whole."""
        return not self.what.startswith("headline") and self.what.count(", ") > WHOLE


def report(settings: Settings, before: Path | None, after: Path | None, form: str) -> str:
    """What changes from one themes.yml to another, each by default the one in the content folder."""
    if before is None and after is None:
        raise BulletinError("give another themes.yml: --to FILE for one to come, --from FILE for one that was")
    one, other = (_bulletin(settings, path) for path in (before, after))
    found = list(differences(one, other))
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


def differences(one: Bulletin, other: Bulletin) -> Iterable[Difference]:
    """Everything that differs: files, then by edition the headlines in their order, and the figures."""
    before, after = (bulletin.publication.states[State.SET_ASIDE] for bulletin in (one, other))
    if before != after:
        yield Difference(ALL, "files set aside", str(before), str(after))
    editions = dict.fromkeys(
        edition.id for bulletin in (one, other) for edition in bulletin.publication.schedule.editions
    )
    for id in (*reversed(editions), ALL):
        yield from _told(id, "headline", _headlines(one, id), _headlines(other, id))
        for figure in CATALOGUE:
            if one.record.is_printed(figure, id) and other.record.is_printed(figure, id):
                continue  # what a closed edition printed stays, whatever the themes say later
            yield from _told(id, figure, _rows(one, figure, id), _rows(other, figure, id))


def _told(edition: str, what: str, before: Mapping[str, str], after: Mapping[str, str]) -> Iterable[Difference]:
    for key in dict.fromkeys((*before, *after)):
        left, right = before.get(key, NOTHING), after.get(key, NOTHING)
        if left != right:
            yield Difference(edition, f"{what}, {key}", left, right)


def _headlines(bulletin: Bulletin, id: str) -> dict[str, str]:
    """The headlines of an edition by side and place."""
    edition = bulletin.publication.schedule.get(id)
    if edition is None:
        return {}
    names = Names(bulletin.publication, bulletin.settings)
    found = {}
    for side in BOTH:
        for place, standing in enumerate(ranked(bulletin, edition, side), start=1):
            found[f"{side.verb} {place}"] = _plain(headline(bulletin.record, standing, names))
    return found


def _rows(bulletin: Bulletin, figure: str, id: str) -> dict[str, str]:
    names = Names(bulletin.publication, bulletin.settings)
    found: dict[str, list[str]] = defaultdict(list)
    for row in bulletin.record.rows(figure, id):
        found[_cell(row, names)].append(told(figure, row, names))
    return {cell: " and ".join(texts) for cell, texts in found.items()}


def _cell(row: Row, names: Names) -> str:
    """What a row is about, by the theme's present title: what an edition printed under an old id is no change."""
    rest = cell_title(row, names, without=("theme",))
    theme = row.key("theme")
    return f"{names.theme(theme).title}, {rest[:1].lower()}{rest[1:]}" if theme else rest


def _plain(phrase: Phrase) -> str:
    return "".join(piece if isinstance(piece, str) else piece.text for piece in phrase)


def _lines(found: Iterable[Difference]) -> Iterable[str]:
    """By edition, the wholes in full and how many of their parts differ too."""
    for edition, group in groupby(found, key=lambda difference: difference.edition):
        yield "the whole record" if edition == ALL else edition
        differing = list(group)
        wholes = [difference for difference in differing if not difference.is_part]
        yield from (f"  {whole.what}: {whole.before} → {whole.after}" for whole in wholes)
        if parts := len(differing) - len(wholes):
            yield f"  and {parts:,} of their parts, by voice, segment and the like: --format json has them"
