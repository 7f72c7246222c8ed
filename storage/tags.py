"""The SQL of tags."""

import json
import uuid
from collections.abc import Iterable

from core import guids
from core.codebook import TagTree, folded
from core.model import AnnotationId, Tag, TagId
from storage.sqlite import Database

_COLUMNS = ", ".join(Tag._fields)


def tag_tree(db: Database) -> TagTree:
    """All tags of the project."""
    return TagTree(Tag(*row) for row in db.execute(f"SELECT {_COLUMNS} FROM tag ORDER BY id"))


def insert_tag(db: Database, name: str, parent: TagId | None, color: str, created: str) -> TagId:
    """Adds a tag as the last below `parent`, or at the top for None; the name is clean already."""
    cursor = db.execute(
        "INSERT INTO tag (guid, parent, name, folded, color, created, position) VALUES (?, ?, ?, ?, ?, ?,"
        " (SELECT ifnull(max(position) + 1, 0) FROM tag WHERE parent IS ?2))",
        [str(uuid.uuid4()), parent, name, folded(name), color, created],
    )
    return TagId(int(cursor.lastrowid or 0))


def set_name(db: Database, tag: TagId, name: str) -> None:
    """Renames a tag; the name is clean already."""
    db.execute("UPDATE tag SET name = ?, folded = ? WHERE id = ?", [name, folded(name), tag])


def set_parent(db: Database, tag: TagId, parent: TagId | None) -> None:
    """Moves a tag with its subtags below another, or to the top."""
    db.execute("UPDATE tag SET parent = ? WHERE id = ?", [parent, tag])


def set_last(db: Database, tag: TagId) -> None:
    """Puts a tag last among its siblings."""
    db.execute(
        "UPDATE tag SET position = (SELECT ifnull(max(s.position) + 1, 0) FROM tag AS s"
        " WHERE s.parent IS tag.parent AND s.id <> tag.id) WHERE id = ?",
        [tag],
    )


def set_order(db: Database, siblings: Iterable[TagId]) -> None:
    """Puts all subtags of a tag, or all top tags, into this order."""
    for position, tag in enumerate(siblings):
        db.execute("UPDATE tag SET position = ?1 WHERE id = ?2 AND position <> ?1", [position, tag])


def set_color(db: Database, tag: TagId, color: str) -> None:
    """Gives a tag another colour, `#rrggbb`."""
    db.execute("UPDATE tag SET color = ? WHERE id = ?", [color, tag])


def set_definition(db: Database, tag: TagId, definition: str) -> None:
    """Says what a tag means."""
    db.execute("UPDATE tag SET definition = ? WHERE id = ?", [definition, tag])


def set_pin(db: Database, tag: TagId, pin: int | None) -> None:
    """Gives a tag a number key and takes it from whichever tag had it."""
    db.execute("UPDATE tag SET pin = NULL WHERE pin = ? AND id <> ?", [pin, tag])
    db.execute("UPDATE tag SET pin = ? WHERE id = ?", [pin, tag])


def delete_tag(db: Database, tag: TagId) -> None:
    """Removes a tag, its subtags and their codings; the annotations stay."""
    db.execute("DELETE FROM tag WHERE id = ?", [tag])


def passages_with(db: Database, tag: TagId, annotations: Iterable[AnnotationId]) -> list[AnnotationId]:
    """Those of the annotations that have the tag."""
    rows = db.execute(
        "SELECT annotation_id FROM coding WHERE tag_id = ? AND annotation_id IN (SELECT value FROM json_each(?))"
        " ORDER BY annotation_id",
        [tag, json.dumps(list(annotations))],
    )
    return [AnnotationId(row[0]) for row in rows]


def passages(db: Database, tags: Iterable[TagId], at_least: int = 1) -> int:
    """How many passages have one of the tags, or so many of them, or more; each is counted once."""
    return int(
        db.execute(
            "SELECT count(*) FROM (SELECT 1 FROM coding WHERE tag_id IN (SELECT value FROM json_each(?))"
            " GROUP BY annotation_id HAVING count(*) >= ?)",
            [json.dumps(list(tags)), at_least],
        ).fetchone()[0]
    )


def passages_with_nothing_else(db: Database, tags: Iterable[TagId]) -> list[AnnotationId]:
    """The annotations that have one of the tags or more, and no other tag."""
    rows = db.execute(
        "SELECT annotation_id FROM coding WHERE annotation_id IN"
        " (SELECT annotation_id FROM coding WHERE tag_id IN (SELECT value FROM json_each(?1)))"
        " GROUP BY annotation_id HAVING max(tag_id NOT IN (SELECT value FROM json_each(?1))) = 0"
        " ORDER BY annotation_id",
        [json.dumps(list(tags))],
    )
    return [AnnotationId(row[0]) for row in rows]


# What is said of a tag in rows of its own: the table, and the other side, which has a tag at most once.
_HANDED = {"coding": "annotation_id", "example": "annotation_id", "membership": "group_id"}


def hand_over(
    db: Database,
    tables: Iterable[str],
    source: TagId,
    target: TagId,
    only: Iterable[AnnotationId] | None = None,
) -> None:
    """Gives what one tag has in these tables (coding, example, membership) to another; what both have is kept once.

    `only` names the annotations this is about.
    """
    chosen = None if only is None else json.dumps(list(only))
    for table in tables:
        other = _HANDED[table]
        these = f"tag_id = ?1 AND (?3 IS NULL OR {other} IN (SELECT value FROM json_each(?3)))"
        held = f"(SELECT {other} FROM [{table}] WHERE tag_id = ?2)"
        db.execute(f"DELETE FROM [{table}] WHERE {these} AND {other} IN {held}", [source, target, chosen])
        db.execute(f"UPDATE [{table}] SET tag_id = ?2 WHERE {these}", [source, target, chosen])


def hand_over_note(db: Database, source: TagId, target: TagId, modified: str) -> None:
    """Gives the note on one tag to another; where both have one, it is added to the other's, title and all."""
    notes = "SELECT id, title, text FROM note WHERE tag_id = ?"
    theirs, ours = db.execute(notes, [source]).fetchone(), db.execute(notes, [target]).fetchone()
    if theirs is None:
        return
    if ours is None:
        db.execute("UPDATE note SET tag_id = ? WHERE id = ?", [target, theirs[0]])
        return
    title = theirs[1] if theirs[1] != ours[1] else ""
    text = "\n\n".join(part for part in (ours[2], title, theirs[2]) if part)
    db.execute("UPDATE note SET text = ?, modified = ? WHERE id = ?", [text, modified, ours[0]])


def rename_in_filters(db: Database, source: TagId, target: TagId) -> tuple[str, str]:
    """Names one tag for another in every saved filter and pinned chart; returns the guids of both."""
    (old,), (new,) = (db.execute("SELECT guid FROM tag WHERE id = ?", [tag]).fetchone() for tag in (source, target))
    places = (("saved_filter", "conditions"), ("pinned_chart", "conditions"), ("pinned_chart", "settings"))
    for table, column in places:
        saved = db.execute(f"SELECT id, [{column}] FROM [{table}] WHERE instr([{column}], ?)", [old]).fetchall()
        for id_, text in saved:
            db.execute(f"UPDATE [{table}] SET [{column}] = ? WHERE id = ?", [guids.renamed(text, old, new), id_])
    return old, new


def set_texts(db: Database, tag: TagId, definition: str, include: str, exclude: str) -> None:
    """Says what a tag means, when it is meant and when not."""
    db.execute(
        "UPDATE tag SET definition = ?, include = ?, exclude = ? WHERE id = ?", [definition, include, exclude, tag]
    )
