"""Reading: caret, selection, and what mouse and keys do in the text."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QMimeData, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import (
    QAction,
    QContextMenuEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QTextCursor,
)
from PySide6.QtWidgets import QMenu, QWidget

from core.model import Annotation, AnnotationId
from core.span import Span
from ui import theme
from ui.reader import ends, units
from ui.reader.hover import Hover
from ui.reader.page import Page
from ui.session import Session
from ui.settings import Settings

_FLASH_MS = 900


class Reader(Page):
    """The page with a reader: selects words, finds the annotation at the caret, drags ends."""

    selection_changed = Signal()

    def __init__(self, session: Session, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(session, settings, parent)
        self.context_actions: list[QAction] = []
        self._pulled: ends.Pull | None = None
        self._quiet = False  # while the caret is moved by Postil, not by the reader
        self.hover = Hover(self)
        session.revealed.connect(self.reveal)
        session.went.connect(self.go_to)
        self.cursorPositionChanged.connect(self._caret_moved)
        self.selectionChanged.connect(self._caret_moved)
        self.selectionChanged.connect(self.selection_changed)

    def selection(self) -> Span | None:
        """The selected passage in code points, or None."""
        cursor = self.textCursor()
        if not cursor.hasSelection() or self.article is None:
            return None
        units = self.article.units
        start = units.to_code_point(cursor.selectionStart())
        stop = units.to_code_point(cursor.selectionEnd())
        return Span(start, min(stop, len(self.article.text)))

    def caret(self) -> int:
        """The code point the caret stands before."""
        return self.article.units.to_code_point(self.textCursor().position()) if self.article else 0

    def set_selection(self, start: int, stop: int) -> None:
        """Selects code points `[start, stop)`; nothing but the caret moves when they are equal."""
        if self.article is None:
            return
        cursor = QTextCursor(self.document())
        cursor.setPosition(self.article.units.to_utf16(start))
        cursor.setPosition(self.article.units.to_utf16(stop), QTextCursor.MoveMode.KeepAnchor)
        self.setTextCursor(cursor)

    def clear_selection(self) -> None:
        """Leaves the caret where it is and selects nothing."""
        cursor = self.textCursor()
        cursor.clearSelection()
        self.setTextCursor(cursor)

    def select_sentence(self) -> None:
        """Selects the sentence at the caret; again, the next one as well."""
        self._select_unit(units.sentence_around)

    def select_paragraph(self) -> None:
        """Selects the paragraph at the caret; again, the next one as well."""
        self._select_unit(units.paragraph_around)

    def _select_unit(self, around: Callable[[str, int], tuple[int, int]]) -> None:
        cursor = self.textCursor()
        growing = cursor.hasSelection()
        at = cursor.selectionEnd()
        block = self.document().findBlock(at)
        while block.isValid() and at >= block.position() + len(block.text().rstrip()) and (growing or at == 0):
            block = block.next()
            at = block.position()
        if not block.isValid() or self.article is None:
            return
        start, stop = around(block.text(), at - block.position())
        begin = cursor.selectionStart() if growing else block.position() + start
        self.set_selection(
            self.article.units.to_code_point(begin),
            self.article.units.to_code_point(block.position() + stop),
        )

    def offset_at(self, point: QPoint) -> int | None:
        """The character under a point of the viewport, or None beside the text."""
        if self.article is None:
            return None
        cursor = self.cursorForPosition(point)
        block, position = cursor.block(), cursor.position()
        for at in (position - 1, position):
            if block.position() <= at < block.position() + block.length() - 1:
                start, stop = (self.article.units.to_code_point(at), self.article.units.to_code_point(at + 1))
                if any(box.contains(point) for box in self.boxes(start, max(stop, start + 1))):
                    return start
        return None

    def reveal(self, annotation: AnnotationId) -> None:
        """Scrolls to an annotation, puts the caret at its beginning and lets it flash."""
        if self.article is None or annotation not in self.article.annotations:
            return
        start = self.article.annotations[annotation].start
        self.go_to(start)
        self._flashing = annotation
        QTimer.singleShot(_FLASH_MS, self._end_flash)
        self.refresh()

    def go_to(self, offset: int) -> None:
        """Puts the caret before a code point and scrolls there if it is out of view."""
        self._quiet = True
        self.set_selection(offset, offset)
        self._quiet = False
        rect = self.cursorRect()
        if not self.viewport().rect().adjusted(0, 20, 0, -60).contains(rect.center()):
            self.centerCursor()

    def _end_flash(self) -> None:
        self._flashing = None
        self.refresh()

    def _caret_moved(self) -> None:
        if self._quiet or self.article is None:
            return
        selected, current = self.selection(), self.session.current
        if selected is not None:
            # Commands must not reach an annotation that is out of sight of the selected words.
            near = [a.id for a in self.article.meeting(selected.start, selected.stop)]
            self.session.select(current if current in near else None)
            return
        found = self.article.at(self.caret())
        self.session.select(found[-1].id if found else None)

    # -- mouse and keys

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._pulled is not None:  # the end being dragged, where it would be dropped
            painter = QPainter(self.viewport())
            painter.setPen(QPen(theme.color(theme.current().accent), 2))
            rect = self.rect_of(self._pulled.offset)
            painter.drawLine(rect.topLeft(), rect.bottomLeft())
            painter.end()

    def annotations_at(self, point: QPoint) -> list[Annotation]:
        """The annotations under a point of the viewport, the shortest last."""
        offset = self.offset_at(point)
        return self.article.at(offset) if self.article and offset is not None else []

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.hover.hide()
        if event.button() == Qt.MouseButton.LeftButton:
            self._pulled = ends.pull_at(self, event.position().toPoint())
            if self._pulled is not None:
                return
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        point = event.position().toPoint()
        if self._pulled is not None:
            self._pulled = ends.moved(self, self._pulled, point)
            self.viewport().update()
            return
        super().mouseMoveEvent(event)
        if not event.buttons():
            over_end = ends.pull_at(self, point) is not None
            shape = Qt.CursorShape.SizeHorCursor if over_end else Qt.CursorShape.IBeamCursor
            self.viewport().setCursor(shape)
            self.hover.show_for(self.annotations_at(point), point)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._pulled is not None:
            pulled, self._pulled = self._pulled, None
            ends.drop(self, pulled)
            return
        super().mouseReleaseEvent(event)
        if event.button() == Qt.MouseButton.LeftButton and not self.textCursor().hasSelection():
            found = self.annotations_at(event.position().toPoint())
            self.session.select(found[-1].id if found else None)

    def leaveEvent(self, event: QEvent) -> None:
        self.hover.hide()
        super().leaveEvent(event)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride:
            # Copying is a command, for it also copies the current annotation, of which Qt knows nothing.
            is_copy = event.matches(QKeySequence.StandardKey.Copy)
            event.setAccepted(not is_copy and super().event(event) and event.isAccepted())
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.textCursor().hasSelection():
            self.clear_selection()
        elif event.key() == Qt.Key.Key_Space:
            bar = self.verticalScrollBar()
            back = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
            bar.setValue(bar.value() + (-bar.pageStep() if back else bar.pageStep()))
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        found = self.annotations_at(event.pos())
        if found and not self.textCursor().hasSelection():
            self.session.select(found[-1].id)
        menu = QMenu(self)
        menu.addActions(self.context_actions)
        menu.exec(event.globalPos())

    def createMimeDataFromSelection(self) -> QMimeData:
        data = QMimeData()
        selected = self.selection()
        if selected is not None and self.article is not None:
            data.setText(self.article.text[selected.start : selected.stop])
        return data
