"""The questions about drivers: theme by theme, with the words and whose they are."""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass
from textwrap import fill
from typing import Any

from builder.authoring.choices import Choices, themes
from builder.authoring.dialogue import SKIP, YES, Hint, Prompt, expanded, remark_on
from builder.authoring.draft_check import DraftContext, Record, Trouble
from builder.authoring.typed_values import NOTHING
from builder.schema.debrief import PRICING_DETAILS, UNSPECIFIED_THEMES, Outcome
from builder.schema.driver import Driver, Evidence
from builder.schema.questions import Question, questions_of
from builder.schema.theme import OTHER

SIDES = ("compelling", "repelling")
# The theme of a driver is its key; the other questions are those of its fields.
THEME = Question("Which theme?", "none: asked, and nothing; Enter: not asked")
MORE = Question("Another theme?", "Enter: no more")
OF_DRIVER = {question.field: question for question in questions_of(Driver)}
SAID, VERBATIM, KNOWN_BY, DETAIL = (OF_DRIVER[field] for field in ("note", "quote", "evidence", "detail"))
WIDTH = 100


def decider(record: Record) -> str:
    """The theme that decided if only one can have: the only one on the side that decides."""
    side = record.get("compelling" if record.get("outcome") == Outcome.WON else "repelling")
    return next(iter(side)) if isinstance(side, Mapping) and len(side) == 1 else ""


@dataclass(frozen=True, slots=True)
class DriverQuestions:
    """The questions about the drivers of one side; `troubles` says what is wrong with a record of that side alone."""

    question: Question
    around: DraftContext
    troubles: Callable[[Record], list[Trouble]]

    def ask(self, *, is_first: bool) -> Generator[Prompt | Hint, str, Any]:
        """Ask until no further theme is named; the drivers by theme, `none`, or None where nothing was answered.

        The side that is asked first lists the themes.
        """
        drivers: dict[str, Any] = {}
        text = ""
        offered = themes(self.around)
        if is_first:
            yield Hint(fill(", ".join(offered), WIDTH, initial_indent="Themes: ", break_on_hyphens=False))
        while True:
            text = (yield self._theme_prompt(offered, is_further=bool(drivers))).strip()
            if text in ("", SKIP) or (text == NOTHING and not drivers):
                break
            theme = expanded(text, offered, offered)
            if theme != text:
                yield Hint(f"= {theme}")
            if theme in drivers:
                yield Hint(f"{theme} stands here already", is_error=True)
            elif (yield from self._is_right(theme, {})):
                driver = yield from self._driver(theme)
                drivers.update({theme: driver} if driver else {})
        return NOTHING if text == NOTHING and not drivers else drivers or None

    def _theme_prompt(self, offered: Choices, *, is_further: bool) -> Prompt:
        if is_further:
            return Prompt(words=MORE.words, hint=MORE.hint, choices=offered, is_inner=True)
        question = self.question
        return Prompt(words=question.words, hint=THEME.hint, choices=offered, number=question.number)

    def _is_right(self, theme: str, driver: Mapping[str, Any]) -> Generator[Hint, str, bool]:
        """Whether a driver may stand as it is; says why not. Warnings come when the side is complete."""
        found = self.troubles({self.question.field: {theme: driver}})
        wrong = [trouble for trouble in found if len(trouble.fault.path) > 1 and trouble.is_error]
        for trouble in wrong:
            yield remark_on(trouble)
        return not wrong

    def _driver(self, theme: str) -> Generator[Prompt | Hint, str, dict[str, str]]:
        """What was answered about one theme; empty where the theme was a slip."""
        words = yield from self._answer(theme, {}, "note", Prompt(words=SAID.words, hint=SAID.hint))
        if not words:
            return {}
        own = yield Prompt(words=VERBATIM.words, hint="y/N", is_inner=True)
        driver = {"quote" if own.strip().casefold() in YES else "note": words}
        if "quote" in driver:
            known = dict.fromkeys(map(str, Evidence), "")
            prompt = Prompt(words=KNOWN_BY.words, hint="Enter: recollection", choices=known)
            driver |= _kept("evidence", (yield from self._answer(theme, driver, "evidence", prompt)))
        current = self.around.codebook.current(theme)
        if current in UNSPECIFIED_THEMES:
            kinds = dict.fromkeys(() if current == OTHER else PRICING_DETAILS, "")
            prompt = Prompt(words=DETAIL.words, hint="in a few words" if current == OTHER else "", choices=kinds)
            driver |= _kept("detail", (yield from self._answer(theme, driver, "detail", prompt)))
        return driver

    def _answer(
        self, theme: str, driver: Mapping[str, str], field: str, prompt: Prompt
    ) -> Generator[Prompt | Hint, str, str]:
        """One field of a driver, asked for until it is right; empty where it was left out."""
        inner = Prompt(words=prompt.words, hint=prompt.hint, choices=prompt.choices, is_inner=True)
        while True:
            typed = (yield inner).strip()
            text = expanded(typed, prompt.choices, prompt.choices)
            if text in ("", SKIP):
                return ""
            if text != typed:
                yield Hint(f"= {text}")
            if (yield from self._is_right(theme, {**driver, field: text})):
                return text


def _kept(field: str, text: str) -> dict[str, str]:
    return {field: text} if text else {}
