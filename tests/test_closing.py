"""Closing goes in order, when it is over and whole; what it printed stays."""

from __future__ import annotations

import datetime as dt
import errno
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from builder.build import read
from builder.closing import close_edition, close_for
from builder.config import Audience, Settings
from builder.figures.catalogue import CATALOGUE
from builder.figures.figure_row import FigureRow
from builder.support import atomic_writes
from builder.support.errors import BulletinError
from tests.support import LISTS, build, debrief, settings_of, write

SEPTEMBER, OCTOBER = dt.date(2026, 9, 1), dt.date(2026, 10, 1)


def path_of(date: str, id: str) -> str:
    return f"debriefs/{date}-acme-{id}.md"


BOTH = "repelling:\n  pricing: {note: Dear., detail: budget}\n  contract-terms: {quote: Three years., evidence: email}"
AUGUST = {
    path_of("2026-08-01", "00000001"): debrief(BOTH, account="One", decided="2026-08-01", value="1000"),
    path_of("2026-08-02", "00000002"): debrief(account="Two", decided="2026-08-01", rep="bo", value="500"),
    path_of("2026-08-03", "00000003"): debrief(
        "compelling:\n  support: Quick.", account="Three", decided="2026-08-01", outcome="won"
    ),
}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    late = {path_of("2026-09-04", "00000004"): debrief(account="Four", decided="2026-09-01")}
    return write(tmp_path, {**AUGUST, **late})


def figures(root: Path, edition: str = "2026-08", **changes: Any) -> dict[str, tuple[FigureRow, ...]]:
    record = build(root, **changes).record
    return {name: record.rows(name, edition) for name in CATALOGUE}


def test_a_manifest_holds_ids_seals_and_figures_and_no_text(root: Path) -> None:
    target = close_edition(settings_of(root, as_of=SEPTEMBER), "2026-08")
    assert target == root / "editions/2026-08.everyone.lock.json"
    matter = json.loads(target.read_text(encoding="utf-8"))
    assert list(matter["counted"]) == ["00000001", "00000002", "00000003"]
    assert set(matter["figures"]) == set(CATALOGUE)
    assert (matter["previous"], matter["as_of"], matter["audience"]) == ("", "2026-09-01", "everyone")
    for text in ("Three years", "Dear.", "ana", "Brandt", "hamburg"):
        assert text not in target.read_text(encoding="utf-8")


def test_what_is_closed_is_read_from_the_files_whatever_an_earlier_build_remembers(root: Path, tmp_path: Path) -> None:
    path, cache = root / path_of("2026-08-02", "00000002"), tmp_path / "cache"
    long_ago = 1_700_000_000_000_000_000
    os.utime(path, ns=(long_ago, long_ago))
    build(root, as_of=SEPTEMBER, cache_dir=cache)
    # By its size and time it is the file that was remembered.
    path.write_text(path.read_text(encoding="utf-8").replace("500", "700"), encoding="utf-8")
    os.utime(path, ns=(long_ago, long_ago))
    target = close_edition(settings_of(root, as_of=SEPTEMBER, cache_dir=cache), "2026-08")
    warm = target.read_bytes()
    target.unlink()
    assert warm == close_edition(settings_of(root, as_of=SEPTEMBER), "2026-08").read_bytes()


def test_closing_twice_gives_the_same_bytes(root: Path) -> None:
    target = close_edition(settings_of(root, as_of=SEPTEMBER), "2026-08")
    first = target.read_bytes()
    target.unlink()
    assert close_edition(settings_of(root, as_of=SEPTEMBER), "2026-08").read_bytes() == first


def test_each_manifest_names_the_seal_of_the_one_before(root: Path) -> None:
    first = json.loads(close_edition(settings_of(root, as_of=SEPTEMBER), "2026-08").read_text(encoding="utf-8"))
    second = json.loads(close_edition(settings_of(root, as_of=OCTOBER), "2026-09").read_text(encoding="utf-8"))
    assert second["previous"] == first["seal"]


@pytest.mark.parametrize(
    ("edition", "as_of", "message"),
    [
        ("2026-09", OCTOBER, "close 2026-08 first"),
        ("2026-08", dt.date(2026, 8, 31), "it is not over"),
        ("2026-07", OCTOBER, "nothing to close"),
        ("2026-Q3", OCTOBER, "is not an edition here"),
        ("nonsense", OCTOBER, "is not an edition here"),
    ],
)
def test_closing_is_refused(root: Path, edition: str, as_of: dt.date, message: str) -> None:
    with pytest.raises(BulletinError, match=message):
        close_edition(settings_of(root, as_of=as_of), edition)
    assert not list(root.glob("editions/*"))


def test_closing_a_closed_edition_is_refused(root: Path) -> None:
    close_edition(settings_of(root, as_of=SEPTEMBER), "2026-08")
    with pytest.raises(BulletinError, match="closed already"):
        close_edition(settings_of(root, as_of=OCTOBER), "2026-08")


