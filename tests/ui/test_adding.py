"""Adding files in the window: each of the inputs, while the window goes on, as one step or not at all."""

import time

import pytest
from PySide6.QtCore import Qt, QTimer, QUrl
from PySide6.QtWidgets import QApplication, QPushButton

from core.errors import UserError
from storage.documents import all_documents, document_text
from storage.project import Project
from tests.faults import inputs
from tests.faults.inputs import LEFT_OUT, REFUSED, is_sentence
from ui import messages
from ui.commands import files
from ui.tasks import Task

SMALL, LONG = inputs.small_texts(), inputs.long_texts()


def in_window(window):
    """The revision of the project, and its texts by the names of their files."""
    db = window.session.project.db
    (revision,) = db.execute("SELECT revision FROM project").fetchone()
    return revision, {d.source: document_text(db, d.id) for d in all_documents(db)}


def told(window, qtbot, paths):
    """Adds files as a person does, and returns what the message bar says once that is done."""
    before, _ = in_window(window)
    window.messages.hide()
    files.add_files(window, paths)
    qtbot.waitUntil(lambda: window.messages.isVisible() or in_window(window)[0] != before, timeout=60_000)
    return window.messages.text() if window.messages.isVisible() else ""


def follow_one(window, qtbot, tmp_path, one):
    revision, texts = in_window(window)
    assert texts == {}
    said = told(window, qtbot, [inputs.write_good(tmp_path), one.write(tmp_path)])
    assert is_sentence(said) if one.remarks else said == "", str(one)
    assert in_window(window) == (revision + (one.outcome != REFUSED), one.becomes), str(one)


def test_the_window_takes_or_refuses_each_of_the_small_ones(open_window, qtbot, tmp_path):
    window = open_window(texts=())
    for one in SMALL:
        follow_one(window, qtbot, tmp_path, one)
        if one.outcome != REFUSED:
            window.session.undo()


@pytest.mark.parametrize("one", LONG, ids=str)
def test_the_window_shows_the_long_ones(open_window, qtbot, tmp_path, one):
    window = open_window(texts=())
    follow_one(window, qtbot, tmp_path, one)
    window.show_article(2)
    qtbot.waitUntil(lambda: window.reader.boxes(0, 1) != [])
    assert window.session.article.text == one.text


def test_the_window_refuses_what_cannot_be_read(open_window, qtbot, tmp_path):
    window = open_window(texts=())
    for name, path in inputs.unreadable(tmp_path).items():
        before = in_window(window)
        said = told(window, qtbot, [path] if path.is_dir() else [inputs.write_good(tmp_path), path])
        assert is_sentence(said), name
        assert in_window(window) == before


def test_the_window_adds_nothing_where_no_file_holds_text(open_window, qtbot, tmp_path):
    window = open_window(texts=())
    empty = [one.write(tmp_path) for one in SMALL if one.outcome == LEFT_OUT]
    before = in_window(window)
    assert "holds no text" in told(window, qtbot, empty[:1])
    assert told(window, qtbot, empty) == "None of these files holds any text; nothing was added."
    assert in_window(window) == before


def test_the_window_asks_about_much(open_window, qtbot, tmp_path, monkeypatch):
    window = open_window(texts=())
    large, asked, answers = inputs.write_large(tmp_path), [], [False, True]
    monkeypatch.setattr(messages, "confirm", lambda *words: asked.append(words[2]) or answers.pop(0))
    files.add_files(window, [large])
    qtbot.waitUntil(lambda: len(asked) == 1)
    assert asked == ["“large.txt” has 50 MB; adding and opening so much takes a while. Add all the same?"]
    before = in_window(window)
    files.add_files(window, [large])
    qtbot.waitUntil(lambda: in_window(window) != before, timeout=60_000)
    assert len(window.session.article.text) == large.stat().st_size
    assert "at most 256 MB" in told(window, qtbot, [inputs.write_too_large(tmp_path)])


# -- while files are being read


@pytest.fixture
def endless(monkeypatch):
    """Has files be read until somebody cancels that."""

    def read(_paths, _large, between):
        while True:
            between()
            time.sleep(0.001)

    monkeypatch.setattr(files, "read_text_files", read)


def cancel_button(window):
    (button,) = window.work.findChildren(QPushButton)
    return button


