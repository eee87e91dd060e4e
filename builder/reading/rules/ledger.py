"""Rules about what was asked, promised and answered: in its order, by the right ones, without contradiction."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

from builder.diagnostics import ERROR, WARNING, Code
from builder.reading.corpus import ContentItem, FoundFile
from builder.reading.document_reader import stem_of
from builder.reading.faults import Fault, Path
from builder.reading.rules.sources import Finding, Sources, rule
from builder.schema.constraints import BROKEN_CHAIN
from builder.schema.promise import WITHDRAWN_ALONE, OwnerStatus
from builder.schema.response import TO_DO, Decision, Response

NOUNS = {"theme": "theme", "promise": "promise", "ask": "ask of", "debrief": "debrief", "response": "answer"}
EVENTS = {"debrief": "recorded", "promise": "made", "response": "given"}


@dataclass(frozen=True, slots=True)
class _Word:
    """An answer or a comment, dated `day`, with one thing that it is about; `path` leads to what is at fault."""

    found: FoundFile
    path: Path
    day: dt.date
    kind: str
    id: str
    how: str


BEFORE_ITS_SUBJECT = Code(
    "SB316",
    ERROR,
    "Dated before what it is about",
    "Nobody answers, or comments on, what has not been said yet.",
    "Correct the date, or the id.",
)


@rule(BEFORE_ITS_SUBJECT)
def said_afterwards(sources: Sources) -> Iterator[Finding]:
    """An answer is given, and a comment written, after what it is about."""
    words = [*_answers(sources), *_comments(sources)]
    events = _events(sources, {(word.kind, word.id) for word in words})
    for word in words:
        first, subject = events.get((word.kind, word.id), (word.day, word.found))
        if word.day >= first:
            continue
        if _is_secret(subject):
            message = f"{word.day}, before the debrief {word.how}"
            yield word.found, Fault(BEFORE_ITS_SUBJECT, word.path, message, "the day of the debrief, or later")
        else:
            message = f"{word.day}, before the {NOUNS[word.kind]} {word.id} was {EVENTS[word.kind]} on {first}"
            yield word.found, Fault(BEFORE_ITS_SUBJECT, word.path, message, f"{first} or later")


def _answers(sources: Sources) -> Iterator[_Word]:
    for item in sources.corpus.responses:
        value = item.value
        asked = [("promise", id) for id in value.promises] + [("debrief", id) for id in value.debriefs]
        yield from (_Word(item.found, ("on",), value.on, kind, id, "it answers") for kind, id in asked)


def _comments(sources: Sources) -> Iterator[_Word]:
    for item in sources.corpus.comments:
        value = item.value
        for kind in EVENTS:
            if id := getattr(value, kind):
                # Without a date of its own it has that of its name, which has no place in the file.
                path = ("on",) if value.on else (kind,)
                yield _Word(item.found, path, value.on or item.recorded, kind, id, "it is about")


def _events(
    sources: Sources, wanted: Container[tuple[str, str]]
) -> Mapping[tuple[str, str], tuple[dt.date, FoundFile]]:
    """When each of these debriefs was recorded, promises made and answers given, and the file that says so."""
    corpus = sources.corpus
    events = {
        (found.kind, found.id): (found.recorded, found)
        for found in corpus.states
        if found.recorded and found.kind == "debrief" and (found.kind, found.id) in wanted
    }
    events |= {(item.found.kind, item.id): (item.value.made_on, item.found) for item in corpus.promises}
    return events | {(item.found.kind, item.id): (item.value.on, item.found) for item in corpus.responses}


def _is_secret(found: FoundFile) -> bool:
    """Whether it is a debrief whose day is not is_found: private, or by its name of date and id alone anonymous."""
    return found.kind == "debrief" and (found.private or stem_of(found.path) == f"{found.recorded}-{found.id}")


@rule(BROKEN_CHAIN)
def slips_in_order(sources: Sources) -> Iterator[Finding]:
    """Due dates move one after the other."""
    slipped = [(item.found, item.value.slips) for item in sources.corpus.promises]
    slipped += [(item.found, item.value.slips) for item in sources.corpus.responses]
    for found, slips in slipped:
        for position, (before, slip) in enumerate(pairwise(slips), start=1):
            if slip.on < before.on:
                message = f"moved on {slip.on}, but the slip before it on {before.on}"
                yield found, Fault(BROKEN_CHAIN, ("slips", position, "on"), message, f"{before.on} or later")


@rule(WITHDRAWN_ALONE)
def released_by_another(sources: Sources) -> Iterator[Finding]:
    """A promise is withdrawn with the consent of someone else than its owner."""
    for item in sources.corpus.promises:
        promise = item.value
        if promise.status is OwnerStatus.WITHDRAWN and promise.agreed_by and not promise.is_released:
            message = f"{promise.agreed_by!r} is the owner: withdrawn by its owner alone, it counts as not kept"
            yield item.found, Fault(WITHDRAWN_ALONE, ("agreed_by",), message, "whoever it was made to")


CONTRADICTION = Code(
    "SB321",
    WARNING,
    "Two answers contradict each other",
    "They answer one question on one day, and differ. Both are shown; readers cannot tell which holds.",
    "Withdraw one, or date the later one as it was given.",
)


@rule(CONTRADICTION)
def no_contradiction(sources: Sources) -> Iterator[Finding]:
    """Of one day's answers to one question none declines what another takes up, or passes on what its own decides."""
    earlier: dict[tuple[dt.date, str, str], list[ContentItem[Response]]] = defaultdict(list)
    for item in _in_order(sources.corpus.responses):
        subjects = item.value.subjects(sources.codebook.current)
        is_found = False
        for kind, id in subjects:
            others = earlier[item.value.on, kind, id]
            other = next((other for other in others if _contradict(other.value, item.value)), None)
            if other is not None and not is_found:
                is_found = True
                message = f"{item.value.decision.value} here, {other.value.decision.value} in {other.path}"
                message += f" on the same day, for the {NOUNS[kind]} {id}"
                yield item.found, Fault(CONTRADICTION, ("decision",), message, "one decision a day for one question")
            others.append(item)


