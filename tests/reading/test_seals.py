"""The seal of a debrief holds under what may change after closing, and breaks under any other edit."""

from __future__ import annotations

import pytest

from builder.reading.document_reader import read_document
from builder.schema import KINDS
from tests.support import debrief

BODY = "They took their time.\n\nThen they left."


def seal(text: str | bytes, path: str = "debriefs/2026-11-05-acme-7f3c9a10.md") -> str:
    return read_document(KINDS["debrief"], path, text if isinstance(text, bytes) else text.encode()).seal


PLAIN = seal(debrief(body=BODY))


@pytest.mark.parametrize(
    "text",
    [
        debrief(body=BODY, corrections="[{on: 2026-11-09, note: It was two years.}]"),
        debrief(body=BODY, visibility="counted"),
        debrief(body=BODY, withdrawn="{on: 2026-11-09, reason: Wrong account.}"),
        debrief(body=BODY).replace("\n", "\r\n"),
        debrief(body=BODY).replace("outcome: lost", "outcome:   'lost'  # so they said"),
        debrief(body=BODY).replace("rep: ana\naccount: Acme GmbH\n", "account: Acme GmbH\nrep: ana\n"),
        debrief(body=BODY) + "\n\n",
        b"\xef\xbb\xbf" + debrief(body=BODY).encode(),
    ],
    ids=[
        "corrections",
        "visibility",
        "withdrawn",
        "crlf",
        "spelling of yaml",
        "order of keys",
        "trailing lines",
        "mark",
    ],
)
def test_the_seal_holds(text: str | bytes) -> None:
    assert seal(text) == PLAIN


@pytest.mark.parametrize(
    "text",
    [
        debrief(body=BODY, outcome="won"),
        debrief(body=BODY, account="Acme AG"),
        debrief(body=BODY, minutes=3),
        debrief(body=BODY, contributor_note="A friend of mine."),
        debrief(body=BODY, driver="repelling:\n  contract-terms: Four years."),
        debrief(body=BODY, driver="repelling:\n  contract-length: Three years."),
        debrief(body=BODY, driver="repelling:\n  contract-terms: {note: Three years., mentioned: true}"),
        debrief(body=BODY + "\nAnd came back."),
        debrief(body=BODY.replace("Then", " Then")),
        debrief(body=""),
    ],
)
def test_the_seal_breaks(text: str) -> None:
    assert seal(text) != PLAIN


def test_a_file_set_aside_keeps_its_seal_so_that_it_is_known_again() -> None:
    assert len(seal(debrief(outcome="lots"))) == 32
