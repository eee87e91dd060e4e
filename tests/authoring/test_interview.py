"""An interview asks what is missing, refuses what the check would refuse, and never loses a word."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given

from builder.authoring.dialogue import Dialogue, Hint, Prompt
from builder.authoring.draft_check import DraftContext
from builder.authoring.interview import DraftText, Interview
from builder.authoring.new_file import NewFilePlace
from builder.changes.content_check import CheckRequest, check_content
from builder.diagnostics import errors_in
from builder.reading.document_reader import read_document
from builder.reporting.check import render_check
from builder.schema import KINDS
from builder.schema.forms import FORMS
from builder.schema.questions import Question
from tests.authoring.test_file_writing import HOSTILE, spoken
from tests.support import AS_OF, WORDS, debrief, settings_of, write

DIGITS = "0a1b2c3d"
DEALS = """\
opportunity,account,closed,outcome,value,rep,segment
OP-1,Acme GmbH,2026-11-02,lost,120000 EUR,ana,mid-market
OP-2,Beta Ltd,2026-11-04,won,,ana,
OP-3,Gamma AG,2026-11-05,lost,,bo,
OP-4,Delta AG,2026-11-06,lost,,ana,
"""
FILES = {
    "closed_deals.csv": DEALS,
    "claims.yml": "- {id: fast, says: Live in a week., owner: product, since: 2026-01-01}\n",
    "promises/sso.yml": "what: SSO.\nmade_by: product\nmade_to: {segment: enterprise}\nowner: product\n"
    "pursued_by: ana\nmade_on: 2026-01-01\ndue: 2026-12-01\nstatus: pending\n",
    "debriefs/2026/2026-11-07-ana-11111111.md": debrief(account="Delta AG", decided="2026-11-06"),
}
ELSE = FORMS["debrief"].more
Script = Iterable[tuple[str, str]]


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(tmp_path_factory.mktemp("content"), FILES)


@pytest.fixture(scope="module")
def around(root: Path) -> DraftContext:
    return DraftContext.of(settings_of(root))


def interview(around: DraftContext, kind: str = "debrief", author: str = "ana", **record: Any) -> Interview:
    place = NewFilePlace(KINDS[kind], AS_OF, DIGITS, frozenset().union(*around.ids.values()))
    return Interview(KINDS[kind], around, place.path_of, DraftText(record), author)


def hold(dialogue: Dialogue, script: Script) -> list[Prompt | Hint]:
    """Lead a dialogue by a script of questions and answers; all that was put or said, in order."""
    steps: list[Prompt | Hint] = []
    answers = iter(script)
    try:
        step = next(dialogue)
        while True:
            steps.append(step)
            if isinstance(step, Hint):
                step = next(dialogue)
                continue
            words, answer = next(answers, (None, ""))
            assert words is not None, f"one question too many: {step.words}"
            assert step.words.startswith(words), [one for one in steps if isinstance(one, Prompt)]
            step = dialogue.send(answer)
    except StopIteration:
        assert next(answers, None) is None
        return steps


def hints(steps: Iterable[Prompt | Hint], *, errors: bool) -> list[str]:
    return [step.text for step in steps if isinstance(step, Hint) and step.is_error is errors]


def words(kind: str, field: str) -> str:
    question = FORMS[kind].question(field)
    assert isinstance(question, Question)
    return question.words


WHO = [("Who are you?", ""), ("Which account?", "Omega SE"), ("When did they decide?", "2026-11-03")]
REPELLED = [("What put them off?", "contract-terms"), ("What did they say?", "Three years."), ("Their own words?", "")]
DONE = ("Another theme?", "")


def test_four_questions_make_a_debrief(around: DraftContext) -> None:
    held = interview(around)
    steps = hold(
        held.run(),
        [
            *WHO,
            ("How did it end?", "lost"),
            ("To whom?", "rivalsoft"),
            ("What drew them?", "onboarding"),
            ("What did they say?", "Live in a week."),
            ("Their own words?", "y"),
            ("How do you know?", "email"),
            DONE,
            *REPELLED,
            DONE,
            ("What decided it?", ""),
            (ELSE, ""),
        ],
    )
    numbered = [step.words for step in steps if isinstance(step, Prompt) and step.number]
    assert numbered == [question.words for question in FORMS["debrief"].first if question.number]
    assert held.record == {
        "rep": "ana",
        "account": "Omega SE",
        "decided": "2026-11-03",
        "outcome": "lost",
        "lost_to": "rivalsoft",
        "compelling": {"onboarding": {"quote": "Live in a week.", "evidence": "email"}},
        "repelling": {"contract-terms": "Three years."},
        "decided_by": "contract-terms",
    }
    assert held.troubles() == []


def test_a_wrong_answer_is_asked_again_with_its_reason_and_what_was_probably_meant(around: DraftContext) -> None:
    held = interview(around, rep="ana", account="Omega SE", outcome="won", repelling="none", opportunity="OP-9")
    steps = hold(
        held.run(),
        [
            ("When did they decide?", "3.11.2026"),
            ("When did they decide?", ""),
            ("What drew them?", "onbordng"),
            ("What drew them?", "pricing"),
            ("What did they say?", "x" * 4_001),
            ("What did they say?", "Cheap."),
            ("Their own words?", ""),
            ("Which kind?", "discount"),
            ("Which kind?", "bud"),
            ("Another theme?", "pricing"),
            DONE,
            ("What decided it?", "onboarding"),
            ("What decided it?", ""),
            (ELSE, "y"),
            ("What was the deal worth?", "€120k"),
            ("What was the deal worth?", ""),
            *[(question.words, "") for question in FORMS["debrief"].rest[1:] if question.field not in OMITTED],
        ],
    )
    reasons = hints(steps, errors=True)
    expected = ["2026-11-03", "onboarding", "4,001", "budget, value, terms", "already", "neither side", "120000 EUR"]
    assert [part for part, reason in zip(expected, reasons, strict=True) if part in reason] == expected
    assert held.record["decided"] == "2026-11-03"
    assert held.record["value"] == "120000 EUR"
    assert held.record["compelling"] == {"pricing": {"note": "Cheap.", "detail": "budget"}}
    assert held.record["decided_by"] == "pricing"


OMITTED = ("opportunity", "stage_lost")


def test_a_warning_is_said_once_and_the_answer_stays(around: DraftContext) -> None:
    record: dict[str, Any] = {"rep": "ana", "account": "Omega SE", "decided": "2026-11-03", "decided_by": "onboarding"}
    held = interview(around, **{**record, "compelling": {"onboarding": "Quick."}, "repelling": "none"})
    steps = hold(held.run(), [("How did it end?", "lost"), ("To whom?", "rivalsofd"), (ELSE, "")])
    notes = [note for note in hints(steps, errors=False) if "rivalsofd" in note]
    assert len(notes) == 1
    assert "rivalsoft" in notes[0]
    assert held.record["lost_to"] == "rivalsofd"


def test_without_any_driver_both_sides_are_asked_again(around: DraftContext) -> None:
    held = interview(around, rep="ana", account="Omega SE", decided="2026-11-03", outcome="no-decision")
    hold(
        held.run(offer=False),
        [
            ("What drew them?", ""),
            ("What put them off?", "none"),
            ("What drew them?", ""),
            *REPELLED,
            DONE,
            ("What decided it?", "-"),
        ],
    )
    assert held.record["repelling"] == {"contract-terms": "Three years."}
    assert not {"compelling", "decided_by"} & set(held.record)


def test_an_answer_may_be_shortened_to_what_only_one_choice_begins_with(around: DraftContext) -> None:
    held = interview(around, rep="ana", account="Omega SE", decided="2026-11-03", compelling="none")
    hold(
        held.run(offer=False),
        [
            ("How did it end?", "L"),
            ("To whom?", "Rivalsoft"),
            ("What put them off?", "contr"),
            *REPELLED[1:],
            DONE,
            ("What decided it?", "c"),
        ],
    )
    assert (held.record["outcome"], held.record["lost_to"], held.record["decided_by"]) == (
        "lost",
        "rivalsoft",
        "contract-terms",
    )


PICKED = {
    "account": "Acme GmbH",
    "outcome": "lost",
    "opportunity": "OP-1",
    "value": "120000 EUR",
    "segment": "mid-market",
}


@pytest.mark.parametrize(
    "answers",
    [[("Which account?", "2")], [("Which account?", "OP-1")], [("Which account?", "acme"), ("Is it OP-1", "")]],
    ids=["number", "key", "name"],
)
def test_a_deal_of_the_reps_own_without_a_debrief_can_be_picked(around: DraftContext, answers: Any) -> None:
    held = interview(around)
    steps = hold(
        held.run(offer=False),
        [
            ("Who are you?", "ana"),
            *answers,
            ("When did they decide?", ""),
            ("To whom?", ""),
            ("What drew them?", "none"),
            *REPELLED,
            DONE,
            ("What decided it?", ""),
        ],
    )
    (offered,) = (said for said in hints(steps, errors=False) if "without a debrief" in said)
    assert [key for key in ("OP-1", "OP-2", "OP-3", "OP-4") if key in offered] == ["OP-1", "OP-2"]
    assert {field: held.record[field] for field in PICKED} == PICKED
    assert held.record["decided"] == "2026-11-02"


def test_who_wants_no_name_is_offered_no_deal_and_may_leave_out_the_account(around: DraftContext) -> None:
    held = interview(around, rep="anonymous", decided="2026-11-03", outcome="lost", compelling="none")
    steps = hold(
        held.run(offer=False), [("Which account?", ""), ("To whom?", ""), *REPELLED, DONE, ("What decided it?", "")]
    )
    assert not any("OP-" in said for said in hints(steps, errors=False))
    assert not any("OP-1" in step.choices for step in steps if isinstance(step, Prompt))
    assert "account" not in held.record


def test_only_what_is_needed_is_asked_where_the_rest_is_given(around: DraftContext) -> None:
    held = interview(around, outcome="lost", compelling={"onboarding": "Quick."})
    held.fill_defaults()
    hold(held.run_needed(), [("Which account?", "Omega SE")])
    assert held.troubles() == []
    assert held.record["decided"] == AS_OF.isoformat()


def test_an_interviewer_stands_instead_of_a_rep(around: DraftContext) -> None:
    held = interview(around, decided="2026-11-03", outcome="lost", compelling="none", lost_to="rivalsoft")
    start = [("Who are you?", "-"), ("Who held the interview?", ""), ("Who are you?", "-")]
    rest = [("Who held the interview?", "truvoice"), ("Which account?", "Omega SE"), *REPELLED, DONE]
    hold(held.run(offer=False), [*start, *rest, ("What decided it?", "")])
    assert held.record["interviewer"] == "truvoice"
    assert "rep" not in held.record


def test_a_comment_is_about_one_thing_and_says_something(around: DraftContext) -> None:
    held = interview(around, "comment")
    subjects = [(words("comment", field), "") for field in ("theme", "debrief", "response", "promise")]
    steps = hold(
        held.run(),
        [
            *subjects,
            subjects[0],
            (subjects[1][0], "11111112"),
            (subjects[1][0], ""),
            ("Who are you?", "zoe"),
            ("Who are you?", "marketing"),
            ("Do you agree", "dis"),
            ("Your comment?", "Great work."),
            ("Your comment?", WORDS),
            ("Everything else?", ""),
        ],
    )
    assert held.record == {"debrief": "11111111", "by": "marketing", "stance": "disagrees"}
    assert held.body == WORDS
    assert len(hints(steps, errors=True)) == 4


def test_a_response_is_asked_what_its_decision_needs(around: DraftContext) -> None:
    held = interview(around, "response", theme="pricing", by="product", on="2026-11-10")
    first = [(words("response", field), "") for field in ("promises", "debriefs")]
    due = words("response", "due")
    hold(
        held.run(offer=False),
        [
            *first,
            ("What did you decide?", "fix"),
            (due, ""),
            (due, "2026-11-01"),
            (due, "2026-12-01"),
            ("Your answer?", WORDS),
        ],
    )
    assert held.record["due"] == "2026-12-01"


def test_a_promise_says_to_whom_by_key_and_value(around: DraftContext) -> None:
    held = interview(around, "promise", what="Single sign-on.", made_by="product", owner="product", pursued_by="ana")
    steps = hold(
        held.run(offer=False),
        [
            ("To whom?", "everyone"),
            ("To whom?", "segment=enterprise"),
            ("When was it made?", ""),
            ("When is it due?", "2027-01-01"),
            ("How does it stand?", "kept"),
            ("When was it kept?", ""),
            ("What shows", "-"),
            ("When was it kept?", "2026-11-21"),
            ("What shows", "A release note."),
        ],
    )
    assert held.record["made_to"] == {"segment": "enterprise"}
    assert held.record["status"] == "kept"
    assert len(hints(steps, errors=True)) == 2


def _reads_back(around: DraftContext, said: str) -> None:
    """A text said wherever a text can be said stands in the file as it was said."""
    held = interview(around, rep="anonymous", decided="2026-11-03", outcome="lost", compelling="none")
    fields = ("ask", "contributor_note")
    rest = [(q.words, said if q.field in fields else "") for q in FORMS["debrief"].rest]
    hold(
        held.run(everything=True),
        [
            ("Which account?", said),
            ("To whom?", ""),
            ("What put them off?", "support"),
            ("What did they say?", said),
            ("Their own words?", "y"),
            ("How do you know?", ""),
            DONE,
            ("What decided it?", ""),
            *rest,
        ],
    )
    place = NewFilePlace(KINDS["debrief"], AS_OF, DIGITS, ())
    raw = place.text_of(held.record, held.body).encode("utf-8")
    path = place.path_of(held.record)
    assert errors_in(around.diagnostics(KINDS["debrief"], path, raw)) == []
    (record,) = read_document(KINDS["debrief"], path, raw).records
    assert record is not None
    assert [record[field] for field in ("account", *fields)] == [said.strip()] * 3
    assert record["repelling"]["support"]["quote"] == said.strip()


# A bare hyphen says "nothing", by the rule of every prompt.
@pytest.mark.parametrize("said", [text for text in HOSTILE if text.strip() not in ("", "-")])
def test_whatever_is_said_reads_back_exactly(around: DraftContext, said: str) -> None:
    _reads_back(around, said)


@given(said=spoken.filter(lambda text: text.strip() != "-"))
def test_anything_said_reads_back_exactly(around: DraftContext, said: str) -> None:
    _reads_back(around, said)


@pytest.mark.parametrize("said", ["\udcff", "caf\udce9"])
def test_bytes_that_are_no_text_are_asked_for_again(around: DraftContext, said: str) -> None:
    held = interview(
        around, rep="ana", decided="2026-11-03", outcome="won", compelling={"onboarding": "x"}, repelling="none"
    )
    steps = hold(
        held.run(offer=False), [("Which account?", said), ("Which account?", "Omega"), ("What decided it?", "")]
    )
    assert ["UTF-8" in reason for reason in hints(steps, errors=True)] == [True]


CHECKED: Mapping[str, str] = {
    "clean": debrief(account="Omega SE"),
    "unknown theme": debrief("repelling:\n  contrct-terms: Three years.", account="Omega SE"),
    "a warning": debrief("repelling:\n  pricing: Too much.", account="Omega SE", segment="mid-markt"),
    "a deal told twice": debrief(account="Delta AG", decided="2026-11-06"),
    "not YAML": debrief(account="a: b"),
    "missing": debrief(outcome=None, account=None),
    "from the future": debrief(decided="2026-12-24", account="Omega SE"),
    "another value in the CRM": debrief(opportunity="OP-1", value="7 EUR"),
    "an unknown rep": debrief(rep="zoe", account="Omega SE"),
    "empty": "",
}


@pytest.mark.parametrize("content", CHECKED.values(), ids=list(CHECKED))
def test_what_is_said_before_writing_is_what_the_check_says_of_the_written_file(tmp_path: Path, content: str) -> None:
    root = write(tmp_path, FILES)
    settings = settings_of(root)
    path = f"debriefs/2026/2026-11-21-ana-omega-{DIGITS}.md"
    before = DraftContext.of(settings).diagnostics(KINDS["debrief"], path, content.encode())
    target = write(tmp_path, {path: content}, lists=False) / path
    after = render_check(check_content(lambda _: settings, CheckRequest(paths=(target,))), "json")

    found = json.loads(after)
    found = found["diagnostics"] if isinstance(found, dict) else found
    keys = ("line", "column", "code", "message", "suggestion")
    assert [(one.line, one.column, one.code.id, one.message, one.suggestion) for one in before] == [
        tuple(one[key] or "" for key in keys) for one in found
    ]
