"""The bands of value that are printed where an exact value would say too much."""

from __future__ import annotations

from decimal import Decimal

BANDS = (10_000, 50_000, 100_000, 250_000, 500_000, 1_000_000)


def bounds_of(amount: Decimal) -> tuple[int | None, int | None]:
    """The band an amount lies in: lower bound (included) and upper bound; None for an open end."""
    lower = [bound for bound in BANDS if bound <= amount]
    upper = [bound for bound in BANDS if bound > amount]
    return (lower[-1] if lower else None), (upper[0] if upper else None)


def band_title(amount: Decimal | None, currency: str) -> str:
    """The band in words, such as `10,000 to 50,000 EUR`; empty where no amount is known."""
    if amount is None:
        return ""
    low, high = bounds_of(amount)
    if low is None:
        return f"under {high:,} {currency}"
    return f"{low:,} to {high:,} {currency}" if high else f"over {low:,} {currency}"


def middle_of_band(amount: Decimal | None) -> Decimal | None:
    """The middle of the band an amount lies in, so that no sum gives an anonymous value away."""
    if amount is None:
        return None
    low, high = bounds_of(amount)
    return Decimal(((low or 0) + (high or (low or 0))) // 2)
