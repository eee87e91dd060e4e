"""Diagnostics as a compiler shows them: the place, the line, and what to type instead."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from builder.diagnostics import Diagnostic
from builder.support.escaping import for_terminal
from builder.views.shared.phrases import counted_noun

Lines = Callable[[str], list[str]]
WIDEST = 160


def render(diagnostics: Iterable[Diagnostic], lines_of: Lines) -> Iterator[str]:
    """Each diagnostic as a block of lines; `lines_of` gives the lines of a file by its path."""
    for diagnostic in diagnostics:
        place = f"{_line(diagnostic.path)}:{diagnostic.line}:{diagnostic.column}"
        yield f"{place}: {diagnostic.severity}[{diagnostic.code.id}] {_line(diagnostic.message)}"
        yield from _excerpt(diagnostic, lines_of(diagnostic.path))
        if diagnostic.allowed:
            yield f"  = allowed: {_line(diagnostic.allowed)}"
        if diagnostic.suggestion:
            yield from _suggestion(diagnostic.suggestion)
        yield ""


def _line(text: str) -> str:
    return for_terminal(text, is_one_line=True)


def _excerpt(diagnostic: Diagnostic, lines: list[str]) -> Iterator[str]:
    if not 0 < diagnostic.line <= len(lines) or not lines[diagnostic.line - 1].strip():
        return
    number = str(diagnostic.line)
    line = lines[diagnostic.line - 1].replace("\t", " ")
    start = max(0, diagnostic.column - 1 - WIDEST // 2) if len(line) > WIDEST else 0
    shown = "".join(char if char.isprintable() else "·" for char in line[start : start + WIDEST])
    width = max(1, min(diagnostic.width, len(shown) - (diagnostic.column - 1 - start)))
    yield f"  {number} | {shown}"
    yield f"  {' ' * len(number)} | {' ' * (diagnostic.column - 1 - start)}{'^' * width}"


def _suggestion(suggestion: str) -> Iterator[str]:
    first, *rest = for_terminal(suggestion).split("\n")
    yield f"  = instead: {first}"
    yield from (f"             {line}" for line in rest)


def summary(errors: int, warnings: int, files: int) -> str:
    """The closing line: `1 error, 2 warnings in 178 files`."""
    return f"{counted_noun(errors, 'error')}, {counted_noun(warnings, 'warning')} in {counted_noun(files, 'file')}"
