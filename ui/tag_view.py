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
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QFont,
    QFontMetrics,
    QKeyEvent,
    QPainter,
    QPen,
    QPolygonF,
)
from PySide6.QtWidgets import (
    QFrame,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeView,
    QWidget,
)

from core.model import Tag, TagId
from ui import panel, theme
from ui.session import Session
from ui.tag_model import MIME, TagTreeModel
from ui.typeset import draw_line

Index = QModelIndex | QPersistentModelIndex

_ROW, _SWATCH, _INDENT, _KEY = 26, 11, 22, 16  # pixels


class TagRow(QStyledItemDelegate):
    """Paints a tag: swatch, name, pinned number, and its codings here and in all."""

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
        self._paint_swatch(painter, rect, tag)
        left = rect.left() + _SWATCH + 8
        right = self._paint_counts(painter, rect, tag)
        heavy = QFont.Weight.DemiBold if self._session.tags.children(tag.id) else QFont.Weight.Normal
        font = theme.font(theme.TEXT_SIZE, heavy)
        room = right - left - 8 - (_KEY + 8 if tag.pin else 0)
        width = min(QFontMetrics(font).horizontalAdvance(tag.name) + 1, max(0, room))
        painter.setFont(font)
        name = QRect(left, rect.top(), width, rect.height())
        draw_line(painter, name, tag.name, theme.color(theme.current().ink), _ABSOLUTE_LEFT)
        if tag.pin:
            self._paint_key(painter, QRect(left + width + 8, rect.center().y() - 7, _KEY, _KEY), tag.pin)

    @staticmethod
    def _paint_swatch(painter: QPainter, rect: QRect, tag: Tag) -> None:
        top = rect.top() + (rect.height() - _SWATCH) / 2
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.mark(tag.color))
        painter.drawRoundedRect(QRectF(rect.left(), top, _SWATCH, _SWATCH), 3, 3)

    def _paint_counts(self, painter: QPainter, rect: QRect, tag: Tag) -> int:
        """Paints “here · all” and returns where that begins."""
        look = theme.current()
        here, total = self._model.here[tag.id], self._session.tag_totals[tag.id]
        painter.setFont(theme.font(theme.SMALL_SIZE))
        metrics = painter.fontMetrics()
        line = QRect(rect)
        rest = f" · {total:,}" if total else "–"
        draw_line(painter, line, rest, theme.color(look.muted), _ABSOLUTE_RIGHT)
        line.setRight(line.right() - metrics.horizontalAdvance(rest))
        if total:
            draw_line(painter, line, f"{here:,}", theme.color(look.ink if here else look.muted), _ABSOLUTE_RIGHT)
        return line.right() - (metrics.horizontalAdvance(f"{here:,}") if total else 0)

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


class TagTreeView(QTreeView):
    """The tree; tells when passages are asked for, a tag is dropped, or a menu is wanted."""

    activated_tag = Signal(object)
    dropped = Signal(object, object, QPoint)  # tag, target tag or None, where on the screen

    def __init__(self, model: TagTreeModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tags = model
        self._target: QModelIndex | None = None  # what a drop would go to
        self._hovered = QPersistentModelIndex()
        self.setModel(model)
        self.setHeaderHidden(True)
        self.setUniformRowHeights(True)
        self.setIndentation(_INDENT)
        self.setMouseTracking(True)
        self.setExpandsOnDoubleClick(False)
        self.setEditTriggers(QTreeView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QTreeView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setDragDropMode(QTreeView.DragDropMode.DragDrop)
        self.setDefaultDropAction(Qt.DropAction.MoveAction)
        self.setAutoExpandDelay(600)
        self.setAccessibleName("Tags")
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
        if self._target is not None and self._target == index:
            painter.setPen(QPen(theme.color(look.accent), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(rect.adjusted(1, 1, -1, -1))
        cell = self.visualRect(index)
        cell.setRight(self.width() - panel.MARGIN - 1)  # the same with and without a scrollbar
        option = QStyleOptionViewItem(options)
        option.rect = cell
        if self._tags.hasChildren(index):
            self._paint_arrow(painter, QPoint(cell.left() - 8, cell.center().y() + 1), self.isExpanded(index))
        self.itemDelegate().paint(painter, option, index)
        if selected and self.hasFocus():
            painter.fillRect(QRect(0, rect.top(), 3, rect.height()), theme.color(look.accent))

    @staticmethod
    def _paint_arrow(painter: QPainter, at: QPoint, opened: bool) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color(theme.current().muted))
        shape = [(-4, -2), (4, -2), (0, 3)] if opened else [(-2, -4), (3, 0), (-2, 4)]
        painter.drawPolygon(QPolygonF([QPointF(at) + QPointF(x, y) for x, y in shape]))

    # -- keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
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
        self._show_target(self.indexAt(event.position().toPoint()))
        event.setAccepted(event.mimeData().hasFormat(MIME))

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._show_target(None)
        super().dragLeaveEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        at = event.position().toPoint()
        self._show_target(None)
        self.stopAutoScroll()
        self.setState(QTreeView.State.NoState)
        dragged = bytes(event.mimeData().data(MIME).data()).decode()
        if dragged.isdigit():
            event.acceptProposedAction()
            target = self._tags.tag_id(self.indexAt(at))
            self.dropped.emit(TagId(int(dragged)), target, self.viewport().mapToGlobal(at))

    def _show_target(self, target: QModelIndex | None) -> None:
        self._target = target
        self.viewport().update()

    def _hover(self, index: QModelIndex) -> None:
        self._hovered = QPersistentModelIndex(index)
        self.viewport().update()

    def leaveEvent(self, event: QEvent) -> None:
        self._hover(QModelIndex())
        super().leaveEvent(event)
