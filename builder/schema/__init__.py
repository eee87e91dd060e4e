"""The content kinds, one module each: the one source of truth for validator, forms and reference."""

from __future__ import annotations

from builder.schema.kinds import DRAFT, KINDS, Kind, json_schema, kind_of

__all__ = ["DRAFT", "KINDS", "Kind", "json_schema", "kind_of"]
