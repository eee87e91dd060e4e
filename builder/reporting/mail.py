"""A letter as an .eml file: the same bytes for the same words, and headers that no word can end."""

from __future__ import annotations

import datetime as dt
import hashlib
import html
from collections.abc import Iterable
from dataclasses import dataclass
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from urllib.parse import urlsplit

from builder.config import Settings, mail_address
from builder.markup.markdown import to_html
from builder.reporting.inert import one_line
from builder.support.errors import BulletinError

PAGE = """\
<!doctype html>
<html lang="{lang}"><head><meta charset="utf-8"><title>{title}</title></head><body>
{body}</body></html>
"""
NOWHERE = "bulletin.invalid"


@dataclass(frozen=True, slots=True)
class Mail:
    """A letter in two forms of the same words, and whom it is addressed to."""

    subject: str
    text: str
    markdown: str
    to: tuple[str, ...] = ()


def as_eml(letter: Mail, settings: Settings) -> bytes:
    """The letter with CRLF line ends, dated by the data; a mail program opens it as a draft."""
    subject, lang = one_line(letter.subject), settings.locale.replace("_", "-")
    page = PAGE.format(lang=lang, title=html.escape(subject), body=to_html(letter.markdown))
    digest = _digest((subject, letter.text, page, *letter.to))
    message = EmailMessage(policy=SMTP)
    message["Subject"] = subject
    if settings.editor:
        message["From"] = _address("editor", settings.editor)
    if letter.to:
        message["To"] = [_address("--mail", to) for to in letter.to]
    message["Date"] = dt.datetime.combine(settings.as_of, dt.time(), dt.UTC)
    message["Message-ID"] = f"<{digest}@{_host(settings.site_url)}>"
    message["X-Unsent"] = "1"
    message.set_content(letter.text, cte="quoted-printable")
    message.add_alternative(page, subtype="html", cte="quoted-printable")
    # Else it would be drawn at random.
    message.set_boundary(f"=_{digest}")
    return message.as_bytes()


def _address(option: str, text: str) -> Address:
    """An address that can stand in a header."""
    try:
        return Address(addr_spec=mail_address(option, text).encode("ascii").decode())
    except (ValueError, IndexError, MessageError) as error:
        raise BulletinError(f"{option}: {text!r} is not an e-mail address such as editor@example.com") from error


def _digest(words: Iterable[str]) -> str:
    return hashlib.blake2b("\0".join(words).encode(), digest_size=16).hexdigest()


def _host(site_url: str) -> str:
    """The site's own host, for an id that is nobody else's."""
    host = urlsplit(site_url).hostname or ""
    return host if host.isascii() and host else NOWHERE
