"""The program's templates, compiled once for all processes that are forked from the one that imports this.

The same text under the same name, compiled for an environment of the same language, gives the same code.
"""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

import jinja2
from mkdocs.theme import Theme

from builder.rendering.template_environment import harden
from builder.theme import TEMPLATES

_compile: Any = jinja2.Environment.compile
_known: dict[Hashable, Any] = {}


def _compiled(environment: jinja2.Environment, source: Any, name: str | None = None, *more: Any, **options: Any) -> Any:
    """The code of a template: what is known of it, wherever its file lies."""
    known = _known.get((source, name, _language(environment)))
    return known or _compile(environment, source, name, *more, **options)


def _language(environment: jinja2.Environment) -> Hashable:
    """What of an environment decides how it compiles; those with the same marks share a lexer."""
    names = (frozenset(environment.extensions), frozenset(environment.filters), frozenset(environment.tests))
    return environment.lexer, environment.autoescape, environment.optimized, environment.is_async, names


def _prepare() -> None:
    """Compile every template of the program."""
    environment = harden(Theme(name="bulletin").get_env())
    for path in sorted(TEMPLATES.rglob("*.html")):
        name, source = path.relative_to(TEMPLATES).as_posix(), path.read_text(encoding="utf-8")
        _known[source, name, _language(environment)] = _compile(environment, source, name, str(path))
    jinja2.Environment.compile = _compiled  # type: ignore[method-assign,assignment]


_prepare()
