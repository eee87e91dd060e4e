"""A word is planted in every field of every kind; the site of each audience is searched, byte by byte."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.site.canaries import ACCOUNT, NEVER_MASKED, SPELLINGS, Canaries, plant
from tests.site.support import Site, build, repository, texts, where
from tests.support import LISTS, debrief

NOISE = (
    "<b onmouseover=zqbad(1)>bold</b> <script>zqbad(2)</script> {{ 7 * 1913 }} {% raw %} {# zqgone #} ]]> &lt;zq& \"'"
)
ATTAINMENTS = ("0.73519", "1.28473", "0.91357", "1.04711", "73.5", "128.4")


@dataclass(frozen=True)
class Planted:
    """The canaries and the site of one audience."""

    canaries: Canaries
    site: Site


@pytest.fixture(scope="module")
def repositories(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Canaries]:
    folder = tmp_path_factory.mktemp("canaries")
    return folder, plant(folder, NOISE)


@pytest.fixture(scope="module", params=["everyone", "leadership"])
def planted(request: pytest.FixtureRequest, repositories: tuple[Path, Canaries]) -> Planted:
    folder, canaries = repositories
    audience = str(request.param)
    built = build(folder, folder.with_name(f"{folder.name}-{audience}"), "--audience", audience)
    return Planted(canaries, Site(built, folder, audience))


def test_what_an_audience_may_not_see_is_nowhere_in_its_site(planted: Planted) -> None:
    hidden = planted.canaries.hidden_from(planted.site.audience)
    leaks = {place: found for word, place in hidden.items() if (found := where(word, planted.site.texts))}
    aside = {"set-aside/index.html"} if planted.site.audience == "leadership" else set()
    assert {place: found for place, found in leaks.items() if set(found) - aside} == {}


def test_what_an_audience_may_read_is_there(planted: Planted) -> None:
    owed = planted.canaries.owed_to(planted.site.audience)
    assert [place for word, place in owed.items() if not where(word, planted.site.texts)] == []


def test_no_spelling_of_an_account_reaches_everyone(planted: Planted) -> None:
    spellings = {spelling: where(spelling.strip("@"), planted.site.texts) for spelling in SPELLINGS}
    if planted.site.audience == "everyone":
        assert {spelling: found for spelling, found in spellings.items() if found} == {}
        assert where("[prospect]", planted.site.texts)
    else:
        assert where(ACCOUNT, planted.site.texts)
    assert where(NEVER_MASKED, planted.site.texts)


def test_attainment_and_the_values_of_the_export_are_never_printed(planted: Planted) -> None:
    for number in (*ATTAINMENTS, "91573", "91,573"):
        assert where(number, planted.site.texts) == [], number


def test_an_anonymous_debrief_keeps_its_day_and_its_value_to_itself(planted: Planted) -> None:
    for secret in ("2026-10-17", "17 October 2026", "2026-11-20", "20 November 2026", "73517", "73,517"):
        assert where(secret, planted.site.texts) == [], secret
    page = planted.site.pages["debriefs/22222222/"].text
    assert "October 2026" in page
    assert "50,000 to 100,000 EUR" in page


def test_what_names_a_removed_item_goes_with_it_and_is_counted(planted: Planted) -> None:
    held = {"everyone": 0, "leadership": 0}
    held["everyone"] = 5 + 2 + 1 + 1  # private files; two comments and an answer about them; a comment on a counted one
    held["leadership"] = 1
    assert f"{held[planted.site.audience]} held back" in planted.site.pages["set-aside/"].text


def test_everyone_gets_no_link_to_the_source(planted: Planted) -> None:
    if planted.site.audience == "everyone":
        # The forms know where new files are proposed, and nothing else leads there.
        assert where("code.example.com", planted.site.texts) == ["contribute/index.html"]


def test_markup_and_template_syntax_in_any_text_stay_text(planted: Planted) -> None:
    assert where(str(7 * 1913), planted.site.texts) == []
    shown = 0
    for page in planted.site.pages.values():
        assert page.all("style") == [], page.address
        assert len(page.all("script")) == (2 if page.address == "contribute/" else 0), page.address
        assert not [element for element in page.elements if "onmouseover" in element.attributes], page.address
        assert page.badly_nested == [], page.address
        shown += page.text.count("{{ 7 * 1913 }}")
    assert shown > 20


def test_markup_in_a_field_is_escaped_and_not_dropped(planted: Planted) -> None:
    page = planted.site.pages["debriefs/11111111/"].text
    for place in ("quote", "note", "ask", "correction"):
        word = next(word for word, found in planted.canaries.places.items() if found == place)
        said = page[page.index(word) :]
        assert "<b onmouseover=zqbad(1)>bold</b>" in said.split("zqgone")[0], place


def test_an_account_in_the_text_of_a_theme_is_masked(tmp_path: Path) -> None:
    themes = "- {id: contract-terms, title: Contract terms, means: Not as Acme GmbH used it.}\n"
    repository(tmp_path, {**LISTS, "themes.yml": themes, "debriefs/2026-11-03-a-11111111.md": debrief()})
    found = texts(build(tmp_path, tmp_path / "built"))
    assert where("not as", found)
    assert where("as acme gmbh used", found) == []


@pytest.mark.parametrize(
    ("name", "fields"),
    [
        ("2026-11-04-b-22222222.md", {"segment": "mid-market", "rep": "nobody-we-know"}),
        ("2026-12-04-b-22222222.md", {"decided": "2026-12-01"}),
    ],
)
def test_an_account_is_masked_even_if_its_own_debrief_is_not_published(
    tmp_path: Path, name: str, fields: dict[str, str]
) -> None:
    first = debrief(body="Brokenfield said the same.")
    second = debrief(**{"account": "Brokenfield Mills Ltd", **fields})
    more = debrief(body="And so did Brokenfield Mills, later.", account="Other Ltd")
    files = {"2026-11-03-a-11111111.md": first, "2026-11-05-c-33333333.md": more, name: second}
    repository(tmp_path, {**LISTS, **{f"debriefs/{path}": text for path, text in files.items()}})
    assert where("Brokenfield Mills", texts(build(tmp_path, tmp_path / "built"))) == []
