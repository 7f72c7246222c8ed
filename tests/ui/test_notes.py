"""Notes on the real window: written, listed, quoted into, followed, undone."""

import multiprocessing
import os
import signal
import sys
import time

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QFont
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QPushButton

from core.notes import NEW, PROJECT, On
from storage import annotations, note_operations, notes, operations, tag_operations
from storage.project import Project
from tests.storage.contents import contents, opened_elsewhere
from tests.ui.test_commands import trigger
from tests.ui.test_menus import right_click, rows
from ui import theme

CONTROL = Qt.KeyboardModifier.ControlModifier
OTHER = "Another article. " * 200 + "\n\nIts last words are here."


@pytest.fixture
def marked(open_window):
    """A window on two articles; a passage in each has a tag."""
    window = open_window(texts=("The ambassador said little. Oil sanctions came into force.", OTHER))
    window.session.do("Tag", operations.annotate_with_paths, 1, 28, 41, ["Economy/Energy"], "")
    window.session.do("Tag", operations.annotate_with_paths, 2, len(OTHER) - 10, len(OTHER) - 1, ["Framing"], "")
    return window


def texts(window) -> dict[On, str]:
    return {note.on: note.text for note in notes.all_notes(window.session.project.db)}


def view(window):
    if window.view != "notes":
        window.show_view("notes")
    return window.made["notes"]


def field(window) -> QPlainTextEdit:
    return view(window).page.findChild(QPlainTextEdit)


def listed(window) -> list[str]:
    model = view(window).model
    return [model.data(model.index(row)) for row in range(model.rowCount())]


def type_(text: str) -> None:
    QTest.keyClicks(QApplication.focusWidget(), text)


def saved(window, qtbot, wanted: dict[On, str]) -> None:
    qtbot.waitUntil(lambda: texts(window) == wanted, timeout=2000)


def turned(window, before) -> None:
    """The last step undone is what was before; redone, what is now."""
    after = contents(window.session.project)
    trigger(window, "edit.undo")
    assert contents(window.session.project) == before
    trigger(window, "edit.redo")
    assert contents(window.session.project) == after


# -- writing


@pytest.mark.parametrize(
    ("command", "on", "named"),
    [
        ("note.article", On("document", 1), "Article 1"),
        ("tag.note", On("tag", 2), "Economy › Energy"),
        ("note.project", PROJECT, "This project"),
        ("note.journal", On("journal", 1), "an idea"),
    ],
)
def test_a_command_opens_a_note_and_typing_it_is_one_step(marked, qtbot, command, on, named):
    marked.tag_panel.select_tag(2)
    before = contents(marked.session.project)
    trigger(marked, command)
    assert contents(marked.session.project) == before  # not yet
    for word, so_far in (("an ", "an "), ("idea", "an idea")):
        type_(word)
        saved(marked, qtbot, {on: so_far})
    assert listed(marked) == [named]
    turned(marked, before)
    assert field(marked).toPlainText() == "an idea"


def test_a_note_is_saved_while_typing_goes_on(marked, qtbot):
    trigger(marked, "note.project")
    start = time.monotonic()
    while not texts(marked):
        QTest.keyClick(QApplication.focusWidget(), "x")
        QTest.qWait(100)  # no pause long enough to be one
        assert time.monotonic() - start < 1.2


def test_another_stay_is_another_step(marked, qtbot):
    trigger(marked, "note.project")
    type_("one")
    view(marked).focus_list()
    before = contents(marked.session.project)
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_End)
    type_(" two")
    view(marked).focus_list()
    assert texts(marked) == {PROJECT: "one two"}
    turned(marked, before)


def test_emptying_a_note_removes_it_and_its_row(marked):
    trigger(marked, "note.project")
    type_("one")
    view(marked).focus_list()
    assert listed(marked) == ["This project"]
    field(marked).setFocus()
    field(marked).selectAll()
    QTest.keyClick(field(marked), Qt.Key.Key_Backspace)
    view(marked).focus_list()
    assert (texts(marked), listed(marked)) == ({}, [])
    trigger(marked, "edit.undo")
    assert (texts(marked), listed(marked)) == ({PROJECT: "one"}, ["This project"])


def test_a_journal_note_has_a_title(marked):
    trigger(marked, "note.journal")
    title = next(line for line in view(marked).page.findChildren(QLineEdit) if line.isVisible())
    type_("text")
    title.setFocus()
    type_("Title")
    view(marked).focus_list()
    (note,) = notes.all_notes(marked.session.project.db)
    assert (note.title, note.text, listed(marked)) == ("Title", "text", ["Title"])
    trigger(marked, "edit.undo")
    assert texts(marked) == {}


