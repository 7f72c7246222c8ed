"""Marking with the mouse: sweeping, dragging ends, going through what lies at one place, margin and map."""

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QApplication

from storage import annotations, operations

TEXT = "One two three four five six. A 👩‍👩‍👧 family and cafe\u0301 😀."
LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
ALT = Qt.KeyboardModifier.AltModifier


def edge(window, at: int) -> QPoint:
    """A point just right of the left edge of a character."""
    return QPoint(window.reader.rect_of(at).center().x() + 1, window.reader.rect_of(at).center().y())


def sweep(window, start: int, stop: int, keys: Qt.KeyboardModifier = NONE) -> None:
    """Presses the button at one character, moves in steps and lets go at another."""
    view = window.reader.viewport()
    a, b = edge(window, start), edge(window, stop)
    middle = QPoint((a.x() + b.x()) // 2, (a.y() + b.y()) // 2)
    for kind, at, held in (
        (QMouseEvent.Type.MouseButtonPress, a, LEFT),
        (QMouseEvent.Type.MouseMove, middle, LEFT),
        (QMouseEvent.Type.MouseMove, b, LEFT),
        (QMouseEvent.Type.MouseButtonRelease, b, Qt.MouseButton.NoButton),
    ):
        button = Qt.MouseButton.NoButton if kind == QMouseEvent.Type.MouseMove else LEFT
        where = QPointF(at)
        QApplication.sendEvent(view, QMouseEvent(kind, where, view.mapToGlobal(where), button, held, keys))


def selected(window) -> str:
    span = window.reader.selection()
    return window.session.article.text[span.start : span.stop] if span else ""


@pytest.fixture
def window(open_window):
    return open_window(texts=(TEXT,))


@pytest.mark.parametrize(
    ("start", "stop", "words"),
    [
        (5, 10, "two three"),
        (10, 5, "two three"),  # from right to left
        (4, 7, "two"),  # exactly a word
        (4, 8, "two "),  # a space that was swept is taken, the word after it is not
        (TEXT.index("family") + 2, TEXT.index("cafe") + 2, "family and cafe\u0301"),
    ],
)
def test_sweeping_takes_whole_words(window, start, stop, words):
    sweep(window, start, stop)
    assert selected(window) == words


def test_with_alt_the_selection_is_exact_but_never_splits_a_character(window):
    sweep(window, 5, 10, ALT)
    assert selected(window) == "wo th"
    family = TEXT.index("👩")
    sweep(window, family - 2, family + 1, ALT)
    assert selected(window).endswith("👩‍👩‍👧") or selected(window) == "A "
    window.reader.set_selection(family, family + 2)  # as another program might
    assert selected(window) == "👩‍👩‍👧"


def test_shift_and_a_click_extend_by_words(window, qtbot):
    view = window.reader.viewport()
    qtbot.mouseClick(view, LEFT, pos=edge(window, 5))
    qtbot.mouseClick(view, LEFT, Qt.KeyboardModifier.ShiftModifier, edge(window, 15))
    assert selected(window) == "two three four"


def test_what_was_swept_is_told(window, qtbot):
    with qtbot.waitSignal(window.reader.swept, timeout=1000):
        sweep(window, 0, 6)
    with qtbot.assertNotEmitted(window.reader.swept):
        qtbot.mouseClick(window.reader.viewport(), LEFT, pos=edge(window, 12))


def test_a_double_click_takes_a_word_and_a_single_one_nothing(window, qtbot):
    view = window.reader.viewport()
    qtbot.mouseClick(view, LEFT, pos=edge(window, 9))
    assert selected(window) == ""
    qtbot.mouseDClick(view, LEFT, pos=edge(window, 9))
    assert selected(window) == "three"


def place(window, made: int) -> tuple[int, int]:
    found = {a.id: a for a in annotations.of_document(window.session.project.db, 1)}[made]
    return found.start, found.stop


def test_dragging_an_end_stops_at_words_or_with_alt_anywhere(window):
    made = window.session.do("Tag", operations.annotate, 1, 4, 13)
    window.session.select(made)
    sweep(window, 13, 16)
    assert place(window, made) == (4, 18)  # “two three four”
    sweep(window, 18, 16, ALT)
    assert place(window, made) == (4, 16)
    sweep(window, 4, 1)
    assert place(window, made) == (0, 16)
    window.session.undo()
    assert place(window, made) == (4, 16)


def test_the_cursor_shows_an_end(window):
    window.session.select(window.session.do("Tag", operations.annotate, 1, 4, 13))
    view = window.reader.viewport()
    shapes = []
    for at in (13, 8):
        where = QPointF(edge(window, at))
        event = QMouseEvent(
            QMouseEvent.Type.MouseMove, where, view.mapToGlobal(where), Qt.MouseButton.NoButton,
            Qt.MouseButton.NoButton, NONE,
        )  # fmt: skip
        QApplication.sendEvent(view, event)
        shapes.append(view.cursor().shape())
    assert shapes == [Qt.CursorShape.SizeHorCursor, Qt.CursorShape.IBeamCursor]


@pytest.fixture
def nested(window) -> list[int]:
    """Three annotations over “three”, from the longest to the shortest."""
    return [
        window.session.do("Tag", operations.annotate_with_paths, 1, *span, [name], "")
        for span, name in (((0, 28), "Long"), ((4, 18), "Middle"), ((8, 13), "Short"))
    ]


def test_tab_goes_through_the_annotations_at_one_place(window, nested, qtbot):
    qtbot.mouseClick(window.reader.viewport(), LEFT, pos=edge(window, 10))
    seen = [window.session.current]
    for _ in range(3):
        qtbot.keyClick(window.reader, Qt.Key.Key_Tab)
        seen.append(window.session.current)
    assert seen == [nested[2], nested[1], nested[0], nested[2]]
    qtbot.keyClick(window.reader, Qt.Key.Key_Backtab, Qt.KeyboardModifier.ShiftModifier)
    assert window.session.current == nested[0]
    assert window.reader.hasFocus()


def test_tab_leaves_the_text_where_there_is_nothing_to_go_through(window, qtbot):
    qtbot.keyClick(window.reader, Qt.Key.Key_Tab)
    assert not window.reader.hasFocus()


def test_the_wheel_with_alt_goes_through_them_too(window, nested):
    view = window.reader.viewport()
    at = QPointF(edge(window, 10))
    seen = []
    for _ in range(3):
        event = QWheelEvent(
            at, view.mapToGlobal(at), QPoint(), QPoint(0, -120), Qt.MouseButton.NoButton, ALT,
            Qt.ScrollPhase.NoScrollPhase, False,
        )  # fmt: skip
        QApplication.sendEvent(view, event)
        seen.append(window.session.current)
    assert seen == [nested[2], nested[1], nested[0]]


def margin(window):
    return window.reader.findChild(type(window.reader._margin))


def test_a_label_in_the_margin_leads_to_its_passage(window, nested, qtbot):
    QApplication.processEvents()
    beside = margin(window)
    found = {}
    for y in range(0, beside.height(), 4):
        found.setdefault(beside.annotation_at(QPointF(beside.width() - 40, y)), y)
    assert set(found) >= set(nested)
    for made in nested:
        qtbot.mouseClick(beside, LEFT, pos=QPoint(beside.width() - 40, found[made] + 1))
        assert window.session.current == made


def test_the_margin_tells_which_is_current(window, nested):
    beside = margin(window)
    window.session.select(nested[0])
    QApplication.processEvents()
    one = beside.grab().toImage()
    window.session.select(nested[1])
    QApplication.processEvents()
    assert beside.grab().toImage() != one


def test_the_map_leads_to_where_it_is_clicked_and_dragged(open_window, qtbot):
    text = "\n\n".join(f"Paragraph {n} of a long text." for n in range(400))
    window = open_window(texts=(text,))
    bar = window.reader.verticalScrollBar()
    for share in (0.5, 0.9, 0.1):
        qtbot.mouseClick(bar, LEFT, pos=QPoint(6, round(bar.height() * share)))
        start, stop = window.reader.offsets_in_view()
        assert start <= share * len(text) <= stop
    qtbot.mousePress(bar, LEFT, pos=QPoint(6, 5))
    where = QPointF(6, bar.height() * 0.7)
    drag = QMouseEvent(QMouseEvent.Type.MouseMove, where, bar.mapToGlobal(where), LEFT, LEFT, NONE)
    QApplication.sendEvent(bar, drag)
    start, stop = window.reader.offsets_in_view()
    assert start <= 0.7 * len(text) <= stop
