"""One rule says which deal a debrief is of, and every figure, reminder and warning goes by it."""

from __future__ import annotations

from pathlib import Path

import pytest

from builder.authoring.crm_deals import deals_without_debrief
from builder.build import Bulletin
from builder.figures.figure_row import FigureRow
from tests.support import build, codes, debrief, read, write

HEAD = "opportunity,account,closed,outcome,value,rep,segment\n"
ONE = f"{HEAD}006A,Acme Bolts GmbH,2026-11-03,lost,120000,ana,mid-market\n"
BY_REP, BY_INTERVIEW = "debriefs/2026-11-04-a-11111111.md", "debriefs/2026-11-10-b-22222222.md"
ACME = {"account": "Acme Bolts", "decided": "2026-11-03"}


def row(bulletin: Bulletin, figure: str, **keys: str) -> FigureRow:
    found = bulletin.record.find(figure, "2026-11", **keys)
    assert found is not None
    return found


def test_a_debrief_without_a_key_is_of_the_deal_of_its_account_and_day(tmp_path: Path) -> None:
    files = {"closed_deals.csv": ONE, BY_REP: debrief(**ACME)}
    assert read(write(tmp_path, files)).diagnostics == ()
    bulletin = build(tmp_path)
    coverage = row(bulletin, "coverage")
    assert (coverage.k, coverage.n, list(coverage.debriefs or ())) == (1, 1, ["11111111"])
    assert deals_without_debrief(read(tmp_path), "ana") == ()


def test_two_debriefs_of_one_deal_count_once_though_one_names_no_key(tmp_path: Path) -> None:
    interview = debrief(**ACME, rep=None, interviewer="truvoice")
    write(tmp_path, {BY_REP: debrief(**ACME, opportunity="006A"), BY_INTERVIEW: interview})
    prevalence = row(build(tmp_path), "prevalence", theme="contract-terms", side="repelling")
    assert (prevalence.k, prevalence.n) == (1, 1)


def test_the_value_and_the_outcome_of_the_crm_are_those_of_the_same_deal(tmp_path: Path) -> None:
    files = {"closed_deals.csv": ONE, BY_REP: debrief(**ACME, value="90000 EUR", outcome="no-decision")}
    assert sorted(codes(read(write(tmp_path, files)).diagnostics)) == ["SB311", "SB506"]
    (attribution,) = build(tmp_path).publication.attributions
    assert attribution.value == 120_000


def test_of_two_rows_about_one_deal_the_first_counts_everywhere(tmp_path: Path) -> None:
    twice = f"{ONE}006A,Acme Bolts GmbH,2026-11-03,won,50000,ana,mid-market\n"
    files = {"closed_deals.csv": twice, BY_REP: debrief(**ACME, value="120000 EUR")}
    # The second row is told; nothing is said against the debrief, which agrees with the first.
    assert codes(read(write(tmp_path, files)).diagnostics) == ["SB503"]
    bulletin = build(tmp_path)
    assert bulletin.publication.attributions[0].value == 120_000
    assert row(bulletin, "coverage", outcome="lost").n == 1


@pytest.mark.parametrize("second", ["006B,acme bolts,2026-11-03,won,,ana,", "006b,Acme Bolts,2026-11-03,lost,,bo,"])
def test_where_the_account_decided_several_deals_that_day_nobody_guesses(tmp_path: Path, second: str) -> None:
    corpus = read(write(tmp_path, {"closed_deals.csv": f"{ONE}{second}\n", BY_REP: debrief(**ACME)}))
    (told,) = corpus.diagnostics
    assert (told.code.id, told.line, told.allowed) == ("SB323", 4, f"opportunity: 006A, {second[:4]}")
    coverage = row(build(tmp_path), "coverage")
    assert (coverage.k, coverage.n) == (0, 2)


def test_another_day_another_account_or_a_name_withheld_is_another_deal(tmp_path: Path) -> None:
    files = {
        "closed_deals.csv": ONE,
        BY_REP: debrief(account="Acme Bolts", decided="2026-11-02"),
        "debriefs/2026-11-05-c-33333333.md": debrief(account="Acme Nuts", decided="2026-11-03"),
        "debriefs/2026-11-05-44444444.md": debrief(**ACME, rep="anonymous"),
    }
    corpus = read(write(tmp_path, files))
    assert codes(corpus.diagnostics) == []
    assert [deal.opportunity for deal in deals_without_debrief(corpus, "ana")] == ["006A"]
    assert row(build(tmp_path), "coverage").k == 0


def test_a_withdrawn_debrief_tells_of_no_deal(tmp_path: Path) -> None:
    withdrawn = debrief(**ACME, opportunity="006A", withdrawn="{on: 2026-11-06, reason: Mistaken.}")
    corpus = read(write(tmp_path, {"closed_deals.csv": ONE, BY_REP: withdrawn, BY_INTERVIEW: debrief(account="Other")}))
    assert [deal.opportunity for deal in deals_without_debrief(corpus, "ana")] == ["006A"]
    assert row(build(tmp_path), "coverage").k == 0


def test_the_same_source_twice_on_one_deal_is_told_whichever_of_them_has_the_key(tmp_path: Path) -> None:
    files = {
        BY_REP: debrief(**ACME),
        BY_INTERVIEW: debrief(account="ACME BOLTS GmbH", decided="2026-11-03", opportunity="6"),
    }
    assert codes(read(write(tmp_path, files)).diagnostics) == ["SB306"]


def test_keys_of_the_crm_that_differ_by_case_are_two_deals(tmp_path: Path) -> None:
    files = {
        "closed_deals.csv": f"{ONE}006a,Other AG,2026-11-03,won,,ana,\n",
        BY_REP: debrief(account="Other AG", decided="2026-11-03", outcome="won", opportunity="006a"),
    }
    corpus = read(write(tmp_path, files))
    assert codes(corpus.diagnostics) == []
    assert [deal.opportunity for deal in deals_without_debrief(corpus, "ana")] == ["006A"]
