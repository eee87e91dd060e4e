"""The two stories that the sample tells from end to end, read off its files, manifests and pages."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest

from builder.build import Bulletin, assemble
from builder.ledger.bets import BetResult
from builder.ledger.promises import PromiseState
from builder.ledger.responses import ResponseFate
from builder.site_file import settings_of

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def bulletin() -> Bulletin:
    settings = settings_of(ROOT / "mkdocs.yml", dt.date(2026, 11, 16), {"audience": "everyone"})
    return assemble(settings)


def states(edition: str) -> dict[str, Any]:
    """What an edition printed about things that change."""
    path = ROOT / "content" / "editions" / f"{edition}.everyone.lock.json"
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))["states"]
    return found


def test_terms_from_debriefs_to_a_bet_that_was_won(bulletin: Bulletin) -> None:
    ledger = bulletin.ledger
    # Corroborated in May, which closed on 3 June; editions say so until July, under the theme's old name.
    assert states("2026-05")["corroboration"]["contract-length repelling"] == "corroborated"
    for edition in ("2026-05", "2026-06", "2026-07"):
        assert "theme contract-length" in states(edition)["unanswered"]
    # Asked at the end of May, answered on 12 August: 30 days of June, 31 of July, 12 of August.
    (question,) = (one for one in ledger.questions if one.subject == "contract-terms")
    assert (question.asked, question.answered) == (dt.date(2026, 5, 31), dt.date(2026, 8, 12))
    assert (question.age(dt.date(2026, 11, 16)), question.is_in_time, question.owner) == (73, False, "finance")
    assert not any(key.startswith("theme contract-") for key in states("2026-08")["unanswered"])
    # What was announced for 15 September is done, and the initiative that carries it out has shipped.
    (fix,) = (one for one in ledger.responses if one.response.id == "2026-08-12-contract-terms")
    assert (fix.fate, fix.response.value.initiative) == (ResponseFate.DONE, "flexible-terms")
    # Its bet stood in print before October was counted, and October settled it: at most 15 in 100 of 34 are five.
    assert "flexible-terms" in states("2026-08")["bets"]
    (bet,) = (one for one in ledger.bets if one.id == "flexible-terms")
    assert bet.after is not None
    assert (bet.result, bet.after.k <= 5, bet.after.n) == (BetResult.WON, True, 34)
    assert bet.before is not None
    assert bet.before.k / bet.before.n > 0.15


def test_the_connector_from_a_promise_to_a_claim_that_fails(bulletin: Bulletin) -> None:
    ledger = bulletin.ledger
    status = ledger.promise("certified-sap-connector")
    assert status is not None
    # Made for 30 June, moved to 31 August and to 15 October, and not kept by 16 November.
    assert (status.first_due, status.due, status.moved) == (dt.date(2026, 6, 30), dt.date(2026, 10, 15), 2)
    assert (status.standing, status.days) == (PromiseState.OVERDUE, 32)
    printed = [
        states(edition)["promises"]["certified-sap-connector"]["due"] for edition in ("2026-05", "2026-07", "2026-10")
    ]
    assert printed == ["2026-06-30", "2026-08-31", "2026-10-15"]
    # Overdue when October closed, and silent: the answer of June had promised that very date.
    assert "promise certified-sap-connector" in states("2026-10")["unanswered"]
    (question,) = (one for one in ledger.unanswered if one.subject == "certified-sap-connector")
    assert question.asked == dt.date(2026, 10, 16)
    # The claim that rests on it lands in no deal, and buyers contradict it in their own words.
    (claim,) = (one for one in bulletin.publication.claims if one.id == "sap-out-of-the-box")
    assert claim.rests_on == ("certified-sap-connector",)
    row = bulletin.record.find("claims", "2026-10", claim=claim.id)
    assert row is not None
    assert (row.k, row.measure("label")) == (0, "fails")
    contradicted = bulletin.record.find("claims", "2026-10", claim=claim.id, reception="contradicted")
    assert contradicted is not None
    assert contradicted.measure("own_words") > 0
    # The partner who was to build it was stopped, and that bet was lost.
    (bet,) = (one for one in ledger.bets if one.id == "sap-through-partner")
    assert (bet.result, bet.initiative.status.value) == (BetResult.LOST, "stopped")
