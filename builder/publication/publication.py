"""What one audience may read: the only content that figures and views ever see.

`Attribution` is for counting alone: figures use it for reporters and for the floor, and no view
may import it.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from builder.config import Audience
from builder.diagnostics import Diagnostic
from builder.editions import Schedule
from builder.publication.public_debrief import PublicDebrief, Tombstone
from builder.reading.codebook import Codebook
from builder.reading.file_state import FileState
from builder.schema.catalog import Catalog
from builder.schema.claim import Claim
from builder.schema.debrief import (
    Outcome,
)
from builder.schema.initiative import Initiative
from builder.schema.promise import Promise
from builder.schema.response import Response


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who stands behind a debrief, as numbers that mean nothing outside one build; 0 is anonymous."""

    debrief: str
    reporter: int
    account: int
    value: Decimal | None
    minutes: int | None = None
    team: str = ""
    territory: str = ""
    is_shared: bool = True


@dataclass(frozen=True, slots=True)
class Attained:
    """What one rep attained in one period, against what was expected: it makes bands and nothing else.

    `ends` is the last day of the period, `peers` the territory then, `ratio` attainment ÷ expectation.
    """

    reporter: int
    ends: dt.date
    peers: str
    ratio: float


@dataclass(frozen=True, slots=True)
class CountedDeal:
    """A closed deal of the CRM export: it enters figures and is never printed."""

    deal: int
    closed: dt.date
    outcome: Outcome
    value: Decimal | None
    segment: str
    reporter: int
    team: str
    territory: str


@dataclass(frozen=True, slots=True)
class PublicLetter:
    """The editor's words on one edition.

    `picks` are pairs of a debrief's id and the reason, `order` the themes to put first.
    """

    edition: str
    title: str
    picks: tuple[tuple[str, str], ...]
    body: str
    order: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PublicResponse:
    """A response, with its id and text."""

    id: str
    value: Response
    body: str


@dataclass(frozen=True, slots=True)
class PublicComment:
    """A comment; `by` is how its author may be named, `about` the kind and id of its subject."""

    id: str
    about: tuple[str, str]
    by: str
    on: dt.date
    stance: str
    body: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Publication:
    """Everything that figures and views of one audience are made from.

    `states` counts the files found by what became of them; `set_aside` has what this audience may
    know of each fault that set a file aside.
    """

    audience: Audience
    schedule: Schedule
    codebook: Codebook
    catalog: Catalog
    debriefs: tuple[PublicDebrief, ...] = ()
    tombstones: tuple[Tombstone, ...] = ()
    letters: Mapping[str, PublicLetter] = field(default_factory=dict)
    responses: tuple[PublicResponse, ...] = ()
    comments: tuple[PublicComment, ...] = ()
    promises: tuple[tuple[str, Promise], ...] = ()
    initiatives: tuple[tuple[str, Initiative], ...] = ()
    claims: tuple[Claim, ...] = ()
    attributions: tuple[Attribution, ...] = ()
    closed_deals: tuple[CountedDeal, ...] = ()
    attainments: tuple[Attained, ...] = ()
    states: Mapping[FileState, int] = field(default_factory=dict)
    set_aside: tuple[SetAside, ...] = ()
    warnings: int = 0

    def promise(self, id: str) -> Promise | None:
        """The promise with this id."""
        return next((promise for one, promise in self.promises if one == id), None)

    def debrief(self, id: str) -> PublicDebrief | None:
        """The debrief with this id."""
        return next((debrief for debrief in self.debriefs if debrief.id == id), None)


def versions_of(publication: Publication) -> dict[str, str]:
    """For each debrief a digest of everything that is published of it."""
    return {debrief.id: _digest(repr(debrief)) for debrief in publication.debriefs}


def _digest(text: str) -> str:
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()


@dataclass(frozen=True, slots=True)
class SetAside:
    """A file that was set aside, as far as this audience may know it.

    `path` is empty where it may not be shown; `faults` are diagnostics, without text then.
    """

    recorded: str
    id: str
    path: str
    faults: tuple[Diagnostic, ...]
