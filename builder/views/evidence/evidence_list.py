"""Where the evidence for a theme is, edition by edition, and what its history counts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from builder import addresses
from builder.figures.figure_row import ALL, FigureRow
from builder.schema.theme import Theme
from builder.views.evidence.evidence_cells import EvidenceCell, in_order
from builder.views.shared.debrief_list import DebriefLinks
from builder.views.shared.listed_themes import listed_themes
from builder.views.shared.page_context import PageContext
from builder.views.shared.phrases import Fact, Link
from builder.views.shared.sides import BOTH, SIDES
from builder.views.theme.theme_history import deals_asked, deals_naming

TOTAL = 2


@dataclass(frozen=True, slots=True)
class EvidenceList:
    """The editions in which a theme was counted, newest first, each with its counts.

    `history` has the counts that the matrix and the drawings show, by today's themes.
    """

    theme: Link
    editions: tuple[Fact, ...]
    history: tuple[EvidenceCell, ...]

    @property
    def title(self) -> str:
        """What the page is called."""
        return f"{self.theme.text}: the evidence"


def evidence_lists(context: PageContext) -> Iterator[tuple[str, EvidenceList]]:
    """The list of every theme that has a page, by id."""
    for theme in listed_themes(context.bulletin):
        yield theme.id, evidence_list(context, theme)


def evidence_list(context: PageContext, theme: Theme) -> EvidenceList:
    """The way to every page of evidence on a theme."""
    editions = (ALL, *reversed(context.record.editions))
    found = (_edition_totals(context, theme, edition) for edition in editions)
    history = tuple(_history_cells(context, theme.id, DebriefLinks(context.publication)))
    return EvidenceList(context.names.theme_link(theme.id), tuple(fact for fact in found if fact), history)


def _edition_totals(context: PageContext, theme: Theme, edition: str) -> Fact | None:
    """The theme's totals in an edition, under whatever id it knew the theme; None where nobody named it."""
    ids = (theme.id, *theme.aliases)
    rows = [row for id in ids for row in context.record.part("prevalence", edition, "theme", id)]
    totals = [row for row in rows if len(row.keys) == TOTAL]
    if not totals:
        return None
    counts = ", ".join(_side_count(row) for row in sorted(totals, key=in_order))
    return Fact(
        context.names.scope_title(edition), (Link(counts, addresses.evidence(theme.id, edition), is_count=True),)
    )


def _side_count(row: FigureRow) -> str:
    return f"{SIDES[row.key('side')].verb} {row.k:,} of {row.n:,}"


def _history_cells(context: PageContext, theme: str, listed: DebriefLinks) -> Iterator[EvidenceCell]:
    """What the history of a theme counts, edition by edition, computed anew."""
    for side in BOTH:
        if not context.record.computed_anew("prevalence", ALL, theme=theme, side=side.id):
            continue
        for edition in reversed(context.publication.schedule.editions):
            row = deals_naming(context.bulletin, edition.id, theme, side)
            n = row.n if row else deals_asked(context.bulletin, edition.id, side)
            if n:
                yield EvidenceCell(
                    anchor=f"{side.id}-{edition.id}",
                    title=f"{context.names.edition_title(edition.period)}, {side.verb}",
                    count=f"{row.k if row else 0:,} of {n:,}",
                    qualifier=f" {side.deal if n == 1 else side.deals}",
                    debriefs=listed.behind(row.debriefs or () if row else ()),
                    numbers="",
                    why="" if row else "No deal: there is nothing to list.",
                )
