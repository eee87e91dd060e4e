"""Whatever is in an export or a map, the answer is a sentence that says where, what, and what instead."""

from __future__ import annotations

import csv
import datetime as dt
import io
import os
import re
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builder.importing import amounts, dates, saving
from builder.importing.amounts import Decimals
from builder.importing.dates import DateOrder
from builder.importing.export_reader import read_export
from builder.support.errors import BulletinError
from tests.importing.repository import COLUMNS, DEALS, EXPORTS, Repository, sum_holds

GOOD = "A1,2026-10-03,won,Müller,5\n"
TEXT = COLUMNS + GOOD


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    return Repository(tmp_path)


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (TEXT.encode(), "utf-8\n"),
        (b"\xef\xbb\xbf" + TEXT.encode(), "utf-8, by its byte-order mark"),
        (TEXT.encode("utf-16"), "utf-16, by its byte-order mark"),
        (TEXT.encode("utf-16-le"), "utf-16-le, as every second byte is zero"),
        (TEXT.encode("utf-16-be"), "utf-16-be, as every second byte is zero"),
        (TEXT.encode("windows-1252"), "windows-1252, as line 2 is not UTF-8 and so reads 'Müller'"),
        (TEXT.replace("\n", "\r\n").encode(), "utf-8\n"),
        (TEXT.replace("\n", "\r").encode(), "utf-8\n"),
        (TEXT.replace(",", ";").encode(), "a semicolon between the cells"),
        (TEXT.replace(",", "\t").encode(), "a tab between the cells"),
        (TEXT.replace(",", "|").encode(), "a pipe between the cells"),
        (b"sep=;\r\n" + TEXT.replace(",", ";").encode(), "a semicolon between the cells"),
        (f"Deals of October\n\n{TEXT}".encode(), "1 line above the header passed over"),
        ("".join(f'"{line}"\n'.replace(",", '","') for line in TEXT.splitlines()).encode(), "a comma between"),
    ],
)
def test_the_shape_of_a_file_is_recognised_and_told(repository: Repository, raw: bytes, expected: str) -> None:
    done = repository.load(raw)
    assert done.code == 0, done.text
    assert expected in done.text
    assert repository.deals() == ["A1,Müller,2026-10-03,won,5,,"]


def test_commas_in_amounts_and_texts_do_not_pass_for_delimiters() -> None:
    text = "Id;Note;Amount\n1;a, b, c, d;1,5\n2;e, f;2,5\n3;g;3,5\n"
    table = read_export("x.csv", text.encode())
    assert table.header == ("Id", "Note", "Amount")
    assert [len(row.cells) for row in table.rows] == [3, 3, 3]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", "is empty"),
        (b"\n \n\n", "is empty"),
        (b"\xef\xbb\xbf", "is empty"),
        (b'"never closed', "a quote is never closed in line 1"),
        (b"\xff\xfeabc", "is not utf-16"),
        (b"Id,Closed,Stage\n\x81\x8d\x90,\x9d,b\n", "is not windows-1252: byte 0x81 in line 2"),
    ],
)
def test_a_file_that_is_no_table_is_refused_in_a_sentence(
    repository: Repository, content: bytes, expected: str
) -> None:
    done = repository.load(content)
    assert done.code == 2
    assert expected in done.text
    assert not (repository.content / "closed_deals.csv").exists()


def test_folders_and_missing_files_are_refused_in_a_sentence(repository: Repository) -> None:
    (repository.exports / "map.yml").write_text(DEALS)
    for path, expected in ((repository.exports, "is a folder"), (repository.exports / "no.csv", "No such file")):
        done = repository.run(path, "--map", repository.exports / "map.yml")
        assert (done.code, expected in done.text) == (2, True)
    done = repository.run(EXPORTS / "hubspot.csv", "--map", repository.exports / "no.yml")
    assert (done.code, "No such file" in done.text) == (2, True)
    done = repository.run(EXPORTS / "hubspot.csv", "--map", "hubspott")
    assert (done.code, "hubspot" in done.text) == (2, True)
    assert repository.run(EXPORTS / "hubspot.csv").code == 2


def test_a_header_alone_is_no_fault(repository: Repository) -> None:
    done = repository.load(COLUMNS)
    assert (done.code, done.count("rows read"), done.count("written")) == (0, 0, 0)
    assert not (repository.content / "closed_deals.csv").exists()


