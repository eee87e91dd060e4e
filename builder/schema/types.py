"""The types of single values: text in, trusted value out, or a fault that offers the right form."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated, Any, TypeVar

from pydantic import BeforeValidator, PlainSerializer, PlainValidator, WithJsonSchema

from builder.diagnostics.field_codes import (
    AMBIGUOUS_AMOUNT,
    AMBIGUOUS_DATE,
    EMPTY_VALUE,
    NOT_A_FLAG,
    NOT_A_NUMBER,
    NOT_AN_ID,
    TEXT_TOO_LONG,
    WRONG_SHAPE,
)
from builder.schema.base import fault
from builder.schema.field_marks import STRING, Of

ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
KEBAB = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
HEX8 = re.compile(r"[0-9a-f]{8}")
MAX_TEXT = 4_000
MAX_COUNT = 999_999
AMOUNT = re.compile(r"(\d{1,15}(?:\.\d{1,2})?)(?: ([A-Z]{3}))?")
LOOSE_AMOUNT = re.compile(
    r"(?P<before>[A-Za-z]{3}|[€$£¥])?\s*(?P<number>\d[\d.,' _\u00a0]*?)\s*"
    r"(?P<suffix>[kKmM](?![A-Za-z]))?\s*(?P<after>[A-Za-z]{3}|[€$£¥])?"
)
A_DAY = "a date such as 2026-11-03"
AN_AMOUNT = "a plain number and a currency code, such as 120000 EUR"
A_COUNT = "digits only, such as 4"
AN_ID = "lower-case letters, digits and hyphens, at most 80"
A_DEBRIEF = "the eight hexadecimal digits that end its file name"
SYMBOLS = {"€": "EUR", "$": "USD", "£": "GBP", "¥": "JPY"}
SUFFIXES = {"k": 1_000, "m": 1_000_000}


@dataclass(frozen=True, slots=True)
class Money:
    """An amount with its ISO 4217 code; without a code it is in the site's currency."""

    amount: Decimal
    currency: str | None = None

    def __str__(self) -> str:
        return f"{self.amount} {self.currency}" if self.currency else str(self.amount)


def parse_day(value: Any) -> dt.date:
    """Read an ISO date; any other form is a fault that offers the ISO form."""
    if isinstance(value, dt.date):
        return value
    text = _text(value, "a date")
    if ISO_DATE.fullmatch(text):
        try:
            return dt.date.fromisoformat(text)
        except ValueError as error:
            raise fault(AMBIGUOUS_DATE, f"no such day: {text!r}", allowed=A_DAY) from error
    raise fault(
        AMBIGUOUS_DATE,
        f"not an unambiguous date: {text!r}",
        allowed="YYYY-MM-DD",
        suggestion=_iso_guess(text),
    )


def _iso_guess(text: str) -> str:
    """The ISO form of a date written day first, month first or without leading zeros; else empty."""
    parts = re.findall(r"\d+", text)
    if len(parts) != 3 or max(map(len, parts)) > 4:
        return ""
    first, second, third = (int(part) for part in parts)
    orders = [(first, second, third)] if len(parts[0]) == 4 else [(third, second, first), (third, first, second)]
    for year, month, day in orders:
        try:
            return dt.date(year + 2000 if year < 100 else year, month, day).isoformat()
        except ValueError:
            continue
    return ""


def parse_money(value: Any) -> Money:
    """Read `120000 EUR` or `120000`; separators, symbols and suffixes are faults that offer this form."""
    if isinstance(value, Money):
        return value
    text = _text(value, "an amount")
    if match := AMOUNT.fullmatch(text):
        return Money(Decimal(match[1]), match[2])
    raise fault(
        AMBIGUOUS_AMOUNT,
        f"not an unambiguous amount: {text!r}",
        allowed=AN_AMOUNT,
        suggestion=_amount_guess(text),
    )


def _amount_guess(text: str) -> str:
    """The unambiguous form of an amount such as `€120k` or `120.000,50 eur`; empty where it stays a riddle."""
    match = LOOSE_AMOUNT.fullmatch(text.strip())
    if match is None:
        return ""
    unit = match["before"] or match["after"] or ""
    digits, suffix = match["number"], (match["suffix"] or "").lower()
    if not suffix:
        digits = re.sub(r"[.,' _\u00a0](?=\d{3}(?!\d))", "", digits)
    digits = re.sub(r"[' _\u00a0]", "", digits).replace(",", ".")
    if not re.fullmatch(r"\d{1,15}(?:\.\d{1,4})?", digits):
        return ""
    amount = Decimal(digits) * SUFFIXES.get(suffix, 1)
    number = f"{amount:.0f}" if amount == amount.to_integral_value() else f"{amount:.2f}"
    guess = f"{number} {SYMBOLS.get(unit, unit.upper())}".strip()
    return guess if Decimal(number) == amount and AMOUNT.fullmatch(guess) else ""


def parse_count(value: Any) -> int:
    """Read a whole number from 0 upwards."""
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    text = _text(value, "a whole number")
    if not re.fullmatch(r"\d{1,6}", text):
        leading = re.match(r"\s*(\d{1,6})\b", text)
        raise fault(
            NOT_A_NUMBER,
            f"not a whole number: {text!r}",
            allowed=A_COUNT,
            suggestion=leading[1] if leading else "",
        )
    return int(text)


