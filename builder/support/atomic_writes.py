"""Files that are written whole or not at all: beside their place first, and then into it."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path


def replace_file(target: Path, content: bytes) -> None:
    """Give a file this content, and make its folder where there is none.

    Raises OSError (ValueError for a name that no file can have); the file is then what it was.
    """
    beside = target.with_name(f".{target.name}.new")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        beside.write_bytes(content)
        os.replace(beside, target)
    except (OSError, ValueError):
        with suppress(OSError, ValueError):
            beside.unlink(missing_ok=True)
        raise


def create_file(target: Path, content: bytes) -> None:
    """Write a file that is not there yet, and make its folders where there are none.

    Raises FileExistsError where it is there, else OSError; nothing has then been made.
    """
    made = [folder for folder in (target.parent, *target.parent.parents) if not folder.exists()]
    beside = target.with_name(f".{target.name}.{os.getpid()}.new")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            _write_absent(beside, content)
            _link(beside, target, content)
        finally:
            beside.unlink(missing_ok=True)
    except OSError:
        for folder in made:
            with suppress(OSError):
                folder.rmdir()
        raise


def _write_absent(path: Path, content: bytes) -> None:
    """Write a file that must not be there."""
    with open(path, "xb") as handle:
        handle.write(content)


def _link(beside: Path, target: Path, content: bytes) -> None:
    """Give the file its name; where the disk has no links, write it once more under that name."""
    try:
        os.link(beside, target)
    except FileExistsError:
        raise
    except OSError:
        try:
            _write_absent(target, content)
        except FileExistsError:
            raise
        except OSError:
            target.unlink(missing_ok=True)
            raise
