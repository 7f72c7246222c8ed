"""The reader pane: what is selected, what is painted, and what the mouse does."""

from itertools import pairwise

import pytest
from PySide6.QtCore import QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QMouseEvent
from PySide6.QtWidgets import QApplication

from core import palette
from storage import annotations, operations
from tests.storage.contents import opened_elsewhere
from ui import theme

BEFORE = {
    "latin": "Plain words first. ",
    "emoji": "A 👩‍👩‍👧 family 🇺🇦 and 😀😀. ",
    "combining": "Cafe\u0301 na\u0308ive e\u0301e\u0301. ",
    "no-break": "Ten\u00a0million\u00a0dollars. ",
}


def mark(window, start: int, stop: int, *paths: str) -> int:
    """Annotates a passage of the first article in one step."""
    return window.session.do(
        "Tag", operations.annotate_with_paths, window.session.article.document.id, start, stop, list(paths), ""
    )


def picture(window) -> QImage:
    QApplication.processEvents()
    return window.reader.viewport().grab().toImage().convertToFormat(QImage.Format.Format_RGB32)


def painted(image: QImage, color: str, box: QRectF) -> float:
    """The share of a box's middle rows that has exactly this colour."""
    area = box.toRect()
    points = [
        (x, y) for x in range(area.left() + 1, area.right()) for y in range(area.top() + 2, area.bottom() - 6)
    ]
    hits = sum(QColor(image.pixel(x, y)).name() == color for x, y in points)
    return hits / len(points)


@pytest.mark.parametrize("before", BEFORE.values(), ids=BEFORE)
def test_a_highlight_covers_exactly_its_characters(open_window, before):
    text = before + "The marked words stand here."
    window = open_window(texts=(text,))
    start = text.index("marked")
    mark(window, start, start + len("marked words"), "Tag")
    window.session.select(None)
    image = picture(window)
    tint = palette.tint(palette.PALETTE[0], "#ffffff")
    inside = window.reader.boxes(start, start + len("marked words"))
    outside = window.reader.boxes(0, start) + window.reader.boxes(start + len("marked words"), len(text))
    assert all(painted(image, tint, box) > 0.5 for box in inside)
    assert all(painted(image, tint, box) == 0 for box in outside)


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("An ordinary line of words", "ordinary"),
        ("שלום עולם טוב מאוד", "עולם"),
        ("An English line with שלום עולם inside it", "שלום"),
        ("עברית with English inside", "English"),
        ("مرحبا بالعالم 123 كلمة", "123"),
    ],
)
def test_a_highlight_covers_exactly_its_characters_before_and_after_zoom_and_resize(open_window, text, word):
    window = open_window(texts=(text,))
    start = text.index(word)
    mark(window, start, start + len(word), "Tag")
    window.session.select(None)
    tint = palette.tint(palette.PALETTE[0], "#ffffff")

    def larger() -> None:
        for _ in range(4):
            window.actions_by_id["view.larger"].trigger()

    for change in (lambda: None, larger, lambda: window.resize(820, 560)):
        change()
        QApplication.processEvents()
        image = picture(window)
        for at in range(len(text)):
            for box in window.reader.boxes(at, at + 1):
                expected = start <= at < start + len(word)
                assert (painted(image, tint, box) > 0.15) == expected, (at, text[at])


@pytest.mark.parametrize(
    "words",
    [
        "An English line with עברית inside it",
        "שלום עולם טוב מאוד",
        "مرحبا بالعالم كلمة أخرى",
        "שלום 123 עולם (456)",
        "עברית with English inside ומילים",
    ],
)
def test_the_mouse_finds_each_letter_of_a_broken_paragraph(open_window, words):
    text = " ".join([words] * 12)
    window = open_window(texts=(text,))
    assert window.reader.document().firstBlock().layout().lineCount() > 2
    found, there = {}, {}
    for at, letter in enumerate(text):
        for box in window.reader.boxes(at, at + 1):
            if not letter.isspace() or box.width() >= 2:  # a space that a line ends with has no width
                there[at] = at
                found[at] = window.reader.offset_at(box.center().toPoint())
    assert len(there) > len(text) * 0.95
    assert found == there
    boxes = window.reader.boxes(0, len(text))
    for x in range(-3, window.reader.viewport().width(), 7):  # on the last line, which is short
        point = QPoint(x, round(boxes[-1].center().y()))
        beside = not any(box.contains(point) for box in boxes)
        assert (window.reader.offset_at(point) is None) == beside


def test_right_to_left_paragraphs_stand_at_the_right(open_window):
    window = open_window(texts=("שלום",))
    (box,) = window.reader.boxes(0, 1)
    assert box.right() > window.reader.viewport().width() - 30


def test_highlights_follow_zoom_and_resize(open_window, qtbot):
    text = "Some words before the marked ones, " * 12
    window = open_window(texts=(text,))
    mark(window, 22, 28, "Tag")
    window.session.select(None)
    tint = palette.tint(palette.PALETTE[0], "#ffffff")
    for change in (lambda: window.actions_by_id["view.larger"].trigger(), lambda: window.resize(900, 600)):
        change()
        QApplication.processEvents()
        (box,) = window.reader.boxes(22, 28)
        assert painted(picture(window), tint, box) > 0.5
        assert painted(picture(window), tint, window.reader.boxes(0, 22)[0]) == 0


