"""The SQL of notes: on articles, tags and the project, of the journal, and reading those on annotations as well."""

import json
import uuid
from collections.abc import Iterable

from core.changes import Changes
from core.model import AnnotationId, DocumentId, NoteId
from core.notes import On, Written
from storage.sqlite import Database

_OTHERS = (
    "SELECT 'note', id, kind, coalesce(document_id, tag_id, CASE kind WHEN 'journal' THEN id ELSE 0 END),"
    " document_id, title, text, created, modified FROM note"
)
_ON_ANNOTATIONS = (
    "SELECT 'annotation', id, 'annotation', id, document_id, substr(quote, 1, 200), note, created, modified"
    " FROM annotation WHERE note <> ''"
)
_NEWEST_FIRST = "ORDER BY modified DESC, 1 DESC, 2 DESC"
_OWNER = {"document": "document_id", "tag": "tag_id"}


def all_notes(db: Database) -> list[Written]:
    """Every note, the last written first."""
    rows = db.execute(f"{_OTHERS} UNION ALL {_ON_ANNOTATIONS} {_NEWEST_FIRST}").fetchall()
    return [_written(*row) for row in rows]


def some_notes(db: Database, ids: Iterable[int], annotations: Iterable[int]) -> list[Written]:
    """Those of table `note` with these ids, and those on these annotations; missing ones are left out."""
    rows = db.execute(
        f"{_OTHERS} WHERE id IN (SELECT value FROM json_each(?))"
        f" UNION ALL {_ON_ANNOTATIONS} AND id IN (SELECT value FROM json_each(?)) {_NEWEST_FIRST}",
        [json.dumps(list(ids)), json.dumps(list(annotations))],
    ).fetchall()
    return [_written(*row) for row in rows]


def _written(
    table: str, row: int, kind: str, owner: int, document: DocumentId | None, title: str, text: str, *times: str
) -> Written:
    return Written((table, row), On(kind, owner), document, title, text, *times)


def note_on(db: Database, on: On) -> Written | None:
    """The note on something, or one of the journal; None when there is none."""
    rows = ([], [on.id]) if on.kind == "annotation" else (_row_of(db, on), [])
    found = some_notes(db, *rows)
    return found[0] if found else None


def _row_of(db: Database, on: On) -> list[int]:
    if on.kind == "journal":
        return [row[0] for row in db.execute("SELECT id FROM note WHERE kind = 'journal' AND id = ?", [on.id])]
    if on.kind == "project":
        return [row[0] for row in db.execute("SELECT id FROM note WHERE kind = 'project'")]
    return [row[0] for row in db.execute(f"SELECT id FROM note WHERE [{_OWNER[on.kind]}] = ?", [on.id])]


def insert_note(db: Database, on: On, title: str, text: str, created: str) -> NoteId:
    """Adds a note; there must be none yet on what it is on."""
    document, tag = (on.id if on.kind == kind else None for kind in _OWNER)
    cursor = db.execute(
        "INSERT INTO note (guid, kind, document_id, tag_id, title, text, created, modified)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        [str(uuid.uuid4()), on.kind, document, tag, title, text, created, created],
    )
    return NoteId(int(cursor.lastrowid or 0))


def set_note(db: Database, note: int, title: str, text: str, modified: str) -> None:
    """Replaces the title and the text of a note; nothing is written where they are that already."""
    db.execute(
        "UPDATE note SET title = ?1, text = ?2, modified = ?3 WHERE id = ?4 AND (title <> ?1 OR text <> ?2)",
        [title, text, modified, note],
    )


def delete_note(db: Database, note: int) -> None:
    """Removes a note."""
    db.execute("DELETE FROM note WHERE id = ?", [note])


def annotation_with(db: Database, guid: str) -> tuple[AnnotationId, DocumentId] | None:
    """The annotation that a link names, with its article; None when it is not there."""
    row = db.execute("SELECT id, document_id FROM annotation WHERE guid = ?", [guid]).fetchone()
    return None if row is None else (AnnotationId(row[0]), DocumentId(row[1]))


def rewritten(db: Database, changes: Changes) -> On | None:
    """What the note is on that a step wrote or removed; None where it touched anything else."""
    tables = set(changes.before)
    if tables == {"note"}:
        row, old = next(iter(changes.before["note"].items()))
        found = some_notes(db, [row], [])
        if found or old is None:
            return found[0].on if found else None
        kind = str(old["kind"])
        return On(kind, int(old["document_id"] or old["tag_id"] or (row if kind == "journal" else 0)))
    notes = changes.before.get("annotation", {})
    if tables == {"annotation"} and all(
        old is not None and old.keys() <= {"note", "modified"} for old in notes.values()
    ):
        return On("annotation", next(iter(notes)))
    return None
