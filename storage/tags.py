"""The SQL of tags."""

import uuid

from core.codebook import TagTree, folded
from core.model import Tag, TagId
from storage.sqlite import Database

_COLUMNS = ", ".join(Tag._fields)


def tag_tree(db: Database) -> TagTree:
    """All tags of the project."""
    return TagTree(Tag(*row) for row in db.execute(f"SELECT {_COLUMNS} FROM tag ORDER BY id"))


def insert_tag(db: Database, name: str, parent: TagId | None, color: str, created: str) -> TagId:
    """Adds a tag below `parent`, or at the top for None; the name is clean already."""
    cursor = db.execute(
        "INSERT INTO tag (guid, parent, name, folded, color, created) VALUES (?, ?, ?, ?, ?, ?)",
        [str(uuid.uuid4()), parent, name, folded(name), color, created],
    )
    return TagId(int(cursor.lastrowid or 0))


def set_name(db: Database, tag: TagId, name: str) -> None:
    """Renames a tag; the name is clean already."""
    db.execute("UPDATE tag SET name = ?, folded = ? WHERE id = ?", [name, folded(name), tag])


def set_parent(db: Database, tag: TagId, parent: TagId | None) -> None:
    """Moves a tag with its subtags below another, or to the top."""
    db.execute("UPDATE tag SET parent = ? WHERE id = ?", [parent, tag])


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


def move_codings(db: Database, source: TagId, target: TagId) -> None:
    """Gives the passages of one tag to another; a passage that has both keeps one coding."""
    db.execute(
        "DELETE FROM coding WHERE tag_id = ? AND annotation_id IN"
        " (SELECT annotation_id FROM coding WHERE tag_id = ?)",
        [source, target],
    )
    db.execute("UPDATE coding SET tag_id = ? WHERE tag_id = ?", [target, source])
