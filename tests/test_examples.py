"""The examples of CONTRIBUTING.md: made in a copy, they work, and touch the files that are listed and no others."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.examples.worked import NAMES, PAGE, ROOT, Example, example, written
from tests.golden import made_by

# What a change to the program needs of the repository.
COPIED = ("builder", "templates", "tests", "content", "docs", "benchmarks", "pyproject.toml", "mkdocs.yml", "README.md")
MOST = {"field": 3, "rule": 2, "figure": 3, "page": 3}


def copied(folder: Path) -> Path:
    for name in (*COPIED, "CONTRIBUTING.md", "CHANGELOG.md", "Makefile", ".schema", ".vscode", ".github"):
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, folder / name)
    shutil.copy(ROOT / ".gitlab-ci.yml", folder)
    return folder


def python(folder: Path, *arguments: str) -> None:
    line = [sys.executable, *arguments]
    environment = {**os.environ, "PYTHONPATH": str(folder), "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(line, cwd=folder, env=environment, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stdout + done.stderr


def program(root: Path) -> dict[str, bytes]:
    """The files of the program below a root."""
    found = (path for name in ("builder", "templates") for path in (root / name).rglob("*"))
    kept = (path for path in found if path.is_file() and "__pycache__" not in path.parts)
    return {str(path.relative_to(root)): path.read_bytes() for path in kept}


@pytest.mark.parametrize("name", NAMES)
def test_an_example_works_and_touches_what_is_listed(name: str, tmp_path: Path) -> None:
    one: Example = example(name)
    folder = copied(tmp_path)
    one.apply(folder)
    if one.made_anew:
        python(folder, "-m", "tests.golden", *one.made_anew)
    python(folder, "-m", "pytest", "-q", *one.checks)
    python(folder, "-m", "ruff", "check", "-q", "builder", "tests")
    here, there = program(ROOT), program(folder)
    assert {name for name in here | there if here.get(name) != there.get(name)} == set(one.files)
    assert len(one.files) <= MOST[name]


def test_the_chapter_shows_the_examples_as_they_are() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert page == written(page), made_by("documents")
    for name in NAMES:
        assert f"Files: {', '.join(f'`{file}`' for file in example(name).files)}." in " ".join(page.split())
