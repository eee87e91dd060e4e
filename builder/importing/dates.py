"""Dates as spreadsheets write them: in which order a column has day, month and year, and by which line one knows."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

TIME = (
    r"(?:[T ,]+\d{1,2}[:.]\d{2}(?:[:.]\d{2}(?:[.,]\d+)?)?\s*(?:[AaPp]\.?[Mm]\.?)?\s*(?:Z|UTC|GMT|[+-]\d{2}:?\d{2})?)?"
)
NUMBERS = re.compile(rf"(\d{{1,4}})([-./ ])\s*(\d{{1,2}})[-./ ]\s*(\d{{1,4}})\.?{TIME}")
NAMED = re.compile(
    rf"(?:(?P<day>\d{{1,2}})(?:st|nd|rd|th|\.)?[-\s]*(?P<month>[A-Za-z]{{3,9}})\.?"
    rf"|(?P<month2>[A-Za-z]{{3,9}})\.?[-\s]*(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?)[-,\s]*(?P<year>\d{{4}}|\d{{2}}){TIME}"
)
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
LONGEST = 60


class DateOrder(StrEnum):
    """The order of day, month and year in dates written as three numbers."""

    DMY = "dmy"
    MDY = "mdy"
    YMD = "ymd"


NAMES = {DateOrder.DMY: "day, month, year", DateOrder.MDY: "month, day, year", DateOrder.YMD: "year, month, day"}


@dataclass(frozen=True, slots=True)
class DateNotation:
    """How a column writes dates: the order and the evidence; where `riddle` is set, neither can be known."""

    order: DateOrder | None = None
    why: str = ""
    riddle: str = ""


def parse(text: str, order: DateOrder | None) -> dt.date | None:
    """The day that a cell names; None where it names none, or could name two and no order is given.

    A time of day is passed over; a year of two digits is in this century.
    """
    text = text.strip()[:LONGEST]
    if match := NAMED.fullmatch(text):
        name = (match["month"] or match["month2"])[:3].casefold()
        if name not in MONTHS:
            return None
        return _day(match["year"], MONTHS.index(name) + 1, match["day"] or match["day2"])
    numbers = _numbers(text)
    if numbers is None:
        return None
    if len(numbers[0]) > 2:
        order = DateOrder.YMD
    return _in_order(numbers, order) if order else None


def _numbers(text: str) -> tuple[str, str, str] | None:
    match = NUMBERS.fullmatch(text.strip()[:LONGEST])
    if match is None or 3 in (len(match[1]), len(match[4])) or len(match[1]) + len(match[4]) > 6:
        return None
    return match[1], match[3], match[4]


def _in_order(numbers: tuple[str, str, str], order: DateOrder) -> dt.date | None:
    first, second, third = numbers
    if order is DateOrder.YMD:
        return _day(first, second, third) if len(third) <= 2 else None
    if len(first) > 2:
        return None
    return _day(third, second, first) if order is DateOrder.DMY else _day(third, first, second)


def _day(year: str, month: str | int, day: str) -> dt.date | None:
    number = int(year)
    if len(year) not in (2, 4):
        return None
    try:
        return dt.date(number + 2000 if len(year) == 2 else number, int(month), int(day))
    except ValueError:
        return None


def sniff(cells: Iterable[tuple[int, str]]) -> DateNotation:
    """The order in which a column writes its dates; `cells` are lines and texts.

    Two-digit numbers are taken to end with the year: an order that opens with it has to be said.
    """
    open_cells = [(line, text, found) for line, text in cells if (found := _numbers(text)) and len(found[0]) <= 2]
    if not open_cells:
        return DateNotation()
    proofs: dict[DateOrder, tuple[int, str]] = {}
    for line, text, found in open_cells:
        possible = [order for order in (DateOrder.DMY, DateOrder.MDY) if _in_order(found, order)]
        if len(possible) == 1:
            proofs.setdefault(possible[0], (line, text))
    if len(proofs) == 1:
        ((order, (line, text)),) = proofs.items()
        return DateNotation(order, f"{NAMES[order]}, as line {line} has {text!r}")
    if proofs:
        (one, (line, text)), (other, (line2, text2)) = proofs.items()
        proof = f"{text!r} in line {line} is {NAMES[one]}, {text2!r} in line {line2} is {NAMES[other]}"
        return DateNotation(riddle=f"{proof}: two orders in one column")
    line, text, found = next((each for each in open_cells if _is_riddle(each[2])), open_cells[0])
    if not _is_riddle(found):
        return DateNotation(DateOrder.DMY, "days and months are the same number")
    day, month = _in_order(found, DateOrder.DMY), _in_order(found, DateOrder.MDY)
    return DateNotation(riddle=f"{text!r} in line {line} is {day} or {month}, and no line decides it")


def _is_riddle(numbers: tuple[str, str, str]) -> bool:
    return _in_order(numbers, DateOrder.DMY) != _in_order(numbers, DateOrder.MDY)
