"""Single values: one spelling each, and a fault that offers it for the others."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic_core import PydanticCustomError

from builder.diagnostics.field_codes import WRONG_SHAPE
from builder.schema import types
from builder.schema.types import Money

PARSERS: dict[str, Callable[[Any], Any]] = {
    name: getattr(types, f"parse_{name}") for name in ("day", "money", "count", "ratio", "flag", "slug", "hex", "text")
}


@pytest.mark.parametrize(
    ("parser", "text", "value"),
    [
        ("day", "2026-11-03", dt.date(2026, 11, 3)),
        ("money", "120000 EUR", Money(Decimal(120000), "EUR")),
        ("money", "120000", Money(Decimal(120000))),
        ("money", "0.50 USD", Money(Decimal("0.50"), "USD")),
        ("count", "15", 15),
        ("ratio", "0.85", 0.85),
        ("ratio", "-1", -1.0),
        ("flag", "true", True),
        ("flag", "false", False),
        ("slug", "mid-market-2", "mid-market-2"),
        ("hex", "7f3c9a10", "7f3c9a10"),
        ("text", "  said so \n", "said so"),
    ],
)
def test_the_one_spelling_is_read(parser: str, text: str, value: object) -> None:
    assert PARSERS[parser](text) == value
    assert PARSERS[parser](value) == value


@pytest.mark.parametrize(
    ("parser", "text", "suggestion"),
    [
        ("day", "05/10/2026", "2026-10-05"),
        ("day", "10/25/2026", "2026-10-25"),
        ("day", "3.11.26", "2026-11-03"),
        ("day", "2026/11/3", "2026-11-03"),
        ("day", "2026-02-30", ""),
        ("day", "tomorrow", ""),
        ("day", "1/1/" + "9" * 5_000, ""),
        ("day", "2026-11-03T10:00", ""),
        ("money", "120.000", "120000"),
        ("money", "€120k", "120000 EUR"),
        ("money", "120k", "120000"),
        ("money", "1.5M USD", "1500000 USD"),
        ("money", "1,200.50", "1200.50"),
        ("money", "1.200,50 €", "1200.50 EUR"),
        ("money", "1 200 000 CHF", "1200000 CHF"),
        ("money", "EUR 1'200", "1200 EUR"),
        ("money", "120000EUR", "120000 EUR"),
        ("money", "120000 eur", "120000 EUR"),
        ("money", "1,200 KES", "1200 KES"),
        ("money", "120.000 mxn", "120000 MXN"),
        ("money", "3 million", ""),
        ("money", "2 x 50k", ""),
        ("money", "12,34,567", ""),
        ("money", "-5", ""),
        ("money", "1e5", ""),
        ("money", "9" * 40, ""),
        ("money", "NaN", ""),
        ("count", "15 min", "15"),
        ("count", "1.5", "1"),
        ("count", "-3", ""),
        ("count", "9" * 10, ""),
        ("ratio", "0,85", "0.85"),
        ("ratio", "85%", ""),
        ("ratio", "nan", ""),
        ("ratio", "1e400", ""),
        ("flag", "Yes", "true"),
        ("flag", "0", "false"),
        ("flag", "maybe", ""),
        ("slug", "Mid Market", "mid-market"),
        ("slug", "mid_market", "mid-market"),
        ("slug", "x" * 79 + " yz", "x" * 79),
        ("slug", "🙈", ""),
        ("hex", "7F3C9A10", "7f3c9a10"),
        ("hex", "debriefs/7f3c9a10/", "7f3c9a10"),
        ("hex", "7f3c", ""),
        ("text", " ", ""),
        ("text", "x" * 4_001, ""),
    ],
)
def test_other_spellings_are_faults_that_offer_it(parser: str, text: str, suggestion: str) -> None:
    with pytest.raises(PydanticCustomError) as caught:
        PARSERS[parser](text)
    assert caught.value.context is not None
    assert caught.value.context["suggestion"] == suggestion
    assert caught.value.context["allowed"]


@pytest.mark.parametrize("parser", sorted(PARSERS))
@pytest.mark.parametrize("shape", [["a"], {"a": "b"}, None])
def test_another_shape_is_a_fault(parser: str, shape: object) -> None:
    with pytest.raises(PydanticCustomError) as caught:
        PARSERS[parser](shape)
    assert (caught.value.context or {})["code"] == WRONG_SHAPE


@pytest.mark.parametrize("parser", sorted(PARSERS))
@given(text=st.text(max_size=30) | st.from_regex(r"[€$]?\d[\d.,' kKmM/-]*( [a-zA-Z]{3})?", fullmatch=True))
def test_any_text_is_read_or_is_a_fault_and_what_is_offered_is_read(parser: str, text: str) -> None:
    offered = ""
    try:
        PARSERS[parser](text)
    except PydanticCustomError as fault:
        offered = (fault.context or {})["suggestion"]
    if offered:
        PARSERS[parser](offered)


def test_money_is_printed_as_it_is_written() -> None:
    assert (str(Money(Decimal("120000"), "EUR")), str(Money(Decimal("0.50")))) == ("120000 EUR", "0.50")
