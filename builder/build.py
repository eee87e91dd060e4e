"""One build: from settings and a date to a bulletin, everything that pages are made of."""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import dataclass
from itertools import chain

from builder.config import Settings
from builder.editions import Schedule, arrange
from builder.figures.catalogue import CATALOGUE, Figure
from builder.figures.engine import Counted, Engine
from builder.figures.results import Results
from builder.ledger.ledger import Ledger, ledger_of
from builder.ledger.sql_tables import ledger_tables
from builder.publication.publication import Publication
from builder.publication.publisher import publish
from builder.reading.content_files import Overlay
from builder.reading.corpus import Corpus
from builder.reading.corpus_assembly import read_corpus
from builder.reading.shared_readings import SharedReadings


@dataclass(frozen=True, slots=True)
class Content:
    """What one audience reads as of one date, before anything is counted."""

    settings: Settings
    publication: Publication


@dataclass(frozen=True, slots=True)
class Bulletin(Content):
    """The same with its figures; `stamps` has for each figure and edition a digest of its rows."""

    record: Results
    stamps: Mapping[tuple[str, str], str]
    ledger: Ledger


def read(
    settings: Settings,
    *,
    place_warnings: bool | Container[str] = False,
    overlay: Overlay | None = None,
    shared: SharedReadings | None = None,
) -> tuple[Corpus, Schedule]:
    """The corpus and its editions as of the date of the settings; an overlay has files to read instead."""
    return arrange(read_corpus(settings, place_warnings=place_warnings, overlay=overlay, shared=shared), settings)


def assemble(settings: Settings) -> Bulletin:
    """The whole bulletin for the audience of the settings."""
    return count(content_of(settings))


def content_of(settings: Settings) -> Content:
    """What the audience of the settings may read."""
    corpus, schedule = read(settings)
    return Content(settings, publish(corpus, schedule, settings))


def count(content: Content, wanted: Mapping[str, Figure] = CATALOGUE) -> Bulletin:
    """The bulletin of what may be read: with every figure of the catalogue, or those that are wanted."""
    publication, settings = content.publication, content.settings
    engine = Engine(publication, settings)
    counted = engine.all_rows({name: figure for name, figure in wanted.items() if not figure.needs_ledger})
    ledger = ledger_of(publication, _record(counted, publication), settings)
    if later := {name: figure for name, figure in wanted.items() if figure.needs_ledger}:
        engine.add(ledger_tables(ledger, engine.numbers))
        counted |= engine.all_rows(later)
    stamps = {(name, edition): stamp for name, one in counted.items() for edition, stamp in one.stamps.items()}
    return Bulletin(settings, publication, _record(counted, publication), stamps, ledger)


def _record(counted: Mapping[str, Counted], publication: Publication) -> Results:
    figures = {name: chain.from_iterable(one.rows.values()) for name, one in counted.items()}
    return Results.of(figures, publication.schedule)


def compose(corpus: Corpus, schedule: Schedule, settings: Settings) -> Bulletin:
    """The bulletin of a corpus that has been read."""
    return count(Content(settings, publish(corpus, schedule, settings)))
