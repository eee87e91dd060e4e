"""The browsable indexes of debriefs: all of them, and by edition, theme, outcome, segment, competitor."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from builder import addresses
from builder.publication.public_debrief import PublicDebrief
from builder.views.shared.names import Names
from builder.views.shared.phrases import counted_noun
from builder.views.shared.value_names import OUTCOME_TITLES

PAGE_SIZE = 100
MOST_VALUES = 24


@dataclass(frozen=True, slots=True)
class Facet:
    """One way to narrow down: what it is called, where it is in a debrief, how values are titled."""

    name: str
    title: str
    values: Callable[[PublicDebrief], tuple[str, ...]]
    label: Callable[[str, Names], str]


def _edition_label(id: str, names: Names) -> str:
    return names.edition_of(id).text


def _outcome_label(value: str, _: Names) -> str:
    return OUTCOME_TITLES[value]


FACETS = (
    Facet("edition", "Edition", lambda debrief: (debrief.edition,), _edition_label),
    Facet("outcome", "Outcome", lambda debrief: (debrief.outcome.value,), _outcome_label),
    Facet("theme", "Theme", lambda debrief: debrief.themes, lambda id, names: names.theme(id).title),
    Facet(
        "segment",
        "Segment",
        lambda debrief: tuple(filter(None, (debrief.segment,))),
        lambda id, names: names.title("segments", id),
    ),
    Facet("competitor", "Competitor", lambda debrief: debrief.met, lambda id, names: names.title("competitors", id)),
)


@dataclass(frozen=True, slots=True)
class FacetValue:
    """One value to narrow down to."""

    label: str
    href: str
    count: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class FacetGroup:
    """The values of one facet; `more` is how many were cut."""

    title: str
    values: tuple[FacetValue, ...]


@dataclass(frozen=True, slots=True)
class IndexPage:
    """One page of an index; `ids` are the debriefs on it, in order."""

    address: str
    kicker: str
    title: str
    byline: str
    ids: tuple[str, ...]
    facets: tuple[FacetGroup, ...]
    pages: tuple[FacetValue, ...]


Counts = dict[str, dict[str, list[PublicDebrief]]]


def index_pages(names: Names) -> Iterator[IndexPage]:
    """Every page of every index, the debriefs newest first."""
    debriefs = tuple(debrief for debrief in names.publication.debriefs if debrief.has_page)
    found = _grouped(debriefs)
    facets = _facets(found, names, "", "", len(debriefs))
    yield from _pages("Debriefs", _all_title(len(debriefs)), debriefs, addresses.all_debriefs, facets)
    for facet in FACETS:
        for value, members in sorted(found[facet.name].items()):
            label = facet.label(value, names)
            facets = _facets(found, names, facet.name, value, len(debriefs))
            yield from _pages(facet.title, label, members, _address(facet.name, value), facets)


def _all_title(n: int) -> str:
    return f"{counted_noun(n, 'debrief')}, newest first" if n else "No debriefs yet"


def _address(facet: str, value: str) -> Callable[[int], str]:
    return lambda page: addresses.index(facet, value, page)


def _grouped(debriefs: Iterable[PublicDebrief]) -> Counts:
    found: Counts = {facet.name: defaultdict(list) for facet in FACETS}
    for debrief in debriefs:
        for facet in FACETS:
            for value in facet.values(debrief):
                found[facet.name][value].append(debrief)
    return found


def _pages(
    kicker: str,
    title: str,
    members: Iterable[PublicDebrief],
    address: Callable[[int], str],
    facets: tuple[FacetGroup, ...],
) -> Iterator[IndexPage]:
    ids = [debrief.id for debrief in members]
    last = max(1, -(-len(ids) // PAGE_SIZE))
    for page in range(1, last + 1):
        before = (page - 1) * PAGE_SIZE
        part = ids[before : before + PAGE_SIZE]
        span = f"{before + 1:,} to {before + len(part):,} of {len(ids):,}" if part else ""
        yield IndexPage(address(page), kicker, title, span, tuple(part), facets, _pagination(page, last, address))


def _pagination(page: int, last: int, address: Callable[[int], str]) -> tuple[FacetValue, ...]:
    """Links to the first, the last and the nearest pages."""
    if last == 1:
        return ()
    near = sorted({1, last, *range(max(1, page - 2), min(last, page + 2) + 1)})
    return tuple(FacetValue(f"{number:,}", address(number), "", number == page) for number in near)


def _facets(found: Counts, names: Names, current: str, chosen: str, total: int) -> tuple[FacetGroup, ...]:
    groups = []
    for facet in FACETS:
        members = found[facet.name]
        if not members:
            continue
        values = [
            FacetValue(
                facet.label(value, names),
                addresses.index(facet.name, value),
                f"{len(members[value]):,}",
                facet.name == current and value == chosen,
            )
            for value in _ordered(facet, members)[:MOST_VALUES]
        ]
        if facet.name == "edition":
            values.insert(0, FacetValue("All", addresses.DEBRIEFS, f"{total:,}", current == ""))
        groups.append(FacetGroup(facet.title, tuple(values)))
    return tuple(groups)


def _ordered(facet: Facet, members: Mapping[str, Sequence[PublicDebrief]]) -> list[str]:
    """A facet's values: editions newest first, others by how many debriefs have them."""
    if facet.name == "edition":
        return sorted(members, reverse=True)
    return sorted(members, key=lambda value: (-len(members[value]), value))
