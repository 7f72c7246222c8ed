"""The SQL of annotations and codings."""

import json
import uuid
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, repeat, tee
from operator import add, itemgetter
from typing import Any

from core.anchor import Anchor
from core.changes import Changes
from core.model import Annotation, AnnotationId, DocumentId, TagId
from core.passages import Tagged
from storage.sqlite import Database

Coding = tuple[int, AnnotationId, DocumentId, TagId]  # its id, and what it is about
_OF_ANNOTATION = "annotation.id, guid, annotation.document_id, start, stop, note, annotation.created, modified"
_COLUMNS = "id, guid, document_id, start, stop, note, created, modified"


def of_document(db: Database, document: DocumentId) -> list[Annotation]:
    """All annotations of an article, by where they begin, as they are read: without guid and times.

    Only exports need those; leaving them out saves a third of the time and memory that 20,000 rows take.
    """
    # In the order of an index: sorted in any other, 20,000 rows take twice as long. Put together by functions of
    # the interpreter itself, which is twice as fast as a loop, and row by row, which takes megabytes less.
    tags = _tags_of_document(db, document)
    rows = db.execute(
        "SELECT id, '', document_id, start, stop, note, '', '' FROM annotation WHERE document_id = ?"
        " ORDER BY start, stop",
        [document],
    )
    whole, with_id = tee(rows)
    of_each = zip(map(tags.get, map(itemgetter(0), with_id), repeat(())), strict=True)
    return list(map(Annotation._make, map(add, whole, of_each)))


def _tags_of_document(db: Database, document: DocumentId) -> dict[int, tuple[TagId, ...]]:
    """The tags of each annotation that has any, in the order they were given."""
    codings = db.execute(
        "SELECT id, annotation_id, tag_id FROM coding WHERE document_id = ?", [document]
    ).fetchall()
    tags = dict(zip(map(itemgetter(1), codings), zip(map(itemgetter(2), codings), strict=True), strict=True))
    if len(tags) < len(codings):  # several tags on one annotation
        codings.sort(key=itemgetter(1, 0))
        for annotation, group in groupby(codings, key=itemgetter(1)):
            tags[annotation] = tuple(tag for _, _, tag in group)
    return tags


def some(db: Database, ids: Iterable[AnnotationId]) -> list[Annotation]:
    """These annotations in text order, longer ones first where two start together; missing ones are left out."""
    rows = db.execute(
        f"SELECT {_COLUMNS}, (SELECT json_group_array(tag_id) FROM"
        " (SELECT tag_id FROM coding WHERE annotation_id = annotation.id ORDER BY id))"
        " FROM annotation WHERE id IN (SELECT value FROM json_each(?)) ORDER BY start, stop DESC, id",
        [json.dumps(list(ids))],
    )
    return [Annotation._make((*row[:8], tuple(json.loads(row[8])))) for row in rows]


def everywhere(db: Database, document: DocumentId | None = None) -> Iterator[tuple[Annotation, str]]:
    """Every annotation with its quote, article by article in text order; of one article if one is named."""
    rows = db.execute(
        f"SELECT {_COLUMNS}, quote, (SELECT json_group_array(tag_id) FROM"
        " (SELECT tag_id FROM coding WHERE annotation_id = annotation.id ORDER BY id))"
        " FROM annotation WHERE ?1 IS NULL OR document_id = ?1 ORDER BY document_id, start, stop DESC, id",
        [document],
    )
    for row in rows:
        yield Annotation._make((*row[:8], tuple(json.loads(row[9])))), row[8]


def quote_of(db: Database, annotation: AnnotationId) -> str:
    """The quoted text of an annotation, or the empty string when there is no such annotation."""
    row = db.execute("SELECT quote FROM annotation WHERE id = ?", [annotation]).fetchone()
    return str(row[0]) if row else ""


def quotes_of_tag(db: Database, tag: TagId, longest: int) -> list[tuple[AnnotationId, DocumentId, str]]:
    """The annotations that have a tag, article by article in text order, with up to so many characters of each."""
    return db.execute(
        "SELECT a.id, a.document_id, substr(a.quote, 1, ?) FROM coding AS c JOIN annotation AS a"
        " ON a.id = c.annotation_id WHERE c.tag_id = ? ORDER BY a.document_id, a.start, a.stop DESC, a.id",
        [longest, tag],
    ).fetchall()


@dataclass(frozen=True, slots=True)
class After:
    """What the annotations that a step touched look like now.

    `annotations` maps id -> the annotation, or None where it is gone; `tagged` counts what each article gained or
    lost in annotations with exactly these tags, `codings` what each (article, tag) gained or lost; `documents` what
    each article gained or lost in annotations.
    """

    annotations: dict[AnnotationId, Annotation | None]
    tagged: Counter[Tagged]
    codings: Counter[tuple[DocumentId, TagId]]
    documents: Counter[DocumentId]


