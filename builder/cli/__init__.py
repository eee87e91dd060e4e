"""The command line: hands over to the rooms, and turns their errors into sentences."""

from __future__ import annotations

import datetime as dt
import gc
import json
import os
import secrets
import sys
import tempfile
import time
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any, TypeVar

import click

from builder import __version__, site_file
from builder.cli.late import FromModels
from builder.config import Audience, Settings
from builder.support.errors import BulletinError

DEBUG = "BULLETIN_DEBUG"
FORMATS = ("text", "json", "github", "gitlab", "sarif")
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


def told(function: Command) -> Command:
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


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="bulletin")
def main() -> None:
    """Publish a periodic, internal sales-insight bulletin."""
    # A command allocates much, leaves no cycles and ends: collecting garbage would only find nothing.
    gc.disable()


@main.command()
@with_site
@click.option("--site-dir", type=click.Path(path_type=Path), help="Where the site goes; by default as in mkdocs.yml.")
@click.option("--strict", is_flag=True, help="Exit with 1 if any file is set aside.")
@click.option(
    "--fail-on-unanswered", is_flag=True, help="Exit with 1, the site written, if anything waits for a decision."
)
# What it was called before, for one version more.
@click.option("--fail-on-silence", is_flag=True, hidden=True)
@click.option("-q", "--quiet", is_flag=True, help="Say nothing but errors.")
@told
def build(
    config_file: Path | None,
    audience: str | None,
    as_of: str | None,
    site_dir: Path | None,
    strict: bool,
    fail_on_unanswered: bool,
    fail_on_silence: bool,
    quiet: bool,
) -> None:
    """Build the site."""
    from builder.cli.site import build_site

    path = config_file or site_file.find(Path.cwd())
    bulletin = build_site(path, audience, as_of, site_dir, strict=strict, quiet=quiet)
    if fail_on_unanswered or fail_on_silence:
        from builder.reporting.reminding import unanswered

        if lines := unanswered(bulletin):
            click.echo(f"bulletin: the site is written, and {lines}", err=True)
            sys.exit(1)


@main.command()
@with_site
@click.option("-a", "--dev-addr", metavar="IP:PORT", help="Where to serve; by default 127.0.0.1:8000.")
@told
def serve(config_file: Path | None, audience: str | None, as_of: str | None, dev_addr: str | None) -> None:
    """Serve the site on this machine and rebuild it on every change."""
    from builder.cli.site import serve_site

    serve_site(config_file or site_file.find(Path.cwd()), audience, as_of, dev_addr)


@main.command()
@with_site
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option("--format", "form", type=click.Choice(FORMATS), default="text", help="How to print, and for whom.")
@click.option(
    "--base",
    metavar="REV",
    help="Also find manifests that this Git revision had and that are gone; for GitHub, tell of changed files first.",
)
@told
def check(
    config_file: Path | None,
    audience: str | None,
    as_of: str | None,
    paths: tuple[Path, ...],
    form: str,
    base: str | None,
) -> None:
    """Check content: exit 0 without errors, 1 with some, 2 if it could not be checked."""
    from builder.changes.content_check import CheckRequest, check_content
    from builder.diagnostics import errors_in
    from builder.reporting.check import SERVICES, render_check

    asked = CheckRequest(paths=paths, base=base, in_repository=form in SERVICES, with_changed=form == "github")
    found = check_content(lambda start: settings_for(config_file, audience, as_of, start), asked)
    lines = render_check(found, form)
    if lines and form == "text" and sys.stdout.isatty():
        _print_in_colour(lines)
    elif lines:
        click.echo(lines)
    sys.exit(1 if errors_in(found.diagnostics) else 0)


def _print_in_colour(lines: str) -> None:
    """Print diagnostics with what matters marked, for eyes."""
    from rich.console import Console
    from rich.text import Text

    marked = Text(lines)
    for pattern, style in (
        (r"error\[SB\d+\]", "bold red"),
        (r"warning\[SB\d+\]", "bold yellow"),
        (r"(?m)^\s+\|\s+\^+$", "red"),
    ):
        marked.highlight_regex(pattern, style)
    Console(soft_wrap=True).print(marked)


@main.command("import")
@with_site
@click.argument("export", type=click.Path(path_type=Path), metavar="FILE.csv")
@click.option("--map", "map_name", metavar="MAP", help="Which column is what: a YAML file, or salesforce or hubspot.")
@click.option("--suggest", is_flag=True, help="Print a map for this file; none is needed.")
@click.option("--write", is_flag=True, help="Write; without it nothing is changed.")
@told
def import_(
    config_file: Path | None,
    audience: str | None,
    as_of: str | None,
    export: Path,
    map_name: str | None,
    suggest: bool,
    write: bool,
) -> None:
    """Import closed deals or debriefs: exit 0 if every row was read, 1 if some are at fault, 2 if none could be."""
    from builder.importing.import_session import prepare_named, suggest_map
    from builder.importing.import_session import write as write_plan
    from builder.reporting.importing import render_import

    if suggest is (map_name is not None):
        raise BulletinError("give --map MAP, or --suggest to have one printed")
    settings = settings_for(config_file, audience, as_of)
    if map_name is None:
        click.echo(suggest_map(settings, export), nl=False)
        return
    prepared = prepare_named(settings, export, map_name, secrets.token_hex(16))
    if write and prepared.plan is not None:
        write_plan(prepared.plan)
    lines, code = render_import(prepared, is_written=write)
    click.echo(lines)
    sys.exit(code)


