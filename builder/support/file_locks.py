"""Locks of files, so that of several programs one works while the others wait."""

from __future__ import annotations

import time
from pathlib import Path
from typing import IO

from builder.support.errors import BulletinError

try:
    import fcntl
except ImportError:  # only where there is no fork either
    fcntl = None  # type: ignore[assignment]

PATIENCE = 60


def lock_file(path: Path) -> IO[bytes]:
    """The file at the path, open and locked until it is closed here and in every process forked from here.

    Raises BulletinError where another build holds it for longer than a build should take.
    """
    handle = path.open("wb")
    if fcntl is None:
        return handle
    for _ in range(PATIENCE * 10):
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            time.sleep(0.1)
        else:
            return handle
    handle.close()
    raise BulletinError(f"another build has been at work for {PATIENCE} seconds: wait for it, or end it")
