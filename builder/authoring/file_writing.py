"""Content files as a careful person would write them; what is written reads back exactly.

The forms write the same files, in `templates/assets/js/writing.js`.
"""

from __future__ import annotations

import datetime as dt
import json
import re
import unicodedata
from collections.abc import Iterator, Mapping
from typing import Any

from builder import addresses
from builder.schema import Kind
from builder.schema.debrief import ANONYMOUS
from builder.schema.forms import FORMS
from builder.schema.types import KEBAB

INDENT = "  "
LONGEST_WORDS = 60
# What YAML does not read as it stands: controls, other line breaks, marks that no one sees.
UNPRINTABLE = "\x00-\x1f\x7f-\xa0\u200b-\u200f\u2028-\u202f\u2060-\u206f\ud800-\udfff\ufeff\ufff9-\uffff"
ODD = re.compile(f"[{UNPRINTABLE}]")
PLAIN = re.compile(r"[^\W_](?:[^:#]|:(?=\S)|(?<=\S)#)*")
# What other readers of YAML would not take for text.
RESOLVED = re.compile(r"true|false|yes|no|on|off|y|n|null|[-+.]?\d[\d_.,:eExXoO+-]*", re.IGNORECASE)
KEY = re.compile(r"(?!(?:true|false|null)$)[a-z][a-z0-9_-]*")
# Dates and numbers stay as they are: they stand where such belong.
NUMERIC = re.compile(r"\d{4}-\d{2}-\d{2}|0|[1-9]\d*(?:\.\d+)?")


def written(kind: Kind, record: Mapping[str, Any], body: str = "", *, as_yaml: bool = False) -> str:
    """The text of a content file of this kind: plain values in the order of the schema, then the free text.

    Values are text, lists and mappings, as the reader gives them; what is absent is not written.
    A `.yml` file has no free text.
    """
    fields = [name for name in _names(kind) if record.get(name) not in (None, "", [], ())]
    lines = "".join(f"{line}\n" for name in fields for line in _entry(name, record[name], 0))
    if as_yaml or not kind.has_body:
        return lines
    text = body.strip("\n")
    return f"---\n{lines}---\n{text}\n" if text else f"---\n{lines}---\n"


def _names(kind: Kind) -> list[str]:
    return [field.alias or name for name, field in kind.model.model_fields.items()]


def _entry(key: str, value: Any, depth: int) -> Iterator[str]:
    """The lines of one key with its value."""
    before = f"{INDENT * depth}{key if KEY.fullmatch(key) else _scalar(key)}:"
    if isinstance(value, Mapping):
        yield before if value else f"{before} {{}}"
        for name, inner in value.items():
            yield from _entry(str(name), inner, depth + 1)
    elif isinstance(value, str):
        lines = list(_text(value, depth + 1))
        yield f"{before} {lines[0]}"
        yield from lines[1:]
    elif all(isinstance(item, str) and KEBAB.fullmatch(item) for item in value):
        yield f"{before} [{', '.join(map(_scalar, value))}]"
    else:
        yield before
        for item in value:
            yield from _item(item, depth + 1)


def _item(value: Any, depth: int) -> Iterator[str]:
    """The lines of one entry of a list: a mapping starts on the line of its hyphen."""
    if isinstance(value, Mapping) and value:
        lines = [line for name, inner in value.items() for line in _entry(str(name), inner, depth + 1)]
        yield f"{INDENT * depth}- {lines[0].lstrip()}"
        yield from lines[1:]
    else:
        yield f"{INDENT * depth}- {_scalar(str(value))}"


def _text(value: str, depth: int) -> Iterator[str]:
    """A value on its line, or as a block below it where it has lines of its own."""
    lines = value.split("\n")
    is_block = len(lines) > 1 and lines[0] and lines[-1] and not any(ODD.search(line) for line in lines)
    if is_block and not any(line != line.rstrip() for line in lines) and not lines[0][0].isspace():
        yield "|-"
        yield from (f"{INDENT * depth}{line}" if line else "" for line in lines)
    else:
        yield _scalar(value)


def _scalar(value: str) -> str:
    """A text on one line: as it stands where that is safe, else in double quotes."""
    is_safe = PLAIN.fullmatch(value) and not ODD.search(value) and not value[-1:].isspace()
    if is_safe and (NUMERIC.fullmatch(value) or not RESOLVED.fullmatch(value)):
        return value
    return ODD.sub(_escaped, json.dumps(value, ensure_ascii=False))


def _escaped(match: re.Match[str]) -> str:
    return f"\\u{ord(match[0]):04x}"


def file_name(kind: Kind, record: Mapping[str, Any], recorded: dt.date, digits: str) -> str:
    """The path of a new file below the content root, by the rules of its kind's names.

    Of an anonymous debrief nothing but its date and digits is told.
    """
    words = words_of(kind, record)
    day = recorded.isoformat()
    if kind.name == "debrief":
        hidden = record.get("rep") == ANONYMOUS
        return f"{kind.place}/{recorded:%Y}/{'-'.join(filter(None, (day, '' if hidden else words, digits)))}.md"
    if kind.name == "comment":
        return f"{kind.place}/{'-'.join(filter(None, (day, words, digits)))}.md"
    if kind.name == "response":
        return f"{kind.place}/{day}-{words or digits}.md"
    return f"{kind.place}/{words or digits}.yml"


def form_address(kind: Kind, record: Mapping[str, Any], digits: str = "") -> str:
    """The address of the form filled in with a record's plain values; with `digits` its file keeps them."""
    plain = {name: value for name, value in record.items() if isinstance(value, str) and value}
    lists = {name: ",".join(value) for name, value in record.items() if _are_ids(value)}
    return addresses.form(kind.name, **plain, **lists, **({"id": digits} if digits else {}))


def _are_ids(value: Any) -> bool:
    return bool(value) and isinstance(value, (list, tuple)) and all(isinstance(item, str) for item in value)


def words_of(kind: Kind, record: Mapping[str, Any]) -> str:
    """The words of a file's name: what it is about, in lower-case letters, digits and hyphens."""
    parts = []
    for name in FORMS[kind.name].subjects:
        value = record.get(name)
        parts.append(" ".join(value) if isinstance(value, (list, tuple)) else str(value or ""))
    return slug(" ".join(parts))


def slug(text: str) -> str:
    """A text as lower-case letters, digits and single hyphens, cut at a word."""
    folded = unicodedata.normalize("NFKD", text.casefold()).encode("ascii", "ignore").decode()
    whole = re.sub(r"[^a-z0-9]+", "-", folded).strip("-")
    if len(whole) <= LONGEST_WORDS:
        return whole
    cut = whole[: LONGEST_WORDS + 1].rpartition("-")[0]
    return cut or whole[:LONGEST_WORDS]
