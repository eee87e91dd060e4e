"""What waits for whom as of the date of the data: told by department, never by person."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from builder import addresses
from builder.build import Bulletin
from builder.ledger.asks import open_asks, themes_asked
from builder.ledger.bets import BetResult, SettledBet
from builder.ledger.open_questions import PROMISE, THEME, OpenQuestion
from builder.ledger.promises import PromiseState, PromiseStatus, UnloggedPromise
from builder.ledger.responses import FollowedResponse, ResponseFate, Subject, subjects_of
from builder.publication.public_debrief import PublicDebrief
from builder.views.shared.conversation import DECISIONS
from builder.views.shared.names import Names
from builder.views.shared.phrases import Link, counted_noun, moved

SOON = 14
GRACE = 7
EDITOR, NOBODY = "the editor", ""
"""The desks that are no department: neither can be the id of one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """One thing that waits for a desk: a department, the editor or nobody.

    `since` is the day on which it began to wait or falls due. `state` says how it stands, `about` has
    contributed words, `command` is what to type, `ways` lead to the form and to its page.
    """

    desk: str
    since: dt.date
    state: str
    noun: str
    about: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    command: str = ""
    ways: tuple[Link, ...] = ()


def waiting(bulletin: Bulletin, names: Names) -> tuple[Waiting, ...]:
    """Everything that waits, the oldest first."""
    found = _WaitingFor(bulletin, names)
    kinds = (found.open_questions(), found.responses(), found.promises(), found.bets(), found.asks(), found.unclaimed())
    entries = [*(entry for kind in kinds for entry in kind), *found.editions()]
    return tuple(sorted(entries, key=lambda entry: (entry.since, entry.noun, entry.about, entry.desk)))


def open_questions(bulletin: Bulletin, names: Names) -> tuple[Waiting, ...]:
    """What waits for a decision, the oldest first."""
    return tuple(_WaitingFor(bulletin, names).open_questions())


def days(count: int) -> str:
    """`1 day`, `1,204 days`."""
    return counted_noun(count, "day")