def test_overlaps_show_an_underline_for_each_tag(open_window):
    text = "One two three four five six."
    window = open_window(texts=(text,))
    mark(window, 0, 18, "A")
    mark(window, 4, 13, "B", "C")
    image = picture(window)
    (box,) = window.reader.boxes(4, 13)
    x = round(box.center().x())
    column = {QColor(image.pixel(x, y)).name() for y in range(int(box.top()), int(box.bottom()) + 3)}
    colors = {theme.mark(tag.color).name() for tag in window.session.tags}
    assert len(colors) == 3
    assert colors <= column


def test_a_click_selects_the_annotation_and_hovering_tells_about_it(open_window, qtbot):
    text = "One two three four five six."
    window = open_window(texts=(text,))
    outer, inner = mark(window, 0, 18, "Outer"), mark(window, 4, 7, "<b>Inner<\\/b>")
    window.session.do("Note", operations.set_note, inner, "why <i>this</i>")
    (box,) = window.reader.boxes(4, 7)
    qtbot.mouseClick(window.reader.viewport(), Qt.MouseButton.LeftButton, pos=box.center().toPoint())
    assert window.session.current == inner
    (box,) = window.reader.boxes(14, 18)
    qtbot.mouseClick(window.reader.viewport(), Qt.MouseButton.LeftButton, pos=box.center().toPoint())
    assert window.session.current == outer
    hover(window, window.reader.boxes(5, 6)[0].center())
    shown = window.reader.findChild(type(window.reader.hover), "hover")
    assert shown.isVisible()
    assert shown.text() == "Outer\n\n<b>Inner</b>\nwhy <i>this</i>"


def hover(window, at: QPointF) -> None:
    """Moves the mouse over the text without a button."""
    view = window.reader.viewport()
    event = QMouseEvent(
        QMouseEvent.Type.MouseMove, at, view.mapToGlobal(at), Qt.MouseButton.NoButton,
        Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier,
    )  # fmt: skip
    QApplication.sendEvent(view, event)


def test_selecting_with_the_mouse_and_dragging_the_ends(open_window, qtbot):
    text = "One two three four five six."
    window = open_window(texts=(text,))
    view = window.reader.viewport()

    def edge(at: int) -> QPoint:
        (box,) = window.reader.boxes(at, at + 1)
        return QPoint(round(box.left()) + 1, round(box.center().y()))

    qtbot.mousePress(view, Qt.MouseButton.LeftButton, pos=edge(4))
    qtbot.mouseMove(view, edge(13))
    qtbot.mouseRelease(view, Qt.MouseButton.LeftButton, pos=edge(13))
    assert window.reader.selection() == (4, 13)
    qtbot.keyClick(window.reader, Qt.Key.Key_H)
    (found,) = window.session.article.annotations.values()
    assert (found.start, found.stop) == (4, 13)

    hover(window, QPointF(edge(13)))
    assert view.cursor().shape() == Qt.CursorShape.SizeHorCursor
    qtbot.mousePress(view, Qt.MouseButton.LeftButton, pos=edge(13))
    qtbot.mouseMove(view, edge(18))
    qtbot.mouseRelease(view, Qt.MouseButton.LeftButton, pos=edge(18))
    stored = annotations.of_document(window.session.project.db, window.session.article.document.id)
    assert [(a.start, a.stop) for a in stored] == [(4, 18)]
    assert annotations.quote_of(window.session.project.db, stored[0].id) == "two three four"


def test_moving_the_ends_by_keys(open_window, qtbot):
    text = "One two three four five six."
    window = open_window(texts=(text,))
    made = mark(window, 4, 13, "Tag")
    window.session.select(made)
    for key, modifier, expected in (
        (Qt.Key.Key_E, Qt.KeyboardModifier.NoModifier, "two three four"),
        (Qt.Key.Key_B, Qt.KeyboardModifier.NoModifier, "One two three four"),
        (Qt.Key.Key_E, Qt.KeyboardModifier.ShiftModifier, "One two three"),
        (Qt.Key.Key_B, Qt.KeyboardModifier.ShiftModifier, "two three"),
    ):
        qtbot.keyClick(window.reader, key, modifier)
        assert annotations.quote_of(window.session.project.db, made) == expected


def test_a_quote_keeps_its_no_break_space_also_on_the_clipboard(open_window, qtbot):
    window = open_window(texts=("Ten\u00a0million dollars",))
    window.reader.set_selection(0, 11)
    window.actions_by_id["edit.copy"].trigger()
    assert QApplication.clipboard().text() == "Ten\u00a0million"
    qtbot.keyClick(window.reader, Qt.Key.Key_H)
    (found,) = window.session.article.annotations.values()
    assert window.session.article.quote(found) == "Ten\u00a0million"


