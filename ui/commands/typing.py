"""What is being typed into a note, beside the text or in the Notes view: saved before what must have it."""

from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from ui.main_window import MainWindow
    from ui.note_editor import NoteEditor
    from ui.notes.page import NotePage
    from ui.notes.view import NotesView


def save(window: "MainWindow") -> None:
    """Saves it."""
    for field in _fields(window):
        field.save()


def unsaved(window: "MainWindow") -> str:
    """What could not be saved, if anything."""
    return "\n\n".join(filter(None, (field.unsaved() for field in _fields(window))))


def forget(window: "MainWindow") -> None:
    """Lets go of it: before its project goes."""
    for field in _fields(window):
        field.forget()


def _fields(window: "MainWindow") -> "list[NoteEditor | NotePage]":
    view = cast("NotesView | None", window.made.get("notes"))
    return [window.note_editor] if view is None else [window.note_editor, view.page]
