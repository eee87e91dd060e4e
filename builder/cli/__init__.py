"""The command line: hands over to the rooms, and turns their errors into sentences."""

from __future__ import annotations

import gc

import click

from builder import __version__
from builder.cli.content import admit, check, import_, new_file, schema
from builder.cli.publishing import build, close, init, serve
from builder.cli.reports import effect, figures, recode, remind


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="bulletin")
def main() -> None:
    """Publish a periodic, internal sales-insight bulletin."""
    # A command allocates much, leaves no cycles and ends: collecting garbage would only find nothing.
    gc.disable()


for command in (admit, build, check, close, effect, figures, import_, init, new_file, recode, remind, schema, serve):
    main.add_command(command)
