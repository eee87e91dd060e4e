"""Everything that was read: trusted values, the state of every file found, and what was wrong."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Generic, TypeVar

from builder.diagnostics import Diagnostic
from builder.reading.file_state import FileState
from builder.reading.manifest import Manifest
from builder.schema import KINDS
from builder.schema.attainment import Attainment
from builder.schema.base import Model
from builder.schema.catalog import Catalog
from builder.schema.claim import Claim
from builder.schema.closed_deal import ClosedDeal
from builder.schema.comment import Comment
from builder.schema.debrief import Debrief
from builder.schema.edition import Letter
from builder.schema.initiative import Initiative
from builder.schema.promise import Promise
from builder.schema.response import Response
from builder.schema.roster import Member
from builder.schema.theme import Theme

Content = TypeVar("Content", bound=Model)


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A content file that was found: its path below the content root, and its kind."""

    path: str
    kind: str
    private: bool
    id: str = ""
    recorded: dt.date | None = None


@dataclass(frozen=True, slots=True)
class ContentItem(Generic[Content]):
    """One content file without fault: its value, its free text, and the seal that manifests hold."""

    found: FoundFile
    value: Content
    body: str = ""
    seal: str = ""

    @property
    def id(self) -> str:
        """Its public id."""
        return self.found.id

    @property
    def path(self) -> str:
        """Its path below the content root."""
        return self.found.path

    @property
    def recorded(self) -> dt.date:
        """The date that opens its name; the earliest date there is where it has none."""
        return self.found.recorded or dt.date.min


Items = tuple[ContentItem[Content], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Corpus:
    """The whole content: items sorted by path, lists in the order of their files.

    `themes` and `roster` are None where the file was there and could not be read at all: then
    nothing can be checked against it. `states` has an entry for every file found. `accounts` are the
    names that any file gave to an account, also one that is not counted: no text may print them.
    """

    debriefs: Items[Debrief] = ()
    editions: Items[Letter] = ()
    responses: Items[Response] = ()
    comments: Items[Comment] = ()
    promises: Items[Promise] = ()
    initiatives: Items[Initiative] = ()
    claims: tuple[Claim, ...] = ()
    themes: tuple[Theme, ...] | None = ()
    catalog: Catalog = field(default_factory=Catalog)
    roster: tuple[Member, ...] | None = ()
    attainment: tuple[Attainment, ...] = ()
    closed_deals: tuple[ClosedDeal, ...] = ()
    manifests: tuple[Manifest, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
    states: Mapping[FoundFile, FileState] = field(default_factory=dict)
    accounts: frozenset[str] = frozenset()

    def with_states(self, state: FileState, found: set[FoundFile]) -> Corpus:
        """The same corpus with these files in another state and their items taken out."""
        if not found:
            return self
        states = {**self.states, **dict.fromkeys(found, state)}
        kept: dict[str, Any] = {
            name: tuple(item for item in getattr(self, name) if item.found not in found) for name in FOLDERS.values()
        }
        return replace(self, states=states, **kept)


FOLDERS = {kind.name: kind.plural for kind in KINDS.values() if kind.is_folder}
LISTS = {kind.name: kind.plural for kind in KINDS.values() if kind.shape in ("list", "table")}
