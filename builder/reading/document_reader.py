"""From the bytes of one file to its trusted value, or to every fault in it, each with its place."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import Any

from pydantic import ValidationError

from builder.diagnostics import Diagnostic, Place
from builder.diagnostics.field_codes import WRONG_SHAPE
from builder.diagnostics.file_codes import BYTE_ORDER_MARK, COMMENT_LEFT_OUT
from builder.markup.markdown import lines_of_comments
from builder.reading import front_matter, positioned_yaml
from builder.reading.faults import Fault, Path, faults_of, plain
from builder.schema import Kind
from builder.schema.constraints import Constraint

MAX_MESSAGE = 300
UNSEALED = frozenset({"corrections", "withdrawn", "visibility"})
SHAPE_NAMES = {"document": "a mapping of fields", "mapping": "a mapping of lists", "list": "a list of entries"}


@dataclass(frozen=True, slots=True)
class DocumentReading:
    """What one file holds: `records` are plain values as written, found valid, one, or one an entry of a list.

    An entry that is set aside leaves None in its position. `seal` is the digest that manifests
    hold, `digest` that of the file's bytes.
    """

    records: tuple[Mapping[str, Any] | None, ...] = ()
    body: str = ""
    seal: str = ""
    diagnostics: tuple[Diagnostic, ...] = ()
    digest: str = ""

    @property
    def is_whole(self) -> bool:
        """Whether nothing in the file was set aside."""
        return not any(diagnostic.is_error for diagnostic in self.diagnostics)


def read_document(kind: Kind, path: str, raw: bytes) -> DocumentReading:
    """Read one YAML or Markdown file of this kind; never raises for what is in it."""
    try:
        most = front_matter.MAX_FIELDS if kind.is_folder else front_matter.MAX_FILE
        parts = front_matter.split(front_matter.decode(raw), is_markdown=path.lower().endswith(".md"), most=most)
        duplicates: list[positioned_yaml.YamlFault] = []
        value = positioned_yaml.parse(parts.fields, None, duplicates)
    except front_matter.TextFault as fault:
        place = Place(fault.line, fault.column)
        return DocumentReading(diagnostics=(_placed(path, Fault(fault.code, (), fault.message, fault.allowed), place),))
    except positioned_yaml.YamlFault as fault:
        return DocumentReading(diagnostics=(_yaml_diagnostic(path, fault, parts.first_line),))
    if value is None:
        value = [] if kind.shape == "list" else {}
    records, faults = _validated(kind, value, parts.body)
    diagnostics = [_yaml_diagnostic(path, fault, parts.first_line) for fault in duplicates]
    diagnostics += place_faults(path, raw, faults)
    if raw.startswith(front_matter.BOM):
        diagnostics.append(Diagnostic(path, 1, 1, BYTE_ORDER_MARK, "a byte-order mark"))
    reading = DocumentReading(tuple(records), parts.body, seal_of(value, parts.body), tuple(sorted(diagnostics)))
    if kind.is_folder and not reading.is_whole:
        return DocumentReading((), "", reading.seal, reading.diagnostics)
    return reading


def _validated(kind: Kind, value: Any, body: str) -> tuple[list[Mapping[str, Any] | None], list[Fault]]:
    """The records without fault, as plain data in canonical form, and the faults of the others."""
    expected = list if kind.shape == "list" else dict
    if not isinstance(value, expected):
        found = "a mapping" if isinstance(value, dict) else "a list" if isinstance(value, list) else f"{value!r:.40}"
        allowed = SHAPE_NAMES[kind.shape]
        return [], [Fault(WRONG_SHAPE, (), f"found {found} where {allowed} belongs", allowed)]
    entries: Iterable[tuple[Path, Any]] = [((), value)]
    if kind.shape == "list":
        entries = [((position,), entry) for position, entry in enumerate(value)]
    records: list[Mapping[str, Any] | None] = []
    faults: list[Fault] = []
    for prefix, entry in entries:
        record, wrong = _record(kind, entry, body)
        faults += [_with_prefix(prefix, fault) for fault in wrong]
        records.append(record)
    return records, faults


def _record(kind: Kind, entry: Any, body: str) -> tuple[Mapping[str, Any] | None, list[Fault]]:
    wrong: list[Fault] = []
    record: Mapping[str, Any] | None = None
    try:
        kind.model.model_validate(entry)
        record = entry
    except ValidationError as error:
        wrong = faults_of(error, kind.model)
    rules = tuple(rule for rule in kind.constraints if not _follows(rule, wrong))
    hidden = [
        Fault(COMMENT_LEFT_OUT, (*BODY, line), "a comment of HTML", "words that are meant to be read")
        for line in lines_of_comments(body)
    ]
    return record, constraint_faults(rules, {**plain(entry), "body": body}) + wrong + hidden


BODY = ("body",)
PRESENCE = ("present", "absent", "exactly-one", "at-least-one")


def _follows(rule: Constraint, wrong: Iterable[Fault]) -> bool:
    """Whether a rule rests on a value that is at fault itself: one fault is told once."""
    itself = {fault.path[0] for fault in wrong if len(fault.path) == 1 or (len(fault.path) == 2 and fault.at_key)}
    within = {fault.path[0] for fault in wrong if fault.path}
    rests_on = {when.field for when in rule.when}
    if rule.test not in PRESENCE:
        rests_on |= set(rule.fields)
    return bool(rests_on & (within if rule.test == "chain" else itself))


def constraint_faults(constraints: tuple[Constraint, ...], record: Mapping[str, Any]) -> list[Fault]:
    """A fault for every constraint that the plain record does not keep."""
    return [
        Fault(rule.code, _field_of(rule, record), rule.message, rule.allowed, at_key=True)
        for rule in constraints
        if not rule.holds(record)
    ]


def _field_of(rule: Constraint, record: Mapping[str, Any]) -> Path:
    """The field to point at: the first that is there, else the first condition's, else the top."""
    if rule.fields == BODY:
        return BODY
    candidates = [*rule.fields, *(when.field for when in rule.when)]
    present = (name for name in candidates if name in record and name != "body")
    first = next(present, None)
    return (first,) if first else ()