def test_a_note_is_deleted_with_a_key_and_comes_back(marked):
    marked.session.do("Note", note_operations.write_note, On("document", 1), "one")
    marked.session.do("Note", note_operations.add_note, "Two", "two")
    view(marked).focus_list()
    before = contents(marked.session.project)
    QTest.keyClick(view(marked).list, Qt.Key.Key_Delete)
    assert len(texts(marked)) == 1
    turned(marked, before)


def test_no_break_spaces_stay(marked):
    marked.session.do("Note", note_operations.write_note, PROJECT, "a\xa0b 😀")
    view(marked)
    trigger(marked, "note.project")
    QTest.keyClick(field(marked), Qt.Key.Key_End)
    type_("!")
    view(marked).page.save()
    assert texts(marked) == {PROJECT: "a\xa0b 😀!"}


# -- what happens meanwhile


def test_what_is_being_typed_survives_whatever_changes(marked, qtbot):
    trigger(marked, "note.project")
    type_("being typed")
    session = marked.session
    session.do("Tag", operations.create_tag, "t")
    session.do("Note", note_operations.write_note, On("tag", 1), "on a tag")
    session.do("Remove", operations.remove_document, 2)
    session.do("Note", note_operations.write_note, PROJECT, "by another hand")
    assert field(marked).toPlainText() == "being typed"
    saved(marked, qtbot, {PROJECT: "being typed", On("tag", 1): "on a tag"})


@pytest.mark.parametrize(
    ("on", "gone", "args"),
    [
        (On("document", 2), operations.remove_document, (2,)),
        (On("tag", 1), tag_operations.delete_tags, ([1],)),
        (On("annotation", 2), operations.delete_annotations, ([2],)),
        (On("journal", 1), note_operations.delete_note, (On("journal", 1),)),
    ],
)
def test_what_is_being_typed_on_something_that_goes_is_in_the_journal(marked, on, gone, args):
    if on.kind == "journal":
        marked.session.do("Note", note_operations.add_note, "", "x")
    else:
        marked.session.do("Note", note_operations.write_note, on, "x")
    view(marked).open(on)
    type_("being typed ")
    marked.session.do("Gone", gone, *args)
    view(marked).focus_list()
    assert texts(marked) == {On("journal", 1): "being typed x"}
    assert not marked.messages.isVisible()


def test_the_page_stays_while_its_row_goes(marked):
    marked.session.do("Note", note_operations.write_note, PROJECT, "on the project")
    marked.session.do("Note", note_operations.write_note, On("tag", 1), "on a tag")
    view(marked).open(PROJECT)
    field(marked).selectAll()
    QTest.keyClick(field(marked), Qt.Key.Key_Backspace)
    view(marked).page.save()
    assert listed(marked) == ["Economy"]
    type_("anew")
    view(marked).page.save()
    assert texts(marked) == {PROJECT: "anew", On("tag", 1): "on a tag"}


def test_another_programs_change_loses_nothing(marked, qtbot):
    trigger(marked, "note.project")
    other = opened_elsewhere(marked.session.project.path)
    other.run("Note", note_operations.write_note, On("document", 1), "theirs")
    other.close()
    type_("ours")
    view(marked).page.save()
    assert texts(marked) == {PROJECT: "ours", On("document", 1): "theirs"}
    assert field(marked).toPlainText() == "ours"


def test_a_note_that_is_open_follows_undo_and_names_follow_renaming(marked):
    marked.session.do("Note", note_operations.write_note, On("tag", 1), "one")
    marked.session.do("Note", note_operations.write_note, On("tag", 1), "two")
    shown = field(marked)
    assert shown.toPlainText() == "two"
    trigger(marked, "edit.undo")
    assert shown.toPlainText() == "one"
    marked.session.do("Rename", operations.rename_tag, 1, "Trade")
    assert listed(marked) == ["Trade"]
    marked.session.do("Delete", tag_operations.delete_tags, [1])
    assert (listed(marked), shown.toPlainText()) == ([], "")
    trigger(marked, "edit.undo")
    assert (listed(marked), shown.toPlainText()) == (["Trade"], "one")


def test_undo_with_the_keyboard_in_the_note_takes_back_letters_first_and_steps_then(marked):
    marked.session.do("Note", note_operations.write_note, PROJECT, "one")
    trigger(marked, "note.project")
    QTest.keyClick(field(marked), Qt.Key.Key_End)
    type_(" two")
    QTest.keyClick(field(marked), Qt.Key.Key_Z, CONTROL)
    assert field(marked).toPlainText() == "one"
    view(marked).page.save()
    trigger(marked, "edit.undo")
    assert marked.session.redo_label is not None


