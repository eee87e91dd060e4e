"""Finds and reads mkdocs.yml without MkDocs, for the commands that publish nothing."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from builder.config import Settings, Site, settings_from
from builder.support.errors import BulletinError

NAMES = ("mkdocs.yml", "mkdocs.yaml")
PLUGIN = "bulletin"


class _Loader(yaml.SafeLoader):
    """Reads what MkDocs would: environment variables, and any other tag as nothing."""


def _environment(loader: _Loader, node: yaml.Node) -> Any:
    if isinstance(node, yaml.SequenceNode):
        *names, default = [loader.construct_object(child) for child in node.value]
        return next((os.environ[name] for name in names if name in os.environ), default)
    return os.environ.get(str(node.value))


_Loader.add_constructor("!ENV", _environment)
_Loader.add_multi_constructor("", lambda loader, suffix, node: None)


def find(start: Path) -> Path:
    """The nearest mkdocs.yml in a folder or above it."""
    start = start.resolve()
    for folder in (start, *start.parents):
        for name in NAMES:
            if (folder / name).is_file():
                return folder / name
    raise BulletinError(f"no mkdocs.yml in {start} or above it: give one with -f, or make one with `bulletin init`")


def settings_of(path: Path, today: dt.date, overrides: Mapping[str, object]) -> Settings:
    """The settings that a mkdocs.yml makes; `overrides` are plugin options given on the command line."""
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise BulletinError(f"{path}: {error.strerror}") from error
    return settings_in(raw, path, today, overrides)


def settings_in(raw: bytes, path: Path, today: dt.date, overrides: Mapping[str, object]) -> Settings:
    """The same for the content of a mkdocs.yml, as if it lay at this path."""
    try:
        matter = yaml.load(raw.decode("utf-8"), Loader=_Loader)  # noqa: S506 - a safe loader
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise BulletinError(f"{path} is not YAML: {error}") from error
    if not isinstance(matter, dict):
        raise BulletinError(f"{path} is empty: it needs site_name, docs_dir and the plugin {PLUGIN!r}")
    given = {name: value for name, value in overrides.items() if value is not None}
    return settings_from({**options_in(matter, path), **given}, site_of(matter, path.parent), today)


def site_of(matter: Mapping[str, Any], folder: Path) -> Site:
    """What a build needs of the site's own configuration."""
    url = str(matter.get("site_url") or "")
    return Site(
        config_dir=folder.resolve(),
        docs_dir=(folder / str(matter.get("docs_dir") or "docs")).resolve(),
        name=str(matter.get("site_name") or "Sales bulletin"),
        url=url if not url or url.endswith("/") else f"{url}/",
        repo_url=str(matter.get("repo_url") or ""),
        edit_uri=str(matter.get("edit_uri") or ""),
    )


def options_in(matter: Mapping[str, Any], path: Path) -> dict[str, object]:
    """The options of our plugin in a mkdocs.yml; raises where it is not named."""
    plugins = matter.get("plugins") or []
    if not isinstance(plugins, dict | list):
        raise BulletinError(f"{path}: plugins: {plugins!r} is not a list such as\nplugins:\n  - {PLUGIN}")
    entries = (
        plugins.items()
        if isinstance(plugins, dict)
        else [next(iter(entry.items())) if isinstance(entry, dict) and entry else (entry, {}) for entry in plugins]
    )
    for name, options in entries:
        if name == PLUGIN and isinstance(options or {}, dict):
            return dict(options or {})
        if name == PLUGIN:
            raise BulletinError(f"{path}: {PLUGIN}: {options!r} is not a mapping of options such as period: month")
    raise BulletinError(f"{path} does not name the plugin: add\nplugins:\n  - {PLUGIN}")
