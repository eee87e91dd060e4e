"""Text for those who obey some of it: terminals, GitHub's runners, XML, JSON and spreadsheets, a function each."""

from __future__ import annotations

import json
import re
from typing import Any

# What XML 1.0 cannot hold (its production 2), however it is written.
NOT_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# Formulas begin with these in one spreadsheet or another; source: OWASP, CSV Injection.
FORMULA = re.compile("^[=+\\-@\t\r＝＋－＠]")
# A number is none: nothing is run by it, and what reads it counts on it.
NUMBER = re.compile(r"[-+]?[0-9]+(?:[.,][0-9]+)*%?", re.ASCII)


def _escaped(char: str) -> str:
    return char.encode("unicode_escape", "surrogatepass").decode("ascii")


def for_terminal(text: str, *, is_one_line: bool = False) -> str:
    """The text with everything that a terminal would obey, or not show, written as an escape.

    That is what is not printable: controls, marks of direction, unassigned and lone halves. Lines stay
    lines, unless it is to be one.
    """
    kept = "" if is_one_line else "\n"
    return "".join(char if char.isprintable() or char in kept else _escaped(char) for char in text)


def for_workflow(text: str) -> str:
    """The text as the data of a workflow command, which ends with its line."""
    escaped = for_terminal(text).replace("%", "%25")
    return escaped.replace("\r", "%0D").replace("\n", "%0A")


def for_workflow_property(text: str) -> str:
    """The text as a property of a workflow command."""
    return for_workflow(text).replace(":", "%3A").replace(",", "%2C")


def for_xml(text: str) -> str:
    """The text without the characters that XML cannot hold; markup is left to who writes the XML."""
    return NOT_IN_XML.sub("", text)


def as_json(value: Any, indent: int | None = None) -> str:
    """The value as JSON, in which whatever is not printable is written as an escape."""
    text = json.dumps(value, ensure_ascii=False, indent=indent)
    # Outside of strings JSON has nothing that is not printable, but the ends of lines.
    return "".join(char if char.isprintable() or char == "\n" else json.dumps(char)[1:-1] for char in text)


def for_spreadsheet(cell: str) -> str:
    """The text of a cell with an apostrophe before what a spreadsheet would run; numbers stay numbers."""
    return f"'{cell}" if FORMULA.match(cell) and not NUMBER.fullmatch(cell) else cell