@pytest.mark.parametrize(
    "bad",
    [
        {path_of("2026-08-09", "00000009"): debrief(outcome="lots")},
        {path_of("2026-07-09", "00000009"): debrief(outcome="lots")},
        {"debriefs/2026-08-09-acme-00000009.txt": "text"},
        {"themes.yml": "- {id"},
        {"rooster.yml": "[]"},
        {"editions/2026-07.everyone.lock.json": "{}"},
    ],
    ids=["in it", "late for it", "ending", "list", "near miss", "manifest"],
)
def test_closing_is_refused_while_something_in_it_is_set_aside(root: Path, bad: dict[str, str]) -> None:
    write(root, bad)
    with pytest.raises(BulletinError, match="set aside"):
        close_edition(settings_of(root, as_of=SEPTEMBER), "2026-08")


def test_what_is_set_aside_after_it_does_not_stop_closing(root: Path) -> None:
    write(root, {path_of("2026-09-09", "00000009"): debrief(outcome="lots")})
    assert close_edition(settings_of(root, as_of=SEPTEMBER), "2026-08").exists()


def test_an_edit_of_an_earlier_closed_debrief_does_not_stop_closing(root: Path) -> None:
    close_edition(settings_of(root, as_of=SEPTEMBER), "2026-08")
    write(root, {path_of("2026-08-01", "00000001"): debrief(account="Edited", decided="2026-08-01")})
    assert close_edition(settings_of(root, as_of=OCTOBER), "2026-09").exists()