def test_the_window_goes_on_while_a_large_file_is_read(open_window, qtbot, tmp_path, monkeypatch):
    window = open_window()
    monkeypatch.setattr(messages, "confirm", lambda *_: True)
    before, turns, timer = in_window(window), [], QTimer(window, interval=1)
    timer.timeout.connect(lambda: in_window(window) == before and turns.append(window.work.isVisible()))
    timer.start()
    files.add_files(window, [inputs.write_large(tmp_path)])
    qtbot.waitUntil(lambda: in_window(window) != before, timeout=60_000)
    timer.stop()
    assert len(turns) > 20
    assert turns[-1]  # it took long enough for a word about it
    assert not window.work.isVisible()


def test_files_that_are_being_read_can_be_cancelled(window, qtbot, tmp_path, endless):
    before = in_window(window)
    files.add_files(window, [inputs.write_good(tmp_path)])
    qtbot.waitUntil(window.work.isVisible)
    assert window.work.text() == "Reading “in order.txt”…"
    qtbot.mouseClick(cancel_button(window), Qt.MouseButton.LeftButton)
    assert not window.work.isVisible()
    qtbot.waitUntil(lambda: not window.findChildren(Task))
    assert in_window(window) == before
    assert not window.messages.isVisible()


def test_closing_the_window_ends_what_is_being_read(window, qtbot, tmp_path, endless):
    for _ in range(3):
        files.add_files(window, [inputs.write_good(tmp_path)])
    before = in_window(window)
    window.close()
    qtbot.waitUntil(lambda: not window.findChildren(Task))
    assert in_window(window) == before


def test_what_was_read_for_another_project_is_dropped(window, qtbot, tmp_path):
    Project.create(tmp_path / "other.postil").close()
    files.add_files(window, [inputs.write_good(tmp_path)])
    window.session.open_project(tmp_path / "other.postil")
    qtbot.waitUntil(window.messages.isVisible)
    assert window.messages.text() == "Another project was opened meanwhile; nothing was added."
    assert in_window(window) == (0, {})


def test_who_is_typing_is_not_interrupted(window, qtbot, tmp_path):
    window.reader.select_sentence()
    window.actions_by_id["annotation.note"].trigger()
    qtbot.keyClicks(QApplication.focusWidget(), "half a")
    files.add_files(window, [inputs.write_good(tmp_path)])
    qtbot.waitUntil(window.messages.isVisible)
    assert window.messages.text() == "1 article was added."
    qtbot.keyClicks(QApplication.focusWidget(), " thought")
    assert window.note_editor.isVisible()
    window.note_editor.save()
    assert [a.note for a in window.session.article.annotations.values()] == ["half a thought"]


def test_a_bug_while_reading_is_a_bug_of_the_window(window, qtbot, tmp_path, monkeypatch):
    def broken(*_):
        raise ZeroDivisionError

    monkeypatch.setattr(files, "read_text_files", broken)
    with qtbot.captureExceptions() as caught:
        files.add_files(window, [inputs.write_good(tmp_path)])
        qtbot.waitUntil(lambda: bool(caught))
    assert caught[0][0] is ZeroDivisionError


def test_work_that_was_cancelled_in_the_last_moment_arrives_no_more(window, qtbot):
    for outcome in ("result", UserError("Refused.")):
        arrived, task = [], Task(lambda _between, outcome=outcome: _returned_or_raised(outcome), window)
        task.done.connect(arrived.append)
        task.failed.connect(arrived.append)
        task.start()
        task.wait()
        task.cancel()
        qtbot.waitUntil(lambda: not window.findChildren(Task))
        assert arrived == []


def _returned_or_raised(outcome):
    if isinstance(outcome, UserError):
        raise outcome
    return outcome


@pytest.mark.parametrize("name", inputs.bad_projects())
def test_a_bad_project_leaves_the_open_one_open(window, tmp_path, name):
    inputs.good_project(tmp_path / "good.postil")
    path = tmp_path / "bad.postil"
    path.write_bytes(inputs.bad_projects()[name]((tmp_path / "good.postil").read_bytes()))
    files.open_dropped(window, [QUrl.fromLocalFile(str(path))])
    assert window.session.project.path.name == "reading.postil"
    assert "bad.postil" in window.messages.text()
    assert is_sentence(window.messages.text())
