"""A chip: a word or two on the ground of a tag's colour that a click takes away."""

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QKeySequence, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from ui import theme
from ui.marks import draw_style
from ui.typeset import draw_line

_SIGN = "×"
_SIDE, _GAP = 8, 6  # pixels before the text and after the sign, and between the two


class Chip(QAbstractButton):
    """A removable chip; its text is cut short where there is no room."""

    def __init__(self, parent: QWidget | None = None, height: int = 22) -> None:
        super().__init__(parent)
        self._color: str | None = None
        self._style = 0  # of the tag's line
        self._height = height
        self.setFont(theme.font(theme.SMALL_SIZE))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a click leaves the keyboard where it is
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)

    def say(self, text: str, color: str | None, spoken: str, style: int = 0) -> None:
        """Shows a text in a tag's colour (None: in grey) with its line; `spoken` says what a click does."""
        self._color, self._style = color, style
        self.setText(text)
        self.setShortcut(QKeySequence())  # what an & in the name would have made
        self.setAccessibleName(spoken)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        metrics = self.fontMetrics()
        words = metrics.horizontalAdvance(self.text()) + metrics.horizontalAdvance(_SIGN)
        return QSize(words + _GAP + 2 * _SIDE + 2, self._height)

    def minimumSizeHint(self) -> QSize:
        return QSize(40, self._height)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self.font())
        ground, ink = theme.chip(self._color)
        painter.setPen(ink if self.hasFocus() or self.underMouse() else theme.outline(self._color))
        painter.setBrush(ground)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 5, 5)
        draw_style(painter, QRectF(self.rect()).adjusted(0, 0, 0, -1), ink, self._style)
        inner = self.rect().adjusted(_SIDE, 0, -_SIDE, 0)
        close = painter.fontMetrics().horizontalAdvance(_SIGN)
        draw_line(painter, inner.adjusted(0, 0, -close - _GAP, 0), self.text(), ink, rtl=False)
        draw_line(painter, QRect(inner.right() - close, inner.top(), close + 2, inner.height()), _SIGN, ink)
