"""Building and serving, by way of MkDocs."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

import click
from mkdocs import exceptions
from mkdocs.commands import serve as mkdocs_serve
from mkdocs.commands.build import build as mkdocs_build
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig

from builder.errors import BulletinError
from builder.site_file import PLUGIN


def build_site(
    config_file: Path, audience: str | None, as_of: str | None, site_dir: Path | None, *, strict: bool, quiet: bool
) -> None:
    """Build the site of a mkdocs.yml; exits with 1 where MkDocs or strictness refuse it."""
    _log_to_terminal(quiet)
    more: dict[str, Any] = {"site_dir": str(site_dir.resolve())} if site_dir else {}
    try:
        config = _configured(config_file, audience, as_of, strict=strict, **more)
        config.plugins.on_startup(command="build", dirty=False)
        mkdocs_build(config)
        config.plugins.on_shutdown()
    except (exceptions.MkDocsException, click.ClickException) as error:
        if str(error):
            click.echo(f"bulletin: {error}", err=True)
        raise SystemExit(1) from error


def serve_site(config_file: Path, audience: str | None, as_of: str | None, dev_addr: str | None) -> None:
    """Serve the site of a mkdocs.yml until interrupted."""
    _log_to_terminal(quiet=False)
    more = {"dev_addr": dev_addr} if dev_addr else {}

    def load(config_file: Any = None, **kwargs: Any) -> MkDocsConfig:
        return _configured(Path(config_file), audience, as_of, **kwargs)

    original, mkdocs_serve.load_config = mkdocs_serve.load_config, load
    try:
        mkdocs_serve.serve(config_file=str(config_file), **more)
    except (exceptions.MkDocsException, click.ClickException) as error:
        click.echo(f"bulletin: {error}", err=True)
        raise SystemExit(1) from error
    finally:
        mkdocs_serve.load_config = original


def _configured(config_file: Path, audience: str | None, as_of: str | None, **more: Any) -> MkDocsConfig:
    """The configuration, with the plugin's options as given on the command line."""
    if not config_file.is_file():
        raise BulletinError(f"{config_file} is not there: give another with -f, or make one with `bulletin init`")
    config = load_config(config_file=str(config_file), **more)
    plugin = config.plugins.get(PLUGIN)
    if plugin is None:
        raise BulletinError(f"{config_file} does not name the plugin: add\nplugins:\n  - {PLUGIN}")
    plugin.config.update({name: value for name, value in (("audience", audience), ("as_of", as_of)) if value})
    return config


def _log_to_terminal(quiet: bool) -> None:
    logger = logging.getLogger("mkdocs")
    logger.setLevel(logging.ERROR if quiet else logging.INFO)
    if not logger.handlers:
        handler = logging.StreamHandler()
        handler.setFormatter(logging.Formatter("%(levelname)-8s %(message)s"))
        logger.addHandler(handler)