def after(db: Database, changes: Changes) -> After:
    """Reads the annotations a step touched, and how the counts moved."""
    touched = changes.before.get("annotation", {})
    codings = changes.before.get("coding", {})
    known: dict[AnnotationId, Annotation | None] = {AnnotationId(row): None for row in touched}
    now: list[Coding] = []
    if touched or codings:
        for row in _touched_now(db, touched, codings):
            id_, tags = row[0], ()
            if row[8] is not None:
                now.append((row[8], id_, row[2], row[9]))
                before = known.get(id_)
                tags = (*(before.tags if before else ()), row[9])
            known[id_] = Annotation._make((*row[:8], tags))
    tagged = _tagged_moves(codings, now)
    # Asked by `get`, here and below: of what a Counter does not have it asks Python, twenty thousand times.
    moves: Counter[tuple[DocumentId, TagId]] = Counter()
    for (document, having), move in tagged.items():
        for tag in having:
            moves[document, tag] = moves.get((document, tag), 0) + move
    return After(known, tagged, moves, _annotation_moves(touched, known))


def _touched_now(db: Database, annotations: Mapping[int, Any], codings: Mapping[int, Any]) -> list[tuple[Any, ...]]:
    """The annotations that are still there of those that a step touched, or touched a coding of.

    One row for each coding with its number and its tag, None where there is none: most steps touch one annotation,
    some ten thousand, and neither is to take two statements.
    """
    gone = {old["annotation_id"] for old in codings.values() if old and "annotation_id" in old}
    return db.execute(
        f"SELECT {_OF_ANNOTATION}, coding.id, tag_id"
        " FROM annotation LEFT JOIN coding ON annotation_id = annotation.id"
        " WHERE annotation.id IN (SELECT value FROM json_each(?1) UNION ALL"
        " SELECT annotation_id FROM coding WHERE id IN (SELECT value FROM json_each(?2))) ORDER BY coding.id",
        [json.dumps([*annotations, *gone]), json.dumps(list(codings))],
    ).fetchall()


def _tagged_moves(before: Mapping[int, Any], now: Iterable[Coding]) -> Counter[Tagged]:
    """`before` maps coding -> its old values, `now` is every coding of all annotations concerned."""
    place: dict[AnnotationId, DocumentId] = {}
    had: dict[AnnotationId, frozenset[TagId]] = {}
    has: dict[AnnotationId, frozenset[TagId]] = {}
    none: frozenset[TagId] = frozenset()
    there: dict[int, Coding] = {}
    for coding, annotation, document, tag in now:
        place[annotation] = document
        has[annotation] = has.get(annotation, none) | {tag}
        if coding not in before:
            had[annotation] = had.get(annotation, none) | {tag}
        elif before[coding] is not None:
            there[coding] = (coding, annotation, document, tag)
    for coding, old in before.items():
        if old is not None:
            _, *is_now = there.get(coding, (coding, None, None, None))
            annotation, document, tag = map(old.get, ("annotation_id", "document_id", "tag_id"), is_now)
            place.setdefault(annotation, document)
            had[annotation] = had.get(annotation, none) | {tag}
    moves: Counter[Tagged] = Counter()
    for annotation, document in place.items():
        was, is_ = had.get(annotation, none), has.get(annotation, none)
        if was != is_:
            if was:
                moves[document, was] = moves.get((document, was), 0) - 1
            if is_:
                moves[document, is_] = moves.get((document, is_), 0) + 1
    return moves


def _annotation_moves(before: Any, now: dict[AnnotationId, Annotation | None]) -> Counter[DocumentId]:
    moves: Counter[DocumentId] = Counter()
    for annotation, old in before.items():
        new = now.get(annotation)
        if old is None and new is not None:
            moves[new.document] += 1
        elif old is not None and new is None:
            moves[old["document_id"]] -= 1
    return moves


def insert_annotation(
    db: Database, document: DocumentId, anchor: Anchor, note: str, coder: str, created: str
) -> AnnotationId:
    """Adds an annotation."""
    cursor = db.execute(
        "INSERT INTO annotation"
        " (guid, document_id, start, stop, quote, prefix, suffix, note, coder, created, modified)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [str(uuid.uuid4()), document, *anchor, note, coder, created, created],
    )
    return AnnotationId(int(cursor.lastrowid or 0))


def insert_copy(db: Database, annotation: AnnotationId, anchor: Anchor, created: str) -> AnnotationId:
    """Adds an annotation at another place by the same coder and with the same codings, without the note."""
    cursor = db.execute(
        "INSERT INTO annotation (guid, document_id, start, stop, quote, prefix, suffix, coder, created, modified)"
        " SELECT ?, document_id, ?, ?, ?, ?, ?, coder, ?, ? FROM annotation WHERE id = ?",
        [str(uuid.uuid4()), *anchor, created, created, annotation],
    )
    made = AnnotationId(int(cursor.lastrowid or 0))
    copy_codings(db, annotation, made)
    return made


def copy_codings(db: Database, source: AnnotationId, target: AnnotationId) -> None:
    """Gives an annotation the codings of another as well, by the same coders; what it has already stays."""
    db.execute(
        "INSERT OR IGNORE INTO coding (annotation_id, tag_id, document_id, coder, created)"
        " SELECT ?, tag_id, document_id, coder, created FROM coding WHERE annotation_id = ? ORDER BY id",
        [target, source],
    )


