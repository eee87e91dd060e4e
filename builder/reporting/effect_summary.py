"""What a change does, in a paragraph."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from builder.changes.effect import Effect
from builder.changes.effect_parts import Altered
from builder.reporting.effect_editions import count_changes
from builder.reporting.effect_sections import FIRST, KINDS, deed_of
from builder.reporting.inert import inert
from builder.views.shared.phrases import counted_noun, joined, upper_first


def summary(effect: Effect) -> str:
    """What changes, in a paragraph that starts like `Adds 1 debrief to November 2026`."""
    sentences = [*_deed_clauses(effect), *_consequence_clauses(effect)]
    return " ".join(f"{upper_first(sentence)}." for sentence in sentences) or "Nothing that readers see changes."


def _deed_clauses(effect: Effect) -> Iterator[str]:
    """What was done to which items, as clauses."""
    groups: dict[tuple[str, str], list[Altered]] = {}
    for item in effect.items:
        if item.file is not None:
            groups.setdefault((deed_of(item), item.kind), []).append(item)
    for deed in DEEDS:
        for kind, nouns in KINDS.items():
            found = groups.get((deed, kind), [])
            if found:
                yield DEEDS[deed].format(counted_noun(len(found), *nouns), _editions_phrase(deed, found))
    lists = [file.id for file in effect.files if file.kind not in KINDS or "." in file.id]
    plain = [path for path in lists if not path.endswith(" leadership") and not path.endswith(" everyone")]
    if plain:
        yield f"changes {joined(inert(path) for path in plain)}"


DEEDS = {
    "add": "adds {}{}",
    "rewrite": "rewrites {}{}",
    "withdraw": "withdraws {}{}",
    "delete": "deletes {}{}",
    "break": "has {}{} set aside",
    "move": "renames {}, and readers see no difference{}",
    "hide": "changes {} in what readers do not see{}",
}


def _editions_phrase(deed: str, items: Iterable[Altered]) -> str:
    forms = [item.before if deed == "delete" else item.after for item in items]
    editions = list(dict.fromkeys(form.edition for form in forms if form and form.edition))
    if not editions:
        return ""
    named = joined(editions) if len(editions) <= FIRST else f"{len(editions)} editions"
    return f" {'to' if deed == 'add' else 'from' if deed == 'delete' else 'of'} {named}"


def _consequence_clauses(effect: Effect) -> Iterator[str]:
    moves = sum(len(count_changes(moved)) for moved in effect.editions)
    if moves:
        yield f"{counted_noun(moves, 'count')} of themes {'changes' if moves == 1 else 'change'}"
    if effect.recoded:
        recoded = counted_noun(len(effect.recoded), "figure or headline", "figures and headlines")
        yield f"{recoded} would be told otherwise"
    for moved in effect.editions:
        if moved.after and moved.after.is_closed and not (moved.before and moved.before.is_closed):
            yield f"closes {moved.after.title}"
        elif moved.before and moved.before.is_closed and not (moved.after and moved.after.is_closed):
            yield f"opens {moved.before.title}, which was closed"
    errors = [fault for fault in (*effect.faults, *effect.faults_elsewhere) if fault.code.severity == "error"]
    warnings = len(effect.faults) + len(effect.faults_elsewhere) - len(errors)
    counts = [counted_noun(n, noun) for n, noun in ((len(errors), "error"), (warnings, "warning")) if n]
    if counts:
        yield f"{joined(counts)} {'is' if len(errors) + warnings == 1 else 'are'} new"
    waiting = len(effect.asks) + len(effect.silent)
    if waiting:
        yield f"leadership has {counted_noun(waiting, 'thing')} more to answer"
