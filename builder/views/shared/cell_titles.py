"""What a cell of a figure is about, in words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from builder.figures.derivation import COMPARED
from builder.figures.figure_row import FigureRow
from builder.publication import value_bands
from builder.views.shared.names import Names
from builder.views.shared.phrases import upper_first
from builder.views.shared.sides import BOTH
from builder.views.shared.value_names import BUYER_ROLES, EVIDENCE, OUTCOME_TITLES, VOICES

REP_BANDS = {"stars": "stars", COMPARED: "stars against those below goal"}
WORDS: Mapping[str, Mapping[str, str]] = {
    "side": {side.id: side.verb for side in BOTH},
    "outcome": OUTCOME_TITLES,
    "decisive": {"yes": "decisive"},
    "voice": VOICES,
    "evidence": EVIDENCE,
    "role": {role.value: name.many for role, name in BUYER_ROLES.items()},
    "band": REP_BANDS,
    "kind": {"theme": "themes", "promise": "promises"},
}
CATALOGUES = {
    "segment": "segments",
    "region": "regions",
    "product": "products",
    "competitor": "competitors",
}
LOOKED_UP: Mapping[str, Callable[[Names, str], str]] = {
    "owner": Names.department,
    "promise": Names.promise_title,
    "claim": lambda names, id: f"“{names.claim(id)}”",
}
PREFIXES = {"territory": "territory", "team": "team"}
SIZES = ("0", *map(str, value_bands.BANDS))


def cell_title(row: FigureRow, names: Names, *, without: Iterable[str] = ()) -> str:
    """What a cell is about, in words: `Lost`, `Price, puts off, won`; a total is `All`."""
    words = (value_title(name, value, names) for name, value in row.keys if name not in without)
    return upper_first(", ".join(words)) or "All"


def value_title(name: str, value: str, names: Names) -> str:
    """How one value of a dimension is called."""
    if name == "theme":
        return names.theme_title(value)
    if name == "size":
        return _size(value, names)
    if name == "month":
        return names.scope_title(value)
    if name in LOOKED_UP:
        return LOOKED_UP[name](names, value)
    if name in WORDS:
        return WORDS[name].get(value, value)
    if name in PREFIXES:
        return f"{PREFIXES[name]} {value}"
    return names.title(CATALOGUES[name], value) if name in CATALOGUES else value


def _size(value: str, names: Names) -> str:
    position = SIZES.index(value)
    low = f"{int(value):,}"
    if position + 1 == len(SIZES):
        return f"{low} {names.settings.currency} or more"
    high = f"{int(SIZES[position + 1]):,} {names.settings.currency}"
    return f"{low} to {high}" if position else f"under {high}"
