"""The command that makes golden files anew knows which files those are."""

from __future__ import annotations

import pytest

from tests.golden import GOLDENS, ROOT, made_by


@pytest.mark.parametrize("name", GOLDENS)
def test_every_golden_file_named_is_there_and_its_failure_names_the_command(name: str) -> None:
    assert all(any(ROOT.glob(pattern)) for pattern in GOLDENS[name].files)
    assert f"python -m tests.golden {name}" in made_by(name)