def test_broken_rows_stop_no_other(repository: Repository) -> None:
    long = "x" * 1_000_001
    rows = [
        "A1,2026-10-03,won,Acme,5",
        "B2,2026-10-03",  # too few
        "C3,2026-10-03,won,Acme,5,6",  # too many
        "D4,2026-10-03,won,Acme,5,,",  # too many, and empty
        "E5,2026-10-03,won,Ac\0me,5",
        f"F6,2026-10-03,won,{long},5",
        COLUMNS.strip(),
        'G7,2026-10-03,won,"two\nlines",5',
        'H8,2026-10-03,won,"Acme" GmbH,5',
        "I9,2026-10-03,won,Acme,5",
        'J0,2026-10-03,won,"Acme,5',
        "K1,2026-10-03,won,Acme,5",
    ]
    done = repository.load(COLUMNS + "\n".join(rows) + "\n")
    assert done.code == 1
    assert sorted(row[0] for row in csv.reader(io.StringIO("\n".join(repository.deals())))) == [
        "A1",
        "D4",
        "G7",
        "I9",
        "K1",
    ]
    found = re.findall(r"^\S*export\.csv:(\d+):1: error\[(SB\d+)\]", done.text, re.MULTILINE)
    # The quoted line end in row G7 makes two lines of it.
    assert found == [
        ("3", "SB502"),
        ("4", "SB502"),
        ("6", "SB003"),
        ("7", "SB111"),
        ("11", "SB502"),
        ("13", "SB502"),
    ]
    assert "the header again (1)" in done.text
    assert done.count("rows read") == len(rows)
    assert sum_holds(done)
    assert len(done.text) < 20_000
    assert repository.check().code == 0


def test_formulas_stay_text_and_are_kept_from_spreadsheets(repository: Repository) -> None:
    rows = "=1+1,2026-10-03,won,=cmd|' /C calc'!A0,5\n+A,2026-10-04,lost,-@x,5\nB,2026-10-05,won,a=b,5\n"
    done = repository.load(COLUMNS + rows)
    assert done.code == 0
    assert "2 deals have cells that a spreadsheet would take for a formula" in done.text
    with (repository.content / "closed_deals.csv").open(newline="", encoding="utf-8") as handle:
        table = list(csv.DictReader(handle))
    assert [cell for row in table for cell in row.values() if cell[:1] in set("=+-@")] == []
    # The reader strips cells, so what is read is what was said, to the letter.
    assert [row["account"].strip() for row in table] == ["=cmd|' /C calc'!A0", "-@x", "a=b"]
    assert repository.load(COLUMNS + rows).count("unchanged") == 3


def test_no_cell_becomes_a_path_or_a_field(repository: Repository) -> None:
    map_ = (
        "target: debrief\nfields: {decided: Closed, rep: Owner, account: Account, outcome: Stage, opportunity: Id}\n"
        "drivers: [{side: repelling, theme: pricing, words: Why}]\n"
    )
    hostile = "../../x\nrep: bo\n---\n"
    out = io.StringIO()
    csv.writer(out).writerows(
        [["Id", "Closed", "Stage", "Account", "Owner", "Why"], [hostile, "2026-11-03", "lost", hostile, "ana", hostile]]
    )
    before = set(repository.folder.parent.rglob("*"))
    done = repository.load(out.getvalue(), map_)
    assert done.code == 0, done.text
    ((path, text),) = repository.below("debriefs").items()
    assert re.fullmatch(r"debriefs/2026/2026-11-21-ana-x-rep-bo-[0-9a-f]{8}\.md", path)
    assert "\nrep: ana\n" in text
    after = set(repository.folder.parent.rglob("*"))
    new = {path.name for path in after - before if ".bulletin" not in path.parts}
    assert new == {"export.csv", "map.yml", ".import-key", "debriefs", "2026", Path(path).name}
    assert repository.check().code == 0


