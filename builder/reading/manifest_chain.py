"""The chain of manifests: each names the seal of the one before."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from builder.diagnostics import Diagnostic
from builder.diagnostics.edition_codes import BROKEN_MANIFEST_CHAIN
from builder.reading.faults import Fault
from builder.reading.manifest import Manifest


def chain_faults(manifests: Iterable[Manifest]) -> Iterator[tuple[Manifest, Diagnostic]]:
    """The manifests that do not follow the one before them, in the order of their editions.

    Editions of one rhythm sort by their ids. A manifest that is broken still serves as the
    predecessor of the next, so that one fault is told once.
    """
    by_audience: dict[str, list[Manifest]] = {}
    for manifest in sorted(manifests, key=lambda manifest: manifest.edition):
        by_audience.setdefault(manifest.audience, []).append(manifest)
    for line in by_audience.values():
        before = ""
        for manifest in line:
            if manifest.previous != before:
                wanted = f"the manifest before has the seal {before}" if before else "the first manifest names none"
                message = f"names {manifest.previous or 'no manifest'} as the one before"
                fault = Fault(BROKEN_MANIFEST_CHAIN, ("previous",), message, wanted)
                yield manifest, fault.at(manifest.path, manifest.previous_place)
            before = manifest.seal
