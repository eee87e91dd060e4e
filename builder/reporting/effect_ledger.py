"""What a change does to questions, promises, responses, bets and claims, and what it recodes."""

from __future__ import annotations

from collections.abc import Iterator

from builder.changes.effect import Effect
from builder.figures.figure_row import ALL
from builder.reporting.effect_sections import LINE, TEXT, Section, code_span, item_title
from builder.reporting.inert import inert
from builder.views.shared.phrases import counted_noun

RECODED_FIGURES = ("files set aside", "prevalence", "change", "corroboration")


def answer_sections(effect: Effect) -> Iterator[Section]:
    """What waits for an answer by leadership since this change, and what does not any more."""
    blocks = [f"- **{inert(one.title, LINE)}** waits for a decision now ({inert(one.owner)})." for one in effect.silent]
    for id in effect.asks:
        form = effect.after.forms.get(("debrief", id))
        asked = next((words.text for words in form.words if words.about == "Asks leadership"), "") if form else ""
        blocks.append(
            f"- Debrief {code_span(id)} asks: {inert(asked, TEXT)}" if asked else f"- The ask of {code_span(id)}."
        )
    yield Section("Now for leadership to answer", tuple(blocks))
    over = [
        f"- **{inert(one.title, LINE)}** waits no longer, after {counted_noun(one.days, 'day')} ({inert(one.owner)})."
        for one in effect.answered
    ]
    over += [f"- The ask of {code_span(id)} waits no longer." for id in effect.answered_asks]
    yield Section("What this ends", tuple(over))


def state_sections(effect: Effect) -> Iterator[Section]:
    """How promises, answers and bets stand otherwise."""
    blocks = [
        f"- {SUBJECTS[kind]} {item_title(kind, id, effect)}: {inert(was) or 'not there'} → **{inert(will) or 'gone'}**"
        for (kind, id), was, will in effect.ledger
    ]
    yield Section("Promises, answers and bets", tuple(blocks))


SUBJECTS = {"promise": "The promise", "response": "What was announced in", "initiative": "The bet on"}


def ledger_sections(effect: Effect) -> Iterator[Section]:
    """Claims that fared otherwise, and promises that more or fewer debriefs call broken."""
    one, other = effect.before, effect.after
    blocks = [
        f"- The claim {item_title('claim', id, effect)}: {_verdict_counts(was)} → {_verdict_counts(will)}"
        for id in sorted({*one.tested, *other.tested})
        if (was := one.tested.get(id, ())) != (will := other.tested.get(id, ()))
    ]
    for promise in sorted({*one.broken, *other.broken}):
        before, after = one.broken.get(promise, 0), other.broken.get(promise, 0)
        if before != after:
            called = f"{before:,} → {counted_noun(after, 'debrief')} {'calls' if after == 1 else 'call'} it broken"
            blocks.append(f"- The promise {item_title('promise', promise, effect)}: {called}")
    yield Section("Claims, and promises called broken", tuple(blocks))


def _verdict_counts(verdicts: tuple[tuple[str, int], ...]) -> str:
    return ", ".join(f"{count} {verdict}" for verdict, count in verdicts) or "not tested"


def recoding_sections(effect: Effect) -> Iterator[Section]:
    """What another codebook tells differently: where it was and is not printed, the figures that say most."""
    open_ = {edition.id for edition in effect.after.editions if not edition.is_closed} | {ALL}
    shown = [
        one for one in effect.recoded if one.edition in open_ and one.is_about(RECODED_FIGURES) and not one.is_part
    ]
    blocks = [
        f"- {'The whole record' if one.edition == ALL else inert(one.edition)}, {inert(one.what)}: "
        f"{inert(one.before)} → {inert(one.after)}"
        for one in shown
    ]
    rest = len(effect.recoded) - len(shown)
    if rest:
        blocks.append(f"- and {rest:,} more, of other figures and of their parts: `bulletin recode` lists them")
    yield Section("What the other themes recode", tuple(blocks), "difference", "differences")
