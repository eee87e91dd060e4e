"""Rules about what was asked, promised and answered: in its order, by the right ones, without contradiction."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise

from builder.reading.corpus import Found, Item
from builder.reading.document import stem_of
from builder.reading.faults import Fault
from builder.reading.rules.shared import Finding, Sources
from builder.schema.promise import PromiseStatus
from builder.schema.response import TO_DO, Decision, Response

Event = tuple[dt.date, bool]
EVENTS = {"debrief": "recorded", "promise": "made", "response": "given"}
NOUNS = {"theme": "theme", "promise": "promise", "ask": "ask of", "debrief": "debrief", "response": "answer"}


def answers_follow(sources: Sources) -> Iterator[Finding]:
    """An answer is given after the debriefs that it answers were recorded, and the promises made."""
    events = _events(sources)
    for item in sources.corpus.responses:
        value = item.value
        asked = [("promise", id) for id in value.promises] + [("debrief", id) for id in value.debriefs]
        for kind, id in asked:
            if (kind, id) in events and value.on < events[kind, id][0]:
                yield item.found, _too_early(("on",), value.on, kind, id, events[kind, id], "it answers")


def comments_follow(sources: Sources) -> Iterator[Finding]:
    """A comment is written after what it is about."""
    events = _events(sources)
    for item in sources.corpus.comments:
        value, day = item.value, item.value.on or item.recorded
        for kind in EVENTS:
            id = getattr(value, kind)
            if (kind, id) in events and day < events[kind, id][0]:
                # Without a date of its own it has that of its name, which has no place in the file.
                path = ("on",) if value.on else (kind,)
                yield item.found, _too_early(path, day, kind, id, events[kind, id], "it is about")


def _events(sources: Sources) -> Mapping[tuple[str, str], Event]:
    """When each debrief was recorded, each promise made and each answer given; and whether the day may be told."""
    corpus = sources.corpus
    debriefs = (found for found in corpus.states if found.kind == "debrief" and found.id and found.recorded)
    events = {("debrief", found.id): (found.recorded or dt.date.min, _is_open(found)) for found in debriefs}
    events |= {("promise", item.id): (item.value.made_on, True) for item in corpus.promises}
    return events | {("response", item.id): (item.value.on, True) for item in corpus.responses}


def _is_open(found: Found) -> bool:
    """Whether a debrief's day is no secret: an anonymous one's is, and its name holds the day and the id alone."""
    return not found.private and stem_of(found.path) != f"{found.recorded}-{found.id}"


def _too_early(path: tuple[str, ...], day: dt.date, kind: str, id: str, event: Event, which: str) -> Fault:
    first, is_told = event
    if not is_told:
        return Fault("SB316", path, f"{day}, before the {NOUNS[kind]} {which}", "the day of the debrief, or later")
    message = f"{day}, before the {NOUNS[kind]} {id} was {EVENTS[kind]} on {first}"
    return Fault("SB316", path, message, f"{first} or later")


def slips_in_order(sources: Sources) -> Iterator[Finding]:
    """Due dates move one after the other."""
    slipped = [(item.found, item.value.slips) for item in sources.corpus.promises]
    slipped += [(item.found, item.value.slips) for item in sources.corpus.responses]
    for found, slips in slipped:
        for position, (before, slip) in enumerate(pairwise(slips), start=1):
            if slip.on < before.on:
                message = f"moved on {slip.on}, but the slip before it on {before.on}"
                yield found, Fault("SB219", ("slips", position, "on"), message, f"{before.on} or later")


def released_by_another(sources: Sources) -> Iterator[Finding]:
    """A promise is withdrawn with the consent of someone else than its owner."""
    for item in sources.corpus.promises:
        promise = item.value
        if promise.status is PromiseStatus.WITHDRAWN and promise.agreed_by and not promise.is_released:
            message = f"{promise.agreed_by!r} is the owner: withdrawn by its owner alone, it counts as not kept"
            yield item.found, Fault("SB217", ("agreed_by",), message, "whoever it was made to")


def no_contradiction(sources: Sources) -> Iterator[Finding]:
    """Of one day's answers to one question none declines what another takes up, or passes on what its own decides."""
    earlier: dict[tuple[dt.date, str, str], list[Item[Response]]] = defaultdict(list)
    for item in _in_order(sources.corpus.responses):
        subjects = item.value.subjects(sources.codebook.current)
        told = False
        for kind, id in subjects:
            others = earlier[item.value.on, kind, id]
            other = next((other for other in others if _contradict(other.value, item.value)), None)
            if other is not None and not told:
                told = True
                message = f"{item.value.decision.value} here, {other.value.decision.value} in {other.path}"
                message += f" on the same day, for the {NOUNS[kind]} {id}"
                yield item.found, Fault("SB321", ("decision",), message, "one decision a day for one question")
            others.append(item)


def _in_order(responses: Iterable[Item[Response]]) -> list[Item[Response]]:
    """Answers by their paths; those in the private folder last, so that a public file never names one."""
    return sorted(responses, key=lambda item: (item.found.private, item.path))


def _contradict(one: Response, other: Response) -> bool:
    decisions = {one.decision, other.decision}
    if Decision.NOT_OURS in decisions:
        return one.by == other.by and (one.is_decision or other.is_decision)
    return Decision.DECLINE in decisions and bool(decisions & {*TO_DO, Decision.DONE})


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
            yield item.found, Fault("SB322", ("department",), message, allowed)


RULES = (answers_follow, comments_follow, slips_in_order, released_by_another, no_contradiction, no_circle)
