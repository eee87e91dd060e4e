"""The ledger of one build: promises, questions, answers and bets, as of the date of the data."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from builder.config import Settings
from builder.figures.results import Results
from builder.ledger.bets import Wager, wagers
from builder.ledger.open_questions import Question, questions
from builder.ledger.promises import Pledge, Unclaimed, pledges, unclaimed
from builder.ledger.responses import Followed, followed
from builder.publication.publication import Publication


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledger:
    """What the organisation owes its field, and what it has given.

    `questions` are all silences, by the day on which they began; `lost` are promises that an edition
    printed and no file tells of any more.
    """

    pledges: tuple[Pledge, ...]
    unclaimed: tuple[Unclaimed, ...]
    questions: tuple[Question, ...]
    answers: tuple[Followed, ...]
    wagers: tuple[Wager, ...]
    lost: tuple[str, ...]

    @property
    def silent(self) -> tuple[Question, ...]:
        """What waits for a decision now, the oldest first."""
        return tuple(question for question in self.questions if question.is_open)

    def silent_on(self, day: dt.date) -> tuple[Question, ...]:
        """What waited for a decision on a day, the oldest first."""
        return tuple(question for question in self.questions if question.was_open(day))

    def pledge(self, id: str) -> Pledge | None:
        """The promise with this id."""
        return next((pledge for pledge in self.pledges if pledge.id == id), None)


def ledger_of(publication: Publication, record: Results, settings: Settings) -> Ledger:
    """The ledger of what may be read, with the figures that it is worked out from."""
    return Ledger(
        pledges=pledges(publication, settings.as_of),
        unclaimed=unclaimed(publication),
        questions=questions(publication, record, settings),
        answers=followed(publication, settings.as_of),
        wagers=wagers(publication, record, settings.as_of),
        lost=_lost(publication),
    )


def _lost(publication: Publication) -> tuple[str, ...]:
    present = {id for id, _ in publication.promises}
    manifests = (edition.manifest for edition in publication.schedule.editions)
    printed = (id for manifest in manifests if manifest for id in manifest.states.get("promises", ()))
    return tuple(sorted({id for id in printed if id not in present}))
