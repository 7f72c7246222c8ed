"""What each command does, and when it makes sense. `ui/actions.py` lists them."""

from typing import TYPE_CHECKING

from ui.commands import typing

if TYPE_CHECKING:
    from ui.main_window import MainWindow


def always(_window: "MainWindow") -> bool:
    """For commands that always make sense."""
    return True


def has_documents(window: "MainWindow") -> bool:
    """Whether the project has an article."""
    return bool(window.session.documents)


def has_article(window: "MainWindow") -> bool:
    """Whether an article is open in the reader."""
    return window.session.article is not None


def has_selection(window: "MainWindow") -> bool:
    """Whether words are selected in the text."""
    return window.reader.selection() is not None


def has_current(window: "MainWindow") -> bool:
    """Whether there is a current annotation."""
    return window.session.current is not None


def has_passage(window: "MainWindow") -> bool:
    """Whether there is something to tag: selected words or a current annotation."""
    return has_selection(window) or has_current(window)


def reaches_annotation(window: "MainWindow") -> bool:
    """Whether words are selected in which an annotation to be seen lies."""
    article, selected = window.session.article, window.reader.selection()
    touched = article.meeting(*selected) if article is not None and selected is not None else []
    return any(map(window.reader.shows, touched))


def has_tag(window: "MainWindow") -> bool:
    """Whether a tag is selected in the tree."""
    return window.tag_panel.selected_tag() is not None


def has_hidden(window: "MainWindow") -> bool:
    """Whether not all tags are in view."""
    return not window.session.shown.everything


def has_groups(window: "MainWindow") -> bool:
    """Whether the project has groups of tags."""
    return bool(window.session.groups)


def can_undo(window: "MainWindow") -> bool:
    """Whether there is a step to take back."""
    return window.session.undo_label is not None


def can_redo(window: "MainWindow") -> bool:
    """Whether there is a step to bring back."""
    return window.session.redo_label is not None


def has_two_sides(window: "MainWindow") -> bool:
    """Whether two articles are side by side."""
    return len(window.session.panes) > 1


def can_go_back(window: "MainWindow") -> bool:
    """Whether a jump led here."""
    return bool(window.panes.trail.behind)


def can_go_forward(window: "MainWindow") -> bool:
    """Whether there is a place to come forward to again."""
    return bool(window.panes.trail.ahead)


def undo(window: "MainWindow") -> None:
    """Takes the last step back, with what is being typed in a note saved first."""
    typing.save(window)
    window.session.undo()


def redo(window: "MainWindow") -> None:
    """Brings the last undone step back."""
    typing.save(window)
    window.session.redo()
