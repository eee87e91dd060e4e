"""Rules across fields hold or are violated, as data that the forms read too."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builder.reading.codes import CODES
from builder.schema import KINDS
from builder.schema.constraints import TESTS, Constraint, When

WORDS = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen"
DEBRIEF = {
    "decided": "2026-11-03",
    "rep": "ana",
    "account": "Acme",
    "outcome": "lost",
    "repelling": {"pricing": "Dear."},
}
ANSWER = {"theme": "pricing", "by": "product", "on": "2026-11-03", "decision": "disputed", "body": WORDS}
PROMISE = {"made_on": "2026-05-01", "due": "2026-12-01", "status": "pending"}
SLIP = {"from": "2026-10-01", "to": "2026-12-01"}


def violated(kind: str, record: dict[str, Any]) -> list[str]:
    return [rule.code.id for rule in KINDS[kind].constraints if not rule.holds(record)]


@pytest.mark.parametrize(
    ("kind", "record"),
    [
        ("debrief", DEBRIEF),
        ("debrief", {**DEBRIEF, "rep": "anonymous", "account": None}),
        ("debrief", {**DEBRIEF, "lost_to": "rivalsoft", "stage_lost": "proposal", "decided_by": "pricing"}),
        ("debrief", {"withdrawn": {"on": "2026-11-03"}}),
        ("debrief", {"withdrawn": {"on": "2026-11-03"}, "decided_by": "pricing", "lost_to": "rivalsoft"}),
        ("response", ANSWER),
        ("response", {**ANSWER, "decision": "done", "evidence": "It ships.", "body": "Done."}),
        ("response", {**ANSWER, "decision": "fix", "due": "2026-11-03"}),
        ("response", {**ANSWER, "body": WORDS + " https://a.example"}),
        ("comment", {"theme": "pricing", "body": WORDS}),
        ("promise", PROMISE),
        ("promise", {**PROMISE, "status": "kept", "kept_on": "2026-11-01", "evidence": "It ships."}),
        ("promise", {**PROMISE, "slips": [{"from": "2026-08-01", "to": "2026-10-01"}, SLIP]}),
        ("promise", {**PROMISE, "slips": SLIP}),
        ("initiative", {"proposed_on": "2026-05-01", "started_on": "2026-05-01", "shipped_on": "2026-06-01"}),
    ],
)
def test_rules_hold(kind: str, record: dict[str, Any]) -> None:
    assert violated(kind, record) == []


@pytest.mark.parametrize(
    ("kind", "record", "codes"),
    [
        ("debrief", {}, ["SB102", "SB102", "SB201", "SB102", "SB202"]),
        ("debrief", {**DEBRIEF, "interviewer": "truvoice"}, ["SB201"]),
        ("debrief", {**DEBRIEF, "repelling": {}, "compelling": {}}, ["SB202"]),
        ("debrief", {**DEBRIEF, "decided_by": "support"}, ["SB203"]),
        (
            "debrief",
            {**DEBRIEF, "outcome": "won", "lost_to": "x", "stage_lost": "proposal"},
            ["SB204", "SB205"],
        ),
        ("debrief", {**DEBRIEF, "outcome": "no-decision", "lost_to": "x"}, ["SB204"]),
        ("response", {**ANSWER, "theme": None}, ["SB214"]),
        ("response", {**ANSWER, "decision": "invest"}, ["SB213"]),
        ("response", {**ANSWER, "decision": "not-ours"}, ["SB213"]),
        ("response", {**ANSWER, "due": "2026-11-02"}, ["SB218"]),
        ("response", {**ANSWER, "body": WORDS.rsplit(" ", 1)[0]}, ["SB211"]),
        ("response", {**ANSWER, "decision": "done", "body": "Done."}, ["SB213"]),
        ("comment", {"theme": "a", "promise": "b", "body": WORDS}, ["SB215"]),
        ("comment", {"theme": "a", "body": WORDS + " https://a.example http://www.b.example"}, ["SB212"]),
        ("promise", {**PROMISE, "status": "kept", "kept_on": "2026-11-01"}, ["SB216"]),
        ("promise", {**PROMISE, "status": "withdrawn"}, ["SB217"]),
        ("promise", {**PROMISE, "slips": [SLIP, SLIP]}, ["SB219"]),
        ("promise", {**PROMISE, "due": "2026-12-02", "slips": SLIP}, ["SB219"]),
        ("initiative", {"started_on": "2026-05-02", "shipped_on": "2026-05-01"}, ["SB218"]),
    ],
)
def test_rules_are_violated(kind: str, record: dict[str, Any], codes: list[str]) -> None:
    assert violated(kind, record) == codes


def test_every_rule_has_a_code_and_a_test_and_is_data() -> None:
    for kind in KINDS.values():
        for rule in kind.constraints:
            assert CODES[rule.code.id] == rule.code
            assert rule.test in TESTS
            assert rule.message
            assert rule.allowed
            assert json.loads(json.dumps(rule.as_data()))["fields"] == list(rule.fields)


@pytest.mark.parametrize(
    ("when", "record", "holds"),
    [
        (When(field="a"), {"a": "x"}, True),
        (When(field="a"), {}, False),
        (When(field="a", values=("x", "y")), {"a": "y"}, True),
        (When(field="a", values=("x",)), {"a": ["x"]}, False),
        (When(field="a", values=("x",), negate=True), {}, True),
        (When(field="a", negate=True), {"a": "x"}, False),
    ],
)
def test_conditions(when: When, record: dict[str, Any], holds: bool) -> None:
    assert when.holds(record) is holds


PLAIN = st.recursive(
    st.none() | st.text(max_size=3) | st.sampled_from(["2026-01-01", "lost"]),
    lambda inner: (
        st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from(["from", "to", "x"]), inner, max_size=2)
    ),
    max_leaves=4,
)


@given(st.data())
def test_no_value_of_any_shape_makes_a_rule_fall_over(data: st.DataObject) -> None:
    rules: list[Constraint] = [rule for kind in KINDS.values() for rule in kind.constraints]
    rule = data.draw(st.sampled_from(rules))
    names = [*rule.fields, *(when.field for when in rule.when)]
    record = data.draw(st.dictionaries(st.sampled_from(names), PLAIN, max_size=4))
    assert rule.holds(record) in (True, False)
