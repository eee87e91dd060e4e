"""What an edition has printed is not rewritten without a trace: due dates, decisions, bets, files."""

from __future__ import annotations

import datetime as dt
import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from builder.build import read as read_all
from builder.closing import close_edition
from builder.diagnostics import Diagnostic
from builder.reading.file_state import FileState
from builder.reading.manifest import place_in, seal_of
from tests.support import WORDS, debrief, places, read, settings_of, write

PROMISE, ANSWER, INITIATIVE = "promises/sso.yml", "responses/2026-08-10-terms.md", "initiatives/terms.yml"
CLOSED = {"2026-08": dt.date(2026, 9, 2), "2026-09": dt.date(2026, 10, 2)}
MANIFEST = "editions/{}.everyone.lock.json"


def promise(due: str = "2026-10-15", *slips: str) -> str:
    """A promise whose due date stands in line 7 and whose first slip in line 10."""
    lines = "slips:\n" + "".join(f"  - {slip}\n" for slip in slips) if slips else ""
    return (
        "what: Single sign-on.\nmade_by: product\nmade_to: {segment: enterprise}\nowner: product\n"
        f"pursued_by: ana\nmade_on: 2026-05-01\ndue: {due}\nstatus: pending\n{lines}"
    )


def answer(decision: str = "fix", rest: str = "due: 2026-10-20\n") -> str:
    """An answer whose decision stands in line 5 and whose due date in line 6."""
    return f"---\ntheme: contract-terms\nby: product\non: 2026-08-10\ndecision: {decision}\n{rest}---\n{WORDS}"


BET = {"figure": "prevalence", "theme": "contract-terms", "direction": "down", "threshold": "0.1", "by": "2026-11"}


def initiative(amended: str = "", **changes: str | None) -> str:
    """An initiative whose bet begins in line 5, with its threshold in line 9."""
    bet = {name: value for name, value in {**BET, **changes}.items() if value is not None}
    lines = "".join(f"  {name}: {value}\n" for name, value in bet.items())
    amendments = f"amendments: [{{on: {amended}, note: We said so.}}]\n" if amended else ""
    head = "title: Terms\nowner: product\nstatus: active\nproposed_on: 2026-08-03\n"
    return f"{head}bet:\n{lines}{amendments}"


DEBRIEFS = {
    f"debriefs/2026-{month:02d}-05-acme-0000000{month:x}.md": debrief(
        account=f"Account {month}", decided=f"2026-{month:02d}-04"
    )
    for month in (8, 9)
}
LEDGER = {PROMISE: promise(), ANSWER: answer(), INITIATIVE: initiative()}


