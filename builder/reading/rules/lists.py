"""Rules about the lists: themes, roster, claims, attainment, closed deals."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

from builder.diagnostics import ERROR, WARNING, Code
from builder.reading.faults import Fault
from builder.reading.rules.debriefs import NO_RATE
from builder.reading.rules.references import UNKNOWN_DEPARTMENT, UNKNOWN_REFERENCE
from builder.reading.rules.sources import Finding, Sources, rule, unknown
from builder.schema import KINDS
from builder.schema.attainment import Attainment
from builder.schema.theme import OTHER

MOST_PARENTS = 8
MOST_OTHER = 0.10
ENOUGH_DRIVERS = 10
PERIOD = re.compile(r"\d{4}-(?:0[1-9]|1[0-2])|\d{4}-Q[1-4]|FY\d{4}-Q[1-4]")


ENTRY_TWICE = Code(
    "SB314",
    ERROR,
    "An entry stands twice",
    "The first one stays.",
    "Delete or rename the other.",
)


@rule(ENTRY_TWICE)
def entries_once(sources: Sources) -> Iterator[Finding]:
    """No id stands twice in a list; the first entry stays."""
    for kind in KINDS.values():
        if kind.shape != "list" or kind.name not in sources.entries:
            continue
        found, entries = sources.entries[kind.name]
        (key,) = kind.key
        seen: set[str] = set()
        for position, entry in entries:
            id = getattr(entry, key)
            if id in seen:
                yield found, Fault(ENTRY_TWICE, (position, key), f"{id!r} stands here a second time", "each id once")
            seen.add(id)


UNFIT_PARENT = Code(
    "SB315",
    ERROR,
    "A parent that cannot be one",
    "A parent is another theme without a parent of its own, and at most eight themes are parents.",
    "Choose another parent, or none.",
)


@rule(UNFIT_PARENT)
def parents(sources: Sources) -> Iterator[Finding]:
    """A parent is another theme without a parent, and there are at most eight."""
    if "theme" not in sources.entries:
        return
    found, entries = sources.entries["theme"]
    themes = {theme.id: theme for _, theme in entries}
    chosen: list[str] = []
    for position, theme in entries:
        if theme.parent is None:
            continue
        parent = themes.get(theme.parent)
        tops = tuple(id for id, other in themes.items() if other.parent is None and id != theme.id)
        if parent is None or parent.parent is not None or parent.id == theme.id:
            yield found, unknown(UNFIT_PARENT, (position, "parent"), theme.parent, "a theme without a parent", tops)
            continue
        if theme.parent not in chosen:
            chosen.append(theme.parent)
            if len(chosen) > MOST_PARENTS:
                message = f"{theme.parent!r} is parent number {len(chosen)}"
                yield found, Fault(UNFIT_PARENT, (position, "parent"), message, f"at most {MOST_PARENTS}")


@rule(ENTRY_TWICE)
def aliases_once(sources: Sources) -> Iterator[Finding]:
    """An old id of a theme is no theme of its own, and leads to one theme; else it is passed over."""
    if "theme" not in sources.entries:
        return
    found, entries = sources.entries["theme"]
    present = {theme.id for _, theme in entries}
    taken: dict[str, str] = {}
    for position, theme in entries:
        for index, alias in enumerate(theme.aliases):
            path, first = (position, "aliases", index), taken.setdefault(alias, theme.id)
            if alias in present:
                message = f"{alias!r} is a theme of its own, so it cannot lead to another"
                yield found, Fault(ENTRY_TWICE, path, message, "an id that no theme has any more")
            elif first != theme.id:
                message = f"{alias!r} leads to {first!r} already"
                yield found, Fault(ENTRY_TWICE, path, message, "each old id under one theme")


@rule(UNKNOWN_DEPARTMENT)
def owners(sources: Sources) -> Iterator[Finding]:
    """The owner of a theme or a claim is a department."""
    if not sources.departments:
        return
    for kind in ("theme", "claim"):
        if kind not in sources.entries:
            continue
        found, entries = sources.entries[kind]
        for position, entry in entries:
            if entry.owner is not None and entry.owner not in sources.departments:
                yield (
                    found,
                    unknown(UNKNOWN_DEPARTMENT, (position, "owner"), entry.owner, "a department", sources.departments),
                )


@rule(UNKNOWN_REFERENCE)
def claims_rest(sources: Sources) -> Iterator[Finding]:
    """What a claim rests on stands on the ledger."""
    if "claim" not in sources.entries:
        return
    found, entries = sources.entries["claim"]
    for position, claim in entries:
        for index, promise in enumerate(claim.rests_on):
            if promise not in sources.known_ids["promise"]:
                path = (position, "rests_on", index)
                yield (
                    found,
                    unknown(UNKNOWN_REFERENCE, path, promise, "a promise that exists", sources.known_ids["promise"]),
                )


TOO_MUCH_OTHER = Code(
    "SB309",
    WARNING,
    "Too much is filed under other",
    "More than one driver in ten: the codebook misses a theme.",
    "Read the details under other and add the theme that they have in common.",
)


@rule(TOO_MUCH_OTHER)
def too_much_other(sources: Sources) -> Iterator[Finding]:
    """More than one driver in ten on `other` means that the codebook misses a theme."""
    if "theme" not in sources.entries:
        return
    named = [theme for item in sources.corpus.debriefs for _, side in item.value.sides for theme in side]
    others = named.count(OTHER)
    if len(named) >= ENOUGH_DRIVERS and others > MOST_OTHER * len(named):
        message = f"{others} of {len(named)} drivers are filed under other"
        yield sources.entries["theme"][0], Fault(TOO_MUCH_OTHER, (), message, "at most 1 in 10")


ROW_TWICE = Code(
    "SB503",
    WARNING,
    "A row that stands twice",
    "The first one counts.",
    "Delete the other.",
)


ROW_OF_UNKNOWN_REP = Code(
    "SB504",
    WARNING,
    "A row about an unknown rep",
    "It enters no band.",
    "Add the rep to roster.yml.",
)


IMPOSSIBLE_VALUE = Code(
    "SB505",
    ERROR,
    "A value that cannot be",
    "Attainment is a ratio such as 0.85: not negative, and not a percentage.",
    "Divide percentages by 100.",
)


@rule(IMPOSSIBLE_VALUE, ROW_TWICE, ROW_OF_UNKNOWN_REP)
def attainment_rows(sources: Sources) -> Iterator[Finding]:
    """Attainment is a ratio, once for each rep and period, of a rep on the roster."""
    if "attainment" not in sources.entries:
        return
    found, rows = sources.entries["attainment"]
    seen: set[tuple[str, str]] = set()
    for line, row in rows:
        if not PERIOD.fullmatch(row.period):
            yield (
                found,
                Fault(IMPOSSIBLE_VALUE, (line,), f"{row.period!r} is not a period", "2026-10, 2026-Q4 or FY2027-Q1"),
            )
        if row.attainment < 0 or row.expectation <= 0:
            yield found, Fault(IMPOSSIBLE_VALUE, (line,), "a negative value", "0 or more; an expectation above 0")
        elif not row.is_plausible:
            guess = f"{row.attainment / 100:g}"
            message = f"{row.attainment:g} looks like a percentage"
            yield found, Fault(IMPOSSIBLE_VALUE, (line,), message, "a ratio such as 0.85", guess)
        if (row.period, row.rep) in seen:
            yield found, Fault(ROW_TWICE, (line,), f"{row.rep} has a second row for {row.period}", "one row each")
        seen.add((row.period, row.rep))
        if sources.corpus.roster is not None and row.rep not in sources.handles:
            yield found, unknown(ROW_OF_UNKNOWN_REP, (line,), row.rep, "on the roster", sources.handles)


FORMS = tuple(map(re.compile, (r"\d{4}-\d{2}", r"\d{4}-Q\d", r"FY\d{4}-Q\d")))


PERIOD_OF_OTHER_LENGTH = Code(
    "SB507",
    WARNING,
    "A period of another length",
    "Bands compare like with like: the form of period that most rows have counts.",
    "Export months or quarters, not both.",
)


MISSING_PERIODS = Code(
    "SB508",
    WARNING,
    "Periods of attainment are missing",
    "Without all but one of the last periods nobody can tell a star from luck: this rep is in no band.",
    "Add the missing rows, or joined and left to roster.yml.",
)


@rule(PERIOD_OF_OTHER_LENGTH, MISSING_PERIODS)
def attainment_periods(sources: Sources) -> Iterator[Finding]:
    """Attainment has one form of period, and for every rep all but one of the last ones."""
    if "attainment" not in sources.entries:
        return
    found, rows = sources.entries["attainment"]
    sound = [(line, row) for line, row in rows if PERIOD.fullmatch(row.period)]
    by_form = {form: [entry for entry in sound if form.fullmatch(entry[1].period)] for form in FORMS}
    usual = max(FORMS, key=lambda form: len(by_form[form]))
    for line, row in sound:
        if not usual.fullmatch(row.period):
            others = by_form[usual][0][1].period
            yield (
                found,
                Fault(PERIOD_OF_OTHER_LENGTH, (line,), f"{row.period} among periods such as {others}", f"as {others}"),
            )
    most = sources.settings.attainment_periods
    last = sorted({row.period for _, row in by_form[usual]})[-most:]
    for rep, lines in _by_rep(by_form[usual]).items():
        known = [row.period for _, row in lines if row.period in last and row.is_plausible]
        missing = [period for period in last if period not in known]
        if len(last) == most and len(missing) > 1 and known and _was_there(sources, rep):
            message = f"{rep} has {len(known)} of the last {most} periods, without {missing[0]}"
            yield found, Fault(MISSING_PERIODS, (lines[-1][0],), message, f"at least {most - 1} of them")


def _by_rep(rows: Iterable[tuple[int, Attainment]]) -> dict[str, list[tuple[int, Attainment]]]:
    found: dict[str, list[tuple[int, Attainment]]] = defaultdict(list)
    for line, row in rows:
        found[row.rep].append((line, row))
    return found


def _was_there(sources: Sources, rep: str) -> bool:
    """Whether a rep on the roster has neither joined nor left on a day that the roster knows."""
    members = {member.handle: member for member in sources.corpus.roster or ()}
    member = members.get(rep)
    return member is not None and member.joined is None and member.left is None


@rule(ROW_TWICE, NO_RATE)
def closed_deal_rows(sources: Sources) -> Iterator[Finding]:
    """A closed deal stands once."""
    if "closed-deal" not in sources.entries:
        return
    found, rows = sources.entries["closed-deal"]
    seen: set[str] = set()
    for line, row in rows:
        if row.opportunity in seen:
            yield found, Fault(ROW_TWICE, (line,), f"{row.opportunity} stands here a second time", "one row a deal")
        seen.add(row.opportunity)
        settings = sources.settings
        if row.value is not None and settings.in_site_currency(row.value.amount, row.value.currency) is None:
            allowed = ", ".join(sorted({settings.currency, *settings.rates}))
            yield found, Fault(NO_RATE, (line,), f"no rate for {row.value.currency}", allowed)
