"""The sample's sites, whole: links, markup, sums, what is told and what is not."""

from __future__ import annotations

import csv
import datetime as dt
import gzip
import json
import re
import shutil
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit
from xml.etree import ElementTree

import duckdb
import pytest
import yaml

from builder.schema import KINDS
from tests.golden import made_by
from tests.sample.replay import replay
from tests.site.support import ORIGINALS, SAMPLE, SITE_URL, Page, Site, files_of, is_elsewhere, where, words_in

WITHDRAWN = "48ea7d68"
LATE, LATE_EDITION, LATE_DAY = "ebdeee1b", "2026-09", "26 August 2026"
CORRECTED, ERRATUM = "76fa6a01", "The trial ran in two reel stores, not in one."
COUNTED = ("2f7c8117", "8a524c1b", "37d6742f")
ASIDE = "da21d656"
TABLES = ("debriefs", "drivers", "figures", "themes")
FORBIDDEN = {
    "rep", "reporter", "by", "interviewer", "team", "territory", "band", "opportunity", "contributor_note", "path",
    "file", "name", "handle", "attainment", "minutes",
}  # fmt: skip
ATOM = "{http://www.w3.org/2005/Atom}"
KIBIBYTES = 1024


def test_every_link_and_anchor_leads_somewhere(site: Site) -> None:
    lost: list[tuple[str, str]] = []
    for page in site.pages.values():
        inside = (target for target in page.targets() if not is_elsewhere(target))
        lost += [(page.address, target) for target in inside if not _resolves(site, target)]
    assert lost == []


def _resolves(site: Site, target: str) -> bool:
    parts = urlsplit(target)
    address = unquote(parts.path).removeprefix("/")
    if not parts.fragment:
        return address in site.pages or (site.folder / address).is_file()
    if address == "contribute/" and "=" in parts.fragment:
        known = dict(parse_qsl(parts.fragment, strict_parsing=True))
        kind = KINDS[known.pop("kind")]
        return known.keys() <= kind.model.model_fields.keys()
    return address in site.pages and unquote(parts.fragment) in site.pages[address].ids


def test_every_page_but_the_error_page_is_reached_from_the_front_page(site: Site) -> None:
    reached, waiting = {""}, [""]
    while waiting:
        page = site.pages[waiting.pop()]
        near = {urlsplit(target).path.removeprefix("/") for target in page.targets() if not is_elsewhere(target)}
        fresh = (near & site.pages.keys()) - reached
        reached |= fresh
        waiting += fresh
    assert site.pages.keys() - reached <= {"404.html", f"debriefs/{WITHDRAWN}/"}


def test_every_page_has_the_frame_that_readers_and_their_tools_rely_on(site: Site) -> None:
    for page in site.pages.values():
        assert page.raw.startswith(b"<!doctype html>"), page.address
        assert page.badly_nested == [], page.address
        assert len(page.all("h1")) == 1, page.address
        assert page.one("h1").text, page.address
        assert page.one("html")["lang"] == "en", page.address
        assert page.all("title")[0].text, page.address
        assert page.one("main")["id"] == "main", page.address
        first_link = next(element for element in page.elements if element.tag == "a")
        assert (first_link["href"], bool(first_link.text)) == ("#main", True), page.address
        assert not [id for id, times in Counter(page.ids).items() if times > 1], page.address


def test_titles_tell_pages_apart(site: Site) -> None:
    titles = Counter(page.all("title")[0].text for page in site.pages.values() if page.address.count("/") < 2)
    assert [title for title, times in titles.items() if times > 1] == []


def test_headings_do_not_skip_a_level(site: Site) -> None:
    skipped = []
    for page in site.pages.values():
        levels = [int(element.tag[1]) for element in page.elements if re.fullmatch("h[1-6]", element.tag)]
        skipped += [
            (page.address, before, after)
            for before, after in zip([0, *levels], levels, strict=False)
            if after > before + 1
        ]
    assert skipped == []


def test_tables_have_captions_and_header_cells(site: Site) -> None:
    for page in site.pages.values():
        written = ("prose", "conversation__body")
        for table in page.all("table"):
            if any(parent["class"].startswith(written) for parent in table.parents):
                continue
            inner = [element for element in page.elements if table in element.parents]
            assert any(element.tag == "caption" and element.text for element in inner), page.address
            assert all(element["scope"] for element in inner if element.tag == "th"), page.address


def test_nothing_is_inline_that_the_policy_would_have_to_allow(site: Site) -> None:
    for page in site.pages.values():
        for element in page.elements:
            place = (page.address, element.tag, element.attributes)
            if not (page.address == "contribute/" and element.tag == "script"):
                assert element.tag not in ("script", "style", "iframe", "object", "embed", "base"), place
            assert not [name for name in element.attributes if name == "style" or name.startswith("on")], place


