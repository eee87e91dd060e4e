"""A reminder says the same in every form, does nothing where it is shown, and names no rep."""

from __future__ import annotations

import datetime as dt
import email
import re
from email.message import EmailMessage
from email.policy import SMTP
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from builder.config import Settings
from builder.reminders.reminder_request import ReminderRequest, find_waiting
from builder.reporting.inert import one_line
from builder.reporting.reminding import render_reminder, unanswered
from builder.support.errors import BulletinError
from tests.reminders.test_undebriefed_deals import FILES
from tests.reminders.tree import TREE
from tests.reporting.test_effect import HOSTILE, REFERENCES, rendered
from tests.support import LISTS, build, debrief, settings_of, write

SITE = "https://bulletin.example.com/"
ASKED = "repelling:\n  pricing: {note: Too dear., detail: budget}"


def asked(**changes: Any) -> ReminderRequest:
    usual: dict[str, Any] = {"departments": (), "rep": None, "since": None, "form": "markdown", "mails": ()}
    return ReminderRequest(**{**usual, **changes})


def reminder(settings: Settings, request: ReminderRequest) -> bytes:
    return render_reminder(settings, find_waiting(settings, request), request)


def reminder_text(
    root: Path, form: str = "markdown", url: str = SITE, *, audience: str = "everyone", **wanted: Any
) -> str:
    """The reminder as a text."""
    return reminder(settings_of(root, site_url=url, audience=audience), asked(form=form, **wanted)).decode("utf-8")


def letter(root: Path, **wanted: Any) -> EmailMessage:
    """The reminder as a mail program reads it."""
    message = email.message_from_bytes(reminder_text(root, "eml", **wanted).encode("utf-8"), policy=SMTP)
    assert isinstance(message, EmailMessage)
    return message


def part(message: EmailMessage, kind: str) -> str:
    """The body of a kind, plain or html."""
    body = message.get_body((kind,))
    assert body is not None
    return str(body.get_content())


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return write(tmp_path, TREE)


def test_an_entry_in_markdown_is_a_line_with_its_links(root: Path) -> None:
    lines = reminder_text(root, departments=["product"]).splitlines()
    assert lines[:5] == ["# What is waiting", "", "As of 21 November 2026: 6 things are waiting.", "", "## Product: 6"]
    assert (
        "- **Unanswered for 21 days**: theme “Contract terms” · first shown in October 2026 · "
        "an answer is due by 30 November 2026 · "
        f"[Answer]({SITE}contribute/#kind=response&theme=contract-terms&by=product) · "
        f"[Theme]({SITE}themes/contract-terms/)"
    ) in lines


def test_an_edition_comes_with_the_command_that_closes_it(root: Path) -> None:
    assert "· `bulletin close 2026-10` ·" in reminder_text(root, departments=["editor"])
    assert "  bulletin close 2026-10\n" in reminder_text(root, "text", departments=["editor"])


def test_an_entry_in_text_is_a_few_lines(root: Path) -> None:
    assert (
        "* Overdue for 6 days: answer on “Ring back.”\n"
        "  “Fix” of 20 October 2026; due 15 November 2026\n"
        f"  Say what became of it: {SITE}contribute/#kind=response&debriefs=00000006&by=marketing\n"
        f"  Debrief: {SITE}debriefs/00000006/\n"
    ) in reminder_text(root, "text", departments=["marketing"])


def test_without_an_address_of_the_site_paths_are_told(root: Path) -> None:
    assert "Theme: `/themes/contract-terms/`" in reminder_text(root, url="")
    assert "](" not in reminder_text(root, url="")
    assert "  Theme: /themes/contract-terms/\n" in reminder_text(root, "text", url="")


@pytest.mark.parametrize("form", ["markdown", "text"])
def test_nothing_is_said_where_nothing_waits(tmp_path: Path, form: str) -> None:
    root = write(tmp_path, {})
    whole = reminder_text(root, form)
    assert "As of 21 November 2026: nothing is waiting." in whole
    assert not re.search(r"^(##|\*|-) ", whole, re.MULTILINE)
    some = reminder_text(root, form, departments=["product", "editor", "nobody"])
    for line in (
        "Nothing is waiting for Product.",
        "Nothing is waiting for the editor.",
        "Nothing waits without an owner.",
    ):
        assert line in some.splitlines()


def test_one_thing_is_one(tmp_path: Path) -> None:
    write(tmp_path, {"debriefs/2026-11-05-acme-00000001.md": debrief(ASKED, ask="Print it.")})
    assert "As of 21 November 2026: 1 thing is waiting." in reminder_text(tmp_path)


