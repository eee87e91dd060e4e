"""What each audience may see: nothing planted where it must not be printed comes out."""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
from pathlib import Path
from typing import Any

import pytest

from builder.build import content_of
from builder.diagnostics import Diagnostic
from builder.publication.public_debrief import PublicDebrief
from builder.publication.publication import Publication, SetAside
from builder.reading.codes import CODES
from builder.reading.file_state import FileState
from builder.schema.debrief import Debrief
from builder.schema.readers import EVERYONE, LEADERSHIP, NEVER
from tests.support import LISTS, WORDS, debrief, settings_of, write

DAY = "debriefs/2026-11-05"
ACCOUNT = "Zyqualm Freight"
SECRET = [
    "zyrepcanary",
    "Zyteam",
    "Zyterritory",
    "zyfilename",
    "ZyOpportunity",
    "Zycontributornote",
    "Zyunsigned Zyname",
]
PRIVATE = [
    "Zyprivatequote",
    "Zyprivateaccount",
    "Zyprivatenarrative",
    "Zyprivateletter",
    "zyprivatefile",
    "Zyprivateclaim",
]
TEXT = f"it was {ACCOUNT} and Zyunsigned Zyname; {ACCOUNT.upper()} GmbH, kim@zyqualm-freight.example"
DRIVERS = f"""\
compelling:
  onboarding: "{TEXT}"
repelling:
  contract-terms: {{quote: "{TEXT}", evidence: email}}
  pricing: {{note: "{TEXT}", detail: budget}}
  other: {{note: Odd., detail: "{TEXT}"}}"""
FILES = {
    "roster.yml": "- {handle: zyrepcanary, name: Zyunsigned Zyname, team: Zyteam, territory: Zyterritory}\n"
    "- {handle: bo, name: Bo Lund, team: Zyteam, territory: Zyterritory, signs: true}\n",
    f"{DAY}-zyfilename-00000001.md": debrief(
        DRIVERS,
        TEXT,
        rep="zyrepcanary",
        account=f"{ACCOUNT} GmbH",
        opportunity="ZyOpportunity",
        contributor_note="Zycontributornote",
        ask=f'"{TEXT}"',
        segment="mid-market",
        region="dach",
        value="120000",
        corrections=f'[{{on: 2026-11-06, note: "{TEXT}"}}]',
        broken_promises=f'[{{text: "{TEXT}", owner: product}}, sso]',
    ),
    f"{DAY}-zyfilename-00000002.md": debrief(rep="bo", account="Other Ltd", body=TEXT),
    f"{DAY}-zyfilename-00000003.md": debrief(
        rep="bo", account="Taken Ltd", withdrawn=f'{{on: 2026-11-06, reason: "{TEXT}"}}'
    ),
    f"{DAY}-zyfilename-00000004.md": debrief(rep="zyrepcanary", account=ACCOUNT, outcome="Zyoutcomecanary"),
    f"{DAY}-zyfilename-00000005.md": debrief(
        DRIVERS, "Zycountedtext", rep="bo", account="Quiet Ltd", visibility="counted", ask="Zycountedask"
    ),
    "editions/2026-11.md": (
        f"---\n"
        f'title: "{TEXT}"\n'
        f'picks: [{{debrief: 00000001, why: "{TEXT}"}}, {{debrief: 00000005, why: Zypick}}]\n'
        f"---\n"
        f"{TEXT}\n"
    ),
    "responses/2026-11-06-terms.md": (
        f"---\n"
        f"theme: contract-terms\n"
        f"debriefs: [00000001, 00000005]\n"
        f"by: product\n"
        f"on: 2026-11-06\n"
        f"decision: fix\n"
        f"due: 2027-01-01\n"
        f'evidence: "{TEXT}"\n'
        f'reason: "{TEXT}"\n'
        f'slips: {{from: 2026-12-01, to: 2027-01-01, why: "{TEXT}", on: 2026-11-07}}\n'
        f"---\n"
        f"{WORDS} {TEXT}\n"
    ),
    "responses/2026-11-06-quiet.md": (
        f"---\ndebriefs: 00000005\nby: product\non: 2026-11-06\ndecision: disputed\n---\n{WORDS} Zyonlyaboutcounted\n"
    ),
    "comments/2026-11-07-zyfilename-c0000001.md": (
        f"---\ndebrief: 00000001\nby: zyrepcanary\nstance: adds\n---\n{WORDS} {TEXT}\n"
    ),
    "comments/2026-11-07-zyfilename-c0000002.md": (
        f"---\ndebrief: 00000005\nby: bo\nstance: adds\n---\n{WORDS} Zyaboutcounted\n"
    ),
    "comments/2026-11-07-zyfilename-c0000003.md": (
        f"---\nresponse: 2026-11-06-quiet\nby: bo\nstance: adds\n---\n{WORDS} Zyaboutquiet\n"
    ),
    "promises/sso.yml": (
        f'what: "{TEXT}"\n'
        f"made_by: zyrepcanary\n"
        f"made_to: {{account: {ACCOUNT}}}\n"
        f"owner: product\n"
        f"pursued_by: zyrepcanary\n"
        f"made_on: 2026-05-01\n"
        f"due: 2026-12-01\n"
        f"status: withdrawn\n"
        f'agreed_by: "{TEXT}"\n'
        f'evidence: "{TEXT}"\n'
        f"cited_by: [00000001, 00000005]\n"
        f'slips: {{from: 2026-11-01, to: 2026-12-01, why: "{TEXT}", on: 2026-10-30}}\n'
    ),
    "initiatives/terms.yml": (
        f'title: "{TEXT}"\n'
        f"owner: product\n"
        f"status: active\n"
        f'summary: "{TEXT}"\n'
        f'amendments: {{on: 2026-11-01, note: "{TEXT}"}}\n'
    ),
    "claims.yml": f'- {{id: fast, says: "{TEXT}"}}\n',
    "catalog.yml": LISTS["catalog.yml"] + f"accounts: [{{id: zyq, title: {ACCOUNT} GmbH, aliases: [Zyalias Nord]}}]\n",
    "closed_deals.csv": (
        f"opportunity,account,closed,outcome,value,rep,segment\n"
        f"ZyOpportunity,{ACCOUNT},2026-11-03,lost,120000,zyrepcanary,mid-market\n"
    ),
}
HIDDEN = {
    "debriefs/2026-11-05-zyprivatefile-00000009.md": debrief(
        "repelling:\n  contract-terms: {quote: Zyprivatequote, evidence: email}",
        "Zyprivatenarrative",
        rep="bo",
        account="Zyprivateaccount",
    ),
    "debriefs/2026-11-05-zyprivatefile-0000000a.md": debrief(rep="bo", outcome="Zyprivateoutcome"),
    "editions/2026-10.md": "---\ntitle: Zyprivateletter\n---\nText.\n",
    "responses/2026-11-08-private.md": (
        f"---\ntheme: pricing\nby: product\non: 2026-11-08\ndecision: disputed\n---\n{WORDS}\n"
    ),
}


