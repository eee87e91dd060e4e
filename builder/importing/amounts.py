"""Amounts as spreadsheets write them: which sign a column sets before its cents, and by which line one knows."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from builder.schema.types import SYMBOLS

SPACES = " \u00a0\u202f"
SHAPE = re.compile(
    rf"(?P<before>[A-Z]{{3}}|[€$£¥])?[{SPACES}]*(?P<number>\d[\d.,'’{SPACES}]*?)[{SPACES}]*(?P<after>[A-Z]{{3}}|[€$£¥])?"
)
LONGEST = 40


class Decimals(StrEnum):
    """The sign before the cents."""

    POINT = "point"
    COMMA = "comma"


SIGNS = {Decimals.POINT: ".", Decimals.COMMA: ","}
OTHERS = {Decimals.POINT: ",", Decimals.COMMA: "."}


@dataclass(frozen=True, slots=True)
class AmountNotation:
    """How a column writes amounts: the sign before the cents and the evidence; or the riddle that it is."""

    decimals: Decimals | None = None
    why: str = ""
    riddle: str = ""


def parse(text: str, decimals: Decimals | None) -> tuple[Decimal, str | None] | None:
    """The amount and the code of its currency, if it names one; None where it is no amount in this notation."""
    match = _shape(text)
    if match is None or (match["before"] and match["after"]):
        return None
    number = re.sub(rf"[{SPACES}'’]", "", match["number"])
    unit = match["before"] or match["after"]
    if decimals is not None:
        sign, thousands = SIGNS[decimals], re.escape(OTHERS[decimals])
        if not re.fullmatch(rf"(?:\d+|\d{{1,3}}(?:{thousands}\d{{3}})+)(?:{re.escape(sign)}\d{{1,2}}0*)?", number):
            return None
        number = number.replace(OTHERS[decimals], "").replace(sign, ".")
    if not re.fullmatch(r"\d{1,15}(?:\.\d+)?", number):
        return None
    amount = Decimal(number)
    return amount, SYMBOLS.get(unit, unit) if unit else None


def _shape(text: str) -> re.Match[str] | None:
    return SHAPE.fullmatch(text.strip()) if len(text) <= LONGEST else None


def sniff(cells: Iterable[tuple[int, str]]) -> AmountNotation:
    """The sign that a column sets before its cents; `cells` are lines and texts."""
    proofs: dict[Decimals, tuple[int, str]] = {}
    riddle: tuple[int, str] | None = None
    for line, text in cells:
        match = _shape(text)
        if match is None or not re.search(r"[.,]", match["number"]):
            continue
        found = _proven(match["number"].rstrip(f"{SPACES}'’"))
        if found:
            proofs.setdefault(found, (line, text))
        else:
            riddle = riddle or (line, text)
    if len(proofs) > 1:
        places = " and ".join(f"{text!r} in line {line}" for line, text in proofs.values())
        return AmountNotation(riddle=f"{places} set different signs before the cents")
    for decimals, (line, text) in proofs.items():
        return AmountNotation(decimals, f"a {decimals} before the cents, as line {line} has {text!r}")
    if riddle:
        line, text = riddle
        return AmountNotation(riddle=f"{text!r} in line {line} may be thousands or thousandths, and no line decides it")
    return AmountNotation(Decimals.POINT, "")


def _proven(number: str) -> Decimals | None:
    """The sign before the cents, where one number alone shows it; else None."""
    signs = re.findall(r"[.,]", number)
    by_sign = {sign: decimals for decimals, sign in SIGNS.items()}
    by_other = {sign: decimals for decimals, sign in OTHERS.items()}
    if len(set(signs)) == 2:
        return by_sign[signs[-1]]
    if len(signs) > 1:
        return by_other[signs[0]]
    head, _, tail = number.partition(signs[0])
    return by_sign[signs[0]] if len(tail) != 3 or len(head) > 3 or head == "0" else None


def written(amount: Decimal, currency: str | None) -> str:
    """The one form that content files have: `120000 EUR`, with cents only where there are any."""
    number = f"{amount:.0f}" if amount == amount.to_integral_value() else f"{amount:.2f}"
    return f"{number} {currency}" if currency else number
