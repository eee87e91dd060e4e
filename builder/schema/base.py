"""What every content model shares: frozen, closed to unknown keys, described field by field."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict
from pydantic_core import PydanticCustomError

from builder.diagnostics import Code


class Model(BaseModel):
    """A frozen value read from a content file; unknown keys are faults, not extras."""

    model_config = ConfigDict(frozen=True, extra="forbid")


def fault(code: Code, message: str, *, allowed: str = "", suggestion: str = "") -> PydanticCustomError:
    """A validation fault of our own, whose context holds what `builder.reading.faults` makes of it."""
    context: dict[str, Any] = {"code": code, "message": message, "allowed": allowed, "suggestion": suggestion}
    return PydanticCustomError("content", "{message}", context)