def without_attribution(publication: Publication) -> str:
    """Everything that a view may print, as text."""
    schedule = publication.schedule
    editions = tuple(dataclasses.replace(edition, manifest=None) for edition in schedule.editions)
    plain = dataclasses.replace(
        publication, attributions=(), closed_deals=(), schedule=dataclasses.replace(schedule, editions=editions)
    )
    return repr(plain)


def published(tmp_path: Path, audience: str, files: dict[str, str] | None = None, **changes: Any) -> Publication:
    root = write(tmp_path / "content", FILES if files is None else files)
    private = write(tmp_path / "private", HIDDEN if files is None else {}, lists=False)
    private.mkdir(exist_ok=True)
    return content_of(settings_of(root, audience=audience, private_dir=private, **changes)).publication


def found_in(text: str, words: list[str]) -> list[str]:
    return [word for word in words if word.casefold() in text.casefold()]


def test_everyone_sees_no_canary(tmp_path: Path) -> None:
    text = without_attribution(published(tmp_path, "everyone"))
    planted = [*SECRET, *PRIVATE, "zyqualm", "zyprivate", "Zyalias", "Zyoutcomecanary"]
    counted = ["Zycountedtext", "Zycountedask", "Zypick", "Zyonlyaboutcounted", "Zyaboutcounted", "Zyaboutquiet"]
    assert found_in(text, planted + counted) == []
    assert text.count("[prospect]") >= 60
    assert "Zy" not in text


