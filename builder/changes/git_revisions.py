"""What a Git revision holds, read without touching the working tree, the index or a branch."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from builder.support.errors import BulletinError

PLAIN_MODES = frozenset({"100644", "100755", "100664"})
"""Plain files; links and submodules of another revision are not read."""
SHALLOW = "this clone is shallow: fetch the history first (`fetch-depth: 0` in GitHub's checkout, or {fetch})"


@dataclass(frozen=True, slots=True)
class Revision:
    """One commit of a repository; `root` is its working tree, paths are below it, with slashes."""

    root: Path
    name: str
    commit: str

    def files_below(self, folder: PurePosixPath) -> dict[str, str]:
        """The object of every plain file below a folder of this revision, by path.

        Raises BulletinError where Git refuses, as do the others.
        """
        place = [str(folder)] if folder.parts else []
        listed = _git(self.root, "ls-tree", "-r", "-z", "--full-tree", self.commit, "--", *place)
        found = {}
        for entry in _entries(listed):
            head, path = entry.split("\t", 1)
            mode, _, object = head.split(" ")
            if mode in PLAIN_MODES:
                found[path] = object
        return found

    def has_any(self, folder: PurePosixPath) -> bool:
        """Whether this revision has anything below a folder."""
        place = [f"{folder}/"] if folder.parts else []
        return bool(_git(self.root, "ls-tree", "-z", "--full-tree", self.commit, "--", *place))

    def differing(self, folder: PurePosixPath) -> dict[str, str]:
        """The paths below a folder at which the working tree differs, with the object here; empty where none is.

        Files that Git ignores or does not know count as well: the working tree is what is on the disk.
        """
        spec = _pathspec(folder)
        options = ("--raw", "-z", "--no-abbrev", "--no-renames", "--no-ext-diff", "--no-textconv")
        diff = _git(self.root, "diff", *options, "--ignore-submodules=all", self.commit, "--", spec)
        fields = iter(_entries(diff))
        found = {}
        for head in fields:
            mode, _, object, _, _ = head.removeprefix(":").split(" ")
            found[next(fields)] = object if mode in PLAIN_MODES else ""
        for path in _entries(_git(self.root, "ls-files", "--others", "-z", "--", spec)):
            found.setdefault(path, "")
        return found

    def write(self, objects: Mapping[str, str], folder: Path) -> None:
        """Write objects into a folder, each at its path; paths that lead out of it are left out."""
        chosen = {path: object for path, object in objects.items() if object and _is_inside(path)}
        for path, raw in zip(chosen, self._contents(chosen.values()), strict=True):
            target = folder / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(raw)

    def read(self, path: PurePosixPath) -> bytes | None:
        """The content of one file; None where this revision has none there."""
        object = self.files_below(path).get(str(path))
        return next(self._contents([object])) if object else None

    def _contents(self, objects: Iterable[str]) -> Iterator[bytes]:
        wanted = list(objects)
        raw = _git(self.root, "cat-file", "--batch", given="".join(f"{object}\n" for object in wanted).encode())
        start = 0
        for object in wanted:
            end = raw.index(b"\n", start)
            header = raw[start:end].split(b" ")
            if len(header) != 3 or header[1] != b"blob":
                raise BulletinError(f"{self.name}: the object {object} is missing: fetch the whole history")
            size = int(header[2])
            yield raw[end + 1 : end + 1 + size]
            start = end + 1 + size + 1


def revision_at(folder: Path, name: str) -> Revision:
    """The commit where the working tree's branch left a revision, such as `origin/main`.

    Raises BulletinError with what to do: without Git, outside a repository, for an unknown revision,
    and where the history that would tell is not there.
    """
    try:
        root = _top(folder)
    except _RefusedError as error:
        raise BulletinError(
            f"{folder} is not in a Git repository: give two folders instead, with --from and --to"
        ) from error
    commit = _commit(root, name)
    try:
        base = _git(root, "merge-base", "HEAD", commit).decode().strip()
    except _RefusedError as error:
        if _is_shallow(root):
            raise BulletinError(f"{name} cannot be compared, since {_shallow(name)}") from error
        base = commit  # no common history: the revision itself is what was
    return Revision(root.resolve(), name, base)


def names_at(folder: Path, revision: str, place: str) -> list[str]:
    """The files that a revision itself has at a place in a folder, as paths below the folder.

    Raises BulletinError, in the words of `--base`, without Git and for what Git refuses.
    """
    try:
        listed = _git(folder, "ls-tree", "-r", "-z", "--name-only", revision, "--", place)
    except _NoGitError as error:
        raise BulletinError("--base needs Git, which is not installed") from error
    except _RefusedError as error:
        raise BulletinError(f"--base {revision}: {error.reason}") from error
    return _entries(listed)


def root_of(folder: Path) -> Path | None:
    """The working tree that a folder lies in; None where there is none, or no Git."""
    try:
        return _top(folder).resolve()
    except BulletinError:
        return None


def _top(folder: Path) -> Path:
    return Path(os.fsdecode(_git(folder, "rev-parse", "--show-toplevel")).rstrip("\n"))


def _commit(root: Path, name: str) -> str:
    try:
        return _git(root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}").decode().strip()
    except _RefusedError as error:
        if _is_shallow(root):
            raise BulletinError(f"{name} is not known here, and {_shallow(name)}") from error
        raise BulletinError(f"{name} is not a revision here: fetch it with {_fetch(name)}, or give another") from error


def _fetch(name: str) -> str:
    return f"`git fetch origin {name.removeprefix('origin/')}`"


def _shallow(name: str) -> str:
    return SHALLOW.format(fetch="`git fetch --unshallow origin`, then " + _fetch(name))


def _is_shallow(root: Path) -> bool:
    return _git(root, "rev-parse", "--is-shallow-repository").strip() == b"true"


class _NoGitError(BulletinError):
    """There is no Git to ask."""


class _RefusedError(BulletinError):
    """Git ended with an error; `reason` is what it said."""

    def __init__(self, command: str, reason: str) -> None:
        super().__init__(f"git {command}: {reason or 'refused'}")
        self.reason = reason


def _git(folder: Path, *arguments: str, given: bytes = b"") -> bytes:
    """What a Git command prints; it may not wait, ask, write to the index or run a helper of the repository."""
    command = ["git", "-c", "core.fsmonitor=false", "-C", str(folder), *arguments]
    quiet = {**os.environ, "GIT_OPTIONAL_LOCKS": "0", "GIT_TERMINAL_PROMPT": "0", "LC_ALL": "C"}
    try:
        done = subprocess.run(command, input=given, capture_output=True, env=quiet, check=False)  # noqa: S603 - no shell
    except FileNotFoundError as error:
        raise _NoGitError("Git is not installed: give two folders instead, with --from and --to") from error
    if done.returncode:
        raise _RefusedError(arguments[0], os.fsdecode(done.stderr).strip())
    return done.stdout


def _entries(raw: bytes) -> list[str]:
    return [os.fsdecode(entry) for entry in raw.split(b"\0") if entry]


def _pathspec(folder: PurePosixPath) -> str:
    return f":(top,literal){folder}" if folder.parts else ":(top)"


def _is_inside(path: str) -> bool:
    parts = PurePosixPath(path).parts
    return bool(parts) and not path.startswith("/") and ".." not in parts
