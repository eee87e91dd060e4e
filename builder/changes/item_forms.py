"""Each item as readers of a publication will see it: a title, facts, and words with who says them."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from builder.build import Bulletin
from builder.publication.public_debrief import PublicDebrief, Tombstone
from builder.publication.publication import PublicComment, PublicLetter, PublicResponse
from builder.schema.claim import Claim
from builder.schema.initiative import Initiative
from builder.schema.promise import Promise
from builder.schema.theme import Theme
from builder.views.debrief.debrief_page import DriverView, debrief_page, tombstone_page
from builder.views.initiative.bet_wording import sure_of, words_of
from builder.views.promise.promise_wording import made_to
from builder.views.shared.conversation import response_entry
from builder.views.shared.names import Names
from builder.views.shared.phrases import Fact, joined, plain, upper_first

Key = tuple[str, str]
"""The kind and the id of an item."""


@dataclass(frozen=True, slots=True)
class ItemWords:
    """Contributed text: what it is about, who is speaking, and whether these are the speaker's own words."""

    about: str
    speaker: str
    text: str
    is_quote: bool = False


@dataclass(frozen=True, slots=True)
class ItemForm:
    """An item in its public form; `edition` is the title of the one it is counted in, if any.

    A debrief that is only counted has nothing but its edition, a withdrawn one its tombstone.
    """

    title: str
    facts: tuple[tuple[str, str], ...] = ()
    words: tuple[ItemWords, ...] = ()
    edition: str = ""
    state: Literal["shown", "counted", "withdrawn"] = "shown"


def forms_of(bulletin: Bulletin, names: Names, debriefs: Container[str]) -> Mapping[Key, ItemForm]:
    """The form of every item, of debriefs those with these ids."""
    return dict(_forms(bulletin, names, debriefs))


def _forms(bulletin: Bulletin, names: Names, debriefs: Container[str]) -> Iterator[tuple[Key, ItemForm]]:
    publication = bulletin.publication
    for debrief in publication.debriefs:
        if debrief.id in debriefs:
            yield ("debrief", debrief.id), _debrief_form(bulletin, names, debrief)
    for tombstone in publication.tombstones:
        if tombstone.id in debriefs:
            yield ("debrief", tombstone.id), _tombstone_form(tombstone, names)
    yield from ((("response", one.id), _response_form(bulletin, names, one)) for one in publication.responses)
    yield from ((("comment", one.id), _comment_form(one, names)) for one in publication.comments)
    yield from ((("promise", id), _promise_form(one, names)) for id, one in publication.promises)
    yield from ((("initiative", id), _initiative_form(one, names)) for id, one in publication.initiatives)
    yield from ((("claim", one.id), _claim_form(one, names)) for one in publication.claims)
    yield from ((("theme", one.id), _theme_form(one, names)) for one in publication.codebook.themes.values())
    yield from ((("edition", one.edition), _letter_form(one, names)) for one in publication.letters.values())


def _debrief_form(bulletin: Bulletin, names: Names, debrief: PublicDebrief) -> ItemForm:
    edition = names.edition_of(debrief.edition).text
    if not debrief.has_page:
        return ItemForm("A debrief that is counted and not shown", edition=edition, state="counted")
    page = debrief_page(names, debrief, (), (), ("", ""))
    facts = [*_plain(page.facts), ("Recorded", page.byline.removeprefix("Recorded ").replace(" · ", ", "))]
    facts += [(side.title, side.nothing) for side in page.sides if side.nothing]
    facts += [(f"Our claim “{claim.link.text}”", claim.reception) for claim in page.claims]
    facts += [(f"Corrected {day}", note) for day, note in page.corrections]
    words = [_driver(side.title, driver) for side in page.sides for driver in side.drivers]
    words += [ItemWords("A promise that we broke, they say", "", plain((promise,))) for promise in page.broken_promises]
    words += [ItemWords("Asks leadership", "", page.ask)] if page.ask else []
    words += [ItemWords("Narrative", "", debrief.narrative)] if debrief.narrative.strip() else []
    kept = tuple((term, text) for term, text in facts if term != "Edition")
    return ItemForm(page.title, kept, tuple(words), edition)


def _driver(side: str, driver: DriverView) -> ItemWords:
    detail = f" ({driver.detail})" if driver.detail else ""
    about = f"{side}: {driver.theme.text}{detail}, {driver.weight.lower()}"
    if driver.quote is None:
        return ItemWords(about, driver.facts, driver.note)
    quote = driver.quote
    speaker = quote.speaker if quote.is_recalled else f"{quote.speaker}, {driver.facts.rpartition(', ')[2]}"
    return ItemWords(about, speaker, quote.words, not quote.is_recalled)


def _tombstone_form(tombstone: Tombstone, names: Names) -> ItemForm:
    page = tombstone_page(tombstone, names)
    facts = (("Recorded", page.deck.removeprefix("Recorded ").rstrip(".")),)
    return ItemForm(
        page.title, facts, (ItemWords("Why", "", page.reason),), page.edition.text if page.edition else "", "withdrawn"
    )


