"""The commands over content files: check, import, new, and their schemas."""

from __future__ import annotations

import secrets
import sys
from pathlib import Path
from typing import Any

import click

from builder.cli.command import seconds, settings_for, today, with_errors_in_words, with_site
from builder.cli.late import FromModels
from builder.support.errors import BulletinError
from builder.support.escaping import as_json

FORMATS = ("text", "json", "github", "gitlab", "sarif")


@click.command()
@with_site
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option("--format", "form", type=click.Choice(FORMATS), default="text", help="How to print, and for whom.")
@click.option(
    "--base",
    metavar="REV",
    help="Also find manifests that this Git revision had and that are gone; for GitHub, tell of changed files first.",
)
@with_errors_in_words
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


@click.command("import")
@with_site
@click.argument("export", type=click.Path(path_type=Path), metavar="FILE.csv")
@click.option("--map", "map_name", metavar="MAP", help="Which column is what: a YAML file, or salesforce or hubspot.")
@click.option("--suggest", is_flag=True, help="Print a map for this file; none is needed.")
@click.option("--write", is_flag=True, help="Write; without it nothing is changed.")
@with_errors_in_words
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


@click.command("new", cls=FromModels)
@with_site
@click.option("--kind", "kind_name", default="debrief", metavar="KIND", help="debrief, response, comment or promise.")
@click.option("--all", "everything", is_flag=True, help="Ask everything else too.")
@click.option("--anonymous", is_flag=True, help="Name nobody, neither in the file nor in its name.")
@click.option("--draft", type=click.Path(path_type=Path), help="Finish this draft; it is removed when all is there.")
@click.option("--edit", is_flag=True, help="Open the finished text in $VISUAL or $EDITOR before it is written.")
@click.option("--print", "printing", is_flag=True, help="Print the text instead of writing it.")
@click.option("--private", is_flag=True, help="Write below private_dir, for leadership only.")
@click.option("--yaml", "as_yaml", is_flag=True, help="Write .yml instead of .md.")
@with_errors_in_words
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


@click.command()
@click.argument("kind", required=False)
@click.option("--write", "folder", type=click.Path(path_type=Path), help="Write those for editors into this folder.")
@with_errors_in_words
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
    click.echo(as_json(matter, indent=2))


@click.command()
@with_site
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--author", required=True, metavar="LOGIN", help="The account on the forge that proposes it.")
@with_errors_in_words
def admit(config_file: Path | None, audience: str | None, as_of: str | None, file: Path, author: str) -> None:
    """Say whether a new debrief may be merged without a person; exit 1 where it may not.

    FILE lies among the content of the base. The author has to be the `login` of its rep on the roster.
    """
    from builder.changes.admission import reason_against

    if why := reason_against(settings_for(config_file, audience, as_of), file, author):
        click.echo(f"Left to a person: {why}")
        sys.exit(1)
    click.echo("It may be merged without a person.")
