"""What one audience may read of what it is given: names, accounts, amounts and words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal
from typing import TypeVar

from builder.config import Audience, Settings
from builder.publication.free_texts import with_texts
from builder.publication.known_names import KnownNames
from builder.publication.masking import Mask
from builder.reading.accounts import AccountBook
from builder.reading.corpus import Corpus
from builder.reading.deals import DealBook
from builder.reading.file_state import FileState
from builder.schema.base import Model
from builder.schema.catalog import CATALOGUES, Catalog, CatalogEntry
from builder.schema.debrief import ANONYMOUS, Debrief
from builder.schema.readers import ReadBy, Readers
from builder.schema.roster import Member

NAMELESS = "a rep"
COUNTED_WHEREVER = ("attainment", "closed-deal")
Value = TypeVar("Value", bound=Model)


class AudiencePolicy:
    """The rules of one audience over one corpus; `corpus` is what it may know of, without the private folder's."""

    def __init__(self, corpus: Corpus, settings: Settings, names: KnownNames | None) -> None:
        self.settings = settings
        self.is_leadership = settings.audience is Audience.LEADERSHIP
        self.corpus = corpus if self.is_leadership else _without_private(corpus)
        self.accounts = AccountBook(corpus.catalog.accounts)
        self.members = {member.handle: member for member in corpus.roster or ()}
        known = KnownNames.of(corpus) | names if names else KnownNames.of(corpus)
        self.mask = Mask(() if self.is_leadership else known.accounts, known.colleagues)
        self._departments = {entry.id: entry.title for entry in self.corpus.catalog.departments}
        self._ids = {name: _by_spelling(getattr(corpus.catalog, name)) for name in CATALOGUES}
        self.deals = DealBook(self.corpus, self.accounts)

    def may_read(self, read_by: ReadBy, debrief: Debrief) -> bool:
        """Whether this audience may read a field of a debrief that declares these readers."""
        if read_by.readers is Readers.NEVER or (read_by.readers is Readers.LEADERSHIP and not self.is_leadership):
            return False
        return (read_by.anonymous or not debrief.is_anonymous) and (read_by.counted or not debrief.is_only_counted)

    def words(self, text: str | None) -> str:
        """A text with every known name replaced; none is the empty text."""
        return self.mask(text) if text else ""

    def masked(self, value: Value) -> Value:
        """The same content with every free text in it masked, however deep."""
        return with_texts(value, self.mask)

    def contributor(self, debrief: Debrief) -> str:
        """How the one who wrote a debrief may be named."""
        if debrief.interviewer:
            is_member = debrief.interviewer in self.members
            name = self._member_name(debrief.interviewer) if is_member else debrief.interviewer
            return f"an interviewer ({name})"
        return ANONYMOUS if debrief.is_anonymous else self._member_name(debrief.rep or "")

    def _member_name(self, handle: str) -> str:
        member = self.members.get(handle)
        return member.name if member and member.signs else NAMELESS

    def author(self, by: str) -> str:
        """How the author of a comment may be named: a department, `anonymous`, or a member of the roster."""
        return self._departments.get(by) or (ANONYMOUS if by == ANONYMOUS else self._member_name(by))

    def maker(self, by: str) -> str:
        """Who made or pursues a promise: a department's id as it stands, anyone else as an author."""
        is_department = by in self._departments or (not self._departments and by not in self.members)
        return by if is_department else self.author(by)

    def account(self, debrief: Debrief) -> str:
        """The account's name for leadership; for everyone what kind of company it is, and where."""
        if self.is_leadership and not debrief.is_anonymous:
            return debrief.account or "an account that is not named"
        segment = self._title("segments", debrief.segment)
        region = self._title("regions", debrief.region)
        kind = f"{_article(segment)} {_as_company(_lowered(segment))}" if segment else "a company"
        return f"{kind}, {region}" if region else kind

    def _title(self, catalogue: str, id: str | None) -> str:
        key = self.catalogue_id(catalogue, id)
        entries: tuple[CatalogEntry, ...] = getattr(self.corpus.catalog, catalogue)
        return next((entry.title for entry in entries if entry.id == key), key.replace("-", " "))

    def catalogue_id(self, catalogue: str, id: str | None) -> str:
        """The present id of an entry under any of its spellings; empty for none."""
        return self._ids[catalogue].get(id or "", id or "")

    def amount(self, debrief: Debrief) -> Decimal | None:
        """What a deal was worth in the site's currency, by the export where it has the deal.

        None where nobody said, or in a currency that has no rate.
        """
        deal = self.deals.closed_deal(debrief)
        money = deal.value if deal and deal.value else debrief.value
        return None if money is None else self.settings.in_site_currency(money.amount, money.currency)


def _without_private(corpus: Corpus) -> Corpus:
    """The corpus without what lies in the private folder; exports there are counted and never shown."""
    private = {found for found in corpus.states if found.private}
    kept = {found for found in private if found.kind not in COUNTED_WHEREVER}
    diagnostics = tuple(diagnostic for diagnostic in corpus.diagnostics if not diagnostic.private)
    corpus = replace(corpus.with_states(FileState.KEPT, kept), diagnostics=diagnostics)
    kinds = {found.kind for found in kept}
    claims = () if "claim" in kinds else corpus.claims
    catalog = Catalog() if "catalog" in kinds else corpus.catalog
    return replace(corpus, claims=claims, catalog=catalog)


def _by_spelling(entries: Iterable[CatalogEntry]) -> dict[str, str]:
    """The ids of catalogue entries under every spelling of them."""
    return {spelling: entry.id for entry in entries for spelling in (*entry.aliases, entry.id)}


def territory_of(member: Member, day: dt.date) -> str:
    """The territory that a member had on a day; empty where none is known."""
    held = [posting for posting in member.territory if posting.since is None or posting.since <= day]
    return max(held, key=lambda posting: posting.since or dt.date.min).territory if held else ""


def _article(word: str) -> str:
    return "an" if word[:1].lower() in "aeiou" else "a"


def _as_company(segment: str) -> str:
    """A segment as a kind of company: `mid-market company`, `small business`, `public sector organisation`."""
    if segment.endswith(("business", "company", "firm", "organisation")):
        return segment
    return f"{segment} organisation" if segment.endswith("sector") else f"{segment} company"


def _lowered(title: str) -> str:
    return title if title[:2].isupper() else title[:1].lower() + title[1:]
