"""The Atom feed: closed editions and the newest debriefs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree import ElementTree

from builder import addresses
from builder.build import Bulletin
from builder.publication.public_debrief import PublicDebrief
from builder.support.escaping import for_xml
from builder.views.shared.names import Names
from builder.views.shared.phrases import lowered
from builder.views.shared.sides import BOTH

ATOM = "http://www.w3.org/2005/Atom"
MOST = 40


@dataclass(frozen=True, slots=True)
class _FeedEntry:
    """One entry: dates are ISO days."""

    address: str
    title: str
    summary: str
    updated: str


def feed(bulletin: Bulletin, names: Names) -> str:
    """The feed as XML: its entries have absolute addresses, so it needs the site's own."""
    settings = bulletin.settings
    ElementTree.register_namespace("", ATOM)
    root = ElementTree.Element(f"{{{ATOM}}}feed")
    _text(root, "title", settings.site_name)
    _text(root, "id", settings.site_url)
    _text(root, "updated", f"{settings.as_of.isoformat()}T00:00:00Z")
    _text(ElementTree.SubElement(root, f"{{{ATOM}}}author"), "name", settings.site_name)
    for kind, address in (("self", addresses.FEED), ("alternate", addresses.FRONT)):
        ElementTree.SubElement(root, f"{{{ATOM}}}link", rel=kind, href=settings.site_url + address)
    entries = sorted(_feed_entries(bulletin, names), key=lambda entry: (entry.updated, entry.address), reverse=True)
    for entry in entries[:MOST]:
        _add(root, entry, settings.site_url)
    ElementTree.indent(root)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + ElementTree.tostring(root, encoding="unicode") + "\n"


def _add(root: ElementTree.Element, entry: _FeedEntry, base: str) -> None:
    element = ElementTree.SubElement(root, f"{{{ATOM}}}entry")
    _text(element, "title", entry.title)
    _text(element, "id", base + entry.address)
    _text(element, "updated", f"{entry.updated}T00:00:00Z")
    _text(element, "summary", entry.summary)
    ElementTree.SubElement(element, f"{{{ATOM}}}link", rel="alternate", href=base + entry.address)


def _text(parent: ElementTree.Element, name: str, text: str) -> None:
    ElementTree.SubElement(parent, f"{{{ATOM}}}{name}").text = for_xml(text)


def _feed_entries(bulletin: Bulletin, names: Names) -> Iterator[_FeedEntry]:
    for edition in bulletin.publication.schedule.editions:
        if edition.manifest is not None:
            title = names.edition_title(edition.period)
            summary = f"{len(edition.debriefs)} debriefs; closed on {names.day(edition.manifest.as_of)}."
            yield _FeedEntry(addresses.edition(edition.id), title, summary, edition.manifest.as_of)
    for debrief in [debrief for debrief in bulletin.publication.debriefs if debrief.has_page][:MOST]:
        yield _FeedEntry(
            addresses.debrief(debrief.id), names.headline(debrief), _debrief_summary(debrief, names), debrief.order[0]
        )


def _debrief_summary(debrief: PublicDebrief, names: Names) -> str:
    parts = []
    for side in BOTH:
        themes = [lowered(names.theme(driver.theme).title) for driver in debrief.drivers if driver.side == side.id]
        if themes:
            parts.append(f"{side.by} {', '.join(themes)}.")
    return " ".join(parts)
