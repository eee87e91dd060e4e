"""Diagnostics for machines: JSON, GitLab's code quality report, and SARIF."""

from __future__ import annotations

import hashlib
import os
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import quote

from builder import __version__
from builder.diagnostics import Code, Diagnostic, Severity
from builder.reading.codes import CODES
from builder.reporting.github import message_of
from builder.support import escaping

GRADES = {Severity.ERROR: "major", Severity.WARNING: "minor"}
SARIF = "2.1.0"
SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
ROOT = "%SRCROOT%"


def as_json(diagnostics: Iterable[Diagnostic]) -> str:
    """One array of objects, in the order given."""
    return escaping.as_json(
        [
            {
                "path": diagnostic.path,
                "line": diagnostic.line,
                "column": diagnostic.column,
                "code": diagnostic.code.id,
                "severity": diagnostic.severity.value,
                "message": diagnostic.message,
                "allowed": diagnostic.allowed,
                "suggestion": diagnostic.suggestion,
            }
            for diagnostic in diagnostics
        ],
        indent=2,
    )


def as_gitlab(diagnostics: Iterable[Diagnostic]) -> str:
    """GitLab's code quality report; paths are relative to the repository's root.

    Source: the fields that GitLab documents for the artifact `codequality`.
    """
    return escaping.as_json(
        [
            {
                "description": message_of(diagnostic),
                "check_name": diagnostic.code.id,
                "fingerprint": fingerprint,
                "severity": GRADES[diagnostic.severity],
                "location": {"path": diagnostic.path, "lines": {"begin": diagnostic.line}},
            }
            for diagnostic, fingerprint in _with_fingerprints(diagnostics)
        ],
        indent=2,
    )


def as_sarif(diagnostics: Iterable[Diagnostic]) -> str:
    """One run in SARIF 2.1.0 (OASIS); paths are relative to the repository's root."""
    rules = list(CODES.values())
    places = {code.id: place for place, code in enumerate(rules)}
    driver = {"name": "bulletin", "version": __version__, "rules": [_rule(code) for code in rules]}
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {ROOT: {"description": {"text": "The root of the repository."}}},
        "results": [_result(one, mark, places[one.code.id]) for one, mark in _with_fingerprints(diagnostics)],
    }
    return escaping.as_json({"$schema": SCHEMA, "version": SARIF, "runs": [run]}, indent=2)


def _rule(code: Code) -> dict[str, Any]:
    return {
        "id": code.id,
        "shortDescription": {"text": f"{code.title}."},
        "fullDescription": {"text": code.why},
        "help": {"text": code.mend},
        "defaultConfiguration": {"level": code.severity.value},
    }


def _result(diagnostic: Diagnostic, fingerprint: str, rule: int) -> dict[str, Any]:
    line, column = max(1, diagnostic.line), max(1, diagnostic.column)
    region = {"startLine": line, "startColumn": column, "endColumn": column + max(1, diagnostic.width)}
    uri = quote(os.fsencode(diagnostic.path))
    return {
        "ruleId": diagnostic.code.id,
        "ruleIndex": rule,
        "level": diagnostic.severity.value,
        "message": {"text": message_of(diagnostic)},
        "locations": [
            {"physicalLocation": {"artifactLocation": {"uri": uri, "uriBaseId": ROOT}, "region": region}},
        ],
        "partialFingerprints": {"bulletin/v1": fingerprint},
    }


def _with_fingerprints(diagnostics: Iterable[Diagnostic]) -> Iterator[tuple[Diagnostic, str]]:
    """Each diagnostic with a digest that stays when its line moves; of equal ones, each has its own."""
    seen: Counter[str] = Counter()
    for diagnostic in diagnostics:
        same = "\0".join((diagnostic.path, diagnostic.code.id, diagnostic.message))
        raw = f"{same}\0{seen[same]}".encode("utf-8", "surrogateescape")
        seen[same] += 1
        yield diagnostic, hashlib.blake2b(raw, digest_size=16).hexdigest()
