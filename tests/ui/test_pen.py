"""The highlighter pen: tags first, then passages."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QLabel

from storage import operations, tag_operations
from storage.annotations import everywhere
from storage.project import Project
from ui import theme


@pytest.fixture
def pen(window, qtbot):
    """A window, and a function that takes the pen with what is typed into the picker."""
    window.session.do("Tag", operations.create_tag_path, "Economy/Energy")
    window.session.do("Tag", operations.create_tag_path, "Framing/Metaphor")

    def take(*typed: str) -> None:
        window.reader.setFocus()
        qtbot.keyClick(window.reader, Qt.Key.Key_L)
        assert window.picker.isVisible()
        for text in typed:
            qtbot.keyClicks(QApplication.focusWidget(), text)
            qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
        QApplication.processEvents()

    return window, take


def sweep(window, qtbot, start: int, stop: int) -> None:
    """Drags the mouse over code points `[start, stop)`."""
    view = window.reader.viewport()
    boxes = window.reader.boxes(start, stop)
    first, last = boxes[0], boxes[-1]
    begin = QPoint(round(first.left()) + 1, round(first.center().y()))
    end = QPoint(round(last.right()) - 1, round(last.center().y()))
    qtbot.mousePress(view, Qt.MouseButton.LeftButton, pos=begin)
    qtbot.mouseMove(view, (begin + end) / 2)
    qtbot.mouseMove(view, end)
    qtbot.mouseRelease(view, Qt.MouseButton.LeftButton, pos=end)
    QApplication.processEvents()


def made(window) -> list[tuple[str, list[str]]]:
    """Quote and tags of every annotation in the file, the newest last."""
    tags = window.session.tags
    found = sorted(everywhere(window.session.project.db), key=lambda pair: pair[0].id)
    return [(quote, [tags.path(tag) for tag in a.tags]) for a, quote in found]


def said(window) -> str:
    return " ".join(label.text() for label in window.status.findChildren(QLabel) if label.isVisible())


def test_every_sweep_marks_until_escape(pen, qtbot):
    window, take = pen
    take("energy")
    assert "Pen: “Energy” · sweep to mark · Esc or L ends" in said(window)
    sweep(window, qtbot, 4, 14)
    assert window.reader.selection() is None
    sweep(window, qtbot, 29, 42)
    assert made(window) == [("ambassador", ["Economy/Energy"]), ("Oil sanctions", ["Economy/Energy"])]
    qtbot.keyClick(window.reader, Qt.Key.Key_Escape)
    assert "Pen" not in said(window)
    sweep(window, qtbot, 0, 3)
    assert len(made(window)) == 2
    assert window.reader.selection() == (0, 3)


def test_a_stroke_is_one_step(pen, qtbot):
    window, take = pen
    take("energy", "metaphor")
    sweep(window, qtbot, 4, 14)
    assert made(window) == [("ambassador", ["Economy/Energy", "Framing/Metaphor"])]
    assert window.session.undo_label == "Tag “ambassador” Energy, Metaphor"
    window.actions_by_id["edit.undo"].trigger()
    assert made(window) == []
    assert window.pen.in_hand


def test_a_stroke_next_to_the_last_does_not_drag_its_end(pen, qtbot):
    window, take = pen
    take("energy")
    sweep(window, qtbot, 4, 14)
    sweep(window, qtbot, 15, 19)
    assert [quote for quote, _ in made(window)] == ["ambassador", "said"]


def test_a_double_click_marks_a_word(pen, qtbot):
    window, take = pen
    take("energy")
    box = window.reader.boxes(4, 14)[0].center().toPoint()
    view = window.reader.viewport()
    qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=box)
    qtbot.mouseDClick(view, Qt.MouseButton.LeftButton, pos=box)
    qtbot.mouseRelease(view, Qt.MouseButton.LeftButton, pos=box)
    assert made(window) == [("ambassador", ["Economy/Energy"])]


def test_enter_alone_takes_a_pen_for_plain_highlights(pen, qtbot):
    window, take = pen
    take()
    assert "Pen: plain highlight" in said(window)
    sweep(window, qtbot, 4, 14)
    assert made(window) == [("ambassador", [])]
    qtbot.keyClick(window.reader, Qt.Key.Key_L)
    assert not window.pen.in_hand


def test_with_the_keyboard_enter_marks_what_is_selected(pen, qtbot):
    window, take = pen
    take("metaphor")
    qtbot.keyClick(window.reader, Qt.Key.Key_S)
    assert "Enter to mark" in said(window)
    qtbot.keyClick(window.reader, Qt.Key.Key_Return)
    assert made(window) == [("The ambassador said little.", ["Framing/Metaphor"])]
    qtbot.keyClick(window.reader, Qt.Key.Key_Return)  # nothing is selected now
    qtbot.keyClick(window.reader, Qt.Key.Key_L)
    qtbot.keyClick(window.reader, Qt.Key.Key_P)
    qtbot.keyClick(window.reader, Qt.Key.Key_Return)  # and now there is no pen
    assert len(made(window)) == 1


def test_a_new_tag_for_the_pen_is_made_at_once(pen, qtbot):
    window, take = pen
    take("Places/Moscow")
    assert window.session.undo_label == "Create tag “Places/Moscow”"
    sweep(window, qtbot, 4, 14)
    assert made(window) == [("ambassador", ["Places/Moscow"])]


def test_a_pen_without_its_tags_is_put_away(pen, qtbot):
    window, take = pen
    take("energy", "metaphor")
    energy, metaphor = window.pen.tags
    window.session.do("Delete", tag_operations.delete_tags, [energy])
    assert window.pen.tags == (metaphor,)
    assert "Pen: “Metaphor”" in said(window)
    window.session.do("Delete", tag_operations.delete_tags, [metaphor])
    assert not window.pen.in_hand


def test_escape_in_the_picker_takes_no_pen(pen, qtbot):
    window, _ = pen
    qtbot.keyClick(window.reader, Qt.Key.Key_L)
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    assert not window.pen.in_hand
    assert window.reader.hasFocus()


def test_another_project_ends_it(pen, tmp_path):
    window, take = pen
    take("energy")
    other = tmp_path / "other.postil"
    Project.create(other).close()
    window.session.open_project(other)
    assert not window.pen.in_hand
    assert "Pen" not in said(window)


def test_the_mouse_is_a_pen_in_the_tags_colour(pen, qtbot):
    window, take = pen
    view = window.reader.viewport()
    assert view.cursor().shape() == Qt.CursorShape.IBeamCursor
    take("metaphor")
    assert view.cursor().shape() == Qt.CursorShape.BitmapCursor
    (tag,) = window.pen.tags
    picture = view.cursor().pixmap().toImage()
    colors = {picture.pixelColor(x, y).name() for x in range(picture.width()) for y in range(picture.height())}
    assert theme.mark(window.session.tags.by_id[tag].color).name() in colors
    qtbot.keyClick(window.reader, Qt.Key.Key_L)
    assert view.cursor().shape() == Qt.CursorShape.IBeamCursor
