"""A bet can be settled, and was made before anyone could know how it ends."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from builder.closing import close_edition
from builder.diagnostics import Diagnostic
from tests.support import LISTS, debrief, read, settings_of, write

BET = {"figure": "prevalence", "theme": "contract-terms", "direction": "down", "threshold": "0.2", "by": "2026-11"}
PATH = "initiatives/terms.yml"
CLOSED = {"2026-08": dt.date(2026, 9, 2), "2026-09": dt.date(2026, 10, 2)}


def initiative(proposed: str | None = None, **changes: str | None) -> dict[str, str]:
    """An initiative with a bet; a field that is None is left out. The bet's fields begin in line 6, or 5."""
    dated = f"proposed_on: {proposed}\n" if proposed else ""
    bet = {name: value for name, value in {**BET, **changes}.items() if value is not None}
    lines = "".join(f"  {name}: {value}\n" for name, value in bet.items())
    return {PATH: f"title: Terms\nowner: product\nstatus: active\n{dated}bet:\n{lines}"}


def faults(root: Path, files: dict[str, str], **changes: Any) -> list[tuple[int, int, str, str]]:
    """Line, column, code and suggestion of every fault of the initiative."""
    found = read(write(root, files), **changes).diagnostics
    assert {fault.path for fault in found} <= {PATH}
    return [(fault.line, fault.column, fault.code.id, fault.suggestion) for fault in found]


def the_one(root: Path, files: dict[str, str], **changes: Any) -> Diagnostic:
    (fault,) = read(write(root, files), **changes).diagnostics
    return fault


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({"threshold": "0"}, []),
        ({"threshold": "1", "probability": "0.5"}, []),
        ({"threshold": "15"}, [(9, 14, "SB222", "0.15")]),
        ({"threshold": "-0.2"}, [(9, 14, "SB222", "")]),
        ({"threshold": "250"}, [(9, 14, "SB222", "")]),
        ({"probability": "62.5"}, [(11, 16, "SB222", "0.625")]),
        ({"theme": "contract-length"}, []),
        ({"theme": "contract-term"}, [(7, 10, "SB301", "contract-terms")]),
        ({"theme": None}, [(6, 11, "SB320", "")]),
        ({"figure": "win-rate"}, [(7, 3, "SB320", "")]),
        ({"figure": "coverage", "theme": None, "side": "repelling"}, [(10, 3, "SB320", "")]),
        ({"figure": "win-rate", "theme": None}, []),
        ({"segment": "enterprise"}, []),
        ({"segment": "enterprises"}, [(11, 12, "SB320", "enterprise")]),
        ({"segment": "MM"}, [(11, 12, "SB109", "mm")]),
        ({"segment": "mm"}, [(11, 12, "SB320", "mid-market")]),
    ],
)
def test_a_bet_is_on_a_cell_that_its_figure_counts(
    tmp_path: Path, changes: dict[str, str | None], found: list[tuple[int, int, str, str]]
) -> None:
    segments = "[{id: mid-market, title: Mid-market, aliases: [mm]}, {id: enterprise, title: Enterprise}]"
    lists = {"catalog.yml": f"segments: {segments}\ndepartments: [{{id: product, title: Product}}]\n"}
    # Four fields and the line `bet:` stand before those of the bet, in the order of BET.
    assert faults(tmp_path, {**lists, **initiative("2026-11-01", **changes)}) == found


def test_where_no_segments_are_listed_none_is_unknown(tmp_path: Path) -> None:
    assert faults(tmp_path, {"catalog.yml": "departments: []\n", **initiative(segment="anything")}) == []


