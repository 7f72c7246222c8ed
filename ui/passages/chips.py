"""The conditions of the filter as chips, which flow from line to line; each can be changed and taken away."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from core.filters import Part
from ui import theme
from ui.enter_button import EnterButton
from ui.typeset import draw_text

_HEIGHT, _SIDE, _CROSS = 27, 12, 24  # pixels of a chip, beside its words, and of what takes it away
_GAP, _WIDEST = 8, 460
LINK_SIDE = 4  # pixels before the words of a link, which stand below each other with the edges of chips


class FilterChip(EnterButton):
    """What one condition says. A click changes it; its cross, Del or Backspace take it away."""

    removed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._parts: list[Part] = []

    def say(self, parts: list[Part]) -> None:
        """Shows a condition."""
        self._parts = parts
        words = "".join(part.text for part in parts)
        self.setAccessibleName(f"Filter: {words}")
        self.setAccessibleDescription("Enter changes it, Delete takes it away")
        self.updateGeometry()
        self.update()

    @staticmethod
    def _font(part: Part) -> QFont:
        return theme.font(theme.TEXT_SIZE, QFont.Weight.DemiBold if part.is_name else QFont.Weight.Normal)

    def _width(self) -> int:
        words = sum(QFontMetrics(self._font(part)).horizontalAdvance(part.text) for part in self._parts)
        return words + _SIDE + _CROSS + 4

    def sizeHint(self) -> QSize:
        return QSize(min(self._width(), _WIDEST), _HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        look, painter = theme.current(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        strong = self.hasFocus() or self.underMouse()
        painter.setPen(theme.color(look.accent if strong else look.line))
        painter.setBrush(theme.color(look.panel))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), _HEIGHT / 2, _HEIGHT / 2)
        x, right = _SIDE, self.width() - _CROSS
        for part in self._parts:
            painter.setFont(self._font(part))
            shown = painter.fontMetrics().elidedText(part.text, Qt.TextElideMode.ElideRight, max(0, right - x))
            width = painter.fontMetrics().horizontalAdvance(shown)
            draw_text(painter, QRect(x, 0, width + 2, self.height() - 1), shown, theme.color(look.ink), rtl=False)
            x += width
        painter.setFont(theme.font(theme.TEXT_SIZE))
        cross = QRect(self.width() - _CROSS, 0, _CROSS - 6, self.height() - 1)
        draw_text(painter, cross, "×", theme.color(look.muted), Qt.AlignmentFlag.AlignHCenter)

    def _is_cross(self, at: QPoint) -> bool:
        return at.x() >= self.width() - _CROSS

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        at = event.position().toPoint()
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(at) and self._is_cross(at):
            self.setDown(False)
            self.removed.emit()
            return
        super().mouseReleaseEvent(event)

    def event(self, event: QEvent) -> bool:
        is_key = event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent)
        if is_key and event.key() == Qt.Key.Key_Delete:
            event.accept()  # here it is about the chip, not about passages
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.removed.emit()
        else:
            super().keyPressEvent(event)


class FilterChips(QWidget):
    """`chosen(int, QWidget)` asks to change a condition, `removed(int)` to take it away, `added` for a new one.

    Before them stands what every view goes by, groups of tags; `groups_left` asks to end that.
    """

    chosen = Signal(int)
    removed = Signal(int)
    added = Signal()
    groups_left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._groups = FilterChip(self)
        self._groups.clicked.connect(self.groups_left)
        self._groups.removed.connect(self.groups_left)
        self._groups.hide()
        self.chips: list[FilterChip] = []
        self.more = QPushButton("+ filter", self)
        self.more.setProperty("role", "link")
        self.more.setAccessibleName("Add a filter")
        self.more.setToolTip("Add a filter (F)")
        self.more.setCursor(Qt.CursorShape.PointingHandCursor)
        self.more.clicked.connect(self.added)
        self._height = _HEIGHT

    def show_conditions(self, said: Sequence[list[Part]], groups: str = "") -> None:
        """Shows these conditions instead of those before, and the groups in view; the keyboard stays among them."""
        if self._groups.hasFocus() and not groups:
            self.more.setFocus()
        self._groups.say([Part("only "), Part(groups, True)])
        self._groups.setAccessibleDescription("Delete shows the tags of all groups again")
        self._groups.setToolTip("Only these groups are in view; Esc shows all tags again")
        self._groups.setVisible(bool(groups))
        focused = next((at for at, chip in enumerate(self.chips) if chip.hasFocus()), None)
        while len(self.chips) < len(said):
            self._add_chip()
        while len(self.chips) > len(said):
            gone = self.chips.pop()
            gone.hide()
            gone.deleteLater()
        for chip, parts in zip(self.chips, said, strict=True):
            chip.say(parts)
            chip.show()
        if focused is not None:
            (self.chips[min(focused, len(said) - 1)] if said else self.more).setFocus()
        self._flow()

    def _add_chip(self) -> None:
        chip, at = FilterChip(self), len(self.chips)
        chip.clicked.connect(lambda: self.chosen.emit(at))
        chip.removed.connect(lambda: self.removed.emit(at))
        QWidget.setTabOrder(chip, self.more)
        self.chips.append(chip)

    def _flow(self) -> None:
        x, y = LINK_SIDE, 0
        for part in (*([] if self._groups.isHidden() else [self._groups]), *self.chips, self.more):
            width = min(part.sizeHint().width(), max(80, self.width()))
            if x > LINK_SIDE and x + width > self.width():
                x, y = LINK_SIDE, y + _HEIGHT + _GAP
            before = LINK_SIDE if part is self.more and x == LINK_SIDE else 0
            part.setGeometry(x - before, y, width, _HEIGHT)
            x += width + _GAP
        if self._height != y + _HEIGHT:
            self._height = y + _HEIGHT
            self.setFixedHeight(self._height)

    def sizeHint(self) -> QSize:
        return QSize(300, self._height)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._flow()
