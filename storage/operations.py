"""Every change a user can make, one short function each, run through `Project.run`.

Each raises UserError, and then nothing is changed, when what it is asked for does not exist or makes no
sense.
"""

from collections.abc import Sequence

from core.anchor import anchor, without
from core.codebook import MAX_NAME, clean_name, split_path
from core.errors import UserError
from core.model import Annotation, AnnotationId, BookmarkId, DocumentId, TagId
from core.palette import next_color
from core.span import Span
from core.text import canonical
from storage import annotations, codebook, documents, reading, tags
from storage.documents import NewDocument
from storage.project import Project, now


def add_documents(project: Project, new: Sequence[NewDocument]) -> list[DocumentId]:
    """Adds articles."""
    return documents.insert_documents(project.db, new, now())


def edit_document(project: Project, document: DocumentId, title: str, author: str, outlet: str, date: str) -> None:
    """Changes the title, author, outlet and date of an article."""
    fields = [canonical(value).text.replace("\n", " ").strip() for value in (title, author, outlet, date)]
    if not fields[0]:
        raise UserError("An article needs a title.")
    if not documents.update_document(project.db, document, *fields):
        raise UserError(f"There is no article {document}.")


def remove_document(project: Project, document: DocumentId) -> None:
    """Removes an article with its annotations."""
    if not documents.delete_document(project.db, document):
        raise UserError(f"There is no article {document}.")


def annotate(
    project: Project,
    document: DocumentId,
    start: int,
    stop: int,
    tag_ids: Sequence[TagId] = (),
    note: str = "",
) -> AnnotationId:
    """Marks the passage `[start, stop)` of an article, with any number of tags and perhaps a note."""
    time = now()
    place = anchor(_text(project, document), start, stop)
    note = canonical(note).text
    made = annotations.insert_annotation(project.db, document, place, note, project.coder, time)
    if tag_ids:
        annotations.insert_codings(project.db, [made], tag_ids, project.coder, time)
    return made


def annotate_with_paths(
    project: Project, document: DocumentId, start: int, stop: int, paths: Sequence[str], note: str
) -> AnnotationId:
    """The same with tags named by their paths; missing ones are made."""
    tag_ids = [create_tag_path(project, path) for path in paths]
    return annotate(project, document, start, stop, tag_ids, note)


def resize_annotation(project: Project, annotation: AnnotationId, start: int, stop: int) -> None:
    """Moves the ends of an annotation."""
    document = annotations.document_of(project.db, annotation)
    if document is None:
        raise UserError("This annotation is no longer in the project.")
    annotations.set_place(project.db, annotation, anchor(_text(project, document), start, stop), now())


def cut_annotation(project: Project, annotation: AnnotationId, start: int, stop: int) -> list[AnnotationId]:
    """Takes the piece `[start, stop)` out of an annotation; returns what is left of it: none, one or two.

    The first part keeps the note, the second gets the same tags.
    """
    (cut,) = _annotations(project, [annotation])
    text = _text(project, cut.document)
    piece, passage = Span(*anchor(text, start, stop)[:2]), Span(cut.start, cut.stop)
    if not piece.overlaps(passage):
        raise UserError("The annotation does not reach into what is to be cut out.")
    time, left = now(), [anchor(text, *span) for span in without(text, passage, piece)]
    if not left:
        annotations.delete_annotations(project.db, [annotation])
        return []
    annotations.set_place(project.db, annotation, left[0], time)
    return [annotation, *(annotations.insert_copy(project.db, annotation, place, time) for place in left[1:])]


def join_annotations(project: Project, ids: Sequence[AnnotationId]) -> AnnotationId:
    """Makes one annotation of several in an article: the first grows over all and takes their tags and notes."""
    joined = _annotations(project, ids)
    if len(joined) < 2:
        raise UserError("Joining takes two annotations or more.")
    if len({annotation.document for annotation in joined}) > 1:
        raise UserError("Only annotations of the same article can be joined.")
    first, *others = joined
    place = anchor(_text(project, first.document), first.start, max(annotation.stop for annotation in joined))
    note = "\n\n".join(annotation.note for annotation in joined if annotation.note.strip())
    annotations.set_place(project.db, first.id, place, now())
    if note != first.note:
        annotations.set_note(project.db, first.id, note, now())
    for other in others:
        annotations.copy_codings(project.db, other.id, first.id)
        codebook.copy_examples(project.db, other.id, first.id)
    annotations.delete_annotations(project.db, [other.id for other in others])
    return first.id


