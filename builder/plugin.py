"""The MkDocs plugin: hands settings down and pages over, nothing else."""

from __future__ import annotations

import datetime as dt
import gc
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal

import jinja2
from mkdocs.config.base import Config
from mkdocs.config.config_options import Optional, Type
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import BasePlugin, get_plugin_logger
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import TableOfContents

from builder import addresses
from builder.build import Bulletin, Content, content_of, count
from builder.config import Settings, settings_from
from builder.exports.data_files import content_data, figures_data
from builder.exports.feed import feed
from builder.exports.form_files import machine_files
from builder.exports.ledger_tables import ledger_data
from builder.exports.sitemap import sitemap
from builder.reading.file_state import FileState
from builder.rendering.site_writer import Leaf, Press
from builder.rendering.static_pages import LeafPages
from builder.rendering.template_environment import harden, policy, printing_version, stylesheet
from builder.site_file import site_of
from builder.support.change_observer import change_observer
from builder.support.errors import BulletinError
from builder.views import pages
from builder.views.shared.chrome import Chrome, Dated, chrome_of, dated_of
from builder.views.shared.names import Names
from builder.views.shared.page_context import PageContext

log = get_plugin_logger("bulletin")
STYLES = "assets/css/"
# Pages that a hand-written one may stand in for, or stand on.
HAND_WRITTEN = frozenset({addresses.CONTRIBUTE, addresses.ABOUT})
NOTED = frozenset({addresses.FRONT, addresses.CONTRIBUTE})
TITLE = re.compile(r"<h1[^>]*>.*?</h1>\s*", re.DOTALL)
Anything = Type((str, int, float, bool, dict, dt.date))


class Options(Config):  # type: ignore[no-untyped-call]  # MkDocs leaves its hook untyped
    """The plugin's options; `builder.config` knows what they mean."""

    content_dir = Optional(Anything)
    private_dir = Optional(Anything)
    period = Optional(Anything)
    fiscal_start = Optional(Anything)
    currency = Optional(Anything)
    rates = Optional(Anything)
    audience = Optional(Anything)
    floor = Optional(Anything)
    as_of = Optional(Anything)
    locale = Optional(Anything)
    respond_within = Optional(Anything)
    minutes_budget = Optional(Anything)
    attainment_periods = Optional(Anything)
    editor = Optional(Anything)


class ViewPage(Page):
    """A page made from a view: it has a template and no Markdown."""

    def __init__(self, view: pages.Page, file: File, config: MkDocsConfig) -> None:
        super().__init__(view.title, file, config)
        self.meta = {"title": view.title, "template": view.template}

    def read_source(self, config: MkDocsConfig) -> None:
        """There is no source: the view has been made already."""
        self.markdown = ""

    def render(self, config: MkDocsConfig, files: Files) -> None:
        """There is nothing to render before the template."""
        self.content = ""
        self.toc = TableOfContents([])


class _Build:
    """What the hooks of one build share."""

    def __init__(self, bulletin: Bulletin, press: Press, surroundings: _Surroundings) -> None:
        self.bulletin = bulletin
        self.press = press
        self.csp = surroundings.csp
        self.names = surroundings.names
        self.chrome = surroundings.chrome
        self.dated: Dated = dated_of(PageContext(bulletin, self.names))
        self.pages = {page.address: page for page in pages.pages_of(PageContext(bulletin, self.names))}
        self.addresses: list[str] = []


class _Surroundings:
    """What stands around every page, known before anything is counted."""

    def __init__(self, content: Content, csp: str) -> None:
        self.csp = csp
        self.names = Names(content.publication, content.settings)
        self.chrome: Chrome = chrome_of(content)


def _independent(content: Content, leaves: LeafPages) -> list[Leaf]:
    """The files that depend on no figure, the largest first."""
    return [*content_data(content), *leaves.leaves()]


