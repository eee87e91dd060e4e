"""A promise on the ledger: who made it, for whom, by when, and whether it was kept."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from builder.diagnostics import ERROR, WARNING, Code
from builder.schema.base import Model
from builder.schema.constraints import DATES_OUT_OF_ORDER, Constraint, When
from builder.schema.questions import Default, Question, where
from builder.schema.readers import EVERYONE
from builder.schema.slips import CHAIN, Slip, due_on, first_due
from builder.schema.types import Day, DebriefId, DepartmentId, Many, SegmentId, SignerId, Text


class OwnerStatus(StrEnum):
    """What its owner says of a promise; overdue is computed, never declared."""

    PENDING = "pending"
    IN_PROGRESS = "in-progress"
    KEPT = "kept"
    PARTLY_KEPT = "partly-kept"
    BROKEN = "broken"
    DISPUTED = "disputed"
    WITHDRAWN = "withdrawn"


class MadeTo(Model, readers=EVERYONE):
    """To whom a promise was made: one of account, segment, department."""

    account: Text | None = Field(None, description="A prospect's or customer's name.")
    segment: SegmentId | None = Field(None, description="A segment.")
    department: DepartmentId | None = Field(None, description="A department of ours.")


class Promise(Model, readers=EVERYONE):
    """A promise of the organisation."""

    what: Annotated[Text, Question("What was promised, in one sentence?")] = Field(
        description="What was promised, in one sentence."
    )
    made_by: Annotated[SignerId, Question("Who made it?", "a department or a handle", group="made")] = Field(
        description="Who made it: a department or a handle."
    )
    made_to: Annotated[MadeTo, Question("To whom?", "account=…, segment=… or department=…")] = Field(
        description="To whom: account, segment or department."
    )
    owner: Annotated[DepartmentId, Question("Which department must keep it?")] = Field(
        description="The department that must keep it."
    )
    pursued_by: Annotated[SignerId, Question("Who chases it?", "a handle or a department", group="owner")] = Field(
        description="The manager who chases it: a handle or a department."
    )
    made_on: Annotated[Day, Question("When was it made?", group="made", default=Default.TODAY)] = Field(
        description="When it was made."
    )
    due: Annotated[Day, Question("When is it due?", group="owner")] = Field(description="When it is due now.")
    status: Annotated[OwnerStatus, Question("How does it stand?", default=Default.PENDING)] = Field(
        description="What its owner says of it."
    )
    kept_on: Annotated[
        Day | None, Question("When was it kept?", group="status", when=where("status", OwnerStatus.KEPT))
    ] = Field(None, description="When it was kept.")
    evidence: Annotated[
        Text | None, Question("What shows that it was kept?", group="status", when=where("status", OwnerStatus.KEPT))
    ] = Field(None, description="What shows that it was kept.")
    agreed_by: Annotated[
        Text | None, Question("Who agreed to withdraw it?", group="status", when=where("status", OwnerStatus.WITHDRAWN))
    ] = Field(None, description="Who agreed to withdraw it: the one to whom it was made.")
    cited_by: Annotated[Many[DebriefId], Question("Debriefs in which it plays a part?", "several with commas")] = Field(
        (), description="Debriefs in which it plays a part."
    )
    slips: Many[Slip] = Field((), description="Every move of the due date.")

    def due_as_of(self, day: dt.date) -> dt.date:
        """The due date as it stood on a day: moves that came later are undone."""
        return due_on(day, self.due, self.slips)

    @property
    def first_due(self) -> dt.date:
        """The due date that it was made with."""
        return first_due(self.due, self.slips)

    @property
    def is_released(self) -> bool:
        """Whether it was withdrawn by whoever it was made to."""
        agreed = (self.agreed_by or "").strip().casefold().replace(" ", "-")
        return self.status is OwnerStatus.WITHDRAWN and agreed not in ("", self.owner)

    def kept_as_of(self, day: dt.date) -> dt.date | None:
        """When it was kept, as far as that was known on a day."""
        is_kept = self.status in (OwnerStatus.KEPT, OwnerStatus.DISPUTED)
        return self.kept_on if is_kept and self.kept_on and self.kept_on <= day else None

    def status_as_of(self, day: dt.date) -> OwnerStatus:
        """The status as it could be told on a day: nothing is kept before it was kept."""
        if self.status is OwnerStatus.KEPT and self.kept_on is not None and self.kept_on > day:
            return OwnerStatus.IN_PROGRESS
        return self.status


WITHDRAWN_ALONE = Code(
    "SB217",
    WARNING,
    "Withdrawn by its owner alone",
    "Only the one to whom it was made can release from a promise. It counts as not kept.",
    "Add agreed_by, or set another status.",
)


KEPT = (When(field="status", values=(OwnerStatus.KEPT,)),)

CONSTRAINTS = (
    Constraint(
        code=Code(
            "SB216",
            ERROR,
            "Kept without proof",
            "Declaring victory is not evidence.",
            "Add kept_on and evidence.",
        ),
        test="present",
        fields=("kept_on", "evidence"),
        message="kept, but without both kept_on and evidence",
        allowed="kept_on: the day, and evidence: what shows it",
        when=KEPT,
    ),
    Constraint(
        code=DATES_OUT_OF_ORDER,
        test="not-before",
        fields=("due", "made_on"),
        message="due lies before the promise was made",
        allowed="a due date on or after made_on",
    ),
    Constraint(
        code=DATES_OUT_OF_ORDER,
        test="not-before",
        fields=("kept_on", "made_on"),
        message="kept before it was made",
        allowed="kept_on on or after made_on",
    ),
    Constraint(
        code=WITHDRAWN_ALONE,
        test="present",
        fields=("agreed_by",),
        message="withdrawn by its owner alone: counts as not kept",
        allowed="agreed_by: who agreed",
        when=(When(field="status", values=(OwnerStatus.WITHDRAWN,)),),
    ),
    CHAIN,
)
