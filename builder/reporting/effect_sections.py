"""A section of the report on an effect, and how the report calls what it tells of."""

from __future__ import annotations

import re
from dataclasses import dataclass

from builder.changes.effect import Effect
from builder.changes.effect_parts import Altered
from builder.reporting.inert import inert

PLAIN_ID = re.compile(r"[\w.:/-]+")


LINE, TEXT = 160, 500


FIRST = 5


KINDS = {
    "debrief": ("debrief", "debriefs"),
    "response": ("response", "responses"),
    "comment": ("comment", "comments"),
    "promise": ("promise", "promises"),
    "initiative": ("initiative", "initiatives"),
    "claim": ("claim", "claims"),
    "theme": ("theme", "themes"),
    "edition": ("letter", "letters"),
}


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the report: `blocks` are whole entries, `noun` says what one of them is."""

    title: str
    blocks: tuple[str, ...]
    noun: str = "entry"
    many: str = "entries"


def file_words(about: str) -> str:
    """What a file is called, its id or path as code."""
    kind, space, rest = about.partition(" ")
    id, comma, recorded = rest.partition(",")
    return f"{inert(kind)} {code_span(id)}{comma}{recorded}" if space and kind in KINDS else code_span(about)


def code_span(id: str) -> str:
    """An id as code, which no service takes for the name of a commit."""
    return f"`{id}`" if PLAIN_ID.fullmatch(id) else inert(id)


def item_title(kind: str, id: str, effect: Effect) -> str:
    """The title of an item in quotation marks, as it will be or was; its id where neither has it."""
    form = effect.after.forms.get((kind, id)) or effect.before.forms.get((kind, id))
    return f"“{inert(form.title, LINE)}”" if form else inert(id)


def deed_of(item: Altered) -> str:
    """What was done to an item whose file was touched."""
    is_there = item.file is None or item.file.is_there
    if item.after is None:
        return "break" if is_there else "delete"
    if item.after.state == "withdrawn" and (item.before is None or item.before.state != "withdrawn"):
        return "withdraw"
    if item.before is None:
        return "add"
    if item.before != item.after:
        return "rewrite"
    return "move" if item.file and item.file.is_moved else "hide"
