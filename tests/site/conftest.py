"""The sample, built once for each audience and worker."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.site.support import Site, build, copy_of_sample


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the sample's repository that no test changes."""
    return copy_of_sample(tmp_path_factory.mktemp("sample"))


@pytest.fixture(scope="session")
def everyone(sample: Path) -> Site:
    """The sample as everyone reads it."""
    return Site(build(sample, sample / "everyone", "--audience", "everyone"), sample, "everyone")


@pytest.fixture(scope="session")
def leadership(sample: Path) -> Site:
    """The sample as leadership reads it."""
    return Site(build(sample, sample / "leadership", "--audience", "leadership"), sample, "leadership")


@pytest.fixture(scope="session", params=["everyone", "leadership"])
def site(request: pytest.FixtureRequest) -> Site:
    """The sample for each audience in turn."""
    built = request.getfixturevalue(request.param)
    assert isinstance(built, Site)
    return built
