"""Removes and masks what an audience may not see; the only way to a publication."""

from __future__ import annotations

import datetime as dt
import re
import types
import typing
from collections import Counter, defaultdict
from collections.abc import Callable, Container, Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from typing import Any, TypeVar

from pydantic import PlainValidator

from builder.config import Audience, Rhythm, Settings
from builder.diagnostics import Diagnostic
from builder.editions import Calendar, Period, Schedule
from builder.publication.masking import Mask, Masked, Nameless
from builder.publication.publication import (
    Attained,
    Attribution,
    CountedDeal,
    Publication,
    PublicComment,
    PublicDebrief,
    PublicDriver,
    PublicLetter,
    PublicResponse,
    SetAside,
    Tombstone,
)
from builder.reading.accounts import AccountBook
from builder.reading.codebook import Codebook
from builder.reading.corpus import Corpus, Found, Item
from builder.reading.file_state import FileState
from builder.schema import debrief as schema
from builder.schema.base import Model
from builder.schema.catalog import Catalog, CatalogEntry
from builder.schema.closed_deal import ClosedDeal
from builder.schema.promise import MadeTo
from builder.schema.roster import Member
from builder.schema.types import parse_text
from builder.support.errors import BulletinError

NAMELESS = "a rep"
CATALOGUES = ("competitors", "segments", "regions", "products")
BANDS = (10_000, 50_000, 100_000, 250_000, 500_000, 1_000_000)
Value = TypeVar("Value", bound=Model)


def publish(
    corpus: Corpus,
    schedule: Schedule,
    settings: Settings,
    *,
    names: KnownNames | None = None,
    worded: Container[str] | None = None,
) -> Publication:
    """What the audience of the settings may read. Raises where the sum of files does not add up.

    `names` are masked besides those that the corpus knows. With `worded`, ids of debriefs, only
    these come with their words, for who counts the others without printing them.
    """
    return _Publisher(corpus, schedule, settings, names, worded).publication()


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


@dataclass(frozen=True, slots=True)
class _Numbers:
    """Gives out one number to each key, in the order of asking."""

    given: dict[str, int]

    def __call__(self, key: str) -> int:
        return self.given.setdefault(key, len(self.given) + 1)


