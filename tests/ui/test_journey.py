"""A reader's work in the real window by keyboard alone: mark, tag, note, chart, undo, restart, export."""

import json

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QFileDialog

from storage import annotations, history, tags
from storage.documents import all_documents
from ui.views import VIEWS


def focused(kind):
    """The widget with the focus, which must be of this kind."""
    widget = QApplication.focusWidget()
    assert isinstance(widget, kind), widget
    return widget


def passages(window) -> list[tuple[str, list[str], str]]:
    """(quote, tag paths, note) of every annotation in the project's file."""
    db = window.session.project.db
    tree = tags.tag_tree(db)
    return [(quote, [tree.path(t) for t in a.tags], a.note) for a, quote in annotations.everywhere(db)]


def dump(window) -> list[str]:
    """All of the reader's work as the file holds it."""
    db = window.session.project.db
    tables = ("document", "tag", "annotation", "coding")
    return [repr(row) for table in tables for row in db.execute(f"SELECT * FROM {table} ORDER BY id")]


def has_color(image: QImage, color: str) -> bool:
    wanted = int(color[1:], 16) | 0xFF000000
    return any(image.pixel(x, y) == wanted for y in range(image.height()) for x in range(image.width()))


def press(qtbot, window, key, modifier=Qt.KeyboardModifier.NoModifier) -> None:
    qtbot.keyClick(QApplication.focusWidget() or window, key, modifier)
    QApplication.processEvents()


def type_in(qtbot, text: str) -> None:
    qtbot.keyClicks(QApplication.focusWidget(), text)
    QApplication.processEvents()


CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


def test_mark_tag_note_chart_undo_redo_restart(window, open_window, qtbot):
    states = [dump(window)]
    # A tag that exists already.
    press(qtbot, window, Qt.Key.Key_T, CTRL)
    type_in(qtbot, "Energy")
    press(qtbot, window, Qt.Key.Key_Return)
    states.append(dump(window))
    press(qtbot, window, Qt.Key.Key_2, Qt.KeyboardModifier.AltModifier)

    # The second sentence of the article.
    press(qtbot, window, Qt.Key.Key_S)
    for _ in range(2):
        press(qtbot, window, Qt.Key.Key_Right)
    press(qtbot, window, Qt.Key.Key_S)
    quote = "Oil sanctions came into force on Monday, and prices rose."
    selected = window.reader.selection()
    assert window.session.article.text[selected.start : selected.stop] == quote

    # Tagged with two tags, one of them new.
    press(qtbot, window, Qt.Key.Key_T)
    type_in(qtbot, "ener")
    press(qtbot, window, Qt.Key.Key_Tab)
    type_in(qtbot, "Economy/Sanctions")
    press(qtbot, window, Qt.Key.Key_Return, CTRL)
    states.append(dump(window))
    assert passages(window) == [(quote, ["Energy", "Economy/Sanctions"], "")]

    # A note.
    press(qtbot, window, Qt.Key.Key_N)
    type_in(qtbot, "Check the date.")
    press(qtbot, window, Qt.Key.Key_Escape)
    states.append(dump(window))
    assert passages(window) == [(quote, ["Energy", "Economy/Sanctions"], "Check the date.")]

    # Seen in the reader, the list and the chart.
    color = next(t.color for t in window.session.tags if t.name == "Energy")
    assert has_color(window.reader.viewport().grab().toImage(), color)
    assert has_color(window.cards.grab().toImage(), "#0f6b6b")  # the card at the caret is marked
    press(qtbot, window, Qt.Key(Qt.Key.Key_1 + list(VIEWS).index("charts")), CTRL)
    assert has_color(window.made["charts"].grab().toImage(), color)
    press(qtbot, window, Qt.Key.Key_1, CTRL)

    # Undone step by step to the beginning (the first step added the article), redone to the end.
    for state in states[-2::-1]:
        press(qtbot, window, Qt.Key.Key_Z, CTRL)
        assert dump(window) == state
    press(qtbot, window, Qt.Key.Key_Z, CTRL)
    assert all_documents(window.session.project.db) == []
    press(qtbot, window, Qt.Key.Key_Y, CTRL)
    for state in states[1:]:
        press(qtbot, window, Qt.Key.Key_Y, CTRL)
        assert dump(window) == state

    # All there after a restart, and still undoable.
    path = window.session.project.path
    window.close()
    window.session.project.close()
    again = open_window(path)
    assert dump(again) == states[-1]
    assert again.session.article is not None
    press(qtbot, again, Qt.Key.Key_Z, CTRL)
    assert dump(again) == states[-2]


def test_a_new_user_starts_from_nothing(window, qtbot, tmp_path, monkeypatch):
    own = tmp_path / "my text.txt"
    own.write_bytes("\ufeffMy own words.\r\nA second line 😀 here.".encode())
    target, out = tmp_path / "mine.postil", tmp_path / "mine.json"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    press(qtbot, window, Qt.Key.Key_N, CTRL)
    assert window.session.project.path == target
    assert window.session.article is None
    assert not window.reader.isVisible()

    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_: ([str(own)], ""))
    press(qtbot, window, Qt.Key.Key_A, CTRL | SHIFT)
    qtbot.waitUntil(lambda: window.session.article is not None)
    assert window.session.article.text == "My own words.\nA second line 😀 here."

    window.reader.setFocus()
    press(qtbot, window, Qt.Key.Key_P)
    press(qtbot, window, Qt.Key.Key_P)
    press(qtbot, window, Qt.Key.Key_T)
    type_in(qtbot, "Own words")
    press(qtbot, window, Qt.Key.Key_Return)
    assert passages(window) == [("My own words.\nA second line 😀 here.", ["Own words"], "")]

    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(out), ""))
    press(qtbot, window, Qt.Key.Key_E, CTRL)
    rows = json.loads(out.read_text("utf-8"))["annotations"]
    assert [(row["quote"], row["tags"]) for row in rows] == [
        ("My own words.\nA second line 😀 here.", ["Own words"])
    ]


def test_undo_menu_names_the_step(window, qtbot):
    press(qtbot, window, Qt.Key.Key_S)
    press(qtbot, window, Qt.Key.Key_H)
    undo = window.actions_by_id["edit.undo"]
    assert undo.text() == "Undo: Highlight “The ambassador said little.”"
    press(qtbot, window, Qt.Key.Key_Z, CTRL)
    assert window.actions_by_id["edit.redo"].text() == "Redo: Highlight “The ambassador said little.”"
    assert history.next_undo(window.session.project.db).label == "Add articles"
