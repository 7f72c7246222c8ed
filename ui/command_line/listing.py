"""The command that lists what a project holds."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ui.command_line.opened import opened
from ui.command_line.parameters import as_json, the_project
from ui.command_line.printing import print_rows

if TYPE_CHECKING:
    from storage.project import Project


@click.command("list")
@the_project
@click.argument("what", type=click.Choice(["documents", "tags", "annotations", "notes"]))
@as_json
def list_(project: Path, what: str, as_json: bool) -> None:
    """List the articles, tags, annotations or notes of a project."""
    rows = {"documents": document_rows, "tags": tag_rows, "annotations": annotation_rows, "notes": note_rows}[what]
    with opened(project, writes=False) as book:
        found = rows(book)
    print_rows(found, as_json, f"There are no {what} yet.")


def document_rows(book: "Project") -> list[dict[str, Any]]:
    """The articles as `list` prints them."""
    from storage.documents import all_documents

    return [document._asdict() for document in all_documents(book.db)]


def tag_rows(book: "Project") -> list[dict[str, Any]]:
    """The tags as `list` prints them, each after the tag it belongs to."""
    from storage.annotations import tag_counts
    from storage.tags import tag_tree

    counts = tag_counts(book.db)
    return [
        {"id": t.id, "name": t.name, "parent": t.parent, "color": t.color, "codings": counts[t.id]}
        for t in tag_tree(book.db)
    ]


def annotation_rows(book: "Project") -> list[dict[str, Any]]:
    """The annotations as `list` prints them, in the order of the articles and their texts."""
    from storage.annotations import everywhere
    from storage.tags import tag_tree

    tree = tag_tree(book.db)
    return [
        {**annotation._asdict(), "tags": [tree.path(tag) for tag in annotation.tags], "quote": quote}
        for annotation, quote in everywhere(book.db)
    ]


def note_rows(book: "Project") -> list[dict[str, Any]]:
    """The notes of all kinds as `list` prints them, the last written first; `on` is what a note is on."""
    from storage.notes import all_notes

    return [
        {
            "kind": note.on.kind,
            "on": note.on.id or None,
            "document": note.document,
            "title": note.title,
            "text": note.text,
            "created": note.created,
            "modified": note.modified,
        }
        for note in all_notes(book.db)
    ]
