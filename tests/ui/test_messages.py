"""What is told floats over the page, moves nothing, and goes when it is past."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QPushButton

from storage import operations

LONG = "\n\n".join(f"Paragraph {n} of a long text." for n in range(300))


@pytest.fixture
def told(window, qtbot):
    """A window that has just said something: H without a selection."""
    qtbot.keyClick(window.reader, Qt.Key.Key_H)
    assert window.messages.isVisible()
    assert "Select some words first" in window.messages.text()
    return window


def area(window, widget):
    return widget.rect().translated(widget.mapTo(window, QPoint()))


@pytest.mark.parametrize("size", [(1440, 900), (760, 600)])
def test_nothing_moves_for_it_and_it_is_over_the_bottom_of_the_text(open_window, qtbot, size):
    window = open_window(texts=(LONG,), size=size)
    window.reader.verticalScrollBar().setValue(40)
    QApplication.processEvents()
    before = [area(window, part) for part in (window.reader, window.top, window.library)]
    offset = window.reader.first_visible_offset()
    sentence = (
        "A sentence that is quite long, as they are when something went wrong with a file that has a long name. "
    )
    window.messages.tell(sentence * 2)
    QApplication.processEvents()
    assert [area(window, part) for part in (window.reader, window.top, window.library)] == before
    assert window.reader.first_visible_offset() == offset
    over, text = area(window, window.messages), area(window, window.reader)
    assert text.contains(over)
    assert text.bottom() - over.bottom() < 30
    assert over.height() < text.height() / 3
    assert window.messages.layout().heightForWidth(over.width()) <= over.height()
    window.resize(window.width() - 60, window.height() - 50)
    QApplication.processEvents()
    assert area(window, window.reader).contains(area(window, window.messages))


def test_it_leaves_the_bar_that_finds_alone(told):
    told.actions_by_id["find.open"].trigger()
    told.messages.tell("Something.", False)
    QApplication.processEvents()
    assert not area(told, told.messages).intersects(area(told, told.find_bar))
    told.find_bar.dismiss()
    told.messages.tell("Something.", False)
    told.find_bar.open()
    QApplication.processEvents()
    assert not area(told, told.messages).intersects(area(told, told.find_bar))


def test_it_is_seen_over_the_charts_as_well(told, qtbot):
    told.show_view("charts")
    qtbot.waitUntil(lambda: "charts" in told.made)
    told.messages.tell("Something.")
    QApplication.processEvents()
    assert told.messages.isVisible()
    assert area(told, told.made["charts"]).contains(area(told, told.messages))


def test_the_next_command_that_works_ends_a_hint(told, qtbot):
    qtbot.keyClick(told.reader, Qt.Key.Key_H)  # tells it again
    assert told.messages.isVisible()
    qtbot.keyClick(told.reader, Qt.Key.Key_W)
    assert not told.messages.isVisible()


def test_an_error_stays_until_something_is_changed(window, qtbot):
    window.messages.tell("The disk is full.")
    qtbot.keyClick(window.reader, Qt.Key.Key_W)
    assert window.messages.isVisible()
    qtbot.keyClick(window.reader, Qt.Key.Key_H)
    assert not window.messages.isVisible()


def test_what_leads_to_more_stays_until_it_is_closed(window, qtbot):
    followed = []
    window.messages.tell("3 files were left out.", False, ("Which ones?", lambda: followed.append(1)))
    qtbot.keyClick(window.reader, Qt.Key.Key_S)
    qtbot.keyClick(window.reader, Qt.Key.Key_H)
    assert window.messages.isVisible()
    (link,) = [b for b in window.messages.findChildren(QPushButton) if b.text() == "Which ones?"]
    qtbot.mouseClick(link, Qt.MouseButton.LeftButton)
    assert followed == [1]
    assert not window.messages.isVisible()


def test_esc_ends_it_and_nothing_else(told, qtbot):
    told.actions_by_id["view.fullscreen"].trigger()
    told.messages.tell("Something.")
    qtbot.keyClick(told.reader, Qt.Key.Key_Escape)
    assert not told.messages.isVisible()
    assert told.isFullScreen()
    qtbot.keyClick(told.reader, Qt.Key.Key_Escape)
    assert not told.isFullScreen()


def test_selecting_words_ends_the_hint_to_select_some(told):
    told.reader.set_selection(4, 14)
    assert not told.messages.isVisible()
    told.messages.tell("An error.")
    told.reader.set_selection(4, 18)
    assert told.messages.isVisible()


def test_esc_in_a_panel_that_floats_is_for_that_panel(told, qtbot):
    told.reader.set_selection(4, 14)
    told.actions_by_id["annotation.tag"].trigger()
    told.messages.tell("Something.")
    assert told.picker.isVisible()
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    assert not told.picker.isVisible()
    assert told.messages.isVisible()


def test_errors_are_shown_longer_than_hints(window, qtbot, monkeypatch):
    monkeypatch.setattr("ui.messages._SHOWN_MS", 30)
    monkeypatch.setattr("ui.messages._ERROR_SHOWN_MS", 100_000)
    window.messages.tell("An error.")
    qtbot.wait(60)
    assert window.messages.isVisible()
    window.messages.tell("A hint.", False)
    qtbot.waitUntil(lambda: not window.messages.isVisible(), timeout=2000)


def test_undo_of_a_step_is_a_change_like_any_other(window):
    window.session.do("Tag", operations.annotate, 1, 4, 14)
    window.messages.tell("An error.")
    window.session.undo()
    assert not window.messages.isVisible()
