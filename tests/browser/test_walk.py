"""From an empty form to a merged debrief to its page: in the browser, against a bare repository on this machine."""

from __future__ import annotations

import html
import subprocess
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, quote, urlsplit

import pytest
import yaml
from playwright.sync_api import Browser, expect

from tests.browser.conftest import served
from tests.browser.test_forms import form, pick, shown
from tests.site.support import PATIENCE, build, copy_of_sample, run

AUTHOR = ["-c", "user.name=Ana", "-c", "user.email=ana@example.com", "-c", "commit.gpgsign=false"]
PROPOSED = "proposed"


def git(folder: Path, *arguments: str) -> str:
    done = subprocess.run(
        ["git", *AUTHOR, *arguments], cwd=folder, capture_output=True, text=True, encoding="utf-8", timeout=PATIENCE
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


class Forge(BaseHTTPRequestHandler):
    """The page for new files of a forge: it shows the file, and commits it to a branch of a bare repository."""

    work: Path

    def log_message(self, format: str, *args: object) -> None:
        """Requests are not news."""

    def do_GET(self) -> None:
        query = parse_qs(urlsplit(self.path).query, keep_blank_values=True)
        name, text = query["filename"][0], query["value"][0]
        self._say(
            f'<form method="post" action="/commit"><input name="name" value="{html.escape(name)}">'
            f'<textarea name="text">\n{html.escape(text)}</textarea><button>Propose changes</button></form>'
        )

    def do_POST(self) -> None:
        length = int(self.headers["Content-Length"])
        given = parse_qs(self.rfile.read(length).decode(), keep_blank_values=True)
        target = self.work / given["name"][0]
        target.parent.mkdir(parents=True, exist_ok=True)
        # A text area sends its lines as Windows would.
        target.write_text(given["text"][0].replace("\r\n", "\n"), encoding="utf-8")
        git(self.work, "checkout", "--quiet", "-b", PROPOSED)
        git(self.work, "add", ".")
        git(self.work, "commit", "--quiet", "--message", "A debrief")
        git(self.work, "push", "--quiet", "origin", PROPOSED)
        self._say("<p>Proposed.</p>")

    def _say(self, body: str) -> None:
        raw = f"<!doctype html><meta charset=utf-8><title>Forge</title>{body}".encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(raw)))
        self.end_headers()
        self.wfile.write(raw)


@pytest.fixture
def forge(tmp_path: Path) -> Iterator[str]:
    """A bare repository with the sample, and a forge that proposes changes to it."""
    seed = copy_of_sample(tmp_path / "seed")
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("At", (Forge,), {"work": tmp_path / "forge"}))
    address = f"http://127.0.0.1:{server.server_address[1]}"
    settings = yaml.safe_load((seed / "mkdocs.yml").read_text(encoding="utf-8"))
    settings.update(repo_url=f"{address}/quay/bulletin", edit_uri="edit/main/content/pages/")
    settings["plugins"][0]["bulletin"]["as_of"] = None
    (seed / "mkdocs.yml").write_text(yaml.safe_dump(settings), encoding="utf-8")
    git(seed, "init", "--quiet", "--initial-branch", "main")
    git(seed, "add", ".")
    git(seed, "commit", "--quiet", "--message", "The sample")
    git(tmp_path, "clone", "--quiet", "--bare", str(seed), str(tmp_path / "bare.git"))
    git(tmp_path, "clone", "--quiet", str(tmp_path / "bare.git"), str(tmp_path / "forge"))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield address
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def test_a_debrief_goes_from_the_empty_form_to_its_page(browser: Browser, forge: str, tmp_path: Path) -> None:
    checkout = tmp_path / "checkout"
    git(tmp_path, "clone", "--quiet", str(tmp_path / "bare.git"), str(checkout))
    for address in served(build(checkout, checkout / "site")):
        with form(browser, address) as (page, _):
            page.get_by_label("Which account?").fill("Hofgut Zwölfeichen & Söhne: KG")
            page.get_by_label("Who are you?").fill("mehmet-yildirim")
            page.get_by_text("Lost", exact=True).click()
            pick(page, "A theme for: What put them off?", "contract terms")
            page.keyboard.type('They said: "three years" is <no> way to begin.')
            path, text = shown(page)
            with page.context.expect_page() as opened:
                page.get_by_role("button", name="Propose").click()
            expect(opened.value.locator("textarea")).to_have_value(text)
            assert opened.value.url.startswith(f"{forge}/quay/bulletin/new/main?filename={quote(path, safe='')}")
            opened.value.get_by_role("button").click()
            expect(opened.value.get_by_text("Proposed.")).to_be_visible()
            expect(page.locator(".mine__state")).to_have_text("Not on the site yet.")
            kept = page.context.storage_state()

    git(checkout, "fetch", "--quiet", "origin")
    git(checkout, "checkout", "--quiet", PROPOSED)
    assert (checkout / path).read_text(encoding="utf-8") == text
    assert run("check", path, cwd=checkout).returncode == 0
    effect = run("effect", "--base", "origin/main", cwd=checkout).stdout
    assert effect.startswith("<!-- bulletin-effect -->")
    assert "Adds 1 debrief" in effect
    assert "Zwölfeichen" not in effect
    git(checkout, "checkout", "--quiet", "main")
    git(checkout, "merge", "--quiet", "--no-ff", "--message", "Merge", f"origin/{PROPOSED}")

    id = path.rpartition("-")[2].removesuffix(".md")
    for address in served(build(checkout, checkout / "site")):
        there = {origin["name"]: origin["value"] for origin in kept["origins"][0]["localStorage"]}
        with form(browser, address) as (page, _):
            page.evaluate(
                "kept => Object.entries(kept).forEach(([name, value]) => localStorage.setItem(name, value))", there
            )
            page.reload()
            expect(page.locator(".mine__state")).to_have_text("Published")
            page.locator(".mine__state a").click()
            page.wait_for_url(f"{address}debriefs/{id}/")
            said = page.locator("main").text_content() or ""
            assert 'They said: "three years" is <no> way to begin.' in said
            assert "Zwölfeichen" not in said
            assert page.get_by_role("heading", name="What it became part of").count() == 1
