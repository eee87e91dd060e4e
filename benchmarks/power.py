"""Simulates editions and writes what the method page says about false alarms and power.

python -m benchmarks.power [--editions N]
"""

from __future__ import annotations

import argparse
import json
from itertools import product
from pathlib import Path

from builder.figures import detection_power as findings
from builder.figures.simulation import WINDOW, Company, false_alarms, power

SEED = 20_261_121
SIZES = (10, 20, 40, 80, 160)
CHANGES = ((0.1, 0.2), (0.1, 0.3), (0.1, 0.5), (0.3, 0.5), (0.3, 0.6), (0.5, 0.2))
THEMES = (15, 25, 40)


def main() -> None:
    """Simulate and write; print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--editions", type=int, default=2_000, help="editions for each cell (default: %(default)s)")
    editions = parser.parse_args().editions
    alarms = {
        (themes, size): false_alarms(Company(themes=themes, a_month=size / WINDOW), editions, SEED)
        for themes, size in product(THEMES, SIZES)
    }
    for (themes, size), share in alarms.items():
        print(f"nothing changes, {themes} themes, {size} deals a window: {share:.3f} of {editions} editions say so")
    usual = Company()
    changes = []
    for low, high in CHANGES:
        found = []
        for size in SIZES:
            company = Company(themes=usual.themes, a_month=size / WINDOW)
            found.append(round(100 * power(company, editions, SEED, (low, high))))
        changes.append({"from": low, "to": high, "found": found})
        print(f"from {low} to {high}: {dict(zip(SIZES, found, strict=True))}")
    matter = {
        "themes": usual.themes,
        "editions": editions,
        "false_alarms": round(100 * max(alarms.values()), 1),
        "sizes": SIZES,
        "changes": changes,
    }
    target = Path(findings.__file__).with_name(findings.FILE)
    target.write_text(json.dumps(matter, indent=1) + "\n", encoding="utf-8")
    print(f"written to {target.name}")


if __name__ == "__main__":
    main()
