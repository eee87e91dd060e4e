"""Chromium, and the sites that it looks at, served from this machine."""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.site.support import Site, build, repository
from tests.support import LISTS, debrief

# The shell of the headless mode does the same with half the work: it has no window to draw.
NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
AXE = ("axe_playwright_python", "axe_core_python")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


class _Quiet(SimpleHTTPRequestHandler):
    """Serves a folder, with its own page for what is not there, and says nothing."""

    def log_message(self, format: str, *args: Any) -> None:
        """Requests are not news."""

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Answer with the site's own error page."""
        raw = (Path(self.directory) / "404.html").read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(raw)))
        self.end_headers()
        self.wfile.write(raw)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A browser; without one these tests are skipped, but never under CI."""
    path = next(filter(None, map(shutil.which, NAMES)), None)
    if path is None:
        (pytest.fail if os.environ.get("CI") else pytest.skip)("no Chromium is installed")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def axe() -> str:
    """The source of axe-core."""
    for name in AXE:
        spec = find_spec(name)
        if spec is not None and spec.origin is not None:
            return next(Path(spec.origin).parent.rglob("axe.min.js")).read_text(encoding="utf-8")
    pytest.fail("no package with axe-core is installed")


@pytest.fixture(scope="session")
def address(everyone: Site) -> Iterator[str]:
    """The address of the sample's site."""
    yield from served(everyone.folder)


@pytest.fixture(scope="session")
def empty_address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a site without a debrief."""
    folder = repository(tmp_path_factory.mktemp("empty"), LISTS)
    yield from served(build(folder, folder / "site"))


@pytest.fixture(scope="session")
def rough_address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a site whose texts have words without end, wide tables and long lines of code."""
    long = "Donaudampfschifffahrtsgesellschaftskapitaen" * 6
    body = f"{long}\n\n| {' | '.join('ab' * 8)} |\n|{'---|' * 16}\n| {' | '.join('column' for _ in range(16))} |\n\n"
    code = f"```\n{'code ' * 60}\n```\n"
    quoted, noted = f"quote: {long}, evidence: email, detail: budget", f"note: {long}, detail: {long}"
    driver = f"repelling:\n  pricing: {{{quoted}}}\n  other: {{{noted}}}"
    files = {
        "themes.yml": f"- {{id: pricing, title: {long}, means: {long}}}\n- {{id: other, title: Else}}\n",
        "debriefs/2026-11-05-a-11111111.md": debrief(driver, body + code, ask=long, segment="x" * 60, lost_to="y" * 60),
        f"debriefs/2026-11-06-{long[:100]}-22222222.md": debrief(outcome=long),
        "editions/2026-11.md": f"---\ntitle: {long}\n---\n{body}{code}",
        "pages/about.md": f"# About\n\n{long}\n\n    {'code ' * 60}\n",
    }
    folder = repository(tmp_path_factory.mktemp("rough"), {**LISTS, **files})
    yield from served(build(folder, folder / "site", "--audience", "leadership"))


def served(site: Path) -> Iterator[str]:
    """The address of a site while it is served."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(site)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
