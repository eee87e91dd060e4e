"""Removes and masks what an audience may not see; the only way to a publication."""

from __future__ import annotations

import re
import typing
from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from builder.config import Settings
from builder.diagnostics import Diagnostic
from builder.editions import Schedule
from builder.publication.attributions import Attributions
from builder.publication.audience_policy import AudiencePolicy
from builder.publication.debrief_policy import DebriefPolicy
from builder.publication.known_names import KnownNames
from builder.publication.public_debrief import PublicDebrief, Tombstone
from builder.publication.publication import Publication, PublicComment, PublicLetter, PublicResponse, SetAside
from builder.reading.codebook import Codebook
from builder.reading.corpus import ContentItem, Corpus, FoundFile
from builder.reading.file_state import FileState
from builder.schema.comment import Comment
from builder.schema.debrief import Debrief, Withdrawal
from builder.schema.edition import Letter
from builder.schema.promise import MadeTo, Promise
from builder.support.errors import BulletinError

# An anonymous file's name, which says on which day it was written.
NAMELESS_FILE = re.compile(r"/\d{4}-\d{2}-\d{2}-[0-9a-f]{8}\.[^/]*$")
LISTED = frozenset({"theme", "catalog", "roster", "claim", "attainment", "closed-deal", "manifest"})


def publish(
    corpus: Corpus,
    schedule: Schedule,
    settings: Settings,
    *,
    names: KnownNames | None = None,
    worded: Container[str] | None = None,
) -> Publication:
    """What the audience of the settings may read. Raises where the sum of files does not add up.

    `names` are masked besides those that the corpus knows. With `worded`, ids of debriefs, only
    these come with their words, for who counts the others without printing them.
    """
    return _Publisher(AudiencePolicy(corpus, settings, names), schedule, worded).publication()


@dataclass(frozen=True, slots=True)
class _Discussion:
    """Responses and comments that may be read, and how many files went with what they were about."""

    responses: tuple[PublicResponse, ...]
    comments: tuple[PublicComment, ...]
    kept: int


