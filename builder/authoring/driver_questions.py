"""The part of the interview that asks for drivers: theme by theme, with the words and whose they are."""

from __future__ import annotations

from collections.abc import Generator, Mapping
from textwrap import fill
from typing import TYPE_CHECKING, Any

from builder.authoring.choices import themes
from builder.authoring.dialogue import SKIP, YES, Dialogue, Hint, Prompt, expanded, remark_on
from builder.authoring.draft_check import Record
from builder.authoring.typed_values import NOTHING
from builder.schema.debrief import PRICING_DETAILS, UNSPECIFIED_THEMES, Evidence, Outcome
from builder.schema.questions import DETAIL, KNOWN_BY, MORE, SAID, THEME, VERBATIM, Question
from builder.schema.theme import OTHER

if TYPE_CHECKING:
    from builder.authoring.interview import Interview

SIDES = ("compelling", "repelling")
WIDTH = 100
Part = Generator[Prompt | Hint, str, str]


def decider(record: Record) -> str:
    """The theme that decided if only one can have: the only one on the side that decides."""
    side = record.get("compelling" if record.get("outcome") == Outcome.WON else "repelling")
    return next(iter(side)) if isinstance(side, Mapping) and len(side) == 1 else ""


def ask_side(interview: Interview, question: Question) -> Dialogue:
    """Ask for one side's drivers until no further theme is named."""
    drivers: dict[str, Any] = {}
    text = ""
    offered = themes(interview.around)
    if not any(interview.has(side) for side in SIDES):
        yield Hint(fill(", ".join(offered), WIDTH, initial_indent="Themes: ", break_on_hyphens=False))
    while True:
        asked = MORE if drivers else THEME
        words, number = (asked.words, 0) if drivers else (question.words, question.number)
        said = yield Prompt(words=words, hint=asked.hint, choices=offered, number=number, is_inner=bool(drivers))
        text = said.strip()
        if text in ("", SKIP) or (text == NOTHING and not drivers):
            break
        theme = expanded(text, offered, offered)
        if theme != text:
            yield Hint(f"= {theme}")
        if theme in drivers:
            yield Hint(f"{theme} stands here already", is_error=True)
        elif (yield from _is_right(interview, question.field, theme, {})):
            driver = yield from _driver(interview, question.field, theme)
            drivers.update({theme: driver} if driver else {})
    yield from interview.settle(question.field, NOTHING if text == NOTHING and not drivers else drivers or None)


def _is_right(interview: Interview, side: str, theme: str, driver: Mapping[str, Any]) -> Generator[Hint, str, bool]:
    """Whether a driver may stand as it is; says why not. Warnings come when the side is complete."""
    record = {side: {theme: driver}}
    pending = set(interview.kind.model.model_fields) - {side}
    found = interview.around.troubles(interview.kind, record, "", interview.path, pending)
    wrong = [trouble for trouble in found if len(trouble.fault.path) > 1 and trouble.is_error]
    for trouble in wrong:
        yield remark_on(trouble)
    return not wrong


def _driver(interview: Interview, side: str, theme: str) -> Generator[Prompt | Hint, str, dict[str, str]]:
    """What was said about one theme; empty where the theme was a slip."""
    words = yield from _part(interview, side, theme, {}, "note", Prompt(words=SAID.words, hint=SAID.hint))
    if not words:
        return {}
    own = yield Prompt(words=VERBATIM.words, hint="y/N", is_inner=True)
    driver = {"quote" if own.strip().casefold() in YES else "note": words}
    if "quote" in driver:
        known = dict.fromkeys(map(str, Evidence), "")
        prompt = Prompt(words=KNOWN_BY.words, hint="Enter: recollection", choices=known)
        driver |= _kept("evidence", (yield from _part(interview, side, theme, driver, "evidence", prompt)))
    current = interview.around.codebook.current(theme)
    if current in UNSPECIFIED_THEMES:
        kinds = dict.fromkeys(() if current == OTHER else PRICING_DETAILS, "")
        prompt = Prompt(words=DETAIL.words, hint="in a few words" if current == OTHER else "", choices=kinds)
        driver |= _kept("detail", (yield from _part(interview, side, theme, driver, "detail", prompt)))
    return driver


def _kept(part: str, text: str) -> dict[str, str]:
    return {part: text} if text else {}


def _part(
    interview: Interview, side: str, theme: str, driver: Mapping[str, str], part: str, prompt: Prompt
) -> Generator[Prompt | Hint, str, str]:
    """One part of a driver, asked for until it is right; empty where it was left out."""
    inner = Prompt(words=prompt.words, hint=prompt.hint, choices=prompt.choices, is_inner=True)
    while True:
        said = yield inner
        text = expanded(said.strip(), prompt.choices, prompt.choices)
        if text in ("", SKIP):
            return ""
        if text != said.strip():
            yield Hint(f"= {text}")
        if (yield from _is_right(interview, side, theme, {**driver, part: text})):
            return text
