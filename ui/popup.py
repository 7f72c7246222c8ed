"""Floating panels at the selection: one soft shadow, placed so that the selected words stay visible."""

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt, Signal
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
        shadow = QGraphicsDropShadowEffect(self, blurRadius=28)
        shadow.setOffset(0, 6)
        shadow.setColor(QColor(theme.current().shadow))
        self.setGraphicsEffect(shadow)
        self.hide()
        QApplication.instance().focusObjectChanged.connect(self._focus_moved)

    def open_at(self, beside: QRect, focus: QWidget) -> None:
        """Shows the panel below `beside` (in window coordinates), or above it where there is more room."""
        self._return_to = QApplication.focusWidget()
        self.adjustSize()
        self.move(place(beside, self.size().width(), self.size().height(), self.parentWidget().rect()))
        self.raise_()
        self.show()
        focus.setFocus(Qt.FocusReason.PopupFocusReason)

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
            self.dismiss()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        effect = self.graphicsEffect()
        if event.type() == QEvent.Type.PaletteChange and isinstance(effect, QGraphicsDropShadowEffect):
            effect.setColor(QColor(theme.current().shadow))


def place(beside: QRect, width: int, height: int, window: QRect) -> QPoint:
    """Where a panel goes: below what it is about, above when that does not fit, always inside the window."""
    x = max(window.left() + _GAP, min(beside.left(), window.right() - width - _GAP))
    below, above = beside.bottom() + _GAP, beside.top() - _GAP - height
    if below + height <= window.bottom() - _GAP or above < window.top() + _GAP:
        y = min(below, window.bottom() - height - _GAP)
    else:
        y = above
    return QPoint(x, max(window.top() + _GAP, y))
