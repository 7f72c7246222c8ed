"""Contents and bookmarks: opened with O, filtered by typing, left with Enter or Esc."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QListView

from core.article import Article
from core.model import Bookmark, BookmarkId, Document, DocumentId
from storage import operations, reading
from ui.contents import Contents, entries, place_of

LONG = (
    "The committee met in the morning and adjourned in the afternoon, without having reached the decision that "
    "everybody in the building had been waiting for since the spring."
)
CHAPTERS = ("BOOK ONE", "CHAPTER I", "CHAPTER II", "CHAPTER III", "BOOK TWO", "CHAPTER I", "CHAPTER II")
BOOK = "\n\n".join(part for name in CHAPTERS for part in (name, *[LONG] * (1 if "BOOK" in name else 12)))


def panel(window) -> Contents:
    return window.findChild(Contents)


def press(window, qtbot, key, modifier=Qt.KeyboardModifier.NoModifier) -> None:
    qtbot.keyClick(QApplication.focusWidget(), key, modifier)
    QApplication.processEvents()


def open_contents(window, qtbot) -> Contents:
    window.reader.setFocus()
    press(window, qtbot, Qt.Key.Key_O)
    assert panel(window).isVisible()
    return panel(window)


def rows(window) -> list[tuple[str, str]]:
    model = panel(window).findChild(QListView).model()
    return [(row.before.strip("\u200e") + row.name, row.hint) for row in model.rows]


def marked(window) -> str:
    index = panel(window).findChild(QListView).currentIndex()
    return index.data()


def article(text: str) -> Article:
    document = Document(DocumentId(1), "Title", "", "", "", "", len(text), 0, "")
    return Article(document, text, [])


def bookmark(at: int, name: str = "") -> Bookmark:
    return Bookmark(BookmarkId(at), DocumentId(1), at, name)


def test_headings_and_bookmarks_are_in_text_order_and_lie_below_each_other():
    book = article(BOOK)
    first, third = BOOK.index("CHAPTER I"), BOOK.index("CHAPTER III")
    found = entries(book, [bookmark(first + 20, "Read on here"), bookmark(third + 13)])
    assert [(entry.name, entry.depth) for entry in found][:6] == [
        ("BOOK ONE", 0),
        ("CHAPTER I", 1),
        ("Read on here", 2),
        ("CHAPTER II", 1),
        ("CHAPTER III", 1),
        ("The committee met in the morning and adjourned in the…", 2),
    ]
    assert [entry.offset for entry in found] == sorted(entry.offset for entry in found)
    assert found[0].paragraph == 1
    assert found[1].paragraph == 3
    assert entries(article(LONG), [bookmark(0, "Start")])[0].depth == 0
    assert entries(article(LONG), []) == []


def test_which_part_of_the_text_a_place_is_in():
    found = entries(article(f"{LONG}\n\nCHAPTER I\n\n{LONG}\n\nCHAPTER II\n\n{LONG}"), [bookmark(5, "Early")])
    first, second = found[1].offset, found[2].offset
    assert [place_of(found, at) for at in (0, first - 1, first, second - 1, second, 10**6)] == [
        None, None, 1, 1, 2, 2,
    ]  # fmt: skip


def test_o_lists_the_headings_and_marks_where_the_reader_is(open_window, qtbot):
    window = open_window(texts=(BOOK,))
    window.reader.go_to(BOOK.index("CHAPTER III") + 300)
    open_contents(window, qtbot)
    assert [name.strip() for name, _ in rows(window)] == list(CHAPTERS)
    assert rows(window)[1] == ("\u2003CHAPTER I", "¶ 3")
    assert marked(window) == "CHAPTER III"
    press(window, qtbot, Qt.Key.Key_Escape)
    assert not panel(window).isVisible()
    assert window.reader.hasFocus()


def test_where_the_reader_is_when_the_caret_is_out_of_view(open_window, qtbot):
    window = open_window(texts=(BOOK,))
    window.reader.go_to(0)
    window.reader.verticalScrollBar().setValue(window.reader.verticalScrollBar().maximum())
    open_contents(window, qtbot)
    assert window.session.article.headings[-1].title == marked(window) == "CHAPTER II"


def test_enter_goes_there_and_alt_left_comes_back(open_window, qtbot):
    window = open_window(texts=(BOOK,))
    open_contents(window, qtbot)
    for key in (Qt.Key.Key_PageDown, Qt.Key.Key_Up, Qt.Key.Key_Return):
        press(window, qtbot, key)
    target = window.session.article.headings[-2].offset
    assert not panel(window).isVisible()
    assert window.reader.hasFocus()
    assert window.reader.caret() == target
    (box, *_) = window.reader.boxes(target, target + 7)
    assert box.top() < 60
    window.actions_by_id["trail.back"].trigger()
    assert window.reader.first_visible_offset() == 0


def test_typing_finds_headings_and_marks_the_best(open_window, qtbot):
    window = open_window(texts=(BOOK,))
    open_contents(window, qtbot)
    qtbot.keyClicks(QApplication.focusWidget(), "two")
    assert [name.strip() for name, _ in rows(window)] == ["BOOK TWO"]
    press(window, qtbot, Qt.Key.Key_Return)
    assert window.reader.caret() == BOOK.index("BOOK TWO")
    open_contents(window, qtbot)
    assert panel(window).findChild(QLineEdit).text() == ""
    assert marked(window) == "BOOK TWO"
    qtbot.keyClicks(QApplication.focusWidget(), "zebra")
    assert rows(window) == []
    assert "has these words" in said(window)
    press(window, qtbot, Qt.Key.Key_Return)
    assert panel(window).isVisible()


def said(window) -> str:
    return " ".join(label.text() for label in panel(window).findChildren(QLabel) if label.isVisible())


def test_a_click_goes_there(open_window, qtbot):
    window = open_window(texts=(BOOK,))
    open_contents(window, qtbot)
    view = panel(window).findChild(QListView)
    place = view.visualRect(view.model().index(2, 0)).center()
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert window.reader.caret() == BOOK.index("CHAPTER II")


def test_bookmarks_are_listed_gone_to_and_removed(open_window, qtbot):
    window = open_window(texts=(BOOK,))
    at = BOOK.index("CHAPTER II") + 12
    window.reader.go_to(at + 30)
    press(window, qtbot, Qt.Key.Key_M)
    window.reader.go_to(0)
    open_contents(window, qtbot)
    assert rows(window)[3][0].startswith("\u2003\u2003The committee met")
    for _ in range(3):
        press(window, qtbot, Qt.Key.Key_Down)
    press(window, qtbot, Qt.Key.Key_Return)
    assert window.reader.caret() == at
    open_contents(window, qtbot)
    press(window, qtbot, Qt.Key.Key_Delete)  # a heading cannot be removed
    assert len(rows(window)) == len(CHAPTERS) + 1
    press(window, qtbot, Qt.Key.Key_Down)
    press(window, qtbot, Qt.Key.Key_Delete)
    assert len(rows(window)) == len(CHAPTERS)
    assert panel(window).isVisible()
    assert reading.bookmarks(window.session.project.db, window.session.article.document.id) == []
    window.session.undo()
    assert len(rows(window)) == len(CHAPTERS) + 1


def test_del_in_the_middle_of_what_was_typed_only_deletes_a_letter(open_window, qtbot):
    window = open_window(texts=(BOOK,))
    window.session.do("Bookmark", operations.add_bookmark, window.session.article.document.id, 10, "Start")
    open_contents(window, qtbot)
    qtbot.keyClicks(QApplication.focusWidget(), "Start")
    press(window, qtbot, Qt.Key.Key_Home)
    press(window, qtbot, Qt.Key.Key_Delete)
    assert panel(window).findChild(QLineEdit).text() == "tart"
    assert len(window.session.bookmarks()) == 1


def test_an_article_with_neither_says_so_kindly(open_window, qtbot):
    window = open_window(texts=(LONG,))
    open_contents(window, qtbot)
    assert said(window) == "No headings found in this article. M sets a bookmark. Esc"
    assert not panel(window).findChild(QLineEdit).isVisible()
    press(window, qtbot, Qt.Key.Key_Escape)
    assert not panel(window).isVisible()
    assert window.reader.hasFocus()


def test_another_article_closes_it_and_has_its_own_contents(open_window, qtbot):
    window = open_window(texts=(BOOK, f"Only One Heading\n\n{LONG}"))
    open_contents(window, qtbot)
    window.session.open_article(DocumentId(2))
    QApplication.processEvents()
    assert not panel(window).isVisible()
    open_contents(window, qtbot)
    assert [name for name, _ in rows(window)] == ["Only One Heading"]


def test_the_menu_opens_it_from_the_charts_too(open_window, qtbot):
    window = open_window(texts=(BOOK,))
    window.show_view("charts")
    window.actions_by_id["place.contents"].trigger()
    assert window.view == "read"
    assert panel(window).isVisible()


def test_a_small_window_shows_fewer_rows(open_window, qtbot):
    window = open_window(texts=(BOOK,))
    window.resize(700, 470)
    QApplication.processEvents()
    found = open_contents(window, qtbot)
    assert window.rect().contains(found.geometry())


def test_a_screen_reader_is_told_what_a_row_is(open_window, qtbot):
    window = open_window(texts=(BOOK,))
    window.session.do("Bookmark", operations.add_bookmark, window.session.article.document.id, 10, "Start")
    open_contents(window, qtbot)
    view = panel(window).findChild(QListView)
    names = [view.model().index(row, 0).data(Qt.ItemDataRole.AccessibleTextRole) for row in (0, 1, 2)]
    assert names == ["BOOK ONE, paragraph 1", "Bookmark: Start, paragraph 2", "CHAPTER I, paragraph 3"]
    for widget in (panel(window), view, panel(window).findChild(QLineEdit)):
        assert QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_heading_in_hebrew_and_one_with_a_family(open_window, qtbot, theme):
    text = f"דבר המערכת\n\n{LONG}\n\nThe 👩‍👩‍👧 Family Album\n\n{LONG}"
    window = open_window(texts=(text,))
    window.set_theme(theme)
    open_contents(window, qtbot)
    assert [name for name, _ in rows(window)] == ["דבר המערכת", "The 👩‍👩‍👧 Family Album"]
    assert not panel(window).grab().isNull()
