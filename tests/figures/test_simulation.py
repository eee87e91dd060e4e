"""Honesty under noise: where nothing changes the bulletin says so, and it sees what is large enough."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from builder.figures import detection_power as findings
from builder.figures.detection_power import POWER
from builder.figures.simulation import WINDOW, Company, false_alarms, power, simulated
from tests.golden import made_by


@pytest.mark.parametrize(
    "company",
    [
        Company(themes=15, a_month=8),
        Company(themes=40, a_month=8),
        Company(themes=25, a_month=40),
        Company(themes=40, a_month=60, reps=8),
        Company(themes=25, a_month=30, habit=1e6),
    ],
    ids=lambda company: f"{company.themes} themes, {company.a_month} a month, {company.reps} reps",
)
def test_at_most_one_edition_in_ten_says_up_or_down_where_nothing_changes(company: Company) -> None:
    # 600 editions: even were the true share 0.07, as the benchmark finds at most, 0.10 is three deviations away.
    assert false_alarms(company, 600, seed=11) <= 0.10


def test_a_true_change_is_found_the_more_often_the_larger_it_is_and_the_more_deals_there_are() -> None:
    def found(deals: int, change: tuple[float, float]) -> float:
        return power(Company(a_month=deals / WINDOW), 150, 3, change)

    by_deals = [found(deals, (0.1, 0.5)) for deals in (10, 20, 40)]
    assert by_deals == sorted(by_deals)
    assert by_deals[0] < 0.3 < 0.7 < by_deals[-1]
    assert found(40, (0.1, 0.2)) < found(40, (0.1, 0.3)) < found(40, (0.1, 0.5))


def test_a_simulation_is_the_same_each_time() -> None:
    one, other = (list(simulated(Company(), 5, seed=1)) for _ in range(2))
    assert one == other != list(simulated(Company(), 5, seed=2))


def test_the_table_of_the_method_page_is_what_the_simulation_prints() -> None:
    matter = json.loads(Path(findings.__file__).with_name(findings.FILE).read_text(encoding="utf-8"))
    assert matter["editions"] == POWER.editions >= 1_000, made_by("power")
    assert POWER.false_alarms <= 10
    # One cell again, with fewer editions: within four deviations of 400 draws.
    (change, found), size = POWER.found[1], POWER.sizes.index(80)
    again = power(Company(themes=POWER.themes, a_month=80 / WINDOW), 400, 5, change)
    assert again == pytest.approx(found[size] / 100, abs=4 * 0.5 / 400**0.5), made_by("power")
