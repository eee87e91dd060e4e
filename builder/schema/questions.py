"""What a contributor is asked, in which words and in which order: `bulletin new` and the forms of the site read it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from builder.schema.constraints import When
from builder.schema.kinds import KINDS

BODY = "body"


class Default(StrEnum):
    """Where an answer comes from that nobody typed."""

    AUTHOR = "author"  # the handle of who writes
    TODAY = "today"
    DECIDER = "decider"  # the only theme on the side that decides
    PENDING = "pending"  # a value that stands for itself


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question and the field that its answer fills; `body` is the free text.

    It is asked where every `when` holds. The four questions of a debrief have a `number` from 1;
    what belongs to one of them, or comes before them all, has 0.
    """

    field: str
    words: str
    hint: str = ""
    number: int = 0
    when: tuple[When, ...] = ()
    default: Default | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """Questions that stand together on a page, under words of their own or those of the first."""

    fields: tuple[str, ...]
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """What is asked for one kind of content: `first` always, `rest` under "everything else".

    `more` asks whether to go on to the rest. `afterwards` are fields that nobody fills in a new
    file; scripts may. `groups` are how a page sets the questions, in its own order. `subjects` are the
    fields that the words of a new file's name are made of.
    """

    kind: str
    name: str
    title: str
    deck: str
    subjects: tuple[str, ...]
    groups: tuple[Group, ...]
    first: tuple[Question, ...]
    rest: tuple[Question, ...] = ()
    afterwards: tuple[str, ...] = ()
    more: str = "Everything else?"

    @property
    def questions(self) -> tuple[Question, ...]:
        """All questions in the order in which they are asked."""
        return self.first + self.rest

    def question(self, field: str) -> Question | None:
        """The question that fills this field."""
        return next((question for question in self.questions if question.field == field), None)


def _where(field: str, *values: str) -> tuple[When, ...]:
    return (When(field=field, values=values),)


def _without(*fields: str) -> tuple[When, ...]:
    return tuple(When(field=field, negate=True) for field in fields)


# One driver, part by part: the theme, what was said, whose words they are.
THEME = Question(field="theme", words="Which theme?", hint="none: asked, and nothing; Enter: not asked")
MORE = Question(field="theme", words="Another theme?", hint="Enter: no more")
SAID = Question(field="note", words="What did they say?", hint="a sentence")
VERBATIM = Question(field="quote", words="Their own words?")
KNOWN_BY = Question(field="evidence", words="How do you know?")
DETAIL = Question(field="detail", words="Which kind?")
DRIVER = (THEME, MORE, SAID, VERBATIM, KNOWN_BY, DETAIL)

_DEBRIEF = Form(
    kind="debrief",
    name="Debrief",
    title="Four questions, 90 seconds",
    deck="What a buyer who has just decided told you. Honest beats complete.",
    subjects=("rep", "interviewer", "account"),
    groups=(
        Group(("account", "decided", "rep"), "Which deal?"),
        Group(("outcome", "lost_to")),
        Group(("compelling",)),
        Group(("repelling",)),
        Group(("decided_by",)),
        Group(("value", "segment", "region", "product", "opportunity"), "More about the deal"),
        Group(("competitors", "stage_lost", "at_equal_price"), "Who else was in it"),
        Group(("buyer_role", "relationship", "evidence", "interviewer"), "Who told you, and how"),
        Group(("ask", "claims", "broken_promises"), "What should follow"),
        Group((BODY, "minutes", "visibility", "contributor_note"), "Anything else"),
    ),
    first=(
        Question(field="rep", words="Who are you?", hint="your handle, or anonymous", default=Default.AUTHOR),
        Question(field="interviewer", words="Who held the interview?", hint="an id", when=_without("rep")),
        Question(field="account", words="Which account?"),
        Question(field="decided", words="When did they decide?", default=Default.TODAY),
        Question(field="outcome", words="How did it end?", number=1),
        Question(field="lost_to", words="To whom?", hint="Enter if you do not know", when=_where("outcome", "lost")),
        Question(field="compelling", words="What drew them?", number=2),
        Question(field="repelling", words="What put them off?", number=3),
        Question(field="decided_by", words="What decided it?", number=4, default=Default.DECIDER),
    ),
    rest=(
        Question(field="value", words="What was the deal worth?", hint="such as 120000 EUR"),
        Question(field="segment", words="Which segment?"),
        Question(field="region", words="Which region?"),
        Question(field="product", words="Which product?"),
        Question(field="opportunity", words="Its key in the CRM?"),
        Question(field="competitors", words="Whom did they consider?", hint="several with commas"),
        Question(
            field="stage_lost",
            words="At which stage was it lost?",
            when=(When(field="outcome", values=("won",), negate=True),),
        ),
        Question(field="at_equal_price", words="Whom would they have chosen at equal price?"),
        Question(field="buyer_role", words="What part did the speaker play in the decision?"),
        Question(field="relationship", words="What is the account to us?"),
        Question(field="evidence", words="How do you know all this?"),
        Question(field="claims", words="What became of our claims?", hint="claim=verdict, several with commas"),
        Question(field="broken_promises", words="Which promises did we break?", hint="ids on the ledger, or text=…"),
        Question(field="ask", words="What is the one thing that leadership should do?"),
        Question(field="visibility", words="Shown to everyone, or only counted?"),
        Question(field="contributor_note", words="Anything a fair reader should know about you?"),
        Question(field="minutes", words="How many minutes did this take?"),
        Question(field=BODY, words="Anything else you want to say?"),
    ),
    afterwards=("corrections", "withdrawn"),
    more="Everything else: value, segment, competitors, an ask …?",
)

