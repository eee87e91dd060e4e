"""The program as it is installed elsewhere: from a wheel, in an environment of its own."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import sysconfig
import venv
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from mkdocs.utils import get_theme_dir

from builder import theme
from tests.site.support import ROOT
from tests.support import debrief

FILES = ("builder", "templates", "pyproject.toml", "README.md", "LICENSE", "CHANGELOG.md")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from a copy of the sources."""
    source = tmp_path_factory.mktemp("source")
    ignored = shutil.ignore_patterns("__pycache__", "*.egg-info")
    for name in FILES:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, source / name, symlinks=True, ignore=ignored)
        else:
            shutil.copy2(ROOT / name, source / name)
    command = [
        sys.executable,
        "-m",
        "build",
        "--wheel",
        "--no-isolation",
        "--outdir",
        str(source / "dist"),
        str(source),
    ]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stdout + done.stderr
    (found,) = (source / "dist").glob("*.whl")
    return found


class Installed:
    """An environment with the wheel in it, and the libraries of the environment that runs the tests."""

    def __init__(self, folder: Path, wheel: Path) -> None:
        venv.create(folder, with_pip=False, symlinks=True)
        self.bin = folder / ("Scripts" if os.name == "nt" else "bin")
        self.python = self.bin / Path(sys.executable).name
        pip = [sys.executable, "-m", "pip", "--python", str(self.python), "--disable-pip-version-check", "install"]
        self._done([*pip, "--quiet", "--no-deps", "--no-index", str(wheel)], folder)
        where = "import sysconfig; print(sysconfig.get_path('purelib'))"
        self.packages = Path(self._done([str(self.python), "-c", where], folder).strip())
        # A path in a .pth file adds its folder only: the editable install in there stays unknown.
        (self.packages / "libraries.pth").write_text(f"{sysconfig.get_path('purelib')}\n", encoding="utf-8")

    @staticmethod
    def _done(command: list[str], folder: Path) -> str:
        env = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "PYTHONHOME")}
        done = subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, timeout=120)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def run(self, name: str, *arguments: str, folder: Path) -> str:
        """What a command of this environment prints."""
        return self._done([str(self.bin / name), *arguments], folder)

    def evaluate(self, expression: str, folder: Path) -> str:
        """What this environment's Python makes of an expression."""
        return self._done([str(self.python), "-c", f"import builder; print({expression})"], folder).strip()


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Installed:
    return Installed(tmp_path_factory.mktemp("environment") / "venv", wheel)


def test_the_wheel_holds_all_that_the_program_needs_and_nothing_else(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
        sizes = {info.filename: info.file_size for info in archive.infolist()}
    own = {name for name in names if ".dist-info/" not in name}
    assert all(name.startswith("builder/") for name in own)
    assert set(_files("builder")) == own
    for wanted in ("templates/layout.html", "templates/mkdocs_theme.yml", "figures/queries/prevalence.sql"):
        assert sizes[f"builder/{wanted}"]
    assert [name for name in own if name.endswith(".woff2")]
    assert [name for name in own if "/fonts/LICENSE" in name]
    assert "builder/skeleton/files/mkdocs.yml" in own
    assert [name for name in names if name.endswith("licenses/LICENSE")]
    assert not [name for name in names if name.split("/")[0] in ("tests", "content", "benchmarks", "docs")]


def _files(folder: str) -> Iterator[str]:
    """The sources as the wheel should have them, the templates among them."""
    for path in (ROOT / folder).rglob("*"):
        if path.is_file() and "__pycache__" not in path.parts:
            yield path.relative_to(ROOT).as_posix()
    for path in (ROOT / "templates").rglob("*"):
        if path.is_file() and "__pycache__" not in path.parts:
            yield f"builder/templates/{path.relative_to(ROOT / 'templates').as_posix()}"


def test_a_checkout_takes_the_templates_beside_it_whatever_its_installation_has_left() -> None:
    # An editable install puts a copy of the templates where the package is not.
    copy = Path(sysconfig.get_path("purelib")) / "builder" / "templates"
    assert not copy.parent.joinpath("__init__.py").exists()
    assert theme.TEMPLATES == ROOT / "templates" != copy
    assert get_theme_dir("bulletin") == str(ROOT / "templates")


def test_the_installed_program_is_the_one_that_runs(installed: Installed, tmp_path: Path) -> None:
    assert Path(installed.evaluate("builder.__file__", tmp_path)).is_relative_to(installed.packages)


def test_a_new_repository_begins_and_gets_its_front_page(installed: Installed, tmp_path: Path) -> None:
    folder = tmp_path / "new"
    installed.run("bulletin", "init", "new", folder=tmp_path)
    assert "0 errors" in installed.run("bulletin", "check", folder=folder)
    installed.run("bulletin", "build", folder=folder)
    front = folder / "site" / "index.html"
    assert "content/debriefs/" in front.read_text(encoding="utf-8")
    first = debrief("repelling:\n  onboarding: Two weeks were too long.", rep="ana")
    (folder / "content" / "debriefs" / "2026-11-05-first-11111111.md").write_text(first, encoding="utf-8")
    installed.run("bulletin", "build", "--as-of", "2026-11-20", folder=folder)
    assert "November 2026" in front.read_text(encoding="utf-8")
    assert "Two weeks were too long." in (folder / "site/debriefs/11111111/index.html").read_text(encoding="utf-8")
    assert list((folder / "site").rglob("*.woff2"))
    assert (folder / "site" / "assets" / "css" / "bulletin.css").stat().st_size > 1_000


def test_schemas_and_figures_come_with_it(installed: Installed, tmp_path: Path) -> None:
    assert "debrief" in json.loads(installed.run("bulletin", "schema", folder=tmp_path))
    assert "prevalence" in installed.run("bulletin", "figures", folder=tmp_path)
