"""The command that writes files for other programs."""

from pathlib import Path

import click

from core.errors import UserError
from ui.command_line.opened import opened
from ui.command_line.parameters import FILE, ID, the_project


@click.command()
@the_project
@click.option("--format", "kind", type=click.Choice(["csv", "json", "md", "html"]), required=True)
@click.argument("out", type=FILE)
@click.option("--document", type=ID, help="Only this article.")
@click.option("--codebook", is_flag=True, help="The tags with their definitions and counts instead; csv or md.")
def export(project: Path, kind: str, out: Path, document: int | None, codebook: bool) -> None:
    """Write every annotation, or every tag, to a file."""
    from core.model import DocumentId
    from storage.export import export as write
    from storage.export import export_codebook

    if codebook and (document or kind not in ("csv", "md")):
        raise UserError("The codebook is exported as csv or md, and always the whole of it.")
    with opened(project, writes=False) as book:
        if codebook:
            count, noun = export_codebook(book, kind, out), "tag"
        else:
            count, noun = write(book, kind, out, DocumentId(document) if document else None), "annotation"
    click.echo(f"Exported {count} {noun}{'' if count == 1 else 's'} to “{out}”.")
