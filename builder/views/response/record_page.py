"""Leadership's record: what was asked, answered, declined and kept, how fast, and what came of it; nobody is named."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from builder import addresses
from builder.build import Bulletin
from builder.editions import Edition
from builder.figures.catalogue import CATALOGUE
from builder.figures.figure_row import ALL, FigureRow
from builder.figures.theme_ranking import ranked_themes
from builder.ledger.asks import open_asks
from builder.ledger.responses import FollowedResponse, ResponseFate
from builder.schema.response import Decision
from builder.views.initiative.bet_wording import CAUTION
from builder.views.response.response_summaries import ResponseSummary, response_summary
from builder.views.shared.figure_wording import ages
from builder.views.shared.listed_themes import listed_themes
from builder.views.shared.names import Names
from builder.views.shared.page_context import PageContext
from builder.views.shared.phrases import (
    Fact,
    Link,
    Phrase,
    Piece,
    count,
    counted_noun,
    joined,
    number,
    plausible,
    upper_first,
)
from builder.views.shared.sides import PUTS_OFF


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordRow:
    """The record of a department or of an edition's period, in words."""

    title: str
    asked: str
    in_time: Phrase
    speed: str
    waiting: str
    decided: str
    kept: str
    promises: Phrase


@dataclass(frozen=True, slots=True)
class ThemeResult:
    """What was decided about a theme, and in how many deals it put buyers off before and since."""

    theme: Link
    decision: str
    before: Phrase
    since: Phrase


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordPage:
    """Everything on the page of leadership's record."""

    title: str
    deck: str
    facts: tuple[Fact, ...]
    departments: tuple[RecordRow, ...]
    editions: tuple[RecordRow, ...]
    results: tuple[ThemeResult, ...]
    caution: str
    never: tuple[Fact, ...]
    unused: str
    all: tuple[ResponseSummary, ...]


def record_page(context: PageContext) -> RecordPage:
    """The record as of the date of the data."""
    ledger = context.ledger
    total = context.record.computed_anew("answers", ALL)
    return RecordPage(
        title="What was asked, and what was answered",
        deck=_record_deck(total, ledger.responses),
        facts=tuple(_record_facts(context, total)),
        departments=tuple(_department_rows(context)),
        editions=tuple(_edition_rows(context)),
        results=tuple(_theme_results(context)),
        caution=CAUTION,
        never=tuple(_undecided_themes(context)),
        unused=_unused_figures(context.bulletin),
        all=tuple(response_summary(context.names, one) for one in reversed(ledger.responses)),
    )


def _record_deck(total: FigureRow | None, responses: Sequence[FollowedResponse]) -> str:
    if total is None:
        return f"{upper_first(counted_noun(len(responses), 'answer'))} so far, and no question that was due for one."
    days = total.measure("days")
    speed = f", half of them within {number(round(days), 'day')}" if days is not None else ""
    asked = f"{total.measure('asked'):,} questions"
    return f"{asked}; {total.measure('answered'):,} got a decision{speed}. {upper_first(ages(total))}."


def _record_facts(context: PageContext, total: FigureRow | None) -> Iterable[Fact]:
    if total is not None and total.n:
        counted = count(total.k, total.n, context.names.behind("answers", total))
        yield Fact("Answered in time", (counted, f" questions that were due for an answer; {plausible(total)}"))
    asks = sum(bool(debrief.ask) and debrief.has_page for debrief in context.publication.debriefs)
    if asks:
        answered = asks - len(open_asks(context.publication))
        yield Fact("Asks of debriefs", (f"{answered:,} of {asks:,} answered",))
    yield Fact("Announced", (_fates_tally(context.ledger.responses),))
    promises = context.record.computed_anew("promises", ALL)
    if promises is not None and promises.n:
        counted = count(promises.k, promises.n, context.names.behind("promises", promises))
        yield Fact("Promises", (counted, f" kept by the first date; {plausible(promises)}"))
    bets = context.record.computed_anew("bets", ALL)
    if bets is not None and bets.n:
        yield Fact("Bets", (Link(f"{bets.k:,} of {bets.n:,}", addresses.INITIATIVES, is_count=True), " won"))


def _department_rows(context: PageContext) -> Iterable[RecordRow]:
    """Every department that owns a theme, owes an answer or made a promise; by title."""
    names = context.names
    publication, ledger = context.publication, context.ledger
    ids = {question.owner for question in ledger.questions} | {one.response.value.by for one in ledger.responses}
    ids |= {status.promise.owner for status in ledger.promises}
    ids |= {theme.owner or "" for theme in publication.codebook.themes.values() if theme.owner}
    for id in sorted(ids, key=lambda id: (id == "", names.department(id))):
        row = context.record.computed_anew("answers", ALL, owner=id)
        given = [one for one in ledger.responses if one.response.value.by == id]
        promises = context.record.computed_anew("promises", ALL, owner=id)
        yield _record_row(names.department(id), names, row, given, promises)


def _edition_rows(context: PageContext) -> Iterable[RecordRow]:
    """The questions that each edition was the first to show, and the answers given in its period; newest first."""
    for edition in reversed(context.publication.schedule.editions):
        row = context.record.computed_anew("answers", ALL, month=edition.id)
        period = edition.period
        given = [one for one in context.ledger.responses if period.first <= one.response.value.on <= period.last]
        if row is not None or given:
            yield _record_row(context.names.edition_title(period), context.names, row, given, None)


