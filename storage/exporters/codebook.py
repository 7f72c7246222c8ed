"""The codebook as a file: a table that can be brought in again, and pages of Markdown to print or to append."""

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from core.tables import csv_bytes
from storage.codebook import Row
from storage.exporters.as_markdown import plain_block, plain_line

COLUMNS = (
    "tag", "definition", "when to use", "when not to use", "colour", "groups", "codings", "passages", "articles",
    "first use", "last use", "examples", "note",
)  # fmt: skip
COUNTED = (
    "Passages and articles are counted with those of subtags, each passage once; codings are of the tag alone."
)


def codebook_csv(rows: Sequence[Row]) -> Iterator[str]:
    """One line for each tag, in the order of the tree."""
    table = [COLUMNS, *(_cells(row) for row in rows)]
    yield csv_bytes(table).decode("utf-8")


def _cells(row: Row) -> tuple[str | int, ...]:
    tag, use = row.tag, row.use
    texts = (row.path, tag.definition, tag.include, tag.exclude, tag.color, "; ".join(row.groups))
    examples = "\n\n".join(example.quote for example in row.examples)
    return *texts, use.codings, use.passages, use.articles, use.first, use.last, examples, row.note


def codebook_markdown(rows: Sequence[Row], level: int = 1) -> Iterator[str]:
    """A section for each top tag and one below it for each of its subtags, with texts, counts and examples.

    `level` is that of the heading above all of them.
    """
    yield f"{'#' * level} Codebook\n\n{COUNTED}\n"
    for row in rows:
        below = min(row.depth + level + 1, 6)  # there are no smaller headings
        yield f"\n{'#' * below} {plain_line(row.path)}\n"
        for head, text in said_of(row):
            yield f"\n**{head}.** {plain_block(text, '')}\n"
        yield f"\n{used(row)}\n"
        if row.note:
            yield f"\n**Note.** {plain_block(row.note, '')}\n"
        for example in row.examples:
            yield f"\n{plain_block(example.quote, '> ')}\n\n— {plain_line(example.title)}\n"


def said_of(row: Row) -> Iterator[tuple[str, str]]:
    """What is said about a tag: a word for each text, and the text."""
    tag = row.tag
    texts = ("Definition", tag.definition), ("When to use", tag.include), ("When not to use", tag.exclude)
    yield from ((head, text) for head, text in texts if text.strip())
    if row.groups:
        yield "Groups", ", ".join(row.groups)


def used(row: Row) -> str:
    """How often a tag is used, and from when to when."""
    use = row.use
    if not use.passages:
        return "Not used yet."
    counts = (("coding", use.codings), ("passage", use.passages), ("article", use.articles))
    said = " · ".join(f"{count} {noun}{'' if count == 1 else 's'}" for noun, count in counts)
    return f"{said} · {use.first[:10]} to {use.last[:10]}"


class CodebookFormat(NamedTuple):
    """A kind of file: how its names end, what it is called, and what makes its text."""

    suffix: str
    label: str
    function: Callable[[Sequence[Row]], Iterator[str]]


CODEBOOK_FORMATS = {
    "csv": CodebookFormat(".csv", "CSV table", codebook_csv),
    "md": CodebookFormat(".md", "Markdown", codebook_markdown),
}
