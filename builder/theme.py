"""The MkDocs theme: its templates lie beside the package in a checkout, and inside it where it was installed."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

PACKAGE = Path(__file__).resolve().parent
CHECKOUT = PACKAGE.parent


def _templates() -> Path:
    """The folder of the templates; a copy that some other way of installing left behind is passed over."""
    is_checkout = (CHECKOUT / "pyproject.toml").is_file() and (CHECKOUT / "templates" / "mkdocs_theme.yml").is_file()
    return (CHECKOUT if is_checkout else PACKAGE) / "templates"


TEMPLATES = _templates()
# MkDocs takes the folder of the file that the entry point's object names.
theme = SimpleNamespace(__file__=str(TEMPLATES / "mkdocs_theme.yml"))
