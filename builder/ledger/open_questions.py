"""What waits for a decision: corroborated themes that put buyers off, and overdue promises, until one answers them.

A theme asks from the end of the period of the first edition that has it, however late that edition is
closed; a promise from the day after it was due. What a manifest lists as unanswered was so then, whatever
date an answer carries that came into the repository later; what it does not list was not known yet.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from builder.config import Settings
from builder.editions import Edition
from builder.figures.derivation import CORROBORATED
from builder.figures.results import Results
from builder.ledger.promises import overdue_spans
from builder.ledger.responses import Subject, holding, subjects_of
from builder.ledger.spans import DAY, Span, together, without
from builder.publication.publication import Publication, PublicResponse
from builder.schema.response import SETTLED, Decision

THEME, PROMISE = "theme", "promise"
SIDE = "repelling"


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenQuestion:
    """One wait for a decision: from the day on which it began to the decision that ended it.

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
    response: str = ""
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


def open_questions(publication: Publication, record: Results, settings: Settings) -> tuple[OpenQuestion, ...]:
    """Everything that ever waited, up to the date of the settings, by the day on which it began.

    Due `respond_within` days after they were asked.
    """
    finder = _QuestionFinder(publication, record, settings)
    return tuple(sorted((*finder.themes(), *finder.promises()), key=lambda one: (one.asked, one.kind, one.subject)))


@dataclass(frozen=True, slots=True)
class _PrintedState:
    """What one closed edition printed of a subject: the day, and since when it was unanswered (None: it was not)."""

    day: dt.date
    edition: str
    since: dt.date | None


