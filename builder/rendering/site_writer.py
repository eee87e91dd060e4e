"""Prints a whole site beside the one that is seen, and keeps every page that did not change.

Two trees take turns. The one that is seen is never written to. The other is the site before it;
what changed is printed into it, and then the two change places. So an interrupt or a full disk
leaves the seen site as it was, and a page that did not change costs nothing at all.
"""

from __future__ import annotations

import atexit
import contextlib
import hashlib
import multiprocessing
import os
import shutil
import signal
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import IO

from builder.support.cache import keep, recall
from builder.support.errors import BulletinError
from builder.support.processes import can_fork, processors, shared_out

try:
    import fcntl
except ImportError:  # only where there is no fork either
    fcntl = None  # type: ignore[assignment]

PATIENCE = 60
FEW = 200
BATCH = 200
INDEX = "index.html"
Stamp = tuple[int, int]
Entry = tuple[str, int, int]


@dataclass(frozen=True, slots=True)
class Leaf:
    """A file to be: its path in the site, the digest of all that it is made of, and how it is rendered.

    Files of one `batch` are rendered by one process, in order.
    """

    path: str
    key: str
    render: Callable[[], str | bytes]
    batch: str = ""


class Press:
    """The trees of one site, and what is known of their pages.

    `rough` takes what MkDocs writes. `version` says what prints the pages: what another version has
    printed is forgotten. The record has, for every leaf page of either tree, its key
    and the size and time of its file: a file that was touched since is printed anew.
    """

    def __init__(self, site: Path, cache_dir: Path | None, version: str) -> None:
        self._version = version
        # A link to a folder stays a link: the trees change places where it leads.
        self.site = site = site.resolve() if site.is_symlink() else site
        workshop = _workshop(site, cache_dir)
        self.rough = workshop / "rough"
        self._next = workshop / "next"
        self._aside = workshop / "aside"
        self._workshop = workshop
        self._record_file = workshop / "record.json"
        self._of_next: Mapping[str, Entry] = {}
        self._of_site: Mapping[str, Entry] = {}
        self._present: Mapping[str, Stamp] = {}
        self._printed: dict[str, Entry] = {}
        self._apart: BaseProcess | None = None
        self._lock: IO[bytes] | None = None

    def open(self) -> None:
        """Make ready; finish a change of places that an earlier run left half done."""
        if self.site.exists() and not self.site.is_dir():
            raise BulletinError(f"cannot write the site: {self.site} is a file")
        try:
            self.site.parent.mkdir(parents=True, exist_ok=True)
            self._workshop.mkdir(parents=True, exist_ok=True)
            self._lock = lock(self._workshop / "lock")
            if self._aside.exists() and not self.site.exists():
                os.rename(self._aside, self.site)
            for left in (self.rough, self._aside):
                shutil.rmtree(left, ignore_errors=True)
            self.rough.mkdir()
            self._next.mkdir(exist_ok=True)
        except OSError as error:
            raise BulletinError(f"cannot write beside {self.site}: {error.strerror or error}") from error
        self._of_site, self._of_next = self._load()
        self._present = dict(_scan(self._next))

    def _load(self) -> tuple[dict[str, Entry], dict[str, Entry]]:
        """The record of the seen site and of the other tree; empty where it is damaged or foreign."""
        try:
            seen, other = recall(self._record_file, self._version)
            return _entries(seen), _entries(other)
        except (ValueError, TypeError, AttributeError):
            return {}, {}

    def print(self, leaves: Sequence[Leaf]) -> dict[str, Entry]:
        """Bring these files into the next tree, rendering those that neither tree has; their entries."""
        kept: dict[str, Entry] = {}
        missing = []
        for leaf in leaves:
            entry = self._kept(leaf)
            if entry is None:
                missing.append(leaf)
            else:
                kept[leaf.path] = entry
        return {**kept, **self._bring(missing)}

    def _kept(self, leaf: Leaf) -> Entry | None:
        known = self._of_next.get(leaf.path)
        return known if known is not None and known == (leaf.key, *self._present.get(leaf.path, ())) else None

    def bring(self, leaf: Leaf) -> tuple[str, Entry]:
        """Bring one file into the next tree: linked from the seen site, else rendered."""
        return leaf.path, self._linked(leaf.path, leaf.key) or self._written(leaf)

    def _linked(self, path: str, key: str) -> Entry | None:
        """Link the page from the seen site, if it is still what it was when it was printed."""
        known = self._of_site.get(path)
        if known is None or known[0] != key:
            return None
        try:
            stat = os.stat(self.site / path, follow_symlinks=False)
            if (stat.st_size, stat.st_mtime_ns) != known[1:]:
                return None
            target = self._cleared(path)
            os.link(self.site / path, target)
        except OSError:
            return None
        return known

    def _cleared(self, path: str) -> str:
        """The place of a page in the next tree, empty: a file there may be linked from the seen site."""
        target = f"{self._next}/{path}"
        try:
            os.unlink(target)
        except FileNotFoundError:
            os.makedirs(os.path.dirname(target), exist_ok=True)
        return target

    def _written(self, leaf: Leaf) -> Entry:
        """Render one file into the next tree."""
        with open(self._cleared(leaf.path), "xb") as handle:
            content = leaf.render()
            handle.write(content.encode("utf-8") if isinstance(content, str) else content)
            handle.flush()
            stat = os.fstat(handle.fileno())
        return leaf.key, stat.st_size, stat.st_mtime_ns

    def _bring(self, leaves: Sequence[Leaf]) -> dict[str, Entry]:
        """Link or write them; by several processes where it pays."""
        if len(leaves) < FEW or processors() == 1:
            return dict(map(self.bring, leaves))
        _Inherited.press, _Inherited.batches = self, list(_batches(leaves))
        parts = shared_out(_write_batch, range(len(_Inherited.batches)))
        _Inherited.press, _Inherited.batches = None, ()
        return {path: entry for part in parts for path, entry in part}

    def start(self, leaves: Callable[[], Sequence[Leaf]]) -> Callable[[], None]:
        """Print these pages in a process of their own; call what is returned to wait for them.

        It leads a group of its own, so that an interrupt reaches this process alone, which then
        ends the whole group.
        """
        if not can_fork:
            self.take(self.print(leaves()))
            return lambda: None
        context = multiprocessing.get_context("fork")
        receiving, sending = context.Pipe(duplex=False)
        process = context.Process(target=_print_apart, args=(self, leaves, sending))
        process.start()
        sending.close()
        self._apart = process
        atexit.register(end_group, process)

        def wait() -> None:
            try:
                result: dict[str, Entry] | str = receiving.recv()
            except EOFError:
                result = "the process that prints the pages was ended; the site before stays"
            process.join()
            atexit.unregister(end_group)
            if isinstance(result, str):
                raise BulletinError(result)
            self.take(result)

        return wait

    def take(self, entries: Mapping[str, Entry]) -> None:
        """Count these pages among those of the new site."""
        self._printed.update(entries)

    @property
    def addresses(self) -> list[str]:
        """The addresses of the leaf pages of the new site."""
        return [path.removesuffix(INDEX) for path in self._printed if path.endswith(INDEX)]

    def finish(self) -> None:
        """Take over what MkDocs wrote, drop what is no longer wanted, and let the trees change places."""
        rough = sorted(path for path, _ in _scan(self.rough))
        try:
            for path in rough:
                os.replace(self.rough / path, self._cleared(path))
            self._drop_all_but(self._printed.keys() | set(rough))
            self._keep_hidden()
            self._change_places()
        except OSError as error:
            raise BulletinError(f"cannot replace {self.site}: {error.strerror or error}") from error
        self._remember()
        self._unlock()

    def _drop_all_but(self, wanted: Set[str]) -> None:
        """Remove the files that the new site does not have, and the folders that this leaves empty."""
        for path in [path for path, _ in _scan(self._next) if path not in wanted]:
            os.unlink(self._next / path)
            folder = (self._next / path).parent
            while folder != self._next and not os.listdir(folder):
                folder.rmdir()
                folder = folder.parent

    def _keep_hidden(self) -> None:
        """What is hidden at the top of a site (.git, .nojekyll) is not ours, and stays."""
        if self.site.is_dir():
            for entry in list(os.scandir(self.site)):
                if entry.name.startswith("."):
                    os.rename(entry.path, self._next / entry.name)

    def _change_places(self) -> None:
        if self.site.exists():
            os.rename(self.site, self._aside)
        try:
            os.rename(self._next, self.site)
        except OSError:
            if self._aside.exists():
                os.rename(self._aside, self.site)
            raise
        if self._aside.exists():
            os.rename(self._aside, self._next)
        shutil.rmtree(self.rough, ignore_errors=True)

    def _remember(self) -> None:
        """Write the record for the next run."""
        keep(self._record_file, self._version, [self._printed, self._of_site])

    def abandon(self) -> None:
        """Leave the seen site as it is; the next tree is made good by the next run."""
        if self._apart is not None:
            end_group(self._apart)
        shutil.rmtree(self.rough, ignore_errors=True)
        self._unlock()

    def _unlock(self) -> None:
        if self._lock is not None:
            self._lock.close()
            self._lock = None

    def close(self) -> None:
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


