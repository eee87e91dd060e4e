"""CSV exports: a row with a fault goes and the others stay; a header is told once for each fault."""

from __future__ import annotations

import pytest

from builder.reading.csv_tables import read_table
from builder.schema import KINDS

ATTAINMENT, DEALS = KINDS["attainment"], KINDS["closed-deal"]
Told = list[tuple[int, int, str, str]]


def read_rows(text: str, kind: str = "attainment") -> tuple[int, Told]:
    reading = read_table(KINDS[kind], f"{kind}.csv", text.encode())
    return len(reading.records), [(d.line, d.column, d.code.id, d.suggestion) for d in reading.diagnostics]


@pytest.mark.parametrize(
    "text",
    [
        "period,rep,attainment\n2026-10,ana,0.9\n",
        "period,rep,attainment\r\n2026-10,ana,0.9\r\n",
        " rep , period,attainment,expectation\nana,2026-10,0.9,1.1",
        'period,rep,attainment\n"2026-10","ana","0.9"\n\n,,\n',
    ],
)
def test_a_row_is_read_under_any_order_quoting_and_line_end(text: str) -> None:
    assert read_rows(text) == (1, [])


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("perod,rep,attainment", [(1, 1, "SB501", "period")]),
        ("period,rep,attainmnt", [(1, 12, "SB501", "attainment")]),
        ("period,rep", [(1, 1, "SB501", "period,rep,attainment")]),
        ("period,rep,attainment,note", [(1, 23, "SB501", "")]),
        ("period,rep,attainment,rep", [(1, 23, "SB501", "")]),
        ("period;rep;attainment", [(1, 7, "SB501", "period,rep,attainment")]),
        ("period\trep\tattainment", [(1, 7, "SB501", "period,rep,attainment")]),
        ("period,rep,attainment,", [(1, 23, "SB501", "")]),
    ],
)
def test_each_fault_of_the_header_is_told_once_at_its_column(header: str, expected: Told) -> None:
    records, found = read_rows(f"{header}\n2026-10,ana,0.9\n")
    assert records == 0
    assert [(line, column, code, near) for line, column, code, near in found] == expected


def test_rows_with_faults_are_told_by_their_line_and_the_others_stay() -> None:
    rows = ['A,2026-11-01,won,"1 000 €"', "B,1.11.2026,lots,", "C,2026-11-01,lost", "D,2026-11-02,lost,"]
    text = "\n".join(["opportunity,closed,outcome,value", *rows])
    assert read_rows(text, "closed-deal") == (
        1,
        [(2, 1, "SB106", "1000 EUR"), (3, 1, "SB104", "lost"), (3, 1, "SB105", "2026-11-01"), (4, 1, "SB502", "")],
    )


def test_a_cell_over_several_lines_does_not_shift_what_follows() -> None:
    text = 'opportunity,account,closed,outcome\nA,"Acme\nGmbH",2026-11-01,won\nB,Zeta,soon,won\n'
    assert read_rows(text, "closed-deal") == (1, [(4, 1, "SB105", "")])


def test_a_quote_that_is_never_closed_does_not_take_earlier_rows_with_it() -> None:
    records, expected = read_rows('period,rep,attainment\n2026-09,ana,x\n2026-10,ana,0.9\n2026-11,"ana,0.9\n')
    assert records == 1
    assert [(line, code) for line, _, code, _ in expected] == [(2, "SB107"), (4, "SB502")]
