"""The live site: what is edited appears, what is broken is shown, and the server stays."""

from __future__ import annotations

import os
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.site.support import repository, tool
from tests.support import LISTS, debrief

PATIENCE = 60
NAME = "debriefs/2026/2026-11-05-good-11111111.md"


@dataclass(frozen=True)
class Server:
    """A server of a repository, its address, and the file in which it writes what it does."""

    folder: Path
    address: str
    process: subprocess.Popen[bytes]
    log: Path

    def get(self, path: str) -> tuple[int, str]:
        """The status and the body of a page; 0 where nobody answers."""
        try:
            with urllib.request.urlopen(f"{self.address}{path}", timeout=10) as response:
                return response.status, response.read().decode("utf-8")
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode("utf-8")
        except OSError:
            return 0, ""

    def wait(self, path: str, is_there: Callable[[str], bool]) -> str:
        """The body of a page, once it is as wanted."""
        end = time.monotonic() + PATIENCE
        body = ""
        while time.monotonic() < end and self.process.poll() is None:
            body = self.get(path)[1]
            if is_there(body):
                return body
            time.sleep(0.05)
        pytest.fail(f"{path} did not come to be as wanted:\n{body[-2000:]}\n{self.log.read_text(encoding='utf-8')}")

    def write(self, text: str) -> None:
        """Edit the debrief."""
        (self.folder / "content" / NAME).write_text(text, encoding="utf-8")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = repository(tmp_path_factory.mktemp("served"), {**LISTS, NAME: debrief()})
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    path = folder / "log"
    with path.open("wb") as log:
        process = subprocess.Popen(
            [tool("bulletin"), "serve", "-a", f"127.0.0.1:{port}"],
            cwd=folder,
            stdout=log,
            stderr=log,
            env={**os.environ, "PYTHONUNBUFFERED": "1"},
        )
        try:
            yield Server(folder, f"http://127.0.0.1:{port}/", process, path)
        finally:
            process.terminate()
            process.wait(PATIENCE)


def test_the_front_page_is_served(server: Server) -> None:
    assert "November 2026" in server.wait("", lambda body: "</html>" in body)


def test_an_edited_debrief_appears(server: Server) -> None:
    server.wait("debriefs/11111111/", lambda body: "Three years." in body)
    server.write(debrief("repelling:\n  contract-terms: Seven years."))
    body = server.wait("debriefs/11111111/", lambda body: "Seven years." in body)
    assert "Three years." not in body


def test_a_new_debrief_appears_and_goes(server: Server) -> None:
    server.wait("", lambda body: "</html>" in body)
    path = server.folder / "content" / "debriefs" / "2026" / "2026-11-06-new-22222222.md"
    path.write_text(debrief("repelling:\n  pricing: {note: Dear, detail: budget}", account="Other"), encoding="utf-8")
    server.wait("debriefs/22222222/", lambda body: "Dear" in body)
    path.unlink()
    server.wait("debriefs/", lambda body: "22222222" not in body)


def test_a_broken_edit_is_shown_and_the_server_stays(server: Server) -> None:
    server.wait("", lambda body: "</html>" in body)
    server.write("---\ndecided: yesterday\n---\n")
    server.wait("set-aside/", lambda body: "SB105" in body)
    server.write(debrief())
    server.wait("debriefs/11111111/", lambda body: "Three years." in body)
    assert server.process.poll() is None


def test_a_broken_list_is_shown_and_the_server_stays(server: Server) -> None:
    themes = server.folder / "content" / "themes.yml"
    before = themes.read_bytes()
    server.wait("", lambda body: "</html>" in body)
    themes.write_text("- {id: [", encoding="utf-8")
    server.wait("set-aside/", lambda body: "SB013" in body)
    themes.write_bytes(before)
    server.wait("set-aside/", lambda body: "SB013" not in body)
    assert server.process.poll() is None


def test_a_page_that_is_not_there_shows_ways_out(server: Server) -> None:
    server.wait("", lambda body: "</html>" in body)
    status, body = server.get("nowhere/")
    assert status == 404
    assert body.count("<a ") > 4
    assert "</html>" in body


def test_no_traceback_was_printed(server: Server) -> None:
    server.wait("", lambda body: "</html>" in body)
    assert "Traceback" not in server.log.read_text(encoding="utf-8")


def test_serving_does_not_touch_a_site_that_was_built(server: Server) -> None:
    server.wait("", lambda body: "</html>" in body)
    assert not (server.folder / "site").exists()
