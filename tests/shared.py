"""What a run of the suite makes once, whichever of its workers asks first."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock

PATIENCE = 300


@dataclass(frozen=True, slots=True)
class Shared:
    """Folders below one that all workers of a run know; no test changes what is in them."""

    root: Path

    def folder(self, name: str, make: Callable[[Path], object]) -> Path:
        """The folder of this name, made by the first who asks; the others wait for it."""
        self.root.mkdir(exist_ok=True)
        target, stamp = self.root / name, self.root / f"{name}.made"
        with FileLock(self.root / f"{name}.lock", timeout=PATIENCE):
            if not stamp.exists():
                # What another worker has half made is of no use.
                shutil.rmtree(target, ignore_errors=True)
                make(target)
                stamp.touch()
        return target
