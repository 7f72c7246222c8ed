"""Headings and lists: shown differently, measured exactly, never changed."""

import pytest
from PySide6.QtCore import QPoint, QRectF, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication

from core import palette
from storage import annotations
from tests.ui.test_reader import mark, painted, picture

LONG = (
    "The committee met in the morning and adjourned in the afternoon, without having reached the decision that "
    "everybody in the building had been waiting for since the spring."
)
HEBREW = "הוועדה התכנסה בבוקר והתפזרה אחר הצהריים בלי שהגיעה להחלטה שכל יושבי הבית חיכו לה מאז האביב. " * 2
TITLE = "A Growing Challenge"
ITEM = "the things that were said about it in the papers, and by whom, and what came of it in the end"
SPACED = f"{LONG}\n\n{TITLE}\n\n{LONG}\n\n{LONG}"
DENSE = f"{LONG}\n{TITLE}\n{LONG}\n{LONG}"
TINT = palette.tint(palette.PALETTE[0], "#ffffff")


def line_heights(window) -> list[float]:
    """The height of the first line of each paragraph in view, in pixels."""
    starts = [visible.start for visible in window.reader.visible_blocks() if visible.block.length() > 1]
    return [window.reader.boxes(start, start + 1)[0].height() for start in starts]


def tops(window) -> list[float]:
    return [visible.top + visible.block.layout().lineAt(0).y() for visible in window.reader.visible_blocks()]


def ink(image: QImage, area: QRectF) -> list[int]:
    """The columns of an area in which something dark is painted."""
    rect = area.toRect()
    return [
        x
        for x in range(max(0, rect.left()), min(image.width(), rect.right() + 1))
        if any(QColor(image.pixel(x, y)).lightness() < 130 for y in range(rect.top() + 2, rect.bottom() - 2))
    ]


@pytest.mark.parametrize("text", [SPACED, DENSE], ids=["blank lines", "no blank lines"])
def test_a_heading_is_larger_and_has_more_space_above_than_below(open_window, text):
    window = open_window(texts=(text,))
    before, heading, after, last = line_heights(window)
    assert heading > before * 1.1
    assert before == after == last
    first, title, second, _ = (visible for visible in window.reader.visible_blocks() if visible.block.length() > 1)
    above = window.reader.boxes(title.start, title.start + 1)[0].top() - window.reader.boxes(
        first.start, first.start + len(LONG)
    )[-1].bottom()  # fmt: skip
    below = (
        window.reader.boxes(second.start, second.start + 1)[0].top()
        - window.reader.boxes(title.start, title.start + 1)[0].bottom()
    )
    assert above > below > 0
    assert window.session.article.text == text


def test_levels_have_sizes(open_window):
    text = "\n\n".join(["BOOK ONE", LONG, "CHAPTER I", LONG, TITLE, LONG])
    book, _, chapter, _, title, plain = line_heights(open_window(texts=(text,)))
    assert book > chapter > title > plain


@pytest.mark.parametrize("text", [SPACED, DENSE], ids=["blank lines", "no blank lines"])
def test_quote_boxes_and_paint_of_a_heading_are_exact(open_window, qtbot, text):
    window = open_window(texts=(text,))
    start = text.index("Growing")
    window.reader.set_selection(start, start + len("Growing"))
    qtbot.keyClick(window.reader, Qt.Key.Key_H)
    (made,) = window.session.article.annotations
    assert annotations.quote_of(window.session.project.db, made) == "Growing"
    window.session.do("Delete", lambda project: project.db.execute("DELETE FROM annotation"))
    mark(window, start, start + len("Growing"), "Tag")
    for change in (lambda: None, window.actions_by_id["view.larger"].trigger, lambda: window.resize(900, 600)):
        change()
        window.reader.clear_selection()
        window.session.select(None)
        image = picture(window)
        (inside,) = window.reader.boxes(start, start + len("Growing"))
        assert painted(image, TINT, inside) > 0.3
        title = text.index(TITLE)
        outside = window.reader.boxes(title, start) + window.reader.boxes(
            start + len("Growing"), title + len(TITLE)
        )
        assert all(painted(image, TINT, box) == 0 for box in outside)


@pytest.mark.parametrize("title", [TITLE, "דבר המערכת", "Mixed עברית Words"])
def test_mouse_and_caret_agree_with_a_heading(open_window, title):
    prose = HEBREW if title[0] > "z" else LONG
    text = f"{prose}\n\n{title}\n\n{prose}"
    window = open_window(texts=(text,))
    start = text.index(title)
    heading, plain = line_heights(window)[1], line_heights(window)[0]
    assert heading > plain
    image = picture(window)
    whole = QRectF()
    for at in range(start, start + len(title)):
        (box,) = window.reader.boxes(at, at + 1)
        whole = whole.united(box)
        assert window.reader.offset_at(box.center().toPoint()) == at
        if title.startswith("Mixed"):
            continue  # where directions meet, the caret may stand on either side
        caret = window.reader.rect_of(at)
        assert min(abs(caret.center().x() - edge) for edge in (box.left(), box.right())) <= 2
        assert caret.top() >= box.top() - 1
        assert caret.bottom() <= box.bottom() + 1
    columns = ink(image, QRectF(0, whole.top(), image.width(), whole.height()))
    assert abs(columns[0] - whole.left()) < 5
    assert abs(columns[-1] - whole.right()) < 5
    at_right = whole.right() > window.reader.viewport().width() - 5
    assert at_right == (title[0] > "z")


