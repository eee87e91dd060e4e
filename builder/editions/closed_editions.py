"""What holds once an edition is closed: what it counted is neither edited nor removed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from builder.config import EDITION_FORMS, EDITION_IDS
from builder.diagnostics import Diagnostic
from builder.diagnostics.edition_codes import CLOSED_DEBRIEF_EDITED, CLOSED_DEBRIEF_MISSING, NO_SUCH_EDITION
from builder.editions.calendar import Calendar
from builder.reading.corpus import ContentItem, Corpus, FoundFile
from builder.reading.manifest import Manifest
from builder.schema.debrief import Debrief, Visibility
from builder.support.nearest import nearest

FIRST_COUNTED = 8


def edition_faults(
    corpus: Corpus, manifests: Mapping[str, Manifest], calendar: Calendar
) -> Iterator[tuple[FoundFile | None, Diagnostic]]:
    """Forbidden edits and removals of closed debriefs, and letters for no edition, each with the file to be set aside.

    `manifests` are those of closed editions, by edition.
    """
    for manifest in manifests.values():
        yield from _faults_of_counted(corpus, manifest)
    yield from _faults_of_letters(corpus, calendar)


def _faults_of_counted(corpus: Corpus, manifest: Manifest) -> Iterator[tuple[FoundFile | None, Diagnostic]]:
    """What was done to the debriefs that a closed edition counts, and may not be."""
    items = {item.id: item for item in corpus.debriefs}
    ids_found = {found.id for found in corpus.states if found.kind == "debrief"}
    for position, (id, seal) in enumerate(sorted(manifest.counted.items())):
        item = items.get(id)
        what = _forbidden(item, seal, id in manifest.states.get("counted_only", ())) if item else ""
        if item is not None and what:
            message = f"{id} was counted in {manifest.edition}, see {manifest.path}, and {what}"
            allowed, private = "corrections, withdrawn, a tighter visibility", item.found.private
            yield item.found, Diagnostic(item.path, 1, 1, CLOSED_DEBRIEF_EDITED, message, allowed, private=private)
        elif item is None and id not in ids_found:
            message = f"{id} was counted in {manifest.edition}, and its file is gone"
            place = FIRST_COUNTED + position
            allowed = "the file, withdrawn if need be"
            yield None, Diagnostic(manifest.path, place, 1, CLOSED_DEBRIEF_MISSING, message, allowed)


def _faults_of_letters(corpus: Corpus, calendar: Calendar) -> Iterator[tuple[FoundFile | None, Diagnostic]]:
    """Letters whose name is no edition here."""
    for letter in corpus.editions:
        if calendar.parse(letter.id) is None:
            is_foreign = any(form.fullmatch(letter.id) for form in EDITION_IDS.values())
            known = {calendar.period_of(item.recorded).id for item in corpus.debriefs}
            near = "" if is_foreign else nearest(letter.id, known)
            message, allowed = f"{letter.id!r} is not an edition", f"an id such as {EDITION_FORMS[calendar.rhythm]}"
            private = letter.found.private
            yield letter.found, Diagnostic(letter.path, 1, 1, NO_SUCH_EDITION, message, allowed, near, private=private)


def _forbidden(item: ContentItem[Debrief], seal: str, was_counted_only: bool) -> str:
    """What was done to a closed debrief that may not be; empty where nothing was."""
    if item.value.withdrawn:
        return ""
    if item.seal != seal:
        return "has been edited since"
    is_looser = was_counted_only and item.value.visibility is Visibility.EVERYONE
    return "its visibility has been loosened since" if is_looser else ""
