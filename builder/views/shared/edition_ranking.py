"""The themes of an edition in their order: what its editor put first, then the stated order."""

from __future__ import annotations

from dataclasses import dataclass

from builder.build import Bulletin
from builder.editions import Edition
from builder.figures.results import Results
from builder.figures.theme_ranking import RankedTheme, overruled, ranked_themes
from builder.publication.publication import Publication
from builder.views.shared.sides import BOTH, DRAWS, PUTS_OFF, Side


@dataclass(frozen=True, slots=True)
class EditionRanking:
    """The themes of an edition on either side, in the order in which they are shown."""

    puts_off: list[RankedTheme]
    draws: list[RankedTheme]


def edition_ranking(bulletin: Bulletin, edition: Edition) -> EditionRanking:
    """Both sides of an edition."""
    return ranking_in(bulletin.record, bulletin.publication, edition)


def ranking_in(record: Results, publication: Publication, edition: Edition) -> EditionRanking:
    """Both sides of an edition, by the figures of a record."""
    return EditionRanking(*(_ranked_side(record, publication, edition, side) for side in (PUTS_OFF, DRAWS)))


def ranked_in_edition(bulletin: Bulletin, edition: Edition, side: Side) -> list[RankedTheme]:
    """The themes of an edition on one side: those that its editor put first, then by the stated order."""
    return _ranked_side(bulletin.record, bulletin.publication, edition, side)


def _ranked_side(record: Results, publication: Publication, edition: Edition, side: Side) -> list[RankedTheme]:
    found = ranked_themes(record, publication.codebook, edition.id, side.id)
    letter = publication.letters.get(edition.id)
    return overruled(found, letter.order if letter else (), publication.codebook)


def ranked_theme(bulletin: Bulletin, edition: str, theme: str) -> RankedTheme | None:
    """The theme's standing in an edition, on the side that more deals name."""
    codebook = bulletin.publication.codebook
    found = [
        standing
        for side in BOTH
        for standing in ranked_themes(bulletin.record, codebook, edition, side.id)
        if codebook.current(standing.theme) == theme
    ]
    return max(found, key=lambda standing: standing.total.k, default=None)
