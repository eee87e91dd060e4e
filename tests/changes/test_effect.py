"""What a change does to the bulletin: told from two versions, for everyone, and for nobody else."""

from __future__ import annotations

import datetime as dt
import shutil
import subprocess
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pytest

from builder.changes.compared_sources import ComparisonRequest, between, since
from builder.changes.effect import Effect, Ends, effect_of
from builder.changes.ledger_state import OpenQuestionState
from builder.closing import close_edition
from builder.reporting.effect import MARKER, markdown
from builder.reporting.effect_summary import summary
from builder.support.errors import BulletinError
from tests.figures.test_comparisons import months
from tests.site.support import repository, run
from tests.support import AS_OF, LISTS, WORDS, debrief, settings_of, write

Files = Mapping[str, str]
ASKED = ComparisonRequest(AS_OF, {"audience": "everyone"})
NEW = "debriefs/2026-11-09-words-7f3c9a10.md"
OLD = "debriefs/2026-11-05-acme-11111111.md"


def git(folder: Path, *arguments: str) -> str:
    """Run Git without anybody's own settings."""
    named = ("-c", "user.name=Somebody", "-c", "user.email=somebody@example.com", "-c", "init.defaultBranch=main")
    done = subprocess.run(["git", *named, *arguments], cwd=folder, capture_output=True, text=True, check=True)
    return done.stdout


def committed(folder: Path, files: Files, **options: Any) -> Path:
    """A repository with these files committed."""
    repository(folder, {**LISTS, **files}, **options)
    git(folder, "init", "-q")
    git(folder, "add", "-A")
    git(folder, "commit", "-qm", "Before")
    return folder


def changed(folder: Path, files: Mapping[str, str | None]) -> Path:
    """The repository with files of its content changed or, with None, deleted."""
    for path, text in files.items():
        target = folder / "content" / path
        if text is None:
            target.unlink()
        else:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text, encoding="utf-8")
    return folder


def compared(tmp_path: Path, before: Files, after: Mapping[str, str | None], **options: Any) -> Effect:
    """The effect of changing a repository that was committed, since its commit."""
    folder = changed(committed(tmp_path / "repository", before, **options), after)
    spare = tmp_path / "spare"
    spare.mkdir()
    return effect_of(since("HEAD", folder / "mkdocs.yml", ASKED, spare))


def counts(effect: Effect, edition: str = "2026-11") -> dict[tuple[str, str], tuple[int, int]]:
    """By theme and side in how many deals it was named before and after, where that differs."""
    (moved,) = (moved for moved in effect.editions if moved.edition.id == edition)
    found = {}
    for shift in moved.shifts:
        stand = shift.after or shift.before
        assert stand is not None
        found[stand.theme, stand.side] = (shift.before.k if shift.before else 0, shift.after.k if shift.after else 0)
    return found


def test_the_same_content_has_no_effect(tmp_path: Path) -> None:
    effect = compared(tmp_path, {OLD: debrief()}, {})
    assert (effect.files, effect.items, effect.editions, effect.faults) == ((), (), (), ())
    assert summary(effect) == "Nothing that readers see changes."


def test_a_new_debrief_is_shown_as_it_will_look_and_counted(tmp_path: Path) -> None:
    text = debrief('repelling:\n  contract-terms: {quote: "Never again.", evidence: email}', account="Beta", rep="cleo")
    effect = compared(tmp_path, {OLD: debrief()}, {NEW: text})
    (item,) = effect.items
    assert (item.kind, item.id, item.before) == ("debrief", "7f3c9a10", None)
    assert item.after is not None
    assert (item.after.title, item.after.edition) == ("A company chose another", "November 2026")
    assert [(words.speaker, words.text, words.is_quote) for words in item.after.words] == [
        ("Buyer, e-mail", "Never again.", True)
    ]
    assert counts(effect) == {("contract-terms", "repelling"): (1, 2)}
    comment = markdown(effect)
    assert comment.startswith(f"{MARKER}\n")
    # Two accounts and two reporters: an echo becomes emerging.
    assert "- Contract terms, putting off: 1 → 2 deals, **echo → emerging**" in comment
    assert summary(effect).startswith("Adds 1 debrief to November 2026. 1 count of themes changes.")


