"""From the bytes of any spreadsheet's CSV to a header and rows, and what was assumed on the way."""

from __future__ import annotations

import codecs
import csv
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice

from builder.reading.csv_tables import MAX_TABLE
from builder.support.csv_cells import cells_up_to
from builder.support.errors import BulletinError
from builder.support.nearest import listed, nearest

SAMPLE = 200
TITLE_LINES = 10
MOST_UNCLOSED = 20
EXCEL_HINT = re.compile(r"sep=(.)")


class Encoding(StrEnum):
    """The encodings that exports come in."""

    UTF_8 = "utf-8"
    UTF_16 = "utf-16"
    UTF_16_LE = "utf-16-le"
    UTF_16_BE = "utf-16-be"
    WINDOWS_1252 = "windows-1252"
    ISO_8859_1 = "iso-8859-1"
    ISO_8859_15 = "iso-8859-15"
    MAC_ROMAN = "mac-roman"


class Delimiter(StrEnum):
    """What stands between two cells, by name: in YAML a comma or a tab would be awkward."""

    COMMA = "comma"
    SEMICOLON = "semicolon"
    TAB = "tab"
    PIPE = "pipe"


SIGNS = {Delimiter.COMMA: ",", Delimiter.SEMICOLON: ";", Delimiter.TAB: "\t", Delimiter.PIPE: "|"}


@dataclass(frozen=True, slots=True)
class ExportRow:
    """One record of the file: the line it starts on, its cells, and why it cannot be read (or nothing)."""

    line: int
    cells: tuple[str, ...]
    broken: str = ""


@dataclass(frozen=True, slots=True)
class ExportTable:
    """A file that was read: `name` for messages, the header and where it stands, the rows below it.

    `assumed` says how it was read, `lines` are those of the file.
    """

    name: str
    header: tuple[str, ...]
    header_line: int
    rows: tuple[ExportRow, ...]
    assumed: tuple[str, ...] = ()
    lines: tuple[str, ...] = ()

    def positions(self, column: str) -> list[int]:
        """Where a column stands, from 0; several where its name stands twice. `#3` is the third column."""
        if re.fullmatch(r"#[1-9]\d{0,3}", column) and int(column[1:]) <= len(self.header):
            return [int(column[1:]) - 1]
        exact = [position for position, name in enumerate(self.header) if name == column.strip()]
        return exact or [position for position, name in enumerate(self.header) if folded(name) == folded(column)]

    def nearest(self, column: str) -> str:
        """The column whose name is most like this one, or empty."""
        return nearest(column, [name for name in self.header if name])


@dataclass(frozen=True, slots=True)
class ExportFormat:
    """How a file is written, as far as a map says it; `header` is the line of the header, from 1."""

    encoding: Encoding | None = None
    delimiter: Delimiter | None = None
    header: int | None = None


UNKNOWN_FORMAT = ExportFormat()


