"""What becomes of an answer: how long it holds, and whether what it announced has come."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from builder.editions import Calendar
from builder.ledger.spans import DAY, Span
from builder.publication.publication import Publication, PublicResponse
from builder.reading.codebook import Codebook
from builder.schema.initiative import InitiativeStatus
from builder.schema.response import SETTLED, TO_DO, Decision

HOLDS_FOR = 6
Subject = tuple[str, str]
"""What is answered: `theme`, `promise` or `ask` (of a debrief), and its present id."""


class ResponseFate(StrEnum):
    """What became of an answer that announced something by a date."""

    NONE = "nothing announced"
    DUE = "due"
    OVERDUE = "overdue"
    DONE = "done"
    REPLACED = "answered anew"


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowedResponse:
    """An answer with what became of it by a day.

    `later` is the answer that says that it is done, or that takes its place; `days` counts those since
    a due date that passed.
    """

    response: PublicResponse
    subjects: tuple[Subject, ...]
    fate: ResponseFate
    due: dt.date | None = None
    moved: int = 0
    days: int = 0
    later: str = ""


def subjects_of(response: PublicResponse, codebook: Codebook) -> tuple[Subject, ...]:
    """Everything that an answer answers."""
    return response.value.subjects(codebook.current)


def followed_responses(publication: Publication, day: dt.date) -> tuple[FollowedResponse, ...]:
    """Every answer given by a day with what became of it, oldest first."""
    responses = [response for response in publication.responses if response.value.on <= day]
    found, decided = [], dict[Subject, int]()
    # From the newest back, so that the next decision about each subject is at hand.
    for place in reversed(range(len(responses))):
        subjects = subjects_of(responses[place], publication.codebook)
        # A decision about one ask of many, or about the promise beside the theme, settles only that.
        main = [subject for subject in subjects if subject[0] == subjects[0][0]]
        later = max(decided[subject] for subject in main) if decided.keys() >= {*main} else -1
        found.append(_followed(responses[place], subjects, responses[later] if later >= 0 else None, publication, day))
        if responses[place].value.is_decision:
            decided |= dict.fromkeys(subjects, place)
    return tuple(reversed(found))


def _followed(
    response: PublicResponse,
    subjects: tuple[Subject, ...],
    later: PublicResponse | None,
    publication: Publication,
    day: dt.date,
) -> FollowedResponse:
    value = response.value
    if value.decision not in TO_DO:
        return FollowedResponse(response=response, subjects=subjects, fate=ResponseFate.NONE)
    due = value.due_as_of(day)
    fate = _fate(response, later, publication, day)
    return FollowedResponse(
        response=response,
        subjects=subjects,
        fate=fate,
        due=due,
        moved=sum(slip.on <= day for slip in value.slips),
        days=(day - due).days if due and fate is ResponseFate.OVERDUE else 0,
        later=later.id if later else "",
    )


def _fate(
    response: PublicResponse, later: PublicResponse | None, publication: Publication, day: dt.date
) -> ResponseFate:
    if later is not None:
        return ResponseFate.DONE if later.value.decision is Decision.DONE else ResponseFate.REPLACED
    if _is_shipped(response, publication, day) or _are_kept(response, publication, day):
        return ResponseFate.DONE
    due = response.value.due_as_of(day)
    return ResponseFate.OVERDUE if due and due < day else ResponseFate.DUE


def _is_shipped(response: PublicResponse, publication: Publication, day: dt.date) -> bool:
    """Whether the initiative that carries an answer out has shipped since."""
    one = dict(publication.initiatives).get(response.value.initiative or "")
    if one is None or one.status is not InitiativeStatus.SHIPPED or one.shipped_on is None:
        return False
    return response.value.on <= one.shipped_on <= day


def _are_kept(response: PublicResponse, publication: Publication, day: dt.date) -> bool:
    """Whether an answer about promises alone is done because they are all kept."""
    value, known = response.value, dict(publication.promises)
    if value.theme or value.debriefs:
        return False
    return all(id in known and known[id].kept_as_of(day) for id in value.promises)


def holding(response: PublicResponse, day: dt.date, calendar: Calendar) -> list[Span]:
    """The spans in which nobody waits for an answer about its subject, by what is known on a day.

    What is to be done holds until its due date as it stood then: between a date that passed and the day on
    which another was named, nothing held. What is declined or done holds for six editions.
    """
    value = response.value
    if value.decision in SETTLED:
        return [(value.on, calendar.period(calendar.period_of(value.on).ordinal + HOLDS_FOR).first - DAY)]
    if value.decision not in TO_DO or value.due is None:
        return []
    slips = [slip for slip in value.slips if slip.on <= day]
    starts = [value.on, *(slip.on for slip in slips)]
    dues = [slip.from_ for slip in slips] + [slips[-1].to if slips else value.first_due or value.due]
    ends = [min(due, following - DAY) for due, following in zip(dues, [*starts[1:], dt.date.max], strict=True)]
    return [(start, end) for start, end in zip(starts, ends, strict=True) if start <= end]