def view_of_journal(window) -> On:
    return next(on for on in texts(window) if on.kind == "journal")


def test_undo_shows_the_note_it_changed(noted):
    for on in (On("document", 1), view_of_journal(noted), On("annotation", 2)):
        before = texts(noted)[on]
        noted.session.do("Note", note_operations.write_note, on, "changed")
        noted.session.do("Tag", operations.create_tag, f"{on.kind}")
        noted.show_view("read")
        noted.session.open_article(1)
        trigger(noted, "edit.undo")
        trigger(noted, "edit.undo")
        if on.kind == "annotation":
            assert (noted.view, noted.session.current) == ("read", 2)
            trigger(noted, "edit.redo")
            view(noted)
            trigger(noted, "edit.undo")
        assert (noted.view, view(noted).on, field(noted).toPlainText()) == ("notes", on, before)
    trigger(noted, "note.article")
    type_("x")
    trigger(noted, "edit.undo")
    assert field(noted).hasFocus()


def test_another_project_has_other_notes(marked, tmp_path):
    trigger(marked, "note.project")
    type_("here")
    path = marked.session.project.path
    marked.session.open_project(tmp_path / "other.postil", create=True)
    assert (listed(marked), field(marked).toPlainText()) == ([], "")
    marked.session.open_project(path)
    assert texts(marked) == {PROJECT: "here"}


def test_closing_the_window_saves(marked, open_window):
    path = marked.session.project.path
    trigger(marked, "note.project")
    type_("last words")
    again = open_window(path)
    assert texts(again) == {PROJECT: "last words"}


@pytest.mark.skipif(sys.platform == "win32", reason="no kill -9 here")
def test_a_kill_within_typing_loses_at_most_the_last_second(tmp_path):
    ours, theirs = multiprocessing.get_context("spawn").Pipe()
    path = tmp_path / "killed.postil"
    child = multiprocessing.get_context("spawn").Process(target=_type_for_ever, args=(path, theirs))
    child.start()
    typed: list[tuple[float, int]] = []
    while len(typed) < 60:
        assert ours.poll(60)
        typed.append((time.monotonic(), ours.recv()))
    os.kill(child.pid, signal.SIGKILL)
    killed = time.monotonic()
    child.join()
    project = Project.open(path)
    (note,) = notes.all_notes(project.db)
    project.close()
    long_ago = [count for when, count in typed if when < killed - 1]
    assert long_ago
    assert len(note.text) >= long_ago[-1]


def _type_for_ever(path, pipe) -> None:
    """Types a letter after the other into the note on a project, and tells how many there are."""
    from ui.app import make_application
    from ui.main_window import MainWindow
    from ui.session import Session
    from ui.settings import Settings

    make_application()
    window = MainWindow(Session(Project.create(path)), Settings(theme="light"))
    window.show()
    window.actions_by_id["note.project"].trigger()
    here = window.made["notes"].page.findChild(QPlainTextEdit)
    count = 0
    while True:
        QTest.keyClick(here, "x")
        count += 1
        pipe.send(count)
        QTest.qWait(40)


# -- the list


@pytest.fixture
def noted(marked):
    """The window with a note of every kind."""
    do = marked.session.do
    do("Note", operations.set_note, 2, "On a **passage**")
    for on in (On("document", 1), On("tag", 2), PROJECT):
        do("Note", note_operations.write_note, on, f"On the {on.kind}")
    do("Note", note_operations.add_note, "Log", "Free")
    return marked


