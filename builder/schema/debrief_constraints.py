"""The rules across the fields of a debrief, each with its code."""

from __future__ import annotations

from builder.diagnostics import ERROR, WARNING, Code
from builder.diagnostics.field_codes import MISSING_FIELD
from builder.schema.constraints import Constraint, When
from builder.schema.debrief import ANONYMOUS, Outcome

STANDING = (When(field="withdrawn", negate=True),)

CONSTRAINTS = (
    Constraint(
        code=MISSING_FIELD,
        test="present",
        fields=("decided",),
        message="no date of decision",
        allowed="decided: the day the prospect decided, such as 2026-11-03",
        when=STANDING,
    ),
    Constraint(
        code=MISSING_FIELD,
        test="present",
        fields=("outcome",),
        message="no outcome",
        allowed="outcome: " + ", ".join(Outcome),
        when=STANDING,
    ),
    Constraint(
        code=Code(
            "SB201",
            ERROR,
            "One contributor",
            "A debrief is one person's account: a rep's, or an interviewer's.",
            "Keep either rep or interviewer; write two debriefs for two accounts of one deal.",
        ),
        test="exactly-one",
        fields=("rep", "interviewer"),
        message="a debrief has one contributor: either rep or interviewer",
        allowed="rep: your handle, or anonymous; or interviewer: who held the interview",
        when=STANDING,
    ),
    Constraint(
        code=MISSING_FIELD,
        test="present",
        fields=("account",),
        message="no account",
        allowed="account: the prospect's name; only an anonymous debrief may leave it out",
        when=(*STANDING, When(field="rep", values=(ANONYMOUS,), negate=True)),
    ),
    Constraint(
        code=Code(
            "SB202",
            ERROR,
            "No driver",
            "A debrief without a reason adds nothing.",
            "Name at least one theme under compelling or repelling.",
        ),
        test="any-driver",
        fields=("compelling", "repelling"),
        message="no driver: nothing says what drew them or put them off",
        allowed="at least one theme under compelling or repelling",
        when=STANDING,
    ),
    Constraint(
        code=Code(
            "SB203",
            ERROR,
            "decided_by names no driver",
            "What decided the deal has to be one of the things named.",
            "Name it on a side too.",
        ),
        test="names-driver",
        fields=("decided_by", "compelling", "repelling"),
        message="decided_by names a theme that stands on neither side",
        allowed="a theme named under compelling or repelling",
        when=STANDING,
    ),
    Constraint(
        code=Code(
            "SB204",
            ERROR,
            "lost_to without a loss",
            "Only a lost deal has a winner other than us.",
            "Correct the outcome, or list the competitor under competitors.",
        ),
        test="absent",
        fields=("lost_to",),
        message="lost_to stands in a deal that was not lost",
        allowed="lost_to only with outcome: lost",
        when=(*STANDING, When(field="outcome", values=(Outcome.LOST,), negate=True)),
    ),
    Constraint(
        code=Code(
            "SB205",
            WARNING,
            "stage_lost in a deal that was won",
            "It is not counted.",
            "Delete the line, or correct the outcome.",
        ),
        test="absent",
        fields=("stage_lost",),
        message="stage_lost stands in a deal that was won",
        allowed="stage_lost only where the deal was not won",
        when=(When(field="outcome", values=(Outcome.WON,)),),
    ),
)
