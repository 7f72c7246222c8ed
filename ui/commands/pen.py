"""Commands of the highlighter pen."""

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from core.model import TagId
from storage import operations
from storage.project import Project
from ui.commands import annotations
from ui.typeset import quoted

if TYPE_CHECKING:
    from ui.main_window import MainWindow


def in_hand(window: "MainWindow") -> bool:
    """Whether sweeping marks."""
    return window.pen.in_hand


def can_mark(window: "MainWindow") -> bool:
    """Whether the pen is in hand and words are selected."""
    return window.pen.in_hand and window.reader.selection() is not None


def switch(window: "MainWindow") -> None:
    """Asks which tags the pen is to give; puts it away when it is in hand."""
    if window.pen.in_hand:
        window.pen.put_away()
        return
    session = window.session
    window.picker.choose(
        session.tags, (), session.recent_tags, window.beside_passage(),
        partial(_take, window), "Type a tag; Enter alone: a plain highlight",
    )  # fmt: skip


def _take(window: "MainWindow", tags: Sequence[TagId], create: Sequence[str]) -> None:
    """Takes the pen in hand; tags to create are made at once, as a step of their own."""
    made: list[TagId] | None = []
    if create:
        label = f"Create tag {', '.join(quoted(path) for path in create)}"
        made = window.session.do(label, _create, create)
    if made is not None:
        window.pen.take([*tags, *made])


def _create(project: Project, paths: Sequence[str]) -> list[TagId]:
    return [operations.create_tag_path(project, path) for path in paths]


def put_away(window: "MainWindow") -> None:
    """Ends the pen."""
    window.pen.put_away()


def mark(window: "MainWindow") -> None:
    """Gives the selected words the tags of the pen."""
    if can_mark(window):
        annotations.apply_chosen(window, window.pen.tags, ())
        window.session.select(None)  # or the next sweep, begun at its end, would drag that end
