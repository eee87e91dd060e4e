"""YAML in which every scalar is text and every key and value has a place.

Built on the events of libyaml's parser: one pass, no recursion in C, so that neither depth nor
aliases can hurt. Places are recorded only when asked for, since most files have no fault.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

import yaml
from yaml.cyaml import CParser  # type: ignore[attr-defined]

from builder.diagnostics import Code, Place
from builder.diagnostics.file_codes import (
    ANCHOR_OR_TAG,
    INVALID_YAML,
    KEY_TWICE,
    NESTED_TOO_DEEPLY,
    TAB_INDENT,
    UNQUOTED_COLON,
)
from builder.reading.faults import Path

MAX_DEPTH = 6
MAX_ALIASES = 8
ODD_BREAKS = re.compile("[\x85\u2028\u2029]")
TAGS_READ = (None, "!", "tag:yaml.org,2002:str")


class YamlFault(Exception):  # noqa: N818 - a fault in content, as everywhere here
    """The text is not YAML that we read: a code, a message and a place."""

    def __init__(self, code: Code, message: str, place: Place, allowed: str = "", suggestion: str = "") -> None:
        super().__init__(message)
        self.code, self.message, self.place = code, message, place
        self.allowed, self.suggestion = allowed, suggestion


@dataclass(slots=True)
class Places:
    """Where keys and values stand: path → place, lines counted from the top of the fields."""

    keys: dict[Path, Place] = field(default_factory=dict)
    values: dict[Path, Place] = field(default_factory=dict)


def parse(text: str, places: Places | None = None, duplicates: list[YamlFault] | None = None) -> Any:
    """Plain text, lists and mappings; an empty document is None. Raises YamlFault.

    Second values of one key go to `duplicates` where a list is given, else raise.
    """
    try:
        return _Composer(text, places, duplicates).document()
    except yaml.YAMLError as error:
        raise _explained(error, text) from error
    except RecursionError as error:
        raise YamlFault(NESTED_TOO_DEEPLY, "nested too deeply", Place()) from error


class _Composer:
    def __init__(self, text: str, places: Places | None, duplicates: list[YamlFault] | None) -> None:
        self._parser = CParser(text)
        self._next = self._parser.get_event
        self._places = places
        self._duplicates = duplicates
        self._odd = text if ODD_BREAKS.search(text) else ""
        self._anchors: dict[str, Any] = {}
        self._aliases = 0

    def document(self) -> Any:
        """The value of the one document of a text; None where there is none.

        Raises YamlFault for what is not allowed here, such as a second document.
        """
        self._next()
        event = self._next()
        if isinstance(event, yaml.StreamEndEvent):
            return None
        value = self._value(self._next(), ())
        self._next()
        event = self._next()
        if not isinstance(event, yaml.StreamEndEvent):
            raise YamlFault(INVALID_YAML, "a second document starts here", self._place(event), "one document a file")
        return value

    def _value(self, event: Any, path: Path) -> Any:
        kind = event.__class__
        if self._places is not None:
            self._places.values[path] = self._place(event)
        if kind is yaml.ScalarEvent:
            value: Any = event.value
            if event.tag is not None or event.anchor is not None:
                self._mark(event, value)
            return value
        if kind is yaml.AliasEvent:
            return self._alias(event)
        if len(path) >= MAX_DEPTH:
            raise YamlFault(
                NESTED_TOO_DEEPLY,
                f"more than {MAX_DEPTH} levels deep",
                self._place(event),
                f"at most {MAX_DEPTH} levels",
            )
        value = self._mapping(path) if kind is yaml.MappingStartEvent else self._sequence(path)
        if event.tag is not None or event.anchor is not None:
            self._mark(event, value)
        return value

    def _mapping(self, path: Path) -> dict[str, Any]:
        value: dict[str, Any] = {}
        while (event := self._next()).__class__ is not yaml.MappingEndEvent:
            if event.__class__ is not yaml.ScalarEvent:
                raise YamlFault(INVALID_YAML, "a key has to be plain text", self._place(event), "key: value")
            key = event.value
            if event.tag is not None or event.anchor is not None:
                self._mark(event, key)
            inner = (*path, key)
            if key in value:
                self._duplicate(key, event)
                self._value(self._next(), (*path, f"{key} "))
                continue
            if self._places is not None:
                self._places.keys[inner] = self._place(event)
            value[key] = self._value(self._next(), inner)
        return value

    def _sequence(self, path: Path) -> list[Any]:
        value: list[Any] = []
        while (event := self._next()).__class__ is not yaml.SequenceEndEvent:
            value.append(self._value(event, (*path, len(value))))
        return value

    def _duplicate(self, key: str, event: Any) -> None:
        fault = YamlFault(KEY_TWICE, f"{key!r} stands here a second time", self._place(event), "each key once")
        if self._duplicates is None:
            raise fault
        self._duplicates.append(fault)

    def _mark(self, event: Any, value: Any) -> None:
        if event.tag not in TAGS_READ:
            tag = event.tag.replace("tag:yaml.org,2002:", "!!", 1)
            raise YamlFault(ANCHOR_OR_TAG, f"the tag {tag}", self._place(event), "no tags")
        if event.anchor is not None:
            self._anchors[event.anchor] = value

    def _alias(self, event: Any) -> Any:
        self._aliases += 1
        if self._aliases > MAX_ALIASES or event.anchor not in self._anchors:
            allowed = f"at most {MAX_ALIASES} aliases, of anchors that stand before them"
            raise YamlFault(ANCHOR_OR_TAG, f"the alias *{event.anchor}", self._place(event), allowed)
        return self._anchors[event.anchor]

    def _place(self, event: Any) -> Place:
        start, end = event.start_mark, event.end_mark
        width = end.column - start.column if end.line == start.line else 1
        line, column = _line_and_column(start, self._odd) if self._odd else (start.line + 1, start.column + 1)
        return Place(line, column, max(width, 1))


def _line_and_column(mark: Any, text: str) -> tuple[int, int]:
    """Where a mark stands, from 1, by the line ends of this text: YAML knows more of them."""
    before = text[: mark.index]
    return before.count("\n") + 1, len(before) - before.rfind("\n")


COLON = re.compile(r"^(\s*(?:- )?[^\s:#'\"{\[][^:]*:\s+)([^'\"{\[|>&*!#\s].*:(?:\s.*)?)$")


def _explained(error: yaml.YAMLError, text: str) -> YamlFault:
    """The fault behind libyaml's message, as a person would name it."""
    if isinstance(error, yaml.reader.ReaderError):
        return _unprintable(text)
    mark = _telling_mark(error, text)
    problem = getattr(error, "problem", None) or str(error)
    lines = text.split("\n")
    line, column = _line_and_column(mark, text) if mark else (1, 1)
    written = lines[min(line, len(lines)) - 1]
    indent = written[: len(written) - len(written.lstrip(" \t"))]
    if "\t" in indent:
        place = Place(line, indent.index("\t") + 1)
        return YamlFault(TAB_INDENT, "a tab where spaces belong", place, "two spaces a level")
    if "mapping values are not allowed" in problem and (split := COLON.match(written)):
        quoted = split[2].replace("\\", "\\\\").replace('"', '\\"')
        suggestion = f'{split[1].strip()} "{quoted}"'
        place = Place(line, column)
        return YamlFault(
            UNQUOTED_COLON, "a colon inside an unquoted value", place, "the value in double quotes", suggestion
        )
    context = getattr(error, "context", None)
    message = f"{problem} ({context})" if context else problem
    return YamlFault(INVALID_YAML, message, Place(line, column), "key: value lines, indented by two spaces")


def _telling_mark(error: yaml.YAMLError, text: str) -> Any:
    """Where to look: what was never closed is noticed at the end, and was opened before."""
    problem, context = getattr(error, "problem_mark", None), getattr(error, "context_mark", None)
    is_end = problem is not None and not text[problem.index :].strip()
    return context if context is not None and (is_end or problem is None) else problem


def _unprintable(text: str) -> YamlFault:
    """The fault of a character that YAML forbids, which libyaml does not place."""
    found = yaml.reader.Reader.NON_PRINTABLE.search(text)
    if found is None:
        return YamlFault(INVALID_YAML, "a character that YAML forbids", Place(), "printable characters")
    before = text[: found.start()]
    place = Place(before.count("\n") + 1, len(before) - before.rfind("\n"))
    return YamlFault(INVALID_YAML, f"the control character U+{ord(found[0]):04X}", place, "printable characters")
