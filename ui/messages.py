"""Everything Postil asks or tells in a sentence or two: the message bar and small questions. All plain text."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
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

from core.names import visible
from ui.labels import label

_SHOWN_MS, _ERROR_SHOWN_MS = 9_000, 25_000
_MOVES = (QEvent.Type.Resize, QEvent.Type.Move, QEvent.Type.Show, QEvent.Type.Hide)
_WIDEST, _GAP = 640, 14  # pixels of the bar, and from it to the edges of what it floats over


class MessageBar(QFrame):
    """One sentence that floats over the bottom of the page and moves nothing.

    It goes by itself, at Esc, by its button, and when what it was about is past; with a link to more it stays.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("message")
        self.told = 0  # sentences so far
        self._over: QWidget | None = None
        self._above: QWidget | None = None
        self._is_error = False
        self._text = label("", "error")
        self._text.setWordWrap(True)
        self._link = QPushButton()
        self._link.setProperty("role", "link")
        self._link.setAccessibleName(self.tr("More"))
        self._link.clicked.connect(self._follow)
        self._act: Callable[[], object] | None = None
        close = QPushButton(self.tr("Close"))
        close.setProperty("role", "link")
        close.clicked.connect(self.hide)
        for button in (self._link, close):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(14, 6, 8, 6)
        layout.setSpacing(12)
        layout.addWidget(self._text, 1)
        layout.addWidget(self._link)
        layout.addWidget(close)
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self.hide)
        self.hide()

    def tell(
        self, sentence: str, is_error: bool = True, link: tuple[str, Callable[[], object]] | None = None
    ) -> None:
        """Shows a sentence for some seconds; with a link, its words and what it does, until it is closed."""
        self._text.setText(visible(sentence))
        self._text.setProperty("role", "error" if is_error else "")
        self._text.style().polish(self._text)
        words, self._act = link or ("", None)
        self._link.setText(words)
        self._link.setAccessibleName(words)
        self._link.setVisible(link is not None)
        self.told, self._is_error = self.told + 1, is_error
        self._place()
        self.show()
        self.raise_()
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, self.text()))
        if link is None:
            self._timer.start(_ERROR_SHOWN_MS if is_error else _SHOWN_MS)
        else:
            self._timer.stop()

    def let_go(self, errors: bool) -> None:
        """Something was done meanwhile: a hint is past, and an error if `errors` says so; a link stays."""
        if self._act is None and (errors or not self._is_error):
            self.hide()

    def float_over(self, page: QWidget, above: QWidget) -> None:
        """Floats over the bottom of a page, but above what may stand there."""
        self._over, self._above = page, above
        for part in (page, above):
            part.installEventFilter(self)

    def _place(self) -> None:
        """Goes to the middle of the bottom, as wide as the sentence needs."""
        page, above = self._over, self._above
        if page is None or above is None:
            return
        beside = self.sizeHint().width() - self._text.sizeHint().width()
        wanted = self._text.fontMetrics().horizontalAdvance(self.text()) + beside + 4
        width = min(wanted, _WIDEST, page.width() - 2 * _GAP)
        height = self.heightForWidth(width)
        bottom = page.height() - _GAP - (above.height() if above.isVisible() else 0)
        corner = page.mapTo(self.parentWidget(), QPoint((page.width() - width) // 2, bottom - height))
        self.setGeometry(corner.x(), corner.y(), width, height)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _MOVES and watched in (self._over, self._above):
            self._place()
        return super().eventFilter(watched, event)

    def _follow(self) -> None:
        self.hide()
        if self._act is not None:
            self._act()

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
    text = label(visible(question))
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
    dialog.setWindowTitle(visible(title))
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
