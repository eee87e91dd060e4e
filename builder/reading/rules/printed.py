"""Rules about what an edition has printed: nobody rewrites it without a trace.

Editions are compared with their manifests. Where one is told of a change, it is the newest that printed
something else: the missing trace is dated after it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any

from builder.config import Audience
from builder.diagnostics import ERROR, Code
from builder.reading.corpus import ContentItem
from builder.reading.faults import Fault
from builder.reading.file_names import shown
from builder.reading.manifest import Manifest
from builder.reading.rules.sources import Finding, Sources, rule
from builder.schema.initiative import Initiative
from builder.schema.promise import Promise
from builder.schema.response import Response

Entry = Mapping[str, Any]
KINDS = {
    "promises": ("promise", "the file: delete nothing, set its status"),
    "answers": ("response", "the file: delete nothing, another answer may take its place"),
    "bets": ("initiative", "the file: delete nothing, set its status"),
}


ANNOUNCEMENT_CHANGED = Code(
    "SB408",
    ERROR,
    "What was announced has changed without a trace",
    "An edition has printed this due date or decision. A date moves by a slip; a decision by another answer.",
    "Bring back what was printed; then add the slip that is suggested, or another answer.",
)


@rule(ANNOUNCEMENT_CHANGED)
def dues_stand(sources: Sources) -> Iterator[Finding]:
    """A due date that an edition printed moves by a slip, and a decision by another answer."""
    items: list[tuple[str, ContentItem[Promise] | ContentItem[Response]]]
    items = [("promises", item) for item in sources.corpus.promises]
    items += [("answers", item) for item in sources.corpus.responses]
    for kind, item in items:
        faults = (_rewritten(item.value, manifest, entry) for manifest, entry in _entries(sources, kind, item.id))
        fault = next(filter(None, faults), None)
        if fault is not None:
            yield item.found, fault


def _entries(sources: Sources, kind: str, id: str) -> Iterator[tuple[Manifest, Entry]]:
    """The manifests that printed something, with what they printed, newest first."""
    for manifest in reversed(sources.manifests):
        if entry := manifest.printed(kind).get(id):
            yield manifest, entry


def _rewritten(value: Promise | Response, manifest: Manifest, entry: Entry) -> Fault | None:
    """The fault of a due date, or of a decision, that is not the one which was printed."""
    if isinstance(value, Response) and entry.get("decision") != value.decision:
        message = f"{manifest.edition} printed {entry.get('decision')!r}, and here it is {value.decision.value!r}"
        allowed = "the decision as printed; what came of it is another answer"
        return Fault(ANNOUNCEMENT_CHANGED, ("decision",), message, allowed, str(entry.get("decision", "")))
    was, due = str(entry.get("due", "")), value.due_as_of(manifest.day)
    if due is None or was in ("", due.isoformat()):
        return None
    for position, slip in enumerate(value.slips):
        if slip.from_.isoformat() == was:
            message = f"moved on {slip.on}, but {manifest.edition} printed {was} on {manifest.as_of}"
            return Fault(ANNOUNCEMENT_CHANGED, ("slips", position, "on"), message, f"a day after {manifest.as_of}")
    message = f"{manifest.edition} printed {was}, and no slip after {manifest.as_of} moves it to {due}"
    allowed = f"a slip for every move: from, to, why and on, a day after {manifest.as_of}"
    return Fault(ANNOUNCEMENT_CHANGED, ("due",), message, allowed, _slip(was, due, is_first=not value.slips))


def _slip(was: str, due: dt.date, *, is_first: bool) -> str:
    line = f"- {{from: {was}, to: {due}, why: …, on: …}}"
    return f"slips:\n  {line}" if is_first else line


PRINTED_BET_CHANGED = Code(
    "SB409",
    ERROR,
    "A printed bet was changed",
    "A bet that can be rewritten is none. Until it is settled it changes by an amendment, which is shown.",
    "Bring back what was printed, or add an amendment that says what changed and why.",
)


@rule(PRINTED_BET_CHANGED)
def bets_stand(sources: Sources) -> Iterator[Finding]:
    """A bet that an edition printed changes by an amendment; once it is settled, not at all."""
    for item in sources.corpus.initiatives:
        faults = (_amiss(item.value, m, entry, sources) for m, entry in _entries(sources, "bets", item.id))
        fault = next(filter(None, faults), None)
        if fault is not None:
            yield item.found, fault


def _amiss(initiative: Initiative, manifest: Manifest, entry: Entry, sources: Sources) -> Fault | None:
    if initiative.bet is None:
        inner = ", ".join(f"{name}: {value}" for name, value in entry.items())
        message = f"{manifest.edition} printed a bet, and here is none"
        return Fault(
            PRINTED_BET_CHANGED, (), message, "the bet as printed, with an amendment if need be", f"bet: {{{inner}}}"
        )
    current = sources.codebook.current
    now: dict[str, Any] = initiative.bet.model_dump(mode="json", exclude_none=True)
    changed = [name for name in {**entry, **now} if _present(name, entry, current) != _present(name, now, current)]
    is_settled = entry.get("by") == manifest.edition
    is_amended = any(amendment.on > manifest.day for amendment in initiative.amendments)
    if not changed or (is_amended and not is_settled):
        return None
    name = changed[0]
    was = f"{name}: {entry[name]}" if name in entry else f"no {name}"
    message = f"{manifest.edition} printed {was}, and no amendment after {manifest.as_of} changes it"
    allowed = f"as printed, or amendments with one dated after {manifest.as_of}: on and note"
    if is_settled:
        message, allowed = f"{manifest.edition}, which settles the bet, printed {was}", "as printed"
    more = f" ({len(changed)} fields differ)" if len(changed) > 1 else ""
    guess = str(entry.get(name, "")) if name in now else was if name in entry else ""
    path = ("bet", name) if name in now else ("bet",)
    return Fault(PRINTED_BET_CHANGED, path, message + more, allowed, guess, at_key=path == ("bet",))


def _present(name: str, bet: Entry, current: Any) -> Any:
    """A field of a bet to compare by: a theme that was renamed is the same."""
    return current(str(bet[name])) if name == "theme" and name in bet else bet.get(name)


PRINTED_FILE_GONE = Code(
    "SB410",
    ERROR,
    "What was promised, answered or bet is gone",
    "An edition has printed it; deleting the file does not undo that.",
    "Bring the file back, and set its status in it.",
)


@rule(PRINTED_FILE_GONE)
def nothing_is_gone(sources: Sources) -> Iterator[Finding]:
    """What an edition printed still has its file.

    What only leadership was shown may lie in the private folder, so it is missed only where that is read.
    """
    places = {found.path: found for found in sources.corpus.states if found.kind == "manifest"}
    missed: set[tuple[str, str]] = set()
    for manifest in reversed(sources.manifests):
        if manifest.audience == Audience.EVERYONE or sources.settings.private_dir is not None:
            for kind, id in sorted(_gone(manifest, sources) - missed):
                missed.add((kind, id))
                yield places[shown(manifest.path)], _missing(kind, id, manifest)


def _gone(manifest: Manifest, sources: Sources) -> set[tuple[str, str]]:
    known = {kind: sources.known_ids[name] for kind, (name, _) in KINDS.items()}
    return {(kind, id) for kind in KINDS for id in manifest.printed(kind).keys() - known[kind]}


def _missing(kind: str, id: str, manifest: Manifest) -> Fault:
    name, allowed = KINDS[kind]
    message = f"the {name} {id} was printed in {manifest.edition}, and its file is gone"
    return Fault(PRINTED_FILE_GONE, ("states", kind, id), message, allowed, at_key=True)
