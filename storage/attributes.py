"""The SQL of what is noted about articles."""

import uuid
from collections.abc import Iterable

from core.codebook import folded
from core.model import Attribute, AttributeId, DocumentId
from storage.sqlite import Database

Value = tuple[DocumentId, AttributeId, str]


def all_attributes(db: Database) -> list[Attribute]:
    """The attributes of the project, in the order in which they were made."""
    return [Attribute(*row) for row in db.execute("SELECT id, name, type FROM attribute ORDER BY id")]


def values(db: Database) -> dict[DocumentId, dict[AttributeId, str]]:
    """What is noted about each article; an article without anything is left out."""
    found: dict[DocumentId, dict[AttributeId, str]] = {}
    for document, attribute, value in db.execute("SELECT document_id, attribute_id, value FROM attribute_value"):
        found.setdefault(document, {})[attribute] = value
    return found


def values_of(db: Database, attribute: AttributeId) -> list[tuple[DocumentId, str]]:
    """The values of one attribute, in the order of the articles."""
    return db.execute(
        "SELECT document_id, value FROM attribute_value WHERE attribute_id = ? ORDER BY document_id", [attribute]
    ).fetchall()


def insert_attribute(db: Database, name: str, type_: str, created: str) -> AttributeId:
    """Adds an attribute that no article has yet."""
    cursor = db.execute(
        "INSERT INTO attribute (guid, name, folded, type, created) VALUES (?, ?, ?, ?, ?)",
        [str(uuid.uuid4()), name, folded(name), type_, created],
    )
    return AttributeId(int(cursor.lastrowid or 0))


def set_name(db: Database, attribute: AttributeId, name: str) -> None:
    """Renames an attribute."""
    db.execute("UPDATE attribute SET name = ?, folded = ? WHERE id = ?", [name, folded(name), attribute])


def set_type(db: Database, attribute: AttributeId, type_: str) -> None:
    """Changes what values an attribute has; those that are there are left as they are."""
    db.execute("UPDATE attribute SET type = ? WHERE id = ?", [type_, attribute])


def set_values(db: Database, new: Iterable[Value]) -> None:
    """Writes stored values; an empty one takes away what was there."""
    kept = list(new)
    db.conn.executemany(
        "DELETE FROM attribute_value WHERE document_id = ? AND attribute_id = ?",
        [(document, attribute) for document, attribute, value in kept if not value],
    )
    db.conn.executemany(
        "INSERT INTO attribute_value (document_id, attribute_id, value) VALUES (?, ?, ?)"
        " ON CONFLICT (document_id, attribute_id) DO UPDATE SET value = excluded.value",
        [each for each in kept if each[2]],
    )


def delete_attribute(db: Database, attribute: AttributeId) -> None:
    """Deletes an attribute with its values."""
    db.execute("DELETE FROM attribute WHERE id = ?", [attribute])
