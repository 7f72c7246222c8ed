"""The field a note is written in: plain text in light Markdown, with links that are followed on request."""

from PySide6.QtCore import QEvent, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QMouseEvent, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit

from core import markdown
from core.notes import clean_text
from core.text import Utf16Map
from ui.notes.look import NoteLook

_CONTROL = Qt.KeyboardModifier.ControlModifier
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class NoteField(QPlainTextEdit):
    """`followed(Styled)` is a link that was clicked with Ctrl, or on which Ctrl+Enter was pressed.

    Undo and redo are the project's, unless there is something typed to take back.
    """

    followed = Signal(object)
    done = Signal()  # Esc, or Ctrl+Enter beside any link
    _look: NoteLook | None = None  # while Qt's own part is being made

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "note")
        self.setAccessibleName(self.tr("Note text"))
        self.setTabChangesFocus(True)
        self.viewport().setMouseTracking(True)
        self._look = NoteLook(self.document())
        self._pressed: markdown.Styled | None = None

    # -- its text

    def written(self) -> str:
        """The text as it is kept; Qt's own plain text would lose the no-break spaces."""
        return clean_text(self.document().toRawText().replace("\u2029", "\n"))

    def show_text(self, text: str) -> None:
        """Shows another text; the caret stays where it was, as far as the text reaches."""
        at = self.textCursor().position()
        self.setPlainText(text)
        cursor = self.textCursor()
        cursor.setPosition(min(at, self.document().characterCount() - 1))
        self.setTextCursor(cursor)

    # -- its links

    def link_at_caret(self) -> markdown.Styled | None:
        """The link the caret is in."""
        return self._link(self.textCursor())

    def _link(self, cursor: QTextCursor) -> markdown.Styled | None:
        line = cursor.block().text()
        return markdown.link_at(line, Utf16Map(line).to_code_point(cursor.positionInBlock()))

    def _link_under(self, at: QPoint) -> markdown.Styled | None:
        """The link at a place in the viewport, which must be on its letters."""
        cursor = self.cursorForPosition(at)
        beside = abs(self.cursorRect(cursor).center().x() - at.x())
        on_line = self.cursorRect(cursor).adjusted(0, -2, 0, 2)
        inside = on_line.top() <= at.y() <= on_line.bottom() and beside <= on_line.height()
        return self._link(cursor) if inside else None

    # -- keys and mouse

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            standard, document = QKeySequence.StandardKey, self.document()
            undoes = event.matches(standard.Undo) and not document.isUndoAvailable()
            redoes = event.matches(standard.Redo) and not document.isRedoAvailable()
            if undoes or redoes:
                event.ignore()
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        control = bool(event.modifiers() & _CONTROL)
        link = self.link_at_caret() if control and event.key() in _ENTER else None
        if link is not None:
            self.followed.emit(link)
        elif event.key() == Qt.Key.Key_Escape or (control and event.key() in _ENTER):
            self.done.emit()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._pressed = None
        if event.button() == Qt.MouseButton.LeftButton and event.modifiers() & _CONTROL:
            self._pressed = self._link_under(event.position().toPoint())
        if self._pressed is None:
            super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        pressed, self._pressed = self._pressed, None
        if pressed is None:
            super().mouseReleaseEvent(event)
        elif self._link_under(event.position().toPoint()) == pressed:
            self.followed.emit(pressed)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        held = bool(event.modifiers() & _CONTROL) and not event.buttons()
        on_link = held and self._link_under(event.position().toPoint()) is not None
        shape = Qt.CursorShape.PointingHandCursor if on_link else Qt.CursorShape.IBeamCursor
        self.viewport().setCursor(shape)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and self._look is not None:
            self._look.follow_theme()
