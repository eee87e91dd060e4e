"""Builds beside the present site and swaps it in when it is whole."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from builder.errors import BulletinError

BUILDING, REPLACED = ".building", ".replaced"


class Staging:
    """One build's folder beside the site; until `swap_in`, the site stays as it was."""

    def __init__(self, site: Path) -> None:
        # A link to a folder stays a link: the swap happens where it leads.
        self.site = site = site.resolve() if site.is_symlink() else site
        self.folder = site.with_name(f".{site.name}{BUILDING}")
        self._old = site.with_name(f".{site.name}{REPLACED}")

    def open(self) -> None:
        """Start with an empty folder; finish a swap that an earlier run left half done."""
        if self.site.exists() and not self.site.is_dir():
            raise BulletinError(f"cannot write the site: {self.site} is a file")
        if self._old.exists() and not self.site.exists():
            os.rename(self._old, self.site)
        try:
            for left in (self.folder, self._old):
                if left.exists():
                    shutil.rmtree(left)
            self.folder.mkdir(parents=True)
        except OSError as error:
            raise BulletinError(f"cannot write beside {self.site}: {error.strerror or error}") from error

    def swap_in(self) -> None:
        """Put the new site in the place of the old one."""
        try:
            if self.site.exists():
                os.rename(self.site, self._old)
            os.rename(self.folder, self.site)
        except OSError as error:
            if not self.site.exists() and self._old.exists():
                os.rename(self._old, self.site)
            raise BulletinError(f"cannot replace {self.site}: {error.strerror or error}") from error
        shutil.rmtree(self._old, ignore_errors=True)

    def abandon(self) -> None:
        """Leave nothing but the site as it was."""
        shutil.rmtree(self.folder, ignore_errors=True)