def test_corroboration_without_an_answer_and_a_new_ask_wait_for_leadership(tmp_path: Path) -> None:
    said = 'repelling:\n  contract-terms: {quote: "No.", evidence: email}'
    before = {
        OLD: debrief(said, account="One"),
        "debriefs/2026-11-06-a-22222222.md": debrief(said, account="Two", rep="bo"),
    }
    third = {NEW: debrief(said, account="Three", rep="cleo", ask="Sell one year.")}
    effect = compared(tmp_path / "open", before, third)
    waits = (("Contract terms",), ("7f3c9a10",))
    assert (titles(effect.silent), effect.asks) == waits
    answer = {
        "responses/2026-11-10-terms.md": "---\ntheme: contract-terms\ndebriefs: [7f3c9a10]\nby: product\n"
        f"on: 2026-11-10\ndecision: decline\nreason: Not now.\n---\n{WORDS}\n"
    }
    answered = compared(tmp_path / "answered", before, {**third, **answer})
    assert (answered.silent, answered.asks) == ((), ())
    late = compared(tmp_path / "late", {**before, **third, **answer}, {"responses/2026-11-10-terms.md": None})
    assert (titles(late.silent), late.asks) == waits
    ended = compared(tmp_path / "ended", {**before, **third}, answer)
    assert (titles(ended.answered), ended.answered_asks) == waits
    comment = markdown(ended)
    assert "### What this ends" in comment
    assert "**Contract terms** waits no longer" in comment


def titles(waiting: Iterable[OpenQuestionState]) -> tuple[str, ...]:
    """What the things that wait are called."""
    return tuple(one.title for one in waiting)


PROMISE = """\
what: A sandbox for every trial.
made_by: product
made_to: {segment: mid-market}
owner: product
pursued_by: marketing
made_on: 2026-09-01
due: DUE
status: in-progress
"""
SLIP = "slips:\n  - {from: 2026-11-01, to: 2026-12-15, why: The trial was moved., on: 2026-11-12}\n"


def test_a_slip_ends_a_silence_and_is_told_with_what_it_moves(tmp_path: Path) -> None:
    # Due on 1 November, and not kept by the 16th: overdue until the slip of the 12th names another date.
    before = {OLD: debrief(), "promises/sandbox.yml": PROMISE.replace("DUE", "2026-11-01")}
    effect = compared(tmp_path, before, {"promises/sandbox.yml": PROMISE.replace("DUE", "2026-12-15") + SLIP})
    assert effect.ledger == (
        (("promise", "sandbox"), "overdue since 1 November 2026", "due 15 December 2026, moved once"),
    )
    assert titles(effect.answered) == ("A sandbox for every trial.",)
    assert "The promise “A sandbox for every trial.”: overdue since 1 November 2026 → **due 15" in markdown(effect)


def test_an_answer_to_a_promise_says_what_it_ends_and_what_it_announces(tmp_path: Path) -> None:
    before = {OLD: debrief(), "promises/sandbox.yml": PROMISE.replace("DUE", "2026-11-01")}
    answer = (
        "---\npromises: [sandbox]\nby: product\non: 2026-11-12\ndecision: fix\ndue: 2026-12-01\n---\n" + WORDS + "\n"
    )
    effect = compared(tmp_path, before, {"responses/2026-11-12-sandbox.md": answer})
    assert [(one.title, one.owner) for one in effect.answered] == [("A sandbox for every trial.", "Product")]
    assert effect.ledger == ((("response", "2026-11-12-sandbox"), "", "due 1 December 2026"),)


BET = """\
title: One year
themes: [contract-terms]
owner: product
status: active
started_on: 2026-11-01
bet: {figure: prevalence, theme: contract-terms, direction: down, threshold: 0.5, by: 2026-12}
"""


