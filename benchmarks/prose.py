"""Pseudo-text with the shape of real narratives: paragraphs, lists, code spans, now and then a table."""

from __future__ import annotations

import random
from collections.abc import Callable

OPENERS = (
    "They", "The buyer", "Their IT", "Procurement", "The champion", "Finance", "Our sponsor", "The committee",
    "Operations", "The board", "Their partner", "The new director", "Security", "The plant", "Legal", "The team",
)  # fmt: skip
VERBS = (
    "asked for", "compared", "waited for", "accepted", "tested", "postponed", "doubted", "praised", "refused", "needed",
    "signed off", "came back to", "could not explain", "wanted to see", "walked through", "gave up on", "paid for",
    "had budgeted", "had promised", "would not defend", "measured", "liked", "lost patience with", "insisted on",
)  # fmt: skip
NOUNS = (
    "the pilot", "the roadmap", "a reference", "the contract", "the notice period", "the second year", "the export",
    "single sign-on", "the data model", "the audit trail", "a fixed price", "the migration", "the interface",
    "the old tool", "our proposal", "their offer", "the training", "the support desk", "the service level",
    "the test account", "the discount", "the calendar", "the mobile view", "the approval", "the business case",
    "the rollout", "the security review", "the spreadsheet", "a local partner", "the certificate", "the reports",
    "the demonstration", "the first invoice", "the integration", "the timeline", "the licence model", "the language",
)  # fmt: skip
TURNS = (
    "because", "although", "and then", "while", "so", "but", "until", "before", "after", "which is why", "even though",
)  # fmt: skip
ASIDES = (
    "in the third meeting", "on the phone", "twice", "without being asked", "in writing", "at the very end",
    "over lunch", "for the second time", "in front of everyone", "by e-mail", "during the trial week",
    "two days before the deadline", "on their own servers", "for every site", "across four countries",
    "as the year before", "with the numbers on the table", "from the start", "for once", "at equal price",
)  # fmt: skip
CODES = (
    "export.csv", "SAML 2.0", "GET /v2/orders", "order_id", "HTTP 502", "sync --full", "v4.1", "rate_limit: 60",
)  # fmt: skip
CELLS = ("setup", "licence", "support", "training", "year two", "exit", "users", "sites")
QUOTES = (
    "It does what we need, and nobody had to explain it to us.",
    "Three years up front is a non-starter for us.",
    "We asked the same question three times and got three answers.",
    "If it cannot talk to what we have, it is one more screen.",
    "Your people rang back. The others sent a brochure.",
    "I could not have defended that second-year price upstairs.",
    "We were live before the trial was over.",
    "The audit would have eaten everything we saved.",
    "Nobody could tell me what happens when we leave.",
    "My team asked me not to take it away again.",
    "The list was fine. The small print was not.",
    "We believed the roadmap once before.",
)


def clause(rng: random.Random) -> str:
    """A subject, what it did and to what."""
    aside = f" {rng.choice(ASIDES)}" if rng.random() < 0.45 else ""
    return f"{rng.choice(OPENERS)} {rng.choice(VERBS)} {rng.choice(NOUNS)}{aside}"


def sentence(rng: random.Random) -> str:
    """One to three clauses; some hold a code span, bold words or a link."""
    text = clause(rng)
    while rng.random() < 0.42 and len(text) < 180:
        follow = clause(rng)
        text += f" {rng.choice(TURNS)} {follow[0].lower()}{follow[1:]}"
    chance = rng.random()
    if chance < 0.05:
        text += f", see `{rng.choice(CODES)}`"
    elif chance < 0.07:
        text += f" — **{rng.choice(NOUNS)}**"
    elif chance < 0.085:
        text += f" ([notes](https://crm.example.com/notes/{rng.randrange(10_000)}))"
    return text + "."


def paragraph(rng: random.Random) -> str:
    """Three to six sentences on one line, as people write in forms."""
    return " ".join(sentence(rng) for _ in range(rng.randint(3, 6)))


def bullets(rng: random.Random) -> str:
    """A list of two to five points, numbered now and then."""
    mark = "1." if rng.random() < 0.25 else "-"
    return "\n".join(f"{mark} {clause(rng)}" for _ in range(rng.randint(2, 5)))


def table(rng: random.Random) -> str:
    """A comparison of offers, three columns wide."""
    rows = [f"| {rng.choice(CELLS)} | {rng.randint(2, 90)} | {rng.randint(2, 90)} |" for _ in range(rng.randint(2, 5))]
    return "\n".join(["| item | ours | theirs |", "| --- | ---: | ---: |", *rows])


def fence(rng: random.Random) -> str:
    """A code block with an error message."""
    return f"```\n{rng.choice(CODES)}: {rng.randrange(400, 600)} after {rng.randrange(2, 90)} s\n```"


def citation(rng: random.Random) -> str:
    """A block quote."""
    return f"> {rng.choice(QUOTES)}"


EXTRAS: tuple[tuple[float, Callable[[random.Random], str]], ...] = (
    (0.35, bullets),
    (0.06, table),
    (0.04, fence),
    (0.08, citation),
)


def narrative(rng: random.Random, account: str) -> str:
    """One to six paragraphs with what comes between them; a fifth of them name the account."""
    blocks = [paragraph(rng) for _ in range(rng.choices((1, 2, 3, 4, 5, 6), (6, 16, 28, 25, 16, 9))[0])]
    for chance, extra in EXTRAS:
        if rng.random() < chance:
            blocks.insert(rng.randint(1, len(blocks)), extra(rng))
    if rng.random() < 0.2:
        blocks[0] = f"{account} had been with us in the market for a while. {blocks[0]}"
    return "\n\n".join(blocks) + "\n"
