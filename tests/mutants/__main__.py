"""Breaks the rules of privacy one by one, each in a copy of the package, and runs the tests that must notice.

    python -m tests.mutants [ID…]        by default all of them

A mutant is killed when one of its tests fails by what it asserts. What cannot be applied, compiled, imported
or collected is an error, and so is a test that ends by any other exception: it may say nothing of the rule.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from tests.mutants.mutant import ROOT, Mutant, mutants, sources

KILLED, SURVIVED, ERROR = "killed", "survived", "error"
# The theme knows a checkout by the last of these.
COPIED = ("builder", "templates", "pyproject.toml")
PATIENCE = 300
ALL_PASSED, SOME_FAILED = 0, 1
FAILED = re.compile(r"^FAILED (\S+).*? - (?:AssertionError|assert |Failed: |ExceptionGroup|hypothesis\.)", re.MULTILINE)
PYTEST = (sys.executable, "-m", "pytest", "--import-mode=append", "-x", "-rfE", "--tb=line", "-p", "no:xdist")


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of a mutant, and by which test, or why."""

    mutant: Mutant
    state: str
    why: str = ""


def run(command: Sequence[str], copy: Path) -> subprocess.CompletedProcess[str]:
    """A command for which the package is that of the copy."""
    path = os.pathsep.join(map(str, (copy, ROOT)))
    # Safe: neither the working folder nor that of the tests may come before the copy.
    environment = {"PYTHONPATH": path, "PYTHONSAFEPATH": "1", "PYTHONDONTWRITEBYTECODE": "1", "COLUMNS": "500"}
    return subprocess.run(
        command,
        cwd=ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=PATIENCE,
    )


def copied(folder: Path) -> Path:
    """A copy of what the tests import, links as they are."""
    for name in COPIED:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, folder / name, symlinks=True)
        elif (ROOT / name).is_file():
            shutil.copy2(ROOT / name, folder)
    return folder


def fault_of(copy: Path) -> str:
    """Why the package of a copy cannot be imported; empty where it can."""
    package = copy / "builder"
    names = (path.relative_to(copy).with_suffix("") for path in sources(package) if path.suffix == ".py")
    modules = [".".join(name.parts).removesuffix(".__init__") for name in names]
    imports = f"import importlib\nfor name in {modules!r}: importlib.import_module(name)\nimport builder"
    done = run([sys.executable, "-c", f"{imports}\nprint(builder.__file__)"], copy)
    if done.returncode:
        return done.stderr.strip().splitlines()[-1]
    return "" if Path(done.stdout.strip()).is_relative_to(copy) else f"{done.stdout.strip()} was imported"


def judged(mutant: Mutant) -> Verdict:
    """What becomes of one mutant."""
    with tempfile.TemporaryDirectory() as folder:
        copy = copied(Path(folder).resolve())
        places = mutant.places(sources(copy / "builder"))
        if len(places) != 1:
            return Verdict(mutant, ERROR, f"its text stands {len(places)} times in the package")
        mutant.apply(places[0])
        if fault := fault_of(copy):
            return Verdict(mutant, ERROR, fault)
        try:
            done = run([*PYTEST, *mutant.killed_by], copy)
        except subprocess.TimeoutExpired:
            return Verdict(mutant, ERROR, f"its tests took more than {PATIENCE} seconds")
    if done.returncode == ALL_PASSED:
        return Verdict(mutant, SURVIVED, f"{', '.join(mutant.killed_by)} passed")
    failed = FAILED.search(done.stdout)
    if done.returncode == SOME_FAILED and failed:
        return Verdict(mutant, KILLED, failed[1])
    return Verdict(mutant, ERROR, (done.stdout + done.stderr).strip()[-1000:])


def chosen(ids: Iterable[str]) -> list[Mutant]:
    """The mutants with these ids, or all; exits where there is none of a name."""
    by_id = {mutant.id: mutant for mutant in mutants()}
    if unknown := [id for id in ids if id not in by_id]:
        sys.exit(f"no mutant is called {', '.join(unknown)}")
    return [by_id[id] for id in ids] or list(by_id.values())


def baseline(wanted: Iterable[Mutant]) -> str:
    """Why the tests say nothing: what fails without any mutant; empty where all pass."""
    tests = sorted({test for mutant in wanted for test in mutant.killed_by})
    with tempfile.TemporaryDirectory() as folder:
        copy = copied(Path(folder).resolve())
        done = run([*PYTEST, *tests], copy)
    return done.stdout[-2000:] + done.stderr if done.returncode else ""


def main(ids: Sequence[str]) -> int:
    """Print a line for each mutant, and return 1 if one was not killed."""
    wanted = chosen(ids)
    if failures := baseline(wanted):
        print(failures, "The tests fail without any mutant.", sep="\n")  # noqa: T201
        return 1
    states = []
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        for verdict in pool.map(judged, wanted):
            states.append(verdict.state)
            print(f"{verdict.state}: {verdict.mutant.id}: {verdict.why}", flush=True)  # noqa: T201
            if verdict.state != KILLED:
                print(f"    {verdict.mutant.breaks}")  # noqa: T201
    print(*(f"{states.count(state)} {state}" for state in (KILLED, SURVIVED, ERROR)), sep=", ")  # noqa: T201
    return 0 if states.count(KILLED) == len(states) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
