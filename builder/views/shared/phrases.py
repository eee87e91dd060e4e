"""Pieces of text with links in them, and how numbers, dates and names are worded."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from babel.dates import format_date
from babel.numbers import format_compact_currency, format_currency

from builder.figures.figure_row import FigureRow

TIMES = {1: "once", 2: "twice"}
SMALL_NUMBERS = (
    "none",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
)


@dataclass(frozen=True, slots=True)
class Link:
    """A text that leads somewhere; `href` is relative to the site's root."""

    text: str
    href: str
    is_count: bool = False


Piece = str | Link
Phrase = tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Fact:
    """A term and what is to be said of it."""

    term: str
    phrase: Phrase


def plain(phrase: Phrase) -> str:
    """The words of a phrase, without where they lead."""
    return "".join(piece if isinstance(piece, str) else piece.text for piece in phrase)


def count(k: int, n: int, href: str) -> Piece:
    """`6 of 9`, leading to the debriefs behind it, or to why there are none; plain text without an address."""
    return Link(f"{k:,} of {n:,}", href, is_count=True) if href else f"{k:,} of {n:,}"


def counted_noun(k: int, noun: str, many: str = "") -> str:
    """`1 debrief`, `1,204 debriefs`; `many` is the plural where it takes more than an s."""
    return f"{k:,} {noun if k == 1 else many or noun + 's'}"


def number(k: int, noun: str, href: str = "", many: str = "") -> Piece:
    """`1 debrief`, `2 debriefs`, leading somewhere if `href` says so."""
    text = counted_noun(k, noun, many)
    return Link(text, href, is_count=True) if href and k else text


def spelled(n: int) -> str:
    """`six`, as a number stands inside a sentence; `13` from there on."""
    return SMALL_NUMBERS[n] if n < len(SMALL_NUMBERS) else f"{n:,}"


def moved(times: int) -> str:
    """How often a date moved: `moved once`, `moved twice`, `moved 3 times`."""
    return f"moved {TIMES.get(times, f'{times} times')}"


def plausible(row: FigureRow | None) -> str:
    """What is plausible, in words; small numbers get no range."""
    if row is None or row.low is None or row.high is None:
        return "a signal to watch" if row is not None and row.k else "too few to say"
    return f"plausibly {round(row.low * 100)} to {round(row.high * 100)} in 100"


def points(fraction: float) -> str:
    """A difference of two rates: `12 in 100 more`, `3 in 100 fewer`, `no difference`."""
    difference = round(fraction * 100)
    return f"{abs(difference)} in 100 {'more' if difference > 0 else 'fewer'}" if difference else "no difference"


def plausible_difference(row: FigureRow) -> str:
    """What is plausible of a difference, in words: `plausibly from 3 fewer to 40 more in 100`."""
    if row.low is None or row.high is None:
        return "too few to say"
    low, high = (_signed(round(bound * 100)) for bound in (row.low, row.high))
    return f"plausibly from {low} to {high} in 100"


def _signed(difference: int) -> str:
    return f"{abs(difference)} {'more' if difference > 0 else 'fewer'}" if difference else "none"


@lru_cache(maxsize=4096)
def day(text: str, locale: str = "en") -> str:
    """`3 November 2026` for an ISO date, `November 2026` for a month."""
    if len(text) == len("2026-11"):
        return month(text, locale)
    return format_date(dt.date.fromisoformat(text), "d MMMM y", locale=locale)


@lru_cache(maxsize=1024)
def short_day(text: str, locale: str = "en") -> str:
    """`3 Nov 2026` for an ISO date, `Nov 2026` for a month."""
    if len(text) == len("2026-11"):
        return format_date(dt.date.fromisoformat(f"{text}-01"), "MMM y", locale=locale)
    return format_date(dt.date.fromisoformat(text), "d MMM y", locale=locale)


@lru_cache(maxsize=1024)
def month(text: str, locale: str = "en") -> str:
    """`November 2026` for 2026-11."""
    return format_date(dt.date.fromisoformat(f"{text[:7]}-01"), "LLLL y", locale=locale)


@lru_cache(maxsize=4096)
def money(amount: Decimal, currency: str, locale: str = "en") -> str:
    """An amount in full: `€120,000`."""
    return format_currency(amount, currency, "¤#,##0", locale=locale, currency_digits=False)


@lru_cache(maxsize=1024)
def about(amount: float, currency: str, locale: str = "en") -> str:
    """An amount in brief: `€1.28M`."""
    digits = 2 if amount >= 1_000_000 else 0
    return format_compact_currency(amount, currency, locale=locale, fraction_digits=digits)


def joined(words: Iterable[str]) -> str:
    """`a`, `a and b`, `a, b and c`."""
    parts = list(words)
    return parts[0] if len(parts) == 1 else " and ".join(filter(None, (", ".join(parts[:-1]), *parts[-1:])))


def lowered(title: str) -> str:
    """A title inside a sentence: lower-case first letter, unless it is an abbreviation."""
    return title if title[:2].isupper() or title[1:2].isdigit() else title[:1].lower() + title[1:]


def upper_first(text: str) -> str:
    """A sentence's start."""
    return text[:1].upper() + text[1:]