def test_zoom_font_and_width_keep_the_headings(open_window):
    window = open_window(texts=(DENSE,))
    settings = window.settings
    ratios = []
    for size, family, width in ((17, "", 68), (26, "", 68), (26, "DejaVu Sans", 40), (12, "", 75)):
        settings.reader_size, settings.reader_family, settings.reader_width = size, family, width
        window.reader.apply_settings()
        QApplication.processEvents()
        plain, heading, *_ = line_heights(window)
        ratios.append(heading / plain)
        block = window.reader.document().findBlockByNumber(1)
        (found,) = block.layout().formats()
        assert found.format.font().pixelSize() == round(size * 1.15)
        assert found.format.font().family() == window.reader.reading_font().family()
        places = tops(window)
        assert places == sorted(places)
    assert all(1.08 < ratio < 1.3 for ratio in ratios)


def test_the_text_stays_as_it_is(open_window):
    text = f"# Findings\n\n{LONG}\n\n- {ITEM}\n- {ITEM}\n\n   CHAPTER II\n\n{LONG}"
    window = open_window(texts=(text,))
    QApplication.processEvents()
    assert window.reader.toPlainText() == text
    window.reader.selectAll()
    window.reader.copy()
    assert QApplication.clipboard().text() == text


def test_list_items_hang(open_window):
    text = f"{LONG}\n\n- {ITEM}\n- {ITEM}\n\n{LONG}"
    window = open_window(texts=(text,))
    start = text.index("- ")
    first, second, *_ = window.reader.boxes(start, start + len(ITEM) + 2)
    (words,) = window.reader.boxes(start + 2, start + 3)
    assert words.left() > first.left()
    assert second.left() == pytest.approx(words.left(), abs=0.6)
    assert second.right() <= window.reader.viewport().width()
    after = window.reader.boxes(text.rindex(LONG), len(text))
    assert all(box.left() == pytest.approx(first.left(), abs=0.6) for box in after)


@pytest.mark.parametrize("item", [ITEM, HEBREW.strip()], ids=["left to right", "right to left"])
def test_mouse_caret_and_paint_agree_with_a_list(open_window, item):
    text = f"1. {item}\n2. {item}"
    window = open_window(texts=(text,))
    lines = window.reader.document().findBlockByNumber(0).layout()
    assert lines.lineCount() > 1
    for at in range(3, len(item)):
        for box in window.reader.boxes(at, at + 1):
            found = window.reader.cursorForPosition(box.center().toPoint()).position()
            # Qt looks a space too far in a line that is written from right to left and ends with one.
            assert text[at].isspace() or abs(found - at) <= 1 + (item != ITEM)
    word = item.split()[-2]
    start = text.index(item) + item.rindex(word)
    mark(window, start, start + len(word), "Tag")
    window.session.select(None)
    image = picture(window)
    (inside,) = window.reader.boxes(start, start + len(word))
    assert painted(image, TINT, inside) > 0.2
    assert all(painted(image, TINT, box) == 0 for box in window.reader.boxes(3, start - 1))
    whole = QRectF(0, inside.top(), image.width(), inside.height())
    columns = ink(image, whole)
    boxes = [box for box in window.reader.boxes(0, len(item) + 3) if box.top() == inside.top()]
    assert abs(columns[0] - min(box.left() for box in boxes)) < 5
    assert abs(columns[-1] - max(box.right() for box in boxes)) < 8


def test_a_list_counts_its_lines_for_the_scroll_bar(open_window):
    text = "\n".join(f"{number}. {ITEM} {ITEM}" for number in range(1, 60))
    window = open_window(texts=(text,))
    bar = window.reader.verticalScrollBar()
    for _ in range(60):
        bar.setValue(bar.value() + bar.pageStep())
        QApplication.processEvents()
    document = window.reader.document()
    blocks = [document.findBlockByNumber(number) for number in range(59)]
    assert all(block.lineCount() == block.layout().lineCount() > 1 for block in blocks)
    (box,) = window.reader.boxes(len(text) - 1, len(text))
    assert box.bottom() <= window.reader.viewport().height()


def test_a_heading_at_the_very_top_stands_under_the_articles_own(open_window):
    window = open_window(texts=(f"{TITLE}\n\n{LONG}",))
    (box,) = window.reader.boxes(0, 1)
    assert window.reader.reading_layout.header < box.top() + 3 < window.reader.reading_layout.header + 20
    assert window.reader.offset_at(QPoint(round(box.center().x()), round(box.center().y()))) == 0


def test_only_what_is_seen_is_looked_at(open_window, monkeypatch):
    text = "\n\n".join([LONG, TITLE] * 3000)
    window = open_window(texts=(text,))
    asked = window.session.article.kind_of.cache_info().currsize
    assert 0 < asked < 200