def test_pinned_keys_and_repeat(open_window, qtbot):
    window = open_window(texts=("One two three four five six.",))
    energy = window.session.do("Tag", operations.create_tag_path, "Energy")
    window.session.do("Pin", operations.pin_tag, energy, 3)
    for start, key in ((0, Qt.Key.Key_3), (4, Qt.Key.Key_Q)):
        window.reader.set_selection(start, start + 3)
        qtbot.keyClick(window.reader, key)
    assert [a.tags for a in window.session.article.annotations.values()] == [(energy,), (energy,)]
    qtbot.keyClick(window.reader, Qt.Key.Key_3)  # again takes it off
    assert [a.tags for a in window.session.article.annotations.values()] == [(energy,), ()]


def test_sentences_and_paragraphs_grow_when_asked_again(window, qtbot):
    text = window.session.article.text
    quotes = []
    for key in (Qt.Key.Key_S, Qt.Key.Key_S, Qt.Key.Key_P):
        qtbot.keyClick(window.reader, key)
        selected = window.reader.selection()
        quotes.append(text[selected.start : selected.stop])
    first, rest = text.split("\n\n")
    assert quotes == ["The ambassador said little.", first, f"{first}\n\n{rest}"]


def test_the_view_comes_back_to_where_it_was(open_window):
    window = open_window(texts=("Short.", "\n\n".join(f"Paragraph {n} of a long text." for n in range(300))))
    window.session.open_article(2)
    window.reader.verticalScrollBar().setValue(200)
    place = window.reader.first_visible_offset()
    path, settings = window.session.project.path, window.settings
    window.close()
    window.session.project.close()
    again = open_window(path, settings=settings)
    assert again.session.article.document.id == 2
    assert again.reader.first_visible_offset() <= place
    assert again.reader.boxes(place, place + 5)


@pytest.mark.parametrize("text", ["x" * 200_000, "\n" * 50_000, "a"])
def test_strange_texts_open(open_window, text):
    window = open_window(texts=(text,) if text.strip() else (text + ".",))
    assert window.reader.boxes(0, 1) or not text.strip()
    assert not picture(window).isNull()


def test_each_article_keeps_its_place(open_window):
    long = "\n\n".join(f"Paragraph {n} of a long text." for n in range(300))
    window = open_window(texts=(long, "Short.", long))
    window.reader.verticalScrollBar().setValue(120)
    place = window.reader.first_visible_offset()
    for other in (2, 3):
        window.session.open_article(other)
        assert window.reader.first_visible_offset() == 0
    window.session.open_article(1)
    assert window.reader.first_visible_offset() == place


def test_another_programs_change_is_taken_over_at_the_same_place(open_window, qtbot):
    window = open_window(texts=("One two three.", "Four five six."))
    window.session.open_article(2)
    other = opened_elsewhere(window.session.project.path)
    other.run("Tag", operations.annotate, 2, 0, 4)
    other.close()
    window.reader.set_selection(5, 9)
    qtbot.keyClick(window.reader, Qt.Key.Key_H)
    assert "Another program changed this project" in window.messages.text()
    assert window.session.article.document.id == 2
    assert [(a.start, a.stop) for a in window.session.article.annotations.values()] == [(0, 4)]
    window.reader.set_selection(5, 9)
    qtbot.keyClick(window.reader, Qt.Key.Key_H)
    assert len(annotations.of_document(window.session.project.db, 2)) == 2


@pytest.mark.parametrize(
    "text",
    [
        "\n\n".join(f"Paragraph {n} of a text with words enough for two or three lines. " * 3 for n in range(80)),
        "\n".join(f"{'CHAPTER ' + str(n) if n % 9 == 0 else 'Words. ' * (n % 30)}\n" for n in range(200)),
    ],
    ids=("even", "uneven"),
)
def test_turning_pages_passes_over_no_line(open_window, qtbot, text):
    window = open_window(texts=(text,))
    reader, bar = window.reader, window.reader.verticalScrollBar()
    views = [reader.offsets_in_view()]
    while bar.value() < bar.maximum():
        qtbot.keyClick(reader, Qt.Key.Key_Space)
        views.append(reader.offsets_in_view())
    gaps = [(before, after) for before, after in pairwise(views) if after[0] > before[1]]
    assert not gaps
    assert len(views) > 3
    views = [reader.offsets_in_view()]
    while bar.value():
        qtbot.keyClick(reader, Qt.Key.Key_PageUp)
        views.append(reader.offsets_in_view())
        assert reader.caret() == views[-1][0]
    gaps = [(before, after) for before, after in pairwise(views) if before[0] > after[1]]
    assert not gaps


def test_a_passage_on_the_last_page_comes_into_view(open_window):
    text = "\n\n".join(f"Paragraph {n} of a text that is a little longer than the window." for n in range(24))
    window = open_window(texts=(text,), size=(900, 700))
    for at in (text.index("Paragraph 23"), 0, text.index("Paragraph 20"), text.index("Paragraph 12")):
        window.reader.go_to(at)
        start, stop = window.reader.offsets_in_view()
        assert start <= at < stop
        assert window.reader.viewport().rect().contains(window.reader.rect_of(at))
