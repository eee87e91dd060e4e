"""Sites as a reader gets them: built by the command line, parsed as HTML, searched byte by byte."""

from __future__ import annotations

import gzip
import html
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

import duckdb
import yaml

from tests.site import forked

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = ROOT / "content"
ORIGINALS = ROOT / "tests" / "sample" / "originals"
SITE_URL = "https://bulletin.example.com/"
PATIENCE = 120
CAN_FORK = sys.platform == "linux"
VOID = frozenset(
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"],
)
INLINE = frozenset(
    ["a", "abbr", "b", "cite", "code", "em", "i", "s", "small", "span", "strong", "sub", "sup", "time"],
)


def tool(name: str) -> str:
    """The path of a command of this environment."""
    return str(Path(sys.executable).with_name(name))


def run(
    *arguments: str | Path, cwd: Path, command: str = "bulletin", env: Mapping[str, str] | None = None, **more: Any
) -> subprocess.CompletedProcess[str]:
    """A command of this environment, run to its end, with what it printed.

    It is started anew where that could make a difference: with variables or limits of its own.
    """
    line = [tool(command), *map(str, arguments)]
    if command in forked.PROGRAMS and CAN_FORK and env is None and not more:
        return forked.run(line, cwd, PATIENCE)
    whole = {**os.environ, **(env or {})}
    return subprocess.run(
        line, cwd=cwd, env=whole, capture_output=True, text=True, encoding="utf-8", timeout=PATIENCE, **more
    )


def build(folder: Path, site: Path, *options: str, env: Mapping[str, str] | None = None) -> Path:
    """The site of a bulletin repository, built into another folder."""
    done = run("build", "-q", "--site-dir", site, *options, cwd=folder, env=env)
    assert done.returncode == 0, done.stderr
    return site


def copy_of_sample(folder: Path) -> Path:
    """A bulletin repository with the sample's content."""
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copytree(SAMPLE, folder / "content")
    shutil.copy2(ROOT / "mkdocs.yml", folder)
    return folder


def repository(folder: Path, files: Mapping[str, str | bytes], site_file: str | None = None, **options: object) -> Path:
    """A bulletin repository with these files below `content` and these options of the plugin."""
    plugin = {"as_of": "2026-11-21", **options}
    settings = {
        "site_name": "Quay News",
        "site_url": SITE_URL,
        "repo_url": "https://code.example.com/bulletin",
        "edit_uri": "edit/main/content/",
        "docs_dir": "content/pages",
        "theme": {"name": "bulletin"},
        "plugins": [{"bulletin": {name: value for name, value in plugin.items() if value is not None}}],
    }
    (folder / "content" / "pages").mkdir(parents=True, exist_ok=True)
    (folder / "mkdocs.yml").write_text(site_file or yaml.safe_dump(settings, sort_keys=False), encoding="utf-8")
    for path, content in files.items():
        target = folder / "content" / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
    return folder


def tree(folder: Path) -> dict[str, bytes]:
    """Every file below a folder by its relative path."""
    found = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


def texts(folder: Path) -> dict[str, str]:
    """Everything that a reader could find in each file, and the files' names themselves, case ignored."""
    return {name: "\n".join((name, *_readings(folder / name, raw))).casefold() for name, raw in tree(folder).items()}


def _readings(path: Path, raw: bytes) -> Iterator[str]:
    if path.suffix == ".gz":
        raw = gzip.decompress(raw)
    text = raw.decode("utf-8", "replace")
    yield text
    yield html.unescape(text)
    if path.suffix == ".parquet":
        for row in duckdb.execute("select * from read_parquet(?)", [str(path)]).fetchall():
            yield " ".join(map(str, row))


def where(word: str, found: Mapping[str, str]) -> list[str]:
    """The files in which a word stands, whatever its case."""
    return [name for name, text in found.items() if word.casefold() in text]


@dataclass(slots=True)
class Element:
    """An element with its attributes and what it stands in; its text is what is said from `first` to `last`."""

    tag: str
    attributes: dict[str, str]
    parents: tuple[Element, ...] = ()
    said: list[str] = field(default_factory=list, repr=False)
    first: int = 0
    last: int | None = None

    @property
    def pieces(self) -> list[str]:
        """The text in it as it came."""
        return self.said[self.first : self.last]

    @property
    def text(self) -> str:
        """The text in it, spaces run together."""
        return " ".join("".join(self.pieces).split())

    def __getitem__(self, name: str) -> str:
        return self.attributes.get(name, "")


