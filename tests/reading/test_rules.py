"""Rules across files: each has a valid and a malformed example."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from builder.diagnostics import Diagnostic
from builder.reading.codes import CODES
from tests.support import LISTS, debrief, printed, read, write

DAY = "debriefs/2026-11-05"


def faults(root: Path, files: dict[str, str], **changes: Any) -> list[tuple[str, int, int, str, str]]:
    """Path, line, column, code and suggestion of every fault."""
    settings = {"rates": {"USD": Decimal("0.5")}, **changes}
    return [
        (d.path, d.line, d.column, d.code.id, d.suggestion) for d in read(write(root, files), **settings).diagnostics
    ]


def many(count: int, others: int) -> dict[str, str]:
    """Debriefs with one driver each, some of them on other."""
    driver = ("repelling:\n  other: {note: Odd., detail: Fax}", "repelling:\n  support: Slow.")
    return {
        f"{DAY}-{number:08x}.md": debrief(driver[number >= others], account=f"Account {number}")
        for number in range(count)
    }


def test_one_driver_in_ten_under_other_is_fine(tmp_path: Path) -> None:
    assert faults(tmp_path, many(20, 2)) == []


def test_more_than_one_driver_in_ten_under_other_is_told_at_the_codebook(tmp_path: Path) -> None:
    corpus = read(write(tmp_path, many(20, 3)))
    assert printed(corpus.diagnostics) == (
        "themes.yml:1:1: warning[SB309] 3 of 20 drivers are filed under other\n    allowed: at most 1 in 10\n"
    )


def test_few_drivers_prove_nothing_about_the_codebook(tmp_path: Path) -> None:
    assert faults(tmp_path, many(9, 9)) == []


CRM = "opportunity,closed,outcome,value\nOP-1,2026-11-01,lost,1000 EUR\nOP-2,2026-11-01,lost,500 USD\n"


@pytest.mark.parametrize("value", ["1000", "1000 EUR", "1000.00 EUR", None])
def test_a_value_as_in_the_crm_is_fine(tmp_path: Path, value: str | None) -> None:
    assert (
        faults(tmp_path, {"closed_deals.csv": CRM, f"{DAY}-00000001.md": debrief(opportunity="OP-1", value=value)})
        == []
    )


def test_another_value_than_the_crm_is_told_with_the_crm_s(tmp_path: Path) -> None:
    files = {"closed_deals.csv": CRM, f"{DAY}-00000001.md": debrief(opportunity="OP-1", value="900 EUR")}
    assert faults(tmp_path, files) == [(f"{DAY}-00000001.md", 7, 8, "SB311", "1000 EUR")]


def test_values_are_compared_and_suggested_in_the_currency_of_the_crm(tmp_path: Path) -> None:
    rates = {"USD": Decimal("0.5")}
    same = {"closed_deals.csv": CRM, f"{DAY}-00000001.md": debrief(opportunity="OP-2", value="250 EUR")}
    assert faults(tmp_path, same, rates=rates) == []
    other = {f"{DAY}-00000001.md": debrief(opportunity="OP-2", value="500 EUR")}
    assert faults(tmp_path, other, rates=rates) == [(f"{DAY}-00000001.md", 7, 8, "SB311", "500 USD")]


def test_of_two_rows_for_one_deal_the_first_counts(tmp_path: Path) -> None:
    files = {
        "closed_deals.csv": CRM + "OP-1,2026-11-01,lost,7 EUR\n",
        f"{DAY}-00000001.md": debrief(opportunity="OP-1", value="1000 EUR"),
    }
    assert faults(tmp_path, files) == [("closed_deals.csv", 4, 1, "SB503", "")]


@pytest.mark.parametrize(
    ("second", "is_duplicate"),
    [
        ({}, True),
        ({"account": "ACME, G.m.b.H."}, True),
        ({"rep": "bo"}, False),
        ({"account": "Zeta"}, False),
        ({"decided": "2026-11-02"}, False),
        ({"opportunity": "OP-2"}, False),
        ({"opportunity": "OP-1"}, True),
        ({"opportunity": "OP-1", "decided": "2026-11-02", "account": "Acme Holding Europe"}, True),
        ({"rep": None, "interviewer": "truvoice"}, False),
        ({"rep": "anonymous"}, False),
        ({"withdrawn": "{on: 2026-11-06, reason: Twice.}"}, False),
    ],
)
def test_a_probable_duplicate_is_the_same_deal_by_the_same_source(
    tmp_path: Path, second: dict[str, Any], is_duplicate: bool
) -> None:
    files = {f"{DAY}-00000001.md": debrief(opportunity="OP-1"), f"{DAY}-00000002.md": debrief(**second)}
    found = faults(tmp_path, files)
    assert [code for *_, code, _ in found] == (["SB306"] if is_duplicate else [])


def test_two_debriefs_that_name_different_opportunities_are_no_duplicates_but_a_third_may_be(tmp_path: Path) -> None:
    files = {
        f"{DAY}-{number:08x}.md": debrief(opportunity=opportunity)
        for number, opportunity in enumerate(["OP-1", "OP-2", "OP-2"])
    }
    assert [path for path, *_ in faults(tmp_path, files)] == [f"{DAY}-00000002.md"]


@pytest.mark.parametrize("relationship", ["customer", "new-customer", "non-prospect"])
def test_who_says_what_the_account_is_to_us_is_not_asked_again(tmp_path: Path, relationship: str) -> None:
    won = debrief(outcome="won", decided="2026-05-01", driver="compelling:\n  onboarding: Quick.")
    files = {"debriefs/2026-05-02-00000001.md": won, f"{DAY}-00000002.md": debrief(relationship=relationship)}
    assert faults(tmp_path, files) == []


@pytest.mark.parametrize("first", ["promises/sso.yml", "promises/a/sso.yaml"])
def test_ids_of_other_kinds_are_taken_once_too(tmp_path: Path, first: str) -> None:
    text = (
        "what: Single sign-on.\nmade_by: product\nmade_to: {segment: enterprise}\nowner: product\n"
        "pursued_by: ana\nmade_on: 2026-05-01\ndue: 2026-12-01\nstatus: pending\n"
    )
    corpus = read(write(tmp_path, {first: text, "promises/z/sso.yml": text}))
    message = f"the id sso is taken by {first}"
    assert corpus.diagnostics == (Diagnostic("promises/z/sso.yml", 1, 1, CODES["SB307"], message, "another name"),)


def parents(*pairs: tuple[str, str | None]) -> dict[str, str]:
    lines = [f"- {{id: {id}, title: T{', parent: ' + parent if parent else ''}}}\n" for id, parent in pairs]
    return {"themes.yml": "".join(lines)}


def test_eight_parents_are_fine_and_the_ninth_is_told(tmp_path: Path) -> None:
    tops = [(f"top-{number}", None) for number in range(9)]
    below = [(f"theme-{number}", f"top-{number}") for number in range(9)]
    assert faults(tmp_path, parents(*tops, *below[:8])) == []
    assert faults(tmp_path, parents(*tops, *below)) == [("themes.yml", 18, 35, "SB315", "")]


@pytest.mark.parametrize("parent", ["a", "b", "nothing"])
def test_a_parent_is_another_theme_without_a_parent(tmp_path: Path, parent: str) -> None:
    themes = parents(("top", None), ("b", "top"), ("a", parent))
    assert [code for *_, code, _ in faults(tmp_path, themes)] == ["SB315"]


def test_a_theme_is_retired_from_its_day_on(tmp_path: Path) -> None:
    lists = {"themes.yml": LISTS["themes.yml"] + "- {id: fax, title: Fax, retired: 2026-11-05}\n"}
    driver = "repelling:\n  fax: None."
    before, after = "debriefs/2026-11-04-00000001.md", f"{DAY}-00000002.md"
    files = {before: debrief(driver, account="A"), after: debrief(driver, account="B"), **lists}
    assert faults(tmp_path, files) == [(after, 7, 3, "SB308", "")]


@pytest.mark.parametrize("lists", [{"catalog.yml": "departments: []\n"}, {"roster.yml": "- {handle: x\n"}])
def test_without_a_list_nothing_is_checked_against_it(tmp_path: Path, lists: dict[str, str]) -> None:
    text = "---\ntheme: pricing\nby: nobody\nstance: adds\n---\n" + "word " * 15
    found = faults(tmp_path, {"comments/2026-11-05-00000001.md": text, **lists})
    comment = [code for path, *_, code, _ in found if path.startswith("comments")]
    assert comment == ([] if "roster.yml" in lists else ["SB302"])


def test_a_withdrawn_debrief_needs_nothing_else(tmp_path: Path) -> None:
    text = "---\nwithdrawn: {on: 2026-11-06, reason: Wrong account.}\n---\n"
    left = "---\ndecided_by: pricing\nwithdrawn: {on: 2026-11-06, reason: Wrong account.}\n---\n"
    assert faults(tmp_path, {f"{DAY}-00000001.md": text, f"{DAY}-00000002.md": left}) == []


@pytest.mark.parametrize(
    ("fields", "codes"),
    [
        ({"outcome": "Lost", "lost_to": "rivalsoft"}, ["SB104"]),
        ({"decided_by": '""'}, ["SB110"]),
        ({"decided": "soon", "rep": "Ana B"}, ["SB105", "SB109"]),
        ({"rep": "ana", "interviewer": "truvoice", "outcome": "lots"}, ["SB201", "SB104"]),
        ({"outcome": "won", "lost_to": "rivalsoft", "stage_lost": "proposal"}, ["SB204", "SB205"]),
    ],
)
def test_one_fault_is_told_once_and_two_faults_twice(tmp_path: Path, fields: dict[str, Any], codes: list[str]) -> None:
    assert [code for *_, code, _ in faults(tmp_path, {f"{DAY}-00000001.md": debrief(**fields)})] == codes


ATTAINMENT = "period,rep,attainment\n" + "".join(f"2026-{month:02d},ana,1.0\n" for month in range(1, 10))


def test_whole_attainment_is_fine(tmp_path: Path) -> None:
    assert faults(tmp_path, {"attainment.csv": ATTAINMENT}) == []


def test_a_rep_who_lacks_more_than_one_of_the_last_periods_is_told_once_at_the_last_row(tmp_path: Path) -> None:
    some = "2026-02,bo,1.0\n2026-03,bo,1.0\n2026-09,bo,1.0\n"
    assert faults(tmp_path, {"attainment.csv": ATTAINMENT + some}) == [("attainment.csv", 13, 1, "SB508", "")]


def test_a_rep_who_lacks_one_period_or_joined_late_is_fine(tmp_path: Path) -> None:
    some = "".join(f"2026-{month:02d},bo,1.0\n" for month in range(2, 9)) + "2026-09,cleo,1.0\n"
    roster = LISTS["roster.yml"].replace("territory: uk}", "territory: uk, joined: 2026-09-01}")
    assert faults(tmp_path, {"attainment.csv": ATTAINMENT + some, "roster.yml": roster}) == []


def test_quarters_among_months_are_told_and_make_no_band(tmp_path: Path) -> None:
    assert faults(tmp_path, {"attainment.csv": ATTAINMENT + "2026-Q3,ana,1.0\n"}) == [
        ("attainment.csv", 11, 1, "SB507", "")
    ]


def test_percentages_negatives_and_unknown_reps_are_told_row_by_row(tmp_path: Path) -> None:
    rows = "2026-09,bo,85\n2026-09,cleo,-0.2\n2026-09,nobody,1.0\n"
    found = [(line, code, near) for _, line, _, code, near in faults(tmp_path, {"attainment.csv": ATTAINMENT + rows})]
    assert found == [(11, "SB505", "0.85"), (12, "SB505", ""), (13, "SB504", "")]


CONTRARY = "opportunity,closed,outcome\nOP-1,2026-11-03,won\n"


def test_a_debrief_that_ends_otherwise_than_the_crm_has_it_is_told(tmp_path: Path) -> None:
    files = {"closed_deals.csv": CONTRARY, f"{DAY}-00000001.md": debrief(opportunity="OP-1", outcome="lost")}
    assert [(code, near) for _, _, _, code, near in faults(tmp_path, files)] == [("SB506", "won")]
    assert faults(tmp_path, {**files, f"{DAY}-00000001.md": debrief(opportunity="OP-1", outcome="won")}) == []


def test_closed_deals_in_a_currency_without_a_rate_are_told_with_their_line(tmp_path: Path) -> None:
    rows = "opportunity,closed,outcome,value\nOP-1,2026-11-03,won,1000\nOP-2,2026-11-03,won,1000 CHF\n"
    assert faults(tmp_path, {"closed_deals.csv": rows}) == [("closed_deals.csv", 3, 1, "SB312", "")]
