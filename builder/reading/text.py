"""From bytes to text, and from text to its fields and its free part."""

from __future__ import annotations

from dataclasses import dataclass

MAX_FILE = 1_000_000
MAX_FIELDS = 64_000
BOM = b"\xef\xbb\xbf"


class TextFault(Exception):
    """The bytes are not a text we read: a code, a message and a place (line, column)."""

    def __init__(self, code: str, message: str, allowed: str = "", line: int = 1, column: int = 1) -> None:
        super().__init__(message)
        self.code, self.message, self.allowed, self.line, self.column = code, message, allowed, line, column


@dataclass(frozen=True, slots=True)
class Parts:
    """A file cut in two: `fields` is YAML that starts on line `first_line`, `body` free Markdown."""

    fields: str
    body: str
    first_line: int


def decode(raw: bytes) -> str:
    """The text with LF line ends and without a byte-order mark; else a TextFault."""
    if len(raw) > MAX_FILE:
        raise TextFault("SB002", f"{len(raw):,} bytes", f"at most {MAX_FILE:,} bytes")
    if not raw.strip():
        raise TextFault("SB006", "the file is empty", "fields, at least")
    return decode_unbounded(raw)


def decode_unbounded(raw: bytes) -> str:
    """The text of bytes of any length, otherwise as `decode`."""
    raw = raw.removeprefix(BOM)
    if b"\0" in raw:
        line = raw.count(b"\n", 0, raw.index(b"\0")) + 1
        raise TextFault("SB003", "a NUL byte: this is not a text file", "UTF-8 text", line)
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        before = raw[: error.start]
        line, column = before.count(b"\n") + 1, error.start - (before.rfind(b"\n") + 1) + 1
        found = f"byte 0x{raw[error.start]:02x} is not UTF-8"
        raise TextFault("SB004", found, "UTF-8 text", line, column) from error
    return text.replace("\r\n", "\n").replace("\r", "\n")


def split(text: str, *, is_markdown: bool) -> Parts:
    """Cut a Markdown file at its two lines of three hyphens; a YAML file is all fields."""
    if not is_markdown:
        return _checked(Parts(text.removeprefix("---\n"), "", 2 if text.startswith("---\n") else 1))
    lines = text.split("\n")
    if lines[0].rstrip() != "---":
        raise TextFault("SB011", f"the file opens with {lines[0][:40]!r}", "a line --- , then the fields")
    for number, line in enumerate(lines[1:], start=1):
        if line.rstrip() == "---":
            return _checked(Parts("\n".join(lines[1:number]) + "\n", "\n".join(lines[number + 1 :]).strip("\n"), 2))
    raise TextFault("SB011", "the fields are never closed", "a line --- after the last field", len(lines))


def _checked(parts: Parts) -> Parts:
    if len(parts.fields) > MAX_FIELDS:
        allowed = f"at most {MAX_FIELDS:,}; the narrative goes below the second ---"
        raise TextFault("SB002", f"{len(parts.fields):,} characters of fields", allowed)
    return parts
