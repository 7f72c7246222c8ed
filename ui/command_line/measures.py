"""Commands that count."""

from pathlib import Path

import click

from ui.command_line.opened import opened
from ui.command_line.parameters import as_json, the_project
from ui.command_line.printing import print_json, print_table


@click.command()
@the_project
@as_json
def frequencies(project: Path, as_json: bool) -> None:
    """Count the codings of each tag in each article."""
    from core import frequencies as counting
    from core.tables import matrix_table
    from storage.annotations import coding_counts
    from storage.documents import all_documents
    from storage.tags import tag_tree

    with opened(project, writes=False) as book:
        counted = counting.frequencies(coding_counts(book.db))
        tree, documents = tag_tree(book.db), all_documents(book.db)
    if as_json:
        found = []
        for d in documents:
            counts = {tree.path(tag): n for tag, n in counted.counts.get(d.id, {}).items()}
            found.append({"id": d.id, "title": d.title, "counts": counts})
        print_json({"unit": "codings", "definition": counting.FREQUENCY, "documents": found})
        return
    _, *rows = matrix_table(counted, tree, documents)
    print_table([["tag", *(d.id for d in documents), "all"], *rows])  # titles are too wide to head columns
    click.echo()
    print_table([[d.id, d.title] for d in documents])
    click.echo(counting.FREQUENCY)
