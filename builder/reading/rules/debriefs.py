"""Rules that compare a debrief with the lists and with the CRM."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from builder.diagnostics import ERROR, WARNING, Code
from builder.reading.corpus import ContentItem
from builder.reading.faults import Fault, Path
from builder.reading.rules.references import UNKNOWN_REFERENCE, UNKNOWN_REP, UNKNOWN_THEME
from builder.reading.rules.sources import Finding, Sources, rule, unknown
from builder.schema.catalog import BUILT_IN_HOUSE, CATALOGUE_OF, CATALOGUES
from builder.schema.debrief import PRICING_DETAILS, UNSPECIFIED_THEMES, Debrief, Outcome, Relationship
from builder.schema.theme import OTHER
from builder.support.nearest import nearest

RETIRED_THEME = Code(
    "SB308",
    WARNING,
    "A retired theme",
    "It should not be used any more.",
    "Use its successor.",
)


@rule(RETIRED_THEME, UNKNOWN_THEME)
def known_themes(sources: Sources) -> Iterator[Finding]:
    """Every driver's theme stands in themes.yml, under its id or an alias, and is not retired."""
    codebook = sources.codebook
    for item in sources.corpus.debriefs:
        for side, drivers in item.value.sides:
            for theme in drivers:
                if not codebook.knows(theme):
                    yield item.found, _at_key(unknown(UNKNOWN_THEME, (side, theme), theme, "a theme", codebook.ids))
                    continue
                retired = codebook.get(theme).retired
                if retired and item.recorded >= retired:
                    message = f"the theme {theme!r} was retired on {retired}"
                    yield item.found, Fault(RETIRED_THEME, (side, theme), message, "another theme", at_key=True)


def _at_key(fault: Fault) -> Fault:
    return Fault(fault.code, fault.path, fault.message, fault.allowed, fault.suggestion, at_key=True)


@rule(UNKNOWN_REP)
def known_rep(sources: Sources) -> Iterator[Finding]:
    """The rep stands in roster.yml, or the message says how to get there."""
    if sources.corpus.roster is None:
        return
    handles = sources.handles
    for item in sources.corpus.debriefs:
        rep = item.value.rep
        if rep is None or item.value.is_anonymous or rep in handles:
            continue
        fault = unknown(UNKNOWN_REP, ("rep",), rep, "in roster.yml", handles)
        new = f"- handle: {rep}\n  name: First Last\n  team: …\n  territory: …"
        yield item.found, Fault(fault.code, fault.path, fault.message, fault.allowed, fault.suggestion or new)


NOT_IN_CATALOGUE = Code(
    "SB303",
    WARNING,
    "Not in the catalogue",
    "A rep is not stopped by a list; the value is printed as it stands.",
    "Use the key that is suggested, or add it to catalog.yml.",
)


@rule(NOT_IN_CATALOGUE)
def known_in_catalogue(sources: Sources) -> Iterator[Finding]:
    """Segments, regions, products and competitors are those of the catalogue, or it says so."""
    names = {
        plural: frozenset(
            name for entry in getattr(sources.corpus.catalog, plural) for name in (entry.id, *entry.aliases)
        )
        for plural in CATALOGUES
    }
    names["competitors"] |= {BUILT_IN_HOUSE}
    for item in sources.corpus.debriefs:
        for field, plural in CATALOGUE_OF.items():
            for path, value in _named_in(item.value, field):
                if value not in names[plural]:
                    yield item.found, unknown(NOT_IN_CATALOGUE, path, value, f"one of the {plural}", names[plural])


def _named_in(debrief: Debrief, field: str) -> Iterator[tuple[Path, str]]:
    """The ids that a field names, one or several, each with its place."""
    given = getattr(debrief, field)
    if isinstance(given, tuple):
        yield from (((field, position), id) for position, id in enumerate(given))
    elif given is not None:
        yield (field,), given


UNKNOWN_CLAIM = Code(
    "SB304",
    WARNING,
    "An unknown claim",
    "It is not on the list of claims.",
    "Add it to claims.yml.",
)


