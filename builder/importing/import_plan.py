"""What an import would write: each row's fate, and the files that come of it; nothing is written here."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

from builder.authoring.file_writing import file_name, form_address, written
from builder.diagnostics import Diagnostic
from builder.importing.closed_deals import DEALS, as_table, formulas_in, merged
from builder.importing.columns import Companion
from builder.importing.export_reader import ExportRow, ExportTable
from builder.importing.import_map import Target, Unknown
from builder.importing.import_tally import RowTally
from builder.importing.list_additions import ListAddition, with_entries
from builder.importing.row_reader import DEBRIEF, ImportedRecord, LeftOut, Refused, Result, RowReader
from builder.reading.content_files import walk
from builder.reading.corpus import Corpus
from builder.reading.corpus_reader import read_bytes, read_file
from builder.reading.document_reader import stem_of
from builder.reading.file_names import digits, parse_name
from builder.reading.rules.lists import ENTRY_TWICE
from builder.schema import DRAFT
from builder.schema.debrief import ANONYMOUS
from builder.support.errors import BulletinError

KEY_FILE = ".import-key"


@dataclass(slots=True)
class Plan:
    """What an import does: files to write below `root`, lists by their own root, what is wrong, the count of rows."""

    table: ExportTable
    target: Target
    root: Path
    files: dict[str, bytes] = field(default_factory=dict)
    lists: dict[tuple[Path, str], bytes] = field(default_factory=dict)
    tally: RowTally = field(default_factory=RowTally)
    diagnostics: list[Diagnostic] = field(default_factory=list)
    assumed: list[str] = field(default_factory=list)
    noted: list[str] = field(default_factory=list)
    entries: list[ListAddition] = field(default_factory=list)
    formulas: Sequence[str] = ()
    currencies: Counter[str] = field(default_factory=Counter)
    unrated: Sequence[str] = ()
    lacks: Counter[str] = field(default_factory=Counter)


@dataclass(frozen=True, slots=True, kw_only=True)
class Destination:
    """Where records go: below `root`, one of the `roots` of the content.

    `secret` makes the ids of new debriefs unguessable. Where the address of the site is known, a draft
    opens with a link to the form that finishes it.
    """

    root: Path
    roots: Sequence[Path]
    secret: str
    site_url: str = ""


def plan_import(
    reader: RowReader, companions: Mapping[str, Companion], corpus: Corpus, destination: Destination
) -> Plan:
    """Read every row and find what there is to write.

    Raises BulletinError where the table of deals, the catalogue or the roster that is there cannot be
    added to without a loss.
    """
    plan = Plan(reader.table, reader.map.target, destination.root)
    results = [(row, reader.read(row)) for row in reader.table.rows]
    plan.tally.read = len(results)
    records = list(_records(plan, results))
    if plan.target is Target.CLOSED_DEAL:
        _plan_deals(plan, records)
    else:
        _plan_debriefs(plan, records, _known(corpus, destination.roots), destination, reader.today)
    plan.diagnostics.sort()
    plan.tally.faulty = len({diagnostic.line for diagnostic in plan.diagnostics})
    plan.noted = [*_read_as(reader), *_unjoined(companions)]
    rows = {row.line: row for row, result in results if isinstance(result, ImportedRecord)}
    values = (str(record.values.get("value", "")).partition(" ")[2] for record in records)
    plan.currencies = Counter(code for code in values if code)
    plan.entries = list(_list_additions(reader, [(rows[record.line], record) for record in records]))
    _plan_lists(plan, destination.roots)
    return plan


def _records(plan: Plan, results: Iterable[tuple[ExportRow, Result]]) -> Iterable[ImportedRecord]:
    """The rows that were read; the others are counted, with what is wrong."""
    for _, result in results:
        if isinstance(result, LeftOut):
            plan.tally.left_out[result.reason] += 1
        elif isinstance(result, Refused):
            plan.diagnostics += result.diagnostics
        else:
            yield result


def _plan_deals(plan: Plan, records: Iterable[ImportedRecord]) -> None:
    """The rows of closed_deals.csv that are there stay in it, updated by their opportunity."""
    before = _existing_deals(plan.root)
    deals = dict(before)
    lines: dict[str, ImportedRecord] = {}
    for record in records:
        plain = DEALS.model.model_validate(record.values).model_dump(mode="json", exclude_defaults=True)
        opportunity = plain["opportunity"]
        first = lines.setdefault(opportunity, record)
        plan.tally.outcomes[plain["outcome"]] += first is record or first.values == record.values
        if first is not record:
            _again(plan, first, record, f"opportunity {opportunity!r}")
            continue
        deals[opportunity] = merged(before.get(opportunity), plain)
        if opportunity not in before:
            plan.tally.new += 1
        elif deals[opportunity] != before[opportunity]:
            plan.tally.changed += 1
        else:
            plan.tally.unchanged += 1
    plan.formulas = formulas_in(deals.values())
    if plan.tally.written:
        plan.files[DEALS.place] = as_table(deals.values())


def _again(plan: Plan, first: ImportedRecord, record: ImportedRecord, name: str) -> None:
    """A row with the key of an earlier one: the same again changes nothing, another is refused."""
    if first.values == record.values and first.body == record.body:
        plan.tally.unchanged += 1
        return
    message = f"{name} stands in line {first.line} too, with other values"
    plan.diagnostics.append(Diagnostic(plan.table.name, record.line, 1, ENTRY_TWICE, message, "one row each"))


def _existing_deals(root: Path) -> dict[str, dict[str, Any]]:
    """The deals that are there, by opportunity; refuses a table in which anything would be lost by writing it anew."""
    found = next((file for file in walk(root) if file.kind == DEALS.name), None) if root.is_dir() else None
    if found is None:
        return {}
    reading = read_file(found)
    wrong = [found.fault] if found.fault else [one for one in reading.diagnostics if one.is_error]
    deals = [{name: value for name, value in record.items() if name != "line"} for record in reading.records if record]
    by_key = {deal["opportunity"]: deal for deal in deals}
    if wrong:
        fault = f"{wrong[0].message} in line {wrong[0].line}"
        raise BulletinError(f"{root / DEALS.place} has faults ({fault}): mend it first, so that no row of it is lost")
    if len(by_key) < len(deals):
        twice = next(key for key, count in Counter(deal["opportunity"] for deal in deals).items() if count > 1)
        raise BulletinError(f"{root / DEALS.place} has {twice!r} twice: delete one, so that no row of it is lost")
    return by_key


@dataclass(frozen=True, slots=True)
class Known:
    """What is there already: the ids of debriefs and drafts, and who has debriefed which opportunity."""

    ids: frozenset[str]
    deals: frozenset[tuple[str, str]]


def _known(corpus: Corpus, roots: Iterable[Path]) -> Known:
    ids = {found.id for found in corpus.states if found.kind == DEBRIEF.name}
    deals = {(item.value.opportunity, item.value.source) for item in corpus.debriefs if item.value.opportunity}
    return Known(frozenset(ids.union(*map(_drafts, roots))), frozenset(deals))


def _plan_debriefs(
    plan: Plan, records: Iterable[ImportedRecord], known: Known, destination: Destination, today: dt.date
) -> None:
    """New debriefs and drafts under ids made from their keys; what has its id already stays as it is."""
    taken: dict[str, tuple[str, ...]] = {}
    firsts: dict[tuple[str, ...], ImportedRecord] = {}
    for record in records:
        first = firsts.setdefault(record.key, record)
        if first is not record:
            _again(plan, first, record, "this answer's key")
            continue
        id = _id_for(record.key, destination.secret, taken)
        if id in known.ids or (record.values.get("opportunity"), _source(record)) in known.deals:
            plan.tally.unchanged += 1
            continue
        _tally_debrief(plan, record)
        plan.files[_debrief_path(record, id, today)] = _debrief_text(record, id, destination.site_url).encode()
    if plan.files:
        # First of all: whatever fails after it, the next run makes the same ids.
        plan.files = {KEY_FILE: f"{destination.secret}\n".encode(), **plan.files}


def _source(record: ImportedRecord) -> Any:
    return record.values.get("rep") or record.values.get("interviewer")


def _tally_debrief(plan: Plan, record: ImportedRecord) -> None:
    if record.lacks:
        plan.tally.drafts += 1
        plan.lacks.update(record.lacks)
    else:
        plan.tally.new += 1
        plan.tally.outcomes[record.values["outcome"]] += 1


def _debrief_path(record: ImportedRecord, id: str, today: dt.date) -> str:
    """Where a debrief goes, or, while it lacks something, a draft."""
    # An answer without a name may be meant to have none: its file tells as little as an anonymous one's.
    named = record.values if _source(record) else {**record.values, "rep": ANONYMOUS}
    path = file_name(DEBRIEF, named, record.recorded or today, id)
    return f"{DRAFT.place}/{PurePosixPath(path).name}" if record.lacks else path


def _debrief_text(record: ImportedRecord, id: str, site_url: str) -> str:
    """The text of a debrief; a draft's opens with a link to the form that finishes it."""
    text = written(DEBRIEF, record.values, record.body)
    if site_url and record.lacks:
        text = text.replace("\n", f"\n# Finish it: {site_url}{form_address(DEBRIEF, record.values, id)}\n", 1)
    return text


