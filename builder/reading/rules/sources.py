"""What every rule gets, and what it yields."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from builder.config import Audience, Settings
from builder.diagnostics import Code
from builder.reading.accounts import AccountBook
from builder.reading.codebook import Codebook
from builder.reading.corpus import Corpus, FoundFile
from builder.reading.deals import DealBook
from builder.reading.faults import Fault, Path
from builder.reading.manifest import Manifest
from builder.support.nearest import listed, nearest

Finding = tuple[FoundFile, Fault]
Entries = Mapping[str, tuple[FoundFile, tuple[tuple[int, Any], ...]]]


@dataclass(frozen=True, slots=True)
class Sources:
    """The corpus as far as it was read, what the rules look up in it, and the settings.

    `entries` gives, for every list or table that was found, its file and `(position, entry)`
    pairs; positions count entries from 0 in lists and lines from 1 in tables. `known_ids` has the
    ids of all files found, also of those that were set aside, by kind.
    """

    corpus: Corpus
    settings: Settings
    codebook: Codebook
    accounts: AccountBook
    deals: DealBook
    entries: Entries
    known_ids: Mapping[str, frozenset[str]]

    @property
    def departments(self) -> frozenset[str]:
        """The ids of the departments."""
        return frozenset(entry.id for entry in self.corpus.catalog.departments)

    @property
    def handles(self) -> frozenset[str]:
        """The handles of the roster."""
        return frozenset(member.handle for member in self.corpus.roster or ())

    @property
    def manifests(self) -> tuple[Manifest, ...]:
        """The manifests written by the date of the data, by edition, everyone's after the others'."""
        return tuple(manifest for manifest in self.all_manifests if manifest.day <= self.settings.as_of)

    @property
    def all_manifests(self) -> tuple[Manifest, ...]:
        """The same with those that were written later."""
        return tuple(
            sorted(self.corpus.manifests, key=lambda m: (m.edition, m.audience == Audience.EVERYONE, m.audience))
        )


Findings = Callable[[Sources], Iterator[Finding]]


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule across files: the codes that it gives, and the generator of what it finds."""

    codes: tuple[Code, ...]
    findings: Findings


def rule(*codes: Code) -> Callable[[Findings], Rule]:
    """Make a generator the rule that gives these codes."""
    return lambda findings: Rule(codes, findings)


def unknown(code: Code, path: Path, found: str, what: str, allowed: frozenset[str] | tuple[str, ...]) -> Fault:
    """The fault of a name that is on no list: with the list and the nearest name on it."""
    return Fault(code, path, f"{found!r} is not {what}", listed(allowed) or "none is listed", nearest(found, allowed))
