"""Reading: caret, selection, and what mouse and keys do in the text."""

from collections.abc import Callable
from functools import reduce

from PySide6.QtCore import QEvent, QMimeData, QPoint, QRect, Qt, QTimer, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QContextMenuEvent,
    QCursor,
    QFocusEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QTextCursor,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from core import units
from core.model import Annotation, AnnotationId
from core.span import Span
from ui import spoken, theme
from ui.reader import ends, text_lines
from ui.reader.alt_key import AltKey
from ui.reader.hover import Hover
from ui.reader.page import Page
from ui.reader.sweep import Sweep, is_exact
from ui.reader.tracker import Tracker
from ui.session import Session
from ui.settings import Settings

_FLASH_MS = 900
_PAGES = (Qt.Key.Key_PageDown, Qt.Key.Key_PageUp)
_BY_CHARACTER = (Qt.Key.Key_Left, Qt.Key.Key_Right)
_WITH = Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier


class Reader(Page):
    """The page with a reader: selects words, finds the annotation at the caret, drags ends."""

    selection_changed = Signal()
    swept = Signal()  # a selection was made with the mouse, and the button let go

    def __init__(self, session: Session, settings: Settings, pane: int = 0, parent: QWidget | None = None) -> None:
        super().__init__(session, settings, pane, parent)
        self._pulled: ends.Pull | None = None
        self._sweep = Sweep(self)
        self._exact: Span | None = None  # what was last selected to the character
        self._shape: QCursor | None = None
        self._here: list[AnnotationId] = []  # the annotations at the caret
        self._quiet = False  # while the caret is moved by Postil, not by the reader
        self._from_beside = False  # the mouse button went down beside the column
        self._alt = AltKey(self)
        self.hover = Hover(self)
        Tracker(self)
        session.revealed.connect(self.reveal)
        session.went.connect(self._go_where_it_was)
        session.current_changed.connect(self._announce)
        self.cursorPositionChanged.connect(self._caret_moved)
        self.selectionChanged.connect(self._caret_moved)
        self.selectionChanged.connect(self.selection_changed)

    def selection(self) -> Span | None:
        """The selected passage in code points, never a part of a character as readers see it; or None."""
        cursor = self.textCursor()
        if not cursor.hasSelection() or self.article is None:
            return None
        offsets, text = self.article.units, self.article.text
        start = offsets.to_code_point(cursor.selectionStart())
        stop = min(offsets.to_code_point(cursor.selectionEnd()), len(text))
        return units.whole_graphemes(text, start, stop)

    def keep_exactly(self) -> None:
        """What is selected now was selected to the character: all of it is meant."""
        self._exact = self.selection()

    def selected_words(self) -> Span | None:
        """The selection without the space around it, which is easily swept along, unless it was made exactly."""
        selected = self.selection()
        if selected is None or selected == self._exact or self.article is None:
            return selected
        quote = self.article.text[selected.start : selected.stop]
        words = quote.strip()
        start = selected.start + quote.find(words)
        return Span(start, start + len(words)) if words else selected

    def caret(self) -> int:
        """The code point the caret stands before."""
        return self.article.units.to_code_point(self.textCursor().position()) if self.article else 0

    def here(self) -> int:
        """Where the reader is: where the selection begins or the caret is, or if that is out of view at its top."""
        here = self.selection() or Span(self.caret(), self.caret())
        start, stop = self.offsets_in_view()
        return here.start if start <= here.stop and here.start <= stop else start

    def set_selection(self, anchor: int, caret: int) -> None:
        """Selects from one code point to another, where the caret goes; equal ones only move the caret."""
        if self.article is None:
            return
        cursor = QTextCursor(self.document())
        cursor.setPosition(self._position(anchor))
        cursor.setPosition(self._position(caret), QTextCursor.MoveMode.KeepAnchor)
        self.setTextCursor(cursor)

    def passage_boxes(self) -> list[QRect]:
        """Where in the viewport the selection is, or else the current annotation, line by line."""
        current = self.article.annotations[self.current] if self.article and self.current is not None else None
        passage = self.selection() or current
        return [box.toRect() for box in self.boxes(passage.start, passage.stop)] if passage else []

    def stand_at(self, offset: int) -> None:
        """Puts the caret before a code point, wherever that is; what is in view stays there."""
        top = self.verticalScrollBar().value()
        self.set_selection(offset, offset)
        self.verticalScrollBar().setValue(top)

    def clear_selection(self) -> None:
        """Leaves the caret where it is and selects nothing."""
        cursor = self.textCursor()
        cursor.clearSelection()
        self.setTextCursor(cursor)

    def select_word(self) -> None:
        """Selects the word at the caret, or the next one; again, one more."""
        self._reselect(units.extended, units.WORDS)

    def select_sentence(self) -> None:
        """Selects the sentence at the caret, or the next one; again, one more."""
        self._reselect(units.extended, units.SENTENCES)

    def select_paragraph(self) -> None:
        """Selects the paragraph at the caret, or the next one; again, one more."""
        self._reselect(units.extended, units.PARAGRAPHS)

    def shrink_word(self) -> None:
        """Takes the last word off the selection."""
        self._reselect(units.shortened, units.WORDS)

    def shrink_sentence(self) -> None:
        """Takes the last sentence off the selection."""
        self._reselect(units.shortened, units.SENTENCES)

    def shrink_paragraph(self) -> None:
        """Takes the last paragraph off the selection."""
        self._reselect(units.shortened, units.PARAGRAPHS)

    def _reselect(self, change: Callable[[str, Span, units.Kind], Span], kind: units.Kind) -> None:
        if self.article is not None:
            here = self.selection() or Span(self.caret(), self.caret())
            self.set_selection(*change(self.article.shown, here, kind))

    def offset_at(self, point: QPoint) -> int | None:
        """The character under a point of the viewport, or None beside the text."""
        if self.article is None:
            return None
        for visible in self.visible_blocks():
            if visible.top <= point.y() < visible.top + visible.height:
                y = point.y() - visible.top
                return text_lines.offset_under(visible.block, point.x(), y, self.article.units)
        return None

    def nearest(self, point: QPoint) -> int:
        """The code point before which a caret stands that is nearest to a point of the viewport."""
        blocks = self.visible_blocks()
        if self.article is None or not blocks:
            return 0
        here = next((visible for visible in blocks if point.y() < visible.top + visible.height), blocks[-1])
        return text_lines.edge_near(here.block, point.x(), point.y() - here.top, self.article)

    def paragraph_near(self, point: QPoint) -> Span | None:
        """The paragraph at a point of the viewport, or None at a blank line."""
        if self.article is None:
            return None
        text, at = self.article.shown, self.nearest(point)
        return units.paragraph_at(text, at) or units.paragraph_at(text, at - 1)

    def reveal(self, annotation: AnnotationId) -> None:
        """Scrolls to an annotation, puts the caret at its beginning and lets it flash."""
        if not self.is_active or self.article is None or annotation not in self.article.annotations:
            return
        start = self.article.annotations[annotation].start
        self.go_to(start, walking=True)
        self._flashing = annotation
        QTimer.singleShot(_FLASH_MS, self._end_flash)
        self.viewport().update()

    def _go_where_it_was(self, offset: int) -> None:
        if self.is_active:
            self.go_to(offset)

    def go_to(self, offset: int, walking: bool = False) -> None:
        """Puts the caret before a code point and scrolls there if it is out of view, which is a jump.

        `walking` says that it is one step of many, as from hit to hit.
        """
        if self.article is None:
            return
        start, stop = self.offsets_in_view()
        near = start <= offset < stop and self.viewport().rect().adjusted(0, 20, 0, -60).contains(
            self.rect_of(offset).center()
        )
        if not near:
            self.center_on(offset)
            self.left.emit(self.article.document.id, start, walking)
        self._quiet = True
        self.set_selection(offset, offset)
        self._quiet = False

    def turn_to(self, offset: int) -> None:
        """Goes to a code point that begins something, which is read from the top of the page: always a jump."""
        if self.article is not None:
            start = self.first_visible_offset()
            self.scroll_to(offset)
            self.left.emit(self.article.document.id, start, False)

    def _end_flash(self) -> None:
        self._flashing = None
        self.viewport().update()

    def _caret_moved(self) -> None:
        if self._quiet or self.article is None or not self.is_active:
            return
        selected, current = self.selection(), self.session.current
        if selected is not None:
            # Commands must not reach an annotation that is out of sight of the selected words.
            near = [a.id for a in self.article.meeting(selected.start, selected.stop)]
            self.session.select(current if current in near else None)
            return
        found = self._at(self.caret())
        ids = [annotation.id for annotation in found]
        # Among the same ones, the one that was chosen with Tab stays.
        kept = current in ids and ids == self._here
        self._here = ids
        self.session.select(current if kept else ids[-1] if ids else None)

    def _at(self, offset: int | None) -> list[Annotation]:
        """The annotations to be seen at a character, the shortest last."""
        if self.article is None or offset is None:
            return []
        return list(filter(self.shows, self.article.at(offset)))

    def cycle(self, found: list[Annotation], forward: bool = True) -> bool:
        """Makes the next of several annotations at one place the current one; False unless there are several."""
        ids = [annotation.id for annotation in reversed(found)]
        if len(ids) < 2:
            return False
        step = 1 if forward else -1
        at = ids.index(self.session.current) + step if self.session.current in ids else 0
        self.session.select(ids[at % len(ids)])
        return True

    def _announce(self) -> None:
        """Tells a screen reader which annotation the reader has come to: it cannot see the colours."""
        if self.article is not None and self.current is not None:
            annotation = self.article.annotations[self.current]
            words = spoken.annotation(annotation, self._at(self.caret()), self.article, self.session.tags)
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, words))

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
        """The annotations to be seen under a point of the viewport, the shortest last."""
        return self._at(self.offset_at(point))

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if not self.is_active:
            self.session.activate(self.pane)
            self._caret_moved()

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab goes through the annotations at one place where there are several, else to the next pane."""
        return self.cycle(self._at(self.caret()), forward) or super().focusNextPrevChild(forward)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.AltModifier:
            turned = event.angleDelta()  # some systems turn it by a right angle while Alt is held
            self.cycle(self.annotations_at(event.position().toPoint()), (turned.y() or turned.x()) < 0)
            self._alt.use()
            event.accept()
            return
        super().wheelEvent(event)

    def set_text_cursor_shape(self, shape: QCursor | None) -> None:
        """Gives the mouse another shape over the text; None is the usual one."""
        self._shape = shape
        self.viewport().setCursor(shape or QCursor(Qt.CursorShape.IBeamCursor))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.hover.hide()
        if event.button() == Qt.MouseButton.LeftButton:
            point = event.position().toPoint()
            self._pulled = ends.pull_at(self, point)
            if self._pulled is not None:
                return
            self._sweep.begin(event)
            if not event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
                self._quiet = True
                self.clear_selection()  # or Qt would drag the selected words along, where a new sweep is meant
                self._quiet = False
        super().mousePressEvent(event)
        self._sweep.go_on(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        super().mouseDoubleClickEvent(event)
        if event.button() == Qt.MouseButton.LeftButton:
            self._sweep.click_twice(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        point = event.position().toPoint()
        if event.buttons() and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self._alt.use()
        if self._pulled is not None:
            self._pulled = ends.moved(self, self._pulled, point, is_exact(event))
            self.viewport().update()
            return
        if event.buttons():  # else Qt would only look for links, of which there are none, and takes its time
            super().mouseMoveEvent(event)
            self._sweep.go_on(event)
        else:
            over_end = ends.pull_at(self, point) is not None
            shape = QCursor(Qt.CursorShape.SizeHorCursor) if over_end else self._shape
            wanted = shape or QCursor(Qt.CursorShape.IBeamCursor)
            if wanted != self.viewport().cursor():
                self.viewport().setCursor(wanted)
            found = self.annotations_at(point)
            self.hover_annotation(found[-1].id if found else None)
            self.hover.show_for(found, point)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._pulled is not None:
            pulled, self._pulled = self._pulled, None
            ends.drop(self, pulled)
            return
        super().mouseReleaseEvent(event)
        if event.button() == Qt.MouseButton.LeftButton:
            self._sweep.go_on(event)
            if self.textCursor().hasSelection():
                self.swept.emit()
            else:
                found = self.annotations_at(event.position().toPoint())
                self.session.select(found[-1].id if found else None)

    def leaveEvent(self, event: QEvent) -> None:
        self.hover.hide()
        self.hover_annotation(None)
        super().leaveEvent(event)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride:
            self.hover.hide()
            # Copying is a command, for it also copies the current annotation, of which Qt knows nothing.
            is_copy = event.matches(QKeySequence.StandardKey.Copy)
            event.setAccepted(not is_copy and super().event(event) and event.isAccepted())
            return True
        if isinstance(event, QMouseEvent):
            return self._take_from_beside(event)
        return super().event(event)

    def _take_from_beside(self, event: QMouseEvent) -> bool:
        """What the mouse does beside the column, among the numbers say, it does at the line there."""
        view = self.viewport()
        if event.type() not in (QEvent.Type.MouseMove, QEvent.Type.MouseButtonRelease):
            self._from_beside = not view.geometry().contains(event.position().toPoint())
        if not self._from_beside:
            return super().event(event)  # the text itself had no use for it
        self._from_beside = event.type() != QEvent.Type.MouseButtonRelease
        at = view.mapFromParent(event.position())
        at.setX(max(0.0, min(at.x(), view.width() - 1.0)))
        there = QMouseEvent(
            event.type(), at, event.globalPosition(), event.button(), event.buttons(), event.modifiers()
        )
        return self.viewportEvent(there)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.textCursor().hasSelection():
            self.clear_selection()
        elif event.key() == Qt.Key.Key_Space:
            self.turn_page(forward=not event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        elif event.key() in _PAGES and not event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self.turn_page(forward=event.key() == Qt.Key.Key_PageDown)
            self._bring_caret()
        else:
            super().keyPressEvent(event)
            if event.key() in _BY_CHARACTER and event.modifiers() & _WITH == Qt.KeyboardModifier.ShiftModifier:
                self.keep_exactly()

    def _bring_caret(self) -> None:
        """Puts the caret before the text in view, which stays as it is."""
        self.stand_at(self.first_visible_offset())

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if event.reason() == QContextMenuEvent.Reason.Mouse and not self.textCursor().hasSelection():
            self._come_to(event.pos())
        area = reduce(QRect.united, self.passage_boxes(), QRect())
        self.menu_asked.emit(None, area.translated(self.viewport().mapToGlobal(QPoint())), event.globalPos())

    def _come_to(self, point: QPoint) -> None:
        """Puts the caret where the mouse is; of several annotations there the current one stays that."""
        offset, current = self.offset_at(point), self.current
        self.stand_at(self.nearest(point) if offset is None else offset)
        ids = [annotation.id for annotation in self._at(offset)]
        self.session.select(current if current in ids else ids[-1] if ids else None)

    def createMimeDataFromSelection(self) -> QMimeData:
        # Qt's own object, given other content: one made in Python and left on the clipboard would outlive Python.
        data = super().createMimeDataFromSelection()
        data.text()  # has Qt fill it, which it would else do later
        data.clear()
        selected = self.selection()
        if selected is not None and self.article is not None:
            data.setText(self.article.text[selected.start : selected.stop])
        return data
