"""A map for a file that has none: what its headers and values look like, with a comment wherever it is a guess."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from builder.authoring.file_writing import PLAIN, RESOLVED
from builder.importing import dates
from builder.importing.crm_systems import ASKED, DREW, OUTCOMES, PUT_OFF, SYSTEMS, USUAL, System
from builder.importing.export_reader import ExportTable, folded
from builder.importing.import_map import Target
from builder.importing.known_lists import themes_of
from builder.reading.corpus import Corpus
from builder.schema import KINDS
from builder.support.nearest import nearest

ENOUGH = 4
MOST_STAGES = 40
DEAL_FIELDS = ("opportunity", "account", "closed", "outcome", "value", "rep", "segment")
NEEDED = ("opportunity", "closed", "outcome")


@dataclass(frozen=True, slots=True)
class SuggestedColumn:
    """A field's column, and whether its name is only like one that is known."""

    column: str
    is_guess: bool = False


def suggest(table: ExportTable, corpus: Corpus, system: str | None = None) -> str:
    """A map for this file, as commented YAML; `system` names the CRM where it is known."""
    chosen = SYSTEMS[system] if system else _recognised(table)
    if chosen is None and not _is_deals(table):
        return "".join(f"{line}\n" for line in _form(table, corpus))
    return "".join(f"{line}\n" for line in _deals(table, chosen))


def _recognised(table: ExportTable) -> System | None:
    """The system most of whose names stand in the header, if there are enough of them."""

    def known(system: System) -> int:
        return sum(bool(_column(table, names)) for field, names in system.columns.items() if field in DEAL_FIELDS)

    distinct = {
        name: set(map(folded, sum(map(tuple, system.columns.values()), ()))) for name, system in SYSTEMS.items()
    }
    heads = set(map(folded, table.header))
    best = max(SYSTEMS.values(), key=lambda system: (known(system), len(heads & distinct[system.name])))
    return best if known(best) >= ENOUGH else None


def _is_deals(table: ExportTable) -> bool:
    """Whether the header has a deal's key and how it ended."""
    return all(_column(table, USUAL[field]) for field in ("opportunity", "outcome"))


def _column(table: ExportTable, names: Iterable[str]) -> str:
    """The first of these names that stands in the header, once, as it stands there; else empty."""
    for name in names:
        positions = table.positions(name)
        if len(positions) == 1:
            return table.header[positions[0]]
    return ""


def _found(table: ExportTable, columns: Mapping[str, Sequence[str]]) -> dict[str, SuggestedColumn]:
    """The columns of a deal's fields: those whose names are known, then those whose names are like them."""
    found: dict[str, SuggestedColumn] = {}
    for field in DEAL_FIELDS:
        column = _column(table, columns.get(field, ()))
        if column and column not in [each.column for each in found.values()]:
            found[field] = SuggestedColumn(column)
    for field in DEAL_FIELDS:
        taken = [each.column for each in found.values()]
        free = [name for name in table.header if name and name not in taken and table.header.count(name) == 1]
        near = next((near for name in columns.get(field, ()) if (near := nearest(name, free))), "")
        if near and field not in found:
            found[field] = SuggestedColumn(near, True)
    return found


def _deals(table: ExportTable, system: System | None) -> Iterator[str]:
    columns = system.columns if system else USUAL
    by = f"as {system.title} exports it" if system else "by the names of its columns"
    yield f"# {table.name}, {by}."
    yield "# Read it before use: a dry run (without --write) shows what it does."
    yield f"target: {Target.CLOSED_DEAL}"
    found = _found(table, columns)
    stages = _values(table, found["outcome"].column) if "outcome" in found else []
    meant = _outcomes(stages)
    yield from _order(table, [found["closed"].column] if "closed" in found else [])
    if still_open := [stage for stage in stages if stage not in meant]:
        yield "leave_out:"
        yield "  # What is not decided yet; check that no closed stage is among them."
        yield f"  still open: {{{_quoted(found['outcome'].column)}: [{', '.join(map(_quoted, still_open))}]}}"
    yield "fields:"
    for field in DEAL_FIELDS:
        if field in found and found[field].is_guess and field not in NEEDED:
            yield f"  # {field}: {_quoted(found[field].column)}  # perhaps, by its name"
        elif field in found:
            yield from _field(table, field, found[field], columns, meant)
        elif field in NEEDED:
            yield f"  # {field}: needed, and no column looks like it: {', '.join(map(_quoted, table.header))}"
    if "rep" in found:
        yield "  # To add unknown reps to roster.yml: rep: {column: …, unknown: add}"
    yield from _as_debriefs(table, columns)


