"""When Postil itself fails: every error is written to the log, and one dialog says what to do."""

import platform
import sys
import threading
import traceback
from collections import Counter
from pathlib import Path
from time import monotonic
from types import TracebackType
from typing import Any

import PySide6
from PySide6.QtCore import QMessageLogContext, QObject, Qt, QtMsgType, QUrl, Signal, qInstallMessageHandler
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QWidget

from core import VERSION
from ui.labels import label, paragraph
from ui.safety import crash_log
from ui.sheets import Sheet, add_foot

_QUIET = 10.0  # seconds: what keeps failing, such as a painter, is shown once, and again when it had stopped
_SAFE = "Your project is safe: every step is saved completely or not at all."
_ADVICE = (
    "Go on working. If something looks odd, close Postil and open it again.",
    "If it happens again, send the details below to the people who make Postil. They name the places in the "
    "program where it happened, and hold no word of your texts, tags, notes or file names.",
)
_SERIOUS = {QtMsgType.QtCriticalMsg: "Qt critical", QtMsgType.QtFatalMsg: "Qt fatal"}


class BugReports(QObject):
    """Takes in errors from every thread, writes them down in a folder, and shows them in one dialog."""

    _met = Signal(object, str)

    def __init__(self, place: Path) -> None:
        super().__init__()
        self._place = place
        self._counts: Counter[crash_log.Key] = Counter()
        self._last: dict[crash_log.Key, float] = {}
        self._shown: dict[crash_log.Key, str] = {}  # what the open dialog is about
        self._dialog: ReportDialog | None = None
        # Not at once: it may be in the middle of painting, or in another thread.
        self._met.connect(self._show, Qt.ConnectionType.QueuedConnection)

    def take(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        """What `sys.excepthook` calls, in whichever thread."""
        if issubclass(kind, KeyboardInterrupt):
            QApplication.closeAllWindows()
            return
        _print("".join(traceback.format_exception(kind, error, trace)))
        key, text = crash_log.key(error, trace), crash_log.described(error, trace)
        self._counts[key] += 1
        count = self._counts[key]
        if str(count).strip("0") == "1":  # 1, 10, 100 …: what fails in every frame is not to fill the log
            crash_log.write(self._place, details([(text, count)]))
        self._met.emit(key, text)

    def take_from_thread(self, failed: threading.ExceptHookArgs) -> None:
        """What `threading.excepthook` calls."""
        if failed.exc_value is not None and not issubclass(failed.exc_type, SystemExit):
            self.take(failed.exc_type, failed.exc_value, failed.exc_traceback)

    def take_unraisable(self, failed: Any) -> None:
        """What `sys.unraisablehook` calls; nothing waited for what failed, so that nobody need be told."""
        _print("".join(traceback.format_exception(failed.exc_type, failed.exc_value, failed.exc_traceback)))
        if failed.exc_value is not None:
            text = crash_log.described(failed.exc_value, failed.exc_traceback)
            crash_log.write(self._place, f"{about()}\nin passing: {text}")

    def take_from_qt(self, kind: QtMsgType, _context: QMessageLogContext, message: str) -> None:
        """What Qt calls with its messages; after a fatal one it ends the program."""
        _print(f"{message}\n")
        if kind in _SERIOUS:
            crash_log.write(self._place, f"{about()}\n{_SERIOUS[kind]}: {crash_log.origin(message)}")

    def _show(self, key: crash_log.Key, text: str) -> None:
        """Shows an error in the dialog, which opens unless the error was shown and has not stopped since."""
        time = monotonic()
        goes_on = time - self._last.get(key, -_QUIET) < _QUIET
        self._last[key] = time
        if self._dialog is None:
            if goes_on:
                return
            self._shown = {}
            self._dialog = ReportDialog(_top_window(), self._place)
            self._dialog.finished.connect(self._closed)
            self._dialog.show()
        self._shown[key] = text
        self._dialog.say(details([(text, self._counts[known]) for known, text in self._shown.items()]))

    def _closed(self) -> None:
        if self._dialog is not None:
            self._dialog.deleteLater()
        self._dialog = None


def install(reports: BugReports) -> None:
    """Has every error that nothing else catches come to the reports."""
    sys.excepthook = reports.take
    sys.unraisablehook = reports.take_unraisable
    threading.excepthook = reports.take_from_thread
    qInstallMessageHandler(reports.take_from_qt)


def about() -> str:
    """The versions of the program and of what it stands on."""
    system = f"{platform.system()} {platform.release()} {platform.machine()}"
    return f"Postil {VERSION}, Python {platform.python_version()}, PySide {PySide6.__version__}, {system}"


def details(errors: list[tuple[str, int]]) -> str:
    """What can be sent: each error, and how often it was met."""
    parts = [f"{text}\n({count:,} times)" if count > 1 else text for text, count in errors]
    return "\n\n".join([about(), *parts])


class ReportDialog(Sheet):
    """What to do, and the details to send."""

    def __init__(self, parent: QWidget | None, place: Path) -> None:
        title = "Something went wrong in Postil"
        super().__init__(parent, title, 620, 440)
        layout = self.column
        # Above any other dialog, which could not be closed before this one otherwise.
        self.setWindowModality(Qt.WindowModality.ApplicationModal)
        layout.addWidget(label(title, "heading"))
        layout.addWidget(paragraph(_SAFE))
        for advice in _ADVICE:
            layout.addWidget(paragraph(advice))
        self._details = QPlainTextEdit()
        self._details.setProperty("role", "details")
        self._details.setReadOnly(True)
        self._details.setTabChangesFocus(True)
        self._details.setAccessibleName("Details")
        layout.addWidget(self._details, 1)
        actions = [("Copy details", self._copy), ("Open the folder of the log", lambda: show_folder(place))]
        add_foot(self, actions)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._details.toPlainText())

    def say(self, text: str) -> None:
        """Shows these details."""
        self._details.setPlainText(text)


def _top_window() -> QWidget | None:
    """The window itself: a dialog that is open now may go, and would take its own along."""
    top = QApplication.activeWindow()
    while top is not None and top.parentWidget() is not None:
        top = top.parentWidget()
    return top


def show_folder(place: Path) -> None:
    """Shows a folder in the file manager."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(place)))


def _print(text: str) -> None:
    if sys.stderr is not None:  # there is none where a program has no terminal
        sys.stderr.write(text)
