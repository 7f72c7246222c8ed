"""Commands on articles: adding them, and what is known about each."""

from collections.abc import Sequence
from pathlib import Path

import click

from core import labels
from core.errors import UserError
from ui.command_line.opened import opened
from ui.command_line.parameters import FILE, as_json, the_project
from ui.command_line.printing import plain, print_json, print_table, shortened


@click.command()
@the_project
@click.argument("files", type=FILE, nargs=-1, required=True, metavar="FILE...")
@click.option("--large", is_flag=True, help="Also more than 32 MB.")
def add(project: Path, files: Sequence[Path], large: bool) -> None:
    """Add text files as articles, in one step; files without text are left out."""
    from storage import operations
    from storage.importers.text import Large, read_text_files

    with opened(project) as book:
        try:
            articles, remarks = read_text_files(files, large)
        except Large as error:
            raise UserError(f"{str(error).removesuffix('.')}; give --large if that is meant.") from None
        ids, _ = book.run(labels.added([a.title for a in articles]), operations.add_documents, articles)
    for id_, article in zip(ids, articles, strict=True):
        click.echo(f"Added {id_}: {plain(article.title)}")
    for remark in remarks:
        click.echo(plain(remark), err=True)


@click.command()
@the_project
@click.option("--import", "source", type=FILE, help="Take values from a CSV file, in one step.")
@click.option("--match", type=click.Choice(["title", "file", "id"]), help="By what its rows name the articles.")
@as_json
def attributes(project: Path, source: Path | None, match: str | None, as_json: bool) -> None:
    """List what is known about each article, or import such values."""
    from storage.article_rows import article_rows, flat, import_file

    if match and not source:
        raise click.UsageError("--match goes with --import.")
    with opened(project, writes=source is not None) as book:
        done = import_file(book, source, match) if source else None
        rows = article_rows(book)
        table = flat(rows, book) if rows else []
    for remark in done.remarks if done else ():
        click.echo(plain(remark), err=True)
    if as_json:
        print_json(rows)
    elif done:
        click.echo(f"Imported values: {len(done.cells)}. Rows that found their article: {done.matched}.")
    elif table:
        print_table([[shortened(cell) if isinstance(cell, str) else cell for cell in row] for row in table])
    else:
        click.echo("There are no articles yet.")
