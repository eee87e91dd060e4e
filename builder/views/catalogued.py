"""Pages of competitors and segments, and their lists."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from builder import addresses
from builder.build import Bulletin
from builder.figures.row import ALL
from builder.publication import PublicDebrief
from builder.schema.debrief import Outcome
from builder.views import facts
from builder.views.bars import Bars, bar_row, bars
from builder.views.listing import ListItem, items_of
from builder.views.names import Names
from builder.views.quotes import Quote, quotes_about
from builder.views.sides import DRAWS, PUTS_OFF, Side
from builder.views.text import Fact, Link, Phrase, count

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


@dataclass(frozen=True, slots=True)
class _Kind:
    """One of the two catalogues whose entries have pages."""

    facet: str
    catalogue: str
    address: Callable[[str], str]
    counted: str
    deck: str


COMPETITOR = _Kind(
    "competitor",
    "competitors",
    addresses.competitor,
    " debriefs name it",
    "Who else our prospects considered or chose.",
)
SEGMENT = _Kind("segment", "segments", addresses.segment, " debriefs", "What buyers of each kind say.")
Found = Mapping[str, Sequence[PublicDebrief]]


def competitor_pages(bulletin: Bulletin, names: Names) -> Iterable[tuple[str, CataloguePage]]:
    """The page of every competitor that is listed or named, by id."""
    deck = "Counted in debriefs, which are not a sample: reps report wins more readily than losses."
    for id, debriefs in _met(bulletin).items():
        lost = [d for d in debriefs if d.outcome is Outcome.LOST and d.lost_to == id]
        won = [d for d in debriefs if d.outcome is Outcome.WON]
        href = addresses.index("competitor", id)
        told = (
            Fact("Met in", (count(len(debriefs), len(bulletin.publication.debriefs), href), " debriefs")),
            Fact("Lost to it", (count(len(lost), len(debriefs), href), " of these")),
            Fact("Won against it", (count(len(won), len(debriefs), href), " of these")),
        )
        yield id, _page(names, COMPETITOR, id, deck, told, debriefs)


def segment_pages(bulletin: Bulletin, names: Names) -> Iterable[tuple[str, CataloguePage]]:
    """The page of every segment that is listed or named, by id."""
    for id, debriefs in _in_segments(bulletin).items():
        told = []
        if rate := bulletin.record.find("win-rate", ALL, segment=id):
            told.append(facts.win_rate(rate, names))
        if coverage := bulletin.record.find("coverage", ALL, segment=id):
            told.append(facts.deals_heard("Coverage", coverage, names))
        yield id, _page(names, SEGMENT, id, "Over the whole record.", tuple(told), debriefs)


def _met(bulletin: Bulletin) -> Found:
    met: dict[str, list[PublicDebrief]] = {entry.id: [] for entry in bulletin.publication.catalog.competitors}
    for debrief in bulletin.publication.debriefs:
        for id in debrief.met:
            met.setdefault(id, []).append(debrief)
    return dict(sorted(met.items()))


def _in_segments(bulletin: Bulletin) -> Found:
    found: dict[str, list[PublicDebrief]] = {entry.id: [] for entry in bulletin.publication.catalog.segments}
    for debrief in bulletin.publication.debriefs:
        if debrief.segment:
            found.setdefault(debrief.segment, []).append(debrief)
    return dict(sorted(found.items()))


def _page(
    names: Names, kind: _Kind, id: str, deck: str, told: tuple[Fact, ...], debriefs: Sequence[PublicDebrief]
) -> CataloguePage:
    href = addresses.index(kind.facet, id)
    return CataloguePage(
        kind=kind.facet.capitalize(),
        title=names.title(kind.catalogue, id),
        deck=deck,
        facts=told,
        draws=_bars(names, debriefs, DRAWS, href),
        puts_off=_bars(names, debriefs, PUTS_OFF, href),
        quotes=tuple(_quotes(names, debriefs)),
        debriefs=items_of(debriefs[:MOST_LISTED], names),
        all_debriefs=Link(f"All {len(debriefs):,}", href) if debriefs else None,
    )


def _quotes(names: Names, debriefs: Sequence[PublicDebrief]) -> Iterable[Quote]:
    """The strongest word on each of the themes that most often put off, where it is on record."""
    for theme in list(_named(names, _asked(debriefs, PUTS_OFF), PUTS_OFF))[:MOST_QUOTED]:
        for quote in quotes_about(debriefs, theme, PUTS_OFF, names):
            if not quote.is_recalled:
                yield quote


def _asked(debriefs: Iterable[PublicDebrief], side: Side) -> list[PublicDebrief]:
    return [debrief for debrief in debriefs if debrief.is_prospects_voice and side.id in debrief.asked]


def _named(names: Names, asked: Iterable[PublicDebrief], side: Side) -> dict[str, int]:
    """The first themes that these debriefs name on a side, with how many name them."""
    named = Counter(theme for d in asked for theme in {driver.theme for driver in d.drivers if driver.side == side.id})
    order = sorted(named, key=lambda theme: (-named[theme], names.theme(theme).title, theme))
    return {theme: named[theme] for theme in order[:MOST_BARS]}


def _bars(names: Names, debriefs: Iterable[PublicDebrief], side: Side, href: str) -> Bars:
    asked = _asked(debriefs, side)
    named = _named(names, asked, side)
    return bars(
        side,
        caption=f"Named in {len(asked)} debriefs of prospects who were asked",
        rows=tuple(bar_row(names.theme_link(theme), "", k, len(asked), href) for theme, k in named.items()),
    )


def competitor_list(bulletin: Bulletin, names: Names) -> CatalogueList:
    """All competitors, the most often met first."""
    return _list(bulletin, names, COMPETITOR, _met(bulletin))


def segment_list(bulletin: Bulletin, names: Names) -> CatalogueList:
    """All segments, the most often debriefed first."""
    return _list(bulletin, names, SEGMENT, _in_segments(bulletin))


def _list(bulletin: Bulletin, names: Names, kind: _Kind, found: Found) -> CatalogueList:
    total = len(bulletin.publication.debriefs)
    rows = tuple(
        CatalogueRow(
            Link(names.title(kind.catalogue, id), kind.address(id)),
            (count(len(found[id]), total, addresses.index(kind.facet, id)), kind.counted),
        )
        for id in sorted(found, key=lambda id: (-len(found[id]), id))
    )
    title = f"{len(rows)} {kind.facet}{'s' if len(rows) != 1 else ''}"
    return CatalogueList(kind.catalogue.capitalize(), title, kind.deck, rows)
