"""`bulletin new`: from options and answers to a file."""

from __future__ import annotations

import datetime as dt
import math
import secrets
import shlex
import signal
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any, NoReturn

import click

from builder.authoring.authors import git_author, handle_of
from builder.authoring.dialogue import YES, Prompt, remark_on
from builder.authoring.draft_check import DraftContext, Trouble, fresh
from builder.authoring.interview import DraftText, Interview
from builder.authoring.new_file import NewFilePlace, digits_of, put, read_draft, uninterrupted
from builder.authoring.typed_values import Misspelt, fields_of, value_of
from builder.cli.fields import PREFIX, option_of
from builder.cli.terminal import Terminal, as_utf_8, edited, say
from builder.config import Settings
from builder.diagnostics import Diagnostic, errors_in
from builder.reading.document_reader import read_document
from builder.reporting import text
from builder.schema import KINDS, Kind
from builder.schema.debrief import ANONYMOUS
from builder.schema.forms import BODY, FORMS
from builder.support.errors import BulletinError
from builder.support.escaping import for_terminal
from builder.support.nearest import nearest

SIGNED = {"debrief": "rep", "comment": "by"}
INTERRUPTED = 130
ENDING = tuple(getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name))


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """What was asked for on the command line; `fields` are the options that fill a field."""

    kind_name: str
    everything: bool
    anonymous: bool
    draft: Path | None
    edit: bool
    printing: bool
    private: bool
    as_yaml: bool
    fields: Mapping[str, tuple[str, ...]]

    @classmethod
    def of(cls, given: Mapping[str, Any]) -> Wishes:
        """The wishes behind click's values."""
        fields = {name.removeprefix(PREFIX): said for name, said in given.items() if name.startswith(PREFIX) and said}
        return cls(fields=fields, **{name: said for name, said in given.items() if not name.startswith(PREFIX)})


def digits() -> Iterator[str]:
    """Eight hexadecimal digits, and others where those are taken."""
    while True:
        yield secrets.token_hex(4)


def write_new(settings: Settings, wishes: Wishes, today: dt.date, clock: Callable[[], float]) -> None:
    """Ask what is missing, check it, and write the file; an interrupt leaves nothing behind."""
    before = {number: signal.signal(number, _end) for number in ENDING}
    session = _Session(settings, wishes, clock)
    try:
        session.run(today)
    except KeyboardInterrupt:
        say("" if session.is_written else "\nInterrupted: nothing was written.")
        sys.exit(INTERRUPTED)
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _end(number: int, _: object) -> NoReturn:
    """Leave in good order, by the exit code that shells know for a signal."""
    sys.exit(128 + number)


