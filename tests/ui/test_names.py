"""Names that would read as another name are shown as what they are; texts are shown as they were written."""

import re

from PySide6.QtCore import QAbstractItemModel, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QApplication, QLabel, QWidget

from storage import operations, reading, tags
from storage.importers.text import pasted
from storage.project import Project
from tests.ui.test_commands import trigger

EVIL = "pay \u202eexe.\u2066txt\u200f"
GOOD = "pay [RLO]exe.[LRI]txt"
TEXT = "Right \u202ewriting\u202c in a text is its author's. " * 3
_ROLES = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole)


def evil_project(path):
    """Other people's names, which no command of ours would have let in."""
    project = Project.create(path)
    project.run("Add", operations.add_documents, [pasted(EVIL, TEXT)])
    project.run("Edit", operations.edit_document, 1, EVIL, EVIL, EVIL, EVIL)
    project.run(f"Tag {EVIL}", lambda p: tags.insert_tag(p.db, EVIL, None, "#e69f00", "2026-01-01T00:00:00Z"))
    project.run("Pin", operations.pin_tag, 1, 1)
    project.run("Mark", operations.annotate, 1, 0, 5, [1])
    project.run("Bookmark", lambda p: reading.insert_bookmark(p.db, 1, 0, EVIL, "2026-01-01T00:00:00Z"))
    project.run(f"Tag {EVIL}", operations.create_tag_path, "Other")
    project.close()
    return path


def rows(model: QAbstractItemModel, parent):
    for row in range(model.rowCount(parent)):
        index = model.index(row, 0, parent)
        yield from (model.data(index, role) for role in _ROLES)
        yield from rows(model, index)


def shown(top: QWidget):
    """Everything a widget and those in it say, to eyes and to a screen reader."""
    for widget in [top, *top.findChildren(QWidget)]:
        yield from (widget.windowTitle(), widget.accessibleName(), widget.toolTip())
        if isinstance(widget, QLabel | QAbstractButton):
            yield widget.text()
        if isinstance(widget, QAbstractItemView) and widget.model() is not None:
            yield from rows(widget.model(), widget.rootIndex())
    yield from (action.text() for action in top.findChildren(QAction))


def is_clean(top: QWidget) -> bool:
    said = [text for text in shown(top) if isinstance(text, str)]
    found = [text for text in said if re.search("[\u202a-\u202e\u2066\u2067\u200e\u200f\u061c]", text)]
    assert found == []
    return any(GOOD in text for text in said)


def test_names_of_other_people_are_shown_as_they_are_everywhere(open_window, tmp_path, qtbot):
    window = open_window(evil_project(tmp_path / f"{EVIL}.postil"))
    window.session.select(1)
    assert window.windowTitle() == f"{GOOD} — Postil"
    for command in ("view.charts", "view.read", "tag.create", "annotation.tag", "find.anything", "place.contents"):
        trigger(window, command)
        qtbot.wait(10)
        assert is_clean(window), command
    trigger(window, "view.text")
    trigger(window, "edit.history")
    assert is_clean(window.history)
    window.session.undo()
    assert window.actions_by_id["edit.redo"].text() == f"Redo: Tag {GOOD}"
    window.session.open_project(tmp_path / f"missing {EVIL}")
    assert window.messages.text() == f"There is no project “{tmp_path}/missing {GOOD}”."
    assert is_clean(window)


def test_texts_stay_as_they_were_written(open_window, tmp_path):
    window = open_window(evil_project(tmp_path / "book.postil"))
    assert window.reader.document().toPlainText() == TEXT
    window.reader.set_selection(0, len(TEXT))
    trigger(window, "edit.copy")
    assert QApplication.clipboard().text() == TEXT


def test_naming_a_tag_does_not_let_them_in(window):
    made = window.session.do("Tag", operations.create_tag_path, EVIL)
    assert "\u202e" not in tags.tag_tree(window.session.project.db).by_id[made].name
