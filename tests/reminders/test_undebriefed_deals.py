"""A rep is told of the own deals that nobody has debriefed, and of nobody else's."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import pytest

from builder.build import read
from builder.reminders.undebriefed_deals import Undebriefed, undebriefed
from builder.support.errors import BulletinError
from tests.support import AS_OF, LISTS, debrief, settings_of, write

DEALS = """\
opportunity,account,closed,outcome,value,rep,segment
OP-1,Told by key,2026-11-02,lost,,ana,
OP-2,Told by Account & Co. KG,2026-11-04,won,,ana,
OP-3,Same account GmbH,2026-11-05,lost,,ana,
OP-4,"Ännchen & ""Söhne"" <b>",2026-11-06,no-decision,120000.50 USD,ana,mittelstand
OP-5,Told without a name,2026-11-07,won,,ana,
OP-6,,2026-09-22,disqualified,,ana,unheard-of
OP-7,One day too old,2026-09-21,lost,,ana,
OP-8,Tomorrow,2026-11-22,lost,,ana,
OP-9,Somebody else's,2026-11-02,lost,,bo,
OP-4,A line that came again,2026-11-08,lost,,ana,
"""
FILES = {
    "closed_deals.csv": DEALS,
    "catalog.yml": LISTS["catalog.yml"].replace("title: Mid-market", "title: Mid-market, aliases: [mittelstand]"),
    "debriefs/2026-11-03-one-00000001.md": debrief(account="Another name", decided="2026-11-01", opportunity="OP-1"),
    "debriefs/2026-11-05-two-00000002.md": debrief(account="told by account", decided="2026-11-04", rep="bo"),
    # The same account on another day is another deal.
    "debriefs/2026-11-05-three-00000003.md": debrief(account="Same account", decided="2026-11-04"),
    "debriefs/2026-11-08-00000005.md": debrief(account=None, rep="anonymous", decided="2026-11-07", opportunity="OP-5"),
}


def found(root: Path, handle: str = "ana", since: dt.date | None = None, **changes: Any) -> Undebriefed:
    settings = settings_of(root, **changes)
    corpus, _ = read(settings)
    return undebriefed(corpus, settings, handle, since)


def test_deals_of_the_last_sixty_days_without_a_debrief_are_told_the_oldest_first(tmp_path: Path) -> None:
    """Sixty days before 21 November lies 22 September. Six deals of ana lie between: OP-1 to OP-6.

    OP-1 is told by its key, OP-2 by account and day, whoever wrote it, and OP-5 by an anonymous debrief.
    """
    one = found(write(tmp_path, FILES))
    assert (one.since, one.closed) == (dt.date(2026, 9, 22), 6)
    assert [(entry.state, entry.noun, entry.about, entry.facts) for entry in one.entries] == [
        ("Closed 60 days ago", "deal", ("OP-6",), ("disqualified on 22 September 2026",)),
        ("Closed 16 days ago", "deal with", ("Same account GmbH",), ("lost on 5 November 2026",)),
        ("Closed 15 days ago", "deal with", ('Ännchen & "Söhne" <b>',), ("no decision on 6 November 2026",)),
    ]


def test_the_link_opens_the_form_with_what_the_crm_knows(tmp_path: Path) -> None:
    oldest, _, newest = found(write(tmp_path, FILES)).entries
    (way,) = newest.ways
    address, _, fields = way.href.partition("#")
    assert address == "contribute/"
    assert parse_qs(fields) == {
        "kind": ["debrief"],
        "rep": ["ana"],
        "account": ['Ännchen & "Söhne" <b>'],
        "decided": ["2026-11-06"],
        "outcome": ["no-decision"],
        "value": ["120000.50 USD"],
        "segment": ["mid-market"],
        "opportunity": ["OP-4"],
    }
    # A segment that the catalogue does not know would not be taken by the form.
    assert set(parse_qs(oldest.ways[0].href.partition("#")[2])) == {"kind", "rep", "decided", "outcome", "opportunity"}


def test_the_day_from_which_on_is_given(tmp_path: Path) -> None:
    root = write(tmp_path, FILES)
    assert found(root, since=dt.date(2026, 9, 21)).entries[0].about == ("One day too old",)
    assert found(root, since=dt.date(2026, 11, 6)).closed == 2
    later = found(root, since=AS_OF)
    assert (later.closed, later.entries) == (0, ())


def test_a_debrief_that_is_recorded_later_does_not_count_yet(tmp_path: Path) -> None:
    root = write(tmp_path, FILES)
    one = found(root, since=dt.date(2026, 11, 1), as_of=dt.date(2026, 11, 2))
    assert [entry.ways[0].href.rpartition("=")[2] for entry in one.entries] == ["OP-1"]


def test_deals_and_debriefs_may_lie_in_the_private_folder(tmp_path: Path) -> None:
    shared = {name: text for name, text in FILES.items() if name != "closed_deals.csv" and "000003" not in name}
    private = {name: text for name, text in FILES.items() if name not in shared}
    root = write(tmp_path / "content", shared)
    folder = write(tmp_path / "private", private, lists=False)
    whole = found(write(tmp_path / "whole", FILES))
    for audience in ("everyone", "leadership"):
        assert found(root, private_dir=folder, audience=audience) == whole


def test_only_the_own_deals_are_told(tmp_path: Path) -> None:
    assert [entry.about for entry in found(write(tmp_path, FILES), "bo").entries] == [("Somebody else's",)]
    assert found(tmp_path, "cleo").closed == 0


def test_a_handle_that_nobody_has_is_refused_with_the_nearest(tmp_path: Path) -> None:
    root = write(tmp_path, FILES)
    with pytest.raises(BulletinError, match="'anna' is nobody's handle: ana"):
        found(root, "anna")
    with pytest.raises(BulletinError, match=r"'xyzxyz' is nobody's handle: see roster\.yml"):
        found(root, "xyzxyz")
