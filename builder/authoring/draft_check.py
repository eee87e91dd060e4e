"""The check of a file that is not written yet: the reader's own rules, over the content it will stand among."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache, cached_property
from pathlib import PurePosixPath
from typing import Any

from pydantic import ValidationError

from builder.config import Settings
from builder.diagnostics import Diagnostic, Severity
from builder.diagnostics.file_codes import NOT_TEXT, NOT_UTF8
from builder.reading.accounts import AccountBook
from builder.reading.codebook import Codebook
from builder.reading.corpus import FOLDERS, ContentItem, Corpus, FoundFile
from builder.reading.corpus_assembly import read_corpus
from builder.reading.deals import DealBook
from builder.reading.document_reader import place_faults, read_document
from builder.reading.faults import Fault, faults_of
from builder.reading.file_names import parse_name
from builder.reading.rules import RULES, Sources
from builder.schema import Kind, json_schema
from builder.schema.constraints import Constraint

Record = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Trouble:
    """A fault in a file that is still being filled in, and the fields to ask for again."""

    fault: Fault
    again: frozenset[str]

    @property
    def is_error(self) -> bool:
        """Whether the file cannot stay so."""
        return self.fault.code.severity is Severity.ERROR


@dataclass(frozen=True)
class DraftContext:
    """The content that a new file will stand among."""

    settings: Settings
    corpus: Corpus

    @classmethod
    def of(cls, settings: Settings) -> DraftContext:
        """Everything there is; no cache is made where there was none."""
        cache = settings.cache_dir
        kept = replace(settings, cache_dir=cache if cache is not None and cache.is_dir() else None)
        return cls(settings, read_corpus(kept, place_warnings=False))

    @cached_property
    def codebook(self) -> Codebook:
        """The themes."""
        return Codebook.of(self.corpus.themes)

    @cached_property
    def accounts(self) -> AccountBook:
        """The accounts under their spellings."""
        return AccountBook(self.corpus.catalog.accounts)

    @cached_property
    def ids(self) -> Mapping[str, frozenset[str]]:
        """The ids of all files there are, also of those set aside, by kind."""
        return {kind: frozenset(f.id for f in self.corpus.states if f.kind == kind and f.id) for kind in FOLDERS}

    def troubles(self, kind: Kind, record: Record, body: str, path: str, pending: Collection[str]) -> list[Trouble]:
        """What is wrong so far with a file of this kind; of the fields in `pending` nothing is expected yet."""
        wrong = [*_unreadable(record, body), *_types(kind, record, pending)]
        faulty = {field for trouble in wrong for field in trouble.again}
        settled = {name: value for name, value in record.items() if name not in faulty}
        wrong += _across(kind, settled, body, {*pending, *faulty})
        faults = (f for f in self._among(kind, settled, body, path) if f.path and f.path[0] not in pending)
        return wrong + [Trouble(fault, frozenset({str(fault.path[0])})) for fault in faults]

    def _among(self, kind: Kind, record: Record, body: str, path: str) -> list[Fault]:
        """What the rules across files say of the fields that are there."""
        try:
            value = kind.model.model_validate({**_stand_ins(kind), **record})
        except ValidationError:
            return []
        return [fault for fault in self._found(kind, path, value, body) if not fault.path or fault.path[0] in record]

    def diagnostics(self, kind: Kind, path: str, raw: bytes, private: bool = False) -> list[Diagnostic]:
        """What `bulletin check` would say of these bytes under this path."""
        name, faults = parse_name(kind.name, PurePosixPath(path).stem)
        reading = read_document(kind, path, raw)
        found = [*reading.diagnostics]
        if name is not None and reading.is_whole:
            value = kind.model.model_validate(reading.records[0])
            faults += self._found(kind, path, value, reading.body, private)
        return sorted([*found, *place_faults(path, raw, faults)])

    def _found(self, kind: Kind, path: str, value: Any, body: str, private: bool = False) -> list[Fault]:
        name, _ = parse_name(kind.name, PurePosixPath(path).stem)
        if name is None:
            return []
        found = FoundFile(path, kind.name, private, name.id, name.recorded)
        items = (*getattr(self.corpus, FOLDERS[kind.name]), ContentItem(found, value, body))
        placed: dict[str, Any] = {FOLDERS[kind.name]: tuple(sorted(items, key=lambda item: item.path))}
        corpus = replace(self.corpus, **placed)
        known = {**self.ids, kind.name: self.ids[kind.name] | {name.id}}
        deals = DealBook(corpus, self.accounts)
        sources = Sources(corpus, self.settings, self.codebook, self.accounts, deals, {}, known)
        return [fault for rule in RULES for other, fault in rule.findings(sources) if other is found]


def _unreadable(record: Record, body: str) -> Iterator[Trouble]:
    """Texts that no file can hold: bytes that were no UTF-8 on their way in, NUL in the free text."""
    for field, value in (*record.items(), ("body", body)):
        if any("\ud800" <= char <= "\udfff" for text in _texts(value) for char in text):
            yield Trouble(Fault(NOT_UTF8, (field,), f"{field}: not UTF-8", "UTF-8 text"), frozenset({field}))
    if "\0" in body:
        yield Trouble(Fault(NOT_TEXT, ("body",), "a NUL in the free text", "text"), frozenset({"body"}))


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            yield from (str(key), *_texts(inner))
    else:
        for inner in value:
            yield from _texts(inner)


def _types(kind: Kind, record: Record, pending: Collection[str]) -> Iterator[Trouble]:
    """The faults of single fields."""
    try:
        kind.model.model_validate(dict(record))
    except ValidationError as error:
        for fault in faults_of(error, kind.model):
            field = str(fault.path[0]) if fault.path else ""
            if field in record or field not in pending:
                yield Trouble(fault, frozenset({field}))


def _across(kind: Kind, record: Record, body: str, pending: Collection[str]) -> Iterator[Trouble]:
    """The rules across fields that are broken, of those whose fields have all been settled."""
    plain = {**record, **({"body": body} if body else {})}
    for rule in kind.constraints:
        involved = {*rule.fields, *(when.field for when in rule.when)}
        if involved & set(pending) or rule.holds(plain):
            continue
        again = _missing(rule, plain)
        at: tuple[str, ...] = (again[0],)
        yield Trouble(Fault(rule.code, at, rule.message, rule.allowed, at_key=True), frozenset(again))


def _missing(rule: Constraint, record: Record) -> list[str]:
    """The fields of a broken rule to ask for again: those that are missing, else the first."""
    if rule.test == "any-driver":
        return [*rule.fields]
    present = [field for field in rule.fields if record.get(field) is not None]
    absent = [field for field in rule.fields if field not in present]
    if rule.test in ("present", "at-least-one") or (rule.test == "exactly-one" and not present):
        return absent
    return present[-1:] if rule.test == "exactly-one" else [rule.fields[0]]


@cache
def _stand_ins(kind: Kind) -> Mapping[str, Any]:
    """Something for each field that must be there, so that the others can be looked at."""
    schema = json_schema(kind)
    definitions = schema.get("$defs", {})
    return {name: _stand_in(schema["properties"][name], definitions) for name in schema.get("required", ())}


def _stand_in(schema: Mapping[str, Any], definitions: Mapping[str, Any]) -> Any:
    schema = definitions.get(str(schema.get("$ref", "")).rpartition("/")[2], schema)
    if "enum" in schema:
        return schema["enum"][0]
    if schema.get("type") == "object":
        return {}
    return dt.date.min.isoformat() if schema.get("format") == "date" else "x"


def fresh(digits: Iterable[str], taken: Collection[str]) -> str:
    """The first of these eight digits that no file has yet."""
    return next(eight for eight in digits if eight not in taken)