def test_a_debrief_says_what_an_open_bet_would_come_to(tmp_path: Path) -> None:
    # One deal of one names the terms; a second deal that names onboarding makes it one of two, a half.
    before = {OLD: debrief(), "initiatives/one-year.yml": BET}
    other = debrief("repelling:\n  onboarding: It took a week.", account="Beta", rep="cleo")
    effect = compared(tmp_path, before, {NEW: other})
    assert effect.ledger == (
        (
            ("initiative", "one-year"),
            "1 of 1 now, which would not win it by December 2026",
            "1 of 2 now, which would win it by December 2026",
        ),
    )


def test_what_is_deleted_leaves_the_counts(tmp_path: Path) -> None:
    effect = compared(tmp_path, {OLD: debrief(), NEW: debrief(account="Beta")}, {NEW: None})
    (item,) = effect.items
    assert (item.id, item.after) == ("7f3c9a10", None)
    assert item.before is not None
    assert counts(effect) == {("contract-terms", "repelling"): (2, 1)}
    assert summary(effect).startswith("Deletes 1 debrief from November 2026.")


def test_a_renamed_debrief_is_one_item_that_looks_the_same(tmp_path: Path) -> None:
    effect = compared(tmp_path, {NEW: debrief()}, {NEW: None, NEW.replace("words", "others"): debrief()})
    (item,) = effect.items
    assert item.file is not None
    assert (item.id, item.before == item.after, item.file.is_moved) == ("7f3c9a10", True, True)
    assert effect.editions == ()
    assert summary(effect) == "Renames 1 debrief, and readers see no difference of November 2026."


def test_a_rewritten_debrief_tells_only_what_differs(tmp_path: Path) -> None:
    effect = compared(tmp_path, {NEW: debrief(value="1000")}, {NEW: debrief(value="2000")})
    comment = markdown(effect)
    assert "> Value: €1,000 → €2,000" in comment
    assert "Three years." not in comment
    assert summary(effect).startswith("Rewrites 1 debrief of November 2026.")


def test_a_debrief_that_is_only_counted_is_told_as_a_number(tmp_path: Path) -> None:
    effect = compared(tmp_path, {OLD: debrief()}, {NEW: debrief(account="Beta", visibility="counted", ask="Now.")})
    comment = markdown(effect)
    assert "counted and not shown" in comment
    assert effect.asks == ()
    assert "7f3c9a10" not in comment
    assert counts(effect) == {("contract-terms", "repelling"): (1, 2)}


def test_new_errors_and_warnings_are_told_by_code_and_line_without_their_text(tmp_path: Path) -> None:
    bad = debrief(outcome="lots").replace("rep: ana", "rep: anna")
    effect = compared(tmp_path, {OLD: debrief("repelling:\n  pricing: Dear.")}, {NEW: bad})
    assert [(fault.about, fault.line, fault.code.id) for fault in effect.faults] == [
        ("debrief 7f3c9a10, recorded 2026-11-09", 5, "SB104"),
    ]
    comment = markdown(effect)
    assert "Choose from the list" in comment
    assert "lots" not in comment
    assert "anna" not in comment
    assert summary(effect).startswith("Has 1 debrief set aside.")


def test_a_warning_that_compares_files_stands_at_its_line(tmp_path: Path) -> None:
    effect = compared(tmp_path, {OLD: debrief()}, {NEW: debrief()})
    # `account` is the fourth line of the file.
    assert [(fault.line, fault.code.id) for fault in effect.faults] == [(4, "SB306")]
    comment = markdown(effect)
    assert "### Probable duplicates" in comment
    assert "11111111" not in comment


def test_a_theme_that_goes_breaks_debriefs_that_nobody_touched(tmp_path: Path) -> None:
    files = months(("2026-11", "support", 2), ("2026-11", "onboarding", 1))
    gone = LISTS["themes.yml"].replace("- {id: onboarding, title: Onboarding}\n", "")
    effect = compared(tmp_path, files, {"themes.yml": gone})
    assert [fault.code.id for fault in effect.faults_elsewhere] == ["SB301"]
    assert {one.what for one in effect.recoded} >= {"files set aside", "prevalence, Onboarding, puts off"}
    assert "1 × **SB301**" in markdown(effect)


