"""The ledger of one build: promises, questions, answers and bets, as of the date of the data."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from builder.config import Settings
from builder.figures.results import Results
from builder.ledger.bets import SettledBet, settled_bets
from builder.ledger.open_questions import OpenQuestion, open_questions
from builder.ledger.promises import PromiseStatus, UnloggedPromise, promise_statuses, unlogged_promises
from builder.ledger.responses import FollowedResponse, followed_responses
from builder.publication.publication import Publication


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledger:
    """What the organisation owes its field, and what it has given.

    `questions` are all that ever waited for a decision, by the day on which they began; `lost` are
    promises that an edition printed and no file tells of any more.
    """

    promises: tuple[PromiseStatus, ...]
    unlogged: tuple[UnloggedPromise, ...]
    questions: tuple[OpenQuestion, ...]
    responses: tuple[FollowedResponse, ...]
    bets: tuple[SettledBet, ...]
    lost: tuple[str, ...]

    @property
    def unanswered(self) -> tuple[OpenQuestion, ...]:
        """What waits for a decision now, the oldest first."""
        return tuple(question for question in self.questions if question.is_open)

    def unanswered_on(self, day: dt.date) -> tuple[OpenQuestion, ...]:
        """What waited for a decision on a day, the oldest first."""
        return tuple(question for question in self.questions if question.was_open(day))

    def promise(self, id: str) -> PromiseStatus | None:
        """How the promise with this id stands."""
        return next((status for status in self.promises if status.id == id), None)


def ledger_of(publication: Publication, record: Results, settings: Settings) -> Ledger:
    """The ledger of what may be read, with the figures that it is worked out from."""
    return Ledger(
        promises=promise_statuses(publication, settings.as_of),
        unlogged=unlogged_promises(publication),
        questions=open_questions(publication, record, settings),
        responses=followed_responses(publication, settings.as_of),
        bets=settled_bets(publication, record, settings.as_of),
        lost=_lost(publication),
    )


def _lost(publication: Publication) -> tuple[str, ...]:
    present = {id for id, _ in publication.promises}
    manifests = (edition.manifest for edition in publication.schedule.editions)
    printed = (id for manifest in manifests if manifest for id in manifest.states.get("promises", ()))
    return tuple(sorted({id for id in printed if id not in present}))
