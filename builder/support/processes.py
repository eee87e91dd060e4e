"""Work shared among forked processes, which never outlive the one that needs it."""

from __future__ import annotations

import ctypes
import multiprocessing
import os
import signal
import sys
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from typing import TypeVar

MOST = 8
PR_SET_PDEATHSIG = 1
Part = TypeVar("Part")
Result = TypeVar("Result")

can_fork = sys.platform == "linux"


def processors() -> int:
    """How many processes are worth starting; 1 where nothing can be forked."""
    return min(os.cpu_count() or 1, MOST) if can_fork else 1


def shared_out(work: Callable[[Part], Result], parts: Sequence[Part]) -> list[Result]:
    """The results of `work` on each part, in order; what `work` reads besides is inherited, not sent."""
    context = multiprocessing.get_context("fork")
    with ProcessPoolExecutor(processors(), mp_context=context, initializer=bind, initargs=(os.getpid(),)) as pool:
        return list(pool.map(work, parts))


def bind(parent: int) -> None:
    """End this process with its parent, and leave interrupts to it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(1)