def test_a_rename_of_a_theme_changes_no_count(tmp_path: Path) -> None:
    files = months(("2026-11", "support", 2))
    renamed = LISTS["themes.yml"].replace(
        "{id: support, title: Support}", "{id: help, title: Help, aliases: [support]}"
    )
    effect = compared(tmp_path, files, {"themes.yml": renamed})
    assert [(item.kind, item.id) for item in effect.items] == [("theme", "help")]
    assert all(shift.before and shift.after for moved in effect.editions for shift in moved.shifts)


CLOSED = dt.date(2026, 11, 2)


@pytest.mark.parametrize(
    ("text", "code", "comment"),
    [
        (None, ["SB402"], "set `withdrawn` in it"),
        (debrief(account="Edited", decided="2026-10-01"), ["SB401"], "the edit is refused"),
        ("---\nwithdrawn: {on: 2026-11-08, reason: Asked for.}\n---\n", [], "a tombstone"),
    ],
    ids=["deleted", "edited", "withdrawn"],
)
def test_a_closed_edition_that_is_touched_is_told_with_the_rule(
    tmp_path: Path, text: str | None, code: list[str], comment: str
) -> None:
    path = "debriefs/2026-10-02-acme-00000001.md"
    repository(tmp_path, {**LISTS, path: debrief(decided="2026-10-01"), OLD: debrief()})
    close_edition(settings_of(tmp_path / "content", as_of=CLOSED), "2026-10")
    folder = changed(committed(tmp_path, {path: debrief(decided="2026-10-01"), OLD: debrief()}), {path: text})
    with_folder = tmp_path / "spare"
    with_folder.mkdir()
    effect = effect_of(since("HEAD", folder / "mkdocs.yml", ASKED, with_folder))
    assert [fault.code.id for fault in (*effect.faults, *effect.faults_elsewhere)] == code
    found = markdown(effect)
    assert "which is closed" in found
    assert comment in found


def test_closing_an_edition_is_told(tmp_path: Path) -> None:
    files = {"debriefs/2026-10-02-acme-00000001.md": debrief(decided="2026-10-01")}
    folder = committed(tmp_path, files)
    close_edition(settings_of(folder / "content", as_of=CLOSED), "2026-10")
    (tmp_path / "spare").mkdir()
    effect = effect_of(since("HEAD", folder / "mkdocs.yml", ASKED, tmp_path / "spare"))
    assert "Closes October 2026." in summary(effect)
    assert "The manifest of 2026-10 for everyone is written." in markdown(effect)


def test_no_account_no_rep_no_path_and_nothing_private_is_told(tmp_path: Path) -> None:
    said = "Zyqualm Freight said so to Ana Brandt, and Zyprivate AG did too."
    before = {OLD: debrief(account="Zyqualm Freight GmbH")}
    folder = committed(tmp_path, before, private_dir="../private")
    hidden = {
        "debriefs/2026-11-08-zysecret-0000beef.md": debrief(
            "repelling:\n  support: Zysecretquote.", account="Zyprivate AG", rep="cleo"
        )
    }
    write(tmp_path.parent / "private", hidden, lists=False)
    new = debrief(f'repelling:\n  support: {{quote: "{said}", evidence: email}}', account="Other Ltd")
    changed(folder, {NEW.replace("words", "zywords"): new, OLD: None})
    done = run("effect", "--base", "HEAD", cwd=folder)
    assert done.returncode == 0, done.stderr
    assert "\\[prospect\\] said so to \\[colleague\\]" in done.stdout
    for word in ("Zyqualm", "Ana", "Zyprivate", "zywords", "Zysecret", "0000beef", "Other Ltd"):
        assert word not in done.stdout, word


def test_a_duplicate_of_what_is_private_is_not_told(tmp_path: Path) -> None:
    folder = committed(tmp_path / "repository", {OLD: debrief()}, private_dir="../private")
    twin = {"debriefs/2026-11-08-twin-0000beef.md": debrief(account="Beta Ltd")}
    write(tmp_path / "private", twin, lists=False)
    changed(folder, {NEW: debrief(account="Beta Ltd")})
    assert "SB306" in run("check", cwd=folder).stdout
    assert "SB306" not in run("effect", "--base", "HEAD", cwd=folder).stdout


