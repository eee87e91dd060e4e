"""A fault in one file, before its place is known; and the translation of pydantic's faults."""

from __future__ import annotations

import typing
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, ValidationError

from builder.diagnostics import Code, Diagnostic, Place
from builder.diagnostics.field_codes import EMPTY_VALUE, MISSING_FIELD, NOT_ALLOWED, UNKNOWN_KEY, WRONG_SHAPE
from builder.support.nearest import listed, nearest

Path = tuple[str | int, ...]
TOP = Place()


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with which field: `path` leads from the file's top to the key or value."""

    code: Code
    path: Path
    message: str
    allowed: str = ""
    suggestion: str = ""
    at_key: bool = False

    def at(self, path: str, place: Place = TOP) -> Diagnostic:
        """The diagnostic of this fault at a place in a file."""
        return Diagnostic(
            path, place.line, place.column, self.code, self.message, self.allowed, self.suggestion, place.width
        )


SHAPES = {
    "dict_type": "a mapping (key: value lines)",
    "mapping_type": "a mapping (key: value lines)",
    "model_type": "a mapping (key: value lines)",
    "model_attributes_type": "a mapping (key: value lines)",
    "tuple_type": "a list",
    "list_type": "a list",
    "string_type": "text",
}


def faults_of(error: ValidationError, model: type[BaseModel]) -> list[Fault]:
    """Every fault that pydantic found, in the words of the bulletin."""
    return [_translated(detail, model) for detail in error.errors(include_url=False)]


def _translated(detail: Any, model: type[BaseModel]) -> Fault:
    kind, path, found = detail["type"], _yaml_path(detail["loc"]), detail.get("input")
    context, at_key = detail.get("ctx", {}), "[key]" in detail["loc"]
    code: Code | None = context.get("code")
    if kind == "extra_forbidden":
        return _unknown_key(path, model)
    if isinstance(found, str) and not found.strip() and code != EMPTY_VALUE:
        return Fault(EMPTY_VALUE, path, f"{_where(path)}empty", "some text, or no such line at all", at_key=at_key)
    if kind == "missing":
        return Fault(
            MISSING_FIELD, path, f"{path[-1]} is missing", f"{path[-1]}: {_description(model, path)}", at_key=True
        )
    if kind in ("enum", "literal_error"):
        return _not_allowed(path, found, str(context.get("expected", "")))
    if kind in SHAPES:
        return Fault(
            WRONG_SHAPE, path, f"{_where(path)}found {_shape(found)} where {SHAPES[kind]} belongs", SHAPES[kind]
        )
    if code is not None:
        return Fault(code, path, f"{_where(path)}{detail['msg']}", context["allowed"], context["suggestion"], at_key)
    return Fault(WRONG_SHAPE, path, f"{_where(path)}{detail['msg']}")


def _not_allowed(path: Path, found: Any, expected: str) -> Fault:
    allowed = [word.strip(" '\"") for word in expected.replace(" or ", ", ").split(",")]
    if not isinstance(found, str):
        message = f"{_where(path)}found {_shape(found)} where one value belongs"
        return Fault(WRONG_SHAPE, path, message, ", ".join(allowed))
    message = f"{found!r} is not one of the values of {_name(path)}"
    return Fault(NOT_ALLOWED, path, message, ", ".join(allowed), nearest(found, allowed))


def _shape(found: Any) -> str:
    return "a mapping" if isinstance(found, dict) else "a list" if isinstance(found, list) else repr(found)


def _where(path: Path) -> str:
    name = _name(path)
    return f"{name}: " if name else ""


def _name(path: Path) -> str:
    """The innermost key on a path."""
    return next((part for part in reversed(path) if isinstance(part, str)), "")


def _yaml_path(loc: Sequence[str | int]) -> Path:
    """Pydantic marks a dict's key by `[key]`; the YAML has no such step."""
    return tuple(part for part in loc if part != "[key]")


def _unknown_key(path: Path, model: type[BaseModel]) -> Fault:
    owner = _model_at(model, path[:-1])
    allowed = [field.alias or name for name, field in owner.model_fields.items()]
    near = nearest(str(path[-1]), allowed)
    return Fault(UNKNOWN_KEY, path, f"{path[-1]!r} is not a known key", listed(allowed, 40), near, at_key=True)


def _description(model: type[BaseModel], path: Path) -> str:
    owner = _model_at(model, path[:-1])
    for name, field in owner.model_fields.items():
        if path[-1] in (name, field.alias):
            return field.description or ""
    return ""


def _model_at(model: type[BaseModel], path: Path) -> type[BaseModel]:
    """The model that the path leads to, through lists and mappings."""
    for part in path:
        fields = {field.alias or name: field for name, field in model.model_fields.items()}
        if part in fields:
            inner = _models_in(fields[str(part)].annotation)
            model = inner[0] if inner else model
    return model


def _models_in(annotation: Any) -> list[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [model for argument in typing.get_args(annotation) for model in _models_in(argument)]


def plain(value: Any) -> Mapping[str, Any]:
    """The mapping itself, or an empty one where the file holds something else."""
    return value if isinstance(value, Mapping) else {}
