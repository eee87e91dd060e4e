"""Changes to a bulletin repository and to the program, drawn by chance from a seed."""

from __future__ import annotations

import ast
import html
import random
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import yaml

from builder.schema import KINDS

SETTINGS = (
    ("plugin", "as_of", ("2026-11-20", "2026-11-23", "2026-12-02")),
    ("plugin", "audience", ("leadership", "everyone")),
    ("plugin", "currency", ("USD", "EUR")),
    ("plugin", "rates", ({"EUR": 1.1, "CHF": 1.05}, {"EUR": 0.9})),
    ("plugin", "floor", (4, 6)),
    ("plugin", "locale", ("de", "en_GB")),
    ("plugin", "respond_within", (10, 20)),
    ("plugin", "minutes_budget", (2, 20)),
    ("plugin", "attainment_periods", (4, 6)),
    ("plugin", "editor", ("editor@example.com", "")),
    ("site", "site_name", ("The Other Side", "Loading")),
    ("site", "site_url", ("https://elsewhere.example.com/", "")),
    ("site", "repo_url", ("https://forge.example.com/other", "")),
    ("site", "edit_uri", ("edit/trunk/content/", "")),
)
WORD = re.compile(r"[A-Za-z]{4,}")
DIGIT = re.compile(r"[1-9]")
DIGITS = re.compile(r"[0-9a-f]{8}(?=\.)")
BETWEEN_TAGS = re.compile(r">(?=[ \n<])")
Change = Callable[[], str]


class Chances:
    """Changes one thing at a time in a repository, and says what it was."""

    def __init__(self, folder: Path, package: Path, seed: int) -> None:
        self._folder = folder
        self._content = folder / "content"
        self._package = package
        self._chance = random.Random(seed)

    def change_content(self, kind: str) -> str:
        """Change, add, rename or remove a file of a kind."""
        place = self._content / KINDS[kind].place
        files = sorted(path for path in place.rglob("*") if path.is_file()) if place.is_dir() else [place]
        path = self._chance.choice([path for path in files if path.exists()] or [place])
        if not path.exists():
            return f"there is no {kind} any more"
        act = self._chance.choice([self._edit, self._edit, self._edit, self._add, self._rename, self._remove])
        return f"{act(path)} {path.relative_to(self._folder)}"

    def _edit(self, path: Path) -> str:
        """Change one word or digit, or take a line away."""
        lines = path.read_text(encoding="utf-8").split("\n")
        number = self._chance.choice([i for i, line in enumerate(lines) if line.strip() and line != "---"])
        if self._chance.random() < 0.2:
            removed = lines.pop(number)
            path.write_text("\n".join(lines), encoding="utf-8")
            return f"without {removed!r}:"
        before = lines[number]
        start = before.find(":") + 1
        words = list(WORD.finditer(before, start)) or list(DIGIT.finditer(before, start))
        if words:
            found = self._chance.choice(words)
            other = "Otherwise" if found[0].isalpha() else str(int(found[0]) % 9 + 1)
            lines[number] = before[: found.start()] + other + before[found.end() :]
        else:
            lines[number] = f"{before} more"
        path.write_text("\n".join(lines), encoding="utf-8")
        return f"{before!r} became {lines[number]!r}:"

    def _add(self, path: Path) -> str:
        path.with_name(self._other_name(path)).write_bytes(path.read_bytes())
        return "once more:"

    def _rename(self, path: Path) -> str:
        path.rename(path.with_name(self._other_name(path)))
        return "by another name:"

    def _remove(self, path: Path) -> str:
        path.unlink()
        return "no longer:"

    def _other_name(self, path: Path) -> str:
        """A name with other digits, where it has any, else with a word more."""
        name = DIGITS.sub(f"{self._chance.getrandbits(32):08x}", path.name)
        stem, dot, ending = path.name.partition(".")
        return name if name != path.name else f"{stem}-again{self._chance.randint(10, 99)}{dot}{ending}"

    def change_page(self, _: str = "") -> str:
        """Change a hand-written page."""
        path = self._chance.choice(sorted((self._content / "pages").glob("*.md")))
        return f"{self._edit(path)} {path.name}"

    def change_setting(self, _: str = "") -> str:
        """Change one setting of the site or of the plugin."""
        path = self._folder / "mkdocs.yml"
        site = yaml.safe_load(path.read_text(encoding="utf-8"))
        where, name, values = self._chance.choice(SETTINGS)
        options = site["plugins"][0]["bulletin"] if where == "plugin" else site
        options[name] = self._chance.choice([value for value in values if value != options.get(name)])
        path.write_text(yaml.safe_dump(site, sort_keys=False), encoding="utf-8")
        return f"{name}: {options[name]}"

    def change_template(self, _: str = "") -> str:
        """Print one word more in a template: in one of the site's own, or in one of the program's."""
        folder = self._chance.choice([self._folder / "overrides", self._package / "builder" / "templates"])
        paths = [path for path in sorted(folder.rglob("*.html")) if BETWEEN_TAGS.search(path.read_text("utf-8"))]
        path = self._chance.choice(paths)
        text = path.read_text(encoding="utf-8")
        at = self._chance.choice([found.end() for found in BETWEEN_TAGS.finditer(text)])
        path.write_text(f"{text[:at]}one{self._chance.randint(10, 99)}{text[at:]}", encoding="utf-8")
        return f"template {path.name} at {at}"

    def change_program(self, printed: str) -> str:
        """Change a literal of the program that is `printed`, in one of its modules or queries."""
        path, start, end, text = self._chance.choice(sorted(self._literals(html.unescape(printed))))
        source = path.read_bytes()
        path.write_bytes(
            source[:start] + source[start:end].replace(text.encode(), text.encode() + b"ly") + source[end:]
        )
        return f"literal {text!r} in {path.relative_to(self._package)}"

    def _literals(self, printed: str) -> Iterator[tuple[Path, int, int, str]]:
        """Path, start, end and text of every literal of several words that is printed."""
        for path in (self._package / "builder").rglob("*.py"):
            source = path.read_bytes()
            tree = ast.parse(source)
            starts = [0]
            for line in source.split(b"\n"):
                starts.append(starts[-1] + len(line) + 1)
            for node in ast.walk(tree):
                if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.end_lineno == node.lineno:
                    text = node.value.strip()
                    at = starts[node.lineno - 1] + node.col_offset
                    end = starts[node.lineno - 1] + (node.end_col_offset or 0)
                    is_plain = (
                        source[at:end]
                        == source[at : at + 1] + node.value.encode("utf-8", "replace") + source[at : at + 1]
                    )
                    if is_plain and " " in text and text[-1].isalpha() and text in printed:
                        yield path, at, end, text
