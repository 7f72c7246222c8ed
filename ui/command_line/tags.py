"""The command that makes tags from a codebook."""

from pathlib import Path

import click

from ui.command_line.opened import opened
from ui.command_line.parameters import FILE, the_project
from ui.command_line.printing import plain


@click.command("import-codebook")
@the_project
@click.argument("file", type=FILE)
@click.option("--replace", is_flag=True, help="Also replace texts that the project has.")
@click.option("--dry-run", is_flag=True, help="Only print what would be done.")
def import_codebook(project: Path, file: Path, replace: bool, dry_run: bool) -> None:
    """Make the tags of a codebook (CSV or an indented list) and fill in what it says about them."""
    from core.codebook_import import plan, summary
    from storage.codebook_operations import import_codebook as bring_in
    from storage.importers.codebook import read_codebook
    from storage.tags import tag_tree

    entries = read_codebook(file)
    with opened(project, writes=not dry_run) as book:
        said = summary(plan(tag_tree(book.db), entries, replace))
        if not dry_run:
            book.run(f"Import codebook “{plain(file.name)}”", bring_in, entries, replace)
    click.echo(said)