def _entries(matter: Mapping[str, Sequence[object]]) -> dict[str, Entry]:
    return {path: (str(key), int(str(size)), int(str(time))) for path, (key, size, time) in matter.items()}


def _scan(root: Path) -> Iterator[tuple[str, Stamp]]:
    """Every file below a folder with its size and time, hidden ones at the top left out."""
    pending = [(str(root), "")]
    while pending:
        folder, prefix = pending.pop()
        with os.scandir(folder) as entries:
            for entry in entries:
                if not prefix and entry.name.startswith("."):
                    continue
                if entry.is_dir(follow_symlinks=False):
                    pending.append((entry.path, f"{prefix}{entry.name}/"))
                else:
                    stat = entry.stat(follow_symlinks=False)
                    yield f"{prefix}{entry.name}", (stat.st_size, stat.st_mtime_ns)


def _batches(leaves: Iterable[Leaf]) -> Iterator[list[Leaf]]:
    """Named batches whole and first, since they take longest; the others in equal parts."""
    named: dict[str, list[Leaf]] = {}
    for leaf in leaves:
        named.setdefault(leaf.batch, []).append(leaf)
    rest = named.pop("", [])
    yield from named.values()
    yield from (rest[start : start + BATCH] for start in range(0, len(rest), BATCH))


class _Inherited:
    """What forked processes inherit instead of being sent."""

    press: Press | None = None
    batches: Sequence[Sequence[Leaf]] = ()


def _write_batch(number: int) -> list[tuple[str, Entry]]:
    assert _Inherited.press is not None
    return [_Inherited.press.bring(leaf) for leaf in _Inherited.batches[number]]


def _print_apart(press: Press, leaves: Callable[[], Sequence[Leaf]], sending: Connection) -> None:
    """The work of the process apart: send the entries, or what went wrong."""
    os.setpgid(0, 0)
    try:
        result: dict[str, Entry] | str = press.print(leaves())
    except OSError as error:
        result = f"cannot write the site: {error}; the site before stays"
    with contextlib.suppress(BrokenPipeError):
        sending.send(result)
    sending.close()


def end_group(process: BaseProcess) -> None:
    """End a process that leads a group, and the group with it."""
    if process.pid is not None and process.is_alive():
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.join()


def digest(text: str) -> str:
    """A short digest, for keys."""
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()


def lock(path: Path) -> IO[bytes]:
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