def parse_ratio(value: Any) -> float:
    """Read a decimal number such as 0.85."""
    if isinstance(value, float):
        return value
    text = _text(value, "a number")
    if not re.fullmatch(r"-?\d{1,9}(\.\d{1,12})?", text):
        raise fault(
            NOT_A_NUMBER,
            f"not a plain number: {text!r}",
            allowed="digits with a point, such as 0.85",
            suggestion=text.replace(",", ".") if re.fullmatch(r"\d+,\d+", text) else "",
        )
    return float(text)


def parse_flag(value: Any) -> bool:
    """Read `true` or `false`, the only two spellings."""
    if isinstance(value, bool):
        return value
    text = _text(value, "true or false")
    if text not in ("true", "false"):
        guess = {"yes": "true", "y": "true", "on": "true", "1": "true", "no": "false", "off": "false", "0": "false"}
        raise fault(
            NOT_A_FLAG,
            f"neither true nor false: {text!r}",
            allowed="true, false",
            suggestion=guess.get(text.casefold(), ""),
        )
    return text == "true"


def parse_slug(value: Any) -> str:
    """Read an id: lower-case letters, digits and single hyphens."""
    text = _text(value, "an id")
    if len(text) > 80 or not KEBAB.fullmatch(text):
        guess = re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")[:80].rstrip("-")
        raise fault(
            NOT_AN_ID,
            f"not an id: {text!r}",
            allowed=AN_ID,
            suggestion=guess,
        )
    return text


def parse_hex(value: Any) -> str:
    """Read a debrief's public id: eight hexadecimal digits."""
    text = _text(value, "a debrief's id")
    if not HEX8.fullmatch(text):
        found = HEX8.search(text.lower())
        raise fault(
            NOT_AN_ID,
            f"not a debrief's id: {text!r}",
            allowed=A_DEBRIEF,
            suggestion=found[0] if found else "",
        )
    return text


def parse_text(value: Any) -> str:
    """Read one text of at most 4,000 characters that says something."""
    text = _text(value, "text").strip()
    if not text:
        raise fault(EMPTY_VALUE, "empty", allowed="some text, or no such line at all")
    if len(text) > MAX_TEXT:
        raise fault(
            TEXT_TOO_LONG,
            f"{len(text):,} characters long",
            allowed=f"at most {MAX_TEXT:,}; longer accounts go below the second ---",
        )
    return text


def _text(value: Any, wanted: str) -> str:
    if isinstance(value, str):
        return value
    found = "a mapping" if isinstance(value, dict) else "a list" if isinstance(value, list) else repr(value)
    raise fault(WRONG_SHAPE, f"found {found} where {wanted} belongs", allowed=wanted)


Item = TypeVar("Item")


def as_list(value: Any) -> Any:
    """A single value where a list belongs stands for a list of one."""
    return [value] if isinstance(value, str | Mapping) else value


def _patterned(allowed: str, **schema: Any) -> WithJsonSchema:
    """A JSON Schema with the sentence that editors and forms show where its pattern is not met."""
    return WithJsonSchema({**schema, "patternErrorMessage": allowed})


Day = Annotated[
    dt.date,
    PlainValidator(parse_day),
    PlainSerializer(dt.date.isoformat, when_used="json"),
    _patterned(A_DAY, type="string", format="date", pattern=r"^\d{4}-\d{2}-\d{2}$"),
]
Amount = Annotated[
    Money,
    PlainValidator(parse_money),
    PlainSerializer(str),
    _patterned(
        AN_AMOUNT, anyOf=[{"type": "string", "pattern": rf"^{AMOUNT.pattern}$"}, {"type": "number", "minimum": 0}]
    ),
]
Count = Annotated[int, PlainValidator(parse_count), _patterned(A_COUNT, type="integer", minimum=0, maximum=MAX_COUNT)]
Ratio = Annotated[float, PlainValidator(parse_ratio), WithJsonSchema({"type": "number"})]
Flag = Annotated[bool, PlainValidator(parse_flag), WithJsonSchema({"type": "boolean"})]
Slug = Annotated[
    str, PlainValidator(parse_slug), _patterned(AN_ID, type="string", pattern=f"^{KEBAB.pattern}$", maxLength=80)
]
DebriefId = Annotated[
    str, PlainValidator(parse_hex), _patterned(A_DEBRIEF, type="string", pattern=f"^{HEX8.pattern}$"), Of("debriefs")
]
Text = Annotated[
    str, PlainValidator(parse_text), WithJsonSchema({"type": "string", "minLength": 1, "maxLength": MAX_TEXT})
]
Many = Annotated[tuple[Item, ...], BeforeValidator(as_list), STRING]
ThemeId = Annotated[Slug, Of("themes")]
CompetitorId = Annotated[Slug, Of("competitors")]
SegmentId = Annotated[Slug, Of("segments")]
RegionId = Annotated[Slug, Of("regions")]
ProductId = Annotated[Slug, Of("products")]
DepartmentId = Annotated[Slug, Of("departments")]
SignerId = Annotated[Slug, Of("signers")]
ClaimId = Annotated[Slug, Of("claims")]
PromiseId = Annotated[Slug, Of("promises")]
InitiativeId = Annotated[Slug, Of("initiatives")]
ResponseId = Annotated[Slug, Of("responses")]
