"""Rules about bets: each can be settled, and was made before anyone could know how it ends."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import takewhile

from builder.config import EDITION_FORMS, EDITION_IDS, Audience, Rhythm
from builder.diagnostics import ERROR, Code
from builder.reading.corpus import ContentItem
from builder.reading.faults import Fault
from builder.reading.manifest import Manifest
from builder.reading.rules.sources import Finding, Sources, rule, unknown
from builder.schema.initiative import Bet, BetFigure, Direction, Initiative

PERCENT = 100
FRACTIONS = ("threshold", "probability")
GUESSES = {Rhythm.MONTH: "{0}-{1:02d}", Rhythm.QUARTER: "{0}-Q{1}", Rhythm.FISCAL_QUARTER: "FY{0}-Q{1}"}


def _bets(sources: Sources) -> Iterator[tuple[ContentItem[Initiative], Bet]]:
    for item in sources.corpus.initiatives:
        if item.value.bet is not None:
            yield item, item.value.bet


NOT_A_FRACTION = Code(
    "SB222",
    ERROR,
    "Not a fraction",
    "Thresholds and probabilities lie between 0 and 1; 15 would be reached by no figure.",
    "Divide a percentage by 100.",
)


@rule(NOT_A_FRACTION)
def fractions(sources: Sources) -> Iterator[Finding]:
    """Thresholds and probabilities are fractions, not percentages."""
    for item, bet in _bets(sources):
        for field in FRACTIONS:
            value = getattr(bet, field)
            if value is None or 0 <= value <= 1:
                continue
            is_percentage = 1 < value <= PERCENT
            message = f"{value:g} looks like a percentage" if is_percentage else f"{value:g} is no fraction"
            guess = f"{value / PERCENT:g}" if is_percentage else ""
            yield item.found, Fault(NOT_A_FRACTION, ("bet", field), message, "from 0 to 1, such as 0.15", guess)


BET_NEVER_SETTLED = Code(
    "SB320",
    ERROR,
    "The bet can never be settled",
    "No edition counts what it is about: prevalence goes by theme, the other figures do not, and segments "
    "are those of the catalogue.",
    "Name what its figure counts.",
)


@rule(BET_NEVER_SETTLED)
def counted(sources: Sources) -> Iterator[Finding]:
    """What a bet is about is a cell that its figure counts."""
    for item, bet in _bets(sources):
        if bet.figure is BetFigure.PREVALENCE:
            if bet.theme is None:
                themes = item.value.themes
                guess = f"theme: {themes[0]}" if len(themes) == 1 else ""
                message = f"{bet.figure.value} is counted by theme, and the bet names none"
                yield (
                    item.found,
                    Fault(BET_NEVER_SETTLED, ("bet", "figure"), message, "theme: one of themes.yml", guess),
                )
        else:
            for field in ("theme", "side"):
                if getattr(bet, field) is not None:
                    message = f"{bet.figure.value} is not counted by {field}"
                    allowed = f"no {field}, or figure: {BetFigure.PREVALENCE.value}"
                    yield item.found, Fault(BET_NEVER_SETTLED, ("bet", field), message, allowed, at_key=True)
        segments = sources.corpus.catalog.segments
        if segments and bet.segment is not None and bet.segment not in {entry.id for entry in segments}:
            ids = tuple(entry.id for entry in segments)
            fault = unknown(BET_NEVER_SETTLED, ("bet", "segment"), bet.segment, "one of the segments", ids)
            alias = next((entry.id for entry in segments if bet.segment in entry.aliases), fault.suggestion)
            yield item.found, Fault(fault.code, fault.path, fault.message, fault.allowed, alias)


BET_WITHOUT_EDITION = Code(
    "SB317",
    ERROR,
    "The bet names no edition",
    "A bet is settled by the figures of one edition, under the id that editions have here.",
    "Use the form that is named.",
)


@rule(BET_WITHOUT_EDITION)
def by_an_edition(sources: Sources) -> Iterator[Finding]:
    """A bet names an edition of the site's rhythm."""
    rhythm = sources.settings.rhythm
    for item, bet in _bets(sources):
        if not EDITION_IDS[rhythm].fullmatch(bet.by):
            allowed = f"an id such as {EDITION_FORMS[rhythm]}"
            message = f"{bet.by!r} is not an edition"
            yield item.found, Fault(BET_WITHOUT_EDITION, ("bet", "by"), message, allowed, _meant(bet.by, rhythm))