@pytest.fixture(scope="module")
def closed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A tree whose August and September are closed, with a promise, an answer and a bet printed in both."""
    folder = write(tmp_path_factory.mktemp("closed"), {**DEBRIEFS, **LEDGER})
    for edition, day in CLOSED.items():
        close_edition(settings_of(folder, as_of=day), edition)
    return folder


@pytest.fixture
def root(closed: Path, tmp_path: Path) -> Path:
    """A copy of it for one test."""
    return Path(shutil.copytree(closed, tmp_path, dirs_exist_ok=True))


def the_one(root: Path, files: dict[str, str], **changes: Any) -> Diagnostic:
    (fault,) = read(write(root, files), **changes).diagnostics
    return fault


def test_what_stands_as_it_was_printed_is_not_told(root: Path) -> None:
    assert read(root).diagnostics == ()


def test_a_due_date_that_moved_without_a_slip_is_told_with_the_slip_that_is_missing(root: Path) -> None:
    fault = the_one(root, {PROMISE: promise("2026-12-31")})
    assert (fault.path, fault.line, fault.column, fault.code.id) == (PROMISE, 7, 6, "SB408")
    assert fault.message == "2026-09 printed 2026-10-15, and no slip after 2026-10-02 moves it to 2026-12-31"
    assert fault.allowed == "a slip for every move: from, to, why and on, a day after 2026-10-02"
    assert fault.suggestion == "slips:\n  - {from: 2026-10-15, to: 2026-12-31, why: …, on: …}"


def test_the_due_date_of_an_answer_moves_by_a_slip_too(root: Path) -> None:
    moved = "due: 2026-12-31\n"
    fault = the_one(root, {ANSWER: answer(rest=moved)})
    assert (fault.path, fault.line, fault.column, fault.code.id) == (ANSWER, 6, 6, "SB408")
    assert "from: 2026-10-20, to: 2026-12-31" in fault.suggestion
    slip = "slips: [{from: 2026-10-20, to: 2026-12-31, why: Late., on: 2026-10-19}]\n"
    assert read(write(root, {ANSWER: answer(rest=moved + slip)})).diagnostics == ()


@pytest.mark.parametrize(("on", "is_late"), [("2026-10-03", False), ("2026-10-02", True), ("2026-09-10", True)])
def test_a_slip_is_dated_after_the_last_edition_that_printed_the_old_date(root: Path, on: str, is_late: bool) -> None:
    files = {PROMISE: promise("2026-12-31", f"{{from: 2026-10-15, to: 2026-12-31, why: Late., on: {on}}}")}
    if not is_late:
        assert read(write(root, files)).diagnostics == ()
        return
    fault = the_one(root, files)
    # Line 10 is the slip; its day stands after `  - {from: 2026-10-15, to: 2026-12-31, why: Late., on: `.
    assert (fault.line, fault.column, fault.code.id) == (10, 56, "SB408")
    assert fault.message == f"moved on {on}, but 2026-09 printed 2026-10-15 on 2026-10-02"


def test_a_second_move_without_its_slip_is_told_although_the_first_has_one(root: Path) -> None:
    first = "{from: 2026-10-15, to: 2026-11-15, why: Late., on: 2026-10-10}"
    write(
        root,
        {
            PROMISE: promise("2026-11-15", first),
            "debriefs/2026-10-05-acme-0000000a.md": debrief(account="A", decided="2026-10-04"),
        },
    )
    close_edition(settings_of(root, as_of=dt.date(2026, 11, 3)), "2026-10")
    assert read(root).diagnostics == ()
    silent = promise("2026-12-31", first.replace("to: 2026-11-15", "to: 2026-12-31"))
    fault = the_one(root, {PROMISE: silent})
    # October printed 15 November; the file now tells of one move from 15 October to the end of the year.
    assert fault.message == "2026-10 printed 2026-11-15, and no slip after 2026-11-03 moves it to 2026-12-31"
    assert fault.suggestion == "- {from: 2026-11-15, to: 2026-12-31, why: …, on: …}"


def test_a_printed_decision_is_not_rewritten(root: Path) -> None:
    fault = the_one(root, {ANSWER: answer("done", "evidence: Release note.\n")})
    assert (fault.path, fault.line, fault.column, fault.code.id) == (ANSWER, 5, 11, "SB408")
    assert (fault.message, fault.suggestion) == ("2026-09 printed 'fix', and here it is 'done'", "fix")


@pytest.mark.parametrize(
    ("amended", "is_told"), [("", True), ("2026-09-20", True), ("2026-10-02", True), ("2026-10-03", False)]
)
def test_a_printed_bet_changes_by_a_later_amendment_only(root: Path, amended: str, is_told: bool) -> None:
    files = {INITIATIVE: initiative(amended, threshold="0.15")}
    if not is_told:
        assert read(write(root, files)).diagnostics == ()
        return
    fault = the_one(root, files)
    assert (fault.path, fault.line, fault.column, fault.code.id) == (INITIATIVE, 9, 14, "SB409")
    assert fault.message == "2026-09 printed threshold: 0.1, and no amendment after 2026-10-02 changes it"
    assert fault.suggestion == "0.1"


def test_a_field_that_is_new_and_several_that_differ_are_told(root: Path) -> None:
    new = the_one(root, {INITIATIVE: initiative(side="repelling")})
    assert (new.line, new.column, new.message[:23]) == (11, 9, "2026-09 printed no side")
    gone = the_one(root, {INITIATIVE: initiative(by="2026-12", probability="0.5", threshold="0.15")})
    assert (gone.line, gone.column) == (9, 14)
    assert gone.message.endswith("changes it (3 fields differ)")


@pytest.mark.parametrize("amended", ["", "2026-10-03"])
def test_a_printed_bet_is_never_removed(root: Path, amended: str) -> None:
    text = initiative(amended)
    without = text[: text.index("bet:")] + (text[text.index("amendments") :] if amended else "")
    fault = the_one(root, {INITIATIVE: without})
    assert (fault.path, fault.line, fault.column, fault.code.id) == (INITIATIVE, 1, 1, "SB409")
    bet = "bet: {figure: prevalence, theme: contract-terms, direction: down, threshold: 0.1, by: 2026-11}"
    assert fault.suggestion == bet


def test_once_its_edition_is_closed_no_amendment_changes_a_bet(root: Path) -> None:
    settled = {
        INITIATIVE: initiative(by="2026-10"),
        "debriefs/2026-10-05-acme-0000000a.md": debrief(account="A", decided="2026-10-04"),
    }
    for path in (MANIFEST.format(edition) for edition in CLOSED):
        (root / path).unlink()
    write(root, settled)
    for edition, day in {**CLOSED, "2026-10": dt.date(2026, 11, 3)}.items():
        close_edition(settings_of(root, as_of=day), edition)
    assert read(root).diagnostics == ()
    fault = the_one(root, {INITIATIVE: initiative("2026-11-10", by="2026-10", threshold="0.99")})
    assert (fault.code.id, fault.message) == ("SB409", "2026-10, which settles the bet, printed threshold: 0.1")


def test_a_theme_that_was_renamed_is_the_same_bet(root: Path) -> None:
    themes = "- {id: terms, title: Terms, aliases: [contract-terms]}\n- {id: support, title: Support}\n"
    files = {"themes.yml": themes, INITIATIVE: initiative(theme="terms")}
    assert read(write(root, files)).diagnostics == ()
    other = the_one(root, {INITIATIVE: initiative(theme="support")})
    assert (other.line, other.code.id, other.suggestion) == (7, "SB409", "contract-terms")


@pytest.mark.parametrize(
    ("path", "kind", "id"),
    [
        (PROMISE, "promises", "sso"),
        (ANSWER, "answers", "2026-08-10-terms"),
        (INITIATIVE, "bets", "terms"),
    ],
)
def test_a_printed_file_that_is_gone_is_told_once_at_its_line_of_the_newest_manifest(
    root: Path, path: str, kind: str, id: str
) -> None:
    (root / path).unlink()
    fault = the_one(root, {})
    assert (fault.path, fault.column, fault.code.id) == (MANIFEST.format("2026-09"), 7, "SB410")
    line = (root / fault.path).read_text(encoding="utf-8").split("\n")[fault.line - 1]
    assert line.startswith(f'      "{id}": {{')
    assert id in fault.message
    assert "its file is gone" in fault.message
    # The manifest stays: what was printed is still true.
    corpus, schedule = read_all(settings_of(root))
    assert [edition.is_closed for edition in schedule.editions] == [True, True]
    assert FileState.SET_ASIDE not in corpus.states.values()


def test_a_printed_file_that_is_set_aside_is_not_gone(root: Path) -> None:
    write(root, {PROMISE: promise(due="soon")})
    assert places(read(root).diagnostics) == [(PROMISE, 7, 6, "SB105")]


def test_what_is_rewritten_is_set_aside(root: Path) -> None:
    corpus = read(write(root, {PROMISE: promise("2026-12-31"), INITIATIVE: initiative(threshold="0.9")}))
    aside = {found.path for found, state in corpus.states.items() if state is FileState.SET_ASIDE}
    assert aside == {PROMISE, INITIATIVE}


def test_a_manifest_from_after_the_date_of_the_data_says_nothing_yet(root: Path) -> None:
    files = {PROMISE: promise("2026-12-31"), INITIATIVE: initiative(threshold="0.15")}
    write(root, files)
    (root / ANSWER).unlink()
    assert read(root, as_of=dt.date(2026, 9, 1)).diagnostics == ()
    august = read(root, as_of=dt.date(2026, 9, 2)).diagnostics
    assert {fault.code.id for fault in august} == {"SB408", "SB409", "SB410"}
    assert all("2026-08" in fault.message for fault in august)


def test_a_slip_from_after_the_date_of_the_data_still_explains_what_was_printed(root: Path) -> None:
    slipped = promise("2026-12-31", "{from: 2026-10-15, to: 2026-12-31, why: Late., on: 2026-10-10}")
    write(root, {PROMISE: slipped, INITIATIVE: initiative("2026-10-10", threshold="0.15")})
    for day in ("2026-09-02", "2026-10-02", "2026-11-21"):
        assert read(root, as_of=dt.date.fromisoformat(day)).diagnostics == ()


@pytest.fixture
def both(tmp_path: Path) -> tuple[Path, Path]:
    """A tree with a private promise; August is closed for both audiences, leadership's manifest public by mistake."""
    root, private = tmp_path / "content", tmp_path / "private"
    write(root, {**DEBRIEFS, **LEDGER})
    write(private, {"promises/secret.yml": promise()}, lists=False)
    for audience in ("everyone", "leadership"):
        close_edition(settings_of(root, as_of=CLOSED["2026-08"], audience=audience, private_dir=private), "2026-08")
    name = "editions/2026-08.leadership.lock.json"
    shutil.move(private / name, root / name)
    return root, private