def test_a_letter_has_both_forms_and_headers_that_programs_read(root: Path) -> None:
    message = letter(root, departments=["legal", "product"], mails=("ana@example.com", "bo@example.com"))
    assert message.get_content_type() == "multipart/alternative"
    assert [one.get_content_type() for one in message.iter_parts()] == ["text/plain", "text/html"]
    assert message["Subject"] == "Sales bulletin: 6 things are waiting"
    assert message["To"] == "ana@example.com, bo@example.com"
    assert message["Date"].datetime.isoformat() == "2026-11-21T00:00:00+00:00"
    assert re.fullmatch(r"<[0-9a-f]{32}@bulletin\.example\.com>", message["Message-ID"])
    assert message["From"] is None
    assert (
        part(message, "plain").replace("\r\n", "\n").rstrip()
        == reminder_text(root, "text", departments=["legal", "product"]).rstrip()
    )
    html = part(message, "html")
    assert f'<a href="{SITE}themes/contract-terms/" rel="nofollow noopener noreferrer">Theme</a>' in html
    assert "Nothing is waiting for Legal." in html


def test_a_letter_is_the_same_bytes_for_the_same_words_and_another_id_for_others(root: Path) -> None:
    one, again = (reminder_text(root, "eml", mails=("ana@example.com",)) for _ in range(2))
    assert one == again
    ids = {letter(root, departments=[name])["Message-ID"] for name in ("product", "marketing")}
    assert len(ids | {letter(root)["Message-ID"]}) == 3


def test_every_line_of_a_letter_ends_as_mail_wants_it_and_is_short(root: Path) -> None:
    raw = reminder(settings_of(root, site_url=SITE), asked(form="eml"))
    assert raw.count(b"\n") == raw.count(b"\r\n") > 50
    assert b"\r" not in raw.replace(b"\r\n", b"")
    assert max(map(len, raw.split(b"\r\n"))) <= 78


def test_a_letter_is_from_the_editor_where_there_is_one(root: Path) -> None:
    settings = settings_of(root, editor="editor@example.com", site_name="Zürich\r\nBcc: eve@example.com")
    message = email.message_from_bytes(reminder(settings, asked(form="eml")), policy=SMTP)
    assert message["From"] == "editor@example.com"
    assert message["Bcc"] is None
    assert message["Subject"].startswith("Zürich Bcc: eve@example.com: ")


EVIL = "Product\r\nBcc: eve@example.com\r\n\r\n<script>alert(1)</script>"


@pytest.mark.parametrize("title", [EVIL, "x: y\nTo: eve@example.com", "=?utf-8?q?Bcc=3A?=\u2028Cc: eve@example.com"])
def test_no_title_of_a_department_ends_a_header(tmp_path: Path, title: str) -> None:
    quoted = title.replace("\r", "\\r").replace("\n", "\\n").replace("\u2028", "\\L")
    catalog = f'departments: [{{id: product, title: "{quoted}"}}]\n'
    write(tmp_path, {**LISTS, "catalog.yml": catalog, "promises/one.yml": TREE["promises/silent.yml"]})
    message = letter(tmp_path, departments=["product"])
    assert sorted(message.keys()) == ["Content-Type", "Date", "MIME-Version", "Message-ID", "Subject", "X-Unsent"]
    assert message["Subject"].endswith(")")
    assert "<script" not in part(message, "html")


@pytest.mark.parametrize(
    "mail",
    [
        "ana",
        "",
        "a@b@c",
        "ana@example.com\r\nBcc: eve@example.com",
        "ana@example.com, eve@example.com",
        "Ana <ana@example.com>",
        "änä@example.com",
        "a,b@example.com",
        "(x)@example.com",
    ],
)
def test_what_is_no_address_is_refused(root: Path, mail: str) -> None:
    with pytest.raises(BulletinError, match="--mail"):
        reminder_text(root, "eml", mails=(mail,))


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"departments": ("product",), "rep": "ana"}, "not both"),
        ({"since": "2026-11-01"}, "--to-rep"),
        ({"mails": ("ana@example.com",)}, "--format eml"),
        ({"mails": ("ana@example.com",), "form": "text"}, "--format eml"),
    ],
)
def test_what_does_not_go_together_is_refused(wrong: dict[str, Any], why: str) -> None:
    with pytest.raises(BulletinError, match=why):
        asked(**wrong)


def escaped(text: str) -> str:
    """A text in YAML's double quotes."""
    return '"' + "".join(c if c.isalnum() or c == " " else f"\\U{ord(c):08x}" for c in text) + '"'


