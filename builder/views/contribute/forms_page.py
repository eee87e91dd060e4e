"""The page of the forms: what the scripts need to make them, from the schemas and the lists of this audience."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from builder.diagnostics import Severity
from builder.markup.markdown import Html
from builder.schema import KINDS, json_schema
from builder.schema.catalog import BUILT_IN_HOUSE, CatalogEntry
from builder.schema.constraints import Constraint
from builder.schema.debrief import PRICING_DETAILS
from builder.schema.forms import FORMS, Form
from builder.schema.theme import OTHER
from builder.views.contribute.forge import forge_of
from builder.views.shared.page_context import PageContext

LINES = ("account", "opportunity", "agreed_by", "detail")
# Lists that a file may not go beyond: what is not on the others is a warning.
CLOSED = ("themes", "departments", "claims", "promises", "initiatives", "responses")
OPEN = ("competitors", "segments", "regions", "products")
ANONYMITY = (
    "The file will not name you, but whoever opens the pull request is named by Git. "
    "If that matters, send the file to the editor or to a colleague who proposes it for you."
)


@dataclass(frozen=True, slots=True)
class FormsPage:
    """The data of the forms as JSON that can stand inside a page, and the scripts to load."""

    data: Html
    scripts: tuple[str, ...]


SCRIPTS = (
    "contribute", "form", "answers", "special", "fields", "combobox", "checking", "keeping", "making", "mine",
    "proposing", "writing",
)  # fmt: skip


def forms_page(context: PageContext) -> FormsPage:
    """The page of the forms."""
    matter = {
        "kinds": {name: _kind(form) for name, form in FORMS.items()},
        "lists": lists(context),
        "closed": CLOSED,
        "open": OPEN,
        "taken": {
            "promise": [id for id, _ in context.publication.promises],
            "response": [answer.id for answer in context.publication.responses],
        },
        "currencies": [context.settings.currency, *context.settings.rates],
        "details": {"pricing": PRICING_DETAILS, OTHER: []},
        "lines": LINES,
        "anonymity": ANONYMITY,
        "forge": asdict(forge_of(context.settings)),
    }
    text = json.dumps(matter, ensure_ascii=False, separators=(",", ":"))
    # Nothing in it can close the element that holds it.
    return FormsPage(Html(text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")), SCRIPTS)


def _kind(form: Form) -> Mapping[str, Any]:
    kind = KINDS[form.kind]
    schema = _lean(json_schema(kind))
    return {
        "name": form.name,
        "title": form.title,
        "deck": form.deck,
        "groups": [_group(form, name) for name in form.groups],
        "questions": {one.field: one.words for one in form.questions},
        "hasBody": kind.has_body,
        "place": kind.place,
        "names": list(schema["properties"]),
        "subjects": form.subjects,
        "rules": [_rule(constraint) for constraint in kind.constraints],
        "schema": schema,
    }


def _rule(constraint: Constraint) -> Mapping[str, Any]:
    return {**constraint.as_data(), "is_warning": constraint.code.severity is Severity.WARNING}


def _group(form: Form, name: str) -> Mapping[str, Any]:
    group, questions = form.groups[name], form.in_group(name)
    return {
        "words": group.words or questions[0].words,
        "number": questions[0].number,
        "fields": [question.field for question in questions],
        "is_later": group.is_later,
    }


def _lean(schema: Any) -> Any:
    """A schema without what no form reads."""
    if isinstance(schema, list):
        return [_lean(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    unread = {"$schema", "default", "x-constraints"} | ({"title"} if isinstance(schema.get("title"), str) else set())
    return {key: _lean(value) for key, value in schema.items() if key not in unread}


def lists(context: PageContext) -> Mapping[str, list[Mapping[str, Any]]]:
    """What fields complete from; the roster and the accounts are never among it."""
    publication = context.publication
    catalog = publication.catalog
    built = CatalogEntry(id=BUILT_IN_HOUSE, title=context.names.title("competitors", BUILT_IN_HOUSE))
    competitors = [*catalog.competitors, *([] if any(e.id == built.id for e in catalog.competitors) else [built])]
    themes = [theme for theme in publication.codebook.themes.values() if theme.retired is None]
    return {
        "themes": [_option(one.id, one.title, one.means or "", one.aliases) for one in themes],
        "competitors": _entries(competitors),
        "segments": _entries(catalog.segments),
        "regions": _entries(catalog.regions),
        "products": _entries(catalog.products),
        "departments": _entries(catalog.departments),
        "signers": _entries(catalog.departments),
        "claims": [_option(one.id, one.says) for one in publication.claims if one.retired is None],
        "promises": [_option(id, one.what) for id, one in publication.promises],
        "initiatives": [_option(id, one.title) for id, one in publication.initiatives],
        "responses": [_option(one.id, one.id) for one in publication.responses],
    }


def _entries(entries: Iterable[CatalogEntry]) -> list[Mapping[str, Any]]:
    return [_option(one.id, one.title, "", one.aliases) for one in entries]


def _option(id: str, title: str, says: str = "", also: Iterable[str] = ()) -> Mapping[str, Any]:
    more = {"says": says, "also": list(also)}
    return {"id": id, "title": title, **{name: value for name, value in more.items() if value}}
