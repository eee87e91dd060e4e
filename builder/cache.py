"""What an earlier run worked out, kept in a file; a damaged or foreign one is ignored, never trusted."""

from __future__ import annotations

import contextlib
import hashlib
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from pydantic_core import from_json, to_json


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
    beside = path.with_suffix(".new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        raw = matter if isinstance(matter, bytes) else to_json(matter)
        beside.write_bytes(_seal(version, raw) + b"\n" + raw)
        os.replace(beside, path)
    except (OSError, ValueError):
        # A full disk, or a name that is not UTF-8.
        with contextlib.suppress(OSError):
            beside.unlink()


def _seal(version: str, raw: bytes) -> bytes:
    return hashlib.blake2b(raw, digest_size=16, key=hashlib.sha256(version.encode()).digest()).hexdigest().encode()


def digest_of(sources: Iterable[Path]) -> str:
    """The digest of files in the order given: of the code that decides what is kept."""
    digest = hashlib.blake2b(digest_size=16)
    for source in sources:
        digest.update(source.read_bytes())
    return digest.hexdigest()
