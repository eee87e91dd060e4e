"""Runs one command as a child process and tells what it cost: time, processor, memory."""

from __future__ import annotations

import os
import signal
import subprocess
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median

INTERVAL = 0.05
PAGE = os.sysconf("SC_PAGE_SIZE")
TICKS = os.sysconf("SC_CLK_TCK")
TAIL = 2_000


class MeasurementError(Exception):
    """A command that was to be measured failed or took too long; the message holds the end of its output."""


@dataclass(frozen=True, slots=True)
class Sample:
    """One run: seconds by the clock, seconds of processor time in all processes, bytes of memory.

    `largest` is the peak of the largest process, from the kernel; `tree` is the peak of the sum over
    all processes, sampled, in which memory that processes share counts once for each.
    """

    wall: float
    cpu: float
    largest: int
    tree: int


@dataclass(frozen=True, slots=True)
class Series:
    """The runs of one program in one scenario, in the order in which they were made."""

    scenario: str
    contender: str
    count: int
    samples: tuple[Sample, ...]

    def values(self, measure: str) -> tuple[float, ...]:
        """One measure of every run."""
        return tuple(float(getattr(sample, measure)) for sample in self.samples)

    def middle(self, measure: str) -> float:
        """The median of one measure."""
        return median(self.values(measure))

    def as_json(self) -> Mapping[str, object]:
        """The series as it stands in the results file."""
        samples = [asdict(sample) for sample in self.samples]
        return {"scenario": self.scenario, "contender": self.contender, "count": self.count, "samples": samples}


def run(command: Sequence[str], log: Path, limit: float, cwd: Path | None = None) -> Sample:
    """Run a command to its end, at most `limit` seconds; its output goes to `log`.

    Pending writes of earlier runs go to the disk first, so that nobody pays for another's files.
    """
    os.sync()
    with log.open("wb") as output:
        started = time.perf_counter()
        child = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT, cwd=cwd, start_new_session=True
        )
        watch = _Watch(child.pid, started + limit)
        watch.start()
        try:
            _, status, usage = os.wait4(child.pid, 0)
        except BaseException:
            os.killpg(child.pid, signal.SIGKILL)
            child.wait()
            raise
        finally:
            ended = time.perf_counter()
            watch.stop()
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        why = "took too long" if watch.has_expired else f"ended with {child.returncode}"
        raise MeasurementError(f"{' '.join(command)}\n{why}:\n{tail(log)}")
    largest = usage.ru_maxrss * 1024
    return Sample(ended - started, usage.ru_utime + usage.ru_stime, largest, max(watch.peak, largest))


def tail(log: Path) -> str:
    """The end of a log."""
    return log.read_text(encoding="utf-8", errors="replace")[-TAIL:]


class _Watch(threading.Thread):
    """Samples the memory of a session of processes, and ends the session when its time is over."""

    def __init__(self, session: int, deadline: float) -> None:
        super().__init__(daemon=True)
        self.peak = 0
        self.has_expired = False
        self._session = session
        self._deadline = deadline
        self._is_over = threading.Event()

    def run(self) -> None:
        while not self._is_over.wait(INTERVAL):
            self.peak = max(self.peak, resident(self._session))
            if time.perf_counter() > self._deadline:
                self.has_expired = True
                os.killpg(self._session, signal.SIGKILL)
                return

    def stop(self) -> None:
        """Stop sampling; to be called once the session's first process has ended."""
        self._is_over.set()
        self.join()


def resident(session: int) -> int:
    """The bytes in memory of all processes of a session, now; 0 where there is no /proc."""
    return sum(int(fields[21]) * PAGE for fields in _processes(session))


def processor(session: int) -> float:
    """The seconds of processor time that a session's processes have used so far; 0 without /proc."""
    return sum(int(ticks) for fields in _processes(session) for ticks in fields[11:15]) / TICKS


def _processes(session: int) -> Iterator[list[bytes]]:
    """What /proc/PID/stat holds of every process of a session, from its third field on."""
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            fields = (entry / "stat").read_bytes().rsplit(b")", 1)[1].split()
        except OSError:
            continue
        if int(fields[3]) == session:
            yield fields
