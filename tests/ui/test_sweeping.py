"""Selecting with the mouse in all its ways: from beside the text, exactly, by three clicks; and Alt, its key."""

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QMenuBar

from storage import annotations, operations
from ui.reader.margin import Margin
from ui.reader.view import Reader

FIRST = "The old ambassador said little that day, for there was little to be said about it. " * 4
TEXT = f"{FIRST.strip()}\n\nNobody in the ministry had expected that."
HEBREW = "שלום עולם טוב מאוד " * 30
MIXED = "שלום 123 עולם (456) and English עברית " * 12
LEFT, NO_BUTTON = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
NONE = Qt.KeyboardModifier.NoModifier
ALT, CTRL = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier
PRESS, MOVE = QMouseEvent.Type.MouseButtonPress, QMouseEvent.Type.MouseMove
RELEASE, TWICE = QMouseEvent.Type.MouseButtonRelease, QMouseEvent.Type.MouseButtonDblClick


@pytest.fixture
def window(open_window):
    return open_window(texts=(TEXT,))


def mouse(window, kind: QMouseEvent.Type, at: QPoint, keys: Qt.KeyboardModifier = NONE, beside=False) -> None:
    """Has the mouse do something at a point of the viewport; `beside` if the button went down beside that."""
    view, reader = window.reader.viewport(), window.reader
    target, where = (reader, view.mapTo(reader, at)) if beside else (view, at)
    held = Qt.MouseButton.NoButton if kind == RELEASE else LEFT
    button = Qt.MouseButton.NoButton if kind == MOVE else LEFT
    spot = QPointF(view.mapToGlobal(at))
    QApplication.sendEvent(target, QMouseEvent(kind, QPointF(where), spot, button, held, keys))


def sweep(window, start: QPoint, stop: QPoint, keys: Qt.KeyboardModifier = NONE) -> None:
    beside = not window.reader.viewport().rect().contains(start)
    for kind, at in ((PRESS, start), (MOVE, (start + stop) / 2), (MOVE, stop), (RELEASE, stop)):
        mouse(window, kind, at, keys, beside)


def edge(window, at: int) -> QPoint:
    """A point just right of the left edge of a character."""
    rect = window.reader.rect_of(at)
    return QPoint(rect.center().x() + 1, rect.center().y())


def lines(window) -> list[tuple[int, int]]:
    """Where the lines of the first paragraph begin and end."""
    layout = window.reader.document().firstBlock().layout()
    found = [layout.lineAt(number) for number in range(layout.lineCount())]
    return [(line.textStart(), line.textStart() + line.textLength()) for line in found]


def selected(window) -> str:
    span = window.reader.selection()
    return window.session.article.text[span.start : span.stop] if span else ""


def quotes(window) -> list[str]:
    return [quote for _, quote in annotations.everywhere(window.session.project.db)]


# -- Alt, which also opens the menus


