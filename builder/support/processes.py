"""Work shared among forked processes, which never outlive the one that needs it."""

from __future__ import annotations

import atexit
import contextlib
import ctypes
import multiprocessing
import os
import signal
import sys
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Any, Generic, TypeVar

MOST = 8
PR_SET_PDEATHSIG = 1
Part = TypeVar("Part")
Result = TypeVar("Result")

can_fork = sys.platform == "linux"


def processors() -> int:
    """How many processes are worth starting; 1 where nothing can be forked."""
    return min(os.cpu_count() or 1, MOST) if can_fork else 1


def shared_out(work: Callable[[Part], Result], parts: Sequence[Part]) -> list[Result]:
    """The results of `work` on each part, in order.

    `work`, what it closes over, and the parts are inherited: only the results are sent. Raises what
    `work` raised, and ChildProcessError where a process was ended from outside.
    """
    results: dict[int, Result] = {}
    numbers = iter(range(len(parts)))
    with _forked_workers(lambda number: work(parts[number]), min(processors(), len(parts))) as workers:
        for worker, number in zip(workers, numbers, strict=False):
            worker.send(number)
        while len(results) < len(parts):
            for worker in [ready for ready in wait(workers) if isinstance(ready, Connection)]:
                number, results[number] = _received(worker)
                if (following := next(numbers, None)) is not None:
                    worker.send(following)
    return [results[number] for number in range(len(parts))]


@contextmanager
def _forked_workers(work: Callable[[int], object], count: int) -> Iterator[list[Connection]]:
    """Connections to processes that answer a number with it and its result; they end with the context."""
    context = multiprocessing.get_context("fork")
    processes: list[BaseProcess] = []
    workers: list[Connection] = []
    try:
        for _ in range(count):
            ours, theirs = context.Pipe()
            process = context.Process(target=_work_until_stopped, args=(work, theirs, os.getpid()))
            process.start()
            theirs.close()
            processes.append(process)
            workers.append(ours)
        yield workers
        for worker in workers:
            worker.send(None)
    except BaseException:
        for forked in processes:
            forked.kill()
        raise
    finally:
        for forked in processes:
            forked.join()
        for worker in workers:
            worker.close()


def _work_until_stopped(work: Callable[[int], object], connection: Connection, parent: int) -> None:
    """The life of a forked process: numbers come in, results or what went wrong go out."""
    bind(parent)
    while (number := connection.recv()) is not None:
        try:
            connection.send((number, work(number)))
        except Exception as error:
            error.add_note(traceback.format_exc())
            connection.send(error)


def _received(worker: Connection) -> tuple[int, Any]:
    """The number and the result that a process sends; raises what went wrong there."""
    try:
        answer = worker.recv()
    except EOFError as error:
        raise ChildProcessError("a process that shared the work was ended") from error
    if isinstance(answer, Exception):
        raise answer
    number, result = answer
    return number, result


def bind(parent: int) -> None:
    """End this process with its parent, and leave interrupts to it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(1)


class BackgroundWork(Generic[Result]):
    """Work in a forked process of its own while this one goes on.

    It leads a group of its own, so that an interrupt reaches this process alone, which then ends the
    whole group.
    """

    def __init__(self, work: Callable[[], Result]) -> None:
        context = multiprocessing.get_context("fork")
        self._receiving, sending = context.Pipe(duplex=False)
        self._process = context.Process(target=_work_apart, args=(work, sending))
        self._process.start()
        sending.close()
        atexit.register(self.end)

    def result(self) -> Result:
        """Wait for the result; raises the OSError that came instead, or EOFError where the process was ended."""
        try:
            answer: Result | OSError = self._receiving.recv()
        finally:
            self._process.join()
            atexit.unregister(self.end)
        if isinstance(answer, OSError):
            raise answer
        return answer

    def end(self) -> None:
        """End the process, and its group with it."""
        if self._process.pid is not None and self._process.is_alive():
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)
            self._process.join()


def _work_apart(work: Callable[[], object], sending: Connection) -> None:
    """The work of the process apart: send the result, or the OSError that came instead."""
    os.setpgid(0, 0)
    try:
        result = work()
    except OSError as error:
        result = error
    with contextlib.suppress(BrokenPipeError):
        sending.send(result)
    sending.close()