@main.command("new", cls=FromModels)
@with_site
@click.option("--kind", "kind_name", default="debrief", metavar="KIND", help="debrief, response, comment or promise.")
@click.option("--all", "everything", is_flag=True, help="Ask everything else too.")
@click.option("--anonymous", is_flag=True, help="Name nobody, neither in the file nor in its name.")
@click.option("--draft", type=click.Path(path_type=Path), help="Finish this draft; it is removed when all is there.")
@click.option("--edit", is_flag=True, help="Open the finished text in $VISUAL or $EDITOR before it is written.")
@click.option("--print", "printing", is_flag=True, help="Print the text instead of writing it.")
@click.option("--private", is_flag=True, help="Write below private_dir, for leadership only.")
@click.option("--yaml", "as_yaml", is_flag=True, help="Write .yml instead of .md.")
@told
def new_file(config_file: Path | None, audience: str | None, as_of: str | None, **given: Any) -> None:
    """Write a debrief: four questions, or every field as an option.

    Without fields as options it asks; with some it asks only for what cannot be left out. An
    answer may be shortened, `?` lists what there is, Tab completes, `-` leaves a field out.

    What drew them and what put them off is THEME=TEXT, repeated; THEME.quote=TEXT for their own
    words, and THEME.evidence, .voice, .detail and .mentioned for the rest of a driver:

    \b
      bulletin new --account "Acme GmbH" --outcome lost --compelling none \\
        --repelling contract-terms.quote="Three years is too long." \\
        --repelling contract-terms.evidence=email --decided-by contract-terms

    Exit 0 written, 1 something is wrong, 2 it could not be done; then nothing was written.
    """
    from builder.cli.new import Wishes, write_new

    settings = settings_for(config_file, audience, as_of)
    write_new(settings, Wishes.of(given), today(), seconds)


@main.command()
@with_site
@click.argument("edition")
@told
def close(config_file: Path | None, audience: str | None, as_of: str | None, edition: str) -> None:
    """Close an EDITION: write down what it printed, for each audience or the one given."""
    from builder.closing import close_edition

    for audience_ in [Audience(audience)] if audience else list(Audience):
        target = close_edition(settings_for(config_file, audience_, as_of), edition)
        click.echo(f"{edition} is closed for {audience_}: {target}")


@main.command()
@click.argument("kind", required=False)
@click.option("--write", "folder", type=click.Path(path_type=Path), help="Write those for editors into this folder.")
@told
def schema(kind: str | None, folder: Path | None) -> None:
    """Print the JSON Schema of a KIND of content, or of all."""
    from builder.schema import KINDS, json_schema
    from builder.skeleton.editors import write_schemas
    from builder.support.nearest import nearest

    if kind is not None and kind not in KINDS:
        near = nearest(kind, KINDS)
        raise BulletinError(f"{kind!r} is not a kind of content: {near or ', '.join(KINDS)}")
    if folder is not None:
        for path in write_schemas(folder, kind):
            click.echo(f"  {path}")
        return
    matter = json_schema(KINDS[kind]) if kind else {name: json_schema(one) for name, one in KINDS.items()}
    click.echo(json.dumps(matter, ensure_ascii=False, indent=2))


@main.command()
@with_site
@click.argument("name", required=False)
@click.option("--edition", metavar="ID", help="An edition, or `all` for the whole record; by default the front page's.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="How to print.")
@told
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


@main.command()
@with_site
@click.option("--from", "before", metavar="FILE", help="A themes.yml that was; `-` reads it from the standard input.")
@click.option("--to", "after", metavar="FILE", help="A themes.yml to come; `-` as above.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="How to print.")
@told
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


@main.command()
@with_site
@click.option("--base", metavar="REV", help="The Git revision to compare the working tree with, such as origin/main.")
@click.option("--from", "before", type=click.Path(path_type=Path), metavar="DIR", help="A folder as it was.")
@click.option("--to", "after", type=click.Path(path_type=Path), metavar="DIR", help="A folder as it will be.")
@told
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


@main.command()
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
@told
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


@main.command()
@click.argument("folder", type=click.Path(path_type=Path), metavar="DIR")
@told
def init(folder: Path) -> None:
    """Make a new bulletin repository in DIR."""
    from builder.skeleton import make_repository

    for path in make_repository(folder):
        click.echo(f"  {path}")
    click.echo(f"Next: cd {folder} && bulletin serve")
