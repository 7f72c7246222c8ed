"""Ctrl K finds notes by their words, and opens them."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QListWidget

from core.notes import PROJECT, On
from storage import note_operations, operations
from tests.ui.test_commands import trigger
from tests.ui.test_notes import field, type_, view
from ui.palette import Palette


@pytest.fixture
def marked(open_window):
    """A window on two articles, a passage marked in the first."""
    window = open_window(texts=("The ambassador said little.", "Another article."))
    window.session.do("Mark", operations.annotate, 1, 4, 14)
    return window


def find(window, typed: str) -> list[str]:
    """What Ctrl K offers for these letters."""
    trigger(window, "find.anything")
    type_(typed)
    rows = window.findChild(Palette).findChild(QListWidget)
    return [rows.item(row).text() for row in range(rows.count())]


def test_a_note_is_found_by_its_words_and_opened(marked):
    marked.session.do("Note", note_operations.write_note, On("document", 2), "# Hunger\nand *thirst*, 😀 STRASSE")
    marked.session.do("Note", operations.set_note, 1, "Why thirst?")
    marked.session.do("Note", note_operations.add_note, "Thirsty days", "")
    rows = find(marked, "thirst")
    expected = {"Thirsty days", "Article 1 › Why thirst?", "Article 2 › Hunger and thirst, 😀 STRASSE"}
    assert set(rows) == expected
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    assert find(marked, "thirst hung") == ["Article 2 › Hunger and thirst, 😀 STRASSE"]
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    assert (marked.view, view(marked).on) == ("notes", On("document", 2))
    assert QApplication.focusWidget() is field(marked)
    assert find(marked, "why thi") == ["Article 1 › Why thirst?"]
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    assert view(marked).on == On("annotation", 1)


def test_what_has_the_name_comes_before_the_notes_that_have_the_words(marked):
    for number in range(20):
        marked.session.do("Note", note_operations.add_note, f"Day {number}", "An export of energy " * 50)
    rows = find(marked, "export")
    assert len(rows) == 12
    assert rows[0].startswith("Export")
    assert all("energy" in row for row in rows[-4:])
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    assert find(marked, "zzz") == []


def test_a_note_that_is_long_shows_the_words_that_were_found(marked):
    long = "One **word** more. " * 3000 + "The *needle* at last." + " And more." * 3000
    marked.session.do("Note", note_operations.write_note, PROJECT, long)
    (row,) = find(marked, "needle")
    assert row.startswith("This project › ")
    assert "The needle at last. And more." in row
    assert row.index("needle") < 70
