"""Replaces the names of prospects and contributors in text by what they are."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from builder.reading.accounts import LEGAL_FORMS, WORD, core_of, words_of
from builder.support.cache import keep, program_version, recall

PROSPECT = "[prospect]"
COLLEAGUE = "[colleague]"
TOKENS = re.compile(r"\[(?:prospect|colleague)\]")
MARKS = re.compile("[\u0300-\u036f]")
LETTERS = str.maketrans({"ı": "i", "ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe", "ß": "ss"})
SHORT, LONG = 3, 6
COMMON_WORDS = """
access active agile alpha anchor apple arrow aspect atlas base basis bau beta block blue board bolt book box
bridge bright build bund capital care cargo central centre chain change circle city clear click cloud code
colleague common connect control core craft crown current data deal delta digital direct dream drive eagle earth
east echo edge energy engine exact express first flow focus form forward fresh front future gap garden gate
global gold good grand great green ground group grow guide harbour haus heart help hero hill home honest hope
house idea impact insight island jump just key land lead level life light line link lion local logic loop main
map mark market match matter meta metro mind mint moment motion motor move name nature neo net network neu new
next north nova oak ocean office one open orange orbit order origin over pact park partner path peak people
pilot pilots pioneer plan plus point port power present press prime pro process progress prospect pulse pure
quick rapid reach real red relay rise river rock root route safe scale school sea secure sense share shell shift
signal simple sky smart snow solar solid source south space spark speed spring square stage star start station
steel stone storm stream strong summit sun support swift switch system talk target team tech terra three time
tower trade train true trust union unit unity up value vector view village vision vital voice wave way welt werk
west white wind wing wise wood work works world zero zone
"""
COMMON = frozenset(COMMON_WORDS.split())


class _Folding(dict[int, str]):
    """What each character is without case, accents and ligatures, worked out once."""

    def __missing__(self, code: int) -> str:
        plain = MARKS.sub("", unicodedata.normalize("NFKD", chr(code)).casefold())
        self[code] = MARKS.sub("", unicodedata.normalize("NFKD", plain)).translate(LETTERS)
        return self[code]


FOLDING = _Folding()


def folded(text: str) -> str:
    """The text with case, accents and ligatures ignored."""
    return text.lower() if text.isascii() else text.translate(FOLDING)


def _folded_with_origin(text: str) -> tuple[str, Sequence[int]]:
    """The folded text, and for each of its characters (and its end) the position it comes from."""
    if text.isascii():
        return text.lower(), range(len(text) + 1)
    pieces = [FOLDING[ord(char)] for char in text]
    origin = [position for position, piece in enumerate(pieces) for _ in piece]
    return "".join(pieces), [*origin, len(text)]


ASCII_GAPS = str.maketrans({chr(code): " " for code in range(128) if not chr(code).isalnum()})


def _tokens(text: str) -> set[str]:
    """The folded words of a text."""
    if text.isascii():
        return set(text.lower().translate(ASCII_GAPS).split())
    return set(WORD.findall(folded(text)))


def _spoken(words: tuple[str, ...]) -> tuple[str, ...]:
    """A name as it is said: without the article that opens it."""
    return words[1:] if len(words) > 1 and words[0] == "the" else words


class Mask:
    """Finds known names in a text, however their words are cased, accented, joined or separated.

    A name of one word that is short or common is found only where it starts with a capital, or
    inside an address, so that an account called Next does not eat every "next".
    """

    def __init__(self, accounts: Iterable[str], colleagues: Iterable[str] = ()) -> None:
        names = {(_spoken(core_of(folded(name))), PROSPECT) for name in accounts}
        names |= {(words_of(folded(name)), COLLEAGUE) for name in colleagues}
        self.version = hashlib.blake2b(repr(sorted(names)).encode(), digest_size=12).hexdigest()
        self._by_word: dict[str, list[tuple[tuple[str, ...], str]]] = defaultdict(list)
        for words, stands_for in sorted(names):
            joined = "".join(words)
            if len(joined) > 1:
                # The longest word is the rarest: "inquirer" finds The New York Inquirer, "the" finds everything.
                longest = max(words, key=len)
                for word in {longest, f"{longest}s", joined, f"{joined}s"}:
                    self._by_word[word].append((words, stands_for))
        self._patterns: dict[tuple[str, ...], re.Pattern[str]] = {}

    def __call__(self, text: str) -> str:
        """The text with every known name replaced."""
        found = self._by_word.keys() & _tokens(text)
        if not found:
            return text
        candidates = {candidate for word in found for candidate in self._by_word[word]}
        return _replaced(text, self._spans(text, sorted(candidates, key=lambda c: (-len("".join(c[0])), c))))

    def _spans(self, text: str, candidates: Iterable[tuple[tuple[str, ...], str]]) -> list[tuple[int, int, str]]:
        """Where names stand in the text, the longest names first, without overlaps."""
        plain, origin = _folded_with_origin(text)
        taken = [match.span() for match in TOKENS.finditer(text)]
        spans = []
        for words, stands_for in candidates:
            for match in _every(self._pattern(words), plain):
                start, end = origin[match.start()], origin[match.end()]
                if any(start < right and left < end for left, right in taken):
                    continue
                if len(words) == 1 and _is_common(words[0]) and not _is_meant(text, plain, match, start):
                    continue
                taken.append((start, end))
                spans.append((start, end, stands_for))
        return sorted(spans)

    def _pattern(self, words: tuple[str, ...]) -> re.Pattern[str]:
        if words not in self._patterns:
            self._patterns[words] = re.compile(_expression(words))
        return self._patterns[words]


class Nameless:
    """The seals of the texts in which a mask found no name: the next build need not search them."""

    def __init__(self, mask: Mask, path: Path | None) -> None:
        self._path = path
        self._version = f"{program_version()} {mask.version}"
        known = recall(path, self._version)
        self._known = frozenset(known) if isinstance(known, list) else frozenset()
        self._found: list[str] = []

    def __contains__(self, seal: str) -> bool:
        """Whether an earlier build found no name in what has this seal."""
        return seal in self._known

    def add(self, seal: str) -> None:
        """Remember that nothing was found."""
        self._found.append(seal)

    def keep(self) -> None:
        """Write for the next build what this one has found."""
        found = sorted(set(self._found))
        if self._known.symmetric_difference(found):
            keep(self._path, self._version, found)


class Masked:
    """A mask that tells whether it has changed anything."""

    def __init__(self, mask: Mask) -> None:
        self._mask = mask
        self.has_changed = False

    def __call__(self, text: str | None) -> str:
        """The text with every known name replaced; none is the empty text."""
        if not text:
            return ""
        masked = self._mask(text)
        self.has_changed = self.has_changed or masked != text
        return masked


def _every(pattern: re.Pattern[str], plain: str) -> Iterator[re.Match[str]]:
    """Every match, also those that overlap: the first of two may be part of another name."""
    match = pattern.search(plain)
    while match:
        yield match
        match = pattern.search(plain, match.start() + 1)


def _expression(words: tuple[str, ...]) -> str:
    """Whole words with anything or, in long names, nothing between them; a final s is a genitive's."""
    gap = r"[\W_]*?" if len("".join(words)) >= LONG else r"[\W_]+?"
    first, *others = map(re.escape, words)
    # The first word stands before the test that it starts a word: the search then leaps to it.
    return gap.join((rf"{first}(?<![^\W_]{first})", *others)) + r"(?=s?(?![^\W_]))"


