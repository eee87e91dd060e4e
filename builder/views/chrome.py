"""What surrounds every page: the name, the sections, the open edition, the sum of the files."""

from __future__ import annotations

from dataclasses import dataclass

from builder import addresses
from builder.build import Content
from builder.config import Audience
from builder.views.pages import Menu, links_of
from builder.views.reference.set_aside_page import sum_of_files
from builder.views.shared.page_context import PageContext
from builder.views.shared.phrases import Link, Phrase, number

LONGEST_NAME = 16


@dataclass(frozen=True, slots=True)
class Chrome:
    """The parts that all pages share and that do not change with the date; `is_long` says so of the name.

    A feed needs absolute addresses, so a site whose own is not known has none.
    """

    name: str
    is_long: bool
    readers: str
    has_feed: bool
    sections: tuple[Link, ...]
    footer: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Dated:
    """The parts that change with every build; static pages go without, so that they keep."""

    as_of: str
    as_of_iso: str
    strip: Phrase
    front: Link | None
    sum_of_files: Phrase


def chrome_of(bulletin: Content) -> Chrome:
    """The lasting surroundings of the bulletin's pages."""
    is_leadership = bulletin.settings.audience is Audience.LEADERSHIP
    has_feed = bool(bulletin.settings.site_url)
    return Chrome(
        name=bulletin.settings.site_name,
        is_long=len(bulletin.settings.site_name) > LONGEST_NAME,
        readers="For leadership alone" if is_leadership else "For everyone in the company",
        sections=links_of(Menu.NAVIGATION),
        has_feed=has_feed,
        footer=tuple(link for link in links_of(Menu.FOOTER) if has_feed or link.href != addresses.FEED),
    )


def dated_of(context: PageContext) -> Dated:
    """The dated surroundings of the bulletin's pages."""
    names = context.names
    schedule, as_of = context.publication.schedule, context.settings.as_of.isoformat()
    front, following = schedule.front, schedule.open_after_front
    strip: Phrase = ()
    if following is not None:
        so_far = number(len(following.debriefs), "debrief", addresses.edition(following.id))
        strip = (f"{names.edition_title(following.period)} so far: ", so_far)
    return Dated(
        as_of=names.day(as_of),
        as_of_iso=as_of,
        strip=strip,
        front=names.edition_link(front) if front else None,
        sum_of_files=sum_of_files(context.bulletin),
    )
