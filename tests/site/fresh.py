"""Builds that each import the program anew, in a process that has the libraries already.

    python -m tests.site.fresh        reads a build a line (JSON: folder, site, package), writes how it ended

A changed program is thus built with in half the time that a new interpreter would take.
"""

from __future__ import annotations

import contextlib
import importlib
import io
import json
import os
import subprocess
import sys
from pathlib import Path
from types import TracebackType
from typing import Any

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
    for line in sys.stdin:
        reading, writing = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(reading)
            result: Any = _build(*json.loads(line))
            with os.fdopen(writing, "w", encoding="utf-8") as pipe:
                json.dump(result, pipe)
            os._exit(0)
        os.close(writing)
        with os.fdopen(reading, encoding="utf-8") as pipe:
            sys.stdout.write((pipe.read() or json.dumps([-1, "ended without a word"])) + "\n")
        sys.stdout.flush()
        os.waitpid(child, 0)


def _build(folder: str, package: str) -> tuple[int, str]:
    from click.testing import CliRunner

    sys.path.insert(0, package)
    for name in [name for name in sys.modules if name == "builder" or name.startswith("builder.")]:
        del sys.modules[name]
    os.chdir(folder)
    with contextlib.redirect_stderr(io.StringIO()):
        result = CliRunner().invoke(importlib.import_module("builder.cli").main, ["build", "-q"])
    return result.exit_code, result.output.replace(folder, ".")


if __name__ == "__main__":
    _serve()
