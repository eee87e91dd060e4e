"""The commands that report: figures, what another codebook or a change does, and what waits for whom."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Any

import click

from builder.cli.command import settings_for, today, with_errors_in_words, with_site
from builder.config import Audience
from builder.support.errors import BulletinError


@click.command()
@with_site
@click.argument("name", required=False)
@click.option("--edition", metavar="ID", help="An edition, or `all` for the whole record; by default the front page's.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="How to print.")
@with_errors_in_words
def figures(
    config_file: Path | None, audience: str | None, as_of: str | None, name: str | None, edition: str | None, form: str
) -> None:
    """List the figures, or print the query and the rows of one by NAME."""
    from builder.build import assemble
    from builder.reporting import figures as report

    if name is None:
        click.echo(report.listed(form))
        return
    figure = report.chosen(name)
    click.echo(report.printed(assemble(settings_for(config_file, audience, as_of)), figure, edition, form))


@click.command()
@with_site
@click.option("--from", "before", metavar="FILE", help="A themes.yml that was; `-` reads it from the standard input.")
@click.option("--to", "after", metavar="FILE", help="A themes.yml to come; `-` as above.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="How to print.")
@with_errors_in_words
def recode(
    config_file: Path | None, audience: str | None, as_of: str | None, before: str | None, after: str | None, form: str
) -> None:
    """Show which headlines and figures another themes.yml would change."""
    from builder.changes.recoding import compare_codebooks
    from builder.reporting.recoding import render_differences

    if before == after == "-":
        raise BulletinError("only one of --from and --to can be the standard input")
    settings = settings_for(config_file, audience, as_of)
    with tempfile.TemporaryDirectory() as folder:
        one, other = (_file_or_input(given, Path(folder)) for given in (before, after))
        click.echo(render_differences(compare_codebooks(settings, one, other), form))


def _file_or_input(given: str | None, folder: Path) -> Path | None:
    """The file that is meant; the standard input is written into the folder."""
    if given != "-":
        return Path(given) if given else None
    target = folder / "themes.yml"
    target.write_bytes(sys.stdin.buffer.read())
    return target


@click.command()
@with_site
@click.option("--base", metavar="REV", help="The Git revision to compare the working tree with, such as origin/main.")
@click.option("--from", "before", type=click.Path(path_type=Path), metavar="DIR", help="A folder as it was.")
@click.option("--to", "after", type=click.Path(path_type=Path), metavar="DIR", help="A folder as it will be.")
@with_errors_in_words
def effect(
    config_file: Path | None,
    audience: str | None,
    as_of: str | None,
    base: str | None,
    before: Path | None,
    after: Path | None,
) -> None:
    """Print what a change does to the bulletin, as Markdown; by default as everyone may read it."""
    from builder.changes.compared_sources import ComparedSources, ComparisonRequest, compare_sources
    from builder.reporting.effect import markdown

    asked = ComparisonRequest(today(), {"audience": audience or Audience.EVERYONE, "as_of": as_of})
    sources = ComparedSources(config_file=config_file, base=base, before=before, after=after)
    click.echo(markdown(compare_sources(sources, asked)), nl=False)


@click.command()
@with_site
@click.option("--to", "departments", multiple=True, metavar="DEPARTMENT", help="Only what waits for it; repeatable.")
@click.option("--to-rep", "rep", metavar="HANDLE", help="Instead, the deals of this rep that nobody has debriefed.")
@click.option(
    "--since",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="DATE",
    callback=lambda _context, _option, value: value and value.date(),
    help="With --to-rep: deals closed since then; by default in the last 60 days.",
)
@click.option(
    "--format", "form", type=click.Choice(["markdown", "text", "eml"]), default="markdown", help="How to print."
)
@click.option("--mail", "mails", multiple=True, metavar="ADDRESS", help="Whom an .eml is addressed to; repeatable.")
@with_errors_in_words
def remind(config_file: Path | None, audience: str | None, as_of: str | None, **given: Any) -> None:
    """Print what is waiting for whom, by department; nothing is sent.

    Themes and promises without a decision, answers and promises overdue or due within 14 days, bets to
    settle, asks, promises called broken that nobody has entered, and editions that can be closed. A
    DEPARTMENT is one of the catalogue, or `editor`, or `nobody` for what has no owner.

    What --to-rep prints names accounts, and is for that rep alone: no list has it.
    """
    from builder.reminders.reminder_request import ReminderRequest, find_waiting
    from builder.reporting.reminding import render_reminder

    settings, asked = settings_for(config_file, audience, as_of), ReminderRequest(**given)
    click.echo(render_reminder(settings, find_waiting(settings, asked), asked), nl=False)