def set_note(project: Project, annotation: AnnotationId, note: str) -> None:
    """Replaces the note of an annotation."""
    if not annotations.set_note(project.db, annotation, canonical(note).text, now()):
        raise UserError(f"There is no annotation {annotation}.")


def delete_annotations(project: Project, ids: Sequence[AnnotationId]) -> None:
    """Deletes annotations with their notes and codings."""
    annotations.delete_annotations(project.db, ids)


def add_tags(project: Project, ids: Sequence[AnnotationId], tag_ids: Sequence[TagId]) -> None:
    """Gives each of the annotations each of the tags."""
    annotations.insert_codings(project.db, ids, tag_ids, project.coder, now())


def remove_tags(project: Project, ids: Sequence[AnnotationId], tag_ids: Sequence[TagId]) -> None:
    """Takes the tags off the annotations."""
    annotations.delete_codings(project.db, ids, tag_ids)


def add_to_notes(project: Project, ids: Sequence[AnnotationId], text: str) -> None:
    """Writes the same below the notes of all the annotations."""
    added = canonical(text).text.strip()
    if not added:
        raise UserError("There is nothing to add to the notes.")
    annotations.append_to_notes(project.db, ids, added, now())


def add_bookmark(project: Project, document: DocumentId, offset: int, name: str = "") -> BookmarkId:
    """Sets a bookmark before a code point of an article; at most one at each."""
    characters = len(_text(project, document))
    if not 0 <= offset <= characters:
        raise UserError(f"A bookmark must be at a place from 0 to {characters}, not at {offset}.")
    made = reading.insert_bookmark(project.db, document, offset, _bookmark_name(name), now())
    if made is None:
        raise UserError("There is a bookmark here already.")
    return made


def rename_bookmark(project: Project, bookmark: BookmarkId, name: str) -> None:
    """Gives a bookmark another name, or none."""
    if not reading.set_bookmark_name(project.db, bookmark, _bookmark_name(name)):
        raise UserError("This bookmark is no longer in the project.")


def remove_bookmark(project: Project, bookmark: BookmarkId) -> None:
    """Removes a bookmark."""
    if not reading.delete_bookmark(project.db, bookmark):
        raise UserError("This bookmark is no longer in the project.")


def _bookmark_name(name: str) -> str:
    """The name on one line."""
    return " ".join(canonical(name).text.split())[:MAX_NAME].rstrip()


def create_tag(project: Project, name: str, parent: TagId | None = None) -> TagId:
    """Makes a tag with the next colour of the palette."""
    tree = tags.tag_tree(project.db)
    name = clean_name(name)
    if tree.find([name], parent) is not None:
        raise UserError(f"There is a tag “{name}” here already.")
    return tags.insert_tag(project.db, name, parent, next_color(t.color for t in tree), now())


def create_tag_path(project: Project, path: str) -> TagId:
    """The tag at this path, made with its missing parents if need be."""
    tree = tags.tag_tree(project.db)
    here: TagId | None = None
    colors = [tag.color for tag in tree]
    for name in split_path(path):
        found = tree.find([name], here) if here is None or here in tree.by_id else None
        if found is None:
            colors.append(next_color(colors))
            found = tags.insert_tag(project.db, name, here, colors[-1], now())
        here = found
    assert here is not None  # split_path gives at least one name
    return here


def rename_tag(project: Project, tag: TagId, name: str) -> None:
    """Renames a tag; its codings stay."""
    tree = tags.tag_tree(project.db)
    name = clean_name(name)
    other = tree.find([name], tree.existing(tag).parent)
    if other not in (None, tag):
        raise UserError(f"There is a tag “{name}” here already; merge the two instead.")
    tags.set_name(project.db, tag, name)


def define_tag(project: Project, tag: TagId, definition: str) -> None:
    """Says what a tag means."""
    tags.tag_tree(project.db).existing(tag)
    tags.set_definition(project.db, tag, canonical(definition).text)


def pin_tag(project: Project, tag: TagId, pin: int | None) -> None:
    """Gives a tag a number key from 1 to 9, or none."""
    if pin is not None and not 1 <= pin <= 9:
        raise UserError("A tag can be pinned to the keys 1 to 9.")
    tags.tag_tree(project.db).existing(tag)
    tags.set_pin(project.db, tag, pin)


def _annotations(project: Project, ids: Sequence[AnnotationId]) -> list[Annotation]:
    """These annotations in text order; each must be there."""
    found = annotations.some(project.db, ids)
    if len(found) < len(set(ids)):
        raise UserError("This annotation is no longer in the project.")
    return found


def _text(project: Project, document: DocumentId) -> str:
    text = project.text(document)
    if text is None:
        raise UserError(f"There is no article {document}.")
    return text
