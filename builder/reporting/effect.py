"""The effect of a change as Markdown for a pull request: short, for one audience, and inert."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from builder.changes.effect import Effect
from builder.reporting.effect_editions import edition_sections
from builder.reporting.effect_faults import closed_edition_sections, duplicate_sections, fault_sections
from builder.reporting.effect_items import item_sections
from builder.reporting.effect_ledger import answer_sections, ledger_sections, recoding_sections, state_sections
from builder.reporting.effect_sections import Section
from builder.reporting.effect_summary import summary
from builder.views.shared.phrases import counted_noun

MARKER = "<!-- bulletin-effect -->"
LIMIT = 60_000
ROOM = 200


def markdown(effect: Effect, limit: int = LIMIT) -> str:
    """The report in at most `limit` characters; of the entries that do not fit, the number stands in their place."""
    sections = [section for make in SECTIONS for section in make(effect) if section.blocks]
    opening = [MARKER, "", f"**The effect.** {summary(effect)}", ""]
    closing = f"<sub>Worked out for the audience “{effect.audience}”: what its site will not hold is not here.</sub>\n"
    room = limit - len("\n".join(opening)) - len(closing) - ROOM * len(sections)
    lines = list(opening)
    for section in sections:
        taken: list[str] = []
        for block in section.blocks:
            if len(block) + 2 > room:
                break
            taken.append(block)
            room -= len(block) + 2
        left = len(section.blocks) - len(taken)
        rest = [f"*{counted_noun(left, section.noun, section.many)} more left out here.*"] if left else []
        lines += [f"### {section.title}", "", *_spaced((*taken, *rest)), ""]
    return "\n".join([*lines, closing])


def _spaced(blocks: Iterable[str]) -> Iterator[str]:
    """Blocks with an empty line between them, entries of one list without."""
    before = ""
    for block in blocks:
        if before and not (before.startswith("- ") and block.startswith("- ")):
            yield ""
        yield block
        before = block


Maker = Callable[[Effect], Iterable[Section]]
SECTIONS: tuple[Maker, ...] = (
    fault_sections,
    closed_edition_sections,
    duplicate_sections,
    answer_sections,
    state_sections,
    item_sections,
    edition_sections,
    ledger_sections,
    recoding_sections,
)
"""The sections in the order in which they are read: adding one is a generator beside its siblings."""
