"""Contributed Markdown to safe HTML: GitHub's own dialect, raw HTML printed as it was typed, then sanitised."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NewType

import cmarkgfm
import nh3

Html = NewType("Html", str)
"""HTML that has been sanitised: the only text that a template may print unescaped."""

INLINE = {"a", "br", "code", "del", "em", "input", "strong"}
BLOCKS = {"blockquote", "h3", "h4", "h5", "h6", "hr", "li", "ol", "p", "pre", "ul"}
TABLES = {"table", "tbody", "td", "th", "thead", "tr"}
TAGS = INLINE | BLOCKS | TABLES
ATTRIBUTES = {
    "a": {"href", "title"},
    "td": {"align"},
    "th": {"align"},
    "ol": {"start"},
    "input": {"type", "checked", "disabled"},
    "code": {"class"},
}
SCHEMES = {"http", "https", "mailto"}
LINK_REL = "nofollow noopener noreferrer"
IMAGE = re.compile(r'<img src="([^"]*)" alt="([^"]*)"[^>]*/>')
HEADING = re.compile(r"<(/?)h([1-6])>")
DEEPEST = 6

# What cmark leaves of raw HTML, and what stands for `<` in a second reading that has none: a character that no
# text may hold.
OMITTED = "<!-- raw HTML omitted -->"
LESS_THAN = "\ufdd0"
# A `<` that Markdown itself reads: escaped, of an automatic link, or around the address of a link.
MEANT = re.compile(
    r"(?P<kept>\\.|<[A-Za-z][A-Za-z0-9+.-]{1,31}:[^\s<>]*>|<[\w.!#$%&'*+/=?^`{|}~-]+@[\w.-]+>|(?<=\]\()<(?=[^<>\n]*>)"
    r"|(?<=\]: )<(?=[^<>\n]*>))|<",
    re.DOTALL,
)
OPENING = f"{LESS_THAN}!--"
CODE_OR_COMMENT = re.compile(
    rf"(?P<code><code[^>]*>.*?</code>)|(?P<comment>{OPENING}(?:&gt;|-&gt;|.*?--&gt;))|{OPENING}", re.DOTALL
)


@lru_cache(maxsize=256)
def to_html(markdown: str) -> Html:
    """Safe HTML. Headings start at h3, below the page's own; pictures become links to them.

    Raw HTML is text: its tags are printed as they were typed, and what stands between them is Markdown.
    Comments of HTML are left out: `lines_of_comments` tells of them.
    """
    if not markdown.strip():
        return Html("")
    raw = cmarkgfm.github_flavored_markdown_to_html(markdown)
    if OMITTED in raw:
        raw = CODE_OR_COMMENT.sub(lambda match: "" if match["comment"] else match[0], _with_tags(markdown))
        raw = raw.replace(LESS_THAN, "&lt;")
    raw = HEADING.sub(lambda match: f"<{match[1]}h{min(int(match[2]) + 2, DEEPEST)}>", raw)
    if "<img" in raw:
        raw = IMAGE.sub(r'<a href="\1">\2 (picture)</a>', raw)
    clean = nh3.clean(raw, tags=TAGS, attributes=ATTRIBUTES, url_schemes=SCHEMES, link_rel=LINK_REL)
    # What scrolls sideways has to be reached by keyboard.
    return Html(clean.replace("<pre>", '<pre tabindex="0">').replace("<table>", '<table tabindex="0">'))


def lines_of_comments(markdown: str) -> list[int]:
    """The lines, from 1, on which comments of HTML open that are not printed."""
    if "<!--" not in markdown:
        return []
    lines = (markdown.count("\n", 0, start) + 1 for start in _starts_of_comments(markdown))
    return [line for line, is_left_out in zip(lines, _left_out(_with_tags(markdown)), strict=False) if is_left_out]


def _starts_of_comments(markdown: str) -> Iterator[int]:
    for match in MEANT.finditer(markdown):
        if not match["kept"] and markdown.startswith("!--", match.end()):
            yield match.start()


def _left_out(raw: str) -> Iterator[bool]:
    """Of every `<!--` in the HTML of a text, in order, whether a comment opens there that is left out."""
    for match in CODE_OR_COMMENT.finditer(raw):
        inner = match[0].count(OPENING)
        if match["comment"]:
            yield True
            inner -= 1
        yield from [False] * inner


def _with_tags(markdown: str) -> str:
    """The HTML of a text whose own tags are text, with LESS_THAN for every `<` of theirs."""
    source = MEANT.sub(lambda match: match["kept"] or LESS_THAN, markdown.replace(LESS_THAN, ""))
    raw = str(cmarkgfm.github_flavored_markdown_to_html(source))
    return raw if OMITTED not in raw else str(cmarkgfm.github_flavored_markdown_to_html(source.replace("<", LESS_THAN)))
