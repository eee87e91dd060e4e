"""The map of the rooms in CONTRIBUTING.md: the layers of pyproject.toml, with what each room says of itself."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
MAP = re.compile(
    r"(?<=<!-- the map: python -m tests.golden documents -->\n).*?(?=<!-- the end of the map -->)", re.DOTALL
)


def rooms() -> Iterator[tuple[str, str]]:
    """Each room and its sentence, in the way of the data: what stands below imports what stands above."""
    matter = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = matter["tool"]["importlinter"]["contracts"]
    (layers,) = (one["layers"] for one in contracts if one.get("containers") == ["builder"])
    for layer in reversed(layers):
        for name in layer.split(" | "):
            folder, module = ROOT / "builder" / name / "__init__.py", ROOT / "builder" / f"{name}.py"
            path = folder if folder.exists() else module
            sentence = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
            yield f"{name}/" if path == folder else f"{name}.py", sentence.split("\n")[0]


def written() -> str:
    """The map as a table."""
    lines = ["| room | what happens there |", "|---|---|"]
    return "\n".join([*lines, *(f"| `{name}` | {sentence} |" for name, sentence in rooms())]) + "\n"


def with_map(page: str) -> str:
    """The text of CONTRIBUTING.md with its map as it is."""
    return MAP.sub(lambda _: written(), page)
