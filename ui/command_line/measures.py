"""Commands that count."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from core import chart_settings
from ui.command_line.opened import opened
from ui.command_line.parameters import ID, as_json, the_project
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


@click.command()
@the_project
@click.argument("name", type=click.Choice(chart_settings.NAMES))
@click.option("--unit", type=click.Choice(chart_settings.CHOICES["unit"]), default="codings", show_default=True)
@click.option("--by", default="", metavar="article|tag|attribute:NAME", help="Into which groups articles go.")
@click.option("--tag", "tags", multiple=True, metavar="PATH", help="Only this tag; may be repeated.")
@click.option("--document", "documents", type=ID, multiple=True, help="Only this article; may be repeated.")
@click.option("--rollup", is_flag=True, help="Count the subtags of a tag with it.")
@click.option("--relation", type=click.Choice(chart_settings.RELATIONS), default="overlap", show_default=True,
              help="Of tags that occur together.")  # fmt: skip
@click.option("--near", type=click.IntRange(*chart_settings.LIMITS["near"]), default=0, metavar="N",
              help="Characters between them, for the relation near.")  # fmt: skip
@click.option("--counted", type=click.Choice(chart_settings.COUNTED), default="pairs", show_default=True,
              help="What of them.")  # fmt: skip
@click.option("--sections", type=click.IntRange(*chart_settings.LIMITS["sections"]), default=100, show_default=True,
              help="Equal parts of a text.")  # fmt: skip
@click.option("--period", type=click.Choice(chart_settings.CHOICES["period"]), default="month", show_default=True)
@click.option("--stop-words", default="auto", metavar="auto|none|CODES", show_default=True,
              help="Of which languages words that say nothing are left out, such as en,de.")  # fmt: skip
@as_json
@click.option("--csv", "as_csv", is_flag=True, help="Print CSV.")
def measure(
    project: Path,
    name: str,
    tags: Sequence[str],
    documents: Sequence[int],
    as_json: bool,
    as_csv: bool,
    **settings: Any,
) -> None:
    """Count what a chart shows; every number comes with its definition."""
    if as_json and as_csv:
        raise click.UsageError("Numbers are printed as JSON or as CSV, not as both.")
    from core.measures.catalogue import check_used, measure
    from core.tables import csv_bytes
    from storage.measures import asked, material

    with opened(project, writes=False) as book:
        question = asked(book.db, name, tags, documents, **settings)
        found = measure(material(book.db), question)
    check_used(question, found)
    if as_json:
        print_json(found.as_json())
    elif as_csv:
        click.echo(csv_bytes(found.as_table()), nl=False)
    else:
        head, *rows, _, _ = found.as_table()
        print_table([head, *([_rounded(cell, found.digits) for cell in row] for row in rows)])
        click.echo(found.definition)


def _rounded(cell: str | float, digits: int) -> str | float:
    return round(cell, digits) if isinstance(cell, float) else cell
