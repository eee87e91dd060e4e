"""Claims on trial, on trees small enough to count by hand."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from builder.figures.derivation import with_claim_verdict
from builder.figures.figure_row import ALL, FigureRow
from builder.figures.results import Results
from tests.support import build, debrief, write

EDITION = "2026-11"
QUOTED = "repelling:\n  support: {quote: Nobody called back., evidence: email}"
CLAIMS = """\
- {id: fast, says: Live in a week., owner: product}
- {id: safe, says: Nobody ever lost data.}
- {id: cheap, says: The lowest price., retired: 2026-10-31}
"""


def trials(*debriefs: tuple[str, str, dict[str, Any]], lists: str = CLAIMS) -> dict[str, str]:
    """Debriefs by month and driver, each of an account of its own unless it says otherwise."""
    files = {"claims.yml": lists}
    for number, (month, driver, fields) in enumerate(debriefs, start=1):
        usual = {"account": f"Account {number}", "decided": f"{month}-02"}
        files[f"debriefs/{month}-05-{number:08x}.md"] = debrief(driver, **{**usual, **fields})
    return files


def tried(verdict: str, month: str = EDITION, driver: str = "", **fields: Any) -> tuple[str, str, dict[str, Any]]:
    """A debrief in which the claim `fast` was received like that."""
    return month, driver or "repelling:\n  support: Slow.", {"claims": f"{{fast: {verdict}}}", **fields}


def counted(record: Results, edition: str = EDITION, *measures: str, claim: str = "fast") -> dict[str, tuple[Any, ...]]:
    """k, n and measures of the rows of a claim, by their segment or reception."""
    return {
        " ".join(value for name, value in row.keys if name != "claim"): (row.k, row.n, *map(row.measure, measures))
        for row in record.rows("claims", edition)
        if row.key("claim") == claim
    }


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> Results:
    """Six prospects' deals and a customer's; the sixth is told twice, and the interview contradicts the rep."""
    files = trials(
        tried("landed", segment="mid-market"),
        tried("ignored", segment="enterprise"),
        tried("disbelieved", segment="enterprise"),
        tried("contradicted", driver=QUOTED, segment="mid-market"),
        tried("contradicted"),
        tried("landed", account="Told twice"),
        tried("contradicted", driver="repelling:\n  support: {quote: It took us a quarter.}", account="Told twice",
              rep=None, interviewer="truvoice"),
        tried("landed", relationship="customer"),
    )  # fmt: skip
    return build(write(tmp_path_factory.mktemp("claims"), files)).record


def test_a_deal_counts_once_the_interview_speaks_for_it_and_customers_are_left_out(record: Results) -> None:
    # Landed: the first alone, for the interview of the sixth deal contradicts what its rep wrote.
    # Deals 2 and 3 are enterprise, 1 and 4 mid-market; 5 and 6 have no segment and stand in no row of one.
    assert counted(record) == {
        "": (1, 6),
        "mid-market": (1, 2),
        "enterprise": (0, 2),
        "landed": (1, 6),
        "ignored": (1, 6),
        "disbelieved": (1, 6),
        "contradicted": (3, 6),
    }


def test_rows_by_reception_list_exactly_their_debriefs(record: Results) -> None:
    rows = {row.key("reception"): row for row in record.part("claims", EDITION, "claim", "fast") if len(row.keys) == 2}
    # The debriefs are numbered in the order of the fixture; 7 is the interview that speaks for 6.
    assert rows["landed"].debriefs == ("00000001",)
    assert rows["contradicted"].debriefs == ("00000004", "00000005", "00000007")
    # In buyers' own words: an e-mail that is quoted, and an interview; 5 is what the rep understood.
    assert rows["contradicted"].measure("own_words") == 2
    assert rows["contradicted"].others == ("00000004", "00000007")


def test_own_words_are_those_that_stand_against_us(tmp_path: Path) -> None:
    # A quote on what drew the buyer says nothing of why the claim was contradicted, and nor does what a rep recalls.
    praise = "compelling:\n  support: {quote: They are kind., evidence: email}\nrepelling:\n  onboarding: Long."
    recalled = "repelling:\n  support: {quote: Nobody called back.}"
    files = trials(tried("contradicted", driver=praise), tried("contradicted", driver=recalled))
    assert counted(build(write(tmp_path, files)).record, EDITION, "own_words")["contradicted"] == (2, 2, 0)


def test_where_the_interview_is_silent_about_a_claim_the_rep_speaks(tmp_path: Path) -> None:
    twice: dict[str, Any] = {"account": "Told twice"}
    interview = {**twice, "rep": None, "interviewer": "truvoice", "claims": "{safe: landed}"}
    files = trials(tried("ignored", **twice), (EDITION, "repelling:\n  support: {quote: Slow.}", interview))
    record = build(write(tmp_path, files)).record
    assert counted(record) == {"": (0, 1), "ignored": (1, 1)}
    assert counted(record, claim="safe") == {"": (1, 1), "landed": (1, 1)}


def test_an_edition_looks_back_over_six_and_the_record_over_everything(tmp_path: Path) -> None:
    # One deal a month from May to November: November sees June to November, which are six, and itself alone.
    months = [f"2026-{month:02d}" for month in range(5, 12)]
    record = build(write(tmp_path, trials(*(tried("landed", month) for month in months)))).record
    measures = ("own_k", "own_n", "lately")
    assert counted(record, EDITION, *measures)[""] == (6, 6, 1, 1, 2)
    assert counted(record, "2026-07", *measures)[""] == (3, 3, 1, 1, 2)
    assert counted(record, "2026-05", *measures)[""] == (1, 1, 1, 1, 1)
    # The record as a whole is no edition: it has no deals of its own.
    assert counted(record, ALL, *measures)[""] == (7, 7, None, None, 2)
    row = record.find("claims", EDITION, claim="fast")
    assert row is not None
    assert row.debriefs == tuple(f"{number:08x}" for number in range(2, 8))
    assert row.others == ("00000007",)


def test_in_the_edition_of_a_late_rep_the_rep_speaks_and_over_six_editions_the_interview_does(tmp_path: Path) -> None:
    interview = {"account": "Told twice", "rep": None, "interviewer": "truvoice", "decided": "2026-08-02"}
    files = trials(
        tried("contradicted", "2026-08", "repelling:\n  support: {quote: Slow.}", **interview),
        tried("landed", account="Told twice", decided="2026-08-02"),
    )
    record = build(write(tmp_path, files)).record
    # One deal. November has the rep's account of it alone; over six editions August's interview speaks.
    assert counted(record, EDITION, "own_k", "own_n") == {
        "": (0, 1, 1, 1),
        "contradicted": (1, 1, None, None),
    }


def test_a_claim_is_stale_once_two_editions_went_by_without_it(tmp_path: Path) -> None:
    others: list[Any] = [(month, "repelling:\n  support: Slow.", {}) for month in ("2026-09", "2026-10", "2026-11")]
    files = trials(*(tried("landed", "2026-08") for _ in range(5)), tried("landed", "2026-09"), *others)
    record = build(write(tmp_path, files)).record
    # September tried it last: October still looks back on September, November on October and itself.
    assert counted(record, "2026-10", "lately", "label")[""] == (6, 6, 1, "passes")
    assert counted(record, "2026-11", "lately", "label")[""] == (6, 6, 0, "stale")
    assert counted(record, ALL, "lately", "label")[""] == (6, 6, 0, "stale")


def test_what_was_never_tried_has_no_row_and_what_is_retired_keeps_its_own(tmp_path: Path) -> None:
    files = trials(tried("landed"), (EDITION, "repelling:\n  support: Slow.", {"claims": "{cheap: ignored}"}))
    record = build(write(tmp_path, files)).record
    assert counted(record, claim="safe") == {}
    assert counted(record, claim="cheap") == {"": (0, 1), "ignored": (1, 1)}


def test_a_debrief_that_is_only_counted_counts_and_keeps_its_words_to_itself(tmp_path: Path) -> None:
    files = trials(tried("contradicted", driver=QUOTED, visibility="counted"), tried("contradicted", driver=QUOTED))
    # Both contradict; of the first nothing is published, so that its quote is nobody's own words here.
    assert counted(build(write(tmp_path, files)).record, EDITION, "own_words") == {
        "": (0, 2, None),
        "contradicted": (2, 2, 1),
    }


@pytest.mark.parametrize(
    ("k", "n", "lately", "label"),
    [
        # Wilson at 95 in 100, z² = 3.8415. n of n: low = n ÷ (n + z²); none of n: high = z² ÷ (n + z²).
        (5, 5, 1, "passes"),  # 5 ÷ 8.84 = 0.57
        (0, 5, 1, "fails"),  # 3.84 ÷ 8.84 = 0.43
        (4, 4, 1, "too few to say"),  # under 5 deals no range, though 4 ÷ 7.84 = 0.51
        (0, 4, 1, "too few to say"),
        (4, 5, 1, "too few to say"),  # (4 + 1.92 ± 1.96 √(0.8 + 0.96)) ÷ 8.84 = 0.38 to 0.96
        (5, 18, 1, "too few to say"),  # (5 + 1.92 ± 1.96 √(3.61 + 0.96)) ÷ 21.84 = 0.13 to 0.51
        (5, 20, 1, "fails"),  # (5 + 1.92 ± 1.96 √(3.75 + 0.96)) ÷ 23.84 = 0.11 to 0.47
        (15, 20, 1, "passes"),  # its mirror: 0.53 to 0.89
        (20, 20, 0, "stale"),
        (0, 2, 0, "stale"),
    ],
)
def test_a_claim_passes_or_fails_only_beyond_chance(k: int, n: int, lately: int, label: str) -> None:
    row = FigureRow(edition=EDITION, keys=(("claim", "fast"),), k=k, n=n, measures=(("lately", lately),))
    (judged,) = with_claim_verdict([row], 5)
    assert judged.measure("label") == label
    assert (judged.low is None) == (n < 5)


def test_a_segment_is_judged_by_its_count_alone_and_a_reception_not_at_all() -> None:
    cells = ((("segment", "enterprise"), ("claim", "fast")), (("claim", "fast"), ("reception", "ignored")))
    segment, reception = with_claim_verdict([FigureRow(edition=EDITION, keys=keys, k=0, n=9) for keys in cells], 5)
    assert segment.measure("label") == "fails"
    assert reception.measure("label") is None
    assert reception.low is not None
