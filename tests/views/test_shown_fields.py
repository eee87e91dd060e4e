"""Whatever may be read of a file is shown: another value of it makes another page."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import zip_longest
from pathlib import Path
from typing import Any

import pytest
import yaml

from builder.build import Bulletin, Content, content_of
from builder.ledger.ledger import ledger_of
from builder.reading.file_state import FileState
from builder.schema import KINDS
from builder.schema.base import Model
from builder.schema.catalog import CatalogEntry
from builder.schema.debrief import BrokenPromise, Correction, Withdrawal
from builder.schema.driver import Driver
from builder.schema.edition import Pick
from builder.schema.initiative import Amendment, Bet
from builder.schema.promise import MadeTo
from builder.schema.readers import Readers
from builder.schema.slips import Slip
from builder.views.debrief.debrief_page import debrief_page, tombstone_page
from builder.views.pages import pages_of
from builder.views.shared.names import Names
from builder.views.shared.page_context import PageContext
from tests.support import WORDS, build, settings_of

Path_ = tuple[str | int, ...]
NESTED: tuple[type[Model], ...] = (
    Driver, BrokenPromise, Correction, Withdrawal, MadeTo, Slip, Bet, Amendment, CatalogEntry, Pick,
)  # fmt: skip
ONE, TWO, GONE = (f"debriefs/2026/2026-11-05-{str(number) * 8}.md" for number in (1, 2, 3))
PROMISE, RESPONSE, COMMENT = "promises/export.yml", "responses/2026-11-06-pricing.md", "comments/2026-11-07-c1c1c1c1.md"
INITIATIVE, LETTER = "initiatives/terms.yml", "editions/2026-11.md"
SLIP = {"from": "2026-10-01", "to": "2026-11-10", "why": "Nobody was free.", "on": "2026-09-20"}
BASE: Mapping[str, Any] = {
    "themes.yml": [
        {"id": "pricing", "title": "Price", "means": "What it costs.", "owner": "product", "aliases": ["cost"]},
        {"id": "terms", "title": "Terms", "parent": "pricing", "retired": "2026-11-20"},
        {"id": "support", "title": "Support"},
        {"id": "other", "title": "Something else"},
    ],
    "catalog.yml": {
        "competitors": [{"id": "rivalsoft", "title": "Rivalsoft", "aliases": ["RS"]}, {"id": "nordly", "title": "N"}],
        "segments": [{"id": "mid-market", "title": "Mid-market"}, {"id": "enterprise", "title": "Enterprise"}],
        "regions": [{"id": "dach", "title": "DACH"}, {"id": "uk", "title": "Britain"}],
        "products": [{"id": "core", "title": "Core"}, {"id": "edge", "title": "Edge"}],
        "departments": [{"id": "product", "title": "Product"}, {"id": "marketing", "title": "Marketing"}],
    },
    "roster.yml": [
        {"handle": "ana", "name": "Ana Brandt", "signs": True},
        {"handle": "bo", "name": "Bo Lund", "signs": True},
    ],
    "claims.yml": [
        {"id": "fast", "says": "Live in a week.", "owner": "product", "since": "2026-01-01", "rests_on": ["export"]},
        {"id": "safe", "says": "Never down.", "retired": "2026-10-01"},
    ],
    ONE: {
        "decided": "2026-11-02", "rep": "ana", "account": "Acme GmbH", "outcome": "lost", "lost_to": "rivalsoft",
        "value": "120000 EUR", "segment": "mid-market", "region": "dach", "product": "core",
        "compelling": {"support": "They were kind."},
        "repelling": {
            "pricing": {"quote": "Too dear.", "voice": "buyer", "evidence": "email", "detail": "budget"},
            "other": {"note": "It was odd.", "mentioned": True, "detail": "odd"},
        },
        "decided_by": "pricing", "relationship": "prospect", "buyer_role": "champion", "at_equal_price": "us",
        "competitors": ["nordly"], "stage_lost": "proposal", "claims": {"fast": "disbelieved"},
        "broken_promises": [{"promise": "export"}],
        "ask": "Answer the phone.", "corrections": [{"on": "2026-11-08", "note": "It was Tuesday."}],
    },
    TWO: {
        "decided": "2026-11-03", "interviewer": "deepvoice", "account": "Berg AG", "outcome": "won",
        "evidence": "interview", "compelling": {"support": {"quote": "They were there."}},
        "broken_promises": [{"text": "A list of our own.", "owner": "product"}],
    },
    GONE: {
        "decided": "2026-11-04", "rep": "ana", "account": "Cole Ltd", "outcome": "won", "compelling": "none",
        "withdrawn": {"on": "2026-11-09", "reason": "It was told twice."},
    },
    PROMISE: {
        "what": "An export to Excel.", "made_by": "product", "made_to": {"segment": "mid-market"}, "owner": "product",
        "pursued_by": "bo", "made_on": "2026-03-01", "due": "2026-11-10", "status": "kept", "kept_on": "2026-11-09",
        "evidence": "Release 4.1.", "cited_by": ["11111111"], "slips": [SLIP],
    },
    "promises/back.yml": {
        "what": "A call back.", "made_by": "product", "made_to": {"account": "Acme GmbH"}, "owner": "product",
        "pursued_by": "bo", "made_on": "2026-03-01", "due": "2026-12-10", "status": "withdrawn",
        "agreed_by": "Acme GmbH",
    },
    "promises/ours.yml": {
        "what": "A list.", "made_by": "product", "made_to": {"department": "marketing"}, "owner": "product",
        "pursued_by": "bo", "made_on": "2026-03-01", "due": "2026-12-10", "status": "pending",
    },
    RESPONSE: {
        "theme": "pricing", "promises": ["export"], "debriefs": ["11111111"], "by": "product", "on": "2026-11-06",
        "decision": "invest", "due": "2026-12-01", "initiative": "terms",
        "slips": [{**SLIP, "to": "2026-12-01", "on": "2026-11-07"}],
    },
    "responses/2026-11-06-support.md": {
        "theme": "support", "by": "product", "on": "2026-11-06", "decision": "decline", "reason": "It is too dear.",
    },
    "responses/2026-11-06-terms.md": {
        "theme": "terms", "by": "product", "on": "2026-11-06", "decision": "done", "evidence": "The new terms.",
    },
    "responses/2026-11-06-other.md": {
        "theme": "other", "by": "product", "on": "2026-11-06", "decision": "not-ours", "department": "marketing",
    },
    COMMENT: {"theme": "pricing", "by": "ana", "on": "2026-11-07", "stance": "disagrees"},
    "comments/2026-11-07-c2c2c2c2.md": {"debrief": "11111111", "by": "ana", "stance": "adds"},
    "comments/2026-11-07-c3c3c3c3.md": {"response": "2026-11-06-pricing", "by": "ana", "stance": "adds"},
    "comments/2026-11-07-c4c4c4c4.md": {"promise": "export", "by": "ana", "stance": "adds"},
    INITIATIVE: {
        "title": "Shorter terms", "themes": ["pricing"], "owner": "product", "status": "shipped",
        "summary": "One year in place of three.", "proposed_on": "2026-01-10", "started_on": "2026-02-10",
        "shipped_on": "2026-03-10",
        "bet": {
            "figure": "prevalence", "theme": "pricing", "segment": "mid-market", "side": "repelling",
            "direction": "down", "threshold": 0.3, "by": "2027-03", "probability": 0.7,
        },
        "amendments": [{"on": "2026-04-01", "note": "The threshold was 0.2."}],
    },
    "initiatives/driver.yml": {
        "title": "A driver app", "owner": "product", "status": "stopped", "stopped_on": "2026-05-05",
    },
    LETTER: {"title": "A cold month", "order": ["support"], "picks": [{"debrief": "11111111", "why": "It is frank."}]},
}  # fmt: skip
BODIES = {path: WORDS for path in BASE if path.startswith(("responses", "comments", "editions"))}
# Of every field that may be read, by its model: a file of BASE, where it stands there, and another value.
OTHERS: Mapping[str, tuple[str, Path_, Any]] = {
    "Debrief.decided": (ONE, ("decided",), "2026-11-01"),
    "Debrief.interviewer": (TWO, ("interviewer",), "hearsay"),
    "Debrief.account": (ONE, ("account",), "Zorn GmbH"),
    "Debrief.outcome": (TWO, ("outcome",), "no-decision"),
    "Debrief.lost_to": (ONE, ("lost_to",), "nordly"),
    "Debrief.value": (ONE, ("value",), "130000 EUR"),
    "Debrief.segment": (ONE, ("segment",), "enterprise"),
    "Debrief.region": (ONE, ("region",), "uk"),
    "Debrief.product": (ONE, ("product",), "edge"),
    "Debrief.compelling": (ONE, ("compelling",), "none"),
    "Debrief.repelling": (TWO, ("repelling",), "none"),
    "Debrief.decided_by": (ONE, ("decided_by",), "other"),
    "Debrief.evidence": (TWO, ("evidence",), "recording"),
    "Debrief.relationship": (ONE, ("relationship",), "customer"),
    "Debrief.buyer_role": (ONE, ("buyer_role",), "user"),
    "Debrief.at_equal_price": (ONE, ("at_equal_price",), "them"),
    "Debrief.competitors": (ONE, ("competitors",), []),
    "Debrief.stage_lost": (ONE, ("stage_lost",), "negotiation"),
    "Debrief.claims": (ONE, ("claims",), {"fast": "landed"}),
    "Debrief.broken_promises": (ONE, ("broken_promises",), []),
    "Debrief.ask": (ONE, ("ask",), "Say no."),
    "Debrief.corrections": (ONE, ("corrections",), []),
    "Debrief.withdrawn": (GONE, ("withdrawn",), None),
    "Driver.quote": (ONE, ("repelling", "pricing", "quote"), "Far too dear."),
    "Driver.note": (ONE, ("repelling", "other", "note"), "It was strange."),
    "Driver.voice": (ONE, ("repelling", "pricing", "voice"), "colleague"),
    "Driver.evidence": (ONE, ("repelling", "pricing", "evidence"), "recording"),
    "Driver.mentioned": (ONE, ("repelling", "other", "mentioned"), False),
    "Driver.detail": (ONE, ("repelling", "other", "detail"), "strange"),
    "BrokenPromise.promise": (ONE, ("broken_promises", 0, "promise"), "ours"),
    "BrokenPromise.text": (TWO, ("broken_promises", 0, "text"), "A visit."),
    "BrokenPromise.owner": (TWO, ("broken_promises", 0, "owner"), "marketing"),
    "Correction.on": (ONE, ("corrections", 0, "on"), "2026-11-09"),
    "Correction.note": (ONE, ("corrections", 0, "note"), "It was Monday."),
    "Withdrawal.on": (GONE, ("withdrawn", "on"), "2026-11-10"),
    "Withdrawal.reason": (GONE, ("withdrawn", "reason"), "It was a mistake."),
    "Promise.what": (PROMISE, ("what",), "An export to CSV."),
    "Promise.made_by": (PROMISE, ("made_by",), "ana"),
    "Promise.made_to": (PROMISE, ("made_to",), {"department": "marketing"}),
    "Promise.owner": (PROMISE, ("owner",), "marketing"),
    "Promise.pursued_by": (PROMISE, ("pursued_by",), "ana"),
    "Promise.made_on": (PROMISE, ("made_on",), "2026-03-02"),
    "Promise.due": ("promises/ours.yml", ("due",), "2026-12-11"),
    "Promise.status": ("promises/ours.yml", ("status",), "in-progress"),
    "Promise.kept_on": (PROMISE, ("kept_on",), "2026-11-08"),
    "Promise.evidence": (PROMISE, ("evidence",), "Release 4.2."),
    "Promise.agreed_by": ("promises/back.yml", ("agreed_by",), "Their board"),
    "Promise.cited_by": (PROMISE, ("cited_by",), ["22222222"]),
    "Promise.slips": (PROMISE, ("slips",), []),
    "MadeTo.account": ("promises/back.yml", ("made_to", "account"), "Berg AG"),
    "MadeTo.segment": (PROMISE, ("made_to", "segment"), "enterprise"),
    "MadeTo.department": ("promises/ours.yml", ("made_to", "department"), "product"),
    "Slip.from": (PROMISE, ("slips", 0, "from"), "2026-10-02"),
    "Slip.to": (RESPONSE, ("slips", 0, "to"), None),
    "Slip.why": (PROMISE, ("slips", 0, "why"), "Everybody was ill."),
    "Slip.on": (PROMISE, ("slips", 0, "on"), "2026-09-21"),
    "Response.theme": ("responses/2026-11-06-support.md", ("theme",), "pricing"),
    "Response.promises": (RESPONSE, ("promises",), ["ours"]),
    "Response.debriefs": (RESPONSE, ("debriefs",), []),
    "Response.by": (RESPONSE, ("by",), "marketing"),
    "Response.on": (RESPONSE, ("on",), "2026-11-05"),
    "Response.decision": (RESPONSE, ("decision",), "fix"),
    "Response.due": (RESPONSE, ("due",), "2026-12-02"),
    "Response.reason": ("responses/2026-11-06-support.md", ("reason",), "It is too late."),
    "Response.evidence": ("responses/2026-11-06-terms.md", ("evidence",), "The old terms."),
    "Response.department": ("responses/2026-11-06-other.md", ("department",), "product"),
    "Response.initiative": (RESPONSE, ("initiative",), "driver"),
    "Response.slips": (RESPONSE, ("slips",), []),
    "Comment.theme": (COMMENT, ("theme",), "support"),
    "Comment.debrief": ("comments/2026-11-07-c2c2c2c2.md", ("debrief",), "22222222"),
    "Comment.response": ("comments/2026-11-07-c3c3c3c3.md", ("response",), "2026-11-06-support"),
    "Comment.promise": ("comments/2026-11-07-c4c4c4c4.md", ("promise",), "ours"),
    "Comment.by": (COMMENT, ("by",), "bo"),
    "Comment.on": (COMMENT, ("on",), "2026-11-06"),
    "Comment.stance": (COMMENT, ("stance",), "agrees"),
    "Initiative.title": (INITIATIVE, ("title",), "Short terms"),
    "Initiative.themes": (INITIATIVE, ("themes",), ["support"]),
    "Initiative.owner": (INITIATIVE, ("owner",), "marketing"),
    "Initiative.status": (INITIATIVE, ("status",), "active"),
    "Initiative.summary": (INITIATIVE, ("summary",), "Two years."),
    "Initiative.proposed_on": (INITIATIVE, ("proposed_on",), "2026-01-11"),
    "Initiative.started_on": (INITIATIVE, ("started_on",), "2026-02-11"),
    "Initiative.shipped_on": (INITIATIVE, ("shipped_on",), "2026-03-11"),
    "Initiative.stopped_on": ("initiatives/driver.yml", ("stopped_on",), "2026-05-06"),
    "Initiative.bet": (INITIATIVE, ("bet",), None),
    "Initiative.amendments": (INITIATIVE, ("amendments",), []),
    "Bet.figure": (INITIATIVE, ("bet", "figure"), "coverage"),
    "Bet.theme": (INITIATIVE, ("bet", "theme"), "support"),
    "Bet.segment": (INITIATIVE, ("bet", "segment"), "enterprise"),
    "Bet.side": (INITIATIVE, ("bet", "side"), "compelling"),
    "Bet.direction": (INITIATIVE, ("bet", "direction"), "up"),
    "Bet.threshold": (INITIATIVE, ("bet", "threshold"), 0.4),
    "Bet.by": (INITIATIVE, ("bet", "by"), "2027-04"),
    "Bet.probability": (INITIATIVE, ("bet", "probability"), 0.6),
    "Amendment.on": (INITIATIVE, ("amendments", 0, "on"), "2026-04-02"),
    "Amendment.note": (INITIATIVE, ("amendments", 0, "note"), "It was 0.1."),
    "Theme.id": ("themes.yml", (2, "id"), "helpdesk"),
    "Theme.title": ("themes.yml", (0, "title"), "Cost"),
    "Theme.parent": ("themes.yml", (1, "parent"), "other"),
    "Theme.means": ("themes.yml", (0, "means"), "What they pay."),
    "Theme.owner": ("themes.yml", (0, "owner"), "marketing"),
    "Theme.aliases": ("themes.yml", (0, "aliases"), ["money"]),
    "Theme.retired": ("themes.yml", (1, "retired"), "2026-11-19"),
    "Claim.id": ("claims.yml", (1, "id"), "sound"),
    "Claim.says": ("claims.yml", (0, "says"), "Live in a day."),
    "Claim.owner": ("claims.yml", (0, "owner"), "marketing"),
    "Claim.since": ("claims.yml", (0, "since"), "2026-01-02"),
    "Claim.retired": ("claims.yml", (1, "retired"), "2026-10-02"),
    "Claim.rests_on": ("claims.yml", (0, "rests_on"), ["ours"]),
    "Catalog.competitors": ("catalog.yml", ("competitors",), []),
    "Catalog.segments": ("catalog.yml", ("segments",), []),
    "Catalog.regions": ("catalog.yml", ("regions",), []),
    "Catalog.products": ("catalog.yml", ("products",), []),
    "Catalog.departments": ("catalog.yml", ("departments",), []),
    "CatalogEntry.id": ("catalog.yml", ("segments", 1, "id"), "large"),
    "CatalogEntry.title": ("catalog.yml", ("regions", 0, "title"), "Germany"),
    "CatalogEntry.aliases": ("catalog.yml", ("competitors", 0, "aliases"), ["Rival"]),
    "Letter.title": (LETTER, ("title",), "A warm month"),
    "Letter.order": (LETTER, ("order",), ["other"]),
    "Letter.picks": (LETTER, ("picks",), []),
    "Pick.debrief": (LETTER, ("picks", 0, "debrief"), "22222222"),
    "Pick.why": (LETTER, ("picks", 0, "why"), "It is short."),
}


def test_every_field_that_may_be_read_has_another_value_here() -> None:
    models = (*(kind.model for kind in KINDS.values()), *NESTED)
    readable = {
        f"{model.__name__}.{model.model_fields[name].alias or name}"
        for model in models
        for name, read_by in model.readers_by_field.items()
        if read_by.readers is not Readers.NEVER
    }
    assert sorted(readable ^ OTHERS.keys()) == []


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Bulletin:
    bulletin = build(write(tmp_path_factory.mktemp("shown"), BASE), audience="leadership")
    assert bulletin.publication.states[FileState.SET_ASIDE] == 0
    return bulletin


@pytest.fixture(scope="module")
def shown(base: Bulletin) -> list[str]:
    return list(shown_in(base))


@pytest.mark.parametrize("field", OTHERS)
def test_another_value_makes_another_page(field: str, base: Bulletin, shown: list[str], tmp_path: Path) -> None:
    path, place, value = OTHERS[field]
    content = content_of(settings_of(write(tmp_path, with_other(path, place, value)), audience="leadership"))
    content = Content(replace(content.settings, content_dir=base.settings.content_dir), content.publication)
    # Page by page, so that the first difference is enough.
    is_shown = any(now != then for now, then in zip_longest(shown_in(counted_as(base, content)), shown))
    assert is_shown, f"{field} may be read and is shown nowhere"


def test_the_same_values_make_the_same_pages(base: Bulletin, shown: list[str]) -> None:
    assert list(shown_in(counted_as(base, content_of(base.settings)))) == shown


def write(root: Path, files: Mapping[str, Any]) -> Path:
    """Write the tree of these files."""
    for path, data in files.items():
        text = yaml.safe_dump(data, allow_unicode=True, sort_keys=False)
        target = root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(f"---\n{text}---\n{BODIES.get(path, '')}\n" if path.endswith(".md") else text, "utf-8")
    return root


def with_other(path: str, place: Path_, value: Any) -> Mapping[str, Any]:
    """The files with another value at one place; without the key, where the value is None."""
    files = copy.deepcopy(dict(BASE))
    inner = files[path]
    for step in place[:-1]:
        inner = inner[step]
    if value is None:
        del inner[place[-1]]
    else:
        inner[place[-1]] = value
    return files


def counted_as(base: Bulletin, content: Content) -> Bulletin:
    """The bulletin of other content with the figures of the base: what is shown of a field, not counted by it."""
    ledger = ledger_of(content.publication, base.record, content.settings)
    return Bulletin(content.settings, content.publication, base.record, base.stamps, ledger)


def shown_in(bulletin: Bulletin) -> Iterator[str]:
    """What the templates of all pages are given."""
    publication = bulletin.publication
    names = Names(publication, bulletin.settings)
    yield from (repr(debrief_page(names, debrief, (), (), ("", ""))) for debrief in publication.debriefs)
    yield from (repr(tombstone_page(tombstone, names)) for tombstone in publication.tombstones)
    yield from (repr(page) for page in pages_of(PageContext(bulletin, names)))
