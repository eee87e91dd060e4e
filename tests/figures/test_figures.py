"""Each figure on a corpus small enough to count by hand."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from builder.figures.catalogue import CATALOGUE
from builder.figures.figure_row import FigureRow
from builder.figures.results import Results
from builder.figures.theme_ranking import ranked_themes
from tests.support import build, debrief, write

EDITION = "2026-11"
DAY = "debriefs/2026-11-05"
# Five deals: the first is told twice (by ana, and in an interview, which speaks), the last is a customer's.
FIVE = {
    f"{DAY}-00000001.md": debrief(
        "repelling:\n  pricing: {note: Dear., detail: value}\n  contract-terms: Long.",
        account="Acme GmbH", value="1000", decided_by="pricing",
    ),
    f"{DAY}-00000002.md": debrief(
        "repelling:\n  contract-terms: {quote: Three years., evidence: email}\n"
        "  support: {note: Slow., mentioned: true}",
        account="Beta", value="400", rep="bo",
    ),
    f"{DAY}-00000003.md": debrief(
        "compelling:\n  contract-terms: They like them.\nrepelling: none",
        account="Gamma", value="600", rep="cleo", outcome="won"
    ),
    f"{DAY}-00000004.md": debrief(
        "repelling:\n  support: {note: Slow., mentioned: true}\n  onboarding: {note: Long., mentioned: true}",
        account="Delta", outcome="no-decision",
    ),
    f"{DAY}-00000005.md": debrief(
        "repelling:\n  support: {quote: Nobody called back.}",
        account="ACME", value="1000", rep=None, interviewer="truvoice", decided_by="support",
    ),
    f"{DAY}-00000006.md": debrief(
        "repelling:\n  pricing: {note: Dear., detail: value}", account="Omega", value="9999", relationship="customer"
    ),
}  # fmt: skip


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> Results:
    return build(write(tmp_path_factory.mktemp("five"), FIVE), floor=1).record


def cells(record: Results, name: str, *measures: str, **keys: str) -> dict[str, tuple[Any, ...]]:
    """k, n and measures of the rows that have these keys, by what other keys they have."""
    found = {}
    for row in record.rows(name, EDITION):
        if all(row.key(key) == value for key, value in keys.items()):
            rest = " ".join(value for key, value in row.keys if key not in keys)
            found[rest] = (row.k, row.n, *map(row.measure, measures))
    return found


def test_win_rate_counts_deals_once_and_customers_not_at_all(record: Results) -> None:
    # Acme lost, Beta lost, Gamma won, Delta undecided; Omega is a customer.
    assert cells(record, "win-rate", "all_in", "basis") == {"": (1, 3, 4, "debriefed deals")}


def test_prevalence_is_of_deals_asked_about_that_side_and_the_interview_speaks(record: Results) -> None:
    # Asked what repels: Acme (the interview), Beta, Gamma (none), Delta = 4; what draws: Gamma alone.
    # support: Acme, Beta, Delta. contract-terms: Beta (ana's account of Acme does not speak). Omega is a customer.
    everything = cells(record, "prevalence", side="repelling", outcome="", voice="", evidence="", decisive="")
    assert everything == {"support": (3, 4), "contract-terms": (1, 4), "onboarding": (1, 4)}
    assert cells(record, "prevalence", side="compelling", outcome="", voice="", evidence="", decisive="") == {
        "contract-terms": (1, 1)
    }


def test_prevalence_by_outcome_has_that_outcome_s_deals_as_its_base(record: Results) -> None:
    assert cells(record, "prevalence", side="repelling", outcome="lost") == {
        "support": (2, 2),
        "contract-terms": (1, 2),
    }
    assert cells(record, "prevalence", side="repelling", outcome="no-decision") == {
        "support": (1, 1),
        "onboarding": (1, 1),
    }


def test_prevalence_by_weight_voice_and_evidence(record: Results) -> None:
    assert cells(record, "prevalence", side="repelling", decisive="yes") == {"support": (1, 4)}
    assert cells(record, "prevalence", side="repelling", voice="buyer") == {"support": (1, 4), "contract-terms": (1, 4)}
    assert cells(record, "prevalence", side="repelling", evidence="interview") == {"support": (1, 4)}
    assert cells(record, "prevalence", side="repelling", evidence="email") == {"contract-terms": (1, 4)}


def test_corroboration_counts_accounts_and_reporters_over_every_debrief(record: Results) -> None:
    # contract-terms: Acme by ana, Beta by bo; Beta's quote is on record: two accounts, so emerging.
    # support: Acme by truvoice (interview), Beta by bo, Delta by ana: three accounts, own words: corroborated.
    # pricing: Acme by ana; Omega is a customer: echo. onboarding: Delta by ana: echo.
    assert cells(record, "corroboration", "reporters", "own_words", "label", side="repelling") == {
        "contract-terms": (2, 2, 2, 1, "emerging"),
        "support": (3, 3, 3, 1, "corroborated"),
        "pricing": (1, 1, 1, 0, "echo"),
        "onboarding": (1, 1, 1, 0, "echo"),
    }


def test_counter_evidence_is_the_share_of_deals_on_the_opposite_side(record: Results) -> None:
    # Named by Beta as repelling and by Gamma as compelling: each is the other's counter-evidence.
    assert cells(record, "counter-evidence", theme="contract-terms") == {"repelling": (1, 2), "compelling": (1, 2)}
    assert cells(record, "counter-evidence", theme="support") == {"repelling": (0, 3)}
    row = record.find("counter-evidence", EDITION, theme="contract-terms", side="repelling")
    assert row is not None
    assert row.debriefs == ("00000003",)


def test_money_at_stake_shares_each_lost_or_undecided_deal_once(record: Results) -> None:
    # Acme 1000: support decisive, alone. Beta 400: contract-terms contributes, support only mentioned.
    # Delta without value: all mentioned, in equal parts. Three deals; Gamma is won, Omega a customer.
    assert cells(record, "money-at-stake", "amount", "capped", "largest_share", "without_value") == {
        "support": (2, 3, 1000.0, 1000.0, 1.0, 1),
        "contract-terms": (1, 3, 400.0, 400.0, 1.0, 0),
        "onboarding": (1, 3, 0.0, 0.0, 0.0, 1),
    }


def test_debriefs_behind_a_row_come_strongest_evidence_first(record: Results) -> None:
    row = record.find("prevalence", EDITION, theme="support", side="repelling")
    assert row is not None
    assert row.debriefs == ("00000005", "00000002", "00000004")


def test_the_order_of_themes_is_corroboration_then_money_then_prevalence_then_title(tmp_path: Path) -> None:
    bulletin = build(write(tmp_path, FIVE))
    order = [
        (standing.theme, standing.label)
        for standing in ranked_themes(bulletin.record, bulletin.publication.codebook, EDITION, "repelling")
    ]
    assert order == [("support", "corroborated"), ("contract-terms", "emerging"), ("onboarding", "echo")]


def test_a_counted_debrief_counts_like_any_other(tmp_path: Path) -> None:
    hidden = {path: text.replace("---\ndecided", "---\nvisibility: counted\ndecided") for path, text in FIVE.items()}
    open_record, hidden_record = build(write(tmp_path / "a", FIVE)).record, build(write(tmp_path / "b", hidden)).record
    for name in ("win-rate", "money-at-stake"):
        assert hidden_record.rows(name, EDITION) == open_record.rows(name, EDITION)
    side = {"side": "repelling", "outcome": "", "voice": "", "evidence": "", "decisive": ""}
    assert cells(hidden_record, "prevalence", **side) == cells(open_record, "prevalence", **side)


WEIGHTS = {
    f"{DAY}-00000001.md": debrief(
        "repelling:\n  pricing: {note: Dear., detail: value}\n  support: Slow.",
        account="A",
        value="100",
        decided_by="pricing",
    ),
    f"{DAY}-00000002.md": debrief("repelling:\n  support: Slow.\n  contract-terms: Long.", account="B", value="100"),
    f"{DAY}-00000003.md": debrief("repelling:\n  pricing: {note: Dear., detail: value}", account="C", value="10000"),
    f"{DAY}-00000004.md": debrief("repelling:\n  pricing: {note: Dear., detail: value}", account="D"),
}


def test_weights_are_three_one_nought_and_a_deal_is_capped_at_thrice_the_median(tmp_path: Path) -> None:
    # A: 100 as 3 to 1 = 75 and 25. B: 100 in halves. C: 10000, capped at 3 x median(100, 100, 10000) = 300.
    # D has no value and adds nothing to either sum. Largest share of pricing: 10000 / 10075.
    record = build(write(tmp_path, WEIGHTS)).record
    assert cells(record, "money-at-stake", "amount", "capped", "largest_share", "without_value") == {
        "pricing": (3, 4, 10075.0, 375.0, 0.9926, 1),
        "support": (2, 4, 75.0, 75.0, 0.6667, 0),
        "contract-terms": (1, 4, 50.0, 50.0, 1.0, 0),
    }


def test_each_deal_s_shares_add_up_to_its_value(tmp_path: Path) -> None:
    record = build(write(tmp_path, WEIGHTS)).record
    assert sum(row.measure("amount") for row in record.rows("money-at-stake", EDITION)) == 100 + 100 + 10_000


CRM = """\
opportunity,account,closed,outcome,value,rep,segment
OP-1,Acme,2026-11-03,lost,1000,ana,enterprise
OP-2,Beta,2026-11-03,won,400,bo,enterprise
OP-3,Gamma,2026-11-04,won,600,cleo,mid-market
OP-4,Delta,2026-11-04,no-decision,600,cleo,
OP-5,Late,2026-10-04,lost,600,cleo,
OP-6,Future,2026-11-30,lost,600,cleo,
OP-1,Acme,2026-11-03,won,7,ana,enterprise
"""


@pytest.fixture(scope="module")
def with_crm(tmp_path_factory: pytest.TempPathFactory) -> Results:
    files = {
        "closed_deals.csv": CRM,
        f"{DAY}-00000001.md": debrief(account="Acme", opportunity="OP-1", value="900"),
        f"{DAY}-00000002.md": debrief(account="Acme", opportunity="OP-1", rep="bo"),
        f"{DAY}-00000003.md": debrief(account="Gamma", opportunity="OP-3", outcome="won"),
    }
    return build(write(tmp_path_factory.mktemp("crm"), files)).record


def test_win_rate_is_of_closed_deals_where_the_crm_has_them(with_crm: Results) -> None:
    # Closed in November by the 21st: OP-1 lost (its second row does not count), OP-2 and OP-3 won, OP-4 undecided.
    assert cells(with_crm, "win-rate", "all_in", "basis") == {
        "": (2, 3, 4, "closed deals"),
        "enterprise": (1, 2, 2, "closed deals"),
        "mid-market": (1, 1, 1, "closed deals"),
    }


def test_coverage_is_deals_debriefed_of_deals_closed_in_the_period(with_crm: Results) -> None:
    # OP-1 (twice debriefed, once counted) and OP-3, of OP-1 to OP-4.
    assert cells(with_crm, "coverage") == {
        "": (2, 4),
        "lost": (1, 1),
        "won": (1, 2),
        "no-decision": (0, 1),
        "enterprise": (1, 2),
        "mid-market": (1, 1),
        # The lower bound of their size: all four are worth less than 10,000.
        "0": (2, 4),
    }


def test_the_value_of_the_crm_counts(with_crm: Results) -> None:
    assert cells(with_crm, "money-at-stake", "amount") == {"contract-terms": (1, 1, 1000.0)}


def test_corroboration_looks_back_over_six_editions(tmp_path: Path) -> None:
    months = ["2026-05-05", "2026-06-05", "2026-11-05"]
    files = {
        f"debriefs/{day}-{number:08x}.md": debrief(account=f"Account {number}", rep=rep, decided=day)
        for number, (day, rep) in enumerate(zip(months, ("ana", "bo", "cleo"), strict=True))
    }
    record = build(write(tmp_path, files), floor=1).record
    # June to November are six editions: May's account is out of November's view, and in May's own.
    assert cells(record, "corroboration", "reporters", side="repelling") == {"contract-terms": (2, 2, 2)}


def test_anonymous_contributors_are_one_reporter_however_many(tmp_path: Path) -> None:
    files = {f"{DAY}-{number:08x}.md": debrief(rep="anonymous", account=f"Account {number}") for number in range(4)}
    record = build(write(tmp_path, files), floor=1).record
    assert cells(record, "corroboration", "reporters", "label", side="repelling") == {
        "contract-terms": (4, 4, 1, "echo")
    }


def test_reporters_below_the_floor_are_not_counted_in_public(tmp_path: Path) -> None:
    root = write(tmp_path, FIVE)
    found = {floor: build(root, floor=floor).record.find("corroboration", EDITION, theme="support", side="repelling")
             for floor in (3, 4)}  # fmt: skip
    assert {floor: row.measure("reporters") for floor, row in found.items() if row} == {3: 3, 4: None}
    assert {row.measure("label") for row in found.values() if row} == {"corroborated"}


def test_every_figure_says_what_it_is_and_has_a_query_with_a_comment() -> None:
    for figure in CATALOGUE.values():
        assert figure.title
        assert figure.unit
        assert figure.meaning.endswith(".")
        assert figure.display.endswith(".")
        assert figure.query.startswith("-- ")


def test_no_row_has_a_rep_as_a_dimension(tmp_path: Path) -> None:
    record = build(write(tmp_path, FIVE), audience="leadership").record
    rows: list[FigureRow] = [row for name in CATALOGUE for row in record.rows(name)]
    assert rows
    assert not any(key in ("rep", "reporter", "handle") for row in rows for key, _ in row.keys)