@rule(UNKNOWN_CLAIM)
def known_claims(sources: Sources) -> Iterator[Finding]:
    """Claims are those of claims.yml."""
    claims = frozenset(claim.id for claim in sources.corpus.claims)
    for item in sources.corpus.debriefs:
        for claim in item.value.claims:
            if claim not in claims:
                yield item.found, _at_key(unknown(UNKNOWN_CLAIM, ("claims", claim), claim, "a claim", claims))


UNNAMED_BROKEN_PROMISE = Code(
    "SB221",
    ERROR,
    "A broken promise without a name",
    "It is an id, or a text.",
    "Write promise or text.",
)


@rule(UNKNOWN_REFERENCE, UNNAMED_BROKEN_PROMISE)
def broken_promises(sources: Sources) -> Iterator[Finding]:
    """A broken promise is one on the ledger, or a text."""
    known = sources.known_ids["promise"]
    for item in sources.corpus.debriefs:
        for position, broken in enumerate(item.value.broken_promises):
            path = ("broken_promises", position)
            if broken.promise is not None and broken.promise not in known:
                yield item.found, unknown(UNKNOWN_REFERENCE, path, broken.promise, "a promise on the ledger", known)
            if broken.promise is None and broken.text is None:
                allowed = "promise: its id, or text: what was promised"
                yield item.found, Fault(UNNAMED_BROKEN_PROMISE, path, "neither promise nor text", allowed)


UNKNOWN_PRICING = Code(
    "SB206",
    ERROR,
    "Not one of the kinds of pricing",
    "“Too expensive” hides three different problems.",
    "Write detail: budget (no money), value (not worth it) or terms (how it is paid).",
)


MISSING_DETAIL = Code(
    "SB207",
    WARNING,
    "A detail is missing",
    "On pricing and other the theme alone says too little; it is counted as unspecified.",
    "Add detail: budget, value or terms on pricing, a few words on other.",
)


@rule(MISSING_DETAIL, UNKNOWN_PRICING)
def specified(sources: Sources) -> Iterator[Finding]:
    """Pricing says which of three problems it is; other says what."""
    for item in sources.corpus.debriefs:
        for side, drivers in item.value.sides:
            for written, driver in drivers.items():
                theme = sources.codebook.current(written)
                if theme not in UNSPECIFIED_THEMES:
                    continue
                path = (side, written, "detail")
                allowed = ", ".join(PRICING_DETAILS) if theme != OTHER else "a few words"
                if driver.detail is None:
                    message = f"{written} without a detail"
                    yield item.found, Fault(MISSING_DETAIL, path[:2], message, f"detail: {allowed}", at_key=True)
                elif theme != OTHER and driver.detail not in PRICING_DETAILS:
                    message = f"{driver.detail!r} is not a kind of pricing"
                    yield (
                        item.found,
                        Fault(UNKNOWN_PRICING, path, message, allowed, nearest(driver.detail, PRICING_DETAILS)),
                    )


DECIDED_ON_OTHER_SIDE = Code(
    "SB209",
    WARNING,
    "decided_by stands on the other side only",
    "In a won deal the decisive driver draws; in any other it puts off. It is not counted as decisive.",
    "Name the theme on the deciding side, or choose another.",
)


@rule(DECIDED_ON_OTHER_SIDE)
def decisive_side(sources: Sources) -> Iterator[Finding]:
    """The decisive driver draws in a won deal and puts off in any other."""
    for item in sources.corpus.debriefs:
        debrief = item.value
        if debrief.decided_by is None or debrief.withdrawn:
            continue
        if debrief.decided_by not in dict(debrief.sides)[debrief.deciding_side]:
            message = f"{debrief.decided_by!r} does not stand under {debrief.deciding_side}"
            yield (
                item.found,
                Fault(DECIDED_ON_OTHER_SIDE, ("decided_by",), message, f"a theme under {debrief.deciding_side}"),
            )


NO_LONGER_PROSPECT = Code(
    "SB310",
    WARNING,
    "Perhaps not a prospect any more",
    "The account has an earlier win, so this may be a customer's voice.",
    "Set relationship: customer or new-customer, or leave it if another part of the company decided.",
)


