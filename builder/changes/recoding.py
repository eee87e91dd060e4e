"""What a bulletin tells in headlines and figures, and how two of them differ."""

from __future__ import annotations

import shutil
import tempfile
from collections import defaultdict
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from builder.build import Bulletin, compose, read
from builder.config import Settings
from builder.figures.catalogue import CATALOGUE
from builder.figures.figure_row import ALL, FigureRow
from builder.reading.content_files import Overlay
from builder.reading.file_state import FileState
from builder.support.errors import BulletinError
from builder.views.shared.cell_titles import cell_title
from builder.views.shared.edition_ranking import ranked_in_edition
from builder.views.shared.figure_wording import clause
from builder.views.shared.headlines import headline
from builder.views.shared.names import Names
from builder.views.shared.phrases import plain
from builder.views.shared.sides import BOTH

CODEBOOK = "themes.yml"
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

    def is_about(self, figures: Container[str]) -> bool:
        """Whether it is one of these figures, `headline` or `files set aside`."""
        return self.what.split(", ", 1)[0] in figures


@dataclass(frozen=True, slots=True)
class Statements:
    """What a bulletin tells: files set aside, headlines by edition, rows by figure and edition; each by its cell."""

    aside: int
    editions: tuple[str, ...]
    headlines: Mapping[str, Mapping[str, str]]
    rows: Mapping[tuple[str, str], Mapping[str, str]]
    printed: frozenset[tuple[str, str]]


def compare_codebooks(settings: Settings, before: Path | None, after: Path | None) -> tuple[Difference, ...]:
    """What changes from one themes.yml to another, each by default the one in the content folder.

    Raises BulletinError where neither is given, where one is no file, and where one cannot be read.
    """
    if before is None and after is None:
        raise BulletinError("give another themes.yml: --to FILE for one to come, --from FILE for one that was")
    one, other = (_bulletin_with(settings, themes) for themes in (before, after))
    return tuple(differences(statements(one), statements(other)))


def _bulletin_with(settings: Settings, themes: Path | None) -> Bulletin:
    """The bulletin as it would be with this codebook."""
    if themes is not None and not themes.is_file():
        raise BulletinError(f"{themes} is not a file: give a themes.yml")
    if themes is None:
        return compose(*read(settings), settings)
    with tempfile.TemporaryDirectory() as folder:
        shutil.copyfile(themes, Path(folder) / CODEBOOK)
        corpus, schedule = read(settings, overlay=Overlay(Path(folder)))
    faults = [found for found in corpus.diagnostics if found.is_error and found.path == CODEBOOK]
    if faults:
        first = faults[0]
        raise BulletinError(f"{themes}:{first.line}:{first.column}: {first.message}; allowed: {first.allowed}")
    return compose(corpus, schedule, settings)


def statements(bulletin: Bulletin) -> Statements:
    """Everything that a bulletin tells in words."""
    names = Names(bulletin.publication, bulletin.settings)
    editions = tuple(edition.id for edition in bulletin.publication.schedule.editions)
    cells = [(figure, id) for figure in CATALOGUE for id in (*editions, ALL)]
    return Statements(
        bulletin.publication.states[FileState.SET_ASIDE],
        editions,
        {id: _headlines(bulletin, names, id) for id in editions},
        {cell: _row_texts(bulletin, names, *cell) for cell in cells},
        frozenset(cell for cell in cells if bulletin.record.is_printed(*cell)),
    )


def differences(one: Statements, other: Statements) -> Iterable[Difference]:
    """Everything that differs: files, then by edition the headlines in their order, and the figures."""
    if one.aside != other.aside:
        yield Difference(ALL, "files set aside", str(one.aside), str(other.aside))
    editions = dict.fromkeys((*one.editions, *other.editions))
    for id in (*reversed(editions), ALL):
        yield from _differing(id, "headline", one.headlines.get(id, {}), other.headlines.get(id, {}))
        for figure in CATALOGUE:
            cell = figure, id
            if cell in one.printed and cell in other.printed:
                continue  # what a closed edition printed stays, whatever the themes say later
            yield from _differing(id, figure, one.rows.get(cell, {}), other.rows.get(cell, {}))


def _differing(edition: str, what: str, before: Mapping[str, str], after: Mapping[str, str]) -> Iterable[Difference]:
    for key in dict.fromkeys((*before, *after)):
        left, right = before.get(key, NOTHING), after.get(key, NOTHING)
        if left != right:
            yield Difference(edition, f"{what}, {key}", left, right)


def _headlines(bulletin: Bulletin, names: Names, id: str) -> dict[str, str]:
    """The headlines of an edition by side and place."""
    edition = bulletin.publication.schedule.get(id)
    if edition is None:
        return {}
    found = {}
    for side in BOTH:
        for place, standing in enumerate(ranked_in_edition(bulletin, edition, side), start=1):
            found[f"{side.verb} {place}"] = plain(headline(bulletin.record, standing, names))
    return found


def _row_texts(bulletin: Bulletin, names: Names, figure: str, id: str) -> dict[str, str]:
    found: dict[str, list[str]] = defaultdict(list)
    for row in bulletin.record.rows(figure, id):
        found[_row_subject(row, names)].append(clause(figure, row, names))
    return {cell: " and ".join(texts) for cell, texts in found.items()}


def _row_subject(row: FigureRow, names: Names) -> str:
    """What a row is about, by the theme's present title: what an edition printed under an old id is no change."""
    rest = cell_title(row, names, without=("theme",))
    theme = row.key("theme")
    return f"{names.theme(theme).title}, {rest[:1].lower()}{rest[1:]}" if theme else rest
