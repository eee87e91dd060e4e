"""Rules across fields hold or are violated, as data that the forms read too."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builder.reading.faults import CODE_OF
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
    return [rule.kind for rule in KINDS[kind].constraints if not rule.holds(record)]


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
    ("kind", "record", "kinds"),
    [
        ("debrief", {}, ["missing_field", "missing_field", "one_contributor", "missing_field", "no_driver"]),
        ("debrief", {**DEBRIEF, "interviewer": "truvoice"}, ["one_contributor"]),
        ("debrief", {**DEBRIEF, "repelling": {}, "compelling": {}}, ["no_driver"]),
        ("debrief", {**DEBRIEF, "decided_by": "support"}, ["decided_by_unnamed"]),
        (
            "debrief",
            {**DEBRIEF, "outcome": "won", "lost_to": "x", "stage_lost": "proposal"},
            ["lost_to_without_loss", "stage_without_loss"],
        ),
        ("debrief", {**DEBRIEF, "outcome": "no-decision", "lost_to": "x"}, ["lost_to_without_loss"]),
        ("response", {**ANSWER, "theme": None}, ["answers_nothing"]),
        ("response", {**ANSWER, "decision": "invest"}, ["decision_needs"]),
        ("response", {**ANSWER, "decision": "not-ours"}, ["decision_needs"]),
        ("response", {**ANSWER, "due": "2026-11-02"}, ["dates_out_of_order"]),
        ("response", {**ANSWER, "body": WORDS.rsplit(" ", 1)[0]}, ["too_short"]),
        ("response", {**ANSWER, "decision": "done", "body": "Done."}, ["decision_needs"]),
        ("comment", {"theme": "a", "promise": "b", "body": WORDS}, ["one_subject"]),
        ("comment", {"theme": "a", "body": WORDS + " https://a.example http://www.b.example"}, ["too_many_links"]),
        ("promise", {**PROMISE, "status": "kept", "kept_on": "2026-11-01"}, ["kept_without_proof"]),
        ("promise", {**PROMISE, "status": "withdrawn"}, ["withdrawn_alone"]),
        ("promise", {**PROMISE, "slips": [SLIP, SLIP]}, ["broken_chain"]),
        ("promise", {**PROMISE, "due": "2026-12-02", "slips": SLIP}, ["broken_chain"]),
        ("initiative", {"started_on": "2026-05-02", "shipped_on": "2026-05-01"}, ["dates_out_of_order"]),
    ],
)
def test_rules_are_violated(kind: str, record: dict[str, Any], kinds: list[str]) -> None:
    assert violated(kind, record) == kinds


def test_every_rule_has_a_code_and_a_test_and_is_data() -> None:
    for kind in KINDS.values():
        for rule in kind.constraints:
            assert rule.kind in CODE_OF
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
