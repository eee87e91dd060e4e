"""Titles of themes, editions and catalogue entries, looked up in one place."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from builder import addresses
from builder.config import Rhythm, Settings
from builder.editions import Edition, Period
from builder.figures.figure_row import ALL, FigureRow
from builder.publication.public_debrief import PublicDebrief
from builder.publication.publication import Publication
from builder.schema.catalog import BUILT_IN_HOUSE
from builder.schema.debrief import Outcome
from builder.schema.theme import Theme
from builder.views.shared import phrases
from builder.views.shared.phrases import Link, Piece


@dataclass(slots=True)
class Names:
    """Looks up how things are called on the pages of one publication."""

    publication: Publication
    settings: Settings
    _titles: dict[str, dict[str, str]] = field(default_factory=dict)
    _pages: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        self._pages = frozenset(debrief.id for debrief in self.publication.debriefs if debrief.has_page)
        for catalogue in ("competitors", "segments", "regions", "products", "departments"):
            entries = getattr(self.publication.catalog, catalogue)
            self._titles[catalogue] = {entry.id: entry.title for entry in entries}
        self._titles["competitors"].setdefault(BUILT_IN_HOUSE, "Built in house")
        self._titles["claims"] = {claim.id: claim.says for claim in self.publication.claims}

    @property
    def front_id(self) -> str:
        """The edition on the front page; the whole record where there is none."""
        front = self.publication.schedule.front
        return front.id if front else ALL

    def title(self, catalogue: str, id: str) -> str:
        """The title of a catalogue entry; an id that is not listed is read aloud."""
        return self._titles[catalogue].get(id) or phrases.upper_first(id.replace("-", " "))

    def department(self, id: str) -> str:
        """The title of a department; `Nobody` where nobody owns it."""
        return self.title("departments", id) if id else "Nobody"

    def promise_title(self, id: str) -> str:
        """What was promised, as the ledger has it; the id where no file tells of it any more."""
        promise = self.publication.promise(id)
        return promise.what if promise else id

    def subject(self, kind: str, id: str) -> Piece:
        """What an answer or a question is about, leading to its page where it has one.

        `kind` is `theme`, `promise` or `ask` (of a debrief).
        """
        if kind == "theme":
            return self.theme_link(id)
        if kind == "promise":
            return Link(self.promise_title(id), addresses.promise(id)) if self.publication.promise(id) else id
        debrief = self.publication.debrief(id) if self.are_published([id]) else None
        return Link(self.headline(debrief), addresses.debrief(id)) if debrief else id

    def claim(self, id: str) -> str:
        """A claim as it is made; one that is not on the list is called by its id."""
        return self._titles["claims"].get(id, id)

    def theme(self, id: str) -> Theme:
        """The theme under a present or an old id."""
        return self.publication.codebook.get(id)

    def theme_title(self, id: str) -> str:
        """The theme's title; where an edition knew it under an old id, that is told."""
        current = self.publication.codebook.current(id)
        title = self.theme(id).title
        return title if current == id else f"{title} (then “{id}”)"

    def theme_link(self, id: str) -> Link:
        """A link to the theme's page."""
        return Link(self.theme_title(id), addresses.theme(self.publication.codebook.current(id)))

    def behind(self, figure: str, row: FigureRow) -> str:
        """Where the debriefs behind a row are listed."""
        current = self.publication.codebook.current(row.key("theme")) if row.key("theme") else ""
        page = addresses.evidence(current, row.edition) if current else addresses.rows(figure, row.edition)
        return f"{page}#{self.anchor(figure, row)}"

    def anchor(self, figure: str, row: FigureRow) -> str:
        """The place of a row on its page; a theme that had another id then keeps it here."""
        theme = row.key("theme")
        old = f"-{theme}" if theme and theme != self.publication.codebook.current(theme) else ""
        return addresses.anchor(figure, row.keys) + old

    def are_published(self, ids: Iterable[str]) -> bool:
        """Whether every one of these debriefs has a page."""
        return self._pages.issuperset(ids)

    def edition_title(self, period: Period) -> str:
        """`October 2026`, `Fourth quarter of 2026` or `FY2027, first quarter`."""
        if self.settings.rhythm is Rhythm.MONTH:
            return phrases.month(period.id, self.settings.locale)
        year, quarter = period.id.rsplit("-Q", 1)
        ordinal = ("first", "second", "third", "fourth")[int(quarter) - 1]
        prefix = f"{phrases.upper_first(ordinal)} quarter of"
        return f"{prefix} {year}"

    def edition_short(self, period: Period) -> str:
        """`Oct 26` or `2026-Q4`, for the heads of narrow columns."""
        if self.settings.rhythm is Rhythm.MONTH:
            return phrases.short_day(period.id, self.settings.locale).replace(" 20", " ’")
        return period.id

    def edition_link(self, edition: Edition) -> Link:
        """A link to the edition's page."""
        return Link(self.edition_title(edition.period), addresses.edition(edition.id))

    def span(self, first: Period, last: Period) -> str:
        """`August to October 2026`, or `2026-Q1 to 2026-Q3`."""
        if self.settings.rhythm is not Rhythm.MONTH:
            return f"{first.id} to {last.id}"
        start, end = self.edition_title(first), self.edition_title(last)
        return f"{start.removesuffix(end[-5:])} to {end}"

    def quarter_ending(self, id: str) -> str:
        """`the quarter to September 2026`, or `the third quarter of 2026` where that is the edition."""
        title = self.scope_title(id)
        return f"the quarter to {title}" if self.settings.rhythm is Rhythm.MONTH else f"the {phrases.lowered(title)}"

    def scope_title(self, id: str) -> str:
        """The title of an edition by its id, or of the whole record."""
        period = self.publication.schedule.calendar.parse(id)
        return self.edition_title(period) if period else "The whole record" if id == ALL else id

    def edition_of(self, id: str) -> Link:
        """A link to the edition with this id."""
        edition = self.publication.schedule.get(id)
        return self.edition_link(edition) if edition else Link(id, addresses.EDITIONS)

    def headline(self, debrief: PublicDebrief) -> str:
        """What happened, as one sentence: `A mid-market company, DACH, chose Rivalsoft`."""
        who = phrases.upper_first(debrief.account)
        pause = "," if "," in who else ""
        return f"{who}{pause} {self._ending(debrief)}"

    def _ending(self, debrief: PublicDebrief) -> str:
        if debrief.outcome is Outcome.WON:
            return "signed"
        if debrief.outcome is Outcome.NO_DECISION:
            return "decided nothing"
        if debrief.outcome is Outcome.DISQUALIFIED:
            return "was not for us"
        if debrief.lost_to == BUILT_IN_HOUSE:
            return "built it in house"
        return f"chose {self.title('competitors', debrief.lost_to)}" if debrief.lost_to else "chose another"

    def day(self, iso: str) -> str:
        """A date in full, in the site's language."""
        return phrases.day(iso, self.settings.locale)

    def about(self, amount: float) -> str:
        """An amount in brief, in the site's currency."""
        return phrases.about(amount, self.settings.currency, self.settings.locale)

    def value_of(self, debrief: PublicDebrief) -> str:
        """What the deal was worth, or the band it lies in; empty where nobody said."""
        if debrief.value is None:
            return debrief.value_band
        return phrases.money(debrief.value, self.settings.currency, self.settings.locale)
