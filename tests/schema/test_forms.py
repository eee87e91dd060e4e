"""Every field can be answered, each exactly once."""

import pytest

from builder.schema import KINDS
from builder.schema.forms import BODY, FORMS, Form, Group, description

# What nobody fills in a new file; scripts may.
AFTERWARDS = {"debrief": {"corrections", "withdrawn"}, "response": {"slips"}, "comment": set(), "promise": {"slips"}}


@pytest.mark.parametrize("kind", FORMS)
def test_every_field_is_asked_once_or_only_filled_afterwards(kind: str) -> None:
    asked = [question.field for question in FORMS[kind].questions]
    fields = [info.alias or name for name, info in KINDS[kind].model.model_fields.items()]
    assert sorted([*asked, *AFTERWARDS[kind]]) == sorted([*fields, *([BODY] if KINDS[kind].has_body else [])])


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
    pages = [form.in_group(name) for name in form.groups]
    assert sorted(one.field for page in pages for one in page) == sorted(one.field for one in form.questions)
    is_later = [group.is_later for group in form.groups.values()]
    assert is_later == sorted(is_later)
    numbers = [page[0].number for page in pages if page[0].number]
    assert numbers == [question.number for question in form.first if question.number]


def test_a_question_in_no_group_of_its_form_is_an_error_that_names_them() -> None:
    with pytest.raises(TypeError, match=r"promise\.what stands in no group of its form; there are status"):
        Form(kind="promise", name="", title="", deck="", subjects=(), groups={"status": Group()})


def test_who_writes_and_which_deal_come_first_in_a_terminal_and_the_deal_on_a_page() -> None:
    form = FORMS["debrief"]
    assert [one.field for one in form.first[:5]] == ["rep", "interviewer", "account", "decided", "outcome"]
    assert [one.field for one in form.in_group("deal")] == ["account", "decided", "rep"]
