"""Hypothesis without deadlines and without chance: the same examples on every machine; and what all tests share."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests.shared import Shared
from tests.site.support import Site, build, copy_of_sample

settings.register_profile(
    "ci",
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
settings.load_profile("ci")


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Shared:
    """What is made once in a run: below the folder of all workers, where there are several."""
    base = tmp_path_factory.getbasetemp()
    return Shared((base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "shared")


@pytest.fixture(scope="session")
def sample(shared: Shared) -> Path:
    """A copy of the sample's repository that no test changes."""
    return shared.folder("sample", copy_of_sample)


def built(shared: Shared, sample: Path, audience: str) -> Site:
    """The sample's site for an audience, built once in a run."""
    folder = shared.folder(audience, lambda target: build(sample, target, "--audience", audience))
    return Site(folder, sample, audience)


@pytest.fixture(scope="session")
def everyone(shared: Shared, sample: Path) -> Site:
    """The sample as everyone reads it."""
    return built(shared, sample, "everyone")


@pytest.fixture(scope="session")
def leadership(shared: Shared, sample: Path) -> Site:
    """The sample as leadership reads it."""
    return built(shared, sample, "leadership")
