"""The drivers of a debrief from the columns of a form: a column a theme, or a column that names themes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from builder.importing.cell_values import Noted, Refusal, shown, translated
from builder.importing.columns import ExportColumn
from builder.importing.export_reader import ExportRow
from builder.importing.import_map import DriverSpec, UnknownTheme, WordsKind
from builder.importing.known_lists import Choices
from builder.reading.faults import Fault
from builder.reading.rules.references import UNKNOWN_THEME
from builder.schema.theme import OTHER
from builder.support.nearest import listed

NONE = "none"
Drivers = dict[str, dict[str, Any] | str]


@dataclass(frozen=True, slots=True)
class DriverColumns:
    """One entry of the map's drivers, with its columns found."""

    spec: DriverSpec
    themes: Choices
    named_in: ExportColumn | None
    words: ExportColumn | None
    detail: ExportColumn | None

    def asked_for_nothing(self, row: ExportRow) -> bool:
        """Whether the row says that nothing was named when asked."""
        column = self.named_in or self.words
        cell = column.of(row) if column else ""
        return cell.casefold() in {word.casefold() for word in self.spec.nothing}

    def read(self, row: ExportRow, noted: Noted) -> Iterator[tuple[str, dict[str, Any]]]:
        """Each theme that the row names, with its driver. Raises Refusal for an unknown theme."""
        words = self.words.of(row) if self.words else ""
        if self.spec.theme is not None:
            if words and not self.asked_for_nothing(row):
                yield self.spec.theme, self._driver(words, row)
            return
        cell = self.named_in.of(row) if self.named_in else ""
        if not cell or self.asked_for_nothing(row):
            return
        parts = cell.split(self.spec.split) if self.spec.split else [cell]
        for part in filter(None, map(str.strip, parts)):
            theme, detail = self._theme(part, noted)
            if theme:
                driver = self._driver(words, row)
                yield theme, {**driver, "detail": driver.get("detail", detail)} if detail else driver

    def _driver(self, words: str, row: ExportRow) -> dict[str, Any]:
        driver: dict[str, Any] = {}
        if words:
            driver["quote" if self.spec.are is WordsKind.QUOTE else "note"] = words
        for name in ("voice", "evidence"):
            if value := getattr(self.spec, name):
                driver[name] = value.value
        if detail := (self.detail.of(row) if self.detail else ""):
            driver["detail"] = detail.casefold() if detail.casefold() in ("budget", "value", "terms") else detail
        return driver

    def _theme(self, text: str, noted: Noted) -> tuple[str, str]:
        """The theme that a text means, and the detail that it then is; empty where it means none."""
        meant = translated(text, self.spec.values)
        if not meant:
            return "", ""
        if found := self.themes.find(meant):
            if found != text:
                noted.read_as[self.spec.side, text, found] += 1
            return found, ""
        near = self.themes.nearest(meant)
        if self.spec.nearest and near:
            noted.read_as[self.spec.side, text, near] += 1
            return near, ""
        if self.spec.unknown is UnknownTheme.OTHER:
            noted.read_as[self.spec.side, text, OTHER] += 1
            return OTHER, text
        if self.spec.unknown is UnknownTheme.EMPTY:
            noted.read_as[self.spec.side, text, ""] += 1
            return "", ""
        message = f"{self.spec.side}: {shown(text)} is no theme"
        instead = f"in the map, values: {{{shown(text)}: {near}}}" if near else "unknown: other, in the map"
        raise Refusal(Fault(UNKNOWN_THEME, (), message, listed(self.themes.ids), instead))


def sides_of(columns: Sequence[DriverColumns], row: ExportRow, noted: Noted) -> dict[str, Drivers | str]:
    """Both sides of a debrief; `none` where the row says that nothing was named. Raises Refusal."""
    sides: dict[str, Drivers | str] = {}
    for entry in columns:
        found = sides.setdefault(entry.spec.side.value, {})
        assert isinstance(found, dict)
        for theme, driver in entry.read(row, noted):
            found[theme] = _joined(found.get(theme), driver)
    for side, found in list(sides.items()):
        if not found and any(entry.spec.side == side and entry.asked_for_nothing(row) for entry in columns):
            sides[side] = NONE
        elif not found:
            del sides[side]
    return sides


def _joined(before: dict[str, Any] | str | None, driver: dict[str, Any]) -> dict[str, Any] | str:
    """One driver from all that columns say of its theme; a note alone stands as plain text."""
    if before is None:
        merged = driver
    else:
        earlier = {"note": before} if isinstance(before, str) else before
        merged = {**earlier, **driver}
        for part in ("note", "quote"):
            said = [each[part] for each in (earlier, driver) if each.get(part)]
            if said:
                merged[part] = "\n".join(dict.fromkeys(said))
    return merged["note"] if set(merged) == {"note"} else merged
