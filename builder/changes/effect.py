"""The effect of a change: two versions of a bulletin, and how they differ for their readers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from builder.changes.effect_parts import Altered, Moved, Shifted, Touched
from builder.changes.item_forms import Key
from builder.changes.ledger_state import LedgerState, OpenQuestionState
from builder.changes.recoding import CODEBOOK, Difference, differences
from builder.changes.versions import (
    ComparedEdition,
    ComparedTheme,
    PublicFault,
    Version,
    VersionSource,
    digest,
    version_of,
)
from builder.config import Settings
from builder.publication.known_names import KnownNames
from builder.reading.content_files import File, Overlay
from builder.reading.corpus_assembly import read_ahead
from builder.reading.corpus_reader import FEW, digest_of_file
from builder.reading.document_reader import stem_of
from builder.reading.file_names import parse_name, shown
from builder.reading.manifest import NAME as MANIFEST_NAME
from builder.reading.shared_readings import SharedReadings
from builder.schema import KINDS
from builder.support.processes import processors, shared_out
from builder.views.shared.sides import SIDES

NUMBER = re.compile(r"\d[\d,]*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """What a change does to the bulletin of one audience.

    `faults` are new: those of files that were touched, and elsewhere. `asks` and `silent` wait for
    leadership since this change, `answered` and `answered_asks` do not wait any more. `ledger` tells how
    promises, answers and bets stand, by kind and id, where they stand otherwise before and after.
    `recoded` is there where the codebook was touched. `audience` is the one for whom all this was worked out.
    """

    audience: str
    before: Version
    after: Version
    files: tuple[Touched, ...]
    items: tuple[Altered, ...]
    editions: tuple[Moved, ...]
    faults: tuple[PublicFault, ...]
    faults_elsewhere: tuple[PublicFault, ...]
    mended: int
    asks: tuple[str, ...]
    silent: tuple[OpenQuestionState, ...]
    answered: tuple[OpenQuestionState, ...]
    answered_asks: tuple[str, ...]
    ledger: tuple[tuple[Key, str, str], ...]
    recoded: tuple[Difference, ...]


@dataclass(frozen=True, slots=True)
class Ends:
    """Where the two versions are read; the overlay makes the one before out of the one after."""

    before: Settings
    after: Settings
    overlay: Overlay | None = None


def effect_of(ends: Ends) -> Effect:
    """Read both versions, sharing what is the same, and compare them."""
    shared = SharedReadings()
    files_after, draft_after = read_ahead(ends.after, None, shared)
    files_before, draft_before = read_ahead(ends.before, ends.overlay, shared)
    differing = list(_differing(_by_path(files_before), _by_path(files_after), shared))
    files = tuple(_touched(differing))
    after = VersionSource(
        settings=_remembering(ends.after, "after"),
        touched=frozenset(file.id for file in files if file.kind == "debrief"),
        placed=frozenset(shown(path) for path, _, _ in differing),
        # What one of the versions knows to be an account, the other may not print either.
        names=KnownNames.of(draft_before) | KnownNames.of(draft_after),
        is_recoded=any(file.id == CODEBOOK for file in files),
    )
    before = replace(after, settings=_remembering(ends.before, "before"), overlay=ends.overlay)
    one, other = _versions(shared, [before, after])
    paths = frozenset(digest(shown(path)) for path, _, _ in differing)
    return _compared(one, other, files, paths, ends.after.audience)


def _by_path(files: Iterable[File]) -> dict[str, File]:
    return {file.path: file for file in files}


def _remembering(settings: Settings, name: str) -> Settings:
    """Settings that keep figures apart from those of the site: a comparison must not make a build forget."""
    own = settings.cache_dir and settings.cache_dir / "effect" / name
    return replace(settings, cache_dir=own, spare_cache_dir=settings.cache_dir)


def _versions(shared: SharedReadings, sources: list[VersionSource]) -> list[Version]:
    """Both versions, side by side where there are many files."""
    if processors() == 1 or len(shared.readings) < FEW:
        return [version_of(source, shared) for source in sources]
    return shared_out(lambda source: version_of(source, shared), sources)


def _differing(
    before: Mapping[str, File], after: Mapping[str, File], shared: SharedReadings
) -> Iterator[tuple[str, File | None, File | None]]:
    for path in sorted({*before, *after}):
        one, other = before.get(path), after.get(path)
        if one is None or other is None or _digest(one, shared) != _digest(other, shared):
            yield path, one, other


def _digest(file: File, shared: SharedReadings) -> str:
    reading = shared.readings.get(file.absolute)
    return reading.digest if reading and reading.digest else digest_of_file(file)


def _touched(differing: Iterable[tuple[str, File | None, File | None]]) -> Iterator[Touched]:
    """Files by what they hold: of an item that moved to another name, one file."""
    found: dict[Key, Touched] = {}
    for path, one, other in differing:
        file = one or other
        assert file is not None
        key = _key(path, file.kind)
        now = Touched(*key, one is not None, other is not None)
        earlier = found.get(key)
        if earlier is not None:
            was, is_there = earlier.was_there or now.was_there, earlier.is_there or now.is_there
            now = Touched(*key, was, is_there, is_moved=was and is_there)
        found[key] = now
    for key in sorted(found):
        yield found[key]


def _key(path: str, kind: str) -> Key:
    """The kind and the id of what a file holds; its path where it is a list or has no id."""
    if kind == "manifest":
        name = MANIFEST_NAME.fullmatch(path.rsplit("/", 1)[-1])
        return (kind, f"{name['edition']} {name['audience']}") if name else (kind, shown(path))
    if kind in KINDS and KINDS[kind].is_folder:
        name_, _ = parse_name(kind, stem_of(path))
        return kind, name_.id if name_ else ""
    return kind, shown(path)


def _compared(one: Version, other: Version, files: tuple[Touched, ...], paths: frozenset[str], audience: str) -> Effect:
    new = tuple(_new_faults(one.faults, other.faults))
    was = {(kind, other.current.get(id, id)): waiting for (kind, id), waiting in one.ledger.waiting.items()}
    will = other.ledger.waiting
    return Effect(
        audience=audience,
        before=one,
        after=other,
        files=files,
        items=tuple(_altered(one, other, files)),
        editions=tuple(_moved(one, other)),
        faults=tuple(fault for fault in new if fault.file in paths),
        faults_elsewhere=tuple(fault for fault in new if fault.file not in paths),
        mended=sum(1 for _ in _new_faults(other.faults, one.faults)),
        asks=tuple(sorted(other.asks - one.asks)),
        silent=tuple(waiting for key, waiting in will.items() if key not in was),
        answered=tuple(waiting for key, waiting in was.items() if key not in will),
        answered_asks=tuple(sorted(one.asks - other.asks)),
        ledger=tuple(_ledger_changes(one.ledger, other.ledger)),
        recoded=tuple(differences(one.statements, other.statements)) if one.statements and other.statements else (),
    )


def _ledger_changes(one: LedgerState, other: LedgerState) -> Iterator[tuple[Key, str, str]]:
    """How each promise, answer and bet stood and will stand, where that differs; empty where there is none."""
    for kind, before, after in (
        ("promise", one.promises, other.promises),
        ("response", one.responses, other.responses),
        ("initiative", one.bets, other.bets),
    ):
        for id in sorted({*before, *after}):
            was, will = before.get(id, ""), after.get(id, "")
            if was != will:
                yield (kind, id), was, will


def _new_faults(before: Iterable[PublicFault], after: Iterable[PublicFault]) -> Iterator[PublicFault]:
    """The faults that are there more often than before; a line that moved makes none."""
    known: dict[tuple[str, str], Counter[str]] = {}
    for fault in before:
        known.setdefault((fault.file, fault.code.id), Counter())[fault.message] += 1
    groups: dict[tuple[str, str], list[PublicFault]] = {}
    for fault in after:
        groups.setdefault((fault.file, fault.code.id), []).append(fault)
    for key, found in groups.items():
        were = known.get(key, Counter())
        unlike = [fault for fault in found if fault.message not in were]
        alike = [fault for fault in found if fault.message in were]
        yield from (*unlike, *alike)[: max(0, len(found) - were.total())]


def _altered(one: Version, other: Version, files: Iterable[Touched]) -> Iterator[Altered]:
    """Items that look different, or whose file was touched; in the order of their kinds and ids."""
    by_key = {(file.kind, file.id): file for file in files if file.kind in KINDS and KINDS[file.kind].is_folder}
    before = {_present(key, one, other): form for key, form in one.forms.items()}
    for key in sorted({*before, *other.forms, *by_key}):
        was, will = before.get(key), other.forms.get(key)
        if was != will or key in by_key:
            yield Altered(*key, was, will, by_key.get(key))


def _present(key: Key, one: Version, other: Version) -> Key:
    """The key of an item by the themes' present ids; a theme that another takes in keeps its own."""
    kind, id = key
    present = kind, other.current.get(id, id)
    return present if kind == "theme" and present not in one.forms else key


