"""What the codebook says about each tag: its texts, how much and since when it is used, its groups and examples."""

import json
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from core.codebook import TagTree
from core.frequencies import frequencies
from core.model import AnnotationId, DocumentId, Tag, TagId
from core.passages import Passages
from storage import annotations, groups, tags
from storage.sqlite import Database

Times = tuple[str, str]  # the first and the last
_SOME = "WHERE tag_id IN (SELECT value FROM json_each(?))"


class Use(NamedTuple):
    """How a tag is used: `codings` of its own, all else with those of its subtags, each passage once.

    `first` and `last` are the times of codings, empty where there are none.
    """

    codings: int = 0
    passages: int = 0
    articles: int = 0
    own_articles: int = 0
    first: str = ""
    last: str = ""


class Example(NamedTuple):
    """A passage that shows what a tag means, with its article and what it says."""

    annotation: AnnotationId
    document: DocumentId
    title: str
    quote: str


class Row(NamedTuple):
    """All that the codebook says about a tag."""

    tag: Tag
    path: str
    depth: int
    use: Use
    groups: tuple[str, ...]
    examples: tuple[Example, ...]
    note: str = ""


def rows(db: Database) -> list[Row]:
    """The whole codebook, in the order of the tree."""
    tree = tags.tag_tree(db)
    counts = frequencies(annotations.coding_counts(db)).counts
    used = uses(tree, counts, Passages(tree, annotations.tagged_counts(db)).all, times(db))
    shown, in_groups = examples(db), group_names(db)
    notes = dict(db.execute("SELECT tag_id, text FROM note WHERE kind = 'tag'").fetchall())
    return [
        Row(
            tag,
            tree.path(tag.id),
            len(tree.names(tag.id)) - 1,
            used[tag.id],
            in_groups.get(tag.id, ()),
            shown.get(tag.id, ()),
            notes.get(tag.id, ""),
        )
        for tag in tree
    ]


def uses(
    tree: TagTree,
    counts: Mapping[DocumentId, Mapping[TagId, int]],
    passages: Mapping[TagId, int],
    times: Mapping[TagId, Times],
) -> dict[TagId, Use]:
    """How each of the tags is used: of its codings in each article, passages as `Passages.all`, and times."""
    codings: dict[TagId, int] = dict.fromkeys(tree.by_id, 0)
    own: dict[TagId, list[DocumentId]] = {tag: [] for tag in tree.by_id}
    for document, here in counts.items():
        for tag, number in here.items():
            codings[tag] += number
            own[tag].append(document)
    articles = {tag: set(having) for tag, having in own.items()}
    for tag in reversed(tree.order):  # each before the one above it
        above = tree.by_id[tag].parent
        if above is not None:
            articles[above] |= articles[tag]
    first: dict[TagId, str] = {}
    last: dict[TagId, str] = {}
    for tag, (begun, ended) in times.items():
        for above in tree.lineage((tag,)):
            first[above], last[above] = min(first.get(above, begun), begun), max(last.get(above, ended), ended)
    return {
        tag: Use(
            codings[tag],
            passages.get(tag, 0),
            len(articles[tag]),
            len(own[tag]),
            first.get(tag, ""),
            last.get(tag, ""),
        )
        for tag in tree.by_id
    }


def times(db: Database, only: Iterable[TagId] | None = None) -> dict[TagId, Times]:
    """When each tag, or each of some, was first applied and last, without its subtags; unused ones are left out."""
    # Of all tags in the order of the table: from index to table and back it takes twice as long.
    where, chosen = ("NOT INDEXED", []) if only is None else (_SOME, [json.dumps(list(only))])
    rows = db.execute(f"SELECT tag_id, min(created), max(created) FROM coding {where} GROUP BY tag_id", chosen)
    return {tag: (first, last) for tag, first, last in rows}


def examples(db: Database, only: TagId | None = None) -> dict[TagId, tuple[Example, ...]]:
    """The examples of each tag, or of one, as they were chosen one after the other; only passages that have it."""
    found: dict[TagId, tuple[Example, ...]] = {}
    for tag, *example in db.execute(
        "SELECT example.tag_id, annotation.id, annotation.document_id, document.title, annotation.quote"
        " FROM example JOIN coding USING (tag_id, annotation_id)"
        " JOIN annotation ON annotation.id = example.annotation_id"
        " JOIN document ON document.id = annotation.document_id"
        " WHERE ?1 IS NULL OR example.tag_id = ?1 ORDER BY example.id",
        [only],
    ):
        found[tag] = (*found.get(tag, ()), Example(*example))
    return found


def shown_by(db: Database, annotation: AnnotationId) -> frozenset[TagId]:
    """The tags of a passage that it is an example of."""
    rows = db.execute(
        "SELECT tag_id FROM example JOIN coding USING (tag_id, annotation_id) WHERE annotation_id = ?", [annotation]
    )
    return frozenset(tag for (tag,) in rows)


def group_names(db: Database) -> dict[TagId, tuple[str, ...]]:
    """The names of the groups that each tag is in, in their order."""
    names, found = groups.names(db), dict[TagId, tuple[str, ...]]()
    for group, members in groups.members(db).items():
        for tag in members:
            found[tag] = (*found.get(tag, ()), names[group])
    return found


def insert_example(db: Database, tag: TagId, annotation: AnnotationId) -> None:
    """Makes a passage an example of a tag; one that is stays so."""
    db.execute("INSERT OR IGNORE INTO example (tag_id, annotation_id) VALUES (?, ?)", [tag, annotation])


def delete_example(db: Database, tag: TagId, annotation: AnnotationId) -> None:
    """Has a passage no longer be an example of a tag."""
    db.execute("DELETE FROM example WHERE tag_id = ? AND annotation_id = ?", [tag, annotation])


def copy_examples(db: Database, source: AnnotationId, target: AnnotationId) -> None:
    """Makes an annotation an example of the tags that another is one of."""
    db.execute(
        "INSERT OR IGNORE INTO example (tag_id, annotation_id)"
        " SELECT tag_id, ? FROM example WHERE annotation_id = ? ORDER BY id",
        [target, source],
    )
