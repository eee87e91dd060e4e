"""The fields of the content kinds as options, made from their models."""

from __future__ import annotations

from functools import cache

import click

from builder.authoring.typed_values import Shape, TypedField, fields_of
from builder.schema import KINDS
from builder.schema.forms import FORMS, description

PREFIX = "field_"
METAVARS = {
    Shape.TEXT: "TEXT",
    Shape.LIST: "ID[,ID…]",
    Shape.ITEMS: "ID|KEY=TEXT|{YAML}",
    Shape.PAIRS: "KEY=VALUE",
    Shape.GROUPS: "THEME=TEXT|none",
    Shape.MODEL: "KEY=TEXT",
}


@cache
def options() -> tuple[click.Option, ...]:
    """One option for each name that a field has in any kind."""
    names = sorted({name for kind in FORMS for name in fields_of(KINDS[kind])})
    return tuple(click.Option([option_of(name), f"{PREFIX}{name}"], multiple=True, hidden=True) for name in names)


def option_of(field: str) -> str:
    """The option that fills a field."""
    return f"--{field.replace('_', '-')}"


def describe(formatter: click.HelpFormatter) -> None:
    """The fields of each kind, in the order in which they are written."""
    for kind in FORMS:
        with formatter.section(f"Fields of a {kind}"):
            rows = ((name, form, description(kind, name)) for name, form in fields_of(KINDS[kind]).items())
            formatter.write_dl([(f"{option_of(name)} {_metavar(form)}", told) for name, form, told in rows])


def _metavar(form: TypedField) -> str:
    if form.shape is Shape.PAIRS:
        return f"KEY={'|'.join(form.choices)}"
    return "|".join(form.choices) if form.choices and form.shape is Shape.TEXT else METAVARS[form.shape]
