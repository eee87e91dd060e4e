"""The settings of one build, frozen: the plugin's options and where things lie."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from pathlib import Path


class Audience(StrEnum):
    """For whom a site is built."""

    EVERYONE = "everyone"
    LEADERSHIP = "leadership"


class Rhythm(StrEnum):
    """How often an edition appears."""

    MONTH = "month"
    QUARTER = "quarter"
    FISCAL_QUARTER = "fiscal-quarter"


FLOORS = {Audience.EVERYONE: 5, Audience.LEADERSHIP: 3}


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """One build's settings; `as_of` is the date up to which files are counted."""

    content_dir: Path
    as_of: dt.date
    site_name: str = "Sales bulletin"
    site_url: str = ""
    private_dir: Path | None = None
    cache_dir: Path | None = None
    rhythm: Rhythm = Rhythm.MONTH
    fiscal_start: int = 1
    currency: str = "EUR"
    rates: Mapping[str, Decimal] = field(default_factory=dict)
    audience: Audience = Audience.EVERYONE
    floor: int = FLOORS[Audience.EVERYONE]
    locale: str = "en"
    respond_within: int = 30
    minutes_budget: int = 10
    attainment_periods: int = 8
    repo_url: str = ""
    edit_uri: str = ""

    def in_site_currency(self, amount: Decimal, currency: str | None) -> Decimal | None:
        """The amount in the site's currency; None where no rate is given."""
        if currency is None or currency == self.currency:
            return amount
        rate = self.rates.get(currency)
        return None if rate is None else amount * rate
