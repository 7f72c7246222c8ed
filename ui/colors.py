"""Choosing a colour for a tag: the palette, or any other."""

from functools import partial

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QColorDialog,
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QVBoxLayout,
    QWidget,
)

from core.palette import PALETTE
from ui import theme
from ui.enter_button import EnterButton

NAMES = ("Blue", "Green", "Red", "Yellow", "Purple", "Cyan", "Teal", "Brown", "Violet", "Pink")
_COLUMNS, _SIDE = 5, 36  # swatches in a row; pixels


class Swatch(EnterButton):
    """A button that is a colour."""

    def __init__(self, name: str, color: str, current: bool) -> None:
        super().__init__()
        self._color = QColor(color)
        self._current = current
        self.setAccessibleName(f"{name}, in use" if current else name)
        self.setToolTip(name)

    def sizeHint(self) -> QSize:
        return QSize(_SIDE, _SIDE)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, look = QPainter(self), theme.current()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._color)
        painter.drawRoundedRect(self.rect().adjusted(6, 6, -6, -6), 5, 5)
        if self.hasFocus() or self._current:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.color(look.accent if self.hasFocus() else look.muted), 2))
            painter.drawRoundedRect(self.rect().adjusted(2, 2, -2, -2), 8, 8)


class ColorDialog(QDialog):
    """The ten colours of the palette, walked with the arrow keys, and “Other…”."""

    def __init__(self, parent: QWidget, current: str) -> None:
        super().__init__(parent)
        self.setWindowTitle("Colour")
        self.color: str | None = None
        grid = QGridLayout()
        grid.setSpacing(4)
        for at, (name, color) in enumerate(zip(NAMES, PALETTE, strict=True)):
            swatch = Swatch(name, color, color == current)
            swatch.clicked.connect(partial(self._choose, color))
            grid.addWidget(swatch, at // _COLUMNS, at % _COLUMNS)
            if color == current or not at:
                first = swatch
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        other = buttons.addButton("Other…", QDialogButtonBox.ButtonRole.ActionRole)
        other.clicked.connect(lambda: self._ask_other(current))
        for button in buttons.buttons():
            button.setAutoDefault(False)  # Enter is for the colour that has the focus
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(14, 14, 14, 14)
        layout.addLayout(grid)
        layout.addWidget(buttons)
        first.setFocus()

    def _choose(self, color: str) -> None:
        self.color = color
        self.accept()

    def _ask_other(self, current: str) -> None:
        chosen = QColorDialog.getColor(QColor(current), self, "Colour")
        if chosen.isValid():
            self._choose(chosen.name())


def choose_color(parent: QWidget, current: str) -> str | None:
    """Asks for a colour, `#rrggbb`; None when the user cancels."""
    dialog = ColorDialog(parent, current)
    dialog.exec()
    return dialog.color