def test_leadership_sees_accounts_and_private_debriefs_and_nothing_personal(tmp_path: Path) -> None:
    publication = published(tmp_path, "leadership")
    bare = dataclasses.replace(publication, set_aside=())
    text = without_attribution(bare)
    assert found_in(text, SECRET) == []
    assert (
        found_in(
            text, ["zyqualm freight", "Zyprivatequote", "Zyprivateaccount", "Zyprivatenarrative", "Zyprivateletter"]
        )
        != []
    )
    assert len(found_in(text, ["zyqualm freight", "Zyprivatequote", "Zyprivateaccount", "Zyprivatenarrative"])) == 4
    assert found_in(text, ["Zycountedtext", "Zycountedask", "Zypick", "Zyaboutcounted"]) == []


def test_the_same_words_stay_where_no_name_is_in_them(tmp_path: Path) -> None:
    publication = published(tmp_path, "everyone")
    assert publication.comments[0].body.startswith(WORDS)
    first = publication.debrief("00000001")
    assert first is not None
    assert first.narrative == "it was [prospect] and [colleague]; [prospect], kim@[prospect].example"


def test_an_account_is_described_by_segment_and_region(tmp_path: Path) -> None:
    accounts = {debrief.id: debrief.account for debrief in published(tmp_path, "everyone").debriefs}
    assert accounts["00000001"] == "a mid-market company, DACH"
    assert accounts["00000002"] == "a company"


def test_names_appear_only_where_the_roster_says_so(tmp_path: Path) -> None:
    for audience in ("everyone", "leadership"):
        publication = published(tmp_path, audience)
        names = {debrief.id: debrief.by for debrief in publication.debriefs}
        assert (names["00000001"], names["00000002"]) == ("a rep", "Bo Lund")
        assert [comment.by for comment in publication.comments] == ["a rep"]
        assert [(promise.made_by, promise.pursued_by) for _, promise in publication.promises] == [("a rep", "a rep")]


def test_an_interviewer_is_named_unless_it_is_a_rep_who_does_not_sign(tmp_path: Path) -> None:
    files = {
        f"{DAY}-0000000{number}.md": debrief(rep=None, interviewer=name, account=name)
        for number, name in enumerate(["truvoice", "ana", "bo"])
    }
    names = {debrief.id: debrief.by for debrief in published(tmp_path, "everyone", files).debriefs}
    assert list(map(names.get, sorted(names))) == [
        "an interviewer (truvoice)",
        "an interviewer (a rep)",
        "an interviewer (Bo Lund)",
    ]


def test_a_counted_debrief_is_in_the_figures_and_its_words_are_not_published(tmp_path: Path) -> None:
    publication = published(tmp_path, "everyone")
    counted = publication.debrief("00000005")
    assert counted is not None
    assert (counted.has_page, counted.ask, counted.narrative, counted.corrections) == (False, "", "", ())
    assert [(driver.theme, driver.quote, driver.note) for driver in counted.drivers] == [
        ("onboarding", "", ""),
        ("contract-terms", "", ""),
        ("pricing", "", ""),
        ("other", "", ""),
    ]


def test_what_is_only_about_a_removed_item_goes_with_it_and_is_counted_as_held_back(tmp_path: Path) -> None:
    publication = published(tmp_path, "everyone")
    assert [answer.id for answer in publication.responses] == ["2026-11-06-terms"]
    assert publication.responses[0].value.debriefs == ("00000001",)
    assert [comment.id for comment in publication.comments] == ["c0000001"]
    assert publication.letters["2026-11"].picks[0][0] == "00000001"
    assert len(publication.letters["2026-11"].picks) == 1
    assert publication.promises[0][1].cited_by == ("00000001",)
    assert publication.states[FileState.KEPT] == len(HIDDEN) + 3


def test_files_set_aside_are_told_to_everyone_without_text_or_path(tmp_path: Path) -> None:
    (aside,) = published(tmp_path, "everyone").set_aside
    assert aside == SetAside("2026-11-05", "00000004", "", (Diagnostic("", 5, 10, CODES["SB104"], ""),))


def test_leadership_reads_full_diagnostics(tmp_path: Path) -> None:
    asides = published(tmp_path, "leadership").set_aside
    assert [aside.path for aside in asides] == [
        "debriefs/2026-11-05-zyfilename-00000004.md",
        "debriefs/2026-11-05-zyprivatefile-0000000a.md",
    ]
    assert "Zyoutcomecanary" in asides[0].faults[0].message


def test_a_set_aside_file_without_words_in_its_name_may_be_anonymous_and_shows_its_month(tmp_path: Path) -> None:
    (aside,) = published(
        tmp_path, "everyone", {f"{DAY}-00000004.md": debrief(rep="anonymous", outcome="lots")}
    ).set_aside
    assert aside.recorded == "2026-11"


