"""Postil's start-up: a command of the command line or, without one, the window."""

import io
import sys
from pathlib import Path
from typing import Any

import click

from core.errors import UserError
from ui.command_line import (
    articles,
    backups,
    charts,
    exports,
    listing,
    measures,
    passages,
    pictures,
    projects,
    tags,
)
from ui.command_line.parameters import FILE
from ui.command_line.printing import plain

# Storage and Qt are imported by the commands that need them, so that the others start fast.
COMMANDS = (
    *(projects.new, projects.check, projects.undo, projects.redo),
    *(articles.add, articles.attributes),
    *(passages.annotate, passages.passages),
    *(
        tags.import_codebook,
        listing.list_,
        measures.frequencies,
        measures.measure,
        exports.export,
        pictures.shot,
        charts.chart,
    ),
    *(backups.snapshots, backups.restore, backups.recover),
)


class Commands(click.Group):
    """The commands; a first word that is none of them is a project to open in the window."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command and its arguments."""
        if args[0] in self.commands or len(args) > 1:
            return super().resolve_command(ctx, args)
        return "", window, ["--", *args]

    def invoke(self, ctx: click.Context) -> Any:
        """Runs the command; what the user can understand and act on becomes one sentence and exit code 1."""
        try:
            return super().invoke(ctx)
        except UserError as error:
            sentence = str(error)
        except BrokenPipeError:
            raise  # whoever read the output has gone; click ends in silence
        except OSError as error:
            sentence = f"“{error.filename}” cannot be used ({error.strerror})."
        click.echo(plain(sentence), err=True)
        return ctx.exit(1)


@click.group(
    cls=Commands,
    commands=COMMANDS,
    invoke_without_command=True,
    subcommand_metavar="[PROJECT | COMMAND ...]",
)
@click.pass_context
def postil(context: click.Context) -> None:
    """Highlight, tag and annotate articles in one local file, and count what you tagged.

    With a PROJECT file, or nothing at all, the window opens.
    """
    if context.invoked_subcommand is None:
        context.invoke(window, project=None)


@click.command("window")
@click.argument("project", type=FILE)
def window(project: Path | None) -> None:
    """Opens the window and ends the program when it is closed; the group calls it, nobody by name."""
    from ui import preflight

    preflight.require_qt()
    from ui.app import run

    sys.exit(run(project))


def main() -> None:
    """Runs the command line; what it prints is UTF-8 on every system."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    postil()


if __name__ == "__main__":
    main()
