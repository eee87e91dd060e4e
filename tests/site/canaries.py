"""A content tree with a word that is nobody else's in every field, and who may read which."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from tests.site.support import repository

EVERYONE, LEADERSHIP = "everyone", "leadership"
BOTH = frozenset({EVERYONE, LEADERSHIP})
LEADERS = frozenset({LEADERSHIP})
NOBODY: frozenset[str] = frozenset()
ACCOUNT = "Zwirnfeld Quarzwerke GmbH"
SPELLINGS = (
    "Zwirnfeld Quarzwerke GmbH",
    "ZWIRNFELD QUARZWERKE",
    "zwirnfeld-quarzwerke",
    "Zwirnfeld  Quarzwerke's",
    "zwirnfeldquarzwerke",
    "@zwirnfeldquarzwerke.example",
    "Zwírnfeld Quarzwerke",
    "ZQK",
    "Quarzzwirn",
)
NEVER_MASKED = "Ordinary words stay as they are"
PADDING = "so that this is long enough to be an answer and says in plain words what was decided and why it was"


class Text(Protocol):
    """Makes a free text of one line with a fresh word in it."""

    def __call__(self, place: str, readers: frozenset[str] = BOTH, *, must: bool = True) -> str: ...


@dataclass
class Canaries:
    """Gives out words, and remembers who may read each and where it was put."""

    readers: dict[str, frozenset[str]] = field(default_factory=dict)
    places: dict[str, str] = field(default_factory=dict)
    required: set[str] = field(default_factory=set)

    def __call__(self, place: str, readers: frozenset[str], *, must: bool = True) -> str:
        """A fresh word; with `must` those who may read it have to find it somewhere."""
        word = f"zq{len(self.places):03d}x{sum(map(ord, place)) % 997:03d}q"
        self.readers[word], self.places[word] = readers, place
        if must:
            self.required.add(word)
        return word

    def hidden_from(self, audience: str) -> dict[str, str]:
        """The words that this audience must not find, with their places."""
        return {word: self.places[word] for word, readers in self.readers.items() if audience not in readers}

    def owed_to(self, audience: str) -> dict[str, str]:
        """The words that this audience has to find, with their places."""
        return {word: self.places[word] for word in sorted(self.required) if audience in self.readers[word]}


def plant(folder: Path, noise: str = "") -> Canaries:
    """Write a repository with a private folder; `noise` follows every word in a free text."""
    canaries = Canaries()
    repository(folder, dict(_public(canaries, noise)), private_dir="private")
    for path, text in _private(canaries, noise):
        target = folder / "private" / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
    return canaries


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _public(new: Canaries, noise: str) -> Iterator[tuple[str, str]]:
    def text(place: str, readers: frozenset[str] = BOTH, *, must: bool = True) -> str:
        """A free text of one line in quotes: a word, an account under all its names, the noise."""
        spelled = "" if place.endswith("title") or place == "theme means" else "; ".join(SPELLINGS)
        return _quoted(f"{new(place, readers, must=must)} {spelled} {noise}")

    yield from _lists(new, text)
    yield from _debriefs(new, text, noise)
    yield from _conversation(new, text, noise)


def _lists(new: Canaries, text: Text) -> Iterator[tuple[str, str]]:
    yield (
        "themes.yml",
        f"""\
- id: pricing
  title: {text("theme title")}
  means: {text("theme means")}
  owner: product
  aliases: [{new("theme alias", BOTH)}]
- {{id: contract-terms, title: Contract terms, parent: pricing}}
- {{id: other, title: Something else}}
""",
    )
    yield (
        "catalog.yml",
        f"""\
competitors:
- {{id: {new("competitor id", BOTH)}, title: {text("competitor title")}}}
- {{id: rivalsoft, title: Rivalsoft}}
segments: [{{id: mid-market, title: {new("segment title", BOTH)}}}]
regions: [{{id: dach, title: {new("region title", BOTH)}}}]
products: [{{id: core, title: {text("product title")}}}]
departments: [{{id: product, title: {new("department title", BOTH)}}}]
accounts: [{{id: zwirn, title: {ACCOUNT}, aliases: [ZQK, Quarzzwirn, {new("account alias", NOBODY)}]}}]
""",
    )
    yield (
        "roster.yml",
        f"""\
