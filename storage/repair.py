"""Mends what a full check finds in a project that can be opened: values that follow from others, and loose ends."""

from core.anchor import anchor
from core.codebook import folded
from core.text import count_words
from storage import annotations, checksum, documents
from storage.integrity import NAMED
from storage.project import Project, now

# Rows that refer to others, the outermost first.
_LOOSE = ("coding", "membership", "example", "attribute_value", "note", "annotation", "bookmark")


def repair(project: Project) -> list[str]:
    """Mends a project, as one operation, and says in sentences what was done; an empty list when all was well."""
    return _lengths(project) + _loose_ends(project) + _bookmarks(project) + _quotes(project) + _history(project)


def _lengths(project: Project) -> list[str]:
    """Copies of what the texts and names themselves say."""
    db, done = project.db, []
    for id_, title, characters, words in db.execute("SELECT id, title, characters, words FROM document").fetchall():
        text = documents.document_text(db, id_) or ""
        if (len(text), count_words(text)) != (characters, words):
            values = [len(text), count_words(text), id_]
            db.execute("UPDATE document SET characters = ?, words = ? WHERE id = ?", values)
            done.append(f"The length of “{title}” was counted anew.")
    for table, what in NAMED.items():
        for id_, name, stored in db.execute(f"SELECT id, name, folded FROM [{table}]").fetchall():
            if folded(name) != stored:
                db.execute(f"UPDATE [{table}] SET folded = ? WHERE id = ?", [folded(name), id_])
                done.append(f"{what} “{name}” is compared with the others as it should be.")
    return done


def _loose_ends(project: Project) -> list[str]:
    """Rows that refer to what is not there."""
    db, done = project.db, []
    found = {(table, row) for table, row, *_ in db.execute("PRAGMA foreign_key_check").fetchall()}
    for table in _LOOSE:
        rows = sorted(row for name, row in found if name == table)
        for row in rows:
            db.execute(f"DELETE FROM [{table}] WHERE id = ?", [row])
        if rows:
            done.append(f"{len(rows)} of “{table}” referred to what is no longer there and were removed.")
    return done


def _bookmarks(project: Project) -> list[str]:
    db, done = project.db, []
    for id_, characters, title in db.execute(
        "SELECT bookmark.id, characters, title FROM bookmark JOIN document ON document.id = document_id"
        " WHERE offset > characters"
    ).fetchall():
        db.execute("UPDATE OR REPLACE bookmark SET offset = ? WHERE id = ?", [characters, id_])
        done.append(f"A bookmark beyond the end of “{title}” is at its end now.")
    return done


def _quotes(project: Project) -> list[str]:
    """Passages that are not where they say: found again by their words, else left, with the words in the note."""
    db, done = project.db, []
    for document in documents.all_documents(db):
        text = project.text(document.id) or ""
        for known, quote in list(annotations.everywhere(db, document.id)):
            if text[known.start : known.stop] == quote and known.stop <= len(text):
                continue
            place = nearest(text, quote, known.start)
            if place is None:
                note = f"{known.note}\n\nThe marked words were: “{quote}”".strip()
                annotations.set_note(db, known.id, note, now())
                place = min(known.start, max(0, len(text) - 1))
                stop = max(place + 1, min(known.stop, len(text)))
                done.append(f"A passage of “{document.title}” was not found again; its words are in its note.")
            else:
                stop = place + len(quote)
                done.append(f"A passage of “{document.title}” was put back to its words, at {place}.")
            annotations.set_place(db, known.id, anchor(text, place, stop), now())
    return done


def nearest(text: str, quote: str, start: int) -> int | None:
    """Where the words stand that are nearest to a place; None where they do not occur."""
    after = text.find(quote, start)
    before = text.rfind(quote, 0, start + len(quote))
    found = [place for place in (before, after) if place >= 0]
    return min(found, key=lambda place: abs(place - start)) if found and quote else None


def _history(project: Project) -> list[str]:
    """Steps that cannot be undone, and those before them, which cannot be reached any more."""
    wrong = checksum.wrong_steps(project.db)
    open_step = project.db.execute("SELECT step FROM project").fetchone()[0]
    wrong = [step for step in wrong if step != open_step]  # the repair itself, not yet finished
    if not wrong:
        return []
    project.db.execute("DELETE FROM step WHERE id <= ?", [max(wrong)])
    return ["Steps of the history that could not be undone were forgotten."]
