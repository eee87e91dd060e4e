"""Every field can be answered, each exactly once."""

import pytest

from builder.schema import KINDS
from builder.schema.questions import BODY, FORMS, description


@pytest.mark.parametrize("kind", FORMS)
def test_every_field_is_asked_once_or_only_filled_afterwards(kind: str) -> None:
    form = FORMS[kind]
    asked = [question.field for question in form.questions]
    fields = [info.alias or name for name, info in KINDS[kind].model.model_fields.items()]
    assert sorted([*asked, *form.afterwards]) == sorted([*fields, *([BODY] if KINDS[kind].has_body else [])])


@pytest.mark.parametrize("kind", FORMS)
def test_what_a_question_depends_on_was_asked_before_it(kind: str) -> None:
    before: set[str] = set()
    for question in FORMS[kind].questions:
        assert {when.field for when in question.when} <= before
        before.add(question.field)


@pytest.mark.parametrize("kind", FORMS)
def test_every_question_has_words_and_its_field_a_description(kind: str) -> None:
    assert all(question.words.endswith("?") for question in FORMS[kind].questions)
    assert all(description(kind, question.field) for question in FORMS[kind].questions)


def test_a_debrief_has_four_numbered_questions_in_their_order() -> None:
    numbered = [(question.number, question.field) for question in FORMS["debrief"].first if question.number]
    assert numbered == [(1, "outcome"), (2, "compelling"), (3, "repelling"), (4, "decided_by")]


@pytest.mark.parametrize("kind", FORMS)
def test_a_page_asks_what_is_asked_and_folds_away_what_can_wait(kind: str) -> None:
    form = FORMS[kind]
    grouped = [field for group in form.groups for field in group.fields]
    assert sorted(grouped) == sorted(question.field for question in form.questions)
    opening = [question for group in form.groups if (question := form.question(group.fields[0]))]
    assert [question in form.rest for question in opening] == sorted(question in form.rest for question in opening)
    numbers = [question.number for question in opening if question.number]
    assert numbers == [question.number for question in form.first if question.number]
