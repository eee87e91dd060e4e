"""Who is writing, as Git knows it and as the roster names them."""

from __future__ import annotations

import subprocess
from collections.abc import Iterable
from pathlib import Path

from builder.authoring.file_writing import slug
from builder.schema.roster import Member


def git_author(folder: Path) -> tuple[str, str]:
    """Name and address in Git's configuration; empty where there is none, or no Git."""
    return _configured(folder, "user.name"), _configured(folder, "user.email")


def _configured(folder: Path, key: str) -> str:
    command = ["git", "-C", str(folder), "config", "--get", key]
    try:
        done = subprocess.run(command, capture_output=True, check=False)  # noqa: S603 - no shell
    except OSError:
        return ""
    return done.stdout.decode("utf-8", "replace").strip() if done.returncode == 0 else ""


def handle_of(name: str, address: str, roster: Iterable[Member]) -> str:
    """The handle of who writes: by the full name, or by what stands before the @; empty where nobody fits."""
    members = [member for member in roster if not member.left]
    local = slug(address.partition("@")[0])
    for member in members:
        if name and name.casefold() in (member.name.casefold(), member.handle):
            return member.handle
    fitting = [m.handle for m in members if local and local in (m.handle, slug(m.name))]
    return fitting[0] if len(fitting) == 1 else ""
