"""The questions leave no field out."""

import pytest

from builder.schema import KINDS
from builder.schema.questions import BODY, QUESTIONS


@pytest.mark.parametrize("kind", QUESTIONS)
def test_every_field_is_asked_once_or_named_as_unasked(kind: str) -> None:
    questions = QUESTIONS[kind]
    named = [*questions.fields, *questions.unasked]
    assert len(named) == len(set(named))
    assert set(named) == {*KINDS[kind].model.model_fields, *([BODY] if KINDS[kind].has_body else [])}