class _Session:
    """The steps from wishes to a file."""

    def __init__(self, settings: Settings, wishes: Wishes, clock: Callable[[], float]) -> None:
        self.kind = _kind(wishes)
        self.is_written = False
        self._settings, self._wishes, self._clock = settings, wishes, clock
        self._private = wishes.private or _lies_in(wishes.draft, settings.private_dir)
        self._root = _root(settings, self._private)
        self._drafted, self._body = read_draft(wishes.draft) if wishes.draft else ({}, "")
        self._kept = digits_of(wishes.draft) if wishes.draft else ()

    def run(self, today: dt.date) -> None:
        """From the first question to the last word."""
        around = DraftContext.of(self._settings)
        if self._settings.as_of != today and not self._wishes.fields:
            say(f"Dated {self._settings.as_of}: today by --as-of or by as_of in mkdocs.yml.")
        ids = frozenset().union(*around.ids.values())
        place = NewFilePlace(
            self.kind, self._settings.as_of, fresh(chain(self._kept, digits()), ids), ids, self._wishes.as_yaml
        )
        given = self._given()
        interview = self._interview(around, place, given)
        self._hold(interview, given)
        raw = place.text_of(interview.record, interview.body)
        self._finish(around, place, raw, place.path_of(interview.record))

    def _given(self) -> dict[str, Any]:
        """The fields that options fill; every fault of form at once."""
        forms, given, wrong = fields_of(self.kind), {}, []
        for field, said in self._wishes.fields.items():
            try:
                given[field] = value_of(field, forms[field], [as_utf_8(text) for text in said])
            except Misspelt as error:
                wrong.append(Trouble(error.fault, frozenset({field})))
        if self._wishes.anonymous:
            given[SIGNED[self.kind.name]] = ANONYMOUS
        if wrong:
            _refuse(wrong)
        return given

    def _interview(self, around: DraftContext, place: NewFilePlace, given: Mapping[str, Any]) -> Interview:
        record = {**self._drafted, **{name: value for name, value in given.items() if name != BODY}}
        signed = SIGNED.get(self.kind.name)
        author = ""
        if signed and signed not in record and not self._wishes.anonymous:
            author = handle_of(*git_author(self._settings.content_dir), around.corpus.roster or ())
        body = given.get(BODY, self._body)
        return Interview(self.kind, around, place.path_of, DraftText(record, body), author)

    def _hold(self, interview: Interview, given: Mapping[str, Any]) -> None:
        """Ask what is missing; what was given must be right."""
        terminal, start = Terminal(), self._clock()
        if self._wishes.anonymous:
            say(ANONYMOUSLY)
        brief = bool(self._wishes.fields) and not self._wishes.draft and not self._wishes.everything
        if brief:
            interview.fill_defaults()
        known = {question.field for question in FORMS[self.kind.name].questions}
        errors = [trouble for trouble in interview.troubles() if trouble.is_error]
        if any(trouble.again & {*given} or not trouble.again & known for trouble in errors):
            _refuse(errors)
        for trouble in errors:
            terminal.say(remark_on(trouble))
        interview.take_back(errors)
        dialogue = interview.run_needed() if brief else interview.run(everything=self._wishes.everything)
        terminal.hold(dialogue)
        if terminal.asked and self.kind.name == "debrief":
            interview.record.setdefault("minutes", str(math.ceil((self._clock() - start) / 60) or 1))

    def _finish(self, around: DraftContext, place: NewFilePlace, raw: str, path: str) -> None:
        """Check the whole file, let an editor have it, and write it."""
        content = raw
        while True:
            if self._wishes.edit:
                content, path = self._edited(place, content, path)
            diagnostics = around.diagnostics(self.kind, path, content.encode("utf-8", "surrogateescape"), self._private)
            if not errors_in(diagnostics):
                break
            _show(diagnostics, content)
            if not (self._wishes.edit and _again()):
                say("Nothing was written.")
                sys.exit(1)
        _show(diagnostics, content)
        if self._wishes.printing:
            click.echo(content.encode("utf-8"), nl=False)
            say(f"It belongs in {self._shown(path)}")
            return
        self._write(path, content)

    def _edited(self, place: NewFilePlace, content: str, path: str) -> tuple[str, str]:
        """The text as it comes back from the editor, and the name that it has now."""
        content = edited(content, Path(path).name).decode("utf-8", "surrogateescape")
        if not content.strip():
            raise BulletinError("the text came back empty: nothing was written")
        reading = read_document(self.kind, path, content.encode("utf-8", "surrogateescape"))
        record = reading.records[0] if reading.records else None
        return content, place.path_of(record) if record is not None else path

    def _write(self, path: str, content: str) -> None:
        target = self._root / path
        with uninterrupted():
            put(target, content)
            self.is_written = True
            if self._wishes.draft is not None:
                self._wishes.draft.unlink(missing_ok=True)
            click.echo(f"Written: {for_terminal(self._shown(path))}")
            click.echo(self._next(path, content))

    def _next(self, path: str, content: str) -> str:
        """What to do now, to be pasted into a shell."""
        name = shlex.quote(self._shown(path))
        git = f"git -C {shlex.quote(str(self._root))}" if self._private else "git"
        named = shlex.quote(path) if self._private else name
        commit = f"{git} add {named} && {git} commit -m {shlex.quote(f'A {self.kind.name}')}"
        if self._is_anonymous(path, content):
            return f"Next: send {name} to {_coordinator(self._settings)}, who commits it, and delete it here."
        return f"Next: {commit}\n      bulletin effect --base HEAD~1    shows what it changes"

    def _is_anonymous(self, path: str, content: str) -> bool:
        (record,) = read_document(self.kind, path, content.encode("utf-8")).records
        assert record is not None, "it was checked before it was written"
        return record.get(SIGNED.get(self.kind.name, "")) == ANONYMOUS

    def _shown(self, path: str) -> str:
        full, here = self._root / path, Path.cwd()
        return str(full.relative_to(here)) if full.is_relative_to(here) else str(full)


ANONYMOUSLY = """\
Nobody will be named, neither in the file nor in its name. But Git shows who commits it. If that
matters, let somebody else do so: `bulletin new --anonymous --print > debrief.md`, and send them that."""


def _coordinator(settings: Settings) -> str:
    return settings.editor or "somebody you trust (the option `editor` in mkdocs.yml would name one)"


def _kind(wishes: Wishes) -> Kind:
    """The kind that is meant; raises where a wish does not fit it."""
    name = wishes.kind_name
    if name not in FORMS:
        raise BulletinError(f"--kind {name!r} cannot be written here: {nearest(name, FORMS) or ', '.join(FORMS)}")
    kind = KINDS[name]
    foreign = sorted(field for field in wishes.fields if field not in fields_of(kind))
    if foreign:
        raise BulletinError(f"not fields of a {name}: {', '.join(map(option_of, foreign))}")
    if wishes.anonymous and name not in SIGNED:
        raise BulletinError(f"a {name} cannot be anonymous: somebody answers for it")
    if wishes.as_yaml and ".yml" not in kind.suffixes:
        raise BulletinError(f"a {name} is always a {kind.suffixes[0]} file: leave out --yaml")
    if wishes.as_yaml and BODY in wishes.fields:
        raise BulletinError("a .yml file has no free text: leave out --yaml or --body")
    return kind


def _lies_in(path: Path | None, folder: Path | None) -> bool:
    return path is not None and folder is not None and path.resolve().is_relative_to(folder.resolve())


def _root(settings: Settings, private: bool) -> Path:
    if not private:
        return settings.content_dir
    if settings.private_dir is None:
        raise BulletinError("--private needs private_dir in mkdocs.yml")
    return settings.private_dir


def _refuse(troubles: list[Trouble]) -> NoReturn:
    """Say everything that is wrong, and exit."""
    for trouble in troubles:
        field = next((str(part) for part in trouble.fault.path), "")
        sentence = remark_on(trouble).text.replace("\n", "\n  ")
        say(f"{option_of(field)}: {sentence}" if field else sentence)
    say("Nothing was written.")
    sys.exit(1)


def _show(diagnostics: list[Diagnostic], content: str) -> None:
    lines = content.splitlines()
    for line in text.render(diagnostics, lambda _: lines):
        say(line)


def _again() -> bool:
    answer = Terminal().ask(Prompt(words="Edit it again?", hint="Y/n"))
    return answer.strip().casefold() in {"", *YES}
