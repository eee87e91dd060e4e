"""What debriefs ask of leadership, what it is about, and what answers it."""

from __future__ import annotations

from collections.abc import Mapping

from builder.publication.public_debrief import PublicDebrief
from builder.publication.publication import Publication, PublicResponse

AGAINST = "repelling"


def responses_to_asks(publication: Publication) -> Mapping[str, PublicResponse]:
    """The newest answer to each debrief's ask, by the debrief's id."""
    return {id: response for response in publication.responses for id in response.value.debriefs}


def open_asks(publication: Publication) -> tuple[PublicDebrief, ...]:
    """The debriefs whose ask nobody has answered, in the order of the publication."""
    answered = responses_to_asks(publication)
    return tuple(d for d in publication.debriefs if d.ask and d.has_page and d.id not in answered)


def themes_asked(debrief: PublicDebrief) -> tuple[str, ...]:
    """The themes that a debrief's ask is about: the one that decided, else all that put off, else all."""
    decisive = [driver.theme for driver in debrief.drivers if driver.weight == "decisive"]
    against = [driver.theme for driver in debrief.drivers if driver.side == AGAINST]
    return tuple(dict.fromkeys(decisive or against or debrief.themes))