def document_of(db: Database, annotation: AnnotationId) -> DocumentId | None:
    """The article of an annotation, or None when there is no such annotation."""
    row = db.execute("SELECT document_id FROM annotation WHERE id = ?", [annotation]).fetchone()
    return DocumentId(row[0]) if row else None


def set_place(db: Database, annotation: AnnotationId, anchor: Anchor, modified: str) -> None:
    """Moves the ends of an annotation."""
    db.execute(
        "UPDATE annotation SET start = ?, stop = ?, quote = ?, prefix = ?, suffix = ?, modified = ? WHERE id = ?",
        [*anchor, modified, annotation],
    )


def set_note(db: Database, annotation: AnnotationId, note: str, modified: str) -> bool:
    """Replaces the note of an annotation; False when there is no such annotation."""
    cursor = db.execute("UPDATE annotation SET note = ?, modified = ? WHERE id = ?", [note, modified, annotation])
    return bool(cursor.rowcount)


def delete_annotations(db: Database, ids: Iterable[AnnotationId]) -> None:
    """Removes annotations with their codings."""
    db.execute("DELETE FROM annotation WHERE id IN (SELECT value FROM json_each(?))", [json.dumps(list(ids))])


def insert_codings(
    db: Database, annotations: Sequence[AnnotationId], tags: Sequence[TagId], coder: str, created: str
) -> None:
    """Gives every one of the annotations every one of the tags; what is there already stays."""
    db.execute(
        "INSERT OR IGNORE INTO coding (annotation_id, tag_id, document_id, coder, created)"
        " SELECT a.id, t.value, a.document_id, ?3, ?4 FROM annotation AS a, json_each(?2) AS t"
        " WHERE a.id IN (SELECT value FROM json_each(?1)) ORDER BY a.id, t.key",
        [json.dumps(list(annotations)), json.dumps(list(tags)), coder, created],
    )


def delete_codings(db: Database, annotations: Sequence[AnnotationId], tags: Sequence[TagId]) -> None:
    """Takes the tags off the annotations."""
    db.execute(
        "DELETE FROM coding WHERE annotation_id IN (SELECT value FROM json_each(?))"
        " AND tag_id IN (SELECT value FROM json_each(?))",
        [json.dumps(list(annotations)), json.dumps(list(tags))],
    )


def append_to_notes(db: Database, ids: Sequence[AnnotationId], text: str, modified: str) -> None:
    """Writes the same below the notes of all the annotations, after a blank line where there is one already."""
    db.execute(
        "UPDATE annotation SET modified = ?3, note = CASE note WHEN '' THEN ?2 ELSE note || ?4 || ?2 END"
        " WHERE id IN (SELECT value FROM json_each(?1))",
        [json.dumps(list(ids)), text, modified, "\n\n"],
    )


def places(db: Database, document: DocumentId) -> list[tuple[int, int, TagId | None]]:
    """(start, stop, first tag or None) of an article's annotations, for strips and maps."""
    return db.execute(
        "SELECT start, stop,"
        " (SELECT tag_id FROM coding WHERE annotation_id = annotation.id ORDER BY id LIMIT 1)"
        " FROM annotation WHERE document_id = ? ORDER BY start",
        [document],
    ).fetchall()


def coding_counts(db: Database) -> list[tuple[DocumentId, TagId, int]]:
    """(article, tag, codings) for every pair that occurs, article by article."""
    # Left alone, SQLite goes tag by tag, which makes what is built of the rows a third slower.
    return db.execute(
        "SELECT document_id, tag_id, count(*) FROM coding INDEXED BY coding_document GROUP BY document_id, tag_id"
    ).fetchall()


def annotation_counts(db: Database) -> Counter[DocumentId]:
    """Annotations of each article."""
    rows = db.execute("SELECT document_id, count(*) FROM annotation GROUP BY document_id")
    return Counter({DocumentId(document): count for document, count in rows})


def tag_counts(db: Database) -> Counter[TagId]:
    """Codings of each tag in the whole project."""
    return Counter(dict(db.execute("SELECT tag_id, count(*) FROM coding GROUP BY tag_id").fetchall()))


def tagged_counts(db: Database) -> Counter[Tagged]:
    """Annotations of each article that have exactly these tags; those without a tag are left out."""
    rows = db.execute(
        "SELECT document_id, tags, count(*) FROM (SELECT document_id, group_concat(tag_id) AS tags"
        " FROM coding GROUP BY annotation_id) GROUP BY document_id, tags"
    )
    found: Counter[Tagged] = Counter()
    for document, tags, count in rows:
        found[document, frozenset(TagId(int(tag)) for tag in tags.split(","))] += count
    return found


def last_codings(db: Database, most: int = 200) -> list[tuple[AnnotationId, TagId]]:
    """(annotation, tag) of the codings made last, the newest first."""
    rows = db.execute("SELECT annotation_id, tag_id FROM coding ORDER BY id DESC LIMIT ?", [most]).fetchall()
    return [(AnnotationId(annotation), TagId(tag)) for annotation, tag in rows]
