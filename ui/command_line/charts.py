"""The command that draws charts."""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from core.chart_settings import CHOICES, COUNTED, LIMITS, NAMES, RELATIONS
from ui.command_line.opened import opened
from ui.command_line.parameters import FILE, ID, the_project


@click.command()
@the_project
@click.argument("name", type=click.Choice(NAMES))
@click.argument("out", type=FILE)
@click.option("--width", type=click.IntRange(40, 1200), default=170, metavar="MM", show_default=True)
@click.option("--patterns", is_flag=True, help="Hatchings and greys, for print in black and white.")
@click.option("--unit", type=click.Choice(CHOICES["unit"]))
@click.option("--document", "documents", type=ID, multiple=True, help="Only this article; may be repeated.")
@click.option("--tag", metavar="PATH", help="Only this tag.")
@click.option("--rollup", is_flag=True, help="Count the subtags of a tag with it.")
@click.option("--every", is_flag=True, help="Also what is left out for want of room.")
@click.option("--order", type=click.Choice(CHOICES["order"]))
@click.option("--share", type=click.Choice([each for each in CHOICES["share"] if each]), help="Per cent of what.")
@click.option("--form", type=click.Choice([each for each in CHOICES["form"] if each]))
@click.option("--cells", type=click.Choice([each for each in CHOICES["cells"] if each]))
@click.option("--relation", type=click.Choice(RELATIONS), help="Of tags that occur together.")
@click.option("--near", type=click.IntRange(*LIMITS["near"]), metavar="N",
              help="Characters between them, for the relation near.")  # fmt: skip
@click.option("--counted", type=click.Choice(COUNTED), help="What of them.")
@click.option("--sections", type=click.IntRange(*LIMITS["sections"]), help="Equal parts of a text.")
@click.option("--period", type=click.Choice(CHOICES["period"]))
@click.option("--attribute", metavar="NAME", help="What articles are grouped by.")
@click.option("--stop-words", metavar="auto|none|CODES", help="Which words are left out.")
def chart(
    project: Path, name: str, out: Path, width: int, patterns: bool, documents: Sequence[int], **given: Any
) -> None:
    """Draw a chart as OUT.svg, OUT.png or OUT.pdf, as the window exports it."""
    without_a_screen()
    from ui.charts.chosen import draw
    from ui.charts.export import Print

    with opened(project, writes=False) as book:
        chosen = {field: value for field, value in given.items() if value not in (None, False)}
        draw(book, out, name, Print(width, patterns), documents, chosen)


def without_a_screen() -> None:
    """Has Qt draw where nobody looks. Raises UserError where it cannot."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from ui import preflight

    preflight.require_qt()
