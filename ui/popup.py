"""Floating panels at the selection: one soft shadow, placed so that the selected words stay visible."""

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QApplication, QFrame, QVBoxLayout, QWidget

from ui import theme

_GAP = 8  # pixels between the selection and the panel, and to the edge of the window
_REACH, _DROP, _CORNER = 20, 6, 10  # pixels of the shadow: how far, how far down, how round
BELOW, ABOVE, RIGHT, LEFT = "below", "above", "right", "left"


class Popup(QFrame):
    """A panel inside the window, laid out in a column, that closes on Esc or when the focus goes elsewhere."""

    closed = Signal()

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setObjectName("popup")
        self._return_to: QWidget | None = None
        self._beside = QRect()
        self._side = BELOW
        self._shadow = _Shadow(window)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(8, 8, 8, 8)
        self.column.setSpacing(6)
        self.hide()
        QApplication.instance().focusObjectChanged.connect(self._focus_moved)

    def open_at(self, beside: QRect, focus: QWidget) -> None:
        """Shows the panel next to `beside` (in window coordinates), never over it while there is room."""
        self._return_to = QApplication.focusWidget()
        self._beside = beside
        self._side = BELOW
        self.fit()
        self.raise_()
        self.show()
        focus.setFocus(Qt.FocusReason.PopupFocusReason)

    def fit(self) -> None:
        """Takes the height its content needs, on the side of the passage it is on as long as it fits there."""
        self.layout().invalidate()
        self.layout().activate()
        self.resize(self.width(), self.layout().totalSizeHint().height())
        self._side, corner = place(self._beside, self.size(), self.parentWidget().rect(), self._side)
        self.move(corner)

    def dismiss(self) -> None:
        """Closes the panel and gives the focus back."""
        if not self.isVisible():
            return
        back, self._return_to = self._return_to, None
        self.hide()
        if back is not None and back.isVisible():
            back.setFocus(Qt.FocusReason.PopupFocusReason)
        self.closed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.dismiss()
        else:
            super().keyPressEvent(event)

    def _focus_moved(self, focused: QObject | None) -> None:
        inside = isinstance(focused, QWidget) and (focused is self or self.isAncestorOf(focused))
        if self.isVisible() and isinstance(focused, QWidget) and not inside and focused.window() is self.window():
            self._return_to = None
            # Not now: hiding in the middle of Qt's change of focus would send the focus elsewhere.
            QTimer.singleShot(0, self, self.dismiss)

    def event(self, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.Show, QEvent.Type.Hide):
            self._shadow.follow(self)
        return super().event(event)


class _Shadow(QWidget):
    """The soft shadow around a panel.

    Qt's own, a graphics effect, takes half a frame whenever a letter is typed: it blurs the whole panel anew.
    """

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._picture = QPixmap()
        self._drawn_for: tuple[QSize, float, str] | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def follow(self, panel: QWidget) -> None:
        """Goes where the panel is, just below it."""
        self.setGeometry(panel.geometry().adjusted(-_REACH, -_REACH, _REACH, _REACH + _DROP))
        self.setVisible(not panel.isHidden())
        self.stackUnder(panel)

    def paintEvent(self, event: QPaintEvent) -> None:
        wanted = self.size(), self.devicePixelRatioF(), theme.current().shadow
        if wanted != self._drawn_for:
            self._drawn_for = wanted
            self._draw()
        QPainter(self).drawPixmap(0, 0, self._picture)

    def _draw(self) -> None:
        ratio, color = self.devicePixelRatioF(), QColor(theme.current().shadow)
        self._picture = QPixmap(self.size() * ratio)
        self._picture.setDevicePixelRatio(ratio)
        self._picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(self._picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        panel = QRectF(self.rect()).adjusted(_REACH, _REACH + _DROP, -_REACH, -_REACH)
        deepest = color.alphaF()
        for away in range(-_DROP, _REACH, 2):  # what is further in lies below the panel
            near = (_REACH - max(0, away)) / _REACH
            color.setAlphaF(deepest * near * near)
            painter.setPen(QPen(color, 2))
            ring, corner = panel.adjusted(-away - 1, -away - 1, away + 1, away + 1), _CORNER + away + 1
            painter.drawRoundedRect(ring, corner, corner)
        painter.end()


def place(beside: QRect, size: QSize, window: QRect, side: str) -> tuple[str, QPoint]:
    """The side of what it is about that a panel goes to, and its corner; always inside the window.

    It stays on `side` if it fits there, else it goes to the first side where it does. Where it fits on none,
    it goes into the corner of the window in which what is about to be read is least likely.
    """
    room = window.adjusted(_GAP, _GAP, -_GAP, -_GAP)
    right, bottom = room.right() + 1 - size.width(), room.bottom() + 1 - size.height()
    x = max(room.left(), min(beside.left(), right))
    y = max(room.top(), min(beside.top(), bottom))
    corners = {
        BELOW: QPoint(x, beside.bottom() + 1 + _GAP),
        ABOVE: QPoint(x, beside.top() - _GAP - size.height()),
        RIGHT: QPoint(beside.right() + 1 + _GAP, y),
        LEFT: QPoint(beside.left() - _GAP - size.width(), y),
    }
    for here in (side, *corners):
        if room.contains(QRect(corners[here], size)):
            return here, corners[here]
    return side, QPoint(max(room.left(), right), max(room.top(), bottom))
