"""What a screen reader is told while the caret moves through annotations."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent

from storage import operations

TEXT = "One two three four five six. Seven eight."


@pytest.fixture
def said(monkeypatch) -> list[str]:
    """The announcements made."""
    heard: list[str] = []

    def update(event) -> None:
        if isinstance(event, QAccessibleAnnouncementEvent):
            heard.append(event.message())

    monkeypatch.setattr(QAccessible, "updateAccessibility", update)
    return heard


def test_moving_onto_an_annotation_says_its_tags_and_length(open_window, qtbot, said):
    window = open_window(texts=(TEXT,))
    window.session.do("Tag", operations.annotate_with_paths, 1, 4, 18, ["Economy/Energy", "Trust"], "Why?")
    window.session.do("Tag", operations.annotate_with_paths, 1, 8, 13, ["Trust"], "")
    window.session.do("Highlight", operations.annotate, 1, 29, 34)
    window.reader.set_selection(0, 0)
    said.clear()
    for _ in range(9):
        qtbot.keyClick(window.reader, Qt.Key.Key_Right)
    assert said == ["Tags Economy › Energy, Trust, 3 words, with a note", "Tag Trust, 2 of 2, 1 word"]
    qtbot.keyClick(window.reader, Qt.Key.Key_Tab)
    assert said[-1] == "Tags Economy › Energy, Trust, 1 of 2, 3 words, with a note"
    qtbot.keyClick(window.reader, Qt.Key.Key_F8)
    qtbot.keyClick(window.reader, Qt.Key.Key_F8)
    assert said[-1] == "Highlight without a tag, 1 word"


def test_nothing_is_said_where_there_is_nothing(open_window, qtbot, said):
    window = open_window(texts=(TEXT,))
    for _ in range(3):
        qtbot.keyClick(window.reader, Qt.Key.Key_Right)
    assert said == []
