"""The frame beside the mouse: what it says, how it is set apart, and when it makes way."""

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication

from storage import operations
from ui import theme
from ui.reader.hover import Hover

TEXT = "One two three four five six.\n\n" + "And more words below.\n\n" * 60


@pytest.fixture
def window(open_window):
    """Three annotations over “three”, the longest first: two tags and a note, none, a path."""
    window = open_window(texts=(TEXT,))
    do = window.session.do
    do("Tag", operations.annotate_with_paths, 1, 0, 28, ["Economy/Sanctions", "<b>Bus<\\/b>"], "why <i>this</i>")
    do("Tag", operations.annotate, 1, 4, 18)
    do(
        "Tag",
        operations.annotate_with_paths,
        1,
        8,
        13,
        ["/".join(f"A long name, number {n}" for n in range(9))],
        "",
    )
    return window


def hover(window, at: int = 10) -> Hover:
    """Moves the mouse over a character."""
    view, where = window.reader.viewport(), QPointF(window.reader.boxes(at, at + 1)[0].center())
    event = QMouseEvent(
        QMouseEvent.Type.MouseMove, where, view.mapToGlobal(where), Qt.MouseButton.NoButton,
        Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier,
    )  # fmt: skip
    QApplication.sendEvent(view, event)
    (frame,) = window.reader.findChildren(Hover)
    return frame


def test_each_tag_has_a_line_of_its_own_and_annotations_are_apart(window):
    frame = hover(window)
    long = " › ".join(f"A long name, number {n}" for n in range(9))
    assert frame.text().split("\n\n") == [
        "Economy › Sanctions\n<b>Bus</b>\nwhy <i>this</i>",
        "Highlight without a tag",
        long,
    ]
    image, line = frame.grab().toImage(), theme.color(theme.current().line)
    inside = image.rect().adjusted(3, 3, -3, -3)
    rules = [
        y
        for y in range(inside.top(), inside.bottom())
        if all(image.pixelColor(x, y) == line for x in range(inside.left(), inside.right()))
    ]
    assert len(rules) == 2
    assert frame.width() <= 340


def test_of_a_crowd_the_shortest_are_told(window):
    for n in range(5):
        window.session.do("Tag", operations.annotate_with_paths, 1, 8, 12 - n % 3, [f"Tag {n}"], "")
    blocks = hover(window, 9).text().split("\n\n")
    assert [block for block in blocks if block.startswith("Tag ")] == [f"Tag {n}" for n in (0, 3, 1, 4, 2)]
    assert blocks[-1] == "and 2 longer ones"
    assert len(blocks) == 7


def test_a_frame_is_as_small_as_what_it_says(window):
    wide = hover(window).size()
    small = hover(window, 25).size()
    assert small.width() < wide.width()
    assert small.height() < wide.height()


@pytest.mark.parametrize(
    "key", [Qt.Key.Key_T, Qt.Key.Key_N, Qt.Key.Key_Right, Qt.Key.Key_PageDown, Qt.Key.Key_Shift]
)
def test_a_key_hides_it(window, qtbot, key):
    frame = hover(window)
    assert frame.isVisible()
    qtbot.keyClick(window.reader, key)
    assert not frame.isVisible()


def test_a_panel_hides_it_wherever_it_is_asked_for(window):
    window.session.select(1)
    window.cards.list.setFocus()
    frame = hover(window)
    assert frame.isVisible()
    window.actions_by_id["annotation.note"].trigger()
    assert window.note_editor.isVisible()
    assert not frame.isVisible()


def test_scrolling_hides_it(window):
    frame = hover(window)
    window.reader.verticalScrollBar().setValue(3)
    assert not frame.isVisible()