def _moved(one: Version, other: Version) -> Iterator[Moved]:
    """The editions that differ, newest first."""
    ids = sorted({edition.id for version in (one, other) for edition in version.editions}, reverse=True)
    for id in ids:
        before, after = one.edition(id), other.edition(id)
        shifts = tuple(_shifts(before, after, other))
        orders = tuple(_orders(before, after, other))
        counted = [(edition.debriefs, edition.is_closed) for edition in (before, after) if edition]
        if shifts or orders or len(set(counted)) > 1 or len(counted) == 1:
            yield Moved(before, after, shifts, orders)


def _shifts(before: ComparedEdition | None, after: ComparedEdition | None, version: Version) -> Iterator[Shifted]:
    was, will = _themes_of(before, version), _themes_of(after, version)
    for key in dict.fromkeys((*will, *was)):
        one, other = was.get(key), will.get(key)
        if one is None or other is None or _distinction(one) != _distinction(other):
            yield Shifted(one, other)


def _distinction(compared: ComparedTheme) -> tuple[int, str, str]:
    """What makes a compared theme another one; that every headline has a new base, the count of deals says already."""
    return compared.k, compared.label, NUMBER.sub("", compared.headline)


def _themes_of(edition: ComparedEdition | None, version: Version) -> dict[tuple[str, str], ComparedTheme]:
    """The themes of an edition by theme and side: by the theme's present id, unless that one is there too."""
    themes = edition.themes if edition else ()
    written = {(compared.theme, compared.side) for compared in themes}
    found = {}
    for compared in themes:
        key = version.current.get(compared.theme, compared.theme), compared.side
        found[(compared.theme, compared.side) if key in written else key] = compared
    return found


def _orders(
    before: ComparedEdition | None, after: ComparedEdition | None, version: Version
) -> Iterator[tuple[str, tuple[str, ...], tuple[str, ...]]]:
    """By side the themes of an edition in their order, where those that it had have changed places."""
    was, will = _themes_of(before, version), _themes_of(after, version)
    for side in SIDES:
        one, other = ([key for key in themes if key[1] == side] for themes in (was, will))
        if [key for key in one if key in will] != [key for key in other if key in was] or one[:1] != other[:1]:
            titles = tuple(was[key].title for key in one), tuple(will[key].title for key in other)
            yield side, *titles