def test_private_lists_are_not_published_to_everyone_but_serve_checks_and_masks(tmp_path: Path) -> None:
    root = write(
        tmp_path / "content",
        {
            "themes.yml": LISTS["themes.yml"],
            f"{DAY}-00000001.md": debrief(account="Other Ltd", segment="mid-market", ask="Call Zyqualm Freight."),
        },
        lists=False,
    )
    private = write(
        tmp_path / "private",
        {
            "catalog.yml": FILES["catalog.yml"].replace("Mid-market", "Zysegment"),
            "roster.yml": LISTS["roster.yml"],
            "claims.yml": "- {id: fast, says: Zyprivateclaim}\n",
        },
        lists=False,
    )
    everyone = content_of(settings_of(root, private_dir=private)).publication
    assert everyone.debriefs[0].ask == "Call [prospect]."
    assert found_in(without_attribution(everyone), ["Zy"]) == []
    leadership = content_of(settings_of(root, private_dir=private, audience="leadership")).publication
    assert found_in(without_attribution(leadership), ["Zyprivateclaim", "Zysegment", "Zyqualm"]) == [
        "Zyprivateclaim",
        "Zysegment",
        "Zyqualm",
    ]


ANONYMOUS = {
    f"{DAY}-00000001.md": debrief(rep="anonymous", account="Acme GmbH", value="120000", decided="2026-11-03"),
    "debriefs/2026-11-17-00000002.md": debrief(rep="anonymous", account=None, value="4000"),
    "debriefs/2026-11-09-ana-zeta-00000003.md": debrief(account="Zeta", value="2000000", decided="2026-11-04"),
}


def by_id(publication: Publication) -> dict[str, PublicDebrief]:
    return {debrief.id: debrief for debrief in publication.debriefs}


@pytest.mark.parametrize("audience", ["everyone", "leadership"])
def test_an_anonymous_debrief_shows_its_month_and_band_and_no_account(tmp_path: Path, audience: str) -> None:
    debriefs = by_id(published(tmp_path, audience, ANONYMOUS))
    first, second = debriefs["00000001"], debriefs["00000002"]
    assert (first.recorded, first.decided, first.value, first.value_band) == (
        "2026-11",
        "2026-11",
        None,
        "100,000 to 250,000 EUR",
    )
    assert (second.value_band, second.by, second.source, second.account) == (
        "under 10,000 EUR",
        "anonymous",
        "anonymous",
        "a company",
    )
    text = repr((first, second))
    assert re.findall(r"2026-11-(?!01)\d\d", text) == []
    assert "Acme" not in text


def test_all_anonymous_debriefs_together_are_one_reporter(tmp_path: Path) -> None:
    publication = published(tmp_path, "everyone", ANONYMOUS)
    reporters = {attribution.debrief: attribution.reporter for attribution in publication.attributions}
    assert reporters == {"00000001": 0, "00000002": 0, "00000003": 1}
    values = {attribution.debrief: attribution.value for attribution in publication.attributions}
    assert values["00000001"] == 175_000
    assert values["00000002"] == 5_000


def test_numbers_given_out_follow_ids_not_dates_or_names(tmp_path: Path) -> None:
    files = {
        "debriefs/2026-11-09-00000001.md": debrief(rep="anonymous", account=None),
        "debriefs/2026-11-01-ana-zeta-00000002.md": debrief(account="Zeta", decided="2026-11-01"),
        "debriefs/2026-11-05-ana-acme-00000003.md": debrief(account="Acme", decided="2026-11-05"),
    }
    deals = {id: debrief.deal for id, debrief in by_id(published(tmp_path, "everyone", files)).items()}
    assert deals == {"00000001": 1, "00000002": 2, "00000003": 3}


@pytest.mark.parametrize(
    ("value", "band"),
    [
        ("0", "under 10,000 EUR"),
        ("9999.99", "under 10,000 EUR"),
        ("10000", "10,000 to 50,000 EUR"),
        ("1000000", "over 1,000,000 EUR"),
    ],
)
def test_bands_include_their_lower_bound(tmp_path: Path, value: str, band: str) -> None:
    files = {f"{DAY}-00000001.md": debrief(rep="anonymous", value=value)}
    assert by_id(published(tmp_path, "everyone", files))["00000001"].value_band == band


