"""What an earlier run worked out, kept in a file; a damaged or foreign one is ignored, never trusted.

What is kept depends on the whole program and on every library: nobody keeps a list of what matters.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import sys
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

from pydantic_core import from_json, to_json

from builder.support.atomic_writes import replace_file
from builder.theme import PACKAGE, TEMPLATES


def recall(path: Path | None, version: str) -> Any:
    """What `keep` wrote into this file for the same version; None where there is nothing of use."""
    if path is None:
        return None
    try:
        seal, _, raw = path.read_bytes().partition(b"\n")
        # With the version, so that what an earlier version kept need not even be parsed.
        return from_json(raw) if seal == _seal(version, raw) else None
    except (OSError, ValueError):
        return None


def keep(path: Path | None, version: str, matter: Any) -> None:
    """Write matter for the next run, whole or not at all; a disk that refuses costs only time.

    Bytes are taken for JSON as they are; anything else is turned into it.
    """
    if path is None:
        return
    # A full disk, or a name that is not UTF-8.
    with contextlib.suppress(OSError, ValueError):
        raw = matter if isinstance(matter, bytes) else to_json(matter)
        replace_file(path, _seal(version, raw) + b"\n" + raw)


def _seal(version: str, raw: bytes) -> bytes:
    return hashlib.blake2b(raw, digest_size=16, key=hashlib.sha256(version.encode()).digest()).hexdigest().encode()


@cache
def program_version() -> str:
    """The program as it runs here: the digest of every file of the package, Python, and what else is installed."""
    installed = sorted(name for folder in sys.path for name in _distributions(folder))
    return f"{folders_digest([PACKAGE, TEMPLATES])} {sys.version} {' '.join(installed)}"


def _distributions(folder: str) -> Iterator[str]:
    """The names and versions of the distributions in a folder of modules."""
    with contextlib.suppress(OSError):
        yield from (name for name in os.listdir(folder or ".") if name.endswith((".dist-info", ".egg-info")))


def folders_digest(folders: Iterable[str | Path]) -> str:
    """The digest of every file below these folders, by path and content; compiled modules left out."""
    digest = hashlib.blake2b(digest_size=16)
    for folder in folders:
        for path in sorted(_files_below(str(folder))):
            raw = Path(path).read_bytes()
            digest.update(f"{os.path.relpath(path, folder)}\0{len(raw)}\0".encode("utf-8", "surrogateescape") + raw)
    return digest.hexdigest()


def _files_below(folder: str) -> Iterator[str]:
    for where, inner, names in os.walk(folder):
        inner[:] = [name for name in inner if name != "__pycache__"]
        yield from (os.path.join(where, name) for name in names)
