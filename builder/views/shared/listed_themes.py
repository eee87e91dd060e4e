"""The themes that pages list."""

from __future__ import annotations

from builder.build import Bulletin
from builder.schema.theme import Theme


def listed_themes(bulletin: Bulletin) -> list[Theme]:
    """The themes of the codebook and those that only debriefs name, by title."""
    codebook = bulletin.publication.codebook
    ids = set(codebook.themes) | {id for debrief in bulletin.publication.debriefs for id in debrief.themes}
    return sorted((codebook.get(id) for id in ids), key=lambda theme: (theme.title.casefold(), theme.id))