def test_what_was_recorded_later_is_in_no_page(tmp_path: Path) -> None:
    publication = published(tmp_path, "everyone", ANONYMOUS, as_of=dt.date(2026, 11, 10))
    assert set(by_id(publication)) == {"00000001", "00000003"}
    assert publication.states[FileState.NOT_YET] == 1


def test_a_field_is_published_by_what_it_declares_of_its_readers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = {
        f"{DAY}-a-00000001.md": debrief(rep="bo", account="One Ltd", region="dach"),
        f"{DAY}-00000002.md": debrief(rep="anonymous", account="Two Ltd", region="dach"),
        f"{DAY}-c-00000003.md": debrief(rep="bo", account="Three Ltd", region="dach", visibility="counted"),
    }
    write(tmp_path, files)
    # By the audiences: who has a name, who is anonymous, who is only counted.
    for read_by, everyone, leadership in (
        (EVERYONE, ["dach", "dach", "dach"], ["dach", "dach", "dach"]),
        (EVERYONE.but_anonymous, ["dach", "", "dach"], ["dach", "", "dach"]),
        (EVERYONE.but_counted, ["dach", "dach", ""], ["dach", "dach", ""]),
        (LEADERSHIP, ["", "", ""], ["dach", "dach", "dach"]),
        (NEVER, ["", "", ""], ["", "", ""]),
    ):
        monkeypatch.setitem(Debrief.readers_by_field, "region", read_by)
        for audience, regions in (("everyone", everyone), ("leadership", leadership)):
            found = sorted(
                content_of(settings_of(tmp_path, audience=audience)).publication.debriefs, key=lambda one: one.id
            )
            assert [one.published("region") for one in found] == regions, (read_by, audience)


def test_an_anonymous_debrief_is_not_joined_with_one_under_a_name(tmp_path: Path) -> None:
    files = {
        f"{DAY}-00000001.md": debrief(rep="anonymous", account="Acme GmbH"),
        f"{DAY}-ana-acme-00000002.md": debrief(account="Acme GmbH"),
        f"{DAY}-bo-acme-00000003.md": debrief(account="Acme", rep="bo"),
    }
    deals = {id: one.deal for id, one in by_id(published(tmp_path, "leadership", files)).items()}
    assert deals == {"00000001": 1, "00000002": 2, "00000003": 2}


def test_of_a_withdrawn_debrief_only_a_tombstone_is_left(tmp_path: Path) -> None:
    for audience in ("everyone", "leadership"):
        publication = published(tmp_path, audience)
        assert "00000003" not in by_id(publication)
        assert "00000003" not in {attribution.debrief for attribution in publication.attributions}
        assert [stone.id for stone in publication.tombstones] == ["00000003"]


@pytest.mark.parametrize(("name", "rep"), [("", "anonymous"), ("", None)])
def test_the_tombstone_of_an_anonymous_debrief_shows_its_month(tmp_path: Path, name: str, rep: str | None) -> None:
    taken = "{on: 2026-11-20, reason: Asked for.}"
    files = {
        "debriefs/2026-11-17-00000001.md": f"---\nwithdrawn: {taken}\n---\n"
        if rep is None
        else debrief(rep=rep, account=None, decided="2026-11-16", withdrawn=taken),
        "debriefs/2026-11-18-ana-acme-00000002.md": debrief(decided="2026-11-16", withdrawn=taken),
    }
    stones = {stone.id: stone.recorded for stone in published(tmp_path, "everyone", files).tombstones}
    assert stones == {"00000001": "2026-11", "00000002": "2026-11-18"}


def test_the_corrections_of_a_counted_debrief_are_not_published(tmp_path: Path) -> None:
    noted = "[{on: 2026-11-06, note: It was in May.}]"
    files = {
        f"{DAY}-ana-one-00000001.md": debrief(visibility="counted", corrections=noted),
        f"{DAY}-bo-two-00000002.md": debrief(rep="bo", account="Other", corrections=noted),
    }
    for audience in ("everyone", "leadership"):
        found = by_id(published(tmp_path, audience, files))
        assert {id: [one.note for one in debrief.corrections] for id, debrief in found.items()} == {
            "00000001": [],
            "00000002": ["It was in May."],
        }


