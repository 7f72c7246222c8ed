"""Commands: their table, their keys, and those on projects and articles."""

from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QTimer, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QFileDialog,
    QLabel,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QPushButton,
)

from storage import operations, tags
from storage.annotations import everywhere
from storage.documents import all_documents, document_text
from storage.project import Project
from tests.storage.contents import opened_elsewhere
from ui import messages, theme
from ui.actions import ACTIONS, MENUS
from ui.palette import Palette
from ui.picker import Picker, matching


def trigger(window, command: str) -> None:
    window.actions_by_id[command].trigger()
    QApplication.processEvents()


def answer(monkeypatch, **answers) -> None:
    """Lets files and questions be answered as a user would."""
    if "save" in answers:
        monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(answers["save"]), ""))
    if "files" in answers:
        monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_: ([str(f) for f in answers["files"]], ""))
    if "open" in answers:
        monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(answers["open"]), ""))


def in_dialog(act) -> None:
    """Does something in the next modal dialog, once the keyboard is in it."""

    def look() -> None:
        dialog, focused = QApplication.activeModalWidget(), QApplication.focusWidget()
        if dialog is not None and focused is not None and dialog.isAncestorOf(focused):
            act(dialog)
        elif tries.pop():
            QTimer.singleShot(20, look)
        elif dialog is not None:
            dialog.reject()  # else the test would wait for ever

    tries = [False, *([True] * 200)]
    QTimer.singleShot(20, look)


def test_each_command_is_said_once_and_no_key_means_two_things():
    assert max(Counter(a.id for a in ACTIONS).values()) == 1
    keys = Counter((a.scope, key) for a in ACTIONS for key in a.keys)
    assert max(keys.values()) == 1
    everywhere_keys = {key for a in ACTIONS if a.scope == "window" for key in a.keys}
    assert not any(key in everywhere_keys for a in ACTIONS if a.scope != "window" for key in a.keys)
    assert {a.top_menu for a in ACTIONS} - {""} == set(MENUS)


def test_menus_hold_every_command_with_its_key(window):
    listed = {action.objectName() for menu in window.top.menus.findChildren(QMenu) for action in menu.actions()}
    assert {a.id for a in ACTIONS if a.menu} <= listed
    assert window.actions_by_id["annotation.tag"].shortcut().toString() == "T"


def test_letters_can_be_typed_where_text_is_written(window, qtbot):
    field = window.cards.findChild(QLineEdit)
    field.setFocus()
    qtbot.keyClicks(field, "htnq1")
    assert field.text() == "htnq1"
    assert list(everywhere(window.session.project.db)) == []


def test_the_shortcut_sheet_lists_every_key(window):
    seen = []
    in_dialog(lambda d: (seen.extend(x.text() for x in d.findChildren(QLabel)), d.reject()))
    trigger(window, "help.keys")
    assert {a.text.rstrip("…") for a in ACTIONS if a.keys} <= set(seen)


def test_the_field_that_finds_runs_commands_and_opens_articles_and_tags(open_window, qtbot):
    window = open_window(texts=("First text.", "Second text."))
    window.session.do("Tag", operations.create_tag_path, "Economy/Energy")
    for typed, check in (
        ("article 2", lambda: window.session.article.document.title == "Article 2"),
        ("charts", lambda: window.view == "charts"),
        ("econ energ", lambda: window.tag_panel.selected_tag() == 2),
    ):
        trigger(window, "find.anything")
        qtbot.keyClicks(QApplication.focusWidget(), typed)
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
        assert check(), typed
        assert not window.findChild(Palette).isVisible()


