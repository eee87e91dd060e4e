"""A repository with Git in it, and an environment that knows nothing of this machine."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

from tests.authoring.test_interview import FILES
from tests.site.support import repository
from tests.support import LISTS

DIGITS = "0a1b2c3d"


def contributor(folder: Path, **options: object) -> Path:
    """A bulletin repository in which Ana writes."""
    repository(folder, {**LISTS, **FILES}, None, **options)
    subprocess.run(["git", "init", "-q", folder], check=True)
    for key, value in (("user.name", "Ana Brandt"), ("user.email", "ana@example.com")):
        subprocess.run(["git", "-C", folder, "config", key, value], check=True)
    return folder


def environment(**more: str) -> dict[str, str]:
    """The variables of this process without an editor and without anybody's configuration of Git."""
    kept = {name: value for name, value in os.environ.items() if name not in ("VISUAL", "EDITOR", "INPUTRC")}
    return {**kept, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull, "TERM": "xterm", **more}


def files(folder: Path) -> set[str]:
    """Every file and folder of a repository but Git's own."""
    found = (str(path.relative_to(folder)) for path in folder.rglob("*"))
    return {path for path in found if not path.startswith(".git")}


def only_new(folder: Path, before: set[str]) -> Path:
    """The one file that was not there before."""
    (path,) = (folder / path for path in files(folder) - before if (folder / path).is_file())
    return path


def counted() -> Iterator[str]:
    """Digits as they are counted up."""
    first = int(DIGITS, 16)
    return (f"{number:08x}" for number in range(first, first + 9))