def test_the_forms_alone_have_scripts_and_those_are_files_of_the_site(site: Site) -> None:
    scripts = site.pages["contribute/"].all("script")
    assert [script.attributes.get("src") for script in scripts if script.attributes["type"] == "module"] == [
        "../assets/js/contribute.js"
    ]
    assert [script.attributes["type"] for script in scripts if "src" not in script.attributes] == ["application/json"]
    for page in site.pages.values():
        policy = page.one("meta", **{"http-equiv": "Content-Security-Policy"})["content"]
        assert ("script-src 'self'" in policy) == (page.address == "contribute/"), page.address


def test_the_policy_is_strict_on_every_page(site: Site) -> None:
    for page in site.pages.values():
        policy = page.one("meta", **{"http-equiv": "Content-Security-Policy"})["content"]
        rules = {rule.split()[0]: rule.split()[1:] for rule in policy.split(";") if rule.strip()}
        assert rules["default-src"] == ["'none'"], page.address
        assert rules["base-uri"] == ["'none'"], page.address
        assert "form-action" in rules, page.address
        assert {source for sources in rules.values() for source in sources} <= {"'none'", "'self'"}, page.address
        head = [element.tag for element in page.elements if element.tag in ("meta", "link")]
        position = page.elements.index(page.one("meta", **{"http-equiv": "Content-Security-Policy"}))
        assert "link" not in [element.tag for element in page.elements[:position]], page.address
        assert head


def test_no_page_asks_another_host_for_anything(site: Site) -> None:
    asked = []
    for page in site.pages.values():
        asked += [(page.address, request) for request in _requests(page) if _is_foreign(request)]
    for name, text in site.texts.items():
        if name.endswith((".css", ".svg")):
            found = re.findall(r"""url\(\s*["']?([^"')]+)|@import\s+["']?([^"';]+)|(?:xlink:)?href="([^"]+)""", text)
            asked += [(name, request) for groups in found for request in groups if _is_foreign(request)]
    assert asked == []


def _requests(page: Page) -> Iterator[str]:
    for element in page.elements:
        for name in ("src", "srcset", "data", "poster", "background", "action", "formaction", "xlink:href", "ping"):
            if name in element.attributes:
                yield element[name]
        if element.tag == "link" and element["rel"] not in ("canonical", "alternate"):
            yield element["href"]
        if element.tag in ("use", "image"):
            yield element["href"]


def _is_foreign(request: str) -> bool:
    parts = urlsplit(request.strip())
    return bool(parts.netloc) or parts.scheme not in ("", "data")


def test_links_to_other_hosts_are_only_those_that_people_wrote(site: Site) -> None:
    for page in site.pages.values():
        for element in page.all("a"):
            if urlsplit(element["href"]).netloc and not element["href"].startswith(SITE_URL):
                assert any(parent["class"] in ("prose", "prose prose--first", "conversation__body", "notice")
                           for parent in element.parents), (page.address, element["href"])  # fmt: skip


def test_the_sum_of_files_adds_up_wherever_it_stands(site: Site) -> None:
    found = sum(1 for _ in files_of(SAMPLE))
    for address in ("", "set-aside/", "themes/", "method/"):
        sums = set(re.findall(r"([\d,]+) files found = ((?:[\d,]+ [a-z ]+?(?: \+ )?)+)\.", site.pages[address].text))
        assert len(sums) == 1, address
        ((total, parts),) = sums
        numbers = [int(number.replace(",", "")) for number in re.findall(r"[\d,]+", parts)]
        assert int(total.replace(",", "")) == sum(numbers) == found, address
        assert len(numbers) == 5, address


def test_a_page_is_light_over_the_wire(site: Site) -> None:
    heavy = {page.address: len(gzip.compress(page.raw, 6)) for page in site.pages.values()}
    assert {address: size for address, size in heavy.items() if size > 100 * KIBIBYTES} == {}


def test_the_fonts_weigh_little_together(site: Site) -> None:
    fonts = [len(raw) for name, raw in _tree(site).items() if name.endswith(".woff2")]
    assert 0 < sum(fonts) <= 60 * KIBIBYTES


def _tree(site: Site) -> Mapping[str, bytes]:
    return {path.relative_to(site.folder).as_posix(): path.read_bytes() for path in site.folder.rglob("*.*")}


def test_a_withdrawn_debrief_is_a_tombstone_without_its_words(site: Site) -> None:
    page = site.pages[f"debriefs/{WITHDRAWN}/"]
    assert "The buyer asked for his words to be taken out." in page.text
    assert "5 October 2026" in page.text
    (original,) = ORIGINALS.glob(f"*-{WITHDRAWN}.md")
    said = list(words_in(original.read_text(encoding="utf-8")))
    assert len(said) >= 3
    assert [words for words in said if where(words, site.texts)] == []
    assert where("Eiderstrand", site.texts) == []


