"""Commands in processes of their own, forked from one that has imported the program already.

Importing, and compiling templates, takes most of the time of a short command, and the suite runs hundreds of them.
"""

from __future__ import annotations

import multiprocessing
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from importlib import import_module
from pathlib import Path

PROGRAMS = {"bulletin": ("builder.cli", "main"), "mkdocs": ("mkdocs.__main__", "cli")}
# What the commands import before or while they work, beyond the modules of the programs.
PRELOADED = ("builder.cli.site", "builder.cli.new", "builder.changes.effect", "builder.reporting.effect", "duckdb",
             "tests.site.compiled")  # fmt: skip
CONTEXT = multiprocessing.get_context("forkserver")
CONTEXT.set_forkserver_preload([*(module for module, _ in PROGRAMS.values()), *PRELOADED])
OUT, ERR = 1, 2


def run(line: Sequence[str], cwd: Path, patience: float) -> subprocess.CompletedProcess[str]:
    """A command line that begins with the path of one of the programs, run to its end, with what it printed."""
    with tempfile.TemporaryDirectory() as folder:
        printed = [Path(folder) / name for name in ("out", "err")]
        process = CONTEXT.Process(target=_command, args=(list(line), cwd, dict(os.environ), printed))
        process.start()
        process.join(patience)
        if process.exitcode is None:
            process.kill()
            process.join()
            raise subprocess.TimeoutExpired(line, patience)
        out, err = (path.read_text(encoding="utf-8") for path in printed)
        return subprocess.CompletedProcess(line, process.exitcode, out, err)


def _command(line: list[str], cwd: Path, environment: Mapping[str, str], printed: Sequence[Path]) -> None:
    """What the new process does: it becomes what a shell would have started."""
    for path, number in zip(printed, (OUT, ERR), strict=True):
        os.dup2(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND), number)
    os.chdir(cwd)
    os.environ.clear()
    os.environ.update(environment)
    time.tzset()
    sys.argv = line
    module, name = PROGRAMS[Path(line[0]).name]
    getattr(import_module(module), name)()