def test_the_audience_is_everyone_whatever_the_site_is_for(tmp_path: Path) -> None:
    folder = committed(tmp_path, {OLD: debrief()}, audience="leadership")
    changed(folder, {NEW: debrief(account="Zyqualm")})
    assert "Zyqualm" not in run("effect", "--base", "HEAD", cwd=folder).stdout
    assert "Zyqualm" in run("effect", "--base", "HEAD", "--audience", "leadership", cwd=folder).stdout


def test_two_folders_tell_the_same_as_git(tmp_path: Path) -> None:
    folder = committed(tmp_path / "after", {OLD: debrief(), NEW: debrief(account="Beta")})
    shutil.copytree(folder, tmp_path / "before")
    changed(folder, {NEW: None, OLD: debrief(value="5")})
    (tmp_path / "spare").mkdir()
    by_git = effect_of(since("HEAD", folder / "mkdocs.yml", ASKED, tmp_path / "spare"))
    assert markdown(effect_of(between(tmp_path / "before", folder, None, ASKED))) == markdown(by_git)
    contents = between(tmp_path / "before" / "content", folder / "content", None, ASKED)
    assert markdown(effect_of(contents)) == markdown(by_git)


def test_each_side_has_the_settings_of_its_own_site_file(tmp_path: Path) -> None:
    folder = committed(tmp_path, {OLD: debrief()})
    path = folder / "mkdocs.yml"
    path.write_text(path.read_text(encoding="utf-8").replace("as_of:", "period: quarter\n    as_of:"), encoding="utf-8")
    (tmp_path / "spare").mkdir()
    effect = effect_of(since("HEAD", path, ASKED, tmp_path / "spare"))
    assert (effect.before.front, effect.after.front) == ("2026-11", "2026-Q4")


def test_content_that_moved_to_another_folder_is_the_same_content(tmp_path: Path) -> None:
    folder = committed(tmp_path, {OLD: debrief()})
    (folder / "content").rename(folder / "matter")
    path = folder / "mkdocs.yml"
    path.write_text(path.read_text(encoding="utf-8").replace("content/pages", "matter/pages"), encoding="utf-8")
    (tmp_path / "spare").mkdir()
    effect = effect_of(since("HEAD", path, ASKED, tmp_path / "spare"))
    assert (effect.files, effect.items) == ((), ())


def test_the_branch_is_compared_with_where_it_left_the_base(tmp_path: Path) -> None:
    folder = committed(tmp_path, {OLD: debrief()})
    git(folder, "checkout", "-qb", "branch")
    git(folder, "checkout", "-q", "main")
    changed(folder, {"debriefs/2026-11-07-main-33333333.md": debrief(account="Main")})
    git(folder, "add", "-A")
    git(folder, "commit", "-qm", "Meanwhile")
    git(folder, "checkout", "-q", "branch")
    changed(folder, {NEW: debrief(account="Beta")})
    (tmp_path / "spare").mkdir()
    effect = effect_of(since("main", folder / "mkdocs.yml", ASKED, tmp_path / "spare"))
    assert [item.id for item in effect.items] == ["7f3c9a10"]


def test_the_working_tree_the_index_and_the_branch_stay_as_they_are(tmp_path: Path) -> None:
    folder = changed(committed(tmp_path, {OLD: debrief()}), {NEW: debrief(account="Beta"), OLD: None})
    before = (
        git(folder, "status", "--porcelain"),
        (folder / ".git/index").read_bytes(),
        git(folder, "rev-parse", "HEAD"),
    )
    assert run("effect", "--base", "HEAD", cwd=folder).returncode == 0
    shutil.rmtree(folder / ".bulletin", ignore_errors=True)
    after = git(folder, "status", "--porcelain"), (folder / ".git/index").read_bytes(), git(folder, "rev-parse", "HEAD")
    assert after == before


