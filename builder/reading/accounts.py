"""Accounts as people spell them, and the one key that all spellings of an account share."""

from __future__ import annotations

import re
from collections.abc import Iterable

from builder.schema.catalog import CatalogEntry

WORD = re.compile(r"[^\W_]+")
FORMS = """
ab ag aps as asa bv co company corp corporation ek eg ev gbr gmbh group holding inc incorporated kg kgaa kk llc
llp limited ltd mbh nv oy oyj plc pte pty sa sarl sas se spa srl sro ug
"""
LEGAL_FORMS = frozenset(FORMS.split())


def words_of(name: str) -> tuple[str, ...]:
    """The words of a name, case ignored, dots inside abbreviations closed up (`G.m.b.H.` → `gmbh`)."""
    closed = re.sub(r"(?<=\b\w)\.(?=\w\b)", "", name.casefold())
    return tuple(WORD.findall(closed))


def core_of(name: str) -> tuple[str, ...]:
    """The words of a name without its legal form; all of them where nothing else is left."""
    words = words_of(name)
    kept = len(words)
    while kept and (words[kept - 1] in LEGAL_FORMS or words[kept - 1] == "und"):
        kept -= 1
    return words[:kept] or words


class AccountBook:
    """Finds the key of an account under any spelling; aliases come from the catalogue."""

    def __init__(self, entries: Iterable[CatalogEntry] = ()) -> None:
        self._keys: dict[str, str] = {}
        for entry in entries:
            for spelling in (entry.title, entry.id, *entry.aliases):
                self._keys.setdefault(self._plain(spelling), entry.id)

    @staticmethod
    def _plain(name: str) -> str:
        return " ".join(core_of(name)) or name.strip().casefold()

    def key(self, name: str) -> str:
        """The key that all spellings of this account share."""
        plain = self._plain(name)
        return self._keys.get(plain, plain)
