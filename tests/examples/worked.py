"""Four ordinary changes as they are made: what CONTRIBUTING.md shows, and what a test makes in a copy.

In a file of this folder an edit names a file and the text of a sibling, `after` or `before` whose lines something
is put (`insert`, or `insert_inline` right behind it); a `new` file has its text. `edits` are those of the program,
`tests` those of its tests; `made_anew` are golden files, and `checks` what shows that it works.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from textwrap import fill
from typing import Any

import yaml

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
PAGE = ROOT / "CONTRIBUTING.md"
EXAMPLES = re.compile(
    r"(?<=<!-- the examples: python -m tests.golden documents -->\n).*?(?=<!-- the end of the examples -->)", re.DOTALL
)
LANGUAGES = {".py": "python", ".html": "html+jinja", ".sql": "sql"}
NAMES = ("field", "rule", "figure", "page")


@dataclass(frozen=True, slots=True)
class Edit:
    """A new file, or a text that is put after or before another in one that there is."""

    file: str
    new: str = ""
    after: str = ""
    before: str = ""
    insert: str = ""
    insert_inline: str = ""

    def apply(self, root: Path) -> None:
        """Make the edit below a root; a sibling that is not there exactly once is an error."""
        target = root / self.file
        if self.new:
            assert not target.exists(), f"{self.file} is there already"
            target.write_text(self.new, encoding="utf-8")
            return
        text, sibling = target.read_text(encoding="utf-8"), (self.after or self.before).strip("\n")
        assert text.count(sibling) == 1, f"{self.file} has this {text.count(sibling)} times: {sibling!r}"
        start = text.index(sibling)
        end = start + len(sibling)
        if self.insert_inline:
            target.write_text(text[:end] + self.insert_inline + text[end:], encoding="utf-8")
            return
        # After or before the whole lines of the sibling.
        place = text.index("\n", end) + 1 if self.after else text.rindex("\n", 0, start) + 1
        target.write_text(text[:place] + self.insert + text[place:], encoding="utf-8")

    @property
    def shown(self) -> str:
        """The edit as CONTRIBUTING.md shows it."""
        put = (self.new or self.insert or self.insert_inline).strip("\n")
        where = (
            ""
            if self.new
            else f", {'after' if self.after else 'before'} `{' '.join((self.after or self.before).split())}`"
        )
        if self.insert_inline:
            return f"`{self.file}`{where}: `{put.removeprefix(', ')}`\n"
        language = LANGUAGES[Path(self.file).suffix]
        return f"`{self.file}`{where}:\n\n```{language}\n{_flush(put)}\n```\n"


def _filled(text: str) -> str:
    return fill(text, 110, break_long_words=False, break_on_hyphens=False)


def _flush(text: str) -> str:
    """The text without the indent that all its lines have."""
    lines = text.split("\n")
    indent = min(len(line) - len(line.lstrip()) for line in lines if line.strip())
    return "\n".join(line[indent:] for line in lines)


@dataclass(frozen=True, slots=True)
class Example:
    """One ordinary change, and what shows that it works."""

    name: str
    title: str
    text: str
    edits: tuple[Edit, ...]
    tests: tuple[Edit, ...]
    made_anew: tuple[str, ...]
    checks: tuple[str, ...]

    @property
    def files(self) -> list[str]:
        """The files of the program that it touches, each once."""
        return list(dict.fromkeys(edit.file for edit in self.edits))

    def apply(self, root: Path) -> None:
        """Make the change below a root, tests and all."""
        for edit in (*self.edits, *self.tests):
            edit.apply(root)

    @property
    def shown(self) -> str:
        """The example as CONTRIBUTING.md shows it."""
        touched = ", ".join(f"`{file}`" for file in self.files)
        tested = ", ".join(f"`{edit.file}`" for edit in self.tests)
        renewed = f"; then `python -m tests.golden {' '.join(self.made_anew)}`" if self.made_anew else ""
        opening = f"### {self.title}\n\n{_filled(self.text)}\n\n"
        closing = f"{_filled(f'Files: {touched}. Tests: {tested}{renewed}.')}\n\n"
        return opening + "\n".join(edit.shown for edit in self.edits) + f"\n{closing}"


def example(name: str) -> Example:
    """An example by the name of its file."""
    data: Mapping[str, Any] = yaml.safe_load((HERE / f"{name}.yml").read_text(encoding="utf-8"))
    return Example(
        name=name,
        title=data["title"],
        text=data["text"].strip(),
        edits=tuple(Edit(**edit) for edit in data["edits"]),
        tests=tuple(Edit(**edit) for edit in data["tests"]),
        made_anew=tuple(data.get("made_anew", ())),
        checks=tuple(data["checks"]),
    )


def examples() -> Iterator[Example]:
    """All examples, in the order of the chapter."""
    return map(example, NAMES)


def written(page: str) -> str:
    """The text of CONTRIBUTING.md with its examples as they are."""
    return EXAMPLES.sub(lambda _: "\n" + "".join(one.shown for one in examples()), page)
