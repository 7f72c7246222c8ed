"""The SQL of articles and their texts."""

import json
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from core.model import Document, DocumentId
from core.text import CanonicalText, count_words, sha256
from storage.sqlite import Database

_COLUMNS = ", ".join(Document._fields)


@dataclass(frozen=True, slots=True)
class NewDocument:
    """An article on its way into a project. `original_sha256` is of the file's bytes.

    Words and hash are counted when it is made: that takes seconds for a large text, on the thread that reads it.
    """

    title: str
    text: CanonicalText
    source: str
    original_sha256: str
    author: str = ""
    outlet: str = ""
    date: str = ""
    words: int = field(init=False)
    sha256: str = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "words", count_words(self.text.text))
        object.__setattr__(self, "sha256", sha256(self.text.text))


def all_documents(db: Database) -> list[Document]:
    """Every article in the order it was added, without its text."""
    return [Document(*row) for row in db.execute(f"SELECT {_COLUMNS} FROM document ORDER BY id")]


def some_documents(db: Database, ids: Iterable[int]) -> dict[DocumentId, Document]:
    """These articles by id; missing ones are left out."""
    rows = db.execute(
        f"SELECT {_COLUMNS} FROM document WHERE id IN (SELECT value FROM json_each(?))",
        [json.dumps(list(ids))],
    )
    return {row[0]: Document(*row) for row in rows}


def document_text(db: Database, document: DocumentId) -> str | None:
    """The canonical text of an article, or None when there is no such article."""
    row = db.execute("SELECT text FROM document_text WHERE id = ?", [document]).fetchone()
    return str(row[0]) if row else None


def document_texts(db: Database, wanted: Sequence[DocumentId]) -> list[str]:
    """The canonical texts of articles, in the order asked for; empty for one that there is not."""
    rows = db.execute(
        "SELECT id, text FROM document_text WHERE id IN (SELECT value FROM json_each(?))", [json.dumps(wanted)]
    )
    found = dict(rows.fetchall())
    return [found.get(id_, "") for id_ in wanted]


def insert_documents(db: Database, new: Sequence[NewDocument], added: str) -> list[DocumentId]:
    """Adds articles with their texts and returns their ids in the same order."""
    (last,) = db.execute("SELECT ifnull(max(id), 0) FROM document").fetchone()
    ids = [DocumentId(last + 1 + index) for index in range(len(new))]
    db.conn.executemany(
        "INSERT INTO document (id, guid, title, author, outlet, date, source, characters, words, sha256,"
        " original_sha256, added) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (_row(id_, document, added) for id_, document in zip(ids, new, strict=True)),
    )
    db.conn.executemany(
        "INSERT INTO document_text (id, text) VALUES (?, ?)",
        ((id_, document.text.text) for id_, document in zip(ids, new, strict=True)),
    )
    return ids


def _row(id_: DocumentId, document: NewDocument, added: str) -> tuple[object, ...]:
    return (
        id_,
        str(uuid.uuid4()),
        document.title,
        document.author,
        document.outlet,
        document.date,
        document.source,
        len(document.text.text),
        document.words,
        document.sha256,
        document.original_sha256,
        added,
    )


def update_document(db: Database, document: DocumentId, title: str, author: str, outlet: str, date: str) -> bool:
    """Changes what is said about an article, never its text; False when there is no such article."""
    cursor = db.execute(
        "UPDATE document SET title = ?, author = ?, outlet = ?, date = ? WHERE id = ?",
        [title, author, outlet, date, document],
    )
    return bool(cursor.rowcount)


def delete_document(db: Database, document: DocumentId) -> int:
    """Removes an article with its annotations; returns how many articles that were (0 or 1)."""
    return int(db.execute("DELETE FROM document WHERE id = ?", [document]).rowcount)
