"""The themes, found under their ids and their aliases."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from builder.schema.theme import OTHER, Theme


@dataclass(frozen=True, slots=True)
class Codebook:
    """Themes by id, in the order of the file, and the present id behind every old one.

    `is_open` where themes.yml could not be read: then every id is taken as it stands.
    """

    themes: Mapping[str, Theme]
    renamed: Mapping[str, str]
    is_open: bool = False

    @classmethod
    def of(cls, themes: Iterable[Theme] | None) -> Codebook:
        """The codebook of a list of themes; `other` is always in it."""
        by_id = {theme.id: theme for theme in themes or ()}
        by_id.setdefault(OTHER, Theme(id=OTHER, title="Other", means="Whatever no theme covers; say what in detail."))
        renamed: dict[str, str] = {}
        for theme in by_id.values():
            for alias in theme.aliases:
                if alias not in by_id:
                    renamed.setdefault(alias, theme.id)
        return cls(by_id, renamed, themes is None)

    def current(self, id: str) -> str:
        """The present id of a theme that may have been renamed or merged."""
        return self.renamed.get(id, id)

    def knows(self, id: str) -> bool:
        """Whether a debrief may name this theme."""
        return self.is_open or id in self.themes or id in self.renamed

    def get(self, id: str) -> Theme:
        """The theme under a present or an old id; a stand-in titled by the id where it is unknown."""
        return self.themes.get(self.current(id)) or Theme(id=id, title=id.replace("-", " ").capitalize())

    @property
    def ids(self) -> tuple[str, ...]:
        """Every id that may be written, present and old."""
        return (*self.themes, *self.renamed)
