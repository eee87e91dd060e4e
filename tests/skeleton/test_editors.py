"""Schemas and settings for editors: those of a new repository, and this one's own."""

from __future__ import annotations

import json
import re
from pathlib import Path, PurePosixPath
from typing import Any

import pytest
from jsonschema import Draft7Validator

from builder.schema import KINDS, kind_of
from builder.skeleton.editors import editor_files, editor_schema, write_schemas
from tests.golden import made_by
from tests.schema.test_kinds import BAD, GOOD
from tests.site.support import SAMPLE, run
from tests.skeleton.own import ROOT, SHARED, own_files
from tests.skeleton.support import load

SETTINGS: dict[str, list[str]] = json.loads(dict(editor_files())[".vscode/settings.json"])["yaml.schemas"]


def is_covered(path: str, places: list[str]) -> bool:
    """Whether one of the globs means this file; `**` stands for any folders, or none."""
    return any(
        re.fullmatch(re.escape(place).replace(r"/\*\*/", "/(?:.+/)?").replace(r"\*", "[^/]*"), path) for place in places
    )


def complaints(name: str, text: str) -> list[str]:
    """What an editor would underline in a YAML file of this kind."""
    found = Draft7Validator(editor_schema(KINDS[name])).iter_errors(load(text))
    return [error.message for error in found]


def test_this_repository_has_what_a_new_one_gets() -> None:
    for path, text in own_files().items():
        assert (ROOT / path).read_text(encoding="utf-8") == text, f"{path}: {made_by('skeleton')}"


def test_this_repository_has_nothing_else_of_the_kind() -> None:
    folders = [ROOT / name for name in SHARED if (ROOT / name).is_dir()]
    found = {path.relative_to(ROOT).as_posix() for folder in folders for path in folder.rglob("*") if path.is_file()}
    assert found == {path for path in own_files() if path != ".gitlab-ci.yml"}, made_by("skeleton")


def test_init_writes_and_lists_them(tmp_path: Path) -> None:
    folder = tmp_path / "new"
    listed = run("init", folder, cwd=tmp_path).stdout
    for path, text in editor_files():
        assert str(folder / path) in listed
        assert (folder / path).read_text(encoding="utf-8") == text


def test_every_file_that_the_settings_name_is_there() -> None:
    files = dict(editor_files())
    assert [path for path in SETTINGS if path.removeprefix("./") not in files] == []
    assert json.loads(files[".vscode/extensions.json"]) == {"recommendations": ["redhat.vscode-yaml"]}


@pytest.mark.parametrize("name", sorted(KINDS))
def test_a_schema_for_editors_takes_what_the_model_takes(name: str) -> None:
    schema = editor_schema(KINDS[name])
    Draft7Validator.check_schema(schema)
    assert Draft7Validator(schema).is_valid(GOOD[name])
    assert not Draft7Validator(schema).is_valid(BAD[name])


def test_an_editor_underlines_nothing_in_the_sample() -> None:
    seen = set()
    for path in sorted(SAMPLE.rglob("*.yml")):
        relative = PurePosixPath(path.relative_to(SAMPLE))
        kind = kind_of(relative)
        assert kind is not None
        seen.add(kind.name)
        assert complaints(kind.name, path.read_text(encoding="utf-8")) == [], relative
        (schema,) = (path for path, places in SETTINGS.items() if is_covered(f"content/{relative}", places))
        assert schema == f"./.schema/{kind.name}.json"
    assert seen == {"theme", "catalog", "roster", "claim", "debrief", "promise", "initiative"}


@pytest.mark.parametrize(
    ("line", "faults"),
    [
        ("opportunity: 4711", 0),
        ("account: 3", 0),
        ("rep: no", 0),
        ("value: 120000", 0),
        ("minutes: 4", 0),
        ("outcome: lots", 1),
        ("acount: Acme", 1),
        ("decided: 3 November", 1),
    ],
)
def test_a_debrief_is_underlined_where_the_check_would_complain(line: str, faults: int) -> None:
    given = {"decided": "2026-11-03", "rep": "ana", "account": "Acme", "outcome": "lost"}
    lines = [f"{key}: {value}" for key, value in given.items() if key != line.split(":")[0]]
    text = "\n".join([*lines, "repelling:", "  pricing: Dear.", line, ""])
    assert len(complaints("debrief", text)) == faults


def test_markdown_and_tables_are_left_to_the_check() -> None:
    paths = (path.relative_to(SAMPLE.parent).as_posix() for path in SAMPLE.rglob("*") if path.suffix in (".md", ".csv"))
    assert [path for path in paths for places in SETTINGS.values() if is_covered(path, places)] == []


def test_schemas_are_written_again_after_an_upgrade(tmp_path: Path) -> None:
    wanted = {path: text for path, text in editor_files() if path.startswith(".schema/")}
    done = run("schema", "--write", ".schema", cwd=tmp_path)
    assert done.stdout.split() == list(wanted)
    assert {path: (tmp_path / path).read_text(encoding="utf-8") for path in wanted} == wanted
    assert [path.name for path in write_schemas(tmp_path / "one", "theme")] == ["theme.json"]
    (tmp_path / "file").write_text("a file")
    refused: Any = run("schema", "--write", "file", cwd=tmp_path)
    assert refused.returncode == 2
    assert "cannot be written" in refused.stderr
