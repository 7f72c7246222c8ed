"""The note of a passage: a small sheet beside it, saved while it is written."""

import uuid

from PySide6.QtCore import QRect, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from core import labels
from core.model import AnnotationId, DocumentId
from core.span import Span
from core.text import canonical
from storage import operations
from ui import theme
from ui.labels import label
from ui.popup import Popup
from ui.session import Session

_IDLE_MS = 600  # after the last key, what was typed is saved


class NoteEditor(Popup):
    """Edits the note of an annotation, or of a passage that becomes one with the first letter.

    All that is typed during one stay is one step of the history.
    """

    def __init__(self, session: Session, window: QWidget) -> None:
        super().__init__(window)
        self.setAccessibleName(self.tr("Note"))
        self._session = session
        self._annotation: AnnotationId | None = None
        self._passage: tuple[DocumentId, Span] | None = None
        self._saved = ""
        self._stay = ""
        self._text = _NoteText(self)
        self._timer = QTimer(self, singleShot=True, interval=_IDLE_MS)
        self._timer.timeout.connect(self.save)
        self._text.textChanged.connect(self._timer.start)
        foot = QHBoxLayout()
        foot.addWidget(label(self.tr("Saved as you type"), "small"))
        foot.addStretch(1)
        foot.addWidget(label(self.tr("Ctrl ⏎ or Esc closes"), "small"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 8)
        layout.setSpacing(6)
        layout.addWidget(self._text)
        layout.addLayout(foot)
        self.setFixedWidth(360)
        self.closed.connect(self.save)

    def edit(self, annotation: AnnotationId, note: str, beside: QRect) -> None:
        """Opens the note of an annotation."""
        self._begin(annotation, None, note, beside)

    def write(self, document: DocumentId, passage: Span, beside: QRect) -> None:
        """Opens an empty note for a passage that is not yet an annotation."""
        self._begin(None, (document, passage), "", beside)

    def _begin(
        self,
        annotation: AnnotationId | None,
        passage: tuple[DocumentId, Span] | None,
        note: str,
        beside: QRect,
    ) -> None:
        self.save()
        self._annotation, self._passage = annotation, passage
        self._saved, self._stay = note, f"note:{uuid.uuid4()}"
        self._text.setFont(theme.font(14))
        self._text.setPlainText(note)
        self._text.moveCursor(self._text.textCursor().MoveOperation.End)
        self._timer.stop()
        self.open_at(beside, self._text)

    def save(self) -> None:
        """Saves what was typed since the last time, as part of this stay's step."""
        self._timer.stop()
        note = self._text.toPlainText()
        # Where another program wrote to the file, the first try only brings what is shown up to date.
        if note != self._saved and (self._write(note) or self._write(note)):
            self._saved = note

    def unsaved(self) -> str:
        """What was typed and could not be saved, if anything."""
        note = self._text.toPlainText()
        return note if note != self._saved else ""

    def forget(self) -> None:
        """Lets go of the annotation and of what was typed: before its project goes."""
        self._annotation = self._passage = None
        self._text.clear()
        self._saved = ""
        self._timer.stop()
        self.dismiss()

    def _write(self, note: str) -> bool:
        """Tries to save; False when the note is not in the project afterwards."""
        article = self._session.article
        if article is None:
            return False
        if self._annotation is not None and self._annotation in article.annotations:
            label = labels.noted(article.quote(article.annotations[self._annotation]))
            self._session.do(label, operations.set_note, self._annotation, note, merge=self._stay)
        elif self._passage is not None and self._passage[0] == article.document.id:
            document, (start, stop) = self._passage
            label = labels.noted(article.text[start:stop])
            self._annotation = self._session.do(
                label, operations.annotate, document, start, stop, (), note, merge=self._stay
            )
            self._session.select(self._annotation)
        written = self._session.article.annotations.get(self._annotation) if self._session.article else None
        return written is not None and written.note == canonical(note).text


class _NoteText(QPlainTextEdit):
    """Plain text with the keys that close the sheet."""

    def __init__(self, editor: NoteEditor) -> None:
        super().__init__()
        self._editor = editor
        self.setProperty("role", "note")
        self.setPlaceholderText(self.tr("Why does this passage matter?"))
        self.setAccessibleName(self.tr("Note text"))
        self.setFixedHeight(120)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if event.key() == Qt.Key.Key_Escape or (event.key() == Qt.Key.Key_Return and control):
            self._editor.dismiss()
        else:
            super().keyPressEvent(event)
