"""The SQL of bookmarks, and of where each article was left and what was read of it."""

from collections.abc import Mapping
from typing import NamedTuple

from core.errors import UserError
from core.model import Bookmark, BookmarkId, DocumentId
from storage.connection import sentences
from storage.project import Project
from storage.sqlite import Database

_COLUMNS = "id, document_id, offset, name"


class Reading(NamedTuple):
    """How far an article was read: the code point at the top of the view when it was left, and the paragraphs.

    `read` is written as in `core.progress`, but may be anything in a file that others wrote to.
    """

    place: int = 0
    read: str = ""


def bookmarks(db: Database, document: DocumentId) -> list[Bookmark]:
    """The bookmarks of an article in text order."""
    rows = db.execute(f"SELECT {_COLUMNS} FROM bookmark WHERE document_id = ? ORDER BY offset", [document])
    return [Bookmark(*row) for row in rows]


def bookmark(db: Database, bookmark: BookmarkId) -> Bookmark | None:
    """One bookmark, or None when it is not there."""
    row = db.execute(f"SELECT {_COLUMNS} FROM bookmark WHERE id = ?", [bookmark]).fetchone()
    return Bookmark(*row) if row else None


def insert_bookmark(db: Database, document: DocumentId, offset: int, name: str, created: str) -> BookmarkId | None:
    """Adds a bookmark; None, and nothing is added, when there is one at this place."""
    cursor = db.execute(
        "INSERT OR IGNORE INTO bookmark (document_id, offset, name, created) VALUES (?, ?, ?, ?)",
        [document, offset, name, created],
    )
    return BookmarkId(int(cursor.lastrowid or 0)) if cursor.rowcount else None


def delete_bookmark(db: Database, bookmark: BookmarkId) -> bool:
    """Removes a bookmark; False when it is not there."""
    return bool(db.execute("DELETE FROM bookmark WHERE id = ?", [bookmark]).rowcount)


def set_bookmark_name(db: Database, bookmark: BookmarkId, name: str) -> bool:
    """Renames a bookmark; False when it is not there."""
    return bool(db.execute("UPDATE bookmark SET name = ? WHERE id = ?", [name, bookmark]).rowcount)


def readings(db: Database) -> dict[DocumentId, Reading]:
    """What is known of the articles that were opened."""
    rows = db.execute("SELECT document_id, place, read FROM reading")
    return {document: Reading(place, read) for document, place, read in rows}


def save_readings(project: Project, changed: Mapping[DocumentId, Reading]) -> bool:
    """Writes how far these articles were read; False when the file cannot be written to at the moment.

    That is no step of the history and no change of the project, and nobody waits for a file that is locked:
    losing a place is no loss of work. Articles that are no longer there are left out.
    """
    db = project.db
    if project.before_write is not None:
        project.before_write()
    (patience,) = db.execute("PRAGMA busy_timeout").fetchone()
    db.execute("PRAGMA busy_timeout = 0").fetchone()
    try:
        if not project.is_the_same():
            return False
        with sentences(project.path), db.atomic():
            db.conn.executemany(
                "INSERT INTO reading (document_id, place, read) SELECT ?1, ?2, ?3"
                " WHERE EXISTS (SELECT 1 FROM document WHERE id = ?1)"
                " ON CONFLICT (document_id) DO UPDATE SET place = excluded.place, read = excluded.read",
                [(document, *reading) for document, reading in changed.items()],
            )
    except UserError:
        return False
    finally:
        db.execute(f"PRAGMA busy_timeout = {patience}").fetchone()
    return True