def turn_wheel(window, at: QPoint, keys: Qt.KeyboardModifier) -> None:
    view = window.reader.viewport()
    event = QWheelEvent(
        QPointF(at), view.mapToGlobal(QPointF(at)), QPoint(), QPoint(0, -120), Qt.MouseButton.NoButton, keys,
        Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(view, event)


def menu_is_open(window) -> bool:
    return window.findChild(QMenuBar).activeAction() is not None


def test_alt_alone_goes_to_the_menus_and_alt_with_the_wheel_does_not(window, qtbot):
    for span in ((0, 40), (4, 18), (8, 18)):
        window.session.do("Tag", operations.annotate, 1, *span)
    qtbot.mouseClick(window.reader.viewport(), LEFT, pos=edge(window, 10))
    seen = []
    for _ in range(2):  # the second time like the first
        qtbot.keyPress(window.reader, Qt.Key.Key_Alt, ALT)
        turn_wheel(window, edge(window, 10), ALT)
        qtbot.keyRelease(window.reader, Qt.Key.Key_Alt)
        assert not menu_is_open(window)
        assert window.reader.hasFocus()
        seen.append(window.session.current)
    assert seen == [2, 1]
    qtbot.keyPress(window.reader, Qt.Key.Key_Alt, ALT)
    qtbot.keyRelease(window.reader, Qt.Key.Key_Alt)
    assert menu_is_open(window)


def test_alt_let_go_in_another_window_is_forgotten(window, qtbot):
    qtbot.keyPress(window.reader, Qt.Key.Key_Alt, ALT)
    turn_wheel(window, edge(window, 10), ALT)  # and nobody sees the end of it
    qtbot.keyPress(window.reader, Qt.Key.Key_Alt, ALT)
    qtbot.keyRelease(window.reader, Qt.Key.Key_Alt)
    assert menu_is_open(window)


def test_alt_with_a_sweep_opens_no_menu(window, qtbot):
    mouse(window, PRESS, edge(window, 5))
    qtbot.keyPress(window.reader, Qt.Key.Key_Alt, ALT)
    mouse(window, MOVE, edge(window, 10), ALT)
    mouse(window, RELEASE, edge(window, 10), ALT)
    for kind in (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress):  # some systems repeat a key that is held
        QApplication.sendEvent(window.reader, QKeyEvent(kind, Qt.Key.Key_Alt, ALT, "", True))
    qtbot.keyRelease(window.reader, Qt.Key.Key_Alt)
    assert not menu_is_open(window)
    assert selected(window) == TEXT[5:10]


# -- exactly


@pytest.mark.parametrize("keys", [ALT, CTRL])
def test_what_is_selected_exactly_is_marked_exactly(window, qtbot, keys):
    start = TEXT.index(" ambassador ")
    sweep(window, edge(window, start), edge(window, start + 12), keys)
    assert selected(window) == " ambassador "
    qtbot.keyClick(window.reader, Qt.Key.Key_H)
    assert quotes(window) == [" ambassador "]


def test_space_that_came_along_with_words_is_not_marked(window, qtbot):
    start = TEXT.index("ambassador ")
    sweep(window, edge(window, start), edge(window, start + 11))
    assert selected(window) == "ambassador "
    qtbot.keyClick(window.reader, Qt.Key.Key_H)
    assert quotes(window) == ["ambassador"]


def test_a_key_pressed_after_the_button_counts_and_may_be_let_go_before_it(window):
    mouse(window, PRESS, edge(window, 5))
    mouse(window, MOVE, edge(window, 9), CTRL)
    mouse(window, RELEASE, edge(window, 10))
    assert selected(window) == TEXT[5:10]
    sweep(window, edge(window, 5), edge(window, 10))  # and counts for that sweep only
    assert selected(window) == "old ambassador"


def test_characters_selected_by_keys_are_marked_exactly(window, qtbot):
    window.reader.set_selection(3, 3)
    for _ in range(5):
        qtbot.keyClick(window.reader, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClick(window.reader, Qt.Key.Key_H)
    assert quotes(window) == [" old "]


def test_coming_back_to_where_the_sweep_began_selects_nothing(window):
    mouse(window, PRESS, edge(window, 5))
    mouse(window, MOVE, edge(window, 12))
    mouse(window, MOVE, edge(window, 5))
    mouse(window, RELEASE, edge(window, 5))
    assert selected(window) == ""


def test_a_sweep_may_begin_in_what_is_selected(window, monkeypatch):
    dragged = []  # what Qt would drag along
    monkeypatch.setattr(Reader, "createMimeDataFromSelection", lambda _: dragged.append(1) or QMimeData())
    window.reader.set_selection(0, len(TEXT))
    sweep(window, edge(window, 5), edge(window, 10))
    assert selected(window) == "old ambassador"
    assert not dragged


@pytest.mark.parametrize("keys", [ALT, CTRL])
def test_ends_are_dragged_exactly_with_either_key(window, keys):
    made = window.session.do("Tag", operations.annotate, 1, 4, 18)
    window.session.select(made)
    sweep(window, edge(window, 18), edge(window, 12), keys)
    assert quotes(window) == [TEXT[4:12]]


# -- from beside the text


@pytest.mark.parametrize("away", [-2, -20, -60])
def test_a_sweep_from_the_left_of_a_line_takes_it_from_its_beginning(window, away):
    (first, _), (second, _), *_ = lines(window)
    x = edge(window, second).x() + away
    for at, word in ((first, 3), (second, 4)):
        y = edge(window, at).y()
        sweep(window, QPoint(x, y), edge(window, TEXT.index(" ", at + word) - 1))
        assert selected(window) == TEXT[at : TEXT.index(" ", at + word)]
    y = edge(window, first).y()
    sweep(window, QPoint(x, y), QPoint(x, edge(window, second).y()))
    assert window.reader.selected_words() == (first, second - 1)  # the whole first line


def test_a_sweep_from_the_right_of_a_line_takes_it_to_its_end(window):
    _, (second, stop), *_ = lines(window)
    y, right = edge(window, second).y(), window.reader.viewport().width() - 1
    word = TEXT.rindex(" ", 0, stop - 1) + 1
    sweep(window, QPoint(right, y), edge(window, word + 1))
    assert selected(window) == TEXT[word : stop - 1]


def test_a_sweep_may_begin_and_end_in_the_margin(window):
    made = window.session.do("Tag", operations.annotate_with_paths, 1, 0, 7, ["Tag"], "")
    QApplication.processEvents()
    margin, view = window.reader.findChild(Margin), window.reader.viewport()

    def sweep_to(stop: QPointF) -> None:
        """From the blank beside the second line."""
        for kind, at in ((PRESS, QPointF(60, y)), (MOVE, stop), (RELEASE, stop)):
            button, held = NO_BUTTON if kind == MOVE else LEFT, NO_BUTTON if kind == RELEASE else LEFT
            QApplication.sendEvent(margin, QMouseEvent(kind, at, margin.mapToGlobal(at), button, held, NONE))

    (_, first), (second, stop), *_ = lines(window)
    y = edge(window, second).y()
    word = TEXT.rindex(" ", 0, stop - 1) + 1
    sweep_to(QPointF(margin.mapFromGlobal(view.mapToGlobal(edge(window, word + 1)))))
    assert selected(window) == TEXT[word : stop - 1]
    name = next(y for y in range(margin.height()) if margin.annotation_at(QPointF(60, y)) == made)
    sweep_to(QPointF(60, name))  # which is no click on that name
    assert window.reader.selection() == (first - 1, stop - 1)


def test_a_click_beside_the_text_puts_the_caret_there(window):
    _, (second, _), *_ = lines(window)
    at = QPoint(-30, edge(window, second).y())
    mouse(window, PRESS, at, beside=True)
    mouse(window, RELEASE, at, beside=True)
    assert window.reader.caret() == second
    assert selected(window) == ""


# -- three clicks


def click_thrice(window, at: QPoint) -> None:
    for kind in (PRESS, RELEASE, TWICE, RELEASE, PRESS):
        mouse(window, kind, at)


def test_three_clicks_take_the_paragraph_and_nothing_after_it(window):
    click_thrice(window, edge(window, 9))
    mouse(window, MOVE, edge(window, 9) + QPoint(1, 0))  # a hand is never quite still
    mouse(window, RELEASE, edge(window, 9) + QPoint(1, 0))
    paragraph = TEXT.split("\n")[0]
    assert selected(window) == paragraph
    assert window.reader.caret() == len(paragraph)


def test_three_clicks_and_a_sweep_take_whole_paragraphs(window):
    click_thrice(window, edge(window, TEXT.index("ministry") + 2))
    mouse(window, MOVE, edge(window, 30))
    mouse(window, RELEASE, edge(window, 30))
    assert selected(window) == TEXT


def test_a_click_long_after_a_double_click_is_only_a_click(window, qtbot):
    for kind in (PRESS, RELEASE, TWICE, RELEASE):
        mouse(window, kind, edge(window, 9))
    assert selected(window) == "ambassador"
    qtbot.wait(QApplication.doubleClickInterval() + 50)
    mouse(window, PRESS, edge(window, 9))
    mouse(window, RELEASE, edge(window, 9))
    assert selected(window) == ""


# -- right to left


@pytest.mark.parametrize("text", [HEBREW, MIXED])
def test_the_nearest_edge_is_that_of_the_letter_under_the_mouse(open_window, text):
    window = open_window(texts=(text,))
    reader = window.reader
    assert len(lines(window)) > 2
    for at in range(len(text)):
        for box in reader.boxes(at, at + 1):
            if box.width() < 4:
                continue
            y = round(box.center().y())
            ends = {reader.nearest(QPoint(round(x), y)) for x in (box.left() + 1, box.right() - 1)}
            assert ends == {at, at + 1}, (at, text[at])


def test_beside_a_line_from_right_to_left_are_its_ends(open_window):
    window = open_window(texts=(HEBREW,))
    for start, stop in lines(window)[:-1]:
        y = round(window.reader.boxes(start, start + 1)[0].center().y())
        right = window.reader.viewport().width() + 40
        assert window.reader.nearest(QPoint(right, y)) == start
        assert window.reader.nearest(QPoint(-40, y)) == stop - 1
