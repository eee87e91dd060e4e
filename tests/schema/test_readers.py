"""Who may read a field is declared beside it, or the program does not start."""

from __future__ import annotations

from typing import Annotated

import pytest
from pydantic import Field

from builder.schema import KINDS
from builder.schema.base import Model
from builder.schema.readers import EVERYONE, LEADERSHIP, NEVER, Readers


def test_a_field_that_does_not_say_who_may_read_it_is_an_error_where_it_is_written() -> None:
    with pytest.raises(TypeError, match=r"Secret\.colour does not say who may read it"):

        class Secret(Model):
            name: Annotated[str, EVERYONE] = Field(description="A name.")
            colour: str = Field(description="A colour.")


def test_a_field_outweighs_its_model_and_is_narrowed_step_by_step() -> None:
    class Plain(Model, readers=EVERYONE):
        name: str
        note: Annotated[str, NEVER]
        value: Annotated[str, LEADERSHIP.but_anonymous.but_counted]

    assert (Plain.readers_by_field["name"], Plain.readers_by_field["note"]) == (EVERYONE, NEVER)
    value = Plain.readers_by_field["value"]
    assert (value.readers, value.anonymous, value.counted) == (Readers.LEADERSHIP, False, False)


def test_what_identifies_a_contributor_or_a_deal_is_declared_for_nobody() -> None:
    readers = KINDS["debrief"].model.readers_by_field
    for field in ("rep", "opportunity", "contributor_note", "minutes"):
        assert readers[field] is NEVER, field
    for kind in ("roster", "attainment", "closed-deal"):
        assert set(KINDS[kind].model.readers_by_field.values()) == {NEVER}, kind
