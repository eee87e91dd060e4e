"""The facts of a deal beside its debrief: an entry a field that is shown there."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from builder import addresses
from builder.publication.public_debrief import PublicDebrief
from builder.views.shared.names import Names
from builder.views.shared.phrases import Fact, Link, Phrase, Piece, upper_first
from builder.views.shared.value_names import BUYER_ROLES, OUTCOMES

EQUAL_PRICE = {"us": "They would have chosen us", "them": "They would have chosen them", "unknown": "Nobody knows"}


@dataclass(frozen=True, slots=True)
class DebriefFact:
    """A fact: its term, and what a debrief says of it; empty where it says nothing."""

    term: str
    says: Callable[[PublicDebrief, Names], Phrase]


def debrief_facts(debrief: PublicDebrief, names: Names) -> Iterable[Fact]:
    """The facts of a debrief that there are, in the order of their entries."""
    for fact in DEBRIEF_FACTS:
        if words := fact.says(debrief, names):
            yield Fact(fact.term, words)


def as_written(field: str) -> Callable[[PublicDebrief, Names], Phrase]:
    """A field of the model in the words of the debrief."""

    def says(debrief: PublicDebrief, names: Names) -> Phrase:
        value = debrief.published(field)
        return (upper_first(str(value)),) if value else ()

    return says


def _outcome(debrief: PublicDebrief, names: Names) -> Phrase:
    outcome = Link(OUTCOMES[debrief.outcome], addresses.index("outcome", debrief.outcome.value))
    if not debrief.lost_to:
        return (outcome,)
    return (outcome, " to ", _competitor(debrief.lost_to, names))


def _value(debrief: PublicDebrief, names: Names) -> Phrase:
    value = names.value_of(debrief)
    return (value,) if value else ()


def _segment(debrief: PublicDebrief, names: Names) -> Phrase:
    segment = debrief.segment
    return (Link(names.title("segments", segment), addresses.segment(segment)),) if segment else ()


def _region(debrief: PublicDebrief, names: Names) -> Phrase:
    return (names.title("regions", debrief.region),) if debrief.region else ()


def _product(debrief: PublicDebrief, names: Names) -> Phrase:
    return (names.title("products", debrief.product),) if debrief.product else ()


def _also_considered(debrief: PublicDebrief, names: Names) -> Phrase:
    others = dict.fromkeys(id for id in debrief.competitors if id != debrief.lost_to)
    return _linked(_competitor(id, names) for id in others)


def _at_equal_price(debrief: PublicDebrief, names: Names) -> Phrase:
    return (EQUAL_PRICE[debrief.at_equal_price.value],) if debrief.at_equal_price else ()


def _who_spoke(debrief: PublicDebrief, names: Names) -> Phrase:
    return (upper_first(BUYER_ROLES[debrief.buyer_role].one),) if debrief.buyer_role else ()


def _relationship(debrief: PublicDebrief, names: Names) -> Phrase:
    if debrief.is_prospects_voice:
        return ()
    return (f"{upper_first(debrief.relationship.value)}: kept apart from prospects",)


def _edition(debrief: PublicDebrief, names: Names) -> Phrase:
    return (names.edition_of(debrief.edition),)


def _competitor(id: str, names: Names) -> Link:
    return Link(names.title("competitors", id), addresses.competitor(id))


def _linked(links: Iterable[Link]) -> Phrase:
    pieces: list[Piece] = []
    for link in links:
        pieces += [", ", link] if pieces else [link]
    return tuple(pieces)


DEBRIEF_FACTS = (
    DebriefFact("Outcome", _outcome),
    DebriefFact("Value", _value),
    DebriefFact("Segment", _segment),
    DebriefFact("Region", _region),
    DebriefFact("Product", _product),
    DebriefFact("Also considered", _also_considered),
    DebriefFact("At equal price", _at_equal_price),
    DebriefFact("Who spoke", _who_spoke),
    DebriefFact("Relationship", _relationship),
    DebriefFact("Edition", _edition),
)