def _with_prefix(prefix: Path, fault: Fault) -> Fault:
    if not prefix:
        return fault
    return replace(fault, path=(*prefix, *fault.path))


def seal_of(value: Any, body: str) -> str:
    """The digest over keys as written, without what may change after closing, and the text."""
    kept = {key: value[key] for key in value if key not in UNSEALED} if isinstance(value, dict) else value
    canonical = json.dumps([kept, body], ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.blake2b(canonical.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def place_faults(path: str, raw: bytes, faults: Iterable[Fault]) -> list[Diagnostic]:
    """Give each fault its place, by reading the places of this text once."""
    pending = list(faults)
    if not pending:
        return []
    places, first_line, body_line = positioned_yaml.Places(), 1, 1
    if any(fault.path for fault in pending):
        try:
            parts = front_matter.split(front_matter.decode(raw), is_markdown=path.lower().endswith(".md"))
            first_line, body_line = parts.first_line, parts.body_line
            positioned_yaml.parse(parts.fields, places, [])
        except (front_matter.TextFault, positioned_yaml.YamlFault):
            places = positioned_yaml.Places()
    found = ((f, _in_body(f, body_line) if f.path[:1] == BODY else _find(f, places, first_line)) for f in pending)
    return [_placed(path, fault, place) for fault, place in found]


def _in_body(fault: Fault, body_line: int) -> Place:
    """The place of a fault of the free text: where it begins, or the line of it that the path names, from 1."""
    line = fault.path[1] if len(fault.path) > 1 else 1
    return Place(body_line + int(line) - 1)


def _find(fault: Fault, places: positioned_yaml.Places, first_line: int) -> Place:
    """The place of the fault's key or value, or of the nearest thing above it."""
    for length in range(len(fault.path), 0, -1):
        path = fault.path[:length]
        first, second = (places.keys, places.values) if fault.at_key else (places.values, places.keys)
        place = first.get(path) or second.get(path)
        if place is not None:
            return place._replace(line=place.line + first_line - 1)
    return Place(1, 1)


def _yaml_diagnostic(path: str, fault: positioned_yaml.YamlFault, first_line: int) -> Diagnostic:
    place = fault.place._replace(line=fault.place.line + first_line - 1)
    return _placed(path, Fault(fault.code, (), fault.message, fault.allowed, fault.suggestion), place)


def _placed(path: str, fault: Fault, place: Place) -> Diagnostic:
    """The diagnostic of a fault, without the whole of a text that is quoted in it."""
    message = fault.message if len(fault.message) <= MAX_MESSAGE else f"{fault.message[:MAX_MESSAGE]}…"
    suggestion = fault.suggestion if len(fault.suggestion) <= MAX_MESSAGE else ""
    return replace(fault, message=message, suggestion=suggestion).at(path, place)


def stem_of(path: str) -> str:
    """The file's name without its ending."""
    return PurePosixPath(path).stem