def test_figures_that_counted_a_withdrawn_debrief_say_so_without_naming_it(site: Site) -> None:
    # Under which theme and outcome it stood would tell what its author took back.
    listed = [page.address for page in site.pages.values() if f"/debriefs/{WITHDRAWN}/" in page.targets()]
    assert [address for address in listed if address.startswith(("themes/", "coverage/"))] == []
    assert any(address.startswith("themes/") for address in where("1 withdrawn since", site.texts))


def test_a_correction_stands_with_its_debrief(site: Site) -> None:
    text = site.pages[f"debriefs/{CORRECTED}/"].text
    assert ERRATUM in text
    assert "3 September 2026" in text


def test_a_late_debrief_is_labelled_with_its_date_and_its_edition(site: Site) -> None:
    page = site.pages[f"debriefs/{LATE}/"]
    assert LATE_DAY in page.text
    assert f"/editions/{LATE_EDITION}/" in page.targets()
    late = site.rows("debriefs", "select id, edition from data where late")
    assert late == [{"id": LATE, "edition": LATE_EDITION}]


def test_counted_debriefs_are_in_the_figures_and_nowhere_else(site: Site) -> None:
    for id in COUNTED:
        (path,) = (SAMPLE / "debriefs").rglob(f"*-{id}.*")
        said = list(words_in(path.read_text(encoding="utf-8")))
        assert said
        assert f"debriefs/{id}/" not in site.pages
        assert [words for words in said if where(words, site.texts)] == []
    assert where("counted, not published", site.texts)
    assert not {row["id"] for row in site.rows("debriefs", "select id from data")} & set(COUNTED)
    assert not {row["debrief"] for row in site.rows("drivers", "select debrief from data")} & set(COUNTED)


def test_everyone_learns_that_a_file_was_set_aside_by_date_id_code_and_line(everyone: Site) -> None:
    (path,) = (SAMPLE / "debriefs").rglob(f"*-{ASIDE}.*")
    line = next(i for i, text in enumerate(path.read_text(encoding="utf-8").split("\n"), 1) if "pricing: She" in text)
    text = everyone.pages["set-aside/"].text
    for expected in ("11 November 2026", ASIDE, "SB012", f"line {line}"):
        assert expected in text
    for hidden in ("too expensive, and she would not say", "marcus", "fennimore", path.name):
        assert where(hidden, everyone.texts) == []


def test_leadership_reads_path_and_text_of_a_file_set_aside(leadership: Site) -> None:
    (path,) = (SAMPLE / "debriefs").rglob(f"*-{ASIDE}.*")
    text = leadership.pages["set-aside/"].text
    assert path.relative_to(SAMPLE).as_posix() in text
    assert "too expensive, and she would not say" in text


def test_no_cell_by_team_or_territory_is_below_the_floor(site: Site) -> None:
    floor = 5 if site.audience == "everyone" else 3
    members = {member["handle"]: member for member in yaml.safe_load((SAMPLE / "roster.yml").read_text("utf-8"))}
    with (SAMPLE / "closed_deals.csv").open(encoding="utf-8", newline="") as handle:
        deals = list(csv.DictReader(handle))
    cells = site.rows("figures", "select * from data where regexp_matches(cell, '\\b(team|territory)=')")
    assert cells
    for cell in cells:
        ((dimension, value),) = (part.split("=", 1) for part in cell["cell"].split(" "))
        year, month = map(int, cell["edition"].split("-"))
        assert month % 3 == 0
        quarter = [f"{year}-{number:02d}" for number in range(month - 2, month + 1)]
        sellers = {
            deal["rep"] for deal in deals if deal["closed"][:7] in quarter and _group(members, deal, dimension) == value
        }
        assert len(sellers) >= floor, cell


def _group(members: Mapping[str, Mapping[str, Any]], deal: Mapping[str, str], dimension: str) -> str:
    member = members.get(deal["rep"], {})
    held = member.get(dimension, "")
    if not isinstance(held, list):
        return str(held)
    begun = [posting for posting in held if str(posting.get("since", "")) <= deal["closed"]]
    return str(max(begun, key=lambda posting: str(posting.get("since", "")))["territory"]) if begun else ""


def test_no_handle_or_unsigned_name_stands_anywhere(site: Site) -> None:
    roster = yaml.safe_load((SAMPLE / "roster.yml").read_text(encoding="utf-8"))
    names = [member["handle"] for member in roster]
    names += [member["name"] for member in roster if not member.get("signs")]
    aside = {"set-aside/index.html"} if site.audience == "leadership" else set()
    assert {name: found for name in names if (found := set(where(name, site.texts)) - aside)} == {}


