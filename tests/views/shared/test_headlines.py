"""Headlines are written from figures by rule, and say no more than a test supports."""

from __future__ import annotations

from pathlib import Path

import pytest

from builder.build import Bulletin
from builder.figures.figure_row import FigureRow
from builder.figures.results import Results
from builder.figures.theme_ranking import RankedTheme
from builder.views.edition.front_page import front_page
from builder.views.shared.edition_ranking import ranked_in_edition
from builder.views.shared.headlines import headline
from builder.views.shared.names import Names
from builder.views.shared.page_context import PageContext
from builder.views.shared.phrases import Phrase
from builder.views.shared.sides import PUTS_OFF
from tests.figures.test_comparisons import months
from tests.support import build, debrief, write

EDITION = "2026-11"


@pytest.fixture(scope="module")
def names(tmp_path_factory: pytest.TempPathFactory) -> Names:
    bulletin = build(write(tmp_path_factory.mktemp("names"), {"debriefs/2026-11-05-00000001.md": debrief()}))
    return Names(bulletin.publication, bulletin.settings)


def plain(phrase: Phrase) -> str:
    return "".join(piece if isinstance(piece, str) else piece.text for piece in phrase)


def written(names: Names, now: tuple[int, int], before: tuple[int, int], verdict: str, side: str = "repelling") -> str:
    keys = (("theme", "contract-terms"), ("side", side))
    total = FigureRow(edition=EDITION, keys=keys, k=1, n=9)
    measures = (("before_k", before[0]), ("before_n", before[1]), ("verdict", verdict))
    change = FigureRow(edition=EDITION, keys=keys, k=now[0], n=now[1], measures=measures)
    record = Results({("change", EDITION): {keys: change}}, {}, {}, (EDITION,), {})
    standing = RankedTheme(
        theme="contract-terms", side=side, label="echo", total=total, outcomes=None, money=None, corroboration=None
    )
    return plain(headline(record, standing, names))


@pytest.mark.parametrize(
    ("now", "before", "verdict", "sentence"),
    [
        ((15, 24), (4, 22), "up", "Contract terms put off 15 of 24 losses, up from 4 of 22"),
        ((1, 24), (14, 22), "down", "Contract terms put off 1 of 24 losses, down from 14 of 22"),
        ((9, 24), (4, 22), "within chance", "Contract terms put off 9 of 24 losses; before, 4 of 22, within chance"),
        ((0, 24), (9, 22), "down", "Contract terms put off none of 24 losses, down from 9 of 22"),
        ((9, 9), (0, 22), "up", "Contract terms put off all 9 losses, up from none of 22"),
        ((2, 2), (1, 1), "within chance", "Contract terms put off both losses; before, the only 1, within chance"),
        ((1, 1), (0, 1), "within chance", "Contract terms put off the only 1 loss; before, none of 1, within chance"),
        ((1_200, 2_400), (4, 22), "up", "Contract terms put off 1,200 of 2,400 losses, up from 4 of 22"),
    ],
)
def test_sentences_are_grammatical_for_none_one_two_and_many(
    names: Names, now: tuple[int, int], before: tuple[int, int], verdict: str, sentence: str
) -> None:
    assert written(names, now, before, verdict) == sentence


def test_what_draws_is_worded_as_such(names: Names) -> None:
    words = written(names, (3, 8), (1, 9), "within chance", side="compelling")
    assert words == "Contract terms drew 3 of 8 wins; before, 1 of 9, within chance"


def test_without_anything_to_compare_with_the_edition_s_own_count_stands(names: Names) -> None:
    words = written(names, (3, 8), (0, 0), "nothing to compare with")
    assert words == "Contract terms: 1 of 9 deals names it as what puts buyers off"


def front(bulletin: Bulletin) -> tuple[str, str, str]:
    """The lead's headline, its deck, and what is said of its choice."""
    (edition,) = (e for e in bulletin.publication.schedule.editions if e.id == EDITION)
    page = front_page(PageContext(bulletin, Names(bulletin.publication, bulletin.settings)), edition)
    assert page.lead is not None
    return plain(page.lead.headline), page.lead.deck, plain(page.lead.chosen)


MOVED = months(("2026-06", "pricing", 9), ("2026-11", "support", 10), ("2026-11", "pricing", 2))


def test_the_deck_names_the_months_and_what_is_plausible(tmp_path: Path) -> None:
    words, deck, chosen = front(build(write(tmp_path, MOVED)))
    assert words == "Support put off 10 of 12 losses, up from none of 9"
    # Wilson's interval for 10 of 12.
    assert (
        deck
        == "Losses debriefed in September to November 2026, against June to August 2026. Plausibly 55 to 95 in 100."
    )
    assert chosen == ""


def test_an_editor_may_overrule_the_order_and_never_the_numbers(tmp_path: Path) -> None:
    letter = {"editions/2026-11.md": "---\norder: [pricing]\n---\nA word.\n"}
    plainly, chosen = build(write(tmp_path / "a", MOVED)), build(write(tmp_path / "b", {**MOVED, **letter}))
    words, _, said = front(chosen)
    assert words == "Price put off 2 of 12 losses, down from all 9"
    assert said == "Chosen by the editor; by the stated order, Support comes first."
    assert plainly.record == chosen.record
    (edition,) = (e for e in chosen.publication.schedule.editions if e.id == EDITION)
    assert [standing.theme for standing in ranked_in_edition(chosen, edition, PUTS_OFF)] == ["pricing", "support"]


def test_a_theme_that_an_editor_puts_first_has_to_exist(tmp_path: Path) -> None:
    letter = {"editions/2026-11.md": "---\norder: [prizing]\n---\nA word.\n"}
    (words,) = build(write(tmp_path, {**MOVED, **letter})).publication.set_aside[0].faults
    assert (words.code.id, words.line) == ("SB301", 2)


def test_no_editions_enough_no_talk_of_change(tmp_path: Path) -> None:
    bulletin = build(write(tmp_path, months(("2026-11", "support", 3))))
    (edition,) = bulletin.publication.schedule.editions
    page = front_page(PageContext(bulletin, Names(bulletin.publication, bulletin.settings)), edition)
    assert (plain(page.changes.verdict), page.changes.groups) == ("There are not yet editions enough to compare.", ())
    assert page.lead is not None
    assert plain(page.lead.headline) == "Support put off all 3 losses"


def test_the_newest_comment_that_disagrees_speaks_against_a_lead_that_no_deal_contradicts(tmp_path: Path) -> None:
    words = "We lost these on price and the reps know it; nobody in my calls ever asked who answers at night."
    text = f"---\ntheme: support\nby: product\nstance: disagrees\n---\n{words}\n"
    comment = {"comments/2026-11-06-support-0a0a0a0a.md": text}
    bulletin = build(write(tmp_path, {**MOVED, **comment}))
    (edition,) = (e for e in bulletin.publication.schedule.editions if e.id == EDITION)
    page = front_page(PageContext(bulletin, Names(bulletin.publication, bulletin.settings)), edition)
    assert page.lead is not None
    assert page.lead.contrary is not None
    assert (page.lead.contrary.words, page.lead.contrary.speaker) == (words, "Product")
