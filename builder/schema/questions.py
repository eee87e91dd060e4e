"""What is asked of a contributor, in which words and order: the form on the site and `bulletin new` both read it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

BODY = "body"


@dataclass(frozen=True, slots=True)
class Question:
    """One question and the fields that answer it, the first as asked, others beside it."""

    words: str
    fields: tuple[str, ...]
    hint: str = ""
    is_counted: bool = True


@dataclass(frozen=True, slots=True)
class Questions:
    """The questions of one kind: those that come first, those that can wait, and what is never asked.

    `subjects` are the fields that the words of a new file's name are made of.
    """

    title: str
    deck: str
    subjects: tuple[str, ...]
    first: tuple[Question, ...]
    later: tuple[Question, ...] = ()
    unasked: tuple[str, ...] = ()

    @property
    def fields(self) -> tuple[str, ...]:
        """Every field that is asked, in order."""
        return tuple(field for question in (*self.first, *self.later) for field in question.fields)


QUESTIONS: Mapping[str, Questions] = {
    "debrief": Questions(
        "Four questions, 90 seconds",
        "What a buyer who has just decided told you. Honest beats complete.",
        ("rep", "interviewer", "account"),
        (
            Question("Which deal?", ("account", "decided", "rep"), is_counted=False),
            Question("How did it end?", ("outcome", "lost_to")),
            Question("What drew them?", ("compelling",), "A theme, and what they said or what you understood."),
            Question("What put them off?", ("repelling",), "The same, for what spoke against us."),
            Question("What decided it?", ("decided_by",), "One of the themes above."),
        ),
        (
            Question("More about the deal", ("value", "segment", "region", "product", "opportunity")),
            Question("Who else was in it", ("competitors", "stage_lost", "at_equal_price")),
            Question("Who told you, and how", ("buyer_role", "relationship", "evidence", "interviewer")),
            Question("What should follow", ("ask", "claims", "broken_promises")),
            Question("Anything else", (BODY, "minutes", "visibility", "contributor_note")),
        ),
        ("corrections", "withdrawn"),
    ),
    "comment": Questions(
        "A comment",
        "It stands beside what it is about, for everyone to read. It is never counted.",
        ("theme", "debrief", "response", "promise"),
        (
            Question("What is it about?", ("theme", "debrief", "response", "promise"), "One of these."),
            Question("Do you agree?", ("stance",)),
            Question("What do you say?", (BODY,), "At least 15 words that say what and why, at most one link."),
            Question("Who says so?", ("by",), "Your handle, your department, or anonymous."),
        ),
        (),
        ("on",),
    ),
    "response": Questions(
        "An answer",
        "A decision by a department, on what the field reported. It stays on the record.",
        ("theme", "promises", "debriefs", "decision"),
        (
            Question("What does it answer?", ("theme", "promises", "debriefs"), "One of these, at least."),
            Question("What was decided?", ("decision", "due", "reason", "evidence", "department")),
            Question(
                "Why, and what happens now?", (BODY,), "At least 15 words that say what and why, at most one link."
            ),
            Question("Who answers, and when?", ("by", "on")),
        ),
        (Question("Which initiative carries it out?", ("initiative",)),),
        ("slips",),
    ),
    "promise": Questions(
        "A promise",
        "What we said we would do, by when, and who chases it.",
        ("what",),
        (
            Question("What was promised?", ("what",), "In one sentence."),
            Question("To whom?", ("made_to",), "One of these."),
            Question("Who promised, and when?", ("made_by", "made_on")),
            Question("Who keeps it, and by when?", ("owner", "due", "pursued_by")),
            Question("Where does it stand?", ("status", "kept_on", "evidence", "agreed_by")),
        ),
        (Question("Debriefs in which it plays a part", ("cited_by",)),),
        ("slips",),
    ),
}
