"""Diagnostics for machines: JSON, and GitHub's workflow commands."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from builder.diagnostics import Diagnostic


def as_json(diagnostics: Iterable[Diagnostic]) -> str:
    """One array of objects, in the order given."""
    return json.dumps(
        [
            {
                "path": diagnostic.path,
                "line": diagnostic.line,
                "column": diagnostic.column,
                "code": diagnostic.code,
                "severity": diagnostic.severity.value,
                "message": diagnostic.message,
                "allowed": diagnostic.allowed,
                "suggestion": diagnostic.suggestion,
            }
            for diagnostic in diagnostics
        ],
        ensure_ascii=False,
        indent=2,
    )


def as_github(diagnostics: Iterable[Diagnostic]) -> Iterator[str]:
    """A workflow command a diagnostic, which GitHub shows beside the line."""
    for diagnostic in diagnostics:
        told = diagnostic.message
        if diagnostic.allowed:
            told += f"\nAllowed: {diagnostic.allowed}"
        if diagnostic.suggestion:
            told += f"\nInstead: {diagnostic.suggestion}"
        place = f"file={_property(diagnostic.path)},line={diagnostic.line},col={diagnostic.column}"
        title = _property(f"{diagnostic.code}")
        yield f"::{diagnostic.severity.value} {place},title={title}::{_data(told)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
