"""The editions whose counts, headlines or order a change moves."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from builder.changes.effect import Effect
from builder.changes.effect_parts import Moved, Shifted
from builder.changes.versions import ComparedTheme
from builder.reporting.effect_sections import FIRST, Section
from builder.reporting.inert import inert
from builder.views.shared.phrases import counted_noun
from builder.views.shared.sides import PUTS_OFF, SIDES


def edition_sections(effect: Effect) -> Iterator[Section]:
    """By edition, the counts, headlines and places that differ."""
    for moved in effect.editions:
        edition = moved.edition
        where = ", closed" if edition.is_closed else ", still open"
        where += ", on the front page" if edition.id == effect.after.front else ""
        blocks = [*_size_change(moved), *count_changes(moved), *_headline_changes(moved), *_order_changes(moved)]
        yield Section(f"{inert(edition.title)}{where}", tuple(blocks), "difference", "differences")


def _size_change(moved: Moved) -> Iterator[str]:
    before, after = (edition.debriefs if edition else 0 for edition in (moved.before, moved.after))
    if before != after:
        yield f"- {before:,} → {counted_noun(after, 'debrief')}"


def count_changes(moved: Moved) -> list[str]:
    """A line for each theme of an edition whose count of deals or degree of corroboration differs."""
    found = []
    for shift in moved.shifts:
        one, other = shift.before, shift.after
        if one is None or other is None or (one.k, one.label) != (other.k, other.label):
            found.append(f"- {_shift_clause(shift)}")
    return found


def _shift_clause(shift: Shifted) -> str:
    """`Price, putting off: 4 → 5 deals, emerging → corroborated`."""
    compared = shift.after or shift.before
    assert compared is not None
    before, after = (one.k if one else 0 for one in (shift.before, shift.after))
    doing = "putting off" if compared.side == PUTS_OFF.id else "drawing"
    counts = f"{before:,} → {counted_noun(after, 'deal')}" if before != after else counted_noun(after, "deal")
    labels = [one.label if one else "not named" for one in (shift.before, shift.after)]
    label = f"**{labels[0]} → {labels[1]}**" if labels[0] != labels[1] else labels[1]
    return f"{inert(compared.title)}, {doing}: {counts}, {label}"


def _headline_changes(moved: Moved) -> Iterator[str]:
    """The headlines of the themes that lead each side, where they differ."""
    for side in SIDES:
        one, other = (
            _leading_theme(edition.themes if edition else (), side) for edition in (moved.before, moved.after)
        )
        headlines = tuple(compared.headline if compared else "nothing" for compared in (one, other))
        if headlines[0] != headlines[1]:
            before = f"  before: {inert(headlines[0])}" if one else "  before: no headline"
            yield f"- {SIDES[side].title} — the first headline: **{inert(headlines[1])}**  \n{before}"


def _leading_theme(themes: Iterable[ComparedTheme], side: str) -> ComparedTheme | None:
    return next((compared for compared in themes if compared.side == side), None)


def _order_changes(moved: Moved) -> Iterator[str]:
    for side, before, after in moved.orders:
        places = {title: place for place, title in enumerate(before, start=1)}
        shown = [_placed_title(title, place, places) for place, title in enumerate(after[:FIRST], start=1)]
        more = f" and {len(after) - FIRST} more" if len(after) > FIRST else ""
        if shown:
            yield f"- The order of {SIDES[side].title[0].lower()}{SIDES[side].title[1:]}: {', '.join(shown)}{more}"


def _placed_title(title: str, place: int, before: dict[str, int]) -> str:
    was = before.get(title)
    note = " (new)" if was is None else f" (was {was})" if was != place else ""
    return f"{place}\\. {inert(title)}{note}"
