"""The settings of one build, frozen: the plugin's options and where things lie."""

from __future__ import annotations

import datetime as dt
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

from builder.support.errors import BulletinError
from builder.support.nearest import nearest


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
EDITION_IDS = {
    Rhythm.MONTH: re.compile(r"(?P<year>(?!0000)\d{4})-(?P<part>0[1-9]|1[0-2])"),
    Rhythm.QUARTER: re.compile(r"(?P<year>(?!0000)\d{4})-Q(?P<part>[1-4])"),
    Rhythm.FISCAL_QUARTER: re.compile(r"FY(?P<year>(?!0000)\d{4})-Q(?P<part>[1-4])"),
}
EDITION_FORMS = {Rhythm.MONTH: "2026-11", Rhythm.QUARTER: "2026-Q4", Rhythm.FISCAL_QUARTER: "FY2027-Q1"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """One build's settings; `as_of` is the date up to which files are counted.

    What is remembered lies in `cache_dir`; figures are also looked for in `spare_cache_dir`, where
    nothing is written.
    """

    content_dir: Path
    as_of: dt.date
    site_name: str = "Sales bulletin"
    site_url: str = ""
    private_dir: Path | None = None
    cache_dir: Path | None = None
    spare_cache_dir: Path | None = None
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
    editor: str = ""
    # Seen from the folder of mkdocs.yml, with slashes: for addresses on the forge.
    docs_path: str = ""
    content_path: str = ""

    def in_site_currency(self, amount: Decimal, currency: str | None) -> Decimal | None:
        """The amount in the site's currency; None where no rate is given."""
        if currency is None or currency == self.currency:
            return amount
        rate = self.rates.get(currency)
        return None if rate is None else amount * rate


OPTIONS = (
    "content_dir",
    "private_dir",
    "period",
    "fiscal_start",
    "currency",
    "rates",
    "audience",
    "floor",
    "as_of",
    "locale",
    "respond_within",
    "minutes_budget",
    "attainment_periods",
    "editor",
)
MONTHS = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]


@dataclass(frozen=True, slots=True)
class Site:
    """What a build needs of the site's own configuration; paths are absolute."""

    config_dir: Path
    docs_dir: Path
    name: str = "Sales bulletin"
    url: str = ""
    repo_url: str = ""
    edit_uri: str = ""


def settings_from(options: Mapping[str, object], site: Site, today: dt.date) -> Settings:
    """The settings that the plugin's options make; raises BulletinError. `today` serves where `as_of` is not set."""
    _refuse_unknown(options)
    given = {name: value for name, value in options.items() if value is not None}
    audience = _choice(given, "audience", Audience, Audience.EVERYONE)
    content_dir = site.config_dir / str(given["content_dir"]) if "content_dir" in given else site.docs_dir.parent
    return Settings(
        content_dir=content_dir,
        private_dir=_private_dir(given, site),
        cache_dir=site.config_dir / ".bulletin",
        as_of=_day(given.get("as_of"), today),
        site_name=site.name,
        site_url=site.url,
        repo_url=site.repo_url,
        edit_uri=site.edit_uri,
        editor=mail_address("editor", given.get("editor", "")),
        docs_path=_path_from(site.config_dir, site.docs_dir),
        content_path=_path_from(site.config_dir, content_dir),
        rhythm=_choice(given, "period", Rhythm, Rhythm.MONTH),
        fiscal_start=_month(given.get("fiscal_start", 1)),
        currency=_currency(given.get("currency", "EUR")),
        rates=_rates(given.get("rates", {})),
        audience=audience,
        floor=_whole(given, "floor", FLOORS[audience], least=FLOORS[Audience.LEADERSHIP]),
        locale=_locale(given.get("locale", "en")),
        respond_within=_whole(given, "respond_within", 30),
        minutes_budget=_whole(given, "minutes_budget", 10),
        attainment_periods=_whole(given, "attainment_periods", 8),
    )


def _private_dir(given: Mapping[str, object], site: Site) -> Path | None:
    folder = given.get("private_dir")
    return site.config_dir / str(folder) if folder else None


def _refuse_unknown(options: Mapping[str, object]) -> None:
    unknown = sorted(set(options) - set(OPTIONS))
    if unknown:
        near = nearest(unknown[0], OPTIONS)
        raise BulletinError(f"plugin option {unknown[0]!r} is unknown: {near or ', '.join(OPTIONS)}")


Choice = TypeVar("Choice", bound=StrEnum)


def _choice(given: Mapping[str, object], name: str, kind: type[Choice], default: Choice) -> Choice:
    found = str(given.get(name, default))
    if found not in list(kind):
        raise BulletinError(f"{name}: {found!r} is not one of {', '.join(kind)}")
    return kind(found)


def _day(found: object, today: dt.date) -> dt.date:
    if found is None:
        return today
    if isinstance(found, dt.date):
        return found if not isinstance(found, dt.datetime) else found.date()
    try:
        return dt.date.fromisoformat(str(found))
    except ValueError as error:
        raise BulletinError(f"as_of: {found!r} is not a date such as 2026-11-16") from error


def _month(found: object) -> int:
    name = str(found).strip().lower()
    number = (
        int(name)
        if name.isdigit()
        else next((i for i, m in enumerate(MONTHS, 1) if len(name) > 2 and m.startswith(name)), 0)
    )
    if not 1 <= number <= len(MONTHS):
        raise BulletinError(f"fiscal_start: {found!r} is not a month, 1 to 12")
    return number


def _currency(found: object) -> str:
    if not re.fullmatch("[A-Z]{3}", str(found)):
        raise BulletinError(f"currency: {found!r} is not a code such as EUR")
    return str(found)


def mail_address(name: str, found: object) -> str:
    """An e-mail address, or nothing where nothing is given; `name` is the option that it is of."""
    if found and not re.fullmatch(r"[^\s@<>\"?&#]+@[^\s@<>\"?&#]+", str(found)):
        raise BulletinError(f"{name}: {found!r} is not an e-mail address such as editor@example.com")
    return str(found or "")


def _path_from(start: Path, target: Path) -> str:
    return Path(os.path.relpath(target, start)).as_posix()


def _locale(found: object) -> str:
    name = str(found).replace("-", "_")
    if name != "en":
        # Only who asks for another language pays for the library that knows them all.
        from babel import Locale, UnknownLocaleError

        try:
            Locale.parse(name)
        except (UnknownLocaleError, ValueError) as error:
            raise BulletinError(f"locale: {found!r} is not a language such as en, de or en_GB") from error
    return name


def _rates(found: object) -> dict[str, Decimal]:
    if not isinstance(found, Mapping):
        raise BulletinError("rates: a mapping from currency codes to what one unit is worth, such as USD: 0.92")
    rates = {}
    for code, rate in found.items():
        try:
            rates[_currency(code)] = Decimal(str(rate))
        except ArithmeticError as error:
            raise BulletinError(f"rates: {code}: {rate!r} is not a number") from error
        if rates[code] <= 0:
            raise BulletinError(f"rates: {code}: {rate!r} is not above 0")
    return rates


def _whole(given: Mapping[str, object], name: str, default: int, least: int = 1) -> int:
    found = given.get(name, default)
    if not isinstance(found, int) or isinstance(found, bool) or found < least:
        raise BulletinError(f"{name}: {found!r} is not a whole number from {least} upwards")
    return found
