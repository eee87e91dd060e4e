"""What is written reads back exactly, whatever was said."""

import datetime as dt
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from builder.authoring.file_writing import file_name, slug, written
from builder.reading.document_reader import read_document
from builder.reading.file_names import parse_name
from builder.schema import KINDS

DEBRIEF = KINDS["debrief"]
DAY = dt.date(2026, 11, 16)
# NUL and lone surrogates cannot stand in a text file at all; a carriage return is a line end there.
said = st.text(st.characters(exclude_characters="\0\r", exclude_categories=["Cs"]), min_size=1, max_size=60)
spoken = said.filter(lambda text: bool(text.strip()))
HOSTILE = (
    "plain words",
    "a: b",
    "ends with:",
    "# no comment",
    "a #b",
    "- item",
    "--- ",
    "---",
    "...",
    "{{ 7 * 7 }} {% raw %}",
    "<script>alert(1)</script>",
    "\"quoted\" and 'both'",
    "back\\slash \\n \\u0041",
    "no",
    "null",
    "~",
    "0777",
    "1e3",
    "12:30:45",
    "2026-11-16",
    "* star",
    "&a *a !!str",
    "@ `tick` %",
    "tab\there",
    "line one\nline two",
    "line one\n\n  indented\nlast",
    "  leading",
    "trailing  ",
    "first\ntrailing \nlast",
    "\nstarts with a break",
    "\u2028 \u2029 \x85 \ufeff \u200b \u202e",
    "\x07\x1b[31m\x7f\x9f",
    "emoji 🚚 and ümläuts",
    "=cmd|' /C calc'!A0",
    "../../etc/passwd",
    "| block",
    "> folded",
    "? key",
    "a" * 3_999,
)


def _read(record: dict[str, Any], body: str) -> Any:
    text = written(DEBRIEF, record, body)
    reading = read_document(DEBRIEF, "debriefs/2026/2026-11-16-ana-7f3c9a10.md", text.encode())
    assert [fault.code.id for fault in reading.diagnostics if fault.is_error] == []
    return reading


def _debrief(text: str, **more: Any) -> dict[str, Any]:
    return {
        "decided": "2026-11-03",
        "rep": "ana",
        "account": text,
        "outcome": "lost",
        "value": "120000 EUR",
        "compelling": {"onboarding": {"quote": text, "evidence": "email"}, "no": text},
        "repelling": "none",
        "competitors": ["rivalsoft", "built-in-house"],
        "broken_promises": ["sso", {"text": text, "owner": "product"}],
        "ask": text,
        "minutes": "4",
        **more,
    }


@given(spoken, said)
@example("---", "---\nx\n---")
def test_any_text_reads_back_exactly(text: str, body: str) -> None:
    record = _debrief(text)
    reading = _read(record, body)
    assert reading.records == (record,)
    assert reading.body == body.strip("\n")


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_texts_read_back_exactly(text: str) -> None:
    record = _debrief(text)
    reading = _read(record, text)
    assert reading.records == (record,)
    assert reading.body == text.strip("\n")


def test_a_file_reads_as_a_person_would_write_it() -> None:
    record = {
        "repelling": {
            "contract-terms": {"quote": "Three years up front: no.", "evidence": "email"},
            "pricing": "The second-year step-up came up twice.",
        },
        "outcome": "lost",
        "lost_to": "rivalsoft",
        "value": "120000 EUR",
        "decided": "2026-11-03",
        "account": "Acme GmbH",
        "rep": "no",
        "competitors": ["rivalsoft"],
        "ask": "Offer a year.\nThen ask again.",
        "minutes": "",
    }
    assert written(DEBRIEF, record, "\nThey liked us.\n\n") == (
        "---\n"
        "decided: 2026-11-03\n"
        'rep: "no"\n'
        "account: Acme GmbH\n"
        "outcome: lost\n"
        "lost_to: rivalsoft\n"
        "value: 120000 EUR\n"
        "repelling:\n"
        "  contract-terms:\n"
        '    quote: "Three years up front: no."\n'
        "    evidence: email\n"
        "  pricing: The second-year step-up came up twice.\n"
        "competitors: [rivalsoft]\n"
        "ask: |-\n"
        "  Offer a year.\n"
        "  Then ask again.\n"
        "---\n"
        "They liked us.\n"
    )


def test_kinds_without_a_text_have_fields_only_and_keep_their_aliases() -> None:
    slips = [{"from": "2026-10-01", "to": "2026-11-01", "why": "Late.", "on": "2026-09-20"}]
    text = written(KINDS["promise"], {"what": "Single sign-on", "due": "2026-11-01", "slips": slips}, "lost")
    assert text == (
        "what: Single sign-on\n"
        "due: 2026-11-01\n"
        "slips:\n"
        "  - from: 2026-10-01\n"
        "    to: 2026-11-01\n"
        "    why: Late.\n"
        "    on: 2026-09-20\n"
    )


@pytest.mark.parametrize(
    ("kind", "record", "expected"),
    [
        (
            "debrief",
            {"rep": "ana", "account": "Müller & Söhne"},
            "debriefs/2026/2026-11-16-ana-muller-sohne-7f3c9a10.md",
        ),
        ("debrief", {"rep": "anonymous", "account": "Acme"}, "debriefs/2026/2026-11-16-7f3c9a10.md"),
        ("debrief", {"rep": "ana", "account": "../../x"}, "debriefs/2026/2026-11-16-ana-x-7f3c9a10.md"),
        ("comment", {"theme": "pricing"}, "comments/2026-11-16-pricing-7f3c9a10.md"),
        ("response", {"theme": "pricing", "decision": "fix"}, "responses/2026-11-16-pricing-fix.md"),
        ("response", {"debriefs": ["7f3c9a10"]}, "responses/2026-11-16-7f3c9a10.md"),
        ("promise", {"what": "Single sign-on, for all"}, "promises/single-sign-on-for-all.yml"),
        ("promise", {"what": "送"}, "promises/7f3c9a10.yml"),
    ],
)
def test_a_new_file_is_named_by_the_rules_of_its_kind(kind: str, record: dict[str, Any], expected: str) -> None:
    path = file_name(KINDS[kind], record, DAY, "7f3c9a10")
    assert path == expected
    name, faults = parse_name(kind, path.rpartition("/")[2].rpartition(".")[0])
    assert name is not None
    assert faults == []


@given(st.text())
def test_words_of_a_name_are_safe_and_short(text: str) -> None:
    made = slug(text)
    assert len(made) <= 60
    assert set(made) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
    assert made == made.strip("-")
