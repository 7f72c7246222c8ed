"""Links in what others wrote: shown in full, as letters, and opened by nothing."""

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QLabel, QWidget

from storage import operations
from tests.ui.test_commands import trigger

LINKS = ("https://example.org/?q=1&x=<b>", "mailto:a@example.org", "file:///etc/passwd", "javascript:alert(1)")
HTML = '<a href="https://example.org/">here</a> <img src="file://host/share/x.png">'
TEXT = "\n\n".join([*LINKS, HTML, "[here](https://example.org/)"])


@pytest.fixture
def linked(open_window):
    """A window on links in a text, a title, a tag and a note."""
    window = open_window(texts=(TEXT,))
    session = window.session
    session.do("Edit", operations.edit_document, 1, HTML, LINKS[0], LINKS[1], "")
    tag = session.do("Tag", operations.create_tag_path, HTML.replace("/", "\\/"))
    session.do("Define", operations.define_tag, tag, HTML)
    annotation = session.do("Mark", operations.annotate, 1, 0, len(LINKS[0]), [tag])
    session.do("Note", operations.set_note, annotation, HTML)
    return window


def test_the_handler_notices_what_is_opened(opened):
    QDesktopServices.openUrl(QUrl(LINKS[1]))
    assert opened.urls == [LINKS[1]]


def test_links_are_shown_as_they_are_written(linked):
    assert linked.reader.document().toPlainText() == TEXT
    formats = {label.textFormat() for label in linked.findChildren(QLabel)}
    assert formats == {Qt.TextFormat.PlainText}
    assert not any(label.openExternalLinks() for label in linked.findChildren(QLabel))


@pytest.mark.parametrize("held", [Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier])
def test_nothing_opens_a_link(linked, opened, qtbot, held):
    linked.session.select(1)
    for offset in range(0, len(TEXT), 7):
        for box in linked.reader.boxes(offset, offset + 1):
            qtbot.mouseClick(linked.reader.viewport(), Qt.MouseButton.LeftButton, held, box.center().toPoint())
            qtbot.mouseDClick(linked.reader.viewport(), Qt.MouseButton.LeftButton, held, box.center().toPoint())
    linked.reader.set_selection(3, 3)
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Space, Qt.Key.Key_Tab, Qt.Key.Key_Enter):
        qtbot.keyClick(linked.reader, key, held)
    for part in (linked.library, linked.tag_panel, linked.cards):
        for widget in [w for w in part.findChildren(QWidget) if w.isVisible()]:
            qtbot.mouseClick(widget, Qt.MouseButton.LeftButton, held, widget.rect().center())
    trigger(linked, "view.charts")
    assert opened.urls == []