@rule(NO_LONGER_PROSPECT)
def still_a_prospect(sources: Sources) -> Iterator[Finding]:
    """An account that was won before is a customer, unless the debrief says otherwise."""
    wins: dict[str, list[ContentItem[Debrief]]] = defaultdict(list)
    for item in sources.corpus.debriefs:
        if item.value.outcome is Outcome.WON and item.value.account and item.value.decided:
            wins[sources.accounts.key(item.value.account)].append(item)
    first_win = {key: min(items, key=lambda item: (str(item.value.decided), item.path)) for key, items in wins.items()}
    for item in sources.corpus.debriefs:
        debrief = item.value
        if debrief.relationship is not Relationship.PROSPECT or not debrief.account or not debrief.decided:
            continue
        won = first_win.get(sources.accounts.key(debrief.account))
        if (
            won
            and won.value.decided
            and won.value.decided < debrief.decided
            and sources.deals.key(won) != sources.deals.key(item)
        ):
            message = f"this account was won on {won.value.decided}"
            yield item.found, Fault(NO_LONGER_PROSPECT, ("account",), message, "relationship: customer or new-customer")


VALUE_UNLIKE_CRM = Code(
    "SB311",
    WARNING,
    "The value differs from the CRM's",
    "The CRM's value counts.",
    "Correct either.",
)


@rule(VALUE_UNLIKE_CRM)
def value_as_in_crm(sources: Sources) -> Iterator[Finding]:
    """Where the CRM has another value for the deal, it says so."""
    settings = sources.settings
    for item in sources.corpus.debriefs:
        deal = sources.deals.closed_deal(item.value)
        if deal is None or deal.value is None or item.value.value is None:
            continue
        ours = settings.in_site_currency(item.value.value.amount, item.value.value.currency)
        theirs = settings.in_site_currency(deal.value.amount, deal.value.currency)
        if ours is not None and theirs is not None and ours != theirs:
            message = f"{item.value.value} here, {deal.value} in closed_deals.csv, which counts"
            theirs_written = f"{deal.value.amount} {deal.value.currency or settings.currency}"
            yield item.found, Fault(VALUE_UNLIKE_CRM, ("value",), message, str(deal.value), theirs_written)


OUTCOME_UNLIKE_CRM = Code(
    "SB506",
    WARNING,
    "A debrief and the CRM contradict each other",
    "They tell of one deal and differ in how it ended; win rates go by the CRM, reasons by the debrief.",
    "Correct whichever is wrong.",
)


@rule(OUTCOME_UNLIKE_CRM)
def outcome_as_in_crm(sources: Sources) -> Iterator[Finding]:
    """Where the CRM has the deal end otherwise, it says so."""
    for item in sources.corpus.debriefs:
        deal = sources.deals.closed_deal(item.value)
        if deal is not None and item.value.outcome is not None and item.value.outcome is not deal.outcome:
            message = f"{item.value.outcome.value} here, {deal.outcome.value} in closed_deals.csv"
            yield item.found, Fault(OUTCOME_UNLIKE_CRM, ("outcome",), message, "the same in both", deal.outcome.value)


NO_RATE = Code(
    "SB312",
    WARNING,
    "A currency without a rate",
    "The value cannot be added to the others and is left out of money figures.",
    "Add the rate to the plugin's rates in mkdocs.yml.",
)


@rule(NO_RATE)
def convertible(sources: Sources) -> Iterator[Finding]:
    """Every value can be expressed in the site's currency."""
    settings = sources.settings
    for item in sources.corpus.debriefs:
        value = item.value.value
        if value is not None and settings.in_site_currency(value.amount, value.currency) is None:
            allowed = ", ".join(sorted({settings.currency, *settings.rates}))
            near = nearest(value.currency or "", [settings.currency, *settings.rates])
            suggestion = near and f"{value.amount} {near}"
            yield item.found, Fault(NO_RATE, ("value",), f"no rate for {value.currency}", allowed, suggestion)
