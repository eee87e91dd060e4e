"""The diagnostics that a change brings, and what it does to closed editions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from builder.changes.effect import Effect
from builder.changes.effect_parts import Altered
from builder.changes.versions import PublicFault
from builder.reporting.effect_sections import Section, code_span, deed_of, file_words
from builder.reporting.inert import inert
from builder.views.shared.phrases import counted_noun, upper_first


def fault_sections(effect: Effect) -> Iterator[Section]:
    """New errors and warnings of the files that were touched, then how many elsewhere."""
    blocks = [_fault_line(fault) for fault in sorted(effect.faults, key=_by_severity)]
    elsewhere = Counter(fault.code for fault in effect.faults_elsewhere)
    for code, number in sorted(elsewhere.items(), key=lambda entry: entry[0].id):
        files = len({fault.file for fault in effect.faults_elsewhere if fault.code == code})
        count = f"{number:,} × **{code.id}** {inert(code.title)}, in {counted_noun(files, 'file')} not touched here"
        blocks.append(f"- {count}. {inert(code.mend)}")
    yield Section("What the check says", tuple(blocks), "message", "messages")


def _by_severity(fault: PublicFault) -> tuple[bool, str, int, str]:
    return fault.code.severity != "error", fault.about, fault.line, fault.code.id


def _fault_line(fault: PublicFault) -> str:
    sign = "🛑" if fault.code.severity == "error" else "⚠️"
    place = f"{file_words(fault.about)}, line {fault.line}"
    return f"- {sign} **{fault.code.id}** {inert(fault.code.title)} — {place}. {inert(fault.code.mend)}"


def closed_edition_sections(effect: Effect) -> Iterator[Section]:
    """Whether what an edition has printed is touched."""
    blocks = []
    for file in effect.files:
        if file.kind == "manifest":
            edition, _, audience = file.id.partition(" ")
            deed = "is written" if not file.was_there else "is removed" if not file.is_there else "is changed"
            rule = "" if not file.was_there else " A manifest never changes: restore it from the commit that closed it."
            named = f"of {inert(edition)} for {inert(audience)}" if audience else inert(edition)
            blocks.append(f"- The manifest {named} {deed}.{rule}")
    for item in effect.items:
        form = item.after or item.before
        counted_in = (
            effect.before.edition(effect.before.edition_of.get(item.id, "")) if item.kind == "debrief" else None
        )
        if item.file and counted_in and counted_in.is_closed and form:
            follows = _closed_rule(item, effect)
            blocks.append(
                f"- Debrief {code_span(item.id)} was counted in {inert(counted_in.title)}, which is closed: {follows}"
            )
    yield Section("Closed editions", tuple(blocks))


def _closed_rule(item: Altered, effect: Effect) -> str:
    deed = deed_of(item)
    if deed == "withdraw":
        return "its text goes, a tombstone and the printed figures stay."
    if deed == "delete":
        return "its printed figures stay, and the check says **SB402**. Bring the file back and set `withdrawn` in it."
    if deed == "break":
        code = " (**SB401**)" if any(fault.code.id == "SB401" for fault in effect.faults) else ""
        return (
            f"the edit is refused{code}, the printed figures stay. Undo it; add a correction, or withdraw the debrief."
        )
    return "its printed figures stay. Only `corrections`, `withdrawn` and a tighter `visibility` may change."


def duplicate_sections(effect: Effect) -> Iterator[Section]:
    """Probable duplicates among what is new, without saying of what: that would tell who reported both."""
    found = [fault for fault in (*effect.faults, *effect.faults_elsewhere) if fault.code.id == "SB306"]
    sentence = "reports a deal that the same source has reported already: it counts once (**SB306**)."
    yield Section(
        "Probable duplicates", tuple(f"- {upper_first(file_words(fault.about))} {sentence}" for fault in found)
    )