- handle: {new("unsigned handle", NOBODY)}
  name: Zacharias {new("unsigned name", NOBODY)}
  team: {new("team", NOBODY)}
  territory:
  - {{territory: {new("territory", NOBODY)}}}
  - {{territory: {new("later territory", NOBODY)}, since: 2026-08-01}}
- handle: {new("signed handle", NOBODY)}
  name: Berta {new("signed name", BOTH)}
  team: {new("team of the signed", NOBODY)}
  territory: {new("territory of the signed", NOBODY)}
  signs: true
""",
    )
    yield (
        "claims.yml",
        f"""\
- {{id: fast, says: {text("claim")}, owner: product, since: 2026-01-01}}
""",
    )
    rep = _word(new, "unsigned handle")
    yield (
        "attainment.csv",
        f"period,rep,attainment,expectation\n2026-09,{rep},0.73519,1.28473\n2026-10,{rep},0.91357,1.04711\n",
    )
    yield (
        "closed_deals.csv",
        "opportunity,account,closed,outcome,value,rep,segment\n"
        f"{new('opportunity of the export', NOBODY)},{new('account of the export', NOBODY)} AG,2026-10-05,lost,"
        f"91573 EUR,{rep},mid-market\n",
    )


def _word(new: Canaries, place: str) -> str:
    return next(word for word, found in new.places.items() if found == place)


def _debriefs(new: Canaries, text: Text, noise: str) -> Iterator[tuple[str, str]]:
    rep, signed = _word(new, "unsigned handle"), _word(new, "signed handle")
    names = f"Zacharias {_word(new, 'unsigned name')} and Berta {_word(new, 'signed name')}"
    account = f"{new('account', LEADERS)} Holding AG"
    rival = _word(new, "competitor id")
    stem = f"2026-11-03-{new('file name', NOBODY)}"
    yield (
        f"debriefs/2026/{new('folder name', NOBODY)}/{stem}-11111111.md",
        f"""\
---
decided: 2026-11-02
rep: {rep}
account: {account}
outcome: lost
lost_to: {rival}
value: 82461 EUR
segment: mid-market
region: dach
product: core
opportunity: {new("opportunity", NOBODY)}
compelling:
  pricing: {{note: {text("note")}, detail: terms}}
repelling:
  contract-terms:
    quote: {text("quote")}
    evidence: email
    detail: {text("detail", BOTH)}
  other: {{quote: {text("recalled quote")}, detail: odd}}
decided_by: contract-terms
competitors: [rivalsoft, {new("competitor off the list", BOTH)}]
stage_lost: proposal
claims: {{fast: disbelieved, {new("claim off the list", BOTH)}: ignored}}
broken_promises:
  - sso
  - {{text: {text("broken promise")}, owner: product}}
ask: {text("ask")}
minutes: 7
contributor_note: {text("contributor's note", NOBODY)}
corrections: [{{on: 2026-11-05, note: {text("correction")}}}]
---
{new("narrative", BOTH)} about {"; ".join(SPELLINGS)}, by {names}. {NEVER_MASKED}. {account} said so. {noise}

