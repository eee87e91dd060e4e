"""Contributed Markdown to safe HTML: GitHub's own dialect, raw HTML left out, then sanitised."""

from __future__ import annotations

import re
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


@lru_cache(maxsize=256)
def to_html(markdown: str) -> Html:
    """Safe HTML. Headings start at h3, below the page's own; pictures become links to them."""
    if not markdown.strip():
        return Html("")
    raw = cmarkgfm.github_flavored_markdown_to_html(markdown)
    raw = HEADING.sub(lambda match: f"<{match[1]}h{min(int(match[2]) + 2, DEEPEST)}>", raw)
    if "<img" in raw:
        raw = IMAGE.sub(r'<a href="\1">\2 (picture)</a>', raw)
    clean = nh3.clean(raw, tags=TAGS, attributes=ATTRIBUTES, url_schemes=SCHEMES, link_rel=LINK_REL)
    # What scrolls sideways has to be reached by keyboard.
    return Html(clean.replace("<pre>", '<pre tabindex="0">').replace("<table>", '<table tabindex="0">'))