def _meant(by: str, rhythm: Rhythm) -> str:
    """The id that was probably meant by a year and a number; empty where it may be another rhythm's."""
    numbers = re.findall(r"\d+", by)
    is_quarter = "q" in by.lower()
    is_foreign = any(form.fullmatch(by) for form in EDITION_IDS.values()) or (is_quarter and rhythm is Rhythm.MONTH)
    if is_foreign or sorted(map(len, numbers)) not in ([1, 4], [2, 4]):
        return ""
    year, part = sorted(numbers, key=len, reverse=True)
    guess = GUESSES[rhythm].format(year, int(part))
    return guess if EDITION_IDS[rhythm].fullmatch(guess) else ""


BET_TOO_LATE = Code(
    "SB318",
    ERROR,
    "The bet comes too late",
    "Its edition was closed without it, so its result was known before it was on record.",
    "Name an edition that is still open.",
)


@rule(BET_TOO_LATE)
def still_open(sources: Sources) -> Iterator[Finding]:
    """The edition that settles a bet was not closed without it: it was on record before its result was known.

    A date in the file is not asked: it says when the initiative began, and anyone may write it.
    """
    form = EDITION_IDS[sources.settings.rhythm]
    for item, bet in _bets(sources):
        closed = [m for m in _shown(item, sources) if form.fullmatch(m.edition) and "bets" in m.states]
        passed = [manifest for manifest in closed if manifest.edition >= bet.by]
        if not form.fullmatch(bet.by) or not passed:
            continue
        first = [manifest for manifest in passed if manifest.edition == passed[0].edition]
        if any(_printed(manifest, item).get("by") == bet.by for manifest in first):
            continue
        message = f"{first[0].edition} was closed on {first[0].as_of} without this bet"
        message += "" if first[0].edition == bet.by else f", and {bet.by} lies before it"
        yield item.found, Fault(BET_TOO_LATE, ("bet", "by"), message, f"an edition after {closed[-1].edition}")


def _shown(item: ContentItem[Initiative], sources: Sources) -> tuple[Manifest, ...]:
    """The manifests that could list an initiative: what is private only leadership was shown."""
    manifests = sources.manifests
    return tuple(m for m in manifests if m.audience == Audience.LEADERSHIP) if item.found.private else manifests


def _printed(manifest: Manifest, item: ContentItem[Initiative]) -> dict[str, object]:
    return dict(manifest.printed("bets").get(item.id, {}))


BET_ALREADY_MET = Code(
    "SB319",
    ERROR,
    "The bet is won before it begins",
    "The last edition before it was made has printed what it says will be.",
    "Set a threshold that has yet to be reached.",
)


@rule(BET_ALREADY_MET)
def not_met_yet(sources: Sources) -> Iterator[Finding]:
    """What a bet says will be was not so already when it was made."""
    for item, bet in _bets(sources):
        manifest = _newest_before(item, sources)
        if manifest is None or manifest.edition >= bet.by or not 0 <= bet.threshold <= 1:
            continue
        k, n = _counts(bet, manifest, sources)
        if n and bet.is_met(k, n):
            message = f"{bet.threshold:g} is reached already: {manifest.edition} printed {k} of {n}"
            is_up = bet.direction is Direction.UP
            allowed = f"a fraction {'above' if is_up else 'below'} {k} of {n}"
            if k == (n if is_up else 0):
                allowed = f"direction: {Direction.DOWN if is_up else Direction.UP}, or another figure"
            yield item.found, Fault(BET_ALREADY_MET, ("bet", "threshold"), message, allowed)


def _newest_before(item: ContentItem[Initiative], sources: Sources) -> Manifest | None:
    """The last manifest, of the audience that reads the bet here, from before it was made.

    Without a date it was made after the last manifest that does not list it. None where it, or the
    manifest, is younger than the date of the data.
    """
    audience = Audience.LEADERSHIP if item.found.private else sources.settings.audience
    shown = [manifest for manifest in sources.all_manifests if manifest.audience == audience]
    made, as_of = item.value.first_seen, sources.settings.as_of
    if made is None:
        shown = list(takewhile(lambda manifest: not _printed(manifest, item), shown))
    else:
        shown = [manifest for manifest in shown if manifest.day <= made <= as_of]
    return shown[-1] if shown and shown[-1].day <= as_of else None


def _counts(bet: Bet, manifest: Manifest, sources: Sources) -> tuple[int, int]:
    """What a manifest printed in the cell of a bet; none of as many as were asked where nobody named its theme."""
    current, cell = sources.codebook.current, bet.cell
    theme, asked = cell.pop("theme", None), 0
    for row in manifest.figures.get(bet.figure, ()):
        # The dimensions of a row stand before its counts.
        keys = {name: str(row[name]) for name in takewhile(lambda name: name != "k", row) if name != "edition"}
        named = keys.pop("theme", None)
        if keys != cell or (named is None) is not (theme is None):
            continue
        k, n = int(row.get("k") or 0), int(row.get("n") or 0)
        if named is None or theme is None or current(named) == current(theme):
            return k, n
        asked = n
    return 0, asked