def _as_debriefs(table: ExportTable, columns: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """What to change for drafts of debriefs, where a column has reasons."""
    theme, words = (_column(table, columns.get(part, ())) for part in ("theme", "words"))
    if theme:
        said = f", words: {_quoted(words)}" if words else ""
        yield "# For debriefs, and drafts of them, instead: target: debrief, decided instead of closed, and"
        yield "# drivers:"
        yield f"#   - {{side: repelling, theme_column: {_quoted(theme)}{said}, nearest: true, unknown: other}}"


def _field(
    table: ExportTable,
    field: str,
    found: SuggestedColumn,
    columns: Mapping[str, Sequence[str]],
    meant: Mapping[str, str],
) -> Iterator[str]:
    comment = "  # a guess by its name" if found.is_guess else ""
    if field == "outcome":
        yield f"  outcome:{comment}"
        yield f"    column: {_quoted(found.column)}"
        if meant:
            yield f"    values: {{{', '.join(f'{_quoted(cell)}: {outcome}' for cell, outcome in meant.items())}}}"
    elif field == "rep" and not columns and _has_empty(table, found.column):
        yield "  # Answers without a name are anonymous."
        yield f'  rep: {{column: {_quoted(found.column)}, values: {{"": anonymous}}}}{comment}'
    elif field == "value" and (currency := _column(table, columns.get("currency_column", ()))):
        yield f"  value: {{column: {_quoted(found.column)}, currency_column: {_quoted(currency)}}}{comment}"
    else:
        yield f"  {field}: {_quoted(found.column)}{comment}"


def _order(table: ExportTable, columns: Sequence[str]) -> Iterator[str]:
    """A line that asks for the order of dates, where no line of the file shows it."""
    for column in columns:
        position = table.positions(column)[0]
        cells = [(row.line, row.cells[position]) for row in table.rows if not row.broken and row.cells[position]]
        if riddle := dates.sniff(cells).riddle:
            yield f"# {column}: {riddle}. Say which:"
            yield "# date_order: dmy"
            return


def _values(table: ExportTable, column: str) -> list[str]:
    """The different cells of a column, the most frequent first; none where there are too many to be stages."""
    position = table.positions(column)[0]
    counted = Counter(row.cells[position] for row in table.rows if not row.broken)
    cells = sorted(counted, key=lambda cell: (-counted[cell], cell))
    return cells if len(cells) <= MOST_STAGES else []


def _has_empty(table: ExportTable, column: str) -> bool:
    position = table.positions(column)[0]
    return any(not row.broken and not row.cells[position] for row in table.rows)


def _outcomes(cells: Iterable[str]) -> dict[str, str]:
    """What stages mean that say how a deal ended; others are not in it."""
    meanings = {folded(word): outcome for outcome, words in OUTCOMES.items() for word in (outcome, *words)}
    return {cell: meanings[folded(cell)] for cell in cells if cell and folded(cell) in meanings}


def _quoted(text: str) -> str:
    """A text as a value or a key on a line of the map."""
    is_plain = (
        PLAIN.fullmatch(text) and not RESOLVED.fullmatch(text) and not re.search(r"[\[\]{},:#&*!|>'\"%@`\n]", text)
    )
    return text if is_plain else json.dumps(text, ensure_ascii=False)


def _form(table: ExportTable, corpus: Corpus) -> Iterator[str]:
    """A map for a form's answers: each becomes a debrief, or a draft where it names no theme."""
    yield f"# {table.name}, taken for the answers to a form."
    yield "# Read it before use: a dry run (without --write) shows what it does."
    yield f"target: {Target.DEBRIEF}"
    found: dict[str, SuggestedColumn] = {}
    sided = {name for name in table.header if _side(name)}
    for field, names in ASKED.items():
        if column := _asked(table, names, {*sided, *(each.column for each in found.values())}):
            found[field] = column
    days = [found[field].column for field in ("recorded", "decided") if field in found]
    yield from _order(table, days)
    if "recorded" in found:
        yield f"recorded: {_quoted(found['recorded'].column)}"
    yield "# The column that tells one answer from another, such as the form's own number; it should name nobody."
    yield "# key: Response ID"
    yield "fields:"
    meant = _outcomes(_values(table, found["outcome"].column)) if "outcome" in found else {}
    for field in KINDS[Target.DEBRIEF].model.model_fields:
        if field in found and field != "recorded":
            yield from _field(table, field, found[field], {}, meant)
    yield from _asked_drivers(table, corpus)


def _asked(table: ExportTable, names: Sequence[str], taken: Iterable[str]) -> SuggestedColumn | None:
    """The column of a question: by its name, else by these words within it."""
    if (column := _column(table, names)) and column not in taken:
        return SuggestedColumn(column)
    for name in names:
        for column in table.header:
            if len(name) > ENOUGH and folded(name) in folded(column) and column not in taken:
                return SuggestedColumn(column, True)
    return None


def _side(column: str) -> str:
    """The side that a question asks about, by the words in it; empty where it is neither."""
    plain = column.casefold()
    if any(word in plain for word in PUT_OFF):
        return "repelling"
    return "compelling" if any(word in plain for word in DREW) else ""


def _asked_drivers(table: ExportTable, corpus: Corpus) -> Iterator[str]:
    themes = themes_of(corpus)
    sided = [(column, _side(column)) for column in table.header if _side(column) and table.header.count(column) == 1]
    if sided:
        yield "drivers:"
    for column, side in sided:
        named = next((id for fold, id in themes.spellings.items() if len(fold) > ENOUGH and fold in folded(column)), "")
        if named:
            yield f"  - {{side: {side}, theme: {named}, words: {_quoted(column)}}}"
        else:
            yield f"  - {{side: {side}, theme_column: {_quoted(column)}, nearest: true, unknown: other}}"
