"""Commands on notes: to write one, to quote into one, and to go where one leads."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, cast

from core import labels
from core.markdown import Styled
from core.model import AnnotationId, DocumentId, TagId
from core.notes import NEW, PROJECT, On
from core.span import Span
from storage import annotations, note_operations, operations
from storage import notes as stored
from storage.project import Project
from ui import address
from ui.commands import typing
from ui.notes.model import name_of
from ui.rows import Row

if TYPE_CHECKING:
    from ui.main_window import MainWindow
    from ui.notes.view import NotesView

_OFFERED = 9  # notes to quote into


def view(window: "MainWindow") -> "NotesView | None":
    """The Notes view, if it was made already."""
    return cast("NotesView | None", window.made.get("notes"))


def write(window: "MainWindow", on: On) -> None:
    """Opens the note on something in the Notes view, with the keyboard in it."""
    window.show_view("notes")
    opened = view(window)
    if opened is not None:
        opened.open(on)


def show(window: "MainWindow", on: On) -> None:
    """Shows the note on something: one on a passage in the text, unless the Notes view is open."""
    if on.kind == "annotation" and window.view != "notes":
        document = annotations.document_of(window.session.project.db, AnnotationId(on.id))
        if document is not None:
            window.session.open_article(document)
            window.session.select(AnnotationId(on.id), reveal=True)
        return
    if window.view != "notes":
        window.show_view("notes")
    opened = view(window)
    if opened is not None:
        opened.show_note(on)


def write_on_article(window: "MainWindow") -> None:
    """Opens the note on the article being read."""
    if window.session.article is not None:
        write(window, On("document", window.session.article.document.id))


def write_on_tag(window: "MainWindow") -> None:
    """Opens the note on the selected tag."""
    tag = window.tag_panel.selected_tag()
    if tag is not None:
        write(window, On("tag", tag))


def write_on_project(window: "MainWindow") -> None:
    """Opens the note on the project."""
    write(window, PROJECT)


def write_new(window: "MainWindow") -> None:
    """Begins a note of the journal, which is there with its first letter."""
    write(window, NEW)


def has_note(window: "MainWindow") -> bool:
    """Whether a note is open that there is something in."""
    opened = view(window)
    return opened is not None and opened.on is not None and opened.model.index_of(opened.on).isValid()


def delete(window: "MainWindow") -> None:
    """Deletes the note that is open; undo brings it back."""
    opened = view(window)
    if opened is None or opened.on is None:
        return
    typing.save(window)
    on, db = opened.on, window.session.project.db
    name = name_of(window.session, on, stored.note_on(db, on))
    window.session.do(f"Delete note {labels.passage(name)}", note_operations.delete_note, on)
    if stored.note_on(db, on) is None:
        opened.close_open()


def go_to(window: "MainWindow", on: On) -> None:
    """Goes to what a note is on."""
    typing.save(window)
    if on.kind == "annotation":
        _show_annotation(window, AnnotationId(on.id))
    elif on.kind == "document" and on.id in window.session.documents:
        window.panes.jump(window.view, lambda: window.show_article(DocumentId(on.id)))
    elif on.kind == "tag":
        window.show_tag(TagId(on.id))


def follow(window: "MainWindow", link: Styled) -> None:
    """Goes to the passage that a link leads to; about an address it is asked first."""
    typing.save(window)
    if link.style == "web":
        address.ask(window, link.target)
        return
    found = stored.annotation_with(window.session.project.db, link.target)
    if found is None:
        window.messages.tell("The passage that this link leads to is no longer in the project.", False)
    else:
        _show_annotation(window, found[0])


def _show_annotation(window: "MainWindow", annotation: AnnotationId) -> None:
    document = annotations.document_of(window.session.project.db, annotation)
    if document is None:
        window.messages.tell("This passage is no longer in the project.", False)
        return
    window.show_annotation(document, annotation)


def quote(window: "MainWindow") -> None:
    """Asks into which note to put the words of the passage, with a link to it."""
    typing.save(window)
    offered = list(_offered(window))
    rows = [Row("", name, str(number), "✎") for number, (_, name) in enumerate(offered, start=1)]
    names = [name for _, name in offered]
    window.quoting.offer(
        rows, names, window.beside_passage(), lambda row: _quote_into(window, offered[row][0], names[row])
    )


def _offered(window: "MainWindow") -> Iterator[tuple[On, str]]:
    """The notes to quote into: the one of the journal that is open, the article's, the project's, the journal's."""
    session, opened = window.session, view(window)
    journal = [note.on for note in stored.all_notes(session.project.db) if note.on.kind == "journal"]
    if opened is not None and opened.on in journal:
        journal.sort(key=lambda on: on != opened.on)
    first, others = journal[:1], journal[1:]
    article = [On("document", session.article.document.id)] if session.article is not None else []
    for on in [*first, *article, NEW, PROJECT, *others][:_OFFERED]:
        yield on, _called(window, on)


def _called(window: "MainWindow", on: On) -> str:
    """A note as it is offered."""
    if on == NEW:
        return "A new journal note"
    name = name_of(window.session, on, stored.note_on(window.session.project.db, on))
    if on == PROJECT:
        return "Note on the project"
    return f"Journal: {name}" if on.kind == "journal" else f"Note on {name}"


def _quote_into(window: "MainWindow", on: On, name: str) -> None:
    """Puts the passage there; selected words become an annotation first, in the same step."""
    session, article = window.session, window.session.article
    selected, current = window.reader.selected_words(), session.current
    if article is None:
        return
    if selected is not None:
        words = article.text[selected.start : selected.stop]
    elif current is not None:
        words = article.quote(article.annotations[current])
    else:
        return
    made = session.do(f"Quote {labels.passage(words)}", _quote_step, article.document.id, selected, current, on)
    if made is not None:
        session.select(made)
        window.messages.tell(f"Quoted into {name[0].lower()}{name[1:]}.", False)


def _quote_step(
    project: Project, document: DocumentId, selected: Span | None, current: AnnotationId | None, on: On
) -> AnnotationId:
    """One step: the annotation to make of selected words, if there are any, and its quote in the note."""
    if selected is not None:
        current = operations.annotate(project, document, *selected)
    assert current is not None
    note_operations.quote_into(project, on, current)
    return current
