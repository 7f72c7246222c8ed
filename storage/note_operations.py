"""Every change of notes a user can make, one short function each, run through `Project.run`."""

from core.errors import UserError
from core.model import AnnotationId, DocumentId, NoteId, TagId
from core.notes import NEW, On, clean_text, clean_title, quotation, with_quotation
from core.text import Lines
from core.wrapped import reflowed
from storage import annotations, documents, notes, operations, tags
from storage.project import Project, now

_GONE = "This note is no longer in the project."


def write_note(project: Project, on: On, text: str) -> None:
    """Replaces the note on an annotation, an article, a tag or the project, or the text of a journal note.

    An empty text removes the note; in the journal it stays, until it is deleted.
    """
    text, known = clean_text(text), notes.note_on(project.db, on)
    if text == (known.text if known is not None else ""):
        return
    if on.kind == "annotation":
        operations.set_note(project, AnnotationId(on.id), text)
    elif known is None:
        _require(project, on)
        notes.insert_note(project.db, on, "", text, now())
    elif text or on.kind == "journal":
        notes.set_note(project.db, known.row[1], known.title, text, now())
    else:
        notes.delete_note(project.db, known.row[1])


def add_note(project: Project, title: str, text: str) -> NoteId:
    """Adds a note to the journal."""
    return notes.insert_note(project.db, NEW, clean_title(title), clean_text(text), now())


def edit_note(project: Project, note: NoteId, title: str, text: str) -> None:
    """Replaces title and text of a note of the journal."""
    if notes.note_on(project.db, On("journal", note)) is None:
        raise UserError(_GONE)
    notes.set_note(project.db, note, clean_title(title), clean_text(text), now())


def delete_note(project: Project, on: On) -> None:
    """Removes the note on something, or one of the journal."""
    known = notes.note_on(project.db, on)
    if known is None:
        raise UserError(_GONE)
    if on.kind == "annotation":
        operations.set_note(project, AnnotationId(on.id), "")
    else:
        notes.delete_note(project.db, known.row[1])


def quote_into(project: Project, on: On, annotation: AnnotationId) -> On:
    """Puts the words of an annotation at the end of a note, with a link to it; NEW begins one in the journal.

    Returns which note that was.
    """
    quoted = _quotation(project, annotation)
    if on == NEW:
        return On("journal", add_note(project, "", quoted))
    known = notes.note_on(project.db, on)
    write_note(project, on, with_quotation(known.text if known is not None else "", quoted))
    return on


def _quotation(project: Project, annotation: AnnotationId) -> str:
    found = annotations.some(project.db, [annotation])
    if not found:
        raise UserError("This annotation is no longer in the project.")
    (one,) = found
    article = documents.some_documents(project.db, [one.document])[one.document]
    paragraph = Lines(reflowed(project.text(one.document) or "")).paragraph_at(one.start)
    return quotation(annotations.quote_of(project.db, annotation), article.title, paragraph, one.guid)


def _require(project: Project, on: On) -> None:
    """Makes sure that what a note is to be on is in the project."""
    if on.kind == "journal":
        raise UserError(_GONE)
    if on.kind == "document" and not documents.some_documents(project.db, [DocumentId(on.id)]):
        raise UserError(f"There is no article {on.id}.")
    if on.kind == "tag" and TagId(on.id) not in tags.tag_tree(project.db).by_id:
        raise UserError(f"There is no tag {on.id}.")
