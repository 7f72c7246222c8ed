"""What the codebook says about each tag: its texts, how much and since when it is used, its groups and examples."""

import json
from collections import Counter
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
    codings: Counter[TagId] = Counter()
    own: Counter[TagId] = Counter()
    articles: Counter[TagId] = Counter()
    for here in counts.values():
        codings.update(here)
        own.update(here.keys())
        articles.update(tree.lineage(here))
    first: dict[TagId, str] = {}
    last: dict[TagId, str] = {}
    for tag, (begun, ended) in times.items():
        for above in tree.lineage((tag,)):
            first[above], last[above] = min(first.get(above, begun), begun), max(last.get(above, ended), ended)
    return {
        tag: Use(codings[tag], passages.get(tag, 0), articles[tag], own[tag], first.get(tag, ""), last.get(tag, ""))
        for tag in tree.by_id
    }


def times(db: Database, only: Iterable[TagId] | None = None) -> dict[TagId, Times]:
    """When each tag, or each of some, was first applied and last, without its subtags; unused ones are left out."""
    found: dict[TagId, Times] = {}
    # Put together here: grouped by SQLite, which goes from index to table and back, it takes twice as long.
    where, chosen = ("", []) if only is None else (_SOME, [json.dumps(list(only))])
    for tag, created in db.execute(f"SELECT tag_id, created FROM coding {where}", chosen):
        first, last = found.get(tag, (created, created))
        if created <= first or created >= last:
            found[tag] = min(first, created), max(last, created)
    return found


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