def test_what_a_word_was_meant_to_be_is_not_told_of_a_file_set_aside(tmp_path: Path) -> None:
    files = {f"{DAY}-ana-one-00000001.md": debrief(outcome="losst")}
    (fault,) = published(tmp_path, "leadership", files).set_aside[0].faults
    assert fault.suggestion == "lost"
    (fault,) = published(tmp_path, "everyone", files).set_aside[0].faults
    assert (fault.suggestion, fault.allowed, fault.message, fault.width) == ("", "", "", 1)


@pytest.mark.parametrize(
    ("made_to", "expected"),
    [
        ("{account: Acme GmbH}", (None, "a prospect")),
        ("{account: Acme GmbH, segment: enterprise}", ("enterprise", None)),
        ("{segment: enterprise}", ("enterprise", None)),
    ],
)
def test_everyone_is_told_to_what_kind_of_company_a_promise_was_made(
    tmp_path: Path, made_to: str, expected: tuple[str | None, str | None]
) -> None:
    promise = (
        f"what: Single sign-on.\nmade_by: product\nmade_to: {made_to}\nowner: product\npursued_by: product\n"
        "made_on: 2026-05-01\ndue: 2026-12-01\nstatus: pending\n"
    )
    ((_, made),) = published(tmp_path, "everyone", {"promises/sso.yml": promise}).promises
    assert (made.made_to.segment, made.made_to.account) == expected
    ((_, made),) = published(tmp_path, "leadership", {"promises/sso.yml": promise}).promises
    assert made.made_to.account == ("Acme GmbH" if "Acme" in made_to else None)


def test_editions_list_only_debriefs_that_their_audience_reads(tmp_path: Path) -> None:
    listed = {
        audience: {id for edition in published(tmp_path, audience).schedule.editions for id in edition.debriefs}
        for audience in ("everyone", "leadership")
    }
    # The third was withdrawn, the fourth set aside, and the ninth lies in the private folder.
    assert listed["everyone"] == {"00000001", "00000002", "00000005"}
    assert listed["leadership"] == {"00000001", "00000002", "00000005", "00000009"}


@pytest.mark.parametrize(
    "said",
    ["Kesselrodt", "Zwirnfeld", "zwq-nord", "Quarzwerke Nord", "Brokenfield"],
    ids=["the export", "the catalogue", "its id", "its alias", "another debrief"],
)
def test_names_are_masked_wherever_they_are_known_from(tmp_path: Path, said: str) -> None:
    accounts = "accounts: [{id: zwq-nord, title: Zwirnfeld AG, aliases: [Quarzwerke Nord]}]\n"
    files = {
        "catalog.yml": LISTS["catalog.yml"] + accounts,
        "closed_deals.csv": "opportunity,account,closed,outcome\nOP-1,Kesselrodt AG,2026-11-03,lost\n",
        f"{DAY}-ana-one-00000001.md": debrief(account="Other Ltd", body=f"As {said} said."),
        f"{DAY}-bo-two-00000002.md": debrief(rep="bo", account="Brokenfield Ltd"),
    }
    assert by_id(published(tmp_path, "everyone", files))["00000001"].narrative == "As [prospect] said."
    assert by_id(published(tmp_path, "leadership", files))["00000001"].narrative == f"As {said} said."


def test_names_in_themes_are_masked(tmp_path: Path) -> None:
    files = {
        "themes.yml": "- {id: contract-terms, title: Terms, means: Not as Acme GmbH used it.}\n",
        f"{DAY}-ana-one-00000001.md": debrief(),
    }
    theme = published(tmp_path, "everyone", files).codebook.themes["contract-terms"]
    assert theme.means == "Not as [prospect] used it."


def test_a_name_that_was_masked_is_masked_again_by_the_next_build(tmp_path: Path) -> None:
    files = {
        f"{DAY}-ana-one-00000001.md": debrief(account="Acme GmbH", body="Acme said so."),
        f"{DAY}-bo-two-00000002.md": debrief(rep="bo", account="Other Ltd", body="They said so."),
    }
    for _ in range(2):
        found = by_id(published(tmp_path, "everyone", files, cache_dir=tmp_path / "cache"))
        assert [found[id].narrative for id in sorted(found)] == ["[prospect] said so.", "They said so."]


def test_how_long_a_debrief_took_is_counted_and_never_published(tmp_path: Path) -> None:
    files = {f"{DAY}-ana-one-00000001.md": debrief(minutes="37")}
    for audience in ("everyone", "leadership"):
        publication = published(tmp_path, audience, files)
        assert publication.debriefs[0].published("minutes") is None
        assert [attribution.minutes for attribution in publication.attributions] == [37]
