"""What an import would do, or did: every row accounted for, every assumption and guess said."""

from __future__ import annotations

from collections.abc import Iterator

from builder.importing.import_map import Target
from builder.importing.import_plan import Plan
from builder.importing.import_session import Prepared
from builder.importing.import_tally import RowTally
from builder.reporting import text

MOST_SHOWN = 100
MOST_NOTED = 40
REFUSED, WRONG_MAP = 1, 2


def render_import(prepared: Prepared, *, is_written: bool) -> tuple[str, int]:
    """What an import says, and its exit code: 0, 1 where a row is at fault, 2 where the map is."""
    plan = prepared.plan
    if plan is None:
        lines = text.render(prepared.faults, lambda path: prepared.map_text.splitlines())
        return "\n".join([*lines, "Nothing was imported: the map has faults."]), WRONG_MAP
    return "\n".join(_lines(plan, is_written)), REFUSED if plan.tally.faulty else 0


def _lines(plan: Plan, is_written: bool) -> Iterator[str]:
    lines = list(plan.table.lines)
    yield from text.render(plan.diagnostics[:MOST_SHOWN], lambda path: lines)
    for one in plan.diagnostics[MOST_SHOWN:]:
        yield f"{one.path}:{one.line}:{one.column}: {one.severity}[{one.code.id}] {one.message}"
    yield f"{plan.table.name}"
    yield from (f"  {line}" for line in plan.assumed)
    yield from _note_lines(plan)
    yield from _list_entries(plan, is_written)
    yield from _formula_note(plan)
    yield from (f"  {line}" for line in plan.unrated)
    yield ""
    yield from _tally_lines(plan.tally, plan)
    yield ""
    if is_written:
        yield f"Written below {plan.root}." if plan.files or plan.lists else "Everything was there already."
    else:
        yield "Nothing is written in a dry run: add --write." if plan.files or plan.lists else "Nothing would change."


def _note_lines(plan: Plan) -> Iterator[str]:
    yield from (f"  {line}" for line in plan.noted[:MOST_NOTED])
    if len(plan.noted) > MOST_NOTED:
        yield f"  … and {len(plan.noted) - MOST_NOTED:,} more"


def _list_entries(plan: Plan, is_written: bool) -> Iterator[str]:
    """The entries that lists lack: added, or to be added by hand."""
    for file in ("catalog.yml", "roster.yml"):
        for wanted in (True, False):
            entries = [entry for entry in plan.entries if entry.file == file and entry.is_wanted is wanted]
            if not entries:
                continue
            done = ("added to" if is_written else "to be added to") if wanted else "not in"
            yield f"  {len(entries):,} {'entry' if len(entries) == 1 else 'entries'} {done} {file}:"
            name = ""
            for entry in entries:
                if file == "catalog.yml" and entry.list != name:
                    name = entry.list
                    yield f"    {name}:"
                yield from (f"    {line}" for line in entry.lines("  " if name else "").splitlines())


def _formula_note(plan: Plan) -> Iterator[str]:
    if plan.formulas:
        many = len(plan.formulas)
        yield (
            f"  {many:,} {'deal has a cell' if many == 1 else 'deals have cells'} that a spreadsheet would take for a "
            f"formula ({', '.join(map(repr, plan.formulas[:5]))}): kept as text, with a space before it"
        )


def _tally_lines(tally: RowTally, plan: Plan) -> Iterator[str]:
    yield f"{tally.read:,} rows read"
    if plan.target is Target.CLOSED_DEAL:
        yield f"  {tally.written:,} written: {tally.new:,} new, {tally.changed:,} changed"
    else:
        yield f"  {tally.written:,} written: {tally.new:,} new, {tally.drafts:,} as drafts"
        yield from (f"      drafts: {why} ({count:,})" for why, count in sorted(plan.lacks.items()))
    yield f"  {tally.unchanged:,} unchanged"
    yield f"  {tally.refused:,} refused: {tally.left_out.total():,} left out, {tally.faulty:,} at fault"
    yield from (f"      left out: {reason} ({count:,})" for reason, count in sorted(tally.left_out.items()))
    yield f"  {tally.read:,} = {tally.written:,} + {tally.unchanged:,} + {tally.refused:,}"
    if tally.outcomes:
        listed = ", ".join(f"{outcome} {count:,}" for outcome, count in sorted(tally.outcomes.items()))
        yield f"  {listed} of {tally.outcomes.total():,}"
