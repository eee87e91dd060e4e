"""What is waiting, as Markdown, plain text or an e-mail: to be sent on by others, since the program sends nothing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from builder.build import Bulletin
from builder.config import Settings
from builder.reminders.desks import Desk
from builder.reminders.reminder_request import EML, MARKDOWN, TEXT, ReminderRequest
from builder.reminders.undebriefed_deals import Undebriefed
from builder.reminders.waiting import Waiting, open_questions
from builder.reporting.inert import inert, one_line
from builder.reporting.mail import Mail, as_eml
from builder.views.shared.names import Names
from builder.views.shared.phrases import counted_noun, day, joined, upper_first

LINE = 200


@dataclass(frozen=True, slots=True)
class ReminderSection:
    """Entries under a heading; without one where there is nothing to tell apart. `nothing` is said of none."""

    heading: str
    entries: tuple[Waiting, ...]
    nothing: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reminder:
    """What a reminder says; `root` stands before each link: the site's address, or a slash where it has none."""

    subject: str
    title: str
    opening: str
    sections: tuple[ReminderSection, ...]
    closing: str
    root: str


def render_reminder(settings: Settings, found: Sequence[Desk] | Undebriefed, asked: ReminderRequest) -> bytes:
    """What was found as a reminder, in the form that is asked for: UTF-8, or an .eml.

    Raises BulletinError for an address that no header can hold.
    """
    reminder = _for_rep(settings, found) if isinstance(found, Undebriefed) else _for_desks(settings, found)
    if asked.form != EML:
        return "".join(f"{line}\n" for line in LINES[asked.form](reminder)).encode()
    text, markdown = ("\n".join(LINES[form](reminder)) for form in (TEXT, MARKDOWN))
    return as_eml(Mail(reminder.subject, text, markdown, tuple(asked.mails)), settings)


def _for_desks(settings: Settings, found: Sequence[Desk]) -> Reminder:
    things = sum(len(desk.entries) for desk in found)
    summary = f"{counted_noun(things, 'thing')} {_is(things)} waiting" if things else "nothing is waiting"
    whom = f" ({found[0].title})" if len(found) == 1 else ""
    return Reminder(
        subject=f"{settings.site_name}: {summary}{whom}",
        title="What is waiting",
        opening=f"As of {_date(settings, settings.as_of)}: {summary}.",
        sections=tuple(map(_desk_section, found)),
        closing=f"Worked out for the audience “{settings.audience}”: what its site will not hold is not here.",
        root=settings.site_url or "/",
    )


def _desk_section(desk: Desk) -> ReminderSection:
    count = f": {len(desk.entries):,}" if desk.entries else ""
    return ReminderSection(f"{desk.title}{count}", desk.entries, desk.nothing)


def _for_rep(settings: Settings, found: Undebriefed) -> Reminder:
    missing, start = len(found.entries), _date(settings, found.since)
    summary = (
        f"every deal that you closed since {start} has a debrief"
        if found.closed
        else f"you closed no deal since {start}"
    )
    if missing:
        deals = f"of {counted_noun(found.closed, 'deal')} that you closed since {start}"
        summary = f"{deals}, {missing:,} {'has' if missing == 1 else 'have'} no debrief"
    return Reminder(
        subject=f"{settings.site_name}: {counted_noun(missing, 'deal')} to debrief",
        title="Deals to debrief",
        opening=f"As of {_date(settings, settings.as_of)}: {summary}.",
        sections=(ReminderSection("", found.entries),) if missing else (),
        closing="This is for you alone: no list tells who has written and who has not.",
        root=settings.site_url or "/",
    )


def unanswered(bulletin: Bulletin) -> str:
    """What no decision has answered, a line each with where to answer; empty where there is nothing."""
    names = Names(bulletin.publication, bulletin.settings)
    entries = open_questions(bulletin, names)
    if not entries:
        return ""
    root = bulletin.settings.site_url or "/"
    head = f"{counted_noun(len(entries), 'thing')} {_is(len(entries))} waiting for a decision:"
    return "\n".join([head, *(f"  {line}" for entry in entries for line in _unanswered_lines(entry, names, root))])


def _unanswered_lines(entry: Waiting, names: Names, root: str) -> Iterator[str]:
    owner = names.department(entry.desk)
    yield f"{_what(entry, one_line)} ({one_line(owner)}): {entry.state.lower()}"
    yield from (f"  answer: {root}{way.href}" for way in entry.ways[:1])


def _markdown(reminder: Reminder) -> Iterator[str]:
    yield from (f"# {inert(reminder.title)}", "", inert(reminder.opening), "")
    for section in reminder.sections:
        if section.heading:
            yield from (f"## {inert(section.heading)}", "")
        yield from (
            (_markdown_item(entry, reminder.root) for entry in section.entries)
            if section.entries
            else (inert(section.nothing),)
        )
        yield ""
    yield f"*{inert(reminder.closing)}*"


def _markdown_item(entry: Waiting, root: str) -> str:
    """`- **Unanswered for 12 days**: theme “Price” · due … · [Answer](…)`, all on one line."""
    command = (f"`{entry.command}`",) if entry.command else ()
    ways = (f"{way.text}: `/{way.href}`" if root == "/" else f"[{way.text}]({root}{way.href})" for way in entry.ways)
    head = f"**{entry.state}**: {_what(entry, inert)}"
    return "- " + " · ".join((head, *map(inert, entry.facts), *command, *ways))


def _text(reminder: Reminder) -> Iterator[str]:
    yield from (one_line(reminder.title), "", one_line(reminder.opening), "")
    for section in reminder.sections:
        if section.heading:
            yield from (one_line(section.heading).upper(), "")
        for entry in section.entries:
            yield f"* {entry.state}: {_what(entry, one_line)}"
            yield from (f"  {line}" for line in _text_below(entry, reminder.root))
            yield ""
        if not section.entries:
            yield from (one_line(section.nothing), "")
    yield one_line(reminder.closing)


def _text_below(entry: Waiting, root: str) -> Iterator[str]:
    if entry.facts:
        yield upper_first("; ".join(map(one_line, entry.facts)))
    if entry.command:
        yield entry.command
    yield from (f"{way.text}: {root}{way.href}" for way in entry.ways)


def _what(entry: Waiting, worded: Callable[[str, int], str]) -> str:
    """`theme “Price”`, `answer on “Price” and “Half of it by May”`."""
    return " ".join(filter(None, (entry.noun, joined(f"“{worded(one, LINE)}”" for one in entry.about))))


LINES: Mapping[str, Callable[[Reminder], Iterator[str]]] = {MARKDOWN: _markdown, TEXT: _text}


def _is(count: int) -> str:
    return "is" if count == 1 else "are"


def _date(settings: Settings, date: dt.date) -> str:
    return day(date.isoformat(), settings.locale)
