"""Every item that a change touches, as readers will see it, and what differs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from builder.changes.effect import Effect
from builder.changes.effect_parts import Altered
from builder.changes.item_forms import ItemForm, ItemWords
from builder.reporting.effect_sections import KINDS, LINE, TEXT, Section, code_span, deed_of
from builder.reporting.inert import inert, paragraphs

QUOTE = 700


def item_sections(effect: Effect) -> Iterator[Section]:
    """Every item that was touched, as it will look; then those that look different in consequence."""
    touched = [item for item in effect.items if item.file is not None]
    others = [item for item in effect.items if item.file is None]
    lists = [item for item in others if item.kind in ("theme", "claim")]
    rest = [item for item in others if item.kind not in ("theme", "claim")]
    for title, items in (("As it will look", touched), ("In consequence", rest), ("Themes and claims", lists)):
        yield Section(title, tuple(map(_item_block, items)), "item", "items")


def _item_block(item: Altered) -> str:
    deed = "change" if item.file is None else deed_of(item)
    if deed == "change":
        deed = "add" if item.before is None else "delete" if item.after is None else "rewrite"
    noun = KINDS.get(item.kind, (item.kind,))[0]
    head = f"**{SIGNS[deed]} {noun} {code_span(item.id)}**" if _is_named(item) else f"**{SIGNS[deed]} {noun}**"
    form = item.after or item.before
    if form is None:
        return f"{head} — nothing of it can be shown; the check says why."
    edition = f" · {inert(form.edition)}" if form.edition else ""
    head = f"{head}{edition}"
    if deed in ("move", "hide"):
        return head
    if item.before is not None and item.after is not None:
        return "\n>\n".join([head + "\n", *_rewritten(item.before, item.after)]).replace("\n\n>\n", "\n\n", 1)
    if deed in ("delete", "break"):
        return f"{head}\n\n> {inert(form.title, LINE)}"
    return f"{head}\n\n" + "\n>\n".join(_whole_form(form))


SIGNS = {
    "add": "New", "rewrite": "Rewritten", "withdraw": "Withdrawn", "delete": "Deleted",
    "break": "Set aside:", "move": "Renamed", "hide": "Not seen by readers: changed",
}  # fmt: skip


def _is_named(item: Altered) -> bool:
    """Whether a reader may know the id: a debrief that is only counted has none."""
    forms = [form for form in (item.before, item.after) if form]
    return bool(item.id) and (not forms or any(form.state != "counted" for form in forms))


def _whole_form(form: ItemForm) -> Iterator[str]:
    yield f"> **{inert(form.title, LINE)}**"
    yield from _facts_line(form)
    yield from _word_blocks(form.words)


def _facts_line(form: ItemForm) -> Iterator[str]:
    if form.facts:
        yield "> " + " · ".join(f"{inert(term)}: {inert(text, LINE)}" for term, text in form.facts)


def _word_blocks(words: Iterable[ItemWords], sign: str = "") -> Iterator[str]:
    for one in words:
        about = f"> {sign}*{inert(one.about)}*" if one.about else f"> {sign}".rstrip()
        speaker = f" — {inert(one.speaker)}" if one.speaker else ""
        if one.is_quote:
            yield f"{about}{speaker}  \n> “{inert(one.text, QUOTE)}”"
            continue
        text = "\n>\n> ".join(paragraphs(one.text, TEXT))
        yield f"{about}{speaker}  \n> {text}" if one.about else f"> {text}"


def _rewritten(before: ItemForm, after: ItemForm) -> Iterator[str]:
    """What differs between two forms of one item."""
    yield f"> **{inert(after.title, LINE)}**"
    if before.title != after.title:
        yield f"> before: {inert(before.title, LINE)}"
    if before.edition != after.edition:
        yield f"> Edition: {inert(before.edition) or 'none'} → {inert(after.edition) or 'none'}"
    was, will = dict(before.facts), dict(after.facts)
    differing = [term for term in dict.fromkeys((*was, *will)) if was.get(term) != will.get(term)]
    if differing:
        yield "> " + " · ".join(
            f"{inert(term)}: {_fact_text(was, term)} → {_fact_text(will, term)}" for term in differing
        )
    yield from _word_blocks((words for words in after.words if words not in before.words), "Now: ")
    yield from _word_blocks((words for words in before.words if words not in after.words), "Before: ")


def _fact_text(facts: dict[str, str], term: str) -> str:
    return inert(facts.get(term, ""), LINE) or "nothing"
