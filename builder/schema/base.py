"""What every content model shares: frozen, closed to unknown keys, described field by field."""

from __future__ import annotations

from typing import Any, LiteralString

from pydantic import BaseModel, ConfigDict
from pydantic_core import PydanticCustomError


class Model(BaseModel):
    """A frozen value read from a content file; unknown keys are faults, not extras."""

    model_config = ConfigDict(frozen=True, extra="forbid")


def fault(kind: LiteralString, message: str, *, allowed: str = "", suggestion: str = "") -> PydanticCustomError:
    """A validation fault of our own: `kind` names a diagnostic, see `builder.reading.faults`."""
    context: dict[str, Any] = {"message": message, "allowed": allowed, "suggestion": suggestion}
    return PydanticCustomError(kind, "{message}", context)
