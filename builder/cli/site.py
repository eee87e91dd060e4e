"""Building and serving, by way of MkDocs."""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click
from mkdocs import exceptions
from mkdocs.commands.build import build as mkdocs_build
from mkdocs.commands.serve import serve as mkdocs_serve
from mkdocs.config import load_config
from mkdocs.utils.yaml import get_yaml_loader, yaml_load
from rich.console import Console
from rich.status import Status

from builder.build import Bulletin
from builder.plugin import BulletinPlugin
from builder.site_file import PLUGIN, options_in
from builder.support.errors import BulletinError

LOGGER = "mkdocs"


@dataclass(frozen=True, slots=True, kw_only=True)
class BuildRequest:
    """What the command line says of a build; what it does not say is as in mkdocs.yml."""

    config_file: Path
    audience: str | None = None
    as_of: str | None = None
    site_dir: Path | None = None
    strict: bool = False
    quiet: bool = False


def build_site(request: BuildRequest) -> Bulletin:
    """Build the site of a mkdocs.yml, and what it was built from; exits with 1 where MkDocs or strictness refuse it."""
    more: dict[str, Any] = {"site_dir": str(request.site_dir.resolve())} if request.site_dir else {}
    given = _given(request.config_file, request.audience, request.as_of)
    with _logging_to_terminal(quiet=request.quiet), _sentences():
        config = load_config(config_file=str(request.config_file), strict=request.strict, **more, **given)
        config.plugins.on_startup(command="build", dirty=False)
        mkdocs_build(config)
        config.plugins.on_shutdown()
    plugin = config.plugins[PLUGIN]
    assert isinstance(plugin, BulletinPlugin), "without it the site is refused before"
    return plugin.build.bulletin


def serve_site(config_file: Path, audience: str | None, as_of: str | None, dev_addr: str | None) -> None:
    """Serve the site of a mkdocs.yml until interrupted."""
    more: dict[str, Any] = {"dev_addr": dev_addr} if dev_addr else {}
    with _logging_to_terminal(quiet=False), _sentences():
        mkdocs_serve(config_file=str(config_file), **more, **_given(config_file, audience, as_of))


def _given(config_file: Path, audience: str | None, as_of: str | None) -> dict[str, Any]:
    """The plugins of a mkdocs.yml with our options as given on the command line; nothing if none were."""
    if not config_file.is_file():
        raise BulletinError(f"{config_file} is not there: give another with -f, or make one with `bulletin init`")
    with config_file.open(encoding="utf-8-sig") as handle, _sentences():
        matter = yaml_load(handle, get_yaml_loader()) or {}
    present = options_in(matter, config_file)
    given = {name: value for name, value in (("audience", audience), ("as_of", as_of)) if value}
    if not given:
        return {}
    ours = {PLUGIN: {**present, **given}}
    plugins = matter["plugins"]
    if isinstance(plugins, dict):
        return {"plugins": {**plugins, **ours}}
    return {
        "plugins": [
            ours if PLUGIN in (entry, *(entry if isinstance(entry, dict) else ())) else entry for entry in plugins
        ]
    }


@contextmanager
def _sentences() -> Iterator[None]:
    """Turn MkDocs' refusals, and those of the disk, into a sentence and exit status 1."""
    try:
        yield
    except (exceptions.MkDocsException, click.ClickException) as error:
        # MkDocs logs an error of the build itself, and then aborts with nothing to add.
        is_reported = isinstance(error, exceptions.Abort) and isinstance(error.__context__, exceptions.BuildError)
        if str(error) and not is_reported:
            click.echo(f"bulletin: {error}", err=True)
        raise SystemExit(1) from error
    except OSError as error:
        click.echo(f"bulletin: cannot build the site: {error}; the site before stays", err=True)
        raise SystemExit(1) from error


@contextmanager
def _logging_to_terminal(*, quiet: bool) -> Iterator[None]:
    """Print what MkDocs and the plugin log; on a terminal also what is being done."""
    logger = logging.getLogger(LOGGER)
    handler = logging.StreamHandler()
    handler.setLevel(logging.ERROR if quiet else logging.INFO)
    handler.setFormatter(logging.Formatter("%(levelname)-8s %(message)s"))
    logger.addHandler(handler)
    logger.setLevel(handler.level)
    try:
        if quiet or not sys.stderr.isatty():
            yield
            return
        with Console(stderr=True).status("Reading") as status:
            logger.setLevel(logging.DEBUG)
            logger.addHandler(_Progress(status))
            yield
    finally:
        for added in list(logger.handlers):
            logger.removeHandler(added)


class _Progress(logging.Handler):
    """Shows the newest message beside a spinner."""

    def __init__(self, status: Status) -> None:
        super().__init__(logging.DEBUG)
        self._status = status

    def emit(self, record: logging.LogRecord) -> None:
        """Show a message, cut to a line."""
        self._status.update(record.getMessage().split("\n", 1)[0][:100].replace("[", r"\["))
