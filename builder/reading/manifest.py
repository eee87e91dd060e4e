"""The manifest of a closed edition: ids and numbers as printed, never text, sealed and chained."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from builder.diagnostics import Diagnostic, Place
from builder.diagnostics.edition_codes import MANIFEST_EDITED, UNREADABLE_MANIFEST
from builder.reading.faults import Fault

FORMAT = 2
FIRST_FORMAT = 1
NAME = re.compile(r"(?P<edition>[A-Za-z0-9-]+)\.(?P<audience>[a-z]+)\.lock\.json")


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What one edition printed for one audience.

    `counted` maps debrief ids to seals; `figures` maps figure names to rows as printed; `states`
    holds what was printed about promises, bets, asks and corroboration; `previous` is the seal of
    the manifest before, empty in the first, and stands at `previous_place`.
    """

    path: str
    edition: str
    audience: str
    previous: str
    previous_place: Place
    seal: str
    as_of: str
    counted: Mapping[str, str]
    figures: Mapping[str, tuple[Mapping[str, Any], ...]]
    states: Mapping[str, Any]

    def printed(self, kind: str) -> Mapping[str, Mapping[str, Any]]:
        """What it printed about promises, answers or bets, by their ids; nothing where it holds something else."""
        entries = self.states.get(kind)
        found = entries if isinstance(entries, Mapping) else {}
        return {id: entry for id, entry in found.items() if isinstance(entry, Mapping)}

    @property
    def day(self) -> dt.date:
        """The day whose state it holds."""
        return dt.date.fromisoformat(self.as_of)


def dump(edition: str, audience: str, previous: str, as_of: str, **content: Any) -> str:
    """The text of a manifest, one row a line so that a review can read it, sealed."""
    opening = {"format": FORMAT, "edition": edition, "audience": audience, "previous": previous, "as_of": as_of}
    matter = {**opening, **content}
    sealed = {**matter, "seal": seal_of(matter)}
    return _lines(sealed) + "\n"


def seal_of(matter: Mapping[str, Any]) -> str:
    """The digest of everything in a manifest but the seal itself."""
    kept = {key: matter[key] for key in matter if key != "seal"}
    canonical = json.dumps(kept, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.blake2b(canonical.encode(), digest_size=16).hexdigest()


def _lines(value: Any, depth: int = 0) -> str:
    """JSON with one entry a line down to rows, which stay on one line."""
    pad, closing = "  " * (depth + 1), "  " * depth
    if isinstance(value, dict) and value and depth < 3:
        inner = ",\n".join(f"{pad}{json.dumps(key)}: {_lines(item, depth + 1)}" for key, item in value.items())
        return f"{{\n{inner}\n{closing}}}"
    if isinstance(value, list | tuple) and value and isinstance(value[0], dict) and depth < 3:
        inner = ",\n".join(f"{pad}{json.dumps(row, ensure_ascii=False)}" for row in value)
        return f"[\n{inner}\n{closing}]"
    return json.dumps(value, ensure_ascii=False)


def read_manifest(path: str, name: str, raw: bytes) -> tuple[Manifest | None, list[Diagnostic]]:
    """The manifest, or why it cannot be trusted."""
    try:
        text = raw.decode("utf-8")
        matter = json.loads(text)
        form = dict(matter).get("format", FIRST_FORMAT)
        if fault := _format_fault(form):
            return None, [fault.at(path, place_in(text, fault.path))]
        manifest = Manifest(
            path=path,
            previous_place=place_in(text, ("previous",)),
            **{key: _text(matter[key]) for key in ("edition", "audience", "previous", "seal", "as_of")},
            counted={_text(key): _text(value) for key, value in matter["counted"].items()},
            figures={_text(key): tuple(map(dict, rows)) for key, rows in matter["figures"].items()},
            states=_present_states(form, matter["states"]),
        )
        sealed, _ = seal_of(matter), manifest.day
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        message = f"not a manifest: {type(error).__name__} {error}"
        return None, [Diagnostic(path, 1, 1, UNREADABLE_MANIFEST, message, "a file written by `bulletin close`")]
    match = NAME.fullmatch(name)
    if not match or (match["edition"], match["audience"]) != (manifest.edition, manifest.audience):
        wanted = f"{manifest.edition}.{manifest.audience}.lock.json"
        message = "its name is not that of its edition and audience"
        return None, [Diagnostic(path, 1, 1, UNREADABLE_MANIFEST, message, wanted, wanted)]
    if manifest.seal != sealed:
        line = raw[: raw.rfind(b'"seal"')].count(b"\n") + 1
        return None, [Diagnostic(path, line, 1, MANIFEST_EDITED, "its content does not match its seal", sealed)]
    return manifest, []


def _format_fault(form: object) -> Fault | None:
    """What is wrong with a format; None where it can be read."""
    if isinstance(form, int) and form > FORMAT:
        message, allowed = (
            f"format {form}, of a later version of this program",
            f"update the program: it reads up to {FORMAT}",
        )
    elif form in range(FIRST_FORMAT, FORMAT + 1):
        return None
    else:
        message, allowed = f"format {form!r}", f"format {FORMAT}"
    return Fault(UNREADABLE_MANIFEST, ("format",), message, allowed)


def _present_states(form: int, states: Mapping[str, Any]) -> dict[str, Any]:
    """The states by their present names: the first format called what is unanswered a silence."""
    names = {"silence": "unanswered"} if form == FIRST_FORMAT else {}
    return {names.get(name, name): state for name, state in dict(states).items()}


def place_in(text: str, path: tuple[str | int, ...]) -> Place:
    """Where the key at the end of a path stands in the text of a manifest, as `dump` lays it out."""
    start = 0
    for depth, key in enumerate(path, start=1):
        indent = "  " * depth
        start = text.find(f"\n{indent}{json.dumps(key)}:", start) + 1
        if not start:
            return Place()
    return Place(text.count("\n", 0, start) + 1, 2 * len(path) + 1, len(json.dumps(path[-1]))) if path else Place()


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{value!r} is not text")
    return value
