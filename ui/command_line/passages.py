"""Commands on passages: marking one, and listing those that meet conditions."""

import json
from collections.abc import Sequence
from pathlib import Path

import click

from core import labels
from ui.command_line.opened import opened
from ui.command_line.parameters import ID, OFFSET, as_json, the_project
from ui.command_line.printing import print_rows

MATCHES = ["any", "all", "none"]  # as in core.filters, which takes longer to load than this list to keep
UNITS = ["sentence", "paragraph"]


@click.command()
@the_project
@click.option("--document", type=ID, required=True, help="The article's id, from `list PROJECT documents`.")
@click.option("--start", type=OFFSET, required=True, help="Where the passage begins, in characters from 0.")
@click.option("--stop", type=OFFSET, required=True, help="Where it ends; the first character after it.")
@click.option("--tag", "tags", multiple=True, help="A tag's name or path (Parent/Tag); made if missing.")
@click.option("--note", default="", help="A note on the passage.")
@click.option("--whole", type=click.Choice(["words", "sentences", "paragraphs"]), help="Widen it to whole ones.")
def annotate(
    project: Path, document: int, start: int, stop: int, tags: Sequence[str], note: str, whole: str | None
) -> None:
    """Mark a passage, with tags and a note, and print its id."""
    from core import units
    from core.codebook import split_path
    from core.model import DocumentId
    from core.wrapped import reflowed
    from storage import operations
    from storage.documents import document_text

    with opened(project) as book:
        text = document_text(book.db, DocumentId(document)) or ""
        widen = {
            "words": units.whole_words,
            "sentences": units.whole_sentences,
            "paragraphs": units.whole_paragraphs,
        }
        if whole is not None:
            start, stop = widen[whole](reflowed(text), start, stop)
        quote = text[start:stop]
        label = labels.annotated(quote, [split_path(path)[-1] for path in tags], note)
        made, _ = book.run(label, operations.annotate_with_paths, document, start, stop, tags, note)
    click.echo(json.dumps({"id": made}))


@click.command()
@the_project
@click.option("--tag", "tags", multiple=True, metavar="PATH", help="Tagged so; may be repeated.")
@click.option(
    "--match", type=click.Choice(MATCHES), default="any", show_default=True, help="With how many of them."
)
@click.option("--overlaps", multiple=True, metavar="PATH", help="Shares a character with a passage tagged so.")
@click.option("--near", multiple=True, type=(str, OFFSET), metavar="PATH N", help="At most N characters from one.")
@click.option(
    "--same", multiple=True, type=(click.Choice(UNITS), str), metavar="UNIT PATH",
    help="In one sentence (or paragraph) with one.",
)  # fmt: skip
@click.option("--document", "documents", type=ID, multiple=True, help="Only in this article; may be repeated.")
@as_json
def passages(
    project: Path,
    tags: Sequence[str],
    match: str,
    overlaps: Sequence[str],
    near: Sequence[tuple[str, int]],
    same: Sequence[tuple[str, str]],
    documents: Sequence[int],
    as_json: bool,
) -> None:
    """List the passages of all articles that meet every condition, as the window does.

    A tag always stands for itself and its subtags. What overlaps a passage is also near it, and a passage that
    has the tag itself overlaps and is near it.
    """
    from storage import passages

    with opened(project, writes=False) as book:
        wanted = passages.asked(book.db, tags, match, overlaps, near, same, documents)
        found = passages.listed(book.db, wanted)
    print_rows(found, as_json, "There are no such passages.")
