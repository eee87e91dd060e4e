"""The figure `bets`, counted by hand: three owners, two editions, one bet that nobody can decide."""

from __future__ import annotations

from pathlib import Path

from builder.figures.results import Results
from tests.figures.test_comparisons import months
from tests.ledger.test_bets import LATER, closed
from tests.support import build, write


def bet(owner: str, theme: str, threshold: str, by: str, more: str = "") -> str:
    terms = f"figure: prevalence, theme: {theme}, direction: down, threshold: {threshold}, by: {by}{more}"
    return f"title: A try\nowner: {owner}\nstatus: active\nproposed_on: 2026-08-02\nbet: {{{terms}}}\n"


def rows(record: Results, edition: str) -> dict[str, tuple[int, int, int]]:
    """Won, decided and undecidable, by owner; the total is under `all`."""
    return {
        row.key("owner") or "all": (row.k, row.n, row.measure("undecidable")) for row in record.rows("bets", edition)
    }


def test_bets_are_counted_by_owner_in_the_edition_that_settles_them(tmp_path: Path) -> None:
    # September: support in 1 of 5. October: support in 4 of 6, pricing in 2 of 6; no segment is known of any deal.
    counted = (
        ("2026-09", "support", 1),
        ("2026-09", "pricing", 4),
        ("2026-10", "support", 4),
        ("2026-10", "pricing", 2),
    )
    files = {
        "initiatives/a.yml": bet("product", "support", "0.2", "2026-09"),  # won: 1 of 5
        "initiatives/b.yml": bet("product", "support", "0.5", "2026-10"),  # lost: 4 of 6
        "initiatives/c.yml": bet("marketing", "pricing", "0.4", "2026-10"),  # won: 2 of 6
        "initiatives/d.yml": bet("marketing", "support", "0.5", "2026-10", ", segment: enterprise"),  # no such deal
        "initiatives/e.yml": bet("marketing", "support", "0.5", "2027-01"),  # open
    }
    root = closed(write(tmp_path, {**months(*counted), **files}), "2026-09", "2026-10")
    record = build(root, as_of=LATER).record
    assert rows(record, "2026-09") == {"all": (1, 1, 0), "product": (1, 1, 0)}
    assert rows(record, "2026-10") == {"all": (1, 2, 1), "marketing": (1, 1, 1), "product": (0, 1, 0)}
    assert rows(record, "all") == {"all": (2, 3, 1), "marketing": (1, 1, 1), "product": (1, 2, 0)}
