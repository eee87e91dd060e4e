"""`bulletin new` as a script uses it, and every way in which it ends without a file."""

from __future__ import annotations

import shlex
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner, Result

from builder.authoring.typed_values import fields_of
from builder.cli import main
from builder.cli import new as new_module
from builder.cli.fields import option_of
from builder.reading.document_reader import read_document
from builder.schema import KINDS
from builder.schema.forms import BODY, FORMS
from tests.cli.support import DIGITS, contributor, counted, environment, files, only_new
from tests.site.support import PATIENCE, run, tool
from tests.support import WORDS, write

GIVEN = ["--account", "Omega SE", "--outcome", "lost", "--repelling", "contract-terms=Three years."]
WRITTEN = f"content/debriefs/2026/2026-11-21-ana-omega-se-{DIGITS}.md"
DEBRIEF = KINDS["debrief"]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name, value in environment().items():
        monkeypatch.setenv(name, value)
    for name in ("VISUAL", "EDITOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(new_module, "digits", counted)
    contributor(tmp_path / "our bulletin")
    monkeypatch.chdir(tmp_path / "our bulletin")
    return tmp_path / "our bulletin"


def new(*arguments: str, said: str = "", code: int = 0) -> Result:
    done = CliRunner().invoke(main, ["new", *arguments], input=said)
    assert done.exit_code == code, done.output
    assert "Traceback" not in done.output
    return done


def refused(folder: Path, *arguments: str, code: int, said: str = "") -> str:
    """What is said where nothing is written."""
    before = files(folder)
    done = new(*arguments, said=said, code=code)
    assert files(folder) == before
    assert done.stdout == ""
    return done.stderr


def record(path: Path, kind: str = "debrief") -> dict[str, Any]:
    (found,) = read_document(KINDS[kind], path.name, path.read_bytes()).records
    assert found is not None
    return dict(found)


def test_a_script_writes_a_debrief_without_a_question(folder: Path) -> None:
    before = files(folder)
    done = new(*GIVEN)
    path = only_new(folder, before)
    assert str(path.relative_to(folder)) == WRITTEN
    assert record(path) == {
        "decided": "2026-11-21",
        "rep": "ana",
        "account": "Omega SE",
        "outcome": "lost",
        "repelling": {"contract-terms": "Three years."},
    }
    assert done.stderr == ""
    written, next_, effect = done.stdout.splitlines()
    assert written == f"Written: {WRITTEN}"
    assert "bulletin effect" in effect
    subprocess.run(next_.removeprefix("Next: "), shell=True, check=True, cwd=folder)
    listed = subprocess.run(["git", "ls-files"], cwd=folder, capture_output=True, text=True, check=True).stdout
    assert listed.splitlines() == [WRITTEN]
    assert run("check", path, cwd=folder).returncode == 0


def test_the_next_step_can_be_pasted_from_anywhere(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder.parent)
    done = new("-f", str(folder / "mkdocs.yml"), *GIVEN)
    words = shlex.split(done.stdout.splitlines()[1])
    assert str(Path("our bulletin") / WRITTEN) in words


@pytest.mark.parametrize("kind", FORMS)
def test_every_field_of_every_kind_is_an_option_and_in_the_help(kind: str) -> None:
    printed = " ".join(new("--help").stdout.split())
    assert f"Fields of a {kind}" in printed
    assert all(f"{option_of(field)} " in printed for field in fields_of(KINDS[kind]))


WHOLE: Mapping[str, Mapping[str, Any]] = {
    "debrief": {
        "decided": "2026-11-03",
        "rep": "ana",
        "account": "Omega SE",
        "outcome": "lost",
        "lost_to": "rivalsoft",
        "value": "120000 EUR",
        "segment": "mid-market",
        "region": "dach",
        "product": "core",
        "compelling": {"onboarding": {"quote": "Live.", "voice": "buyer", "evidence": "email"}},
        "repelling": {"pricing": {"note": "Much.", "mentioned": "true", "detail": "budget"}, "support": "Slow."},
        "decided_by": "support",
        "opportunity": "OP-9",
        "evidence": "notes",
        "relationship": "new-customer",
        "buyer_role": "champion",
        "at_equal_price": "us",
        "competitors": ["rivalsoft", "built-in-house"],
        "stage_lost": "proposal",
        "claims": {"fast": "landed"},
        "broken_promises": ["sso", {"text": "A call, at night"}],
        "ask": "Shorter terms.",
        "minutes": "4",
        "visibility": "counted",
        "contributor_note": "None.",
        "corrections": [{"on": "2026-11-04", "note": "It was four."}],
    },
    "response": {
        "theme": "pricing",
        "promises": ["sso"],
        "debriefs": ["11111111"],
        "by": "product",
        "on": "2026-11-10",
        "decision": "fix",
        "due": "2026-12-02",
        "slips": [{"from": "2026-12-01", "to": "2026-12-02", "why": "Illness.", "on": "2026-11-20"}],
    },
    "comment": {"promise": "sso", "by": "marketing", "on": "2026-11-12", "stance": "adds"},
    "promise": {
        "what": "Night support.",
        "made_by": "product",
        "made_to": {"account": "Acme, Inc."},
        "owner": "product",
        "pursued_by": "ana",
        "made_on": "2026-11-01",
        "due": "2026-12-01",
        "status": "kept",
        "kept_on": "2026-11-20",
        "evidence": "A rota.",
        "cited_by": ["11111111"],
    },
}


def typed(value: Any) -> list[str]:
    """A value as one would type it behind its option."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, list):
        return [one if isinstance(one, str) else yaml.safe_dump(one, default_flow_style=True) for one in value]
    pairs = []
    for key, inner in value.items():
        parts = {f"{key}.{part}": text for part, text in inner.items()} if isinstance(inner, dict) else {key: inner}
        pairs += [f"{name}={text}" for name, text in parts.items()]
    return pairs


@pytest.mark.parametrize("kind", WHOLE)
def test_a_script_can_fill_every_field(folder: Path, kind: str) -> None:
    options = [part for name, value in WHOLE[kind].items() for one in typed(value) for part in (option_of(name), one)]
    body = ["--body", WORDS] if KINDS[kind].has_body else []
    before = files(folder)
    new("--kind", kind, *options, *body)
    assert record(only_new(folder, before), kind) == WHOLE[kind]


def test_the_fields_that_no_whole_file_can_have_together_are_few() -> None:
    left = {kind: set(fields_of(KINDS[kind])) - {*WHOLE[kind], BODY} for kind in FORMS}
    assert left == {
        "debrief": {"interviewer", "withdrawn"},
        "response": {"reason", "evidence", "department", "initiative"},
        "comment": {"theme", "debrief", "response"},
        "promise": {"agreed_by", "slips"},
    }


def test_all_that_is_wrong_in_a_script_is_said_at_once(folder: Path) -> None:
    wrong = ["--rep", "anna", "--outcome", "lots", "--value", "€120k", "--repelling", "contrct-terms=Three years."]
    printed = refused(folder, *wrong, "--decided", "3.11.2026", code=1)
    expected = ["--rep", "instead: ana", "--outcome", "lost", "120000 EUR", "contract-terms", "2026-11-03"]
    assert [part for part in expected if part in printed] == expected
    assert printed.endswith("Nothing was written.\n")


def test_all_that_has_not_the_form_is_said_at_once(folder: Path) -> None:
    printed = refused(folder, *GIVEN, "--compelling", "nice", "--claims", "fast", code=1)
    assert "THEME=TEXT" in printed
    assert "landed|ignored" in printed


@pytest.mark.parametrize(
    ("arguments", "printed"),
    [
        (["--kind", "debreif"], "debrief"),
        (["--kind", "theme"], "debrief, response, comment, promise"),
        (["--stance", "adds", "--due", "2026-12-01"], "not fields of a debrief: --due, --stance"),
        (["--kind", "response", "--anonymous"], "answers for it"),
        (["--kind", "comment", "--yaml"], ".md"),
        (["--yaml", "--body", "x"], "no free text"),
        (["--private"], "private_dir"),
        (["--draft", "none.md"], "none.md"),
        (["-f", "nowhere.yml"], "nowhere.yml"),
    ],
)
def test_what_cannot_be_done_is_one_sentence(folder: Path, arguments: list[str], printed: str) -> None:
    said = refused(folder, *arguments, code=2)
    assert printed in said
    assert said.count("\n") == 1


def test_without_a_content_root_it_says_so(folder: Path) -> None:
    (folder / "content").rename(folder / "elsewhere")
    assert "content_dir" in refused(folder, *GIVEN, code=2)


def test_without_a_roster_it_says_how_to_make_one(folder: Path) -> None:
    (folder / "content" / "roster.yml").unlink()
    printed = refused(folder, *GIVEN, "--rep", "ana", code=1)
    assert "roster.yml" in printed
    assert "- handle: ana" in printed


def test_without_git_the_contributor_is_asked(folder: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    before = files(folder)
    new(*GIVEN, said="bo\n")
    assert record(only_new(folder, before))["rep"] == "bo"


ANSWERS = "\nOmega SE\n\nlost\n\nnone\ncontract-terms\nThree years.\n\n\n\n\n"


def test_answers_come_from_a_pipe_line_by_line(folder: Path) -> None:
    before = files(folder)
    new(said=ANSWERS)
    found = record(only_new(folder, before))
    assert found["minutes"] == "1"
    assert (found["compelling"], found["decided_by"]) == ("none", "contract-terms")


@pytest.mark.parametrize("count", range(ANSWERS.count("\n")))
def test_answers_that_end_early_leave_nothing(folder: Path, count: int) -> None:
    printed = refused(folder, said="".join(ANSWERS.splitlines(keepends=True)[:count]), code=2)
    assert "the answers end before" in printed


def test_minutes_are_counted_by_the_clock_that_is_handed_in(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ticks = iter([100.0, 100.0 + 61])
    monkeypatch.setattr("builder.cli.content.seconds", lambda: next(ticks))
    before = files(folder)
    new(said=ANSWERS)
    assert record(only_new(folder, before))["minutes"] == "2"


def test_yaml_is_fields_alone(folder: Path) -> None:
    before = files(folder)
    new(*GIVEN, "--yaml")
    path = only_new(folder, before)
    assert str(path.relative_to(folder)) == WRITTEN.replace(".md", ".yml")
    assert yaml.safe_load(path.read_text())["outcome"] == "lost"
    assert run("check", path, cwd=folder).returncode == 0


def test_printing_writes_nothing_and_prints_the_file_alone(folder: Path) -> None:
    before = files(folder)
    done = new(*GIVEN, "--print")
    assert files(folder) == before
    assert done.stdout.startswith("---\n")
    assert done.stderr == f"It belongs in {WRITTEN}\n"
    new(*GIVEN)
    assert (folder / WRITTEN).read_text() == done.stdout


def test_private_debriefs_go_to_the_other_checkout(folder: Path) -> None:
    contributor(folder, private_dir="for leadership")
    (folder / "for leadership").mkdir()
    before = files(folder)
    done = new(*GIVEN, "--private")
    path = only_new(folder, before)
    assert path.relative_to(folder).parts[0] == "for leadership"
    assert "git -C " in done.stdout


def test_a_draft_that_was_imported_keeps_the_digits_by_which_an_import_knows_it(folder: Path) -> None:
    draft = folder / "content" / "drafts" / "2026-11-05-omega-f2c0d190.md"
    write(folder, {"content/drafts/2026-11-05-omega-f2c0d190.md": DRAFT}, lists=False)
    before = files(folder)
    new("--draft", str(draft), said="\nlost\n\nnone\ncontract-terms\nThree years.\n\n\n\n\n")
    assert only_new(folder, before).name == "2026-11-21-ana-omega-se-f2c0d190.md"


def test_a_draft_is_finished_and_removed(folder: Path) -> None:
    draft = folder / "content" / "drafts" / "2026-11-05-omega.md"
    write(folder, {"content/drafts/2026-11-05-omega.md": DRAFT}, lists=False)
    before = files(folder)
    new("--draft", str(draft), said="\nlost\n\nnone\ncontract-terms\nThree years.\n\n\n\n\n")
    assert not draft.exists()
    path = only_new(folder, before)
    assert record(path)["value"] == "120000 EUR"
    assert path.read_text().endswith("Said.\n")


DRAFT = "---\ndecided: 2026-11-03\naccount: Omega SE\noutcome: lots\nvalue: 120000 EUR\nrepelling:\n---\nSaid.\n"


@pytest.mark.parametrize("said", ["", "\n", "\nlost\n\n"])
def test_a_draft_stays_where_the_answers_end_early(folder: Path, said: str) -> None:
    write(folder, {"content/drafts/a.md": DRAFT}, lists=False)
    refused(folder, "--draft", "content/drafts/a.md", said=said, code=2)
    assert (folder / "content/drafts/a.md").read_text() == DRAFT


def test_a_draft_with_a_key_that_nothing_asks_for_is_refused_with_the_nearest(folder: Path) -> None:
    write(folder, {"content/drafts/a.md": DRAFT.replace("value", "vlaue")}, lists=False)
    assert "value" in refused(folder, "--draft", "content/drafts/a.md", code=1)


def test_anonymous_names_nobody_and_git_is_never_asked(
    folder: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    tools = tmp_path / "tools"
    tools.mkdir()
    (tools / "git").write_text(f"#!/bin/sh\necho asked > {shlex.quote(str(tmp_path / 'asked'))}\necho Ana Brandt\n")
    (tools / "git").chmod(0o755)
    monkeypatch.setenv("PATH", str(tools))
    before = files(folder)
    done = new("--anonymous", "--outcome", "lost", "--repelling", "contract-terms=Three years.")
    path = only_new(folder, before)
    assert str(path.relative_to(folder)) == f"content/debriefs/2026/2026-11-21-{DIGITS}.md"
    assert record(path)["rep"] == "anonymous"
    assert not (tmp_path / "asked").exists()
    assert "Git shows who commits" in done.stderr
    assert "`editor` in mkdocs.yml" in done.stdout
    assert "git commit" not in done.stdout


def test_who_submits_for_others_is_the_editor(folder: Path) -> None:
    site = folder / "mkdocs.yml"
    site.write_text(site.read_text().replace("    as_of:", "    editor: desk@example.com\n    as_of:"))
    done = new("--anonymous", "--outcome", "lost", "--repelling", "contract-terms=Three years.")
    assert "to desk@example.com, who commits it" in done.stdout


def editor(folder: Path, monkeypatch: pytest.MonkeyPatch, script: str) -> None:
    path = folder.parent / "my editor"
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
    monkeypatch.setenv("VISUAL", shlex.quote(str(path)))


def test_what_the_editor_makes_of_it_is_written(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    editor(folder, monkeypatch, 'sed -i \'s/rep: ana/rep: anonymous/\' "$1"; echo Added. >> "$1"')
    before = files(folder)
    new(*GIVEN, "--edit")
    path = only_new(folder, before)
    assert path.name == f"2026-11-21-{DIGITS}.md"
    assert path.read_text().endswith("Added.\n")


def test_errors_from_the_editor_can_be_edited_again(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    editor(folder, monkeypatch, 'grep -q lots "$1" && sed -i \'s/lots/won/\' "$1" || sed -i \'s/lost/lots/\' "$1"')
    before = files(folder)
    done = new(*GIVEN, "--edit", said="\n")
    assert "SB104" in done.stderr
    assert record(only_new(folder, before))["outcome"] == "won"


@pytest.mark.parametrize(
    ("script", "said", "code"),
    [
        ("sed -i 's/lost/lots/' \"$1\"", "n\n", 1),
        ("sed -i 's/lost/lots/' \"$1\"", "", 2),
        ("printf 'caf\\351' > \"$1\"", "n\n", 1),
        (': > "$1"', "", 2),
        ('rm "$1"', "", 2),
        ("exit 3", "", 2),
    ],
)
def test_an_editor_that_fails_leaves_nothing(
    folder: Path, monkeypatch: pytest.MonkeyPatch, script: str, said: str, code: int
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(folder))
    editor(folder, monkeypatch, script)
    printed = refused(folder, *GIVEN, "--edit", said=said, code=code).casefold()
    assert "nothing was written" in printed


@pytest.mark.parametrize("command", ["no-such-editor", ""])
def test_an_editor_that_is_missing_is_a_sentence(folder: Path, monkeypatch: pytest.MonkeyPatch, command: str) -> None:
    monkeypatch.setenv("EDITOR", command)
    monkeypatch.setenv("PATH", str(folder))
    assert "editor" in refused(folder, *GIVEN, "--rep", "ana", "--edit", code=2)


def piped(folder: Path, answers: bytes, *arguments: str, **variables: str) -> subprocess.CompletedProcess[bytes]:
    command = [tool("bulletin"), "new", *arguments]
    return subprocess.run(
        command, cwd=folder, env=environment(**variables), input=answers, capture_output=True, timeout=PATIENCE
    )


@pytest.mark.parametrize(
    "locale", [{"LC_ALL": "C"}, {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}], ids=["C", "ASCII"]
)
def test_letters_survive_where_the_locale_knows_none(folder: Path, locale: dict[str, str]) -> None:
    before = files(folder)
    answers = ANSWERS.replace("Omega SE", "Ömega “SE”").encode()
    done = piped(folder, answers, **locale)
    assert done.returncode == 0, done.stderr
    assert record(only_new(folder, before))["account"] == "Ömega “SE”"
    printed = piped(folder, b"", *GIVEN, "--account", "Ömega", "--print", **locale)
    assert "Ömega".encode() in printed.stdout
    assert printed.returncode == 0, printed.stderr


def test_bytes_that_are_no_text_are_asked_for_again(folder: Path) -> None:
    answers = ANSWERS.encode().replace(b"Omega SE\n", b"caf\xe9\nOmega SE\n")
    done = piped(folder, answers)
    assert done.returncode == 0, done.stderr
    assert b"not UTF-8" in done.stderr
