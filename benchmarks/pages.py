"""What a page weighs over the wire: its HTML, style sheets, scripts and fonts, compressed; no images."""

from __future__ import annotations

import gzip
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ASSET = re.compile(r'<(?:link|script)\b[^>]*?(?:href|src)="([^"#?]+\.(?:css|m?js|woff2))(?:\?[^"]*)?"')
INNER = re.compile(r"""url\(["']?([^"')#?:]+\.(?:css|woff2))|@import ["']([^"':]+\.css)["']""")
HEAVIEST = 40


@dataclass(frozen=True, slots=True, order=True)
class Weight:
    """A page's bytes over the wire, and how many of them are its HTML."""

    total: int
    html: int
    address: str


@dataclass(frozen=True, slots=True)
class Size:
    """What a program wrote: pages, all files, and bytes."""

    pages: int
    files: int
    bytes: int


def size_of(site: Path) -> Size:
    """How much a site holds."""
    files = [path for path in site.rglob("*") if path.is_file()]
    return Size(sum(path.suffix == ".html" for path in files), len(files), sum(path.stat().st_size for path in files))


def heaviest_page(site: Path) -> Weight | None:
    """The heaviest of the pages with most HTML; None for an empty site."""
    pages = sorted(site.rglob("*.html"), key=lambda path: (-path.stat().st_size, path))
    return max((weigh(page, site) for page in pages[:HEAVIEST]), default=None)


def weigh(page: Path, site: Path) -> Weight:
    """What this page and everything that it loads weigh."""
    html = compressed(page)
    loaded: set[Path] = set()
    for address in ASSET.findall(page.read_text(encoding="utf-8")):
        _collect(_resolve(address, page, site), site, loaded)
    return Weight(html + sum(map(compressed, loaded)), html, str(page.relative_to(site)))


def _collect(asset: Path, site: Path, loaded: set[Path]) -> None:
    if asset in loaded or not asset.is_file():
        return
    loaded.add(asset)
    if asset.suffix == ".css":
        for pair in INNER.findall(asset.read_text(encoding="utf-8")):
            _collect(_resolve(pair[0] or pair[1], asset, site), site, loaded)


def _resolve(address: str, base: Path, site: Path) -> Path:
    return (site / address.lstrip("/") if address.startswith("/") else base.parent / address).resolve()


@cache
def compressed(path: Path) -> int:
    """The bytes of a file as a server sends it; fonts are compressed already."""
    raw = path.read_bytes()
    return len(raw) if path.suffix == ".woff2" else len(gzip.compress(raw, mtime=0))
