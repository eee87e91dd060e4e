"""What another themes.yml would change, as lines for people or as JSON."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from itertools import groupby

from builder.changes.recoding import Difference
from builder.figures.figure_row import ALL
from builder.support.escaping import as_json


def render_differences(differences: Sequence[Difference], form: str) -> str:
    """The differences as `text`, by edition, or as `json`: an array with an object each."""
    if form == "json":
        return as_json([asdict(difference) for difference in differences], indent=2)
    return "\n".join(_lines(differences)) or "Nothing changes."


def _lines(differences: Iterable[Difference]) -> Iterator[str]:
    """By edition, the wholes in full and how many of their parts differ too."""
    for edition, group in groupby(differences, key=lambda difference: difference.edition):
        yield "the whole record" if edition == ALL else edition
        differing = list(group)
        wholes = [difference for difference in differing if not difference.is_part]
        yield from (f"  {whole.what}: {whole.before} → {whole.after}" for whole in wholes)
        if parts := len(differing) - len(wholes):
            yield f"  and {parts:,} of their parts, by voice, segment and the like: --format json has them"
