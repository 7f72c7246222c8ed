"""What a screen reader is told: every control has a name."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QDialog,
    QHeaderView,
    QLineEdit,
    QMenu,
    QMenuBar,
    QPlainTextEdit,
    QScrollBar,
    QSplitterHandle,
    QTextEdit,
    QWidget,
)

from core.notes import NEW
from storage import operations
from ui.popup import Popup
from ui.reader.map_bar import MapBar

CONTROLS = (
    QAbstractButton, QAbstractItemView, QAbstractSlider, QAbstractSpinBox, QComboBox, QLineEdit, QMenu, QMenuBar,
    QPlainTextEdit, QSplitterHandle, QTextEdit, Popup,
)  # fmt: skip
FLOATING = ("annotation.tag", "annotation.note", "find.anything", "place.contents", "view.reading")


def is_control(widget: QWidget) -> bool:
    """Whether somebody can do something with it; Qt's own scroll bars and the insides of its widgets apart."""
    if isinstance(widget, QScrollBar):
        return isinstance(widget, MapBar)
    if isinstance(widget, QHeaderView) or (isinstance(widget, QMenu | QAbstractButton) and inside_of_qt(widget)):
        return False
    parent = widget.parentWidget()
    is_viewport = hasattr(parent, "viewport") and parent.viewport() is widget
    return isinstance(widget, CONTROLS) or (widget.focusPolicy() != Qt.FocusPolicy.NoFocus and not is_viewport)


def inside_of_qt(widget: QWidget) -> bool:
    """Whether Qt made it for itself, as the menu of a menu bar for what has no room."""
    parent = widget.parentWidget()
    is_spare = isinstance(parent, QMenuBar) and isinstance(widget, QMenu)
    return widget.objectName().startswith("qt_") or (is_spare and widget.menuAction() not in parent.actions())


def name_of(widget: QWidget) -> str:
    """What a screen reader would call it."""
    return QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name)


def unnamed(top: QWidget) -> list[str]:
    """The controls without a name, as the way from the top to each."""
    found = []
    for widget in [top, *top.findChildren(QWidget)]:
        if is_control(widget) and not name_of(widget).strip():
            way = [widget]
            while way[0].parentWidget() is not None and way[0] is not top:
                way.insert(0, way[0].parentWidget())
            found.append(" > ".join(type(step).__name__ for step in way))
    return found


@pytest.fixture
def used(window, qtbot):
    """A window in which everything that can float has been opened, with annotations, tags and charts."""
    session = window.session
    tag = session.do("Create", operations.create_tag_path, "Economy/Energy")
    session.do("Tag", operations.annotate, session.article.document.id, 4, 14, [tag], "a note")
    window.cards.set_tag(tag)
    window.show_view("notes")
    window.made["notes"].open(NEW)
    window.show_view("charts")
    qtbot.waitUntil(lambda: "charts" in window.made)
    window.actions_by_id["article.beside"].trigger()
    window.show_view("read")
    for name in ("find.open", *FLOATING):
        window.reader.setFocus()
        window.reader.set_selection(0, 3)
        window.actions_by_id[name].trigger()
        QTest.keyClicks(QApplication.focusWidget(), "x")
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        QApplication.processEvents()
    return window


def test_every_control_of_the_window_has_a_name(used):
    assert len([widget for widget in used.findChildren(QWidget) if is_control(widget)]) > 60
    assert len(used.findChildren(Popup)) >= len(FLOATING)
    assert unnamed(used) == []


@pytest.mark.parametrize(
    "command", ["help.keys", "article.edit", "tag.recolor", "tag.define", "tag.merge", "help.about"]
)
def test_every_control_of_a_dialog_has_a_name(window, monkeypatch, command):
    window.session.do("Create", operations.create_tag_path, "Economy")
    window.tag_panel.select_tag(next(iter(window.session.tags)).id)
    QApplication.processEvents()
    seen = []
    monkeypatch.setattr(QDialog, "exec", lambda dialog: seen.append(unnamed(dialog)) or 0)
    window.actions_by_id[command].setEnabled(True)
    window.actions_by_id[command].trigger()
    assert seen == [[]]


def test_the_test_sees_what_has_no_name(qtbot):
    top = QWidget()
    qtbot.addWidget(top)
    field = QLineEdit(top)
    assert unnamed(top) == ["QWidget > QLineEdit"]
    field.setAccessibleName("Field")
    assert unnamed(top) == []