- [{new("words of a link", BOTH)}](https://a.example/{new("address of a link", BOTH)} "{new("title of a link", BOTH)}")
- ![{new("words of a picture", BOTH)}](https://example.org/picture.png)

<b title="{new("raw HTML", BOTH)}">raw</b>
""",
    )
    yield (
        "debriefs/2026/2026-11-20-22222222.md",
        f"""\
---
decided: 2026-10-17
rep: anonymous
account: {new("anonymous account", NOBODY)} KG
outcome: lost
value: 73517 EUR
segment: mid-market
opportunity: {new("anonymous opportunity", NOBODY)}
repelling:
  pricing: {{quote: {text("anonymous quote")}, detail: value}}
contributor_note: {text("anonymous contributor's note", NOBODY)}
---
""",
    )
    yield (
        f"debriefs/2026/2026-11-05-{new('counted file name', NOBODY)}-33333333.md",
        f"""\
---
decided: 2026-11-05
rep: {signed}
account: {new("counted account", NOBODY)} SE
outcome: no-decision
visibility: counted
opportunity: {new("counted opportunity", NOBODY)}
compelling:
  other: {{note: {text("counted note", NOBODY)}, detail: {text("counted detail", NOBODY)}}}
repelling:
  pricing: {{quote: {text("counted quote", NOBODY)}, detail: budget}}
broken_promises: [{{text: {text("counted broken promise", NOBODY)}, owner: product}}]
ask: {text("counted ask", NOBODY)}
corrections: [{{on: 2026-11-06, note: {text("counted correction", NOBODY)}}}]
---
{new("counted narrative", NOBODY)}
""",
    )
    yield (
        f"debriefs/2026/2026-11-06-{new('withdrawn file name', NOBODY)}-44444444.md",
        f"""\
---
decided: 2026-11-05
rep: {rep}
account: {new("withdrawn account", NOBODY)} Ltd
outcome: won
compelling:
  pricing: {{quote: {text("withdrawn quote", NOBODY)}, detail: value}}
ask: {text("withdrawn ask", NOBODY)}
withdrawn: {{on: 2026-11-10, reason: {text("reason of a withdrawal")}}}
---
{new("withdrawn narrative", NOBODY)}
""",
    )
    yield (
        f"debriefs/2026/2026-12-24-{new('later file name', NOBODY)}-55555555.md",
        f"""\
---
decided: 2026-12-01
rep: {rep}
account: {new("later account", NOBODY)} Ltd
outcome: won
compelling:
  pricing: {{quote: {text("later quote", NOBODY)}, detail: value}}
---
{new("later narrative", NOBODY)}
""",
    )
    yield (
        f"debriefs/2026/2026-11-07-{new('file name of one set aside', LEADERS)}-66666666.md",
        f"""\
---
decided: 2026-11-06
rep: {new("unknown rep", LEADERS, must=False)}
account: {new("account of one set aside", NOBODY)} Ltd
outcome: {new("outcome that is none", LEADERS)}
{new("unknown key", LEADERS)}: yes
repelling:
  pricing: {{quote: {text("quote set aside", NOBODY)}, detail: value}}
---
{new("narrative set aside", NOBODY)}
""",
    )
    yield (
        "debriefs/2026/2026-11-08-signed-77777777.md",
        f"""\
---
decided: 2026-11-06
rep: {signed}
account: {ACCOUNT}
outcome: won
value: 5000 EUR
compelling:
  pricing: {{note: {text("second note")}, detail: value}}
repelling: none
---
""",
    )


def _conversation(new: Canaries, text: Text, noise: str) -> Iterator[tuple[str, str]]:
    rep, signed = _word(new, "unsigned handle"), _word(new, "signed handle")
    spelled = "; ".join(SPELLINGS)
    yield (
        "editions/2026-11.md",
        f"""\
---
title: {text("title of an edition")}
picks:
  - {{debrief: "11111111", why: {text("reason of the pick")}}}
  - {{debrief: "33333333", why: {text("reason of a pick of a counted one", NOBODY)}}}
  - {{debrief: "88888888", why: {text("reason of a pick of a private one", LEADERS)}}}
---
{new("letter", BOTH)} on {spelled}. {noise}
""",
    )
    for name, about, extra in (
        ("theme", "theme: pricing", "decision: decline\nreason: {reason}"),
        ("ask", 'debriefs: ["11111111"]', "decision: done\nevidence: {reason}"),
    ):
        fields = extra.format(reason=text(f"reason of an answer to a {name}"))
        yield (
            f"responses/2026-11-12-{name}.md",
            f"---\n{about}\nby: product\non: 2026-11-12\n{fields}\n---\n"
            f"{new(f'answer to a {name}', BOTH)} {PADDING} {spelled}. {noise}\n",
        )
    yield (
        "responses/2026-11-13-private.md",
        '---\ndebriefs: ["88888888"]\nby: product\non: 2026-11-13\ndecision: done\n'
        f"evidence: {text('private evidence', LEADERS)}\n---\n"
        f"{new('answer to a private debrief', LEADERS)} {PADDING}\n",
    )
    for number, (about, readers) in enumerate(
        (
            ("theme: pricing", BOTH),
            ('debrief: "11111111"', BOTH),
            ("response: 2026-11-12-theme", BOTH),
            ('debrief: "88888888"', LEADERS),
            ('debrief: "33333333"', NOBODY),
            ("response: 2026-11-13-private", LEADERS),
        )
    ):
        by = (rep, signed, "anonymous", "product", "product", "product")[number]
        yield (
            f"comments/2026-11-14-remark-aaaaaa0{number}.md",
            f"---\n{about}\nby: {by}\nstance: disagrees\n---\n"
            f"{new(f'comment on {about}', readers)} {PADDING} {spelled}. {noise}\n",
        )
    yield (
        "promises/sso.yml",
        f"""\
what: {text("promise", BOTH)}
made_by: {rep}
made_to: {{account: {new("account of a promise", LEADERS, must=False)} plc}}
owner: product
pursued_by: {rep}
made_on: 2026-09-01
due: 2026-11-15
status: in-progress
cited_by: ["11111111", "88888888"]
slips: [{{from: 2026-10-01, to: 2026-11-15, why: {text("reason of a slip", BOTH, must=False)}, on: 2026-09-20}}]
""",
    )
    yield (
        "initiatives/cheaper.yml",
        f"""\
title: {text("initiative", BOTH, must=False)}
themes: [pricing]
owner: product
status: active
summary: {text("summary of an initiative", BOTH, must=False)}
proposed_on: 2026-09-01
amendments: [{{on: 2026-10-01, note: {text("amendment", BOTH, must=False)}}}]
""",
    )


def _private(new: Canaries, noise: str) -> Iterator[tuple[str, str]]:
    rep = _word(new, "unsigned handle")

    def text(place: str) -> str:
        return _quoted(f"{new(place, LEADERS)} {noise}")

    yield (
        f"debriefs/{new('private folder', NOBODY)}/2026-11-09-{new('private file name', NOBODY)}-88888888.md",
        f"""\
---
decided: 2026-11-08
rep: {rep}
account: {new("private account", LEADERS)} GmbH
outcome: lost
lost_to: {new("private competitor", LEADERS)}
segment: {new("private segment", LEADERS)}
opportunity: {new("private opportunity", NOBODY)}
repelling:
  pricing: {{quote: {text("private quote")}, detail: value}}
ask: {text("private ask")}
contributor_note: {new("private contributor's note", NOBODY)}
---
{new("private narrative", LEADERS)}
""",
    )
    yield (
        f"debriefs/2026-11-09-{new('private file name of one set aside', LEADERS)}-99999999.md",
        f"---\ndecided: 2026-11-08\nrep: {new('private unknown rep', LEADERS)}\naccount: Some Ltd\noutcome: won\n"
        "compelling: {pricing: {note: fine, detail: value}}\n---\n",
    )
    yield (
        "responses/2026-11-15-secret.md",
        "---\ntheme: pricing\nby: product\non: 2026-11-15\ndecision: decline\n"
        f"reason: {text('reason of a private answer')}\n---\n"
        f"{new('private answer', LEADERS)} {PADDING}\n",
    )
    yield (
        "comments/2026-11-16-secret-bbbbbb01.md",
        f"---\ntheme: pricing\nby: product\nstance: adds\n---\n{new('private comment', LEADERS)} {PADDING}\n",
    )
    yield (
        "editions/2026-10.md",
        f"---\ntitle: {text('title of a private edition')}\n---\n{new('private letter', LEADERS)}\n",
    )
