"""Answers and comments on one thing, as one dated conversation."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from builder.build import Content
from builder.publication import Answer, Remark
from builder.rendering.markdown import Html, to_html
from builder.schema.response import Decision
from builder.views import pledges
from builder.views.names import Names
from builder.views.text import Link, moved, upper_first

DECISIONS = {
    Decision.INVEST: "Invest",
    Decision.FIX: "Fix",
    Decision.INVESTIGATE: "Investigate",
    Decision.DECLINE: "Decline",
    Decision.DONE: "Done",
    Decision.NOT_OURS: "Not ours",
    Decision.DISPUTED: "Disputed",
}


@dataclass(frozen=True, slots=True)
class Entry:
    """An answer or a comment: `kind` is `answer` or the comment's stance.

    `promises` are those that an answer is about too.
    """

    id: str
    kind: str
    who: str
    date: str
    iso: str
    verdict: str
    detail: str
    body: Html
    replies: tuple[Entry, ...] = ()
    promises: tuple[Link, ...] = ()


def about_theme(bulletin: Content, names: Names, theme: str) -> tuple[Entry, ...]:
    """What leadership answered about a theme and what was said to it, oldest first."""
    current = bulletin.publication.codebook.current
    answers = (a for a in bulletin.publication.answers if a.value.theme and current(a.value.theme) == theme)
    remarks = (r for r in bulletin.publication.remarks if r.about[0] == "theme" and current(r.about[1]) == theme)
    return _merged(bulletin, names, answers, remarks)


def about_debrief(bulletin: Content, names: Names, id: str) -> tuple[Entry, ...]:
    """What was answered to a debrief's ask and what was said about the debrief, oldest first."""
    answers = (answer for answer in bulletin.publication.answers if id in answer.value.debriefs)
    remarks = (remark for remark in bulletin.publication.remarks if remark.about == ("debrief", id))
    return _merged(bulletin, names, answers, remarks)


def about_promise(bulletin: Content, names: Names, id: str) -> tuple[Entry, ...]:
    """What its owner and others answered about a promise and what was said about it, oldest first."""
    answers = (answer for answer in bulletin.publication.answers if id in answer.value.promises)
    remarks = (remark for remark in bulletin.publication.remarks if remark.about == ("promise", id))
    return _merged(bulletin, names, answers, remarks, besides=id)


def _merged(
    bulletin: Content, names: Names, answers: Iterable[Answer], remarks: Iterable[Remark], besides: str = ""
) -> tuple[Entry, ...]:
    entries = [answer_entry(bulletin, names, answer, besides) for answer in answers]
    entries += [_remark(remark, names) for remark in remarks]
    return tuple(sorted(entries, key=lambda entry: (entry.iso, entry.id)))


def answer_entry(bulletin: Content, names: Names, answer: Answer, besides: str = "") -> Entry:
    """An answer with the comments on it; `besides` is a promise on whose page it stands."""
    value = answer.value
    promises = (link for id, link in pledges.links(bulletin.publication, value.promises) if id != besides)
    replies = (remark for remark in bulletin.publication.remarks if remark.about == ("response", answer.id))
    return Entry(
        id=f"answer-{answer.id}",
        kind="answer",
        who=names.title("departments", value.by),
        date=names.day(value.on.isoformat()),
        iso=value.on.isoformat(),
        verdict=DECISIONS[value.decision],
        detail=_detail(answer, names),
        body=to_html(answer.body),
        replies=tuple(_remark(remark, names) for remark in replies),
        promises=tuple(promises),
    )


def _detail(answer: Answer, names: Names) -> str:
    value = answer.value
    if value.reason:
        return value.reason
    if value.evidence:
        return value.evidence
    if value.due:
        how_often = f", {moved(len(value.slips))}" if value.slips else ""
        return f"Due {names.day(value.due.isoformat())}{how_often}."
    return f"Handed to {names.title('departments', value.department)}." if value.department else ""


def _remark(remark: Remark, names: Names) -> Entry:
    iso = remark.on.isoformat()
    return Entry(
        id=f"comment-{remark.id}",
        kind=remark.stance,
        who=upper_first(remark.by),
        date=names.day(iso),
        iso=iso,
        verdict=upper_first(remark.stance),
        detail="",
        body=to_html(remark.body),
    )