class _Publisher:
    """The steps from a corpus to a publication, in the order in which they depend on each other."""

    def __init__(self, policy: AudiencePolicy, schedule: Schedule, worded: Container[str] | None) -> None:
        self._policy = policy
        self._schedule = schedule
        self._corpus = policy.corpus
        themes = policy.corpus.themes
        self._codebook = Codebook.of(None if themes is None else tuple(map(policy.masked, themes)))
        self._attributions = Attributions(policy)
        self._debriefs = DebriefPolicy(policy, schedule, self._codebook, self._attributions, worded)

    def publication(self) -> Publication:
        """The publication; raises BulletinError where the sum of files does not add up."""
        corpus, masked, standing = self._corpus, self._policy.masked, self._standing()
        debriefs = tuple(sorted(map(self._debriefs.published, standing), key=lambda d: d.order, reverse=True))
        self._debriefs.keep()
        shown = {debrief.id for debrief in debriefs if debrief.has_page}
        withdrawn = [item for item in corpus.debriefs if item.value.withdrawn]
        known = shown | {item.id for item in withdrawn}
        conversation = self._conversation(known)
        return Publication(
            audience=self._policy.settings.audience,
            schedule=self._visible(debriefs),
            codebook=self._codebook,
            catalog=corpus.catalog.model_copy(update={"accounts": ()}),
            debriefs=debriefs,
            tombstones=tuple(map(self._tombstone, withdrawn)),
            letters={item.id: self._letter(item, shown) for item in corpus.editions},
            responses=conversation.responses,
            comments=conversation.comments,
            promises=tuple((item.id, self._promise(item.value, known)) for item in corpus.promises),
            initiatives=tuple((item.id, masked(item.value)) for item in corpus.initiatives),
            claims=tuple(map(masked, corpus.claims)),
            attributions=tuple(map(self._attributions.of_debrief, standing)),
            closed_deals=tuple(self._attributions.closed_deals()),
            attainments=tuple(self._attributions.attainments()),
            states=self._states(conversation.kept),
            set_aside=tuple(self._set_aside()),
            warnings=sum(not diagnostic.is_error for diagnostic in corpus.diagnostics),
        )

    def _standing(self) -> list[ContentItem[Debrief]]:
        """The debriefs that are counted: by id, so that numbers given out say nothing of dates, names or accounts."""
        placed = (item for item in self._corpus.debriefs if item.id in self._schedule.edition_of)
        return sorted((item for item in placed if not item.value.withdrawn), key=lambda item: item.id)

    def _states(self, kept: int) -> dict[FileState, int]:
        """How many files have each state, `kept` of them here; raises where they do not add up."""
        counts = Counter(self._corpus.states.values())
        counts[FileState.PUBLISHED] -= kept
        counts[FileState.KEPT] += kept
        states = {state: counts[state] for state in FileState}
        found = len(self._corpus.states)
        if sum(states.values()) != found:
            raise BulletinError(f"{found} files were found, but {states} adds up otherwise")
        return states

    def _visible(self, debriefs: Iterable[PublicDebrief]) -> Schedule:
        """The schedule with the debriefs of this audience alone; closed editions keep their list."""
        ids = {debrief.id for debrief in debriefs}
        editions = tuple(
            replace(edition, debriefs=tuple(id for id in edition.debriefs if id in ids))
            for edition in self._schedule.editions
        )
        kept = {id: edition for id, edition in self._schedule.edition_of.items() if id in ids}
        lettered = {item.id for item in self._corpus.editions}
        filled = tuple(e for e in editions if e.debriefs or e.is_closed or e.id in lettered)
        return replace(self._schedule, editions=filled, edition_of=kept, late=self._schedule.late & ids)

    def _tombstone(self, item: ContentItem[Debrief]) -> Tombstone:
        withdrawal = typing.cast(Withdrawal, item.value.withdrawn)
        edition = self._schedule.edition_of.get(item.id, "")
        recorded = str(item.recorded)[:7] if not item.value.rep or item.value.is_anonymous else str(item.recorded)
        return Tombstone(item.id, recorded, edition, self._policy.masked(withdrawal))

    def _letter(self, item: ContentItem[Letter], shown: set[str]) -> PublicLetter:
        value, words = item.value, self._policy.words
        picks = tuple((pick.debrief, words(pick.why)) for pick in value.picks if pick.debrief in shown)
        return PublicLetter(item.id, words(value.title), picks, words(item.body), value.order)

    def _conversation(self, known: set[str]) -> _Discussion:
        """Responses and comments without those that are only about debriefs that are not `known`."""
        responses = sorted(self._responses(known), key=lambda response: (response.value.on, response.id))
        present = {
            "debrief": known,
            "response": {response.id for response in responses},
            "promise": {item.id for item in self._corpus.promises},
        }
        comments = sorted(self._comments(present), key=lambda comment: (comment.on, comment.id))
        kept = len(self._corpus.responses) - len(responses) + len(self._corpus.comments) - len(comments)
        return _Discussion(tuple(responses), tuple(comments), kept)

    def _responses(self, known: set[str]) -> Iterable[PublicResponse]:
        for item in self._corpus.responses:
            debriefs = tuple(id for id in item.value.debriefs if id in known)
            if debriefs or item.value.theme or item.value.promises:
                value = self._policy.masked(item.value).model_copy(update={"debriefs": debriefs})
                yield PublicResponse(item.id, value, self._policy.words(item.body))

    def _comments(self, present: Mapping[str, set[str]]) -> Iterable[PublicComment]:
        for item in self._corpus.comments:
            value, (kind, id) = item.value, _subject(item.value)
            if kind not in present or id in present[kind]:
                by, on = self._policy.author(value.by), value.on or item.recorded
                yield PublicComment(item.id, (kind, id), by, on, value.stance, self._policy.words(item.body))

    def _promise(self, value: Promise, known: set[str]) -> Promise:
        to = value.made_to
        if to.account and not self._policy.is_leadership:
            to = MadeTo(segment=to.segment) if to.segment else MadeTo(account="a prospect")
        update = {
            "made_to": to,
            "cited_by": tuple(id for id in value.cited_by if id in known),
            "made_by": self._policy.maker(value.made_by),
            "pursued_by": self._policy.maker(value.pursued_by),
        }
        return self._policy.masked(value).model_copy(update=update)

    def _set_aside(self) -> Iterable[SetAside]:
        faults: dict[str, list[Diagnostic]] = defaultdict(list)
        for diagnostic in self._corpus.diagnostics:
            if diagnostic.is_error:
                faults[diagnostic.path].append(diagnostic)
        by_path: Mapping[str, FoundFile] = {found.path: found for found in self._corpus.states}
        for path in sorted(faults):
            yield self._set_aside_file(path, by_path.get(path), faults[path])

    def _set_aside_file(self, path: str, found: FoundFile | None, faults: Sequence[Diagnostic]) -> SetAside:
        """A file that was set aside: for everyone without text, and without a path that people have chosen."""
        recorded, id = (str(found.recorded or ""), found.id) if found else ("", "")
        if self._policy.is_leadership:
            return SetAside(recorded, id, path, tuple(faults))
        if NAMELESS_FILE.search(path):
            recorded = recorded[:7]
        bare = (replace(fault, path="", message="", allowed="", suggestion="", width=1) for fault in faults)
        is_list = found is not None and found.recorded is None and found.kind in LISTED
        return SetAside(recorded, id, path if is_list else "", tuple(bare))


def _subject(comment: Comment) -> tuple[str, str]:
    """The kind and id of what a comment is about."""
    fields = ("theme", "debrief", "response", "promise")
    return next((field, getattr(comment, field)) for field in fields if getattr(comment, field))
