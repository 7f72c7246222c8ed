"""Commands on a project as a whole: making it, checking it, taking steps back."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from core.errors import UserError
from ui.command_line.opened import opened
from ui.command_line.parameters import the_project
from ui.command_line.printing import plain

if TYPE_CHECKING:
    from core.changes import Changes


@click.command()
@the_project
@click.option("--seeds", is_flag=True, help="Add the five sample articles.")
def new(project: Path, seeds: bool) -> None:
    """Create a project; what exists already is never overwritten."""
    from storage.project import Project
    from storage.samples import create_with_samples

    (create_with_samples if seeds else Project.create)(project).close()
    click.echo(f"Created “{project}”{' with the sample articles' if seeds else ''}.")


@click.command()
@the_project
def check(project: Path) -> None:
    """Check the file, its texts and the place of every annotation."""
    from storage.annotations import annotation_counts
    from storage.connection import looked_at
    from storage.documents import all_documents
    from storage.integrity import full_report
    from storage.tags import tag_tree

    with looked_at(project) as db:
        found = full_report(db)
        for line in found:
            click.echo(plain(line))
        if found:
            raise UserError(f"“{project.name}” is not whole; problems found: {len(found)}.")
        articles, tags = len(all_documents(db)), len(tag_tree(db))
        annotations = annotation_counts(db).total()
    click.echo(f"“{project.name}” is whole. Articles: {articles}. Annotations: {annotations}. Tags: {tags}.")


@click.command()
@the_project
def undo(project: Path) -> None:
    """Take the last step back and print what it was."""
    with opened(project) as book:
        print_step(book.undo(), "undo")


@click.command()
@the_project
def redo(project: Path) -> None:
    """Bring the last undone step back and print what it was."""
    with opened(project) as book:
        print_step(book.redo(), "redo")


def print_step(changes: "Changes | None", verb: str) -> None:
    """Prints what was undone or redone."""
    if changes is None:
        raise UserError(f"There is nothing to {verb}.")
    click.echo(plain(changes.label))
