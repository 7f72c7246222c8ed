"""The command that writes files for other programs."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from core.chart_settings import NAMES
from core.errors import UserError
from ui.command_line.opened import opened
from ui.command_line.parameters import FILE, ID, the_project

if TYPE_CHECKING:
    from storage.project import Project

FORMATS = ["csv", "json", "md", "html"]
_OFFERED = [name for name in NAMES if name != "codeline"]  # which is about one article
_USUAL = ("frequency", "stacked")  # charts of methods, where none is chosen


@click.command()
@the_project
@click.option("--format", "kind", type=click.Choice(FORMATS), help="Otherwise what the name of the file ends with.")
@click.argument("out", type=FILE)
@click.option("--document", type=ID, help="Only this article.")
@click.option("--codebook", is_flag=True, help="The tags with their definitions and counts instead; csv or md.")
@click.option(
    "--methods", is_flag=True, help="The appendix of a paper instead, with codebook and charts; md or html."
)
@click.option("--chart", "charts", type=click.Choice(_OFFERED), multiple=True,
              help="In the methods instead of frequency and stacked; may be repeated.")  # fmt: skip
@click.option("--pinned", multiple=True, metavar="NAME", help="A pinned chart likewise.")
def export(
    project: Path,
    kind: str | None,
    out: Path,
    document: int | None,
    codebook: bool,
    methods: bool,
    charts: Sequence[str],
    pinned: Sequence[str],
) -> None:
    """Write every annotation, every tag or the methods of a paper to a file."""
    from core.model import DocumentId
    from storage.export import export as write
    from storage.export import export_codebook

    kind = kind or out.suffix[1:].lower()
    if kind not in FORMATS:
        raise UserError(f"“{out.name}” does not end with a format; name one of {', '.join(FORMATS)} with --format.")
    if codebook and (document or methods or kind not in ("csv", "md")):
        raise UserError("The codebook is exported as csv or md, and always the whole of it.")
    if (charts or pinned) and not methods:
        raise UserError("Charts are exported with --methods; one alone is drawn by the command chart.")
    if methods and (document or kind not in ("md", "html")):
        raise UserError("Methods are exported as md or html, and always of all articles.")
    with opened(project, writes=False) as book:
        if methods:
            count, noun = _export_methods(book, kind, out, charts, pinned), "article"
        elif codebook:
            count, noun = export_codebook(book, kind, out), "tag"
        else:
            count, noun = write(book, kind, out, DocumentId(document) if document else None), "annotation"
    click.echo(f"Exported {count} {noun}{'' if count == 1 else 's'} to “{out}”.")


def _export_methods(project: "Project", kind: str, out: Path, charts: Sequence[str], pinned: Sequence[str]) -> int:
    from ui.command_line.charts import without_a_screen

    without_a_screen()
    from storage.export import export_methods
    from ui.charts import methods
    from ui.charts.chosen import measuring_of

    measuring = measuring_of(project)
    wanted = [*charts, *methods.pinned_keys(measuring.session, pinned)] or _USUAL
    drawn = methods.charts(measuring, wanted)
    return export_methods(project, kind, out, methods.numbers(measuring), drawn)