def test_without_the_private_folder_nothing_private_is_missed(both: tuple[Path, Path]) -> None:
    root, private = both
    assert read(root).diagnostics == ()
    assert read(root, private_dir=private).diagnostics == ()


def test_with_the_private_folder_what_is_gone_from_it_is_told(both: tuple[Path, Path]) -> None:
    root, private = both
    (private / "promises/secret.yml").unlink()
    assert read(root).diagnostics == ()
    (fault,) = read(root, private_dir=private).diagnostics
    assert (fault.path, fault.code.id) == ("editions/2026-08.leadership.lock.json", "SB410")
    assert "secret" in fault.message


def test_a_change_is_told_once_although_both_audiences_were_shown_it(both: tuple[Path, Path]) -> None:
    root, private = both
    (root / ANSWER).unlink()
    write(root, {PROMISE: promise("2026-12-31")})
    found = read(root, private_dir=private).diagnostics
    assert sorted((fault.path, fault.code.id) for fault in found) == [
        (MANIFEST.format("2026-08"), "SB410"),
        (PROMISE, "SB408"),
    ]


def test_a_private_promise_is_held_to_what_leadership_was_shown(both: tuple[Path, Path]) -> None:
    root, private = both
    write(private, {"promises/secret.yml": promise("2026-12-31")}, lists=False)
    (fault,) = read(root, private_dir=private).diagnostics
    assert (fault.path, fault.line, fault.code.id, fault.private) == ("promises/secret.yml", 7, "SB408", True)


