"""The tree of tags as it is painted, walked, edited and dragged."""

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QColor,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QFont,
    QFontMetrics,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPen,
    QPolygonF,
)
from PySide6.QtWidgets import (
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeView,
    QWidget,
)

from core.model import Tag, TagId
from ui import panel, theme
from ui.marks import paint_hidden_eye, paint_swatch
from ui.session import Session
from ui.tag_model import MIME, TagTreeModel
from ui.typeset import draw_line

Index = QModelIndex | QPersistentModelIndex

_ROW, _SWATCH, _INDENT, _KEY, _EYE = 26, 11, 22, 16, 24  # pixels
_EDGE = 6  # pixels of a row where a drop goes beside it
_PALE = 0.45  # how much is left of the colour of a hidden tag


class TagRow(QStyledItemDelegate):
    """Paints a tag: swatch, name, pinned number, and its passages in some articles and in all (TagCounts).

    A tag that the text does not show is pale; one that was hidden has a crossed-out eye.
    """

    def __init__(self, session: Session, model: TagTreeModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._model = model

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(80, _ROW)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        tag = self._model.tag(index)
        if tag is None:
            return
        rect = QRect(option.rect)
        look, shown = theme.current(), self._session.shown
        hidden = not shown.shows_tag(tag.id)
        self._paint_swatch(painter, rect, tag, hidden)
        left = rect.left() + _SWATCH + 8
        self._paint_counts(painter, rect, tag, hidden)
        right = rect.right() - self._counts_width(tag)
        if shown.hides(tag.id):
            eye = self.eye(rect, tag)
            paint_hidden_eye(painter, eye.center(), theme.color(look.muted))
            right = round(eye.left())
        heavy = QFont.Weight.DemiBold if self._session.tags.children(tag.id) else QFont.Weight.Normal
        font = theme.font(theme.TEXT_SIZE, heavy)
        room = right - left - 8 - (_KEY + 8 if tag.pin else 0)
        width = min(QFontMetrics(font).horizontalAdvance(tag.name) + 1, max(0, room))
        painter.setFont(font)
        name = QRect(left, rect.top(), width, rect.height())
        draw_line(painter, name, tag.name, theme.color(look.muted if hidden else look.ink), _ABSOLUTE_LEFT)
        if tag.pin:
            self._paint_key(painter, QRect(left + width + 8, rect.center().y() - 7, _KEY, _KEY), tag.pin)

    def _paint_swatch(self, painter: QPainter, rect: QRect, tag: Tag, hidden: bool) -> None:
        color = QColor(theme.mark(tag.color))
        color.setAlphaF(_PALE if hidden else 1)
        square = QRectF(rect.left(), rect.top() + (rect.height() - _SWATCH) // 2, _SWATCH, _SWATCH)
        paint_swatch(painter, square, color, self._session.tags.style(tag.id))

    def eye(self, rect: QRect, tag: Tag) -> QRectF:
        """Where in a row the sign of a hidden tag is: before its counts."""
        right = rect.right() - self._counts_width(tag) - 4
        return QRectF(right - _EYE, rect.top(), _EYE, rect.height())

    def _counts_width(self, tag: Tag) -> int:
        here, total = self._model.counts.here[tag.id], self._model.counts.all[tag.id]
        metrics = QFontMetrics(theme.font(theme.SMALL_SIZE))
        return metrics.horizontalAdvance(f"{here:,} · {total:,}" if total else "–")

    def _paint_counts(self, painter: QPainter, rect: QRect, tag: Tag, hidden: bool) -> None:
        """Paints “here · all”."""
        look = theme.current()
        here, total = self._model.counts.here[tag.id], self._model.counts.all[tag.id]
        painter.setFont(theme.font(theme.SMALL_SIZE))
        line = QRect(rect)
        rest = f" · {total:,}" if total else "–"
        draw_line(painter, line, rest, theme.color(look.muted), _ABSOLUTE_RIGHT)
        line.setRight(line.right() - painter.fontMetrics().horizontalAdvance(rest))
        if total:
            strong = here and not hidden
            draw_line(painter, line, f"{here:,}", theme.color(look.ink if strong else look.muted), _ABSOLUTE_RIGHT)

    @staticmethod
    def _paint_key(painter: QPainter, rect: QRect, pin: int) -> None:
        look = theme.current()
        painter.setPen(QPen(theme.color(look.line), 1))
        painter.setBrush(theme.color(look.paper))
        painter.drawRoundedRect(QRectF(rect).adjusted(0.5, 0.5, -0.5, -0.5), 3, 3)
        painter.setFont(theme.font(10))
        draw_line(painter, rect, str(pin), theme.color(look.muted), Qt.AlignmentFlag.AlignHCenter)

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        editor.setStyleSheet("padding: 0 4px")  # less than other fields have: a row is not as high
        editor.setGeometry(QRect(option.rect).adjusted(_SWATCH + 3, 0, 0, 0))


_ABSOLUTE_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignAbsolute
_ABSOLUTE_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignAbsolute


def _is_nudge(event: QKeyEvent) -> bool:
    """Whether it is Alt with Left or Right; with Up and Down it is a command of its own."""
    plain = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    return plain == Qt.KeyboardModifier.AltModifier and event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right)


class TagTreeView(QTreeView):
    """The tree; tells when passages are asked for, a tag is dropped, or a hidden one is to be seen again."""

    activated_tag = Signal(object)
    eye_clicked = Signal(object)
    hovered = Signal(object, QRect)  # the tag under the mouse or None, and its row in the window
    nudged = Signal(Qt.Key)  # Alt with Left or Right
    placed = Signal(object, object, int)  # tags, and the tag that they were dropped before (-1) or after (1)
    merged = Signal(object, object)  # tags, and the tag that they were dropped on with Ctrl
    dropped = Signal(object, object, QPoint)  # tags, target tag or None, where on the screen

    def __init__(self, session: Session, model: TagTreeModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._tags = model
        self._target: QModelIndex | None = None  # what a drop would go to, and
        self._edge = 0  # whether before (-1), onto (0) or after it (1)
        self._hovered = QPersistentModelIndex()
        self.setModel(model)
        panel.set_up_list(self, "Tags")
        self.setHeaderHidden(True)
        self.setSelectionMode(QTreeView.SelectionMode.ExtendedSelection)
        self.setUniformRowHeights(True)
        self.setIndentation(_INDENT)
        self.setExpandsOnDoubleClick(False)
        self.setDragDropMode(QTreeView.DragDropMode.DragDrop)
        self.setDefaultDropAction(Qt.DropAction.MoveAction)
        self.setAutoExpandDelay(600)
        self.entered.connect(self._hover)
        self.viewportEntered.connect(lambda: self._hover(QModelIndex()))
        self.doubleClicked.connect(lambda index: self.activated_tag.emit(self._tags.tag_id(index)))

    # -- painting

    def drawRow(self, painter: QPainter, options: QStyleOptionViewItem, index: Index) -> None:
        look, rect = theme.current(), QRect(options.rect)
        rect.setLeft(0)
        rect.setRight(self.viewport().width() - 1)
        selected = self.selectionModel().isSelected(index)
        if selected or self._hovered == index:
            painter.fillRect(rect, theme.color(look.soft if selected else look.hover))
            painter.setPen(theme.color(look.ring))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(rect.adjusted(0, 0, -1, -1))
        if self._target is not None and self._target == index:
            painter.setPen(QPen(theme.color(look.accent), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            if self._edge:
                y = rect.top() + 1 if self._edge < 0 else rect.bottom()
                painter.drawLine(self.visualRect(index).left(), y, rect.right(), y)
            else:
                painter.drawRect(rect.adjusted(1, 1, -1, -1))
        cell = self._cell(index)
        option = QStyleOptionViewItem(options)
        option.rect = cell
        if self._tags.hasChildren(index):
            self._paint_arrow(painter, QPoint(cell.left() - 8, cell.center().y() + 1), self.isExpanded(index))
        self.itemDelegate().paint(painter, option, index)
        if selected and self.hasFocus():
            painter.fillRect(QRect(0, rect.top(), 3, rect.height()), theme.color(look.accent))

    def _cell(self, index: Index) -> QRect:
        """Where a row paints its tag."""
        cell = self.visualRect(index)
        cell.setRight(self.width() - panel.MARGIN - 1)  # the same with and without a scrollbar
        return cell

    @staticmethod
    def _paint_arrow(painter: QPainter, at: QPoint, opened: bool) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color(theme.current().muted))
        shape = [(-4, -2), (4, -2), (0, 3)] if opened else [(-2, -4), (3, 0), (-2, 4)]
        painter.drawPolygon(QPolygonF([QPointF(at) + QPointF(x, y) for x, y in shape]))

    # -- the sign of a hidden tag

    def eye_at(self, at: QPoint) -> TagId | None:
        """The hidden tag whose sign is at a point of the viewport."""
        index = self.indexAt(at)
        tag, row = self._tags.tag(index), self.itemDelegate()
        if tag is None or not isinstance(row, TagRow) or not self._session.shown.hides(tag.id):
            return None
        return tag.id if row.eye(self._cell(index), tag).contains(QPointF(at)) else None

    def mousePressEvent(self, event: QMouseEvent) -> None:
        tag = self.eye_at(event.position().toPoint())
        if tag is not None and event.button() == Qt.MouseButton.LeftButton:
            self.eye_clicked.emit(tag)
        else:
            super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        over = self.eye_at(event.position().toPoint()) is not None
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.ArrowCursor)
        super().mouseMoveEvent(event)

    # -- keys

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and _is_nudge(event):
            event.accept()  # here these keys move tags; elsewhere they go back and forward
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if _is_nudge(event):
            self.nudged.emit(Qt.Key(event.key()))
            return
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and self.currentIndex().isValid() and self.state() != QTreeView.State.EditingState:
            self.activated_tag.emit(self._tags.tag_id(self.currentIndex()))
        else:
            super().keyPressEvent(event)

    # -- dragging

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        event.setAccepted(event.mimeData().hasFormat(MIME))

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        super().dragMoveEvent(event)  # scrolls at the edges and opens tags under the pointer
        at = event.position().toPoint()
        self._show_target(self.indexAt(at), self._edge_at(at))
        event.setAccepted(event.mimeData().hasFormat(MIME))

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._show_target(None)
        super().dragLeaveEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        at = event.position().toPoint()
        self._show_target(None)
        self.stopAutoScroll()
        self.setState(QTreeView.State.NoState)
        dragged = bytes(event.mimeData().data(MIME).data()).decode().split(",")
        if all(part.isdigit() for part in dragged):
            event.acceptProposedAction()
            ids, target = [TagId(int(part)) for part in dragged], self._tags.tag_id(self.indexAt(at))
            if event.modifiers() & Qt.KeyboardModifier.ControlModifier and target is not None:
                self.merged.emit(ids, target)
            elif edge := self._edge_at(at):
                self.placed.emit(ids, target, edge)
            else:
                self.dropped.emit(ids, target, self.viewport().mapToGlobal(at))

    def _edge_at(self, at: QPoint) -> int:
        """Whether a point is at the upper edge of a row (-1), at the lower one (1), or at neither."""
        row = self.visualRect(self.indexAt(at))
        if not row.isValid():
            return 0
        return -1 if at.y() < row.top() + _EDGE else int(at.y() > row.bottom() - _EDGE)

    def _show_target(self, target: QModelIndex | None, edge: int = 0) -> None:
        self._target, self._edge = target, edge
        self.viewport().update()

    def _hover(self, index: QModelIndex) -> None:
        self._hovered = QPersistentModelIndex(index)
        self.viewport().update()
        row = self.visualRect(index)
        corner = self.viewport().mapTo(self.window(), row.topLeft())
        right = self.viewport().mapTo(self.window(), self.viewport().rect().bottomRight()).x()
        self.hovered.emit(self._tags.tag_id(index), QRect(corner, QSize(right - corner.x(), row.height())))

    def leaveEvent(self, event: QEvent) -> None:
        self._hover(QModelIndex())
        super().leaveEvent(event)
