"""The place a chart is drawn on: a pyqtgraph view of one figure, for the mouse and for the keyboard."""

from collections.abc import Callable

import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPen,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import (
    QFrame,
    QGraphicsItem,
    QGraphicsView,
    QScrollArea,
    QSizePolicy,
    QStyleOptionGraphicsItem,
    QWidget,
)

from ui import theme
from ui.charts.figure import Figure, Mark
from ui.charts.grid import Grid
from ui.theme import Theme

Draw = Callable[[float, Theme], Figure]
_STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


class Drawing(pg.GraphicsObject):
    """One item that paints a whole figure, so that a thousand cells cost one item, and the focus outline."""

    def __init__(self) -> None:
        super().__init__()
        self.figure = Figure(0, 0)
        self.canvas: QWidget | None = None
        self._outlined: QRectF | None = None
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemUsesExtendedStyleOption)  # gives the exposed part

    def show_figure(self, figure: Figure) -> None:
        """Paints this figure from now on."""
        self.prepareGeometryChange()
        self.figure = figure
        self._outlined = None
        self.update()

    def outline(self, place: QRectF | None) -> None:
        """Draws the outline of the focus around this place, or takes it away."""
        self._outlined = place
        self.update()

    def boundingRect(self) -> QRectF:
        return QRectF(0, 0, self.figure.width, self.figure.height)

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, _widget: QWidget | None = None) -> None:
        seen = None if self.canvas is None else QRectF(self.canvas.visibleRegion().boundingRect())
        self.figure.paint(painter, QRectF(option.exposedRect), seen)
        if self._outlined is not None:
            painter.setPen(QPen(theme.color(theme.current().ink), 2.0))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            inside = self.boundingRect().adjusted(1, 1, -1, -1)
            painter.drawRoundedRect(self._outlined.adjusted(-1, -1, 1, 1) & inside, 4, 4)