def test_all_notes_are_in_one_list_by_kind_and_by_words(noted, qtbot):
    QAbstractItemModelTester(view(noted).model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    assert sorted(listed(noted)) == ["Article 1", "Article 2", "Economy › Energy", "Log", "This project"]
    for kind, found in (("Passages", ["Article 2"]), ("Tags", ["Economy › Energy"]), ("Journal", ["Log"])):
        next(b for b in view(noted).findChildren(QPushButton) if b.text() == kind).click()
        assert listed(noted) == found
    next(b for b in view(noted).findChildren(QPushButton) if b.text() == "All").click()
    search = next(f for f in view(noted).findChildren(QLineEdit) if f.property("role") == "filter")
    tagged = ["Economy › Energy"]
    for words, found in (("PASSAGE", ["Article 2"]), ("energy", tagged), ("log", ["Log"]), ("zzz", [])):
        search.setText(words)
        assert listed(noted) == found
    trigger(noted, "note.article")  # is shown whatever the filter says
    assert len(listed(noted)) == 5


def test_the_list_follows_every_change(noted):
    QAbstractItemModelTester(view(noted).model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    do = noted.session.do
    do("Note", operations.set_note, 1, "new")
    assert listed(noted)[0] == "Article 1"
    do("Note", operations.set_note, 2, "")
    do("Remove", operations.remove_document, 1)
    assert sorted(listed(noted)) == ["Economy › Energy", "Log", "This project"]
    for _ in range(3):
        trigger(noted, "edit.undo")
    assert sorted(listed(noted)) == ["Article 1", "Article 2", "Economy › Energy", "Log", "This project"]
    many = [noted.session.do("Mark", operations.annotate, 2, 10 * n, 10 * n + 5, (), "n") for n in range(210)]
    do("Delete", operations.delete_annotations, many)
    assert len(listed(noted)) == 5


def go(window) -> QPushButton:
    return next(b for b in view(window).page.findChildren(QPushButton) if b.isVisible())


def choose(window, name: str) -> None:
    notes_view = view(window)
    row = listed(window).index(name)
    notes_view.list.setCurrentIndex(notes_view.model.index(row))


def test_the_way_to_what_a_note_is_on_and_back(noted):
    choose(noted, "Article 2")
    go(noted).click()
    assert (noted.view, noted.session.article.document.id, noted.session.current) == ("read", 2, 2)
    assert noted.reader.hasFocus()
    trigger(noted, "trail.back")
    assert noted.view == "notes"
    assert view(noted).on == On("annotation", 2)
    choose(noted, "Article 1")
    go(noted).click()
    assert (noted.view, noted.session.article.document.id) == ("read", 1)
    trigger(noted, "trail.back")
    choose(noted, "Economy › Energy")
    go(noted).click()
    assert noted.tag_panel.selected_tag() == 2
    choose(noted, "Log")
    assert not [b for b in view(noted).page.findChildren(QPushButton) if b.isVisible()]


def test_a_passages_note_can_be_written_here_whatever_article_is_read(noted, qtbot):
    choose(noted, "Article 2")
    before = contents(noted.session.project)
    view(noted).write()
    QTest.keyClick(field(noted), Qt.Key.Key_End, CONTROL)
    type_(" indeed")
    view(noted).focus_list()
    assert texts(noted)[On("annotation", 2)] == "On a **passage** indeed"
    turned(noted, before)


def test_the_menu_of_a_note(noted):
    choose(noted, "Log")
    listed_ = view(noted).list
    menu = right_click(listed_.viewport(), listed_.visualRect(listed_.currentIndex()).center())
    assert rows(menu)[-1] == "Notes"[:0] + "Delete this note" or "Delete this note" in " ".join(rows(menu))
    menu.close()


# -- quotes and links


def offer(window, number: int) -> None:
    """Chooses one of the notes that are offered."""
    QTest.keyClick(QApplication.focusWidget(), Qt.Key(Qt.Key.Key_0 + number))
    QApplication.processEvents()


def test_a_passage_is_quoted_into_the_articles_note_and_the_link_leads_back(marked, qtbot):
    marked.session.select(1)
    before = contents(marked.session.project)
    trigger(marked, "annotation.quote")
    offer(marked, 1)
    ((annotation, quote), *_) = annotations.everywhere(marked.session.project.db)
    assert texts(marked) == {On("document", 1): f"> {quote}\n> [Article 1, ¶ 1](postil:{annotation.guid})\n"}
    turned(marked, before)
    marked.session.open_article(2)
    trigger(marked, "view.notes")
    view(marked).write()
    follow_with_the_keyboard(marked)
    assert (marked.view, marked.session.article.document.id, marked.session.current) == ("read", 1, 1)
    trigger(marked, "trail.back")
    assert (marked.view, marked.session.article.document.id) == ("notes", 2)
    trigger(marked, "trail.forward")
    assert (marked.view, marked.session.article.document.id) == ("read", 1)


def follow_with_the_keyboard(window) -> None:
    here = field(window)
    cursor = here.textCursor()
    cursor.setPosition(here.toPlainText().index("[") + 3)
    here.setTextCursor(cursor)
    QTest.keyClick(here, Qt.Key.Key_Return, CONTROL)
    QApplication.processEvents()


def test_selected_words_become_an_annotation_and_a_quote_in_one_step(marked):
    marked.reader.set_selection(4, 14)
    before = contents(marked.session.project)
    trigger(marked, "annotation.quote")
    offer(marked, 2)
    assert texts(marked)[On("journal", 1)].startswith("> ambassador\n")
    turned(marked, before)


def test_a_quote_goes_into_the_journal_note_that_is_open(marked):
    for title in ("First", "Second"):
        marked.session.do("Note", note_operations.add_note, title, title)
    view(marked).open(On("journal", 1))
    marked.show_view("read")
    marked.session.select(1)
    trigger(marked, "annotation.quote")
    offer(marked, 1)
    assert texts(marked)[On("journal", 1)].startswith("First\n\n> ")
    assert texts(marked)[On("journal", 2)] == "Second"
    assert field(marked).toPlainText() == texts(marked)[On("journal", 1)]


def test_a_link_to_a_passage_that_is_gone_says_so(marked):
    marked.session.do("Note", note_operations.quote_into, PROJECT, 1)
    marked.session.do("Delete", operations.delete_annotations, [1])
    trigger(marked, "note.project")
    follow_with_the_keyboard(marked)
    assert "no longer in the project" in marked.messages.text()
    assert marked.view == "notes"


def test_a_link_is_clicked_with_ctrl_only(marked, qtbot):
    marked.session.do("Note", note_operations.write_note, PROJECT, "words and words")
    marked.session.do("Note", note_operations.quote_into, PROJECT, 1)
    trigger(marked, "note.project")
    here = field(marked)
    cursor = here.textCursor()
    cursor.setPosition(here.toPlainText().index("Article 1") + 3)
    at = here.cursorRect(cursor).center()
    qtbot.mouseClick(here.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at)
    assert marked.view == "notes"
    far = QPoint(here.viewport().width() - 4, at.y())
    qtbot.mouseClick(here.viewport(), Qt.MouseButton.LeftButton, CONTROL, far)
    assert marked.view == "notes"
    qtbot.mouseClick(here.viewport(), Qt.MouseButton.LeftButton, CONTROL, at)
    assert (marked.view, marked.session.current) == ("read", 1)


def test_a_passages_own_note_has_links_as_well(marked):
    ((annotation, _), *_) = annotations.everywhere(marked.session.project.db)
    marked.session.do("Note", operations.set_note, 2, f"[x](postil:{annotation.guid})")
    marked.session.open_article(2)
    marked.session.select(2)
    trigger(marked, "annotation.note")
    here = QApplication.focusWidget()
    cursor = here.textCursor()
    cursor.setPosition(3)
    here.setTextCursor(cursor)
    QTest.keyClick(here, Qt.Key.Key_Return, CONTROL)
    QApplication.processEvents()
    assert (marked.session.article.document.id, marked.session.current) == (1, 1)
    assert not marked.note_editor.isVisible()


# -- looks


def formats(edit, line: int) -> list[tuple[str, bool, bool, str]]:
    """(words, bold, italic, colour) of the stretches of a line."""
    block = edit.document().findBlockByNumber(line)
    return [
        (
            block.text()[one.start : one.start + one.length],
            one.format.fontWeight() >= QFont.Weight.Bold,
            one.format.fontItalic(),
            one.format.foreground().color().name(),
        )
        for one in block.layout().formats()
    ]


@pytest.mark.parametrize("look", ["light", "dark"])
def test_marks_step_back_and_words_are_as_they_say(marked, qapp, look):
    theme.apply(qapp, look)
    marked.session.do("Note", note_operations.write_note, PROJECT, "# 😀 Head\na **b** *c* <b>d</b>")
    trigger(marked, "note.project")
    muted = theme.color(theme.current().muted).name()
    head, words = formats(field(marked), 0), formats(field(marked), 1)
    assert ("# ", True, False, muted) in head
    assert any(word.endswith("Head") and bold for word, bold, _, _ in head)
    assert ("b", True, False, "#000000") in words
    assert ("c", False, True, "#000000") in words
    assert "<b>d</b>" in field(marked).toPlainText()


def test_the_kinds_are_all_seen_in_a_narrow_window(marked):
    marked.resize(700, 520)
    notes_view = view(marked)
    QApplication.processEvents()
    for button in notes_view.findChildren(QPushButton):
        if button.isVisible():
            inside = QRect(button.mapTo(marked, QPoint()), button.size())
            assert marked.rect().contains(inside), button.text()
            assert button.width() >= button.minimumSizeHint().width(), button.text()


def test_nothing_is_made_by_looking(marked):
    before = contents(marked.session.project)
    for command in ("note.article", "note.project", "note.journal", "view.notes", "view.read"):
        trigger(marked, command)
    assert contents(marked.session.project) == before
    view(marked).open(NEW)
    marked.session.reload()
    assert contents(marked.session.project) == before