def test_articles_are_added_edited_and_removed_and_all_of_it_is_undone(window, tmp_path, monkeypatch, qtbot):
    paths = [tmp_path / "one.txt", tmp_path / "two.md"]
    for path in paths:
        path.write_text(f"Text of {path.stem}.", "utf-8")
    answer(monkeypatch, files=paths)
    trigger(window, "article.add")
    db = window.session.project.db
    qtbot.waitUntil(lambda: [d.source for d in all_documents(db)][1:] == ["one.txt", "two.md"])
    assert window.session.article.document.source == "one.txt"

    answers = {"Title": "New title", "Author": "Ann", "Outlet": "Paper", "Date": "2026-01-02"}
    monkeypatch.setattr(messages, "ask_fields", lambda *_: answers)
    trigger(window, "article.edit")
    edited = all_documents(db)[1]
    assert (edited.title, edited.author, edited.outlet, edited.date) == ("New title", "Ann", "Paper", "2026-01-02")

    trigger(window, "article.remove")
    assert [d.source for d in all_documents(db)][1:] == ["two.md"]
    for _ in range(3):
        trigger(window, "edit.undo")
    assert len(all_documents(db)) == 1


def test_a_bad_file_adds_nothing_and_says_why(window, tmp_path, monkeypatch, qtbot):
    good, bad = tmp_path / "good.txt", tmp_path / "bad.txt"
    good.write_text("Fine.", "utf-8")
    bad.write_bytes(b"\xff\xfa\x00\x01 not text")
    answer(monkeypatch, files=[good, bad])
    trigger(window, "article.add")
    qtbot.waitUntil(window.messages.isVisible)
    assert "bad.txt" in window.messages.text()
    assert len(all_documents(window.session.project.db)) == 1


def test_pasting_makes_an_article(window, monkeypatch):
    QApplication.clipboard().setText("Pasted\r\ntext \U0001f600")
    monkeypatch.setattr(messages, "ask_line", lambda *_: "From the web")
    trigger(window, "article.paste")
    last = all_documents(window.session.project.db)[-1]
    assert last.title == "From the web"
    assert document_text(window.session.project.db, last.id) == "Pasted\ntext \U0001f600"