def test_many_versions_side_by_side_tell_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = write(tmp_path / "before", {OLD: debrief()})
    after = write(tmp_path / "after", {OLD: debrief(), NEW: debrief(account="Beta")})
    ends = Ends(settings_of(before), settings_of(after))
    alone = markdown(effect_of(ends))
    monkeypatch.setattr("builder.changes.effect.FEW", 0)
    monkeypatch.setattr("builder.changes.effect.processors", lambda: 2)
    assert markdown(effect_of(ends)) == alone


def refused(folder: Path, *arguments: str, **more: Any) -> str:
    """The one sentence with which the command is refused."""
    done = run("effect", *arguments, cwd=folder, **more)
    assert (done.returncode, done.stdout) == (2, ""), done.stdout
    assert len(done.stderr.splitlines()) == 1, done.stderr
    return done.stderr


def test_what_cannot_be_compared_is_refused_with_what_to_do(tmp_path: Path) -> None:
    folder = committed(tmp_path / "one", {OLD: debrief()})
    assert "git fetch origin nowhere" in refused(folder, "--base", "origin/nowhere")
    assert "--base REV" in refused(folder)
    assert "--base REV" in refused(folder, "--from", "content")
    assert "is not a folder" in refused(folder, "--from", "nowhere", "--to", "content")
    assert "holds no bulletin" in refused(folder, "--from", ".git", "--to", "content")
    loose = repository(tmp_path / "two", {**LISTS, OLD: debrief()})
    assert "--from and --to" in refused(loose, "--base", "HEAD", env={"GIT_CEILING_DIRECTORIES": str(tmp_path)})
    assert "Git is not installed" in refused(folder, "--base", "HEAD", env={"PATH": str(tmp_path)})


def test_a_base_without_a_bulletin_is_refused(tmp_path: Path) -> None:
    tmp_path.joinpath("README").write_text("Nothing yet.\n", encoding="utf-8")
    git(tmp_path, "init", "-q")
    git(tmp_path, "add", "-A")
    git(tmp_path, "commit", "-qm", "Empty")
    repository(tmp_path, {**LISTS, OLD: debrief()})
    assert "HEAD has no bulletin in content" in refused(tmp_path, "--base", "HEAD")


def test_a_shallow_clone_is_told_what_to_fetch(tmp_path: Path) -> None:
    origin = committed(tmp_path / "origin", {OLD: debrief()})
    changed(origin, {NEW: debrief(account="Beta")})
    git(origin, "add", "-A")
    git(origin, "commit", "-qm", "After")
    first = git(origin, "rev-parse", "HEAD^").strip()
    git(tmp_path, "clone", "-q", "--depth", "1", origin.as_uri(), "clone")
    assert "fetch-depth: 0" in refused(tmp_path / "clone", "--base", first)
    git(tmp_path / "clone", "fetch", "-q", "--depth", "1", "origin", "HEAD")
    git(tmp_path / "clone", "fetch", "-q", "--unshallow", "origin")
    assert run("effect", "--base", first, cwd=tmp_path / "clone").returncode == 0


def test_an_option_is_no_revision(tmp_path: Path) -> None:
    folder = committed(tmp_path, {OLD: debrief()})
    assert "is not a revision" in refused(folder, "--base=--all")


def test_links_of_another_revision_are_not_followed(tmp_path: Path) -> None:
    folder = committed(tmp_path / "one", {OLD: debrief()})
    (tmp_path / "outside.md").write_text(debrief(account="Outside"), encoding="utf-8")
    (folder / "content" / NEW).symlink_to(tmp_path / "outside.md")
    git(folder, "add", "-A")
    git(folder, "commit", "-qm", "A link")
    (folder / "content" / NEW).unlink()
    (tmp_path / "spare").mkdir()
    ends = since("HEAD", folder / "mkdocs.yml", ASKED, tmp_path / "spare")
    assert effect_of(ends).items == ()
    assert not [path for path in (tmp_path / "spare").rglob("*") if path.is_symlink()]


def test_a_folder_that_cannot_be_content_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BulletinError, match="neither themes"):
        between(tmp_path, tmp_path, None, ASKED)
