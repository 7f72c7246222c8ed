"""Going through a screen as somebody does who has a keyboard."""

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QListWidget, QPushButton

from storage import operations
from storage.project import Project
from tests.storage.contents import contents
from tests.ui.test_accessible import unnamed


def act_in(kind, act) -> list:
    """Does something in the next dialog of a kind, once it is there; the list has the dialog afterwards."""
    seen = []

    def look() -> None:
        dialog, focused = QApplication.activeModalWidget(), QApplication.focusWidget()
        if isinstance(dialog, kind) and focused is not None and dialog.isAncestorOf(focused):
            seen.append(dialog)
            try:
                assert unnamed(dialog) == []
                act(dialog)
            finally:
                QTimer.singleShot(0, dialog, dialog.reject)  # nobody is left to close it after an error
        elif tries.pop():
            QTimer.singleShot(20, look)
        elif dialog is not None:
            dialog.reject()  # else the test would wait for ever

    tries = [False, *([True] * 200)]
    QTimer.singleShot(20, look)
    return seen


def press(dialog, name: str) -> None:
    """Goes to a button with Tab, as nobody with a mouse would, and presses it."""
    for _ in range(20):
        focused = QApplication.focusWidget()
        if isinstance(focused, QPushButton) and name in (focused.accessibleName(), focused.text()):
            QTest.keyClick(focused, Qt.Key.Key_Space)
            return
        QTest.keyClick(dialog, Qt.Key.Key_Tab)
    pytest.fail(f"no way to “{name}” by keyboard")


def words(widget) -> str:
    """Everything that is written on a screen."""
    shown = [label.text() for label in widget.findChildren(QLabel) if not label.isHidden()]
    listed = [lst.item(row).text() for lst in widget.findChildren(QListWidget) for row in range(lst.count())]
    return "\n".join([*shown, *listed])


def trigger(window, command: str) -> None:
    window.actions_by_id[command].trigger()


def marked(window) -> int:
    """Annotates something; the number of annotations afterwards."""
    start = 4 + 20 * sum(window.session.annotation_counts.values())
    window.session.do("Tag", operations.annotate_with_paths, 1, start, start + 9, ["Economy"], "a note")
    return sum(window.session.annotation_counts.values())


def saved(path) -> dict:
    project = Project.open(path, read_only=True)
    found = contents(project)
    project.close()
    return found
