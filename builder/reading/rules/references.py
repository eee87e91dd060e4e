"""Rules about what answers, comments, picks, promises and initiatives refer to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from builder.diagnostics import ERROR, Code
from builder.reading.corpus import FoundFile
from builder.reading.faults import Fault, Path
from builder.reading.rules.sources import Finding, Sources, rule, unknown
from builder.schema.debrief import ANONYMOUS
from builder.support.nearest import nearest

Reference = tuple[FoundFile, Path, str, str]


def references(sources: Sources) -> Iterator[Reference]:
    """Every reference in the corpus: file, path to it, the kind it refers to, and the id."""
    corpus = sources.corpus
    for letter in corpus.editions:
        for position, pick in enumerate(letter.value.picks):
            yield letter.found, ("picks", position, "debrief"), "debrief", pick.debrief
    for response in corpus.responses:
        yield from _many(response.found, "promises", "promise", response.value.promises)
        yield from _many(response.found, "debriefs", "debrief", response.value.debriefs)
        yield from _one(response.found, "initiative", "initiative", response.value.initiative)
    for comment in corpus.comments:
        for field in ("debrief", "response", "promise"):
            yield from _one(comment.found, field, field, getattr(comment.value, field))
    for promise in corpus.promises:
        yield from _many(promise.found, "cited_by", "debrief", promise.value.cited_by)


def _one(found: FoundFile, field: str, kind: str, id: str | None) -> Iterator[Reference]:
    if id is not None:
        yield found, (field,), kind, id


def _many(found: FoundFile, field: str, kind: str, ids: tuple[str, ...]) -> Iterator[Reference]:
    for position, id in enumerate(ids):
        yield found, (field, position), kind, id


DIGITS = "the eight hexadecimal digits that end a debrief's file name"
NOUNS = {"debrief": "a debrief", "promise": "a promise", "response": "a response", "initiative": "an initiative"}


UNKNOWN_REFERENCE = Code(
    "SB305",
    ERROR,
    "It refers to something that does not exist",
    "A reference that leads nowhere cannot be shown.",
    "Correct the id; the nearest is suggested.",
)


@rule(UNKNOWN_REFERENCE)
def targets_exist(sources: Sources) -> Iterator[Finding]:
    """What is referred to exists."""
    for found, path, kind, id in references(sources):
        known = sources.known_ids[kind]
        if id not in known:
            fault = unknown(UNKNOWN_REFERENCE, path, id, f"{NOUNS[kind]} that exists", known)
            yield found, replace(fault, allowed=DIGITS) if kind == "debrief" else fault


UNKNOWN_THEME = Code(
    "SB301",
    ERROR,
    "An unknown theme",
    "A new word for an old theme splits the count in two.",
    "Use the theme that is suggested, or add yours to themes.yml in the same pull request.",
)


@rule(UNKNOWN_THEME)
def themes_exist(sources: Sources) -> Iterator[Finding]:
    """Answers, comments and initiatives are about themes of the codebook."""
    codebook = sources.codebook
    single: list[tuple[FoundFile, Path, str | None]]
    single = [(item.found, ("theme",), item.value.theme) for item in sources.corpus.responses]
    single += [(item.found, ("theme",), item.value.theme) for item in sources.corpus.comments]
    single += [
        (item.found, ("bet", "theme"), item.value.bet.theme) for item in sources.corpus.initiatives if item.value.bet
    ]
    for found, path, theme in single:
        if theme is not None and not codebook.knows(theme):
            yield found, unknown(UNKNOWN_THEME, path, theme, "a theme", codebook.ids)
    lists = [(item.found, "themes", item.value.themes) for item in sources.corpus.initiatives]
    lists += [(item.found, "order", item.value.order) for item in sources.corpus.editions]
    for found, field, themes in lists:
        for position, theme in enumerate(themes):
            if not codebook.knows(theme):
                yield found, unknown(UNKNOWN_THEME, (field, position), theme, "a theme", codebook.ids)


UNKNOWN_DEPARTMENT = Code(
    "SB313",
    ERROR,
    "An unknown department",
    "Someone has to answer, and departments are those in catalog.yml.",
    "Use the department that is suggested, or add it to catalog.yml.",
)


@rule(UNKNOWN_DEPARTMENT)
def departments_exist(sources: Sources) -> Iterator[Finding]:
    """Those who answer for something are departments of the catalogue."""
    departments = sources.departments
    corpus = sources.corpus
    if not departments:
        return
    answering = [(item.found, "by", item.value.by) for item in corpus.responses]
    answering += [(item.found, "owner", item.value.owner) for item in corpus.promises]
    answering += [(item.found, "owner", item.value.owner) for item in corpus.initiatives]
    answering += [
        (item.found, "department", item.value.department) for item in corpus.responses if item.value.department
    ]
    for found, field, department in answering:
        if department not in departments:
            yield found, unknown(UNKNOWN_DEPARTMENT, (field,), department, "a department", departments)


UNKNOWN_REP = Code(
    "SB302",
    ERROR,
    "An unknown rep",
    "Without a roster entry two spellings would count as two reporters.",
    "Use the handle that is suggested, or add the lines to roster.yml in the same pull request.",
)


@rule(UNKNOWN_REP)
def signers_exist(sources: Sources) -> Iterator[Finding]:
    """A comment is by someone on the roster, a department, or anonymous; so, with a name, is a promise."""
    if sources.corpus.roster is None:
        return
    named = sources.handles | sources.departments
    for item in sources.corpus.comments:
        by = item.value.by
        if by not in named and by != ANONYMOUS:
            message = f"{by!r} is not on the roster, a department or anonymous"
            near = nearest(by, named | {ANONYMOUS})
            yield item.found, Fault(UNKNOWN_REP, ("by",), message, "a handle, a department, anonymous", near)
    # Where no departments are listed, any name may be one.
    for promise in sources.corpus.promises if sources.departments else ():
        for field in ("made_by", "pursued_by"):
            who = getattr(promise.value, field)
            if who not in named:
                message = f"{who!r} is neither on the roster nor a department"
                yield (
                    promise.found,
                    Fault(UNKNOWN_REP, (field,), message, "a handle, a department", nearest(who, named)),
                )