class _Publisher:
    """The steps from a corpus to a publication, in the order in which they depend on each other."""

    def __init__(
        self,
        corpus: Corpus,
        schedule: Schedule,
        settings: Settings,
        names: KnownNames | None,
        worded: Container[str] | None,
    ) -> None:
        self._settings = settings
        self._worded_ids = worded
        self._schedule = schedule
        self._is_leadership = settings.audience is Audience.LEADERSHIP
        self._corpus = self._without_private(corpus)
        self._accounts = AccountBook(corpus.catalog.accounts)
        self._members = {member.handle: member for member in corpus.roster or ()}
        known = KnownNames.of(corpus) | names if names else KnownNames.of(corpus)
        self._mask = Mask(() if self._is_leadership else known.accounts, known.colleagues)
        kept = settings.cache_dir and settings.cache_dir / f"nameless-{settings.audience}.json"
        self._nameless = Nameless(self._mask, kept)
        themes = corpus.themes
        self._codebook = Codebook.of(None if themes is None else tuple(map(self._masked, themes)))
        self._ids = {name: _by_spelling(getattr(corpus.catalog, name)) for name in CATALOGUES}
        self._deals = _Numbers({})
        self._account_numbers = _Numbers({})
        self._reporters = _Numbers({})
        self._crm_values = {d.opportunity: d.value for d in corpus.closed_deals if d.value is not None}

    def _without_private(self, corpus: Corpus) -> Corpus:
        """The corpus without what lies in the private folder, unless the audience is leadership."""
        if self._is_leadership:
            return corpus
        private = {found for found in corpus.states if found.private}
        held = {found for found in private if found.kind not in ("attainment", "closed-deal")}
        told = tuple(diagnostic for diagnostic in corpus.diagnostics if not diagnostic.private)
        corpus = replace(corpus.with_states(FileState.HELD_BACK, held), diagnostics=told)
        kinds = {found.kind for found in held}
        claims = () if "claim" in kinds else corpus.claims
        catalog = Catalog() if "catalog" in kinds else corpus.catalog
        return replace(corpus, claims=claims, catalog=catalog)

    def publication(self) -> Publication:
        """The publication; raises where the sum of files does not add up."""
        corpus = self._corpus
        # By id, so that the numbers given out below say nothing of dates, names or accounts.
        placed = (item for item in corpus.debriefs if item.id in self._schedule.edition_of)
        standing = sorted((item for item in placed if not item.value.withdrawn), key=lambda item: item.id)
        debriefs = tuple(sorted((self._debrief(item) for item in standing), key=lambda d: d.order, reverse=True))
        if self._worded_ids is None:
            self._nameless.keep()
        shown = {debrief.id for debrief in debriefs if debrief.has_page}
        withdrawn = [item for item in corpus.debriefs if item.value.withdrawn]
        kept = shown | {item.id for item in withdrawn}
        answers, remarks, held = self._conversation(kept)
        return Publication(
            audience=self._settings.audience,
            schedule=self._visible(debriefs),
            codebook=self._codebook,
            catalog=corpus.catalog.model_copy(update={"accounts": ()}),
            debriefs=debriefs,
            tombstones=tuple(map(self._tombstone, withdrawn)),
            letters={item.id: self._letter(item, shown) for item in corpus.editions},
            answers=answers,
            remarks=remarks,
            promises=tuple((item.id, self._promise(item.value, kept)) for item in corpus.promises),
            initiatives=tuple((item.id, self._masked(item.value)) for item in corpus.initiatives),
            claims=tuple(map(self._masked, corpus.claims)),
            attributions=tuple(map(self._attribution, standing)),
            closed_deals=tuple(map(self._counted, self._closed())),
            attainments=tuple(self._attained()),
            states=self._states(held),
            set_aside=tuple(self._set_aside()),
            warnings=sum(not told.is_error for told in corpus.diagnostics),
        )

    def _states(self, held: int) -> dict[FileState, int]:
        """How many files have each state, `held` of them held back here; raises where they do not add up."""
        counts = Counter(self._corpus.states.values())
        counts[FileState.PUBLISHED] -= held
        counts[FileState.HELD_BACK] += held
        states = {state: counts[state] for state in FileState}
        found = len(self._corpus.states)
        if sum(states.values()) != found:
            raise BulletinError(f"{found} files were found, but {states} adds up otherwise")
        return states

    def _visible(self, debriefs: Iterable[PublicDebrief]) -> Schedule:
        """The schedule with the debriefs of this audience alone; closed editions keep their list."""
        ids = {debrief.id for debrief in debriefs}
        editions = tuple(
            replace(edition, debriefs=tuple(id for id in edition.debriefs if id in ids))
            for edition in self._schedule.editions
        )
        kept = {id: edition for id, edition in self._schedule.edition_of.items() if id in ids}
        lettered = {item.id for item in self._corpus.editions}
        filled = tuple(e for e in editions if e.debriefs or e.is_closed or e.id in lettered)
        return replace(self._schedule, editions=filled, edition_of=kept, late=self._schedule.late & ids)

    def _debrief(self, item: Item[schema.Debrief]) -> PublicDebrief:
        if item.value.visibility is schema.Visibility.COUNTED:
            return self._worded(item, lambda _: "")
        if self._worded_ids is not None and item.id not in self._worded_ids:
            return self._worded(item, _unsaid)
        masked = Masked(self._mask)
        debrief = self._worded(item, _as_it_is if item.seal in self._nameless else masked)
        if not masked.has_changed:
            self._nameless.add(item.seal)
        return debrief

    def _worded(self, item: Item[schema.Debrief], words: Callable[[str | None], str]) -> PublicDebrief:
        """The debrief with `words` in place of each of its texts."""
        value = item.value
        is_counted = value.visibility is schema.Visibility.COUNTED
        amount = self._amount(value)
        hidden = value.is_anonymous
        recorded, decided = (str(day)[:7] if hidden else str(day) for day in (item.recorded, value.decided))
        return PublicDebrief(
            id=item.id,
            edition=self._schedule.edition_of[item.id],
            is_late=item.id in self._schedule.late,
            order=(f"{recorded}-01" if hidden else recorded, item.id),
            recorded=recorded,
            decided=decided,
            source="interview" if value.has_interview else schema.ANONYMOUS if hidden else "rep",
            by=self._name(value),
            account=self._account(value),
            outcome=typing.cast(schema.Outcome, value.outcome),
            lost_to=self._id("competitors", value.lost_to),
            value=None if hidden else amount,
            value_band=self._band(amount) if hidden else "",
            segment=self._id("segments", value.segment),
            region=self._id("regions", value.region),
            product=self._id("products", value.product),
            relationship=value.relationship,
            buyer_role=value.buyer_role,
            at_equal_price=value.at_equal_price,
            competitors=tuple(self._id("competitors", id) for id in value.competitors),
            stage_lost=value.stage_lost,
            drivers=tuple(self._drivers(value, words)),
            asked=tuple(side for side in ("compelling", "repelling") if getattr(value, side) is not None),
            claims=tuple(sorted(value.claims.items())),
            broken_promises=tuple((b.promise or "", words(b.text), b.owner or "") for b in value.broken_promises),
            ask=words(value.ask),
            minutes=value.minutes,
            narrative=words(item.body),
            corrections=() if is_counted else tuple(map(self._masked, value.corrections)),
            has_page=not is_counted,
            deal=self._deal(item),
        )

    def _drivers(self, value: schema.Debrief, words: Callable[[str | None], str]) -> Iterable[PublicDriver]:
        for side, drivers in value.sides:
            for theme, driver in drivers.items():
                decisive = theme == value.decided_by and side == value.deciding_side
                yield PublicDriver(
                    theme=self._codebook.current(theme),
                    written=theme,
                    side=side,
                    weight="decisive" if decisive else "mentioned" if driver.mentioned else "contributing",
                    voice=driver.voice or (schema.Voice.BUYER if driver.quote else schema.Voice.REP),
                    evidence=driver.evidence or value.evidence or self._usual_evidence(value),
                    quote=words(driver.quote),
                    note=words(driver.note),
                    detail=words(driver.detail),
                )

    @staticmethod
    def _usual_evidence(value: schema.Debrief) -> schema.Evidence:
        return schema.Evidence.INTERVIEW if value.has_interview else schema.Evidence.RECOLLECTION

    def _words(self, text: str | None) -> str:
        return self._mask(text) if text else ""

    def _masked(self, value: Value) -> Value:
        """The same content with every free text in it masked, however deep."""
        updates: dict[str, Any] = {}
        for name in text_fields(type(value)):
            if text := getattr(value, name):
                updates[name] = self._mask(text)
        for name in model_fields(type(value)):
            inner = getattr(value, name)
            if isinstance(inner, tuple):
                updates[name] = tuple(self._masked(one) if isinstance(one, Model) else one for one in inner)
            elif isinstance(inner, Model):
                updates[name] = self._masked(inner)
        return value.model_copy(update=updates) if updates else value

    def _name(self, value: schema.Debrief) -> str:
        if value.interviewer:
            is_member = value.interviewer in self._members
            name = self._member_name(value.interviewer) if is_member else value.interviewer
            return f"an interviewer ({name})"
        return "anonymous" if value.is_anonymous else self._member_name(value.rep or "")

    def _member_name(self, handle: str) -> str:
        member = self._members.get(handle)
        return member.name if member and member.signs else NAMELESS

    def _account(self, value: schema.Debrief) -> str:
        if self._is_leadership and not value.is_anonymous:
            return value.account or "an account that is not named"
        segment = self._title("segments", value.segment)
        region = self._title("regions", value.region)
        kind = f"{_article(segment)} {_as_company(_lowered(segment))}" if segment else "a company"
        return f"{kind}, {region}" if region else kind

    def _title(self, catalogue: str, id: str | None) -> str:
        key = self._id(catalogue, id)
        entries: tuple[CatalogEntry, ...] = getattr(self._corpus.catalog, catalogue)
        return next((entry.title for entry in entries if entry.id == key), key.replace("-", " "))

    def _id(self, catalogue: str, id: str | None) -> str:
        return self._ids[catalogue].get(id or "", id or "")

    def _amount(self, value: schema.Debrief) -> Decimal | None:
        money = self._crm_values.get(value.opportunity or "", value.value)
        return None if money is None else self._settings.in_site_currency(money.amount, money.currency)

    def _band(self, amount: Decimal | None) -> str:
        if amount is None:
            return ""
        low, high = _bounds(amount)
        if low is None:
            return f"under {high:,} {self._settings.currency}"
        return f"{low:,} to {high:,} {self._settings.currency}" if high else f"over {low:,} {self._settings.currency}"

    def _deal(self, item: Item[schema.Debrief]) -> int:
        value = item.value
        if value.opportunity:
            return self._deals(f"opportunity {value.opportunity}")
        if value.account is None or value.is_anonymous:
            return self._deals(f"debrief {item.id}")
        return self._deals(f"account {self._accounts.key(value.account)} {value.decided}")

    def _attribution(self, item: Item[schema.Debrief]) -> Attribution:
        value, amount = item.value, self._amount(item.value)
        member = self._members.get(value.rep or "")
        account = f"account {self._accounts.key(value.account)}" if value.account else f"debrief {item.id}"
        return Attribution(
            debrief=item.id,
            reporter=0 if value.is_anonymous else self._reporters(value.source),
            account=self._account_numbers(account),
            value=_within_band(amount) if value.is_anonymous else amount,
            team=(member.team or "") if member else "",
            territory=territory_of(member, item.recorded) if member else "",
            is_shared=not item.found.private,
        )

    def _attained(self) -> Iterable[Attained]:
        """What is known of reps on the roster, in the form of period that most rows have."""
        calendars = [Calendar(rhythm, self._settings.fiscal_start) for rhythm in Rhythm]
        rows = [row for row in self._corpus.attainment if row.is_plausible and row.rep in self._members]
        by_form = [(calendar, [row for row in rows if calendar.parse(row.period)]) for calendar in calendars]
        calendar, chosen = max(by_form, key=lambda entry: len(entry[1]))
        for row in chosen:
            period = typing.cast(Period, calendar.parse(row.period))
            if period.last <= self._settings.as_of:
                peers = territory_of(self._members[row.rep], period.last)
                yield Attained(self._reporters(row.rep), period.last, peers, row.attainment / row.expectation)

    def _closed(self) -> Iterable[ClosedDeal]:
        seen: set[str] = set()
        for deal in self._corpus.closed_deals:
            if deal.opportunity not in seen and deal.closed <= self._settings.as_of:
                seen.add(deal.opportunity)
                yield deal

    def _counted(self, deal: ClosedDeal) -> CountedDeal:
        member = self._members.get(deal.rep or "")
        money = deal.value
        return CountedDeal(
            deal=self._deals(f"opportunity {deal.opportunity}"),
            closed=deal.closed,
            outcome=deal.outcome,
            value=None if money is None else self._settings.in_site_currency(money.amount, money.currency),
            segment=self._id("segments", deal.segment),
            reporter=self._reporters(deal.rep) if deal.rep else 0,
            team=(member.team or "") if member else "",
            territory=territory_of(member, deal.closed) if member else "",
        )

    def _tombstone(self, item: Item[schema.Debrief]) -> Tombstone:
        withdrawal = typing.cast(schema.Withdrawal, item.value.withdrawn)
        edition = self._schedule.edition_of.get(item.id, "")
        recorded = str(item.recorded)[:7] if not item.value.rep or item.value.is_anonymous else str(item.recorded)
        return Tombstone(item.id, recorded, edition, self._masked(withdrawal))

    def _letter(self, item: Item[Any], shown: set[str]) -> PublicLetter:
        picks = tuple((pick.debrief, self._words(pick.why)) for pick in item.value.picks if pick.debrief in shown)
        return PublicLetter(item.id, self._words(item.value.title), picks, self._words(item.body), item.value.order)

    def _conversation(self, kept: set[str]) -> tuple[tuple[PublicResponse, ...], tuple[PublicComment, ...], int]:
        """Answers and comments without those that are only about what was removed; and how many went."""
        answers, remarks, held = [], [], 0
        for item in self._corpus.responses:
            debriefs = tuple(id for id in item.value.debriefs if id in kept)
            if not (debriefs or item.value.theme or item.value.promises):
                held += 1
                continue
            value = self._masked(item.value).model_copy(update={"debriefs": debriefs})
            answers.append(PublicResponse(item.id, value, self._words(item.body)))
        answered = {answer.id for answer in answers}
        promised = {item.id for item in self._corpus.promises}
        present = {"debrief": kept, "response": answered, "promise": promised}
        for comment in self._corpus.comments:
            kind, id = _subject(comment.value)
            if kind in present and id not in present[kind]:
                held += 1
                continue
            on = comment.value.on or comment.recorded
            by = self._author(comment.value.by)
            remarks.append(
                PublicComment(comment.id, (kind, id), by, on, comment.value.stance, self._words(comment.body))
            )
        order = sorted(answers, key=lambda answer: (answer.value.on, answer.id))
        return tuple(order), tuple(sorted(remarks, key=lambda remark: (remark.on, remark.id))), held

    def _author(self, by: str) -> str:
        departments = {entry.id: entry.title for entry in self._corpus.catalog.departments}
        return departments.get(by) or ("anonymous" if by == schema.ANONYMOUS else self._member_name(by))

    def _promise(self, value: Any, kept: set[str]) -> Any:
        to = value.made_to
        if to.account and not self._is_leadership:
            to = MadeTo(segment=to.segment) if to.segment else MadeTo(account="a prospect")
        cited = tuple(id for id in value.cited_by if id in kept)
        made_by, pursued_by = self._maker(value.made_by), self._maker(value.pursued_by)
        update = {"made_to": to, "cited_by": cited, "made_by": made_by, "pursued_by": pursued_by}
        return self._masked(value).model_copy(update=update)

    def _maker(self, by: str) -> str:
        """Who made or pursues a promise: a department's id as it stands, anyone else as an author."""
        departments = {entry.id for entry in self._corpus.catalog.departments}
        is_department = by in departments or (not departments and by not in self._members)
        return by if is_department else self._author(by)

    def _set_aside(self) -> Iterable[SetAside]:
        faults: dict[str, list[Diagnostic]] = defaultdict(list)
        for told in self._corpus.diagnostics:
            if told.is_error:
                faults[told.path].append(told)
        by_path: Mapping[str, Found] = {found.path: found for found in self._corpus.states}
        for path in sorted(faults):
            found = by_path.get(path)
            recorded = str(found.recorded) if found and found.recorded else ""
            if self._is_leadership:
                yield SetAside(recorded, found.id if found else "", path, tuple(faults[path]))
                continue
            if NAMELESS_FILE.search(path):
                recorded = recorded[:7]
            bare = (replace(told, path="", message="", allowed="", suggestion="", width=1) for told in faults[path])
            is_list = found is not None and found.recorded is None and found.kind in LISTED
            yield SetAside(recorded, found.id if found else "", path if is_list else "", tuple(bare))


