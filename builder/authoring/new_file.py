"""A new file: its place and text, and how it comes to lie there whole or not at all."""

from __future__ import annotations

import signal
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from builder.authoring.file_writing import file_name, written
from builder.reading import front_matter, positioned_yaml
from builder.reading.content_files import File
from builder.reading.corpus_reader import read_bytes
from builder.reading.faults import plain
from builder.reading.file_names import parse_name
from builder.schema import Kind
from builder.support.atomic_writes import create_file
from builder.support.errors import BulletinError

INTERRUPTS = ("SIGINT", "SIGTERM", "SIGHUP")


@dataclass(frozen=True, slots=True)
class NewFilePlace:
    """Where new files of one session go: the day, eight digits, the ending, and the ids there are."""

    kind: Kind
    day: Any
    digits: str
    taken: Collection[str]
    as_yaml: bool = False

    def path_of(self, record: Mapping[str, Any]) -> str:
        """The path below the content root; numbered where a name without digits is taken."""
        path = PurePosixPath(file_name(self.kind, record, self.day, self.digits))
        ending = ".yml" if self.as_yaml else path.suffix
        stems = [path.stem, *(f"{path.stem}-{number}" for number in range(2, len(self.taken) + 3))]
        stem = next(stem for stem in stems if stem not in self.taken)
        return str(path.with_name(f"{stem}{ending}"))

    def text_of(self, record: Mapping[str, Any], body: str) -> str:
        """The text of the file."""
        return written(self.kind, record, body, as_yaml=self.as_yaml)


def read_draft(path: Path) -> tuple[dict[str, Any], str]:
    """What a draft says so far: fields that hold something, and the free text; raises BulletinError."""
    raw = read_bytes(File(str(path), str(path), "debrief"))
    if not isinstance(raw, bytes):
        raise BulletinError(f"{path}: {raw.message}")
    try:
        parts = front_matter.split(front_matter.decode(raw), is_markdown=path.suffix.lower() == ".md")
        fields = positioned_yaml.parse(parts.fields)
    except front_matter.TextFault as fault:
        raise BulletinError(f"{path}:{fault.line}: {fault.message}; allowed: {fault.allowed}") from fault
    except positioned_yaml.YamlFault as fault:
        line = fault.place.line + parts.first_line - 1
        raise BulletinError(f"{path}:{line}: {fault}; {fault.suggestion or fault.allowed}") from fault
    if fields is not None and not isinstance(fields, dict):
        raise BulletinError(f"{path}: a draft is a mapping of fields, such as outcome: lost")
    return {name: value for name, value in plain(fields).items() if value not in ("", [], {})}, parts.body


def digits_of(draft: Path) -> Iterator[str]:
    """The eight digits of a draft's name, if it has them: by them an import knows its row again."""
    name, faults = parse_name("debrief", draft.stem)
    if name is not None and not faults:
        yield name.id


@contextmanager
def uninterrupted() -> Iterator[None]:
    """Interrupts wait until this is over: what begins in here is finished, or never was."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {getattr(signal, name) for name in INTERRUPTS})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def put(target: Path, content: str) -> None:
    """Write a file that is not there yet, whole or not at all; raises BulletinError."""
    try:
        create_file(target, content.encode("utf-8"))
    except OSError as error:
        reason = "is there already" if isinstance(error, FileExistsError) else error.strerror or str(error)
        raise BulletinError(f"{target}: {reason}: nothing was written") from error
