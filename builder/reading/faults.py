"""A fault in one file, before its place is known; and the translation of pydantic's faults."""

from __future__ import annotations

import typing
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, ValidationError

from builder.support.nearest import listed, nearest

Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with which field: `path` leads from the file's top to the key or value."""

    code: str
    path: Path
    message: str
    allowed: str = ""
    suggestion: str = ""
    at_key: bool = False


CODE_OF = {
    "date_form": "SB105",
    "amount_form": "SB106",
    "number_form": "SB107",
    "flag_form": "SB108",
    "id_form": "SB109",
    "empty_value": "SB110",
    "text_length": "SB111",
    "wrong_shape": "SB103",
    "missing_field": "SB102",
    "one_contributor": "SB201",
    "no_driver": "SB202",
    "decided_by_unnamed": "SB203",
    "lost_to_without_loss": "SB204",
    "stage_without_loss": "SB205",
    "too_short": "SB211",
    "too_many_links": "SB212",
    "decision_needs": "SB213",
    "answers_nothing": "SB214",
    "one_subject": "SB215",
    "kept_without_proof": "SB216",
    "withdrawn_alone": "SB217",
    "dates_out_of_order": "SB218",
    "broken_chain": "SB219",
    "missing": "SB102",
    "extra_forbidden": "SB101",
    "enum": "SB104",
    "literal_error": "SB104",
}
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
    if kind == "extra_forbidden":
        return _unknown_key(path, model)
    if isinstance(found, str) and not found.strip() and kind != "empty_value":
        return Fault("SB110", path, f"{_where(path)}empty", "some text, or no such line at all", at_key=at_key)
    if kind == "missing":
        return Fault("SB102", path, f"{path[-1]} is missing", f"{path[-1]}: {_description(model, path)}", at_key=True)
    if kind in ("enum", "literal_error"):
        return _not_allowed(path, found, str(context.get("expected", "")))
    if kind in SHAPES:
        return Fault("SB103", path, f"{_where(path)}found {_shape(found)} where {SHAPES[kind]} belongs", SHAPES[kind])
    if kind in CODE_OF:
        message = f"{_where(path)}{detail['msg']}"
        return Fault(CODE_OF[kind], path, message, context.get("allowed", ""), context.get("suggestion", ""), at_key)
    return Fault("SB103", path, f"{_where(path)}{detail['msg']}")


def _not_allowed(path: Path, found: Any, expected: str) -> Fault:
    allowed = [word.strip(" '\"") for word in expected.replace(" or ", ", ").split(",")]
    if not isinstance(found, str):
        message = f"{_where(path)}found {_shape(found)} where one value belongs"
        return Fault("SB103", path, message, ", ".join(allowed))
    message = f"{found!r} is not one of the values of {_name(path)}"
    return Fault("SB104", path, message, ", ".join(allowed), nearest(found, allowed))


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
    return Fault("SB101", path, f"{path[-1]!r} is not a known key", listed(allowed, 40), near, at_key=True)


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
