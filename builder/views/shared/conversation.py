"""Asks, answers and comments on one thing, as one dated conversation."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from builder import addresses
from builder.ledger.asks import responses_to_asks, themes_asked
from builder.ledger.responses import FollowedResponse, ResponseFate
from builder.markup.markdown import Html, to_html
from builder.publication.public_debrief import PublicDebrief
from builder.publication.publication import PublicComment, PublicResponse
from builder.schema.response import Decision
from builder.views.shared.names import Names
from builder.views.shared.page_context import PageContext
from builder.views.shared.phrases import Link, moved, number, upper_first

MOST_ASKS = 12
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
class ConversationEntry:
    """An ask, an answer or a comment: `kind` is `ask`, `answer` or the comment's stance.

    `is_overdue` says that the answer announced something by a date that has passed. `promises` are those that
    an answer is about too.
    """

    id: str
    kind: str
    who: str
    date: str
    iso: str
    verdict: str
    detail: str
    body: Html
    replies: tuple[ConversationEntry, ...] = ()
    source: Link | None = None
    is_overdue: bool = False
    promises: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class Conversation:
    """Asks, answers and comments on one thing, oldest first; `left_out` counts the oldest asks without an answer."""

    entries: tuple[ConversationEntry, ...]
    left_out: int = 0


def about_theme(context: PageContext, theme: str, debriefs: Iterable[PublicDebrief]) -> Conversation:
    """What the field asked about a theme, what leadership answered and what was said to it.

    `debriefs` are those that name the theme, newest first.
    """
    publication, current = context.publication, context.publication.codebook.current
    responses = [a for a in publication.responses if a.value.theme and current(a.value.theme) == theme]
    comments = (c for c in publication.comments if c.about[0] == "theme" and current(c.about[1]) == theme)
    answered = responses_to_asks(publication)
    asking = [one for one in debriefs if one.ask and one.has_page and theme in themes_asked(one)]
    # Of many asks, those that were answered stay in the conversation, and the newest of the others.
    waiting = [one for one in asking if one.id not in answered]
    shown = {one.id for one in waiting[:MOST_ASKS]} | answered.keys()
    asks = (_ask_entry(one, answered.get(one.id), context.names) for one in asking if one.id in shown)
    entries = _merged_entries(context.names, responses, comments, context.ledger.responses)
    return Conversation(_by_date((*entries, *asks)), max(0, len(waiting) - MOST_ASKS))


def about_debrief(names: Names, id: str) -> tuple[ConversationEntry, ...]:
    """What was answered to a debrief's ask and what was said about the debrief, oldest first."""
    responses = (response for response in names.publication.responses if id in response.value.debriefs)
    comments = (comment for comment in names.publication.comments if comment.about == ("debrief", id))
    return _merged_entries(names, responses, comments)


def about_promise(context: PageContext, id: str) -> tuple[ConversationEntry, ...]:
    """What its owner and others answered about a promise and what was said about it, oldest first."""
    responses = (response for response in context.publication.responses if id in response.value.promises)
    comments = (comment for comment in context.publication.comments if comment.about == ("promise", id))
    return _merged_entries(context.names, responses, comments, context.ledger.responses, besides=id)


def _merged_entries(
    names: Names,
    responses: Iterable[PublicResponse],
    comments: Iterable[PublicComment],
    followed: Iterable[FollowedResponse] = (),
    *,
    besides: str = "",
) -> tuple[ConversationEntry, ...]:
    became = {one.response.id: one for one in followed}
    entries = [response_entry(names, response, became.get(response.id), besides=besides) for response in responses]
    entries += [_comment_entry(comment, names) for comment in comments]
    return _by_date(entries)


def _by_date(entries: Iterable[ConversationEntry]) -> tuple[ConversationEntry, ...]:
    return tuple(sorted(entries, key=lambda entry: (entry.iso, entry.id)))


def _ask_entry(debrief: PublicDebrief, response: PublicResponse | None, names: Names) -> ConversationEntry:
    waits = "Nobody has answered it." if response is None else ""
    if response is not None:
        waits = f"Answered on {names.day(response.value.on.isoformat())}: {DECISIONS[response.value.decision].lower()}."
    return ConversationEntry(
        id=f"ask-{debrief.id}",
        kind="ask",
        who="The field",
        date=names.day(debrief.recorded),
        iso=debrief.recorded,
        verdict="Asked",
        detail=waits,
        body=to_html(debrief.ask),
        source=Link(debrief.id, addresses.debrief(debrief.id)),
        is_overdue=response is None,
    )


def response_entry(
    names: Names, response: PublicResponse, followed: FollowedResponse | None = None, *, besides: str = ""
) -> ConversationEntry:
    """An answer with the comments on it; with what became of it where that may be told as of a date.

    `besides` is a promise on whose page it stands.
    """
    value = response.value
    promises = (names.subject("promise", id) for id in value.promises if id != besides)
    replies = (comment for comment in names.publication.comments if comment.about == ("response", response.id))
    return ConversationEntry(
        id=f"answer-{response.id}",
        kind="answer",
        who=names.title("departments", value.by),
        date=names.day(value.on.isoformat()),
        iso=value.on.isoformat(),
        verdict=DECISIONS[value.decision],
        detail=" ".join(filter(None, (_response_detail(response, names), _fate_sentence(followed, names)))),
        body=to_html(response.body),
        replies=tuple(_comment_entry(comment, names) for comment in replies),
        is_overdue=followed is not None and followed.fate is ResponseFate.OVERDUE,
        promises=tuple(one for one in promises if isinstance(one, Link)),
    )


def _fate_sentence(followed: FollowedResponse | None, names: Names) -> str:
    """What became of what an answer announced."""
    if followed is None or followed.fate in (ResponseFate.NONE, ResponseFate.DUE):
        return ""
    if followed.fate is ResponseFate.OVERDUE:
        return f"{number(followed.days, 'day')} overdue."
    ending = "Done" if followed.fate is ResponseFate.DONE else "Answered anew"
    later = next((one for one in names.publication.responses if one.id == followed.later), None)
    return f"{ending} on {names.day(later.value.on.isoformat())}." if later else f"{ending}."


def _response_detail(response: PublicResponse, names: Names) -> str:
    value = response.value
    if value.reason:
        return value.reason
    if value.evidence:
        return value.evidence
    if value.due:
        how_often = f", {moved(len(value.slips))}" if value.slips else ""
        return f"Due {names.day(value.due.isoformat())}{how_often}."
    return f"Handed to {names.title('departments', value.department)}." if value.department else ""


def _comment_entry(comment: PublicComment, names: Names) -> ConversationEntry:
    iso = comment.on.isoformat()
    return ConversationEntry(
        id=f"comment-{comment.id}",
        kind=comment.stance,
        who=upper_first(comment.by),
        date=names.day(iso),
        iso=iso,
        verdict=upper_first(comment.stance),
        detail="",
        body=to_html(comment.body),
    )
