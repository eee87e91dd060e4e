"""What pages are made from."""

from __future__ import annotations

from dataclasses import dataclass

from builder.build import Bulletin
from builder.config import Settings
from builder.editions import Edition
from builder.figures.results import Results
from builder.ledger.ledger import Ledger
from builder.publication.publication import Publication
from builder.views.shared.names import Names


@dataclass(frozen=True, slots=True)
class PageContext:
    """A bulletin, and how its things are called.

    A page that is made before anything is counted has the names alone, which hold the publication.
    """

    bulletin: Bulletin
    names: Names

    @property
    def settings(self) -> Settings:
        """The settings of the bulletin."""
        return self.bulletin.settings

    @property
    def publication(self) -> Publication:
        """What its audience may read."""
        return self.bulletin.publication

    @property
    def record(self) -> Results:
        """Its figures."""
        return self.bulletin.record

    @property
    def filled_editions(self) -> list[Edition]:
        """The editions that have debriefs, in their order."""
        return [edition for edition in self.publication.schedule.editions if edition.debriefs]

    @property
    def ledger(self) -> Ledger:
        """What was promised, asked, answered and bet."""
        return self.bulletin.ledger
