"""The sample's site, for each audience in turn."""

from __future__ import annotations

import pytest

from tests.site.support import Site


@pytest.fixture(scope="session", params=["everyone", "leadership"])
def site(request: pytest.FixtureRequest) -> Site:
    """The sample for each audience in turn."""
    built = request.getfixturevalue(request.param)
    assert isinstance(built, Site)
    return built