def _id_for(key: tuple[str, ...], secret: str, taken: dict[str, tuple[str, ...]]) -> str:
    """Eight digits for a key, others where an earlier row has them: nobody can go back from them to the key."""
    for attempt in range(100):
        id = digits("\0".join([secret, str(attempt), *key]))
        if taken.setdefault(id, key) == key:
            return id
    raise BulletinError("a hundred rows came to one id: the export is not what it seems")


def _drafts(root: Path) -> set[str]:
    """The ids of the drafts that lie there."""
    folder = root / DRAFT.place
    names = [path.name for path in folder.iterdir()] if folder.is_dir() else []
    return {name.id for file in names if (name := parse_name(DEBRIEF.name, stem_of(file))[0])}


def _read_as(reader: RowReader) -> Iterable[str]:
    for (name, found, meant), count in sorted(reader.noted.read_as.items()):
        if _is_respelt(found, meant):
            yield f"{name}: {found!r} read as {meant or 'nothing'} ({count:,})"


def _is_respelt(found: str, meant: str) -> bool:
    """Whether it is worth a line: `Won` for `won` is not."""
    return found.casefold().replace(" ", "-") != meant


def _unjoined(companions: Mapping[str, Companion]) -> Iterable[str]:
    for name, companion in sorted(companions.items()):
        yield from (f"{name}: {line}" for line in companion.notes)
        for (found, key), _ in sorted(companion.respelt.items()):
            yield f"{name}: {found!r} taken for {key!r}"
        for cell, _ in sorted(companion.missing.items()):
            near = companion.nearest(cell)
            if cell:
                meant = f"; did you mean {near!r}?" if near else ""
                yield f"{name}: {cell!r} is not in {companion.table.name}{meant}"


