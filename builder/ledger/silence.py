"""What waits for a decision: corroborated themes that put buyers off, and overdue promises, until one answers them.

What an edition printed decides when a question was asked: a manifest's date is the day on which
leadership could read it, and a theme that a manifest lists as unanswered was unanswered then, whatever
date an answer carries that came into the repository later.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from builder.config import Settings
from builder.editions import Edition
from builder.figures.finishing import CORROBORATED
from builder.figures.record import Record
from builder.ledger.answers import expires, holds, subjects_of
from builder.ledger.promises import overdue_spells
from builder.publication import Answer, Publication
from builder.schema.response import Decision

THEME, PROMISE = "theme", "promise"
SIDE = "repelling"


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One silence: from the day on which it began to the decision that ended it.

    `edition` is the first that showed it, empty where none has yet. `ended` is the day on which nothing
    was left to answer although nobody had: the promise was kept or its date moved, or the theme ceased
    to be corroborated.
    """

    kind: str
    subject: str
    owner: str
    edition: str
    asked: dt.date
    due: dt.date
    answered: dt.date | None = None
    answer: str = ""
    ended: dt.date | None = None
    debriefs: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """Its name in manifests: kind and subject."""
        return f"{self.kind} {self.subject}"

    @property
    def is_open(self) -> bool:
        """Whether it waits still."""
        return self.answered is None and self.ended is None

    def was_open(self, day: dt.date) -> bool:
        """Whether it waited on a day."""
        over = self.answered or self.ended
        return self.asked <= day and (over is None or over > day)

    def age(self, day: dt.date) -> int:
        """For how many days it had waited by a day, or by the one on which it was over."""
        over = self.answered or self.ended
        return (min(day, over) - self.asked).days if over else (day - self.asked).days

    @property
    def is_in_time(self) -> bool:
        """Whether it was answered by its due date."""
        return self.answered is not None and self.answered <= self.due


def questions(publication: Publication, record: Record, settings: Settings) -> tuple[Question, ...]:
    """Every silence there was, up to the date of the settings, by the day on which it began."""
    asker = _Asker(publication, record, settings)
    return tuple(sorted((*asker.themes(), *asker.promises()), key=lambda one: (one.asked, one.kind, one.subject)))


@dataclass(frozen=True, slots=True)
class _Spell:
    """A silence: where it began, and what ended it."""

    edition: str
    start: dt.date
    answer: Answer | None = None
    answered: dt.date | None = None
    ended: dt.date | None = None


@dataclass(frozen=True, slots=True)
class _Look:
    """A day on which it is looked whether something is silent; `printed` says what a manifest has, if it has it."""

    day: dt.date
    edition: str
    printed: bool | None = None


