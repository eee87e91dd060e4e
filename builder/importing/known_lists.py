"""The lists that values come from: the catalogue, the roster, the codebook, and the closed lists of the schema."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from builder.importing.export_reader import folded
from builder.importing.import_map import Target, choices_of
from builder.reading.codebook import Codebook
from builder.reading.corpus import Corpus
from builder.schema import Kind
from builder.schema.catalog import BUILT_IN_HOUSE, CATALOGUE_OF
from builder.schema.debrief import ANONYMOUS
from builder.support.nearest import nearest

ROSTER = "roster"
THEMES = "themes"


@dataclass(frozen=True, slots=True)
class Choices:
    """A list of ids, found under any spelling that differs in case, spaces and punctuation only.

    `name` is that of the list for messages. An open list takes other values too.
    """

    name: str
    ids: tuple[str, ...]
    spellings: Mapping[str, str]
    exact: Mapping[str, str]

    @classmethod
    def of(cls, name: str, entries: Iterable[tuple[str, Iterable[str]]]) -> Choices:
        """A list of ids with their other spellings; of two ids that share one, the first has it."""
        pairs = [(id, tuple(others)) for id, others in entries]
        exact: dict[str, str] = {}
        spellings: dict[str, str] = {}
        for id, word in [*((id, id) for id, _ in pairs), *((id, other) for id, others in pairs for other in others)]:
            exact.setdefault(word, id)
            spellings.setdefault(folded(word), id)
        return cls(name, tuple(id for id, _ in pairs), spellings, exact)

    def find(self, text: str) -> str:
        """The id that a text spells, or empty; of an e-mail address the part before the @ counts too."""
        if text in self.exact:
            return self.exact[text]
        before, at, _ = text.partition("@")
        return self.spellings.get(folded(text)) or (self.spellings.get(folded(before), "") if at else "")

    def nearest(self, text: str) -> str:
        """The id whose spelling is most like the text, or empty."""
        near = _nearest(folded(text), tuple(self.spellings))
        return self.spellings[near] if near else ""


@cache
def _nearest(text: str, spellings: tuple[str, ...]) -> str:
    return nearest(text, spellings)


def choices_for(kind: Kind, field: str, corpus: Corpus) -> Choices | None:
    """The list that a field's values come from; None where it has none."""
    if words := choices_of(kind, field):
        return Choices.of(field, ((word, ()) for word in words))
    if plural := CATALOGUE_OF.get(field):
        entries = [(entry.id, (entry.title, *entry.aliases)) for entry in getattr(corpus.catalog, plural)]
        own = [(BUILT_IN_HOUSE, ())] if plural == "competitors" else []
        return Choices.of(plural, [*entries, *own])
    if field == "rep":
        own = [(ANONYMOUS, ())] if kind.name == Target.DEBRIEF else []
        return Choices.of(ROSTER, [*((member.handle, (member.name,)) for member in corpus.roster or ()), *own])
    return themes_of(corpus) if field == "decided_by" else None


def themes_of(corpus: Corpus) -> Choices:
    """The themes, under their ids, titles and old ids."""
    codebook = Codebook.of(corpus.themes)
    entries = ((theme.id, (theme.title, *theme.aliases)) for theme in codebook.themes.values())
    return Choices.of(THEMES, entries)
