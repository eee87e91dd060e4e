"""Every file of the repository that a program wrote and a test compares, made anew by one command.

    python -m tests.golden [--all | NAME…]

Without a name it makes whatever takes seconds, with `--all` the slow ones too.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from tests import rooms
from tests.examples import worked
from tests.sample.replay import replay
from tests.skeleton.own import own_files
from tests.support import printed, read

ROOT = Path(__file__).resolve().parents[1]


@dataclass(frozen=True, slots=True)
class Golden:
    """Files that are made together, by `make`; `files` are their paths below the root, as patterns."""

    name: str
    files: tuple[str, ...]
    make: Callable[[], None]
    is_slow: bool = False


def made_by(name: str) -> str:
    """What the failure of a comparison says: the command that makes these files anew."""
    return f"if the change is meant, run `python -m tests.golden {GOLDENS[name].name}` and look at the difference"


def _make_bad() -> None:
    folder = ROOT / "tests" / "reading"
    (folder / "bad.expected").write_text(printed(read(folder / "bad").diagnostics), encoding="utf-8")


def _make_skeleton() -> None:
    for path, text in own_files().items():
        target = ROOT / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")


def _make_manifests() -> None:
    for manifest in (ROOT / "content" / "editions").glob("*.lock.json"):
        manifest.unlink()
    replay(ROOT / "content")


def _make_documents() -> None:
    page = worked.PAGE.read_text(encoding="utf-8")
    worked.PAGE.write_text(worked.written(rooms.with_map(page)), encoding="utf-8")


def _make_power() -> None:
    subprocess.run([sys.executable, "-m", "benchmarks.power"], cwd=ROOT, check=True)


GOLDENS = {
    golden.name: golden
    for golden in (
        Golden("bad", ("tests/reading/bad.expected",), _make_bad),
        Golden("skeleton", (".schema/*", ".vscode/*", ".github/**", ".gitlab-ci.yml"), _make_skeleton),
        Golden("manifests", ("content/editions/*.lock.json",), _make_manifests),
        Golden("documents", ("CONTRIBUTING.md",), _make_documents),
        Golden("power", ("builder/figures/detection_power.json",), _make_power, is_slow=True),
    )
}


def main(arguments: Iterable[str] | None = None) -> None:
    """Make the files that were named; print which."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", choices=[[], *GOLDENS], metavar="NAME", help=", ".join(GOLDENS))
    parser.add_argument("--all", action="store_true", help="the slow ones too")
    chosen = parser.parse_args(None if arguments is None else list(arguments))
    for golden in GOLDENS.values():
        if golden.name in chosen.names or (not chosen.names and (chosen.all or not golden.is_slow)):
            golden.make()
            sys.stdout.write(f"{golden.name}: {', '.join(golden.files)}\n")


if __name__ == "__main__":
    main()
