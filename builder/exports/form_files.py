"""Files for programs: the JSON Schemas for editors, and for the forms what became of what was sent."""

from __future__ import annotations

import json
from collections.abc import Mapping

from builder import addresses
from builder.build import Bulletin
from builder.publication.publication import Publication
from builder.schema import KINDS, json_schema


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
    for answer in publication.answers:
        if answer.value.theme:
            published[f"response {answer.id}"] = f"{addresses.theme(current(answer.value.theme))}#answer-{answer.id}"
        elif answer.value.debriefs:
            published[f"response {answer.id}"] = f"{addresses.debrief(answer.value.debriefs[0])}#answer-{answer.id}"
        elif page := next((pages[id] for id in answer.value.promises if id in pages), ""):
            published[f"response {answer.id}"] = f"{page}#answer-{answer.id}"
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


def _pretty(matter: object) -> str:
    return json.dumps(matter, ensure_ascii=False, indent=1, sort_keys=False) + "\n"
