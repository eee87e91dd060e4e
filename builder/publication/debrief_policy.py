"""From a debrief as it was written to what an audience may read of it, field by field.

A field is copied by what its model declares of its readers; only those that are changed on the way
name a function here.
"""

from __future__ import annotations

import typing
from collections.abc import Callable, Container, Iterable, Mapping
from functools import cache
from typing import Any

from builder.editions import Schedule
from builder.publication.attributions import Attributions
from builder.publication.audience_policy import AudiencePolicy
from builder.publication.free_texts import text_fields
from builder.publication.masking import Masked, Nameless
from builder.publication.public_debrief import MADE_INTO_OTHERS, PublicDebrief, PublicDriver
from builder.publication.value_bands import band_title
from builder.reading.codebook import Codebook
from builder.reading.corpus import ContentItem
from builder.schema.catalog import CATALOGUES
from builder.schema.debrief import ANONYMOUS, Debrief, Outcome
from builder.schema.driver import Evidence, Voice
from builder.schema.field_marks import list_of

Words = Callable[[str | None], str]
# What becomes of these is worked out below, beside what else they are made of.
TRANSFORMED = MADE_INTO_OTHERS.union(
    ("decided", "account", "outcome", "value", "compelling", "repelling", "claims", "broken_promises", "corrections")
)


class DebriefPolicy:
    """Makes public debriefs, with what was found to hold no name remembered from one build to the next."""

    def __init__(
        self,
        policy: AudiencePolicy,
        schedule: Schedule,
        codebook: Codebook,
        attributions: Attributions,
        worded: Container[str] | None,
    ) -> None:
        self._policy = policy
        self._schedule = schedule
        self._codebook = codebook
        self._attributions = attributions
        self._worded = worded
        cache_dir, audience = policy.settings.cache_dir, policy.settings.audience
        self._nameless = Nameless(policy.mask, cache_dir and cache_dir / f"nameless-{audience}.json")

    def published(self, item: ContentItem[Debrief]) -> PublicDebrief:
        """The debrief as this audience may read it; without its words where nobody wants them."""
        if item.value.is_only_counted:
            return self._with_words(item, lambda _: "")
        if self._worded is not None and item.id not in self._worded:
            return self._with_words(item, _unsaid)
        masked = Masked(self._policy.mask)
        debrief = self._with_words(item, _as_it_is if item.seal in self._nameless else masked)
        if not masked.has_changed:
            self._nameless.add(item.seal)
        return debrief

    def keep(self) -> None:
        """Write for the next build in which texts no name was found."""
        if self._worded is None:
            self._nameless.keep()

    def _with_words(self, item: ContentItem[Debrief], words: Words) -> PublicDebrief:
        """The debrief with `words` in place of each of its texts."""
        value = item.value
        recorded, decided = (str(day)[:7] if value.is_anonymous else str(day) for day in (item.recorded, value.decided))
        copied = self._copied(value, words)
        own = {name: copied.pop(name) for name in PublicDebrief.__dataclass_fields__ if name in copied}
        return PublicDebrief(
            id=item.id,
            edition=self._schedule.edition_of[item.id],
            is_late=item.id in self._schedule.late,
            order=(f"{recorded}-01" if value.is_anonymous else recorded, item.id),
            recorded=recorded,
            decided=decided,
            source="interview" if value.has_interview else ANONYMOUS if value.is_anonymous else "rep",
            by=self._policy.contributor(value),
            account=self._policy.account(value),
            outcome=typing.cast(Outcome, value.outcome),
            drivers=tuple(self._drivers(value, words)),
            asked=tuple(side for side in ("compelling", "repelling") if getattr(value, side) is not None),
            claims=tuple(sorted(value.claims.items())),
            broken_promises=tuple((b.promise or "", words(b.text), b.owner or "") for b in value.broken_promises),
            narrative=words(item.body),
            has_page=not value.is_only_counted,
            deal=self._attributions.deal(item),
            more=tuple(copied.items()),
            **own,
            **self._if_read(value),
        )

    def _copied(self, value: Debrief, words: Words) -> dict[str, Any]:
        """Every field that this audience may read and nothing else is made of, by its name."""
        readers, found = value.readers_by_field, {}
        for name, copy in _copiers().items():
            if self._policy.may_read(readers[name], value):
                found[name] = copy(self._policy, getattr(value, name), words)
        return found

    def _if_read(self, value: Debrief) -> Mapping[str, Any]:
        """The amount, or its band where the amount may not be read; and the corrections."""
        amount = self._policy.amount(value)
        may_read, readers = self._policy.may_read, value.readers_by_field
        is_exact = may_read(readers["value"], value)
        return {
            "value": amount if is_exact else None,
            "value_band": "" if is_exact else band_title(amount, self._policy.settings.currency),
            "corrections": tuple(map(self._policy.masked, value.corrections))
            if may_read(readers["corrections"], value)
            else (),
        }

    def _drivers(self, value: Debrief, words: Words) -> Iterable[PublicDriver]:
        for side, drivers in value.sides:
            for theme, driver in drivers.items():
                decisive = theme == value.decided_by and side == value.deciding_side
                yield PublicDriver(
                    theme=self._codebook.current(theme),
                    written=theme,
                    side=side,
                    weight="decisive" if decisive else "mentioned" if driver.mentioned else "contributing",
                    voice=driver.voice or (Voice.BUYER if driver.quote else Voice.REP),
                    evidence=driver.evidence or value.evidence or _usual_evidence(value),
                    quote=words(driver.quote),
                    note=words(driver.note),
                    detail=words(driver.detail),
                )


Copier = Callable[[AudiencePolicy, Any, Words], Any]


@cache
def _copiers() -> Mapping[str, Copier]:
    """How each field is copied that nothing else is made of: a text masked, an id by its present name."""
    return {name: _copier(name) for name in Debrief.model_fields if name not in TRANSFORMED}


def _copier(name: str) -> Copier:
    if name in text_fields(Debrief):
        return lambda _, value, words: words(value)
    catalogue = list_of(Debrief, name)
    if catalogue in CATALOGUES:
        return lambda policy, value, _: _present(policy, catalogue, value)
    return lambda _, value, __: value


def _present(policy: AudiencePolicy, catalogue: str, value: Any) -> Any:
    """One id or several, by their present names."""
    if isinstance(value, tuple):
        return tuple(policy.catalogue_id(catalogue, id) for id in value)
    return policy.catalogue_id(catalogue, value)


def _usual_evidence(value: Debrief) -> Evidence:
    return Evidence.INTERVIEW if value.has_interview else Evidence.RECOLLECTION


def _unsaid(text: str | None) -> str:
    """That something was said, which is counted, and not what."""
    return "…" if text else ""


def _as_it_is(text: str | None) -> str:
    return text or ""
