"""One note, open to be written: what it is on, the way there, and the field."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QFont, QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from core import labels
from core.changes import Changes
from core.model import AnnotationId, NoteId
from core.names import visible
from core.notes import NEW, On, Written, clean_title
from storage import annotations, note_operations, notes
from storage.annotations import After
from ui import panel, theme
from ui.labels import label, paragraph
from ui.notes.autosave import Autosave
from ui.notes.field import NoteField
from ui.notes.model import WORDS, name_of
from ui.notes.row import said_day
from ui.session import Session

_WIDEST = 720  # pixels of a line of a note
_GO = {"annotation": "Go to the passage", "document": "Go to the article", "tag": "Go to the tag"}
_HINTS = {
    "annotation": "Why does this passage matter?",
    "document": "What is this article about, and what is it good for?",
    "tag": "What did you notice about this tag?",
    "project": "What is this project after?",
    "journal": "What are you thinking?",
}
_BELOW = "Saved as you type  ·  # heading  **bold**  *italic*  - list  > quote  ·  Ctrl ⏎ opens a link"


class NotePage(QWidget):
    """Edits the note on something, which is made with the first letter and goes with the last.

    All that is typed during one stay is one step of the history.
    """

    go_asked = Signal(object)  # On
    followed = Signal(object)  # Styled
    left = Signal()  # Esc: back to the list
    made = Signal(object)  # On: a journal note that was just begun has its number now

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("notepage")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._session, self._project = session, session.project
        self.on: On | None = None
        self._known: Written | None = None  # the note as it was last seen, if there was one
        self._kind, self._when = label("", "small"), label("", "small")
        self._name = paragraph("", "heading")
        self._name.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        self._quote = paragraph("", "quoted")
        self._quote.setFont(theme.font(14, serif=True))
        self._go = QPushButton(self.tr(_GO["document"]))
        self._go.setProperty("role", "link")
        self._go.clicked.connect(lambda: self.go_asked.emit(self.on))
        self._title = QLineEdit()
        self._title.setPlaceholderText(self.tr("Title"))
        self._title.setAccessibleName(self.tr("Title of the note"))
        self._text = NoteField()
        self._text.followed.connect(self.followed)
        self._text.done.connect(self.left)
        self._typing = Autosave(self._typed, self._write, self)
        self._title.textChanged.connect(self._typing.typed)
        self._text.textChanged.connect(self._typing.typed)
        self._arrange()
        self.setFocusProxy(self._text)
        session.changed.connect(self._follow)
        session.opened.connect(self._reopened)
        session.closing.connect(self.save)
        QApplication.instance().focusObjectChanged.connect(self._focus_moved)
        self.open(None)

    def _arrange(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self._kind)
        head.addStretch(1)
        head.addWidget(self._when)
        self._column = QVBoxLayout(self)
        self._column.setSpacing(panel.STEP)
        self._column.addLayout(head)
        self._column.addWidget(self._name)
        self._column.addWidget(self._quote)
        self._column.addWidget(self._go, 0, Qt.AlignmentFlag.AlignLeft)
        self._column.addWidget(self._title)
        self._column.addWidget(self._text, 1)
        self._foot = paragraph(self.tr(_BELOW), "small")
        self._column.addWidget(self._foot)

    # -- which note

    def open(self, on: On | None) -> None:
        """Shows the note on something, or an empty page for one; what was typed before is saved first."""
        self.save()
        self.on, self._known = on, None
        for part in (self._kind, self._when, self._name, self._text, self._foot):
            part.setVisible(on is not None)
        self._title.setVisible(on is not None and on.kind == "journal")
        self._show(self._written(), anew=True)

    def save(self) -> None:
        """Saves what was typed since the last time."""
        self._typing.save()

    def unsaved(self) -> str:
        """What was typed and could not be saved, if anything."""
        return "\n\n".join(filter(None, self._typed())) if self._typing.pending else ""

    def forget(self) -> None:
        """Lets go of the note and of what was typed: before its project goes."""
        self.on = None
        self._typing.begin(self._typed())
        self.open(None)

    def _written(self) -> Written | None:
        """The note as the project has it."""
        return notes.note_on(self._session.project.db, self.on) if self.on is not None else None

    # -- what is shown

    def _show(self, note: Written | None, anew: bool) -> None:
        """Shows a note as the project has it; `anew` where it is another than the one that was shown."""
        title, text = _fields(note)
        if self._typed() != (title, text) or anew:
            self._title.setText(title)
            self._text.setFont(theme.font(15))
            self._text.show_text(text)
            self._typing.begin((title, text))
        self._show_head(note)

    def _show_head(self, note: Written | None) -> None:
        on = self.on
        self._known = note = note or self._known
        if on is None:
            self._quote.hide()
            self._go.hide()
            return
        is_there = self._is_there(on)
        self._kind.setText(self.tr(WORDS[on.kind]))
        self._when.setText(said_day(note.modified) if note is not None else "")
        self._name.setText(name_of(self._session, on, note) if is_there else self.tr("No longer in the project"))
        self._name.setVisible(on.kind != "journal")
        self._quote.setText(labels.first_words(visible(note.title), 200) if note is not None else "")
        self._quote.setVisible(on.kind == "annotation" and note is not None)
        self._go.setText(self.tr(_GO.get(on.kind, _GO["document"])))
        self._go.setAccessibleName(self._go.text())
        self._go.setVisible(on.kind in _GO and is_there)
        self._text.setPlaceholderText(self.tr(_HINTS[on.kind]))

    # -- writing

    def _typed(self) -> tuple[str, str]:
        return clean_title(self._title.text()), self._text.written()

    def _write(self, typed: tuple[str, str], stay: str) -> bool:
        """Tries to save; False when it is not in the project afterwards."""
        if self.on is None:
            return False
        if not self._is_there(self.on):
            self.on = NEW  # what it was on is gone; what is being typed does not go with it
        on, session, (title, text) = self.on, self._session, typed
        step = noted(session, on, self._known, title or text)
        if on == NEW:
            made = session.do(step, note_operations.add_note, title, text, merge=stay)
            if made is not None:
                self.on = On("journal", made)
                self.made.emit(self.on)
        elif on.kind == "journal":
            session.do(step, note_operations.edit_note, NoteId(on.id), title, text, merge=stay)
        else:
            session.do(step, note_operations.write_note, on, text, merge=stay)
        return _fields(self._written()) == (title, text)

    def _is_there(self, on: On) -> bool:
        """Whether there is still what a note is on."""
        session = self._session
        if on.kind == "annotation":
            return annotations.document_of(session.project.db, AnnotationId(on.id)) is not None
        if on.kind == "journal":
            return on == NEW or self._written() is not None
        return on.kind == "project" or on.id in (session.documents if on.kind == "document" else session.tags.by_id)

    def _focus_moved(self, focused: QObject | None) -> None:
        """Who goes elsewhere has ended the stay; another program's window is not elsewhere."""
        fields = (self._title, self._text)
        if focused is not None and focused not in fields and self.on is not None:
            self.save()
            self._typing.end_stay()

    # -- following

    def _follow(self, changes: Changes, _after: After) -> None:
        """Shows the note as it is now. What is typed and not saved yet stays, and will be."""
        if self.on is not None and changes.touches("note", "annotation", "document", "tag"):
            note = self._written()
            if self._typing.pending:
                self._show_head(note)
            else:
                self._show(note, anew=False)

    def _reopened(self) -> None:
        """Another project, or this one read anew because another program wrote to it."""
        if self._session.project is not self._project:
            self._project = self._session.project
            self.forget()
        elif self.on is not None and not self._typing.pending:
            self._show(self._written(), anew=False)

    # -- looks

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        side = max(panel.MARGIN + 8, (self.width() - _WIDEST) // 2)
        self._column.setContentsMargins(side, panel.MARGIN + 4, side, panel.MARGIN)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and self.on is not None:
            self._title.setFont(theme.font(18, QFont.Weight.Bold))


def _fields(note: Written | None) -> tuple[str, str]:
    """What the two fields show of a note: a title only of one in the journal, and its text."""
    if note is None:
        return "", ""
    return note.title if note.on.kind == "journal" else "", note.text


def noted(session: Session, on: On, note: Written | None, words: str) -> str:
    """The name of the step that writes a note; `words` are those of a journal note."""
    if on.kind == "journal":
        return f"Journal note {labels.passage(words)}" if words.strip() else "Journal note"
    if on.kind == "project":
        return "Note on the project"
    about = note.title if note is not None and on.kind == "annotation" else name_of(session, on, note)
    return labels.noted(about)