def _plain(facts: tuple[Fact, ...]) -> Iterator[tuple[str, str]]:
    for fact in facts:
        yield fact.term, plain(fact.phrase)


def _response_form(bulletin: Bulletin, names: Names, response: PublicResponse) -> ItemForm:
    entry, value = response_entry(names, response), response.value
    known = dict(bulletin.publication.promises)
    about = [names.theme(value.theme).title] if value.theme else []
    about += [f"the promise “{known[id].what}”" if id in known else id for id in value.promises]
    about += [f"the ask of {id}" for id in value.debriefs]
    facts = [("Answered", entry.date)]
    facts += [("Detail", entry.detail)] if entry.detail else []
    facts += [("Initiative", value.initiative)] if value.initiative else []
    return ItemForm(f"{entry.who}: {entry.verdict}, on {joined(about)}", tuple(facts), _body(response.body))


def _body(text: str) -> tuple[ItemWords, ...]:
    return (ItemWords("", "", text),) if text.strip() else ()


def _comment_form(comment: PublicComment, names: Names) -> ItemForm:
    kind, id = comment.about
    subject = names.theme(id).title if kind == "theme" else f"the {kind} {id}"
    facts = (("Written", names.day(comment.on.isoformat())),)
    return ItemForm(f"{upper_first(comment.by)} on {subject}: {comment.stance}", facts, _body(comment.body))


def _promise_form(promise: Promise, names: Names) -> ItemForm:
    due = names.day(promise.due.isoformat())
    moved = f", moved {len(promise.slips)} times" if len(promise.slips) > 1 else ", moved once" if promise.slips else ""
    facts = [
        ("Status", promise.status.value),
        ("Due", f"{due}{moved}"),
        ("Made to", made_to(promise.made_to, names)),
        ("Made", f"{names.day(promise.made_on.isoformat())} by {promise.made_by}"),
        ("Owner", names.title("departments", promise.owner)),
        ("Pursued by", promise.pursued_by),
    ]
    facts += [("Kept", names.day(promise.kept_on.isoformat()))] if promise.kept_on else []
    facts += [("Agreed by", promise.agreed_by)] if promise.agreed_by else []
    facts += [("Cited by", joined(promise.cited_by))] if promise.cited_by else []
    words = [ItemWords("What shows it", "", promise.evidence)] if promise.evidence else []
    words += [ItemWords(f"Moved to {names.day(slip.to.isoformat())}", "", slip.why) for slip in promise.slips]
    return ItemForm(promise.what, tuple(facts), tuple(words))


def _initiative_form(initiative: Initiative, names: Names) -> ItemForm:
    facts = [("Status", initiative.status.value), ("Owner", names.title("departments", initiative.owner))]
    if initiative.themes:
        facts.append(("Themes", joined(names.theme(id).title for id in initiative.themes)))
    dated = (("Proposed", initiative.proposed_on), ("Started", initiative.started_on))
    ended = (("Shipped", initiative.shipped_on), ("Stopped", initiative.stopped_on))
    facts += [(term, names.day(day.isoformat())) for term, day in (*dated, *ended) if day]
    if bet := initiative.bet:
        facts.append(("Bet", f"{plain(words_of(bet, names))} {sure_of(bet, initiative.owner, names)}".rstrip()))
    words = [ItemWords("Summary", "", initiative.summary)] if initiative.summary else []
    words += [ItemWords(f"Amended {names.day(one.on.isoformat())}", "", one.note) for one in initiative.amendments]
    return ItemForm(initiative.title, tuple(facts), tuple(words))


def _claim_form(claim: Claim, names: Names) -> ItemForm:
    dated = (("Since", claim.since), ("Retired", claim.retired))
    facts = [("Owner", names.title("departments", claim.owner))] if claim.owner else []
    facts += [(term, names.day(day.isoformat())) for term, day in dated if day]
    facts += [("Rests on", joined(claim.rests_on))] if claim.rests_on else []
    return ItemForm(claim.says, tuple(facts))


def _theme_form(theme: Theme, names: Names) -> ItemForm:
    facts = [("Id", theme.id)]
    facts += [("Parent", names.theme(theme.parent).title)] if theme.parent else []
    facts += [("Owner", names.title("departments", theme.owner))] if theme.owner else []
    facts += [("Also known as", joined(theme.aliases))] if theme.aliases else []
    facts += [("Retired", names.day(theme.retired.isoformat()))] if theme.retired else []
    return ItemForm(theme.title, tuple(facts), (ItemWords("Means", "", theme.means),) if theme.means else ())


def _letter_form(letter: PublicLetter, names: Names) -> ItemForm:
    facts = [("Puts first", joined(names.theme(id).title for id in letter.order))] if letter.order else []
    words = tuple(ItemWords(f"Recommends {id}", "", why) for id, why in letter.picks)
    title = f"The letter of {names.edition_of(letter.edition).text}"
    return ItemForm(f"{title}: {letter.title}" if letter.title else title, tuple(facts), (*words, *_body(letter.body)))
