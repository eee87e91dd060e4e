"""What the program makes of the sample, at a revision and now, compared file by file.

    python -m tests.sample.outputs [REV]      by default the revision that renames.yml names

Each revision is installed as a wheel into a folder of its own and runs every command on its own sample.
What another revision is meant to call otherwise stands in `renames.yml`, which is applied to what the
revision printed; whatever differs then is told, with its first line, and the exit code is 1.
"""

from __future__ import annotations

import gzip
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path

import duckdb
import yaml

ROOT = Path(__file__).resolve().parents[2]
RENAMES = Path(__file__).with_name("renames.yml")
RUNNER = Path(__file__).with_name("commands.py")
KEPT = ROOT / ".bulletin" / "outputs"
SHOWN = 160


@dataclass(frozen=True)
class Rename:
    """In the files (or the paths) that match, every match of `before` has become `after`."""

    files: str
    before: re.Pattern[str]
    after: str
    is_of_paths: bool = False

    def __call__(self, path: str, text: str) -> str:
        return self.before.sub(self.after, text) if fnmatch(path, self.files) else text


def renames(entries: list[dict[str, str]]) -> list[Rename]:
    """The entries of the committed map, in order."""
    return [
        Rename(
            entry.get("files", "*"),
            re.compile(entry.get("path", entry.get("from", "")), re.MULTILINE),
            entry["to"],
            is_of_paths="path" in entry,
        )
        for entry in entries
    ]


def outputs_of(revision: str, folder: Path) -> None:
    """Write all outputs of a revision, or of the working tree where it is empty, into a folder."""
    with tempfile.TemporaryDirectory() as scratch:
        source, installed, run = (Path(scratch) / name for name in ("source", "installed", "run"))
        _export(revision, source)
        pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-build-isolation", "--no-compile"]
        subprocess.run([*pip, "--disable-pip-version-check", "--target", installed, source], check=True)
        run.mkdir()
        shutil.copytree(source / "content", run / "content")
        shutil.copy2(source / "mkdocs.yml", run)
        shutil.copytree(ROOT / "tests" / "importing" / "exports", run / "exports")
        environment = {**os.environ, "PYTHONPATH": str(installed), "COLUMNS": "100", "TERM": "dumb"}
        subprocess.run([sys.executable, RUNNER, folder], cwd=run, env=environment, check=True)


def _export(revision: str, target: Path) -> None:
    """The files of a revision, or of the working tree, in a folder of their own."""
    target.mkdir()
    if revision:
        archive = subprocess.run(["git", "archive", revision], cwd=ROOT, check=True, capture_output=True).stdout
        subprocess.run(["tar", "-x", "-C", target], input=archive, check=True)
        return
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, check=True, capture_output=True,
    ).stdout.decode()  # fmt: skip
    for name in filter(None, listed.split("\0")):
        if (ROOT / name).is_symlink() or (ROOT / name).is_file():
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, target / name, follow_symlinks=False)


def readable(path: Path) -> str:
    """A file as text: rows of a table, and what is packed, unpacked."""
    if path.suffix == ".parquet":
        with duckdb.connect() as connection:
            found = connection.execute("select * from read_parquet(?)", [str(path)])
            header = [f"{column[0]}: {column[1]}" for column in found.description or ()]
            return "\n".join(map(repr, [header, *found.fetchall()]))
    raw = path.read_bytes()
    if path.suffix == ".gz":
        raw = gzip.decompress(raw)
    return raw.decode("utf-8", "backslashreplace")


def texts(folder: Path) -> dict[str, str]:
    """Every file below a folder, readable, by its path."""
    return {path.relative_to(folder).as_posix(): readable(path) for path in sorted(folder.rglob("*")) if path.is_file()}


JSON_IN_PAGE = re.compile(r'(?<=<script type="application/json")([^>]*>)(.*?)(?=</script>)', re.DOTALL)


def in_any_order(path: str, text: str) -> str:
    """The text with the keys of its JSON sorted: a definition stands where its name puts it."""
    if path.endswith(".html"):
        return JSON_IN_PAGE.sub(lambda found: found[1] + in_any_order("", found[2]), text)
    head, brace, matter = text.partition("{")
    value, end = json.JSONDecoder().raw_decode(brace + matter)
    return head + json.dumps(value, sort_keys=True, indent=1, ensure_ascii=False) + (brace + matter)[end:]


def differences(
    before: dict[str, str], after: dict[str, str], mapped: list[Rename], unordered: list[str]
) -> Iterator[str]:
    """One line for each file that is missing, new, or other than the map says."""
    renamed = {}
    for path, text in before.items():
        name = path
        for rename in mapped:
            if rename.is_of_paths:
                name = rename(path, name)
            else:
                text = rename(path, text)  # noqa: PLW2901  # each rename works on what the one before left
        renamed[name] = text
    for path in sorted(renamed.keys() | after.keys()):
        if path not in after:
            yield f"gone: {path}"
        elif path not in renamed:
            yield f"new: {path}"
        elif renamed[path] != after[path]:
            was, now = renamed[path], after[path]
            if any(fnmatch(path, pattern) for pattern in unordered):
                was, now = in_any_order(path, was), in_any_order(path, now)
            if was != now:
                yield f"other: {path}: {_first_difference(was, now)}"


def _first_difference(one: str, other: str) -> str:
    lines = zip([*one.split("\n"), "<end>"], [*other.split("\n"), "<end>"], strict=False)
    number, (was, now) = next((number, pair) for number, pair in enumerate(lines, 1) if pair[0] != pair[1])
    at = max(0, next((i for i, (a, b) in enumerate(zip(was, now, strict=False)) if a != b), 0) - SHOWN // 4)
    return f"line {number}\n    was: {was[at : at + SHOWN]}\n    now: {now[at : at + SHOWN]}"


def main(revision: str) -> int:
    """Compare, print the differences, and return the exit code."""
    committed = yaml.safe_load(RENAMES.read_text(encoding="utf-8"))
    revision = revision or committed["base"]
    named = subprocess.run(["git", "rev-parse", revision], cwd=ROOT, check=True, capture_output=True, text=True)
    kept = KEPT / named.stdout.strip()
    if not kept.is_dir():
        beside = kept.with_suffix(".new")
        shutil.rmtree(beside, ignore_errors=True)
        outputs_of(revision, beside)
        beside.rename(kept)
    with tempfile.TemporaryDirectory() as folder:
        outputs_of("", Path(folder))
        before, after = texts(kept), texts(Path(folder))
    found = list(differences(before, after, renames(committed["renames"] or []), committed["unordered"]))
    print(*found, f"{len(after)} files compared with {revision}: {len(found)} differ", sep="\n")  # noqa: T201
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main("".join(sys.argv[1:])))