def test_no_account_is_named_to_everyone(everyone: Site) -> None:
    accounts = set()
    for path in (SAMPLE / "debriefs").rglob("*.*"):
        if match := re.search(r"^account: (.+)$", path.read_text(encoding="utf-8"), re.MULTILINE):
            accounts.add(match[1].strip("\"'"))
    assert len(accounts) > 50
    assert {name: found for name in sorted(accounts) if (found := where(name, everyone.texts))} == {}


def test_leadership_reads_the_accounts(leadership: Site) -> None:
    assert "Tannfurter Papier AG" in leadership.pages[f"debriefs/{LATE}/"].text


def test_the_sitemap_lists_exactly_the_pages(site: Site) -> None:
    root = ElementTree.parse(site.folder / "sitemap.xml").getroot()
    listed = [element.text for element in root.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")]
    assert listed == sorted(f"{SITE_URL}{address}" for address in site.pages if address != "404.html")


def test_the_feed_is_atom_with_valid_dates_and_entries_that_exist(site: Site) -> None:
    root = ElementTree.parse(site.folder / "feed.xml").getroot()
    assert root.tag == f"{ATOM}feed"
    entries = root.findall(f"{ATOM}entry")
    assert entries
    for element in (root, *entries):
        for name in ("id", "title", "updated"):
            assert (element.findtext(f"{ATOM}{name}") or "").strip()
        assert dt.datetime.fromisoformat(element.findtext(f"{ATOM}updated") or "").tzinfo is not None
    ids = [entry.findtext(f"{ATOM}id") for entry in entries]
    assert len(set(ids)) == len(ids)
    for entry in entries:
        link = entry.find(f"{ATOM}link")
        assert link is not None
        assert link.get("href", "").removeprefix(SITE_URL) in site.pages
    updated = [entry.findtext(f"{ATOM}updated") or "" for entry in entries]
    assert updated == sorted(updated, reverse=True)
    assert root.find(f"{ATOM}author/{ATOM}name") is not None


@pytest.mark.parametrize("table", TABLES)
def test_a_table_has_the_same_rows_in_every_format(site: Site, table: str) -> None:
    base = f"{site.folder}/data/{table}"
    with duckdb.connect() as connection:
        described = connection.execute(f"describe select * from '{base}.parquet'").fetchall()
        columns = {str(row[0]): str(row[1]) for row in described}
        readers = {
            "parquet": f"read_parquet('{base}.parquet')",
            "csv": f"read_csv('{base}.csv', header = true, allow_quoted_nulls = false, columns = {columns})",
            "ndjson": f"read_json('{base}.ndjson', format = 'newline_delimited', columns = {columns})",
        }
        rows = {name: connection.execute(f"select * from {reader}").fetchall() for name, reader in readers.items()}
    assert rows["parquet"]
    assert rows["csv"] == rows["parquet"]
    assert rows["ndjson"] == rows["parquet"]
    assert not FORBIDDEN & columns.keys()


def test_the_data_hold_every_debrief_that_the_pages_hold(site: Site) -> None:
    pages = {address.split("/")[1] for address in site.pages if re.fullmatch(r"debriefs/[0-9a-f]{8}/", address)}
    rows = site.rows("debriefs", "select id from data")
    assert {row["id"] for row in rows} == pages - {WITHDRAWN}


def test_replaying_the_closings_gives_the_committed_manifests(tmp_path: Path) -> None:
    content = tmp_path / "content"
    shutil.copytree(SAMPLE, content)
    for manifest in (content / "editions").glob("*.lock.json"):
        manifest.unlink()
    replay(content)
    assert _manifests(content) == _manifests(SAMPLE), made_by("manifests")


def _manifests(content: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted((content / "editions").glob("*.lock.json"))}


def test_the_figures_file_repeats_the_manifests(site: Site) -> None:
    for path in sorted((SAMPLE / "editions").glob(f"*.{site.audience}.lock.json")):
        manifest = json.loads(path.read_text(encoding="utf-8"))
        for name, rows in manifest["figures"].items():
            query = f"select k, n, printed from data where figure = '{name}' and edition = '{manifest['edition']}'"
            found = site.rows("figures", query)
            assert [(row["k"], row["n"]) for row in found] == [(row["k"], row["n"]) for row in rows]
            assert all(row["printed"] for row in found)


def test_the_front_page_is_the_newest_closed_edition_with_a_strip_for_the_open_one(site: Site) -> None:
    front = site.pages[""]
    assert "October 2026" in front.one("h1").text
    assert "/editions/2026-11/" in list(front.targets())
    assert "2026-11-16" in {element["datetime"] for element in front.all("time")}
