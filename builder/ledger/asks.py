"""What debriefs ask of leadership, until a response answers it."""

from __future__ import annotations

from builder.publication import Publication, PublicDebrief


def open_asks(publication: Publication) -> tuple[PublicDebrief, ...]:
    """The debriefs whose ask nobody has answered, in the order of the publication."""
    answered = {id for answer in publication.answers for id in answer.value.debriefs}
    return tuple(d for d in publication.debriefs if d.ask and d.has_page and d.id not in answered)
