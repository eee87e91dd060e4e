"""What a debrief became part of: the figures and headlines of its edition, and what was answered since."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from builder import addresses
from builder.editions import Edition
from builder.figures.figure_row import FigureRow
from builder.figures.results import Results
from builder.figures.theme_ranking import RankedTheme, to_lead
from builder.publication.public_debrief import PublicDebrief
from builder.publication.publication import PublicResponse
from builder.views.shared.conversation import DECISIONS
from builder.views.shared.edition_ranking import ranking_in
from builder.views.shared.headlines import headline
from builder.views.shared.names import Names
from builder.views.shared.phrases import Fact, Link, Phrase, count
from builder.views.shared.sides import SIDES

Key = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class CountedIn:
    """One thing that a debrief became part of, with a text that changes whenever it does."""

    fact: Fact
    mark: str

    @classmethod
    def of(cls, term: str, *phrase: str | Link) -> CountedIn:
        """The part with these words."""
        fact = Fact(term, phrase)
        return cls(fact, repr(fact))


class WhereCounted:
    """Finds, for the debriefs of one publication, what they entered.

    Of closed editions it is told what they printed, and so it never changes; an open edition's
    figures are only pointed at, so that no page of a debrief waits for them.
    """

    def __init__(self, names: Names) -> None:
        self._names = names
        self._editions = {edition.id: edition for edition in names.publication.schedule.editions}
        self._printed = Results.of({}, names.publication.schedule)
        self._counted: dict[Key, CountedIn] = {}
        self._behind: dict[str, dict[tuple[str, str], tuple[RankedTheme, frozenset[str], bool]]] = {}
        self._won = self._win_rates()
        self._responses: dict[str, list[tuple[PublicResponse, CountedIn]]] = defaultdict(list)
        for response in names.publication.responses:
            if response.value.theme:
                theme = names.publication.codebook.current(response.value.theme)
                self._responses[theme].append((response, self._answered(response, theme)))

    def of(self, debrief: PublicDebrief) -> tuple[CountedIn, ...]:
        """The parts of one debrief: figures first, then answers."""
        return tuple(self._parts(debrief))

    def _parts(self, debrief: PublicDebrief) -> Iterator[CountedIn]:
        edition = self._editions.get(debrief.edition)
        yield from self._won.get(debrief.id, ())
        if edition is not None and debrief.is_prospects_voice:
            for key in dict.fromkeys((driver.theme, driver.side) for driver in debrief.drivers):
                yield from self._figure(edition, debrief.id, *key)
        for theme in debrief.themes:
            yield from (
                part for response, part in self._responses[theme] if response.value.on.isoformat() >= debrief.recorded
            )

    def _figure(self, edition: Edition, id: str, theme: str, side: str) -> Iterator[CountedIn]:
        key = (edition.id, theme, side)
        if not edition.is_closed:
            if key not in self._counted:
                self._counted[key] = self._so_far(edition, theme, side)
            yield self._counted[key]
            return
        found = self._standings(edition).get((theme, side))
        if found is None or id not in found[1]:
            return
        if key not in self._counted:
            self._counted[key] = self._headline(edition, found[0], is_lead=found[2])
        yield self._counted[key]

    def _so_far(self, edition: Edition, theme: str, side: str) -> CountedIn:
        row = FigureRow(edition=edition.id, keys=(("theme", theme), ("side", side)))
        counted = Link("is counted so far", self._names.behind("prevalence", row), is_count=True)
        return CountedIn.of(
            self._term(theme, side), f"{self._names.edition_title(edition.period)} is open: what ", counted
        )

    def _headline(self, edition: Edition, standing: RankedTheme, *, is_lead: bool) -> CountedIn:
        words: Phrase = headline(self._printed, standing, self._names)
        where = self._names.edition_link(edition)
        leads = (". It leads ", where) if is_lead else (". Printed in ", where)
        return CountedIn.of(self._term(standing.theme, standing.side), *words, *leads)

    def _term(self, theme: str, side: str) -> str:
        return f"{SIDES[side].sign} {self._names.theme(theme).title}"

    def _win_rates(self) -> dict[str, list[CountedIn]]:
        """The printed win rates, by the debriefs behind them: of the edition in which the deal closed."""
        found: dict[str, list[CountedIn]] = defaultdict(list)
        for edition in self._editions.values():
            row = self._printed.find("win-rate", edition.id)
            if row is not None:
                counted = count(row.k, row.n, self._names.behind("win-rate", row))
                part = CountedIn.of("Win rate", counted, " deals won in ", self._names.edition_link(edition))
                for id in row.debriefs or ():
                    found[id].append(part)
        return found

    def _standings(self, edition: Edition) -> dict[tuple[str, str], tuple[RankedTheme, frozenset[str], bool]]:
        """By theme, as it is called today, and side: where it stood, the debriefs behind it, and whether it led."""
        if edition.id not in self._behind:
            current = self._names.publication.codebook.current
            ranking = ranking_in(self._printed, self._names.publication, edition)
            leading = next(iter(to_lead(ranking.puts_off, ranking.draws)), None)
            self._behind[edition.id] = {
                (current(one.theme), one.side): (one, frozenset(one.total.debriefs or ()), one is leading)
                for one in (*ranking.puts_off, *ranking.draws)
            }
        return self._behind[edition.id]

    def _answered(self, response: PublicResponse, theme: str) -> CountedIn:
        value = response.value
        who = self._names.title("departments", value.by)
        link = Link(f"{DECISIONS[value.decision]}, by {who}", f"{addresses.theme(theme)}#answer-{response.id}")
        about = self._names.theme(theme).title
        return CountedIn.of("Answered since", link, f", {self._names.day(value.on.isoformat())}, on {about}")
