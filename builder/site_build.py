"""One build of a site: from settings to the tree that takes the place of the one that is seen.

MkDocs writes its pages between the start and the end of it; everything else is written here.
"""

from __future__ import annotations

import gc
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import jinja2

from builder import addresses
from builder.build import Bulletin, Content, content_of, count
from builder.config import Settings
from builder.exports.data_files import content_data, figures_data
from builder.exports.feed import feed
from builder.exports.form_files import machine_files
from builder.exports.ledger_tables import ledger_data
from builder.exports.sitemap import sitemap
from builder.reading.file_state import FileState
from builder.rendering.site_trees import SiteTrees
from builder.rendering.site_writer import SiteWriter
from builder.rendering.static_file import INDEX, StaticFile
from builder.rendering.static_pages import StaticPages
from builder.rendering.template_environment import policy, printing_version
from builder.support.errors import BulletinError
from builder.views.chrome import chrome_of, dated_of
from builder.views.pages import pages_of
from builder.views.shared.names import Names
from builder.views.shared.page_context import PageContext


class SiteBuild:
    """A build whose figures are counted, while its static pages are being written.

    A served site is built again and again by one process: nothing of it is forked, and its pages have
    no content-security policy, since MkDocs adds a script to them.
    """

    def __init__(self, bulletin: Bulletin, static_pages: StaticPages, writer: SiteWriter, *, is_served: bool) -> None:
        self.bulletin = bulletin
        context = PageContext(bulletin, static_pages.names)
        self.pages = {page.address: page for page in pages_of(context)}
        self._static_pages = static_pages
        self._dated = dated_of(context)
        self._writer = writer
        self._is_served = is_served
        self._addresses: list[str] = []
        self._by_hand: Mapping[str, str] = {}

    @property
    def site(self) -> Path:
        """Where the site is seen."""
        return self._writer.site

    @property
    def rough(self) -> Path:
        """Where MkDocs is to write its pages."""
        return self._writer.rough

    @property
    def set_aside(self) -> int:
        """How many files could not be used."""
        return self.bulletin.publication.states[FileState.SET_ASIDE]

    def note_page(self, address: str) -> None:
        """Put a page of MkDocs into the sitemap."""
        self._addresses.append(address)

    def note_written_by_hand(self, files: Mapping[str, str]) -> None:
        """Remember which file below the folder of pages goes to which path of the site."""
        self._by_hand = files

    def page_context(self, address: str, title: str) -> dict[str, Any]:
        """What the template of a page is given besides its view."""
        settings = self.bulletin.settings
        return {
            "chrome": self._static_pages.chrome,
            "dated": self._dated,
            "title": title,
            "root": addresses.to_root(address),
            "current_section": f"{address.split('/', 1)[0]}/" if address else "",
            "csp": "" if self._is_served else policy(has_script=address == addresses.CONTRIBUTE),
            "lang": settings.locale.replace("_", "-"),
            "canonical": settings.site_url + address if settings.site_url else "",
        }

    def finish(self, *, strict: bool) -> None:
        """Add the static pages and the data, then let the new site take the place of the old one.

        Raises BulletinError where it is strict and a file is set aside, where a hand-written file takes the
        place of one that is made, or where the disk refuses.
        """
        if strict and self.set_aside:
            raise BulletinError(
                f"{self.set_aside} set aside, and strict: `bulletin check` says why; the site before stays"
            )
        try:
            self._write_files()
            self._writer.finish()
        except OSError as error:
            raise BulletinError(f"cannot write the site: {error}; the site before stays") from error
        gc.enable()

    def _write_files(self) -> None:
        """Write everything that MkDocs does not."""
        bulletin, writer = self.bulletin, self._writer
        made = dict(machine_files(bulletin))
        writer.write([*figures_data(bulletin), *ledger_data(bulletin)])
        writer.write(self._static_pages.evidence(bulletin))
        if self._is_served:
            writer.write(_independent(bulletin, self._static_pages))
        writer.wait()
        if site_url := bulletin.settings.site_url:
            made[addresses.FEED] = feed(bulletin, self._static_pages.names)
            made[addresses.SITEMAP] = sitemap(site_url, [*self._addresses, *writer.addresses])
        for path, text in made.items():
            self._refuse_by_hand(path)
            writer.write_rough(path, text)
        for path in sorted(writer.paths & self._by_hand.keys()):
            self._refuse_by_hand(path)

    def _refuse_by_hand(self, path: str) -> None:
        """Nothing that somebody wrote by hand takes the place of what is made."""
        if path in self._by_hand:
            place = f"the address /{path.removesuffix(INDEX)}" if path.endswith(INDEX) else f"the place of {path}"
            raise BulletinError(f"{self._by_hand[path]} takes {place}, which is made; rename it; the site before stays")

    def abandon(self) -> None:
        """Leave the site as it was."""
        gc.enable()
        self._writer.abandon()

    def remove_trees(self) -> None:
        """Remove what lies beside a served site, which is gone with its server."""
        self._writer.remove_trees()


def start_build(
    settings: Settings, site: Path, environment: jinja2.Environment, theme_dirs: Iterable[str], *, is_served: bool
) -> SiteBuild:
    """Read everything, begin to write what depends on no figure, and count; raises BulletinError."""
    # A build allocates much and leaves no cycles: collecting garbage would only find nothing.
    gc.disable()
    writer = SiteWriter(SiteTrees(site, None if is_served else settings.cache_dir), printing_version(theme_dirs))
    try:
        # Read before the lock is taken: the processes that read would keep it if this one were killed.
        content = content_of(settings)
        if not is_served:
            # It stays until the process ends, which then need not search it for garbage either.
            gc.freeze()
        writer.open()
        static_pages = _static_pages(content, environment, is_served=is_served)
        if not is_served:
            # Most pages depend on no figure: they are written while the figures are counted.
            writer.write_in_background(lambda: _independent(content, static_pages))
        return SiteBuild(count(content), static_pages, writer, is_served=is_served)
    except Exception:
        gc.enable()
        writer.abandon()
        raise


def _static_pages(content: Content, environment: jinja2.Environment, *, is_served: bool) -> StaticPages:
    names = Names(content.publication, content.settings)
    return StaticPages(content, names, chrome_of(content), environment, "" if is_served else policy())


def _independent(content: Content, static_pages: StaticPages) -> list[StaticFile]:
    """The files that depend on no figure, the largest first."""
    return [*content_data(content), *static_pages.files()]
