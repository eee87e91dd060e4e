"""What every content model shares: frozen, closed to unknown keys, each field described and with its readers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from pydantic import BaseModel, ConfigDict
from pydantic_core import PydanticCustomError

from builder.diagnostics import Code
from builder.schema.readers import ReadBy


class Model(BaseModel):
    """A frozen value read from a content file; unknown keys are faults, not extras.

    Who may read it is declared for the whole model (`class Theme(Model, readers=EVERYONE)`), for a
    field (`Annotated[Text, NEVER]`), or both. A field without either is an error when it is imported.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")
    readers_by_field: ClassVar[Mapping[str, ReadBy]] = {}

    def __init_subclass__(cls, *, readers: ReadBy | None = None, **more: Any) -> None:
        super().__init_subclass__(**more)

    @classmethod
    def __pydantic_init_subclass__(cls, *, readers: ReadBy | None = None, **more: Any) -> None:
        """Find the readers of every field. Raises TypeError where one has none."""
        super().__pydantic_init_subclass__(**more)
        found = {}
        for name, field in cls.model_fields.items():
            declared = next((mark for mark in field.metadata if isinstance(mark, ReadBy)), readers)
            if declared is None:
                raise TypeError(f"{cls.__name__}.{name} does not say who may read it: see builder.schema.readers")
            found[name] = declared
        cls.readers_by_field = found


def fault(code: Code, message: str, *, allowed: str = "", suggestion: str = "") -> PydanticCustomError:
    """A validation fault of our own, whose context holds what `builder.reading.faults` makes of it."""
    context: dict[str, Any] = {"code": code, "message": message, "allowed": allowed, "suggestion": suggestion}
    return PydanticCustomError("content", "{message}", context)
