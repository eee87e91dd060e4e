"""From what was read to editions as of a date: what is dated later, what was edited, what came late."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from builder.config import Settings
from builder.diagnostics import Diagnostic
from builder.diagnostics.edition_codes import LATE_ARRIVAL
from builder.editions.calendar import Calendar
from builder.editions.closed_editions import edition_faults
from builder.editions.membership import schedule_of
from builder.editions.schedule import Schedule
from builder.reading.corpus import ContentItem, Corpus
from builder.reading.file_state import FileState
from builder.schema.debrief import Debrief


def arrange(corpus: Corpus, settings: Settings) -> tuple[Corpus, Schedule]:
    """Place every debrief in its edition as of the date of the settings.

    The corpus comes back without files that are recorded later (`not yet`) and without forbidden
    edits (set aside); withdrawn debriefs stay, marked as such.
    """
    corpus = _without_later(corpus, settings.as_of)
    corpus = _with_withdrawn(corpus)
    manifests = {
        m.edition: m
        for m in corpus.manifests
        if m.audience == settings.audience and m.as_of <= settings.as_of.isoformat()
    }
    faults = list(edition_faults(corpus, manifests, Calendar(settings.rhythm, settings.fiscal_start)))
    edited = {found for found, _ in faults if found is not None and found.kind != "manifest"}
    corpus = replace(corpus, diagnostics=tuple(sorted((*corpus.diagnostics, *(d for _, d in faults)))))
    corpus = corpus.with_states(FileState.SET_ASIDE, edited)
    schedule = schedule_of(corpus, manifests, settings)
    late = [_late(item, schedule) for item in corpus.debriefs if item.id in schedule.late]
    return replace(corpus, diagnostics=tuple(sorted((*corpus.diagnostics, *late)))), schedule


def _without_later(corpus: Corpus, as_of: dt.date) -> Corpus:
    later = {item.found for kind in ("debriefs", "comments") for item in getattr(corpus, kind) if item.recorded > as_of}
    later |= {item.found for item in corpus.responses if max(item.value.on, item.recorded) > as_of}
    later |= {item.found for item in corpus.promises if item.value.made_on > as_of}
    later |= {item.found for item in corpus.initiatives if item.value.first_seen and item.value.first_seen > as_of}
    return corpus.with_states(FileState.NOT_YET, later)


def _with_withdrawn(corpus: Corpus) -> Corpus:
    withdrawn = {item.found: FileState.WITHDRAWN for item in corpus.debriefs if item.value.withdrawn}
    return replace(corpus, states={**corpus.states, **withdrawn})


def _late(item: ContentItem[Debrief], schedule: Schedule) -> Diagnostic:
    message = f"recorded on {item.recorded}, counted in {schedule.edition_of[item.id]}"
    return Diagnostic(item.path, 1, 1, LATE_ARRIVAL, message, private=item.found.private)
