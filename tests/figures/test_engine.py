"""What an earlier build counted is not counted again, and never wrongly."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from builder.figures.catalogue import CATALOGUE
from builder.figures.engine import Engine
from tests.figures.test_figures import DAY, FIVE
from tests.support import build, debrief, write


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the figures that are counted, as they are."""
    names: list[str] = []
    genuine = Engine._counted

    def noted(engine: Engine, figure: object) -> object:
        names.append(figure.name)  # type: ignore[attr-defined]
        return genuine(engine, figure)  # type: ignore[arg-type]

    monkeypatch.setattr(Engine, "_counted", noted)
    return names


def edited(root: Path, change: Callable[[str], str]) -> None:
    path = root / f"{DAY}-00000003.md"
    path.write_text(change(path.read_text(encoding="utf-8")), encoding="utf-8")


def test_only_figures_whose_tables_changed_are_counted_again(tmp_path: Path, counted: list[str]) -> None:
    root, cache = write(tmp_path / "content", FIVE), tmp_path / "cache"
    first = build(root, cache_dir=cache)
    assert sorted(counted) == sorted(CATALOGUE)
    counted.clear()
    edited(root, lambda text: text + "\nOne more sentence, which no figure reads.\n")
    assert build(root, cache_dir=cache).record == first.record
    assert counted == []
    edited(root, lambda text: text.replace("They like them.", "They like them.\n  support: Quick."))
    changed = build(root, cache_dir=cache).record
    # The drivers changed, not the deals: neither rates nor coverage read the drivers.
    assert "prevalence" in counted
    assert not {"win-rate", "coverage"} & set(counted)
    assert changed == build(root).record != first.record


def test_another_floor_counts_again(tmp_path: Path, counted: list[str]) -> None:
    root, cache = write(tmp_path / "content", FIVE), tmp_path / "cache"
    build(root, cache_dir=cache)
    counted.clear()
    build(root, cache_dir=cache, floor=7)
    assert sorted(counted) == sorted(CATALOGUE)


def test_a_new_name_is_masked_in_texts_that_were_searched_before(tmp_path: Path) -> None:
    files = {f"{DAY}-00000001.md": debrief("repelling:\n  support: {quote: Ask Northwind about it.}", account="Acme")}
    root, cache = write(tmp_path / "content", files), tmp_path / "cache"
    (before,) = build(root, cache_dir=cache).publication.debriefs
    assert before.drivers[0].quote == "Ask Northwind about it."
    write(root, {f"{DAY}-00000002.md": debrief(account="Northwind")}, lists=False)
    after = {one.id: one for one in build(root, cache_dir=cache).publication.debriefs}
    assert after[before.id].drivers[0].quote == "Ask [prospect] about it."
