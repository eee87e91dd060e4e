"""Contributed text for Markdown that others render: it reads as it was written, and does nothing."""

from __future__ import annotations

import re
import unicodedata

STRUCTURE = re.compile(r"[\\`*_\[\]{}~#!^]")
ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "$": "&#36;", "|": "&#124;"}
REPLACED = re.compile("[&<>$|]")
OPENING = re.compile(r"^([-+=]|\d+(?=[.)]))")
# A zero-width space: what services look for after Markdown has been read is no longer there.
GAP = "\u200b"
REFERENCE = re.compile(r"(?<=[@#!$%&~*])(?=[\w\"'(\[{])|(?<=:)(?=//)|(?<=\bwww)(?=\.)|(?<=\bGH-)(?=\d)", re.IGNORECASE)
COMMIT = re.compile(r"\b[0-9a-f]{7,}\b", re.IGNORECASE)
SIX = re.compile(r"(\w{6})(?=\w)")
SCHEME = re.compile(r"\b(mailto|xmpp|javascript|data)(?=:)", re.IGNORECASE)
INVISIBLE = frozenset(("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"))


def inert(text: str, most: int = 0) -> str:
    """One line of text that forms no link, picture, mention, reference, formula or HTML, and ends no block.

    Above `most` characters it is cut, which an ellipsis shows.
    """
    line = SCHEME.sub(rf"\1{GAP}", REFERENCE.sub(GAP, one_line(text, most)))
    line = COMMIT.sub(lambda match: SIX.sub(rf"\1{GAP}", match[0]), line)
    line = STRUCTURE.sub(r"\\\g<0>", line)
    line = REPLACED.sub(lambda match: ENTITIES[match[0]], line)
    return OPENING.sub(lambda match: f"{match[0]}{GAP}" if match[0].isdigit() else f"\\{match[0]}", line)


def one_line(text: str, most: int = 0) -> str:
    """A text as one line, cut above `most` characters.

    Characters that cannot be seen, such as those that turn the direction of writing, are left out.
    """
    seen = "".join(" " if char.isspace() else char for char in text if char.isspace() or _is_seen(char))
    line = " ".join(seen.split())
    return line[: most - 1].rstrip() + "…" if most and len(line) > most else line


def paragraphs(text: str, most: int) -> list[str]:
    """The paragraphs of a text, each made inert, up to so many characters in all."""
    found: list[str] = []
    for paragraph in re.split(r"\n\s*\n", text.strip()):
        found.append(inert(paragraph, most))
        most -= len(paragraph)
        if most <= 1:
            break
    return [paragraph for paragraph in found if paragraph]


def _is_seen(char: str) -> bool:
    return unicodedata.category(char) not in INVISIBLE
