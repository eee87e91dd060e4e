"""The archive of editions."""

from __future__ import annotations

from dataclasses import dataclass

from builder import addresses
from builder.views.edition.edition_tally import tally
from builder.views.shared.edition_ranking import ranked_in_edition
from builder.views.shared.headlines import headline
from builder.views.shared.page_context import PageContext
from builder.views.shared.phrases import Link, Phrase, counted_noun, number
from builder.views.shared.sides import PUTS_OFF


@dataclass(frozen=True, slots=True)
class EditionRow:
    """An edition in the archive."""

    link: Link
    subtitle: str
    state: str
    debriefs: Phrase
    headline: Phrase
    tally: Phrase


@dataclass(frozen=True, slots=True)
class Archive:
    """All editions, newest first."""

    title: str
    rows: tuple[EditionRow, ...]


def archive(context: PageContext) -> Archive:
    """The list of editions, each with its headline."""
    names = context.names
    rows = []
    for edition in reversed(context.publication.schedule.editions):
        letter = context.publication.letters.get(edition.id)
        lead = next(
            (standing for standing in ranked_in_edition(context.bulletin, edition, PUTS_OFF) if standing.outcomes), None
        )
        rows.append(
            EditionRow(
                link=names.edition_link(edition),
                subtitle=letter.title if letter else "",
                state=f"closed on {names.day(edition.manifest.as_of)}" if edition.manifest else "open",
                debriefs=(number(len(edition.debriefs), "debrief", addresses.index("edition", edition.id)),),
                headline=headline(context.record, lead, names) if lead else (),
                tally=tally(context, edition),
            )
        )
    return Archive(counted_noun(len(rows), "edition"), tuple(rows))