NAMELESS_FILE = re.compile(r"/\d{4}-\d{2}-\d{2}-[0-9a-f]{8}\.[^/]*$")
LISTED = frozenset({"theme", "catalog", "roster", "claim", "attainment", "closed-deal", "manifest"})


def _unsaid(text: str | None) -> str:
    """That something was said, which is counted, and not what."""
    return "…" if text else ""


def _as_it_is(text: str | None) -> str:
    return text or ""


def _by_spelling(entries: Iterable[CatalogEntry]) -> dict[str, str]:
    """The ids of catalogue entries under every spelling of them."""
    return {spelling: entry.id for entry in entries for spelling in (*entry.aliases, entry.id)}


def territory_of(member: Member, day: dt.date) -> str:
    """The territory that a member had on a day; empty where none is known."""
    held = [posting for posting in member.territory if posting.since is None or posting.since <= day]
    return max(held, key=lambda posting: posting.since or dt.date.min).territory if held else ""


def _subject(comment: Any) -> tuple[str, str]:
    fields = ("theme", "debrief", "response", "promise")
    return next((field, getattr(comment, field)) for field in fields if getattr(comment, field))


def _article(word: str) -> str:
    return "an" if word[:1].lower() in "aeiou" else "a"


def _as_company(segment: str) -> str:
    """A segment as a kind of company: `mid-market company`, `small business`, `public sector organisation`."""
    if segment.endswith(("business", "company", "firm", "organisation")):
        return segment
    return f"{segment} organisation" if segment.endswith("sector") else f"{segment} company"