@pytest.mark.parametrize(
    "states",
    [
        {},
        {"promises": [], "answers": "no", "bets": None},
        {"promises": {"sso": "pending"}, "bets": {"terms": []}},
        {"promises": {"sso": {}}, "answers": {"2026-08-10-terms": {"decision": "fix"}}},
    ],
)
def test_a_manifest_with_other_states_breaks_nothing(root: Path, states: dict[str, Any]) -> None:
    (root / MANIFEST.format("2026-09")).unlink()
    target = root / MANIFEST.format("2026-08")
    matter = {**json.loads(target.read_text(encoding="utf-8")), "states": states}
    target.write_text(json.dumps({**matter, "seal": seal_of(matter)}), encoding="utf-8")
    assert read(root).diagnostics == ()


@pytest.mark.parametrize("as_of", ["2026-02-30", "soon", ""])
def test_a_manifest_of_no_day_cannot_be_read(root: Path, as_of: str) -> None:
    (root / MANIFEST.format("2026-09")).unlink()
    target = root / MANIFEST.format("2026-08")
    matter = {**json.loads(target.read_text(encoding="utf-8")), "as_of": as_of}
    target.write_text(json.dumps({**matter, "seal": seal_of(matter)}), encoding="utf-8")
    assert places(read(root).diagnostics) == [(MANIFEST.format("2026-08"), 1, 1, "SB405")]


def test_a_key_is_found_below_its_own_parents() -> None:
    text = '{\n  "a": {\n    "x": 1\n  },\n  "b": {\n    "c": {\n      "x": 2\n    },\n    "x": 3\n  }\n}\n'
    assert place_in(text, ("a", "x"))[:2] == (3, 5)
    assert place_in(text, ("b", "c", "x"))[:2] == (7, 7)
    assert place_in(text, ("b", "x"))[:2] == (9, 5)
    assert place_in(text, ("a", "missing"))[:2] == (1, 1)
    assert place_in(text, ())[:2] == (1, 1)
