"""The hooks for pre-commit: their form, which files they take, and what they say of them."""

from __future__ import annotations

import json
import re
import shlex
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.site.support import copy_of_sample, files_of, run, tool
from tests.skeleton.own import ROOT
from tests.skeleton.support import load

MANIFEST = ".pre-commit-hooks.yaml"
HOOKS: dict[str, dict[str, Any]] = {hook["id"]: hook for hook in load((ROOT / MANIFEST).read_text(encoding="utf-8"))}
BROKEN = "content/debriefs/2026/2026-11-05-broken-0000abcd.md"


def test_the_manifest_is_valid(tmp_path: Path) -> None:
    command = [tool("pre-commit"), "validate-manifest", str(ROOT / MANIFEST)]
    env = {"PATH": str(Path(tool("python")).parent), "HOME": str(tmp_path), "PRE_COMMIT_HOME": str(tmp_path)}
    done = subprocess.run(command, cwd=tmp_path, env=env, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample without the file that it shows as set aside."""
    folder = copy_of_sample(tmp_path_factory.mktemp("hooks") / "repository")
    found = json.loads(run("check", "--format", "json", cwd=folder).stdout)
    for path in {fault["path"] for fault in found if fault["severity"] == "error"}:
        (folder / path).unlink()
    return folder


def taken(hook: dict[str, Any], folder: Path) -> list[str]:
    """The files of a repository that pre-commit would hand to the hook."""
    paths = [path.relative_to(folder).as_posix() for path in sorted(folder.rglob("*")) if path.is_file()]
    return [path for path in paths if re.search(hook["files"], path)]


def said(hook: dict[str, Any], folder: Path, paths: list[str]) -> subprocess.CompletedProcess[str]:
    """What the hook says of these files, or of all."""
    command, *arguments = shlex.split(hook["entry"])
    return run(*arguments, *(paths if hook.get("pass_filenames", True) else []), cwd=folder, command=command)


@pytest.mark.parametrize("id", HOOKS)
def test_the_sample_passes(id: str, sample: Path) -> None:
    done = said(HOOKS[id], sample, taken(HOOKS[id], sample))
    assert done.returncode == 0, done.stdout + done.stderr
    assert "0 errors" in done.stdout


@pytest.mark.parametrize("id", HOOKS)
def test_a_broken_file_fails(id: str, tmp_path: Path) -> None:
    folder = copy_of_sample(tmp_path / "repository")
    (folder / BROKEN).write_text("---\noutcome: lots\n---\n", encoding="utf-8")
    assert BROKEN in taken(HOOKS[id], folder)
    done = said(HOOKS[id], folder, [BROKEN])
    assert done.returncode == 1
    assert BROKEN in done.stdout


def test_a_file_with_a_wrong_ending_is_taken_too(tmp_path: Path) -> None:
    hook = HOOKS["bulletin-check"]
    folder = copy_of_sample(tmp_path / "repository")
    path = "content/debriefs/2026/2026-11-05-near-0000abcd.yaml.txt"
    (folder / path).write_text("outcome: lost\n", encoding="utf-8")
    assert path in taken(hook, folder)
    assert said(hook, folder, [path]).returncode == 1


def test_content_is_taken_and_pages_are_not(sample: Path) -> None:
    (sample / "README.md").write_text("Words\n", encoding="utf-8")
    found = taken(HOOKS["bulletin-check"], sample)
    assert found == [path.relative_to(sample).as_posix() for path in files_of(sample / "content")]
    assert "mkdocs.yml" in taken(HOOKS["bulletin-check-all"], sample)


def test_the_readme_names_the_hooks() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert [id for id in HOOKS if f"`{id}`" not in readme] == []