class _QuestionFinder:
    """Finds what waited for a decision, and how long, in the editions and answers of one publication."""

    def __init__(self, publication: Publication, record: Results, settings: Settings) -> None:
        self._publication = publication
        self._record = record
        self._settings = settings
        self._as_of = settings.as_of
        self._calendar = publication.schedule.calendar
        self._responses: dict[Subject, list[PublicResponse]] = defaultdict(list)
        for response in publication.responses:
            if response.value.on <= self._as_of:
                for subject in subjects_of(response, publication.codebook):
                    self._responses[subject].append(response)
        filled = [one for one in publication.schedule.editions if one.debriefs or one.is_closed]
        self._editions = [one for one in filled if one.period.first <= self._as_of]
        self._unanswered = {one.id: self._unanswered_in(one) for one in self._editions}

    def _unanswered_in(self, edition: Edition) -> Mapping[Subject, dt.date] | None:
        """What a manifest lists as unanswered, since when; None where there is none, or it lists none of that."""
        printed = edition.manifest.states.get("unanswered") if edition.manifest else None
        if printed is None:
            return None
        current, found = self._publication.codebook.current, {}
        for key, entry in printed.items():
            kind, _, id = key.partition(" ")
            found[kind, current(id) if kind == THEME else id] = dt.date.fromisoformat(entry["since"])
        return found

    def themes(self) -> Iterator[OpenQuestion]:
        """What waited about themes."""
        corroborated = {edition.id: self._corroborated(edition) for edition in self._editions}
        for theme in sorted({theme for found in corroborated.values() for theme in found}):
            for run in _runs(self._editions, {id for id, found in corroborated.items() if theme in found}):
                start = min(run[0].period.last, self._as_of)
                end = self._until(run[-1])
                responses = self._standing((THEME, theme), run[0], corroborated)
                for question in self._asked((THEME, theme), (start, end), responses):
                    shown = corroborated.get(question.edition, {}).get(theme) or corroborated[run[-1].id][theme]
                    yield replace(question, debriefs=shown)

    def _corroborated(self, edition: Edition) -> Mapping[str, tuple[str, ...]]:
        """The themes that are corroborated in an edition as what puts off, with the debriefs behind them."""
        current = self._publication.codebook.current
        return {
            current(row.key("theme")): tuple(row.debriefs or ())
            for row in self._record.part("corroboration", edition.id, "side", SIDE)
            if row.measure("label") == CORROBORATED
        }

    def _until(self, last: Edition) -> dt.date:
        """The last day of a run of editions: today where it goes on to the newest that is closed, or later."""
        front = self._publication.schedule.front
        later = [one for one in self._editions if one.period > last.period]
        if not later or front is None or last.period >= front.period:
            return self._as_of
        return later[0].shown_on(self._as_of) - DAY

    def _standing(
        self, subject: Subject, first: Edition, corroborated: Mapping[str, Mapping[str, tuple[str, ...]]]
    ) -> list[PublicResponse]:
        """The answers that count in a run: to decline, or to say that it is done, ends with the run it was about."""
        gaps = [one.period.ordinal for one in self._editions if subject[1] not in corroborated[one.id]]

        def is_over(response: PublicResponse) -> bool:
            given = self._calendar.period_of(response.value.on).ordinal
            return response.value.decision in SETTLED and any(given < gap < first.period.ordinal for gap in gaps)

        return [response for response in self._responses[subject] if not is_over(response)]

    def promises(self) -> Iterator[OpenQuestion]:
        """What waited about promises that are overdue."""
        for id, promise in self._publication.promises:
            subject = PROMISE, id
            # What was printed was so, whatever the file says now: of a promise released, or kept in hindsight.
            for span in together([*overdue_spans(promise, self._as_of), *self._printed(subject)]):
                for question in self._asked(subject, span, self._responses[subject]):
                    yield replace(question, debriefs=promise.cited_by)

    def _printed(self, subject: Subject) -> list[Span]:
        """The spans in which manifests list a subject as unanswered: from when they say to their day."""
        return together((one.since, one.day) for one in self._prints(subject) if one.since is not None)

    def _prints(self, subject: Subject) -> Iterator[_PrintedState]:
        for edition in self._editions:
            unanswered = self._unanswered[edition.id]
            if unanswered is not None:
                yield _PrintedState(edition.shown_on(self._as_of), edition.id, unanswered.get(subject))

    def _asked(self, subject: Subject, demand: Span, responses: Sequence[PublicResponse]) -> Iterator[OpenQuestion]:
        """The questions within a span in which a decision is wanted, each until one holds.

        Where a manifest lists it as unanswered it was, and where one does not it was not known yet.
        """
        start, end = demand
        held = [span for response in responses for span in holding(response, self._as_of, self._calendar)]
        # On the day itself an answer ends what was printed: whoever reads it then finds it answered.
        printed = [(max(first, start), _before(min(last, end), held)) for first, last in self._printed(subject)]
        wanted = without([demand], [*held, *self._unknown(subject, demand, held)])
        for first, last in together([*wanted, *((first, last) for first, last in printed if first <= last)]):
            yield self._question(subject, first, last, responses)

    def _unknown(self, subject: Subject, demand: Span, held: Iterable[Span]) -> Iterator[Span]:
        """The spans up to each manifest that does not list a subject although no answer held on its day."""
        since = demand[0]
        for one in self._prints(subject):
            is_held = any(first <= one.day <= last for first, last in held)
            if one.since is None and not is_held and since <= one.day <= demand[1]:
                yield since, one.day
            since = max(since, one.day + DAY)

    def _question(
        self, subject: Subject, first: dt.date, last: dt.date, responses: Sequence[PublicResponse]
    ) -> OpenQuestion:
        kind, id = subject
        after = last + DAY
        spans = ((response, span) for response in responses for span in holding(response, self._as_of, self._calendar))
        ending = next((one for one, span in spans if span[0] <= after <= span[1]), None)
        is_open = last >= self._as_of
        answered = after if ending and not is_open else None
        return OpenQuestion(
            kind=kind,
            subject=id,
            owner=self._owner(subject, answered or last),
            edition=self._first_shown(subject, first, answered or last),
            asked=first,
            due=first + dt.timedelta(days=self._settings.respond_within),
            answered=answered,
            response=ending.id if ending and answered else "",
            ended=None if answered or is_open else after,
        )

    def _first_shown(self, subject: Subject, first: dt.date, last: dt.date) -> str:
        """The first edition that showed a question; empty where it came and went between two."""
        for edition in self._editions:
            unanswered = self._unanswered[edition.id]
            shown = edition.shown_on(self._as_of) if edition.is_closed else min(edition.period.last, self._as_of)
            if first <= shown <= last and (unanswered is None or subject in unanswered):
                return edition.id
        return ""

    def _owner(self, subject: Subject, until: dt.date) -> str:
        """Whose it is to answer: the owner, or the department that it was last passed on to by a day."""
        kind, id = subject
        promise = self._publication.promise(id) if kind == PROMISE else None
        owner = promise.owner if promise else self._publication.codebook.get(id).owner or ""
        for response in self._responses[subject]:
            if response.value.decision is Decision.NOT_OURS and response.value.on <= until:
                owner = response.value.department or owner
        return owner


def _before(day: dt.date, held: Iterable[Span]) -> dt.date:
    """The day, or the one before it where an answer holds on it."""
    return day - DAY if any(first <= day <= last for first, last in held) else day


def _runs(editions: Iterable[Edition], ids: Container[str]) -> Iterator[list[Edition]]:
    """The longest stretches of editions, one after the other, that have these ids."""
    for is_in, run in groupby(editions, key=lambda edition: edition.id in ids):
        if is_in:
            yield list(run)
