"""From bytes to text, and from text to its fields and its free part."""

from __future__ import annotations

from dataclasses import dataclass

from builder.diagnostics import Code
from builder.diagnostics.file_codes import EMPTY_FILE, FIELDS_NOT_SET_OFF, FILE_TOO_LARGE, NOT_TEXT, NOT_UTF8

MAX_FILE = 1_000_000
MAX_FIELDS = 64_000
BOM = b"\xef\xbb\xbf"
UTF_16 = (b"\xff\xfe", b"\xfe\xff")


class TextFault(Exception):  # noqa: N818 - a fault in content, as everywhere here
    """The bytes are not a text we read: a code, a message and a place (line, column)."""

    def __init__(self, code: Code, message: str, allowed: str = "", line: int = 1, column: int = 1) -> None:
        super().__init__(message)
        self.code, self.message, self.allowed, self.line, self.column = code, message, allowed, line, column


@dataclass(frozen=True, slots=True)
class Parts:
    """A file cut in two: `fields` is YAML, `body` free Markdown; each with the line it starts on."""

    fields: str
    body: str
    first_line: int
    body_line: int = 1


def decode(raw: bytes) -> str:
    """The text with LF line ends and without a byte-order mark.

    Raises TextFault for what is too large, empty or no UTF-8 text.
    """
    if len(raw) > MAX_FILE:
        raise TextFault(FILE_TOO_LARGE, f"{len(raw):,} bytes", f"at most {MAX_FILE:,} bytes")
    if not raw.removeprefix(BOM).strip():
        raise TextFault(EMPTY_FILE, "the file is empty", "fields, at least")
    return decode_unbounded(raw)


def decode_unbounded(raw: bytes) -> str:
    """The text of bytes of any length, otherwise as `decode`.

    Raises TextFault for what is no UTF-8 text.
    """
    raw = raw.removeprefix(BOM)
    if raw.startswith(UTF_16):
        raise TextFault(NOT_UTF8, "the file is UTF-16 (“Unicode” in some editors)", "UTF-8 text")
    if b"\0" in raw:
        line, column = _place_after(raw[: raw.index(b"\0")])
        raise TextFault(NOT_TEXT, "a NUL byte: this is not a text file", "UTF-8 text", line, column)
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        line, column = _place_after(raw[: error.start])
        found = f"byte 0x{raw[error.start]:02x} is not UTF-8"
        raise TextFault(NOT_UTF8, found, "UTF-8 text", line, column) from error
    return _with_lf(text)


def _with_lf(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _place_after(before: bytes) -> tuple[int, int]:
    """The line and the column, in characters, of what follows these bytes."""
    text = _with_lf(before.decode("utf-8", "replace"))
    return text.count("\n") + 1, len(text) - text.rfind("\n")


def split(text: str, *, is_markdown: bool, most: int = MAX_FILE) -> Parts:
    """Cut a Markdown file at its two lines of three hyphens; a YAML file is all fields, `most` characters.

    Raises TextFault where the fields are not set off, or longer than that.
    """
    if not is_markdown:
        return _checked(Parts(text.removeprefix("---\n"), "", 2 if text.startswith("---\n") else 1), most)
    lines = text.split("\n")
    if lines[0].rstrip() != "---":
        raise TextFault(FIELDS_NOT_SET_OFF, f"the file opens with {lines[0][:40]!r}", "a line --- , then the fields")
    for number, line in enumerate(lines[1:], start=1):
        if line.rstrip() == "---":
            rest = "\n".join(lines[number + 1 :])
            body_line = number + 2 + len(rest) - len(rest.lstrip("\n")) if rest.strip("\n") else number + 1
            return _checked(Parts("\n".join(lines[1:number]) + "\n", rest.strip("\n"), 2, body_line), most)
    raise TextFault(FIELDS_NOT_SET_OFF, "the fields are never closed", "a line --- after the last field", len(lines))


def _checked(parts: Parts, most: int) -> Parts:
    if len(parts.fields) > most:
        allowed = f"at most {most:,}; the narrative goes below the second ---"
        raise TextFault(FILE_TOO_LARGE, f"{len(parts.fields):,} characters of fields", allowed)
    return parts
