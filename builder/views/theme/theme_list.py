"""The list of themes."""

from __future__ import annotations

from dataclasses import dataclass

from builder.figures.results import Results
from builder.schema.theme import Theme
from builder.views.shared.edition_ranking import ranked_theme
from builder.views.shared.listed_themes import listed_themes
from builder.views.shared.names import Names
from builder.views.shared.page_context import PageContext
from builder.views.shared.phrases import Link, Phrase, count
from builder.views.shared.sides import DRAWS, PUTS_OFF, Side


@dataclass(frozen=True, slots=True)
class ThemeRow:
    """A theme in the list of themes."""

    link: Link
    means: str
    owner: str
    draws: Phrase
    puts_off: Phrase
    label: str


@dataclass(frozen=True, slots=True)
class ThemeGroup:
    """Themes under one parent."""

    title: str
    rows: tuple[ThemeRow, ...]


@dataclass(frozen=True, slots=True)
class ThemeList:
    """All themes, grouped by their parents."""

    title: str
    deck: str
    groups: tuple[ThemeGroup, ...]


def theme_list(context: PageContext) -> ThemeList:
    """All themes by parent, each with its counts in the newest edition."""
    names = context.names
    edition = names.front_id
    groups: dict[str, list[ThemeRow]] = {}
    themes = listed_themes(context.bulletin)
    parents = {theme.parent for theme in themes if theme.parent}
    for theme in themes:
        group = theme.parent or (theme.id if theme.id in parents else "")
        groups.setdefault(group, []).append(_theme_row(context, theme, edition))
    order = sorted(groups, key=lambda id: (id == "", names.theme(id).title.casefold() if id else ""))
    period = context.publication.schedule.get(edition)
    when = names.edition_title(period.period) if period else "the whole record"
    return ThemeList(
        title=f"{len(themes)} themes",
        deck=f"What draws buyers and what puts them off, as counted in {when}.",
        groups=tuple(
            ThemeGroup(names.theme(id).title if id else "Others" if len(order) > 1 else "", tuple(groups[id]))
            for id in order
        ),
    )


def _theme_row(context: PageContext, theme: Theme, edition: str) -> ThemeRow:
    names = context.names
    standing = ranked_theme(context.bulletin, edition, theme.id)
    return ThemeRow(
        link=names.theme_link(theme.id),
        means=theme.means or "",
        owner=names.title("departments", theme.owner) if theme.owner else "",
        draws=_counted_on_side(context.record, names, theme.id, DRAWS, edition),
        puts_off=_counted_on_side(context.record, names, theme.id, PUTS_OFF, edition),
        label=standing.label if standing else "",
    )


def _counted_on_side(record: Results, names: Names, theme: str, side: Side, edition: str) -> Phrase:
    row = record.find("prevalence", edition, theme=theme, side=side.id)
    return (count(row.k, row.n, names.behind("prevalence", row)),) if row else ()
