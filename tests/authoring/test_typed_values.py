"""Options and answers as they are typed, and the plain values they stand for."""

from __future__ import annotations

from typing import Any

import pytest

from builder.authoring.typed_values import Misspelt, Shape, fields_of, value_of
from builder.schema import KINDS, json_schema
from builder.schema.forms import BODY, FORMS

DEBRIEF = fields_of(KINDS["debrief"])
PROMISE = fields_of(KINDS["promise"])
QUOTED = {"contract-terms": {"quote": "Three: years, = long", "evidence": "email"}}


@pytest.mark.parametrize("kind", FORMS)
def test_every_field_of_the_schema_has_a_form(kind: str) -> None:
    fields = fields_of(KINDS[kind])
    assert set(fields) - {BODY} == set(json_schema(KINDS[kind])["properties"])
    assert (BODY in fields) is KINDS[kind].has_body


@pytest.mark.parametrize(
    ("field", "given", "value"),
    [
        ("account", [" Acme: GmbH "], "Acme: GmbH"),
        ("competitors", ["rivalsoft, built-in-house", "other"], ["rivalsoft", "built-in-house", "other"]),
        ("repelling", ["none"], "none"),
        ("repelling", ["pricing=Too much = too much"], {"pricing": "Too much = too much"}),
        ("repelling", ["pricing=Much", "pricing.detail=budget"], {"pricing": {"note": "Much", "detail": "budget"}}),
        (
            "repelling",
            ["contract-terms.quote=Three: years, = long", "contract-terms.evidence=email"],
            QUOTED,
        ),
        ("repelling", ['{contract-terms: {quote: "Three: years, = long", evidence: email}}'], QUOTED),
        ("repelling", ["pricing=Much", "{support: Slow}"], {"pricing": "Much", "support": "Slow"}),
        ("claims", ["fast=landed, safe=ignored"], {"fast": "landed", "safe": "ignored"}),
        ("broken_promises", ["sso, night", "text=One, two"], ["sso", "night", {"text": "One, two"}]),
        ("broken_promises", ["{text: SSO, owner: product}"], [{"text": "SSO", "owner": "product"}]),
        ("withdrawn", ["on=2026-11-03", "reason=A, b"], {"on": "2026-11-03", "reason": "A, b"}),
        ("ask", ["{not: yaml}"], "{not: yaml}"),
    ],
)
def test_what_is_typed_and_what_it_stands_for(field: str, given: list[str], value: Any) -> None:
    assert value_of(field, DEBRIEF[field], given) == value


@pytest.mark.parametrize(
    ("field", "given", "expected"),
    [
        ("repelling", ["too much"], "THEME=TEXT"),
        ("repelling", ["none", "pricing=x"], "THEME=TEXT"),
        ("repelling", ["pricing.quot=x"], "quote"),
        ("repelling", ["pricing=x", "pricing=y"], "each once"),
        ("repelling", ["pricing.detail=x", "pricing.detail=y"], "each once"),
        ("repelling", ["{pricing: x"], "two spaces"),
        ("claims", ["fast"], "landed|ignored"),
        ("claims", ["fast.x=landed"], "landed|ignored"),
    ],
)
def test_what_has_not_the_form_is_refused_with_the_form(field: str, given: list[str], expected: str) -> None:
    with pytest.raises(Misspelt) as caught:
        value_of(field, DEBRIEF[field], given)
    fault = caught.value.fault
    assert expected in f"{fault.message} {fault.allowed} {fault.suggestion}"


def test_to_whom_a_promise_was_made_is_one_of_its_keys() -> None:
    assert PROMISE["made_to"].shape is Shape.MODEL
    assert value_of("made_to", PROMISE["made_to"], ["account=Acme, Inc."]) == {"account": "Acme, Inc."}
