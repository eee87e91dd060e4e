"""The order of themes on the front page: stated, and made of figures alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from builder.figures.derivation import LABELS, SINGLE_SOURCE
from builder.figures.figure_row import FigureRow
from builder.figures.results import Results
from builder.reading.codebook import Codebook

LOSING, WINNING = "lost", "won"


@dataclass(frozen=True, slots=True, kw_only=True)
class RankedTheme:
    """Where a theme stands on one side in one edition, with the rows that put it there.

    `place` counts from 0 by the stated order; `is_chosen` says that an editor put the theme first.
    `theme` is the id as the edition has it; `outcomes` counts deals that name it among those lost
    (for what puts off) or won (for what draws).
    """

    theme: str
    side: str
    label: str
    total: FigureRow
    outcomes: FigureRow | None
    money: FigureRow | None
    corroboration: FigureRow | None
    place: int = 0
    is_chosen: bool = False


def ranked_themes(record: Results, codebook: Codebook, edition: str, side: str) -> list[RankedTheme]:
    """The themes named on a side: corroborated, emerging, echo; then money; then prevalence; then title.

    `side` is `compelling` or `repelling`; the rows are those that the edition printed, if it did.
    """
    outcome = LOSING if side == "repelling" else WINNING
    found = []
    for row in record.rows("prevalence", edition):
        if row.key("side") != side or {name for name, _ in row.keys} != {"theme", "side"}:
            continue
        theme = row.key("theme")
        corroboration = record.find("corroboration", edition, theme=theme, side=side)
        found.append(
            RankedTheme(
                theme=theme,
                side=side,
                label=corroboration.measure("label") if corroboration else SINGLE_SOURCE,
                total=row,
                outcomes=record.find("prevalence", edition, theme=theme, side=side, outcome=outcome),
                money=record.find("money-at-stake", edition, theme=theme) if side == "repelling" else None,
                corroboration=corroboration,
            )
        )
    order = sorted(found, key=lambda standing: _key(standing, codebook))
    return [replace(standing, place=place) for place, standing in enumerate(order)]


def overruled(found: Sequence[RankedTheme], first: Sequence[str], codebook: Codebook) -> list[RankedTheme]:
    """The standings with the themes that an editor chose before the others; no number changes.

    `first` are ids of themes, present or old.
    """
    chosen = [codebook.current(theme) for theme in first]
    front = [
        replace(standing, is_chosen=True)
        for theme in chosen
        for standing in found
        if codebook.current(standing.theme) == theme
    ]
    return front + [standing for standing in found if codebook.current(standing.theme) not in chosen]


def to_lead(puts_off: Sequence[RankedTheme], draws: Sequence[RankedTheme]) -> list[RankedTheme]:
    """The standings that a front page may lead with, the first first: what puts off, else what draws."""
    return [standing for standing in puts_off if standing.outcomes] or list(draws)


def _key(standing: RankedTheme, codebook: Codebook) -> tuple[int, float, float, str, str]:
    row = standing.outcomes
    prevalence = row.k / row.n if row and row.n else 0.0
    capped = standing.money.measure("capped") if standing.money else 0.0
    title = codebook.get(standing.theme).title
    return LABELS.index(standing.label), -capped, -prevalence, title.casefold(), standing.theme