def _lowered(title: str) -> str:
    return title if title[:2].isupper() else title[:1].lower() + title[1:]


def _bounds(amount: Decimal) -> tuple[int | None, int | None]:
    """The band an amount lies in: lower bound (included) and upper bound; None for an open end."""
    lower = [bound for bound in BANDS if bound <= amount]
    upper = [bound for bound in BANDS if bound > amount]
    return (lower[-1] if lower else None), (upper[0] if upper else None)


def _within_band(amount: Decimal | None) -> Decimal | None:
    """The middle of the band an amount lies in, so that no sum gives an anonymous value away."""
    if amount is None:
        return None
    low, high = _bounds(amount)
    return Decimal(((low or 0) + (high or (low or 0))) // 2)


@cache
def text_fields(model: type[Model]) -> tuple[str, ...]:
    """The names of a model's fields that hold one free text."""
    return tuple(name for name, field in model.model_fields.items() if _is_text(field.annotation, field.metadata))


@cache
def model_fields(model: type[Model]) -> tuple[str, ...]:
    """The names of a model's fields that are not plain texts."""
    return tuple(name for name in model.model_fields if name not in text_fields(model))


CHOICES = (typing.Annotated, typing.Union, types.UnionType)


def _is_text(annotation: Any, metadata: Iterable[Any]) -> bool:
    """Whether an annotation, or one of the choices in it, is validated as free text."""
    marks = [*metadata, *getattr(annotation, "__metadata__", ())]
    if any(isinstance(mark, PlainValidator) and mark.func is parse_text for mark in marks):
        return True
    choices = typing.get_args(annotation) if typing.get_origin(annotation) in CHOICES else ()
    return any(_is_text(choice, ()) for choice in choices)
