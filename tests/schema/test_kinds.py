"""The models: frozen, closed, described, and a JSON Schema that says the same as they do."""

from __future__ import annotations

import importlib.util
import json
import re
import typing
from pathlib import PurePosixPath
from typing import Any

import pytest
from pydantic import BaseModel, ValidationError

from builder.schema import KINDS, json_schema, kind_of

BY_NAME = pytest.mark.parametrize("name", sorted(KINDS))
has_jsonschema = importlib.util.find_spec("jsonschema") is not None
GOOD: dict[str, Any] = {
    "theme": [{"id": "pricing", "title": "Price"}],
    "catalog": {"segments": [{"id": "mid-market", "title": "Mid-market", "aliases": ["mm"]}]},
    "roster": [{"handle": "ana", "name": "Ana", "territory": "dach", "signs": True}],
    "claim": [{"id": "fast", "says": "Fast."}],
    "attainment": {"period": "2026-10", "rep": "ana", "attainment": 0.9},
    "closed-deal": {"opportunity": "OP-1", "closed": "2026-11-01", "outcome": "won", "value": "10 EUR"},
    "debrief": {
        "decided": "2026-11-03",
        "repelling": {"pricing": "Dear.", "support": {"quote": "Slow."}},
        "compelling": "none",
    },
    "edition": {"title": "November", "picks": [{"debrief": "7f3c9a10", "why": "Read it."}]},
    "response": {"by": "product", "on": "2026-11-03", "decision": "fix", "promises": "sso"},
    "comment": {"theme": "pricing", "by": "ana", "stance": "adds"},
    "promise": {
        "what": "SSO.",
        "made_by": "product",
        "made_to": {"segment": "enterprise"},
        "owner": "product",
        "pursued_by": "ana",
        "made_on": "2026-05-01",
        "due": "2026-12-01",
        "status": "pending",
    },
    "initiative": {"title": "Terms", "owner": "product", "status": "active"},
}
BAD: dict[str, Any] = {
    "theme": [{"id": "Pricing!", "title": "Price"}],
    "catalog": {"segments": [{"id": "a"}]},
    "roster": [{"handle": "ana"}],
    "claim": [{"id": "fast", "says": ""}],
    "attainment": {"period": "2026-10", "rep": "ana"},
    "closed-deal": {"opportunity": "OP-1", "closed": "yesterday", "outcome": "won"},
    "debrief": {"decided": "2026-11-03", "repelling": {"pricing": {"qoute": "x"}}},
    "edition": {"picks": [{"debrief": "7F3C", "why": "Read it."}]},
    "response": {"by": "product", "on": "2026-11-03", "decision": "ponder"},
    "comment": {"theme": "pricing", "by": "ana"},
    "promise": {"what": "SSO."},
    "initiative": {"title": "Terms", "owner": "product", "status": "active", "colour": "red"},
}


def models(model: type[BaseModel]) -> set[type[BaseModel]]:
    """A model and every model in its fields."""
    inner = [found for field in model.model_fields.values() for found in models_in(field.annotation)]
    return {model}.union(*map(models, inner))


def models_in(annotation: Any) -> list[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [model for argument in typing.get_args(annotation) for model in models_in(argument)]


def entry(name: str, samples: dict[str, Any]) -> Any:
    return samples[name][0] if KINDS[name].shape == "list" else samples[name]


@BY_NAME
def test_every_field_is_described_in_one_sentence(name: str) -> None:
    for model in models(KINDS[name].model):
        assert model.__doc__
        for field, info in model.model_fields.items():
            assert info.description, f"{model.__name__}.{field}"
            assert info.description.endswith("."), f"{model.__name__}.{field}"


@BY_NAME
def test_values_are_frozen_and_closed_to_other_keys(name: str) -> None:
    value = KINDS[name].model.model_validate(entry(name, GOOD))
    field = next(iter(KINDS[name].model.model_fields))
    with pytest.raises(ValidationError):
        setattr(value, field, None)
    with pytest.raises(ValidationError):
        KINDS[name].model.model_validate({**entry(name, GOOD), "zodiac": "leo"})
    assert all(
        model.model_config.get("frozen") and model.model_config.get("extra") == "forbid"
        for model in models(type(value))
    )


@BY_NAME
def test_samples_are_valid_or_not_by_the_model(name: str) -> None:
    KINDS[name].model.model_validate(entry(name, GOOD))
    with pytest.raises(ValidationError):
        KINDS[name].model.model_validate(entry(name, BAD))


@BY_NAME
def test_what_a_model_writes_it_reads_back(name: str) -> None:
    value = KINDS[name].model.model_validate(entry(name, GOOD))
    written = value.model_dump(mode="json", exclude_defaults=True, by_alias=True)
    assert KINDS[name].model.model_validate(json.loads(json.dumps(written))) == value


@BY_NAME
def test_the_json_schema_stands_on_its_own(name: str) -> None:
    schema = json.loads(json.dumps(json_schema(KINDS[name])))
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema["title"].endswith(f"({KINDS[name].place})")
    definitions = schema.get("$defs", {})
    for node in nodes(schema):
        reference = node.get("$ref", "#/$defs/")
        assert reference.startswith("#/$defs/")
        assert reference == "#/$defs/" or reference.removeprefix("#/$defs/") in definitions
        if isinstance(node.get("pattern"), str):
            re.compile(node["pattern"])
        if isinstance(node.get("properties"), dict) and node.get("type") == "object":
            assert node["additionalProperties"] is False
            assert set(node.get("required", ())) <= set(node["properties"])


def nodes(value: Any) -> list[dict[str, Any]]:
    """Every mapping in a schema, outside the constraints."""
    if isinstance(value, dict):
        return [value, *(node for key, inner in value.items() if key != "x-constraints" for node in nodes(inner))]
    return [node for inner in value for node in nodes(inner)] if isinstance(value, list) else []


@pytest.mark.skipif(not has_jsonschema, reason="the package jsonschema is not installed")
@BY_NAME
def test_the_json_schema_takes_what_the_model_takes(name: str) -> None:
    validator = importlib.import_module("jsonschema").Draft202012Validator(json_schema(KINDS[name]))
    assert validator.is_valid(GOOD[name])
    assert not validator.is_valid(BAD[name])


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("debriefs/2026/2026-11-03-x-7f3c9a10.md", "debrief"),
        ("promises/sso.yml", "promise"),
        ("themes.yml", "theme"),
        ("closed_deals.csv", "closed-deal"),
        ("pages/index.md", None),
        ("debriefs", None),
        ("sub/themes.yml", None),
    ],
)
def test_a_path_tells_the_kind(path: str, kind: str | None) -> None:
    found = kind_of(PurePosixPath(path))
    assert (found.name if found else None) == kind


def test_short_forms_are_in_the_schema() -> None:
    debrief = json_schema(KINDS["debrief"])["properties"]
    assert {"const": "none"} in nodes(debrief["repelling"])
    assert {"type": "string"} in debrief["competitors"]["anyOf"]
