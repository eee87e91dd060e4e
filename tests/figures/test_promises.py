"""The figure of promises on seven of them, counted by hand."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from builder.closing import close_edition
from builder.figures.figure_row import ALL
from builder.figures.results import Results
from tests.support import build, debrief, settings_of, write

MEASURES = ("made", "kept", "overdue", "oldest", "slips", "deals", "value")


def promise(owner: str, made_on: str, due: str, status: str = "in-progress", **fields: Any) -> str:
    """A promise as a file."""
    usual = {"what": "Done.", "made_by": owner, "made_to": "{segment: mid-market}", "pursued_by": owner}
    written = {**usual, "owner": owner, "made_on": made_on, "due": due, "status": status, **fields}
    return "".join(f"{name}: {value}\n" for name, value in written.items())


# One deal is told twice, cited by three promises; another calls a promise broken, and has no value.
DEBRIEFS = {
    "debriefs/2026-10-05-a-00000001.md": debrief(decided="2026-10-04", value="100"),
    "debriefs/2026-10-06-b-00000002.md": debrief(decided="2026-10-04", value="100", rep="bo"),
    "debriefs/2026-11-05-a-00000003.md": debrief(account="Beta", value="400"),
    "debriefs/2026-11-06-a-00000004.md": debrief(account="Gamma", broken_promises="[never]"),
    "debriefs/2026-11-07-a-00000005.md": debrief(account="Delta", value="9000"),
}
PROMISES = {
    "promises/early.yml": promise(
        "product", "2026-05-01", "2026-09-30", "kept",
        kept_on="2026-09-20", evidence="Shown.", cited_by="['00000001', '00000002']",
    ),
    "promises/slow.yml": promise(
        "product", "2026-05-01", "2026-10-15", "kept", kept_on="2026-10-10", evidence="Shown.",
        cited_by="['00000001']", slips="[{from: 2026-08-31, to: 2026-10-15, why: Parts., on: 2026-09-15}]",
    ),
    "promises/never.yml": promise(
        "marketing", "2026-05-01", "2026-10-01", "broken", cited_by="['00000001', '00000003']"
    ),
    "promises/freed.yml": promise(
        "marketing", "2026-05-01", "2026-09-01", "withdrawn", agreed_by="The buyer."
    ),
    "promises/soon.yml": promise("product", "2026-05-01", "2027-01-31"),
    "promises/fresh.yml": promise("product", "2026-11-10", "2026-11-20", "pending"),
    "promises/moved.yml": promise(
        "marketing", "2026-05-01", "2026-12-01",
        slips="[{from: 2026-10-31, to: 2026-12-01, why: Parts., on: 2026-11-02}]",
    ),
}  # fmt: skip


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> Results:
    return build(write(tmp_path_factory.mktemp("seven"), {**DEBRIEFS, **PROMISES})).record


def row(record: Results, edition: str, **keys: str) -> tuple[Any, ...]:
    """k, n and every measure of one cell."""
    found = record.find("promises", edition, **keys)
    assert found is not None
    return (found.k, found.n, *map(found.measure, MEASURES))


def test_all_of_them_on_the_date_of_the_data(record: Results) -> None:
    # On 21 November: early, slow, never, fresh and moved were due by their first dates, and early kept its own.
    # never is overdue for 30 days of October and 21 of November, fresh for one; moved has a date to come.
    # Three deals cite them: 100 once, 400, and one of unknown value.
    assert row(record, ALL) == (1, 5, 7, 2, 2, 51, 2, 3, 500)


def test_the_range_is_wilson_s(record: Results) -> None:
    # p = 0.2, n = 5, z² = 3.8415: (0.2 + 0.38415 ± 1.96 √(0.032 + 0.0384146)) ÷ 1.76829 = 0.33034 ± 0.29412.
    total = record.find("promises", ALL)
    assert total is not None
    assert [total.low, total.high] == pytest.approx([0.03622, 0.62446], abs=1e-5)
    owner = record.find("promises", ALL, owner="product")
    assert owner is not None
    assert (owner.low, owner.high) == (None, None)


def test_each_owner_s_own(record: Results) -> None:
    # product: early, slow and fresh due, soon not yet; one deal cites two of its promises and counts once.
    assert row(record, ALL, owner="product") == (1, 3, 4, 2, 1, 1, 1, 1, 100)
    # marketing: never and moved due, freed released; all three deals cite never.
    assert row(record, ALL, owner="marketing") == (0, 2, 3, 0, 1, 51, 1, 3, 500)
    owners = {one.key("owner") for one in record.rows("promises", ALL)} - {""}
    assert owners == {"product", "marketing"}


def test_each_promise_s_own(record: Results) -> None:
    assert row(record, ALL, promise="early") == (1, 1, 1, 1, 0, None, 0, 1, 100)
    assert row(record, ALL, promise="slow") == (0, 1, 1, 1, 0, None, 1, 1, 100)
    assert row(record, ALL, promise="never") == (0, 1, 1, 0, 1, 51, 0, 3, 500)
    assert row(record, ALL, promise="freed") == (0, 0, 1, 0, 0, None, 0, 0, None)
    assert row(record, ALL, promise="soon") == (0, 0, 1, 0, 0, None, 0, 0, None)
    assert row(record, ALL, promise="fresh") == (0, 1, 1, 0, 1, 1, 0, 0, None)
    assert row(record, ALL, promise="moved") == (0, 1, 1, 0, 0, None, 1, 0, None)


def test_the_debriefs_behind_a_promise_are_those_that_it_cites_and_those_that_name_it(record: Results) -> None:
    behind = {one.key("promise"): set(one.debriefs or ()) for one in record.rows("promises", ALL) if one.key("promise")}
    assert behind["early"] == {"00000001", "00000002"}
    assert behind["never"] == {"00000001", "00000003", "00000004"}
    assert behind["soon"] == set()


def test_an_edition_tells_how_they_stood_at_its_end(record: Results) -> None:
    # On 31 October: fresh was not made; moved was due on that very day and had not moved; the deals of November
    # were not there. never: 30 days.
    assert row(record, "2026-10") == (1, 3, 6, 2, 1, 30, 1, 1, 100)
    assert row(record, "2026-10", promise="moved") == (0, 0, 1, 0, 0, None, 0, 0, None)
    assert record.find("promises", "2026-10", promise="fresh") is None
    # On the last day of an open edition that has not ended, the date of the data counts: 21 November.
    assert row(record, "2026-11")[:6] == (1, 5, 7, 2, 2, 51)


def closed(folder: Path, files: Mapping[str, str]) -> Path:
    """The tree with October closed on 4 November."""
    close_edition(settings_of(write(folder, files), as_of=dt.date(2026, 11, 4)), "2026-10")
    return folder


def test_a_closed_edition_keeps_what_it_printed(tmp_path: Path) -> None:
    folder = closed(tmp_path, {**DEBRIEFS, **PROMISES})
    # Its figures are those of the day of its closing, 4 November: 34 days after 1 October.
    # The first date of moved had passed by then, and it had moved.
    assert row(build(folder).record, "2026-10") == (1, 4, 6, 2, 1, 34, 2, 1, 100)
    # What is written into the file afterwards changes the present, and not what was printed.
    kept = promise("marketing", "2026-05-01", "2026-10-01", "kept", kept_on="2026-10-01", evidence="Shown.")
    again = build(write(folder, {"promises/never.yml": kept})).record
    assert row(again, "2026-10") == (1, 4, 6, 2, 1, 34, 2, 1, 100)
    # never was kept on the day on which it was due; fresh alone is overdue.
    assert row(again, ALL)[:6] == (2, 5, 7, 3, 1, 1)


def test_a_promise_that_an_edition_printed_does_not_vanish_with_its_file(tmp_path: Path) -> None:
    folder = closed(tmp_path, {**DEBRIEFS, **PROMISES})
    assert build(folder).ledger.lost == ()
    (folder / "promises" / "soon.yml").unlink()
    # fresh was made after the closing: no edition printed it, and it is not missed.
    (folder / "promises" / "fresh.yml").unlink()
    assert build(folder).ledger.lost == ("soon",)
