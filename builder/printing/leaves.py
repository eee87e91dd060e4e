"""The leaf pages: debriefs and their indexes, tens of thousands, rendered here and not by MkDocs.

A page whose inputs did not change is linked from the site before. `Leaf.key` is the digest of all
that the page is made of; `_Memory` knows the keys of the site before and how its files looked.
"""

from __future__ import annotations

import ctypes
import hashlib
import json
import multiprocessing
import os
import signal
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jinja2

from builder import addresses
from builder.build import Bulletin
from builder.errors import BulletinError
from builder.printing.environment import templates_version
from builder.publication import PublicDebrief
from builder.views.chrome import Chrome
from builder.views.debriefs import Related, debrief_page, related_ids, tombstone_page
from builder.views.indexes import IndexPage, index_pages
from builder.views.listing import item_of
from builder.views.names import Names
from builder.views.text import Link, lowered

FEW = 200
PR_SET_PDEATHSIG = 1
BATCH = 200
Stamp = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Leaf:
    """A leaf page to be: where it goes, the digest of its inputs, and how it is rendered."""

    address: str
    key: str
    render: Callable[[], str]
    is_index: bool = False


class LeafPrinter:
    """Prints the leaf pages of one bulletin with one environment."""

    def __init__(
        self, bulletin: Bulletin, names: Names, chrome: Chrome, environment: jinja2.Environment, csp: str
    ) -> None:
        self._bulletin = bulletin
        self._names = names
        self._chrome = chrome
        self._csp = csp
        self._templates = {name: environment.get_template(f"{name}.html") for name in ("debrief", "tombstone", "index")}
        self._lists: Any = environment.get_template("parts/list.html").module
        self._items: dict[str, str] = {}
        self._by_id = {debrief.id: debrief for debrief in bulletin.publication.debriefs}
        self._headlines: dict[str, str] = {}
        self._surroundings = self._digest_of_surroundings()

    def _digest_of_surroundings(self) -> str:
        """What every leaf page depends on besides its own debrief."""
        publication, settings = self._bulletin.publication, self._bulletin.settings
        editions = tuple(edition.id for edition in publication.schedule.editions)
        parts = (
            templates_version(),
            self._chrome,
            self._csp,
            settings.locale,
            settings.currency,
            settings.site_url,
            publication.codebook,
            publication.catalog,
            publication.claims,
            publication.promises,
            editions,
        )
        return _digest(repr(parts))

    def print_into(self, folder: Path, before: Path, cache_dir: Path | None) -> list[str]:
        """Write every leaf page below `folder`, linking what did not change from the site `before`.

        Returns their addresses in the order of printing.
        """
        leaves = list(self._leaves())
        memory = _Memory(cache_dir, before)
        stale = [leaf for leaf in leaves if not memory.link(leaf, folder)]
        _write_all(stale, folder)
        memory.store(leaves, folder)
        return [leaf.address for leaf in leaves]

    def _leaves(self) -> Iterable[Leaf]:
        yield from self._debrief_leaves()
        for tombstone in self._bulletin.publication.tombstones:
            view = tombstone_page(tombstone, self._names)
            yield self._leaf(addresses.debrief(tombstone.id), "tombstone", repr(view), lambda view=view: view)
        for page in index_pages(self._bulletin, self._names):
            versions = [self._by_id[id].version for id in page.ids]
            yield Leaf(page.address, self._key(page.address, repr(page), *versions), self._index(page), is_index=True)

    def _debrief_leaves(self) -> Iterable[Leaf]:
        shown = [debrief for debrief in self._bulletin.publication.debriefs if debrief.has_page]
        related = related_ids(self._bulletin.publication.debriefs)
        talk = self._talk()
        for position, debrief in enumerate(shown):
            newer = shown[position - 1].id if position else ""
            older = shown[position + 1].id if position + 1 < len(shown) else ""
            others = tuple(self._related(id, why) for id, why in related[debrief.id])
            address = addresses.debrief(debrief.id)
            beside = [f"{other.link.text}\0{other.link.href}\0{other.why}" for other in others]
            key = self._key(address, debrief.version, *beside, newer, older, talk.get(debrief.id, ""))
            yield Leaf(address, key, self._debrief(debrief, others, (newer, older)))

    def _related(self, id: str, why: str) -> Related:
        debrief = self._by_id[id]
        shared = why or ", ".join(lowered(self._names.theme(theme).title) for theme in debrief.themes)
        if id not in self._headlines:
            self._headlines[id] = self._names.headline(debrief)
        return Related(Link(self._headlines[id], addresses.debrief(id)), shared)

    def _talk(self) -> Mapping[str, str]:
        """A digest of what was answered to and said about each debrief."""
        publication = self._bulletin.publication
        said: dict[str, list[str]] = {}
        for answer in publication.answers:
            replies = [remark for remark in publication.remarks if remark.about == ("response", answer.id)]
            for id in answer.value.debriefs:
                said.setdefault(id, []).append(repr((answer, replies)))
        for remark in publication.remarks:
            if remark.about[0] == "debrief":
                said.setdefault(remark.about[1], []).append(repr(remark))
        return {id: _digest("".join(parts)) for id, parts in said.items()}

    def _debrief(
        self, debrief: PublicDebrief, related: tuple[Related, ...], beside: tuple[str, str]
    ) -> Callable[[], str]:
        def render() -> str:
            view = debrief_page(self._bulletin, self._names, debrief, related, beside)
            return self._render("debrief", addresses.debrief(debrief.id), view.title, view)

        return render

    def _index(self, page: IndexPage) -> Callable[[], str]:
        def render() -> str:
            root = addresses.to_root(page.address)
            items = "".join(self._item(id).replace('href="@', f'href="{root}') for id in page.ids)
            return self._render("index", page.address, f"{page.kicker}: {page.title}", page, items=items)

        return render

    def _item(self, id: str) -> str:
        """A debrief's entry with `@` for the root: rendered once for all indexes."""
        if id not in self._items:
            self._items[id] = str(self._lists.item(item_of(self._by_id[id], self._names), "@"))
        return self._items[id]

    def _leaf(self, address: str, template: str, inputs: str, view: Callable[[], Any]) -> Leaf:
        def render() -> str:
            seen = view()
            return self._render(template, address, seen.title, seen)

        return Leaf(address, self._key(address, inputs), render)

    def _render(self, template: str, address: str, title: str, view: Any, **more: Any) -> str:
        return self._templates[template].render(
            view=view,
            chrome=self._chrome,
            dated=None,
            title=title,
            root=addresses.to_root(address),
            current_section=addresses.DEBRIEFS,
            csp=self._csp,
            lang=self._bulletin.settings.locale.replace("_", "-"),
            canonical=self._bulletin.settings.site_url + address if self._bulletin.settings.site_url else "",
            **more,
        )

    def _key(self, *parts: str) -> str:
        return _digest("\0".join((self._surroundings, *parts)))


