"""Prompts on a terminal, or answers from a pipe line by line; and the contributor's own editor."""

from __future__ import annotations

import os
import shlex
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from shutil import which
from types import ModuleType

import click

from builder.authoring.dialogue import Dialogue, Hint, Prompt
from builder.support.errors import BulletinError
from builder.support.escaping import for_terminal

SHORT = 60
EDITORS = ("sensible-editor", "editor", "vi", "nano", "notepad")
LIST = "?"


def as_utf_8(text: str) -> str:
    """A text that came in under a locale without letters, read as the UTF-8 that it is; else as it was."""
    return text.encode("utf-8", "surrogateescape").decode("utf-8", "surrogateescape")


def say(text: str, *, is_error: bool = False) -> None:
    """Say something that is no result: results alone go to the standard output."""
    click.echo(click.style(for_terminal(text), fg="red") if is_error else for_terminal(text), err=True)


class Terminal:
    """Puts prompts and takes answers; `asked` counts them."""

    def __init__(self) -> None:
        self.asked = 0
        self._readline = _readline()
        reconfigure = getattr(sys.stdin, "reconfigure", None)
        if reconfigure is not None:
            # Bytes that are no text are refused by name, not by a fault of the program.
            reconfigure(errors="surrogateescape")

    def hold(self, dialogue: Dialogue) -> None:
        """Lead a dialogue to its end; raises BulletinError where the answers end before."""
        with suppress(StopIteration):
            step = next(dialogue)
            while True:
                if isinstance(step, Prompt):
                    step = dialogue.send(self.ask(step))
                    continue
                self.say(step)
                step = next(dialogue)

    @staticmethod
    def say(hint: Hint) -> None:
        """Say a hint below the question it belongs to."""
        indented = hint.text.replace("\n", "\n   ")
        say(f"   {'! ' if hint.is_error else ''}{indented}", is_error=hint.is_error)

    def ask(self, prompt: Prompt) -> str:
        """The answer to one question."""
        self.asked += 1
        while True:
            answer = self._long(prompt) if prompt.is_long else self._line(_worded(prompt), prompt)
            if answer.strip() != LIST or not prompt.choices:
                return answer
            width = max(map(len, prompt.choices))
            say("\n".join(f"   {id:<{width}}  {title}".rstrip() for id, title in prompt.choices.items()))

    def _long(self, prompt: Prompt) -> str:
        """Several lines, up to an empty one or to the end of the input."""
        lines = [self._line(f"{_worded(prompt)}\n   ", prompt)]
        while lines[-1].strip() and lines != ["-"]:
            try:
                lines.append(self._line("   ", prompt))
            except BulletinError:
                break
        return "\n".join(lines)

    def _line(self, shown: str, prompt: Prompt) -> str:
        if self._readline is not None:
            _complete(self._readline, list(prompt.choices), prompt.is_list)
            encoding = sys.stdout.encoding or "utf-8"
            try:
                return as_utf_8(input(shown.encode(encoding, "replace").decode(encoding)))
            except EOFError:
                say("")
                raise _ended(prompt) from None
        click.echo(shown, nl=not sys.stdin.isatty(), err=True)
        line = sys.stdin.readline()
        if not line:
            raise _ended(prompt)
        return as_utf_8(line.removesuffix("\n"))


def _ended(prompt: Prompt) -> BulletinError:
    return BulletinError(f"the answers end before “{prompt.words}”: nothing was written")


def _worded(prompt: Prompt) -> str:
    """The line that asks: number, words, what is allowed, what Enter takes."""
    offered = ", ".join(prompt.choices)
    listed = offered if len(offered) <= SHORT else "? lists them"
    allowed = "; ".join(filter(None, (prompt.hint, listed if prompt.choices else "")))
    opening = f"{prompt.number}  " if prompt.number else "     " if prompt.is_inner else "   "
    parts = [prompt.words, f"({allowed})" if allowed else "", f"[{prompt.default}]" if prompt.default else ""]
    return for_terminal(opening + " ".join(filter(None, parts)) + " ")


def _readline() -> ModuleType | None:
    """The line editor, where there is a terminal to edit on."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        return None
    try:
        import readline
    except ImportError:
        return None
    is_libedit = "libedit" in (readline.__doc__ or "")
    readline.parse_and_bind("bind ^I rl_complete" if is_libedit else "tab: complete")
    if hasattr(readline, "set_auto_history"):
        readline.set_auto_history(False)
    return readline


def _complete(readline: ModuleType, choices: Sequence[str], is_list: bool) -> None:
    """Let Tab complete what is typed: the whole line, or what follows the last comma."""

    def complete(text: str, state: int) -> str | None:
        fitting = [choice for choice in choices if choice.casefold().startswith(text.casefold())]
        return fitting[state] if state < len(fitting) else None

    readline.set_completer_delims(", " if is_list else "\n")
    readline.set_completer(complete)


def edited(content: str, name: str) -> bytes:
    """What an editor makes of a text; raises BulletinError where it fails."""
    command = _editor()
    with tempfile.TemporaryDirectory(prefix="bulletin-") as folder:
        path = Path(folder) / name
        path.write_bytes(content.encode("utf-8"))
        with _deaf():
            try:
                process = subprocess.Popen([*command, str(path)])  # noqa: S603 - the contributor's own editor
            except OSError as error:
                raise BulletinError(f"the editor {command[0]!r}: {error.strerror}: nothing was written") from error
            code = _waited(process)
        if code != 0:
            raise BulletinError(f"the editor {command[0]!r} ended with {code}: nothing was written")
        return path.read_bytes() if path.is_file() else b""


def _editor() -> list[str]:
    for name in ("VISUAL", "EDITOR"):
        if os.environ.get(name, "").strip():
            return shlex.split(os.environ[name])
    found = next((editor for editor in EDITORS if which(editor)), None)
    if found is None:
        raise BulletinError("no editor: set VISUAL or EDITOR; nothing was written")
    return [found]


@contextmanager
def _deaf() -> Iterator[None]:
    """An interrupt is the editor's own business: it reaches both, and here it does nothing.

    Not ignored, which the editor would inherit, and not caught, since one that comes while Python
    takes in the exit code would lose that code.
    """
    before = signal.signal(signal.SIGINT, lambda *_: None)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _waited(process: subprocess.Popen[bytes]) -> int:
    """The exit code of an editor, which does not outlive us."""
    try:
        return process.wait()
    finally:
        if process.poll() is None:
            process.terminate()
