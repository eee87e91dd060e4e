"""The interview that fills in a new file: questions in order, each answer checked at once.

It reads no terminal: `run` yields prompts and remarks, and is sent the answers.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from builder.authoring.choices import Choices, choices_for, commenters
from builder.authoring.crm_deals import deals_without_debrief, facts_of
from builder.authoring.dialogue import SKIP, YES, Dialogue, Hint, Prompt, expanded, remark_on
from builder.authoring.draft_check import DraftContext, Record, Trouble
from builder.authoring.driver_questions import SIDES, DriverQuestions, decider
from builder.authoring.typed_values import Misspelt, Shape, fields_of, tidied, value_of
from builder.schema import Kind
from builder.schema.closed_deal import ClosedDeal
from builder.schema.debrief import ANONYMOUS
from builder.schema.forms import BODY, FORMS
from builder.schema.questions import Default, Question

MOST_DEALS = 5


@dataclass(frozen=True, slots=True)
class DraftText:
    """What stands in a file before its interview: its fields, and its free text."""

    record: Mapping[str, Any]
    body: str = ""


class Interview:
    """One new file while it is filled in: `record` and `body` are what has been answered so far."""

    def __init__(
        self,
        kind: Kind,
        around: DraftContext,
        path_of: Callable[[Record], str],
        draft: DraftText,
        author: str = "",
    ) -> None:
        self.kind, self.around = kind, around
        self.record: dict[str, Any] = dict(draft.record)
        self.body = draft.body
        self._path_of = path_of
        self._author = author
        self._form = FORMS[kind.name]
        self._fields = fields_of(kind)
        self._queue = list(self._form.first)
        self._asked: set[str] = {*draft.record, *([BODY] if draft.body else [])}
        self._remarked: set[Trouble] = set()
        self._suggested: dict[str, str] = {}

    def run(self, *, everything: bool = False, offer: bool = True) -> Dialogue:
        """Ask what comes first, then, if wanted, everything else."""
        yield from self._ask_all()
        if offer and not everything:
            everything = (yield Prompt(words=self._form.more, hint="y/N")).strip().casefold() in YES
        if everything:
            self._queue += [question for question in self._form.rest if question not in self._queue]
            yield from self._ask_all()

    def run_needed(self) -> Dialogue:
        """Ask only for what the file cannot do without."""
        self._queue = []
        while again := [trouble for trouble in self.troubles() if trouble.is_error]:
            self._ask_again(again)
            yield from self._ask_all()

    def fill_defaults(self) -> None:
        """Take who writes and what day it is where nothing was said of them, without asking."""
        settled = {*self.record, *(["rep"] if "interviewer" in self.record else [])}
        for question in self._form.first:
            default = self._default(question)
            if default and question.default is not Default.DECIDER and question.field not in settled:
                self.record[question.field] = default
                self._asked.add(question.field)

    @property
    def path(self) -> str:
        """Where the file would lie, by what has been answered so far."""
        return self._path_of(self.record)

    def take_back(self, troubles: list[Trouble]) -> None:
        """Forget the answers that are wrong, so that they are asked for again."""
        self._ask_again(troubles)

    def troubles(self) -> list[Trouble]:
        """What is wrong so far."""
        return self.around.troubles(self.kind, self.record, self.body, self.path, self._pending())

    def _pending(self) -> set[str]:
        """The fields that will still be asked for."""
        pending: set[str] = set()
        for question in self._queue:
            open_ = all(when.holds(self.record) or when.field in pending for when in question.when)
            if open_ and question.field not in self._asked:
                pending.add(question.field)
        return pending

    def _ask_all(self) -> Dialogue:
        while question := self._next():
            if self._fields[question.field].shape is Shape.GROUPS:
                yield from self._ask_side(question)
            elif question.field == "account":
                yield from self._ask_account(question)
            else:
                yield from self._ask(question)

    def _ask_side(self, question: Question) -> Dialogue:
        """Ask for one side's drivers."""
        is_first = self._asked.isdisjoint(SIDES)
        drivers = yield from DriverQuestions(question, self.around, self._troubles_of).ask(is_first=is_first)
        yield from self.settle(question.field, drivers)

    def _troubles_of(self, record: Record) -> list[Trouble]:
        """What is wrong with these fields alone; nothing is expected yet of the others."""
        pending = set(self.kind.model.model_fields) - record.keys()
        return self.around.troubles(self.kind, record, "", self.path, pending)

    def _next(self) -> Question | None:
        wanted = (question for question in self._queue if question.field not in self._asked)
        return next((q for q in wanted if all(when.holds(self.record) for when in q.when)), None)

    def _ask(self, question: Question, more: Choices | None = None) -> Dialogue:
        prompt = self._prompt(question, more or {})
        text = (yield prompt).strip() or prompt.default
        if text == SKIP or not text:
            yield from self.settle(question.field, None)
            return
        if question.field == BODY:
            self.body = text
            yield from self.settle(BODY, text)
            return
        try:
            value = value_of(question.field, self._fields[question.field], [self._meant(prompt, text)])
        except Misspelt as wrong:
            yield Hint(f"{wrong.fault.message}; allowed: {wrong.fault.allowed}", is_error=True)
            return
        if isinstance(value, str) and value != text:
            yield Hint(f"= {value}")
        yield from self.settle(question.field, value)

    def _meant(self, prompt: Prompt, text: str) -> str:
        """The answer with what was abbreviated written out."""
        if not prompt.is_list:
            return expanded(text, prompt.choices, prompt.choices)
        return ", ".join(expanded(one.strip(), prompt.choices, prompt.choices) for one in text.split(","))

    def _prompt(self, question: Question, more: Choices) -> Prompt:
        return Prompt(
            words=question.words,
            hint=question.hint,
            default=self._suggested.get(question.field) or self._default(question),
            choices={**self._choices(question), **more},
            number=question.number,
            is_list=self._fields[question.field].shape is Shape.LIST,
            is_long=question.field == BODY,
        )

    def _choices(self, question: Question) -> Choices:
        if question.field == "decided_by":
            return {theme: "" for side in SIDES for theme in _themes(self.record.get(side))}
        if (self.kind.name, question.field) == ("comment", "by"):
            return commenters(self.around)
        return choices_for(question.field, self._fields[question.field], self.around)

    def _default(self, question: Question) -> str:
        if question.default is Default.AUTHOR:
            return self._author
        if question.default is Default.TODAY:
            return self.around.settings.as_of.isoformat()
        if question.default is Default.DECIDER:
            return decider(self.record)
        return question.default.value if question.default else ""

    def settle(self, field: str, value: Any) -> Dialogue:
        """Take an answer; say what is wrong with it, and ask again where it cannot stay."""
        if value is None and field == BODY:
            self.body = ""
        elif value is None:
            self.record.pop(field, None)
        elif field != BODY:
            self.record[field] = tidied(value)
        self._asked.add(field)
        new = [trouble for trouble in self.troubles() if trouble not in self._remarked]
        for trouble in new:
            yield remark_on(trouble)
        self._remarked.update(trouble for trouble in new if not trouble.is_error)
        self._ask_again([trouble for trouble in new if trouble.is_error])

    def _ask_again(self, troubles: list[Trouble]) -> None:
        for trouble in troubles:
            for field in trouble.again:
                self._asked.discard(field)
                self.record.pop(field, None)
                self.body = "" if field == BODY else self.body
                question = self._form.question(field)
                if question is not None and question not in self._queue:
                    self._queue.append(question)
                    # In the form's order, whichever fault came first.
                    self._queue.sort(key=self._form.questions.index)
                if trouble.fault.suggestion and "\n" not in trouble.fault.suggestion and len(trouble.fault.path) == 1:
                    self._suggested[field] = trouble.fault.suggestion

    def _ask_account(self, question: Question) -> Dialogue:
        """Ask for the account; a deal of the rep's that nobody has debriefed can be picked instead."""
        rep = self.record.get("rep", "")
        # What the CRM knows of a deal leads to who sold it: never offered to who wants no name.
        deals = self._deals_of(rep) if rep != ANONYMOUS else ()
        deals = () if "outcome" in self.record or "opportunity" in self.record else deals
        shown = {str(number): deal for number, deal in enumerate(deals[:MOST_DEALS], 1)}
        if shown:
            lines = [f"  {number}  {_deal_line(deal)}" for number, deal in shown.items()]
            yield Hint("\n".join(["Your closed deals without a debrief; a number picks one:", *lines]))
        by_key = {**shown, **{deal.opportunity: deal for deal in deals}}
        prompt = self._prompt(question, {deal.opportunity: deal.account or "" for deal in deals})
        text = ((yield prompt).strip()) or prompt.default
        deal = by_key.get(text) or (yield from self._meant_deal(text, deals))
        if deal is not None:
            yield from self._pick(deal)
            return
        yield from self.settle("account", None if text in ("", SKIP) else text)

    def _deals_of(self, rep: str) -> tuple[ClosedDeal, ...]:
        """The rep's closed deals without a debrief, newest first."""
        found = deals_without_debrief(self.around.corpus, rep)
        closed = (deal for deal in found if deal.closed <= self.around.settings.as_of)
        return tuple(sorted(closed, key=lambda deal: (-deal.closed.toordinal(), deal.opportunity)))

    def _meant_deal(self, text: str, deals: tuple[ClosedDeal, ...]) -> Any:
        """The deal that is meant by an account's name or its beginning, if there is but one and it is meant."""
        if text in ("", SKIP):
            return None
        key = self.around.accounts.key
        same = [deal for deal in deals if deal.account and key(deal.account).startswith(key(text))]
        if len(same) != 1:
            return None
        answer = yield Prompt(words=f"Is it {_deal_line(same[0])}?", hint="Y/n", is_inner=True)
        return same[0] if answer.strip().casefold() in {"", *YES} else None

    def _pick(self, deal: ClosedDeal) -> Dialogue:
        facts = facts_of(deal, self.around.settings.currency)
        for field, value in facts.items():
            if field not in self.record:
                self.record[field] = value
                self._asked.add(field)
        self._suggested["decided"] = deal.closed.isoformat()
        yield Hint("= " + ", ".join(facts.values()))
        yield from self.settle("opportunity", deal.opportunity)


def _deal_line(deal: ClosedDeal) -> str:
    """A deal in one line."""
    value = f", {deal.value}" if deal.value else ""
    return f"{deal.opportunity}  {deal.account or '?'}, {deal.outcome.value} on {deal.closed}{value}"


def _themes(side: Any) -> list[str]:
    return list(side) if isinstance(side, Mapping) else []
