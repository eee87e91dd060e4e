"""Replaces the names of prospects and contributors in text by what they are."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable

from builder.reading.accounts import LEGAL_FORMS, WORD, core_of, words_of

PROSPECT = "[prospect]"
COLLEAGUE = "[colleague]"
GAP = r"[\W_]*?"


class Mask:
    """Finds known names in a text, however their words are cased or separated.

    A name of one short or common-looking word is found only where it starts with a capital, so
    that an account called Next does not eat every "next".
    """

    def __init__(self, accounts: Iterable[str], colleagues: Iterable[str] = ()) -> None:
        self._by_first: dict[str, list[tuple[tuple[str, ...], str]]] = defaultdict(list)
        for words, stands_for in sorted(
            {(core_of(name), PROSPECT) for name in accounts} | {(words_of(name), COLLEAGUE) for name in colleagues}
        ):
            if words and len("".join(words)) > 1:
                self._by_first[words[0]].append((words, stands_for))
        self._patterns: dict[tuple[str, ...], re.Pattern[str]] = {}

    def __call__(self, text: str) -> str:
        """The text with every known name replaced."""
        found = self._by_first.keys() & set(WORD.findall(text.casefold()))
        if not found:
            return text
        candidates = [candidate for first in found for candidate in self._by_first[first]]
        for words, stands_for in sorted(candidates, key=lambda c: (-len(c[0]), c)):
            text = self._pattern(words).sub(stands_for, text)
        return text

    def _pattern(self, words: tuple[str, ...]) -> re.Pattern[str]:
        if words not in self._patterns:
            self._patterns[words] = re.compile(_expression(words))
        return self._patterns[words]


def _expression(words: tuple[str, ...]) -> str:
    forms = "|".join(sorted(LEGAL_FORMS, key=lambda form: (-len(form), form)))
    dotted = rf"(?:{forms})\b|(?:[a-z]\.){{2,}}"
    tail = rf"(?:[\s,&.-]+(?i:{dotted}))*"
    if len(words) == 1:
        word = words[0]
        first = f"[{re.escape(word[0].upper())}{re.escape(word[0].upper())}]" if word[0].isalpha() else re.escape(word[0])
        return rf"(?<![^\W_]){first}(?i:{re.escape(word[1:])})(?![^\W_]){tail}"
    body = GAP.join(re.escape(word) for word in words)
    return rf"(?<![^\W_])(?i:{body})(?![^\W_]){tail}"
