"""The MkDocs plugin: hands settings down and pages over, nothing else."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
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
from builder.config import Settings, settings_from
from builder.rendering.template_environment import harden, stylesheet
from builder.site_build import SiteBuild, start_build
from builder.site_file import site_of
from builder.support.change_observer import change_observer
from builder.support.errors import BulletinError
from builder.views import pages

log = get_plugin_logger("bulletin")
STYLES = "assets/css/"
SHEET = f"{STYLES}bulletin.css"
# Pages that a hand-written one may stand in for, or stand on.
HAND_WRITTEN = frozenset({addresses.CONTRIBUTE, addresses.ABOUT})
NOTED = frozenset({addresses.FRONT, addresses.CONTRIBUTE})
# Settings of MkDocs that the theme makes nothing of, and what does instead.
UNREAD = {
    "extra_css": "put styles into the theme's custom_dir",
    "extra_javascript": "its pages have no scripts but the forms'",
}
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


@contextmanager
def _plugin_errors() -> Iterator[None]:
    """Turn what a user may read into what MkDocs prints as it is."""
    try:
        yield
    except BulletinError as error:
        raise PluginError(f"bulletin: {error}") from error


def _log_faults(build: SiteBuild) -> None:
    """Log how many files are set aside, and how many warnings there are."""
    if aside := build.set_aside:
        log.warning("%s set aside; `bulletin check` says why", f"{aside} file{' is' if aside == 1 else 's are'}")
    if warnings := build.bulletin.publication.warnings:
        log.info("%s warnings; `bulletin check` shows them", f"{warnings:,}")


def _refuse_assets(by_hand: Iterable[File], config: MkDocsConfig) -> None:
    """Raise PluginError where a file below the folder of pages would take the place of one of the theme."""
    made = {SHEET, *config.theme.static_templates}
    for file in by_hand:
        if file.dest_uri in made or any((Path(folder) / file.dest_uri).is_file() for folder in config.theme.dirs):
            raise PluginError(
                f"bulletin: {file.src_uri} takes the place of {file.dest_uri} of the theme; rename it, "
                "or put it into the theme's custom_dir if it is meant to replace it"
            )


class BulletinPlugin(BasePlugin[Options]):  # type: ignore[no-untyped-call]  # the same
    """Publishes a content tree as a bulletin."""

    _build: SiteBuild | None = None
    _environment: jinja2.Environment | None = None
    _is_served = False

    @property
    def build(self) -> SiteBuild:
        """The build that is being made, or the last one."""
        assert self._build is not None, "MkDocs asks for the configuration first"
        return self._build

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
        """Remember whether the site is served; MkDocs then keeps this object between builds."""
        self._is_served = command == "serve"

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Read everything and send the build to a folder beside the site."""
        if not config.use_directory_urls:
            raise PluginError("bulletin: use_directory_urls has to stay true, addresses depend on it")
        for name in UNREAD:
            if config[name]:
                log.warning("%s is not read by this theme: %s", name, UNREAD[name])
        with _plugin_errors():
            settings = self._settings(config)
            environment, dirs = self._own_environment(config), config.theme.dirs
            self._build = start_build(settings, Path(config.site_dir), environment, dirs, is_served=self._is_served)
        _log_faults(self._build)
        config.site_dir = str(self._build.rough)
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

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Put one style sheet in the place of many, and add the pages made from views."""
        by_hand = [file for file in files if file.src_dir == config.docs_dir]
        _refuse_assets(by_hand, config)
        self.build.note_written_by_hand({file.dest_uri: file.src_uri for file in by_hand})
        for file in list(files):
            if file.src_uri.startswith(STYLES) and file not in by_hand:
                files.remove(file)
        files.append(File.generated(config, SHEET, content=stylesheet()))
        taken = {file.url.removeprefix("./"): file for file in files.documentation_pages()}
        for address, page in self.build.pages.items():
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
                file.page.update_date = self.build.bulletin.settings.as_of.isoformat()
        return nav

    def on_page_markdown(self, markdown: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
        """The hand-written index.md stands as a note on the front page, contribute.md below the forms."""
        if page.url in NOTED and not isinstance(page, ViewPage):
            page.meta["template"] = self.build.pages[page.url].template
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
        made = self.build.pages.get(page.url)
        is_ours = made is not None and (isinstance(page, ViewPage) or page.url in NOTED)
        intro = TITLE.sub("", page.content or "", count=1) if page.url in NOTED else ""
        self.build.note_page(page.url)
        title = made.title if made is not None and is_ours else page.title
        surroundings = self.build.page_context(page.url, str(title))
        context.update(surroundings, view=made.view if made else None, intro=intro.strip())
        return context

    def on_template_context(self, context: Any, *, template_name: str, config: MkDocsConfig) -> Any:
        """Give the error page its surroundings, with absolute links since it stands anywhere."""
        context.update(self.build.page_context("", "There is no such page"), current_section=None)
        context["root"] = context["base_url"] if str(context["base_url"]).endswith("/") else "/"
        context["canonical"] = ""
        return context

    def on_post_template(self, output_content: str, *, template_name: str, config: MkDocsConfig) -> str:
        """MkDocs' own sitemap does not know the static pages: ours is written at the end."""
        return "" if template_name == "sitemap.xml" else output_content

    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Add what MkDocs does not write, then let the new site take the place of the old one."""
        with _plugin_errors():
            self.build.finish(strict=config.strict)
        config.site_dir = str(self.build.site)

    def on_build_error(self, *, error: Exception) -> None:
        """Leave the site as it was."""
        if self._build is not None:
            self._build.abandon()

    def on_shutdown(self) -> None:
        """A served site is gone with its server, and so is the tree beside it."""
        if self._is_served and self._build is not None:
            self._build.remove_trees()

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
