"""Files for programs: the JSON Schemas for editors, and for the forms what became of what was sent."""

from __future__ import annotations

import json
from collections.abc import Mapping

from builder import addresses
from builder.build import Bulletin
from builder.publication.publication import Publication
from builder.schema import KINDS, json_schema
from builder.schema.response import Response


def machine_files(bulletin: Bulletin) -> Mapping[str, str]:
    """The text of each file by its address."""
    files = {addresses.schema(name): _pretty(json_schema(kind)) for name, kind in KINDS.items()}
    return {**files, addresses.SENT: _pretty(sent(bulletin.publication))}


def sent(publication: Publication) -> Mapping[str, Mapping[str, object]]:
    """Where answers, comments and promises stand, by `kind id`, and the codes of files set aside, by id.

    No debrief is listed.
    """
    pages = {id: addresses.promise(id) for id, _ in publication.promises}
    published = {f"promise {id}": page for id, page in pages.items()}
    current = publication.codebook.current
    for response in publication.responses:
        if page := _page_of(response.value, publication, pages):
            published[f"response {response.id}"] = f"{page}#answer-{response.id}"
    for comment in publication.comments:
        kind, id = comment.about
        if kind == "theme":
            published[f"comment {comment.id}"] = f"{addresses.theme(current(id))}#comment-{comment.id}"
        elif kind == "debrief":
            published[f"comment {comment.id}"] = f"{addresses.debrief(id)}#comment-{comment.id}"
        elif kind == "promise":
            published[f"comment {comment.id}"] = f"{pages[id]}#comment-{comment.id}"
        elif f"response {id}" in published:
            page = published[f"response {id}"].partition("#")[0]
            published[f"comment {comment.id}"] = f"{page}#comment-{comment.id}"
    aside = {entry.id: sorted({fault.code.id for fault in entry.faults}) for entry in publication.set_aside if entry.id}
    return {"published": published, "aside": aside}


def _page_of(response: Response, publication: Publication, promises: Mapping[str, str]) -> str:
    """The page of what a response is about, of a theme before all; empty where nothing of it has one."""
    if response.theme:
        return addresses.theme(publication.codebook.current(response.theme))
    if response.debriefs:
        return addresses.debrief(response.debriefs[0])
    return next((promises[id] for id in response.promises if id in promises), "")


def _pretty(matter: object) -> str:
    return json.dumps(matter, ensure_ascii=False, indent=1, sort_keys=False) + "\n"
