"""The list of passages, which sets and paints only those in sight: a hundred thousand scroll like a hundred."""

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QWidget

from core.model import AnnotationId
from ui import theme
from ui.passages import entry
from ui.passages.entry import Entry
from ui.passages.model import UNTAGGED, PassageModel
from ui.passages.rows import Rows
from ui.passages.stack import Stack
from ui.session import Session

_MOST_SET = 300  # entries kept as they were set
_STEP = 36  # pixels that a turn of the wheel is made of
_Spot = tuple[AnnotationId | None, object]  # a passage, and the key of the group that it is seen in
_NOWHERE: _Spot = None, None


class PassageList(QAbstractScrollArea):
    """Rows of a PassageModel. `opened(AnnotationId)` asks to read a passage in its article.

    Heights are estimated; a row is measured when it comes into sight, and what is below it moves.
    """

    opened = Signal(object)
    menu_asked = Signal(QRect, QPoint)  # the row and the mouse, as the screen counts

    def __init__(self, session: Session, model: PassageModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._model = model
        self._rows = Rows()
        self._stack = Stack([])
        self._set: dict[int, Entry] = {}
        self._set_for = 0  # the width that entries were set for
        self._current: int | None = None
        self._anchor: int | None = None  # the row that a range with Shift begins at
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName("Passages")
        self.verticalScrollBar().setSingleStep(_STEP)
        self.viewport().setMouseTracking(True)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.viewport().setAutoFillBackground(False)
        model.refreshed.connect(self._follow)
        model.selection_changed.connect(self.viewport().update)

    # -- rows

    @property
    def current(self) -> AnnotationId | None:
        """The passage that the keyboard is at."""
        return None if self._current is None else self._rows.at(self._current).passage

    def go_to(self, passage: AnnotationId) -> bool:
        """Makes a passage the current one and scrolls to it; False where it is not listed."""
        key = None if self._current is None else self._rows.at(self._current).group.key
        row = self._rows.find(passage, key)
        if row is not None:
            self._go(row)
        return row is not None

    def _follow(self) -> None:
        """Shows other rows; the passage at the top and the current one stay where they are, if they are there."""
        current, at = self._spot(self._current), self._current
        self._rearrange()
        self._current = self._row_of(current)
        if self._current is None and at is not None and len(self._rows):
            self._current = self._passage_near(min(at, len(self._rows) - 1), 1)
        self._anchor = self._current
        self._note_current()

    def _rearrange(self) -> None:
        """Takes over the rows, and their heights anew; the one at the top stays there."""
        seen, below = _NOWHERE, 0
        if len(self._rows):
            top = self._stack.row_at(self._offset())
            seen, below = self._spot(top), self._offset() - self._stack.top(top)
        self._rows = self._model.rows
        self._measure_anew()
        row = self._row_of(seen) if below or self._offset() else 0
        for _ in range(2):  # rows at the end are measured before it is known how far it is to scroll
            if row is not None and len(self._rows):
                self.verticalScrollBar().setValue(self._stack.top(row) + below)
                self._settle()
        self.viewport().update()

    def _spot(self, row: int | None) -> _Spot:
        """What a row is, in words that hold when rows come and go: of a head, its first passage."""
        if row is None or not len(self._rows):
            return _NOWHERE
        found = self._rows.at(row)
        return found.passage if found.passage is not None else found.group.first, found.group.key

    def _row_of(self, spot: _Spot) -> int | None:
        return None if spot[0] is None else self._rows.find(*spot)

    def _passage_near(self, row: int, by: int) -> int | None:
        """The first row from one on that is a passage, else the last before it."""
        rows = self._rows
        for each in (*range(row, len(rows) if by > 0 else -1, by), *range(row, -1 if by > 0 else len(rows), -by)):
            if rows.at(each).passage is not None:
                return each
        return None

    def _measure_anew(self) -> None:
        self._set.clear()
        self._set_for = self._width()
        rows = self._rows
        heights = [entry.estimated(self._set_for)] * len(rows)
        for head in rows.head_rows():
            heights[head] = entry.HEAD
        self._stack = Stack(heights)
        self._fit_bar()

    def _fit_bar(self) -> None:
        height, bar = self.viewport().height(), self.verticalScrollBar()
        bar.setPageStep(max(1, height - _STEP))
        bar.setRange(0, max(0, self._stack.total - height))

    def _width(self) -> int:
        return max(200, self.viewport().width())

    def _offset(self) -> int:
        return self.verticalScrollBar().value()

    def _entry(self, row: int) -> Entry:
        if row not in self._set:
            if len(self._set) > _MOST_SET:
                self._set.clear()
            found, model = self._rows.at(row), self._model
            assert found.passage is not None  # heads are not set
            annotation = model.annotation(found.passage)
            foremost = found.group.key if model.grouping == "tag" else None
            words, place = model.excerpt(annotation), model.place(annotation)
            made = entry.lay_out(annotation, words, place, self._session.tags, foremost, self._width())
            self._set[row] = made
        return self._set[row]

    def _in_sight(self) -> range:
        """The rows in sight, as far as heights are known; they are read in one go."""
        if not len(self._rows):
            return range(0)
        first = self._stack.row_at(self._offset())
        last = self._stack.row_at(self._offset() + self.viewport().height() - 1)
        return range(first, last + 1)

    def _settle(self) -> None:
        """Measures the rows in sight; what the reader looks at does not move, what comes after it does."""
        if self._width() != self._set_for:
            self._rearrange()
        rows = self._in_sight()
        self._model.load(p for row in rows if (p := self._rows.at(row).passage) is not None)
        offset, above, moved = self._offset(), 0, False
        row, bottom = rows.start, offset + self.viewport().height()
        y = self._stack.top(row) if rows else 0
        while row < len(self._rows) and y < bottom:
            if self._rows.at(row).passage is not None:
                begins_above = y < offset
                wrong = self._stack.learn(row, self._entry(row).height)
                above += wrong if begins_above else 0
                bottom += wrong if begins_above else 0
                moved = moved or wrong != 0
            y += self._stack.heights[row]
            row += 1
        if moved:
            self._fit_bar()
            self.verticalScrollBar().setValue(offset + above)
            self.viewport().update()

    def rect_of(self, row: int) -> QRect:
        """Where in the viewport a row is."""
        top = self._stack.top(row) - self._offset()
        return QRect(0, top, self.viewport().width(), self._stack.heights[row])

    def row_at(self, at: QPoint) -> int | None:
        """The row at a point of the viewport."""
        if not len(self._rows) or at.y() + self._offset() >= self._stack.total:
            return None
        return self._stack.row_at(at.y() + self._offset())

    def current_rect(self) -> QRect:
        """Where in the viewport the current row is; a point at its top where there is none."""
        return self.rect_of(self._current) if self._current is not None else QRect(0, 0, 1, 1)

    # -- what is seen

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), theme.color(theme.current().paper))
        if not len(self._rows):
            return
        self._settle()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for row in self._in_sight():
            rect, found = self.rect_of(row), self._rows.at(row)
            if rect.bottom() < event.rect().top() or rect.top() > event.rect().bottom():
                continue
            if found.passage is None:
                self._paint_head(painter, rect, found.group.key, len(found.group))
            else:
                ticked = found.passage in self._model.selected
                entry.paint(painter, self._entry(row), rect, ticked, row == self._current, self.hasFocus())

    def _paint_head(self, painter: QPainter, rect: QRect, key: object, count: int) -> None:
        said = f"{count:,} passage{'' if count == 1 else 's'}"
        tags = self._session.tags
        if self._model.grouping == "article":
            entry.paint_head(painter, rect, self._session.documents[key].title, said, None)
        elif key is None:
            entry.paint_head(painter, rect, UNTAGGED, said, (theme.mark(None), 0))
        else:
            swatch = theme.mark(tags.by_id[key].color), tags.style(key)
            entry.paint_head(painter, rect, tags.shown_path(key), said, swatch)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_bar()  # the rows are set anew when they are painted: panels come and go several at a time

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        self.viewport().scroll(0, dy)  # what was painted moves; only what comes into sight is painted

    def changeEvent(self, event: QEvent) -> None:
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange, QEvent.Type.PaletteChange):
            self._set.clear()
        self.viewport().update()
        super().changeEvent(event)

    def sizeHint(self) -> QSize:
        return QSize(500, 400)

    # -- what the user does

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        row = self.row_at(event.position().toPoint())
        is_passage = row is not None and self._rows.at(row).passage is not None
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if is_passage else Qt.CursorShape.ArrowCursor)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        row = self.row_at(event.position().toPoint())
        if event.button() != Qt.MouseButton.LeftButton or row is None:
            return
        passage = self._rows.at(row).passage
        if passage is None:
            return
        by, in_box = event.modifiers(), event.position().x() < entry.BOX.right() + entry.BOX.left()
        if by & Qt.KeyboardModifier.ShiftModifier:
            self._select_to(row)
        elif in_box or by & Qt.KeyboardModifier.ControlModifier:
            self._go(row)
            self._toggle(passage)
        else:
            self._go(row)
            self.opened.emit(passage)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        by_key = event.reason() == QContextMenuEvent.Reason.Keyboard
        row = self._current if by_key else self.row_at(self.viewport().mapFromGlobal(event.globalPos()))
        if row is not None and self._rows.at(row).passage is not None:
            self._go(row)
            rect = self.rect_of(row).translated(self.viewport().mapToGlobal(QPoint()))
            self.menu_asked.emit(rect, rect.center() if by_key else event.globalPos())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, control = event.key(), bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.current is not None:
            self.opened.emit(self.current)
        elif key == Qt.Key.Key_Space and self.current is not None:
            self._toggle(self.current)
        elif key == Qt.Key.Key_A and control:
            self._model.select(set(self._model.found.ids))
        elif key == Qt.Key.Key_Escape and self._model.selected:
            self._model.select(set())
        elif (row := self._row_for(key)) is not None:
            if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
                self._select_to(row)
            else:
                self._go(row)
        else:
            super().keyPressEvent(event)

    def _row_for(self, key: int) -> int | None:
        """The passage that a key leads to; without a current one, the first in sight."""
        rows = self._rows
        if not len(rows):
            return None
        here, page = self._current, self.verticalScrollBar().pageStep()
        at = self._stack.top(here) if here is not None else self._offset()
        row = self._stack.row_at(self._offset()) if here is None else here
        target, by = {
            Qt.Key.Key_Down: (row + (here is not None), 1),
            Qt.Key.Key_Up: (row - (here is not None), -1),
            Qt.Key.Key_Home: (0, 1),
            Qt.Key.Key_End: (len(rows) - 1, -1),
            Qt.Key.Key_PageDown: (max(row + 1, self._stack.row_at(at + page)), 1),
            Qt.Key.Key_PageUp: (min(row - 1, self._stack.row_at(at - page)), -1),
        }.get(Qt.Key(key), (None, 1))
        return None if target is None else self._passage_near(max(0, min(target, len(rows) - 1)), by)

    def _toggle(self, passage: AnnotationId) -> None:
        self._model.select(self._model.selected ^ {passage})

    def _select_to(self, row: int) -> None:
        """Selects from where the keyboard was, or a range began, up to a row."""
        anchor = row if self._anchor is None else self._anchor
        self._model.select(self._model.selected | set(self._rows.between(anchor, row)))
        self._go(row)
        self._anchor = anchor

    def _go(self, row: int) -> None:
        self._current = self._anchor = row
        self._note_current()
        for _ in range(3):  # rows that come into sight are measured, which may push this one out again
            rect, offset = self.rect_of(row), self._offset()
            top = self._stack.top(row)
            if row and self._rows.at(row - 1).passage is None:
                top = self._stack.top(row - 1)  # with its head
            if top < offset:
                self.verticalScrollBar().setValue(top)
            elif rect.bottom() > self.viewport().height():
                self.verticalScrollBar().setValue(self._stack.top(row) + rect.height() - self.viewport().height())
            self._settle()
        self.viewport().update()

    def _note_current(self) -> None:
        words = ""
        if self.current is not None:
            annotation = self._model.annotation(self.current)
            quote, place = self._model.excerpt(annotation).quote, self._model.place(annotation)
            ticked = "Selected. " if self.current in self._model.selected else ""
            words = ticked + entry.describe(annotation, quote, place, self._session.tags)
        self.setAccessibleDescription(words)
