"""Figures for people and machines: the list, or one with its query and rows."""

from __future__ import annotations

from typing import Any

from builder.build import Bulletin
from builder.figures.catalogue import CATALOGUE, Figure
from builder.figures.figure_row import ALL, FigureRow
from builder.support.errors import BulletinError
from builder.support.escaping import as_json
from builder.support.nearest import nearest
from builder.views.shared.figure_wording import counted

FEW_IDS = 6


def listed(form: str) -> str:
    """Every figure with its unit and meaning, as `text` (a line each) or `json` (an object each)."""
    if form == "json":
        rows = [{"figure": f.name, "title": f.title, "unit": f.unit, "meaning": f.meaning} for f in CATALOGUE.values()]
        return as_json(rows, indent=2)
    width = max(map(len, CATALOGUE))
    return "\n".join(f"{figure.name:{width}}  {figure.meaning}" for figure in CATALOGUE.values())


def chosen(name: str) -> Figure:
    """The figure of this name; raises BulletinError, with the nearest name, where there is none."""
    if name not in CATALOGUE:
        near = nearest(name, CATALOGUE)
        raise BulletinError(f"{name!r} is not a figure: {near or ', '.join(CATALOGUE)}")
    return CATALOGUE[name]


def printed(bulletin: Bulletin, figure: Figure, edition: str | None, form: str) -> str:
    """A figure's query and rows for an edition (by default the front page's), as `text` or `json`.

    Raises BulletinError for an edition that the bulletin does not have.
    """
    schedule = bulletin.publication.schedule
    front = schedule.front
    id = edition or (front.id if front else ALL)
    if id != ALL and schedule.get(id) is None:
        ids = [known.id for known in schedule.editions]
        raise BulletinError(f"{id!r} is not an edition here: {', '.join(ids) or 'there is none yet'}, or {ALL}")
    rows = bulletin.record.rows(figure.name, id)
    if form == "json":
        return as_json(as_data(bulletin, figure, id), indent=2)
    when = f"{id}, as printed" if bulletin.record.is_printed(figure.name, id) else id
    head = f"-- {figure.title} ({figure.unit}), {when}, data of {bulletin.settings.as_of}"
    how = [f"-- {line}" for line in (figure.formula, figure.reference) if line]
    lines = [_line(figure.name, row) for row in rows] or [
        f"No rows: nothing of this was counted in {'the whole record' if id == ALL else id}."
    ]
    return "\n".join([head, *how, figure.query.rstrip(), "", *lines])


def as_data(bulletin: Bulletin, figure: Figure, edition: str) -> dict[str, Any]:
    """A figure's rows for an edition as JSON-ready data; a total is the row without a breakdown."""
    rows = (row.as_data() for row in bulletin.record.rows(figure.name, edition))
    cells = [{key: value for key, value in row.items() if key != "edition"} for row in rows]
    return {"figure": figure.name, "unit": figure.unit, "edition": edition, "rows": cells}


def _line(figure: str, row: FigureRow) -> str:
    cell = " ".join(f"{name}={value}" for name, value in row.keys) or "total"
    bounds = f"  {row.low:.3f} to {row.high:.3f}" if row.low is not None and row.high is not None else ""
    measures = "".join(f"  {name}={value}" for name, value in row.measures)
    ids = row.debriefs
    if ids is None:
        behind = "  (not listed: could point at a person)"
    else:
        more = f" and {len(ids) - FEW_IDS} more" if len(ids) > FEW_IDS else ""
        behind = f"  {' '.join(ids[:FEW_IDS])}{more}" if ids else ""
    return f"{cell}: {counted(figure, row)}{bounds}{measures}{behind}"