def test_all_faults_of_a_map_are_told_at_once_with_line_and_nearest(repository: Repository) -> None:
    map_ = """\
target: closed-deal
feilds: {}
fields:
  opportunity: Idd
  closed: {column: Closed, currency: EUR}
  outcome: {column: Stage, values: {Won: wonn}}
  accountt: Account
joins:
  others: {file: ../others.csv, on: Id}
leave_out:
  open: {Stagee: [x]}
"""
    first = repository.load(TEXT, map_)
    assert first.code == 2
    assert re.findall(r"map\.yml:(\d+):\d+: error\[(SB\d+)\]", first.text) == [("2", "SB101")]
    done = repository.load(TEXT, map_.replace("feilds: {}\n", ""))
    assert done.code == 2
    assert re.findall(r"map\.yml:(\d+):\d+: error\[(SB\d+)\]", done.text) == [
        ("3", "SB305"),
        ("4", "SB101"),
        ("5", "SB104"),
        ("6", "SB101"),
        ("8", "SB103"),
        ("10", "SB305"),
    ]
    for nearest in ("Id", "won", "account", "Stage"):
        assert f"= instead: {nearest}\n" in done.text
    assert not (repository.content / "closed_deals.csv").exists()


@pytest.mark.parametrize(
    ("map_", "code"),
    [
        ("", "SB006"),
        ("fields: {}\n", "SB102"),
        ("- a list\n", "SB103"),
        ("target: closed-deal\nfields: {opportunity: Id\n", "SB013"),
        ("target: deal\n", "SB104"),
        ("target: closed-deal\nfields: {opportunity: Id}\n", "SB102"),
        (DEALS + "defaults: {outcome: won't}\n", "SB104"),
        (DEALS + "key: Id\n", "SB101"),
        (DEALS + "joins: {a: {file: gone.csv, on: Id}}\n", "SB305"),
        (DEALS + "header: one\n", "SB107"),
        (
            "target: debrief\nfields: {decided: Closed}\ndrivers: [{side: repelling, theme: pricin, words: Id}]\n",
            "SB301",
        ),
        ("target: debrief\ndrivers: [{side: repelling}]\n", "SB103"),
        ("target: debrief\ndrivers: [{side: repelling, theme: pricing}]\n", "SB102"),
        ("target: debrief\nfields: {compelling: Id}\n", "SB101"),
    ],
)
def test_a_map_that_cannot_work_is_refused_with_its_place(repository: Repository, map_: str, code: str) -> None:
    done = repository.load(TEXT, map_)
    assert done.code == 2
    assert f"error[{code}]" in done.text
    assert "Nothing was imported" in done.text


def test_a_column_that_stands_twice_is_named_by_its_place(repository: Repository) -> None:
    export = "Id,Closed,Stage,Account,Account,Amount\nA1,2026-10-03,won,Acme,Beta,5\n"
    done = repository.load(export)
    assert done.code == 2
    assert "2 columns 'Account'" in done.text
    assert "#4 and #5" in done.text
    assert repository.load(export, DEALS.replace("Account", '"#5"')).code == 0
    assert repository.deals() == ["A1,Beta,2026-10-03,won,5,,"]
    # Twins that nobody asks for are no trouble.
    assert repository.load(export, DEALS.replace("  account: Account\n", "")).code == 0


def test_a_second_header_line_is_refused_alone_or_passed_over_by_the_map(repository: Repository) -> None:
    export = COLUMNS + "key,a day,how it ended,who,EUR\n" + GOOD
    done = repository.load(export, write=False)
    assert (done.code, done.count("written"), done.count("refused")) == (1, 1, 1)
    assert "export.csv:2:1: error" in done.text
    above = "Exported by someone,,,,\n" + COLUMNS + GOOD
    assert repository.load(above, f"header: 2\n{DEALS}").code == 0


@pytest.mark.parametrize(
    ("days", "order", "evidence"),
    [
        (["03/11/2026", "16/11/2026"], DateOrder.DMY, "line 3"),
        (["11/03/2026", "11/16/2026"], DateOrder.MDY, "line 3"),
        (["03.11.26", "16.11.26"], DateOrder.DMY, "line 3"),
    ],
)
def test_the_order_of_dates_is_shown_by_a_line(
    repository: Repository, days: list[str], order: DateOrder, evidence: str
) -> None:
    rows = "".join(f"A{at},{day},won,Acme,5\n" for at, day in enumerate(days))
    done = repository.load(COLUMNS + rows)
    assert done.code == 0
    assert f"{dates.NAMES[order]}, as {evidence}" in done.text
    assert [line.split(",")[2] for line in repository.deals()] == ["2026-11-03", "2026-11-16"]


