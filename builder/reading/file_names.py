"""What a file's name says: when the item was recorded and what its public id is."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from dataclasses import dataclass

from builder.diagnostics.file_codes import NAME_WITHOUT_ID, UNUSABLE_NAME
from builder.reading.faults import Fault
from builder.schema import KINDS
from builder.schema.types import KEBAB

NAME = re.compile(r"(?P<date>\d{4}-\d{2}-\d{2})(?:-(?P<rest>.*))?", re.DOTALL)
LONGEST_STEM = 200
ID_AT_END = re.compile(r"(?:(?P<words>.*)-)?(?P<id>[0-9a-f]{8})", re.DOTALL)
DATED = frozenset(kind.name for kind in KINDS.values() if kind.is_dated)
WITH_DIGITS = frozenset(kind.name for kind in KINDS.values() if kind.has_digits)


@dataclass(frozen=True, slots=True)
class Name:
    """The parts of a file's name; `recorded` is None for kinds without a date."""

    id: str
    recorded: dt.date | None = None
    words: str = ""


def shown(path: str) -> str:
    """A path that can be printed and stays unlike any other: what cannot be printed is escaped."""
    if path.isprintable() and "\\" not in path:
        return path
    return "".join(map(_shown, path))


def _shown(char: str) -> str:
    if char == "\\":
        return "\\\\"
    if char.isprintable():
        return char
    code = ord(char)
    if 0xDC80 <= code <= 0xDCFF:  # how Python holds a byte that is not UTF-8
        return f"\\x{code - 0xDC00:02x}"
    return f"\\x{code:02x}" if code < 0x80 else f"\\u{code:04x}"


def digits(text: str) -> str:
    """Eight hexadecimal digits made from a text."""
    return hashlib.blake2b(text.encode("utf-8", "surrogateescape"), digest_size=4).hexdigest()


def parse_name(kind: str, stem: str) -> tuple[Name | None, list[Fault]]:
    """What the stem of a file of this kind says, and what is wrong with it."""
    if kind == "edition":
        return Name(stem), []
    if kind not in DATED:
        if KEBAB.fullmatch(stem):
            return Name(stem), []
        return None, [
            Fault(UNUSABLE_NAME, (), f"the name {stem!r} is not an id", "lower-case letters, digits and hyphens")
        ]
    match = NAME.fullmatch(stem)
    recorded = _date(match["date"]) if match else None
    if not match or recorded is None:
        allowed = "YYYY-MM-DD-words-1a2b3c4d" if kind in WITH_DIGITS else "YYYY-MM-DD-words"
        return None, [Fault(UNUSABLE_NAME, (), f"the name {stem!r} does not open with a date", allowed)]
    if kind not in WITH_DIGITS:
        if KEBAB.fullmatch(stem):
            return Name(stem, recorded, match["rest"] or ""), []
        return None, [
            Fault(UNUSABLE_NAME, (), f"the name {stem!r} is not an id", "lower-case letters, digits and hyphens")
        ]
    if found := ID_AT_END.fullmatch(match["rest"] or ""):
        return Name(found["id"], recorded, found["words"] or ""), []
    made = digits(stem)
    suggestion = f"{shown(stem)[:LONGEST_STEM].rstrip('-')}-{made}"
    fault = Fault(NAME_WITHOUT_ID, (), "the name does not end with eight hexadecimal digits", "…-1a2b3c4d", suggestion)
    return Name(made, recorded, match["rest"] or ""), [fault]


def _date(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None
