"""The house stays one in which a newcomer finds the way: one noun for one thing, and nothing too long."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
MODULES = sorted((ROOT / "builder").rglob("*.py"))
MOST_LINES = 300
MOST_LINES_OF_A_FUNCTION = 30
MOST_PARAMETERS = 5


def functions() -> Iterator[tuple[str, ast.FunctionDef]]:
    """Every function with where it stands."""
    for path in MODULES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef):
                yield f"{path.relative_to(ROOT).as_posix()}:{node.name}", node


def test_no_two_classes_share_a_name() -> None:
    found = defaultdict(list)
    for path in MODULES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ClassDef):
                found[node.name.lstrip("_")].append(path.relative_to(ROOT).as_posix())
    assert {name: places for name, places in found.items() if len(places) > 1} == {}


def test_no_module_is_longer_than_one_can_read_in_one_go() -> None:
    lengths = {path.relative_to(ROOT).as_posix(): len(path.read_text("utf-8").splitlines()) for path in MODULES}
    assert {name: length for name, length in lengths.items() if length > MOST_LINES} == {}


def test_no_function_is_longer_than_one_thought() -> None:
    lengths = {name: (node.end_lineno or 0) - node.lineno + 1 for name, node in functions()}
    assert {name: length for name, length in lengths.items() if length > MOST_LINES_OF_A_FUNCTION} == {}


def test_no_function_takes_more_than_five_things() -> None:
    """Commands aside, whose parameters are options, and constructors that take theirs by name."""
    found = {}
    for name, node in functions():
        is_command = any(
            "click" in ast.dump(decorator) or "with_site" in ast.dump(decorator) for decorator in node.decorator_list
        )
        names = [one.arg for one in (*node.args.posonlyargs, *node.args.args) if one.arg not in ("self", "cls")]
        named = [] if node.name == "__init__" else [one.arg for one in node.args.kwonlyargs]
        if not is_command and len(names) + len(named) > MOST_PARAMETERS:
            found[name] = names + named
    assert found == {}
