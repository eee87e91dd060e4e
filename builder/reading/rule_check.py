"""The rules across files applied to a corpus, with every fault at its place."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from builder.diagnostics import Diagnostic, Place, errors_in
from builder.reading.content_files import File
from builder.reading.corpus import FoundFile
from builder.reading.corpus_reader import read_bytes
from builder.reading.document_reader import place_faults
from builder.reading.faults import Fault
from builder.reading.manifest import place_in
from builder.reading.rules import RULES, Sources
from builder.schema import KINDS


@dataclass(frozen=True, slots=True)
class RuleCheck:
    """What the rules say of the `files` that were read.

    Without `place_warnings`, warnings stand at line 1; it may also name the files that are worth a place.
    """

    files: Mapping[FoundFile, File]
    place_warnings: bool | Container[str]

    def diagnostics(self, sources: Sources) -> Iterator[tuple[FoundFile, list[Diagnostic]]]:
        """Every file with a fault, in the order in which the rules come upon it, and what is wrong with it."""
        faults: dict[FoundFile, list[Fault]] = defaultdict(list)
        for rule in RULES:
            for found, fault in rule.findings(sources):
                faults[found].append(fault)
        for found, of_file in faults.items():
            yield found, self._placed(found, of_file)

    def _placed(self, found: FoundFile, faults: list[Fault]) -> list[Diagnostic]:
        if found.kind in KINDS and KINDS[found.kind].shape == "table":
            return [fault.at(found.path, Place(int(fault.path[0]))) for fault in faults]
        plain = [fault.at(found.path) for fault in faults]
        if not errors_in(plain) and not self._is_worth_a_place(found):
            return plain
        raw = read_bytes(self.files[found])
        if isinstance(raw, Diagnostic):
            return plain
        return _in_manifest(raw, plain, faults) if found.kind == "manifest" else place_faults(found.path, raw, faults)

    def _is_worth_a_place(self, found: FoundFile) -> bool:
        wanted = self.place_warnings
        return wanted if isinstance(wanted, bool) else found.path in wanted


def _in_manifest(raw: bytes, plain: Iterable[Diagnostic], faults: Iterable[Fault]) -> list[Diagnostic]:
    """The diagnostics of a manifest at the keys that its faults are about."""
    text = raw.decode("utf-8")
    placed = ((one, place_in(text, fault.path)) for one, fault in zip(plain, faults, strict=True))
    return [replace(one, line=at.line, column=at.column, width=at.width) for one, at in placed]
