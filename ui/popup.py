"""Floating panels at the selection: one soft shadow, placed so that the selected words stay visible."""

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QKeyEvent
from PySide6.QtWidgets import QApplication, QFrame, QGraphicsDropShadowEffect, QWidget

from ui import theme

_GAP = 8  # pixels between the selection and the panel


class Popup(QFrame):
    """A panel inside the window that closes on Esc or when the focus goes elsewhere."""

    closed = Signal()

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setObjectName("popup")
        self._return_to: QWidget | None = None
        self._beside = QRect()
        self._above = False
        shadow = QGraphicsDropShadowEffect(self, blurRadius=28)
        shadow.setOffset(0, 6)
        shadow.setColor(QColor(theme.current().shadow))
        self.setGraphicsEffect(shadow)
        self.hide()
        QApplication.instance().focusObjectChanged.connect(self._focus_moved)

    def open_at(self, beside: QRect, focus: QWidget) -> None:
        """Shows the panel below `beside` (in window coordinates), or above it where there is more room."""
        self._return_to = QApplication.focusWidget()
        self._beside = beside
        self._layout_now()
        self._above = is_above(beside, self.height(), self.parentWidget().rect())
        self.fit()
        self.raise_()
        self.show()
        focus.setFocus(Qt.FocusReason.PopupFocusReason)

    def fit(self) -> None:
        """Takes the height its content needs, on the side of the passage it opened on."""
        self._layout_now()
        window = self.parentWidget().rect()
        self.move(place(self._beside, self.width(), self.height(), window, self._above))

    def _layout_now(self) -> None:
        self.layout().invalidate()
        self.layout().activate()
        self.resize(self.width(), self.layout().sizeHint().height())

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

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        effect = self.graphicsEffect()
        if event.type() == QEvent.Type.PaletteChange and isinstance(effect, QGraphicsDropShadowEffect):
            effect.setColor(QColor(theme.current().shadow))


def is_above(beside: QRect, height: int, window: QRect) -> bool:
    """Whether a panel goes above what it is about: only where it does not fit below and does above."""
    fits_below = beside.bottom() + _GAP + height <= window.bottom() - _GAP
    return not fits_below and beside.top() - _GAP - height >= window.top() + _GAP


def place(beside: QRect, width: int, height: int, window: QRect, above: bool) -> QPoint:
    """Where a panel goes: next to what it is about and always inside the window."""
    x = max(window.left() + _GAP, min(beside.left(), window.right() - width - _GAP))
    y = beside.top() - _GAP - height if above else min(beside.bottom() + _GAP, window.bottom() - height - _GAP)
    return QPoint(x, max(window.top() + _GAP, y))
