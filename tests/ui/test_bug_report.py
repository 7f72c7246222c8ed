"""When something fails that should not: one dialog, the log, and the window goes on."""

import sys
import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, Qt, QThreadPool
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QPushButton, QTreeView

from storage import operations
from storage.annotations import everywhere
from tests.ui.test_accessible import unnamed
from ui.reader.view import Reader
from ui.safety import bug_report, crash_log
from ui.safety.bug_report import BugReports, ReportDialog
from ui.tag_model import TagTreeModel
from ui.tag_tree import TagPanel

_kept: list[
    object
] = []  # methods put in place of others: Qt's Python goes on using them without holding on to them


@pytest.fixture
def reports(qtbot, tmp_path, monkeypatch) -> Iterator[BugReports]:
    """What Postil has as its hooks; Qt's messages stay with the tests."""
    made = BugReports(tmp_path / "logs")
    monkeypatch.setattr(sys, "excepthook", made.take)
    monkeypatch.setattr(threading, "excepthook", made.take_from_thread)
    monkeypatch.setattr(bug_report, "_print", lambda _text: None)
    yield made
    for dialog in dialogs():
        dialog.close()


@pytest.fixture
def log(tmp_path):
    path = tmp_path / "logs" / crash_log.LOG
    return lambda: path.read_text("utf-8") if path.exists() else ""


def raised(text: str = "my private note") -> Exception:
    try:
        raise ValueError(text)
    except ValueError as error:
        return error


def tell(reports: BugReports, error: BaseException) -> None:
    reports.take(type(error), error, error.__traceback__)
    QApplication.processEvents()


def dialogs() -> list[ReportDialog]:
    return [top for top in QApplication.topLevelWidgets() if isinstance(top, ReportDialog) and top.isVisible()]


def shown() -> str:
    (dialog,) = dialogs()
    return dialog.findChild(QPlainTextEdit).toPlainText()


def press(text: str) -> None:
    (dialog,) = dialogs()
    (button,) = (b for b in dialog.findChildren(QPushButton) if b.text().replace("&", "") == text)
    button.click()


def test_an_error_is_shown_and_logged_without_its_message(window, reports, log):
    tell(reports, raised())
    assert "ValueError\n  tests/ui/test_bug_report.py:" in shown()
    assert shown() in log()
    assert "my private note" not in shown() + log()
    press("Copy details")
    assert QGuiApplication.clipboard().text() == shown()
    assert unnamed(dialogs()[0]) == []
    press("Close")
    assert dialogs() == []


def test_escape_closes_the_dialog(window, reports, qtbot):
    tell(reports, raised())
    qtbot.keyClick(dialogs()[0], Qt.Key.Key_Escape)
    assert dialogs() == []


def test_what_fails_again_and_again_is_one_dialog_and_a_few_entries(window, reports, log):
    error = raised()
    for _ in range(250):
        tell(reports, error)
    assert shown().count("ValueError") == 1
    assert "(250 times)" in shown()
    assert log().count("ValueError") == 3  # the first time, the tenth and the hundredth
    tell(reports, met_elsewhere := raised())
    assert crash_log.key(met_elsewhere, met_elsewhere.__traceback__) == crash_log.key(error, error.__traceback__)
    try:
        [][1]
    except IndexError as other:
        tell(reports, other)
    assert len(dialogs()) == 1
    assert "IndexError" in shown()
    assert "(251 times)" in shown()


def test_a_closed_dialog_stays_closed_while_the_same_error_goes_on(window, reports, monkeypatch):
    now = [100.0]
    monkeypatch.setattr(bug_report, "monotonic", lambda: now[0])
    tell(reports, raised())
    press("Close")
    for _ in range(30):
        now[0] += 1
        tell(reports, raised())
    assert dialogs() == []
    now[0] += 11
    tell(reports, raised())
    assert len(dialogs()) == 1
    press("Close")


def test_errors_in_other_threads_are_shown_in_the_window(window, reports, qtbot, log):
    def fail() -> None:
        raise KeyError("Diary of Anna")

    threading.Thread(target=fail).start()
    qtbot.waitUntil(lambda: len(dialogs()) == 1)
    assert "KeyError" in shown()
    assert "Diary" not in log()
    press("Close")
    QThreadPool.globalInstance().start(lambda: {}["Diary of Anna"])
    qtbot.waitUntil(lambda: len(dialogs()) == 1)
    assert QThreadPool.globalInstance().waitForDone(5000)


def test_a_thread_that_ends_itself_is_no_error(window, reports, log):
    thread = threading.Thread(target=sys.exit)
    thread.start()
    thread.join()
    QApplication.processEvents()
    assert dialogs() == []
    assert log() == ""


def test_what_fails_with_nobody_waiting_is_only_logged(window, reports, log, monkeypatch):
    monkeypatch.setattr(sys, "unraisablehook", reports.take_unraisable)

    class Fails:
        def __del__(self) -> None:
            raise ValueError("my private note")

    Fails()
    QApplication.processEvents()
    assert dialogs() == []
    assert "in passing: ValueError" in log()


@pytest.mark.qt_log_ignore("active painter", "being painted", extend=True)  # a painter that fails is not ended
@pytest.mark.parametrize(
    ("owner", "method"),
    [
        (TagTreeModel, "data"),
        (TagTreeModel, "rowCount"),
        (TagPanel, "eventFilter"),
        (Reader, "paintEvent"),
    ],
)
def test_steps_are_saved_whatever_method_of_ours_fails_in_qts_hands(
    open_window, reports, qtbot, monkeypatch, log, owner, method
):
    """Qt calls these, and what they raise comes up again wherever Python called Qt: never inside a step."""
    sound, breaks = getattr(owner, method), [False]

    def perhaps_fail(*given) -> object:
        if breaks[0]:
            raise RuntimeError("Diary of Anna")
        return sound(*given)

    _kept.append(perhaps_fail)
    monkeypatch.setattr(owner, method, perhaps_fail)  # before the window: Qt looks its methods up once
    window = open_window()
    session = window.session
    tag = session.do("Create", operations.create_tag_path, "Economy")
    with qtbot.captureExceptions() as met_by_qtbot:
        monkeypatch.setattr(sys, "excepthook", reports.take)
        breaks[0] = True
        try:
            session.do("Tag", operations.annotate, session.article.document.id, 4, 14, [tag], "a note")
            window.tag_panel.focus_filter()
            window.reader.viewport().update()
            window.tag_panel.findChild(QTreeView).keyboardSearch("x")
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):  # as they come from a keyboard
                key = QKeyEvent(kind, Qt.Key.Key_Right, Qt.KeyboardModifier.NoModifier)
                QApplication.postEvent(window.reader, key)
        except RuntimeError as error:
            tell(reports, error)
        QApplication.processEvents()
        breaks[0] = False
    assert met_by_qtbot == []
    qtbot.waitUntil(lambda: len(dialogs()) == 1)
    assert "RuntimeError" in log()
    assert "Diary" not in log()
    press("Close")
    assert [annotation.note for annotation, _ in everywhere(session.project.db)] == ["a note"]
    session.reload()
    session.do("Tag", operations.annotate, next(iter(session.documents)), 20, 24, [tag], "another")
    assert len(list(everywhere(session.project.db))) == 2
