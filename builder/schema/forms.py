"""The forms that contributors fill in, for `bulletin new` and for the site: what is asked in which order."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from builder.schema.kinds import KINDS
from builder.schema.questions import Question, questions_of

BODY = "body"


@dataclass(frozen=True, slots=True)
class Group:
    """Questions that stand together on a page, under words of their own or those of the first.

    They stand in the order of the model, after the free text and the fields of `opens_with`. What
    `is_later` waits under "everything else".
    """

    words: str = ""
    opens_with: tuple[str, ...] = ()
    is_later: bool = False


@dataclass(frozen=True, kw_only=True)
class Form:
    """What is asked for one kind of content: the questions of its model, in `groups` by their names.

    A terminal asks in the order of the groups too, but `opens_with` before everything. `body` asks for the free
    text; `more` asks whether to go on to what can wait. `subjects` are the fields that the words of a
    new file's name are made of. Raises TypeError where a question stands in no group.
    """

    kind: str
    name: str
    title: str
    deck: str
    subjects: tuple[str, ...]
    groups: Mapping[str, Group]
    opens_with: tuple[str, ...] = ()
    body: Question | None = None
    more: str = "Everything else?"

    def __post_init__(self) -> None:
        for question in self._in_model:
            if _group_of(question) not in self.groups:
                known = ", ".join(self.groups)
                raise TypeError(f"{self.kind}.{question.field} stands in no group of its form; there are {known}")

    @cached_property
    def _in_model(self) -> tuple[Question, ...]:
        body = (replace(self.body, field=BODY),) if self.body else ()
        return (*body, *questions_of(KINDS[self.kind].model))

    @cached_property
    def first(self) -> tuple[Question, ...]:
        """The questions that are asked always, in a terminal's order."""
        opening = tuple(question for field in self.opens_with if (question := self._by_field[field]))
        return opening + tuple(self._grouped(is_later=False))

    @cached_property
    def rest(self) -> tuple[Question, ...]:
        """The questions under "everything else", in a terminal's order."""
        return tuple(self._grouped(is_later=True))

    def _grouped(self, *, is_later: bool) -> Iterator[Question]:
        for name, group in self.groups.items():
            if group.is_later is is_later:
                yield from (one for one in self.in_group(name) if one.field not in self.opens_with)

    def in_group(self, name: str) -> tuple[Question, ...]:
        """The questions of a group, in a page's order."""
        found = [question for question in self._in_model if _group_of(question) == name]
        opening = self.groups[name].opens_with
        return tuple(sorted(found, key=lambda one: opening.index(one.field) if one.field in opening else len(opening)))

    @property
    def questions(self) -> tuple[Question, ...]:
        """All questions in the order in which a terminal asks them."""
        return self.first + self.rest

    @cached_property
    def _by_field(self) -> Mapping[str, Question]:
        return {question.field: question for question in self._in_model}

    def question(self, field: str) -> Question | None:
        """The question that fills this field."""
        return self._by_field.get(field)


def _group_of(question: Question) -> str:
    return question.group or question.field


DEBRIEF = Form(
    kind="debrief",
    name="Debrief",
    title="Four questions, 90 seconds",
    deck="What a buyer who has just decided told you. Honest beats complete.",
    subjects=("rep", "interviewer", "account"),
    groups={
        "deal": Group("Which deal?", opens_with=("account",)),
        "outcome": Group(),
        "compelling": Group(),
        "repelling": Group(),
        "decided_by": Group(),
        "facts": Group("More about the deal", is_later=True),
        "rivals": Group("Who else was in it", opens_with=("competitors", "stage_lost"), is_later=True),
        "source": Group("Who told you, and how", opens_with=("buyer_role", "relationship", "evidence"), is_later=True),
        "follow-up": Group("What should follow", opens_with=("ask",), is_later=True),
        "else": Group("Anything else", is_later=True),
    },
    opens_with=("rep", "interviewer", "account"),
    body=Question("Anything else you want to say?", group="else"),
    more="Everything else: value, segment, competitors, an ask …?",
)

RESPONSE = Form(
    kind="response",
    name="Answer",
    title="An answer",
    deck="A decision by a department, on what the field reported. It stays on the record.",
    subjects=("theme", "promises", "debriefs", "decision"),
    groups={
        "subject": Group("What does it answer?"),
        "decision": Group(),
        BODY: Group(),
        "signature": Group("Who answers, and when?"),
        "initiative": Group(is_later=True),
    },
    opens_with=("theme", "promises", "debriefs", "by", "on"),
    body=Question("Your answer?", "at least 15 words"),
)

COMMENT = Form(
    kind="comment",
    name="Comment",
    title="A comment",
    deck="It stands beside what it is about, for everyone to read. It is never counted.",
    subjects=("theme", "debrief", "response", "promise"),
    groups={
        "subject": Group("What is it about? One of these."),
        "stance": Group(),
        BODY: Group(),
        "by": Group(),
        "on": Group(is_later=True),
    },
    opens_with=("theme", "debrief", "response", "promise", "by"),
    body=Question("Your comment?", "at least 15 words"),
)

PROMISE = Form(
    kind="promise",
    name="Promise",
    title="A promise",
    deck="What we said we would do, by when, and who chases it.",
    subjects=("what",),
    groups={
        "what": Group(),
        "made_to": Group(),
        "made": Group("Who promised, and when?"),
        "owner": Group("Who keeps it, and by when?", opens_with=("owner", "due")),
        "status": Group(),
        "cited_by": Group(is_later=True),
    },
    opens_with=("what", "made_by", "made_to", "owner", "pursued_by", "made_on", "due"),
)

FORMS: Mapping[str, Form] = {form.kind: form for form in (DEBRIEF, RESPONSE, COMMENT, PROMISE)}


def description(kind: str, field: str) -> str:
    """What the schema says of a field."""
    for name, info in KINDS[kind].model.model_fields.items():
        if field in (name, info.alias):
            return info.description or ""
    return "The free text." if field == BODY else ""
