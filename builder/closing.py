"""Closes an edition: writes down, as ids and numbers, what it printed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from builder.build import Bulletin, compose, read
from builder.config import Audience, Settings
from builder.editions import Edition, Period
from builder.figures.catalogue import CATALOGUE
from builder.figures.derivation import COMPARED
from builder.figures.figure_row import FigureRow
from builder.ledger.asks import responses_to_asks
from builder.publication.publication import Publication
from builder.reading.content_files import Overlay
from builder.reading.corpus import Corpus, FoundFile
from builder.reading.file_state import FileState
from builder.reading.manifest import Manifest, dump
from builder.schema import KINDS
from builder.schema.promise import Promise
from builder.support.atomic_writes import create_files, replace_file
from builder.support.errors import BulletinError


@dataclass(frozen=True, slots=True)
class ClosedFor:
    """The manifest of an edition for one audience: where it lies, and its text."""

    audience: Audience
    target: Path
    text: str


def close_edition(settings: Settings, id: str) -> Path:
    """Write the manifest of an edition for the audience of the settings; where it was written.

    Raises as `close_for` does.
    """
    return close_for([settings], id)[0].target


def close_for(audiences: Sequence[Settings], id: str) -> list[ClosedFor]:
    """Write the manifests of an edition for each audience of these settings: all of them, or none.

    For an audience for which it is closed already nothing is done. Raises where the edition may not be
    closed: unknown, closed already for all, not over, not the next in order, or with something in it set
    aside; and where the disk refuses. What is printed for good is made from the files alone.
    """
    try:
        with TemporaryDirectory() as folder:
            made = _made_for(audiences, id, Path(folder))
        create_files({one.target: one.text.encode() for one in made})
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        raise BulletinError(f"cannot close {id}: {where}{error.strerror or error}; nothing is closed") from error
    return made


def _made_for(audiences: Sequence[Settings], id: str, beside: Path) -> list[ClosedFor]:
    """The manifests of an edition for each audience for which it is not closed yet; raises where there is none."""
    without_cache = (replace(settings, cache_dir=None, spare_cache_dir=None) for settings in audiences)
    made = [one for settings in without_cache if (one := _closed_for(settings, id, beside))]
    if not made:
        raise BulletinError(f"{id} is closed already: its manifest stands")
    return made


def _closed_for(settings: Settings, id: str, beside: Path) -> ClosedFor | None:
    """The manifest of an edition for one audience; None where there is one already.

    `beside` is a folder laid out like the content, with the manifests that the same run makes for others.
    """
    corpus, schedule = read(settings, overlay=Overlay(beside))
    period = schedule.calendar.parse(id)
    if period is None:
        example = schedule.calendar.period_of(settings.as_of).id
        raise BulletinError(f"{id!r} is not an edition here: an id such as {example}")
    bulletin = compose(corpus, schedule.closing(id, settings.as_of), settings)
    edition = bulletin.publication.schedule.get(id)
    if edition is not None and edition.is_closed:
        return None
    before = _closable(bulletin, edition, period, corpus)
    assert edition is not None
    name = f"{id}.{settings.audience}.lock.json"
    text = dump(id, settings.audience, before, settings.as_of.isoformat(), **_content(bulletin, edition, corpus))
    replace_file(beside / "editions" / name, text.encode())
    return ClosedFor(settings.audience, _folder(settings) / name, text)


def _closable(bulletin: Bulletin, edition: Edition | None, period: Period, corpus: Corpus) -> str:
    """The seal of the manifest before; raises where the edition may not be closed."""
    schedule, as_of = bulletin.publication.schedule, bulletin.settings.as_of
    if edition is None or not edition.debriefs:
        raise BulletinError(f"{period.id} has no debriefs: there is nothing to close")
    if as_of <= period.last:
        raise BulletinError(f"{period.id} ends on {period.last}; as of {as_of} it is not over")
    earlier = [e for e in schedule.editions if e.period < period and not e.is_closed and e.debriefs]
    if earlier:
        raise BulletinError(f"close {earlier[0].id} first: editions close in order")
    aside = [found for found, state in corpus.states.items() if state is FileState.SET_ASIDE]
    lists = [found for found in aside if found.kind not in KINDS or not KINDS[found.kind].is_folder]
    inside = [found for found in aside if _would_lie_in(found, period, bulletin)]
    if lists or inside:
        names = ", ".join(sorted(found.path for found in (*lists, *inside)))
        raise BulletinError(f"{period.id} cannot be closed while files in it are set aside: {names}")
    closed = [e.manifest for e in schedule.editions if e.manifest is not None and e.period < period]
    later = [e.id for e in schedule.editions if e.is_closed and e.period > period]
    if later:
        raise BulletinError(f"{later[0]} is closed already, and {period.id} lies before it")
    return closed[-1].seal if closed else ""


def _would_lie_in(found: FoundFile, period: Period, bulletin: Bulletin) -> bool:
    """Whether a file that was set aside would be counted in this period, if need be as a late arrival."""
    if found.recorded is None:
        # A debrief without a date in its name could belong anywhere.
        return found.kind == "debrief"
    if found.recorded > period.last:
        return False
    manifests = (edition.manifest for edition in bulletin.publication.schedule.editions)
    is_counted = any(manifest is not None and found.id in manifest.counted for manifest in manifests)
    return found.recorded >= period.first or (found.kind == "debrief" and not is_counted)


def _folder(settings: Settings) -> Path:
    """Where the manifests of this audience lie: who may not see them does not get them."""
    private = settings.audience is Audience.LEADERSHIP and settings.private_dir
    return (private or settings.content_dir) / "editions"


def _content(bulletin: Bulletin, edition: Edition, corpus: Corpus) -> dict[str, Any]:
    seals = {item.id: item.seal for item in corpus.debriefs}
    beside = [manifest for manifest in corpus.manifests if manifest.edition == edition.id]
    figures = {name: [row.as_data() for row in _to_print(bulletin, name, edition.id, beside)] for name in CATALOGUE}
    return {
        "counted": {id: seals[id] for id in sorted(edition.debriefs)},
        "figures": figures,
        "states": _states(bulletin, edition),
    }


def _to_print(bulletin: Bulletin, name: str, edition: str, beside: Iterable[Manifest]) -> list[FigureRow]:
    """The rows to print: those split by what reps are only if they fit what the other audience was shown.

    A roster or an export that changed between the two closings would move people from one cell to
    another, and the difference of the two sites would be those people.
    """
    rows = bulletin.record.to_print(name, edition)
    personal = {row.keys: (row.k, row.n) for row in rows if row.is_personal}
    for manifest in beside:
        shown = map(FigureRow.from_data, manifest.figures.get(name, ()))
        others = {row.keys: (row.k, row.n) for row in shown if row.is_personal and row.key("band") != COMPARED}
        ours = {keys: counts for keys, counts in personal.items() if ("band", COMPARED) not in keys}
        smaller, larger = sorted((ours, others), key=len)
        if not smaller.items() <= larger.items():
            return [row for row in rows if not row.is_personal]
    return list(rows)


def _states(bulletin: Bulletin, edition: Edition) -> dict[str, Any]:
    """What the edition printed about things that change: promises, bets, asks, corroboration, visibility."""
    publication = bulletin.publication
    return {
        **_ledger_states(bulletin, _ask_states(publication, edition)),
        "counted_only": sorted(d.id for d in publication.debriefs if d.id in edition.debriefs and not d.has_page),
        "corroboration": {
            f"{row.key('theme')} {row.key('side')}": row.measure("label")
            for row in bulletin.record.rows("corroboration", edition.id)
        },
    }


def _ledger_states(bulletin: Bulletin, asks: Mapping[str, str]) -> dict[str, Any]:
    """What the ledger says on the day of closing: promises, bets, asks, responses with a date, open questions."""
    publication, as_of = bulletin.publication, bulletin.settings.as_of
    return {
        "promises": {id: _promise_state(promise, as_of) for id, promise in publication.promises},
        "bets": {
            id: initiative.bet.model_dump(mode="json", exclude_none=True)
            for id, initiative in publication.initiatives
            if initiative.bet is not None
        },
        "asks": asks,
        "answers": {
            response.id: {"decision": response.value.decision, "due": due.isoformat()}
            for response in publication.responses
            if response.value.on <= as_of and (due := response.value.due_as_of(as_of))
        },
        "unanswered": {
            question.key: {"owner": question.owner, "since": question.asked.isoformat()}
            for question in bulletin.ledger.unanswered
        },
    }


def _promise_state(promise: Promise, as_of: dt.date) -> dict[str, Any]:
    return {
        "status": promise.status_as_of(as_of),
        "due": promise.due_as_of(as_of).isoformat(),
        "slips": sum(slip.on <= as_of for slip in promise.slips),
    }


def _ask_states(publication: Publication, edition: Edition) -> dict[str, str]:
    """Whether each ask of the edition's debriefs is answered."""
    answered, members = responses_to_asks(publication), set(edition.debriefs)
    return {
        debrief.id: "answered" if debrief.id in answered else "open"
        for debrief in sorted(publication.debriefs, key=lambda debrief: debrief.id)
        if debrief.ask and debrief.id in members
    }
