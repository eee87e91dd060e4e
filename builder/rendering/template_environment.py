"""The templates' environment: everything escaped, nothing undefined."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

import jinja2

from builder.support.cache import folders_digest, program_version
from builder.theme import TEMPLATES

POLICY = "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'"
# Forms run our own scripts, and ask this site what became of what was sent.
WITH_SCRIPT = f"{POLICY}; script-src 'self'; connect-src 'self'"
CSS_FIRST = ("tokens", "base")
CSS_LAST = ("print",)


def harden(environment: jinja2.Environment) -> jinja2.Environment:
    """Escape by default and refuse what a view does not have."""
    environment.autoescape = True
    environment.undefined = jinja2.StrictUndefined
    environment.trim_blocks = True
    environment.lstrip_blocks = True
    environment.auto_reload = False
    return environment


def policy(*, has_script: bool = False) -> str:
    """The content-security policy of a page, for a meta element."""
    return WITH_SCRIPT if has_script else POLICY


@cache
def stylesheet() -> str:
    """All style sheets as one: tokens, base, the blocks by name, print."""
    sheets = {path.stem: path.read_text(encoding="utf-8") for path in (TEMPLATES / "assets" / "css").glob("*.css")}
    blocks = sorted(name for name in sheets if name not in CSS_FIRST + CSS_LAST)
    order = [name for name in (*CSS_FIRST, *blocks, *CSS_LAST) if name in sheets]
    return "\n".join(sheets[name].strip() + "\n" for name in order)


def printing_version(theme_dirs: Iterable[str]) -> str:
    """What decides how a page is printed: the program, and the templates of the site's own theme."""
    return f"{program_version()} {folders_digest(theme_dirs)}"
