"""What the builder has to say about content: values with a place, a stable code and a way out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple


class Severity(StrEnum):
    """Errors set a file aside; warnings do not."""

    ERROR = "error"
    WARNING = "warning"


ERROR, WARNING = Severity.ERROR, Severity.WARNING


class Place(NamedTuple):
    """A place in a content file: lines and columns count from 1, `width` is in characters."""

    line: int = 1
    column: int = 1
    width: int = 1


@dataclass(frozen=True, slots=True, order=True)
class Code:
    """One kind of diagnostic and the page that explains it; sorted by id, of which there is one a code."""

    id: str
    severity: Severity
    title: str
    why: str
    mend: str


@dataclass(frozen=True, slots=True, order=True)
class Diagnostic:
    """One message about one place; sorted by path, line, column and code."""

    path: str
    line: int
    column: int
    code: Code
    message: str
    allowed: str = ""
    suggestion: str = ""
    width: int = 1
    private: bool = False

    @property
    def severity(self) -> Severity:
        """The severity of its code."""
        return self.code.severity

    @property
    def is_error(self) -> bool:
        """Whether it sets its file aside."""
        return self.severity is Severity.ERROR


def errors_in(diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
    """The diagnostics that set a file aside, in their order."""
    return [diagnostic for diagnostic in diagnostics if diagnostic.is_error]
