"""One version of a bulletin, as far as the effect of a change asks: what its audience may know, and no more."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from builder.build import Bulletin, Content, count, read
from builder.changes.item_forms import ItemForm, Key, forms_of
from builder.changes.ledger_state import LedgerState, ledger_state_of
from builder.changes.recoding import Statements, statements
from builder.config import Audience, Settings
from builder.diagnostics import Code, Diagnostic
from builder.editions import Edition, Schedule
from builder.figures.catalogue import CATALOGUE
from builder.ledger.asks import open_asks
from builder.publication.known_names import KnownNames
from builder.publication.publication import Publication
from builder.publication.publisher import LISTED, NAMELESS_FILE, publish
from builder.reading.content_files import Overlay
from builder.reading.corpus import Corpus, FoundFile
from builder.reading.file_state import FileState
from builder.reading.shared_readings import SharedReadings
from builder.views.shared.edition_ranking import ranked_in_edition
from builder.views.shared.headlines import headline
from builder.views.shared.names import Names
from builder.views.shared.phrases import plain
from builder.views.shared.sides import BOTH

ORDERING = ("prevalence", "corroboration", "money-at-stake", "change")
"""The figures that order the front page and write its headlines."""


@dataclass(frozen=True, slots=True)
class ComparedTheme:
    """A theme on one side of one edition: in how many deals of how many, how well supported, its headline.

    `theme` is the id as the edition has it.
    """

    theme: str
    title: str
    side: str
    k: int
    n: int
    label: str
    headline: str


@dataclass(frozen=True, slots=True)
class ComparedEdition:
    """One edition: its themes in the order of the front page, what puts off first."""

    id: str
    title: str
    is_closed: bool
    debriefs: int
    themes: tuple[ComparedTheme, ...]


@dataclass(frozen=True, slots=True)
class PublicFault:
    """A diagnostic in its public form: what it is about, the line and the code.

    `file` and `message` are digests: two versions can be compared, and nothing can be read.
    """

    about: str
    line: int
    column: int
    code: Code
    file: str
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """One version of a bulletin.

    `front` is the id of the edition on the front page; `edition_of` that of every debrief. `tested`
    counts by claim how it fared, `broken` by promise how many debriefs call it broken. `asks` are open,
    by debrief; `ledger` is what waits for a decision, and how promises, answers and bets stand. `current` has
    the present id of a renamed theme. `statements` are there where all figures are compared.
    """

    front: str
    editions: tuple[ComparedEdition, ...]
    forms: Mapping[Key, ItemForm]
    edition_of: Mapping[str, str]
    current: Mapping[str, str]
    faults: tuple[PublicFault, ...]
    aside: int
    tested: Mapping[str, tuple[tuple[str, int], ...]]
    broken: Mapping[str, int]
    asks: frozenset[str]
    ledger: LedgerState
    statements: Statements | None = None

    def edition(self, id: str) -> ComparedEdition | None:
        """The edition with this id."""
        return next((edition for edition in self.editions if edition.id == id), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionSource:
    """Where one version is read, and what is asked of it.

    `touched` are the ids of debriefs to be shown, `placed` the paths of files whose warnings get a
    line; `names` are masked besides its own. With `is_recoded` every figure is told.
    """

    settings: Settings
    overlay: Overlay | None = None
    touched: frozenset[str] = frozenset()
    placed: frozenset[str] = frozenset()
    names: KnownNames | None = None
    is_recoded: bool = False


def version_of(source: VersionSource, shared: SharedReadings) -> Version:
    """Read, publish and count one version.

    Raises BulletinError where the content cannot be read at all.
    """
    settings = source.settings
    corpus, schedule = read(settings, place_warnings=source.placed, overlay=source.overlay, shared=shared)
    publication = publish(corpus, schedule, settings, names=source.names, worded=source.touched)
    bets = (initiative.bet for _, initiative in publication.initiatives)
    wanted = {*ORDERING, *(bet.figure.value for bet in bets if bet)}
    figures = CATALOGUE if source.is_recoded else {name: CATALOGUE[name] for name in sorted(wanted)}
    bulletin = count(Content(settings, publication), figures)
    names = Names(publication, settings)
    editions = tuple(_compared_edition(bulletin, names, edition) for edition in publication.schedule.editions)
    return Version(
        front=publication.schedule.front.id if publication.schedule.front else "",
        editions=editions,
        forms=forms_of(bulletin, names, source.touched),
        edition_of=publication.schedule.edition_of,
        current=publication.codebook.renamed,
        faults=tuple(_public_faults(_tellable(corpus, source, shared), corpus, schedule)),
        aside=publication.states[FileState.SET_ASIDE],
        tested=_tested(publication),
        broken=Counter(id for d in publication.debriefs if d.has_page for id, _, _ in d.broken_promises if id),
        asks=frozenset(debrief.id for debrief in open_asks(publication)),
        ledger=ledger_state_of(bulletin, names),
        statements=statements(bulletin) if source.is_recoded else None,
    )


def _compared_edition(bulletin: Bulletin, names: Names, edition: Edition) -> ComparedEdition:
    themes = []
    for side in BOTH:
        for one in ranked_in_edition(bulletin, edition, side):
            theme, words = names.theme(one.theme), plain(headline(bulletin.record, one, names))
            themes.append(ComparedTheme(one.theme, theme.title, side.id, one.total.k, one.total.n, one.label, words))
    title = names.edition_title(edition.period)
    return ComparedEdition(edition.id, title, edition.is_closed, len(edition.debriefs), tuple(themes))


def _tested(publication: Publication) -> dict[str, tuple[tuple[str, int], ...]]:
    found: dict[str, Counter[str]] = {}
    for debrief in publication.debriefs:
        if debrief.has_page:
            for claim, verdict in debrief.claims:
                found.setdefault(claim, Counter())[verdict.value] += 1
    return {claim: tuple(sorted(verdicts.items())) for claim, verdicts in sorted(found.items())}


def _tellable(corpus: Corpus, source: VersionSource, shared: SharedReadings) -> Iterable[Diagnostic]:
    """The diagnostics that this audience may know of: none that only a private file brings about."""
    open_to_all = [one for one in corpus.diagnostics if not one.private]
    settings = source.settings
    if settings.private_dir is None or settings.audience is Audience.LEADERSHIP:
        return open_to_all
    alone = replace(settings, private_dir=None)
    public, _ = read(alone, place_warnings=source.placed, overlay=source.overlay, shared=shared)
    known = {(one.path, one.code) for one in public.diagnostics}
    return [one for one in open_to_all if (one.path, one.code) in known]


def _public_faults(diagnostics: Iterable[Diagnostic], corpus: Corpus, schedule: Schedule) -> Iterator[PublicFault]:
    by_path = {found.path: found for found in corpus.states if not found.private}
    for one in diagnostics:
        found = by_path.get(one.path)
        about = about_file(one.path, found)
        yield PublicFault(about, one.line, one.column, one.code, digest(one.path), digest(one.message))


def about_file(path: str, found: FoundFile | None) -> str:
    """What a file may be called in public: the path of a list, the id of anything else, and no name of a person."""
    if found is None or not found.recorded:
        is_list = found is not None and found.kind in LISTED
        return path if is_list else f"{found.kind} {found.id}" if found and found.id else "a file"
    day = str(found.recorded)[:7] if NAMELESS_FILE.search(path) else str(found.recorded)
    return f"{found.kind} {found.id}, recorded {day}" if found.kind == "debrief" else f"{found.kind} of {day}"


def digest(text: str) -> str:
    """A digest by which two texts are compared.

    Thirty-two hexadecimal digits of BLAKE2b.
    """
    return hashlib.blake2b(text.encode("utf-8", "surrogateescape"), digest_size=16).hexdigest()
