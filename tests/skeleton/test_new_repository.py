"""A new repository trusts an address that only its owner controls, and says so where none was given."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from builder.skeleton import make_repository
from builder.support.errors import BulletinError
from tests.site.support import run

COMMIT = "git+https://code.example.com/tools/sales-bulletin@" + "0a1b2c3d" * 5
WHEEL = "https://files.example.com/sales_bulletin-1.0-py3-none-any.whl#sha256=" + "0a1b2c3d" * 8


def requirements(folder: Path) -> list[str]:
    lines = (folder / "requirements.txt").read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


@pytest.mark.parametrize("address", [COMMIT, COMMIT.replace("https", "ssh"), WHEEL])
def test_an_address_that_is_pinned_is_what_the_workflows_install(address: str, tmp_path: Path) -> None:
    list(make_repository(tmp_path / "new", address))
    assert requirements(tmp_path / "new") == [f"sales-bulletin @ {address}"]


@pytest.mark.parametrize(
    "address",
    [
        "sales-bulletin==0.1.0",
        "sales-bulletin",
        COMMIT[:-1],
        COMMIT.rpartition("@")[0],
        f"{COMMIT.rpartition('@')[0]}@main",
        COMMIT.replace("https", "http"),
        WHEEL.partition("#")[0],
        WHEEL[:-1],
        f"{COMMIT}\nother",
        f"{COMMIT} --index-url https://evil.example",
    ],
)
def test_an_address_that_pins_nothing_is_refused_and_nothing_is_written(address: str, tmp_path: Path) -> None:
    with pytest.raises(BulletinError, match="pins nothing: give"):
        list(make_repository(tmp_path / "new", address))
    assert list(tmp_path.iterdir()) == []


def test_without_an_address_init_says_so_and_no_installer_goes_on(tmp_path: Path) -> None:
    done = run("init", "new", cwd=tmp_path)
    assert done.returncode == 0
    assert "refuse until requirements.txt says where the program comes from" in done.stdout
    (line,) = requirements(tmp_path / "new")
    assert line.startswith("FILL IN: sales-bulletin @ ")
    pip = [sys.executable, "-m", "pip", "install", "--no-index", "--dry-run", "--requirement", "requirements.txt"]
    refused = subprocess.run(pip, cwd=tmp_path / "new", capture_output=True, text=True)
    assert refused.returncode != 0
    assert "Invalid requirement: 'FILL IN" in refused.stderr


def test_the_address_can_be_given_at_the_command_line(tmp_path: Path) -> None:
    assert run("init", "new", "--program", WHEEL, cwd=tmp_path).returncode == 0
    assert requirements(tmp_path / "new") == [f"sales-bulletin @ {WHEEL}"]