class _Collector(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[Element] = []
        self.open: list[Element] = []
        self.said: list[str] = []
        self.unclosed: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs}, tuple(self.open), self.said)
        self.elements.append(element)
        self._part(tag)
        element.first = len(self.said)
        if tag in VOID:
            element.last = element.first
        else:
            self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open[-1].tag != tag:
            self.unclosed.append(tag)
            return
        self.open.pop().last = len(self.said)
        self._part(tag)

    def _part(self, tag: str) -> None:
        """Keep the words on both sides of a block apart."""
        if tag not in INLINE:
            self.handle_data(" ")

    def handle_data(self, data: str) -> None:
        self.said.append(data)


@dataclass(frozen=True)
class Page:
    """A page: `address` is its path below the site's root, as a browser asks for it."""

    address: str
    raw: bytes

    @cached_property
    def elements(self) -> tuple[Element, ...]:
        """Its elements in the order of the document."""
        return tuple(self._collected.elements)

    @cached_property
    def _collected(self) -> _Collector:
        collector = _Collector()
        collector.feed(self.raw.decode("utf-8"))
        collector.close()
        return collector

    @property
    def badly_nested(self) -> list[str]:
        """Tags that close out of order, or are never closed."""
        collected = self._collected
        return [*collected.unclosed, *(element.tag for element in collected.open)]

    def all(self, tag: str, **attributes: str) -> list[Element]:
        """The elements of this tag with these attributes."""
        return [
            element
            for element in self.elements
            if element.tag == tag and all(element[name] == value for name, value in attributes.items())
        ]

    def one(self, tag: str, **attributes: str) -> Element:
        """The only element of this tag with these attributes."""
        (element,) = self.all(tag, **attributes)
        return element

    @cached_property
    def ids(self) -> list[str]:
        """Every id in it, as often as it stands there."""
        return [element["id"] for element in self.elements if "id" in element.attributes]

    @cached_property
    def text(self) -> str:
        """All its text."""
        return self.one("html").text

    def targets(self) -> Iterator[str]:
        """Where its links lead: addresses as from the site's root, `/` in front, with the anchor."""
        for element in self.elements:
            if element.tag in ("a", "link") and "href" in element.attributes and element["rel"] != "canonical":
                yield urljoin(f"/{self.address}", element["href"])


@dataclass(frozen=True)
class Site:
    """A built site and the repository that it was built from."""

    folder: Path
    source: Path
    audience: str

    @cached_property
    def pages(self) -> dict[str, Page]:
        """Every page by its address."""
        return {page.address: page for page in map(self._page, sorted(self.folder.rglob("*.html")))}

    def _page(self, path: Path) -> Page:
        address = path.relative_to(self.folder).as_posix().removesuffix("index.html")
        return Page(address, path.read_bytes())

    @cached_property
    def texts(self) -> dict[str, str]:
        """Everything in it that can be read."""
        return texts(self.folder)

    def rows(self, table: str, query: str = "select * from data") -> list[dict[str, Any]]:
        """The rows that a query finds in one of its data files."""
        with duckdb.connect() as connection:
            connection.execute(f"create view data as from read_parquet('{self.folder}/data/{table}.parquet')")
            found = connection.execute(query)
            names = [column[0] for column in found.description or ()]
            return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def is_elsewhere(target: str) -> bool:
    """Whether a link leaves the site."""
    return bool(urlsplit(target).scheme)


def words_in(text: str) -> Iterator[str]:
    """The sentences of a content file that are long enough to be nobody else's."""
    for line in re.split(r"\n|(?<=[.!?]) ", text):
        said = line.strip().removeprefix("quote:").removeprefix("note:").strip(" -\"'")
        if len(said.split()) >= 5 and ": " not in said:
            yield said


def files_of(content: Path) -> Iterable[Path]:
    """The content files of a tree: everything but hand-written pages and hidden files."""
    for path in sorted(content.rglob("*")):
        parts = path.relative_to(content).parts
        if path.is_file() and parts[0] != "pages" and not any(part.startswith(".") for part in parts):
            yield path