def drop(window, *paths: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    event = QDropEvent(
        QPointF(400, 300), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    window.dropEvent(event)
    assert event.isAccepted()


def test_dropping_texts_and_projects(window, tmp_path, qtbot):
    text = tmp_path / "dropped.txt"
    text.write_text("Dropped.", "utf-8")
    drop(window, text)
    qtbot.waitUntil(lambda: window.session.article.document.source == "dropped.txt")
    other = tmp_path / "other.postil"
    Project.create(other).close()
    drop(window, other)
    assert window.session.project.path == other
    assert window.settings.recent[0] == str(other)


def test_a_file_that_is_no_project_leaves_the_open_one(window, tmp_path, monkeypatch):
    bad = tmp_path / "bad.postil"
    bad.write_text("no project", "utf-8")
    path = window.session.project.path
    answer(monkeypatch, open=bad)
    trigger(window, "project.open")
    assert window.session.project.path == path
    assert "bad.postil" in window.messages.text()
    window.reader.select_sentence()
    trigger(window, "annotation.highlight")
    assert len(list(everywhere(window.session.project.db))) == 1


def test_saving_a_copy(window, tmp_path, monkeypatch):
    window.reader.select_sentence()
    trigger(window, "annotation.highlight")
    answer(monkeypatch, save=tmp_path / "copy")
    trigger(window, "project.copy")
    copy = Project.open(tmp_path / "copy.postil")
    assert len(list(everywhere(copy.db))) == 1
    copy.close()


@pytest.mark.parametrize("suffix", [".csv", ".json", ".md", ".html"])
def test_export_from_the_menu(window, tmp_path, monkeypatch, suffix):
    window.reader.select_sentence()
    trigger(window, "annotation.highlight")
    answer(monkeypatch, save=tmp_path / f"out{suffix}")
    for command in ("export.everything", "export.article"):
        trigger(window, command)
        assert "The ambassador said little." in (tmp_path / f"out{suffix}").read_text("utf-8-sig")
        (tmp_path / f"out{suffix}").unlink()


def test_a_note_needs_no_tag_and_an_empty_note_makes_nothing(window, qtbot):
    window.reader.select_sentence()
    trigger(window, "annotation.note")
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    assert list(everywhere(window.session.project.db)) == []
    trigger(window, "annotation.note")
    qtbot.keyClicks(QApplication.focusWidget(), "why")
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    ((annotation, _quote),) = everywhere(window.session.project.db)
    assert (annotation.note, annotation.tags) == ("why", ())


def test_typing_a_note_is_one_step(window, qtbot):
    window.reader.select_sentence()
    trigger(window, "annotation.note")
    for word in ("one ", "two ", "three"):
        qtbot.keyClicks(QApplication.focusWidget(), word)
        window.note_editor.save()
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    trigger(window, "edit.undo")
    assert list(everywhere(window.session.project.db)) == []


def test_retagging_in_the_picker(window, qtbot):
    window.reader.select_sentence()
    trigger(window, "annotation.tag")
    qtbot.keyClicks(QApplication.focusWidget(), "One")
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    trigger(window, "annotation.tag")  # the same passage: its tag is there, is taken off, another is made
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Backspace)
    qtbot.keyClicks(QApplication.focusWidget(), "Two")
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    ((annotation, _quote),) = everywhere(window.session.project.db)
    assert [window.session.tags.path(tag) for tag in annotation.tags] == ["Two"]
    trigger(window, "edit.undo")
    ((annotation, _quote),) = everywhere(window.session.project.db)
    assert [window.session.tags.path(tag) for tag in annotation.tags] == ["One"]


def test_the_picker_leaves_the_selection_visible(window):
    window.reader.select_sentence()
    trigger(window, "annotation.tag")
    picker = window.findChild(Picker)
    assert picker.isVisible()
    assert not picker.geometry().intersects(window.beside_passage())
    assert window.rect().contains(picker.geometry())


def test_matching_prefers_beginnings_then_recent_tags(window):
    for path in ("Energy", "Economy/Energy prices", "Synergy", "Other"):
        window.session.do("Tag", operations.create_tag_path, path)
    tree = window.session.tags
    found = [tree.path(tag) for tag in matching(tree, "energ", [])]
    assert found == ["Economy/Energy prices", "Energy"]
    recent = [tree.find(["Energy"])]
    assert next(tree.path(tag) for tag in matching(tree, "energ", recent)) == "Energy"
    assert [tree.path(tag) for tag in matching(tree, "econ ener", [])] == ["Economy/Energy prices"]


def test_themes(window):
    chosen = [("theme.dark", "#24272c"), ("theme.contrast", "#ffffff"), ("theme.sepia", "#f8f1e3")]
    walked = [("theme.switch", color) for color in ("#24272c", "#ffffff", "#f8f1e3")]
    for command, expected in chosen + walked:
        trigger(window, command)
        QApplication.processEvents()
        corner = window.reader.mapTo(window, window.reader.rect().bottomLeft())
        assert window.grab().toImage().pixelColor(corner.x() + 8, corner.y() - 8).name() == expected
    theme.apply(QApplication.instance(), "light")


def test_a_small_window_folds_the_right_panel_first(window):
    window.resize(1024, 700)
    assert window.tag_panel.isVisible()
    assert not window.cards.isVisible()
    window.resize(760, 600)
    assert not window.tag_panel.isVisible()
    trigger(window, "view.cards")
    assert window.cards.isVisible()


def test_every_control_has_a_name_and_shows_plain_text(window):
    trigger(window, "view.charts")
    trigger(window, "view.read")
    for label in window.findChildren(QLabel):
        assert label.textFormat() == Qt.TextFormat.PlainText, label.text()
    controls = [w for kind in (QLineEdit, QPushButton) for w in window.findChildren(kind)]
    nameless = [w for w in controls if not (w.accessibleName() or getattr(w, "text", str)() or w.placeholderText())]
    assert nameless == []


def test_what_is_typed_in_a_dialog_arrives(window, qtbot):
    made = window.session.do("Tag", operations.create_tag_path, "Energy")
    window.tag_panel.select_tag(made)

    def type_and_accept(text: str):
        def act(dialog: QDialog) -> None:
            field = dialog.findChild(QLineEdit) or dialog.findChild(QPlainTextEdit)
            qtbot.keyClicks(field, text)
            qtbot.keyClick(field, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)

        return act

    for command, text in (("tag.subtag", "Oil"), ("tag.define", "What moves."), ("tag.pin", "4")):
        window.tag_panel.select_tag(made)
        in_dialog(type_and_accept(text))
        trigger(window, command)
    tree = tags.tag_tree(window.session.project.db)
    assert tree.find(["Energy", "Oil"]) is not None
    assert tree.by_id[made].definition == "What moves."
    assert tree.pinned()[4].id == made


def test_clicking_the_text_closes_a_popup_and_keys_work_there(window, qtbot):
    window.reader.select_sentence()
    trigger(window, "annotation.note")
    qtbot.keyClicks(QApplication.focusWidget(), "kept")
    (box,) = window.reader.boxes(60, 61)
    qtbot.mouseClick(window.reader.viewport(), Qt.MouseButton.LeftButton, pos=box.center().toPoint())
    window.reader.setFocus()  # what a click does on a real screen
    qtbot.waitUntil(lambda: not window.note_editor.isVisible())
    assert QApplication.focusWidget() is window.reader
    ((annotation, _quote),) = everywhere(window.session.project.db)
    assert annotation.note == "kept"


def test_a_note_survives_another_programs_change(window, qtbot):
    window.reader.select_sentence()
    trigger(window, "annotation.note")
    other = opened_elsewhere(window.session.project.path)
    other.run("Tag", operations.annotate, 1, 100, 110)
    other.close()
    qtbot.keyClicks(QApplication.focusWidget(), "not lost")
    window.note_editor.save()
    assert window.note_editor.isVisible()
    qtbot.keyClicks(QApplication.focusWidget(), " at all")
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    assert [a.note for a, _ in everywhere(window.session.project.db)] == ["not lost at all", ""]


def test_two_new_tags_in_one_go(window, qtbot):
    window.reader.select_sentence()
    trigger(window, "annotation.tag")
    qtbot.keyClicks(QApplication.focusWidget(), "One")
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    assert window.picker.isVisible()
    qtbot.keyClicks(QApplication.focusWidget(), "Two/Three")
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    ((annotation, _quote),) = everywhere(window.session.project.db)
    assert [window.session.tags.path(tag) for tag in annotation.tags] == ["One", "Two/Three"]


def test_no_command_reaches_an_annotation_out_of_sight_of_the_caret(window, qtbot):
    window.reader.select_sentence()
    trigger(window, "annotation.highlight")
    trigger(window, "annotation.next")
    end = len(window.session.article.text)
    window.reader.set_selection(end - 10, end)
    assert window.session.current is None
    qtbot.keyClick(window.reader, Qt.Key.Key_Escape)
    assert window.session.current is None


def test_keys_on_a_card_mean_its_annotation(window, qtbot):
    window.reader.select_sentence()
    trigger(window, "annotation.highlight")
    window.cards.focus_cards()
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Delete)
    assert list(everywhere(window.session.project.db)) == []


