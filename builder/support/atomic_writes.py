"""Files that are written whole or not at all: beside their place first, and then into it."""

from __future__ import annotations

import os
from collections.abc import Mapping
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
    create_files({target: content})


def create_files(contents: Mapping[Path, bytes]) -> None:
    """Write files that are not there yet: all of them, or none.

    Each lies on its disk whole before the first gets its name. Raises FileExistsError where one is there,
    else OSError; nothing has then been made.
    """
    beside = {target: target.with_name(f".{target.name}.{os.getpid()}.new") for target in contents}
    folders = {folder for target in contents for folder in (target.parent, *target.parent.parents)}
    made = sorted((folder for folder in folders if not folder.exists()), key=lambda folder: len(folder.parts))
    named: list[Path] = []
    try:
        for target, content in contents.items():
            target.parent.mkdir(parents=True, exist_ok=True)
            _write_absent(beside[target], content)
        for target, content in contents.items():
            _link(beside[target], target, content)
            named.append(target)
    except OSError:
        for path in (*named, *beside.values()):
            with suppress(OSError):
                path.unlink(missing_ok=True)
        for folder in reversed(made):
            with suppress(OSError):
                folder.rmdir()
        raise
    for path in beside.values():
        path.unlink(missing_ok=True)


def _write_absent(path: Path, content: bytes) -> None:
    """Write a file that must not be there."""
    with open(path, "xb") as handle:
        handle.write(content)
        handle.flush()
        # A full disk may say so only now.
        os.fsync(handle.fileno())


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
