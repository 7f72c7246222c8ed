"""What a random user of `tests/faults/monkey.py` has found, so that nobody needs the luck to find it again."""

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QApplication

from storage import operations
from tests.ui.conftest import TEXT
from tests.ui.test_commands import trigger
from ui.tag_view import TagTreeView


def test_a_right_click_that_the_text_has_no_use_for_ends(window, qtbot):
    QTimer.singleShot(50, lambda: [menu.close() for menu in [QApplication.activePopupWidget()] if menu])
    for widget in (window.reader, window.reader.viewport()):
        for click in (qtbot.mouseClick, qtbot.mouseDClick):
            click(widget, Qt.MouseButton.RightButton, pos=QPoint(60, 200))
    QApplication.processEvents()


def test_a_note_of_nothing_but_space_is_no_line_in_the_margin(window):
    made = window.session.do("Mark", operations.annotate, 1, 0, 30)
    window.session.do("Note", operations.set_note, made, " \n")
    window.resize(1900, 900)
    window.grab()
    window.session.select(made)
    window.grab()


def test_panels_may_change_their_sizes_before_the_cards_know_the_other_article(open_window):
    window = open_window(texts=(TEXT, TEXT), size=(1900, 800))
    window.session.do("Mark", operations.annotate, 1, 0, 30)
    splitter, before = window.cards.parentWidget(), window.cards.width()
    window.panes.sides_changed.connect(lambda: splitter.setSizes([200, 1300, before + 100]))
    trigger(window, "article.beside")
    assert window.session.article.document.id == 2
    assert window.cards.width() > before
    window.grab()


def test_a_text_that_is_laid_out_anew_knows_its_lines(window):
    reader = window.reader
    before = reader.nearest(QPoint(200, 200))
    reader.document().setDefaultFont(QFont(reader.font().family(), 30))  # Qt takes the lines away
    assert 0 < reader.nearest(QPoint(200, 200)) < before


def test_a_menu_about_dropped_tags_closes_when_the_tags_change(window):
    made = [window.session.do("Create", operations.create_tag, name) for name in ("one", "two")]
    window.tag_panel.findChild(TagTreeView).dropped.emit([made[0]], made[1], QPoint(10, 10))
    menu = QApplication.activePopupWidget()
    assert menu.isVisible()
    window.session.undo()
    assert QApplication.activePopupWidget() is None
    window.session.redo()
