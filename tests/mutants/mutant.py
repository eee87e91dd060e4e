"""The committed list of mutants: each a text of the package, and what breaks a rule of privacy in its place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[2]
LIST = Path(__file__).with_name("mutants.yml")
CODE = frozenset({".py", ".sql"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Mutant:
    """One rule broken: `text`, which stands once in the package, gives way to `replacement`.

    `killed_by` are the tests that must fail then, as pytest names them.
    """

    id: str
    breaks: str
    text: str
    replacement: str
    killed_by: tuple[str, ...]

    def places(self, texts: Mapping[Path, str]) -> list[Path]:
        """Of the files of a package, with their texts, those that hold the text, each as often as it stands there."""
        return [path for path, text in texts.items() for _ in range(text.count(self.text))]

    def apply(self, path: Path) -> None:
        """Break the rule in the file that holds it."""
        path.write_text(path.read_text(encoding="utf-8").replace(self.text, self.replacement), encoding="utf-8")


def sources(package: Path) -> dict[Path, str]:
    """The files of a package in which a rule can stand, with their texts."""
    paths = sorted(path for path in package.rglob("*") if path.suffix in CODE and path.is_file())
    return {path: path.read_text(encoding="utf-8") for path in paths}


def mutants() -> list[Mutant]:
    """All of them, in the order of the list."""
    entries = yaml.safe_load(LIST.read_text(encoding="utf-8"))
    return [Mutant(**{**entry, "killed_by": tuple(entry["killed_by"])}) for entry in entries]
