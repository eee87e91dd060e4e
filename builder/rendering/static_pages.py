"""The static pages: debriefs and their indexes, tens of thousands, rendered here and not by MkDocs."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import jinja2
from markupsafe import escape

from builder import addresses
from builder.build import Bulletin, Content
from builder.publication.public_debrief import PublicDebrief, Tombstone
from builder.publication.publication import versions_of
from builder.rendering.static_file import INDEX, StaticFile, digest
from builder.views.chrome import Chrome
from builder.views.debrief.debrief_page import Related, debrief_page, tombstone_page
from builder.views.debrief.index_pages import IndexPage, index_pages
from builder.views.debrief.related import Relations
from builder.views.debrief.where_counted import CountedIn, WhereCounted
from builder.views.evidence.evidence_page import EvidenceIndex, PlannedPage
from builder.views.shared.debrief_list import item_of
from builder.views.shared.names import Names
from builder.views.shared.page_context import PageContext
from builder.views.shared.phrases import Link, lowered

INDEXES = "indexes"
TITLE, CANONICAL, MAIN = "\0title\0", "\0canonical\0", "\0main\0"
MARKS = re.compile("(\0(?:title|canonical|main)\0)")
# What of a publication is in the key of each page by itself, or on no such page at all.
KEYED_APART = frozenset(
    {"debriefs", "tombstones", "responses", "comments", "letters", "schedule", "attributions", "closed_deals",
     "attainments", "states", "set_aside", "warnings"}
)  # fmt: skip
TEMPLATES = ("debrief/debrief", "debrief/tombstone", "debrief/index", "evidence/evidence")


class StaticPages:
    """The static pages of one bulletin, rendered with one environment."""

    def __init__(
        self, bulletin: Content, names: Names, chrome: Chrome, environment: jinja2.Environment, csp: str
    ) -> None:
        self._bulletin = bulletin
        self.names = names
        self.chrome = chrome
        self._csp = csp
        self._templates = {name: environment.get_template(f"{name}.html") for name in TEMPLATES}
        self._lists: Any = environment.get_template("shared/list.html").module
        self._environment = environment
        self._frames: dict[tuple[str, str], list[str]] = {}
        self._items: dict[str, str] = {}
        self._versions = versions_of(bulletin.publication)
        self._by_id = {debrief.id: debrief for debrief in bulletin.publication.debriefs}
        self._others: dict[tuple[str, str], Related] = {}
        self._surroundings = self._digest_of_surroundings()

    def _digest_of_surroundings(self) -> str:
        """What every static page depends on besides its own debrief: all that is not in the key of a page by itself."""
        publication, settings = self._bulletin.publication, self._bulletin.settings
        shared = [getattr(publication, field.name) for field in fields(publication) if field.name not in KEYED_APART]
        editions = tuple(edition.id for edition in publication.schedule.editions)
        anywhere = replace(settings, content_dir=Path(), private_dir=None, cache_dir=None, spare_cache_dir=None)
        timeless = replace(anywhere, as_of=dt.date.min)
        return digest(repr((self.chrome, self._csp, timeless, shared, editions)))

    def files(self) -> Iterable[StaticFile]:
        """Every static page; the indexes are one batch, so that each entry of theirs is rendered once."""
        yield from self._debrief_files()
        for tombstone in self._bulletin.publication.tombstones:
            yield self._tombstone(tombstone)
        for page in index_pages(self.names):
            versions = [self._versions[id] for id in page.ids]
            yield StaticFile(
                page.address + INDEX, self._key(page.address, repr(page), *versions), self._index(page), INDEXES
            )

    def evidence(self, bulletin: Bulletin) -> list[StaticFile]:
        """The pages of evidence: they wait for the figures, and closed editions' never change again."""
        return [self._evidence(planned) for planned in EvidenceIndex(PageContext(bulletin, self.names)).pages()]

    def _evidence(self, planned: PlannedPage) -> StaticFile:
        address = planned.address
        return StaticFile(
            address + INDEX,
            self._key(address, planned.stamp),
            lambda: self._render("evidence/evidence", address, planned.title, planned.make(), section=planned.section),
        )

    def _debrief_files(self) -> Iterable[StaticFile]:
        shown = [debrief for debrief in self._bulletin.publication.debriefs if debrief.has_page]
        relations = Relations(shown)
        talk, entered = self._talk(), WhereCounted(self.names)
        for position, debrief in enumerate(shown):
            newer = shown[position - 1].id if position else ""
            older = shown[position + 1].id if position + 1 < len(shown) else ""
            others = tuple(self._related(id, why) for id, why in relations.of(debrief))
            address = addresses.debrief(debrief.id)
            beside = [f"{other.link.text}\0{other.link.href}\0{other.why}" for other in others]
            parts = entered.of(debrief)
            marks = [part.mark for part in parts]
            key = self._key(
                address, self._versions[debrief.id], *beside, newer, older, talk.get(debrief.id, ""), *marks
            )
            yield StaticFile(address + INDEX, key, self._debrief(debrief, others, parts, (newer, older)))

    def _related(self, id: str, why: str) -> Related:
        if (id, why) not in self._others:
            debrief = self._by_id[id]
            shared = why or ", ".join(lowered(self.names.theme(theme).title) for theme in debrief.themes)
            self._others[id, why] = Related(Link(self.names.headline(debrief), addresses.debrief(id)), shared)
        return self._others[id, why]

    def _talk(self) -> Mapping[str, str]:
        """A digest of what was answered to and said about each debrief."""
        publication = self._bulletin.publication
        said: dict[str, list[str]] = {}
        for response in publication.responses:
            replies = [comment for comment in publication.comments if comment.about == ("response", response.id)]
            for id in response.value.debriefs:
                said.setdefault(id, []).append(repr((response, replies)))
        for comment in publication.comments:
            if comment.about[0] == "debrief":
                said.setdefault(comment.about[1], []).append(repr(comment))
        return {id: digest("".join(parts)) for id, parts in said.items()}

    def _debrief(
        self,
        debrief: PublicDebrief,
        related: tuple[Related, ...],
        entered: tuple[CountedIn, ...],
        beside: tuple[str, str],
    ) -> Callable[[], str]:
        def render() -> str:
            view = debrief_page(self.names, debrief, related, entered, beside)
            return self._render("debrief/debrief", addresses.debrief(debrief.id), view.title, view)

        return render

    def _index(self, page: IndexPage) -> Callable[[], str]:
        def render() -> str:
            root = addresses.to_root(page.address)
            items = "".join(self._item(id).replace('href="@', f'href="{root}') for id in page.ids)
            return self._render("debrief/index", page.address, f"{page.kicker}: {page.title}", page, items=items)

        return render

    def _item(self, id: str) -> str:
        """A debrief's entry with `@` for the root: rendered once for all indexes."""
        if id not in self._items:
            self._items[id] = str(self._lists.item(item_of(self._by_id[id], self.names), "@"))
        return self._items[id]

    def _tombstone(self, tombstone: Tombstone) -> StaticFile:
        view, address = tombstone_page(tombstone, self.names), addresses.debrief(tombstone.id)
        return StaticFile(
            address + INDEX,
            self._key(address, repr(view)),
            lambda: self._render("debrief/tombstone", address, view.title, view),
        )

    def _render(
        self, template: str, address: str, title: str, view: Any, section: str = addresses.DEBRIEFS, **more: Any
    ) -> str:
        root = addresses.to_root(address)
        if (root, section) not in self._frames:
            self._frames[root, section] = self._frame(root, section)
        site_url = self._bulletin.settings.site_url
        words = {
            TITLE: str(escape(f"{title} · {self.chrome.name}")),
            CANONICAL: str(escape(site_url + address)) if site_url else "",
            MAIN: self._templates[template].render(view=view, root=root, **more),
        }
        return "".join(words.get(piece, piece) for piece in self._frames[root, section])

    def _frame(self, root: str, section: str) -> list[str]:
        """What stands around a static page, cut at the places of its title, its address and its text.

        No content can hold these marks: files with a NUL are set aside.
        """
        frame = self._environment.get_template("frame.html").render(
            chrome=self.chrome,
            dated=None,
            title=TITLE,
            root=root,
            current_section=section,
            csp=self._csp,
            lang=self._bulletin.settings.locale.replace("_", "-"),
            canonical=CANONICAL if self._bulletin.settings.site_url else "",
            main=MAIN,
        )
        return MARKS.split(frame)

    def _key(self, *parts: str) -> str:
        return digest("\0".join((self._surroundings, *parts)))
