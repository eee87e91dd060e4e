"""Writes files so that whatever happens, each is either what it was or what it should be."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from builder.support.atomic_writes import replace_file
from builder.support.errors import BulletinError


def save(root: Path, files: Mapping[str, bytes]) -> None:
    """Write files below a content root, each beside its place and then into it, in their order.

    Links are never followed and nothing leaves the root. Raises BulletinError at the first that
    cannot be written; those before it stand, and doing it again does the rest.
    """
    for path in files:
        _checked(root, path)
    for path, content in files.items():
        target = root / path
        try:
            replace_file(target, content)
        except OSError as error:
            raise BulletinError(f"{target} cannot be written: {error.strerror or error}") from error


def _checked(root: Path, path: str) -> None:
    """Refuse a path that leads through a link, or to what is no file."""
    target = root / path
    for part in (target, *target.parents):
        if part == root:
            break
        if part.is_symlink():
            raise BulletinError(f"{part} is a link: put a plain file or folder there, so that nothing else is changed")
    if target.exists() and not target.is_file():
        raise BulletinError(f"{target} is not a file: move it away")