def _is_common(word: str) -> bool:
    return len(word) <= SHORT or word in COMMON


BEFORE_HOST = re.compile(r"(?:@|//|www\.)$")
COMPANY = re.compile(r"\s+(?:gmbh|ag|inc|ltd|llc)\b")
AFTER_HOST = re.compile(r"\.[a-z]{2,}")
ALSO_WORDS = {"as", "se", "eg", "ev"}
FORMS = "|".join(r"\.?".join(form) for form in sorted(LEGAL_FORMS - ALSO_WORDS, key=lambda form: (-len(form), form)))
TAIL = re.compile(rf"(?:[\s,&.-]+(?:(?:und|and)\s+)?(?:(?i:{FORMS})|A/?S|SE|e\.?[GV])(?![^\W_]))+")


def _is_meant(text: str, plain: str, match: re.Match[str], start: int) -> bool:
    """Whether a common word is a name here: by its capital, by a legal form, or as part of an address."""
    is_host = BEFORE_HOST.search(plain[: match.start()]) or AFTER_HOST.match(plain, match.end())
    return text[start].isupper() or bool(is_host) or bool(COMPANY.match(plain, match.end()))


def _replaced(text: str, spans: Iterable[tuple[int, int, str]]) -> str:
    return "".join(_pieces(text, spans))


def _pieces(text: str, spans: Iterable[tuple[int, int, str]]) -> Iterator[str]:
    """The text cut at its names, each with the legal form behind it replaced."""
    position = 0
    for start, end, stands_for in spans:
        yield text[position:start]
        yield stands_for
        tail = TAIL.match(text, end) if stands_for == PROSPECT else None
        position = tail.end() if tail else end
    yield text[position:]
