"""Two articles side by side, and the way back after a jump."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from storage import operations

LONG = "\n\n".join(f"Paragraph {n} of a long text." for n in range(300))
CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier


def shown(window) -> list[int]:
    """The articles to be seen, from the left."""
    return [r.article.document.id for r in window.panes.readers if r.isVisible()]


def test_two_articles_side_by_side_each_marked_by_itself(open_window, qtbot):
    window = open_window(texts=("First text here.", "Second text there."))
    qtbot.keyClick(window, Qt.Key.Key_Backslash, CTRL)
    assert shown(window) == [1, 2]
    assert window.session.article.document.id == 2
    window.reader.set_selection(0, 6)
    qtbot.keyClick(window.reader, Qt.Key.Key_H)
    qtbot.keyClick(window, Qt.Key.Key_Tab, CTRL)
    assert window.session.article.document.id == 1
    assert window.reader is window.panes.readers[0]
    window.reader.set_selection(0, 5)
    qtbot.keyClick(window.reader, Qt.Key.Key_H)
    rows = window.session.project.db.execute("SELECT document_id, quote FROM annotation ORDER BY id").fetchall()
    assert rows == [(2, "Second"), (1, "First")]
    for reader in window.panes.readers:
        QApplication.processEvents()
        assert reader.drawn()
        assert reader.bars()


def test_undo_shows_its_place_on_the_side_that_is_active(open_window, qtbot):
    window = open_window(texts=("First text here.", "Second text there."))
    window.session.do("Tag", operations.annotate, 1, 0, 5)
    window.actions_by_id["article.beside"].trigger()
    window.session.undo()
    window.session.redo()
    assert {a.document.id for a in window.session.panes} == {1}
    assert all(len(a.annotations) == 1 for a in window.session.panes)


def test_the_same_article_on_both_sides_shows_a_change_twice(open_window):
    window = open_window(texts=("Only text here.",))
    window.actions_by_id["article.beside"].trigger()
    assert shown(window) == [1, 1]
    window.session.do("Tag", operations.annotate, 1, 0, 4)
    QApplication.processEvents()
    assert all(reader.drawn() for reader in window.panes.readers)


def test_closing_a_side_keeps_the_other_where_it_is(open_window, qtbot):
    window = open_window(texts=(LONG, LONG))
    window.actions_by_id["article.beside"].trigger()
    window.reader.verticalScrollBar().setValue(150)
    QApplication.processEvents()
    place = window.reader.first_visible_offset()
    window.actions_by_id["article.beside"].trigger()  # closes the one that is not active
    QApplication.processEvents()
    assert shown(window) == [2]
    start, stop = window.reader.offsets_in_view()
    assert start <= place < stop
    window.reader.set_selection(0, 9)
    qtbot.keyClick(window.reader, Qt.Key.Key_H)
    assert window.session.project.db.execute("SELECT document_id FROM annotation").fetchall() == [(2,)]


def test_an_article_removed_from_the_project_goes_from_both_sides(open_window):
    window = open_window(texts=("First text here.", "Second text there."))
    window.actions_by_id["article.beside"].trigger()
    window.session.do("Remove", operations.remove_document, 2)
    assert shown(window) == [1]
    window.session.undo()
    assert 1 in shown(window)


def test_alt_left_comes_back_from_a_jump_and_alt_right_goes_again(open_window, qtbot):
    window = open_window(texts=(LONG, "Short."))
    there = window.session.do("Tag", operations.annotate, 1, len(LONG) - 20, len(LONG) - 5)
    assert not window.actions_by_id["trail.back"].isEnabled()
    window.session.select(there, reveal=True)
    far = window.reader.first_visible_offset()
    assert far > 1000
    qtbot.keyClick(window, Qt.Key.Key_Left, ALT)
    assert window.reader.first_visible_offset() == 0
    qtbot.keyClick(window, Qt.Key.Key_Right, ALT)
    start, stop = window.reader.offsets_in_view()
    assert start <= far < stop
    assert not window.actions_by_id["trail.forward"].isEnabled()


def test_the_trail_leads_through_other_articles(open_window, qtbot):
    window = open_window(texts=(LONG, "Short.", LONG))
    window.reader.verticalScrollBar().setValue(100)
    place = window.reader.first_visible_offset()
    window.session.open_article(2)
    window.session.open_article(3)
    seen = []
    for _ in range(2):
        qtbot.keyClick(window, Qt.Key.Key_Left, ALT)
        seen.append((window.session.article.document.id, window.reader.first_visible_offset()))
    assert seen == [(2, 0), (1, place)]
    window.session.do("Remove", operations.remove_document, 2)
    qtbot.keyClick(window, Qt.Key.Key_Right, ALT)
    assert window.session.article.document.id == 3  # the one that is gone is passed over


def test_places_only_passed_through_are_none_to_come_back_to(open_window, qtbot):
    window = open_window(texts=(LONG,))
    for at in range(0, len(LONG) - 20, len(LONG) // 8):
        window.session.do("Tag", operations.annotate, 1, at, at + 5)
    window.reader.verticalScrollBar().setValue(4)
    start = window.reader.first_visible_offset()
    for _ in range(7):
        qtbot.keyClick(window.reader, Qt.Key.Key_F8)
        QApplication.processEvents()
    assert window.reader.first_visible_offset() > 2000
    qtbot.keyClick(window, Qt.Key.Key_Left, ALT)
    assert window.reader.first_visible_offset() == start


BOOK = "\n\n".join(f"CHAPTER {n}\n\n{LONG[: 60 * 33]}" for n in range(1, 9))


def jump(window, qtbot, typed: str) -> int:
    """Goes to a heading by the list of contents, and tells where the text in view begins then."""
    qtbot.keyClick(window.reader, Qt.Key.Key_O)
    qtbot.keyClicks(QApplication.focusWidget(), typed)
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    QApplication.processEvents()
    return window.reader.first_visible_offset()


def find(window, qtbot, typed: str) -> int:
    """Finds words, and tells where the text in view begins then."""
    qtbot.keyClick(window, Qt.Key.Key_F, CTRL)
    QApplication.focusWidget().selectAll()
    QApplication.clipboard().setText(typed)
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_V, CTRL)
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    QApplication.processEvents()
    return window.reader.first_visible_offset()


def test_a_place_jumped_to_by_the_contents_is_one_to_come_back_to(open_window, qtbot):
    window = open_window(texts=(BOOK,))
    places = [jump(window, qtbot, f"chapter {n}") for n in (3, 7)]
    places.append(find(window, qtbot, "Paragraph 58"))
    places.append(jump(window, qtbot, "chapter 5"))
    assert len({0, *places}) == 5
    for place in reversed([0, *places[:-1]]):
        qtbot.keyClick(window, Qt.Key.Key_Left, ALT)
        assert window.reader.first_visible_offset() == place


def test_turning_to_a_heading_in_view_is_a_jump_too(open_window, qtbot):
    window = open_window(texts=("CHAPTER 1\n\nWords.\n\nCHAPTER 2\n\n" + LONG,))
    assert jump(window, qtbot, "chapter 2") > 0
    qtbot.keyClick(window, Qt.Key.Key_Left, ALT)
    assert window.reader.first_visible_offset() == 0


def test_a_hit_that_was_looked_at_for_long_is_one_to_come_back_to(open_window, qtbot, monkeypatch):
    window = open_window(texts=(LONG,))
    first = find(window, qtbot, "Paragraph 99 ")
    for glance, back in ((60_000, 0), (0, first)):
        monkeypatch.setattr("ui.reader.panes._GLANCE_MS", glance)
        qtbot.wait(5)
        assert find(window, qtbot, "Paragraph 250 ") > first
        qtbot.keyClick(window, Qt.Key.Key_Left, ALT)
        assert window.reader.first_visible_offset() == back
        find(window, qtbot, "Paragraph 99 ")