class _Asker:
    def __init__(self, publication: Publication, record: Record, settings: Settings) -> None:
        self._publication = publication
        self._record = record
        self._settings = settings
        self._calendar = publication.schedule.calendar
        self._answers: dict[tuple[str, str], list[Answer]] = defaultdict(list)
        for answer in publication.answers:
            if answer.value.on <= settings.as_of:
                for subject in subjects_of(answer, publication.codebook):
                    self._answers[subject].append(answer)
        filled = [one for one in publication.schedule.editions if one.debriefs or one.is_closed]
        self._editions = [one for one in filled if one.period.first <= settings.as_of]

    def themes(self) -> Iterator[Question]:
        """The silences about themes."""
        corroborated = {edition.id: self._corroborated(edition) for edition in self._editions}
        for theme in sorted({theme for found in corroborated.values() for theme in found}):
            for run in _runs(self._editions, {id for id, found in corroborated.items() if theme in found}):
                yield from self._asked_of(theme, run, corroborated)

    def _corroborated(self, edition: Edition) -> Mapping[str, tuple[str, ...]]:
        """The themes that are corroborated in an edition as what puts off, with the debriefs behind them."""
        current = self._publication.codebook.current
        return {
            current(row.key("theme")): tuple(row.debriefs or ())
            for row in self._record.part("corroboration", edition.id, "side", SIDE)
            if row.measure("label") == CORROBORATED
        }

    def _asked_of(
        self, theme: str, run: Sequence[Edition], corroborated: Mapping[str, Mapping[str, tuple[str, ...]]]
    ) -> Iterator[Question]:
        subject = (THEME, theme)
        broken = [one.period.ordinal for one in self._editions if theme not in corroborated[one.id]]
        looks = [_Look(one.shown_on(self._settings.as_of), one.id, self._printed(one, THEME, theme)) for one in run]
        until = self._after(run[-1])
        if until is None:
            looks.append(_Look(self._settings.as_of, ""))
        for spell in self._spells(subject, looks, until, broken):
            edition = spell.edition or run[-1].id
            yield self._question(subject, spell, corroborated[edition][theme])

    def _after(self, last: Edition) -> dt.date | None:
        """The day on which a run of editions ended; None where it goes on to the newest that is closed or later."""
        front = self._publication.schedule.front
        later = [one for one in self._editions if one.period > last.period]
        if not later or front is None or last.period >= front.period:
            return None
        return later[0].shown_on(self._settings.as_of)

    def _printed(self, edition: Edition, kind: str, subject: str) -> bool | None:
        """Whether a manifest lists something as silent; None where there is none, or it knows no silences."""
        silence = edition.manifest.states.get("silence") if edition.manifest else None
        if silence is None:
            return None
        current = self._publication.codebook.current
        keys = (key.split(" ", 1) for key in silence)
        return (kind, subject) in {(one, current(id) if one == THEME else id) for one, id in keys}

    def promises(self) -> Iterator[Question]:
        """The silences about promises that are overdue."""
        for id, promise in self._publication.promises:
            for start, end in overdue_spells(promise, self._settings.as_of):
                until = end or self._settings.as_of
                shown = ((one.shown_on(self._settings.as_of), one) for one in self._editions)
                printed = [
                    _Look(day, one.id, self._printed(one, PROMISE, id)) for day, one in shown if start <= day <= until
                ]
                looks = (_Look(start, ""), *printed, _Look(until, ""))
                for spell in self._spells((PROMISE, id), looks, end, ()):
                    yield self._question((PROMISE, id), spell, promise.cited_by)

    def _spells(
        self, subject: tuple[str, str], looks: Sequence[_Look], end: dt.date | None, broken: Iterable[int]
    ) -> Iterator[_Spell]:
        """The silences that show when one looks on these days, the last of them still open if none answers it."""
        answers, broken = self._answers[subject], tuple(broken)
        since: dt.date | None = None
        edition, seen = "", dt.date.min
        for look in looks:
            held = [answer for answer in answers if holds(answer, look.day, self._calendar, broken)]
            if since is not None and not look.printed and (ending := _ending(answers, held, since, look.day)):
                yield _Spell(edition, since, answer=ending, answered=max(ending.value.on, seen))
                since = None
            is_silent = look.printed if look.printed is not None else not held
            if since is None and is_silent:
                since, edition = self._began(answers, looks[0].day, look.day), look.edition
            edition = edition or (look.edition if since else "")
            seen = look.day if since and look.printed else seen
        if since is not None:
            ending = _ending(answers, (), since, end) if end else None
            answered = max(ending.value.on, seen) if ending else None
            yield _Spell(edition, since, answer=ending, answered=answered, ended=None if ending else end)

    def _began(self, answers: Sequence[Answer], first: dt.date, day: dt.date) -> dt.date:
        """When a silence began that is found on a day: when the last answer ceased to hold, if one had held."""
        given = [answer for answer in answers if answer.value.is_decision and answer.value.on <= day]
        ends = [expires(answer, day, self._calendar) for answer in given]
        return max([first, *(end for end in ends if end <= day)])

    def _question(self, subject: tuple[str, str], spell: _Spell, debriefs: tuple[str, ...]) -> Question:
        kind, id = subject
        return Question(
            kind=kind,
            subject=id,
            owner=self._owner(subject, spell),
            edition=spell.edition,
            asked=spell.start,
            due=spell.start + dt.timedelta(days=self._settings.respond_within),
            answered=spell.answered,
            answer=spell.answer.id if spell.answer else "",
            ended=spell.ended,
            debriefs=debriefs,
        )

    def _owner(self, subject: tuple[str, str], spell: _Spell) -> str:
        """Whose it is to answer: the owner, or the department that it was last passed on to before it was answered."""
        kind, id = subject
        promise = self._publication.promise(id) if kind == PROMISE else None
        owner = promise.owner if promise else self._publication.codebook.get(id).owner or ""
        until = spell.answered or spell.ended or self._settings.as_of
        for answer in self._answers[subject]:
            if answer.value.decision is Decision.NOT_OURS and answer.value.on <= until:
                owner = answer.value.department or owner
        return owner


def _ending(answers: Iterable[Answer], held: Sequence[Answer], since: dt.date, day: dt.date) -> Answer | None:
    """The decision that ended a silence by a day: the first given meanwhile, else an older one that holds."""
    given = (answer for answer in answers if answer.value.is_decision and since <= answer.value.on <= day)
    return next(given, held[0] if held else None)


def _runs(editions: Iterable[Edition], ids: Container[str]) -> Iterator[list[Edition]]:
    """The longest stretches of editions, one after the other, that have these ids."""
    for is_in, run in groupby(editions, key=lambda edition: edition.id in ids):
        if is_in:
            yield list(run)
