"""The commands that publish: build, serve, close, and a new repository."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from builder import site_file
from builder.cli.command import settings_for, with_errors_in_words, with_site
from builder.config import Audience


@click.command()
@with_site
@click.option("--site-dir", type=click.Path(path_type=Path), help="Where the site goes; by default as in mkdocs.yml.")
@click.option("--strict", is_flag=True, help="Exit with 1 if any file is set aside.")
@click.option(
    "--fail-on-unanswered", is_flag=True, help="Exit with 1, the site written, if anything waits for a decision."
)
# What it was called before, for one version more.
@click.option("--fail-on-silence", is_flag=True, hidden=True, help="The same as --fail-on-unanswered.")
@click.option("-q", "--quiet", is_flag=True, help="Say nothing but errors.")
@with_errors_in_words
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
    from builder.cli.site import BuildRequest, build_site

    path = config_file or site_file.find(Path.cwd())
    request = BuildRequest(
        config_file=path, audience=audience, as_of=as_of, site_dir=site_dir, strict=strict, quiet=quiet
    )
    bulletin = build_site(request)
    if fail_on_unanswered or fail_on_silence:
        from builder.reporting.reminding import unanswered

        if lines := unanswered(bulletin):
            click.echo(f"bulletin: the site is written, and {lines}", err=True)
            sys.exit(1)


@click.command()
@with_site
@click.option("-a", "--dev-addr", metavar="IP:PORT", help="Where to serve; by default 127.0.0.1:8000.")
@with_errors_in_words
def serve(config_file: Path | None, audience: str | None, as_of: str | None, dev_addr: str | None) -> None:
    """Serve the site on this machine and rebuild it on every change."""
    from builder.cli.site import serve_site

    serve_site(config_file or site_file.find(Path.cwd()), audience, as_of, dev_addr)


@click.command()
@with_site
@click.argument("edition")
@with_errors_in_words
def close(config_file: Path | None, audience: str | None, as_of: str | None, edition: str) -> None:
    """Close an EDITION: write down what it printed, for each audience or the one given."""
    from builder.closing import close_for

    audiences = [Audience(audience)] if audience else list(Audience)
    for one in close_for([settings_for(config_file, audience_, as_of) for audience_ in audiences], edition):
        click.echo(f"{edition} is closed for {one.audience}: {one.target}")


@click.command()
@click.argument("folder", type=click.Path(path_type=Path), metavar="DIR")
@click.option(
    "--program",
    metavar="ADDRESS",
    default="",
    help="Where its workflows install this program from: git+https://…@COMMIT, or a wheel with #sha256=DIGEST.",
)
@with_errors_in_words
def init(folder: Path, program: str) -> None:
    """Make a new bulletin repository in DIR."""
    from builder.skeleton import make_repository

    for path in make_repository(folder, program):
        click.echo(f"  {path}")
    if not program:
        click.echo("The workflows refuse until requirements.txt says where the program comes from: see there.")
    click.echo(f"Next: cd {folder} && bulletin serve")
