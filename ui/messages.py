"""Everything Postil asks or tells: the message bar, small questions, and the report of a bug. All plain text."""

import platform
import sys
import traceback
from collections.abc import Callable
from types import TracebackType

import PySide6
from PySide6.QtCore import QTimer
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QDialogButtonBox,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from ui.labels import label

_SHOWN_MS = 9000
_open_reports: set[QDialog] = set()  # keeps them alive while they are shown


class MessageBar(QFrame):
    """One sentence above the text, which goes by itself or by its button."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("messagebar")
        self._text = label("", "error")
        self._text.setWordWrap(True)
        close = QPushButton(self.tr("Close"))
        close.setProperty("role", "link")
        close.clicked.connect(self.hide)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(14, 6, 14, 6)
        layout.addWidget(self._text, 1)
        layout.addWidget(close)
        self._timer = QTimer(self, singleShot=True, interval=_SHOWN_MS)
        self._timer.timeout.connect(self.hide)
        self.hide()

    def tell(self, sentence: str, is_error: bool = True) -> None:
        """Shows a sentence for some seconds."""
        self._text.setText(sentence)
        self._text.setProperty("role", "error" if is_error else "")
        self._text.style().polish(self._text)
        self.show()
        self._timer.start()

    def text(self) -> str:
        """The sentence shown last."""
        return self._text.text()


def ask_line(parent: QWidget, title: str, prompt: str, text: str = "") -> str | None:
    """Asks for one line; None when the user cancels."""
    field = QLineEdit(text)
    field.selectAll()
    return _ask(parent, title, prompt, field, field.text)


def ask_text(parent: QWidget, title: str, prompt: str, text: str = "") -> str | None:
    """Asks for several lines, which Ctrl+Enter accepts; None when the user cancels."""
    field = QPlainTextEdit()
    field.setProperty("role", "note")
    field.setPlainText(text)
    field.setTabChangesFocus(True)
    field.setMinimumSize(420, 160)
    return _ask(parent, title, prompt, field, field.toPlainText)


def ask_fields(parent: QWidget, title: str, fields: dict[str, str]) -> dict[str, str] | None:
    """Asks for several named lines at once; None when the user cancels."""
    dialog, layout = _dialog(parent, title)
    lines = {}
    for name, text in fields.items():
        layout.addWidget(label(name, "small"))
        lines[name] = QLineEdit(text)
        lines[name].setAccessibleName(name)
        layout.addWidget(lines[name])
    _add_buttons(dialog, layout, dialog.tr("OK"))
    next(iter(lines.values())).setFocus()
    if dialog.exec() != QDialog.DialogCode.Accepted:
        return None
    return {name: line.text() for name, line in lines.items()}


def confirm(parent: QWidget, title: str, question: str, button: str) -> bool:
    """Asks before something; True when the user presses the button that says what will happen."""
    dialog, layout = _dialog(parent, title)
    text = label(question)
    text.setWordWrap(True)
    layout.addWidget(text)
    _add_buttons(dialog, layout, button)
    return dialog.exec() == QDialog.DialogCode.Accepted


def tell_more(parent: QWidget, title: str, text: str) -> None:
    """Shows a longer plain text with a button to close it."""
    dialog, layout = _dialog(parent, title)
    shown = QPlainTextEdit()
    shown.setProperty("role", "note")
    shown.setReadOnly(True)
    shown.setPlainText(text)
    shown.setMinimumSize(460, 260)
    shown.setAccessibleName(title)
    layout.addWidget(shown)
    buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
    buttons.rejected.connect(dialog.reject)
    layout.addWidget(buttons)
    dialog.exec()


def _ask(parent: QWidget, title: str, prompt: str, field: QWidget, read: Callable[[], str]) -> str | None:
    """Asks with one field. Its text is read here, because the field goes when its dialog does."""
    dialog, layout = _dialog(parent, title)
    layout.addWidget(label(prompt, "small"))
    field.setAccessibleName(prompt)
    layout.addWidget(field)
    _add_buttons(dialog, layout, dialog.tr("OK"))
    field.setFocus()
    return read() if dialog.exec() == QDialog.DialogCode.Accepted else None


def _dialog(parent: QWidget | None, title: str) -> tuple[QDialog, QVBoxLayout]:
    dialog = QDialog(parent)
    dialog.setWindowTitle(title)
    dialog.setMinimumWidth(380)
    layout = QVBoxLayout(dialog)
    layout.setContentsMargins(18, 16, 18, 14)
    layout.setSpacing(8)
    return dialog, layout


def _add_buttons(dialog: QDialog, layout: QVBoxLayout, accept: str) -> None:
    buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
    button = buttons.addButton(accept, QDialogButtonBox.ButtonRole.AcceptRole)
    button.setDefault(True)
    buttons.accepted.connect(dialog.accept)
    buttons.rejected.connect(dialog.reject)
    QShortcut(QKeySequence("Ctrl+Return"), dialog, dialog.accept)
    layout.addSpacing(6)
    layout.addWidget(buttons)


def report_bug(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """What `sys.excepthook` calls: says that something went wrong, that the file is safe, and what to send."""
    text = "".join(traceback.format_exception(kind, error, trace))
    sys.stderr.write(text)
    app = QGuiApplication.instance()
    if app is None or QApplication.closingDown():
        return
    details = f"Python {platform.python_version()}, PySide {PySide6.__version__}, {platform.platform()}\n\n{text}"
    dialog, layout = _dialog(QApplication.activeWindow(), "Something went wrong in Postil")
    sentence = label(
        "Postil met an error of its own. Your project is safe: every step is saved completely or not at all. "
        "You can go on working; please send these details to the people who make Postil."
    )
    sentence.setWordWrap(True)
    layout.addWidget(sentence)
    shown = QPlainTextEdit()
    shown.setProperty("role", "note")
    shown.setReadOnly(True)
    shown.setPlainText(details)
    shown.setMinimumSize(560, 260)
    shown.setAccessibleName("Details")
    layout.addWidget(shown)
    buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
    copy = buttons.addButton("Copy details", QDialogButtonBox.ButtonRole.ActionRole)
    copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(details))
    buttons.rejected.connect(dialog.reject)
    layout.addWidget(buttons)
    dialog.finished.connect(lambda _result: _open_reports.discard(dialog))
    _open_reports.add(dialog)
    dialog.show()
