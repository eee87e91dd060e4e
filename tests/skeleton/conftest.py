"""Repositories as a runner checks them out: this one, and a new one."""

from __future__ import annotations

from pathlib import Path

import pytest

from builder.skeleton import make_repository
from tests.skeleton.support import Runner, clone, new_repository

MAKERS = {"this repository": clone, "a new repository": new_repository}


@pytest.fixture(params=MAKERS)
def runner(request: pytest.FixtureRequest, tmp_path: Path) -> Runner:
    """A machine with each of the two repositories checked out."""
    return Runner(MAKERS[request.param](tmp_path / "repository"), tmp_path / "runner")


@pytest.fixture
def api(tmp_path: Path) -> Runner:
    """A machine for the steps that check nothing out."""
    list(make_repository(tmp_path / "repository"))
    return Runner(tmp_path / "repository", tmp_path / "runner")