def _list_additions(reader: RowReader, rows: Sequence[tuple[ExportRow, ImportedRecord]]) -> Iterable[ListAddition]:
    """The entries that the lists lack, with what the export says of them."""
    people = {}
    if any(key[0] == "roster" for key in reader.noted.unlisted):
        for row, record in reversed(rows):
            people[record.values.get("rep")] = reader.person(row)
    seen = set()
    for (list_, id, title, _, policy), _ in sorted(reader.noted.unlisted.items()):
        if policy is Unknown.EMPTY or (list_, id) in seen:
            continue
        seen.add((list_, id))
        if list_ == "roster":
            fields = {"handle": id, "name": title, **people.get(id, {})}
        else:
            fields = {"id": id, "title": title}
        yield ListAddition(list_, fields, policy is Unknown.ADD)


def _plan_lists(plan: Plan, roots: Sequence[Path]) -> None:
    """The roster and the catalogue, wherever they lie, with the entries that the map says to add."""
    for file in ("catalog.yml", "roster.yml"):
        wanted = [entry for entry in plan.entries if entry.is_wanted and entry.file == file]
        if not wanted:
            continue
        root = next((root for root in roots if (root / file).exists()), roots[0])
        found = next((one for one in walk(root) if one.path == file), None)
        raw = read_bytes(found) if found and not found.fault else b""
        text = raw.decode("utf-8", "replace") if isinstance(raw, bytes) else ""
        new = with_entries(file, text, wanted)
        if new is None or isinstance(raw, Diagnostic) or (found and found.fault):
            lines = "".join(entry.lines("  ") for entry in wanted)
            raise BulletinError(f"{root / file} is written so that nothing can be added to it surely; add:\n{lines}")
        plan.lists[root, file] = new.encode()
