"""Imports into small bulletin repositories, as the command line runs them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from click.testing import CliRunner

from builder.cli import main
from tests.support import LISTS, write

EXPORTS = Path(__file__).parent / "exports"
TODAY = "2026-11-21"
SITE = (
    "site_name: Small\ndocs_dir: content/pages\ntheme: {name: bulletin}\nplugins:\n  - bulletin:\n      currency: EUR\n"
)
DEALS = """\
target: closed-deal
fields:
  opportunity: Id
  closed: Closed
  outcome: Stage
  account: Account
  value: Amount
"""
COLUMNS = "Id,Closed,Stage,Account,Amount\n"


@dataclass(frozen=True)
class Done:
    """What a run said, and how it ended."""

    code: int
    text: str

    def count(self, name: str) -> int:
        """The number that stands before a word in the sum of rows."""
        found = re.search(rf"^\s*([\d,]+) {name}", self.text, re.MULTILINE)
        assert found, (name, self.text)
        return int(found[1].replace(",", ""))


class Repository:
    """A bulletin repository in a folder, and the imports into it."""

    def __init__(self, folder: Path, files: Mapping[str, str | bytes] | None = None, site: str = SITE) -> None:
        self.folder = folder / "repository"
        self.content = self.folder / "content"
        write(self.content, {**LISTS, "pages/about.md": "# About\n", **(files or {})}, lists=False)
        (self.folder / "mkdocs.yml").write_text(site, encoding="utf-8")
        self.exports = folder / "exports"
        self.exports.mkdir(exist_ok=True)

    def run(self, *arguments: str | Path) -> Done:
        options = ["-f", str(self.folder / "mkdocs.yml"), "--as-of", TODAY]
        result = CliRunner().invoke(main, ["import", *map(str, arguments), *options])
        assert "Traceback" not in result.output
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        return Done(result.exit_code, result.output)

    def load(self, export: str | bytes | Path, map_: str | Path = DEALS, *, write: bool = True) -> Done:
        """Import an export, given as a file or as its content, by a map, given in the same way."""
        if not isinstance(export, Path):
            content = export if isinstance(export, bytes) else export.encode()
            export = self.exports / "export.csv"
            export.write_bytes(content)
        if not isinstance(map_, Path):
            (self.exports / "map.yml").write_text(map_, encoding="utf-8")
            map_ = self.exports / "map.yml"
        return self.run(export, "--map", map_, *(["--write"] if write else []))

    def check(self) -> Done:
        result = CliRunner().invoke(main, ["check", "-f", str(self.folder / "mkdocs.yml"), "--as-of", TODAY])
        return Done(result.exit_code, result.output)

    def deals(self) -> list[str]:
        """The lines of closed_deals.csv below its header."""
        return (self.content / "closed_deals.csv").read_text(encoding="utf-8").splitlines()[1:]

    def files(self) -> dict[str, bytes]:
        """Every file of the content, by path."""
        found = sorted(path for path in self.content.rglob("*") if path.is_file())
        return {path.relative_to(self.content).as_posix(): path.read_bytes() for path in found}

    def below(self, folder: str) -> dict[str, str]:
        """The files of one folder of the content."""
        return {path: raw.decode() for path, raw in self.files().items() if path.startswith(f"{folder}/")}


def sum_holds(done: Done) -> bool:
    """Whether rows read = written + unchanged + refused, as printed and as counted."""
    read, *parts = (done.count(name) for name in ("rows read", "written", "unchanged", "refused"))
    return read == sum(parts) and f"{read:,} = {' + '.join(f'{part:,}' for part in parts)}" in done.text
