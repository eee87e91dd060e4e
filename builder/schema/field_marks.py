"""What is noted beside the types of fields: short forms, and the list that an id is chosen from."""

from __future__ import annotations

import typing
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, GetJsonSchemaHandler
from pydantic_core import CoreSchema


@dataclass(frozen=True, slots=True)
class Shorthand:
    """Widens the JSON Schema of a field by the short form that its validator also takes."""

    form: tuple[tuple[str, Any], ...]

    def __get_pydantic_json_schema__(self, core: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        """The short form, or the full one."""
        return {"anyOf": [dict(self.form), handler(core)]}


STRING = Shorthand((("type", "string"),))


@dataclass(frozen=True, slots=True)
class Of:
    """Says in the JSON Schema of an id which list it is chosen from: what forms offer and complete."""

    list: str

    def __get_pydantic_json_schema__(self, core: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        """The schema of the id, with the name of the list as `x-list`."""
        return {**handler(core), "x-list": self.list}


def list_of(model: type[BaseModel], field: str) -> str:
    """The list that a field's ids are chosen from, such as `segments`; empty where it is none."""
    info = model.model_fields[field]
    return next((mark.list for mark in _marks(info.annotation, info.metadata) if isinstance(mark, Of)), "")


def _marks(annotation: Any, metadata: Iterable[Any] = ()) -> Iterator[Any]:
    """What is noted beside a type, and beside the types that it is made of."""
    yield from metadata
    yield from getattr(annotation, "__metadata__", ())
    for inner in typing.get_args(annotation):
        if isinstance(inner, type) or typing.get_origin(inner) is not None:
            yield from _marks(inner)
