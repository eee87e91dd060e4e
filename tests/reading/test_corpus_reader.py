"""What is found on disk: links, names, endings, folders; made here, as some file systems refuse them."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from builder.diagnostics import Diagnostic
from builder.reading.codes import CODES
from builder.reading.content_files import walk
from builder.reading.corpus import Corpus
from builder.reading.corpus_reader import read_bytes
from builder.reading.file_state import FileState
from builder.support.errors import BulletinError
from tests.support import codes, debrief, places, read, write

DAY = "debriefs/2026-11-05"


def tree(root: Path, *names: str) -> Corpus:
    """A corpus with a valid debrief of another account under each name."""
    files = {name: debrief(account=f"Account {number} Ltd") for number, name in enumerate(names)}
    return read(write(root, files))


def test_a_plain_tree_has_nothing_to_tell(tmp_path: Path) -> None:
    corpus = tree(tmp_path, f"{DAY}-acme-00000001.md", f"{DAY}-zeta-00000002.md")
    assert corpus.diagnostics == ()
    assert set(corpus.states.values()) == {FileState.PUBLISHED}


@pytest.mark.parametrize(
    "name",
    ["two words", 'it\'s "quoted"', "emoji-🙈", "dots..", "..", "-", "Ünï", "a&b;c|d", "$HOME", "%2e%2e", "x" * 220],
)
def test_odd_names_are_read_and_told_only_about_their_digits(tmp_path: Path, name: str) -> None:
    corpus = tree(tmp_path, f"{DAY}-{name}.md")
    assert places(corpus.diagnostics) == [(f"{DAY}-{name}.md", 1, 1, "SB220")]
    suggestion = corpus.diagnostics[0].suggestion
    assert suggestion.endswith(f"-{corpus.debriefs[0].id}")
    assert len(suggestion.encode()) < 250


def test_with_digits_odd_names_are_fine(tmp_path: Path) -> None:
    corpus = tree(tmp_path, f"{DAY}-two words 🙈-00000001.md", f"{DAY}-..-00000002.md", f"{DAY}-00000003.md")
    assert corpus.diagnostics == ()
    assert [item.id for item in corpus.debriefs] == ["00000002", "00000003", "00000001"]


def test_a_name_of_a_date_alone_has_an_id_made_for_it(tmp_path: Path) -> None:
    corpus = tree(tmp_path, f"{DAY}.md")
    assert codes(corpus.diagnostics) == ["SB220"]
    assert len(corpus.debriefs) == 1


def test_a_name_of_255_bytes_is_read(tmp_path: Path) -> None:
    name = f"2026-11-05-{'x' * (255 - len('2026-11-05--00000001.md'))}-00000001.md"
    assert len(name.encode()) == 255
    assert tree(tmp_path, f"debriefs/{name}").diagnostics == ()


def test_names_with_control_characters_or_foreign_bytes_are_escaped_wherever_printed(tmp_path: Path) -> None:
    write(tmp_path, {f"{DAY}-line\nbreak.md": debrief()})
    target = os.fsencode(tmp_path / "debriefs") + b"/2026-11-06-caf\xe9-00000009.md"
    try:
        with open(target, "wb") as handle:
            handle.write(debrief(account="Zeta").encode())
    except OSError:
        pytest.skip("this file system wants UTF-8 names")
    corpus = read(tmp_path)
    assert places(corpus.diagnostics) == [(f"{DAY}-line\\x0abreak.md", 1, 1, "SB220")]
    assert [item.path for item in corpus.debriefs] == [
        f"{DAY}-line\\x0abreak.md",
        "debriefs/2026-11-06-caf\\xe9-00000009.md",
    ]
    for fault in corpus.diagnostics:
        assert (fault.path + fault.message + fault.suggestion).isprintable()


def test_two_names_that_print_alike_stay_two_files(tmp_path: Path) -> None:
    corpus = tree(tmp_path, f"{DAY}-a\x01-00000001.md", f"{DAY}-a\\x01-00000001.md")
    assert len(corpus.states) == 2 + 3
    assert codes(corpus.diagnostics) == ["SB307"]


@pytest.mark.parametrize(
    ("name", "suggestion"),
    [
        ("2026-11-05-acme-00000001.yaml.txt", "2026-11-05-acme-00000001.yaml"),
        ("2026-11-05-acme-00000001.md.txt", "2026-11-05-acme-00000001.md"),
        ("2026-11-05-acme-00000001.MD", "2026-11-05-acme-00000001.md"),
        ("2026-11-05-acme-00000001.Yml", "2026-11-05-acme-00000001.yml"),
        ("2026-11-05-acme-00000001.rst", "2026-11-05-acme-00000001.md"),
        ("2026-11-05-v1.2-00000001.docx", "2026-11-05-v1.2-00000001.md"),
        ("2026-11-05-acme-00000001", "2026-11-05-acme-00000001.md"),
        ("2026-11-05-acme-00000001.markdown", "2026-11-05-acme-00000001.md"),
    ],
)
def test_an_ending_that_is_not_read_is_told_with_the_name_to_take(tmp_path: Path, name: str, suggestion: str) -> None:
    corpus = tree(tmp_path, f"debriefs/{name}")
    allowed = ".md or .yml or .yaml"
    assert corpus.diagnostics == (
        Diagnostic(f"debriefs/{name}", 1, 1, CODES["SB007"], f"the ending of {name!r}", allowed, suggestion),
    )


def test_kinds_without_text_are_offered_yaml(tmp_path: Path) -> None:
    corpus = tree(tmp_path, "promises/sso.txt", "responses/2026-11-05-x.yml")
    assert [(fault.code.id, fault.suggestion) for fault in corpus.diagnostics] == [
        ("SB007", "sso.yml"),
        ("SB007", "2026-11-05-x.md"),
    ]


@pytest.mark.parametrize("name", [".hidden.md", ".DS_Store", "backup.md~"])
def test_hidden_files_and_backups_of_editors_are_no_content(tmp_path: Path, name: str) -> None:
    assert len(tree(tmp_path, f"debriefs/{name}").states) == 3


@pytest.mark.parametrize(
    ("name", "suggestion"),
    [
        ("themes.yaml", "themes.yml"),
        ("Roster.yml", "roster.yml"),
        ("closed-deals.csv", "closed_deals.csv"),
        ("catalog.yml.txt", "catalog.yml"),
        ("claim.yml", "claims.yml"),
    ],
)
def test_a_list_under_a_wrong_name_is_told(tmp_path: Path, name: str, suggestion: str) -> None:
    corpus = tree(tmp_path, name)
    assert [(fault.path, fault.code.id, fault.suggestion) for fault in corpus.diagnostics] == [
        (name, "SB018", suggestion)
    ]


def test_a_wrong_name_for_themes_is_one_fault_not_one_for_every_debrief(tmp_path: Path) -> None:
    write(tmp_path, {"themes.yaml": "[]", f"{DAY}-00000001.md": debrief(), "roster.yaml": "[]"}, lists=False)
    corpus = read(tmp_path)
    assert [(fault.path, fault.code.id) for fault in corpus.diagnostics] == [
        ("roster.yaml", "SB018"),
        ("themes.yaml", "SB018"),
    ]
    assert (corpus.themes, corpus.roster) == (None, None)
    assert len(corpus.debriefs) == 1


@pytest.mark.parametrize("content", [None, "- {id: pricing", "x", b"\xff\xfe"])
def test_lists_that_cannot_be_read_at_all_condemn_no_debrief(tmp_path: Path, content: str | bytes | None) -> None:
    write(tmp_path, {f"{DAY}-00000001.md": debrief()}, lists=False)
    for name in ("themes.yml", "roster.yml"):
        if content is None:
            (tmp_path / name).mkdir()
        else:
            write(tmp_path, {name: content}, lists=False)
    corpus = read(tmp_path)
    assert {fault.path for fault in corpus.diagnostics} == {"themes.yml", "roster.yml"}
    assert len(corpus.diagnostics) == 2
    assert [item.id for item in corpus.debriefs] == ["00000001"]


@pytest.mark.parametrize("name", ["debrief", "Debriefs", "promise", "initiative"])
def test_a_folder_under_a_wrong_name_is_told(tmp_path: Path, name: str) -> None:
    corpus = tree(tmp_path, f"{name}/2026-11-05-acme-00000001.md")
    assert places(corpus.diagnostics) == [(name, 1, 1, "SB018")]


def test_other_names_at_the_root_are_no_content(tmp_path: Path) -> None:
    assert len(tree(tmp_path, "pages/index.md", "drafts/x.md", "README.md", "notes/x.md").states) == 3


def test_a_file_where_a_folder_belongs_is_told(tmp_path: Path) -> None:
    write(tmp_path, {"debriefs": "text"})
    assert places(read(tmp_path).diagnostics) == [("debriefs", 1, 1, "SB001")]


def test_a_folder_named_like_a_file_is_told(tmp_path: Path) -> None:
    (write(tmp_path, {}) / f"{DAY}-acme-00000001.md").mkdir(parents=True)
    (tmp_path / "catalog.yml").unlink()
    (tmp_path / "catalog.yml").mkdir()
    assert places(read(tmp_path).diagnostics) == [
        ("catalog.yml", 1, 1, "SB001"),
        (f"{DAY}-acme-00000001.md", 1, 1, "SB001"),
    ]


def test_names_that_differ_only_in_case_are_told(tmp_path: Path) -> None:
    names = (f"{DAY}-acme-00000001.md", f"{DAY}-ACME-00000001.md")
    write(tmp_path, dict.fromkeys(names, debrief()))
    if len(list((tmp_path / "debriefs").iterdir())) == 1:
        pytest.skip("this file system ignores case")
    corpus = read(tmp_path)
    message = f"differs only in case from {DAY}-ACME-00000001.md"
    assert corpus.diagnostics == (Diagnostic(names[0], 1, 1, CODES["SB010"], message, "another name"),)


def link(path: Path, target: Path | str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        path.symlink_to(target)
    except OSError:
        pytest.skip("this file system has no links")


def test_links_out_of_the_tree_are_refused(tmp_path: Path) -> None:
    outside = write(tmp_path / "outside", {"secret.md": debrief()})
    root = write(tmp_path / "content", {"debriefs/2026-11-04-good-00000009.md": debrief()})
    link(root / f"{DAY}-out-00000001.md", outside / "secret.md")
    link(root / f"{DAY}-up-00000002.md", "../../outside/secret.md")
    link(root / "debriefs/2025", outside)
    link(root / "claims.yml", outside / "secret.md")
    corpus = read(root)
    assert places(corpus.diagnostics) == [
        ("claims.yml", 1, 1, "SB008"),
        ("debriefs/2025", 1, 1, "SB008"),
        (f"{DAY}-out-00000001.md", 1, 1, "SB008"),
        (f"{DAY}-up-00000002.md", 1, 1, "SB008"),
    ]
    assert [item.id for item in corpus.debriefs] == ["00000009"]


def test_a_link_within_the_tree_is_read(tmp_path: Path) -> None:
    root = write(tmp_path, {"debriefs/2026-11-04-good-00000009.md": debrief()})
    link(root / f"{DAY}-in-00000001.md", "2026-11-04-good-00000009.md")
    assert codes(read(root).diagnostics) == ["SB306"]


def test_links_that_lead_nowhere_or_in_a_circle_are_told(tmp_path: Path) -> None:
    root = write(tmp_path, {})
    link(root / f"{DAY}-broken-00000001.md", "nowhere.md")
    link(root / f"{DAY}-circle-00000002.md", "2026-11-05-circle-00000002.md")
    link(root / "debriefs/circle", "circle")
    link(root / "promises", "promises")
    corpus = read(root)
    assert [(fault.path, fault.code.id) for fault in corpus.diagnostics] == [
        (f"{DAY}-broken-00000001.md", "SB001"),
        (f"{DAY}-circle-00000002.md", "SB001"),
        ("debriefs/circle", "SB007"),
        ("promises", "SB008"),
    ]


def test_a_file_that_cannot_be_opened_is_told(tmp_path: Path) -> None:
    root = write(tmp_path, {f"{DAY}-acme-00000001.md": debrief()})
    path = root / f"{DAY}-acme-00000001.md"
    path.chmod(0)
    if os.access(path, os.R_OK):
        path.unlink()
        link(path, "nowhere.md")
    corpus = read(root)
    assert places(corpus.diagnostics) == [(f"{DAY}-acme-00000001.md", 1, 1, "SB001")]


def test_a_file_that_vanishes_while_being_read_is_told(tmp_path: Path) -> None:
    root = write(tmp_path, {f"{DAY}-acme-00000001.md": debrief()})
    file = next(file for file in walk(root) if file.kind == "debrief")
    Path(file.absolute).unlink()
    fault = read_bytes(file)
    assert isinstance(fault, Diagnostic)
    assert (fault.path, fault.code.id) == (file.path, "SB001")


def test_a_content_folder_that_is_not_there_is_no_fault_of_content(tmp_path: Path) -> None:
    with pytest.raises(BulletinError, match="content_dir"):
        read(tmp_path / "nowhere")


def test_a_second_list_in_the_private_folder_is_told_and_the_first_is_read(tmp_path: Path) -> None:
    root = write(tmp_path / "content", {})
    private = write(tmp_path / "private", {"roster.yml": "- {handle: eve, name: Eve}"}, lists=False)
    corpus = read(root, private_dir=private)
    assert [(fault.path, fault.code.id, fault.private) for fault in corpus.diagnostics] == [
        ("roster.yml", "SB314", True)
    ]
    assert "eve" not in [member.handle for member in corpus.roster or ()]
    assert sum(state is FileState.SET_ASIDE for state in corpus.states.values()) == 1


@pytest.mark.parametrize("damage", [b"", b"[", b"[1, {}]", b"\xff", b'["x", {"a": [1]}]'])
def test_a_damaged_cache_is_ignored(tmp_path: Path, damage: bytes) -> None:
    root, cache = write(tmp_path / "content", {f"{DAY}-acme-00000001.md": debrief()}), tmp_path / "cache"
    first = read(root, cache_dir=cache)
    (cache / "readings.json").write_bytes(damage)
    assert read(root, cache_dir=cache) == first == read(root, cache_dir=cache)


def test_the_cache_notices_every_edit(tmp_path: Path) -> None:
    root, cache = write(tmp_path / "content", {f"{DAY}-acme-00000001.md": debrief()}), tmp_path / "cache"
    read(root, cache_dir=cache)
    write(root, {f"{DAY}-acme-00000001.md": debrief(outcome="won ")})
    assert read(root, cache_dir=cache) == read(root)
