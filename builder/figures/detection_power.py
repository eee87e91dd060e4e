"""What the bulletin is able to see: the simulation's findings, as `python -m benchmarks.power` wrote them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from importlib import resources

FILE = "detection_power.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Power:
    """Of 100 editions: `found` for each true change (from, to) how many call it, by `sizes` of deals in a window.

    `false_alarms` is the largest number of 100 that say “up” or “down” where nothing changes.
    """

    themes: int
    editions: int
    false_alarms: float
    sizes: tuple[int, ...]
    found: tuple[tuple[tuple[float, float], tuple[int, ...]], ...]


def _load() -> Power:
    matter = json.loads(resources.files("builder.figures").joinpath(FILE).read_text(encoding="utf-8"))
    found = tuple(((row["from"], row["to"]), tuple(row["found"])) for row in matter["changes"])
    plain = {name: matter[name] for name in ("themes", "editions", "false_alarms")}
    return Power(**plain, sizes=tuple(matter["sizes"]), found=found)


POWER = _load()
