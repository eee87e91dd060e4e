"""The list of content kinds: adding one is a module beside its siblings and an entry here."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import Any, Literal

from builder.schema import (
    attainment,
    catalog,
    claim,
    closed_deal,
    comment,
    debrief,
    debrief_constraints,
    edition,
    initiative,
    promise,
    response,
    roster,
    theme,
)
from builder.schema.base import Model
from builder.schema.constraints import Constraint

Shape = Literal["document", "list", "mapping", "table"]


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of content: where it lies, what it is made of, and the rules across its fields.

    `place` is a folder of files, one item each (shape `document`), or one file: a `list` of
    items, one `mapping`, or a `table` (CSV) with an item a line. Of two entries of a list with one
    `key` the first counts. A file's name opens with a date where `is_dated`, and ends with eight
    hexadecimal digits where `has_digits`.
    """

    name: str
    model: type[Model]
    place: str
    shape: Shape
    suffixes: tuple[str, ...]
    constraints: tuple[Constraint, ...] = ()
    has_body: bool = False
    key: tuple[str, ...] = ()
    is_dated: bool = False
    has_digits: bool = False

    @property
    def is_folder(self) -> bool:
        """Whether items of this kind are files of their own."""
        return self.shape == "document"

    @property
    def plural(self) -> str:
        """What many of them are called: the name of their folder or file."""
        return PurePosixPath(self.place).stem


MARKDOWN_OR_YAML = (".md", ".yml", ".yaml")
YAML = (".yml", ".yaml")

KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        Kind("theme", theme.Theme, "themes.yml", "list", YAML, key=("id",)),
        Kind("catalog", catalog.Catalog, "catalog.yml", "mapping", YAML),
        Kind("roster", roster.Member, "roster.yml", "list", YAML, key=("handle",)),
        Kind("claim", claim.Claim, "claims.yml", "list", YAML, key=("id",)),
        Kind("attainment", attainment.Attainment, "attainment.csv", "table", (".csv",), key=("period", "rep")),
        Kind("closed-deal", closed_deal.ClosedDeal, "closed_deals.csv", "table", (".csv",), key=("opportunity",)),
        Kind(
            "debrief",
            debrief.Debrief,
            "debriefs",
            "document",
            MARKDOWN_OR_YAML,
            debrief_constraints.CONSTRAINTS,
            True,
            is_dated=True,
            has_digits=True,
        ),
        Kind("edition", edition.Letter, "editions", "document", (".md",), (), True),
        Kind(
            "response", response.Response, "responses", "document", (".md",), response.CONSTRAINTS, True, is_dated=True
        ),
        Kind(
            "comment",
            comment.Comment,
            "comments",
            "document",
            (".md",),
            comment.CONSTRAINTS,
            True,
            is_dated=True,
            has_digits=True,
        ),
        Kind("promise", promise.Promise, "promises", "document", YAML, promise.CONSTRAINTS),
        Kind("initiative", initiative.Initiative, "initiatives", "document", YAML, initiative.CONSTRAINTS),
    )
}

# A debrief that is not finished: read by the ordinary reader, complete or not, and never part of a corpus.
DRAFT = replace(KINDS["debrief"], name="draft", place="drafts", constraints=())


def kind_of(path: PurePosixPath) -> Kind | None:
    """The kind of a file by its path below the content root, whatever its ending; else None."""
    for kind in KINDS.values():
        if kind.is_folder and len(path.parts) > 1 and path.parts[0] == kind.place:
            return kind
        if not kind.is_folder and str(path) == kind.place:
            return kind
    return None


def json_schema(kind: Kind) -> dict[str, Any]:
    """The JSON Schema (2020-12) of a content file of this kind."""
    schema = _without_null(kind.model.model_json_schema(by_alias=True, mode="validation"))
    title = schema.pop("title")
    if kind.shape == "list":
        definitions = schema.pop("$defs", {})
        schema = {"type": "array", "items": schema, "$defs": definitions}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"{title} ({kind.place})",
        **schema,
        "x-constraints": [constraint.as_data() for constraint in kind.constraints],
    }


def _without_null(schema: Any) -> Any:
    """The schema as files are written: a field that is not there is absent, never null."""
    if isinstance(schema, list):
        return [_without_null(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    kept = {key: _without_null(value) for key, value in schema.items() if not (key == "default" and value is None)}
    choices = [choice for choice in kept.get("anyOf", []) if choice != {"type": "null"}]
    if len(choices) == 1:
        del kept["anyOf"]
        return {**choices[0], **kept}
    return {**kept, "anyOf": choices} if choices else kept
