"""Measures the page of the forms on a throttled phone: bytes over the wire, and when the first field can be typed in.

python -m benchmarks.form SITE [--rounds 5]      (a built site; needs the requirements of the tests, and Chromium)
"""

from __future__ import annotations

import argparse
import gzip
import shutil
import statistics
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, sync_playwright

# A slow phone in a slow net, as Lighthouse has it: 150 ms there and back, 1.6 Mbit/s, a quarter of this processor.
NETWORK = {"offline": False, "latency": 150, "downloadThroughput": 1.6e6 / 8, "uploadThroughput": 750e3 / 8}
SLOWDOWN = 4
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
PACKED = (".html", ".css", ".js", ".json", ".svg")


class _Packed(SimpleHTTPRequestHandler):
    """Serves a folder as a host would: texts packed."""

    protocol_version = "HTTP/1.1"

    def log_message(self, format: str, *args: Any) -> None:
        """Requests are not news."""

    def do_GET(self) -> None:
        path = Path(self.translate_path(self.path))
        path = path / "index.html" if path.is_dir() else path
        if not path.is_file():
            self.send_error(404)
            return
        raw = path.read_bytes()
        self.send_response(200)
        if path.suffix in PACKED:
            raw = gzip.compress(raw, 9)
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Type", self.guess_type(str(path)))
        self.send_header("Content-Length", str(len(raw)))
        self.end_headers()
        self.wfile.write(raw)


def main() -> None:
    """Print one line: KiB, and seconds with their spread."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("site", type=Path)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Packed, directory=str(options.site)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_address[1]}/contribute/"
    path = shutil.which("chromium") or shutil.which("google-chrome")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        found = [_round(browser, address) for _ in range(options.rounds)]
        browser.close()
    server.shutdown()
    sizes, seconds = zip(*found, strict=True)
    print("| KiB over the wire | first field ready, s | spread |\n| --- | --- | --- |")
    spread = f"{min(seconds):.2f}–{max(seconds):.2f}"
    print(f"| {max(sizes) / 1024:.1f} | {statistics.median(seconds):.2f} | {spread} |")


def _round(browser: Browser, address: str) -> tuple[int, float]:
    """Bytes and seconds of one visit with an empty cache."""
    context = browser.new_context(viewport={"width": 360, "height": 640}, is_mobile=True, has_touch=True)
    page = context.new_page()
    session = context.new_cdp_session(page)
    received: list[int] = []
    session.on("Network.loadingFinished", lambda finished: received.append(int(finished["encodedDataLength"])))
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", NETWORK)
    session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWDOWN})
    page.add_init_script(
        "new MutationObserver((_, observer) => { if (document.querySelector('form.form')) {"
        " window.ready = performance.now(); observer.disconnect(); } })"
        ".observe(document, { childList: true, subtree: true });"
    )
    page.goto(address, wait_until="networkidle")
    seconds = page.evaluate("window.ready") / 1000
    context.close()
    return sum(received), seconds


if __name__ == "__main__":
    main()
