"""Repositories as a runner checks them out: this one, and a new one."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from builder.skeleton import make_repository
from tests.shared import Shared
from tests.skeleton.support import Runner, clone, new_repository

MAKERS = {"this repository": clone, "a new repository": new_repository}


@pytest.fixture(scope="session", params=MAKERS)
def checkout(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Each of the two repositories, checked out once."""
    made: Path = MAKERS[request.param](tmp_path_factory.mktemp("checkout") / "repository")
    return made


@pytest.fixture
def runner(checkout: Path, tmp_path: Path) -> Runner:
    """A machine with a copy of a checkout that nobody has touched."""
    return Runner(Path(shutil.copytree(checkout, tmp_path / "repository", symlinks=True)), tmp_path / "runner")


@pytest.fixture(scope="session")
def fresh(shared: Shared) -> Path:
    """A new repository as `init` writes it."""
    return shared.folder("fresh", lambda folder: list(make_repository(folder)))


@pytest.fixture
def api(fresh: Path, tmp_path: Path) -> Runner:
    """A machine for the steps that check nothing out."""
    return Runner(Path(shutil.copytree(fresh, tmp_path / "repository")), tmp_path / "runner")
