"""What passes between a form that asks and a person who answers, wherever they meet."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Mapping
from dataclasses import dataclass, field

from builder.authoring.draft_check import Trouble

YES = frozenset({"y", "yes"})
SKIP = "-"


@dataclass(frozen=True, slots=True, kw_only=True)
class Prompt:
    """One question, as it is put: an empty answer takes the default, `-` none at all."""

    words: str
    hint: str = ""
    default: str = ""
    choices: Mapping[str, str] = field(default_factory=dict)
    number: int = 0
    is_list: bool = False
    is_long: bool = False
    is_inner: bool = False


@dataclass(frozen=True, slots=True)
class Hint:
    """Something to say that wants no answer."""

    text: str
    is_error: bool = False


Dialogue = Generator[Prompt | Hint, str, None]


def remark_on(trouble: Trouble) -> Hint:
    """A fault as a sentence: what is wrong, what is allowed, and what comes nearest."""
    fault = trouble.fault
    text = fault.message
    if fault.allowed:
        text += f"; allowed: {fault.allowed}"
    if fault.suggestion:
        text += f"\ninstead: {fault.suggestion}"
    return Hint(text if trouble.is_error else f"Note: {text}", trouble.is_error)


def expanded(text: str, choices: Iterable[str], titles: Mapping[str, str]) -> str:
    """The choice that is meant: by its id, its title, or the only one that begins so; else the text itself."""
    folded = text.casefold()
    if not folded:
        return text
    ids = list(choices)
    exact = [id for id in ids if folded in (id.casefold(), titles.get(id, "").casefold())]
    opening = [id for id in ids if id.casefold().startswith(folded)]
    return next((found[0] for found in (exact, opening) if len(found) == 1), text)
