"""Files that were set aside, the codes of diagnostics, and the fields of every kind of content."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pydantic_core import PydanticUndefined

from builder import addresses
from builder.build import Bulletin
from builder.config import Audience
from builder.diagnostics import CODES, Diagnostic
from builder.reading.corpus import State
from builder.schema import KINDS, Kind, json_schema
from builder.views.chrome import sum_of_files
from builder.views.names import Names
from builder.views.text import Link, Phrase


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


def set_aside_page(bulletin: Bulletin, names: Names) -> SetAsidePage:
    """The page of files set aside; in public without paths and text."""
    publication = bulletin.publication
    aside = publication.states[State.SET_ASIDE]
    files = tuple(_aside(entry.path, entry.recorded, entry.id, entry.faults, names) for entry in publication.set_aside)
    is_public = publication.audience is Audience.EVERYONE
    note = "Paths and texts are not shown here; the command “bulletin check” shows them to the author." if is_public else ""
    title = "Nothing is set aside" if not aside else f"{aside} file{'s are' if aside != 1 else ' is'} set aside"
    meanings = tuple((f"{publication.states[state]:,} {state.value}", MEANINGS[state]) for state in State)
    return SetAsidePage(title, sum_of_files(bulletin), meanings, files, note)


def _aside(path: str, recorded: str, id: str, faults: Iterable[Diagnostic], names: Names) -> AsideView:
    name = path or (f"Recorded {names.day(recorded)}" if recorded else "A file without a date") + (
        f", {id}" if id else ""
    )
    return AsideView(name, tuple(_fault(fault) for fault in faults))


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
    return CodesPage(
        tuple(
            CodeView(code.id, code.id.lower(), code.severity.value, code.title, code.why, code.mend)
            for code in sorted(CODES.values(), key=lambda code: code.id)
        )
    )


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
    required = {
        field
        for constraint in kind.constraints
        if constraint.test == "present" and all(when.field == "withdrawn" for when in constraint.when)
        for field in constraint.fields
    }
    fields = tuple(
        FieldView(
            name=field.alias or name,
            is_required=(field.is_required() and field.default is PydanticUndefined) or name in required,
            values=_values(properties[field.alias or name], schema.get("$defs", {})),
            description=field.description or "",
        )
        for name, field in kind.model.model_fields.items()
    )
    rules = tuple(
        dict.fromkeys(f"{rule.message[:1].upper()}{rule.message[1:]}: {rule.allowed}." for rule in kind.constraints)
    )
    place = f"{kind.place}/" if kind.is_folder else kind.place
    about = (kind.model.__doc__ or "").split("\n")[0]
    return KindView(kind.name, kind.name.replace("-", " ").capitalize(), place, about, fields, rules)


def _values(schema: dict[str, object], definitions: dict[str, dict[str, object]]) -> str:
    """What a field takes, in words, from its JSON Schema."""
    if "$ref" in schema:
        return _values(definitions[str(schema["$ref"]).rsplit("/", 1)[-1]], definitions)
    if "enum" in schema:
        return ", ".join(map(str, schema["enum"]))  # type: ignore[call-overload]
    if "anyOf" in schema:
        options = schema["anyOf"]
        words = [_values(option, definitions) for option in options if option.get("type") != "null"]  # type: ignore[attr-defined]
        return " or ".join(dict.fromkeys(filter(None, words)))
    if "const" in schema:
        return str(schema["const"])
    if schema.get("format") == "date":
        return "date"
    kind = str(schema.get("type", ""))
    if kind == "array":
        return f"list of {_values(schema.get('items', {}), definitions)}"  # type: ignore[arg-type]
    if kind == "object":
        extra = schema.get("additionalProperties")
        if isinstance(extra, dict):
            return f"mapping to {_values(extra, definitions)}"
        return "mapping of " + ", ".join(schema.get("properties", {}))  # type: ignore[call-overload]
    if kind == "string":
        return "id" if "pattern" in schema else "text"
    return {"boolean": "true or false", "integer": "whole number"}.get(kind, kind)
