"""Claims on judged: what sellers say, how buyers received it deal by deal, and what it rests on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from builder import addresses
from builder.figures.derivation import FAILS, PASSES, STALE, TOO_FEW
from builder.figures.figure_row import ALL, FigureRow
from builder.figures.sql_tables import LOOK_BACK
from builder.ledger.promises import PromiseState, PromiseStatus
from builder.schema.debrief import Reception
from builder.schema.promise import OwnerStatus
from builder.views.claim.verdicts import (
    ORDER,
    RETIRED,
    UNTRIED,
    JudgedClaim,
    contradicted,
    judged_claims,
    landed,
    started,
)
from builder.views.shared import deal_facts
from builder.views.shared.charts import ColumnChart, columns, interval
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
    spelled,
    upper_first,
)
from builder.views.shared.quotes import Quote, strongest_against
from builder.views.shared.table import Table, TableRow

MOST_EDITIONS = 12
MANY = {FAILS: "fail", PASSES: "pass"}
HEADS = {
    FAILS: "Fails",
    TOO_FEW: "Too few to say",
    PASSES: "Passes",
    STALE: "Stale, untested for two editions",
    UNTRIED: "Never tried",
}
CONTRADICTS = "From a debrief that contradicts it"
UNKEPT = {
    PromiseState.OVERDUE: "is overdue",
    PromiseState.RELEASED: "was released, not kept",
    PromiseState.KEPT_DISPUTED: "is called kept, and disputed",
}
GIVEN_UP = {OwnerStatus.BROKEN: "is broken", OwnerStatus.WITHDRAWN: "was withdrawn"}
GROUND_CSS = {PromiseState.OVERDUE: "overdue", PromiseState.KEPT: "kept", PromiseState.KEPT_LATE: "kept"}
BOARD = "The message cannot be refined, because the company does not live up to it."


@dataclass(frozen=True, slots=True)
class Ground:
    """A promise that a claim rests on, as it stands now."""

    link: Link
    label: str
    css: str
    owner_and_date: str


@dataclass(frozen=True, slots=True)
class Notice:
    """What no other wording would mend."""

    title: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimView:
    """A claim, how it fared, and what it rests on."""

    id: str
    says: str
    css: str
    head: str
    verdict: Phrase
    quote: Quote | None
    notice: Notice | None
    grounds: tuple[Ground, ...]
    received: Table | None
    segments: Table | None
    history: ColumnChart | None
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class ClaimsPage:
    """All claims, those that buyers contradict in their own words first."""

    title: str
    deck: str
    docket: Table | None
    claims: tuple[ClaimView, ...]


def claims_page(context: PageContext) -> ClaimsPage:
    """The page of all claims, as the newest edition counts them."""
    found = judged_claims(context.bulletin, context.names.front_id, context.settings.as_of, otherwise=ALL)
    made = [judged for judged in found if judged.label != RETIRED]
    retired = len(found) - len(made)
    sentences = (_verdict_tally(made), f"{retired:,} retired" if retired else "", _scope(context))
    return ClaimsPage(
        title=_page_title(made),
        deck=". ".join(filter(None, sentences)) + ".",
        docket=_docket(found, context.names) if len(found) > 1 else None,
        claims=tuple(_claim_view(context, judged) for judged in found),
    )


def _page_title(made: Sequence[JudgedClaim]) -> str:
    """`2 of 5 claims contradicted in buyers’ own words`."""
    many = number(len(made), "claim")
    if not any(judged.row for judged in made):
        return f"{many}, not tried yet" if made else "No claim is made"
    contradicted = sum(judged.own_words > 0 for judged in made)
    return f"{contradicted or 'None'} of {many} contradicted in buyers’ own words"


def _verdict_tally(made: Sequence[JudgedClaim]) -> str:
    """`5 claims: 1 fails, 1 too few to say, 3 pass`."""
    labels = [judged.label for judged in made]
    counts = ((labels.count(label), label) for label in ORDER)
    words = (f"{k:,} {label if k == 1 else MANY.get(label, label)}" for k, label in counts if k)
    return f"{counted_noun(len(made), 'claim')}: {', '.join(words)}" if made else ""


def _scope(context: PageContext) -> str:
    front = context.publication.schedule.front
    spans = f"{spelled(LOOK_BACK)} editions to {context.names.edition_title(front.period)}" if front else ""
    return f"Counted over {spans or 'the whole record'}, each deal once"


def _docket(found: Iterable[JudgedClaim], names: Names) -> Table:
    rows = tuple(
        TableRow(
            title=Link(f"“{judged.claim.says}”", addresses.claim(judged.claim.id)),
            count=(_landed_count(judged.row, names) if judged.row else "–",),
            drawn=interval(judged.row) if judged.row else None,
            plausible=_in_brief(judged),
        )
        for judged in found
    )
    return Table("docket", "At a glance", "Deals in which it landed, of those in which it was tried", rows, "")


def _in_brief(judged: JudgedClaim) -> str:
    is_judged = judged.row is not None and judged.label not in (RETIRED, STALE)
    fared = deal_facts.fared(judged.row) if judged.row and is_judged else judged.label
    own = f"; against buyers’ own words in {number(judged.own_words, 'deal')}" if judged.own_words else ""
    return f"{upper_first(fared)}{own}"


def _landed_count(row: FigureRow, names: Names) -> Piece:
    return count(row.k, row.n, names.behind("claims", row))


def _claim_view(context: PageContext, judged: JudgedClaim) -> ClaimView:
    names = context.names
    claim, row = judged.claim, judged.row
    statuses = [status for id in claim.rests_on if (status := context.ledger.promise(id))]
    ids = set(judged.against.debriefs or ()) if judged.against else set()
    contradicting = (debrief for debrief in context.publication.debriefs if debrief.id in ids)
    return ClaimView(
        id=claim.id,
        says=claim.says,
        css=judged.css,
        head=_head(judged, names),
        verdict=_verdict(judged, names),
        quote=strongest_against(contradicting, names, CONTRADICTS),
        notice=None if judged.label == RETIRED else _notice(statuses, names),
        grounds=tuple(_ground(status, names) for status in statuses),
        received=_received(context, row) if row else None,
        segments=_segments(context, row) if row else None,
        history=_claim_history(context, claim.id),
        facts=tuple(_claim_facts(judged, names)),
    )


def _head(judged: JudgedClaim, names: Names) -> str:
    retired = judged.claim.retired
    return (
        f"Retired on {names.day(retired.isoformat())}" if judged.label == RETIRED and retired else HEADS[judged.label]
    )


def _verdict(judged: JudgedClaim, names: Names) -> Phrase:
    """`landed in none of 16 deals in six editions; plausibly 0 to 19 in 100. Contradicted in 12, …`."""
    row = judged.row
    if row is None:
        return ("no debrief of a prospect’s deal speaks of it.",)
    bounds = f"; {plausible(row)}." if row.low is not None else "."
    against = contradicted(judged.against, names)
    after: Phrase = (" ", *started(against), ".") if against else ()
    return (*landed(row, names), bounds, *after)


def _claim_facts(judged: JudgedClaim, names: Names) -> Iterator[Fact]:
    claim = judged.claim
    if not judged.is_listed:
        yield Fact("On no list", ("Debriefs name it, claims.yml does not",))
        return
    yield Fact("Stands behind it", (names.department(claim.owner or ""),))
    if claim.since:
        yield Fact("Made since", (names.day(claim.since.isoformat()),))
    if claim.retired:
        yield Fact("Retired", (names.day(claim.retired.isoformat()),))


def _ground(status: PromiseStatus, names: Names) -> Ground:
    promise, kept = status.promise, status.promise.kept_on
    if status.standing in (PromiseState.KEPT, PromiseState.KEPT_LATE, PromiseState.KEPT_DISPUTED) and kept:
        dated = f"kept on {names.day(kept.isoformat())}"
    else:
        dated = f"due on {names.day(status.due.isoformat())}"
    if status.is_overdue:
        dated += f", {number(status.days, 'day')} ago"
    link = Link(promise.what, addresses.promise(status.id))
    label, css = status.standing.value, GROUND_CSS.get(status.standing, "")
    return Ground(link, label, css, f"{names.department(promise.owner)}, {dated}")


def _notice(statuses: Sequence[PromiseStatus], names: Names) -> Notice | None:
    """That no wording mends a claim whose ground is missing; and where it came late, that it was said too early."""
    if unkept := [words for status in statuses if (words := _unkept(status))]:
        each = joined(f"one {words}" for words in unkept)
        ground = f"a promise that {unkept[0]}" if len(unkept) == 1 else f"{len(unkept)} promises not kept: {each}"
        return Notice("Back to the drawing board", f"It rests on {ground}. {BOARD}")
    late = [status.promise.kept_on for status in statuses if status.standing is PromiseState.KEPT_LATE]
    if last := max((day for day in late if day), default=None):
        day = names.day(last.isoformat())
        return Notice(
            "Said before it was so",
            f"It rests on a promise kept late, on {day}: until then the company did not live up to it.",
        )
    return None


def _unkept(status: PromiseStatus) -> str:
    """Why a promise does not bear a claim; empty where it is kept, or may yet be by its date."""
    if words := UNKEPT.get(status.standing):
        return words
    return GIVEN_UP.get(status.promise.status, "") if status.standing is PromiseState.DUE else ""


def _received(context: PageContext, total: FigureRow) -> Table | None:
    found = context.record.part("claims", total.edition, "claim", total.key("claim"))
    by_reception = {row.key("reception"): row for row in found if row.key("reception")}
    rows = []
    for verdict in Reception:
        row = by_reception.get(verdict.value)
        counted = count(row.k if row else 0, total.n, context.names.behind("claims", row or total))
        words = upper_first(plausible(row)) if row else "None"
        rows.append(TableRow(upper_first(verdict.value), (counted,), interval(row) if row else None, words))
    return Table("received", "How it was received", "How buyers received it", tuple(rows), "") if by_reception else None


def _segments(context: PageContext, total: FigureRow) -> Table | None:
    found = context.record.part("claims", total.edition, "claim", total.key("claim"))
    rows = [row for row in found if row.key("segment")]
    rows.sort(key=lambda row: (-row.n, row.key("segment")))
    shown = tuple(
        TableRow(
            title=Link(context.names.title("segments", row.key("segment")), addresses.segment(row.key("segment"))),
            count=(_landed_count(row, context.names),),
            drawn=interval(row),
            plausible=upper_first(deal_facts.fared(row)),
        )
        for row in rows
    )
    return Table("segments", "By segment", "Deals in which it landed, by segment", shown, "") if shown else None


def _claim_history(context: PageContext, id: str) -> ColumnChart | None:
    """In how many deals it landed, edition by edition, from the first in which it was tried."""
    points: list[tuple[str, int, int]] = []
    for edition in context.filled_editions[-MOST_EDITIONS:]:
        row = context.record.computed_anew("claims", edition.id, claim=id)
        k, n = (row.measure("own_k"), row.measure("own_n")) if row else (0, 0)
        if n or points:
            points.append((context.names.edition_short(edition.period), k, n))
    return columns("Edition by edition", points) if points else None
