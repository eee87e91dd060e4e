"""How long after an edit the new text stands on the page, while a server runs."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks import rivals
from benchmarks.contenders import edit_text
from benchmarks.measure import MeasurementError, processor, tail

START_LIMIT = 300.0
EDIT_LIMIT = 120.0
PAUSE = 0.02
REST = 1.0
SETTLED, IDLE = 5.0, 5.0
HOST = "127.0.0.1"


@dataclass(frozen=True, slots=True)
class Serving:
    """The seconds from each edit to its text on the page, and the share of one core used when nothing is edited."""

    latencies: tuple[float, ...]
    at_rest: float


def measure_serving(root: Path, command: Sequence[str], edits: int, log: Path) -> Serving:
    """Serve, edit some debriefs, and leave the server alone for a while.

    In `command`, `{config}` and `{address}` stand for mkdocs.yml and the address to serve on.
    """
    port = free_port()
    names = {"config": str(root / "mkdocs.yml"), "address": f"{HOST}:{port}", "host": HOST, "port": str(port)}
    with log.open("wb") as output:
        server = subprocess.Popen(
            [part.format(**names) for part in command],
            stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT, start_new_session=True,
        )  # fmt: skip
        try:
            latencies = _latencies(root, server, port, edits, log)
            return Serving(latencies, _at_rest(server))
        finally:
            stop(server)


def _latencies(root: Path, server: subprocess.Popen[bytes], port: int, edits: int, log: Path) -> tuple[float, ...]:
    paths = list(rivals.sources_of(root))
    chosen = [paths[place * len(paths) // edits] for place in range(edits)]
    _wait_for(server, port, chosen[0], "", START_LIMIT, log)
    taken = []
    for number, path in enumerate(chosen):
        time.sleep(REST)
        marker = f"the serving mark {number}"
        started = time.perf_counter()
        edit_text(path, marker)
        _wait_for(server, port, path, marker, EDIT_LIMIT, log)
        taken.append(time.perf_counter() - started)
    return tuple(taken)


def _at_rest(server: subprocess.Popen[bytes]) -> float:
    """How busy the server is once the last build is over: near 0, unless its builds set off builds."""
    time.sleep(SETTLED)
    before = processor(server.pid)
    time.sleep(IDLE)
    return (processor(server.pid) - before) / IDLE


def _wait_for(server: subprocess.Popen[bytes], port: int, path: Path, marker: str, limit: float, log: Path) -> None:
    """Ask for a debrief's page until it is there and holds the marker."""
    address = f"/debriefs/{path.stem[-8:]}/"
    deadline = time.perf_counter() + limit
    while time.perf_counter() < deadline:
        if server.poll() is not None:
            raise MeasurementError(f"the server ended with {server.returncode}:\n{tail(log)}")
        page = fetch(port, address)
        if page is not None and marker in page:
            return
        time.sleep(PAUSE)
    raise MeasurementError(f"{address} did not show the edit within {limit:.0f} s:\n{tail(log)}")


def fetch(port: int, address: str) -> str | None:
    """The page at an address of the loopback server; None while there is none."""
    connection = http.client.HTTPConnection(HOST, port, timeout=30)
    try:
        connection.request("GET", address)
        response = connection.getresponse()
        text = response.read().decode("utf-8", "replace")
        return text if response.status == 200 else None
    except (OSError, http.client.HTTPException):
        return None
    finally:
        connection.close()


def free_port() -> int:
    """A port of the loopback interface that nobody listens on."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def stop(server: subprocess.Popen[bytes]) -> None:
    """End the server that was started here, and what it has started: politely first."""
    for kind, patience in ((signal.SIGINT, 10.0), (signal.SIGTERM, 5.0), (signal.SIGKILL, 5.0)):
        try:
            os.killpg(server.pid, kind)
        except ProcessLookupError:
            break
        try:
            server.wait(patience)
            return
        except subprocess.TimeoutExpired:
            continue
    server.wait(1)
