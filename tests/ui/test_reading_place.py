"""Where each article was left, what was read of it, and bookmarks: in the window, and after a restart."""

import sqlite3

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication, QLabel, QListView, QWidget

from storage import operations, reading
from storage.project import Project
from storage.reading import Reading
from tests.storage.contents import opened_elsewhere
from ui import reading_record, shot, theme
from ui.reader import tracker
from ui.settings import settings_path

LONG = "\n\n".join(f"Paragraph {n} of a long text, with some words to read in it." for n in range(1, 301))
SHORT = "One paragraph.\n\nAnd another one."


@pytest.fixture
def quick(monkeypatch):
    """What is in view counts as read at once."""
    monkeypatch.setattr(tracker, "_EVERY_MS", 15)


def restarted(window, open_window):
    """The same project in a new window, without anything that the settings remember."""
    window.close()
    window.session.project.close()
    return open_window(window.session.project.path)


def stored(window) -> dict[int, Reading]:
    return reading.readings(window.session.project.db)


def revision(window) -> int:
    return window.session.project.db.execute("SELECT revision FROM project").fetchone()[0]


def colors(widget: QWidget) -> set[str]:
    QApplication.processEvents()
    image = widget.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    return {QColor(image.pixel(x, y)).name() for x in range(image.width()) for y in range(image.height())}


def row(window, number: int, role=Qt.ItemDataRole.AccessibleTextRole) -> str:
    return window.library.findChild(QListView).model().index(number).data(role)


# -- where it was left


def test_each_article_opens_where_it_was_left_also_after_a_restart(open_window):
    window = open_window(texts=(LONG, SHORT, LONG))
    before = revision(window)
    places = {}
    for document, line in ((1, 120), (3, 333)):
        window.session.open_article(document)
        window.reader.verticalScrollBar().setValue(line)
        places[document] = window.reader.first_visible_offset()
    again = restarted(window, open_window)
    for document in (3, 1, 2, 3):
        again.session.open_article(document)
        assert again.reader.first_visible_offset() == places.get(document, 0)
    assert revision(again) == before
    assert [step.place for step in stored(again).values()] == [places[1], places[3]]
    assert again.session.project.undo().label == "Add articles"


def test_opening_writes_nothing_and_a_narrower_window_keeps_the_place(open_window):
    window = open_window(texts=(LONG,))
    window.reader.verticalScrollBar().setValue(120)
    place = window.reader.first_visible_offset()
    again = restarted(window, open_window)
    before = again.session.project.path.read_bytes()
    again.resize(700, 600)
    QApplication.processEvents()
    again.resize(1300, 900)
    QApplication.processEvents()
    third = restarted(again, open_window)
    assert third.session.project.path.read_bytes() == before
    assert third.reader.first_visible_offset() == place


def test_a_picture_of_the_window_leaves_everything_as_it_was(open_window, tmp_path):
    window = open_window(texts=(LONG, LONG))
    reading.save_readings(window.session.project, {1: Reading(len(LONG) - 90, "1"), 2: Reading(500, "")})
    window.close()
    window.session.project.close()
    path = window.session.project.path
    before, remembered = path.read_bytes(), settings_path().read_bytes()
    shot.take(path, tmp_path / "shot.png", "read", 2, "light", (800, 600))
    assert (path.read_bytes(), settings_path().read_bytes()) == (before, remembered)


def test_leaving_for_another_project_keeps_the_places_apart(open_window, tmp_path):
    window = open_window(texts=(LONG, SHORT))
    first = window.session.project.path
    other = Project.create(tmp_path / "other.postil")
    other.close()
    window.reader.verticalScrollBar().setValue(120)
    place = window.reader.first_visible_offset()
    assert window.session.open_project(other.path)
    assert stored(window) == {}
    assert window.session.open_project(first)
    assert window.session.article.document.id == 1
    assert window.reader.first_visible_offset() == place
    window.session.open_article(2)
    window.session.open_project(other.path)
    window.session.open_project(first)
    assert window.session.article.document.id == 2


def test_another_programs_change_does_not_lose_the_place(open_window, qtbot):
    window = open_window(texts=(LONG,))
    window.reader.verticalScrollBar().setValue(120)
    place = window.reader.first_visible_offset()
    other = opened_elsewhere(window.session.project.path)
    other.run("Bookmark", operations.add_bookmark, 1, 0, "The beginning")
    other.close()
    window.reader.set_selection(place, place + 9)
    qtbot.keyClick(window.reader, Qt.Key.Key_H)
    assert "Another program changed this project" in window.messages.text()
    assert window.reader.first_visible_offset() == place
    assert [bookmark.offset for bookmark in window.session.bookmarks()] == [0]