class BulletinPlugin(BasePlugin[Options]):  # type: ignore[no-untyped-call]  # the same
    """Publishes a content tree as a bulletin."""

    _build: _Build
    _press: Press | None = None
    _leaves: LeafPages
    _wait: Callable[[], None] | None = None
    _environment: jinja2.Environment | None = None
    _is_served = False

    @property
    def bulletin(self) -> Bulletin:
        """What the last build was made from."""
        return self._build.bulletin

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
        """Remember whether the site is served; MkDocs then keeps this object between builds."""
        self._is_served = command == "serve"

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Read everything and send the build to a folder beside the site."""
        if not config.use_directory_urls:
            raise PluginError("bulletin: use_directory_urls has to stay true, addresses depend on it")
        # A build allocates much and leaves no cycles: collecting garbage would only find nothing.
        gc.disable()
        environment = self._own_environment(config)
        try:
            settings = self._settings(config)
            # Read before the lock is taken: the processes that read would keep it if this one were killed.
            content = content_of(settings)
            if not self._is_served:
                # It stays until the process ends, which then need not search it for garbage either.
                gc.freeze()
            version = printing_version(config.theme.dirs)
            press = Press(Path(config.site_dir), None if self._is_served else settings.cache_dir, version)
            press.open()
            self._press = press
            surroundings = _Surroundings(content, "" if self._is_served else policy())
            leaves = LeafPages(content, surroundings.names, surroundings.chrome, environment, surroundings.csp)
            self._leaves = leaves
            # Most pages depend on no figure: they are printed while the figures are counted.
            self._wait = None if self._is_served else press.start(lambda: _independent(content, leaves))
            self._build = _Build(count(content), press, surroundings)
        except BulletinError as error:
            raise PluginError(f"bulletin: {error}") from error
        self._tell(self._build.bulletin)
        config.site_dir = str(press.rough)
        if self._is_served:
            config.watch.append(str(settings.content_dir))
        return config

    def _own_environment(self, config: MkDocsConfig) -> jinja2.Environment:
        """The templates' environment: compiled once, also where the site is built again and again."""
        if self._environment is None:
            self._environment = harden(config.theme.get_env())
            self._environment.auto_reload = self._is_served
        return self._environment

    def _settings(self, config: MkDocsConfig) -> Settings:
        options = {name: value for name, value in self.config.items() if value is not None}
        folder = Path(config.config_file_path or ".").parent
        return settings_from(options, site_of(config, folder), dt.date.today())

    @staticmethod
    def _tell(bulletin: Bulletin) -> None:
        publication = bulletin.publication
        if aside := publication.states[FileState.SET_ASIDE]:
            log.warning("%s set aside; `bulletin check` says why", f"{aside} file{' is' if aside == 1 else 's are'}")
        if publication.warnings:
            log.info("%s warnings; `bulletin check` shows them", f"{publication.warnings:,}")

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Put one style sheet in the place of many, and add the pages made from views."""
        for file in list(files):
            if file.src_uri.startswith(STYLES):
                files.remove(file)
        files.append(File.generated(config, f"{STYLES}bulletin.css", content=stylesheet()))
        taken = {file.url.removeprefix("./"): file for file in files.documentation_pages()}
        for address, page in self._build.pages.items():
            if address not in taken:
                file = File.generated(config, f"{address}index.md", content="", inclusion=InclusionLevel.NOT_IN_NAV)
                ViewPage(page, file, config)
                files.append(file)
            elif address and address not in HAND_WRITTEN:
                uri = taken[address].src_uri
                raise PluginError(f"bulletin: {uri} takes the address /{address} of a page that is made; rename it")
        return files

    def on_nav(self, nav: Navigation, *, config: MkDocsConfig, files: Files) -> Navigation:
        """Give every page the date of the data, so that nothing depends on the clock."""
        for file in files.documentation_pages():
            if file.page is not None:
                file.page.update_date = self._build.bulletin.settings.as_of.isoformat()
        return nav

    def on_page_markdown(self, markdown: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
        """The hand-written index.md stands as a note on the front page, contribute.md below the forms."""
        if page.url in NOTED and not isinstance(page, ViewPage):
            page.meta["template"] = self._build.pages[page.url].template
        return markdown

    def on_page_content(self, html: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
        """Let the keyboard reach code that is wider than the page."""
        return html.replace("<pre>", '<pre tabindex="0">')

    def on_env(self, env: jinja2.Environment, *, config: MkDocsConfig, files: Files) -> jinja2.Environment:
        """Give the templates our environment, with what other plugins added to theirs."""
        ours = self._own_environment(config)
        for name in ("filters", "globals", "tests"):
            getattr(ours, name).update(getattr(env, name))
        return ours

    def on_page_context(self, context: Any, *, page: Page, config: MkDocsConfig, nav: Navigation) -> Any:
        """Give the template its view and the page's surroundings."""
        made = self._build.pages.get(page.url)
        is_ours = made is not None and (isinstance(page, ViewPage) or page.url in NOTED)
        intro = TITLE.sub("", page.content or "", count=1) if page.url in NOTED else ""
        self._build.addresses.append(page.url)
        title = made.title if made is not None and is_ours else page.title
        context.update(self._surroundings(page.url, str(title)), view=made.view if made else None, intro=intro.strip())
        return context

    def on_template_context(self, context: Any, *, template_name: str, config: MkDocsConfig) -> Any:
        """Give the error page its surroundings, with absolute links since it stands anywhere."""
        context.update(self._surroundings("", "There is no such page"), current_section=None)
        context["root"] = context["base_url"] if str(context["base_url"]).endswith("/") else "/"
        context["canonical"] = ""
        return context

    def _surroundings(self, address: str, title: str) -> dict[str, Any]:
        build = self._build
        settings = build.bulletin.settings
        section = f"{address.split('/', 1)[0]}/" if address else ""
        return {
            "chrome": build.chrome,
            "dated": build.dated,
            "title": title,
            "root": addresses.to_root(address),
            "current_section": section,
            "csp": build.csp and policy(has_script=address == addresses.CONTRIBUTE),
            "lang": settings.locale.replace("_", "-"),
            "canonical": settings.site_url + address if settings.site_url else "",
        }

    def on_post_template(self, output_content: str, *, template_name: str, config: MkDocsConfig) -> str:
        """MkDocs' own sitemap does not know the leaf pages: ours is written at the end."""
        return "" if template_name == "sitemap.xml" else output_content

    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Add the leaf pages and the data, then let the new site take the place of the old one."""
        build = self._build
        settings, rough = build.bulletin.settings, build.press.rough
        try:
            self._refuse_if_strict(config, build.bulletin)
            (rough / addresses.FEED).write_text(feed(build.bulletin, build.names), encoding="utf-8")
            for path, text in machine_files(build.bulletin).items():
                (rough / path).parent.mkdir(parents=True, exist_ok=True)
                (rough / path).write_text(text, encoding="utf-8")
            build.press.take(build.press.print([*figures_data(build.bulletin), *ledger_data(build.bulletin)]))
            build.press.take(build.press.print(self._leaves.evidence(build.bulletin)))
            if self._wait is not None:
                self._wait()
            else:
                build.press.take(build.press.print(_independent(build.bulletin, self._leaves)))
            if settings.site_url:
                text = sitemap(settings.site_url, [*build.addresses, *build.press.addresses])
                (rough / addresses.SITEMAP).write_text(text, encoding="utf-8")
            build.press.finish()
        except BulletinError as error:
            raise PluginError(f"bulletin: {error}") from error
        except OSError as error:
            raise PluginError(f"bulletin: cannot write the site: {error}; the site before stays") from error
        config.site_dir = str(build.press.site)
        gc.enable()

    @staticmethod
    def _refuse_if_strict(config: MkDocsConfig, bulletin: Bulletin) -> None:
        aside = bulletin.publication.states[FileState.SET_ASIDE]
        if config.strict and aside:
            raise BulletinError(f"{aside} set aside, and strict: `bulletin check` says why; the site before stays")

    def on_build_error(self, *, error: Exception) -> None:
        """Leave the site as it was."""
        gc.enable()
        if self._press is not None:
            self._press.abandon()

    def on_shutdown(self) -> None:
        """A served site is gone with its server, and so is the tree beside it."""
        if self._is_served and self._press is not None:
            self._press.close()

    def on_serve(self, server: LiveReloadServer, *, config: MkDocsConfig, builder: Any) -> LiveReloadServer:
        """Be told of changes by the system instead of asking twice a second."""
        watched = list(server._watched_paths)
        server.observer = change_observer()  # type: ignore[assignment]
        server.build_delay = 0.02
        for path in watched:
            times = server._watched_paths.pop(path)
            server.watch(path)
            server._watched_paths[path] = times
        return server
