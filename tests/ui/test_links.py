"""Links in what others wrote: shown in full, as letters, and opened by nothing; addresses in notes: on request."""

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPlainTextEdit, QPushButton, QWidget

from core.notes import PROJECT
from storage import note_operations, operations
from tests.ui.test_commands import in_dialog, trigger
from tests.ui.test_notes import field

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


def follow(window, address: str, button: str) -> tuple[str, str] | None:
    """What the sheet says about an address in a note, before a button of it is pressed; None where none opens."""
    window.session.do("Note", note_operations.write_note, PROJECT, f"😀 See {address}")
    trigger(window, "note.project")
    here = field(window)
    cursor = here.textCursor()
    cursor.setPosition(9)
    here.setTextCursor(cursor)
    seen = []

    def answer(sheet) -> None:
        if sheet is not None:
            shown, said = sheet.findChild(QPlainTextEdit), sheet.findChild(QLabel)
            seen.append((shown.toPlainText(), said.text()))
            (pressed,) = (b for b in sheet.findChildren(QPushButton) if b.text() == button)
            pressed.click()

    in_dialog(answer)
    QTest.keyClick(here, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    QTest.qWait(60)
    return seen[0] if seen else None


@pytest.mark.parametrize(
    ("address", "shown", "leads_to"),
    [
        ("https://a.b/c?d=1&e=<", "https://a.b/c?d=1&e=", "to a.b."),
        ("http://bank.example@evil.example/", "http://bank.example@evil.example/", "to evil.example."),
        ("https://аpple.example/ü", "https://xn--pple-43d.example/%C3%BC", "to xn--pple-43d.example."),
        ("mailto:a@b.example", "mailto:a@b.example", "mail program"),
        ("https://a.b/" + "long/" * 300, "https://a.b/" + "long/" * 300, "to a.b."),
    ],
)
def test_an_address_is_opened_only_after_all_of_it_was_shown(linked, opened, address, shown, leads_to):
    button = "Open in the mail program" if address.startswith("mailto") else "Open in the browser"
    assert follow(linked, address, "Cancel")[0] == shown
    assert opened.urls == []
    _, said = follow(linked, address, button)
    assert leads_to in said
    assert [QUrl(url).toEncoded() for url in opened.urls] == [shown.encode()]
    assert (linked.view, QApplication.activeModalWidget()) == ("notes", None)


def test_an_address_is_copied_as_it_is_written(linked, opened):
    follow(linked, "https://a.b/ü?d=1", "Copy")
    assert QGuiApplication.clipboard().text() == "https://a.b/ü?d=1"
    assert "copied" in linked.messages.text()
    assert opened.urls == []


@pytest.mark.parametrize("address", ["https://[", "http://:80/x", "mailto:?body=x"])
def test_what_leads_nowhere_is_copied_and_never_opened(linked, opened, address):
    assert follow(linked, address, "Cancel") is None
    assert QGuiApplication.clipboard().text() == address
    assert opened.urls == []


@pytest.mark.parametrize("address", ["javascript:alert(1)", "file:///etc/passwd", "ftp://a.b", "smb://a.b/c"])
def test_no_other_address_is_a_link(linked, opened, address):
    assert follow(linked, address, "Cancel") is None
    assert opened.urls == []
