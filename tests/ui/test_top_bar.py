"""The line above everything: its buttons leave the keyboard where it is, and it fits into any window."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QCheckBox, QMenuBar, QPushButton, QWidget

from storage import operations
from storage.annotations import everywhere
from ui.popup import Popup
from ui.views import VIEWS

LEFT = Qt.MouseButton.LeftButton


def click(qtbot, button: QPushButton) -> None:
    """A click as on a real screen, where what is clicked takes the focus if it wants to."""
    if button.focusPolicy() & Qt.FocusPolicy.ClickFocus:
        button.setFocus(Qt.FocusReason.MouseFocusReason)
    qtbot.mouseClick(button, LEFT)
    QApplication.processEvents()


def buttons(window) -> list[QAbstractButton]:
    """Every button outside of what floats, and of what Qt made for itself."""

    def is_in_popup(widget: QWidget | None) -> bool:
        return widget is not None and (isinstance(widget, Popup) or is_in_popup(widget.parentWidget()))

    found = window.findChildren(QAbstractButton)
    return [b for b in found if not b.objectName().startswith("qt_") and not is_in_popup(b)]


def test_letters_work_after_a_click_on_any_button_of_the_bar(window, qtbot):
    window.session.do("Tag", operations.annotate, 1, 4, 14)
    for name in (
        "Undo (Ctrl+Z)",
        "Redo (Ctrl+Shift+Z)",
        "Next theme: light, sepia, dark (Ctrl+D)",
        "Charts",
        "Read",
    ):
        (button,) = [b for b in window.top.findChildren(QPushButton) if b.accessibleName() == name]
        click(qtbot, button)
    assert QApplication.focusWidget() is window.reader
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_S)
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_H)
    assert len(list(everywhere(window.session.project.db))) == 2
    window.set_theme("light")


def test_no_button_takes_the_focus_by_a_click_but_tab_reaches_it(open_window):
    window = open_window(texts=("One text.", "Another text."))
    tag = window.session.do("Create", operations.create_tag_path, "Economy")
    window.session.do("Tag", operations.annotate, 1, 0, 3, [tag])
    window.cards.set_tag(tag)
    window.session.shown.hide(tag)
    for command in ("view.charts", "article.beside", "find.open"):
        window.actions_by_id[command].trigger()
        QApplication.processEvents()
    found = buttons(window)
    assert len(found) > 20
    assert not [b.accessibleName() or b.text() for b in found if b.focusPolicy() & Qt.FocusPolicy.ClickFocus]
    by_key = [b for b in found if b.focusPolicy() & Qt.FocusPolicy.TabFocus]
    assert len(by_key) > 15
    assert all(b.focusPolicy() & Qt.FocusPolicy.TabFocus for b in window.top.findChildren(QPushButton))


def seen(window) -> list[str]:
    return [b.accessibleName() for b in window.top.findChildren(QPushButton) if b.isVisible()]


@pytest.mark.parametrize("width", [640, 700, 760, 860, 1024, 1440])
def test_no_menu_is_ever_missing(window, width):
    window.resize(width, 600)
    QApplication.processEvents()
    bar = window.top.findChild(QMenuBar)
    assert window.width() == width
    assert bar.width() >= bar.sizeHint().width()
    for part in window.top.findChildren(QPushButton):
        if part.isVisible():
            right = part.mapTo(window.top, part.rect().topRight()).x()
            assert right < window.width(), part.text()
            assert part.width() >= part.sizeHint().width() or part.width() == part.maximumWidth(), part.text()
    assert {"Read", "Charts"} <= set(seen(window)) or "Views" in seen(window)


def test_without_room_for_the_views_one_button_offers_them(window, qtbot):
    window.resize(640, 600)
    QApplication.processEvents()
    assert not {"Read", "Charts"} & set(seen(window))
    one = next(b for b in window.top.findChildren(QPushButton) if b.accessibleName() == "Views")
    assert one.text() == "Read ▾"
    click(qtbot, one)
    menu = QApplication.activePopupWidget()
    assert [action.text() for action in menu.actions()] == [view.text for view in VIEWS.values()]
    next(action for action in menu.actions() if action.objectName() == "view.notes").trigger()
    menu.close()
    assert (window.view, one.text()) == ("notes", "Notes ▾")
    window.resize(1440, 600)
    QApplication.processEvents()
    assert not one.isVisible()
    assert {"Read", "Charts"} <= set(seen(window))


def test_the_field_gives_way_first_then_buttons_and_all_come_back(window):
    def has_search() -> bool:
        return window.top.search.isVisible()

    hints, left_out = set(), []
    for width in range(1440, 630, -10):
        window.resize(width, 600)
        hints.add(window.top.search.text() if has_search() else "")
        if len(seen(window)) < 7 and has_search():
            left_out.append(width)
    assert hints >= {"Find anything     Ctrl K", ""}
    assert not left_out
    window.resize(1440, 600)
    assert len(seen(window)) == len(VIEWS) + 6
    assert window.top.search.text() == "Find anything     Ctrl K"


def test_the_field_that_finds_opens_where_there_is_no_room_to_say_so(window, qtbot):
    window.resize(640, 500)
    assert not window.top.search.isVisible()
    window.actions_by_id["find.anything"].trigger()
    assert window.rect().contains(QApplication.focusWidget().parentWidget().geometry())


def test_a_check_box_would_be_seen(qtbot, window):
    box = QCheckBox("Box", window)
    assert box in buttons(window)
    assert box.focusPolicy() & Qt.FocusPolicy.ClickFocus
