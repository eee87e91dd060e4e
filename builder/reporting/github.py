"""Diagnostics for GitHub: annotations beside the lines, and the whole list in the summary of the step."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Sequence

from builder.diagnostics import Diagnostic, Severity
from builder.reporting.inert import inert
from builder.support.escaping import for_workflow, for_workflow_property

SHOWN = 10
"""As many errors, and as many warnings, GitHub shows of one step; it hides the others without a word."""
MOST = 900_000
"""A summary may have a mebibyte; GitHub drops a longer one."""
SIGNS = {Severity.ERROR: "🛑", Severity.WARNING: "⚠️"}


def commands(diagnostics: Iterable[Diagnostic], changed: Container[str]) -> Iterator[str]:
    """A workflow command a diagnostic, those in changed files first."""
    for diagnostic in in_order(diagnostics, changed):
        place = f"file={for_workflow_property(diagnostic.path)},line={diagnostic.line},col={diagnostic.column}"
        title, message = for_workflow_property(diagnostic.code.id), for_workflow(message_of(diagnostic))
        yield f"::{diagnostic.severity.value} {place},title={title}::{message}"


def in_order(diagnostics: Iterable[Diagnostic], changed: Container[str]) -> list[Diagnostic]:
    """Changed files first, then the order given."""
    return sorted(diagnostics, key=lambda diagnostic: diagnostic.path not in changed)


def message_of(diagnostic: Diagnostic) -> str:
    """The message with what is allowed and what to type instead, each on lines of its own."""
    allowed = [f"Allowed: {diagnostic.allowed}"] if diagnostic.allowed else []
    instead = [f"Instead: {diagnostic.suggestion}"] if diagnostic.suggestion else []
    return "\n".join([diagnostic.message, *allowed, *instead])


def step_summary(diagnostics: Sequence[Diagnostic], changed: Container[str], tally: str) -> str:
    """The whole list as Markdown under its tally, with how many of it GitHub does not show as annotations."""
    lines = ["## bulletin check", "", f"{tally}.", ""]
    if hidden := hidden_of(diagnostics):
        lines += [f"GitHub shows {SHOWN} errors and {SHOWN} warnings of a step: {hidden:,} of these are only here.", ""]
    if diagnostics:
        lines += ["| | place | code | what | instead |", "| --- | --- | --- | --- | --- |"]
    size = 0
    listed = in_order(diagnostics, changed)
    for position, diagnostic in enumerate(listed):
        row = _markdown_row(diagnostic)
        size += len(row.encode("utf-8", "replace")) + 1
        if size > MOST:
            return "\n".join([*lines, "", f"{len(listed) - position:,} more are left out here.", ""])
        lines.append(row)
    return "\n".join([*lines, ""])


def hidden_of(diagnostics: Iterable[Diagnostic]) -> int:
    """How many annotations GitHub hides."""
    found = [diagnostic.severity for diagnostic in diagnostics]
    return sum(max(0, found.count(severity) - SHOWN) for severity in Severity)


def _markdown_row(diagnostic: Diagnostic) -> str:
    place = inert(f"{diagnostic.path}:{diagnostic.line}:{diagnostic.column}")
    instead = diagnostic.suggestion or (f"allowed: {diagnostic.allowed}" if diagnostic.allowed else "")
    sign = SIGNS[diagnostic.severity]
    return f"| {sign} | {place} | {diagnostic.code.id} | {inert(diagnostic.message, 300)} | {inert(instead, 300)} |"
