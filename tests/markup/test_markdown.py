"""Contributed Markdown is printed whole: raw HTML as text, and only comments of HTML are left out, and told."""

from __future__ import annotations

import html
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builder.markup.markdown import TAGS, lines_of_comments, to_html
from tests.support import debrief, places, read, write

TAG = re.compile(r"<[^>]*>")


def shown(markdown: str) -> str:
    return " ".join(html.unescape(TAG.sub("", to_html(markdown))).split())


@pytest.mark.parametrize(
    ("markdown", "words"),
    [
        ("<p>The CFO told us.</p>", "<p>The CFO told us.</p>"),
        ("They pay <45 EUR and use <unknown> modules.", "They pay <45 EUR and use <unknown> modules."),
        ("<div>\nThey left because of the *contract*.\n</div>", "<div> They left because of the contract. </div>"),
        ("<!-- todo\n\nThe board wants more.", "<!-- todo The board wants more."),
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        ("<?php echo 1 ?>", "<?php echo 1 ?>"),
        ("<![CDATA[ all of it ]]> <!DOCTYPE x>", "<![CDATA[ all of it ]]> <!DOCTYPE x>"),
        ("> <table>\n> said\n\n- <ul>\n  more", "<table> said <ul> more"),
        ("# Why <b>they</b> left", "Why <b>they</b> left"),
        ("\\<b> \\\\<i> `<u>`", "<b> \\<i> <u>"),
        ("```\n<b>\n```\n<b\nonclick=x>", "<b> <b onclick=x>"),
        ("<https://a.example/?x=1&y> <a@b.example> <b>", "https://a.example/?x=1&y a@b.example <b>"),
        ("[there](<a b.html>) <b>\n\n[x]: <http://a.example>\n\n[x]", "there <b> x"),
        ("Ac<b>me</b> said so", "Ac<b>me</b> said so"),
    ],
)
def test_what_stands_in_raw_html_is_printed_as_it_was_typed(markdown: str, words: str) -> None:
    assert shown(markdown) == words
    assert lines_of_comments(markdown) == []


def test_what_markdown_says_beside_raw_html_keeps_its_meaning() -> None:
    assert "<em>contract</em>" in to_html("<div>\nthe *contract*\n</div>")
    assert 'href="https://a.example/"' in to_html("<b> <https://a.example/>")
    assert 'href="a%20b.html"' in to_html("[there](<a b.html>) <b>")


@pytest.mark.parametrize(
    ("markdown", "words", "lines"),
    [
        ("a <!-- ana's boss --> b", "a b", [1]),
        ("one\n\n<!-- two\n\nthree --> four", "one four", [3]),
        ("<!-- use `x` -->\n`<!-- shown -->`", "<!-- shown -->", [1]),
        ("<!-- a <!-- b --> c\n<!-- d -->", "c", [1, 2]),
        ("    <!-- code -->\n\n<!-- never closed", "<!-- code --> <!-- never closed", []),
        ("\\<!-- escaped --> <!-- not -->", "<!-- escaped -->", [1]),
    ],
)
def test_a_comment_is_left_out_and_its_line_told(markdown: str, words: str, lines: list[int]) -> None:
    assert shown(markdown) == words
    assert lines_of_comments(markdown) == lines


def test_the_check_tells_of_a_comment_where_it_stands(tmp_path: Path) -> None:
    path = "debriefs/2026-11-03-a-11111111.md"
    text = debrief(body="Said on Monday.\n\n<!-- ask ana\nabout it -->")
    corpus = read(write(tmp_path, {path: text}))
    line = text.split("\n").index("<!-- ask ana") + 1
    assert places(corpus.diagnostics) == [(path, line, 1, "SB021")]
    assert len(corpus.debriefs) == 1


MARKS = st.text(alphabet="<>!-`*_[]()#\\&;:/ \nab@.", max_size=40)


@given(MARKS)
def test_no_text_makes_an_element_that_markdown_has_no_word_for(markdown: str) -> None:
    names = set(re.findall(r"<([a-z0-9]+)", to_html(markdown)))
    assert names <= TAGS


@given(
    st.lists(st.sampled_from(["word", "<b>", "</b>", "<div>", "*so*", "`x`", "<45", "&lt;", "\n", "\n\n", "> ", "- "]))
)
def test_every_word_is_printed(pieces: list[str]) -> None:
    assert shown(" ".join(pieces)).count("word") == pieces.count("word")