def _record_row(
    title: str, names: Names, row: FigureRow | None, given: Sequence[FollowedResponse], promises: FigureRow | None
) -> RecordRow:
    in_time: Piece = count(row.k, row.n, names.behind("answers", row)) if row is not None and row.n else "none due"
    days = row.measure("days") if row is not None else None
    kept: Piece = (
        count(promises.k, promises.n, names.behind("promises", promises)) if promises and promises.n else "none due"
    )
    return RecordRow(
        title=title,
        asked=f"{row.measure('asked'):,}" if row is not None else "none",
        in_time=(in_time,),
        speed=f"{days:g}" if days is not None else "",
        waiting=ages(row) if row is not None else "none open",
        decided=_decisions_tally(given),
        kept=_fates_tally(given),
        promises=(kept,),
    )


def _decisions_tally(given: Sequence[FollowedResponse]) -> str:
    """`5 answers, 2 declined`."""
    if not given:
        return "no answer"
    declined = sum(one.response.value.decision is Decision.DECLINE for one in given)
    return f"{number(len(given), 'answer')}{f', {declined} declined' if declined else ''}"


def _fates_tally(given: Iterable[FollowedResponse]) -> str:
    """What became of what answers announced: `1 done, 1 overdue, 2 not due yet`."""
    fates = [one.fate for one in given]
    words = {
        ResponseFate.DONE: "done",
        ResponseFate.OVERDUE: "overdue",
        ResponseFate.REPLACED: "answered anew",
        ResponseFate.DUE: "not due yet",
    }
    return joined(f"{fates.count(fate)} {name}" for fate, name in words.items() if fate in fates) or "nothing announced"


def _theme_results(context: PageContext) -> Iterable[ThemeResult]:
    """For each theme the first decision about it, and how often it put buyers off then and in the newest edition."""
    names = context.names
    newest = context.publication.schedule.front
    seen: set[str] = set()
    for one in context.ledger.responses:
        for kind, theme in one.subjects:
            if kind != "theme" or theme in seen or not one.response.value.is_decision or newest is None:
                continue
            seen.add(theme)
            then = _edition_at(context.bulletin, one)
            before = _deals_naming(context, theme, then) if then else None
            if before is None or then is None or then.period >= newest.period:
                continue
            yield ThemeResult(
                theme=names.theme_link(theme),
                decision=f"{response_summary(names, one).verdict}, {names.day(one.response.value.on.isoformat())}",
                before=before,
                since=_deals_naming(context, theme, newest) or (f"no deal in {names.edition_title(newest.period)}",),
            )


def _edition_at(bulletin: Bulletin, one: FollowedResponse) -> Edition | None:
    """The edition in whose period an answer was given, or the last before it that counted anything."""
    filled = [
        e for e in bulletin.publication.schedule.editions if e.debriefs and e.period.first <= one.response.value.on
    ]
    return filled[-1] if filled else None


def _deals_naming(context: PageContext, theme: str, edition: Edition) -> Phrase | None:
    """In how many deals of an edition a theme put buyers off, as printed, under whatever id it had."""
    codebook = context.publication.codebook
    found = ranked_themes(context.record, codebook, edition.id, PUTS_OFF.id)
    row = next((one.total for one in found if codebook.current(one.theme) == theme), None)
    title = context.names.edition_title(edition.period)
    return None if row is None else (count(row.k, row.n, context.names.behind("prevalence", row)), f" deals in {title}")


def _undecided_themes(context: PageContext) -> Iterable[Fact]:
    """The themes that put buyers off and that no decision was ever about, those that most deals name first."""
    decided = {
        subject for one in context.ledger.responses if one.response.value.is_decision for subject in one.subjects
    }
    rows = {}
    for theme in listed_themes(context.bulletin):
        row = context.record.computed_anew("prevalence", ALL, theme=theme.id, side=PUTS_OFF.id)
        if row is not None and ("theme", theme.id) not in decided:
            rows[theme.id] = row
    for id, row in sorted(rows.items(), key=lambda entry: (-entry[1].k, entry[0])):
        title = context.names.theme(id).title
        yield Fact(
            title,
            (
                count(row.k, row.n, context.names.behind("prevalence", row)),
                " deals since the first debrief. ",
                _answer_link(id),
            ),
        )


def _answer_link(theme: str) -> Link:
    return Link("Answer", addresses.form("response", theme=theme))


def _unused_figures(bulletin: Bulletin) -> str:
    """Which figures have never led to a decision, as far as files tell: neither a bet nor an answer rests on them."""
    ledger = bulletin.ledger
    used = {bet.bet.figure.value for bet in ledger.bets}
    kinds = {kind for one in ledger.responses if one.response.value.is_decision for kind, _ in one.subjects}
    used |= {"corroboration", "answers"} if "theme" in kinds else set()
    used |= {"promises"} if "promise" in kinds else set()
    used |= {"claims"} if any(claim.retired for claim in bulletin.publication.claims) else set()
    used |= {"bets"} if any(bet.initiative.stopped_on for bet in ledger.bets) else set()
    titles = [figure.title.lower() for figure in CATALOGUE.values() if figure.name not in used]
    return f"No bet and no answer has ever rested on these figures: {joined(titles)}." if titles else ""
