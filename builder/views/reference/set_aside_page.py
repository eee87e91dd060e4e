"""Files that were set aside, the codes of diagnostics, and the fields of every kind of content."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic_core import PydanticUndefined

from builder import addresses
from builder.build import Bulletin
from builder.config import Audience
from builder.diagnostics import CODES, Diagnostic
from builder.reading.file_state import State
from builder.schema import KINDS, Kind, json_schema
from builder.views.shared.chrome import sum_of_files
from builder.views.shared.names import Names
from builder.views.shared.text import Link, Phrase, upper_first

JsonSchema = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class FaultView:
    """One fault: its place and code, and for leadership what it says."""

    code: Link
    title: str
    line: int
    column: int
    message: str
    allowed: str
    suggestion: str
    mend: str


@dataclass(frozen=True, slots=True)
class AsideView:
    """A file that was set aside."""

    name: str
    faults: tuple[FaultView, ...]


@dataclass(frozen=True, slots=True)
class SetAsidePage:
    """Everything that was found and not published, with its reason."""

    title: str
    sum: Phrase
    meanings: tuple[tuple[str, str], ...]
    files: tuple[AsideView, ...]
    note: str


MEANINGS = {
    State.PUBLISHED: "Read, counted and shown.",
    State.WITHDRAWN: "Taken back by their authors; a tombstone stays.",
    State.SET_ASIDE: "Not understood; each is listed here with its place.",
    State.NOT_YET: "Recorded after the date of the data.",
    State.HELD_BACK: "Not for this audience, or only about something that is not.",
}
UNSHOWN = "Paths and texts are not shown here; the command “bulletin check” shows them to the author."


def set_aside_page(bulletin: Bulletin, names: Names) -> SetAsidePage:
    """The page of files set aside; in public without paths and text."""
    publication = bulletin.publication
    aside = publication.states[State.SET_ASIDE]
    files = tuple(_aside(entry.path, entry.recorded, entry.id, entry.faults, names) for entry in publication.set_aside)
    is_public = publication.audience is Audience.EVERYONE
    note = UNSHOWN if is_public else ""
    title = "Nothing is set aside" if not aside else f"{aside} file{'s are' if aside != 1 else ' is'} set aside"
    meanings = tuple((f"{publication.states[state]:,} {state.value}", MEANINGS[state]) for state in State)
    return SetAsidePage(title, sum_of_files(bulletin), meanings, files, note)


def _aside(path: str, recorded: str, id: str, faults: Iterable[Diagnostic], names: Names) -> AsideView:
    when = f"Recorded {names.day(recorded)}" if recorded else "A file without a date"
    name = path or (f"{when}, {id}" if id else when)
    return AsideView(name, tuple(map(_fault, faults)))


def _fault(fault: Diagnostic) -> FaultView:
    code = CODES[fault.code]
    return FaultView(
        code=Link(fault.code, addresses.code(fault.code)),
        title=code.title,
        line=fault.line,
        column=fault.column,
        message=fault.message,
        allowed=fault.allowed,
        suggestion=fault.suggestion,
        mend=code.mend,
    )


@dataclass(frozen=True, slots=True)
class CodeView:
    """A diagnostic's code, explained."""

    id: str
    anchor: str
    severity: str
    title: str
    why: str
    mend: str


@dataclass(frozen=True, slots=True)
class CodesPage:
    """All codes of diagnostics."""

    codes: tuple[CodeView, ...]


def codes_page() -> CodesPage:
    """The page that explains every diagnostic."""
    codes = sorted(CODES.values(), key=lambda code: code.id)
    return CodesPage(tuple(CodeView(c.id, c.id.lower(), c.severity.value, c.title, c.why, c.mend) for c in codes))


@dataclass(frozen=True, slots=True)
class FieldView:
    """A field: its name, whether it is required, what it takes and what it means."""

    name: str
    is_required: bool
    values: str
    description: str


@dataclass(frozen=True, slots=True)
class KindView:
    """A kind of content with its fields and the rules across them."""

    id: str
    title: str
    place: str
    about: str
    fields: tuple[FieldView, ...]
    rules: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FieldsPage:
    """The reference of all fields, made from the schema."""

    kinds: tuple[KindView, ...]


def fields_page() -> FieldsPage:
    """The reference page, generated from the models that also validate."""
    return FieldsPage(tuple(_kind(kind) for kind in KINDS.values()))


def _kind(kind: Kind) -> KindView:
    schema = json_schema(kind)
    properties = schema.get("items", schema)["properties"]
    required = _required(kind)
    fields = tuple(
        FieldView(
            name=field.alias or name,
            is_required=(field.is_required() and field.default is PydanticUndefined) or name in required,
            values=_values(properties[field.alias or name], schema.get("$defs", {})),
            description=field.description or "",
        )
        for name, field in kind.model.model_fields.items()
    )
    rules = tuple(dict.fromkeys(f"{upper_first(rule.message)}: {rule.allowed}." for rule in kind.constraints))
    place = f"{kind.place}/" if kind.is_folder else kind.place
    about = (kind.model.__doc__ or "").split("\n")[0]
    return KindView(kind.name, kind.name.replace("-", " ").capitalize(), place, about, fields, rules)


def _required(kind: Kind) -> set[str]:
    """The fields that constraints ask for in every file that is not withdrawn."""
    return {
        field
        for constraint in kind.constraints
        if constraint.test == "present" and all(when.field == "withdrawn" for when in constraint.when)
        for field in constraint.fields
    }


def _values(schema: JsonSchema, definitions: Mapping[str, JsonSchema]) -> str:
    """What a field takes, in words, from its JSON Schema."""
    if "$ref" in schema:
        return _values(definitions[str(schema["$ref"]).rsplit("/", 1)[-1]], definitions)
    if "enum" in schema:
        return ", ".join(map(str, schema["enum"]))
    if "anyOf" in schema:
        words = [_values(option, definitions) for option in schema["anyOf"] if option.get("type") != "null"]
        return " or ".join(dict.fromkeys(filter(None, words)))
    if "const" in schema:
        return str(schema["const"])
    if schema.get("format") == "date":
        return "date"
    return _values_of_type(str(schema.get("type", "")), schema, definitions)


def _values_of_type(kind: str, schema: JsonSchema, definitions: Mapping[str, JsonSchema]) -> str:
    if kind == "array":
        return f"list of {_values(schema.get('items', {}), definitions)}"
    if kind == "object":
        extra = schema.get("additionalProperties")
        if isinstance(extra, dict):
            return f"mapping to {_values(extra, definitions)}"
        return "mapping of " + ", ".join(schema.get("properties", {}))
    if kind == "string":
        return "id" if "pattern" in schema else "text"
    return {"boolean": "true or false", "integer": "whole number"}.get(kind, kind)
