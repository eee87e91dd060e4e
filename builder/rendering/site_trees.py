"""The two trees of a site that take turns.

The one that is seen is never written to. The other is the site before it; what changed is written into
it, and then the two change places. So an interrupt or a full disk leaves the seen site as it was, and a
page that did not change costs nothing at all.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Iterator, Set
from pathlib import Path
from typing import IO

from builder.support.errors import BulletinError
from builder.support.file_locks import lock_file

Stamp = tuple[int, int]


class SiteTrees:
    """The seen `site`, the `next` one, and `rough`, which takes what MkDocs writes; locked while they are open."""

    def __init__(self, site: Path, cache_dir: Path | None) -> None:
        # A link to a folder stays a link: the trees change places where it leads.
        self.site = site = site.resolve() if site.is_symlink() else site
        self._workshop = workshop = _workshop(site, cache_dir)
        self.rough = workshop / "rough"
        self.next = workshop / "next"
        self.record_file = workshop / "record.json"
        self._aside = workshop / "aside"
        self._hidden_file = workshop / "hidden.json"
        self._lock: IO[bytes] | None = None

    def open(self) -> None:
        """Make ready; finish a change of places that an earlier run left half done."""
        if self.site.exists() and not self.site.is_dir():
            raise BulletinError(f"cannot write the site: {self.site} is a file")
        try:
            self.site.parent.mkdir(parents=True, exist_ok=True)
            self._workshop.mkdir(parents=True, exist_ok=True)
            self._lock = lock_file(self._workshop / "lock")
            if self._aside.exists() and not self.site.exists():
                os.rename(self._aside, self.site)
            for left in (self.rough, self._aside):
                shutil.rmtree(left, ignore_errors=True)
            self.rough.mkdir()
            self.next.mkdir(exist_ok=True)
        except OSError as error:
            raise BulletinError(f"cannot write beside {self.site}: {error.strerror or error}") from error

    def cleared(self, path: str) -> str:
        """The place of a page in the next tree, empty: a file there may be linked from the seen site."""
        target = f"{self.next}/{path}"
        try:
            os.unlink(target)
        except FileNotFoundError:
            os.makedirs(os.path.dirname(target), exist_ok=True)
        return target

    def change(self, wanted: Set[str]) -> None:
        """Take over what MkDocs wrote, drop what is neither that nor wanted, and let the trees change places."""
        rough = sorted(path for path, _ in files_below(self.rough, with_hidden=True))
        hidden = {path for path in rough if path.startswith(".")}
        try:
            for path in rough:
                os.replace(self.rough / path, self.cleared(path))
            self._drop_all_but(wanted | set(rough))
            ours = hidden | self._hidden_before()
            self._keep_hidden(ours)
            # Both, until the trees have changed places: an interrupt leaves either of them.
            self._note_hidden(ours)
            self._change_places()
            self._note_hidden(hidden)
        except OSError as error:
            raise BulletinError(f"cannot replace {self.site}: {error.strerror or error}") from error

    def _drop_all_but(self, wanted: Set[str]) -> None:
        """Remove the files that the new site does not have, and the folders that this leaves empty."""
        for path in [path for path, _ in files_below(self.next, with_hidden=True) if path not in wanted]:
            os.unlink(self.next / path)
            folder = (self.next / path).parent
            while folder != self.next and not os.listdir(folder):
                folder.rmdir()
                folder = folder.parent

    def _keep_hidden(self, ours: Set[str]) -> None:
        """What is hidden at the top of a site (.git) and was written by no build is not ours, and stays."""
        shared = {path.split("/", 1)[0] for path in ours}
        for entry in list(os.scandir(self.site)) if self.site.is_dir() else ():
            if entry.name.startswith(".") and entry.name not in shared:
                os.rename(entry.path, self.next / entry.name)
            elif entry.name.startswith(".") and entry.is_dir(follow_symlinks=False):
                for path in [f"{entry.name}/{path}" for path, _ in files_below(Path(entry.path), with_hidden=True)]:
                    if path not in ours:
                        os.replace(self.site / path, self.cleared(path))

    def _hidden_before(self) -> frozenset[str]:
        """The hidden files that the build before wrote."""
        try:
            return frozenset(map(str, json.loads(self._hidden_file.read_text(encoding="utf-8"))))
        except (OSError, ValueError, TypeError):
            return frozenset()

    def _note_hidden(self, paths: Set[str]) -> None:
        if paths != self._hidden_before():
            self._hidden_file.write_text(json.dumps(sorted(paths)), encoding="utf-8")

    def _change_places(self) -> None:
        if self.site.exists():
            os.rename(self.site, self._aside)
        try:
            os.rename(self.next, self.site)
        except OSError:
            if self._aside.exists():
                os.rename(self._aside, self.site)
            raise
        if self._aside.exists():
            os.rename(self._aside, self.next)
        shutil.rmtree(self.rough, ignore_errors=True)

    def abandon(self) -> None:
        """Leave the seen site as it is; the next tree is made good by the next run.

        Where they are not open they may be another build's, and are left alone.
        """
        if self._lock is None:
            return
        shutil.rmtree(self.rough, ignore_errors=True)
        self.unlock()

    def unlock(self) -> None:
        """Let the next build begin."""
        if self._lock is not None:
            self._lock.close()
            self._lock = None

    def remove(self) -> None:
        """Remove everything but the site."""
        shutil.rmtree(self._workshop, ignore_errors=True)


def _workshop(site: Path, cache_dir: Path | None) -> Path:
    """Where the other tree lies: with the cache, or beside the site where that is on another disk."""
    if cache_dir is not None:
        try:
            cache_dir.mkdir(parents=True, exist_ok=True)
            parent = next(folder for folder in site.parents if folder.exists())
            if cache_dir.stat().st_dev == parent.stat().st_dev:
                name = hashlib.blake2b(os.path.relpath(site, cache_dir).encode(), digest_size=4).hexdigest()
                return cache_dir / "sites" / name
        except OSError:
            pass
    return site.with_name(f".{site.name}.press")


def files_below(root: Path, *, with_hidden: bool = False) -> Iterator[tuple[str, Stamp]]:
    """Every file below a folder with its size and time; what is hidden at the top only if it is asked for."""
    pending = [(str(root), "")]
    while pending:
        folder, prefix = pending.pop()
        with os.scandir(folder) as entries:
            for entry in entries:
                if not prefix and entry.name.startswith(".") and not with_hidden:
                    continue
                if entry.is_dir(follow_symlinks=False):
                    pending.append((entry.path, f"{prefix}{entry.name}/"))
                else:
                    stat = entry.stat(follow_symlinks=False)
                    yield f"{prefix}{entry.name}", (stat.st_size, stat.st_mtime_ns)