_RESPONSE = Form(
    kind="response",
    name="Answer",
    title="An answer",
    deck="A decision by a department, on what the field reported. It stays on the record.",
    subjects=("theme", "promises", "debriefs", "decision"),
    groups=(
        Group(("theme", "promises", "debriefs"), "What does it answer?"),
        Group(("decision", "due", "reason", "evidence", "department")),
        Group((BODY,)),
        Group(("by", "on"), "Who answers, and when?"),
        Group(("initiative",)),
    ),
    first=(
        Question(field="theme", words="Which theme do you answer?", hint="Enter if none"),
        Question(field="promises", words="Which promises?", hint="Enter if none, several with commas"),
        Question(field="debriefs", words="Which debriefs' asks?", hint="their eight digits; Enter if none"),
        Question(field="by", words="Which department answers?"),
        Question(field="on", words="When?", default=Default.TODAY),
        Question(field="decision", words="What did you decide?"),
        Question(
            field="due", words="By when will it be done?", when=_where("decision", "invest", "fix", "investigate")
        ),
        Question(field="reason", words="Why not, in one sentence?", when=_where("decision", "decline")),
        Question(field="evidence", words="What shows that it is done?", when=_where("decision", "done")),
        Question(field="department", words="Whose is it instead?", when=_where("decision", "not-ours")),
        Question(field=BODY, words="Your answer?", hint="at least 15 words"),
    ),
    rest=(Question(field="initiative", words="Which initiative carries it out?"),),
    afterwards=("slips",),
)

_COMMENT = Form(
    kind="comment",
    name="Comment",
    title="A comment",
    deck="It stands beside what it is about, for everyone to read. It is never counted.",
    subjects=("theme", "debrief", "response", "promise"),
    groups=(
        Group(("theme", "debrief", "response", "promise"), "What is it about? One of these."),
        Group(("stance",)),
        Group((BODY,)),
        Group(("by",)),
        Group(("on",)),
    ),
    first=(
        Question(field="theme", words="Which theme is it about?", hint="Enter if it is about something else"),
        Question(
            field="debrief",
            words="Which debrief?",
            hint="its eight digits; Enter if it is about something else",
            when=_without("theme"),
        ),
        Question(
            field="response",
            words="Which answer?",
            hint="Enter if it is about a promise",
            when=_without("theme", "debrief"),
        ),
        Question(field="promise", words="Which promise?", when=_without("theme", "debrief", "response")),
        Question(field="by", words="Who are you?", hint="a handle, a department, or anonymous", default=Default.AUTHOR),
        Question(field="stance", words="Do you agree, disagree, or add something?"),
        Question(field=BODY, words="Your comment?", hint="at least 15 words"),
    ),
    rest=(Question(field="on", words="When was it written?", hint="by default today"),),
)

_PROMISE = Form(
    kind="promise",
    name="Promise",
    title="A promise",
    deck="What we said we would do, by when, and who chases it.",
    subjects=("what",),
    groups=(
        Group(("what",)),
        Group(("made_to",)),
        Group(("made_by", "made_on"), "Who promised, and when?"),
        Group(("owner", "due", "pursued_by"), "Who keeps it, and by when?"),
        Group(("status", "kept_on", "evidence", "agreed_by")),
        Group(("cited_by",)),
    ),
    first=(
        Question(field="what", words="What was promised, in one sentence?"),
        Question(field="made_by", words="Who made it?", hint="a department or a handle"),
        Question(field="made_to", words="To whom?", hint="account=…, segment=… or department=…"),
        Question(field="owner", words="Which department must keep it?"),
        Question(field="pursued_by", words="Who chases it?", hint="a handle or a department"),
        Question(field="made_on", words="When was it made?", default=Default.TODAY),
        Question(field="due", words="When is it due?"),
        Question(field="status", words="How does it stand?", default=Default.PENDING),
        Question(field="kept_on", words="When was it kept?", when=_where("status", "kept")),
        Question(field="evidence", words="What shows that it was kept?", when=_where("status", "kept")),
        Question(field="agreed_by", words="Who agreed to withdraw it?", when=_where("status", "withdrawn")),
    ),
    rest=(Question(field="cited_by", words="Debriefs in which it plays a part?", hint="several with commas"),),
    afterwards=("slips",),
)

FORMS: Mapping[str, Form] = {form.kind: form for form in (_DEBRIEF, _RESPONSE, _COMMENT, _PROMISE)}


def description(kind: str, field: str) -> str:
    """What the schema says of a field."""
    for name, info in KINDS[kind].model.model_fields.items():
        if field in (name, info.alias):
            return info.description or ""
    return "The free text." if field == BODY else ""