@pytest.fixture
def hostile(tmp_path: Path) -> Path:
    """Every hostile text as a theme's title, an ask and a broken promise."""
    titles = "".join(f"- {{id: theme-{n}, title: {escaped(text)}}}\n" for n, text in enumerate(HOSTILE))
    files = {"themes.yml": titles}
    for n, text in enumerate(HOSTILE):
        files[f"debriefs/2026-11-05-acme-{n:08x}.md"] = debrief(
            f"repelling:\n  theme-{n}: It weighed.",
            account=f"Firm {n}",
            decided_by=f"theme-{n}",
            ask=escaped(text),
            broken_promises=f"[{{text: {escaped(text)}}}]",
        )
    return write(tmp_path, files)


@pytest.mark.parametrize(("rep", "entries"), [(None, 2 * len(HOSTILE)), ("ana", len(HOSTILE))])
def test_hostile_text_stays_text(hostile: Path, rep: str | None, entries: int) -> None:
    """One item of a list for each entry: no heading, link, picture, mark or reference of its own."""
    if rep:
        lines = "".join(f'OP-{n},"{one_line(text)}",2026-11-02,lost,ana\n' for n, text in enumerate(HOSTILE))
        write(hostile, {"closed_deals.csv": f"opportunity,account,closed,outcome,rep\n{lines}"}, lists=False)
    markdown = reminder_text(hostile, rep=rep)
    html = rendered(markdown)
    assert html.count("<li>") == len(re.findall("^- ", markdown, re.MULTILINE)) == entries
    assert set(re.findall(r"<([a-z0-9]+)", html)) <= {"h1", "h2", "p", "ul", "li", "strong", "a", "em"}
    assert all(target.startswith(SITE) for target in re.findall(r'href="([^"]*)', html))
    seen = unescape(re.sub(r"<[^>]+>", "", html))
    assert "evil.example" in seen
    assert not REFERENCES.search(seen)
    assert "<script" not in part(letter(hostile, rep=rep), "html")
    assert not re.search(r"[\u202e\u2028\x00-\x09\x0b-\x1f]", reminder_text(hostile, "text", rep=rep))


def test_no_rep_is_in_any_list(root: Path) -> None:
    """Neither handles nor names of the roster, nor the account of the promises and of a debrief, in any form."""
    write(root, {"closed_deals.csv": FILES["closed_deals.csv"].replace("2026-11-02", "2026-10-02")}, lists=False)
    names = r"\b(ana|bo|cleo)\b|Brandt|Lund|Marsh|Hamburg|Leeds|Somebody|OP-\d"
    for audience in ("everyone", "leadership"):
        for form in ("markdown", "text"):
            assert re.findall(names, reminder_text(root, form, audience=audience), re.IGNORECASE) == []
    assert "Zebra" not in reminder_text(root)
    assert "Zebra Foods" in reminder_text(root, audience="leadership")


@pytest.mark.parametrize("form", ["markdown", "text"])
def test_a_rep_is_told_of_nothing_but_the_own_deals(tmp_path: Path, form: str) -> None:
    root = write(tmp_path, FILES)
    whole = reminder_text(root, form, rep="ana")
    assert "As of 21 November 2026: of 6 deals that you closed since 22 September 2026, 3 have no debrief." in whole
    assert not re.search(r"\bbo\b|cleo|Somebody|OP-[15789]\b", whole)
    assert "every deal that you closed since" in reminder_text(root, form, rep="ana", since=dt.date(2026, 11, 7))
    assert "you closed no deal since 22 September 2026." in reminder_text(root, form, rep="cleo")


def test_one_deal_has_no_debrief(tmp_path: Path) -> None:
    root = write(tmp_path, FILES)
    assert "of 1 deal that you closed since 22 September 2026, 1 has no debrief." in reminder_text(root, rep="bo")
    assert letter(root, rep="bo")["Subject"] == "Sales bulletin: 1 deal to debrief"


def test_silence_is_told_with_owner_age_and_where_to_answer(root: Path) -> None:
    assert unanswered(build(root, site_url=SITE)) == (
        "2 things are waiting for a decision:\n"
        "  theme “Contract terms” (Product): unanswered for 21 days\n"
        f"    answer: {SITE}contribute/#kind=response&theme=contract-terms&by=product\n"
        "  promise “Due 2026-11-01.” (Product): unanswered for 19 days\n"
        f"    answer: {SITE}contribute/#kind=response&promises=silent&by=product"
    )
    assert unanswered(build(write(root / "empty", {}))) == ""