class Canvas(pg.GraphicsView):
    """Shows a figure at its own size; marks can be pointed at, walked over with the arrow keys and chosen.

    `chosen(Mark)` follows a click or Enter, `pointed(Mark | None)` the mouse or the keyboard, and `reached(QRect)`
    only the keyboard. `ordered(str, str)` has a setting and its value, after a click on a name or head of a table.
    """

    chosen = Signal(object)
    pointed = Signal(object)
    reached = Signal(QRect)
    ordered = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setCacheMode(QGraphicsView.CacheModeFlag.CacheNone)  # a pixmap of a long chart would be huge
        self.current: Mark | None = None
        self._pressed: Mark | None = None
        self._named: tuple[str, str] | None = None
        self._drawing = Drawing()
        self._drawing.canvas = self.viewport()
        self.addItem(self._drawing)

    @property
    def figure(self) -> Figure:
        """What is shown."""
        return self._drawing.figure

    def show_figure(self, figure: Figure) -> None:
        """Shows another figure; the mark the keyboard was on stays current if it is still there."""
        self.setBackground(theme.current().paper)
        self._drawing.show_figure(figure)
        self.setFixedSize(round(figure.width), max(1, round(figure.height)))
        self._pressed = None
        self._set_current(figure.same_as(self.current))

    def follow(self) -> None:
        """Paints what is in sight anew, after it was scrolled, where names are to stay in sight."""
        if isinstance(self.figure, Grid):
            self.viewport().update()

    def _mark_at(self, point: QPointF) -> Mark | None:
        """The mark that is seen at a point."""
        seen = QRectF(self.viewport().visibleRegion().boundingRect())
        is_covered = isinstance(self.figure, Grid) and self.figure.covers(point, seen)
        return None if is_covered else self.figure.mark_at(point)

    def _named_at(self, point: QPointF) -> tuple[str, str] | None:
        seen = QRectF(self.viewport().visibleRegion().boundingRect())
        return self.figure.named_at(point, seen) if isinstance(self.figure, Grid) else None

    @property
    def has_names(self) -> bool:
        """Whether the keyboard is at a mark of a table that can be ordered by it."""
        return isinstance(self.figure, Grid) and self.figure.by_row is not None and self.current is not None

    def order_by_current(self, is_row: bool) -> bool:
        """Has the table ordered by the numbers of the row, or column, that the keyboard is at, if it can be."""
        setting = None
        if isinstance(self.figure, Grid) and self.current is not None:
            setting = self.figure.ordering(self.current, is_row)
        if setting is not None:
            self.ordered.emit(*setting)
        return setting is not None

    def _set_current(self, mark: Mark | None) -> None:
        self.current = mark
        self.setAccessibleDescription(mark.caption if mark else "")
        self._drawing.outline(mark.rect if mark is not None and self.hasFocus() else None)

    def _here(self) -> Mark | None:
        """Where the keyboard is: on the current mark, or at first on the first."""
        return self.current or next(self.figure.marks(), None)

    def _reach(self, mark: Mark) -> None:
        self._set_current(mark)
        self.reached.emit(mark.rect.toAlignedRect().adjusted(-8, -8, 8, 8))
        self.pointed.emit(mark)

    # -- keyboard

    def keyPressEvent(self, ev: QKeyEvent) -> None:
        key = Qt.Key(ev.key())
        mark = self._here()
        if mark is None or ev.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            ev.ignore()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.chosen.emit(mark)
        elif key in _STEPS:
            sideways = key in (Qt.Key.Key_Left, Qt.Key.Key_Right)
            step = self.figure.beside if sideways else self.figure.above_or_below
            self._reach(step(mark, _STEPS[key]))
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self._reach(self.figure.end(-1 if key == Qt.Key.Key_Home else 1) or mark)
        else:
            ev.ignore()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        mark = self._here()
        if mark is not None and event.reason() != Qt.FocusReason.MouseFocusReason:
            self._reach(mark)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._drawing.outline(None)
        self.pointed.emit(None)

    # -- mouse: none of it goes to pyqtgraph, which would pan, zoom and open menus

    def mouseMoveEvent(self, ev: QMouseEvent) -> None:
        point = self.mapToScene(ev.position().toPoint())
        names = self._named_at(point) is not None
        self.viewport().setToolTip("Order by these numbers" if names else "")
        self._point(self._mark_at(point))
        if names:
            self.viewport().setCursor(Qt.CursorShape.PointingHandCursor)

    def leaveEvent(self, _event: object) -> None:
        self._point(None)

    def _point(self, mark: Mark | None) -> None:
        hand, arrow = Qt.CursorShape.PointingHandCursor, Qt.CursorShape.ArrowCursor
        self.viewport().setCursor(arrow if mark is None else hand)
        self.pointed.emit(mark)

    def mousePressEvent(self, ev: QMouseEvent) -> None:
        if ev.button() == Qt.MouseButton.LeftButton:
            self._pressed = self._mark_at(QPointF(ev.position()))
            self._named = self._named_at(QPointF(ev.position()))
            self._set_current(self._pressed or self.current)

    def mouseReleaseEvent(self, ev: QMouseEvent) -> None:
        pressed, self._pressed = self._pressed, None
        here = self._mark_at(QPointF(ev.position()))
        named, self._named = self._named, None
        if pressed is not None and here is not None and here.key == pressed.key:
            self.chosen.emit(pressed)
        elif named is not None and named == self._named_at(QPointF(ev.position())):
            self.ordered.emit(*named)

    def mouseDoubleClickEvent(self, ev: QMouseEvent) -> None:
        ev.accept()

    def contextMenuEvent(self, ev: QContextMenuEvent) -> None:
        ev.ignore()  # the view has one for the whole chart

    def wheelEvent(self, ev: QWheelEvent) -> None:
        ev.ignore()  # the page scrolls


class Stage(QScrollArea):
    """Gives a canvas the width there is and scrolls sideways when its figure needs more."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.canvas = Canvas()
        self._draw: Draw | None = None
        self.setWidget(self.canvas)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.canvas.reached.connect(self._reveal)
        self.horizontalScrollBar().valueChanged.connect(self.canvas.follow)

    def show_drawing(self, draw: Draw) -> None:
        """Draws this from now on, anew whenever the width changes."""
        self._draw = draw
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._fit()

    def _fit(self) -> None:
        if self._draw is None:
            return
        figure = self._draw(float(self.width()), theme.current())
        self.canvas.show_figure(figure)
        sideways = round(figure.width) > self.width()
        bar = self.horizontalScrollBar().sizeHint().height() if sideways else 0
        self.setFixedHeight(max(1, round(figure.height)) + bar)

    def _reveal(self, place: QRect) -> None:
        figure = self.canvas.figure
        names = round(figure.left) if isinstance(figure, Grid) else 0  # they stay in sight, and would lie over it
        self.ensureVisible(place.center().x(), 0, place.width() // 2 + names, 0)

    def sizeHint(self) -> QSize:
        return QSize(300, self.minimumHeight())
