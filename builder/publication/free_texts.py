"""Where free text stands in the models, and the same content with all of it replaced."""

from __future__ import annotations

import types
import typing
from collections.abc import Callable, Iterable
from functools import cache
from typing import Any, TypeVar

from pydantic import PlainValidator

from builder.schema.base import Model
from builder.schema.types import parse_text

Value = TypeVar("Value", bound=Model)


def with_texts(value: Value, replace: Callable[[str], str]) -> Value:
    """The same content with every free text in it replaced, however deep."""
    updates: dict[str, Any] = {}
    for name in text_fields(type(value)):
        if text := getattr(value, name):
            updates[name] = replace(text)
    for name in other_fields(type(value)):
        inner = getattr(value, name)
        if isinstance(inner, tuple):
            updates[name] = tuple(with_texts(one, replace) if isinstance(one, Model) else one for one in inner)
        elif isinstance(inner, Model):
            updates[name] = with_texts(inner, replace)
    return value.model_copy(update=updates) if updates else value


@cache
def text_fields(model: type[Model]) -> tuple[str, ...]:
    """The names of a model's fields that hold one free text."""
    return tuple(name for name, field in model.model_fields.items() if _is_text(field.annotation, field.metadata))


@cache
def other_fields(model: type[Model]) -> tuple[str, ...]:
    """The names of a model's fields that are not plain texts."""
    return tuple(name for name in model.model_fields if name not in text_fields(model))


CHOICES = (typing.Annotated, typing.Union, types.UnionType)


def _is_text(annotation: Any, metadata: Iterable[Any]) -> bool:
    """Whether an annotation, or one of the choices in it, is validated as free text."""
    marks = [*metadata, *getattr(annotation, "__metadata__", ())]
    if any(isinstance(mark, PlainValidator) and mark.func is parse_text for mark in marks):
        return True
    choices = typing.get_args(annotation) if typing.get_origin(annotation) in CHOICES else ()
    return any(_is_text(choice, ()) for choice in choices)
