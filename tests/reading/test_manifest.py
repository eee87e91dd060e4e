"""Manifests are sealed and chained: an edit, a removal, a swap or a stranger is told."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from builder.reading.file_state import FileState
from builder.reading.manifest import dump, read_manifest, seal_of
from tests.support import places, read, write


def manifest(edition: str, previous: str = "", audience: str = "everyone", **content: Any) -> tuple[str, str]:
    """The text of a manifest and its seal."""
    usual: dict[str, Any] = {
        "counted": {"0000000a": "5ea1", "0000000b": "5ea2"},
        "figures": {"win-rate": []},
        "states": {},
    }
    text = dump(edition, audience, previous, "2026-11-01", **{**usual, **content})
    return text, json.loads(text)["seal"]


def chain(*editions: str) -> dict[str, str]:
    files, before = {}, ""
    for edition in editions:
        text, before = manifest(edition, before)
        files[f"editions/{edition}.everyone.lock.json"] = text
    return files


def name(edition: str) -> str:
    return f"editions/{edition}.everyone.lock.json"


def test_what_is_written_is_read() -> None:
    text, seal = manifest("2026-10", "be4", states={"asks": {}})
    read_back, faults = read_manifest(name("2026-10"), "2026-10.everyone.lock.json", text.encode())
    assert faults == []
    assert read_back is not None
    assert (read_back.edition, read_back.audience, read_back.previous, read_back.seal) == (
        "2026-10",
        "everyone",
        "be4",
        seal,
    )
    assert (read_back.counted, read_back.figures) == ({"0000000a": "5ea1", "0000000b": "5ea2"}, {"win-rate": ()})


def test_a_counted_debrief_stands_on_a_line_of_its_own() -> None:
    lines = manifest("2026-10")[0].split("\n")
    assert "0000000a" in lines[7]
    assert "0000000b" in lines[8]


def test_a_chain_in_order_has_nothing_to_tell(tmp_path: Path) -> None:
    corpus = read(write(tmp_path, chain("2026-07", "2026-08", "2026-10")))
    assert corpus.diagnostics == ()
    assert [m.edition for m in corpus.manifests] == ["2026-07", "2026-08", "2026-10"]


def test_each_audience_has_a_chain_of_its_own(tmp_path: Path) -> None:
    other = {"editions/2026-08.leadership.lock.json": manifest("2026-08", audience="leadership")[0]}
    assert read(write(tmp_path, {**chain("2026-07", "2026-08"), **other})).diagnostics == ()


def test_an_edited_manifest_is_told_at_its_seal_and_set_aside(tmp_path: Path) -> None:
    files = chain("2026-07", "2026-08")
    files[name("2026-08")] = files[name("2026-08")].replace("5ea2", "5ea3")
    corpus = read(write(tmp_path, files))
    line = files[name("2026-08")].count("\n")
    assert places(corpus.diagnostics) == [(name("2026-08"), line - 1, 1, "SB403")]
    assert [m.edition for m in corpus.manifests] == ["2026-07"]


def test_an_edit_that_also_renews_the_seal_breaks_the_chain_behind_it(tmp_path: Path) -> None:
    files = chain("2026-07", "2026-08")
    files[name("2026-07")] = manifest("2026-07", counted={})[0]
    corpus = read(write(tmp_path, files))
    assert places(corpus.diagnostics) == [(name("2026-08"), 5, 3, "SB404")]


def test_a_removed_manifest_is_told_once_by_the_one_behind_it(tmp_path: Path) -> None:
    files = chain("2026-06", "2026-07", "2026-08", "2026-09")
    del files[name("2026-07")]
    corpus = read(write(tmp_path, files))
    assert places(corpus.diagnostics) == [(name("2026-08"), 5, 3, "SB404")]
    assert {found.path for found, state in corpus.states.items() if state is FileState.SET_ASIDE} == {name("2026-08")}


def test_the_removal_of_the_first_manifest_is_told(tmp_path: Path) -> None:
    files = chain("2026-06", "2026-07")
    del files[name("2026-06")]
    assert places(read(write(tmp_path, files)).diagnostics) == [(name("2026-07"), 5, 3, "SB404")]


def test_manifests_out_of_order_are_told(tmp_path: Path) -> None:
    later, seal = manifest("2026-08")
    earlier, _ = manifest("2026-07", seal)
    corpus = read(write(tmp_path, {name("2026-07"): earlier, name("2026-08"): later}))
    assert places(corpus.diagnostics) == [(name("2026-07"), 5, 3, "SB404"), (name("2026-08"), 5, 3, "SB404")]


def test_a_manifest_laid_out_by_another_hand_is_told_where_it_stands(tmp_path: Path) -> None:
    files = chain("2026-06", "2026-07", "2026-08")
    del files[name("2026-06")]
    files[name("2026-07")] = json.dumps(json.loads(files[name("2026-07")]))
    assert places(read(write(tmp_path, files)).diagnostics) == [(name("2026-07"), 1, 1, "SB404")]


def test_a_second_manifest_of_one_edition_in_the_private_folder_is_told_there(tmp_path: Path) -> None:
    root = write(tmp_path / "content", chain("2026-07"))
    private = write(tmp_path / "private", {name("2026-07"): manifest("2026-07", counted={})[0]}, lists=False)
    corpus = read(root, private_dir=private)
    assert [(faults.code.id, faults.private) for faults in corpus.diagnostics] == [("SB404", True)]
    aside = [found.private for found, state in corpus.states.items() if state is FileState.SET_ASIDE]
    assert aside == [True]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "not a manifest: JSONDecodeError"),
        ("[]", "not a manifest: TypeError"),
        ("{}", "not a manifest: KeyError 'edition'"),
        (manifest("2026-07")[0].replace('"format": 2', '"format": 0'), "format 0"),
        (manifest("2026-07")[0].replace('"format": 2', '"format": "2"'), "format '2'"),
        (manifest("2026-08")[0], "its name is not that of its edition and audience"),
        (
            manifest("2026-07")[0].replace('"counted": {', '"counted": [{').replace('5ea2"\n  }', '5ea2"\n  }]'),
            "not a manifest",
        ),
        ("\ufeff" + manifest("2026-07")[0], "not a manifest: JSONDecodeError"),
    ],
)
def test_what_is_not_a_manifest_is_told(text: str, message: str) -> None:
    read_back, faults = read_manifest(name("2026-07"), "2026-07.everyone.lock.json", text.encode())
    assert read_back is None
    assert [diagnostic.code.id for diagnostic in faults] == ["SB405"]
    assert faults[0].message.startswith(message)


@pytest.mark.parametrize("format", [{"format": 1}, {}])
def test_the_first_format_is_read_by_the_names_of_today(format: dict[str, int]) -> None:
    matter = json.loads(manifest("2026-07", states={"silence": {"theme a": {"owner": "b"}}, "asks": {}})[0])
    matter = {**format, **{key: value for key, value in matter.items() if key != "format"}}
    matter["seal"] = seal_of(matter)
    read_back, faults = read_manifest(name("2026-07"), "2026-07.everyone.lock.json", json.dumps(matter).encode())
    assert faults == []
    assert read_back is not None
    assert read_back.states == {"unanswered": {"theme a": {"owner": "b"}}, "asks": {}}


def test_a_later_format_asks_for_a_later_program() -> None:
    text = manifest("2026-07")[0].replace('"format": 2', '"format": 3')
    read_back, faults = read_manifest(name("2026-07"), "2026-07.everyone.lock.json", text.encode())
    assert read_back is None
    assert [(one.code.id, one.message, one.allowed) for one in faults] == [
        ("SB405", "format 3, of a later version of this program", "update the program: it reads up to 2")
    ]


def test_the_seal_covers_everything_but_itself() -> None:
    matter = json.loads(manifest("2026-07")[0])
    for key in set(matter) - {"seal"}:
        assert seal_of({**matter, key: "other"}) != matter["seal"]
    assert seal_of({**matter, "seal": "other"}) == matter["seal"]
