"""The command that takes pictures of the window."""

import os
from pathlib import Path

import click

from core.chart_settings import NAMES
from ui.command_line.parameters import FILE, ID, OFFSET, the_project

VIEWS = [
    "read", "passages", "notes", "codebook", "charts", "history", "table",
    "backups", "check", "conflict", "crash", "in-use",
]  # fmt: skip


def two_numbers(_context: click.Context, _option: click.Parameter, value: str) -> tuple[int, int]:
    """A window's size, such as 1440x900, as numbers."""
    width, _, height = value.partition("x")
    if not all(part.isascii() and part.isdigit() and 200 <= int(part[:9]) <= 9999 for part in (width, height)):
        raise click.BadParameter(f"“{value}” is not a size such as 1440x900.")
    return int(width), int(height)


@click.command()
@the_project
@click.argument("out", type=FILE)
@click.option("--view", type=click.Choice(VIEWS), default="read", show_default=True)
@click.option("--chart", type=click.Choice(NAMES), help="One chart alone, in the view charts.")
@click.option("--document", type=ID, help="The article shown.")
@click.option("--at", type=OFFSET, help="The character at the top of the text.")
@click.option(
    "--theme", type=click.Choice(["light", "dark", "sepia", "contrast"]), default="light", show_default=True
)
@click.option("--size", metavar="WxH", callback=two_numbers, default="1440x900", show_default=True)
@click.option(
    "--scale", type=click.Choice(["1", "1.5", "2"]), default="1", show_default=True, help="Pixels a point."
)
def shot(
    project: Path,
    out: Path,
    view: str,
    chart: str | None,
    document: int | None,
    at: int | None,
    theme: str,
    size: tuple[int, int],
    scale: str,
) -> None:
    """Save a picture of the window, without a screen."""
    if chart is not None and view != "charts":
        raise click.UsageError("--chart goes with --view charts.")
    os.environ.update(QT_QPA_PLATFORM="offscreen", QT_SCALE_FACTOR=scale)
    from ui import preflight

    preflight.require_qt()
    from ui.shot import take

    take(project, out, view, document, theme, size, at, chart)