def _in_order(responses: Iterable[ContentItem[Response]]) -> list[ContentItem[Response]]:
    """Answers by their paths; those in the private folder last, so that a public file never names one."""
    return sorted(responses, key=lambda item: (item.found.private, item.path))


def _contradict(one: Response, other: Response) -> bool:
    decisions = {one.decision, other.decision}
    if Decision.NOT_OURS in decisions:
        return one.by == other.by and (one.is_decision or other.is_decision)
    return Decision.DECLINE in decisions and bool(decisions & {*TO_DO, Decision.DONE})


PASSED_IN_CIRCLE = Code(
    "SB322",
    WARNING,
    "Passed on in a circle",
    "The question is back at a department that has passed it on, and nobody has decided. It stays silent.",
    "Decide it there, or name a department that has not passed it on.",
)


@rule(PASSED_IN_CIRCLE)
def no_circle(sources: Sources) -> Iterator[Finding]:
    """No question comes back, undecided, to a department that has passed it on."""
    passed: dict[tuple[str, str], set[str]] = defaultdict(set)
    for item in sorted(sources.corpus.responses, key=lambda item: (item.value.on, item.path)):
        value = item.value
        back = []
        for subject in value.subjects(sources.codebook.current):
            by = passed[subject]
            if value.is_decision:
                by.clear()
            elif value.decision is Decision.NOT_OURS:
                by.add(value.by)
                if value.department in by:
                    back.append(subject)
                    by.clear()
        if back:
            kind, id = back[0]
            message = f"the {NOUNS[kind]} {id} comes back to {value.department}, which has passed it on"
            if value.department == value.by:
                message = f"{value.by} passes the {NOUNS[kind]} {id} on to itself"
            allowed = "a department that has not passed it on, or a decision"
            yield item.found, Fault(PASSED_IN_CIRCLE, ("department",), message, allowed)