@pytest.mark.parametrize("days", [["03/11/2026", "05/06/2026"], ["16/11/2026", "11/16/2026"]])
def test_an_order_that_no_line_decides_is_asked_for(repository: Repository, days: list[str]) -> None:
    rows = "".join(f"A{at},{day},won,Acme,5\n" for at, day in enumerate(days))
    done = repository.load(COLUMNS + rows)
    assert done.code == 2
    assert "map.yml:4:" in done.text
    assert "date_order: dmy" in done.text
    said = repository.load(COLUMNS + rows, f"date_order: mdy\n{DEALS}")
    # What the order does not fit is refused by its line.
    assert said.count("written") == sum(int(day[:2]) <= 12 for day in days)


def test_amounts_are_read_as_their_column_writes_them(repository: Repository) -> None:
    english = COLUMNS + 'A1,2026-10-03,won,,"1,054.00"\nA2,2026-10-03,won,,"$1,054"\nA3,2026-10-03,won,,(5)\n'
    done = repository.load(english)
    assert "a point before the cents, as line 2 has '1,054.00'" in done.text
    assert (done.code, "export.csv:4:1: error[SB106]" in done.text) == (1, True)
    assert [line.split(",")[4] for line in repository.deals()] == ["1054", "1054 USD"]
    german = COLUMNS + 'B1,2026-10-04,won,,"1.054,50 €"\nB2,2026-10-04,won,,1.054 CHF\n'
    assert "a comma before the cents, as line 2 has '1.054,50 €'" in repository.load(german).text
    assert [line.split(",")[4] for line in repository.deals()[2:]] == ["1054.50 EUR", "1054 CHF"]
    riddle = COLUMNS + "C1,2026-10-05,won,,1.054\n"
    done = repository.load(riddle)
    assert (done.code, "decimal: point or comma" in done.text) == (2, True)
    assert repository.load(riddle, f"decimal: comma\n{DEALS}").code == 0
    assert repository.deals()[-1].split(",")[4] == "1054"


@given(day=st.dates(dt.date(2000, 1, 1), dt.date(2099, 12, 31)), sign=st.sampled_from("-./"))
def test_every_notation_of_a_day_is_read_back(day: dt.date, sign: str) -> None:
    forms = {
        DateOrder.DMY: (f"%d{sign}%m{sign}%Y", f"%d{sign}%m{sign}%y", "%d %b %Y", "%d. %B %Y 14:05"),
        DateOrder.MDY: (f"%m{sign}%d{sign}%Y", f"%m{sign}%d{sign}%Y 9:05 PM", "%B %d, %Y"),
        DateOrder.YMD: (f"%Y{sign}%m{sign}%d", "%Y-%m-%dT%H:%M:%S.000Z"),
    }
    for order, patterns in forms.items():
        for pattern in patterns:
            assert dates.parse(day.strftime(pattern), order) == day


@given(cents=st.integers(0, 10**11), decimals=st.sampled_from(Decimals))
def test_every_notation_of_an_amount_is_read_back(cents: int, decimals: Decimals) -> None:
    amount = Decimal(cents) / 100
    point = f"{amount:,.2f}"
    text = point if decimals is Decimals.POINT else point.translate(str.maketrans(",.", ".,"))
    assert amounts.sniff([(2, text)]).decimals is decimals
    for form in (text, f"{text} €", f"EUR {text}"):
        found = amounts.parse(form, decimals)
        assert found is not None
        assert found[0] == amount


@given(raw=st.binary(max_size=300) | st.text(st.sampled_from('a,;"\n\t\r|=\0é '), max_size=80).map(str.encode))
def test_no_bytes_crash_the_reader(raw: bytes) -> None:
    try:
        table = read_export("x.csv", raw)
    except BulletinError:
        return
    assert all(row.broken or len(row.cells) == len(table.header) for row in table.rows)
    assert len({row.line for row in table.rows}) == len(table.rows)


@pytest.mark.parametrize("name", ["closed_deals.csv", "drafts", "debriefs"])
def test_links_are_never_written_through(tmp_path: Path, name: str) -> None:
    repository = Repository(tmp_path)
    outside = tmp_path / "outside"
    outside.mkdir()
    target = outside / "victim"
    target.write_text("opportunity,closed,outcome\n") if "." in name else target.mkdir()
    (repository.content / name).symlink_to(target)
    map_ = "target: debrief\nfields: {decided: Closed, rep: Owner, outcome: Stage}\n"
    if name == "debriefs":
        map_ += "drivers: [{side: repelling, theme: pricing, words: Account}]\ndefaults: {account: Acme}\n"
    table = f"{COLUMNS.strip()},Owner\nA1,2026-10-03,won,Acme,5,ana\n"
    done = repository.load(table, DEALS if "." in name else map_)
    assert done.code == 2
    assert "link" in done.text
    assert [path.name for path in outside.rglob("*")] == ["victim"]
    assert not (target.is_file() and "A1" in target.read_text())


