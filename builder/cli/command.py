"""What every command of the command line shares: its options, its clock, and errors as sentences."""

from __future__ import annotations

import datetime as dt
import os
import sys
import time
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any, TypeVar

import click

from builder import site_file
from builder.config import Audience, Settings
from builder.support.errors import BulletinError

DEBUG = "BULLETIN_DEBUG"
Command = TypeVar("Command", bound=Callable[..., Any])


def today() -> dt.date:
    """Today: the one place where the command line reads the clock."""
    return dt.date.today()


def seconds() -> float:
    """Seconds on a clock that only runs forwards, to measure how long something took."""
    return time.monotonic()


def with_site(command: Command) -> Command:
    """The options that every command takes."""
    for option in (
        click.option("--as-of", metavar="DATE", help="Count what was recorded up to this day; by default today."),
        click.option(
            "--audience",
            type=click.Choice([audience.value for audience in Audience]),
            help="For whom; by default as in mkdocs.yml.",
        ),
        click.option(
            "-f", "--config-file", type=click.Path(path_type=Path), help="mkdocs.yml; by default the nearest."
        ),
    ):
        command = option(command)
    return command


def with_errors_in_words(function: Command) -> Command:
    """Print a BulletinError as one sentence and exit with 2; a traceback is never what a user sees."""

    @wraps(function)
    def run(*args: Any, **kwargs: Any) -> Any:
        try:
            return function(*args, **kwargs)
        except BulletinError as error:
            click.echo(f"bulletin: {error}", err=True)
            sys.exit(2)
        except Exception as error:
            if DEBUG in os.environ:
                raise
            kind = type(error).__name__
            click.echo(f"bulletin: a fault of the program: {kind}: {error}\nSet {DEBUG}=1 to see where.", err=True)
            sys.exit(3)

    return run  # type: ignore[return-value]


def settings_for(
    config_file: Path | None, audience: str | None, as_of: str | None, start: Path | None = None
) -> Settings:
    """The settings of the nearest mkdocs.yml, or of the one given."""
    path = config_file or site_file.find(start or Path.cwd())
    return site_file.settings_of(path, today(), {"audience": audience, "as_of": as_of})
