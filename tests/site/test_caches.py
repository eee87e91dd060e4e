"""Caches cannot lie: whatever changed, a build that remembers has the bytes of one that does not."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from builder.schema import KINDS
from tests.shared import Shared
from tests.site.chances import Chances
from tests.site.fresh import Builder
from tests.site.quay import quay
from tests.site.support import ROOT, tree

# More of them in `make bench`, and in whatever run sets it: cases of each sort.
ROUNDS = int(os.environ.get("BULLETIN_CACHE_ROUNDS", "1"))
SORTS = (*(f"content:{kind}" for kind in KINDS), "page", "setting", "setting", "template", "template", *["program"] * 3)
IN_ONE_TEST = 5


@pytest.fixture(scope="module")
def builder() -> Iterator[Builder]:
    """A process that builds."""
    with Builder() as process:
        yield process


@pytest.fixture(scope="module")
def before(shared: Shared, builder: Builder) -> Path:
    """A repository that was built, and the program that built it beside it."""

    def make(folder: Path) -> None:
        # Laid out as a wheel is.
        for source, target in (("builder", "builder"), ("templates", "builder/templates")):
            shutil.copytree(ROOT / source, folder / "program" / target)
        assert builder(quay(folder / "quay"), folder / "program") == (0, "")

    return shared.folder("caches", make)


@pytest.mark.parametrize("seed", range(-(-len(SORTS) * ROUNDS // IN_ONE_TEST)))
def test_a_warm_build_has_the_bytes_of_a_cold_one(before: Path, tmp_path: Path, builder: Builder, seed: int) -> None:
    sorts = (SORTS * ROUNDS)[seed * IN_ONE_TEST : (seed + 1) * IN_ONE_TEST]
    warm, cold, program = tmp_path / "quay", tmp_path / "cold", before / "program"
    shutil.copytree(before / "quay", warm)
    if {"template", "program"} & set(sorts):
        program = shutil.copytree(program, tmp_path / "program")
    assert builder(warm, program) == (0, "")
    chances = Chances(warm, program, seed)
    for sort in sorts:
        name, _, kind = sort.partition(":")
        printed = (warm / "site" / "index.html").read_text(encoding="utf-8") + "".join(
            path.read_text(encoding="utf-8") for path in sorted(warm.glob("site/debriefs/*/index.html"))
        )
        change = getattr(chances, f"change_{name}")(kind or printed)
        shutil.rmtree(cold, ignore_errors=True)
        shutil.copytree(warm, cold, ignore=shutil.ignore_patterns("site", ".bulletin"))
        outcome = builder(warm, program)
        assert outcome == builder(cold, program), change
        if outcome[0] == 0:
            one, other = tree(warm / "site"), tree(cold / "site")
            assert [path for path in sorted(one.keys() | other) if one.get(path) != other.get(path)] == [], change