def test_an_import_that_broke_off_is_finished_by_the_next(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    repository = Repository(tmp_path)
    map_ = "target: debrief\nfields: {decided: Closed, rep: Owner, account: Account, outcome: Stage, opportunity: Id}\n"
    rows = "".join(f"A{at},2026-10-03,won,Acme,5,ana\n" for at in range(6))
    replace = os.replace
    done: list[Path] = []

    def full(source: Path, target: Path) -> None:
        if len(done) == 4:
            raise OSError(28, "No space left on device")
        done.append(target)
        replace(source, target)

    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", full)
        broken = repository.load(f"{COLUMNS.strip()},Owner\n{rows}", map_)
    assert (broken.code, "No space left" in broken.text) == (2, True)
    there = repository.below("drafts")
    assert 0 < len(there) < 6
    rest = repository.load(f"{COLUMNS.strip()},Owner\n{rows}", map_)
    assert rest.code == 0
    assert (rest.count("unchanged"), rest.count("written")) == (len(there), 6 - len(there))
    assert len(repository.below("drafts")) == 6


def test_a_write_that_fails_leaves_old_files_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a").write_text("old")
    replace = os.replace

    def full(source: Path, target: Path) -> None:
        if Path(target).name == "a":
            raise OSError(28, "No space left on device")
        replace(source, target)

    monkeypatch.setattr(os, "replace", full)
    with pytest.raises(BulletinError, match="No space left"):
        saving.save(tmp_path, {"b": b"new", "a": b"new"})
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a", "b"]
    assert (tmp_path / "a").read_text() == "old"


def test_quotes_that_are_never_closed_cost_no_more_than_a_few_readings(repository: Repository) -> None:
    # Every line closes the quote of the one before and opens another, from whichever line one starts.
    export = COLUMNS + 'x","\n' * 30_000
    assert repository.load(export).code == 2
    done = repository.load(export, f"delimiter: comma\n{DEALS}")
    assert done.code == 2
    assert "quotes that are never closed" in done.text


def test_joined_numbers_are_one_only_if_their_punctuation_is(repository: Repository) -> None:
    (repository.exports / "others.csv").write_text("Nr,Name\n1-0,Acme\n1-0,Twice\nA-7,Beta\nragged\n")
    map_ = (
        DEALS.replace("account: Account", "account: others.Name")
        + "joins: {others: {file: others.csv, on: Account, key: Nr}}\n"
    )
    rows = "A1,2026-10-01,won,10,5\nA2,2026-10-02,won,1-0,5\nA3,2026-10-03,won,a7,5\nA4,2026-10-04,won,A-8,5\n"
    done = repository.load(COLUMNS + rows, map_)
    assert [line.split(",")[1] for line in repository.deals()] == ["", "Acme", "Beta", ""]
    for expected in (
        "'a7' taken for 'A-7'",
        "'A-8' is not in others.csv; did you mean 'A-7'?",
        "'10' is not in others.csv",
    ):
        assert expected in done.text
    assert "'1-0' stands twice in others.csv, line 3" in done.text
    assert "line 5 of others.csv cannot be read" in done.text


@pytest.mark.parametrize(("field", "policy"), [("rep", "keep"), ("decided_by", "add"), ("decided_by", "keep")])
def test_a_map_may_not_write_debriefs_that_would_be_set_aside(repository: Repository, field: str, policy: str) -> None:
    map_ = f"target: debrief\nfields:\n  {field}: {{column: Account, unknown: {policy}}}\n"
    done = repository.load(TEXT, map_)
    assert (done.code, "map.yml:3:" in done.text, "set aside" in done.text) == (2, True, True)


def test_an_unknown_rep_of_a_debrief_is_refused_with_the_lines_that_add_one(repository: Repository) -> None:
    map_ = "target: debrief\nfields: {decided: Closed, rep: Owner, account: Account, outcome: Stage}\n"
    done = repository.load(f"{COLUMNS.strip()},Owner\nA1,2026-10-03,won,Acme,5,Zoe Quin\n", map_)
    assert (done.code, "error[SB302]" in done.text, "- handle: zoe-quin" in done.text) == (1, True, True)