@pytest.mark.parametrize(
    ("rhythm", "by", "guess"),
    [
        ("month", "2026-9", "2026-09"),
        ("month", "9/2026", "2026-09"),
        ("month", "2026-Q4", ""),
        ("month", "Q4 2026", ""),
        ("month", "2026-13", ""),
        ("month", "the autumn", ""),
        ("quarter", "Q4 2026", "2026-Q4"),
        ("quarter", "2026Q4", "2026-Q4"),
        ("quarter", "2026-11", ""),
        ("quarter", "2026-Q5", ""),
        ("fiscal-quarter", "2027-1", "FY2027-Q1"),
        ("fiscal-quarter", "2027-Q1", ""),
    ],
)
def test_a_bet_names_an_edition_of_the_site_s_rhythm(tmp_path: Path, rhythm: str, by: str, guess: str) -> None:
    form = {"month": "2026-11", "quarter": "2026-Q4", "fiscal-quarter": "FY2027-Q1"}[rhythm]
    fault = the_one(tmp_path, initiative(by=by), rhythm=rhythm)
    assert (fault.line, fault.column, fault.code.id, fault.suggestion) == (9, 7, "SB317", guess)
    assert fault.allowed == f"an id such as {form}"
    assert faults(tmp_path, initiative(by=form), rhythm=rhythm) == []


