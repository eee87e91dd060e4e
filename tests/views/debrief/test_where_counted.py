"""A debrief's page says what it became part of: what its edition printed, and what was answered since."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from builder import site_file
from builder.build import Content, content_of
from builder.views.debrief.where_counted import WhereCounted
from builder.views.shared.names import Names
from builder.views.shared.phrases import Link

ROOT = Path(__file__).resolve().parents[3]
EDITIONS = ROOT / "content" / "editions"


@pytest.fixture(scope="module")
def content() -> Content:
    """The sample as everyone may read it."""
    settings = site_file.settings_of(ROOT / "mkdocs.yml", dt.date(2026, 11, 16), {})
    return content_of(replace(settings, cache_dir=None))


def parts_of(content: Content, id: str) -> list[tuple[str, str]]:
    """The terms and the words of what one debrief entered."""
    debrief = content.publication.debrief(id)
    assert debrief is not None
    facts = [part.fact for part in WhereCounted(Names(content.publication, content.settings)).of(debrief)]
    return [(fact.term, "".join(one.text if isinstance(one, Link) else one for one in fact.phrase)) for fact in facts]


def manifest(edition: str) -> dict[str, Any]:
    """What an edition printed for everyone."""
    found: dict[str, Any] = json.loads((EDITIONS / f"{edition}.everyone.lock.json").read_text(encoding="utf-8"))
    return found


def test_a_closed_edition_s_win_rate_is_told_to_those_behind_it_alone(content: Content) -> None:
    row = next(
        row for row in manifest("2026-10")["figures"]["win-rate"] if not set(row) & {"segment", "month", "region"}
    )
    behind = set(row["debriefs"])
    others = [one.id for one in content.publication.debriefs if one.edition == "2026-10" and one.id not in behind]
    assert behind
    assert others
    words = f"{row['k']} of {row['n']} deals won in October 2026"
    assert all(("Win rate", words) in parts_of(content, id) for id in behind)
    assert not any(term == "Win rate" for id in others for term, text in parts_of(content, id) if "October" in text)


def test_each_driver_is_told_the_headline_that_it_stands_behind(content: Content) -> None:
    rows = manifest("2026-10")["figures"]["prevalence"]
    row = next(row for row in rows if set(row) == {"edition", "theme", "side", "k", "n", "low", "high", "debriefs"})
    title = content.publication.codebook.get(row["theme"]).title
    sign = {"repelling": "−", "compelling": "+"}[row["side"]]
    for id in row["debriefs"]:
        assert [words for term, words in parts_of(content, id) if term == f"{sign} {title}" and "October 2026" in words]


def test_an_open_edition_is_pointed_at_without_a_number(content: Content) -> None:
    debrief = next(one for one in content.publication.debriefs if one.edition == "2026-11" and one.is_prospects_voice)
    words = [text for term, text in parts_of(content, debrief.id) if term[0] in "+−"]
    assert words
    assert set(words) == {"November 2026 is open: what is counted so far"}


def test_answers_before_a_debrief_are_not_since(content: Content) -> None:
    answered = {
        content.publication.codebook.current(answer.value.theme): answer.value.on
        for answer in reversed(content.publication.responses)
        if answer.value.theme
    }
    seen = set()
    for debrief in content.publication.debriefs:
        themes = [theme for theme in debrief.themes if theme in answered]
        since = any(term == "Answered since" for term, _ in parts_of(content, debrief.id))
        if all(dt.date.fromisoformat(f"{debrief.recorded}-01"[:10]) > answered[theme] for theme in themes):
            later = [
                answer
                for answer in content.publication.responses
                if answer.value.theme
                and content.publication.codebook.current(answer.value.theme) in themes
                and answer.value.on.isoformat() >= debrief.recorded
            ]
            assert since == bool(later)
        seen.add(since)
    assert seen == {True, False}


def test_a_customer_s_voice_is_in_no_figure_about_themes(content: Content) -> None:
    found = [one.id for one in content.publication.debriefs if not one.is_prospects_voice and one.has_page]
    assert found
    assert not any(term[0] in "+−" for id in found for term, _ in parts_of(content, id))
