"""The note of a passage: a small sheet beside it, saved while it is written."""

from PySide6.QtCore import QRect, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from core import labels
from core.model import AnnotationId, DocumentId
from core.notes import clean_text
from core.span import Span
from storage import operations
from ui import theme
from ui.labels import label
from ui.notes.autosave import Autosave
from ui.notes.field import NoteField
from ui.popup import Popup
from ui.session import Session


class NoteEditor(Popup):
    """Edits the note of an annotation, or of a passage that becomes one with the first letter.

    All that is typed during one stay is one step of the history. `followed(Styled)` is a link in the note.
    """

    followed = Signal(object)

    def __init__(self, session: Session, window: QWidget) -> None:
        super().__init__(window)
        self.setAccessibleName(self.tr("Note"))
        self._session = session
        self._annotation: AnnotationId | None = None
        self._passage: tuple[DocumentId, Span] | None = None
        self._text = NoteField()
        self._text.setPlaceholderText(self.tr("Why does this passage matter?"))
        self._text.setFixedHeight(120)
        self._text.done.connect(self.dismiss)
        self._text.followed.connect(self._follow)
        self._typing = Autosave(self._text.written, self._write, self)
        self._text.textChanged.connect(self._typing.typed)
        foot = QHBoxLayout()
        foot.addWidget(label(self.tr("Saved as you type"), "small"))
        foot.addStretch(1)
        foot.addWidget(label(self.tr("Ctrl ⏎ or Esc closes"), "small"))
        self.column.addWidget(self._text)
        self.column.addLayout(foot)
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
        self._text.setFont(theme.font(14))
        self._text.setPlainText(note)
        self._text.moveCursor(self._text.textCursor().MoveOperation.End)
        self._typing.begin(clean_text(note))
        self.open_at(beside, self._text)

    def save(self) -> None:
        """Saves what was typed since the last time, as part of this stay's step."""
        self._typing.save()

    def unsaved(self) -> str:
        """What was typed and could not be saved, if anything."""
        return self._text.written() if self._typing.pending else ""

    def forget(self) -> None:
        """Lets go of the annotation and of what was typed: before its project goes."""
        self._annotation = self._passage = None
        self._text.clear()
        self._typing.begin("")
        self.dismiss()

    def _follow(self, link: object) -> None:
        self.dismiss()
        self.followed.emit(link)

    def _write(self, note: str, stay: str) -> bool:
        """Tries to save; False when the note is not in the project afterwards."""
        article = self._session.article
        if article is None:
            return False
        if self._annotation is not None and self._annotation in article.annotations:
            label = labels.noted(article.quote(article.annotations[self._annotation]))
            self._session.do(label, operations.set_note, self._annotation, note, merge=stay)
        elif self._passage is not None and self._passage[0] == article.document.id:
            document, (start, stop) = self._passage
            label = labels.noted(article.text[start:stop])
            self._annotation = self._session.do(
                label, operations.annotate, document, start, stop, (), note, merge=stay
            )
            self._session.select(self._annotation)
        written = self._session.article.annotations.get(self._annotation) if self._session.article else None
        return written is not None and written.note == note
