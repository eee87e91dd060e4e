"""Entries that an import adds to the roster and the catalogue, in the files as people wrote them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from builder.authoring.file_writing import written
from builder.reading import positioned_yaml
from builder.reading.document_reader import read_document
from builder.schema import KINDS, Kind
from builder.schema.catalog import CatalogEntry
from builder.schema.types import KEBAB

IN_BRACKETS = re.compile(r"(\w+:\s*\[.*\S)(\s*\]\s*)", re.DOTALL)
ENTRY = Kind("catalog entry", CatalogEntry, "catalog.yml", "list", (".yml",))


@dataclass(frozen=True, slots=True)
class ListAddition:
    """A new entry: its list (`roster`, or one of the catalogue's), its fields, and whether the map says to add it."""

    list: str
    fields: Mapping[str, str]
    is_wanted: bool

    @property
    def file(self) -> str:
        """The file it belongs in."""
        return "roster.yml" if self.list == "roster" else "catalog.yml"

    def lines(self, indent: str = "") -> str:
        """The entry as YAML, as an item of its list."""
        kind = KINDS["roster"] if self.list == "roster" else ENTRY
        first, *rest = written(kind, self.fields).splitlines()
        return "".join([f"{indent}- {first}\n", *(f"{indent}  {line}\n" for line in rest)])

    def in_braces(self) -> str:
        """The entry on one line, as lists in brackets have it."""
        return f"{{{', '.join(f'{name}: {in_quotes(value)}' for name, value in self.fields.items())}}}"


def in_quotes(text: str) -> str:
    """A text that stands within brackets: as it is where it is an id, else in quotes."""
    return text if KEBAB.fullmatch(text) and not text.isdigit() else json.dumps(text, ensure_ascii=False)


def with_entries(file: str, text: str, entries: Sequence[ListAddition]) -> str | None:
    """The text of a list with entries added at the end of their lists; None where it could not be done surely.

    Nothing else in the text changes. What comes out is read again: it holds what was there and the
    new entries, or it is not used.
    """
    kind = KINDS["roster"] if file == "roster.yml" else KINDS["catalog"]
    before = read_document(kind, file, text.encode()) if text.strip() else None
    if before is not None and not before.is_whole:
        return None
    new = text if text.endswith("\n") or not text else f"{text}\n"
    if file == "roster.yml":
        new += "".join(entry.lines() for entry in entries)
    else:
        for name in dict.fromkeys(entry.list for entry in entries):
            new = _below_list(new, name, [entry for entry in entries if entry.list == name])
    after = read_document(kind, file, new.encode())
    return new if after.is_whole and list(after.records) == _expected(file, before, entries) else None


def _expected(file: str, before: object, entries: Iterable[ListAddition]) -> list[object]:
    records = [record for record in getattr(before, "records", ()) if record is not None]
    if file == "roster.yml":
        return [*records, *(dict(entry.fields) for entry in entries)]
    whole = {name: list(found) for name, found in (records[0] if records else {}).items()}
    for entry in entries:
        whole.setdefault(entry.list, []).append(dict(entry.fields))
    return [whole]


def _below_list(text: str, name: str, entries: Sequence[ListAddition]) -> str:
    """The text with entries after the last one of a list that stands in lines of its own."""
    places = positioned_yaml.Places()
    try:
        value = positioned_yaml.parse(text, places)
    except positioned_yaml.YamlFault:
        return text
    present = (value or {}).get(name)
    if not present:
        kept = "".join(line for line in re.split(r"(?<=\n)", text) if not line.startswith(f"{name}:"))
        return f"{kept}{name}:\n" + "".join(entry.lines("  ") for entry in entries)
    lines = re.split(r"(?<=\n)", text)
    first = places.keys[(name,)].line - 1
    if match := IN_BRACKETS.fullmatch(lines[first]):
        lines[first] = f"{match[1]}, {', '.join(entry.in_braces() for entry in entries)}{match[2]}"
        return "".join(lines)
    last = places.values[(name, len(present) - 1)].line
    column = lines[last - 1].find("-")
    following = [place.line for path, place in places.keys.items() if len(path) == 1 and place.line > last]
    end = min(following, default=len(lines) + 1) - 1
    while end > last and (not lines[end - 1].strip() or lines[end - 1].lstrip().startswith("#")):
        end -= 1
    added = "".join(entry.lines(" " * max(column, 0)) for entry in entries)
    return "".join([*lines[:end], added, *lines[end:]])