def _digest(text: str) -> str:
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()


def _write_all(leaves: Sequence[Leaf], folder: Path) -> None:
    """Render and write; by several processes where it pays."""
    processes = min(os.cpu_count() or 1, 8)
    if len(leaves) < FEW or processes == 1 or sys.platform != "linux":
        _write(leaves, folder)
        return
    # All indexes go to one process, which renders each entry once; the others begin with the debriefs.
    indexes = [leaf for leaf in leaves if leaf.is_index]
    debriefs = [leaf for leaf in leaves if not leaf.is_index]
    batches = [debriefs[start : start + BATCH] for start in range(0, len(debriefs), BATCH)]
    _Shared.batches, _Shared.folder = [indexes, *batches], folder
    context = multiprocessing.get_context("fork")
    try:
        with ProcessPoolExecutor(processes, context, _follow, (os.getpid(),)) as pool:
            list(pool.map(_write_batch, range(len(_Shared.batches))))
    except BrokenProcessPool as error:
        raise BulletinError("a process that printed pages was ended from outside; build again") from error
    finally:
        _Shared.batches = ()


def _follow(parent: int) -> None:
    """End with the parent, however it ends, and leave an interrupt to it.

    A worker that outlived a killed build would wait for work forever, and write into the next build's folder.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(1)


class _Shared:
    """What forked processes inherit instead of being sent."""

    batches: Sequence[Sequence[Leaf]] = ()
    folder: Path = Path()


def _write_batch(number: int) -> None:
    _write(_Shared.batches[number], _Shared.folder)


def _write(leaves: Iterable[Leaf], folder: Path) -> None:
    for leaf in leaves:
        target = f"{folder}/{leaf.address}"
        os.makedirs(target, exist_ok=True)
        with open(f"{target}index.html", "wb") as handle:
            handle.write(leaf.render().encode("utf-8"))


class _Memory:
    """The keys of the site before, and the size and time of its files: a file that was touched is not linked."""

    def __init__(self, cache_dir: Path | None, before: Path) -> None:
        self._path = cache_dir / "leaves.json" if cache_dir else None
        self._before = before
        self._known = self._load()

    def _load(self) -> dict[str, tuple[str, int, int]]:
        if self._path is None:
            return {}
        try:
            site, entries = json.loads(self._path.read_bytes())
            if site == str(self._before):
                return {address: (key, size, time) for address, (key, size, time) in entries.items()}
        except (OSError, ValueError, TypeError, AttributeError, RecursionError):
            pass
        return {}

    def link(self, leaf: Leaf, folder: Path) -> bool:
        """Link the page from the site before, if it is still what this leaf would be."""
        known = self._known.get(leaf.address)
        if known is None or known[0] != leaf.key:
            return False
        source = f"{self._before}/{leaf.address}index.html"
        try:
            stat = os.stat(source, follow_symlinks=False)
            if (stat.st_size, stat.st_mtime_ns) != known[1:]:
                return False
            os.makedirs(f"{folder}/{leaf.address}", exist_ok=True)
            os.link(source, f"{folder}/{leaf.address}index.html")
        except OSError:
            return False
        return True

    def store(self, leaves: Iterable[Leaf], folder: Path) -> None:
        """Remember the pages of the new site; a disk that refuses costs only time."""
        if self._path is None:
            return
        entries = {}
        for leaf in leaves:
            stat = os.stat(f"{folder}/{leaf.address}index.html")
            entries[leaf.address] = (leaf.key, stat.st_size, stat.st_mtime_ns)
        beside = self._path.with_suffix(".new")
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            beside.write_text(json.dumps([str(self._before), entries], separators=(",", ":")), encoding="utf-8")
            os.replace(beside, self._path)
        except OSError:
            with suppress(OSError):
                beside.unlink()
