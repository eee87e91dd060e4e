"""Answers and options as people type them, and the plain values that a file holds for them.

A text stands for itself. `KEY=VALUE` fills one key of a mapping, `KEY.PART=VALUE` one part of what
stands under a key, and what opens with `{` is YAML. Lists are ids with commas between them.
"""

from __future__ import annotations

import re
import types
import typing
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum, StrEnum
from typing import Any

from pydantic import BaseModel

from builder.diagnostics.field_codes import UNKNOWN_KEY, WRONG_SHAPE
from builder.diagnostics.file_codes import KEY_TWICE
from builder.reading import positioned_yaml
from builder.reading.faults import Fault
from builder.schema import Kind
from builder.schema.forms import BODY
from builder.support.nearest import nearest

NOTHING = "none"
PAIR = re.compile(r"\s*(?P<key>[A-Za-z0-9_-]+)(?:\.(?P<part>[A-Za-z0-9_-]+))?\s*=\s*(?P<value>.*)", re.DOTALL)


class Shape(StrEnum):
    """How the value of a field is built."""

    TEXT = "text"
    LIST = "list"  # ids
    ITEMS = "items"  # a list of mappings, or what stands for one
    PAIRS = "pairs"  # key: value
    GROUPS = "groups"  # key: mapping, such as a side with its drivers
    MODEL = "model"  # one mapping with keys of its own


@dataclass(frozen=True, slots=True)
class TypedField:
    """The shape of a field, the values that a closed set allows, and the model within."""

    shape: Shape
    choices: tuple[str, ...] = ()
    model: type[BaseModel] | None = None


class Misspelt(Exception):  # noqa: N818 - a fault in an answer, as everywhere here
    """What was typed has not the form that its field needs."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.message)
        self.fault = fault


def fields_of(kind: Kind) -> dict[str, TypedField]:
    """Every field of a kind as it is written, the free text last."""
    forms = {info.alias or name: _form(info.annotation) for name, info in kind.model.model_fields.items()}
    return {**forms, BODY: TypedField(Shape.TEXT)} if kind.has_body else forms


def _form(annotation: Any) -> TypedField:
    """The form that an annotation describes."""
    bare = _bare(annotation)
    origin = typing.get_origin(bare)
    if origin is dict:
        inner = _form(typing.get_args(bare)[1])
        return TypedField(Shape.GROUPS if inner.model else Shape.PAIRS, inner.choices, inner.model)
    if origin is tuple:
        inner = _form(typing.get_args(bare)[0])
        return TypedField(Shape.ITEMS if inner.model else Shape.LIST, inner.choices, inner.model)
    if isinstance(bare, type) and issubclass(bare, BaseModel):
        return TypedField(Shape.MODEL, (), bare)
    if isinstance(bare, type) and issubclass(bare, Enum):
        return TypedField(Shape.TEXT, tuple(str(member.value) for member in bare))
    return TypedField(Shape.TEXT, ("true", "false") if bare is bool else ())


def _bare(annotation: Any) -> Any:
    """The annotation without what validates it, and without None."""
    if hasattr(annotation, "__metadata__"):
        return _bare(typing.get_args(annotation)[0])
    if typing.get_origin(annotation) in (typing.Union, types.UnionType):
        rest = [one for one in typing.get_args(annotation) if one is not type(None)]
        return _bare(rest[0]) if len(rest) == 1 else annotation
    return annotation


def value_of(field: str, form: TypedField, given: Sequence[str]) -> Any:
    """The plain value that one or several answers make; raises Misspelt."""
    texts = [text.strip() for text in given]
    if form.shape is Shape.TEXT:
        return texts[-1]
    if form.shape is Shape.LIST:
        return [one.strip() for text in texts for one in text.split(",") if one.strip()]
    if form.shape is Shape.ITEMS:
        return [item for text in texts for item in _items(field, form, text)]
    if form.shape is Shape.GROUPS and texts == [NOTHING]:
        return NOTHING
    split = form.shape is Shape.PAIRS
    pairs = [pair for text in texts for pair in ([text] if text.startswith("{") or not split else text.split(","))]
    return tidied(_merged(field, form, pairs)) if form.shape is Shape.GROUPS else _merged(field, form, pairs)


def _items(field: str, form: TypedField, text: str) -> list[Any]:
    """The entries of a list: mappings, or plain ids with commas between them."""
    if text.startswith("{"):
        return [_yaml(field, text)]
    match = PAIR.fullmatch(text)
    if match and form.model and match["key"] in _keys(form.model):
        return [{match["key"]: match["value"]}]
    return [one.strip() for one in text.split(",") if one.strip()]


def _merged(field: str, form: TypedField, texts: Iterable[str]) -> dict[str, Any]:
    """One mapping from several pairs; each key and each part is said once."""
    whole: dict[str, Any] = {}
    for text in texts:
        if text.startswith("{"):
            for key, value in _yaml(field, text).items():
                _put(field, whole, key, value)
            continue
        match = PAIR.fullmatch(text)
        if match is None or (match["part"] and form.shape is not Shape.GROUPS):
            raise Misspelt(Fault(WRONG_SHAPE, (field,), f"{field}: {text[:60]!r} has not the form", _shape_of(form)))
        key, part = match["key"], match["part"]
        if form.shape is not Shape.GROUPS:
            _put(field, whole, key, match["value"])
            continue
        assert form.model is not None
        if part is not None and part not in _keys(form.model):
            near, allowed = nearest(part, _keys(form.model)), ", ".join(_keys(form.model))
            raise Misspelt(Fault(UNKNOWN_KEY, (field, key, part), f"{field}: {part!r} is no part of it", allowed, near))
        inner = whole.setdefault(key, {})
        if not isinstance(inner, dict):
            inner = whole[key] = {"note": inner}
        _put(f"{field} {key}", inner, part or "note", match["value"])
    return whole


def _put(field: str, mapping: dict[str, Any], key: str, value: Any) -> None:
    if key in mapping:
        raise Misspelt(Fault(KEY_TWICE, (field.split(" ")[0],), f"{field}: {key!r} is given twice", "each once"))
    mapping[key] = value


def _keys(model: type[BaseModel]) -> list[str]:
    return [info.alias or name for name, info in model.model_fields.items()]


def _yaml(field: str, text: str) -> dict[str, Any]:
    try:
        value = positioned_yaml.parse(text)
    except positioned_yaml.YamlFault as fault:
        raise Misspelt(Fault(fault.code, (field,), f"{field}: {fault.message}", fault.allowed)) from fault
    assert isinstance(value, dict), "what opens with a brace is a mapping, or no YAML"
    return value


def _shape_of(form: TypedField) -> str:
    if form.shape is Shape.GROUPS:
        return "THEME=TEXT, THEME.quote=TEXT, or none"
    if form.shape is Shape.MODEL and form.model is not None:
        return " or ".join(f"{key}=…" for key in _keys(form.model))
    return f"KEY={'|'.join(form.choices) or 'VALUE'}"


def tidied(side: Any) -> Any:
    """Drivers as one would write them: one that is only a note stands as plain text."""
    if not isinstance(side, dict):
        return side
    return {
        theme: driver["note"] if isinstance(driver, dict) and list(driver) == ["note"] else driver
        for theme, driver in side.items()
    }
