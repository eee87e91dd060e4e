"""The effect's Markdown is short, whole and inert, whatever was contributed."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import cmarkgfm
import pytest
from hypothesis import given
from hypothesis import strategies as st

from builder.changes.effect import Ends, effect_of
from builder.reporting.effect import LIMIT, MARKER, SECTIONS, markdown
from builder.reporting.effect_sections import Section
from builder.reporting.inert import inert, paragraphs
from tests.support import debrief, settings_of, write

REFERENCES = re.compile(r"[@#!&~%$][\w\[\"]|\bGH-\d|\b[0-9a-f]{7,40}\b|https?://\S|www\.\w")
HOSTILE = (
    "@alice",
    "#12",
    "org/repo#12",
    "GH-12",
    "!5",
    "https://evil.example/x",
    "www.evil.example",
    "me@evil.example",
    "mailto:me@evil.example",
    "[a](http://evil.example)",
    "![a](http://evil.example/a.png)",
    "<img src=x onerror=alert(1)>",
    "<!-- bulletin-effect -->",
    "</details><script>alert(1)</script>",
    "&lt;b&gt;",
    "`code` *strong* _em_ ~~gone~~ $x$ | cell |",
    "[x]: http://evil.example",
    "[^1]",
    "0123456789abcdef0123456789abcdef01234567",
    "- item",
    "1. one",
    "# Head",
    "> quote",
    "```",
    "---",
    "===",
    "a\\",
    "\u202eright to left",
    "line\n\n# Head\n\n<b>",
)


def rendered(markdown_: str) -> str:
    """What GitHub's own dialect makes of Markdown, raw HTML let through, so that it would show."""
    return str(cmarkgfm.github_flavored_markdown_to_html(markdown_, cmarkgfm.cmark.Options.CMARK_OPT_UNSAFE))


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_one_paragraph_of_plain_text(text: str) -> None:
    html = rendered(f"> {inert(text)}\n")
    (inside,) = re.fullmatch(r"<blockquote>\n<p>(.*)</p>\n</blockquote>\n", html, re.DOTALL).groups()  # type: ignore[union-attr]
    assert "<" not in inside
    assert not REFERENCES.search(unescape(inside)), inside


@given(st.text(alphabet=st.sampled_from("ab1@#!`*_[]()<>|\\&;:/.-+=~$\n\"' \u202e"), max_size=40))
def test_no_text_forms_anything_and_every_visible_letter_stays(text: str) -> None:
    html = rendered(f"> x{inert(text)}\n")
    found = re.fullmatch(r"<blockquote>\n<p>x(.*)</p>\n</blockquote>\n", html, re.DOTALL)
    assert found, html
    assert "<" not in found[1]
    assert unescape(found[1]).replace("\u200b", "") == " ".join(text.replace("\u202e", "").split())


@given(st.text(max_size=60))
def test_any_text_opens_and_closes_nothing(text: str) -> None:
    html = rendered(f"> {inert(text)}\n\nafter\n")
    assert html.endswith("<p>after</p>\n")
    assert not re.sub(r"</?(?:blockquote|p)>", "", html).count("<")


def test_a_long_text_is_cut_and_says_so() -> None:
    assert inert("x" * 20, 10) == "x" * 9 + "…"
    assert inert("x" * 10, 10) == "x" * 10
    assert paragraphs("one\n\ntwo\n\nthree", 4) == ["one"]


def comment(tmp_path: Path, files: dict[str, str], limit: int = LIMIT) -> str:
    before = write(tmp_path / "before", {})
    after = write(tmp_path / "after", files)
    return markdown(effect_of(Ends(settings_of(before), settings_of(after))), limit)


def test_hostile_text_in_every_field_stays_inert(tmp_path: Path) -> None:
    text = " ".join(HOSTILE[:-1]).replace("'", "''").replace("\u202e", "")
    driver = (
        f"repelling:\n  contract-terms: {{quote: '{text}', evidence: email}}\n  other: {{note: '{text}', detail: x}}"
    )
    said = debrief(driver, "\n\n".join(HOSTILE), ask=f"'{text}'")
    html = rendered(comment(tmp_path, {"debriefs/2026-11-09-a-7f3c9a10.md": said}))
    assert "evil.example" in html
    assert "<a " not in html
    assert "<img" not in html
    assert "<script" not in html
    assert html.count("<!--") == 1
    headings = re.findall(r"<h\d>(.*)</h\d>", html)
    assert headings == [
        # A comment of HTML is among the hostile texts.
        "What the check says",
        "Now for leadership to answer",
        "As it will look",
        "November 2026, still open, on the front page",
    ]


def test_what_does_not_fit_is_counted(tmp_path: Path) -> None:
    files = {
        f"debriefs/2026-11-09-a-{number:08x}.md": debrief(account=f"Account {number}", body="A word. " * 60)
        for number in range(40)
    }
    whole, cut = comment(tmp_path / "whole", files), comment(tmp_path / "cut", files, 10_000)
    assert len(whole) < LIMIT
    assert len(cut) < 10_000
    assert cut.startswith(f"{MARKER}\n\n**The effect.** Adds 40 debriefs to November 2026.")
    shown = cut.count("**New debrief")
    assert 0 < shown < 40
    assert f"*{40 - shown} items more left out here.*" in cut
    assert whole.count("**New debrief") == 40


def test_a_section_is_added_beside_its_siblings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    more = (*SECTIONS, lambda effect: [Section("Overdue", ("- one",))])
    monkeypatch.setattr("builder.reporting.effect.SECTIONS", more)
    assert "### Overdue\n\n- one\n" in comment(tmp_path, {"debriefs/2026-11-09-a-7f3c9a10.md": debrief()})
