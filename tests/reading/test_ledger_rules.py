"""Rules about promises, answers and comments: what is in order is not told, what is not is told where it stands."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support import WORDS, debrief, places, printed, read, write

DEBRIEF = "debriefs/2026-11-05-acme-00000001.md"
SECRET = "debriefs/2026-11-05-00000002.md"
ONE, OTHER = "responses/2026-11-12-a.md", "responses/2026-11-12-b.md"
PROMISE = {
    "what": "Single sign-on.",
    "made_by": "product",
    "made_to": "{segment: enterprise}",
    "owner": "product",
    "pursued_by": "ana",
    "made_on": "2026-05-01",
    "due": "2026-12-01",
    "status": "pending",
}


def promise(**fields: str) -> str:
    return "".join(f"{name}: {value}\n" for name, value in {**PROMISE, **fields}.items())


def document(**fields: str) -> str:
    return "---\n" + "".join(f"{name}: {value}\n" for name, value in fields.items()) + f"---\n{WORDS}"


def answer(on: str, decision: str = "disputed", by: str = "product", **fields: str) -> str:
    needs = {"invest": "due", "fix": "due", "investigate": "due", "decline": "reason", "done": "evidence"}
    usual = {"due": "2026-12-24", "reason": "Too dear.", "evidence": "A note."}
    needed = {needs[decision]: usual[needs[decision]]} if decision in needs else {}
    return document(by=by, on=on, decision=decision, **needed, **fields)


def faults(root: Path, files: dict[str, str]) -> list[tuple[str, int, int, str]]:
    return places(read(write(root, files)).diagnostics)


SUBJECTS = {
    DEBRIEF: debrief(),
    SECRET: debrief(rep="anonymous", account=None),
    "promises/sso.yml": promise(),
    "responses/2026-11-10-good.md": answer("2026-11-10", theme="pricing"),
}


@pytest.mark.parametrize(
    ("on", "subject", "is_early"),
    [
        ("2026-11-05", {"debriefs": "[00000001]"}, False),
        ("2026-11-04", {"debriefs": "[00000001]"}, True),
        ("2026-05-01", {"promises": "[sso]"}, False),
        ("2026-04-30", {"promises": "[sso]"}, True),
        ("2026-01-01", {"theme": "pricing"}, False),
    ],
)
def test_an_answer_is_given_on_the_day_of_its_question_or_later(
    tmp_path: Path, on: str, subject: dict[str, str], is_early: bool
) -> None:
    path = "responses/2026-11-12-a.md"
    found = faults(tmp_path, {**SUBJECTS, path: answer(on, **subject)})
    # Line 3 is `on: …`, after the opening line and `by`; its value follows four characters.
    assert found == ([(path, 3, 5, "SB316")] if is_early else [])


@pytest.mark.parametrize(
    ("name", "fields", "is_early"),
    [
        ("2026-11-05", {"debrief": "00000001"}, False),
        ("2026-11-04", {"debrief": "00000001"}, True),
        ("2026-11-12", {"on": "2026-11-04", "debrief": "00000001"}, True),
        ("2026-11-04", {"on": "2026-11-05", "debrief": "00000001"}, False),
        ("2026-11-12", {"on": "2026-11-10", "response": "2026-11-10-good"}, False),
        ("2026-11-12", {"on": "2026-11-09", "response": "2026-11-10-good"}, True),
        ("2026-11-12", {"on": "2026-04-30", "promise": "sso"}, True),
    ],
)
def test_a_comment_is_written_on_the_day_of_its_subject_or_later(
    tmp_path: Path, name: str, fields: dict[str, str], is_early: bool
) -> None:
    path = f"comments/{name}-0000000c.md"
    found = faults(tmp_path, {**SUBJECTS, path: document(**fields, by="ana", stance="adds")})
    # The first field stands in line 2: `on` where there is one, else what the comment is about.
    column = len(next(iter(fields))) + 3
    assert found == ([(path, 2, column, "SB316")] if is_early else [])


@pytest.mark.parametrize("kind", ["responses", "comments"])
def test_the_day_of_an_anonymous_debrief_is_not_told(tmp_path: Path, kind: str) -> None:
    texts = {
        "responses": answer("2026-10-31", debriefs="[00000002]"),
        "comments": document(on="2026-10-31", debrief="00000002", by="ana", stance="adds"),
    }
    path = f"{kind}/2026-11-12-0000000c.md"
    (fault,) = read(write(tmp_path, {**SUBJECTS, path: texts[kind]})).diagnostics
    assert (fault.path, fault.code.id) == (path, "SB316")
    assert "2026-11" not in fault.message + fault.allowed + fault.suggestion


def test_the_day_of_a_private_debrief_is_not_told(tmp_path: Path) -> None:
    root, private = tmp_path / "content", tmp_path / "private"
    write(root, {ONE: answer("2026-10-31", debriefs="[00000001]")})
    write(private, {DEBRIEF: debrief()}, lists=False)
    (fault,) = read(root, private_dir=private).diagnostics
    assert (fault.path, fault.code.id, fault.message) == (ONE, "SB316", "2026-10-31, before the debrief it answers")


def test_a_subject_that_was_set_aside_still_has_its_day(tmp_path: Path) -> None:
    path = "responses/2026-11-12-a.md"
    files = {DEBRIEF: debrief(outcome="lots"), path: answer("2026-11-04", debriefs="[00000001]")}
    assert (path, 3, 5, "SB316") in faults(tmp_path, files)


@pytest.mark.parametrize(("second", "is_late"), [("2026-08-19", True), ("2026-08-20", False), ("2026-09-30", False)])
def test_slips_are_dated_one_after_the_other(tmp_path: Path, second: str, is_late: bool) -> None:
    slips = (
        "\n  - {from: 2026-08-31, to: 2026-09-30, why: Late., on: 2026-08-20}"
        f"\n  - {{from: 2026-09-30, to: 2026-12-24, why: Later., on: {second}}}"
    )
    files = {
        "promises/sso.yml": promise(due="2026-12-24", slips=slips),
        "responses/2026-05-02-a.md": answer("2026-05-02", "fix", theme="pricing", slips=slips),
    }
    # Eight fields and the line `slips:` stand before the two of a promise; five fields, the opening and
    # `slips:` before those of the answer. The day stands after 56 characters.
    wrong = [("promises/sso.yml", 11, 57, "SB219"), ("responses/2026-05-02-a.md", 9, 57, "SB219")]
    assert faults(tmp_path, files) == (wrong if is_late else [])


@pytest.mark.parametrize(("agreed_by", "is_alone"), [("product", True), (" PRODUCT ", True), ("the buyer", False)])
def test_an_owner_cannot_release_itself(tmp_path: Path, agreed_by: str, is_alone: bool) -> None:
    files = {"promises/sso.yml": promise(status="withdrawn", agreed_by=f'"{agreed_by}"')}
    assert faults(tmp_path, files) == ([("promises/sso.yml", 9, 12, "SB217")] if is_alone else [])


@pytest.mark.parametrize(
    ("fields", "found"),
    [
        ({"made_by": "ana", "pursued_by": "marketing"}, []),
        ({"made_by": "anonymous"}, [("promises/sso.yml", 2, 10, "SB302")]),
        ({"pursued_by": "nobody"}, [("promises/sso.yml", 5, 13, "SB302")]),
    ],
)
def test_a_promise_is_made_and_pursued_by_a_handle_or_a_department(
    tmp_path: Path, fields: dict[str, str], found: list[tuple[str, int, int, str]]
) -> None:
    assert faults(tmp_path, {"promises/sso.yml": promise(**fields)}) == found


@pytest.mark.parametrize(
    ("one", "other", "contradict"),
    [
        ({"decision": "decline"}, {"decision": "invest"}, True),
        ({"decision": "done"}, {"decision": "decline"}, True),
        ({"decision": "decline"}, {"decision": "disputed"}, False),
        ({"decision": "decline"}, {"decision": "decline"}, False),
        ({"decision": "fix"}, {"decision": "done"}, False),
        ({"decision": "not-ours", "department": "marketing"}, {"decision": "fix"}, True),
        ({"decision": "not-ours", "department": "marketing"}, {"decision": "fix", "by": "marketing"}, False),
        ({"decision": "decline"}, {"decision": "invest", "on": "2026-11-13"}, False),
        ({"decision": "decline"}, {"decision": "invest", "theme": "support"}, False),
        ({"decision": "decline", "theme": "contract-terms"}, {"decision": "fix", "theme": "contract-length"}, True),
        (
            {"decision": "decline", "promises": "[sso]"},
            {"decision": "fix", "theme": "support", "promises": "sso"},
            True,
        ),
    ],
)
def test_two_answers_of_one_day_to_one_question_may_not_contradict_each_other(
    tmp_path: Path, one: dict[str, str], other: dict[str, str], contradict: bool
) -> None:
    usual = {"on": "2026-11-12", "theme": "pricing"}
    files = {
        "promises/sso.yml": promise(),
        ONE: answer(**{**usual, **one}),
        OTHER: answer(**{**usual, **other}),
    }
    corpus = read(write(tmp_path, files))
    assert places(corpus.diagnostics) == ([(OTHER, 4, 11, "SB321")] if contradict else [])
    assert all(ONE in fault.message for fault in corpus.diagnostics)
    assert len(corpus.responses) == 2


def test_of_a_public_and_a_private_answer_the_private_one_is_told(tmp_path: Path) -> None:
    root, private = tmp_path / "content", tmp_path / "private"
    write(root, {OTHER: answer("2026-11-12", "invest", theme="pricing")})
    write(private, {ONE: answer("2026-11-12", "decline", theme="pricing")}, lists=False)
    (fault,) = read(root, private_dir=private).diagnostics
    assert (fault.path, fault.code.id, fault.private) == (ONE, "SB321", True)


def passing(*steps: tuple[str, str]) -> dict[str, str]:
    """Answers on one theme, a day each: who answers, and to whom it is passed; or a decision."""
    files = {}
    for day, (by, then) in enumerate(steps, start=10):
        passed = {"decision": then} if then in ("fix", "disputed") else {"decision": "not-ours", "department": then}
        files[f"responses/2026-11-{day}-a.md"] = answer(f"2026-11-{day}", by=by, theme="pricing", **passed)
    return files


@pytest.mark.parametrize(
    ("steps", "days"),
    [
        ([("product", "marketing")], []),
        ([("product", "marketing"), ("marketing", "product")], [11]),
        ([("product", "marketing"), ("marketing", "disputed"), ("marketing", "product")], [12]),
        ([("product", "marketing"), ("marketing", "fix"), ("marketing", "product")], []),
        ([("product", "marketing"), ("marketing", "legal"), ("legal", "product")], [12]),
        ([("product", "marketing"), ("marketing", "legal"), ("legal", "marketing")], [12]),
        ([("product", "product")], [10]),
    ],
)
def test_a_question_that_comes_back_undecided_is_told_where_the_circle_closes(
    tmp_path: Path, steps: list[tuple[str, str]], days: list[int]
) -> None:
    departments = "[{id: product, title: P}, {id: marketing, title: M}, {id: legal, title: L}]"
    files = {"catalog.yml": f"departments: {departments}\n", **passing(*steps)}
    # The opening line, `by`, `on`, `decision` and `theme` stand before `department: …`.
    assert faults(tmp_path, files) == [(f"responses/2026-11-{day}-a.md", 6, 13, "SB322") for day in days]


def test_themes_whose_old_ids_point_at_each_other_are_told_and_stay_themselves(tmp_path: Path) -> None:
    themes = "- {id: a, title: A, aliases: [b]}\n- {id: b, title: B, aliases: [a]}\n"
    corpus = read(write(tmp_path, {"themes.yml": themes, DEBRIEF: debrief("repelling:\n  a: Slow.")}))
    assert printed(corpus.diagnostics) == (
        "themes.yml:1:31: error[SB314] 'b' is a theme of its own, so it cannot lead to another\n"
        "    allowed: an id that no theme has any more\n"
        "themes.yml:2:31: error[SB314] 'a' is a theme of its own, so it cannot lead to another\n"
        "    allowed: an id that no theme has any more\n"
    )
    assert len(corpus.debriefs) == 1


def test_an_old_id_of_two_themes_leads_to_the_first(tmp_path: Path) -> None:
    themes = "- {id: a, title: A, aliases: [old]}\n- {id: b, title: B, aliases: [old]}\n"
    files = {
        "themes.yml": themes,
        ONE: answer("2026-11-12", "decline", theme="old"),
        OTHER: answer("2026-11-12", "fix", theme="a"),
    }
    assert faults(tmp_path, files) == [(OTHER, 4, 11, "SB321"), ("themes.yml", 2, 31, "SB314")]


@pytest.mark.parametrize(("owner", "codes"), [("product", []), ("produkt", ["SB313"])])
def test_the_owner_of_a_claim_is_a_department(tmp_path: Path, owner: str, codes: list[str]) -> None:
    claims = f"- {{id: quick, says: Live in a week., owner: {owner}}}\n"
    assert [code for *_, code in faults(tmp_path, {"claims.yml": claims})] == codes
    without = {"claims.yml": claims, "catalog.yml": "departments: []\n"}
    assert faults(tmp_path, without) == []
