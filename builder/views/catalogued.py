"""Pages of competitors and segments, and their lists."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from builder import addresses
from builder.build import Bulletin
from builder.figures.row import ALL
from builder.publication import PublicDebrief
from builder.schema.debrief import Outcome
from builder.views.drawing import bar
from builder.views.front import BarRow, Bars
from builder.views.listing import ListItem, items_of
from builder.views.names import Names
from builder.views.quotes import Quote, quotes_about
from builder.views.text import Fact, Link, Phrase, count, plausible

MOST_LISTED = 12
MOST_BARS = 8


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


def competitor_pages(bulletin: Bulletin, names: Names) -> Iterable[tuple[str, CataloguePage]]:
    """The page of every competitor that is listed or named, by id."""
    for id, debriefs in _met(bulletin).items():
        lost = [d for d in debriefs if d.outcome is Outcome.LOST and d.lost_to == id]
        won = [d for d in debriefs if d.outcome is Outcome.WON]
        href = addresses.index("competitor", id)
        facts = (
            Fact("Met in", (count(len(debriefs), len(bulletin.publication.debriefs), href), " debriefs")),
            Fact("Lost to it", (count(len(lost), len(debriefs), href), " of these")),
            Fact("Won against it", (count(len(won), len(debriefs), href), " of these")),
        )
        title = names.title("competitors", id)
        deck = "Counted in debriefs, which are not a sample: reps report wins more readily than losses."
        yield id, _page(names, "Competitor", title, deck, facts, debriefs, "competitor", id)


def segment_pages(bulletin: Bulletin, names: Names) -> Iterable[tuple[str, CataloguePage]]:
    """The page of every segment that is listed or named, by id."""
    for id, debriefs in _in_segments(bulletin).items():
        facts = []
        rate = bulletin.record.find("win-rate", ALL, segment=id)
        if rate:
            what = "closed deals won" if rate.measure("basis") == "closed deals" else "debriefed deals won"
            facts.append(
                Fact("Win rate", (count(rate.k, rate.n, addresses.figure("win-rate")), f" {what}; {plausible(rate)}"))
            )
        coverage = bulletin.record.find("coverage", ALL, segment=id)
        if coverage:
            facts.append(
                Fact("Coverage", (count(coverage.k, coverage.n, addresses.COVERAGE), " closed deals debriefed"))
            )
        title = names.title("segments", id)
        yield id, _page(names, "Segment", title, "Over the whole record.", tuple(facts), debriefs, "segment", id)


def _met(bulletin: Bulletin) -> dict[str, list[PublicDebrief]]:
    met: dict[str, list[PublicDebrief]] = {entry.id: [] for entry in bulletin.publication.catalog.competitors}
    for debrief in bulletin.publication.debriefs:
        for id in dict.fromkeys(filter(None, (debrief.lost_to, *debrief.competitors))):
            met.setdefault(id, []).append(debrief)
    return dict(sorted(met.items()))


def _in_segments(bulletin: Bulletin) -> dict[str, list[PublicDebrief]]:
    found: dict[str, list[PublicDebrief]] = {entry.id: [] for entry in bulletin.publication.catalog.segments}
    for debrief in bulletin.publication.debriefs:
        if debrief.segment:
            found.setdefault(debrief.segment, []).append(debrief)
    return dict(sorted(found.items()))


def _page(
    names: Names,
    kind: str,
    title: str,
    deck: str,
    facts: tuple[Fact, ...],
    debriefs: list[PublicDebrief],
    facet: str,
    id: str,
) -> CataloguePage:
    off = _bars(names, debriefs, "repelling", facet, id)
    quotes = [
        quote
        for row in off.rows[:3]
        for quote in quotes_about(debriefs, _theme_of(row), "repelling", names)
        if not quote.is_recalled
    ]
    return CataloguePage(
        kind=kind,
        title=title,
        deck=deck,
        facts=facts,
        draws=_bars(names, debriefs, "compelling", facet, id),
        puts_off=off,
        quotes=tuple(quotes),
        debriefs=items_of(debriefs[:MOST_LISTED], names),
        all_debriefs=Link(f"All {len(debriefs):,}", addresses.index(facet, id)) if debriefs else None,
    )


def _theme_of(row: BarRow) -> str:
    return row.theme.href.rstrip("/").rsplit("/", 1)[-1]


def _bars(names: Names, debriefs: list[PublicDebrief], side: str, facet: str, id: str) -> Bars:
    """The themes that these debriefs name on a side, by how many name them."""
    prospects = [debrief for debrief in debriefs if debrief.is_prospects_voice and side in debrief.asked]
    named = Counter(theme for d in prospects for theme in {driver.theme for driver in d.drivers if driver.side == side})
    order = sorted(named, key=lambda theme: (-named[theme], names.theme(theme).title))[:MOST_BARS]
    off = side == "repelling"
    href = addresses.index(facet, id)
    return Bars(
        id="puts-off" if off else "draws",
        css="puts-off" if off else "draws",
        title="What puts them off" if off else "What draws them",
        caption=f"Named in {len(prospects)} debriefs of prospects who were asked",
        sign="− puts off" if off else "+ draws",
        rows=tuple(
            BarRow(
                names.theme_link(theme),
                "",
                bar(named[theme], len(prospects)),
                count(named[theme], len(prospects), href),
            )
            for theme in order
        ),
        more=None,
    )


def competitor_list(bulletin: Bulletin, names: Names) -> CatalogueList:
    """All competitors, the most often met first."""
    met = _met(bulletin)
    total = len(bulletin.publication.debriefs)
    rows = tuple(
        CatalogueRow(
            Link(names.title("competitors", id), addresses.competitor(id)),
            (count(len(met[id]), total, addresses.index("competitor", id)), " debriefs name it"),
        )
        for id in sorted(met, key=lambda id: (-len(met[id]), id))
    )
    deck = "Who else our prospects considered or chose."
    return CatalogueList("Competitors", f"{len(rows)} competitor{'s' if len(rows) != 1 else ''}", deck, rows)


def segment_list(bulletin: Bulletin, names: Names) -> CatalogueList:
    """All segments, the most often debriefed first."""
    found = _in_segments(bulletin)
    total = len(bulletin.publication.debriefs)
    rows = tuple(
        CatalogueRow(
            Link(names.title("segments", id), addresses.segment(id)),
            (count(len(found[id]), total, addresses.index("segment", id)), " debriefs"),
        )
        for id in sorted(found, key=lambda id: (-len(found[id]), id))
    )
    deck = "What buyers of each kind say."
    return CatalogueList("Segments", f"{len(rows)} segment{'s' if len(rows) != 1 else ''}", deck, rows)