def month(edition: str, putting_off: int, others: int, theme: str = "contract-terms") -> dict[str, str]:
    """Losses recorded in a month, some of them for one theme, the others for support."""
    drivers = [theme] * putting_off + ["support"] * others
    return {
        f"debriefs/{edition}-05-acme-{edition[2:4]}{edition[5:]}{number:04x}.md": debrief(
            f"repelling:\n  {driver}: So they said.", account=f"{edition} {number}", decided=f"{edition}-04"
        )
        for number, driver in enumerate(drivers)
    }


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A tree whose August, 2 of 6 put off by contract terms, and September, 1 of 6, are closed."""
    write(tmp_path, {**month("2026-08", 2, 4), **month("2026-09", 1, 5)})
    for edition, day in CLOSED.items():
        close_edition(settings_of(tmp_path, as_of=day), edition)
    return tmp_path


@pytest.mark.parametrize(
    ("proposed", "threshold", "printed"),
    [
        # August (2 of 6) was closed on 2 September, and September (1 of 6) on 2 October.
        ("2026-09-01", "0.9", ""),
        ("2026-09-02", "0.3", ""),
        ("2026-09-02", "0.34", "2026-08 printed 2 of 6"),
        ("2026-10-01", "0.2", ""),
        ("2026-10-02", "0.2", "2026-09 printed 1 of 6"),
        ("2026-10-02", "0.16", ""),
        (None, "0.2", "2026-09 printed 1 of 6"),
        (None, "0.16", ""),
        ("2026-11-22", "0.2", ""),
    ],
)
def test_a_bet_is_not_won_before_it_begins(root: Path, proposed: str | None, threshold: str, printed: str) -> None:
    files = initiative(proposed, threshold=threshold)
    if not printed:
        assert faults(root, files) == []
        return
    fault = the_one(root, files)
    assert (fault.line, fault.column, fault.code.id) == (9 if proposed else 8, 14, "SB319")
    assert printed in fault.message
    assert fault.allowed == f"a fraction below {printed[16:]}"


def test_a_theme_that_nobody_named_has_fallen_already(root: Path) -> None:
    fault = the_one(root, initiative("2026-10-02", theme="pricing"))
    assert (fault.code.id, fault.message) == ("SB319", "0.2 is reached already: 2026-09 printed 0 of 6")
    assert fault.allowed == "direction: up, or another figure"
    assert faults(root, initiative("2026-10-02", theme="pricing", direction="up", side="repelling")) == []


def test_what_was_counted_nowhere_is_not_reached(root: Path) -> None:
    nowhere = initiative("2026-10-02", figure="win-rate", theme=None, segment="enterprise", threshold="0.5")
    assert faults(root, nowhere) == []


def test_a_bet_is_compared_with_what_its_own_readers_were_shown(tmp_path: Path) -> None:
    root, private = tmp_path / "content", tmp_path / "private"
    write(root, month("2026-08", 1, 5))
    # Three more losses of August, all put off by contract terms, are for leadership alone: 4 of 9.
    hidden = {path.replace("2608", "abcd"): text for path, text in month("2026-08", 3, 0).items()}
    write(private, {path: text.replace("2026-08 ", "P ") for path, text in hidden.items()}, lists=False)
    for audience in ("everyone", "leadership"):
        close_edition(settings_of(root, as_of=CLOSED["2026-08"], audience=audience, private_dir=private), "2026-08")
    files = initiative("2026-09-02", threshold="0.5")
    for audience, printed in (("everyone", "1 of 6"), ("leadership", "4 of 9")):
        assert printed in the_one(root, files, audience=audience, private_dir=private).message


def test_a_theme_is_found_under_the_id_that_it_was_printed_with(root: Path) -> None:
    themes = LISTS["themes.yml"].replace(
        "{id: contract-terms, title: Contract terms, aliases: [contract-length]}",
        "{id: terms, title: Terms, aliases: [contract-terms]}",
    )
    fault = the_one(root, {"themes.yml": themes, **initiative("2026-10-02", theme="terms")})
    assert (fault.code.id, fault.message) == ("SB319", "0.2 is reached already: 2026-09 printed 1 of 6")


def test_a_bet_without_a_date_is_compared_with_what_was_printed_before_an_edition_listed_it(root: Path) -> None:
    (root / "editions/2026-09.everyone.lock.json").unlink()
    write(root, initiative(threshold="0.2"))
    close_edition(settings_of(root, as_of=CLOSED["2026-09"]), "2026-09")
    # September, 1 of 6, lists the bet; August, before it was made, had 2 of 6, which is more than 0.2.
    assert faults(root, {}) == []


@pytest.mark.parametrize("by", ["2026-08", "2026-09"])
@pytest.mark.parametrize("proposed", ["2026-10-03", "2026-08-01", None])
def test_a_bet_by_an_edition_that_was_closed_without_it_is_told_whatever_its_date(
    root: Path, by: str, proposed: str | None
) -> None:
    # 0.9 was reached too, in the edition itself: that is its result, and is not told a second time.
    fault = the_one(root, initiative(proposed, by=by, threshold="0.9"))
    assert (fault.line, fault.column, fault.code.id) == (10 if proposed else 9, 7, "SB318")
    assert fault.message == f"{by} was closed on {CLOSED[by]} without this bet"
    assert fault.allowed == "an edition after 2026-09"


def test_an_edition_that_closing_has_passed_settles_nothing(root: Path) -> None:
    fault = the_one(root, initiative("2026-10-03", by="2026-07", threshold="0.9"))
    message = "2026-08 was closed on 2026-09-02 without this bet, and 2026-07 lies before it"
    assert (fault.code.id, fault.message) == ("SB318", message)


def test_before_its_edition_was_closed_a_bet_came_in_time(root: Path) -> None:
    assert faults(root, initiative("2026-09-20", by="2026-09"), as_of=dt.date(2026, 10, 1)) == []


@pytest.mark.parametrize("proposed", ["2026-08-10", None])
def test_a_bet_that_its_edition_lists_stays_whether_won_or_lost(tmp_path: Path, proposed: str | None) -> None:
    write(tmp_path, {**month("2026-08", 2, 4), **month("2026-09", 1, 5), **initiative(proposed, by="2026-09")})
    for edition, day in CLOSED.items():
        close_edition(settings_of(tmp_path, as_of=day), edition)
    assert faults(tmp_path, {}) == []


def test_a_bet_moved_to_an_edition_that_is_closed_is_told_in_spite_of_an_amendment(tmp_path: Path) -> None:
    write(tmp_path, {**month("2026-08", 2, 4), **initiative("2026-08-10", threshold="0.1")})
    close_edition(settings_of(tmp_path, as_of=CLOSED["2026-08"]), "2026-08")
    moved = initiative("2026-08-10", by="2026-08", threshold="0.4")[PATH]
    moved += "amendments: [{on: 2026-09-03, note: We look at August.}]\n"
    assert [code for *_, code, _ in faults(tmp_path, {PATH: moved})] == ["SB318"]


def test_a_private_bet_is_looked_for_in_what_leadership_was_shown(tmp_path: Path) -> None:
    root, private = tmp_path / "content", tmp_path / "private"
    write(root, month("2026-08", 2, 4))
    write(private, initiative("2026-08-10", by="2026-08"), lists=False)
    for audience in ("everyone", "leadership"):
        close_edition(settings_of(root, as_of=CLOSED["2026-08"], audience=audience, private_dir=private), "2026-08")
    for audience in ("everyone", "leadership"):
        assert read(root, private_dir=private, audience=audience).diagnostics == ()
