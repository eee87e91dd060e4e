"""The codes of diagnostics."""

from __future__ import annotations

from dataclasses import dataclass

from builder.reading.codes import CODES
from builder.views.shared.page_context import PageContext


@dataclass(frozen=True, slots=True)
class CodeView:
    """A diagnostic's code, explained."""

    id: str
    anchor: str
    severity: str
    title: str
    why: str
    mend: str


@dataclass(frozen=True, slots=True)
class CodesPage:
    """All codes of diagnostics."""

    codes: tuple[CodeView, ...]


def codes_page(context: PageContext) -> CodesPage:
    """The page that explains every diagnostic."""
    codes = CODES.values()
    return CodesPage(tuple(CodeView(c.id, c.id.lower(), c.severity.value, c.title, c.why, c.mend) for c in codes))