def test_a_locked_file_neither_holds_the_window_up_nor_is_told_about(open_window):
    window = open_window(texts=(LONG,))
    window.reader.verticalScrollBar().setValue(120)
    other = sqlite3.connect(window.session.project.path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    asked = []
    window.session.project.db.conn.set_trace_callback(asked.append)
    window.close()
    window.session.project.db.conn.set_trace_callback(None)
    (tried,) = (n for n, sql in enumerate(asked) if sql.startswith("INSERT INTO reading"))
    patience = [sql for sql in asked[:tried] if sql.startswith("PRAGMA busy_timeout =")]
    assert patience[-1] == "PRAGMA busy_timeout = 0"
    assert not window.messages.text()
    other.execute("ROLLBACK")
    other.close()
    assert stored(window) == {}


def test_the_same_article_on_both_sides_is_left_where_it_is_worked_on(open_window):
    window = open_window(texts=(LONG,))
    window.panes.open_beside(1)
    window.panes.readers[0].verticalScrollBar().setValue(50)
    window.reader.verticalScrollBar().setValue(120)
    place = window.reader.first_visible_offset()
    assert restarted(window, open_window).reader.first_visible_offset() == place


def test_the_status_line_tells_the_paragraph_of_the_caret_or_when_that_is_out_of_view_the_one_at_the_top(
    open_window,
):
    window = open_window(texts=(LONG, LONG))
    reader = window.reader

    def told() -> str:
        QApplication.processEvents()
        return next(text for each in window.status.findChildren(QLabel) if (text := each.text()).startswith("¶"))

    assert told() == "¶ 1 of 300"
    for place in ("Paragraph 3 ", "Paragraph 200 "):
        reader.go_to(LONG.index(place))
        assert told() == f"¶ {place.split()[1]} of 300"
    for line in (500, 100):
        reader.verticalScrollBar().setValue(line)
        top = window.session.article.lines.paragraph_at(reader.first_visible_offset())
        assert told() == f"¶ {top} of 300"
    reader.set_selection(LONG.index("Paragraph 7 "), LONG.index("Paragraph 8 "))
    assert told().startswith("¶ 7 of 300 · ")
    window.session.open_article(2)
    assert told() == "¶ 1 of 300"


# -- what was read


def test_what_was_in_view_for_a_while_counts_as_read(open_window, qtbot):
    window = open_window(texts=(LONG, SHORT))
    before = revision(window)
    qtbot.wait(1000)
    assert not window.session.reading.was_begun(1)
    qtbot.waitUntil(lambda: window.session.reading.was_begun(1), timeout=3000)
    read = window.session.reading.progress(1)
    seen = window.session.article.lines.paragraph_at(window.reader.offsets_in_view()[1])
    assert seen - 1 <= read.read <= seen
    assert read.stretches[0][0] == 0
    assert f"{read.percent} % read" in row(window, 0)
    assert "read" not in row(window, 1)
    assert revision(window) == before
    again = restarted(window, open_window)
    assert again.session.reading.progress(1) == read


def test_an_article_read_to_its_end_says_so(open_window, qtbot, quick):
    window = open_window(texts=(SHORT, LONG))
    assert theme.current().muted not in strip_colors(window, 0)
    qtbot.waitUntil(lambda: "read" in row(window, 0).split(", "))
    assert theme.current().muted in strip_colors(window, 0)
    assert theme.current().muted not in strip_colors(window, 1)
    told = row(window, 0, Qt.ItemDataRole.ToolTipRole)
    assert "2 paragraphs read · 0 annotated" in told
    assert "Article" not in told  # no text from files in tooltips


def strip_colors(window, number: int) -> set[str]:
    """The colours at the lower end of an article's row."""
    view = window.library.findChild(QListView)
    area = view.visualRect(view.model().index(number))
    QApplication.processEvents()
    image = view.viewport().grab(area.adjusted(20, area.height() - 8, -20, 0)).toImage()
    return {QColor(image.pixel(x, y)).name() for x in range(image.width()) for y in range(image.height())}


def test_only_what_was_scrolled_to_counts_and_only_in_the_active_window(open_window, qtbot, quick):
    window = open_window(texts=(LONG,))
    qtbot.waitUntil(lambda: window.session.reading.was_begun(1))
    first = window.session.reading.progress(1)
    other = QWidget()
    qtbot.addWidget(other)
    other.show()
    other.activateWindow()
    qtbot.waitUntil(other.isActiveWindow)
    window.reader.verticalScrollBar().setValue(400)
    qtbot.wait(200)
    assert window.session.reading.progress(1) == first
    window.activateWindow()
    qtbot.waitUntil(lambda: window.session.reading.progress(1) != first)
    read = window.session.reading.progress(1)
    assert len(read.stretches) == 2
    assert read.stretches[1].start >= window.reader.first_visible_offset()


def test_reading_is_written_in_a_pause_and_not_at_every_look(open_window, qtbot, quick, monkeypatch):
    window = open_window(texts=(SHORT,))
    qtbot.waitUntil(lambda: window.session.reading.was_begun(1))
    qtbot.wait(100)
    assert stored(window) == {}
    monkeypatch.setattr(reading_record, "SAVED_EVERY", 0.0)
    qtbot.waitUntil(lambda: stored(window) == {1: Reading(0, "1-2")})


def test_an_article_is_written_soon_after_it_was_left(open_window, qtbot, quick):
    window = open_window(texts=(SHORT, LONG))
    qtbot.waitUntil(lambda: window.session.reading.was_begun(1))
    window.session.open_article(2)
    qtbot.waitUntil(lambda: stored(window).get(1) == Reading(0, "1-2"))


@pytest.mark.parametrize("said", ["nonsense", "9-1,x,-4", "1-999999999", "\u0661-\u0662"])
def test_rubbish_in_the_file_is_read_as_well_as_it_can_be(open_window, said):
    window = open_window(texts=(SHORT, LONG))
    reading.save_readings(window.session.project, {1: Reading(10**9, said)})
    again = restarted(window, open_window)
    again.session.open_article(2)
    again.session.open_article(1)
    expected = "read" if said.startswith("1-9") else ""
    assert ("read" in row(again, 0).split(", ")) == bool(expected)


def test_no_text_is_fetched_for_articles_that_nobody_began(open_window):
    window = open_window(texts=(SHORT, *[LONG] * 20))
    asked = []
    window.session.project.db.conn.set_trace_callback(asked.append)
    window.library.findChild(QListView).viewport().update()
    QApplication.processEvents()
    window.library.grab()
    window.session.project.db.conn.set_trace_callback(None)
    assert not [sql for sql in asked if "document_text" in sql]


# -- bookmarks


def gutter(window) -> QWidget:
    return next(child for child in window.reader.children() if type(child).__name__ == "Gutter")


def test_m_sets_and_removes_a_bookmark_and_undo_brings_it_back(open_window, qtbot):
    window = open_window(texts=(LONG, SHORT))
    accent = theme.current().accent
    start = LONG.index("Paragraph 3")
    window.reader.set_selection(start + 12, start + 12)
    assert accent not in colors(gutter(window))
    qtbot.keyClick(window.reader, Qt.Key.Key_M)
    (bookmark,) = window.session.bookmarks()
    assert (bookmark.offset, bookmark.name) == (start, "Paragraph 3 of a long text, with some words to read in it.")
    assert accent in colors(gutter(window))
    assert window.session.undo_label.startswith("Bookmark “Paragraph 3 of")
    qtbot.keyClick(window.reader, Qt.Key.Key_M)
    assert window.session.bookmarks() == []
    assert accent not in colors(gutter(window))
    window.session.open_article(2)
    window.actions_by_id["edit.undo"].trigger()
    assert window.session.article.document.id == 1  # undo shows where
    assert window.session.bookmarks() == [bookmark]
    assert accent in colors(gutter(window))
    again = restarted(window, open_window)
    assert again.session.bookmarks(1) == [bookmark]


def test_going_from_bookmark_to_bookmark(open_window, qtbot):
    window = open_window(texts=(LONG,))
    starts = [LONG.index(f"Paragraph {n} ") for n in (5, 100, 250)]
    for start in starts:
        window.reader.go_to(start + 3)
        window.actions_by_id["bookmark.toggle"].trigger()
    control = Qt.KeyboardModifier.ControlModifier
    back = control | Qt.KeyboardModifier.ShiftModifier
    window.reader.go_to(0)
    seen = []
    for modifiers in (control, control, control, control, back, back, back):
        qtbot.keyClick(window.reader, Qt.Key.Key_F2, modifiers)
        seen.append(window.reader.caret())
        assert window.reader.boxes(seen[-1], seen[-1] + 5)
    assert seen == [*starts, starts[2], starts[1], starts[0], starts[0]]
    assert "no bookmark before this place" in window.messages.text()


def test_a_caret_left_behind_is_not_where_the_bookmark_goes(open_window, qtbot):
    window = open_window(texts=(LONG,))
    window.reader.verticalScrollBar().setValue(300)
    qtbot.keyClick(window.reader, Qt.Key.Key_M)
    (bookmark,) = window.session.bookmarks()
    assert window.reader.boxes(bookmark.offset, bookmark.offset + 5)


def test_a_removed_article_comes_back_with_its_bookmarks(open_window, qtbot):
    window = open_window(texts=(LONG, SHORT))
    qtbot.keyClick(window.reader, Qt.Key.Key_M)
    before = window.session.bookmarks(1)
    window.actions_by_id["article.remove"].trigger()
    assert 1 not in window.session.documents
    window.actions_by_id["edit.undo"].trigger()
    assert window.session.bookmarks(1) == before
    assert len(before) == 1
