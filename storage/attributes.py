"""The SQL of what is noted about articles."""

from core.model import Attribute, AttributeId, DocumentId
from storage.sqlite import Database


def all_attributes(db: Database) -> list[Attribute]:
    """The attributes of the project, in the order in which they were made."""
    return [Attribute(*row) for row in db.execute("SELECT id, name, type FROM attribute ORDER BY id")]


def values(db: Database) -> dict[DocumentId, dict[AttributeId, str]]:
    """What is noted about each article; an article without anything is left out."""
    found: dict[DocumentId, dict[AttributeId, str]] = {}
    for document, attribute, value in db.execute("SELECT document_id, attribute_id, value FROM attribute_value"):
        found.setdefault(document, {})[attribute] = value
    return found