def folded(text: str) -> str:
    """A text without case, spaces and punctuation, to tell whether two spellings are one."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return re.sub(r"[\W_]+", "", plain) or plain.strip()


def read_export(
    name: str,
    raw: bytes,
    given: ExportFormat = UNKNOWN_FORMAT,
    *,
    wanted: Sequence[str] = (),
) -> ExportTable:
    """The table in a file; what is not given is found out, and said in `assumed`.

    `wanted` are the columns that a map names: the header is the first line that holds most of
    them. Raises BulletinError where no table can be had from the file at all.
    """
    lines, assumed = _lines(name, raw, given.encoding)
    first, delimiter = 0, given.delimiter
    if hint := EXCEL_HINT.fullmatch(lines[0].strip("\ufeff")):
        first, delimiter = 1, next((each for each, sign in SIGNS.items() if sign == hint[1]), delimiter)
    # Of any size: a cell that is too long is its row's fault, not the file's.
    with cells_up_to(MAX_TABLE):
        chosen = delimiter or _sniffed(lines, first)
        records = _filled(name, lines, first, SIGNS[chosen])
    top = _header(name, records, given.header, wanted)
    names = tuple(cell.strip() for cell in records[top].cells)
    rows = tuple(_fitted(row, len(names)) for row in records[top + 1 :])
    assumed += [f"a {chosen} between the cells", f"the header in line {records[top].line}"]
    if top and not given.header:
        assumed.append(f"{top} {'line' if top == 1 else 'lines'} above the header passed over")
    return ExportTable(name, names, records[top].line, rows, tuple(assumed), tuple(lines))


def _lines(name: str, raw: bytes, encoding: Encoding | None) -> tuple[list[str], list[str]]:
    """The lines of the file, whatever ends them, and how its bytes were read."""
    if len(raw) > MAX_TABLE:
        raise BulletinError(f"{name} has {len(raw):,} bytes: at most {MAX_TABLE:,}; export fewer rows at a time")
    text, assumed = _decoded(name, raw, encoding)
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if not any(line.strip() for line in lines):
        raise BulletinError(f"{name} is empty: an export has a header line, and a line for each deal or answer")
    return lines, assumed


def _filled(name: str, lines: Sequence[str], first: int, sign: str) -> list[ExportRow]:
    """Every record that is not blank."""
    try:
        records = list(_records(lines, first, sign))
    except _TooBroken as fault:
        message = f"{name} has more than {MOST_UNCLOSED} quotes that are never closed, one in line {fault}"
        raise BulletinError(f"{message}: export it again with cells quoted, or say delimiter: in the map") from fault
    return [row for row in records if row.broken or any(map(str.strip, row.cells))]


def _decoded(name: str, raw: bytes, encoding: Encoding | None) -> tuple[str, list[str]]:
    """The text, and how its bytes were read."""
    if encoding is None:
        encoding, why = _recognised(raw)
        assumed = [f"{encoding}{why}"]
    else:
        assumed = [f"{encoding}, as the map says"]
    try:
        return raw.decode(encoding).removeprefix("\ufeff"), assumed
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        others = listed(other.value for other in Encoding if other is not encoding)
        message = f"{name} is not {encoding}: byte 0x{raw[error.start]:02x} in line {line}"
        raise BulletinError(f"{message}; say encoding: in the map ({others})") from error


def _recognised(raw: bytes) -> tuple[Encoding, str]:
    """The encoding by its byte-order mark, by where its zero bytes stand, or by being valid UTF-8."""
    if raw.startswith(codecs.BOM_UTF8):
        return Encoding.UTF_8, ", by its byte-order mark"
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return Encoding.UTF_16, ", by its byte-order mark"
    start = raw[:2000]
    even, odd = start[::2].count(0), start[1::2].count(0)
    if max(even, odd) * 3 > len(start):
        return (Encoding.UTF_16_LE if odd > even else Encoding.UTF_16_BE), ", as every second byte is zero"
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        found = raw[max(0, error.start - 12) : error.start + 12].decode("windows-1252", "replace")
        word = next((part for part in re.split(r"[\s,;|\"]+", found) if not part.isascii()), found)
        return Encoding.WINDOWS_1252, f", as line {line} is not UTF-8 and so reads {word!r}"
    return Encoding.UTF_8, ""


def _sniffed(lines: Sequence[str], first: int) -> Delimiter:
    """The delimiter under which most records have as many cells as the most usual record; of equals, the most cells.

    `csv.Sniffer` guesses by characters, and takes the commas of amounts and the letters of words for delimiters.
    """

    def fit(delimiter: Delimiter) -> tuple[float, int]:
        try:
            sample = list(islice(_records(lines, first, SIGNS[delimiter]), SAMPLE))
        except _TooBroken:
            return 0.0, 0
        widths = Counter(len(row.cells) for row in sample if any(map(str.strip, row.cells)))
        width, count = max(widths.items(), key=lambda pair: (pair[0] > 1, pair[1], pair[0]), default=(0, 0))
        return (count / len(sample) if width > 1 else 0.0), width

    return max(Delimiter, key=fit)


class _TooBroken(Exception):  # noqa: N818 - a fault in an export, shown with its name
    """So many quotes are never closed that the file cannot be what it seems; each costs a reading to its end."""


def _records(lines: Sequence[str], first: int, sign: str) -> Iterator[ExportRow]:
    """Every record; where a quote breaks one, its first line is a broken row and reading goes on below it."""
    start, unclosed = first, 0
    while start < len(lines):
        offset = start
        reader = csv.reader((lines[at] + "\n" for at in range(offset, len(lines))), delimiter=sign, strict=True)
        try:
            for cells in reader:
                yield ExportRow(start + 1, tuple(cells))
                start = offset + reader.line_num
            return
        except csv.Error as error:
            is_unclosed = "unexpected end" in str(error)
            yield ExportRow(
                start + 1, (), "a quote is never closed" if is_unclosed else f"its quotes do not pair: {error}"
            )
            start, unclosed = start + 1, unclosed + is_unclosed
            if unclosed > MOST_UNCLOSED:
                raise _TooBroken(start) from error


def _header(name: str, records: Sequence[ExportRow], given: int | None, wanted: Sequence[str]) -> int:
    """The position of the header: the line given, else the first that holds most of the columns wanted."""
    if given is not None:
        for position, row in enumerate(records):
            if row.line == given and not row.broken:
                return position
        raise BulletinError(f"{name} has no record that starts in line {given}: set header: to the header's line")
    top = [position for position, row in enumerate(records[:TITLE_LINES]) if not row.broken]
    if not top:
        raise BulletinError(f"{name} has no line that can be read: {records[0].broken} in line {records[0].line}")
    needles = {folded(column) for column in wanted}
    if needles:
        best = max(top, key=lambda at: (len(needles & set(map(folded, records[at].cells))), -at))
        if needles & set(map(folded, records[best].cells)):
            return best
    usual = Counter(len(row.cells) for row in records[:SAMPLE]).most_common(1)[0][0]
    return next((at for at in top if len(records[at].cells) == usual and _is_header(records[at].cells)), top[0])


def _is_header(cells: Sequence[str]) -> bool:
    """Whether a line looks like names: most cells filled."""
    return sum(bool(cell.strip()) for cell in cells) * 2 > len(cells)


def _fitted(row: ExportRow, width: int) -> ExportRow:
    """The row with its cells stripped; broken where there are more or fewer than the header has."""
    cells = tuple(cell.strip() for cell in row.cells)
    while len(cells) > width and not cells[-1]:
        cells = cells[:-1]
    if not row.broken and len(cells) != width:
        return ExportRow(
            row.line, cells, f"{len(cells)} {'cell' if len(cells) == 1 else 'cells'} under {width} columns"
        )
    return ExportRow(row.line, cells, row.broken)


def repeats_header(table: ExportTable, row: ExportRow) -> bool:
    """Whether a row is the header again, as where two exports were put together."""
    return bool(row.cells) and tuple(map(folded, row.cells)) == tuple(map(folded, table.header))
