"""The fields of every kind of content."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pydantic_core import PydanticUndefined

from builder.schema import KINDS, Kind, json_schema
from builder.views.shared.page_context import PageContext
from builder.views.shared.phrases import upper_first


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


def fields_page(context: PageContext) -> FieldsPage:
    """The reference page, generated from the models that also validate."""
    return FieldsPage(tuple(_kind_view(kind) for kind in KINDS.values()))


def schema_list(context: PageContext) -> tuple[Kind, ...]:
    """The kinds of content, each with a schema."""
    return tuple(KINDS.values())


def _kind_view(kind: Kind) -> KindView:
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


JsonSchema = Mapping[str, Any]
