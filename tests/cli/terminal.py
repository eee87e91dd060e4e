"""A real terminal with the command on it: what it shows, and what is typed."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import subprocess
import termios
from collections.abc import Mapping, Sequence
from pathlib import Path

PATIENCE = 60
CTRL_C, CTRL_D, TAB = "\x03", "\x04", "\t"


def _take_terminal() -> None:
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)
    # As a login shell leaves them, also where the tests themselves run in the background and ignore them.
    for number in (signal.SIGINT, signal.SIGHUP):
        signal.signal(number, signal.SIG_DFL)


class Session:
    """One run of a command on a pseudo-terminal of its own."""

    def __init__(self, command: Sequence[str | Path], folder: Path, environment: Mapping[str, str]) -> None:
        self.shown = ""
        self._seen = 0
        self._master, slave = pty.openpty()
        self.process = subprocess.Popen(
            [str(part) for part in command],
            cwd=folder,
            env=dict(environment),
            stdin=slave,
            stdout=slave,
            stderr=slave,
            start_new_session=True,
            preexec_fn=_take_terminal,  # noqa: PLW1509 - it calls the system and nothing else
        )
        os.close(slave)

    def type(self, text: str, *, enter: bool = True) -> None:
        """Type a text, and the key that ends a line."""
        os.write(self._master, (text + ("\r" if enter else "")).encode("utf-8", "surrogateescape"))

    def wait(self, words: str) -> str:
        """Wait until the terminal shows these words, after those waited for before; all that it showed up to there."""
        while words not in self.shown[self._seen :]:
            if not self._read():
                raise AssertionError(f"{words!r} never came:\n{self.shown[self._seen :]}")
        start, self._seen = self._seen, self.shown.index(words, self._seen) + len(words)
        return self.shown[start : self._seen]

    def answer(self, words: str, text: str) -> None:
        """Wait for a question and answer it."""
        self.wait(words)
        self.type(text)

    def send(self, number: signal.Signals) -> None:
        """Send a signal to the command."""
        self.process.send_signal(number)

    def end(self) -> int:
        """Wait until the command is over; its exit code."""
        while self._read():
            pass
        os.close(self._master)
        return self.process.wait(PATIENCE)

    def press_until_over(self, key: str) -> int:
        """Press a key, and again where nothing came of it, until the command is over; its exit code.

        Python takes an interrupt that comes between a prompt and its reading only with the next key.
        """
        for _ in range(PATIENCE):
            self.type(key, enter=False)
            while select.select([self._master], [], [], 1)[0]:
                if not self._read():
                    return self.end()
        raise AssertionError(f"{key!r} did not end it:\n{self.shown[self._seen :]}")

    def _read(self) -> bool:
        """Take in what the terminal shows next; whether there was anything before its end."""
        ready, _, _ = select.select([self._master], [], [], PATIENCE)
        if not ready:
            self.process.kill()
            raise AssertionError(f"nothing more came in {PATIENCE} s:\n{self.shown[self._seen :]}")
        try:
            raw = os.read(self._master, 65_536)
        except OSError:  # how Linux says that nobody holds the other end any more
            return False
        self.shown += raw.decode("utf-8", "replace").replace("\r\n", "\n")
        return bool(raw)
