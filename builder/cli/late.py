"""A command whose options are made when it is asked for, so that no other command waits for them."""

from __future__ import annotations

import click


class FromModels(click.Command):
    """A command whose options are the fields of the content models."""

    def get_params(self, ctx: click.Context) -> list[click.Parameter]:
        """The options that are written here, and one for each field."""
        from builder.cli.fields import options

        return [*super().get_params(ctx), *options()]

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The options that are written here, then the fields of each kind."""
        from builder.cli.fields import describe

        described = (param.get_help_record(ctx) for param in super().get_params(ctx))
        with formatter.section("Options"):
            formatter.write_dl([row for row in described if row is not None])
        describe(formatter)
