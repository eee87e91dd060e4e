"""What a check found, in every format: text, JSON, and what GitHub, GitLab and readers of SARIF take."""

from __future__ import annotations

import os

from builder.changes.content_check import ContentCheck
from builder.diagnostics import errors_in
from builder.reporting import github, machine, text
from builder.support.errors import BulletinError

SERVICES = ("github", "gitlab", "sarif")
"""The formats whose readers expect paths from the root of the repository."""
STEP_SUMMARY = "GITHUB_STEP_SUMMARY"


def render_check(check: ContentCheck, form: str) -> str:
    """What a check found, in the given format.

    For GitHub, the whole list also goes into the file that STEP_SUMMARY names; raises BulletinError
    where it cannot be written.
    """
    found = check.diagnostics
    if form == "json":
        return machine.as_json(found)
    errors = len(errors_in(found))
    tally = text.summary(errors, len(found) - errors, check.files)
    if form == "text":
        return "\n".join([*text.render(found, check.lines_of), tally])
    if form == "github":
        _summarise(github.step_summary(found, check.changed, tally))
        return "\n".join(github.commands(found, check.changed))
    return machine.as_gitlab(found) if form == "gitlab" else machine.as_sarif(found)


def _summarise(markdown: str) -> None:
    """Add to the summary of the step, where there is one."""
    if target := os.environ.get(STEP_SUMMARY):
        try:
            with open(target, "a", encoding="utf-8", errors="replace") as handle:
                handle.write(markdown)
        except OSError as error:
            raise BulletinError(f"{STEP_SUMMARY}: cannot write {target}: {error.strerror}") from error