def test_what_leadership_read_is_kept_in_its_own_folder(root: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    private = write(tmp_path_factory.mktemp("private"), {}, lists=False)
    target = close_edition(settings_of(root, as_of=SEPTEMBER, audience="leadership", private_dir=private), "2026-08")
    assert target == private / "editions/2026-08.leadership.lock.json"


def test_figures_of_a_closed_edition_are_those_computed_when_it_closed(root: Path) -> None:
    before = figures(root, as_of=SEPTEMBER)
    close_edition(settings_of(root, as_of=SEPTEMBER), "2026-08")
    assert figures(root) == before


RENAMED = LISTS["themes.yml"].replace("{id: pricing, title: Price}", "{id: cost, title: Cost, aliases: [pricing]}")
MERGED = """\
- {id: commercials, title: Commercials, aliases: [pricing, contract-terms, contract-length]}
- {id: onboarding, title: Onboarding}
- {id: support, title: Support}
"""


@pytest.mark.parametrize("themes", [RENAMED, MERGED], ids=["rename", "merge"])
def test_a_rename_or_merge_of_themes_changes_no_printed_figure_but_histories(root: Path, themes: str) -> None:
    before = figures(root, as_of=SEPTEMBER)
    close_edition(settings_of(root, as_of=SEPTEMBER), "2026-08")
    write(root, {"themes.yml": themes})
    bulletin = build(root)
    assert {name: bulletin.record.rows(name, "2026-08") for name in CATALOGUE} == before
    new = "cost" if themes == RENAMED else "commercials"
    assert bulletin.record.computed_anew("prevalence", "2026-08", theme=new, side="repelling") is not None
    assert bulletin.record.computed_anew("prevalence", "2026-08", theme="pricing", side="repelling") is None


def test_a_deal_that_names_two_merged_themes_counts_once(root: Path) -> None:
    write(root, {"themes.yml": MERGED})
    record = build(root).record
    for name, k, n in (("prevalence", 2, 2), ("money-at-stake", 2, 2), ("counter-evidence", 0, 2)):
        side = {} if name == "money-at-stake" else {"side": "repelling"}
        row = record.find(name, "2026-08", theme="commercials", **side)
        assert row is not None
        assert (name, row.k, row.n) == (name, k, n)
    corroboration = record.find("corroboration", "2026-08", theme="commercials", side="repelling")
    assert corroboration is not None
    assert (corroboration.k, corroboration.n, corroboration.measure("own_words")) == (2, 2, 1)


@pytest.mark.parametrize(
    "change",
    [
        "---\nwithdrawn: {on: 2026-09-02, reason: Asked for.}\n---\n",
        debrief(BOTH, account="One", decided="2026-08-01", value="1000", visibility="counted"),
        debrief(BOTH, account="Edited", decided="2026-08-01", value="9"),
        None,
    ],
    ids=["withdrawn", "counted", "edited", "deleted"],
)
def test_withdrawal_tightening_an_edit_or_a_deletion_leaves_printed_figures(root: Path, change: str | None) -> None:
    before = figures(root, as_of=SEPTEMBER)
    close_edition(settings_of(root, as_of=SEPTEMBER), "2026-08")
    path = path_of("2026-08-01", "00000001")
    (root / path).unlink() if change is None else write(root, {path: change})
    assert figures(root) == before


def test_a_withdrawn_debrief_leaves_a_tombstone_without_its_text(root: Path) -> None:
    close_edition(settings_of(root, as_of=SEPTEMBER), "2026-08")
    write(
        root,
        {
            path_of("2026-08-01", "00000001"): debrief(
                BOTH, decided="2026-08-01", withdrawn="{on: 2026-09-02, reason: Asked for.}"
            )
        },
    )
    publication = build(root).publication
    assert [(stone.id, stone.edition, stone.withdrawal.reason) for stone in publication.tombstones] == [
        ("00000001", "2026-08", "Asked for.")
    ]
    assert "00000001" not in [debrief.id for debrief in publication.debriefs]
    assert "Dear." not in repr(publication.debriefs)


def test_a_late_arrival_changes_the_open_edition_only(root: Path) -> None:
    before = figures(root, as_of=SEPTEMBER)
    close_edition(settings_of(root, as_of=SEPTEMBER), "2026-08")
    write(root, {path_of("2026-08-20", "00000009"): debrief(account="Late", decided="2026-08-19")})
    assert figures(root) == before
    late = build(root).publication.debrief("00000009")
    assert late is not None
    assert (late.edition, late.is_late, late.recorded) == ("2026-09", True, "2026-08-20")


def test_rows_come_back_from_a_manifest_as_they_were(root: Path) -> None:
    for rows in figures(root).values():
        for row in rows:
            assert FigureRow.from_data(json.loads(json.dumps(row.as_data()))) == row


def test_a_debrief_that_was_only_counted_stays_so(root: Path) -> None:
    path = path_of("2026-08-01", "00000001")
    hidden = debrief(BOTH, account="One", decided="2026-08-01", value="1000", visibility="counted")
    write(root, {path: hidden})
    close_edition(settings_of(root, as_of=SEPTEMBER), "2026-08")
    write(root, {path: hidden.replace("visibility: counted", "visibility: everyone")})
    corpus, _ = read(settings_of(root, as_of=OCTOBER))
    assert [(fault.path, fault.code.id) for fault in corpus.diagnostics] == [(path, "SB401")]


def test_an_undated_debrief_that_is_set_aside_stops_closing(root: Path) -> None:
    write(root, {"debriefs/acme.md": debrief()})
    with pytest.raises(BulletinError, match=r"debriefs/acme\.md"):
        close_edition(settings_of(root, as_of=SEPTEMBER), "2026-08")


def both(root: Path, private: Path | None = None) -> list[Settings]:
    return [settings_of(root, as_of=SEPTEMBER, audience=audience, private_dir=private) for audience in Audience]


def test_all_audiences_are_closed_by_one_run_as_if_one_after_the_other(root: Path) -> None:
    apart = [close_edition(settings, "2026-08").read_bytes() for settings in both(root)]
    for manifest in (root / "editions").iterdir():
        manifest.unlink()
    together = close_for(both(root), "2026-08")
    assert [one.target.read_bytes() for one in together] == apart
    assert [one.audience for one in together] == list(Audience)
    assert [one.target.parent.parent for one in together] == [root, root]


def test_where_one_audience_is_closed_already_the_others_follow(root: Path) -> None:
    first, *_ = both(root)
    kept = close_edition(first, "2026-08").read_bytes()
    (second,) = close_for(both(root), "2026-08")
    assert second.audience is Audience.LEADERSHIP
    assert (root / "editions/2026-08.everyone.lock.json").read_bytes() == kept
    with pytest.raises(BulletinError, match="2026-08 is closed already"):
        close_for(both(root), "2026-08")


def below(root: Path) -> list[str]:
    return sorted(str(path.relative_to(root)) for path in root.rglob("*"))


@pytest.mark.parametrize("what", ["a file", "no room"])
def test_what_cannot_be_written_for_one_audience_is_written_for_none(
    root: Path, tmp_path: Path, what: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    private = write(tmp_path / "private", {}, lists=False)
    private.mkdir()
    if what == "a file":
        (private / "editions").write_text("", encoding="utf-8")
    else:
        link = os.link

        def full(beside: Path, target: Path) -> None:
            if "leadership" in target.name:
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(target))
            link(beside, target)

        monkeypatch.setattr(os, "link", full)
        monkeypatch.setattr(atomic_writes, "_write_absent", only_so_much(atomic_writes._write_absent))
    before = below(tmp_path)
    with pytest.raises(BulletinError, match=r"cannot close 2026-08: .*; nothing is closed"):
        close_for(both(root, private), "2026-08")
    assert below(tmp_path) == before


def only_so_much(write_absent: Callable[[Path, bytes], None]) -> Callable[[Path, bytes], None]:
    """A disk on which what is written beside its place fits, and nothing in its place."""

    def write_or_fail(path: Path, content: bytes) -> None:
        if not path.name.endswith(".new"):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(path))
        write_absent(path, content)

    return write_or_fail
