"""Pages of competitors and segments, and their lists."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from builder import addresses
from builder.build import Bulletin
from builder.figures.figure_row import ALL, FigureRow
from builder.publication.public_debrief import PublicDebrief
from builder.views.shared import deal_facts
from builder.views.shared.bars import Bars, bar_row, bars
from builder.views.shared.charts import Funnel, funnel
from builder.views.shared.debrief_list import ListItem, items_of
from builder.views.shared.figure_wording import qualifier
from builder.views.shared.page_context import PageContext
from builder.views.shared.phrases import Fact, Link, Phrase, count, counted_noun
from builder.views.shared.quotes import Quote, quotes_about
from builder.views.shared.sides import DRAWS, PUTS_OFF, Side

MOST_LISTED = 12
MOST_BARS = 8
MOST_QUOTED = 3


@dataclass(frozen=True, slots=True)
class CataloguePage:
    """A competitor's or a segment's page."""

    kind: str
    title: str
    deck: str
    facts: tuple[Fact, ...]
    draws: Bars
    puts_off: Bars
    quotes: tuple[Quote, ...]
    debriefs: tuple[ListItem, ...]
    all_debriefs: Link | None


@dataclass(frozen=True, slots=True)
class CatalogueRow:
    """An entry in a list of competitors or segments."""

    link: Link
    phrase: Phrase


@dataclass(frozen=True, slots=True)
class CatalogueList:
    """All competitors, or all segments."""

    kicker: str
    title: str
    deck: str
    rows: tuple[CatalogueRow, ...]
    funnel: Funnel | None
    funnel_rows: str


@dataclass(frozen=True, slots=True)
class _CatalogueKind:
    """One of the two catalogues whose entries have pages."""

    facet: str
    catalogue: str
    address: Callable[[str], str]
    counted: str
    list_deck: str
    page_deck: str


COMPETITOR = _CatalogueKind(
    "competitor",
    "competitors",
    addresses.competitor,
    " debriefs name it",
    "Who else our prospects considered or chose.",
    "Counted in deals in which it was met, over the whole record.",
)
SEGMENT = _CatalogueKind(
    "segment", "segments", addresses.segment, " debriefs", "What buyers of each kind say.", "Over the whole record."
)
DebriefsById = Mapping[str, Sequence[PublicDebrief]]


def competitor_pages(context: PageContext) -> Iterable[tuple[str, CataloguePage]]:
    """The page of every competitor that is listed or named, by id."""
    for id, debriefs in _by_competitor(context.bulletin).items():
        href = addresses.index("competitor", id)
        met = Fact("Met in", (count(len(debriefs), len(context.publication.debriefs), href), " debriefs"))
        yield id, _entry_page(context, COMPETITOR, id, (met, *_funnel_fact(context, COMPETITOR, id)), debriefs)


def segment_pages(context: PageContext) -> Iterable[tuple[str, CataloguePage]]:
    """The page of every segment that is listed or named, by id."""
    for id, debriefs in _by_segment(context.bulletin).items():
        found = []
        if rate := context.record.find("win-rate", ALL, segment=id):
            found.append(deal_facts.win_rate(rate, context.names))
        found += _funnel_fact(context, SEGMENT, id)
        if coverage := context.record.find("coverage", ALL, segment=id):
            found.append(deal_facts.deals_heard("Coverage", coverage, context.names))
        yield id, _entry_page(context, SEGMENT, id, tuple(found), debriefs)


def _funnel_fact(context: PageContext, kind: _CatalogueKind, id: str) -> list[Fact]:
    """How many of its deals were won, and whether that is more than chance."""
    row = context.record.find("funnel", ALL, **{kind.facet: id})
    if row is None:
        return []
    counted = count(row.k, row.n, context.names.behind("funnel", row))
    return [Fact("Against the others", (counted, f" deals won{qualifier('funnel', row, context.names)}"))]


def _won_phrase(context: PageContext, kind: _CatalogueKind, id: str) -> Phrase:
    row = context.record.find("funnel", ALL, **{kind.facet: id})
    return (" · ", count(row.k, row.n, context.names.behind("funnel", row)), " deals won") if row else ()


def _by_competitor(bulletin: Bulletin) -> DebriefsById:
    met: dict[str, list[PublicDebrief]] = {entry.id: [] for entry in bulletin.publication.catalog.competitors}
    for debrief in bulletin.publication.debriefs:
        for id in debrief.met:
            met.setdefault(id, []).append(debrief)
    return dict(sorted(met.items()))


def _by_segment(bulletin: Bulletin) -> DebriefsById:
    found: dict[str, list[PublicDebrief]] = {entry.id: [] for entry in bulletin.publication.catalog.segments}
    for debrief in bulletin.publication.debriefs:
        if debrief.segment:
            found.setdefault(debrief.segment, []).append(debrief)
    return dict(sorted(found.items()))


def _entry_page(
    context: PageContext,
    kind: _CatalogueKind,
    id: str,
    facts_of_entry: tuple[Fact, ...],
    debriefs: Sequence[PublicDebrief],
) -> CataloguePage:
    href = addresses.index(kind.facet, id)
    return CataloguePage(
        kind=kind.facet.capitalize(),
        title=context.names.title(kind.catalogue, id),
        deck=kind.page_deck,
        facts=facts_of_entry,
        draws=_theme_bars(context, kind, id, DRAWS),
        puts_off=_theme_bars(context, kind, id, PUTS_OFF),
        quotes=tuple(_strongest_quotes(context, kind, id, debriefs)),
        debriefs=items_of(debriefs[:MOST_LISTED], context.names),
        all_debriefs=Link(f"All {len(debriefs):,}", href) if debriefs else None,
    )


def _strongest_quotes(
    context: PageContext, kind: _CatalogueKind, id: str, debriefs: Sequence[PublicDebrief]
) -> Iterable[Quote]:
    """The strongest word on each of the themes that most often put off, where it is on record."""
    for row in _themes_named(context, kind, id, PUTS_OFF)[:MOST_QUOTED]:
        for quote in quotes_about(debriefs, row.key("theme"), PUTS_OFF, context.names):
            if not quote.is_recalled:
                yield quote


def _themes_named(context: PageContext, kind: _CatalogueKind, id: str, side: Side) -> list[FigureRow]:
    """How often each theme is named in these deals on a side, the most often named first."""
    found = [row for row in context.record.part("prevalence", ALL, kind.facet, id) if row.key("side") == side.id]
    return sorted(found, key=lambda row: (-row.k, context.names.theme(row.key("theme")).title, row.keys))


def _theme_bars(context: PageContext, kind: _CatalogueKind, id: str, side: Side) -> Bars:
    rows = _themes_named(context, kind, id, side)
    return bars(
        side,
        caption=f"Named in {rows[0].n:,} deals that were asked" if rows else "",
        rows=tuple(
            bar_row(
                context.names.theme_link(row.key("theme")), "", row.k, row.n, context.names.behind("prevalence", row)
            )
            for row in rows[:MOST_BARS]
        ),
    )


def competitor_list(context: PageContext) -> CatalogueList:
    """All competitors, the most often met first."""
    return _catalogue_list(context, COMPETITOR, _by_competitor(context.bulletin))


def segment_list(context: PageContext) -> CatalogueList:
    """All segments, the most often debriefed first."""
    return _catalogue_list(context, SEGMENT, _by_segment(context.bulletin))


def _catalogue_list(context: PageContext, kind: _CatalogueKind, found: DebriefsById) -> CatalogueList:
    total = len(context.publication.debriefs)
    rows = tuple(
        CatalogueRow(
            Link(context.names.title(kind.catalogue, id), kind.address(id)),
            (
                count(len(found[id]), total, addresses.index(kind.facet, id)),
                kind.counted,
                *_won_phrase(context, kind, id),
            ),
        )
        for id in sorted(found, key=lambda id: (-len(found[id]), id))
    )
    title = counted_noun(len(rows), kind.facet)
    won = [
        (context.names.title(kind.catalogue, row.key(kind.facet)), row)
        for row in context.record.rows("funnel", ALL)
        if row.key(kind.facet)
    ]
    drawn = funnel(f"Deals won, by {kind.facet}", won)
    return CatalogueList(kind.catalogue.capitalize(), title, kind.list_deck, rows, drawn, addresses.rows("funnel", ALL))