def test_a_sloppy_selection_takes_no_space_along(window):
    window.reader.set_selection(3, 15)
    assert window.session.article.text[3:15] == " ambassador "
    trigger(window, "annotation.highlight")
    ((_annotation, quote),) = everywhere(window.session.project.db)
    assert quote == "ambassador"


def test_a_new_tag_can_be_renamed_at_once(window, qtbot):
    trigger(window, "tag.create")
    qtbot.keyClicks(QApplication.focusWidget(), "Energie")
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Down)
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_F2)
    qtbot.keyClicks(QApplication.focusWidget(), "Energy")
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: [tag.name for tag in tags.tag_tree(window.session.project.db)] == ["Energy"])


def test_tagging_in_the_window_takes_few_statements(window, qtbot):
    for name in ("One", "Two"):
        window.session.do("Tag", operations.create_tag_path, name)
    window.reader.select_sentence()
    trigger(window, "annotation.tag")
    qtbot.keyClicks(QApplication.focusWidget(), "One")
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    qtbot.keyClicks(QApplication.focusWidget(), "Two")
    seen: list[str] = []
    window.session.project.db.conn.set_trace_callback(seen.append)
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    QApplication.processEvents()
    window.session.project.db.conn.set_trace_callback(None)
    # A statement is traced again for each trigger it runs.
    ours = [now for before, now in pairwise(["", *seen]) if now != before and not now.startswith("--")]
    assert "COMMIT" in ours
    assert len(ours) <= 17, ours