class _WaitingFor:
    def __init__(self, bulletin: Bulletin, names: Names) -> None:
        self._names = names
        self._ledger = bulletin.ledger
        self._publication = bulletin.publication
        self._today = bulletin.settings.as_of
        self._promises = dict(bulletin.publication.promises)
        self._departments = {entry.id for entry in bulletin.publication.catalog.departments}

    def open_questions(self) -> Iterator[Waiting]:
        """Corroborated themes and overdue promises that no decision has answered."""
        return map(self._open_question, self._ledger.unanswered)

    def _open_question(self, question: OpenQuestion) -> Waiting:
        is_theme = question.kind == THEME
        promise = None if is_theme else self._ledger.promise(question.subject)
        shown = f"first shown in {self._names.scope_title(question.edition)}" if question.edition else ""
        facts = (*(self._lateness(promise) if promise else ()), shown, f"an answer is due by {self._day(question.due)}")
        if question.due < self._today:
            facts = (*facts[:-1], f"an answer was due by {self._day(question.due)}")
        known = {"theme" if is_theme else "promises": question.subject}
        return Waiting(
            desk=question.owner,
            since=question.asked,
            state=f"Unanswered for {days(question.age(self._today))}",
            noun="theme" if is_theme else "promise",
            about=self._titles((question.kind, question.subject)),
            facts=tuple(filter(None, facts)),
            ways=(_answer_link("Answer", question.owner, **known), *self._page(question.kind, question.subject)),
        )

    def responses(self) -> Iterator[Waiting]:
        """Answers that announced something for a day that has passed, or comes soon."""
        for one in self._ledger.responses:
            if one.due and (
                one.fate is ResponseFate.OVERDUE or (one.fate is ResponseFate.DUE and self._is_soon(one.due))
            ):
                yield self._response(one, one.due)

    def _response(self, one: FollowedResponse, due: dt.date) -> Waiting:
        value = one.response.value
        subjects = subjects_of(one.response, self._publication.codebook)
        theme = dict(subjects).get(THEME, "")
        fields = {"theme": theme, "promises": ",".join(value.promises), "debriefs": ",".join(value.debriefs)}
        known = {name: ids for name, ids in fields.items() if ids}
        return Waiting(
            desk=value.by,
            since=due,
            state=_overdue(one.days) if one.fate is ResponseFate.OVERDUE else self._due(due),
            noun="answer on",
            about=self._titles(*subjects),
            facts=(f"“{DECISIONS[value.decision]}” of {self._day(value.on)}", *self._moves(due, one.moved)),
            ways=(_answer_link("Say what became of it", value.by, **known), *self._page(*subjects[0])),
        )

    def promises(self) -> Iterator[Waiting]:
        """Promises overdue or due soon, for their owner, and overdue ones for the department that pursues them.

        One that waits for a decision of the same department is not listed twice.
        """
        listed = {
            (question.subject, question.owner) for question in self._ledger.unanswered if question.kind == PROMISE
        }
        for promise in self._ledger.promises:
            owner, pursuer = promise.promise.owner, promise.promise.pursued_by
            is_soon = promise.standing is PromiseState.DUE and self._is_soon(promise.due)
            if is_soon or (promise.is_overdue and (promise.id, owner) not in listed):
                yield self._promise(promise)
            if promise.is_overdue and pursuer in self._departments - {owner}:
                yield self._pursuit(promise)

    def _promise(self, promise: PromiseStatus) -> Waiting:
        owner = promise.promise.owner
        return Waiting(
            desk=owner,
            since=promise.due,
            state=_overdue(promise.days) if promise.is_overdue else self._due(promise.due),
            noun="promise",
            about=(promise.promise.what,),
            facts=self._moves(promise.due, promise.moved),
            ways=(_answer_link("Say what became of it", owner, promises=promise.id), *self._page(PROMISE, promise.id)),
        )

    def _pursuit(self, promise: PromiseStatus) -> Waiting:
        pursuer = promise.promise.pursued_by
        return Waiting(
            desk=pursuer,
            since=promise.due,
            state=f"To pursue, {_overdue(promise.days).lower()}",
            noun="promise",
            about=(promise.promise.what,),
            facts=(f"{self._names.department(promise.promise.owner)} has to keep it",),
            ways=(
                Link("Comment", addresses.form("comment", promise=promise.id, by=pursuer)),
                *self._page(PROMISE, promise.id),
            ),
        )

    def bets(self) -> Iterator[Waiting]:
        """Bets whose edition is over and not closed, or ends soon."""
        for bet in self._ledger.bets:
            period = self._publication.schedule.calendar.parse(bet.edition)
            if period is None or bet.result is not BetResult.OPEN:
                continue
            if bet.is_due or period.last < self._today:
                yield self._bet(bet, period.last, "To settle", "its edition, {}, is over and not closed")
            elif self._is_soon(period.last):
                state = (
                    f"Ends in {days((period.last - self._today).days)}" if period.last > self._today else "Ends today"
                )
                yield self._bet(bet, period.last, state, "its edition is {}")

    def _bet(self, bet: SettledBet, last: dt.date, state: str, fact: str) -> Waiting:
        return Waiting(
            desk=bet.initiative.owner,
            since=last,
            state=state,
            noun="bet",
            about=(bet.initiative.title,),
            facts=(fact.format(self._names.scope_title(bet.edition)),),
            ways=(Link("Bet", addresses.initiative(bet.id)),),
        )

    def asks(self) -> Iterator[Waiting]:
        """What debriefs ask, for whoever owns the first theme that the ask is about."""
        for debrief in open_asks(self._publication):
            theme = next(iter(themes_asked(debrief)), "")
            desk = (self._names.theme(theme).owner or NOBODY) if theme else NOBODY
            yield Waiting(
                desk=desk,
                since=_recorded(debrief),
                state=f"Asked {self._on(debrief)}",
                noun="ask",
                about=(debrief.ask,),
                facts=(f"about “{self._names.theme_title(theme)}”",) if theme else (),
                ways=(_answer_link("Answer", desk, debriefs=debrief.id), *self._page("ask", debrief.id)),
            )

    def unclaimed(self) -> Iterator[Waiting]:
        """Promises that debriefs call broken and that are not on the ledger."""
        for one in self._ledger.unlogged:
            debrief = self._publication.debrief(one.debrief)
            if debrief is not None:
                yield self._unclaimed(one, debrief)

    def _unclaimed(self, one: UnloggedPromise, debrief: PublicDebrief) -> Waiting:
        known = {"cited_by": one.debrief, **({"owner": one.owner} if one.owner else {})}
        return Waiting(
            desk=one.owner,
            since=_recorded(debrief),
            state=f"Called broken {self._on(debrief)}",
            noun="promise that is not on the ledger",
            about=(one.text,),
            ways=(Link("Enter it", addresses.form("promise", **known)), *self._page("ask", one.debrief)),
        )

    def editions(self) -> Iterator[Waiting]:
        """Editions that are over and can be closed; where none has been yet, a week is given."""
        editions = self._publication.schedule.editions
        grace = 0 if any(edition.is_closed for edition in editions) else GRACE
        for edition in editions:
            late = (self._today - edition.period.last).days
            if late > grace and edition.debriefs and not edition.is_closed:
                yield Waiting(
                    desk=EDITOR,
                    since=edition.period.last,
                    state=f"Over for {days(late)}, not closed",
                    noun="edition",
                    about=(self._names.scope_title(edition.id),),
                    facts=(counted_noun(len(edition.debriefs), "debrief"),),
                    command=f"bulletin close {edition.id}",
                    ways=(Link("Edition", addresses.edition(edition.id)),),
                )

    def _titles(self, *subjects: Subject) -> tuple[str, ...]:
        return tuple(filter(None, map(self._title, subjects)))

    def _title(self, subject: Subject) -> str:
        kind, id = subject
        if kind == THEME:
            return self._names.theme_title(id)
        if kind == PROMISE:
            return self._promises[id].what if id in self._promises else ""
        debrief = self._publication.debrief(id)
        return debrief.ask if debrief and debrief.has_page else ""

    def _page(self, kind: str, id: str) -> tuple[Link, ...]:
        """The page of what is waited for, where it has one."""
        if kind == THEME:
            return (Link("Theme", addresses.theme(id)),)
        if kind == PROMISE:
            return (Link("Promise", addresses.promise(id)),) if id in self._promises else ()
        return (Link("Debrief", addresses.debrief(id)),) if self._names.are_published([id]) else ()

    def _lateness(self, promise: PromiseStatus) -> tuple[str, ...]:
        return (_overdue(promise.days).lower(), *self._moves(promise.due, promise.moved))

    def _moves(self, due: dt.date, times: int) -> tuple[str, ...]:
        return (f"due {self._day(due)}{f', {moved(times)}' if times else ''}",)

    def _due(self, due: dt.date) -> str:
        return f"Due in {days((due - self._today).days)}" if due > self._today else "Due today"

    def _is_soon(self, day: dt.date) -> bool:
        return 0 <= (day - self._today).days <= SOON

    def _day(self, day: dt.date) -> str:
        return self._names.day(day.isoformat())

    def _on(self, debrief: PublicDebrief) -> str:
        """`on 3 November 2026`, or `in November 2026` where no more is told."""
        return f"{'in' if _is_month(debrief) else 'on'} {self._names.day(debrief.recorded)}"


def _overdue(count: int) -> str:
    return f"Overdue for {days(count)}"


def _answer_link(words: str, by: str, **known: str) -> Link:
    """A link to the form for an answer, with who answers if that is known."""
    return Link(words, addresses.form("response", **known, **({"by": by} if by else {})))


def _is_month(debrief: PublicDebrief) -> bool:
    return len(debrief.recorded) == len("2026-11")


def _recorded(debrief: PublicDebrief) -> dt.date:
    """The day on which it was recorded; the first of its month where no more is told."""
    return dt.date.fromisoformat(f"{debrief.recorded}-01" if _is_month(debrief) else debrief.recorded)
