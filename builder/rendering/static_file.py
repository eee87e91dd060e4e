"""A file of the site that MkDocs does not write: where it goes, what it is made of, and how."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

INDEX = "index.html"
BATCH = 200


@dataclass(frozen=True, slots=True)
class StaticFile:
    """A file to be: its path in the site, the digest of all that it is made of, and how it is rendered.

    Files of one `batch` are rendered by one process, in order.
    """

    path: str
    key: str
    render: Callable[[], str | bytes]
    batch: str = ""


def batches_of(files: Iterable[StaticFile]) -> Iterator[list[StaticFile]]:
    """Named batches whole and first, since they take longest; the others in equal parts."""
    named: dict[str, list[StaticFile]] = {}
    for file in files:
        named.setdefault(file.batch, []).append(file)
    rest = named.pop("", [])
    yield from named.values()
    yield from (rest[start : start + BATCH] for start in range(0, len(rest), BATCH))


def digest(text: str) -> str:
    """A short digest, for keys."""
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()
