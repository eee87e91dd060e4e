"""Builds with a program that may have changed, in processes that have the libraries and the program already.

    python -m tests.site.fresh        reads a build a line (JSON: folder, package), writes how it ended

A program is imported anew by a process of its own once any file of it has changed, and from that one every build
is forked: it begins as a new interpreter would, in a tenth of the time.
"""

from __future__ import annotations

import contextlib
import hashlib
import importlib
import io
import json
import multiprocessing
import os
import subprocess
import sys
from multiprocessing.connection import Connection
from pathlib import Path
from types import TracebackType

LIBRARIES = ("babel.dates", "click", "cmarkgfm", "duckdb", "jinja2", "markdown", "mkdocs.commands.build", "nh3",
             "pydantic", "rich", "yaml")  # fmt: skip


class Builder:
    """A process that builds one bulletin after the other."""

    def __enter__(self) -> Builder:
        line = [sys.executable, "-m", "tests.site.fresh"]
        self._process = subprocess.Popen(
            line, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8"
        )
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.communicate(timeout=60)

    def __call__(self, folder: Path, package: Path) -> tuple[int, str]:
        """Build the site of a repository into `site/`, with the program in another folder: exit code and words."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps([str(folder), str(package)]) + "\n")
        self._process.stdin.flush()
        code, words = json.loads(self._process.stdout.readline())
        return int(code), str(words)


def _serve() -> None:
    for name in LIBRARIES:
        importlib.import_module(name)
    programs: dict[str, tuple[str, Connection]] = {}
    for line in sys.stdin:
        folder, package = json.loads(line)
        version = _version(package)
        if package not in programs or programs[package][0] != version:
            if package in programs:
                programs[package][1].send(None)
            programs[package] = version, _started(package)
        program = programs[package][1]
        program.send(folder)
        sys.stdout.write(program.recv() + "\n")
        sys.stdout.flush()
    for _, program in programs.values():
        program.send(None)


def _version(package: str) -> str:
    """The digest of every file of a program, compiled modules left out."""
    digest = hashlib.sha256()
    for path in sorted(Path(package).rglob("*")):
        if path.is_file() and path.suffix != ".pyc":
            digest.update(f"{path}\0".encode() + hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def _started(package: str) -> Connection:
    """A connection to a process that imports a program, and builds with it."""
    context = multiprocessing.get_context("fork")
    ours, theirs = context.Pipe()
    context.Process(target=_build_on_demand, args=(package, theirs)).start()
    theirs.close()
    return ours


def _build_on_demand(package: str, connection: Connection) -> None:
    """The life of a program: folders come in; each is built by a process of its own, which says how it ended."""
    sys.path.insert(0, package)
    with contextlib.suppress(Exception):
        # What cannot be imported or compiled is told by the build.
        importlib.import_module("builder.cli.site")
        importlib.import_module("tests.site.compiled")
    while (folder := connection.recv()) is not None:
        reading, writing = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(reading)
            result = _build(folder)
            with os.fdopen(writing, "w", encoding="utf-8") as pipe:
                json.dump(result, pipe)
            os._exit(0)
        os.close(writing)
        with os.fdopen(reading, encoding="utf-8") as pipe:
            connection.send(pipe.read() or json.dumps([-1, "ended without a word"]))
        os.waitpid(child, 0)


def _build(folder: str) -> tuple[int, str]:
    from click.testing import CliRunner

    os.chdir(folder)
    with contextlib.redirect_stderr(io.StringIO()):
        result = CliRunner().invoke(importlib.import_module("builder.cli").main, ["build", "-q"])
    return result.exit_code, result.output.replace(folder, ".")


if __name__ == "__main__":
    _serve()
