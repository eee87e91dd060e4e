"""The names that no text may print: those of accounts, and of colleagues who do not sign."""

from __future__ import annotations

from dataclasses import dataclass

from builder.reading.corpus import Corpus


@dataclass(frozen=True, slots=True)
class KnownNames:
    """The names that no text may print: those of accounts, and of colleagues who do not sign."""

    accounts: frozenset[str]
    colleagues: frozenset[str]

    @classmethod
    def of(cls, corpus: Corpus) -> KnownNames:
        """The names that a corpus knows."""
        accounts = set(corpus.accounts)
        accounts |= {deal.account for deal in corpus.closed_deals if deal.account}
        for entry in corpus.catalog.accounts:
            accounts |= {entry.title, entry.id, *entry.aliases}
        unsigned = (member.name for member in corpus.roster or () if not member.signs and " " in member.name)
        return cls(frozenset(accounts), frozenset(unsigned))

    def __or__(self, other: KnownNames) -> KnownNames:
        return KnownNames(self.accounts | other.accounts, self.colleagues | other.colleagues)
